"""Who wrote what was opened here: whoever has seen a message encrypted to us can send it as their own, so only a signature within tells.

One outside of the encryption proves nothing: anybody signs what they cannot read. One message may carry another, so each that was opened has
to be signed by itself.
"""

from collections.abc import Sequence
from datetime import datetime

from openpgp.composed import SignedPublicKey
from pysequoia import Cert

from meldpunt.outside.reading.caps import Toll
from meldpunt.outside.reading.entities import children, parse
from meldpunt.outside.reading.signatures import Judged, Signed, detached, judged
from meldpunt.outside.reading.unlocking import Unlocked
from meldpunt.people.terms import Verdict

_SIGNED_PARTS = 2


def signed_whole(opened: Unlocked, *, is_mail: bool) -> Signed | None:
    """Return what was signed within an encrypted message, if it is all of it: as OpenPGP does, or as a mail (RFC 3156, 6.1). Raises CannotRead."""
    if opened.signed.signatures:
        return opened.signed
    root = parse(opened.content, depth=1) if is_mail else None
    if root is None or root.kind != "multipart/signed" or root.first("subject"):
        return None
    kids = children(root, Toll())
    return detached(kids[1].content, kids[0].raw) if len(kids) == _SIGNED_PARTS else None


def addresses_of(opened: Sequence[Signed | None], known: Sequence[SignedPublicKey], now: datetime) -> tuple[str, ...]:
    """Return the addresses, in lower case, that are bound to the keys which signed all that was opened; none where one of it has no good signature."""
    found = [() if signed is None else _signer(judged(signed, known, now)) for signed in opened]
    return tuple(each for each in found[0] if all(each in others for others in found)) if found else ()


def _signer(found: Judged) -> tuple[str, ...]:
    """Return the addresses that the owner of a key bound to it, where its signature is good."""
    if found.verdict is not Verdict.VALID:
        return ()
    try:
        people = [str(user) for user in Cert.from_bytes(found.signer).user_ids]
    except RuntimeError:
        return ()
    ends = (user.rpartition("<")[2].rstrip(">").strip().lower() for user in people)
    return tuple(each for each in ends if "@" in each)
