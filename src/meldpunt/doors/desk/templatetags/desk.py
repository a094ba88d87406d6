"""Tags of the desk's templates: codes in words."""

from functools import partial
from typing import Final

from django import template

from meldpunt.doors.desk import duty_words, key_words, policy_fields_shown, words
from meldpunt.doors.look.lengths import length_in_words

register = template.Library()

SAID_AS: Final = {
    "state_words": words.STATES,
    "closing_words": words.CLOSING_REASONS,
    "no_date_words": words.NO_DATES,
    "obligation_words": words.OBLIGATIONS,
    "standing_words": words.STANDINGS_OF_DUTY,
    "fact_words": duty_words.FACT_WORDS,
    "stage_words": duty_words.STAGE_WORDS,
    "stands_words": duty_words.STANDS,
    "fell_words": duty_words.FELL,
    "unlifted_words": duty_words.UNLIFTED,
    "ground_words": words.GROUNDS,
    "topic_words": words.TOPICS,
    "identity_words": words.IDENTITIES,
    "channel_words": words.CHANNELS,
    "language_words": words.LANGUAGES,
}
"""The filters that say a code in words, and the words each of them has."""

for filter_name, codes in SAID_AS.items():
    register.filter(filter_name, partial(words.word, codes))
register.filter("key_trouble", key_words.trouble)
register.filter("key_source", key_words.source)
register.filter("key_end", key_words.last_groups)
register.filter("questions_of", duty_words.questions_of)
register.filter("length_words", length_in_words)
register.filter("units", policy_fields_shown.units)
register.filter("is_day", policy_fields_shown.is_day)
