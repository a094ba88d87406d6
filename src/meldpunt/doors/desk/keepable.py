"""Can you keep this? A policy that is tried, played against last year, as the page of the policy shows it."""

import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, gettext

from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.obligations.queries import outlook
from meldpunt.obligations.rules.keeping import say_in_fact, say_no_help, say_played, say_remedy
from meldpunt.obligations.terms.keeping import AT_A_PAGE, Outlook, Played
from meldpunt.policy.terms import PolicyTerms

LEAST_A_DAY, MOST_A_DAY = 0.1, 100


@dataclass(frozen=True)
class Line:
    """What would have come of one promise, what came of it in fact where it was broken, and what would help."""

    said: str
    broken: bool
    in_fact: str
    helps: tuple[str, ...]


@dataclass(frozen=True)
class KeptShown:
    """The outlook in words; `per_day` is what was filled in, `problem` what is wrong with that."""

    outlook: Outlook
    lines: tuple[Line, ...]
    per_day: str
    problem: str


def kept_shown(request: DeskRequest, terms: PolicyTerms) -> KeptShown:
    """Play the policy with what was filled in, or with what was seen where that is empty or no usable number."""
    written = request.POST.get("per_day", "").strip()[:10]
    per_day = _number(written)
    found = outlook(
        request.visitor.organisation,
        terms,
        now=timezone.now(),
        bounds=AT_A_PAGE,
        per_day=per_day,
    )
    problem = gettext("Fill in a number from 0.1 to 100, or nothing.") if written and per_day is None else ""
    lines = tuple(_line(each, found) for each in found.played)
    return KeptShown(found, lines, written, problem)


def _line(played: Played, found: Outlook) -> Line:
    language = "nl" if (get_language() or "").startswith("nl") else "en"
    helps = tuple(say_remedy(each, language) for each in found.help_for(played.promise))
    if played.broken and found.helped and not helps:
        helps = (say_no_help(language),)
    broken = found.in_fact.get(played.promise.kind, 0)
    return Line(
        say_played(played, language), bool(played.broken), say_in_fact(broken, language) if broken else "", helps
    )


def _number(written: str) -> float | None:
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and LEAST_A_DAY <= number <= MOST_A_DAY else None
