"""When every password is lost, or the keys are not what they were."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.terms import Actor
from meldpunt.people.terms import SignedIn, Visitor


def recover(
    *,
    organisation: UUID,
    recovery_code: str,
    email: str,
    name: str,
    language: str,
    password: str,
    by: Actor,
    now: datetime,
) -> SignedIn:
    """Make a lead with all keys out of the recovery code; a member with this address gets a new key and lock.

    All leads are told. The code stays valid: replace it afterwards. Raises RecoveryRefused, PasswordTooWeak,
    AddressNotUsable, AddressTaken.
    """
    raise NotImplementedError


def replace_recovery_code(*, by: Visitor, now: datetime) -> str:
    """Make a new recovery code, shown once; the old one opens nothing any more. Raises NotAllowed, DeskLocked."""
    raise NotImplementedError


def resume_intake(*, by: Visitor, now: datetime) -> None:
    """Take reports again after an alarm, if the visitor's keys now fit. Raises NotAllowed, DeskLocked, KeysSubstituted."""
    raise NotImplementedError
