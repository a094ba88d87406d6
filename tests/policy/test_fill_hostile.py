"""A policy filled in by fields, with what nobody in their right mind would write: refused or left alone, and cheap."""

import tracemalloc

import pytest

from meldpunt.policy.rules.editing import writing
from meldpunt.policy.rules.editing.filling import fill, open_part, part_called, readable
from meldpunt.policy.rules.editing.sections import Part
from meldpunt.policy.rules.file.source import MAX_BYTES
from meldpunt.policy.terms import CannotEdit, PolicyRefused, TooLong
from tests.factories.policy_texts import SMALL

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def part(name: str) -> Part:
    """Return a section that is there."""
    found = part_called(name)
    assert found is not None
    return found


def saved(text: str, name: str, typed: dict[str, str]) -> str:
    """Return a text in which this was typed, beside what stands there."""
    boxes = {**open_part(text, part(name)).boxes, **typed}
    return fill(text, open_part(text, part(name), boxes), boxes)


def inside(number: int) -> str:
    """Return a policy with a list of so many lines."""
    return f"{SMALL}\n[scope]\ninside = [{', '.join(['"a"'] * number)}]\n"


def ways_in(number: int) -> str:
    """Return a policy with so many rows."""
    return SMALL.replace('\n[[way_in]]\nkind = "form"\n', "\n[[way_in]]\n" * number)


@pytest.mark.parametrize("name", ["." * 40_000, "x." * 20_000])
def test_a_name_of_many_dots_takes_little_memory(name: str) -> None:
    opened = open_part(SMALL, part("rules"))
    tracemalloc.start()
    opened.differing({name: "x"})
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50 * len(name)


def test_what_is_no_box_of_the_section_differs_from_nothing() -> None:
    opened = open_part(SMALL, part("rules"))
    assert opened.differing({**opened.boxes, "seen": "x", "organisation.name": "x", "." * 40_000: "x"}) == frozenset()


def test_a_text_loses_the_mark_that_some_editors_begin_it_with() -> None:
    assert readable(MARK + SMALL) == SMALL


def test_a_text_that_is_too_large_is_not_readable() -> None:
    with pytest.raises(PolicyRefused):
        readable(SMALL + "#" + "漢" * (MAX_BYTES // 3))


def test_a_number_that_python_does_not_write_has_no_field() -> None:
    text = SMALL + '\n[[reward.step]]\nseverity = "low"\nleast = 0x' + "f" * 4000 + "\nmost = 5\n"
    assert open_part(text, part("reward")).form.left == ("reward.step[1].least",)


def test_a_text_that_is_nested_too_deeply_cannot_be_changed() -> None:
    text = SMALL.replace("format = 1", "format = 1\nx = " + "{a.b.c.d.e.f.g.h.i.j = " * 50 + "1" + "}" * 50, 1)
    with pytest.raises(CannotEdit):
        saved(text, "organisation", {"closing.nl": "x"})


@pytest.mark.parametrize(
    "more",
    [
        "[zz]\n" + "".join(f"a.k{number} = 1\n" for number in range(100)),
        "[zz]\n" + "".join(f"a.b.c.d.e.f.k{number} = 1\n" for number in range(34)),
        "[zz]\na.b.c.d.e.f.g.h.i.j.k = [" + "1, " * 2_500 + "]\n",
        "".join(f"[zz.b.c.d.e.f.g.h.i.j.k{number}]\n" for number in range(34)),
        "[zz]\n" + "".join(f"k{number} = 1\n" for number in range(2_500)),
        "[zz]\nx = [" + "1, " * 5_000 + "]\n",
        "#\n" * 5_000,
    ],
    ids=["keys with a dot", "dots", "items below dots", "headers", "keys", "items", "lines"],
)
def test_a_text_with_more_in_it_than_a_policy_has_cannot_be_changed(more: str) -> None:
    """What keeps the layout is never given such a text, and whoever opens it knows before they type."""
    text = f"{SMALL}\n{more}"
    assert open_part(text, part("organisation")).in_text_only
    with pytest.raises(CannotEdit):
        saved(text, "organisation", {"closing.nl": "x"})


def test_fields_never_write_what_they_cannot_change_afterwards() -> None:
    text = SMALL.replace("[[way_in]]", "[[ way_in ]]")
    more = {"way_in.1.kind": "mail", "way_in.1.address": "a@haven.example"}
    assert not open_part(text, part("ways-in")).in_text_only
    with pytest.raises(CannotEdit):
        saved(text, "ways-in", more)


@pytest.mark.parametrize("more", ['[[ way_in ]]\nkind = "mail"\n', '[["way_in"]]\nkind = "mail"\n', "[zz]\nx = nan\n"])
def test_a_text_whose_layout_cannot_be_kept_is_known_when_it_is_opened(more: str) -> None:
    opened = [open_part(text, part("people")).in_text_only for text in (SMALL, f"{SMALL}\n{more}")]
    assert opened == [False, True]


def test_what_would_make_a_text_crowded_is_refused() -> None:
    text = SMALL + "#\n" * 4_750
    with pytest.raises(TooLong):
        saved(text, "scope", {"scope.inside": "\n".join(f"line {number}" for number in range(200))})


def test_a_text_with_many_dots_can_be_changed() -> None:
    more = "\n[zz]\n" + "".join(f"a{number}.k = 1\n" for number in range(50))
    after = saved(SMALL + more, "organisation", {"organisation.name": "Kade"})
    assert after == (SMALL + more).replace('name = "Haven"', 'name = "Kade"')


def test_a_list_where_a_table_should_be_leaves_no_fields() -> None:
    opened = open_part("format = 1\nclauses = []\n", part("ask"))
    assert (opened.form.entries, opened.form.left) == ((), ("clauses.ask",))


@pytest.mark.parametrize(("number", "left"), [(200, ()), (201, ("scope.inside",))])
def test_a_list_has_a_field_as_long_as_it_may_be_published(number: int, left: tuple[str, ...]) -> None:
    assert open_part(inside(number), part("scope")).form.left == left


@pytest.mark.parametrize(("number", "left"), [(180, ()), (181, ("way_in",))])
def test_rows_have_fields_as_long_as_there_is_room_for_their_boxes(number: int, left: tuple[str, ...]) -> None:
    assert open_part(ways_in(number), part("ways-in")).form.left == left


def channels(rows: int, items: int) -> str:
    """Return a policy with so many other channels, each about so many things."""
    about = ", ".join(f'"k{number}"' for number in range(items))
    return SMALL + f"\n[[other_channel]]\nabout = [{about}]\n" * rows


@pytest.mark.parametrize(
    ("rows", "items", "left"),
    [(75, 1, ()), (76, 1, ("other_channel",)), (200, 1, ("other_channel",)), (5, 200, ("other_channel",))],
)
def test_rows_have_fields_as_long_as_a_browser_may_send_all_of_their_boxes(
    rows: int, items: int, left: tuple[str, ...]
) -> None:
    assert open_part(channels(rows, items), part("elsewhere")).form.left == left


def test_there_is_no_fresh_row_without_room_for_its_boxes() -> None:
    rows = open_part(channels(75, 1), part("elsewhere")).form.entries[0].inside
    assert (len(rows), [row for row in rows if row.fresh]) == (75, [])


def test_a_list_that_is_full_has_no_fresh_row() -> None:
    rows = open_part(ways_in(180), part("ways-in")).form.entries[0].inside
    assert (len(rows), [row for row in rows if row.fresh]) == (180, [])


@pytest.mark.parametrize(
    ("name", "box", "text"),
    [
        ("scope", "scope.inside", "\n".join(f"line {number}" for number in range(201))),
        ("organisation", "introduction.nl", "x" * 300_000),
        ("organisation", "introduction.nl", "x" * MAX_BYTES),
        ("organisation", "introduction.nl", "漢" * (MAX_BYTES // 3)),
    ],
    ids=["lines", "more than a policy", "with the rest of the policy", "in bytes"],
)
def test_what_would_be_too_long_is_refused(name: str, box: str, text: str) -> None:
    with pytest.raises(TooLong):
        saved(SMALL, name, {box: text})


def test_the_comment_on_the_file_stays_when_its_first_row_goes() -> None:
    text = '# the policy of Haven\n[[way_in]]\nkind = "form"\n\n[[way_in]]\nkind = "phone"\n'
    assert saved(text, "ways-in", {"way_in.0.gone": "yes"}) == ('# the policy of Haven\n[[way_in]]\nkind = "phone"\n')


def test_rows_that_stand_apart_keep_what_is_in_them() -> None:
    text = '[[way_in]]\nkind = "platform"\n[way_in.name]\nen = "Them"\n[contact]\n[[way_in]]\nkind = "form"\n'
    assert saved(text, "organisation", {"contact.mail": "a@haven.example"}) == (
        '[[way_in]]\nkind = "platform"\n[way_in.name]\nen = "Them"\n[[way_in]]\nkind = "form"\n\n'
        '[contact]\nmail = "a@haven.example"\n'
    )


@pytest.mark.parametrize("row", ["200", "201", "999", "1000", "2000"])
def test_a_row_that_does_not_fit_is_refused(row: str) -> None:
    with pytest.raises(TooLong):
        saved(SMALL, "ways-in", {f"way_in.{row}.kind": "phone"})


def test_a_row_without_room_for_its_boxes_is_refused() -> None:
    with pytest.raises(TooLong):
        saved(channels(75, 1), "elsewhere", {"other_channel.75.mail": "a@haven.example"})


def parties(number: int, assets: int) -> str:
    """Return a policy with so many third parties, each with so many assets that are all called the same."""
    items = ", ".join(['"x"'] * assets)
    return f"{SMALL}\n[scope]\n" + f'\n[[scope.third_party]]\nname = "They"\nassets = [{items}]\n' * number


@pytest.mark.parametrize(
    ("text", "name", "typed"),
    [
        (
            SMALL + "\n[zz]\n" + "".join(f"k{number} = 1\n" for number in range(2_200)),
            "ways-in",
            {f"way_in.{number}.kind": "phone" for number in range(1, 200)},
        ),
        (ways_in(180) + "#\n" * 3_500, "ways-in", {f"way_in.{number}.gone": "yes" for number in range(1, 180)}),
        (
            parties(13, 1),
            "scope",
            {f"scope.third_party.{number}.assets": "\n".join("xy" * 100) for number in range(13)},
        ),
    ],
    ids=["rows that come", "rows that go", "items"],
)
def test_too_much_at_once_is_refused_before_it_is_written(text: str, name: str, typed: dict[str, str]) -> None:
    with pytest.raises(TooLong):
        saved(text, name, typed)


def test_lists_that_have_little_in_common_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SequenceMatcher", None)
    after = saved(parties(1, 200), "scope", {"scope.third_party.0.assets": "\n".join("xy" * 100)})
    assert open_part(after, part("scope")).boxes["scope.third_party.0.assets"] == "\n".join("xy" * 100)


def test_of_a_long_list_what_stays_keeps_its_comment() -> None:
    text = SMALL + "\n[scope]\ninside = [\n" + "".join(f'    "a{number}", # {number}\n' for number in range(60)) + "]\n"
    lines = [f"a{number}" for number in range(60)]
    after = saved(text, "scope", {"scope.inside": "\n".join([*lines[:30], "new", *lines[30:]])})
    assert [f'"a{number}", # {number}\n' in after for number in range(60)] == [True] * 60


def test_a_comment_above_the_first_row_stays_where_others_follow() -> None:
    text = '[contact]\n\n# of all of them\n[[way_in]]\nkind = "form"\n\n# the second\n[[way_in]]\nkind = "phone"\n'
    assert saved(text, "ways-in", {"way_in.0.gone": "yes"}) == (
        '[contact]\n\n# of all of them\n\n# the second\n[[way_in]]\nkind = "phone"\n'
    )


def test_a_row_after_the_first_goes_with_its_comment() -> None:
    text = '[contact]\n\n# of all of them\n[[way_in]]\nkind = "form"\n\n# the second\n[[way_in]]\nkind = "phone"\n'
    assert saved(text, "ways-in", {"way_in.1.gone": "yes"}) == (
        '[contact]\n\n# of all of them\n[[way_in]]\nkind = "form"\n'
    )
