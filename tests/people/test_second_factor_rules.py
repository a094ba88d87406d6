"""Codes, spare codes, pauses, and who needs a second factor: decided without a database."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.people.rules import second_factor as rules
from meldpunt.people.terms import FactorNeed, FactorState, Role
from meldpunt.sealing.terms import CannotOpen
from tests.factories.people import NOW
from tests.factories.second_factor import code_of

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
MEMBER, OTHER = UUID(int=1), UUID(int=2)
SEED = bytes(range(32))
STEP = timedelta(seconds=rules.STEP_SECONDS)

RFC_6238 = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "code"), RFC_6238)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Its table has eight digits; six are the last of them (RFC 4226, 5.3)."""
    now = datetime.fromtimestamp(seconds, UTC)
    assert rules.used_step(SECRET, code[-6:], after=-1, now=now) == seconds // 30


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_be_one_step_apart(steps: int, fits: bool) -> None:
    code = code_of(SECRET, now=NOW + steps * STEP)
    assert (rules.used_step(SECRET, code, after=-1, now=NOW) is not None) == fits


def test_step_that_was_used_does_not_fit_again() -> None:
    code = code_of(SECRET, now=NOW)
    step = rules.used_step(SECRET, code, after=-1, now=NOW)
    assert step is not None
    assert rules.used_step(SECRET, code, after=step, now=NOW) is None


def test_step_before_the_last_one_does_not_fit() -> None:
    here = int(NOW.timestamp()) // rules.STEP_SECONDS
    assert rules.used_step(SECRET, code_of(SECRET, now=NOW - STEP), after=here, now=NOW) is None


def test_there_is_no_step_before_the_first() -> None:
    start = datetime.fromtimestamp(0, UTC)
    assert rules.used_step(SECRET, code_of(SECRET, now=start), after=-1, now=start) == 0


def full_width(code: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in code)


def arabic(code: str) -> str:
    return "".join(chr(ord(digit) - ord("0") + 0x0660) for digit in code)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"  {code[:3]}-{code[3:]}\n",
        lambda code: f"{code[:3]}\u00a0{code[3:]}",
        full_width,
        arabic,
    ],
    ids=["space", "hyphen and line", "no-break space", "full width", "arabic"],
)
def test_code_may_be_typed_in_many_ways(typed) -> None:
    assert rules.used_step(SECRET, typed(code_of(SECRET, now=NOW)), after=-1, now=NOW) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12345",
        "1234567",
        "12345x",
        "\x00" * 6,
        "½½½½½½",
        "²²²²²²",
        "\ud800" * 6,
        "-12345",
        "9" * 1_000_000,
        " " * 1_000_000,
    ],
)
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert rules.used_step(SECRET, typed, after=-1, now=NOW) is None


@given(st.text(max_size=300))
def test_no_text_breaks_it(typed: str) -> None:
    rules.used_step(SECRET, typed, after=-1, now=NOW)
    rules.spare_digest(typed, member=MEMBER, pepper=b"p")
    rules.offered_secret(typed, member=MEMBER, seed=SEED)


def test_secret_opens_only_for_its_member_with_the_seed() -> None:
    sealed = rules.seal_secret(SECRET, member=MEMBER, seed=SEED)
    assert rules.open_secret(sealed, member=MEMBER, seed=SEED) == SECRET
    for member, seed in ((OTHER, SEED), (MEMBER, bytes(32))):
        with pytest.raises(CannotOpen):
            rules.open_secret(sealed, member=member, seed=seed)


def test_offered_secret_comes_back_only_to_its_member() -> None:
    offer = rules.offer(SECRET, member=MEMBER, seed=SEED, issuer="x", account="a@x.example")
    assert rules.offered_secret(offer.sealed, member=MEMBER, seed=SEED) == SECRET
    assert rules.offered_secret(offer.sealed, member=OTHER, seed=SEED) is None
    assert rules.offered_secret(offer.sealed, member=MEMBER, seed=bytes(32)) is None


@pytest.mark.parametrize("sign", ["\U0001f98b", "\u6f22", "&"])
def test_longest_names_still_fit_a_picture(sign: str) -> None:
    """Each sign takes up to twelve in the address, and the name of the organisation stands in it twice."""
    offer = rules.offer(SECRET, member=MEMBER, seed=SEED, issuer=sign * 120, account=sign * 254)
    assert segno.make(offer.uri, error="m", micro=False).error == "M"
    assert parse_qs(urlsplit(offer.uri).query)["issuer"] == [sign * rules.LONGEST_ISSUER]


def test_kept_secret_is_no_offer() -> None:
    """What lies in the database cannot be passed off as offered."""
    from base64 import urlsafe_b64encode

    sealed = rules.seal_secret(SECRET, member=MEMBER, seed=SEED)
    assert rules.offered_secret(urlsafe_b64encode(sealed).decode(), member=MEMBER, seed=SEED) is None


def test_offer_says_the_same_to_a_person_and_to_an_app() -> None:
    offer = rules.offer(SECRET, member=MEMBER, seed=SEED, issuer="Zorg: één & co?", account="a@x.example")
    parts = urlsplit(offer.uri)
    facts = parse_qs(parts.query, strict_parsing=True)
    assert offer.secret == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert facts == {
        "secret": [offer.secret.replace(" ", "")],
        "issuer": ["Zorg  één & co?"],
        "digits": ["6"],
        "period": ["30"],
    }
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Zorg  één & co?:a@x.example")
    assert "+" not in offer.uri


def test_offer_shows_no_secret_by_accident() -> None:
    offer = rules.offer(SECRET, member=MEMBER, seed=SEED, issuer="x", account="a@x.example")
    assert "GEZD" not in repr(offer)


def test_spare_codes_are_ten_of_112_bits() -> None:
    codes = rules.new_spare_codes()
    assert (len(codes), len(set(codes)), {len(code) for code in codes}) == (10, 10, {29})
    assert rules.SPARE_SIZE * 8 == 112


def test_digest_of_a_spare_code_depends_on_member_and_server() -> None:
    code = rules.new_spare_codes()[0]
    digests = {
        rules.spare_digest(code, member=member, pepper=pepper) for member in (MEMBER, OTHER) for pepper in (b"p", b"q")
    }
    assert (len(digests), None in digests) == (4, False)


def test_spare_code_may_be_typed_carelessly() -> None:
    code = rules.new_spare_codes()[0]
    typed = f" {code.lower().replace('-', ' ')} "
    assert rules.spare_digest(typed, member=MEMBER, pepper=b"p") == rules.spare_digest(code, member=MEMBER, pepper=b"p")


@pytest.mark.parametrize("typed", ["", "123456", "x" * 25, "0" * 10_000, "\x00", "\ud800"])
def test_what_is_no_spare_code_has_no_digest(typed: str) -> None:
    assert rules.spare_digest(typed, member=MEMBER, pepper=b"p") is None


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 720), (10**9, 720)]
)
def test_pause_doubles_up_to_half_a_day(wrong: int, minutes: int) -> None:
    assert rules.pause_after(wrong) == timedelta(minutes=minutes)


def test_a_year_of_guessing_finds_next_to_nothing() -> None:
    """Three steps fit at any moment, of a million codes."""
    year, passed, guesses = timedelta(days=365), timedelta(), 0
    while passed < year:
        guesses += 1
        passed += rules.pause_after(guesses)
    assert guesses * 3 / 10**rules.DIGITS < 0.003


@pytest.mark.parametrize("role", Role)
def test_who_must_set_it_up(role: Role) -> None:
    manages = role in {Role.LEAD, Role.ADMINISTRATOR}
    without = {need: rules.must_set_up(FactorState.NONE, need=need, role=role) for need in FactorNeed}
    ready = {rules.must_set_up(FactorState.READY, need=need, role=role) for need in FactorNeed}
    stale = {rules.must_set_up(FactorState.STALE, need=need, role=role) for need in FactorNeed}
    assert without == {FactorNeed.NOBODY: False, FactorNeed.MANAGERS: manages, FactorNeed.EVERYBODY: True}
    assert (ready, stale) == ({False}, {True})
