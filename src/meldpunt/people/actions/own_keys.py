"""A member's own OpenPGP key: every mail to them is encrypted to it."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Fact
from meldpunt.people.access import allow
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.models import Member
from meldpunt.people.terms import Deed, Encrypter, Visitor


def encrypter() -> Encrypter:
    """Return who judges keys of others and encrypts to them, as the settings name it."""
    made: Encrypter = import_string(settings.MELDPUNT_ENCRYPTER)()
    return made


def keep_own_key(*, content: bytes, by: Visitor, now: datetime) -> None:
    """Encrypt every mail to the visitor to this public key from now on, in place of another. Raises NotAllowed, KeyRefused."""
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    read = encrypter().judge(content, now=now)
    with transaction():
        hold_for(by, Deed.KEEP_OWN_ACCOUNT)
        Member.objects.filter(pk=by.member).update(
            openpgp=read.certificate, openpgp_fingerprint=read.fingerprint, openpgp_expires_at=read.expires_at
        )
        _record("member.key_kept", {"fingerprint": read.fingerprint}, by, now)


def remove_own_key(*, by: Visitor, now: datetime) -> None:
    """Mail the visitor without encrypting from now on; nothing happens where there is no key. Raises NotAllowed."""
    allow(by, Deed.KEEP_OWN_ACCOUNT)
    with transaction():
        hold_for(by, Deed.KEEP_OWN_ACCOUNT)
        had = Member.objects.filter(pk=by.member, openpgp__isnull=False)
        if had.update(openpgp=None, openpgp_fingerprint="", openpgp_expires_at=None):
            _record("member.key_removed", {}, by, now)


def _record(deed: str, facts: dict[str, Fact], by: Visitor, now: datetime) -> None:
    said: dict[str, Fact] = {"member": str(by.member), **facts}
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=said, now=now)
