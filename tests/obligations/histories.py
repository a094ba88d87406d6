"""Cases of an organisation that promises much, to which anything may happen."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from meldpunt.cases.actions import change_state, close, reopen, write_as_finder, write_as_handler
from meldpunt.cases.terms import CaseError, ClosingReason, DeclineReason, MessageKind, ReportState
from meldpunt.outbox.actions import settle_delivered, take_due
from meldpunt.people.terms import Visitor
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, NO_CONTACT, MadeCase, answer, make_case, say_no
from tests.factories.obligations import settle_case
from tests.factories.people import NOW, MadeOrganisation
from tests.factories.policy_texts import SMALL

PROMISES = """
[promises.first_answer]
within = "5 working days"
pauses = true

[promises.receipt]
within = "1 day"

[promises.silence]
within = "10 days"
pauses = true

[promises.solved]
within = "1 working day"

[promises.fix]
within = "60 days"
"""
LONG = SMALL.replace('[promises.first_answer]\nwithin = "5 working days"\n', PROMISES)


def made(organisation: MadeOrganisation, amount: int) -> list[MadeCase]:
    """Take in so many reports, of which every third finder is mailed."""
    contacts = [MAILED if place % 3 == 0 else NO_CONTACT for place in range(amount)]
    return [make_case(organisation, contact=each, form=make_form(organisation, policy_version=2)) for each in contacts]


def live(cases: Sequence[MadeCase], anna: Visitor, chance: random.Random, *, deeds: int) -> datetime:
    """Let anything happen to these cases, much of it settled on the way; return when it ended."""
    now = NOW
    for _ in range(deeds):
        now += timedelta(hours=chance.choice((1, 5, 30, 200)))
        with suppress(CaseError), transaction.atomic():
            happen(chance.choice(cases), anna, chance, now)
        if chance.random() < 0.2:
            settle_case(chance.choice(cases), now=now)
    return now


def solve(case: MadeCase, anna: Visitor, now: datetime) -> None:
    """Take a case through its states, and close it as solved."""
    for state in (ReportState.VALID, ReportState.ACCEPTED):
        with suppress(CaseError), transaction.atomic():
            change_state(number=case.number, to=state, seen_version=case.version, by=anna, now=now)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=now)


def happen(case: MadeCase, anna: Visitor, chance: random.Random, now: datetime) -> None:
    """Let one thing happen."""
    number, seen, state = case.number, case.version, chance.choice((ReportState.VALID, ReportState.ACCEPTED))
    deeds: tuple[Callable[[], object], ...] = (
        lambda: answer(case, anna, now=now),
        lambda: ask(case, anna, now),
        lambda: write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now),
        lambda: solve(case, anna, now),
        lambda: change_state(number=number, to=state, seen_version=seen, by=anna, now=now),
        lambda: reopen(number=number, seen_version=seen, by=anna, now=now),
        lambda: say_no(case, anna, DeclineReason.NOT_VALID, now=now),
        lambda: carry(now),
    )
    chance.choice(deeds)()


def ask(case: MadeCase, anna: Visitor, now: datetime) -> None:
    """Ask the finder something."""
    kind, seen = MessageKind.ASK, case.version
    write_as_handler(number=case.number, kind=kind, text="Waar?", uploads=(), seen_version=seen, by=anna, now=now)


def carry(now: datetime) -> None:
    """Let some letters leave."""
    for letter in take_due(now=now, limit=2):
        settle_delivered(row=letter, now=now)
