"""Can these promises be kept? Plays a policy against last year's reports. Also docs/can-you-keep-this.md."""

from meldpunt.obligations.rules.keeping.answering import colleagues_of
from meldpunt.obligations.rules.keeping.helping import remedies
from meldpunt.obligations.rules.keeping.playing import A_YEAR, play
from meldpunt.obligations.rules.keeping.saying import say_in_fact, say_no_help, say_played, say_remedy
from meldpunt.obligations.rules.keeping.seen import per_day_seen

__all__ = [
    "A_YEAR",
    "colleagues_of",
    "per_day_seen",
    "play",
    "remedies",
    "say_in_fact",
    "say_no_help",
    "say_played",
    "say_remedy",
]
