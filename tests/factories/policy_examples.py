"""The example policies in force, each at an organisation that is as its file says."""

from dataclasses import dataclass
from datetime import datetime

from meldpunt.people.actions import change_settings
from meldpunt.people.terms import Role, Settings
from meldpunt.policy.terms import Policy, PolicyText, Section
from tests.factories.people import MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_by_two, publish_text
from tests.factories.policy_texts import EXAMPLES, files_beside, policy_of

FIVE = ("hosting-provider", "utility", "insurer", "clinic", "collection-agency")


@dataclass(frozen=True)
class Example:
    """A published example: whose it is, its file, and the version in force."""

    name: str
    organisation: MadeOrganisation
    text: PolicyText
    policy: Policy

    def says(self, language: str, *sections: Section) -> list[str]:
        """Return the clauses of these parts, in the order of the page."""
        found = self.policy.terms.section(*sections)
        order = list(Section)
        return [clause.text(language) for clause in sorted(found, key=lambda clause: order.index(clause.section))]

    def publish_again(self, *, now: datetime) -> Policy:
        """Publish the same once more, which is a version of its own."""
        return _publish(self.name, self.organisation, f"# Published on {now}\n", now=now)


def make_example(name: str, *, now: datetime) -> Example:
    """Publish an example: with a second pair of eyes where it asks for one."""
    path = EXAMPLES / f"{name}.toml"
    text = policy_of(path.read_text(encoding="utf-8"), files_beside(path))
    own = text.organisation
    languages = tuple(language.value for language in own.languages)
    organisation = make_organisation(name=own.name, host_names=own.hosts, languages=languages)
    settings = Settings(own.name, languages, own.zone, own.country, "", "", finder_mail_enabled=False)
    change_settings(settings=settings, by=make_member(organisation, Role.ADMINISTRATOR).locked, now=now)
    return Example(name, organisation, text, _publish(name, organisation, "", now=now))


def _publish(name: str, organisation: MadeOrganisation, more: str, *, now: datetime) -> Policy:
    path = EXAMPLES / f"{name}.toml"
    text, files = path.read_text(encoding="utf-8") + more, files_beside(path)
    published = publish_by_two if policy_of(text, files).second_eyes else publish_text
    return published(organisation, text, files=files, now=now)
