"""Signing `security.txt`."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.people.access import openpgp_secret
from meldpunt.people.queries import brand_facts, openpgp_key
from meldpunt.people.rules.openpgp import is_over
from meldpunt.people.terms import NoKey, OpenPgp
from meldpunt.policy.models import SecurityText
from meldpunt.policy.queries import is_unreadable, security_fields, signed_security_text
from meldpunt.policy.rules import security_text as rules


def sign_security_text(*, organisation: UUID, brand: str = "", keys: OpenPgp, by: Actor, now: datetime) -> bool:
    """Sign `security.txt`, of the organisation or of the brand with this key, where it says something else than the signed one, or that one has less than half of its life left.

    Returns whether it was signed; never under a policy that cannot be read any more. Raises NoKey where the server holds no secret key or the key has ended, KeyRefused, CannotOpen, NotThere.
    """
    if is_unreadable(organisation, now=now):
        return False
    face = brand_facts(organisation, brand)
    fields = [list(field) for field in security_fields(face, now=now)]
    key, old = openpgp_key(organisation), signed_security_text(face)
    if key is None or not key.signs or is_over(key.expires_at, now):
        raise NoKey
    if old is not None and (old.key_id, old.fields) == (key.id, fields) and not rules.is_due(old.expires_at, now):
        return False
    end = rules.ends(now)
    text = rules.written([(name, value) for name, value in fields], expires_at=end)
    signed = keys.sign(text, secret=openpgp_secret(organisation))
    with transaction():
        SecurityText.objects.update_or_create(
            organisation_id=organisation,
            brand=face.brand,
            defaults={"key_id": key.id, "fields": fields, "signed": signed, "signed_at": now, "expires_at": end},
        )
        facts = {"until": f"{end:%Y-%m-%d}", "fingerprint": key.fingerprint}
        record(organisation=organisation, case=None, by=by, deed="security_text.signed", facts=facts, now=now)
    return True
