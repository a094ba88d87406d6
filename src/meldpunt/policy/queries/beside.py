"""Questions about the files beside the policy that is written at the desk."""

from hashlib import sha256
from uuid import UUID

from meldpunt.journal.terms import OPERATOR, member
from meldpunt.policy import models
from meldpunt.policy.rules.single_file import kind_of
from meldpunt.policy.terms import FileBeside, FileKind


def files_at_hand(organisation: UUID) -> dict[str, bytes]:
    """Return the files that a policy written at the desk may name, by name."""
    found = models.FileBeside.objects.filter(organisation=organisation)
    return {file.name: bytes(file.content) for file in found.order_by("name")}


def files_beside(organisation: UUID) -> tuple[FileBeside, ...]:
    """Return what is known of these files, in order of name."""
    found = models.FileBeside.objects.filter(organisation=organisation).order_by("name")
    return tuple(_as_file(row, bytes(row.content)) for row in found)


def _as_file(row: models.FileBeside, content: bytes) -> FileBeside:
    return FileBeside(
        name=row.name,
        kind=kind_of(row.name) or FileKind.DOCUMENT,
        size=len(content),
        digest=sha256(content).hexdigest(),
        at=row.added_at,
        by=OPERATOR if row.added_by_id is None else member(row.added_by_id),
    )
