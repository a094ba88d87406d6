"""Whether one file can lie beside a policy, whatever the policy says of it: its name, kind, size, and what is in it."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from meldpunt.people.rules.looks import read_logo
from meldpunt.people.rules.openpgp import check_size
from meldpunt.people.terms import KeyRefused, OpenPgp, SettingsRefused
from meldpunt.policy.rules.file.beside import DOCUMENTS, KEYS, MAX_FILE, PICTURES, SECRET, is_readable
from meldpunt.policy.rules.file.scalars import PATTERNS
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import FileKind, Problem
from meldpunt.policy.terms.values import FileName

ENDINGS: Final[Mapping[FileKind, tuple[str, ...]]] = {
    FileKind.DOCUMENT: DOCUMENTS,
    FileKind.LOGO: PICTURES,
    FileKind.KEY: KEYS,
}


def kind_of(name: str) -> FileKind | None:
    """Return what a file of this name is for; None where it is of no use."""
    return next((kind for kind, endings in ENDINGS.items() if name.lower().endswith(endings)), None)


def flaw_of(name: str, content: bytes, *, keys: OpenPgp) -> Problem | None:
    """Return why a file cannot lie beside a policy, None where it can. `keys` looks into a key."""
    kind = kind_of(name)
    if not re.fullmatch(PATTERNS[FileName], name):
        return _problem(
            name,
            _("%(name)s is no name for a file here."),
            _("Use letters without accents, digits, dots, dashes and underscores, and no more than 100 signs."),
        )
    if kind is None:
        return _problem(
            name,
            _("%(name)s is not of a kind that can be used here."),
            _("Use a file that ends in %(endings)s."),
            endings=", ".join(ending for each in ENDINGS.values() for ending in each),
        )
    if len(content) > MAX_FILE:
        return _problem(
            name, _("%(name)s is too large."), _("Use a file of at most %(most)s kB."), most=str(MAX_FILE // 1024)
        )
    return _INSIDE[kind](name, content, keys)


def _document(name: str, content: bytes, _keys: OpenPgp) -> Problem | None:
    if is_readable(name, content):
        return None
    return _problem(name, _("%(name)s is not what its name says."), _("Use plain text in UTF-8, or a PDF."))


def _logo(name: str, content: bytes, _keys: OpenPgp) -> Problem | None:
    try:
        read_logo(content)
    except SettingsRefused:
        return _problem(
            name,
            _("This picture cannot be a logo."),
            _("Use a PNG or WEBP of at most 32 kB and 1024 by 1024 pixels."),
        )
    return None


def _key(name: str, content: bytes, keys: OpenPgp) -> Problem | None:
    secret = SECRET in content
    try:
        secret = secret or keys.read(check_size(content)).secret is not None
    except KeyRefused:
        return _problem(
            name,
            _("%(name)s is no OpenPGP key that can be used here."),
            _("Put one public key here, without the signatures of others (gpg --armor --export)."),
        )
    if secret:
        return _problem(
            name,
            _("%(name)s is a secret key."),
            _("Keep it to yourself and put the public key here (gpg --armor --export)."),
        )
    return None


def _problem(name: str, message: str, remedy: str, **values: str) -> Problem:
    return Problem(1, "", message, remedy, {"name": name, **values})


_INSIDE: Final[Mapping[FileKind, Callable[[str, bytes, OpenPgp], Problem | None]]] = {
    FileKind.DOCUMENT: _document,
    FileKind.LOGO: _logo,
    FileKind.KEY: _key,
}
