"""Making, taking over, renewing, replacing and handing out the organisation's OpenPGP key. Keys that were replaced stay."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import OPERATOR, Actor, Fact
from meldpunt.people.access import openpgp_secret
from meldpunt.people.actions.keys import hold_organisation
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.models import OpenPgpKey
from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules import openpgp as rules
from meldpunt.people.terms import KeyFlaw, KeyHeld, KeyNotRenewable, KeyRefused, NoKey, OpenPgp, ReadKey
from meldpunt.sealing.rules import bodies


def make_openpgp_key(*, organisation: UUID, address: str, keys: OpenPgp, by: Actor, now: datetime) -> None:
    """Make the organisation's first key, for this mail address. Raises KeyHeld, SettingsRefused, NotThere."""
    made = _made(organisation, address, keys, now)
    with transaction():
        hold_organisation(organisation)
        if _in_use(organisation) is not None:
            raise KeyHeld
        _keep(organisation, made, address=address, imported=False, by=by, now=now)


def replace_openpgp_key(*, organisation: UUID, address: str, keys: OpenPgp, by: Actor, now: datetime) -> None:
    """Make a new key in place of the one in use, which is kept. Raises NoKey, SettingsRefused, NotThere."""
    made = _made(organisation, address, keys, now)
    with transaction():
        hold_organisation(organisation)
        if _in_use(organisation) is None:
            raise NoKey
        _retire(organisation, now)
        _keep(organisation, made, address=address, imported=False, by=by, now=now)


def import_public_key(
    *, organisation: UUID, content: bytes, address: str, keys: OpenPgp, by: Actor, now: datetime
) -> None:
    """Use a public key of the organisation's own: it is published, and nothing is signed or opened with it.

    Raises KeyRefused, SettingsRefused, NotThere; then nothing changed.
    """
    read = _read(content, address, keys, now)
    if read.secret is not None:
        raise KeyRefused(KeyFlaw.SECRET_GIVEN)
    _take_over(organisation, read, address=address, by=by, now=now)


def import_secret_key(
    *, organisation: UUID, content: bytes, address: str, keys: OpenPgp, by: Actor, now: datetime
) -> None:
    """Use a key of the organisation's own with its secret part: it is published, signed with, and renewed.

    Raises KeyRefused, SettingsRefused, NotThere; then nothing changed.
    """
    read = _read(content, address, keys, now)
    if read.secret is None:
        raise KeyRefused(KeyFlaw.SECRET_MISSING)
    keys.sign("try\n", secret=read.secret)
    _take_over(organisation, read, address=address, by=by, now=now)


def renew_openpgp_key(*, organisation: UUID, keys: OpenPgp, by: Actor, now: datetime) -> datetime:
    """Renew the key in use, and return until when it lasts now. Raises NoKey, KeyNotRenewable."""
    row = _in_use(organisation)
    if row is None or row.secret is None:
        raise NoKey
    secret = openpgp_secret(organisation)
    renewed = keys.renew(certificate=bytes(row.certificate), secret=secret, until=now + rules.LIFE)
    if renewed.expires_at is None or rules.is_due(renewed.expires_at, now):
        raise KeyNotRenewable
    with transaction():
        hold_organisation(organisation)
        still = OpenPgpKey.objects.filter(pk=row.pk, retired_at__isnull=True)
        changed = still.update(certificate=renewed.certificate, expires_at=renewed.expires_at, renewed_at=now)
        if not changed:
            raise NoKey
        facts = {"fingerprint": row.fingerprint, "until": f"{renewed.expires_at:%Y-%m-%d}"}
        record(organisation=organisation, case=None, by=by, deed="openpgp.renewed", facts=facts, now=now)
    return renewed.expires_at


def hand_out_openpgp_key(
    *, organisation: UUID, fingerprint: str, passphrase: str, keys: OpenPgp, by: Actor, now: datetime
) -> str:
    """Return the key with this fingerprint, its secret part behind a passphrase, armoured: for the mail program of those who open its mail.

    From then on mail to it is opened there, and whoever gets both signs as the organisation: the journal keeps that it was handed out.
    Raises PasswordTooWeak, NoKey, KeyRefused, SealingError, NotThere.
    """
    row = OpenPgpKey.objects.filter(organisation=organisation, fingerprint=fingerprint, secret__isnull=False).first()
    if row is None:
        raise NoKey
    check_strength(passphrase, organisation=organisation, about=[row.address])
    secret = openpgp_secret(organisation, fingerprint=fingerprint)
    locked = keys.lock(certificate=bytes(row.certificate), secret=secret, passphrase=passphrase)
    with transaction():
        hold_organisation(organisation)
        OpenPgpKey.objects.filter(pk=row.pk).update(handed_out_at=now)
        facts: dict[str, Fact] = {"fingerprint": fingerprint}
        record(organisation=organisation, case=None, by=by, deed="openpgp.handed_out", facts=facts, now=now)
    return locked


def _made(organisation: UUID, address: str, keys: OpenPgp, now: datetime) -> ReadKey:
    name = organisation_facts(organisation).name
    return keys.make(user_id=rules.user_id(name, rules.mail_address(address)), until=now + rules.LIFE)


def _read(content: bytes, address: str, keys: OpenPgp, now: datetime) -> ReadKey:
    wanted = rules.mail_address(address)
    read = keys.read(rules.check_size(content))
    rules.check_usable(read, address=wanted, now=now)
    return read


def _take_over(organisation: UUID, read: ReadKey, *, address: str, by: Actor, now: datetime) -> None:
    with transaction():
        hold_organisation(organisation)
        _retire(organisation, now)
        _keep(organisation, read, address=address, imported=True, by=by, now=now)


def _in_use(organisation: UUID) -> OpenPgpKey | None:
    return OpenPgpKey.objects.filter(organisation=organisation, retired_at__isnull=True).first()


def _retire(organisation: UUID, now: datetime) -> None:
    OpenPgpKey.objects.filter(organisation=organisation, retired_at__isnull=True).update(retired_at=now)


def _keep(organisation: UUID, key: ReadKey, *, address: str, imported: bool, by: Actor, now: datetime) -> None:
    """Store a key as the one in use, in the caller's transaction; one that was there before comes back with its newer dates."""
    known = OpenPgpKey.objects.filter(organisation=organisation, fingerprint=key.fingerprint).first()
    row = known or OpenPgpKey(
        id=uuid4(), organisation_id=organisation, fingerprint=key.fingerprint, imported=imported, added_at=now
    )
    if key.secret is not None:
        info = rules.seal_info(organisation=organisation, key=row.id)
        row.secret = bodies.seal_under(settings.MELDPUNT_SECRETS.openpgp, key.secret, info)
    row.address, row.certificate = rules.mail_address(address), key.certificate
    row.expires_at, row.retired_at, row.vouched = key.expires_at, None, by == OPERATOR
    row.save(force_insert=known is None)
    facts: dict[str, Fact] = {"fingerprint": key.fingerprint, "secret": row.secret is not None}
    deed = "openpgp.imported" if imported else "openpgp.made"
    record(organisation=organisation, case=None, by=by, deed=deed, facts=facts, now=now)
