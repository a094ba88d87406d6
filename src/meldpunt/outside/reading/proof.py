"""What the signatures of one message prove together: every text and file of it is held against those that it stands within.

A good signature says nothing of what stands beside it. So a mail is its signer's only where one and the same key signed all of it, well; else the
worst that is told of any signature counts.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from meldpunt.outside.reading.signatures import Judged, Signed
from meldpunt.people.terms import Verdict

MOST: Final = 8
"""Signed things of one mail that are looked at."""
_WORST_FIRST: Final = (
    Verdict.CHANGED,
    Verdict.REVOKED,
    Verdict.WEAK,
    Verdict.EXPIRED,
    Verdict.UNKNOWN_KEY,
    Verdict.VALID,
)


class Proof:
    """What was signed in a message, and for each of its texts and files within which of that it stands."""

    def __init__(self) -> None:
        """Begin with nothing signed and nothing shown."""
        self.signed: list[Signed] = []
        self._around: frozenset[int] = frozenset()
        self._pieces: set[frozenset[int]] = set()

    @property
    def count(self) -> int:
        """How much was signed so far."""
        return len(self.signed)

    def add(self, signed: Signed | None) -> None:
        """Keep what was signed, if it was; no more than can be looked at."""
        if signed is not None and signed.signatures and self.count < MOST:
            self.signed.append(signed)

    @contextmanager
    def within(self, since: int) -> Iterator[None]:
        """Let what is shown meanwhile stand within what was signed since then."""
        around = self._around
        self._around = around | frozenset(range(since, self.count))
        yield
        self._around = around

    @contextmanager
    def again(self) -> Iterator[None]:
        """Let what was shown already be shown once more."""
        pieces = set(self._pieces)
        yield
        self._pieces = pieces

    def shown(self) -> None:
        """Keep that a text or a file is shown here."""
        self._pieces.add(self._around)

    def told(self, judged: Sequence[Judged]) -> tuple[Judged, bool]:
        """Return what is said of the whole, and whether that is true of a part only; `judged` as `signed` is ordered."""
        found = [each for each in judged if each.verdict in _WORST_FIRST]
        if not found:
            return Judged(), False
        worst = min(found, key=lambda each: _WORST_FIRST.index(each.verdict))
        whole = [each for each in found if each.verdict is Verdict.VALID and self._is_of_all(each, judged)]
        if whole and worst.verdict is not Verdict.CHANGED:
            return whole[0], False
        return worst, not self._is_of_all(worst, judged)

    def _is_of_all(self, one: Judged, judged: Sequence[Judged]) -> bool:
        """Tell whether every piece stands within something of which the same is said: as good, by the same key."""
        same = {at for at, each in enumerate(judged) if (each.verdict, each.signed_by) == (one.verdict, one.signed_by)}
        return all(piece & same for piece in self._pieces)
