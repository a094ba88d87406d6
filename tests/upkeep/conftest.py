"""What the tests of the test by mail have in common: a mail that leaves, and brings it in again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from meldpunt.arrivals.terms import Channel, Ended, Envelope, MailEnd, ReadMail, Way
from meldpunt.cases.actions import receive_mail
from meldpunt.outbox.terms import ReadyLetter
from meldpunt.outside.letters import message
from meldpunt.outside.reading import mail
from meldpunt.outside.reading.crypt import Keys
from meldpunt.people.terms import HeldKey
from meldpunt.upkeep.jobs import try_mail
from meldpunt.upkeep.queries import light_of
from meldpunt.upkeep.terms import Level, Part, Trouble
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.factories.upkeep import make_mail_canary
from tests.fakes.carrier import delivered

SECOND, MINUTES, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
ADDRESS = "melden@clinic.example"
BY_MAIL = f'\n[[way_in]]\nkind = "mail"\naddress = "{ADDRESS}"\n'
BY_LMTP = Envelope(Way.LMTP, recipients=(ADDRESS,))


class Reader:
    """Reads a mail here, without a child."""

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return what is in it."""
        return mail.read(raw, keys=Keys(keys, signers), envelope=envelope, now=now)


@pytest.fixture
def sends(settings) -> None:
    """Let mail leave."""
    environment = settings.MELDPUNT.model_copy(
        update={"smtp_host": "smtp.clinic.example", "mail_from": "desk@clinic.example"}
    )
    settings.MELDPUNT = environment


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation at which mail comes in."""
    made = make_organisation()
    take_mail(made, at=ADDRESS)
    return made


def comes(organisation: MadeOrganisation, raw: bytes, *, now: datetime = NOW, envelope: Envelope = BY_LMTP) -> MailEnd:
    ended: Ended = receive_mail(
        raw=raw, envelope=envelope, organisation=organisation.id, reader=Reader(), by=Channel.MAIL, now=now
    )
    return ended.end


def sent(organisation: MadeOrganisation, *, now: datetime = NOW) -> bytes:
    """Return the mail that leaves."""
    make_mail_canary(organisation, now=now)
    return raw_of(delivered(now=now)[-1])


def raw_of(letter: ReadyLetter) -> bytes:
    return message(letter).as_bytes()


def troubles(organisation: MadeOrganisation, *, now: datetime = NOW) -> list[tuple[Part, Trouble, Level]]:
    facts = make_member(organisation).unlocked.organisation
    return [(sign.part, sign.trouble, sign.level) for sign in light_of(facts, now=now).signs]


def looks(*moments: datetime) -> list[int]:
    return [try_mail(now=moment) for moment in moments]
