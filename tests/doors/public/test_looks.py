"""Theme, logo and icon."""

import pytest

from meldpunt.doors.look.themes import theme_version
from meldpunt.doors.public import looks
from meldpunt.people.terms import Logo, LogoType, Theme
from tests.doors.public.conftest import Visit

WINE = Theme(accent="#8a0f3c")
LOGO = Logo(LogoType.PNG, b"\x89PNG...", 40, 20)


def test_theme_is_a_stylesheet(visit: Visit) -> None:
    response = looks.theme(visit("/theme.css", theme=WINE))
    assert (response.headers["Content-Type"], b"#8a0f3c" in response.content) == ("text/css; charset=utf-8", True)


@pytest.mark.parametrize(
    ("version", "kept"), [(theme_version(WINE), looks.FOR_EVER), ("00000000", looks.BRIEFLY), ("", looks.BRIEFLY)]
)
def test_theme_is_kept_for_ever_only_under_its_own_version(visit: Visit, version: str, kept: str) -> None:
    assert looks.theme(visit(f"/theme.css?v={version}", theme=WINE)).headers["Cache-Control"] == kept


def test_logo_is_what_was_set(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "logo_of", lambda organisation, *, brand: LOGO)
    response = looks.logo(visit("/logo?v=1", logo_version="1"))
    assert (response.content, response.headers["Content-Type"], response.headers["Cache-Control"]) == (
        LOGO.content,
        "image/png",
        looks.FOR_EVER,
    )


def test_no_logo_is_no_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "logo_of", lambda organisation, *, brand: None)
    assert looks.logo(visit("/logo")).status_code == 404


def test_guessed_icon_leads_to_the_real_one(visit: Visit) -> None:
    assert looks.favicon(visit("/favicon.ico")).headers["Location"] == "/static/look/seal.svg"
