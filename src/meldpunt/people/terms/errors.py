"""What can be refused, each by its own name."""

from enum import StrEnum


class Weakness(StrEnum):
    """Why a password is too weak."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    COMMON = "common"
    PERSONAL = "personal"
    REPETITIVE = "repetitive"


class PeopleError(Exception):
    """Something about members, roles or keys was refused."""


class NotAllowed(PeopleError):
    """The visitor's role does not allow this."""


class DeskLocked(PeopleError):
    """The desk must be unlocked first, and hold the organisation's key."""


class NotThere(PeopleError):
    """There is no such thing, or it is not the visitor's: both look the same."""


class SignInRefused(PeopleError):
    """The address and the password do not belong together; which of the two is not said."""


class CodeRefused(SignInRefused):
    """The code of the second factor does not fit, or was used before."""


class CodesPaused(PeopleError):
    """So many codes were wrong for this member that none of an app is looked at for `seconds`; spare codes still are."""

    def __init__(self, seconds: int) -> None:
        """Keep for how long."""
        super().__init__("too many wrong codes")
        self.seconds = seconds


class SignInOver(PeopleError):
    """Between the password and the code something changed: the member, the password or the second factor. Begin again."""


class FactorThere(PeopleError):
    """The second factor was set up already: it is removed before another one takes its place."""


class LinkSpent(PeopleError):
    """The link is unknown, used or expired: all look the same."""


class PasswordTooWeak(PeopleError):
    """The password does not hold; `reasons` says why."""

    def __init__(self, reasons: frozenset[Weakness]) -> None:
        """Keep the reasons, not the password."""
        super().__init__(", ".join(sorted(reasons)))
        self.reasons = reasons


class AddressTaken(PeopleError):
    """Somebody with this e-mail address is a member already."""


class AddressNotUsable(PeopleError):
    """This is not an e-mail address to which mail can be sent."""


class HostTaken(PeopleError):
    """The host name belongs to another organisation, or is not a host name."""


class LastLead(PeopleError):
    """This would leave nobody who can admit others."""


class FingerprintChanged(PeopleError):
    """The member's key is not the one whose words were compared."""


class RotationRunning(PeopleError):
    """The previous rotation has not finished."""


class NoRotation(PeopleError):
    """There is no rotation to go on with."""


class RotationStuck(PeopleError):
    """What is left under the retiring key cannot be opened: the key stays, the rotation does not go on."""


class KeysSubstituted(PeopleError):
    """The stored organisation key is not the one the members hold: intake was stopped."""


class RecoveryRefused(PeopleError):
    """The recovery code does not fit this organisation."""


class SettingsRefused(PeopleError):
    """A setting cannot be used; `field` names it and `code` says why."""

    def __init__(self, field_name: str, code: str) -> None:
        """Keep which field and why."""
        super().__init__(f"{field_name}: {code}")
        self.field = field_name
        self.code = code


class DraftChanged(PeopleError):
    """Another draft took the place of the one that was looked at, or it is gone."""


class DraftTooLarge(PeopleError):
    """What was typed is too large to keep as a draft, or too many drafts are kept."""
