"""What a form of a stage still lacks, and how its answers are read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from meldpunt.obligations.terms.law import Field, FieldKind, Gap, Lack, Need, Stage

LONGEST_NUMBER = 12


def lacking(stage: Stage, answers: Mapping[str, str], *, late: bool = False) -> tuple[Gap, ...]:
    """Return the fields that keep a form from being complete, in its order; `late` where the end of the stage has passed.

    `answers` are what a person filled in, by field; what the form does not ask is not looked at.
    """
    return tuple(_gaps(stage, answers, late=late))


def _gaps(stage: Stage, answers: Mapping[str, str], *, late: bool) -> Iterator[Gap]:
    for field in stage.fields:
        answer = answers.get(field.id, "").strip()
        lack = _lack(field, answer) if answer else _empty(field, late=late)
        if lack is not None:
            yield Gap(field, lack)


def _empty(field: Field, *, late: bool) -> Lack | None:
    needed = field.need is Need.ALWAYS or (field.need is Need.IF_LATE and late)
    return Lack.EMPTY if needed else None


def _lack(field: Field, answer: str) -> Lack | None:
    """Return what is wrong with an answer."""
    match field.kind:
        case FieldKind.NUMBER:
            return None if answer.isascii() and answer.isdigit() and len(answer) <= LONGEST_NUMBER else Lack.NO_NUMBER
        case FieldKind.DATE:
            return None if _is_date(answer) else Lack.NO_DATE
        case FieldKind.MOMENT:
            return None if _is_moment(answer) else Lack.NO_MOMENT
        case FieldKind.CHOICE:
            return None if answer in {each.id for each in field.choices} else Lack.NO_CHOICE
        case FieldKind.TEXT:
            return None


def _is_date(answer: str) -> bool:
    try:
        return date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False


def _is_moment(answer: str) -> bool:
    try:
        return datetime.fromisoformat(answer).tzinfo is not None
    except ValueError:
        return False
