"""What can be taken: texts that will come back exactly as they were sent."""

from meldpunt.reports.terms import (
    CONTACT_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    Contact,
    Identity,
    ReportContent,
    TextMissing,
    TextNotStorable,
    TextTooLong,
)

COMPULSORY = ("where", "what")


def check_content(content: ReportContent) -> None:
    """Refuse a report that lacks its two compulsory texts, or holds one that is too long or not storable.

    Raises TextMissing, TextTooLong or TextNotStorable, each with the name of the first field that is wrong.
    """
    texts = content.texts()
    for name in COMPULSORY:
        if not texts.get(name, "").strip():
            raise TextMissing(name)
    for name, text in texts.items():
        check_text(name, text, TEXT_LIMIT)


def check_person(identity: Identity, contact: Contact) -> None:
    """Refuse a name or a contact that is too long or not storable; raises TextTooLong or TextNotStorable."""
    check_text("name", identity.name, NAME_LIMIT)
    check_text("contact", contact.value, CONTACT_LIMIT)


def check_text(name: str, text: str, limit: int = TEXT_LIMIT) -> None:
    """Refuse a text of more than `limit` characters, with a NUL, or with half a character (a lone surrogate)."""
    if len(text) > limit:
        raise TextTooLong(name)
    if "\0" in text:
        raise TextNotStorable(name)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextNotStorable(name) from None
