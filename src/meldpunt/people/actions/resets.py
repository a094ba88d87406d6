"""When a password is lost: a new one, and a new key that opens nothing until a lead re-admits."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from meldpunt.journal import terms as journal
from meldpunt.journal.actions import record, transaction
from meldpunt.outbox.actions import owe
from meldpunt.outbox.terms import Letter
from meldpunt.people.access import stamp_of
from meldpunt.people.actions import addresses
from meldpunt.people.actions.codes import use_spare_code
from meldpunt.people.actions.keys import hold_organisation, put_behind
from meldpunt.people.actions.passwords import check_strength
from meldpunt.people.actions.telling import tell_members
from meldpunt.people.models import FeedAddress, Member, Organisation, PasswordReset, SecondFactor
from meldpunt.people.queries import address_of, organisation_facts
from meldpunt.people.rules.addresses import on_site
from meldpunt.people.rules.credentials import Stretched, stretch
from meldpunt.people.rules.permissions import LEADS
from meldpunt.people.rules.sessions import RESET_LIFE
from meldpunt.people.terms import CodeRefused, LinkSpent, SignedIn
from meldpunt.sealing.rules import locks, pairs
from meldpunt.sealing.terms import BadToken

BETWEEN_LETTERS: Final = timedelta(minutes=5)


def request_reset(*, email: str, link_to: Callable[[str], str], now: datetime) -> None:
    """Mail a one-time link to whoever has this address; says nothing about whether anybody has.

    For an unknown address, and for one asked again within five minutes, the same statements run for somebody and are taken
    back: no letter leaves, and it takes as long.

    `link_to` gives the path of the page for a token; the host is the organisation's own, whatever was asked for by
    whom. Takes no `by`: nobody is signed in.
    """
    token = locks.new_token()
    known = Member.objects.filter(email=addresses.as_stored(email), removed_at__isnull=True).first()
    stand_in = Member.objects.filter(removed_at__isnull=True, email__isnull=False).first()
    member = known or stand_in
    if member is None:
        return
    with transaction():
        organisation = hold_organisation(member.organisation_id)
        recent = PasswordReset.objects.filter(member=member, made_at__gt=now - BETWEEN_LETTERS).exists()
        with suppress(_Unwanted), transaction():
            _owe_link(member, organisation, token, link_to=link_to, now=now)
            if known is None or recent:
                raise _Unwanted
        Member.objects.filter(pk=member.pk).update(language=member.language)  # so that each has something to sync


class _Unwanted(Exception):
    """The work was done so that it takes as long, and is taken back."""


def _owe_link(
    member: Member, organisation: Organisation, token: str, *, link_to: Callable[[str], str], now: datetime
) -> None:
    digest = locks.open_token(token, use="reset").digest
    fresh = {"digest": digest, "made_at": now, "expires_at": now + RESET_LIFE}
    PasswordReset.objects.update_or_create(member=member, defaults=fresh)
    owe(
        organisation=organisation.id,
        to=member.email or "",
        letter=Letter.PASSWORD_RESET,
        language=member.language,
        facts={
            "organisation": organisation.name,
            "link": on_site(address_of(organisation_facts(organisation.id).host), link_to(token)),
            "until": (now + RESET_LIFE).isoformat(),
        },
        sender=organisation.mail_from,
        key=bytes(member.openpgp or b""),
        now=now,
    )


def reset_password(*, token: str, password: str, spare_code: str = "", now: datetime) -> SignedIn:
    """Use the link once: a new password and a new member key, which opens nothing until a lead re-admits.

    Who has a second factor needs a spare code of it, and sets it up anew: its secret went with the old key. Takes no `by`:
    the token is who it is. All leads are told. Raises LinkSpent, PasswordTooWeak, CodeRefused.
    """
    digest = _digest(token)
    reset = _usable(digest, now)
    if reset is None:
        raise LinkSpent
    member = reset.member
    check_strength(password, organisation=member.organisation_id, about=(member.name, member.email or ""))
    stretched, seed = stretch(password, pepper=settings.MELDPUNT_SECRETS.pepper), pairs.new_seed()
    with transaction():
        hold_organisation(member.organisation_id)
        if _usable(digest, now) is None:
            raise LinkSpent
        factor = SecondFactor.objects.filter(member=member).select_related("member").first()
        if factor is not None and not use_spare_code(factor, spare_code, now=now):
            raise CodeRefused
        give_new_key(member=member, stretched=stretched, seed=seed)
        who = journal.member(member.id)
        record(organisation=member.organisation_id, case=None, by=who, deed="member.password_reset", facts={}, now=now)
        tell_members(
            organisation=member.organisation_id,
            letter=Letter.KEYS_CHANGED,
            facts={"member": member.name},
            roles=LEADS,
            now=now,
        )
        stamp = stamp_of(member.id)
    return SignedIn(member=member.id, stamp=stamp, seed=seed)


def give_new_key(*, member: Member, stretched: Stretched, seed: bytes) -> None:
    """Replace a member's key pair, inside the caller's transaction; what only the old one opened is erased."""
    PasswordReset.objects.filter(member=member).delete()
    member.grants.all().delete()
    member.drafts.all().delete()
    FeedAddress.objects.filter(member=member).delete()
    SecondFactor.objects.filter(member=member).update(sealed=None)
    member.public = pairs.public_key(seed, member.id).raw
    Member.objects.filter(pk=member.pk).update(public=member.public)
    put_behind(member=member, stretched=stretched, seed=seed, pin=None)


def _digest(token: str) -> bytes:
    try:
        return locks.open_token(token, use="reset").digest
    except BadToken:
        raise LinkSpent from None


def _usable(digest: bytes, now: datetime) -> PasswordReset | None:
    found = PasswordReset.objects.filter(digest=digest, expires_at__gt=now, member__removed_at__isnull=True)
    return found.select_related("member__organisation").first()
