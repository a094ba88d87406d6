"""Whatever somebody writes into a policy file: never a traceback, always a line and what to do; what is taken comes back the same."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meldpunt.policy.rules.reading import problems, read
from meldpunt.policy.rules.security_text import contacts_of
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.terms import PolicyRefused
from tests.factories.policy_texts import EXAMPLES, SMALL, TODAY, files_beside, said, with_lines
from tests.factories.policy_writing import write

RICH = (EXAMPLES / "utility.toml").read_text(
    encoding="utf-8"
) + '\n[[brand]]\nid = "b"\nname = "B"\nhosts = ["b.example"]\n'
FILES = files_beside(EXAMPLES / "utility.toml")
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "<b>",
            "javascript:x",
            "data:,",
            "\u202ex",
            "\ud7ff",
            "x" * 5000,
            "5 days",
            "no_spam: 3",
            "{0}",
            "%(x)s",
        ]
    ),
    st.integers(),
    st.sampled_from([10**4299, -(10**300), 2**63, 1_000_001, -1]),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=23, minutes=59))])),
    st.times(),
)
VALUES = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def as_toml(value: object) -> str:
    """Write a value on one line (TOML 1.0)."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(str(key))} = {as_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """Write a text with every sign as its code but letters and digits."""
    return '"' + "".join(sign if sign.isascii() and sign.isalnum() else f"\\U{ord(sign):08x}" for sign in text) + '"'


def places(table: dict[str, Any] | list[Any], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to everything in a table."""
    pairs = table.items() if isinstance(table, dict) else enumerate(table)
    for key, each in pairs:
        yield (*path, key)
        if isinstance(each, dict | list):
            yield from places(each, (*path, key))


PLACES = sorted(places(tomllib.loads(RICH)), key=str)


def spoilt(path: tuple[str | int, ...], key: str, value: object) -> str:
    """Return the policy of the utility with another value at a place, and one more key beside it."""
    whole: dict[str, Any] = tomllib.loads(RICH)
    *parents, last = path
    inner: Any = whole
    for part in parents:
        inner = inner[part]
    inner[last] = value
    if key and isinstance(inner, dict):
        inner[key] = value
    return "".join(f"{quoted(name)} = {as_toml(each)}\n" for name, each in whole.items())


def holds(content: bytes) -> None:
    """Read it: every problem has a line of the file and is safe to print; a policy without problems can be used and comes back."""
    found = problems(content, today=TODAY, files=FILES)
    last = content.count(b"\n") + 1
    assert [each for each in found if not (1 <= each.line <= last and each.remedy and str(each).isprintable())] == []
    if not found:
        policy = read(content, today=TODAY, files=FILES)
        assert read(write(policy).encode(), today=TODAY, files=FILES) == policy
        assert clauses_of(policy)
        assert terms_of(policy).promises
        assert all(contact.isascii() for contact in contacts_of(policy, site="https://x.example"))


@given(st.sampled_from(PLACES), st.text(max_size=8), VALUES)
@settings(max_examples=600)
@example(("takes_effect",), "", date(9999, 12, 31))
@example(("organisation", "closed"), "", [date(1, 1, 1), date(9999, 12, 31)])
@example(("format",), "", float("nan"))
def test_any_value_anywhere(path: tuple[str | int, ...], key: str, value: object) -> None:
    text = (
        spoilt(path, key, value)
        if path[0] in tomllib.loads(RICH)
        else f"{quoted(str(path[0]))} = {as_toml(value)}\n{RICH}"
    )
    holds(text.encode())


@given(
    st.integers(0, len(SMALL)),
    st.integers(0, 30),
    st.binary(max_size=20) | st.sampled_from([b"[", b"]]", b'"""', b"'", b"\\", b".", b"={"]),
)
@settings(max_examples=400)
def test_any_slip_of_the_pen(at: int, gone: int, typed: bytes) -> None:
    content = SMALL.encode()
    holds(content[:at] + typed + content[at + gone :])


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    holds(content)


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=300)
@pytest.mark.parametrize("place", ['name = "Haven"', 'kind = "form"', '"security@haven.example"', '"5 working days"'])
def test_any_text(place: str, text: str) -> None:
    before, _, _after = place.rpartition(" = ")
    holds(with_lines(place, f"{before} = {quoted(text)}" if before else quoted(text)).encode())


@pytest.mark.parametrize("depth", [10, 100, 400, 2000])
@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ("{a = ", "}")])
def test_any_depth(depth: int, open_: str, close: str) -> None:
    holds(f"{SMALL}\n[zone]\na = {open_ * depth}1{close * depth}\n".encode())
    holds(with_lines('["nl", "en"]', f"{open_ * depth}1{close * depth}").encode())


@pytest.mark.parametrize("number", ["9" * 4301, "-" + "9" * 100_000, "1_" * 4400 + "1"])
def test_a_number_longer_than_any_is_refused_at_its_line(number: str) -> None:
    assert said(with_lines("[contact]", f"closed = {number}\n[contact]"))[0][:3] == (
        8,
        "",
        "This must be a whole number.",
    )


@pytest.mark.parametrize(
    "key", ["organisation.name", '"organisation"."hosts"', "organisation . zone", "people.stand_in.name"]
)
def test_a_dotted_key_for_what_is_there_already_is_refused(key: str) -> None:
    found = said(f'{SMALL}\n{key} = "x"\n')
    assert [message for _line, _key, message in found] == [f'There is no key "{part(key)}" here.']


def part(key: str) -> str:
    """Return the key that such a line adds to the last table of the small policy, which is a person."""
    return key.split(".", maxsplit=1)[0].strip().strip('"')


def test_a_refused_file_says_everything_at_once_and_in_order() -> None:
    with pytest.raises(PolicyRefused) as refused:
        read(with_lines("format = 1", "format = inf").replace('"form"', "nan").encode(), today=TODAY, files={})
    lines = [problem.line for problem in refused.value.problems]
    assert lines == [1, 12]
