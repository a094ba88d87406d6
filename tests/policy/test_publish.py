"""Publishing a policy: a version that is kept for ever, or nothing at all."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import (
    changes_since,
    policy_document,
    policy_history,
    policy_in_force,
    policy_source,
    policy_version,
)
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import NoSuchDocument, NoSuchVersion, PolicyRefused, Region, SameAsBefore
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL, policy_of, with_lines

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
OTHER = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


def refused(organisation: MadeOrganisation, text: str, **files: bytes) -> list[tuple[int, str]]:
    """Return line and key of every problem."""
    with pytest.raises(PolicyRefused) as caught:
        publish_text(organisation, text, files=files)
    return [(problem.line, problem.key) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_default_becomes_version_one_and_the_file_version_two(organisation):
    published = publish_text(organisation)
    assert (published.number, published.terms) == (2, terms_of(policy_of(SMALL)))
    assert policy_version(organisation.id, 1).terms == replace(FIRST_TERMS, region=Region())


def test_it_is_in_force_at_once(organisation):
    publish_text(organisation)
    assert policy_in_force(organisation.id, now=NOW).number == 2


def test_the_older_version_stays_as_it_was(organisation):
    first = publish_text(organisation)
    publish_text(organisation, OTHER, now=LATER)
    policy_version.cache_clear()
    assert policy_version(organisation.id, 2) == first


def test_a_version_for_later_waits_for_its_day_on_the_clock_there(organisation):
    text = with_lines("format = 1", "format = 1\ntakes_effect = 2027-03-01")
    published = publish_text(organisation, text)
    begins = published.in_force_from
    assert begins.isoformat() == "2027-02-28T23:00:00+00:00"
    assert [policy_in_force(organisation.id, now=begins - timedelta(seconds=late)).number for late in (1, 0)] == [1, 2]


def test_it_is_journalled_with_its_number_alone(organisation):
    publish_text(organisation)
    told = [entry.facts for entry in entries_of_organisation(organisation.id) if entry.deed == "policy.published"]
    assert sorted(str(fact) for fact in told) == ["{'number': 1}", "{'number': 2}"]


def test_the_same_file_again_is_refused(organisation):
    publish_text(organisation)
    with pytest.raises(SameAsBefore):
        publish_text(organisation, now=LATER)
    assert PolicyVersion.objects.filter(organisation=organisation.id).count() == 2


def test_what_is_refused_leaves_what_was_published(organisation):
    publish_text(organisation)
    assert refused(organisation, "nonsense") == [(1, "")]
    assert policy_in_force(organisation.id, now=NOW).number == 2


def test_nothing_is_kept_of_a_file_that_is_refused_first(organisation):
    refused(organisation, "nonsense")
    assert PolicyVersion.objects.filter(organisation=organisation.id).count() == 0


@pytest.mark.usefixtures("organisation")
def test_a_host_of_another_organisation_is_refused():
    other = make_organisation(name="Haven")
    assert refused(other, SMALL) == [(line_of(SMALL, "hosts"), "organisation.hosts[1]")]


def test_a_host_that_the_organisation_does_not_have_is_refused():
    organisation = make_organisation(name="Haven")
    with pytest.raises(PolicyRefused) as caught:
        publish_text(organisation)
    (problem,) = caught.value.problems
    assert ((problem.line, problem.key), problem.remedy % problem.values) == (
        (line_of(SMALL, "hosts"), "organisation.hosts[1]"),
        f"Take it out, or first give the organisation all its names on the server: ./meldpunt hosts {organisation.facts.slug} NAME...",
    )


def test_a_file_of_another_organisation_is_refused(organisation):
    text = with_lines('name = "Haven"', 'name = "Harbour"')
    assert refused(organisation, text) == [(line_of(text, "Harbour"), "organisation.name")]


@pytest.mark.parametrize("name", ["HAVEN", " Haven", "ha ven", "\N{FULLWIDTH LATIN CAPITAL LETTER H}aven"])
def test_capitals_and_spaces_make_no_other_name(organisation, name):
    assert publish_text(organisation, with_lines('name = "Haven"', f'name = "{name}"')).number == 2


def test_colours_that_cannot_be_read_are_refused(organisation):
    text = with_lines("[contact]", '[organisation.look]\nink = "#eeeeee"\n\n[contact]')
    assert refused(organisation, text) == [(line_of(text, "ink ="), "organisation.look.ink")]


def test_a_logo_that_is_no_picture_is_refused(organisation):
    text = with_lines("[contact]", '[organisation.look]\nlogo = "a.png"\n\n[contact]')
    assert refused(organisation, text, **{"a.png": b"hello"}) == [(line_of(text, "logo"), "organisation.look.logo")]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('country = "BE"', "organisation.country"),
        ('zone = "Europe/Lisbon"', "organisation.zone"),
        ("closed = [2026-12-24]", "organisation.closed"),
        ("open = [2027-04-02]", "organisation.open"),
    ],
)
def test_a_calendar_that_dates_are_not_reckoned_with_is_refused(organisation, line, key):
    text = with_lines("[contact]", f"{line}\n\n[contact]")
    assert refused(organisation, text) == [(line_of(text, line), key)]


def test_other_languages_than_those_of_the_pages_are_refused():
    assert refused(make_haven(languages=("en",)), SMALL) == [(line_of(SMALL, "languages"), "organisation.languages")]


def test_the_file_is_kept_and_no_clause_names_its_people(organisation):
    publish_text(organisation)
    shown = " ".join(
        text for clause in policy_version(organisation.id, 2).terms.clauses for text in clause.texts.values()
    )
    assert (policy_source(organisation.id, 2), "a@haven.example" in shown) == (SMALL, False)


def test_a_document_is_kept_with_its_version(organisation):
    content = b"Be careful."
    digest = hashlib.sha256(content).hexdigest()
    table = f'file = "conduct.txt"\nsha256 = "{digest}"\n'
    text = (
        SMALL
        + f'\n[[document]]\nid = "conduct"\nversion = "1"\ntitle = {{ nl = "Code", en = "Code" }}\n[document.nl]\n{table}'
    )
    published = publish_text(organisation, text, files={"conduct.txt": content})
    assert published.documents == ("conduct.txt",)
    assert policy_document(organisation.id, 2, "conduct.txt").content == content


def test_a_document_that_is_not_there_has_a_name(organisation):
    publish_text(organisation)
    with pytest.raises(NoSuchDocument):
        policy_document(organisation.id, 2, "conduct.txt")


def test_the_history_tells_what_changed_newest_first(organisation):
    publish_text(organisation)
    publish_text(organisation, OTHER, now=LATER)
    newest, *_others, oldest = policy_history(organisation.id)
    assert [each.after.id for each in newest.differences if each.after] == ["no_spam"]
    assert (newest.policy.number, oldest.policy.number, oldest.differences) == (3, 1, ())


def test_changes_since_the_version_that_was_shown(organisation):
    publish_text(organisation)
    publish_text(organisation, OTHER, now=LATER)
    found = [changes_since(organisation.id, number, now=LATER) for number in (2, 3)]
    assert [[each.after.id for each in changes if each.after] for changes in found] == [["no_spam"], []]


def test_no_source_of_a_version_that_never_was(organisation):
    with pytest.raises(NoSuchVersion):
        policy_source(organisation.id, 9)
