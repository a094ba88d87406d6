"""An organisation's colours as a stylesheet."""

import pytest

from meldpunt.doors.look.themes import stylesheet
from meldpunt.people.rules.looks import FONT_STACKS, contrast
from meldpunt.people.terms import FontStack, Theme


def test_own_look_sets_nothing() -> None:
    assert stylesheet(Theme()) == ":root {\n}\n"


def test_accent_sets_its_ink_and_hatch_with_it() -> None:
    assert stylesheet(Theme(accent="#8a0f3c", accent_dark="#ffb3c8")) == (
        ":root {\n"
        "  --accent: light-dark(#8a0f3c, #ffb3c8);\n"
        "  --accent-ink: light-dark(#ffffff, #000000);\n"
        "  --hatch: light-dark(#8a0f3c2e, #ffb3c82e);\n"
        "}\n"
    )


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#777777", "#ffd700", "#ff0000"])
def test_ink_on_any_accent_is_readable(accent: str) -> None:
    ink = stylesheet(Theme(accent=accent)).split("--accent-ink: light-dark(")[1][:7]
    assert contrast(ink, accent) >= 4.5


def test_greys_follow_paper_and_ink() -> None:
    sheet = stylesheet(Theme(paper="#fffaf0"))
    assert "--line: color-mix(in srgb, var(--ink) 22%, var(--paper));" in sheet


@pytest.mark.parametrize("font", [font for font in FontStack if font != FontStack.SYSTEM])
def test_font_is_one_that_the_device_has(font: FontStack) -> None:
    assert (
        stylesheet(Theme(font=font))
        == f":root {{\n  --heading: {FONT_STACKS[font]};\n  --text: {FONT_STACKS[font]};\n}}\n"
    )
