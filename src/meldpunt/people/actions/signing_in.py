"""Passwords: signing in, unlocking, changing, resetting."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from meldpunt.people.terms import SignedIn, Visitor


def sign_in(*, email: str, password: str, now: datetime) -> SignedIn:
    """Check the password of whoever has this address, and open the member's seed.

    The same work is done for an unknown address as for a wrong password. Checks the organisation's key as every
    unlocking does. Raises SignInRefused.
    """
    raise NotImplementedError


def unlock(*, member: UUID, password: str, now: datetime) -> SignedIn:
    """Open the seed of a member who is signed in already. Raises SignInRefused."""
    raise NotImplementedError


def change_password(*, old: str, new: str, by: Visitor, now: datetime) -> SignedIn:
    """Put the member's seed behind a new password; other sessions end. Raises SignInRefused, PasswordTooWeak."""
    raise NotImplementedError


def request_reset(*, email: str, link_to: Callable[[str], str], now: datetime) -> None:
    """Mail a one-time link to whoever has this address; says nothing about whether anybody has."""
    raise NotImplementedError


def reset_password(*, token: str, password: str, now: datetime) -> SignedIn:
    """Use the link once: a new password and a new member key, which opens nothing until a lead re-admits.

    All leads are told. Raises LinkSpent, PasswordTooWeak.
    """
    raise NotImplementedError
