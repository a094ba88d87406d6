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

DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_the_journal_tells_when_it_was_recorded() -> None:
    organisation = make_organisation()
    lead = make_lead(organisation).unlocked
    case = make_case(organisation, contact=MAILED)
    answer(case, lead)
    carry(now=NOW + DAY)
    letter = Notice.objects.get(message__isnull=False).letter
    note_came_back(
        number=case.number,
        mail=letter,
        at=NOW + 2 * DAY,
        address_dead=False,
        seen_version=case.version,
        by=lead,
        now=NOW + 9 * DAY,
    )
    MigrationExecutor(connection).migrate([("cases", "0005_mail_came_back")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert set(Notice.objects.filter(letter=letter).values_list("came_back_noted_at", flat=True)) == {NOW + 9 * DAY}
