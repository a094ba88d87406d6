"""Clauses taken from the catalogue: in the right list, and none against another or against a setting."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from meldpunt.policy.rules.catalogue import CATALOGUE, LEGAL_DUTIES, MISUSE
from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import ClauseKind, Initiative, KeyOffer, Language, PolicyText, Topic

LIST_OF: Final[Mapping[ClauseKind, str]] = {
    ClauseKind.ASK: "ask",
    ClauseKind.RULE: "rules",
    ClauseKind.PLEDGE: "pledges",
    ClauseKind.INFORMATION: "information",
}
AGAINST: Final = (
    ("erase_after_telling", "erase_after_fix"),
    ("erase_after_telling", "erase_within"),
    ("erase_after_fix", "erase_within"),
    ("kept_informed", "informed_unless_forbidden"),
    ("send_encrypted", "ask_for_key"),
    ("no_heavy_scanning", "scan_at_most"),
)
"""Clauses that say different things about one matter."""

FITS: Final[Mapping[str, tuple[Callable[[PolicyText], bool], str]]] = {
    "ask_for_key": (lambda policy: policy.key.offer is KeyOffer.ON_REQUEST, 'key.offer = "on_request"'),
    "send_encrypted": (lambda policy: policy.key.offer is KeyOffer.PUBLISHED, 'key.offer = "published"'),
    "abuse_welcome": (lambda policy: Topic.ABUSE in policy.finder.topics, '"abuse" in finder.topics'),
    "breach_welcome": (lambda policy: Topic.LEAK in policy.finder.topics, '"leak" in finder.topics'),
    "send_contact": (lambda policy: bool(policy.finder.contact), "finder.contact"),
    "write_dutch_or_english": (
        lambda policy: set(policy.organisation.languages) == set(Language),
        'organisation.languages = ["nl", "en"]',
    ),
    "no_own_publicity": (
        lambda policy: policy.publication.initiative is not Initiative.FINDER_AFTER_FIX,
        'publication.initiative = "together"',
    ),
    "told_when_solved": (lambda policy: policy.promises.solved is None, "no [promises.solved], which says it already"),
}
"""Clauses that are only true beside a setting."""


def each_in_its_list(policy: PolicyText) -> Iterator[Complaint]:
    """Every clause stands in the list of its kind; those that follow from settings in none."""
    for path, name in _taken(policy):
        kind = CATALOGUE[name].kind
        if kind not in LIST_OF:
            yield Complaint(
                path,
                _("The clause %(clause)s follows from the settings by itself."),
                _("Take it out of this list."),
                {"clause": name},
            )
        elif LIST_OF[kind] != path[1]:
            yield Complaint(
                path,
                _("The clause %(clause)s does not belong in this list."),
                _("Move it to clauses.%(list)s."),
                {"clause": name, "list": LIST_OF[kind]},
            )


def none_against_another(policy: PolicyText) -> Iterator[Complaint]:
    """No two clauses contradict each other, and none is taken twice with different values."""
    places: dict[str, Path] = {}
    for path, name in _taken(policy):
        if name in places:
            yield Complaint(
                path, _("The clause %(clause)s is taken twice."), _("Take one of them out."), {"clause": name}
            )
        places[name] = path
    for one, other in AGAINST:
        if one in places and other in places:
            yield Complaint(
                max(places[one], places[other], key=str),
                _("The clauses %(one)s and %(other)s contradict each other."),
                _("Take one of them out."),
                {"one": one, "other": other},
            )


def clauses_fit_settings(policy: PolicyText) -> Iterator[Complaint]:
    """No clause says what the settings deny."""
    for path, name in _taken(policy):
        fits, setting = FITS.get(name, (None, ""))
        if fits is not None and not fits(policy):
            yield Complaint(
                path,
                _("The clause %(clause)s is not true with these settings."),
                _("It needs %(setting)s; or take the clause out."),
                {"clause": name, "setting": setting},
            )


def misuse_is_defined(policy: PolicyText) -> Iterator[Complaint]:
    """Misuse is defined with the clauses made for it."""
    for number, name in enumerate(policy.safe_harbour.misuse):
        if name not in MISUSE:
            yield Complaint(
                ("safe_harbour", "misuse", number),
                _("The clause %(clause)s does not define misuse."),
                _("Choose from: %(known)s."),
                {"clause": name, "known": ", ".join(sorted(MISUSE))},
            )


def duties_are_whole(policy: PolicyText) -> Iterator[Complaint]:
    """Hold every duty by law to the catalogue, with its time where it has one."""
    for number, law in enumerate(policy.law):
        if law.clause not in LEGAL_DUTIES:
            yield Complaint(
                ("law", number, "clause"),
                _("The clause %(clause)s is no duty by law."),
                _("Choose from: %(known)s."),
                {"clause": law.clause, "known": ", ".join(sorted(LEGAL_DUTIES))},
            )
        elif ("amount" in CATALOGUE[law.clause].parameters) != (law.within is not None):
            yield Complaint(
                ("law", number),
                _("The time of the clause %(clause)s is missing, or it has none."),
                _('Add within = "24 hours", or take within out.'),
                {"clause": law.clause},
            )


def publication_waits_for_the_authority(policy: PolicyText) -> Iterator[Complaint]:
    """Where nothing is published before an authority agreed, nobody may publish by themselves, and no day is promised."""
    if not any(law.clause == "publication_needs_authority" for law in policy.law):
        return
    if policy.publication.initiative is Initiative.FINDER_AFTER_FIX:
        yield Complaint(
            ("publication", "initiative"),
            _("The finder may publish when it is solved, but a [[law]] says that an authority has to agree first."),
            _('Write initiative = "together", or take publication_needs_authority out.'),
        )
    if policy.promises.publication is not None:
        yield Complaint(
            ("promises", "publication"),
            _("A day of publication is promised, but a [[law]] says that an authority has to agree first."),
            _("Take [promises.publication] out, or take publication_needs_authority out."),
        )


def _taken(policy: PolicyText) -> Iterator[tuple[Path, str]]:
    for name in LIST_OF.values():
        for number, chosen in enumerate(getattr(policy.clauses, name)):
            yield ("clauses", name, number), chosen.clause
