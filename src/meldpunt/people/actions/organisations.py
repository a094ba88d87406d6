"""Making an organisation, with its first keys."""

from collections.abc import Callable, Sequence
from datetime import datetime

from meldpunt.journal.terms import Actor
from meldpunt.people.terms import FirstKeys


def create_organisation(
    *,
    name: str,
    languages: Sequence[str],
    handler_email: str,
    host_names: Sequence[str] = (),
    slug: str = "",
    link_to: Callable[[str], str] | None = None,
    by: Actor,
    now: datetime,
) -> FirstKeys:
    """Make an organisation that can receive reports at once, and the invitation of its first lead.

    `link_to` turns the invitation's token into an address; when given, the invitation is mailed as well. The slug
    is made from the name when empty. Raises SettingsRefused, HostTaken, AddressNotUsable.
    """
    raise NotImplementedError
