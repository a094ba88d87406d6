"""The files beside the policy that is written at the desk: put there, replaced, removed.

Invariants: nobody replaces or removes what they did not see; what was published or proposed has copies of its own and stays.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import OPERATOR, Actor
from meldpunt.people.access import allow
from meldpunt.people.actions.keys import hold_for
from meldpunt.people.terms import Deed, OpenPgp, Visitor
from meldpunt.policy.models import FileBeside
from meldpunt.policy.rules.single_file import flaw_of
from meldpunt.policy.terms import (
    MOST_BYTES,
    MOST_FILES,
    FileChanged,
    FileRefused,
    FileThere,
    TooManyFiles,
)

MAX_FACT = 64
"""Signs of a name that the journal takes; its end says what kind of file it is."""


def add_file(*, name: str, content: bytes, keys: OpenPgp, by: Visitor, now: datetime) -> None:
    """Put a new file beside the policy; the same once more changes nothing. `keys` looks into a key.

    Raises NotAllowed, FileRefused, FileThere, TooManyFiles.
    """
    _check(name, content, keys, by)
    with transaction():
        organisation = hold_for(by, Deed.PUBLISH_POLICY).pk
        row = FileBeside.objects.filter(organisation=organisation, name=name).first()
        if row is not None:
            if bytes(row.content) != content:
                raise FileThere
            return
        _hold_room(organisation, name, content)
        FileBeside.objects.create(
            organisation_id=organisation, name=name, content=content, added_at=now, added_by_id=by.member
        )
        _record(by, "policy.file_added", name, now)


def replace_file(*, name: str, seen: str, content: bytes, keys: OpenPgp, by: Visitor, now: datetime) -> None:
    """Put other content into the file whose digest is `seen`.

    Raises NotAllowed, FileRefused, FileChanged, TooManyFiles.
    """
    _check(name, content, keys, by)
    with transaction():
        row = _held(name, seen, by)
        if bytes(row.content) == content:
            return
        _hold_room(row.organisation_id, name, content)
        row.content, row.added_at, row.added_by_id = content, now, by.member
        row.save(update_fields=("content", "added_at", "added_by"))
        _record(by, "policy.file_replaced", name, now)


def remove_file(*, name: str, seen: str, by: Visitor, now: datetime) -> None:
    """Take away the file whose digest is `seen`. Raises NotAllowed, FileChanged."""
    allow(by, Deed.PUBLISH_POLICY)
    with transaction():
        _held(name, seen, by).delete()
        _record(by, "policy.file_removed", name, now)


def keep_beside(
    organisation: UUID, files: Mapping[str, bytes], *, proposed: bool = False, by: Actor, now: datetime
) -> None:
    """Let the desk go on with the files of what is published or proposed, in the caller's transaction.

    What the operator publishes takes the place of what is there: nobody at the desk has it. What is only `proposed` never does: one person
    could publish it before a second one looked. What a member proposes came from there.
    """
    for name, content in files.items():
        facts = {"content": content, "added_at": now, "added_by_id": by.id}
        there = FileBeside.objects.filter(organisation=organisation, name=name).first()
        if there is None or (by == OPERATOR and not proposed and bytes(there.content) != content):
            FileBeside.objects.update_or_create(organisation_id=organisation, name=name, defaults=facts)


def _check(name: str, content: bytes, keys: OpenPgp, by: Visitor) -> None:
    """Refuse what cannot lie beside a policy; looked into before the transaction, because it takes time."""
    allow(by, Deed.PUBLISH_POLICY)
    problem = flaw_of(name, content, keys=keys)
    if problem is not None:
        raise FileRefused(problem)


def _held(name: str, seen: str, by: Visitor) -> FileBeside:
    """Return the file that was seen, and nobody else changes it now. Raises FileChanged, NotAllowed."""
    organisation = hold_for(by, Deed.PUBLISH_POLICY).pk
    row = FileBeside.objects.filter(organisation=organisation, name=name).first()
    if row is None or sha256(row.content).hexdigest() != seen:
        raise FileChanged
    return row


def _hold_room(organisation: UUID, name: str, content: bytes) -> None:
    """Refuse one file too many. Raises TooManyFiles."""
    others = FileBeside.objects.filter(organisation=organisation).exclude(name=name)
    sizes = [len(each) for each in others.values_list("content", flat=True)]
    if len(sizes) >= MOST_FILES or sum(sizes) + len(content) > MOST_BYTES:
        raise TooManyFiles


def _record(by: Visitor, deed: str, name: str, now: datetime) -> None:
    facts = {"file": name[-MAX_FACT:]}
    record(organisation=by.organisation.id, case=None, by=by.actor, deed=deed, facts=facts, now=now)
