"""`[privacy]` and `[accessibility]` in the file: read, written again, and refused where they cannot be true."""

import pytest

from meldpunt.policy.terms import LegalBasis
from tests.factories.policy_texts import SMALL, policy_of, said, with_lines
from tests.factories.policy_writing import write

END = SMALL.count("\n")
WHOLE = """
[privacy]
controller = "Haven Holding B.V."
address = "Kade 1, 1234 AB Havenstad"
officer = "privacy@haven.example"
basis = "legitimate_interests"
processors = ["Dok Hosting B.V."]
outside_eea = { nl = "Nergens.", en = "Nowhere." }
statement = "https://haven.example/privacy"

[accessibility]
audited_on = 2026-11-21
audited_by = "Onderzoek B.V."
report = "https://haven.example/report"
limits = { nl = "Geen gebarentaal.", en = "No sign language." }
"""
AUDIT = '[accessibility]\naudited_on = {}\naudited_by = "A"\nreport = "https://a.example/r"\n'


def test_everything_is_read_and_written_again():
    policy = policy_of(SMALL + WHOLE)
    assert (policy.privacy.basis, policy_of(write(policy))) == (LegalBasis.LEGITIMATE_INTERESTS, policy)


@pytest.mark.parametrize(
    ("more", "line", "key", "message"),
    [
        (
            '[privacy]\nofficer = "a@b.example"\nwithout_officer = true\n',
            3,
            "privacy.without_officer",
            "A data protection officer is named, and it is said that there is none.",
        ),
        (
            '[accessibility]\naudited_by = "A"\n',
            1,
            "accessibility",
            "An audit needs a date, a name and a report.",
        ),
        (AUDIT.format("2026-11-22"), 2, "accessibility.audited_on", "This day is still to come."),
        (
            '[accessibility]\nregister = "https://register.example/1"\n',
            2,
            "accessibility.register",
            "Only a public body has a statement in the register.",
        ),
        ('[privacy]\nbasis = "consent"\n', 2, "privacy.basis", '"consent" cannot be chosen here.'),
        (
            '[privacy]\nofficer = "Jan"\n',
            2,
            "privacy.officer",
            '"Jan" is neither a mail address nor a safe web address.',
        ),
        ('[privacy]\naddress = "<b>Kade</b>"\n', 2, "privacy.address", "HTML and scripts are not allowed in texts."),
        (
            '[privacy]\noutside_eea = { nl = "Ja." }\n',
            2,
            "privacy.outside_eea",
            "The text in the language en is missing.",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_line(more, line, key, message):
    assert said(SMALL + more) == [(END + line, key, message)]


def test_an_audit_of_today_is_fine():
    assert said(SMALL + AUDIT.format("2026-11-21")) == []


def test_a_public_body_does_not_rest_on_interests_of_its_own():
    text = with_lines('name = "Haven"', 'name = "Haven"\npublic_body = true') + '[privacy]\nbasis = "{}"\n'
    assert [[key for _line, key, _message in said(text.format(basis))] for basis in LegalBasis] == [
        ["privacy.basis"],
        [],
        [],
    ]
