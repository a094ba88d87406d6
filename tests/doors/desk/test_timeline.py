"""What happened in a case stays readable however much it was."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from meldpunt.cases.access import open_for_member
from meldpunt.cases.terms import Change
from meldpunt.doors.desk.timeline import lines_of, told
from meldpunt.journal.terms import Actor, ActorKind, EntryLine
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.obligations import settle_all
from tests.factories.people import make_member, make_organisation

pytestmark = pytest.mark.django_db
type At = Callable[[int], datetime]


def test_only_the_newest_of_a_long_history_is_shown_until_asked() -> None:
    """The first line is behind a link."""
    organisation = make_organisation(host_names=["testserver"])
    case, member = make_case(organisation, now=timezone.now()), make_member(organisation, language="en")
    settle_all(now=timezone.now())
    for _ in range(70):
        open_for_member(number=case.number, visitor=member.unlocked, now=timezone.now())
    client, address = client_of(member), f"/desk/cases/{case.number}"
    short, whole = (client.get(address + asked).content.decode() for asked in ("", "?events=all"))
    assert [("The report came in" in page, 'href="?events=all#h-timeline"' in page) for page in (short, whole)] == [
        (False, True),
        (True, False),
    ]
    lines = re.findall(r'<li class="done">', whole)
    assert len(lines) == 3  # report, promise, and one line for the same look again and again


def test_looks_in_a_row_are_one_line_with_every_moment(at: At) -> None:
    """What the same person does in between keeps its place; the look stands where it was last."""
    lines = lines_of((look("Lea", at(1)), deed("case.noted", "Lea", at(2)), look("Lea", at(2)), look("Lea", at(5))), {})
    assert [(line.words, line.at, line.before) for line in lines] == [
        ("Lea wrote a note", at(2), ()),
        ("Lea opened the case", at(5), (at(1), at(2))),
    ]


def test_a_member_who_published_is_named() -> None:
    """The operator is not, and nobody made version 1, which is built in."""
    lea, now = uuid4(), datetime(2026, 10, 5, tzinfo=UTC)
    entries = [
        EntryLine(uuid4(), 1, now, None, Actor(kind, lea), "policy.published", {"number": number})
        for kind, number in ((ActorKind.MEMBER, 2), (ActorKind.OPERATOR, 2), (ActorKind.MEMBER, 1))
    ]
    assert [told(entry, {lea: "Lea"}) for entry in entries] == [
        "Lea published policy version 2",
        "Policy version 2 was published",
        "Policy version 1 was published",
    ]


def test_somebody_else_in_between_keeps_looks_apart(at: At) -> None:
    lines = lines_of((look("Lea", at(1)), look("Sem", at(2)), look("Lea", at(3))), {})
    assert [(line.words, line.before) for line in lines] == [
        ("Lea opened the case", ()),
        ("Sem opened the case", ()),
        ("Lea opened the case", ()),
    ]


def test_what_changes_something_is_told_each_time(at: At) -> None:
    lines = lines_of((deed("case.noted", "Lea", at(1)), deed("case.noted", "Lea", at(2))), {})
    assert [line.at for line in lines] == [at(1), at(2)]


def test_the_page_says_how_often_and_shows_every_moment() -> None:
    organisation = make_organisation(host_names=["testserver"])
    start = datetime(2026, 10, 5, 8, tzinfo=UTC)
    case, member = make_case(organisation, now=start), make_member(organisation, name="Sem", language="en")
    settle_all(now=timezone.now())
    for hour in range(2):
        open_for_member(number=case.number, visitor=member.unlocked, now=start + timedelta(hours=hour))
    page = client_of(member).get(f"/desk/cases/{case.number}").content.decode()
    told = page.partition('id="h-timeline"')[2].partition("</section>")[0]
    assert ("3 times, last:" in told, "Every time" in told) == (True, True)
    assert re.findall(r"<li><time[^>]*>(5 October[^<]*)<", told) == ["5 October 2026 10:00", "5 October 2026 11:00"]


@pytest.fixture
def at() -> At:
    """Return a moment by its minute."""
    return lambda minute: datetime(2026, 10, 5, 8, minute, tzinfo=UTC)


def look(who: str, at: datetime) -> Change:
    """Let somebody open the case."""
    return deed("case.opened", who, at)


def deed(name: str, who: str, at: datetime) -> Change:
    """Let somebody do something."""
    return Change(at=at, deed=name, side="member", who=who, facts={})


@pytest.mark.parametrize(
    ("count", "said"), [(1, "Lea looked at a list with one case"), (2, "Lea looked at a list with 2 cases")]
)
def test_a_list_of_one_case_is_told_as_one(at: At, count: int, said: str) -> None:
    seen = Change(at=at(1), deed="queue.titles_opened", side="member", who="Lea", facts={"count": count})
    assert lines_of((seen,), {})[0].words == said
