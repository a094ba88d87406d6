"""The catalogue says one thing with one word, as the pages do; its texts are in no translation file."""

import re
from collections.abc import Iterator, Mapping

import pytest

from meldpunt.policy.rules.catalogue import ALL, KINDS_OF_WEAKNESS
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.reading import read
from meldpunt.policy.rules.showing import clauses_of, words
from tests.architecture.test_translations import other_words
from tests.factories.policy_texts import EXAMPLES, TODAY, files_beside

INSTEAD = {
    r"\breporter": "finder",
    r"\b(ethical )?hackers?\b": "finder",
    r"\bvulnerabilit": "weakness, weak spot",
    r"\btickets?\b": "case, report",
    r"\bdesk\b": "we, this page: a finder never sees the desk",
    r"\blog(ged|ging)? (in|out)\b": "sign in, sign out",
    r"\bterms of use|\bguidelines?\b": "rules, policy",
    r"\be-?mails?\b": "mail",
    r"\btelephone": "phone",
    r"\b(we|you|us)['\u2019](re|ll|ve|d|s)\b|\b(do|is|can|wo)n['\u2019]t\b": "the words in full",
}
"""English words for which the glossary, or the other clauses, chose another."""
ONLY_HERE = {
    r"\bkwetsbaarhe": "zwakke plek",
    r"\bticket": "dossier, melding",
    r"\b(jij|jou|jouw|je|jullie)\b": "u",
    r"\bmen\b": "u, wij",
    r"\b(teneinde|middels|omtrent|betreffende|derhalve|tevens|reeds|indien|eventue\w+|dient)\b": "a shorter word (B1)",
    r"\bzonder meer\b|\bsprake van\b": "a shorter word (B1)",
}
"""Dutch words that no clause needs."""


def texts() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield all that the program itself says of a policy, and all that the examples say."""
    yield from ((clause.id, clause.texts) for clause in ALL)
    yield from ((weakness.id, weakness.texts) for weakness in KINDS_OF_WEAKNESS.values())
    yield from ((f"first.{clause.id}", clause.texts) for clause in FIRST_TERMS.clauses)
    for table in (
        words.MATTERS,
        words.WAYS,
        words.RESTS,
        words.EVERYTHING,
        words.SEVERITIES,
        words.SIZES,
        words.SECTIONS,
    ):
        yield from ((str(name), both) for name, both in table.items())
    for path in sorted(EXAMPLES.rglob("*.toml")):
        policy = read(path.read_bytes(), today=TODAY, files=files_beside(path))
        clauses = [clause for clause in clauses_of(policy) if clause.id != "based_on"]  # the titles of others
        yield from ((f"{path.stem}: {clause.id}", clause.texts) for clause in clauses)


TEXTS = dict(texts())


def found_in(text: str, instead: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the words in a text that another stands for."""
    plain = re.sub(r"\S+@\S+|https://\S+|\S+\.txt", "", text)
    return [(word, chosen) for word, chosen in instead.items() if re.search(word, plain, re.IGNORECASE)]


@pytest.mark.parametrize("name", TEXTS)
def test_dutch_has_one_word_for_one_thing(name: str) -> None:
    text = TEXTS[name].get("nl", "")
    assert other_words(text) + found_in(text, ONLY_HERE) == []


@pytest.mark.parametrize("name", TEXTS)
def test_english_has_one_word_for_one_thing(name: str) -> None:
    assert found_in(TEXTS[name].get("en", ""), INSTEAD) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dit meldpunt is niet voor klachten.",
        "Alleen mensen die eraan werken kunnen haar lezen.",
        "Nadat uw melding is afgesloten.",
        "Melden onder een pseudoniem mag.",
    ],
)
def test_another_dutch_word_is_found(text: str) -> None:
    """All of these stood in the catalogue once, or in a policy that it was made from."""
    assert other_words(text) != []


def test_a_word_for_a_clerk_is_found() -> None:
    assert found_in("Indien u tevens een kwetsbaarheid meldt", ONLY_HERE) != []


@pytest.mark.parametrize(
    "text", ["The reporter is told.", "This desk is not for complaints.", "Send an email.", "We don't."]
)
def test_another_english_word_is_found(text: str) -> None:
    assert found_in(text, INSTEAD) != []
