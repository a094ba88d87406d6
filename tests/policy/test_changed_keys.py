"""What changes between two files and is no clause."""

import pytest

from meldpunt.policy.rules.changed_keys import ChangedKey, changed_keys
from meldpunt.policy.rules.differences import differences
from meldpunt.policy.rules.showing import clauses_of
from tests.factories.policy_texts import EXAMPLES, SMALL, files_beside, policy_of, with_lines

BRAND = '\n[[brand]]\nid = "one"\nname = "One"\nhosts = ["one.example"]\n'


def changed(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return every changed key with its values."""
    return [(each.key, each.before, each.after) for each in changed_keys(policy_of(before), policy_of(after))]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"security@haven.example"',
            '"help@haven.example"',
            ("contact.mail", '"security@haven.example"', '"help@haven.example"'),
        ),
        ('"b@haven.example"', '"d@haven.example"', ("people.stand_in.mail", '"b@haven.example"', '"d@haven.example"')),
        ("format = 1\n", "format = 1\ntakes_effect = 2027-01-01\n", ("takes_effect", "", "2027-01-01")),
        (
            "[clauses]",
            '[finder]\ncontact = ["email"]\n\n[clauses]',
            ("finder.contact", '["email", "phone"]', '["email"]'),
        ),
        (
            "[clauses]",
            "[finder]\ncontact = []\n\n[clauses]",
            ("finder.contact", '["email", "phone"]', "[]"),
        ),
        (
            "[contact]",
            '[organisation.look]\nfont = "serif"\n\n[contact]',
            ("organisation.look.font", '"system"', '"serif"'),
        ),
        (
            '["report.haven.example"]',
            '["r.haven.example"]',
            ("organisation.hosts", '["report.haven.example"]', '["r.haven.example"]'),
        ),
        (
            'within = "5 working days"',
            'within = "5 working days"\ncalendar = "BE"',
            ("promises.first_answer.calendar", "", '"BE"'),
        ),
        (
            "[clauses]",
            '[privacy]\naddress = "Kade 1"\n\n[clauses]',
            ("privacy.address", "", '"Kade 1"'),
        ),
    ],
    ids=range(9),
)
def test_what_is_no_clause_is_told_by_its_key(old: str, new: str, told: tuple[str, str, str]) -> None:
    assert told in changed(SMALL, with_lines(old, new))


def test_a_brand_that_goes_is_told_without_its_defaults() -> None:
    assert changed(SMALL + BRAND, SMALL) == [
        ("brand.one.id", '"one"', ""),
        ("brand.one.name", '"One"', ""),
        ("brand.one.hosts", '["one.example"]', ""),
    ]


def test_a_brand_is_known_by_its_id_wherever_it_stands() -> None:
    two = BRAND.replace("one", "two").replace("One", "Two")
    assert changed(SMALL + BRAND + two, SMALL + two + BRAND) == []


def test_clauses_and_comments_are_not_told() -> None:
    after = with_lines('"tell_only_us"', '"no_spam"').replace("5 working days", "3 days") + "# A word.\n"
    assert changed(SMALL, after) == []


def test_what_was_written_out_as_the_default_is_no_change() -> None:
    assert changed(SMALL, SMALL + '\n[finder]\ncontact_is = "optional"\n') == []


def test_beside_the_built_in_policy_nothing_is_told() -> None:
    assert changed_keys(None, policy_of(SMALL)) == ()


def test_values_are_in_no_representation() -> None:
    """They may be names and addresses of people."""
    assert repr(ChangedKey("people.stand_in.name", '"Bob"', '"Ann"')) == "ChangedKey(key='people.stand_in.name')"


@pytest.mark.parametrize("one", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("other", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_two_files_that_are_not_the_same_never_change_nothing(one, other) -> None:
    """Whatever a file decides stands in a clause or is told by its key."""
    before, after = (policy_of(file.read_text(), files_beside(file)) for file in (one, other))
    told = (*differences(clauses_of(before), clauses_of(after)), *changed_keys(before, after))
    assert bool(told) == (one != other)
