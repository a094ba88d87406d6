"""When a finder's name and contact details lay here, and whether the desk may erase them now.

Invariant: the desk erases what a finder gave only once the case is closed, or when the finder asked for it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from meldpunt.cases.terms import Details, DetailsChange, ErasureFlaw, ErasureRefused


def details_of(changes: Iterable[DetailsChange], *, received_at: datetime, held: bool) -> tuple[Details, ...]:
    """Return the times in which details lay here, out of their changes in order; `held` is whether some do now."""
    found = list(changes)
    began_with = found[0].before if found else held
    return tuple(_times(found, received_at if began_with else None))


def _times(changes: Iterable[DetailsChange], since: datetime | None) -> Iterator[Details]:
    for change in changes:
        if since is None and change.after:
            since = change.at
        elif since is not None and not change.after:
            yield Details(since, change.at)
            since = None
    if since is not None:
        yield Details(since, None)


def check_erasure(*, is_closed: bool, is_asked: bool, held: bool, has_new_mail: bool = False) -> None:
    """Refuse to erase nothing (no detail and no mail is `held`), to erase before the case is closed where the finder did not ask, and to erase a mail that nobody was told of.

    Raises ErasureRefused.
    """
    if not held:
        raise ErasureRefused(ErasureFlaw.NOTHING)
    if not is_closed and not is_asked:
        raise ErasureRefused(ErasureFlaw.NOT_YET)
    if has_new_mail:
        raise ErasureRefused(ErasureFlaw.NEW_MAIL)
