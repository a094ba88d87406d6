"""What is wrong with a text that was typed, in the reader's own words and with what to do."""

from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import Promise as Later
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

type Words = str | Later  # a text, or one that is translated when it is shown

UNUSABLE: Final = {
    "null_characters_not_allowed": _(
        "This text holds a character that we cannot keep (NUL, code 0). Take it out, or write in words where it stood."
    )
}  # for a field's `error_messages`


def at_most(limit: int) -> Callable[[str], None]:
    """Return a validator that refuses a text of more than `limit` characters."""

    def judge(text: str) -> None:
        if len(text) > limit:
            words = gettext("This is too long: at most %(limit)s characters, and you typed %(typed)s. Make it shorter.")
            raise ValidationError(words % {"limit": _grouped(limit), "typed": _grouped(len(text))}, code="max_length")

    return judge


def _grouped(number: int) -> str:
    """Write a number as the reader does: 200,000 or 200.000."""
    return str(number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True))
