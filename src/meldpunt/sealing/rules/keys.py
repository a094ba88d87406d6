"""Content keys: one for each purpose of a thread, one for each file, one for the inside of each case, one for what is known of each mail."""

import os
from uuid import UUID, uuid5

from meldpunt.sealing.rules.derivation import SECRET_SIZE
from meldpunt.sealing.terms import ContentKey, KeyName, Purpose


def key_name(*, purpose: Purpose, organisation: UUID, thread: UUID, file: UUID | None = None) -> KeyName:
    """Return the name of a content key.

    `thread` is the thread's id, the case's id for an internal key, or the mail's id for that of a mail and of its raw file; `file` is the file's id, for a file's key only.
    """
    if (purpose is Purpose.FILE) != (file is not None):
        message = "a file key, and only that, is named by its file"
        raise ValueError(message)
    return KeyName(file or uuid5(thread, purpose), purpose, organisation, thread)


def new_key(*, purpose: Purpose, organisation: UUID, thread: UUID, file: UUID | None = None) -> ContentKey:
    """Return a fresh content key; arguments as for `key_name`."""
    return key_with(key_name(purpose=purpose, organisation=organisation, thread=thread, file=file), new_secret())


def key_with(name: KeyName, secret: bytes) -> ContentKey:
    """Return the content key of that name with a secret that exists already, such as that of an accepted upload."""
    return ContentKey(name.id, name.purpose, name.organisation, name.thread, secret)


def new_secret() -> bytes:
    """Return 32 fresh random bytes."""
    return os.urandom(SECRET_SIZE)
