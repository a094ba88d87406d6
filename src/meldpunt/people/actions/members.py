"""What happens to a member after joining."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.outbox.terms import Letter
from meldpunt.people.terms import Role, Visitor


def readmit(*, member: UUID, fingerprint: str, by: Visitor, now: datetime) -> None:
    """Give a member the organisation's keys after the fingerprint words were compared by another channel.

    `fingerprint` is the words that stood on the page: if the member's key changed since, nothing is given. All
    leads are told. Raises NotAllowed, DeskLocked, NotThere, FingerprintChanged.
    """
    raise NotImplementedError


def remove_member(*, member: UUID, by: Visitor, now: datetime) -> None:
    """Take everything from a member: sessions, lock, keys, drafts, address. Raises NotAllowed, NotThere, LastLead."""
    raise NotImplementedError


def change_role(*, member: UUID, role: Role, by: Visitor, now: datetime) -> None:
    """Give a member another role; keys go with a role that opens no cases.

    Who gains such a role waits until a lead re-admits. Nobody changes their own role. Raises NotAllowed,
    DeskLocked, NotThere, LastLead.
    """
    raise NotImplementedError


def change_own_details(*, name: str, language: str, by: Visitor, now: datetime) -> None:
    """Change the visitor's own name and language. Raises SettingsRefused."""
    raise NotImplementedError


def tell_members(
    *,
    organisation: UUID,
    letter: Letter,
    facts: Mapping[str, str],
    now: datetime,
    members: Collection[UUID] | None = None,
) -> None:
    """Owe a letter to members who open cases (or to `members` of them), each in their own language.

    The organisation's name and phrase are added to the facts. Runs in the caller's transaction.
    """
    raise NotImplementedError
