"""How a date was reckoned, as it is stored (JSON), and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from meldpunt.policy.terms import Reckoning, Region, Skipped, Unit, Wait, Why


def to_stored(found: Reckoning, region: Region) -> dict[str, Any]:
    """Return what goes into the column: everything a page needs to explain the date again."""
    return {
        "amount": found.amount,
        "unit": found.unit.value,
        "received": found.received.isoformat(),
        "begins": found.begins.isoformat(),
        "due": found.due.isoformat(),
        "counted": [day.isoformat() for day in found.counted],
        "skipped": [[each.day.isoformat(), each.why.value] for each in found.skipped],
        "moved": found.moved.isoformat() if found.moved else None,
        "calendar": found.calendar,
        "zone": found.zone,
        "waits": [[wait.since.isoformat(), wait.until.isoformat()] for wait in found.waits],
        "region": asdict(region),
    }


def from_stored(stored: Mapping[str, Any]) -> tuple[Reckoning, Region]:
    """Return what `to_stored` was given."""
    region = stored["region"]
    return Reckoning(
        amount=stored["amount"],
        unit=Unit(stored["unit"]),
        received=datetime.fromisoformat(stored["received"]),
        begins=datetime.fromisoformat(stored["begins"]),
        due=datetime.fromisoformat(stored["due"]),
        counted=tuple(date.fromisoformat(day) for day in stored["counted"]),
        skipped=tuple(Skipped(date.fromisoformat(day), Why(why)) for day, why in stored["skipped"]),
        moved=date.fromisoformat(stored["moved"]) if stored["moved"] else None,
        calendar=stored["calendar"],
        zone=stored["zone"],
        waits=tuple(
            Wait(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in stored["waits"]
        ),
    ), Region(region["country"], region["zone"], tuple(region["closed"]), tuple(region["open"]))
