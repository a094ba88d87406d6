"""Words of upkeep: what was looked at, how it is, what to do."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` says what to do when it is not well; where it is well, it is a remark or empty."""

    subject: str
    well: bool
    advice: str = ""


@dataclass(frozen=True)
class Place:
    """Where this installation keeps what upkeep looks at; `example` is the name of a trial's organisation."""

    data: Path
    secrets: Path
    certificate: Path | None = None
    has_smtp: bool = True
    example: str = ""


@dataclass(frozen=True)
class Certificate:
    """From when to when a TLS certificate is valid."""

    valid_from: datetime
    valid_until: datetime
