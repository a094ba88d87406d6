"""What a database of before a mail's coming back had a moment of recording tells after the upgrade."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from meldpunt.cases.actions import note_came_back
from meldpunt.cases.models import Notice
from tests.factories.cases import MAILED, answer, make_case
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_lead, make_organisation

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_the_journal_tells_when_each_was_recorded() -> None:
    """Also of one recorded before another of the same case, and of one that came back within the minute in which it left."""
    organisation = make_organisation()
    lead = make_lead(organisation).unlocked
    case = make_case(organisation, contact=MAILED)
    left = [NOW + DAY + 10 * SECOND, NOW + 3 * DAY]
    for at in left:
        answer(case, lead, now=at - 120 * SECOND)
        carry(now=at)
    letters = list(Notice.objects.filter(message__isnull=False).order_by("id").values_list("letter", flat=True))
    recorded = [(letters[0], left[0].replace(second=0), NOW + 9 * DAY), (letters[1], NOW + 4 * DAY, NOW + 12 * DAY)]
    for letter, at, now in recorded:
        seen = case.version
        note_came_back(number=case.number, mail=letter, at=at, address_dead=False, seen_version=seen, by=lead, now=now)
    MigrationExecutor(connection).migrate([("cases", "0005_mail_came_back")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    told = dict(Notice.objects.filter(letter__in=letters).values_list("letter", "came_back_noted_at"))
    assert told == {letter: now for letter, _at, now in recorded}
