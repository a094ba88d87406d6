"""Mail that belongs elsewhere: which matter it is about, by which words, and how sure that is.

A report is worth more than a hundred customer questions in the wrong place. So whatever a finder may write keeps a mail from being
called misdirected, and sure is only what has many words for one matter, none for another, and nothing that a report could have: no
file, no encryption, no doubtful word. Nothing here is a verdict: it names the words it saw, so that a person can judge them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from meldpunt.arrivals.rules.misdirected.matters import OF_MATTER
from meldpunt.arrivals.rules.misdirected.signs import DOUBTS, REPORTS, TECHNICAL
from meldpunt.arrivals.terms import Suggestion
from meldpunt.policy.terms import Matter, OtherChannel

LOOKED_AT: Final = 20_000
"""Characters of a text that are looked at."""
SHOWN: Final = 12
"""Words that are kept to explain a suggestion."""
TELLING, WEAK = 2, 1
ENOUGH, SURE = 3, 5
LEAST_WORDS: Final = 6
KIN: Final[Mapping[Matter, Matter]] = {
    Matter.PHISHING: Matter.FAKE_MAIL,
    Matter.FAKE_MAIL: Matter.PHISHING,
}
"""Matters that people have one word for: a channel for one takes the other."""


def suggested(
    *,
    subject: str,
    text: str,
    offered: Collection[Matter],
    quoted: str = "",
    has_files: bool = False,
    is_sealed: bool = False,
) -> Suggestion | None:
    """Return what a mail is about that belongs elsewhere; None where nothing says so, or a report is possible.

    `offered` are the matters for which the policy names another channel; `quoted` is what was folded away, in which only signs of a
    report count; `has_files` tells of attachments, `is_sealed` of encryption or a signature: neither is ever sure.
    """
    own = _plain(f"{subject}\n{text}")
    if _found(REPORT_SIGNS, own) or _found(REPORT_SIGNS, _plain(quoted)):
        return None
    weighed = sorted(_weighed(own, _with_kin(offered)), key=lambda each: -each[0])
    if not weighed or weighed[0][0] < ENOUGH:
        return None
    (score, matter, words), rivals = weighed[0], weighed[1:]
    against = _found(DOUBT_SIGNS, own)
    alone = all(rival <= score // 2 for rival, other, _ in rivals if other is not KIN.get(matter))
    enough = score >= SURE and len(own.split()) >= LEAST_WORDS
    is_sure = enough and alone and not against and not has_files and not is_sealed
    return Suggestion(matter, is_sure, words[:SHOWN], against[:SHOWN])


def channel_for(matter: Matter, channels: Sequence[OtherChannel]) -> OtherChannel | None:
    """Return the other channel of the policy for a matter, or for one that people call the same; None without one."""
    wanted = [matter, KIN.get(matter)]
    return next((channel for each in wanted for channel in channels if each in channel.about), None)


def matters_of(channels: Sequence[OtherChannel]) -> frozenset[Matter]:
    """Return every matter for which there is another channel."""
    return frozenset(matter for channel in channels for matter in channel.about)


def as_facts(suggestion: Suggestion | None) -> dict[str, Any] | None:
    """Return a suggestion as it is sealed among the facts of a mail."""
    if suggestion is None:
        return None
    return {
        "matter": suggestion.matter.value,
        "is_sure": suggestion.is_sure,
        "found": list(suggestion.found),
        "against": list(suggestion.against),
    }


def from_facts(facts: Mapping[str, Any] | None) -> Suggestion | None:
    """Return the suggestion that was sealed, or None where there was none."""
    if not facts:
        return None
    return Suggestion(Matter(facts["matter"]), facts["is_sure"], tuple(facts["found"]), tuple(facts["against"]))


def _weighed(text: str, matters: Collection[Matter]) -> Iterator[tuple[int, Matter, tuple[str, ...]]]:
    """Yield for each matter how much of it the text has, and its words."""
    for matter in Matter:
        if matter not in matters:
            continue
        telling, weak = (_found(signs, text) for signs in OF_WORDS[matter])
        if telling:
            yield TELLING * len(telling) + WEAK * len(weak), matter, telling + weak


def _with_kin(offered: Collection[Matter]) -> frozenset[Matter]:
    return frozenset(offered) | frozenset(KIN[matter] for matter in offered if matter in KIN)


def _plain(text: str) -> str:
    """Return a text in one case and with one space between words, so that phrases match across lines."""
    return " ".join(text[:LOOKED_AT].casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def _found(signs: re.Pattern[str], text: str) -> tuple[str, ...]:
    """Return each sign that is in the text once, in the order of the text."""
    return tuple(dict.fromkeys(match.group() for match in signs.finditer(text)))


def _signs(phrases: Sequence[str], technical: Sequence[str] = ()) -> re.Pattern[str]:
    """Return one pattern for all phrases, longest first: what is part of a longer one counts once."""
    words = [_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile("|".join([*technical, *words]))


def _phrase(phrase: str) -> str:
    return rf"\b{re.escape(phrase.rstrip('*'))}{r'\w*' if phrase.endswith('*') else ''}(?!\w)"


REPORT_SIGNS: Final = _signs(REPORTS, TECHNICAL)
DOUBT_SIGNS: Final = _signs(DOUBTS)
OF_WORDS: Final = {matter: (_signs(said.telling), _signs(said.weak)) for matter, said in OF_MATTER.items()}
