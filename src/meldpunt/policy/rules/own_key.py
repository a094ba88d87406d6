"""Whether the OpenPGP key that a policy names as the organisation's own is that key, can be used, and is in use.

What `./meldpunt openpgp import` would refuse is refused here, in the same order.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from meldpunt.people.rules.openpgp import MAX_KEY, check_size, check_usable, is_over
from meldpunt.people.terms import KeyFlaw, KeyRefused, OpenPgp, OpenPgpKeyFacts, ReadKey
from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText

_FILE: Final = ("key", "file")
_EXPORT: Final = _("Put the public key here (gpg --armor --export %(address)s).")
_FLAWS: Final[Mapping[KeyFlaw, tuple[str, str]]] = {
    KeyFlaw.TOO_LARGE: (
        _("%(name)s is too large."),
        _("Use a file of at most %(most)s kB, without the signatures of others (gpg --export-options export-minimal)."),
    ),
    KeyFlaw.UNREADABLE: (_("%(name)s is no OpenPGP key."), _EXPORT),
    KeyFlaw.SEVERAL: (
        _("There is more than one key in %(name)s."),
        _("Export the one for %(address)s only."),
    ),
    KeyFlaw.SECRET_GIVEN: (
        _("%(name)s is a secret key."),
        _("Keep it to yourself and put the public key here (gpg --armor --export)."),
    ),
    KeyFlaw.EXPIRED: (
        _("The key in %(name)s has expired, or does so today."),
        _("Renew it where it was made, and export it again."),
    ),
    KeyFlaw.REVOKED: (
        _("The key in %(name)s was revoked."),
        _("Use another one, or take out file and fingerprint: then Meldpunt makes a key."),
    ),
    KeyFlaw.CANNOT_ENCRYPT: (
        _("Nothing can be encrypted to the key in %(name)s."),
        _("Add a subkey for encryption (gpg --quick-add-key), and export it again."),
    ),
    KeyFlaw.WEAK: (
        _("The key in %(name)s is too old: what is said in it can be forged."),
        _("Make a new key, or take out file and fingerprint: then Meldpunt makes a key."),
    ),
    KeyFlaw.OTHER_ADDRESS: (
        _("The key in %(name)s is not for %(address)s."),
        _("Use the key of that address, or correct mail in [contact]."),
    ),
}


def key_flaws(policy: PolicyText, files: Mapping[str, bytes], *, keys: OpenPgp, today: date) -> Iterator[Complaint]:
    """Yield why the key file beside the policy cannot be used, or is not the key of the fingerprint that is written."""
    name, content = policy.key.file, files.get(policy.key.file or "")
    if name is None or content is None:
        return
    try:
        found = keys.read(check_size(content))
        yield from _other_fingerprint(policy, name, found)
        _check(found, policy.contact.mail, today)
    except KeyRefused as refused:
        message, remedy = _FLAWS[refused.flaw]
        values = {"name": name, "address": policy.contact.mail, "most": str(MAX_KEY // 1024)}
        yield Complaint(_FILE, message, remedy, values)


def not_in_use(policy: PolicyText, held: OpenPgpKeyFacts | None, *, now: datetime) -> Iterator[Complaint]:
    """Yield that finders would get another key than the one the policy names: none is `held` for its address, or it ended."""
    key, address = policy.key, policy.contact.mail
    if key.file is None:
        return
    named = held is not None and (held.fingerprint, held.address.lower()) == (key.fingerprint, address.lower())
    if held is None or not named or is_over(held.expires_at, now):
        yield Complaint(
            _FILE,
            _("The organisation does not use this key."),
            _("Take it into use first: ./meldpunt openpgp import %(name)s --address %(address)s"),
            {"name": key.file, "address": address},
        )


def _check(found: ReadKey, address: str, today: date) -> None:
    """Refuse what finders could not use to the end of this day. Raises KeyRefused."""
    if found.secret is not None:
        raise KeyRefused(KeyFlaw.SECRET_GIVEN)
    check_usable(found, address=address, now=datetime.combine(today, time.max, tzinfo=UTC))


def _other_fingerprint(policy: PolicyText, name: str, found: ReadKey) -> Iterator[Complaint]:
    if found.fingerprint != policy.key.fingerprint:
        yield Complaint(
            ("key", "fingerprint"),
            _("The key in %(name)s has another fingerprint."),
            _('Compare it with whoever made the key. If the file is right, write fingerprint = "%(found)s".'),
            {"name": name, "found": found.fingerprint},
        )
