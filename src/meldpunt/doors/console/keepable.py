"""`./meldpunt policy keepable`: a policy file played against last year, much further than while somebody waits at a page."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from meldpunt.obligations.queries import outlook
from meldpunt.obligations.rules.keeping import say_in_fact, say_no_help, say_played, say_remedy
from meldpunt.obligations.terms.keeping import BY_COMMAND, Outlook
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.rules.reckoning.dates import full_date
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import PolicyText


def keepable_lines(
    organisation: OrganisationFacts, policy: PolicyText, *, per_day: float | None, now: datetime, language: str
) -> Iterator[str]:
    """Yield what would have come of each promise, and indented below it what would help."""
    found = outlook(organisation, terms_of(policy), now=now, bounds=BY_COMMAND, per_day=per_day)
    if not found.reports:
        yield gettext("No report came in the last 52 weeks, so there is nothing to play.")
        return
    yield ngettext(
        "Played with the one report of the last 52 weeks; people who answer: %(people)d.",
        "Played with the %(reports)d reports of the last 52 weeks; people who answer: %(people)d.",
        found.reports,
    ) % {"reports": found.reports, "people": len(found.colleagues)}
    yield from _left_out(found, language, ZoneInfo(organisation.zone))
    yield from _promises(found, language)


def _left_out(found: Outlook, language: str, zone: ZoneInfo) -> Iterator[str]:
    """Yield what was too much to play."""
    if found.left_out:
        yield gettext("Older ones that were left out: %(amount)d.") % {"amount": found.left_out}
    if found.until is not None:
        first = full_date(found.until.astimezone(zone).date(), language)
        yield gettext("There is too much to play: of what is due from %(first)s on, not all is counted.") % {
            "first": first
        }
    if not found.helped:
        yield gettext("Not all that may help was tried: there is too much to play.")


def _promises(found: Outlook, language: str) -> Iterator[str]:
    for each in found.played:
        yield say_played(each, language)
        helps = [say_remedy(remedy, language) for remedy in found.help_for(each.promise)]
        if each.broken and found.helped and not helps:
            helps = [say_no_help(language)]
        in_fact = found.in_fact.get(each.promise.kind, 0)
        yield from (f"    {said}" for said in [*([say_in_fact(in_fact, language)] if in_fact else []), *helps])
