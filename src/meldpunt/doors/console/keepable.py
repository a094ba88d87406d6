"""`./meldpunt policy keepable`: a policy file played against last year, with everything that would help tried, however long that takes."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, ngettext

from meldpunt.obligations.queries import outlook
from meldpunt.obligations.rules.keeping import say_no_help, say_played, say_remedy
from meldpunt.obligations.terms.keeping import Outlook
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import PolicyText

MOST = 100_000


def keepable_lines(
    organisation: OrganisationFacts, policy: PolicyText, *, per_day: float | None, now: datetime, language: str
) -> Iterator[str]:
    """Yield what would have come of each promise, and indented below it what would help."""
    found = outlook(organisation, terms_of(policy), now=now, most=MOST, most_helped=MOST, per_day=per_day)
    if not found.reports:
        yield gettext("No report came in the last 52 weeks, so there is nothing to play.")
        return
    yield ngettext(
        "Played with the one report of the last 52 weeks; people who answer: %(people)d.",
        "Played with the %(reports)d reports of the last 52 weeks; people who answer: %(people)d.",
        found.reports,
    ) % {"reports": found.reports, "people": len(found.colleagues)}
    yield from _promises(found, language)


def _promises(found: Outlook, language: str) -> Iterator[str]:
    for each in found.played:
        yield say_played(each, language)
        helps = [say_remedy(remedy, language) for remedy in found.help_for(each.promise)]
        if each.broken and not helps:
            helps = [say_no_help(language)]
        yield from (f"    {said}" for said in helps)
