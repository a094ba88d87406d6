"""Whether a text is Dutch or English: by words that each has and the other has not."""

import re
from typing import Final

_DUTCH: Final = frozenset(
    """de het een en van ik je jullie dat die niet met voor zijn op aan te er maar ook als bij uw u naar dit deze heb hebben wordt worden kan kunnen
    om uit wat hoe waar wel nog geen mijn ons onze via door over zou gevonden graag kwetsbaarheid lek melding website groet bedankt beste geachte
    mvg wij zij hij moet moeten bent ben heeft daar hier toen omdat tot na zonder tussen""".split()  # noqa: SIM905 -- a table to read
)
_ENGLISH: Final = frozenset(
    """the a and of to is that it for with on you your this are be have has from not as at by an or can we i my was which would will if there their
    they been into could should please found vulnerability hello hi dear regards thanks report page using when where because after what how any""".split()  # noqa: SIM905 -- as above
)
_BOTH: Final = _DUTCH & _ENGLISH
_WORD: Final = re.compile(r"[a-zà-ÿ']+")
_ADDRESS: Final = re.compile(r"\S{1,20}(?:://|@)\S{1,2000}")
_MOST: Final = 20_000
_LEAST: Final = 2
_CLEARLY: Final = 1.5


def language_of(text: str) -> str:
    """Return "nl", "en", or "" where the text is too short, is neither, or is as much the one as the other."""
    found = _WORD.findall(_ADDRESS.sub(" ", text[:_MOST]).lower())
    dutch, english = ([word for word in found if word in words and word not in _BOTH] for words in (_DUTCH, _ENGLISH))
    more, less, language = (dutch, english, "nl") if len(dutch) > len(english) else (english, dutch, "en")
    is_clear = len(set(more)) >= _LEAST and len(more) >= len(less) * _CLEARLY and len(more) * 12 >= len(found)
    return language if is_clear else ""
