"""docs/clauses.md, line by line: every name on it is one of the catalogue or of the file, and what keeps it is there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from meldpunt.policy.rules.catalogue import CATALOGUE
from meldpunt.policy.rules.catalogue import mechanisms as by
from meldpunt.policy.rules.catalogue.page import mechanism_words
from meldpunt.policy.rules.reading import read
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.terms import Clause, Mechanism, MechanismKind, Section, ShownClause
from tests.factories.policy_texts import EXAMPLES, TODAY, files_beside
from tests.policy.keeping import exists

PAGE: Final = (Path(__file__).parents[2] / "docs" / "clauses.md").read_text(encoding="utf-8")
ORIGINALS: Final = {
    "Hosting provider": ("hosting-provider.toml", 52),
    "Utility": ("utility.toml", 40),
    "Insurer": ("insurer.toml", 39),
    "Clinic": ("clinic.toml", 29),
    "Collection agency": ("collection-agency.toml", 28),
}
"""The example that expresses each original, and how many sentences the original has."""
TABLES: Final[Mapping[str, Mechanism]] = {
    "[introduction]": by.OF_TABLES[Section.WELCOME],
    "[scope]": by.OF_TABLES[Section.SCOPE],
    "[excluded]": by.OF_TABLES[Section.EXCLUDED],
    **{f"[[way_in]] {kind.value}": mechanism for kind, mechanism in by.OF_WAYS.items()},
    "[[other_channel]]": by.OF_TABLES[Section.ELSEWHERE],
    "[[document]]": by.OF_TABLES[Section.DOCUMENTS],
    "[[reward.step]]": by.OF_TABLES[Section.REWARD],
    "[contact]": Mechanism(MechanismKind.PAGE, "security-txt"),
    "[finder]": by.TOPIC,
    "[[brand]]": by.POLICY_PAGE,
    "based_on": by.POLICY_PAGE,
}
SHOWN: Final[Mapping[str, str]] = {
    "[introduction]": "introduction",
    "[scope]": "scope.",
    "[excluded]": "excluded.",
    **{f"[[way_in]] {kind.value}": f"way_in.{kind.value}" for kind in by.OF_WAYS},
    "[[other_channel]]": "elsewhere.",
    "[[document]]": "document.",
    "[[reward.step]]": "reward.",
    "[[brand]]": "brands",
    "based_on": "based_on",
    "[contact]": "contact",
}
"""How the id of the clause begins that a table is shown as. `[contact]` may also stand in a way in; `[finder]` is on the form only."""
ROW: Final = re.compile(r"\| (\d+) \| (.+?) \| (.+?) \| (.+) \|")
HEAD: Final = ["| # | what it says | clauses and tables | kept by |", "|---|---|---|---|"]


def troubles(page: str, catalogue: Mapping[str, Clause] = CATALOGUE) -> list[str]:
    """Return what is wrong with the page, by line; nothing when all of it holds."""
    return [
        *(trouble for heading in ORIGINALS for trouble in _original(page, heading, catalogue)),
        *_alike(page, catalogue),
        *_prose(page, catalogue),
    ]


def part(page: str, heading: str) -> list[tuple[int, str]]:
    """Return the numbered lines under a heading, empty ones left out."""
    found, inside = [], False
    for number, line in enumerate(page.splitlines(), start=1):
        if line.startswith("## "):
            inside = line == f"## {heading}"
        elif inside and line:
            found.append((number, line))
    return found


def names_in(text: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", text)


def _original(page: str, heading: str, catalogue: Mapping[str, Clause]) -> Iterator[str]:
    file, sentences = ORIGINALS[heading]
    lines = part(page, heading)
    if [line for _number, line in lines[:3]] != [f"Expressed in `{file}`.", *HEAD]:
        yield f"{heading} does not begin with its file and the head of its table"
    for count, (number, line) in enumerate(lines[3:], start=1):
        yield from (f"line {number}: {trouble}" for trouble in _row(line, count, catalogue))
    if len(lines[3:]) != sentences:
        yield f"{heading} has {len(lines[3:])} sentences instead of {sentences}"


def _row(line: str, count: int, catalogue: Mapping[str, Clause]) -> Iterator[str]:
    row = ROW.fullmatch(line)
    if row is None:
        yield "no row of a number, a sentence, names and what keeps it"
        return
    names = names_in(row[3])
    if int(row[1]) != count:
        yield f"number {row[1]} instead of {count}"
    unknown = [name for name in names if name not in catalogue and name not in TABLES]
    if unknown or not names:
        yield f"no clause and no table: {', '.join(unknown) or 'nothing named'}"
        return
    kept = [catalogue[name].mechanism if name in catalogue else TABLES[name] for name in names]
    if row[4] != (words := "; ".join(dict.fromkeys(mechanism_words(each) for each in kept))):
        yield f"kept by {words}"
    yield from (trouble for name in names if name in catalogue for trouble in _clause(catalogue[name]))
    yield from (trouble for each in dict.fromkeys(kept) for trouble in _mechanism(each))


def _clause(clause: Clause) -> Iterator[str]:
    missing = [language for language in ("nl", "en") if not clause.texts.get(language, "").strip()]
    if missing:
        yield f"{clause.id} has no text in {', '.join(missing)}"


def _mechanism(mechanism: Mechanism) -> Iterator[str]:
    if mechanism.kind is MechanismKind.PEOPLE:
        if not mechanism.reason:
            yield f"people ({mechanism.name}) without a reason"
    elif not mechanism.planned and not exists(mechanism.kind, mechanism.name):
        yield f"there is no {mechanism.kind.value} {mechanism.name}"


def _alike(page: str, catalogue: Mapping[str, Clause]) -> Iterator[str]:
    """Yield what only looks apart: a line of the table of likes needs at least two clauses, and each its own words."""
    for number, line in part(page, "What looks alike and is kept apart")[2:]:
        clauses = [catalogue[name] for name in names_in(line) if name in catalogue]
        if len(clauses) < 2 or any(
            len({clause.texts[language] for clause in clauses}) < len(clauses) for language in ("nl", "en")
        ):
            yield f"line {number}: not kept apart"


def _prose(page: str, catalogue: Mapping[str, Clause]) -> Iterator[str]:
    """Yield every name outside the five tables that looks like a clause and is none."""
    for number, line in enumerate(page.splitlines(), start=1):
        if ROW.fullmatch(line):
            continue
        known = catalogue.keys() | TABLES.keys()
        wrong = [name for name in names_in(line) if re.fullmatch(r"[a-z]+(_[a-z]+)+", name) and name not in known]
        if wrong:
            yield f"line {number}: no clause: {', '.join(wrong)}"


def test_every_line_holds() -> None:
    assert troubles(PAGE) == []


def changed(old: str, new: str) -> Callable[[str], str]:
    """Return what replaces a text that the page has."""

    def change(page: str) -> str:
        assert old in page
        return page.replace(old, new, 1)

    return change


SOLD = "| 51 | Sales through this procedure go against the rules. | `no_sales` | verb `cases.decline` |\n"
AT = PAGE[: PAGE.index(SOLD)].count("\n") + 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (changed("`no_sales`", "`no_sale`"), [f"line {AT}: no clause and no table: no_sale"]),
        (changed("| `no_sales` |", "| nothing |"), [f"line {AT}: no clause and no table: nothing named"]),
        (changed("verb `cases.decline`", "verb `cases.close`"), [f"line {AT}: kept by verb `cases.decline`"]),
        (changed("| 51 |", "| 50 |"), [f"line {AT}: number 50 instead of 51"]),
        (changed(SOLD, "| Sales. |\n"), [f"line {AT}: no row of a number, a sentence, names and what keeps it"]),
        (
            changed(SOLD, ""),
            [f"line {AT}: number 52 instead of 51", "Hosting provider has 51 sentences instead of 52"],
        ),
        (
            changed("## Utility", "## Utilities"),
            [
                "Utility does not begin with its file and the head of its table",
                "Utility has 0 sentences instead of 40",
            ],
        ),
        (
            changed("Expressed in `clinic.toml`.", "Expressed in `utility.toml`."),
            ["Clinic does not begin with its file and the head of its table"],
        ),
    ],
    ids=["unknown", "nothing", "other mechanism", "number", "no row", "left out", "no original", "other example"],
)
def test_a_line_that_does_not_hold_is_told(change: Callable[[str], str], told: list[str]) -> None:
    assert troubles(change(PAGE)) == told


@pytest.mark.parametrize(
    ("old", "new"),
    [("`no_sales`, `no_paid_report`, `no_demands`", "`no_sales`"), ("`no_demands` |\n", "`no_sales` |\n")],
)
def test_what_is_not_kept_apart_is_told(old: str, new: str) -> None:
    at = PAGE.index("| selling something here;")
    bent = PAGE[:at] + changed(old, new)(PAGE[at:])
    assert troubles(bent) == [f"line {PAGE[:at].count('\n') + 1}: not kept apart"]


def test_a_name_in_the_gaps_that_is_no_clause_is_told() -> None:
    (told,) = troubles(f"{PAGE}- As `no_such_thing` says.\n")
    assert told == f"line {PAGE.count('\n') + 1}: no clause: no_such_thing"


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"texts": {"nl": " ", "en": "x"}}, "no_sales has no text in nl"),
        ({"texts": {"nl": "x"}}, "no_sales has no text in en"),
        ({"mechanism": Mechanism(MechanismKind.VERB, "cases.fly")}, "there is no verb cases.fly"),
        ({"mechanism": Mechanism(MechanismKind.VERB, "nowhere.decline")}, "there is no verb nowhere.decline"),
        ({"mechanism": Mechanism(MechanismKind.PAGE, "moon")}, "there is no page moon"),
        ({"mechanism": Mechanism(MechanismKind.PERMISSION, "fly")}, "there is no permission fly"),
        ({"mechanism": Mechanism(MechanismKind.OBLIGATION, "cake")}, "there is no obligation cake"),
        ({"mechanism": Mechanism(MechanismKind.FORM_STEP, "dance")}, "there is no form_step dance"),
        ({"mechanism": Mechanism(MechanismKind.PEOPLE, "cook")}, "people (cook) without a reason"),
    ],
)
def test_a_clause_that_nothing_keeps_is_told(spoilt: dict[str, object], told: str) -> None:
    clause = replace(CATALOGUE["no_sales"], **spoilt)  # type: ignore[arg-type] # of the fields of a clause
    page = PAGE.replace(SOLD, SOLD.replace("verb `cases.decline`", mechanism_words(clause.mechanism)))
    assert troubles_of_line(page, {**CATALOGUE, "no_sales": clause}, AT) == [f"line {AT}: {told}"]


def troubles_of_line(page: str, catalogue: Mapping[str, Clause], line: int) -> list[str]:
    """Return what is wrong with one row."""
    return [each for each in _original(page, "Hosting provider", catalogue) if each.startswith(f"line {line}:")]


def said_by(example: str) -> set[str]:
    """Return the clauses of the catalogue that an example shows."""
    path = EXAMPLES / example
    policy = read(path.read_bytes(), today=TODAY, files=files_beside(path))
    return {clause.id.removeprefix("law.") for clause in clauses_of(policy)} & CATALOGUE.keys()


def named_in(heading: str) -> set[str]:
    """Return the clauses that the lines of an original name."""
    rows = [ROW.fullmatch(line) for _number, line in part(PAGE, heading)]
    return {name for row in rows if row for name in names_in(row[3])} & CATALOGUE.keys()


@pytest.mark.parametrize(("heading", "file"), [(heading, file) for heading, (file, _count) in ORIGINALS.items()])
def test_an_example_says_what_its_original_says_and_no_more_than_is_told(heading: str, file: str) -> None:
    beyond = names_beyond(file) & CATALOGUE.keys()
    assert names_beyond(file) - CATALOGUE.keys() - TABLES.keys() == set()
    assert (named_in(heading) - said_by(file), said_by(file) - named_in(heading)) == (set(), beyond)


@pytest.mark.parametrize(("heading", "file"), [(heading, file) for heading, (file, _count) in ORIGINALS.items()])
def test_every_table_that_a_line_names_is_shown(heading: str, file: str) -> None:
    path = EXAMPLES / file
    policy = read(path.read_bytes(), today=TODAY, files=files_beside(path))
    clauses = clauses_of(policy)
    rows = [ROW.fullmatch(line) for _number, line in part(PAGE, heading)]
    named = {name for row in rows if row for name in names_in(row[3])} & TABLES.keys()
    unseen = named - {"[contact]", "[finder]"} - tables_shown(clauses)
    texts = " ".join(clause.text("en") for clause in clauses)
    assert (unseen, policy.contact.mail in texts, TABLES.keys() - SHOWN.keys()) == (set(), True, {"[finder]"})


@pytest.mark.parametrize(("heading", "file"), [(heading, file) for heading, (file, _count) in ORIGINALS.items()])
def test_every_table_that_is_shown_is_named_by_a_line_or_told(heading: str, file: str) -> None:
    path = EXAMPLES / file
    shown = tables_shown(clauses_of(read(path.read_bytes(), today=TODAY, files=files_beside(path))))
    rows = [ROW.fullmatch(line) for _number, line in part(PAGE, heading)]
    named = {name for row in rows if row for name in names_in(row[3])}
    assert shown - named == names_beyond(file) & TABLES.keys()


def tables_shown(clauses: Iterable[ShownClause]) -> set[str]:
    """Return the tables that a page shows."""
    return {
        name
        for name, begin in SHOWN.items()
        if any(clause.id.startswith(begin) and clause.text("nl") for clause in clauses)
    }


def names_beyond(file: str) -> set[str]:
    """Return what the page tells that an example says beyond its original."""
    rows = [line for _number, line in part(PAGE, "What the examples say beyond their originals") if f"`{file}`" in line]
    return {name for row in rows for name in names_in(row)} - {file}
