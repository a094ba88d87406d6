"""What follows from a policy by itself: brands from its day on, the OpenPGP key that it offers, and the signature under `security.txt`."""

import logging
from datetime import datetime
from functools import partial
from uuid import UUID

from meldpunt.journal.terms import SYSTEM
from meldpunt.people.actions import make_openpgp_key, renew_openpgp_key
from meldpunt.people.jobs import done_apart
from meldpunt.people.queries import faces_of, is_address_taken, openpgp_key, organisations
from meldpunt.people.rules.openpgp import is_due
from meldpunt.people.terms import (
    HostTaken,
    KeyHeld,
    KeyNotRenewable,
    KeyRefused,
    NoKey,
    OpenPgp,
    OrganisationFacts,
    SettingsRefused,
)
from meldpunt.policy.actions import sign_security_text, take_effect
from meldpunt.policy.queries import text_in_force, unsettled
from meldpunt.policy.terms import KeyOffer
from meldpunt.sealing.terms import SealingError

log = logging.getLogger(__name__)
CANNOT = (KeyHeld, KeyNotRenewable, KeyRefused, NoKey, SettingsRefused, SealingError)
"""What keeps one organisation from its key or signature, and must not keep the others from theirs; the doctor tells of it."""


def keep_keys(*, keys: OpenPgp, now: datetime) -> int:
    """Make the keys that policies offer and that are not there yet, and renew those that end soon; return how many."""
    return sum(done_apart("the key", each.id, partial(_keep_key, each, keys, now)) for each in organisations())


def keep_security_texts(*, keys: OpenPgp, now: datetime) -> int:
    """Sign every `security.txt` that changed or ends soon; return how many."""
    faces = (face for each in organisations() for face in faces_of(each.id))
    return sum(done_apart("security.txt", face.id, partial(_sign, face, keys, now)) for face in faces)


def settle_versions(*, now: datetime) -> int:
    """Let every version that has come into force take effect; return how many did."""
    waiting = unsettled(now=now)
    return sum(done_apart("a version", organisation, partial(_settle, organisation, now)) for organisation in waiting)


def _settle(organisation: UUID, now: datetime) -> bool:
    try:
        return take_effect(organisation=organisation, by=SYSTEM, now=now)
    except HostTaken:
        log.error("brands cannot be set: a host name is not theirs", extra={"organisation": str(organisation)})  # noqa: TRY400 -- the rest is known
        return False


def _keep_key(organisation: OrganisationFacts, keys: OpenPgp, now: datetime) -> bool:
    key = openpgp_key(organisation.id)
    try:
        if key is not None:
            if not key.signs or not is_due(key.expires_at, now):
                return False
            renew_openpgp_key(organisation=organisation.id, keys=keys, by=SYSTEM, now=now)
        else:
            policy = text_in_force(organisation.id, now=now)
            if policy is None or policy.key.file is not None or policy.key.offer is KeyOffer.NONE:
                return False
            address = policy.contact.mail
            if is_address_taken(address, organisation=organisation.id):
                return False
            make_openpgp_key(organisation=organisation.id, address=address, keys=keys, by=SYSTEM, now=now)
    except CANNOT:
        return False
    return True


def _sign(face: OrganisationFacts, keys: OpenPgp, now: datetime) -> bool:
    try:
        return sign_security_text(organisation=face.id, brand=face.brand, keys=keys, by=SYSTEM, now=now)
    except CANNOT:
        return False
