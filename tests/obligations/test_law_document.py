"""docs/duties-by-law.md tells every stage and every fact as the data has them."""

import re
from pathlib import Path

from meldpunt.obligations.rules.law import FACTS, LAWS, STAGES
from meldpunt.obligations.terms.law import Law, Stage
from meldpunt.policy.rules.showing.words import unit_word

TEXT = (Path(__file__).parents[2] / "docs" / "duties-by-law.md").read_text(encoding="utf-8")


def told(stage: Stage) -> str:
    """Return the row of a stage."""
    begins = [
        f"`{stage.event}`",
        *([f"from `{stage.runs_from}`"] if stage.runs_from else []),
        *([f"from when `{stage.after}` was submitted"] if stage.after else []),
        *([f"with `{stage.only_with}`"] if stage.only_with else []),
        *([f"unless `{stage.unless}`"] if stage.unless else []),
        *([f"or despite it with `{stage.despite}`"] if stage.despite else []),
    ]
    term = (
        f"{stage.term.amount} {unit_word(stage.term.amount, stage.term.unit, 'en')}" if stage.term else "no fixed term"
    )
    doubts = ", ".join(doubt.replace("_", " ") for doubt in stage.doubts) or "-"
    return f"| `{stage.id}` | {stage.article} | {', '.join(begins)} | {term} | {doubts} |"


def test_every_stage_is_told_as_it_is() -> None:
    rows = re.findall(r"^\| `[a-z0-9]+-[^|]+\|.*$", TEXT, re.MULTILINE)
    assert rows == [told(each) for each in STAGES if not each.law.endswith("_trust")]


def test_every_fact_is_told_as_it_is() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", TEXT, re.MULTILINE)
    assert rows == [(kind.value, words.en) for kind, words in FACTS.items()]


def test_every_law_is_told_with_its_day() -> None:
    laws = [(LAWS[law].en, min(each.in_force for each in STAGES if each.law is law)) for law in Law]
    expected = [(name, day.isoformat()) for name, day in laws if "trust" not in name]
    assert re.findall(r"^### (.+)\n\nIn force from ([\d-]+)\.", TEXT, re.MULTILINE) == expected
