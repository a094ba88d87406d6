"""What cannot be seen in a text is marked, and the text stays what it was."""

import html
import re
import unicodedata
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from meldpunt.doors.look import unseen
from meldpunt.doors.look.unseen import MOST, exact, how_many, spelt

CODE = re.compile(r'data-code="([^"]+)"')
TITLE = re.compile(r'title="([^"]+)"')
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
NOT_ALL = "Only the first 500 places are marked: the order of what follows may not be what you see."
FAMILY = "👨\u200d👩\u200d👧"


def text_of(shown: str) -> str:
    """Return the text of a piece of HTML, as a browser reads it."""
    return "".join(
        part.replace("&#13;", "\r") if part == "&#13;" else html.unescape(part)
        for part in re.split(r"(&#13;)", re.sub(r"<[^>]*>", "", shown))
    )


@pytest.mark.parametrize(
    "sign",
    [
        *map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C]),
        *map(chr, [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x2028, 0x2029, 0x180E, 0x3164, 0x115F]),
        *map(chr, [1, 8, 0xB, 0xC, 0xE, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F]),
        *map(chr, [0xE0001, 0xE0041, 0xE007F, 0xE0100]),
        "\r",
    ],
    ids=lambda sign: f"{ord(sign):04X}",
)
def test_unseen_sign_is_marked_with_its_code(sign: str) -> None:
    shown = exact(f"a{sign}b")
    assert CODE.findall(shown) == [f"U+{ord(sign):04X}"]
    assert text_of(shown) == f"a{sign}b"


def test_no_sign_that_the_standard_calls_a_format_is_forgotten() -> None:
    """Besides those that show themselves: number signs of Arabic and Syriac, and joints of hieroglyphs."""
    seen = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    seen |= {*range(0x13430, 0x13440)}
    formats = {code for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"}
    assert {code for code in formats if how_many(f"a{chr(code)}a") == (0, 0)} == seen


IGNORABLE = [
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
"""Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt), whole."""
BLANK = [0x2800, 0x16FE4, 0x1D159]
"""Not in that list, and nothing is drawn for them all the same."""


@pytest.mark.parametrize("text", ["a{0}a", "a{0}{0}a", "{0}", " {0}", "{0}{0}"])
def test_no_sign_for_which_nothing_is_drawn_is_forgotten(text: str) -> None:
    texts = {code: text.format(chr(code)) for code in [*IGNORABLE, *BLANK]}
    assert [code for code, text in texts.items() if how_many(text)[0] != text.count(chr(code))] == []


@pytest.mark.parametrize("base", ["❤", "1", "#", "\u2205", "漢", "。", "🙂", "🏳"])
@pytest.mark.parametrize("selector", ["\ufe00", "\ufe0e", "\ufe0f"])
def test_variation_selector_is_marked_unless_it_stands_once_where_it_belongs(base: str, selector: str) -> None:
    """A row of them can carry a text of its own; so can one after each letter."""
    found = [how_many(text)[0] for text in (f"{base}{selector}", f"{base}{selector * 2}", f"a{selector}", selector)]
    assert found == [0, 2, 1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text, with\ttab\nand lines\r\nof two kinds",
        "é שלום مرحبا 🙂 العربية",
        PERSIAN,
        FAMILY,
        "🏃🏽\u200d♀️ 👁️\u200d🗨️",
        "<b>&amp;</b> \"'",
    ],
)
def test_nothing_is_marked_where_nothing_is_hidden(text: str) -> None:
    shown = exact(text)
    assert (CODE.findall(shown), text_of(shown), how_many(text)) == ([], text, (0, 0))


@pytest.mark.parametrize("text", ["pass\u200cword", "a\u200d", "\u200da", "ي\u200dx", "🙂\u200dx"])
def test_joiner_is_marked_where_it_joins_nothing(text: str) -> None:
    assert len(CODE.findall(exact(text))) == 1


def test_run_gets_one_mark() -> None:
    shown = exact("a" + "\u200b" * 37 + "b\x01\u3164c")
    assert CODE.findall(shown) == ["U+200B +36", "U+0001 +1"]


ALONE = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2029, 0x85, 0x1C, 0x1D, 0x1E, 0xD]
"""What opens or closes an embedding or an isolate, and what ends a paragraph (UAX 9, class B)."""


@pytest.mark.parametrize("sign", [*map(chr, ALONE)], ids=lambda sign: f"{ord(sign):04X}")
@pytest.mark.parametrize("run", ["{0}\u202e", "\u202e{0}", "\u200b{0}\u200b", "\u200b{0}\u202e", "{0}{0}"])
def test_sign_that_could_leave_its_mark_stands_alone(run: str, sign: str) -> None:
    """A mark that holds PDI and RLO would turn what comes after it."""
    text = f"invoice{run.format(sign)}gpj.exe"
    shown = exact(text)
    assert [len(html.unescape(held.replace("&#13;", "x"))) for held in re.findall(">([^<]+)</bdi>", shown)] == [1] * (
        len(text) - len("invoicegpj.exe")
    )
    assert text_of(shown) == text


def test_mark_is_laid_out_by_itself() -> None:
    """An isolate that a lone sign leaves open ends with the box: an inline-block is one object to its line."""
    style = (Path(unseen.__file__).parent / "static/look/unseen.css").read_text()
    assert ".unseen { display: inline-block;" in style


def test_mark_keeps_a_turn_of_direction_to_itself() -> None:
    """The sign stands alone inside an element that browsers isolate."""
    shown = TITLE.sub('title=""', exact("invoice\u202egpj.exe"))
    assert shown == 'invoice<bdi class="unseen" role="img" data-code="U+202E" title="">\u202e</bdi>gpj.exe'


def test_markup_stays_text() -> None:
    assert "<script" not in exact("<script>\u202e</script>")


@pytest.mark.parametrize(
    ("sign", "language", "title"),
    [
        ("\u202e", "en", "Cannot be seen: turns the direction of the text (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u202e", "nl", "Niet te zien: draait de richting van de tekst om (RIGHT-TO-LEFT OVERRIDE)"),
        ("\x1b", "en", "Cannot be seen: controls a machine"),
        ("\u3164", "en", "Cannot be seen: is blank (HANGUL FILLER)"),
        ("\U000e0041", "nl", "Niet te zien: bevat tekst alleen voor machines (TAG LATIN CAPITAL LETTER A)"),
    ],
)
def test_mark_says_what_it_does(sign: str, language: str, title: str) -> None:
    with override(language):
        assert TITLE.findall(exact(sign)) == [title]


def test_marks_of_one_text_have_an_end() -> None:
    text = "a\u200b" * (MOST * 3)
    shown = exact(text)
    assert (len(CODE.findall(shown)), text_of(shown)) == (MOST, text)


def test_attribute_gets_the_codes() -> None:
    assert spelt("in\u202egpj.exe") == "in[U+202E]gpj.exe"


def note(text: str) -> str:
    """Return the note above a text."""
    with override("en"):
        return Template("{% load look %}{% unseen_note text %}").render(Context({"text": text}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ""),
        ("a\u200bb", "This text holds 1 character that cannot be seen. Its code stands in a box."),
        ("\u202ea\u200b\u200b", "This text holds 3 characters that cannot be seen. Their codes stand in boxes."),
        (
            "a\u200b" * (MOST + 1),
            f"This text holds {MOST + 1} characters that cannot be seen. {NOT_ALL}",
        ),
    ],
)
def test_note_says_how_many_there_are(text: str, expected: str) -> None:
    assert re.sub("<[^>]+>", "", note(text)) == expected
