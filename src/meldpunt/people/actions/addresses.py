"""One form for every e-mail address."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from meldpunt.people.models import Member
from meldpunt.people.terms import AddressNotUsable, AddressTaken


def usable(email: str) -> str:
    """Return the address as it is stored and looked up. Raises AddressNotUsable."""
    address = as_stored(email)
    try:
        validate_email(address)
    except ValidationError:
        raise AddressNotUsable from None
    return address


def as_stored(email: str) -> str:
    """Return an address without blanks around it, in lower case; what no database takes becomes a question mark."""
    return email.strip().lower().replace("\x00", "?").encode("utf-8", "replace").decode()


def refuse_taken(email: str) -> None:
    """Raise AddressTaken if a member has this address."""
    if Member.objects.filter(email=email).exists():
        raise AddressTaken
