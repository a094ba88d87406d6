"""Postfix starts our command for each message, by its pipe transport as docs/operate.md says, and does as the exit code tells it.

Postfix starts no program as root, and an ordinary user of this machine may not reach the Python of these tests: what it starts hands message and
arguments over to the test, which gives the command, and ends as that did.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import CannotRead, Envelope, MailFlaw, ReadMail
from meldpunt.cases.models import Case
from meldpunt.doors.console import mail
from meldpunt.people.terms import HeldKey
from tests.doors.mailroom.postfix import NEEDS_POSTFIX, Postfix, documented, postfix, postfix_folder, wait_for
from tests.factories.people import make_organisation, take_mail
from tests.fakes.mail_reading import MAIL

pytestmark = [pytest.mark.network, pytest.mark.root, pytest.mark.django_db, NEEDS_POSTFIX]
ADDRESS = "security@kliniek.example"
RAW = b"From: sam@finder.example\r\nSubject: A hole\r\nMessage-ID: <1@finder.example>\r\n\r\nIn the login page.\r\n.\r\nEnd\r\n"
STARTED = """#!/bin/sh
place={folder}/handed/$$
mkdir "$place" || exit 75
printf '%s\\n' "$@" > "$place/arguments"
cat > "$place/message"
: > "$place/whole"
while [ ! -f "$place/code" ]; do sleep 0.05; done
exit "$(cat "$place/code")"
"""


@dataclass
class Noting:
    """Reads every message as one report, after raising what is in `troubles`; keeps the envelopes and the messages."""

    troubles: list[Exception] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return the report."""
        del keys, signers, now
        if self.troubles:
            raise self.troubles.pop()
        self.envelopes.append(envelope)
        self.messages.append(raw)
        return MAIL


@pytest.fixture
def folder() -> Iterator[Path]:
    with postfix_folder() as place:
        (place / "handed").mkdir()
        (place / "handed").chmod(0o777)
        started = place / "meldpunt"
        started.write_text(STARTED.format(folder=place), encoding="utf-8")
        started.chmod(0o755)
        yield place


@pytest.fixture
def server(folder: Path) -> Iterator[Postfix]:
    """Lend a Postfix with the service that operators copy, and an organisation whose mail it delivers."""
    take_mail(make_organisation(), at=ADDRESS)
    service = documented("By a pipe")[0].replace("user=meldpunt", "user=nobody")
    service = service.replace("/opt/meldpunt/meldpunt", f"{folder}/meldpunt")
    with postfix(folder, "meldpunt:", own="meldpunt_destination_recipient_limit = 1\n", services=service) as place:
        yield place


def give(reader: Noting, server: Postfix, until: Callable[[], bool]) -> None:
    """Give the command for everything that Postfix hands over, until it is true."""

    def given() -> bool:
        for whole in (server.folder / "handed").glob("*/whole"):
            whole.unlink()
            place = whole.parent
            arguments = (place / "arguments").read_text(encoding="utf-8").splitlines()
            code = _given(arguments[1:], (place / "message").read_bytes(), reader)
            (place / "ended").write_text(str(code), encoding="ascii")
            (place / "ended").rename(place / "code")
        return until()

    wait_for(given, server)


def _given(arguments: Sequence[str], message: bytes, reader: Noting) -> int:
    said = io.StringIO()
    source = io.BytesIO(message)
    return mail.run(arguments, reader=reader, source=source, environment=os.environ, output=said, complaints=said)


def test_stored_and_gone_from_its_queue(server: Postfix) -> None:
    """With sender and recipient of its envelope, a token and all, and every line of it."""
    reader = Noting()
    server.send(RAW, "security+abc234@kliniek.example")
    give(reader, server, lambda: Mail.objects.count() == 1 and not server.waiting())
    [envelope], [message] = reader.envelopes, reader.messages
    assert (envelope.sender, envelope.recipients) == ("finder@research.example", ("security+abc234@kliniek.example",))
    assert message.endswith(RAW.partition(b"\r\n\r\n")[2].replace(b"\r\n", b"\n"))


def test_what_cannot_be_kept_is_brought_again(server: Postfix) -> None:
    reader = Noting([CannotRead(MailFlaw.BUSY)])
    server.send(RAW, ADDRESS)
    give(reader, server, lambda: Mail.objects.count() == 1 and not server.waiting())
    assert ("status=deferred" in server.log(), reader.troubles, Case.objects.count()) == (True, [], 1)


def test_the_null_sender(server: Postfix) -> None:
    reader = Noting()
    server.send(RAW, ADDRESS, sender="")
    give(reader, server, lambda: len(reader.envelopes) == 1 and not server.waiting())
    assert reader.envelopes[0].sender == ""
