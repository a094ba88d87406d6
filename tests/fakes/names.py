"""A DNS that fits in a dictionary."""

from collections.abc import Mapping

from meldpunt.upkeep.terms import NamesSilent, Record


class FakeNames:
    """Answers with what stands in it, and nothing for the rest; one that is `silent` does not answer."""

    def __init__(
        self, zone: Mapping[tuple[str, Record], tuple[str, ...]] | None = None, *, silent: bool = False
    ) -> None:
        self.zone, self.silent = dict(zone or {}), silent
        self.asked: list[tuple[str, Record]] = []

    def records(self, name: str, record: Record) -> tuple[str, ...]:
        """Return what stands under a name."""
        self.asked.append((name, record))
        if self.silent:
            raise NamesSilent
        return self.zone.get((name, record), ())
