"""The stylesheets: readable in both themes, small, and from nowhere else."""

import re
from pathlib import Path

import pytest

import meldpunt.doors.look
from meldpunt.people.rules.looks import contrast
from meldpunt.people.terms import Theme

FOLDER = Path(meldpunt.doors.look.__file__).parent
PUBLIC = (FOLDER / "static/look/public.css").read_text()
DESK = (FOLDER / "static/look/desk.css").read_text()
SURFACES = ("paper", "sunk", "ground")
WASHES = {"good": "good-wash", "warn": "warn-wash", "bad": "bad-wash"}


def tokens(place: int) -> dict[str, str]:
    """Return the look's colours: of the light theme at place 0, of the dark at 1."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", PUBLIC)
    return {name: _long(pair[place]) for name, *pair in found}


def _long(colour: str) -> str:
    return colour if len(colour) != 4 else "#" + "".join(digit * 2 for digit in colour[1:])


PAIRS = [
    *((ink, surface) for ink in ("ink", "soft", "accent", "bad", "warn", "good") for surface in SURFACES),
    *WASHES.items(),
    *(("ink", wash) for wash in [*WASHES.values(), "note-wash"]),
    *(("accent", wash) for wash in [*WASHES.values(), "note-wash"]),
    *((("soft"), wash) for wash in [*WASHES.values(), "note-wash"]),
    ("warn", "note-wash"),
    ("accent-ink", "accent"),
    ("paper", "bad"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), PAIRS)
def test_text_is_readable(ink: str, surface: str, theme: int) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[surface]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_edges_of_controls_can_be_seen(surface: str, theme: int) -> None:
    colours = tokens(theme)
    assert contrast(colours["edge"], colours[surface]) >= 3


def test_an_organisation_starts_from_the_looks_own_colours() -> None:
    light, dark, own = tokens(0), tokens(1), Theme()
    assert (own.accent, own.ink, own.paper) == (light["accent"], light["ink"], light["paper"])
    assert (own.accent_dark, own.ink_dark, own.paper_dark) == (dark["accent"], dark["ink"], dark["paper"])


@pytest.mark.parametrize("sheet", [PUBLIC, DESK], ids=["public", "desk"])
def test_nothing_is_loaded(sheet: str) -> None:
    assert re.findall(r"url\(|@import|@font-face|https?:", sheet) == []


def test_first_visit_is_light() -> None:
    assert len(PUBLIC.encode()) <= 17_000


@pytest.mark.parametrize("template", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_style_or_script_of_its_own(template: Path) -> None:
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", template.read_text()) == []
