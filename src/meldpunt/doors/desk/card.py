"""The card for the front desk: what to say, note and pass on when somebody calls about a leak. One page of A4, made to print.

It names the people behind the policy, so it is for members; whoever prints it decides where it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language_info, override

from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.look.lengths import length_in_words
from meldpunt.people.queries import faces_of
from meldpunt.people.terms import Deed, OrganisationFacts
from meldpunt.policy.queries import card_facts, offered_key
from meldpunt.policy.rules.showing.words import MATTERS
from meldpunt.policy.rules.statements import numberless
from meldpunt.policy.rules.ways_in import takes_form
from meldpunt.policy.terms import CardFacts, IdentityMode, Person, WayKind

NOT_READ_OUT = frozenset({WayKind.FORM, WayKind.PHONE})
"""The form has its own line, and who calls needs no number to call."""


@dataclass(frozen=True)
class Choice:
    """Another card: for a brand, or in another language."""

    name: str
    address: str
    current: bool


@desk_page(Deed.READ_CARD)
def card(request: DeskRequest) -> HttpResponse:
    """Show the card of the organisation or of a brand, in one of its languages."""
    organisation, now = request.visitor.organisation, timezone.now()
    faces = faces_of(organisation.id)
    brand = _asked(request, "brand", [face.brand for face in faces])
    language = _asked(request, "language", [request.visitor.language, *organisation.languages])
    if language not in organisation.languages:
        language = organisation.language
    facts = card_facts(organisation.id, brand=brand, now=now)
    with override(language):
        context = {
            "facts": facts,
            "language": language,
            "made_at": now,
            "answer_within": length_in_words(facts.answer),
            "may_stay_anonymous": IdentityMode.ANONYMOUS in facts.policy.terms.identity_modes,
            "asks_silence": any(clause.id == "tell_only_us" for clause in facts.policy.terms.clauses),
            "takes_form": takes_form(facts.policy.terms),
            "ways": [way for way in facts.ways if way.kind not in NOT_READ_OUT],
            "chain": list(_chain(facts)),
            "elsewhere": list(_elsewhere(facts, language)),
        }
    context["numberless"] = numberless(facts.people) if facts.people else ()
    context["key"] = offered_key(organisation.id, now=now)
    context["brands"] = _brands(faces, brand, language)
    context["languages"] = _languages(organisation, brand, language)
    return show(request, "card", context)


def _chain(facts: CardFacts) -> Iterator[Person]:
    """Yield who is told, in order: the technical contact, then the stand-in."""
    if facts.people is not None:
        yield facts.people.technical_contact
        yield facts.people.stand_in


def _elsewhere(facts: CardFacts, language: str) -> Iterator[tuple[str, str]]:
    """Yield what callers are sent elsewhere with, and where: by telephone if they can, for they are calling."""
    for channel in facts.elsewhere:
        about = ", ".join(MATTERS[matter][language] for matter in channel.about)
        yield about, channel.phone or channel.mail or channel.page or ""


def _brands(faces: list[OrganisationFacts], brand: str, language: str) -> list[Choice]:
    return [Choice(face.name, _address(face.brand, language), face.brand == brand) for face in faces]


def _languages(organisation: OrganisationFacts, brand: str, language: str) -> list[Choice]:
    return [
        Choice(get_language_info(code)["name_local"].capitalize(), _address(brand, code), code == language)
        for code in organisation.languages
    ]


def _address(brand: str, language: str) -> str:
    return f"{reverse('desk:card')}?{urlencode({'brand': brand, 'language': language})}"


def _asked(request: DeskRequest, name: str, known: list[str]) -> str:
    """Return what the address asks for, if there is such a thing; else the first there is."""
    asked = request.GET.get(name, "")
    return asked if asked in known else known[0]
