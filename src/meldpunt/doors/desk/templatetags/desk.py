"""Tags of the desk's templates: codes in words."""

from django import template

from meldpunt.doors.desk import words

register = template.Library()


@register.filter
def state_words(state: str) -> str:
    """Say a report state in words."""
    return words.word(words.STATES, state)


@register.filter
def closing_words(reason: str) -> str:
    """Say a closing reason in words."""
    return words.word(words.CLOSING_REASONS, reason)


@register.filter
def topic_words(topic: str) -> str:
    """Say what a report is about."""
    return words.word(words.TOPICS, topic)


@register.filter
def identity_words(mode: str) -> str:
    """Say who a finder said to be."""
    return words.word(words.IDENTITIES, mode)


@register.filter
def contact_words(mode: str) -> str:
    """Say how a finder can be reached."""
    return words.word(words.CONTACTS, mode)


@register.filter
def channel_words(channel: str) -> str:
    """Say through which door a report came in."""
    return words.word(words.CHANNELS, channel)


@register.filter
def language_words(code: str) -> str:
    """Say a language in the reader's own."""
    return words.word(words.LANGUAGES, code)
