"""OpenPGP keys of organisations for tests, without the mathematics."""

from datetime import datetime

from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import hand_out_openpgp_key, make_openpgp_key
from meldpunt.people.queries import openpgp_key
from meldpunt.people.terms import OpenPgp, OpenPgpKeyFacts
from tests.factories.people import NOW, MadeOrganisation
from tests.fakes.openpgp import FakeOpenPgp

ADDRESS = "security@haven.example"
PASSPHRASE = "ladder violet gravel 19"


def make_key(
    organisation: MadeOrganisation, *, address: str = ADDRESS, keys: OpenPgp | None = None, now: datetime = NOW
) -> OpenPgpKeyFacts:
    """Make the organisation's key."""
    make_openpgp_key(organisation=organisation.id, address=address, keys=keys or FakeOpenPgp(), by=OPERATOR, now=now)
    return key_of(organisation)


def hand_out(organisation: MadeOrganisation, key: OpenPgpKeyFacts, *, now: datetime = NOW) -> str:
    """Hand out the secret part of a key, behind a passphrase."""
    return hand_out_openpgp_key(
        organisation=organisation.id,
        fingerprint=key.fingerprint,
        passphrase=PASSPHRASE,
        keys=FakeOpenPgp(),
        by=OPERATOR,
        now=now,
    )


def key_of(organisation: MadeOrganisation) -> OpenPgpKeyFacts:
    """Return the key in use."""
    key = openpgp_key(organisation.id)
    assert key is not None, "there is no key"
    return key
