"""Let the only organisation of a folder hold the keys of an index, and know the finders who signed. Runs in that folder's own environment.

python -m benchmarks.mail_keys FOLDER ADDRESS

Keys that `openpgp import` takes come in by that verb. Those that it refuses today, because all that their owner signed about them is by SHA-1,
are laid beside them as an import of years ago left them: a key that was replaced stays, and opens mail.

Who signed has a case, opened by a first mail from their address, with their key confirmed. Prints, as JSON, how many keys came in either way
and to which address, with a token, each signed message has to go.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

ENDED = datetime(2020, 1, 1, tzinfo=UTC)


def main(place: Path, address: str) -> None:
    """Import, open cases, print."""
    from meldpunt.people.models import Organisation

    organisation = Organisation.objects.get().id
    taken, laid = _import_all(place, organisation)
    told = {"imported": taken, "laid": laid, "to": _open_cases(place, organisation, address)}
    json.dump(told, sys.stdout)


def _import_all(place: Path, organisation: UUID) -> tuple[int, int]:
    """Import every secret key of the index; return how many the verb took, and how many were laid beside."""
    from benchmarks.mail_index import held_keys
    from meldpunt.journal.terms import OPERATOR
    from meldpunt.outside.openpgp import Sequoia
    from meldpunt.people.actions import import_secret_key
    from meldpunt.people.terms import KeyRefused, SettingsRefused

    keys, taken, refused = Sequoia(), 0, []
    for held in held_keys(place):
        content = held.secret or b""
        try:
            address = keys.read(content).addresses[0]
            import_secret_key(
                organisation=organisation, content=content, address=address, keys=keys, by=OPERATOR, now=_now()
            )
            taken += 1
        except (KeyRefused, SettingsRefused):
            refused.append(held)
    for held in refused:
        _lay(organisation, held)
    return taken, len(refused)


def _lay(organisation: UUID, held: Any) -> None:
    from django.conf import settings

    from meldpunt.people.models import OpenPgpKey
    from meldpunt.people.rules.openpgp import seal_info
    from meldpunt.sealing.rules.bodies import seal_under

    row = uuid4()
    info = seal_info(organisation=organisation, key=row)
    OpenPgpKey.objects.create(
        id=row,
        organisation_id=organisation,
        fingerprint=held.fingerprint,
        address="old@example.org",
        certificate=held.certificate,
        secret=seal_under(settings.MELDPUNT_SECRETS.openpgp, held.secret, info),
        imported=True,
        added_at=ENDED,
        retired_at=ENDED,
    )


def _open_cases(place: Path, organisation: UUID, address: str) -> dict[str, str]:
    """Open a case for the sender of every signed message, with the key that signed it, and return where each message goes."""
    from benchmarks.mail_index import lines, signers
    from meldpunt.arrivals.terms import Envelope, Way
    from meldpunt.outside.reading import ChildReader
    from meldpunt.people.access import openpgp_keyring

    envelope, addresses, to = Envelope(Way.PIPE, (address,), None), dict[str, str](), dict[str, str]()
    for name, line in lines(place).items():
        if line.signature != "good":
            continue
        raw = (place / name).read_bytes()
        read = ChildReader().read(
            raw, keys=openpgp_keyring(organisation), signers=signers(place), envelope=envelope, now=_now()
        )
        sender = read.sender.address if read.sender else ""
        if sender not in addresses:
            addresses[sender] = _address_of_case(organisation, address, sender, read.encryption.signer)
        to[name] = addresses[sender]
    return to


def _address_of_case(organisation: UUID, address: str, sender: str, certificate: bytes) -> str:
    """Let somebody report by mail, confirm their key, and return the address to go on at."""
    from django.conf import settings

    from meldpunt.arrivals.terms import Channel, Envelope, Way
    from meldpunt.cases.actions import receive_mail
    from meldpunt.cases.models import Thread
    from meldpunt.cases.rules.mail_marks import address_with, token_of
    from meldpunt.outside.reading import ChildReader
    from meldpunt.people.queries import organisation_facts

    raw = f"From: {sender}\r\nTo: {address}\r\nSubject: A door\r\nMessage-ID: <{uuid4()}@{sender}>\r\n\r\nIt stands open.\r\n"
    envelope = Envelope(Way.PIPE, (address,), sender)
    ended = receive_mail(
        raw=raw.encode(),
        envelope=envelope,
        organisation=organisation,
        reader=ChildReader(),
        by=Channel.MAIL,
        now=_now(),
    )
    thread = Thread.objects.get(case__number=ended.number)
    _confirm(thread.pk, certificate)
    token = token_of(thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
    return address_with(token, mail_in=address, subaddress=organisation_facts(organisation).subaddress)


def _confirm(thread: UUID, certificate: bytes) -> None:
    """Keep a key as one that was confirmed, whatever it is worth by now."""
    from django.conf import settings
    from openpgp.composed import SignedPublicKey

    from meldpunt.arrivals.terms import KeySource
    from meldpunt.cases.models import FinderKey
    from meldpunt.cases.rules.finder_keys import mark_of_key, seal_key
    from meldpunt.cases.terms import FinderKeyFacts

    key, secret = uuid4(), settings.MELDPUNT_SECRETS.notice
    fingerprint = SignedPublicKey.from_bytes(certificate).fingerprint.upper()
    facts = FinderKeyFacts(fingerprint, certificate, (), None)
    FinderKey.objects.create(
        id=key,
        thread_id=thread,
        mark=mark_of_key(fingerprint, thread=thread, secret=secret),
        sealed=seal_key(facts, key=key, thread=thread, secret=secret),
        source=KeySource.GIVEN.value,
        learned_at=_now(),
        confirmed_at=_now(),
    )


def _now() -> datetime:
    return datetime.now(tz=UTC)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.site.settings")
    django.setup()
    main(Path(sys.argv[1]), sys.argv[2])
