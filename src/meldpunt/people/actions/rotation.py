"""Rotation: a new key for the organisation, and the old one out of use."""

from datetime import datetime

from meldpunt.people.terms import Rotation, Visitor


def start_rotation(*, by: Visitor, now: datetime) -> Rotation:
    """Make a new organisation key, current at once, for everybody who held the old one. The old one retires.

    Raises NotAllowed, DeskLocked, RotationRunning.
    """
    raise NotImplementedError


def rotate_batch(*, limit: int, by: Visitor, now: datetime) -> int:
    """Wrap up to `limit` keys anew; return how many are left. At none left the old key is destroyed.

    May be stopped and taken up again by any unlocked lead. Raises NotAllowed, DeskLocked, NoRotation.
    """
    raise NotImplementedError
