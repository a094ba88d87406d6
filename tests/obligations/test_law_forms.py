"""What a form lacks, and what a person submits."""

import json

import pytest

from meldpunt.obligations.rules.law import FACTS, LAWS, STAGES, as_json, as_text, explain, lacking
from meldpunt.obligations.terms.law import Duty, FactKind, Field, FieldKind, Lack, Law, Need, Stage, Words
from tests.obligations.laws import fact, stage, started

FILLED = {
    FieldKind.TEXT: "Zeven klanten",
    FieldKind.NUMBER: "7",
    FieldKind.DATE: "2026-11-20",
    FieldKind.MOMENT: "2026-11-20T16:40+01:00",
}
BAD = {"people_number": "ongeveer 7", "aware_at": "2026-11-20T16:40"}


def answers(of: Stage, need: Need | None = None) -> dict[str, str]:
    """Fill in every field of a form, or those of one need."""
    return {
        each.id: each.choices[0].id if each.choices else FILLED[each.kind]
        for each in of.fields
        if need in {None, each.need}
    }


def breach() -> Duty:
    """Start the 72 hours of the GDPR."""
    return started(fact(FactKind.BREACH, 2026, 11, 20, 16, 40), laws=(Law.GDPR,))["gdpr-notification"]


@pytest.mark.parametrize("name", sorted({each.id for each in STAGES}))
def test_what_is_compulsory_makes_a_form_complete(name: str) -> None:
    assert lacking(stage(name), answers(stage(name), Need.ALWAYS)) == ()


@pytest.mark.parametrize("name", sorted({each.id for each in STAGES}))
def test_an_empty_form_lacks_what_is_compulsory(name: str) -> None:
    compulsory = [each.id for each in stage(name).fields if each.need is Need.ALWAYS]
    assert [gap.field.id for gap in lacking(stage(name), {})] == compulsory


def test_spaces_are_no_answer() -> None:
    filled = {**answers(breach().stage), "consequences": " \n\t "}
    assert [(gap.field.id, gap.lack) for gap in lacking(breach().stage, filled)] == [("consequences", Lack.EMPTY)]


def test_reasons_are_asked_of_who_is_late() -> None:
    filled = answers(breach().stage, Need.ALWAYS)
    assert [gap.field.id for gap in lacking(breach().stage, filled, late=True)] == ["delay_reasons"]


@pytest.mark.parametrize(
    ("kind", "answer", "lack"),
    [
        (FieldKind.NUMBER, "0", None),
        (FieldKind.NUMBER, "-1", Lack.NO_NUMBER),
        (FieldKind.NUMBER, "7 of 8", Lack.NO_NUMBER),
        (FieldKind.NUMBER, "٣", Lack.NO_NUMBER),
        (FieldKind.NUMBER, "9" * 5000, Lack.NO_NUMBER),
        (FieldKind.DATE, "2026-02-28", None),
        (FieldKind.DATE, "2026-02-29", Lack.NO_DATE),
        (FieldKind.DATE, "20260228", Lack.NO_DATE),
        (FieldKind.MOMENT, "2026-02-28T09:00+01:00", None),
        (FieldKind.MOMENT, "2026-02-28T09:00", Lack.NO_MOMENT),
        (FieldKind.MOMENT, "gisteren", Lack.NO_MOMENT),
        (FieldKind.CHOICE, "yes", Lack.NO_CHOICE),
        (FieldKind.TEXT, "x" * 100_000, None),
    ],
)
def test_answers_are_held_against_their_kind(kind: FieldKind, answer: str, lack: Lack | None) -> None:
    field = Field("one", Words("een", "one"), Words("", ""), kind)
    form = Stage(**{**vars(breach().stage), "fields": (field,)})
    assert [gap.lack for gap in lacking(form, {"one": answer})] == ([lack] if lack else [])


def test_the_json_names_what_is_empty_and_what_is_wrong() -> None:
    told = json.loads(as_json(breach(), {**answers(breach().stage, Need.ALWAYS), **BAD}))
    assert (told["empty"], told["lacking"]) == (
        ["people_kinds", "record_kinds", "record_number", "delay_reasons"],
        {"aware_at": "no_moment", "people_number": "no_number"},
    )


def test_the_json_holds_every_field_and_nothing_else() -> None:
    told = json.loads(as_json(breach(), {"consequences": "Geen", "token": "not of this form"}))
    asked = dict.fromkeys(each.id for each in breach().stage.fields)
    assert told["fields"] == {**asked, "consequences": "Geen"}


def test_the_json_tells_the_end() -> None:
    told = json.loads(as_json(breach(), {}))
    assert (told["stage"], told["due"]) == ("gdpr-notification", "2026-11-23T15:40:00+00:00")


def test_the_text_begins_with_law_and_end() -> None:
    assert as_text(breach(), {}, "en").splitlines()[:5] == [
        "Notify the authority of the breach",
        "Law: GDPR, Regulation (EU) 2016/679, art. 33(1)",
        "To: the data protection authority (Netherlands: Autoriteit Persoonsgegevens; Belgium: Data Protection Authority)",
        "Reckoning: began Friday 16:40 · 72 hours, day and night · due Monday 16:40",
        "Due: 2026-11-23 16:40:00 Europe/Amsterdam",
    ]


def test_how_an_end_came_about_is_told() -> None:
    assert explain(breach(), "nl") == "begonnen vrijdag 16:40 · 72 uur, dag en nacht · uiterlijk maandag 16:40"


def test_an_end_of_before_a_move_names_its_zone() -> None:
    assert explain(breach(), "nl", "Asia/Tokyo") == f"tijdzone Europe/Amsterdam · {explain(breach(), 'nl')}"


def test_what_has_no_fixed_end_has_nothing_to_explain() -> None:
    assert explain(Duty(stage("gdpr-people"), 1, breach().started_at, None, None, None), "en") == ""


def test_the_text_is_there_in_dutch() -> None:
    told = as_text(breach(), {"consequences": "Misbruik van het wachtwoord"}, "nl")
    assert (
        "\nGevolgen (art. 33(3)(c)):\n  Misbruik van het wachtwoord\n\nMaatregelen (art. 33(3)(d)):\n  (leeg)\n" in told
    )


def test_an_answer_cannot_pass_for_another_question() -> None:
    hostile = "Niets\u2028Wie weet het (art. 99):\r\n\x1b[2JJa\u202e"
    told = as_text(breach(), {"consequences": hostile}, "nl")
    assert "\n  Niets\n  Wie weet het (art. 99):\n  [2JJa\n" in told


def test_a_placeholder_in_an_answer_stays_as_it_is() -> None:
    assert "(not right: {moment} {0})" in as_text(breach(), {"aware_at": "{moment} {0}"}, "en")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("each", STAGES, ids=lambda stage: stage.id)
def test_every_stage_can_be_exported_complete(each: Stage, language: str) -> None:
    duty = Duty(each, 1, breach().started_at, None, None, None)
    assert "(leeg)" not in as_text(duty, answers(each), language).replace("(empty)", "(leeg)")


def test_laws_and_facts_have_names() -> None:
    assert (set(LAWS), set(FACTS)) == (set(Law), set(FactKind))


def test_every_text_is_there_in_both_languages() -> None:
    fields = {field for each in STAGES for field in each.fields}
    texts = [
        *(words for field in fields for words in (field.label, field.help, *(one.label for one in field.choices))),
        *(words for each in STAGES for words in (each.title, each.to)),
        *LAWS.values(),
        *FACTS.values(),
    ]
    assert [words for words in texts if not words.nl.strip() or not words.en.strip()] == []


def test_a_question_without_an_article_is_to_be_checked() -> None:
    assert [field.id for each in STAGES for field in each.fields if not field.article and not field.check] == []


def test_a_form_asks_nothing_twice() -> None:
    twice = [each.id for each in STAGES if len({field.id for field in each.fields}) < len(each.fields)]
    assert twice == []
