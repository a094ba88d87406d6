"""The page docs/catalogue.md, written from the catalogue; a test holds the two equal."""

from collections.abc import Iterator

from meldpunt.policy.rules.catalogue import ALL, KINDS_OF_WEAKNESS, SOURCES
from meldpunt.policy.terms import Clause, ClauseKind, Mechanism, MechanismKind

_HEADINGS = {
    ClauseKind.ASK: "What to send: `clauses.ask`",
    ClauseKind.RULE: "Rules for the finder: `clauses.rules`",
    ClauseKind.PLEDGE: "What we stand for: `clauses.pledges`",
    ClauseKind.INFORMATION: "Good to know: `clauses.information`",
    ClauseKind.PROMISE: "Promises with a clock: follow from `[promises]`, `[key]` and `[retention]`",
    ClauseKind.SAFE_HARBOUR: "Legal steps: follow from `[safe_harbour]`",
    ClauseKind.TERM: "Follow from `[finder]`, `[key]`, `[reward]`, `[credit]`, `[publication]`, `[[law]]` and `second_eyes`",
}


def as_markdown() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def mechanism_words(mechanism: Mechanism) -> str:
    """Return what keeps a clause, in a few words."""
    if mechanism.kind is MechanismKind.PEOPLE:
        return f"people: {mechanism.name}. {mechanism.reason}"
    planned = " (planned; until then people)" if mechanism.planned else ""
    return f"{mechanism.kind.value.replace('_', ' ')} `{mechanism.name}`{planned}"


def _lines() -> Iterator[str]:
    yield "# The catalogue of clauses"
    yield ""
    yield "Written from `src/meldpunt/policy/rules/catalogue/`. The wording is our own; the source is where the idea comes from."
    for kind, heading in _HEADINGS.items():
        yield from ("", f"## {heading}", "", "| id | English | Dutch | source | kept by |", "|---|---|---|---|---|")
        yield from (_row(clause) for clause in ALL if clause.kind is kind)
    yield from ("", "## Kinds of weakness: `excluded.kinds`", "", "| id | English | Dutch |", "|---|---|---|")
    yield from (f"| `{each.id}` | {each.texts['en']} | {each.texts['nl']} |" for each in KINDS_OF_WEAKNESS.values())
    yield from ("", "## Sources: `based_on`", "", "| id | title | address |", "|---|---|---|")
    yield from (f"| `{name}` | {title} | {address} |" for name, (title, address) in SOURCES.items())


def _row(clause: Clause) -> str:
    texts = f"{clause.texts['en']} | {clause.texts['nl']}"
    return f"| `{clause.id}` | {texts} | {clause.source} | {mechanism_words(clause.mechanism)} |"
