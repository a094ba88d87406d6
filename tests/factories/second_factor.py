"""Second factors of members, and what their apps show."""

from base64 import b32decode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from meldpunt.journal.actions import transaction
from meldpunt.people.access import factor_offer
from meldpunt.people.actions import set_up_second_factor
from meldpunt.people.actions.codes import make_spare_codes
from meldpunt.people.models import SecondFactor
from meldpunt.people.queries import second_factor_of
from meldpunt.people.rules.second_factor import DIGITS, STEP_SECONDS, new_secret, seal_secret
from meldpunt.people.terms import FactorOffer, FactorState
from tests.factories.people import NOW, PASSWORD, MadeMember


def make_factor(member: MadeMember, *, now: datetime = NOW) -> tuple[bytes, tuple[str, ...]]:
    """Give a member a second factor that was last used long ago; return its secret and the spare codes."""
    secret = new_secret()
    with transaction():
        sealed = seal_secret(secret, member=member.id, seed=member.seed)
        factor = SecondFactor.objects.create(member_id=member.id, sealed=sealed, last_step=0, set_up_at=now)
        return secret, make_spare_codes(factor)


def code_of(secret: bytes, *, now: datetime) -> str:
    """Return what the app shows at a moment."""
    return HOTP(secret, DIGITS, SHA1()).generate(int(now.timestamp()) // STEP_SECONDS).decode()


def app_of(offer: FactorOffer) -> bytes:
    """Return what an app holds that took the offer over."""
    return b32decode(offer.secret.replace(" ", ""))


def set_up(member: MadeMember, **changes: str) -> tuple[str, ...]:
    """Set a factor up as the page does; return the spare codes."""
    offer = factor_offer(by=member.unlocked)
    typed = {"password": PASSWORD, "offered": offer.sealed, "code": code_of(app_of(offer), now=NOW)}
    return set_up_second_factor(**typed | changes, by=member.unlocked, now=NOW).codes


def state(member: MadeMember) -> FactorState:
    """Return how the member stands."""
    return second_factor_of(member.id).state
