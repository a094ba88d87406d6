"""An access code as it is read out on the telephone: every letter as a word, in the finder's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from meldpunt.doors.look.templatetags.look import in_groups

type Alphabet = Mapping[str, str]

# fmt: off
NATO: Final = (
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
    "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
)
"""The spelling alphabet of ICAO Annex 10, volume II, 5.2.1.3."""
DUTCH: Final = (
    "Anton", "Bernard", "Cornelis", "Dirk", "Eduard", "Ferdinand", "Gerard", "Hendrik", "Izaak", "Johan", "Karel", "Lodewijk", "Maria",
    "Nico", "Otto", "Pieter", "Quirinus", "Richard", "Simon", "Theodor", "Utrecht", "Victor", "Willem", "Xantippe", "Ypsilon", "Zaandam",
)
"""The words that are usual on the telephone in the Netherlands."""
# fmt: on
ALPHABETS: Final[Mapping[str, Alphabet]] = {
    "en": {word[0]: word for word in NATO},
    "nl": {word[0]: word for word in DUTCH},
}


@dataclass(frozen=True)
class Spelt:
    """Four signs of a code, and the words to say for them; a digit is said as itself."""

    group: str = field(repr=False)
    words: str = field(repr=False)


def spelt_out(code: str, *, language: str) -> Iterator[Spelt]:
    """Yield the groups of a code as they are read out; in a language without a list of its own, by the international one."""
    alphabet = ALPHABETS.get(language, ALPHABETS["en"])
    for group in in_groups(code):
        yield Spelt(group, ", ".join(alphabet.get(sign, sign) for sign in group))
