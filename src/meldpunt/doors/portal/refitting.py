"""What was typed in a form, fitted to a policy that came into force meanwhile: what that does not ask any more is set apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look.texts import Words
from meldpunt.doors.portal import person, words
from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms

QUESTIONS: Final = {"topic": _("What is it about?"), "who": _("Who are you?"), "reach": _("How may we reach you?")}
ANSWERS: Final[Mapping[str, Words]] = {
    str(answer): text
    for answers in (words.TOPICS, words.IDENTITIES, words.CONTACTS)
    for answer, text in answers.items()
}


@dataclass(frozen=True)
class Left:
    """A question that a finder answered, and an answer that does not go with the report."""

    question: Words
    answer: str = field(repr=False)


def refitted(typed: Mapping[str, str], terms: PolicyTerms) -> tuple[dict[str, str], list[Left]]:
    """Return what stays in the form under these terms, without the tick, and what is set apart."""
    chosen, unchosen = _choices(typed, terms)
    written, unwritten = _texts(typed, terms)
    return {**typed, **chosen, **written, "agree": ""}, [*unchosen, *unwritten]


def _choices(typed: Mapping[str, str], terms: PolicyTerms) -> tuple[dict[str, str], list[Left]]:
    """Choose what a new form begins with where the choice that was made is not offered any more."""
    chosen, left = {}, []
    for name, offered, first in (
        ("topic", terms.topics, terms.topics[0]),
        ("who", terms.identity_modes, IdentityMode.ANONYMOUS),
        ("reach", terms.contact_modes, ContactMode.NONE),
    ):
        answer = typed.get(name, "")
        if answer in ANSWERS and answer not in offered:
            left.append(Left(QUESTIONS[name], str(ANSWERS[answer])))
            chosen[name] = str(first) if first in offered else ""
    return chosen, left


def _texts(typed: Mapping[str, str], terms: PolicyTerms) -> tuple[dict[str, str], list[Left]]:
    """Take out a name or an address that could only be given in a way that is not offered any more."""
    written, left = {}, []
    name, contact = typed.get("name", ""), typed.get("contact", "")
    named = {typed.get("who", "")} & person.NAMED or person.NAMED
    reached = {typed.get("reach", "")} & person.REACHED or {ContactMode.EMAIL if "@" in contact else ContactMode.PHONE}
    if name.strip() and not named & set(terms.identity_modes):
        left.append(Left(_("Name or pseudonym"), name))
        written["name"] = ""
    if contact.strip() and not reached & set(terms.contact_modes):
        left.append(Left(_("E-mail address or phone number"), contact))
        written |= {"contact": "", "notices": ""}
    return written, left
