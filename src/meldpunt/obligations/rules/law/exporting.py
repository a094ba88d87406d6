"""A filled-in stage as a person submits it: plain text in one language, or JSON for a program. Nothing here is kept.

Every field of the form stands in it, those that are empty by name too, so that nobody submits half a form unaware.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.obligations.rules.law.catalogue import DOUBTS, LAWS, TO_BE_CHECKED
from meldpunt.obligations.rules.law.forms import lacking
from meldpunt.obligations.terms.law import ASKED, Duty, Field, FieldKind, Lack, Words
from meldpunt.policy.rules.reckoning import say
from meldpunt.policy.rules.reckoning.dates import full_date

_RECEIVED: Final = Words("ontvangen", "received")
_BEGAN: Final = Words("begonnen", "began")
_LINES: Final[Mapping[str, Words]] = {
    "law": Words("Wet: {law}, {article}", "Law: {law}, {article}"),
    "to": Words("Aan: {to}", "To: {to}"),
    "started": Words("Begonnen: {moment}", "Started: {moment}"),
    "due": Words("Uiterlijk: {moment}", "Due: {moment}"),
    "how": Words("Berekening: {how}", "Reckoning: {how}"),
    "no_end": Words("Uiterlijk: zonder onnodige vertraging", "Due: without undue delay"),
    "asked": Words("Uiterlijk: wanneer de autoriteit het vroeg", "Due: when the authority asked for it"),
    "version": Words("Tekst van {seen}, geldt vanaf {in_force}", "Text of {seen}, in force from {in_force}"),
    "check": Words("Nog te controleren: {doubts}", "To be checked: {doubts}"),
    "form_check": Words("vragen met een sterretje", "questions with an asterisk"),
    "empty": Words("(leeg)", "(empty)"),
    "open": Words("Nog nodig: {fields}", "Still needed: {fields}"),
    "wrong": Words("(klopt niet: {answer})", "(not right: {answer})"),
}


def as_text(duty: Duty, answers: Mapping[str, str], language: str, *, late: bool = False) -> str:
    """Return a stage with its answers as plain text in a language (`nl`, `en`); ends in one line break."""
    gaps = {each.field.id: each.lack for each in lacking(duty.stage, answers, late=late)}
    lines = [*_head(duty, language), ""]
    for field in duty.stage.fields:
        lines += [_label(field, language), *_answer(field, answers, gaps, language), ""]
    if gaps:
        names = ", ".join(field.label.of(language) for field in duty.stage.fields if field.id in gaps)
        lines.append(_say("open", language, fields=names))
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(duty: Duty, answers: Mapping[str, str], *, late: bool = False) -> str:
    """Return a stage with its answers as one JSON object: `empty` are the fields without an answer, `lacking` what is needed.

    Moments are ISO 8601 in UTC; `due` is null where the law names no end. `check` are what is still to be checked of the law.
    """
    stage = duty.stage
    filled = {field.id: answers.get(field.id, "").strip() for field in stage.fields}
    found = {
        "stage": stage.id,
        "law": stage.law.value,
        "article": stage.article,
        "in_force": stage.in_force.isoformat(),
        "text_of": stage.seen.isoformat(),
        "check": [*(doubt.value for doubt in stage.doubts), *(each.id for each in stage.fields if each.check)],
        "event": duty.event,
        "started": duty.started_at.isoformat(),
        "due": duty.due.isoformat() if duty.due else None,
        "fields": {field: answer or None for field, answer in filled.items()},
        "empty": [field for field, answer in filled.items() if not answer],
        "lacking": {each.field.id: each.lack.value for each in lacking(stage, answers, late=late)},
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def explain(duty: Duty, language: str, zone: str = "") -> str:
    """Return how the end of a duty was reckoned, on one line in a language, for a page of a time zone; "" where it was not counted."""
    if duty.reckoning is None:
        return ""
    words = say(duty.reckoning, language, zone)
    return words.replace(_RECEIVED.of(language), _BEGAN.of(language), 1)


def _head(duty: Duty, language: str) -> Iterator[str]:
    stage = duty.stage
    yield stage.title.of(language)
    yield _say("law", language, law=LAWS[stage.law].of(language), article=stage.article)
    yield _say("to", language, to=stage.to.of(language))
    if duty.reckoning is not None:
        clock = duty.reckoning.zone
        yield _say("how", language, how=explain(duty, language))
        yield _say(
            "due", language, moment=f"{duty.reckoning.due.astimezone(ZoneInfo(clock)):%Y-%m-%d %H:%M:%S} {clock}"
        )
    elif duty.due is not None:
        yield _say("due", language, moment=f"{duty.due:%Y-%m-%d %H:%M:%S} UTC")
    else:
        yield _say("started", language, moment=f"{duty.started_at:%Y-%m-%d %H:%M:%S} UTC")
        yield _say("asked" if stage.event in ASKED else "no_end", language)
    yield _say("version", language, seen=full_date(stage.seen, language), in_force=full_date(stage.in_force, language))
    if stage.check:
        doubts = [DOUBTS[doubt].of(language) for doubt in stage.doubts]
        doubts += [_say("form_check", language)] if any(each.check for each in stage.fields) else []
        yield _say("check", language, doubts=", ".join(doubts))


def _label(field: Field, language: str) -> str:
    star = f" * {TO_BE_CHECKED.of(language)}" if field.check else ""
    article = f" ({field.article})" if field.article else ""
    return f"{field.label.of(language)}{article}{star}:"


def _answer(field: Field, answers: Mapping[str, str], gaps: Mapping[str, Lack], language: str) -> Iterator[str]:
    """Yield the lines of an answer, set in, so that no line of it can pass for a question of the form."""
    answer = answers.get(field.id, "").strip()
    if not answer:
        yield f"  {_say('empty', language)}"
        return
    if field.kind is FieldKind.CHOICE and field.id not in gaps:
        answer = next(each.label.of(language) for each in field.choices if each.id == answer)
    elif field.id in gaps:
        answer = _say("wrong", language, answer=answer)
    for line in answer.splitlines():
        yield f"  {''.join(sign for sign in line if sign.isprintable() or sign == chr(9))}".rstrip()


def _say(line: str, language: str, **values: str) -> str:
    return _LINES[line].of(language).format(**values)
