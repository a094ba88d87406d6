import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldpunt.policy.rules.file.positions import lines_of
from meldpunt.policy.rules.file.schema import json_schema
from meldpunt.policy.rules.file.spans import MOST, read_span, span_text
from meldpunt.policy.terms import Both, Prose, Unit
from tests.factories.policy_texts import EXAMPLES, SMALL, policy_of
from tests.factories.policy_writing import write

PROSE = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Co", "Cs", "Zl", "Zp"),
        exclude_characters="<&:\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0\ufe0e\ufe0f",
    ),
    min_size=1,
).filter(lambda text: bool(text.strip()))


@given(PROSE, PROSE)
@settings(deadline=None)
def test_any_text_survives(first, second):
    import unicodedata

    text = unicodedata.normalize("NFC", f"{first}\n{second}").strip()
    policy = replace(policy_of(SMALL), introduction=Both(Prose(text), Prose(text)))
    assert policy_of(write(policy)) == policy


@given(st.sampled_from(Unit), st.data())
def test_any_span_survives(unit, data):
    amount = data.draw(st.integers(1, MOST[unit]))
    span = read_span(span_text(amount, unit))
    assert (span.amount, span.unit) == (amount, unit)


def test_defaults_are_not_written():
    assert write(policy_of(SMALL)) == SMALL


def test_lines_are_found_in_every_kind_of_toml():
    text = '# x\na.b = 1\n"c d" = """\nx = 1\n"""\n[t]\nl = [\n 1, # one\n {k = "}"},\n]\n[[t.m]]\nz = \'#\'\n[[t.m]]\nz = 2\n'
    tomllib.loads(text)
    assert lines_of(text) == {
        ("a",): 2,
        ("a", "b"): 2,
        ("c d",): 3,
        ("t",): 6,
        ("t", "l"): 7,
        ("t", "l", 0): 8,
        ("t", "l", 1): 9,
        ("t", "l", 1, "k"): 9,
        ("t", "m"): 11,
        ("t", "m", 0): 11,
        ("t", "m", 0, "z"): 12,
        ("t", "m", 1): 13,
        ("t", "m", 1, "z"): 14,
    }


def test_the_schema_is_json_and_names_what_is_compulsory():
    schema = json.loads(json.dumps(json_schema()))
    assert schema["required"] == ["format", "organisation", "contact", "way_in", "promises", "safe_harbour", "people"]


def test_the_schema_knows_every_table():
    schema = json_schema()
    text = json.dumps(schema)
    used = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert used == json.loads(text)["$defs"].keys()


def paths(value, path=()):
    """Return every place in a table."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    return {(*path, key) for key, _each in pairs} | {
        place for key, each in pairs for place in paths(each, (*path, key))
    }


@pytest.mark.parametrize("file", sorted(EXAMPLES.rglob("*.toml")), ids=lambda file: file.stem)
def test_every_place_in_an_example_has_a_line(file):
    text = file.read_text()
    assert lines_of(text).keys() == paths(tomllib.loads(text))


def test_the_schema_beside_the_docs_is_the_schema():
    assert json.loads((EXAMPLES.parents[1] / "docs" / "policy-file.schema.json").read_text()) == json_schema()
