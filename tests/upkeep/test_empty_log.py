"""What was erased is neither in the database file nor in the log beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from meldpunt.cases.actions import erase_finder, forget_contact
from meldpunt.cases.models import Thread
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.reports.models import Report
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.rules.wraps import HEAD_SIZE
from meldpunt.sealing.terms import Purpose
from meldpunt.upkeep.jobs import empty_log
from tests.factories.cases import MAILED, NAMED, MadeCase, make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
PIECE = 40  # bytes; long values lie in several places


def _on_disk() -> bytes:
    file = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    return b"".join(part.read_bytes() for part in (file, file.with_name(file.name + "-wal")) if part.exists())


def _found(values: list[bytes]) -> list[bool]:
    """Tell for each piece of each value whether it is on the disk."""
    disk = _on_disk()
    return [value[at : at + PIECE] in disk for value in values for at in range(0, len(value) - PIECE + 1, PIECE)]


def _by_the_finder(case: MadeCase) -> None:
    forget_contact(by=case.finder(), now=NOW)


def _by_the_desk(case: MadeCase) -> None:
    by = make_member(case.organisation).unlocked
    erase_finder(number=case.number, asked="Belde.", seen_version=case.version, by=by, now=NOW)


@pytest.mark.parametrize("erase", [_by_the_finder, _by_the_desk])
def test_deleted_contact_details_are_not_on_the_disk(erase: Callable[[MadeCase], None]) -> None:
    case = make_case(make_organisation(), identity=NAMED, contact=MAILED)
    letter = Owed.objects.get(letter=Letter.RECEIVED)
    report = Report.objects.get()
    name = key_name(purpose=Purpose.IDENTITY, organisation=case.organisation.id, thread=report.pk)
    wraps = Wrap.objects.filter(key=name.id)
    # a wrap's head stands in the rows of the other keys too, and opens nothing without what follows it
    secret = [bytes(report.identity or b""), *(bytes(wrap.sealed)[1 + HEAD_SIZE :] for wrap in wraps)]
    secret += [bytes(letter.sealed or b""), bytes(Thread.objects.get().notice_address or b"")]
    assert (len(secret), sum(_found(secret)) > len(secret)) == (4, True)
    erase(case)
    empty_log()
    assert set(_found(secret)) == {False}


def test_log_is_empty_afterwards() -> None:
    make_organisation()
    empty_log()
    file = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    assert file.with_name(file.name + "-wal").stat().st_size == 0


def test_deleted_bytes_are_overwritten() -> None:
    """On every connection, whatever this SQLite does by default."""
    assert "PRAGMA secure_delete=ON" in settings.DATABASES["default"]["OPTIONS"]["init_command"]
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
