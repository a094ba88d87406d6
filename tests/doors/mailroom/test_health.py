"""How mailboxes are, as the light at the desk and the operator are told."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from meldpunt.doors.mailroom import health
from meldpunt.doors.mailroom.health import Health
from meldpunt.doors.mailroom.mailboxes import WELL, LookedInto
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.upkeep import make_check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that a test sets."""
    told = [0.0]
    monkeypatch.setattr(health, "monotonic", lambda: told[0])
    return told


def box(name: str, organisation: MadeOrganisation | None) -> LookedInto:
    owner = None if organisation is None else organisation.id
    return LookedInto(name, lambda: owner, nullcontext, is_shared=True, keep=timedelta(days=7))  # type: ignore[arg-type]


def rows() -> list[tuple[object, str]]:
    return list(Check.objects.filter(part=Part.MAILBOX).order_by("organisation").values_list("organisation", "trouble"))


def test_well():
    organisation = make_organisation()
    Health([box("one", organisation)])("one", WELL)
    assert rows() == [(organisation.id, "")]


def test_dead_after_a_while(clock):
    """A server that is started anew is no alarm."""
    organisation = make_organisation()
    noted = Health([box("one", organisation)])
    found = []
    for clock[0] in (0.0, 300.0, 599.0, 600.0):
        noted("one", "unreachable")
        found += rows()
    assert found == [(organisation.id, "")] * 3 + [(organisation.id, Trouble.NOT_LOOKED_AT)]
    noted("one", WELL)
    assert rows() == [(organisation.id, "")]


def test_the_operator_reads_which_and_why(clock):
    """The name in the settings and a code, until it is well."""
    organisation = make_organisation()
    noted = Health([box("one", organisation), box("two", organisation)])
    found = []
    for clock[0], problem in ((0.0, "unreachable"), (700.0, "sign_in"), (1000.0, WELL)):
        noted("one", problem)
        noted("two", WELL)
        found.append(Check.objects.get(part=Part.MAILBOX).detail)
    assert found == ["", "one: sign_in", ""]


def test_one_of_two_is_dead(clock):
    """The other one, which is well, hides nothing; and the one of another organisation says nothing of this."""
    organisation, other = make_organisation(), make_organisation()
    noted = Health([box("one", organisation), box("two", organisation), box("three", other)])
    for clock[0] in (0.0, 700.0):
        noted("one", "sign_in")
        noted("two", WELL)
        noted("three", WELL)
    assert dict(rows()) == {organisation.id: Trouble.NOT_LOOKED_AT, other.id: ""}


def test_told_now_and_then(clock, monkeypatch):
    """Not at every look, and never seldom enough to seem silent."""
    told = []
    monkeypatch.setattr(health, "note", lambda **what: told.append(clock[0]))
    noted = Health([box("one", make_organisation())])
    for clock[0] in (0.0, 60.0, 299.0, 300.0, 360.0, 600.0):
        noted("one", WELL)
    assert told == [0.0, 300.0, 600.0]


def test_nobodys_mailbox():
    Health([box("one", None)])("one", WELL)
    assert rows() == []


def test_a_mailbox_that_was_taken_out():
    gone, kept = make_organisation(), make_organisation()
    for each in (gone, kept):
        make_check(each, Part.MAILBOX, Trouble.NOT_LOOKED_AT)
    Health([box("one", kept)]).begin()
    assert rows() == [(kept.id, Trouble.NOT_LOOKED_AT)]
