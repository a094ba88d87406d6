"""A policy filled in by fields: what was not changed stays as it was, to the sign; what was changed changes its own lines only."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.policy.rules.editing.entries import Entry, Shape
from meldpunt.policy.rules.editing.filling import fill, open_part, part_called
from meldpunt.policy.rules.editing.gathering import changes_of
from meldpunt.policy.rules.editing.labels import LABELS
from meldpunt.policy.rules.editing.options import WORDS, choices_of
from meldpunt.policy.rules.editing.sections import PARTS, Part
from meldpunt.policy.rules.file.building import hints
from meldpunt.policy.rules.file.positions import lines_of
from meldpunt.policy.rules.file.source import parse
from meldpunt.policy.rules.file.words import Path
from meldpunt.policy.rules.reading import problems
from meldpunt.policy.terms import ContactMode, PolicyRefused, PolicyText
from tests.factories.policy_texts import EXAMPLES, SMALL, TODAY, files_beside

FILES = sorted(EXAMPLES.rglob("*.toml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in FILES}
NOTED = """\
format = 1 # the first one
second_eyes = false

# who we are
[organisation]
name = "Haven"   # as on the door
languages = [
  "nl", # first
  "en",
]

[contact]
mail = "a@haven.example"

# the way we like
[[way_in]]
kind = "mail"
address = "a@haven.example"

# the other one
[[way_in]]
kind = "form"

# what we ask
[clauses]
rules = [ # few
  "tell_only_us", # above all
  "erase_within:  3 days",
]

# when they hear from us
[promises.first_answer]
within = "1 days"
"""


def part(name: str) -> Part:
    found = part_called(name)
    assert found is not None
    return found


def filled(text: str, name: str, **typed: str) -> str:
    """Fill in boxes of a section; in their names `__` stands for a dot."""
    asked = {box.replace("__", "."): value for box, value in typed.items()}
    opened = open_part(text, part(name))
    asked = dict(opened.boxes) | asked
    return fill(text, open_part(text, part(name), asked), asked)


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came."""
    old, new = before.split("\n"), after.split("\n")
    steps = [step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    return [line for _, a, b, _, _ in steps for line in old[a:b]], [line for *_, c, d in steps for line in new[c:d]]


@pytest.mark.parametrize("name", TEXTS)
def test_every_section_saved_unchanged_leaves_every_sign(name: str) -> None:
    text = TEXTS[name]
    assert [fill(text, opened := open_part(text, each), opened.boxes) == text for each in PARTS] == [True] * len(PARTS)


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_browser_does_to_texts_is_no_change(name: str) -> None:
    """It sends other ends of lines, and empty boxes for what is not there."""
    text = TEXTS[name]
    for each in PARTS:
        opened = open_part(text, each)
        boxes = {box: value.replace("\n", "\r\n") for box, value in opened.boxes.items()}
        empty = {entry.name: "" for entry in _leaves(opened.form.entries) if entry.shape in {Shape.LINE, Shape.PROSE}}
        assert fill(text, opened, empty | boxes) == text


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_one_value_changes_its_own_lines(data: st.DataObject) -> None:
    """Whatever is typed, ticked or emptied: all else that the file says stays, and so do its lines."""
    text = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))]
    opened = open_part(text, data.draw(st.sampled_from(PARTS)))
    entry = data.draw(st.sampled_from(_leaves(opened.form.entries)))
    boxes = dict(opened.boxes)
    box = data.draw(st.sampled_from(sorted(_boxes(entry, boxes))))
    boxes[box] = data.draw(
        st.sampled_from(["", "yes", "7", "days", "2027-01-01", 'Is "this" \\ it?', "one\ntwo", "nl", "@"])
    )
    after = fill(text, opened, boxes)
    paths = [change.path for change in changes_of(opened.form.entries, opened.raw, boxes)]
    path: Path = paths[0] if paths else ()
    assert len(paths) <= 1
    gone, _came = lines_changed(text, after)
    assert (path == ()) == (after == text)
    assert _without(parse(text), path) == _without(parse(after), path)
    assert set(gone) <= set(_lines_at(text, path)) if path else gone == []


def test_a_value_keeps_the_comment_beside_it() -> None:
    after = filled(NOTED, "organisation", organisation__name='De "Haven"')
    assert lines_changed(NOTED, after) == (
        ['name = "Haven"   # as on the door'],
        ['name = "De \\"Haven\\""   # as on the door'],
    )


def test_an_item_of_a_list_keeps_the_comments_of_the_others() -> None:
    after = filled(NOTED, "rules", clauses__rules__no_spam="yes", clauses__rules__tell_only_us="")
    assert lines_changed(NOTED, after) == (['  "tell_only_us", # above all'], ['  "no_spam",'])


def test_a_clause_is_written_as_before_until_its_value_changes() -> None:
    after = filled(NOTED, "rules", clauses__rules__erase_within__unit="weeks")
    assert lines_changed(NOTED, after) == (['  "erase_within:  3 days",'], ['  "erase_within: 3 weeks",'])


def test_a_row_is_added_after_the_others_and_above_the_next_comment() -> None:
    after = filled(NOTED, "ways-in", way_in__2__kind="phone", way_in__2__address="+31 20 000 00 01")
    assert lines_changed(NOTED, after) == ([], ["[[way_in]]", 'kind = "phone"', 'address = "+31 20 000 00 01"', ""])


def test_the_first_row_goes_and_the_comments_above_it_and_the_next_one_stay() -> None:
    after = filled(NOTED, "ways-in", way_in__0__gone="yes")
    assert lines_changed(NOTED, after) == (
        ["[[way_in]]", 'kind = "mail"', 'address = "a@haven.example"'],
        [],
    )


def test_a_table_is_made_beside_its_own_and_goes_when_it_says_nothing() -> None:
    made = filled(
        NOTED, "promises", promises__solved__within__amount="5", promises__solved__within__unit="working_days"
    )
    assert lines_changed(NOTED, made) == ([], ["[promises.solved]", 'within = "5 working days"', ""])
    assert filled(made, "promises", promises__solved__within__amount="") == NOTED


def test_rewards_begin_where_the_format_has_them() -> None:
    after = filled(NOTED, "reward", reward__step__0__severity="low", reward__step__0__gift__en="a mug")
    assert parse(after)["reward"] == {"step": [{"severity": "low", "gift": {"en": "a mug"}}]}
    assert filled(after, "reward", reward__step__0__gone="yes") == NOTED


def test_a_table_in_which_something_was_typed_stays_though_more_must_be_said() -> None:
    """What is missing is asked for; what was typed is not thrown away."""
    first = filled(NOTED, "people", people__second_pair_of_eyes__phone="+31 88 111")
    again = filled(first, "people", people__second_pair_of_eyes__phone="+31 88 222")
    gone = filled(again, "people", people__second_pair_of_eyes__phone="")
    assert ('phone = "+31 88 222"' in again, gone) == (True, NOTED)


def test_a_table_that_is_there_by_its_rows_gets_a_header() -> None:
    text = filled(NOTED, "reward", reward__step__0__severity="low", reward__step__0__least="1")
    after = filled(text, "reward", reward__currency="USD")
    assert lines_changed(text, after) == ([], ["[reward]", 'currency = "USD"', ""])


def test_what_is_no_such_thing_is_kept_for_the_check_to_tell() -> None:
    after = filled(
        NOTED, "promises", promises__first_answer__within__amount="soon", promises__first_answer__within__unit=""
    )
    assert parse(after)["promises"] == {"first_answer": {"within": "soon"}}
    assert open_part(after, part("promises")).boxes["promises.first_answer.within.amount"] == "soon"


def test_a_value_of_another_kind_has_no_field_and_stays() -> None:
    text = NOTED.replace('name = "Haven" ', "name = [1] ")
    opened = open_part(text, part("organisation"))
    assert (
        opened.form.left,
        fill(text, opened, {**opened.boxes, "organisation.country": "BE"}).count("name = [1]"),
    ) == (
        ("organisation.name",),
        1,
    )


def test_rows_that_stand_apart_are_brought_together_with_the_first_change() -> None:
    """Only blocks move, and only then."""
    text = '[[way_in]]\nkind = "form"\n\n[contact]\nmail = "a@haven.example"\n\n# by hand\n[[way_in]]\nkind = "phone"\n'
    assert filled(text, "ways-in") == text
    assert filled(text, "organisation", contact__mail="b@haven.example") == (
        '[[way_in]]\nkind = "form"\n\n# by hand\n[[way_in]]\nkind = "phone"\n\n[contact]\nmail = "b@haven.example"\n'
    )


def test_a_text_that_is_no_toml_has_no_fields() -> None:
    with pytest.raises(PolicyRefused) as refused:
        open_part("format = \n", part("rules"))
    assert refused.value.problems[0].line == 1


def test_a_form_of_nobody_adds_no_more_rows_than_a_list_may_have() -> None:
    typed = {f"way_in.{number}.kind": "form" for number in (3, 999, 10**9)}
    assert len(open_part(SMALL, part("ways-in"), typed).form.entries[0].inside) == 180


def test_what_was_emptied_is_filled_in_again() -> None:
    text = TEXTS["clinic"]
    emptied = filled(text, "people", people__stand_in__name="", people__stand_in__mail="")
    assert problems(emptied.encode(), today=TODAY, files=files_beside(FILES[0])) != ()
    again = filled(
        emptied,
        "people",
        **{
            f"people__stand_in__{key}": open_part(text, part("people")).boxes[f"people.stand_in.{key}"]
            for key in ("name", "mail")
        },
    )
    assert again == text


def test_every_key_of_the_file_has_a_section_or_is_named_as_the_text_only() -> None:
    shown = {key.partition(".")[0] for each in PARTS for key in each.keys}
    assert set(PolicyText.__dataclass_fields__) - shown == {"format", "brand", "own_clause", "document", "law"}
    assert [f"{kind.__name__}.{key}" for kind, keys in LABELS.items() for key in keys if key not in hints(kind)] == []


def _leaves(entries: tuple[Entry, ...]) -> list[Entry]:
    return [
        leaf
        for entry in entries
        for leaf in (_leaves(entry.inside) if entry.inside else [entry])
        if leaf.shape is not Shape.TABLE
    ]


def _boxes(entry: Entry, boxes: dict[str, str]) -> set[str]:
    if entry.shape is Shape.SPAN:
        return {f"{entry.name}.amount"}
    here = {box for box in boxes if box.startswith(f"{entry.name}.")}
    return here or {entry.name if entry.shape not in {Shape.SOME, Shape.CLAUSES} else f"{entry.name}.no_spam"}


def _without(raw: object, path: Path) -> object:
    """Return the file without what stands at a place, and without tables in which nothing is left."""
    if not path or not isinstance(raw, dict | list):
        return raw
    key, *rest = path
    if isinstance(raw, list):
        return [
            _without(each, tuple(rest)) if at == key and rest else each
            for at, each in enumerate(raw)
            if rest or at != key
        ]
    found = {
        name: _without(value, tuple(rest)) if name == key and rest else value
        for name, value in raw.items()
        if rest or name != key
    }
    return {name: value for name, value in found.items() if value not in ({}, [])}


def _lines_at(text: str, path: Path) -> list[str]:
    """Return the lines of a key, a table or a row, up to the next thing."""
    at = lines_of(text)
    own = [line for place, line in at.items() if place[: len(path)] == path]
    if not own:
        return []
    after = [line for place, line in at.items() if place[: len(path)] != path and line > max(own)]
    return text.split("\n")[min(own) - 1 : min(after, default=len(text)) - 1]


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_value_that_a_file_may_hold_can_be_chosen(kind) -> None:
    """Members of two classes are equal where their words are: what one class may not hold, another may."""
    left_out = {ContactMode.NONE} if kind is ContactMode else set()
    assert [option.value for option in choices_of(kind)] == [each.value for each in kind if each not in left_out]
