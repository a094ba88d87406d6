"""What is added to a policy that is fine, and refused at its line."""

import hashlib

import pytest

from tests.factories.policy_texts import SMALL, policy_of, said

TEXT = b"Be careful.\n"
SHA = hashlib.sha256(TEXT).hexdigest()
DOCUMENT = (
    '\n[[document]]\nid = "conduct"\nversion = "1"\ntitle = { nl = "Gedrag", en = "Conduct" }\n'
    f'nl = {{ file = "c.txt", sha256 = "{SHA}" }}\n'
)
BRAND = '\n[[brand]]\nid = "one"\nname = "One"\nhosts = ["one.example"]\n'
END = SMALL.count("\n")


@pytest.mark.parametrize(
    ("more", "line", "key", "message"),
    [
        (BRAND + BRAND.replace('"one"', '"two"'), 10, "brand[2].hosts[1]", "The host name one.example is used twice."),
        (BRAND + BRAND.replace("one.example", "two.example"), 8, "brand[2].id", "The id one is used twice."),
        (
            BRAND.replace("one.example", "report.haven.example"),
            5,
            "brand[1].hosts[1]",
            "The host name report.haven.example is used twice.",
        ),
        (BRAND.replace('["one.example"]', "[]"), 2, "brand[1]", "This brand has no host name."),
        ('\n[key]\noffer = "on_request"\n', 2, "key", "It is not said how soon the key is sent."),
        ('\n[key]\nwithin = "4 hours"\n', 3, "key.within", "Only a key that is sent on request has a time."),
        (f'\n[key]\nfingerprint = "{"A" * 40}"\n', 2, "key", "A key of your own needs its file and its fingerprint."),
        ('\n[[other_channel]]\nabout = ["fraud"]\n', 2, "other_channel[1]", "This channel leads nowhere."),
        (
            '\n[scope]\ninside = ["a.example"]\noutside = ["a.example"]\n',
            4,
            "scope.outside[1]",
            "a.example is inside and outside the scope.",
        ),
        ('\n[scope]\nrest = "outside"\n', 3, "scope.rest", "Nothing is inside the scope."),
        ('\n[scope]\ninside = ["10.0.0.1/8"]\n', 3, "scope.inside[1]", '"10.0.0.1/8" is not a network.'),
        (
            '\n[excluded]\nkinds = ["missing_header"]\n',
            3,
            "excluded.kinds[1]",
            'There is no "missing_header" in the catalogue.',
        ),
        ('\n[introduction]\nnl = "Welkom"\n', 2, "introduction", "The text in the language en is missing."),
        (
            '\n[credit]\npage = "https://www.haven.example/thanks"\n',
            3,
            "credit.page",
            "There is a page that thanks finders, but no name comes on it.",
        ),
        ("\n[reward]\nstep = []\n", 2, "reward", "The reward table is empty."),
        ('\n[[reward.step]]\nseverity = "low"\n', 2, "reward.step[1]", "This step gives nothing."),
        (
            '\n[[reward.step]]\nseverity = "low"\nleast = 9\nmost = 8\n',
            4,
            "reward.step[1].least",
            "The least is more than the most.",
        ),
        ('\n[[reward.step]]\nseverity = "low"\nleast = 9\n', 2, "reward.step[1]", "An amount is missing."),
        (
            '\n[[reward.step]]\nseverity = "low"\nleast = 1\nmost = 1\n[[reward.step]]\nseverity = "low"\nsize = "large"\nleast = 2\nmost = 2\n',
            6,
            "reward.step[2]",
            "There is another step for this severity and size.",
        ),
        (
            '\n[publication]\nembargo = "3 months"\n[promises.publication]\nwithin = "60 days"\n',
            3,
            "publication.embargo",
            "The embargo is longer than the promised publication allows.",
        ),
        (
            '\n[counting]\noutside_office_hours = "next_opening"\n',
            3,
            "counting.outside_office_hours",
            "It is not said when the office is open.",
        ),
        (
            '\n[counting]\noffice_hours = "09:00-17:00"\n',
            3,
            "counting.office_hours",
            "Office hours alone change nothing.",
        ),
        (
            '\n[counting]\noutside_office_hours = "next_opening"\noffice_hours = "17:00-09:00"\n',
            4,
            "counting.office_hours",
            "The office closes before it opens.",
        ),
        ('\n[counting]\noffice_hours = "9-17"\n', 3, "counting.office_hours", '"9-17" cannot be used here.'),
        (
            '\n[counting]\noffice_hours = "09:00-24:00"\n',
            3,
            "counting.office_hours",
            '"09:00-24:00" cannot be used here.',
        ),
        ('\n[counting]\nclosed_last_day = "later"\n', 3, "counting.closed_last_day", '"later" cannot be chosen here.'),
        (
            '\n[counting]\nclosed_last_day = "next_working_day"\n[promises.silence]\nwithin = "48 hours"\ncalendar = "BE"\n',
            6,
            "promises.silence.calendar",
            "Only working days have a calendar.",
        ),
        (
            '\n[retention]\nfinder_page = "30 months"\n',
            3,
            "retention.finder_page",
            "This is kept longer than the report it belongs to.",
        ),
        (
            '\n[[law]]\nclause = "own_early_notice"\nsource = "s"\nversion = "1"\nauthority = { nl = "a", en = "a" }\n',
            2,
            "law[1]",
            "The time of the clause own_early_notice is missing, or it has none.",
        ),
        (
            '\n[[own_clause]]\nid = "x"\nkind = "rule"\nkept_by = "stand_in"\ntext = { nl = "<b>x</b>", en = "x" }\n',
            6,
            "own_clause[1].text.nl",
            "HTML and scripts are not allowed in texts.",
        ),
        (
            (
                '\n[[law]]\nclause = "publication_needs_authority"\nsource = "s"\nversion = "1"\nauthority = { nl = "a", en = "a" }\n'
                '[publication]\ninitiative = "finder_after_fix"\n'
            ),
            8,
            "publication.initiative",
            "The finder may publish when it is solved, but a [[law]] says that an authority has to agree first.",
        ),
        (
            (
                '\n[[law]]\nclause = "publication_needs_authority"\nsource = "s"\nversion = "1"\nauthority = { nl = "a", en = "a" }\n'
                '[promises.publication]\nwithin = "60 days"\n'
            ),
            7,
            "promises.publication",
            "A day of publication is promised, but a [[law]] says that an authority has to agree first.",
        ),
        (
            '\n[[own_clause]]\nid = "x"\nkind = "rule"\nkept_by = "second_pair_of_eyes"\ntext = { nl = "x", en = "x" }\n',
            5,
            "own_clause[1].kept_by",
            "Nobody is named as second_pair_of_eyes.",
        ),
        (
            '\n[organisation.look]\naccent = "#fcfdfc"\n',
            3,
            "organisation.look.accent",
            "This colour cannot be read well on its background.",
        ),
        (DOCUMENT, 6, "document[1].nl.file", "There is no file c.txt beside the policy."),
        (
            '\n[[document]]\nid = "c"\nversion = "1"\ntitle = { nl = "G", en = "C" }\n',
            2,
            "document[1]",
            "There is no text of this document.",
        ),
        (
            DOCUMENT.replace('"c.txt"', '"https://x.example/c"'),
            6,
            "document[1].nl.file",
            '"https://x.example/c" cannot be used here.',
        ),
        (DOCUMENT.replace("c.txt", "c.exe"), 6, "document[1].nl.file", "c.exe is not of a kind that can be used here."),
    ],
)
def test_what_is_added_is_refused_at_its_line(more, line, key, message):
    assert said(SMALL + more) == [(END + line, key, message)]


def test_a_document_beside_the_policy_is_taken():
    assert policy_of(SMALL + DOCUMENT, {"c.txt": TEXT}).document[0].version == "1"


def test_a_changed_document_is_refused():
    assert said(SMALL + DOCUMENT, {"c.txt": b"other"}) == [
        (END + 6, "document[1].nl.sha256", "c.txt is not the document this digest belongs to.")
    ]


def test_a_secret_key_is_refused():
    more = f'\n[key]\nfile = "k.asc"\nfingerprint = "{"A" * 40}"\n'
    content = b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n"
    assert said(SMALL + more, {"k.asc": content}) == [(END + 3, "key.file", "k.asc is a secret key.")]


def test_a_picture_that_is_no_logo_is_refused_without_an_organisation():
    more = '\n[organisation.look]\nlogo = "l.png"\n'
    assert said(SMALL + more, {"l.png": b"no picture"}) == [
        (END + 3, "organisation.look.logo", "This picture cannot be a logo.")
    ]
