"""Opening what somebody encrypted to the organisation's OpenPGP key, the one in use or one before it."""

from collections.abc import Sequence
from datetime import datetime

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Fact
from meldpunt.people.access import allow_unlocked, openpgp_keyring
from meldpunt.people.terms import Deed, MessageOpener, OpenedMessage, Visitor


def open_message(
    *, content: bytes, signers: Sequence[bytes] = (), opener: MessageOpener, by: Visitor, now: datetime
) -> OpenedMessage:
    """Open a message and journal who did, with which key; nothing of what is in it is kept.

    `signers` are keys that may have signed it. Raises MessageRefused, NotAllowed, DeskLocked.
    """
    allow_unlocked(by, Deed.OPEN_CASE)
    keys = openpgp_keyring(by.organisation.id)
    opened = opener.open(content, keys=keys, signers=signers, now=now)
    facts: dict[str, Fact] = {"fingerprint": opened.fingerprint}
    with transaction():
        record(organisation=by.organisation.id, case=None, by=by.actor, deed="openpgp.opened", facts=facts, now=now)
    return opened
