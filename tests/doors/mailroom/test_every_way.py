"""Messages that no program would write come by pipe, by LMTP and through a mailbox: each is there once, whichever way was first."""

import io
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.mail_carried import on_the_wire
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_marks import mark_of
from meldpunt.arrivals.terms import Envelope, MailEnd
from meldpunt.cases.models import Thread
from meldpunt.doors.console import mail
from meldpunt.doors.mailroom.keeping import Keeping
from meldpunt.doors.mailroom.mailboxes import LookedInto, Round
from meldpunt.doors.mailroom.taking import Limits
from meldpunt.outside.reading import ChildReader
from tests.doors.mailroom.conftest import Door, door
from tests.factories.people import make_organisation, take_mail
from tests.fakes.mail_intake import FakeIntake
from tests.fakes.postbox import FakePostbox
from tests.outside.reading.test_any_bytes import MAILS, nested

pytestmark = [pytest.mark.network, pytest.mark.django_db]
ADDRESS, SENDER = "security@kliniek.example", "finder@research.example"
MESSAGES = 104
NOTHING_KEPT = {MailEnd.LOOP, MailEnd.REROUTED, MailEnd.BOUNCE}
MAIL = st.one_of(
    MAILS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    nested(),
    nested(),
    st.binary(min_size=1, max_size=500),
)


@dataclass
class OneConnection(FakeIntake):
    """Takes messages for cases in the server's threads, by the connection of the test, which waits meanwhile."""

    intake: Keeping = field(default_factory=lambda: Keeping(ChildReader()))
    shared: BaseDatabaseWrapper = field(default_factory=lambda: connections["default"])

    def organisation_of(self, address: str) -> UUID | None:
        """Return whose address it is."""
        connections["default"] = self.shared
        return self.intake.organisation_of(address)

    def take(self, raw: bytes, envelope: Envelope, organisation: UUID) -> None:
        """Keep it."""
        connections["default"] = self.shared
        self.intake.take(raw, envelope, organisation)


@pytest.fixture(autouse=True)
def _as_many_as_there_are() -> Iterator[None]:
    """Take what one sender brings, however much."""
    many = {"mails_per_hour": 10_000, "mails_of_domain_per_hour": 10_000}
    with override_settings(MELDPUNT=django_settings.MELDPUNT.model_copy(update=many)):
        yield


@pytest.fixture
def organisation() -> UUID:
    made = make_organisation()
    take_mail(made, at=ADDRESS)
    return made.id


@pytest.fixture
def place() -> Iterator[Door]:
    connection.inc_thread_sharing()
    try:
        with door(OneConnection()) as running:
            yield running
    finally:
        connection.dec_thread_sharing()


def by_pipe(raw: bytes) -> bool:
    said = io.StringIO()
    code = mail.run(
        ["receive", "--recipient", ADDRESS, "--sender", SENDER],
        reader=ChildReader(),
        source=io.BytesIO(raw),
        environment={},
        output=said,
        complaints=said,
    )
    return code == os.EX_OK


def by_lmtp(place: Door, raw: bytes) -> bool:
    with place.lmtp() as client:
        return client.sendmail(SENDER, [ADDRESS], on_the_wire(raw)) == {}


def by_mailbox(organisation: UUID, raw: bytes) -> bool:
    """Bring it through one that other post comes to as well."""
    postbox = FakePostbox()
    postbox.bring(on_the_wire(raw))
    box = LookedInto("shared", lambda: organisation, postbox.open, is_shared=True, keep=timedelta(days=7))
    with postbox.open():
        Round(box, Keeping(ChildReader()), lambda name, problem: None, threading.Event(), Limits().size).look(postbox)
    return not postbox.inside and len(postbox.away) == 1


def is_accounted_for(row: Mail) -> bool:
    """Tell whether a message is sealed where a person finds it, or ended as one of which nothing is kept."""
    if row.end in {MailEnd.REPORT, MailEnd.MESSAGE}:
        return row.stored_as is not None and Thread.objects.filter(pk=row.thread).exists()
    return row.stored_as is not None or row.end in NOTHING_KEPT


def test_each_is_there_once(organisation: UUID, place: Door) -> None:
    ways: dict[str, Callable[[bytes], bool]] = {
        "pipe": by_pipe,
        "lmtp": lambda raw: by_lmtp(place, raw),
        "mailbox": lambda raw: by_mailbox(organisation, raw),
    }
    marks, numbers = set[bytes](), count()

    @settings(max_examples=MESSAGES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(MAIL, st.permutations(sorted(ways)))
    def bring(raw: bytes, order: list[str]) -> None:
        raw += b"\r\n\r\n%d" % next(numbers)  # another message each time
        marks.add(mark_of(raw, organisation=organisation, secret=django_settings.MELDPUNT_SECRETS.mail))
        assert [ways[name](raw) for name in order] == [True, True, True]
        assert {bytes(mark) for mark in Mail.objects.values_list("mark", flat=True)} == marks

    bring()
    rows = list(Mail.objects.all())
    assert (len(rows), [row.end for row in rows if not is_accounted_for(row)]) == (len(marks), [])
    assert len(marks) >= 100
