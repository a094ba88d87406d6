"""The statements about privacy and accessibility: what is true of the program, of the policy in force and of the settings."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.terms import FORM_LIFE
from meldpunt.cases.queries import first_version_reported
from meldpunt.cases.terms import SESSION_LIFE
from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.lengths import length_in_words
from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.doors.public.language import REMEMBERED_SECONDS
from meldpunt.outbox.rules import HOLD_BACK
from meldpunt.policy import queries
from meldpunt.policy.terms import Authority, Both, LegalBasis, Policy, PrivacyFacts, WayKind

HOUR, DAY = 3600, 24 * 3600
WRITTEN_ON = date(2026, 11, 22)
"""When the accessibility statement was last held against the pages: change it with its text."""
BASES = {
    LegalBasis.LEGITIMATE_INTERESTS: _(
        "our legitimate interest, and that of the people whose data we hold, in safe systems (GDPR, article 6(1)(f))."
    ),
    LegalBasis.PUBLIC_TASK: _("a task in the public interest that the law gives us (GDPR, article 6(1)(e))."),
    LegalBasis.LEGAL_OBLIGATION: _("a duty that the law gives us (GDPR, article 6(1)(c))."),
}
OBJECTED_TO = frozenset({LegalBasis.LEGITIMATE_INTERESTS, LegalBasis.PUBLIC_TASK})
"""Grounds to which a person may object: GDPR, article 21(1)."""
COMPLAIN = {
    Authority.NETHERLANDS: _("You can complain to the Dutch data protection authority (Autoriteit Persoonsgegevens):"),
    Authority.BELGIUM: _("You can complain to the Belgian data protection authority (Gegevensbeschermingsautoriteit):"),
    Authority.ELSEWHERE: _("You can complain to the data protection authority of the country where you live or work."),
}
PAGES = {
    Authority.NETHERLANDS: "https://www.autoriteitpersoonsgegevens.nl",
    Authority.BELGIUM: "https://www.gegevensbeschermingsautoriteit.be",
}
WAYS = {
    WayKind.MAIL: _("by mail"),
    WayKind.PLATFORM: _("through an outside platform"),
}
"""Ways by which something is kept elsewhere; what is told by telephone is entered at the desk."""
DETAILS = {
    frozenset({"name"}): _("Your name or pseudonym, if you give it."),
    frozenset({"contact"}): _("How to reach you, if you tell us."),
    frozenset({"name", "contact"}): _("Your name or pseudonym and how to reach you, if you tell us."),
}
EARLIER = {
    frozenset({"name"}): _(
        "Your name or pseudonym, if you gave it under an earlier version of our policy. We do not ask for it any more."
    ),
    frozenset({"contact"}): _(
        "How to reach you, if you told us under an earlier version of our policy. We do not ask for it any more."
    ),
    frozenset({"name", "contact"}): _(
        "Your name or pseudonym and how to reach you, if you told us under an earlier version of our policy. "
        "We do not ask for them any more."
    ),
}
WANTED = {
    frozenset({"name"}): _("We ask for a name: without one the form cannot be sent."),
    frozenset({"contact"}): _("We ask for an address or number: without one the form cannot be sent."),
    frozenset({"name", "contact"}): _(
        "We ask for a name and for an address or number: without them the form cannot be sent."
    ),
}
NOT_WANTED = _("You need not tell us.")


@open_page
def privacy(request: OpenRequest) -> HttpResponse:
    """Tell what is kept of a finder, why, for how long, and what a finder can ask (GDPR, articles 13 and 14)."""
    since = first_version_reported(request.organisation.id)
    facts = queries.privacy_facts(request.organisation, since=since, now=now())
    about = (*_about("privacy", facts.policy), since)
    return drawn_once(request, about=about, parts={}, draw=lambda _parts: _privacy(request, facts))


@open_page
def accessibility(request: OpenRequest) -> HttpResponse:
    """Tell how the pages were made for everybody and what was checked, and never more than that (directive (EU) 2016/2102, article 7)."""
    facts = queries.accessibility_facts(request.organisation, now=now())
    context = {"facts": facts, "limits": _in_language(facts.given.limits), "written_on": WRITTEN_ON}
    return drawn_once(
        request,
        about=_about("accessibility", facts.policy),
        parts={},
        draw=lambda _parts: render(request, "public/accessibility.html", context),
    )


def _privacy(request: OpenRequest, facts: PrivacyFacts) -> HttpResponse:
    context = {
        "facts": facts,
        "unsaid": gettext("Not stated here yet. Ask us."),
        "details": _details(facts),
        "earlier": EARLIER.get(facts.earlier, ""),
        "other_ways": _listed(WAYS[way] for way in facts.other_ways if way in WAYS),
        "takes_calls": WayKind.PHONE in facts.other_ways,
        "basis": BASES[facts.given.basis] if facts.given.basis else "",
        "may_object": facts.given.basis in OBJECTED_TO,
        "outside_eea": _in_language(facts.given.outside_eea),
        "page_stays": length_in_words(facts.policy.terms.page_stays),
        "kept_for": _kept_for(facts),
        "complain": COMPLAIN[facts.authority],
        "authority_page": PAGES.get(facts.authority, ""),
        "language_days": REMEMBERED_SECONDS // DAY,
        "session_hours": int(SESSION_LIFE.total_seconds()) // HOUR,
        "form_hours": int(FORM_LIFE.total_seconds()) // HOUR,
        "mail_days": HOLD_BACK.days,
    }
    return render(request, "public/privacy.html", context)


def _details(facts: PrivacyFacts) -> str:
    if not facts.offered:
        return ""
    return f"{DETAILS[facts.offered]} {WANTED[facts.wanted] if facts.wanted else NOT_WANTED}"


def _kept_for(facts: PrivacyFacts) -> list[tuple[str, str]]:
    """Return what is kept and for how long, in words; without a length where the policy does not say."""
    kept = [
        (
            gettext("Your name and contact details"),
            facts.erasure,
            bool(facts.offered or (facts.earlier and facts.erasure)),
        ),
        (gettext("Files"), facts.files, True),
        (gettext("Everything else about your report"), facts.report, True),
    ]
    return [(what, length_in_words(span)) for what, span, told in kept if told]


def _in_language(text: Both | None) -> str:
    given = text.given() if text else {}
    return given.get(get_language() or "", "") or next(iter(given.values()), "")


def _listed(words: Iterable[object]) -> str:
    """Join words as one says them: a, b or c."""
    *first, last = [str(word) for word in words] or [""]
    return f"{', '.join(first)} {gettext('or')} {last}" if first else last


def _about(page: str, policy: Policy) -> tuple[str, int, int]:
    return page, policy.number, policy.row
