"""What `./meldpunt policy show` tells: which version, from when to when, and every clause with who keeps it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import replaced_by
from meldpunt.policy.rules.showing.words import SECTIONS
from meldpunt.policy.terms import Policy


def shown_lines(organisation: OrganisationFacts, policy: Policy, *, language: str) -> Iterator[str]:
    """Yield a version, line by line, in the language that is spoken."""
    values = {"number": policy.number, "name": organisation.name}
    if not policy.row:
        yield gettext("Version %(number)d of %(name)s: the built-in policy. Nothing was published yet.") % values
    else:
        yield gettext("Version %(number)d of %(name)s.") % values
        yield gettext("Published: %(moment)s.") % {"moment": moment(policy.published_at, organisation)}
        yield _in_force(organisation, policy)
    for section, found in groupby(policy.terms.clauses, key=lambda clause: clause.section):
        yield from ("", SECTIONS[section][language])
        for clause in found:
            mark = f" {gettext('(kept by people)')}" if clause.is_marked else ""
            yield f"  - {clause.text(language)}{mark}"


def moment(at: datetime, organisation: OrganisationFacts) -> str:
    """Return a moment by the organisation's clock."""
    return f"{at.astimezone(ZoneInfo(organisation.zone)):%Y-%m-%d %H:%M %Z}"


def _in_force(organisation: OrganisationFacts, policy: Policy) -> str:
    newer = replaced_by(organisation.id, policy.number)
    values = {"moment": moment(policy.in_force_from, organisation), "newer": newer or 0}
    if newer:
        return gettext("Never in force: version %(newer)d replaced it. It was planned for: %(moment)s.") % values
    return gettext("In force from: %(moment)s.") % values
