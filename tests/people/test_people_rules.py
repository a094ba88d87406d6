"""The pure rules: sessions, passwords, looks, settings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.people.rules.addresses import site_address
from meldpunt.people.rules.looks import FONT_STACKS, check_theme, contrast, read_logo, text_on, theme_from, theme_to
from meldpunt.people.rules.passwords import weaknesses
from meldpunt.people.rules.sessions import ABSOLUTE_LIMIT, IDLE_LIMIT, session_state
from meldpunt.people.rules.settings import host_name, line
from meldpunt.people.terms import FontStack, LogoType, SessionState, SettingsRefused, Theme, Weakness
from tests.people.pictures import png, webp

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TICK = timedelta(microseconds=1)
COMMON = frozenset({"password", "welkom", "letmein", "trustno1trustno1"})
ABOUT = ("Anna de Vries", "anna@kliniek-zuid.example", "Kliniek Zuid")


@pytest.mark.parametrize(
    ("started", "seen", "state"),
    [
        (timedelta(), timedelta(), SessionState.OPEN),
        (IDLE_LIMIT, IDLE_LIMIT - TICK, SessionState.OPEN),
        (IDLE_LIMIT, IDLE_LIMIT, SessionState.IDLE),
        (ABSOLUTE_LIMIT - TICK, timedelta(), SessionState.OPEN),
        (ABSOLUTE_LIMIT, timedelta(), SessionState.OVER),
        (ABSOLUTE_LIMIT, ABSOLUTE_LIMIT, SessionState.OVER),
        (-timedelta(hours=1), -timedelta(hours=1), SessionState.OPEN),
    ],
)
def test_time_closes_a_session(started: timedelta, seen: timedelta, state: SessionState) -> None:
    assert session_state(started_at=NOW - started, last_seen_at=NOW - seen, now=NOW) is state


@pytest.mark.parametrize(
    "password",
    [
        "kleine groene olifant",
        "correct horse battery staple",
        "twaalf tekens",
        "annas hond heet geen Rex",
        "Ω≈ç√∫µ≤≥÷æ…ж",
        "welkom bij de fietsenmaker",
    ],
)
def test_strong_password_holds(password: str) -> None:
    assert weaknesses(password, about=ABOUT, common=COMMON) == frozenset()


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", {Weakness.TOO_SHORT, Weakness.REPETITIVE}),
        ("vis, 47 ufo", {Weakness.TOO_SHORT}),
        ("ab?c" * 70, {Weakness.TOO_LONG, Weakness.REPETITIVE}),
        ("Password20261!", {Weakness.COMMON}),
        ("!!!!1WELKOM2026", {Weakness.COMMON}),
        ("trustno1trustno1", {Weakness.COMMON, Weakness.REPETITIVE}),
        ("anna.vries2026", {Weakness.PERSONAL}),
        ("KliniekZuid#26", {Weakness.PERSONAL}),
        ("aaaaaaaaaaaaaa", {Weakness.REPETITIVE}),
        ("abcdefghijklmn", {Weakness.REPETITIVE}),
        ("09876543210987", {Weakness.REPETITIVE}),
        ("qwertyuiopasdf", {Weakness.REPETITIVE}),
        ("zonder!zonder!", {Weakness.REPETITIVE}),
        ("1212121212121212", {Weakness.REPETITIVE}),
    ],
)
def test_weak_password_is_told_why(password: str, found: set[Weakness]) -> None:
    assert weaknesses(password, about=ABOUT, common=COMMON) == found


@given(st.text(max_size=400))
def test_no_password_breaks_the_check(password: str) -> None:
    weaknesses(password, about=ABOUT, common=COMMON)


def test_theme_of_the_box_is_readable() -> None:
    check_theme(Theme())


def test_every_font_stack_is_in_the_list() -> None:
    assert FONT_STACKS.keys() == set(FontStack)


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert (round(contrast(one, other), 2), round(contrast(other, one), 2)) == (ratio, ratio)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accent", "red"),
        ("accent", "#FFF"),
        ("accent", "#0b5563;}"),
        ("paper", "url(https://x)"),
        ("ink", "#777777"),
        ("accent", "#ffff00"),
        ("accent_dark", "#0b2033"),
        ("ink_dark", "#333333"),
    ],
)
def test_theme_that_cannot_be_read_is_refused(name: str, value: Any) -> None:
    with pytest.raises(SettingsRefused) as refusal:
        check_theme(replace(Theme(), **{name: value}))
    assert refusal.value.field == name


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_text_on_any_colour_is_readable(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= 4.5


def test_theme_is_stored_and_read_back() -> None:
    theme = replace(Theme(), accent="#123456", font=FontStack.SLAB)
    assert theme_from(theme_to(theme)) == theme


@pytest.mark.parametrize("stored", [{}, {"font": "comic"}, {"unknown": "x"}])
def test_theme_with_gaps_is_that_of_the_box(stored: dict[str, str]) -> None:
    assert theme_from(stored) == Theme()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(120, 40), (LogoType.PNG, 120, 40)),
        (png(1024, 1), (LogoType.PNG, 1024, 1)),
        (webp(b"VP8X", b"\x00" * 4 + b"\x77\x00\x00" + b"\x27\x00\x00"), (LogoType.WEBP, 120, 40)),
        (webp(b"VP8L", b"\x2f" + (119 | 39 << 14).to_bytes(4, "little")), (LogoType.WEBP, 120, 40)),
        (webp(b"VP8 ", b"\x00" * 3 + b"\x9d\x01\x2a" + b"\x78\x00\x28\x00"), (LogoType.WEBP, 120, 40)),
    ],
)
def test_logo_is_read(content: bytes, size: tuple[LogoType, int, int]) -> None:
    logo = read_logo(content)
    assert (logo.media_type, logo.width, logo.height) == size


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not a PNG or WEBP picture"),
        (b"<svg onload=alert(1)>", "not a PNG or WEBP picture"),
        (b"GIF89a" + bytes(40), "not a PNG or WEBP picture"),
        (png(10, 10)[:-1], "not a PNG or WEBP picture"),
        (webp(b"VP9 ", b""), "not a PNG or WEBP picture"),
        (png(1025, 10), "too many pixels"),
        (png(0, 10), "too many pixels"),
        (png(10, 10, bytes(32 * 1024)), "too large"),
    ],
)
def test_logo_that_is_no_small_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SettingsRefused) as refusal:
        read_logo(content)
    assert (refusal.value.field, refusal.value.code) == ("logo", code)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_logo(content: bytes) -> None:
    for start in (b"", b"RIFF\x00\x00\x00\x00WEBP", b"\x89PNG\r\n\x1a\n"):
        try:
            read_logo(start + content)
        except SettingsRefused:
            continue


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (" Meld.Example. ", "meld.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("a" * 56 + ".onion", "a" * 56 + ".onion"),
    ],
)
def test_host_name_has_one_form(text: str, host: str) -> None:
    assert host_name(text) == host


@pytest.mark.parametrize(
    "text", ["", ".", "a..b", "a b", "-a.example", "a_b.example", "x" * 64, "a.example:8000", "https://a", "a." * 130]
)
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(SettingsRefused):
        host_name(text)


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "a.example"}, "http://a.example:8000"),
        ({"host": "a.example", "has_proxy": True}, "https://a.example"),
        ({"host": "a.example", "has_tls": True, "port": 8443}, "https://a.example:8443"),
        ({"host": "a.example", "has_tls": True, "port": 443}, "https://a.example"),
        ({"public_url": "https://b.example:444/", "has_tls": True}, "https://b.example:444"),
        ({"host": "b.example", "public_url": "https://b.example:444", "has_proxy": True}, "https://b.example:444"),
        ({"host": "a.example", "public_url": "https://b.example", "has_proxy": True}, "https://a.example"),
    ],
)
def test_address_of_the_pages_comes_from_the_settings(server: dict[str, Any], address: str) -> None:
    box = {"host": "", "public_url": None, "has_tls": False, "has_proxy": False, "port": 8000}
    assert site_address(**box | server) == address


@pytest.mark.parametrize("text", ["a\nb", "a\x00", "\ud800", "a\u202eb", "\u2028"])
def test_line_with_signs_that_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(SettingsRefused):
        line("name", text, longest=10)


def test_line_is_tidied() -> None:
    assert line("name", "  Ame\u0301lie ", longest=10) == "Amélie"
