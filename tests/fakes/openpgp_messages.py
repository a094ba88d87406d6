"""Encrypted messages without the mathematics: one is a line of JSON. tests/outside/test_opening.py holds it against the real one."""

import json
from collections.abc import Sequence
from datetime import datetime

from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused, OpenedMessage, Verdict


class FakeOpener:
    """Opens what `encrypted` made."""

    def open(
        self, content: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], now: datetime
    ) -> OpenedMessage:
        """Return what is in it; nothing of this kind is signed, and no key ends."""
        del signers, now
        try:
            message = json.loads(content)
        except ValueError:
            raise MessageRefused(MessageFlaw.NO_MESSAGE) from None
        key = next((key for key in keys if key.fingerprint == message["to"]), None)
        if key is None or key.secret is None:
            flaw = MessageFlaw.NOT_OURS if key is None else MessageFlaw.SECRET_ELSEWHERE
            raise MessageRefused(flaw, [message["to"][-16:]])
        clear = message["clear"].encode()
        return OpenedMessage(clear, message["clear"], (), key.fingerprint, Verdict.NONE, "", 1)


def encrypted(clear: str, *, to: str) -> bytes:
    """Return a message for the key with this fingerprint."""
    return json.dumps({"to": to, "clear": clear}).encode()
