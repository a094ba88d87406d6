"""What an index says of the messages in a folder, and whether what was read in one of them is that.

FOLDER/index.jsonl has a line for each message: `file`, `key_dir`, `decrypts_with_public_test_key`, `signature_inside` ("good", "nokey") and
`python_311_view` with `from`, `subject`, `filenames` and `body_start`, as another program read them. FOLDER/<key_dir> holds secret-keys.asc,
public-keys.asc and, where the keys are behind a passphrase, PASSPHRASE.txt.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES128, AES256
from openpgp.composed import SignedPublicKey, SignedSecretKey
from pysequoia.packet import Packet, PacketPile, Tag

from meldpunt.arrivals.terms import ReadMail
from meldpunt.people.terms import HeldKey, Verdict

FITS: Final = frozenset({Verdict.VALID, Verdict.EXPIRED, Verdict.REVOKED, Verdict.WEAK})
"""Verdicts of a signature whose numbers are right; whether it is worth something today is another question."""
_NUMBERS: Final = {1: 2, 2: 2, 3: 2, 16: 3, 17: 4}
"""How many public numbers a key has, by its algorithm (RFC 4880, 5.5.2)."""
_CIPHERS: Final = {7: (AES128, 16), 9: (AES256, 32)}
_HASHES: Final = {2: "sha1", 8: "sha256"}
_TAGS: Final = re.compile(r"<[^>]*>?")


@dataclass(frozen=True)
class Line:
    """What the index says of one message."""

    sender: str
    subject: str
    files: tuple[str, ...]
    beginning: str
    decrypts: bool
    signature: str


def lines(folder: Path) -> dict[str, Line]:
    """Return what the index says, by the name of the file."""
    with (folder / "index.jsonl").open(encoding="utf-8") as index:
        given = [json.loads(line) for line in index]
    return {each["file"]: _line(each) for each in given}


def _line(given: dict[str, Any]) -> Line:
    view = given["python_311_view"]
    return Line(
        sender=view["from"] or "",
        subject=view["subject"] or "",
        files=tuple(view["filenames"] or ()),
        beginning=view["body_start"] or "",
        decrypts=bool(given["decrypts_with_public_test_key"]),
        signature=given["signature_inside"] or "",
    )


def held_keys(folder: Path) -> list[HeldKey]:
    """Return the secret keys of all of the index's key folders, opened where a passphrase is given."""
    found = []
    for file in sorted(folder.glob("keys/*/secret-keys.asc")):
        given = file.parent / "PASSPHRASE.txt"
        passphrase = given.read_text().strip() if given.exists() else ""
        for key in SignedSecretKey.from_armor_many(file.read_text())[0]:
            packets = PacketPile.from_bytes(key.to_bytes())
            secret = b"".join(_unlocked(packet, passphrase) for packet in packets)
            found.append(HeldKey(key.fingerprint.upper(), key.to_public_key().to_bytes(), secret))
    return found


def signers(folder: Path) -> list[bytes]:
    """Return the public keys of all of the index's key folders, each alone."""
    files = sorted(folder.glob("keys/*/public-keys.asc"))
    return [key.to_bytes() for file in files for key in SignedPublicKey.from_armor_many(file.read_text())[0]]


def differences(read: ReadMail, line: Line) -> list[str]:
    """Return in which respects what was read is not what the index says.

    Where a message was opened, what is in it counts: its own subject, its files instead of the encrypted one. HTML is compared by its words.
    """
    checks = {
        "subject": bool(read.encryption.fingerprint) or _plain(read.subject) == _plain(line.subject),
        "sender": _is_sender(read, line.sender),
        "files": all(_has_file(read, name) for name in line.files),
        "text": _has_text(read, line.beginning),
        "closed": not line.decrypts or (bool(read.encryption.fingerprint) and bool(read.text.strip() or read.parts)),
        "signature": _is_verdict(read.encryption.verdict, line.signature),
    }
    return [name for name, holds in checks.items() if not holds]


def _is_sender(read: ReadMail, sender: str) -> bool:
    if read.sender is None:
        return not sender.strip()
    return (read.sender.address or read.sender.name.lower()) in sender.lower()


def _has_file(read: ReadMail, name: str) -> bool:
    names = set(_names(read))
    is_opened = bool(read.encryption.fingerprint) and name.lower().endswith((".asc", ".pgp", ".gpg"))
    return name in names or is_opened


def _names(read: ReadMail) -> Iterator[str]:
    for part in read.parts:
        yield part.name
        if part.media_type == "message/rfc822":
            yield from (each.get_filename("") for each in message_from_bytes(part.content).walk())
    if read.forwarded:
        yield from _names(read.forwarded)


def _has_text(read: ReadMail, beginning: str) -> bool:
    """Tell whether the text begins so; what the other program could not read, or what was opened since, is left out."""
    text = _text(read)
    wanted = beginning.partition("-----BEGIN PGP")[0].replace("\0", "")[:60]
    if wanted.startswith("EXC ") or "\ufffd" in wanted or (beginning and not wanted):
        return bool(text.strip() or read.parts)
    if "<" in beginning:  # links stand with their addresses
        return all(word in text for word in _TAGS.sub(" ", beginning).split())
    return "".join(wanted.split()) in "".join(text.split())


def _text(read: ReadMail) -> str:
    return f"{read.text}\n{read.quoted}\n{_text(read.forwarded) if read.forwarded else ''}"


def _is_verdict(verdict: Verdict, signature: str) -> bool:
    if signature == "good":
        return verdict in FITS
    return signature != "nokey" or verdict is Verdict.UNKNOWN_KEY


def _plain(text: str) -> str:
    return " ".join(text.split())


def _unlocked(packet: Packet, passphrase: str) -> bytes:
    """Return a packet of a key with its secret numbers in clear (RFC 4880, 3.7 and 5.5.3)."""
    body = packet.body
    if packet.tag not in (Tag.SecretKey, Tag.SecretSubkey) or not passphrase:
        return bytes(packet)
    at = 6
    for _ in range(_NUMBERS[body[5]]):
        at += 2 + (int.from_bytes(body[at : at + 2], "big") + 7) // 8
    if body[at] == 0:
        return bytes(packet)
    cipher, size = _CIPHERS[body[at + 1]]
    hashed, salt, count = _HASHES[body[at + 3]], body[at + 4 : at + 12], body[at + 12]
    start, locked = body[at + 13 : at + 29], body[at + 29 :]
    key = _stretched(hashed, salt, (16 + (count & 15)) << ((count >> 4) + 6), passphrase.encode())[:size]
    opener = Cipher(cipher(key), CFB(start)).decryptor()
    numbers = (opener.update(locked) + opener.finalize())[:-20]
    clear = body[:at] + b"\0" + numbers + (sum(numbers) % 65536).to_bytes(2, "big")
    head = b"\xc5" if packet.tag == Tag.SecretKey else b"\xc7"
    return head + b"\xff" + len(clear).to_bytes(4, "big") + clear


def _stretched(name: str, salt: bytes, count: int, passphrase: bytes) -> bytes:
    once = salt + passphrase
    count = max(count, len(once))
    digest = hashlib.new(name)
    digest.update((once * (count // len(once) + 1))[:count])
    return digest.digest()
