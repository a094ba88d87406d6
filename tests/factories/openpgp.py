"""OpenPGP keys of organisations for tests, without the mathematics."""

from datetime import datetime

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import make_openpgp_key
from meldpunt.people.queries import openpgp_key
from meldpunt.people.terms import OpenPgp, OpenPgpKeyFacts
from tests.factories.people import NOW, MadeOrganisation
from tests.fakes.openpgp import FakeOpenPgp

ADDRESS = "security@haven.example"


def make_key(
    organisation: MadeOrganisation, *, address: str = ADDRESS, keys: OpenPgp | None = None, now: datetime = NOW
) -> OpenPgpKeyFacts:
    """Make the organisation's key."""
    make_openpgp_key(organisation=organisation.id, address=address, keys=keys or FakeOpenPgp(), by=OPERATOR, now=now)
    return key_of(organisation)


def key_of(organisation: MadeOrganisation) -> OpenPgpKeyFacts:
    """Return the key in use."""
    key = openpgp_key(organisation.id)
    assert key is not None, "there is no key"
    return key
