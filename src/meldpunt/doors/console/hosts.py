"""`./meldpunt hosts`: under which names an organisation is reached."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.actions import set_host_names
from meldpunt.people.terms import HostTaken, SettingsRefused


def run(arguments: Sequence[str], output: TextIO, complaints: TextIO) -> int:
    """List every organisation with its names, or give one (by its slug) other names; the exit code is 1 when refused, with one line of complaint."""
    if not arguments:
        output.writelines(f"{slug} {' '.join(names)}".rstrip() + "\n" for slug, names in queries.host_names().items())
        return 0
    problem = _tried(*arguments)
    if problem:
        complaints.write(f"meldpunt: {problem}\n")
    return 1 if problem else 0


def _tried(slug: str, *names: str) -> str | None:
    """Set the names; return what was wrong, and what to do."""
    organisation = queries.organisation_by_slug(slug)
    if organisation is None:
        return f"There is no organisation {slug}. ./meldpunt hosts lists them."
    if not names:
        return "Give all names that it shall have, the one to show first."
    try:
        set_host_names(organisation=organisation.id, hosts=names, by=OPERATOR, now=datetime.now(tz=UTC))
    except SettingsRefused:
        return "One of these is not a host name. Give names such as meld.example, without https:// and port."
    except HostTaken:
        return "One of these names belongs to another organisation. Take it off that one first."
    return None
