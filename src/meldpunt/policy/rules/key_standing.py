"""What is wrong with an organisation's OpenPGP key and its `security.txt`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from meldpunt.people.terms import OpenPgpKeyFacts
from meldpunt.policy.terms import KeyOffer, KeyTrouble, PolicyText

GRACE: Final = timedelta(hours=1)
"""How long the worker may take to make a key or sign a text."""
TELL_BEFORE: Final = timedelta(days=30)
"""Renewing starts 60 days before a key's end, and signing 90 before a text's: what is this near was not done."""


def troubles(
    key: OpenPgpKeyFacts | None,
    *,
    policy: PolicyText | None,
    since: datetime,
    signed_until: datetime | None,
    now: datetime,
    taken: bool = False,
    unreadable: bool = False,
) -> Iterator[KeyTrouble]:
    """Yield what somebody should do something about; `policy` is in force since `since`, None is the built-in one.

    `taken` says that the address in it has another organisation's key, `unreadable` that there is a policy and it cannot be read any more.
    """
    if unreadable:
        yield KeyTrouble.UNREADABLE
    if key is None:
        if policy is not None and policy.key.offer is not KeyOffer.NONE and now - since > GRACE:
            yield KeyTrouble.ADDRESS_TAKEN if taken else KeyTrouble.MISSING
        return
    yield from _of_offer(key, policy, now)
    if not key.signs:
        yield KeyTrouble.PUBLIC_ONLY
    elif now - key.added_at > GRACE and (signed_until is None or signed_until - now < TELL_BEFORE):
        yield KeyTrouble.NOT_SIGNED


def _of_offer(key: OpenPgpKeyFacts, policy: PolicyText | None, now: datetime) -> Iterator[KeyTrouble]:
    """Yield what keeps a finder from being read who uses the key: it ends, or the mail goes elsewhere."""
    if key.expires_at is not None and key.expires_at - now < TELL_BEFORE:
        yield KeyTrouble.ENDS
    if policy is not None and policy.contact.mail.lower() != key.address.lower():
        yield KeyTrouble.OTHER_ADDRESS
