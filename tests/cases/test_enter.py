"""Coming back with the access code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import close, decline, enter, expire_sessions, leave
from meldpunt.cases.actions import finder as finder_verbs
from meldpunt.cases.models import FinderSession
from meldpunt.cases.terms import (
    SESSION_IDLE,
    SESSION_LIFE,
    ClosingReason,
    CodeUnknown,
    DeclineReason,
    FinderPass,
    SessionOver,
)
from meldpunt.sealing.rules import codes
from meldpunt.sealing.rules.derivation import derive
from meldpunt.sealing.rules.pairs import public_key
from tests.factories.cases import MadeCase, make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> MadeCase:
    """Give a case."""
    return make_case(make_organisation())


def mistyped(code: str) -> str:
    """Return a code with its last character changed: the check characters no longer fit."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def unknown() -> str:
    """Return a code that fits its check characters and belongs to nothing."""
    return codes.derive_code(secret=b"s" * 32, form_random=b"r" * 16, digest=b"d" * 32).text


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count key operations, and the queries by their text without values."""
    done: list[str] = []

    def counting(name: str, verb: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            done.append(name)
            return verb(*args, **kwargs)

        return call

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(codes, "derive", counting("derive", derive))
        patch.setattr(finder_verbs, "public_key", counting("public_key", public_key))
        patch.setattr(finder_verbs, "parse", counting("parse", codes.parse))
        yield done
    done.extend(query["sql"].partition("WHERE")[0] for query in queries.captured_queries)


def test_opens_the_own_report(case: MadeCase) -> None:
    """And no other."""
    make_case(case.organisation)
    assert open_for_finder(by=case.finder(), now=NOW).number == case.number


@pytest.mark.parametrize(("given", "typed"), [("A", "a"), ("-", " "), ("0", "O"), ("1", "l")])
def test_understands_how_people_type(case: MadeCase, given: str, typed: str) -> None:
    """Lower case, other separators, letters for digits."""
    code = case.receipt.code.replace(given, typed)
    entered = enter(organisation=case.organisation.id, code=code, by=Channel.FORM, now=NOW)
    assert open_for_finder(by=entered, now=NOW).number == case.number


@pytest.mark.parametrize(
    "code", ["", " ", "x", "\0", "\ud800", "A" * 10_000, "é" * 28, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"]
)
def test_nonsense_opens_nothing(case: MadeCase, code: str) -> None:
    """The same answer for all of it."""
    with pytest.raises(CodeUnknown):
        enter(organisation=case.organisation.id, code=code, by=Channel.FORM, now=NOW)


def test_a_mistyped_code_costs_exactly_what_an_unknown_one_costs(
    case: MadeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same queries and the same key operations, in the same order."""
    costs = []
    for code in (mistyped(case.receipt.code), unknown(), "nonsense"):
        with counted(monkeypatch) as done, pytest.raises(CodeUnknown):
            enter(organisation=case.organisation.id, code=code, by=Channel.FORM, now=NOW)
        costs.append(done)
    assert costs[0] == costs[1] == costs[2]
    assert sorted(cost.split()[0] for cost in costs[0]) == [
        "SELECT",
        "derive",
        "derive",
        "derive",
        "parse",
        "public_key",
    ]


def test_a_code_of_another_organisation_opens_nothing(case: MadeCase) -> None:
    """Not yours is not there."""
    with pytest.raises(CodeUnknown):
        enter(organisation=make_organisation().id, code=case.receipt.code, by=Channel.FORM, now=NOW)


def test_the_session_row_opens_nothing_by_itself(case: MadeCase) -> None:
    """It holds neither the token nor the seed."""
    entered = case.finder()
    row = FinderSession.objects.get()
    stored = bytes(row.digest) + bytes(row.sealed_seed)
    assert (entered.token.encode() in stored, codes.parse(case.receipt.code).seed in stored) == (False, False)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "A" * 43, "A" * 10_000])
def test_a_wrong_token_opens_nothing(case: MadeCase, token: str) -> None:
    """Whatever the cookie holds."""
    case.finder()
    with pytest.raises(SessionOver):
        open_for_finder(by=FinderPass(token, case.organisation.id), now=NOW)


def test_a_session_is_one_organisations(case: MadeCase) -> None:
    """The same cookie at another address opens nothing."""
    with pytest.raises(SessionOver):
        open_for_finder(by=FinderPass(case.finder().token, make_organisation().id), now=NOW)


def test_idling_ends_it(case: MadeCase) -> None:
    """At the boundary."""
    entered = case.finder()
    with pytest.raises(SessionOver):
        open_for_finder(by=entered, now=NOW + SESSION_IDLE)


def test_using_it_keeps_it_until_its_life_is_over(case: MadeCase) -> None:
    """Every twenty minutes, for eight hours and no longer."""
    entered, now = case.finder(), NOW
    while now < NOW + SESSION_LIFE:
        open_for_finder(by=entered, now=now)
        now += timedelta(minutes=20)
    with pytest.raises(SessionOver):
        open_for_finder(by=entered, now=NOW + SESSION_LIFE)


def test_leaving_ends_it(case: MadeCase) -> None:
    """Twice is no error."""
    entered = case.finder()
    leave(by=entered, now=NOW)
    leave(by=entered, now=NOW)
    with pytest.raises(SessionOver):
        open_for_finder(by=entered, now=NOW)


def test_two_sessions_are_independent(case: MadeCase) -> None:
    """Leaving on one device does not end the other."""
    phone, laptop = case.finder(), case.finder()
    leave(by=phone, now=NOW)
    assert open_for_finder(by=laptop, now=NOW).number == case.number


def test_forgotten_when_over(case: MadeCase) -> None:
    """The row goes; one that still lives stays."""
    case.finder()
    living = case.finder(now=NOW + SESSION_IDLE)
    assert expire_sessions(now=NOW + SESSION_IDLE) == 1
    assert open_for_finder(by=living, now=NOW + SESSION_IDLE).number == case.number


def test_the_page_of_a_closed_case_goes_in_the_end(case: MadeCase) -> None:
    """After the days the policy says, the code opens nothing: the same answer as for an unknown one."""
    visitor = make_member(case.organisation).unlocked
    decline(
        number=case.number, reason=DeclineReason.NOT_OURS, text="Nee.", seen_version=case.version, by=visitor, now=NOW
    )
    close(number=case.number, reason=ClosingReason.NOT_OURS, seen_version=case.version, by=visitor, now=NOW)
    case.finder(now=NOW + timedelta(days=179))
    with pytest.raises(CodeUnknown):
        case.finder(now=NOW + timedelta(days=180))
