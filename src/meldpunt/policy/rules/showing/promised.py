"""What a policy promises, as clauses: who a finder may be, clocks, legal steps, publication, law, retention."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from meldpunt.policy.rules.showing.filling import shown, shown_span
from meldpunt.policy.rules.showing.words import LANGUAGES
from meldpunt.policy.terms import (
    AnswerPart,
    ClosedEnd,
    Credit,
    HarbourKind,
    IdentityMode,
    Initiative,
    KeyOffer,
    Law,
    Need,
    Outside,
    PolicyText,
    Section,
    ShownClause,
    Undertaking,
)

_ORIGIN: Final = {
    "nl": ("bron", "bijgewerkt tot", "nog te controleren"),
    "en": ("source", "as of", "still to be checked"),
}
KINDS: Final = ("receipt", "first_answer", "silence", "solved", "fix", "publication")
_PARTS: Final = {AnswerPart.ASSESSMENT: "answer_has_assessment", AnswerPart.FIX_DATE: "answer_has_fix_date"}
_INITIATIVES: Final = {
    Initiative.TOGETHER: "publication_together",
    Initiative.ORGANISATION: "publication_by_us",
    Initiative.FINDER_AFTER_FIX: "publication_after_fix",
}
_HARBOURS: Final = {HarbourKind.NO_STEPS: "no_legal_steps", HarbourKind.RESTRAINT: "legal_restraint"}


def identity(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield who a finder may be, and how they are reached."""
    if IdentityMode.ANONYMOUS in policy.finder.identity:
        yield shown("may_be_anonymous", Section.IDENTITY)
    if IdentityMode.PSEUDONYM in policy.finder.identity:
        yield shown("may_use_pseudonym", Section.IDENTITY)
    if policy.finder.contact:
        required = policy.finder.contact_is is Need.REQUIRED
        yield shown("contact_required" if required else "contact_optional", Section.IDENTITY)


def key(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield how a finder comes by the key."""
    if policy.key.offer is KeyOffer.PUBLISHED:
        yield shown("key_published", Section.WAYS_IN)
    if policy.key.offer is KeyOffer.ON_REQUEST:
        yield shown("key_on_request", Section.WAYS_IN)


def promises(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield every promise with a clock, and what the first answer holds."""
    for kind in KINDS:
        undertaking: Undertaking | None = getattr(policy.promises, kind)
        if undertaking is None:
            continue
        yield shown_span(kind, Section.PROMISES, undertaking.within)
        for part in undertaking.says:
            yield shown(_PARTS[part], Section.PROMISES)
        if undertaking.pauses:
            yield shown("pauses", Section.PROMISES, name=f"pauses.{kind}")
    if policy.key.within is not None:
        yield shown_span("key", Section.PROMISES, policy.key.within)
    yield from _counting(policy)


def _counting(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield how the time of the promises is counted."""
    yield shown("days_counted", Section.PROMISES)
    if policy.counting.outside_office_hours is Outside.NEXT_OPENING:
        yield shown("counts_from_opening", Section.PROMISES, hours=policy.counting.office_hours or "")
    if policy.counting.closed_last_day is ClosedEnd.NEXT_WORKING_DAY:
        yield shown("moves_to_working_day", Section.PROMISES)


def safe_harbour(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield what is said about legal steps, for whom it holds, and what leads to the police."""
    clause = _HARBOURS.get(policy.safe_harbour.kind)
    if clause is not None:
        yield shown(clause, Section.SAFE_HARBOUR)
        yield shown("binds_us_only", Section.SAFE_HARBOUR)
    if policy.safe_harbour.misuse:
        yield shown("misuse_goes_to_police", Section.SAFE_HARBOUR)
    for misuse in policy.safe_harbour.misuse:
        yield shown(misuse, Section.SAFE_HARBOUR)


def publication(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the standing proposal for an embargo, who starts, and credit."""
    if policy.publication.embargo is not None:
        yield shown_span("embargo", Section.PUBLICATION, policy.publication.embargo)
    yield shown(_INITIATIVES[policy.publication.initiative], Section.PUBLICATION)
    if policy.publication.want_to_be_involved:
        yield shown("want_to_be_involved", Section.PUBLICATION)
    if policy.credit.in_news:
        yield shown("credit_with_consent", Section.PUBLICATION)
    if policy.credit.hall_of_fame:
        yield _thanks(policy.credit)


def _thanks(credit: Credit) -> ShownClause:
    """Say that there is a page of thanks, and where the organisation has one of its own."""
    clause = shown("hall_of_fame", Section.PUBLICATION)
    if credit.page is None:
        return clause
    texts = {language: f"{text.removesuffix('.')}: {credit.page}." for language, text in clause.texts.items()}
    return replace(clause, texts=texts)


def law(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield the duties by law, each with its source; `check` is said too."""
    for duty in policy.law:
        name, authority = f"law.{duty.clause}", _every_language(duty.authority.given())
        if duty.within is None:
            clause = shown(duty.clause, Section.LAW, authority=authority, name=name)
        else:
            clause = shown_span(duty.clause, Section.LAW, duty.within, authority=authority, name=name)
        texts = {language: f"{text} {_origin(duty, language)}" for language, text in clause.texts.items()}
        yield ShownClause(name, Section.LAW, texts, clause.kept_by_people)


def _origin(duty: Law, language: str) -> str:
    """Say where a duty comes from, as it stood when, and whether somebody has still to read that."""
    source, state, check = _ORIGIN[language]
    return f"({source}: {duty.source}; {state} {duty.version}{f'; {check}' if duty.check else ''})"


def retention(policy: PolicyText) -> Iterator[ShownClause]:
    """Yield how long each kind of data stays."""
    kept = policy.retention
    for clause, span in (
        ("erasure", kept.identity),
        ("page_stays", kept.finder_page),
        ("files_erased", kept.files),
        ("report_erased", kept.report),
    ):
        yield shown_span(clause, Section.RETENTION, span)


def _every_language(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return a text for every language: where one is missing, another stands in."""
    return {language: texts.get(language) or next(iter(texts.values()), "") for language in LANGUAGES}
