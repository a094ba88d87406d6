"""Signs of life, and how the way in is, for tests."""

from datetime import datetime

from meldpunt.journal.terms import SYSTEM
from meldpunt.upkeep.actions import beat, mail_canary, note, send_canary
from meldpunt.upkeep.terms import Part, Trouble
from tests.factories.people import NOW, MadeOrganisation
from tests.fakes.form_visitor import FakeVisitor


def make_heartbeat(*, now: datetime) -> None:
    """Let the worker have been there at `now`."""
    beat(by=SYSTEM, now=now)


def make_check(
    organisation: MadeOrganisation, part: Part = Part.FORM, trouble: Trouble | None = None, *, now: datetime = NOW
) -> None:
    """Let a part of the way in have been looked at."""
    note(organisation=organisation.id, part=part, trouble=trouble, by=SYSTEM, now=now)


def make_canary(organisation: MadeOrganisation, *, now: datetime = NOW) -> None:
    """Let a canary lie there for a handler."""
    send_canary(organisation=organisation.id, outside=None, inside=FakeVisitor(now=now), by=SYSTEM, now=now)


def make_mail_canary(organisation: MadeOrganisation, *, now: datetime = NOW) -> None:
    """Let a canary be on its way by mail."""
    mail_canary(organisation=organisation.facts, to="melden@clinic.example", by=SYSTEM, now=now)
