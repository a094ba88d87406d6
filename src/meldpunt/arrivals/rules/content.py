"""What exactly was received, as one digest that the finder can compute again with public tools.

The digest on a receipt is the SHA-256 of this text (the manifest), each line ended by one line feed:

    meldpunt report 1
    salt <the salt on the receipt: 64 hexadecimal digits>
    rules <number of the policy version that applies> <agreed, where the finder said so; shown; or not-shown, by telephone or letter>
    <field> <SHA-256 of what was sent in that field, as 64 hexadecimal digits>
    file <SHA-256 of the file as 64 hexadecimal digits>

There is one line for every field that was not empty, in the order of the form (topic, subject, whose, how_many, still_open, where, what,
steps, when, kind, impact, beyond), then one line for every file, in the order they were sent. Only a mail has a subject. The text of a field is taken as
UTF-8. A browser sends every new line in a text as carriage return and line feed, and so it is counted. With GNU tools:

    printf '%s' "$WHAT" | sha256sum        # one field
    sha256sum photo.png                    # one file
    sha256sum manifest.txt                 # equals the digest on the receipt

The salt is secret until the finder shows it, so the digest tells nothing to somebody who guesses at the content; with the salt it
proves that exactly this was received, and when.
"""

import hashlib
from collections.abc import Mapping, Sequence

from meldpunt.sealing.terms import joined

HEAD = "meldpunt report 1"


def manifest(
    texts: Mapping[str, str], files: Sequence[bytes], *, salt: bytes, rules: int, agreed: bool, shown: bool = True
) -> str:
    """Return the text whose SHA-256 stands on the receipt.

    `files` are the SHA-256 digests of the files (32 bytes each); `rules` is the policy version that applies, `shown` whether the
    finder saw it. Agreement to what was not shown is none.
    """
    told = "not-shown" if not shown else "agreed" if agreed else "shown"
    lines = [HEAD, f"salt {salt.hex()}", f"rules {rules} {told}"]
    lines += [f"{name} {hashlib.sha256(text.encode()).hexdigest()}" for name, text in texts.items() if text]
    lines += [f"file {digest.hex()}" for digest in files]
    return "".join(line + "\n" for line in lines)


def commitment(text: str) -> bytes:
    """Return the digest (32 bytes) of a manifest: what is stored and shown."""
    return hashlib.sha256(text.encode()).digest()


def fingerprint(texts: Mapping[str, str], files: Sequence[bytes]) -> bytes:
    """Return an unsalted digest of everything sent, to derive the access code from. It is never stored or shown."""
    parts = [part.encode() for pair in texts.items() for part in pair]
    return hashlib.sha256(joined(joined(*parts), *files)).digest()
