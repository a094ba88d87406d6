"""What is wrong with an address at which a finder wants to be reached."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from meldpunt.policy.terms import ContactMode

LEAST_DIGITS = 5


def contact_problem(mode: str, value: str) -> str:
    """Say why this cannot be mailed or called; nothing where it can."""
    if mode != ContactMode.EMAIL:
        digits = sum(character.isdigit() for character in value)
        return (
            ""
            if digits >= LEAST_DIGITS
            else gettext("This is not a phone number we can use. Check it for typing errors.")
        )
    try:
        validate_email(value)
    except ValidationError:
        return gettext("This is not an e-mail address we can use. Check it for typing errors.")
    return ""
