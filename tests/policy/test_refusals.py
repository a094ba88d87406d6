"""Every contradiction and every wrong value is refused, at its line, with what to do."""

import pytest

from meldpunt.policy.rules.file.suggesting import nearest
from meldpunt.policy.rules.reading import problems
from tests.factories.policy_texts import SMALL, TODAY, said, with_lines

FORM = '[[way_in]]\nkind = "form"\n'


def test_the_small_policy_is_fine():
    assert said(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("format = 1", "format = 2", (1, "format", "This format is not known.")),
        ("format = 1", 'format = "1"', (1, "format", "This must be a whole number.")),
        ("format = 1", "format = true", (1, "format", "This must be a whole number.")),
        ("format = 1\n", "format = 1\nsecond_eyes = 1\n", (2, "second_eyes", "This must be true or false.")),
        ("format = 1\n", "format = 1\ncolour = 1\n", (2, "colour", 'There is no key "colour" here.')),
        ("format = 1\n", "", (1, "", '"format" is missing.')),
        ("format = 1\n", "format = 1\ntakes_effect = 2026-11-20\n", (2, "takes_effect", "This date is in the past.")),
        (
            "format = 1\n",
            "format = 1\ntakes_effect = 9999-12-31\n",
            (2, "takes_effect", "This date is more than a year away."),
        ),
        ("format = 1\n", "format = 1\nreview_by = 2026-11-21\n", (2, "review_by", "This date is too early.")),
        ("format = 1\n", 'format = 1\nreview_by = "soon"\n', (2, "review_by", '"soon" is not a date.')),
        (
            "[contact]",
            'country = "LU"\n[contact]\nphone = "088 123 45 67"',
            (10, "contact.phone", "This telephone number does not say its country."),
        ),
        (
            "[contact]",
            'closed = [\n2026-12-24,\n"24-12-2026",\n]\n[contact]',
            (10, "organisation.closed[2]", '"24-12-2026" is not a date.'),
        ),
        (
            "format = 1\n",
            "format = 1\nreview_by = 2027-01-01T10:00:00Z\n",
            (2, "review_by", '"2027-01-01 10:00:00+00:00" is not a date.'),
        ),
        (
            "format = 1\n",
            "format = 1\nsecond_eyes = true\n",
            (2, "second_eyes", "Publishing needs a second pair of eyes, but nobody is named."),
        ),
        (
            "format = 1\n",
            'format = 1\nbased_on = ["x"]\n',
            (2, "based_on[1]", 'There is no "x" in the catalogue.'),
        ),
        ('name = "Haven"', "name = 7", (4, "organisation.name", "This must be a text.")),
        ('name = "Haven"', 'name = " "', (4, "organisation.name", "This text is empty.")),
        ('["nl", "en"]', '"nl"', (5, "organisation.languages", "This must be a list.")),
        ('["nl", "en"]', '["nl", "fr"]', (5, "organisation.languages[2]", '"fr" cannot be chosen here.')),
        ('["nl", "en"]', '["nl", "nl"]', (5, "organisation.languages[2]", "This stands in the list twice.")),
        ('["nl", "en"]', "[]", (5, "organisation.languages", "There is no language.")),
        (
            '"report.haven.example"',
            '"https://haven.example/x"',
            (6, "organisation.hosts[1]", '"https://haven.example/x" cannot be used here.'),
        ),
        (
            "[contact]",
            'country = "XX"\n[contact]',
            (8, "organisation.country", 'No public holidays are known for "XX".'),
        ),
        (
            "[contact]",
            'zone = "Europe/Amstrdam"\n[contact]',
            (8, "organisation.zone", 'There is no time zone "Europe/Amstrdam".'),
        ),
        (
            "[contact]",
            "closed = [2027-05-05]\nopen = [2027-05-05]\n[contact]",
            (9, "organisation.open[1]", "This day is open and closed."),
        ),
        ('"security@haven.example"', '"haven.example"', (9, "contact.mail", '"haven.example" cannot be used here.')),
        (
            "[[way_in]]",
            'page = "http://haven.example"\n[[way_in]]',
            (11, "contact.page", '"http://haven.example" is not a safe web address.'),
        ),
        ("[[way_in]]", "[way_in]", (11, "way_in", "This must be a list.")),
        (FORM, FORM + '[[way_in]]\nkind = "mail"\n', (13, "way_in[2]", "This way in has no address.")),
        (
            FORM,
            '[[way_in]]\nkind = "form"\naddress = "x"\n',
            (13, "way_in[1].address", "The form has no address of its own."),
        ),
        (
            FORM,
            FORM + '[[way_in]]\nkind = "platform"\naddress = "loket"\n',
            (15, "way_in[2].address", '"loket" is not a safe web address.'),
        ),
        (
            FORM,
            FORM + 'mail_from = "a@platform.example"\n',
            (13, "way_in[1].mail_from", "Only a platform tells you by mail."),
        ),
        (
            FORM,
            '[[way_in]]\nkind = "mail"\naddress = "a@haven.example"\n[finder]\nidentity = ["anonymous"]\n',
            (15, "finder.identity", "Anonymous finders are welcome, but every way in shows who they are."),
        ),
        (
            "[clauses]",
            '[finder]\ncontact_is = "required"\n[clauses]',
            (15, "finder.contact_is", "Anonymous finders are welcome, but an address is required."),
        ),
        (
            "[clauses]",
            '[finder]\nidentity = ["name"]\ncontact = []\ncontact_is = "required"\n[clauses]',
            (17, "finder.contact_is", "An address is required, but no kind of address is asked for."),
        ),
        ("[clauses]", "[finder]\ntopics = []\n[clauses]", (15, "finder.topics", "This list is empty.")),
        (
            '["send_place"]',
            '["send_plaice"]',
            (15, "clauses.ask[1]", 'There is no clause "send_plaice" in the catalogue.'),
        ),
        (
            '["send_place"]',
            '["kept_informed"]',
            (15, "clauses.ask[1]", "The clause kept_informed does not belong in this list."),
        ),
        (
            '["send_place"]',
            '["ask_for_key"]',
            (15, "clauses.ask[1]", "The clause ask_for_key is not true with these settings."),
        ),
        (
            '["tell_only_us"]',
            '["no_legal_steps"]',
            (16, "clauses.rules[1]", "The clause no_legal_steps follows from the settings by itself."),
        ),
        (
            '["tell_only_us"]',
            '["erase_after_fix",\n"erase_after_telling"]',
            (17, "clauses.rules[2]", "The clauses erase_after_telling and erase_after_fix contradict each other."),
        ),
        (
            '["tell_only_us"]',
            '["scan_at_most: 5", "scan_at_most: 6"]',
            (16, "clauses.rules[2]", "The clause scan_at_most is taken twice."),
        ),
        ('["tell_only_us"]', '["scan_at_most"]', (16, "clauses.rules[1]", "The clause scan_at_most needs a value.")),
        (
            '["tell_only_us"]',
            '["tell_only_us: 3"]',
            (16, "clauses.rules[1]", "The clause tell_only_us takes no value."),
        ),
        (
            '["tell_only_us"]',
            '["scan_at_most: lots"]',
            (16, "clauses.rules[1]", '"lots" is not a whole number.'),
        ),
        (
            '"5 working days"',
            '"soon"',
            (21, "promises.first_answer.within", '"soon" is not a length of time.'),
        ),
        ('"5 working days"', "5", (21, "promises.first_answer.within", "This must be a text.")),
        ('"5 working days"', '"0 days"', (21, "promises.first_answer.within", '"0 days" is not a length of time.')),
        ('"5 working days"', '"999 weeks"', (21, "promises.first_answer.within", '"999 weeks" is too long.')),
        (
            '"5 working days"\n',
            '"5 days"\ncalendar = "BE"\n',
            (22, "promises.first_answer.calendar", "Only working days have a calendar."),
        ),
        (
            "[safe_harbour]",
            '[promises.receipt]\nwithin = "3 weeks"\n[safe_harbour]',
            (24, "promises.receipt.within", "The receipt is promised later than the first answer."),
        ),
        (
            "[safe_harbour]",
            '[promises.silence]\nwithin = "3 weeks"\nsays = ["assessment"]\n[safe_harbour]',
            (25, "promises.silence.says", "Only the first answer has parts."),
        ),
        (
            'kind = "no_steps"',
            'kind = "no_steps"\nmisuse = ["no_spam"]',
            (25, "safe_harbour.misuse[1]", "The clause no_spam does not define misuse."),
        ),
        ('kind = "no_steps"', 'kind = "maybe"', (24, "safe_harbour.kind", '"maybe" cannot be chosen here.')),
        (
            '[people.stand_in]\nname = "B"\nmail = "b@haven.example"\n',
            "",
            (26, "people", '"stand_in" is missing.'),
        ),
        (
            '"b@haven.example"',
            '"A@haven.example"',
            (32, "people.stand_in.mail", "The stand-in is the same person as the technical contact."),
        ),
    ],
)
def test_it_is_refused_at_its_line(old, new, expected):
    assert said(with_lines(old, new)) == [expected]


def test_every_problem_is_told_at_once():
    text = with_lines('name = "Haven"', "name = 7").replace('"5 working days"', '"soon"')
    assert [line for line, _key, _message in said(text)] == [4, 21]


@pytest.mark.parametrize(
    ("taken_out", "remedy"),
    [
        ("format = 1\n", "Add format = 1."),
        ('languages = ["nl", "en"]\n', 'Add languages = ["nl" / "en"].'),
        ('mail = "security@haven.example"\n', 'Add mail = "...".'),
        ('[[way_in]]\nkind = "form"\n', "Add [[way_in]]."),
        ('within = "5 working days"\n', 'Add within = "5 working days".'),
        ('kind = "no_steps"\n', 'Add kind = "none" / "restraint" / "no_steps".'),
        ('[safe_harbour]\nkind = "no_steps"\n', "Add [safe_harbour]."),
        (
            SMALL[SMALL.index("[people.") :],
            "Add three tables: [people.technical_contact], [people.stand_in] and [people.breach_contact], each with name and mail.",
        ),
    ],
)
def test_what_is_missing_is_told_with_what_to_write(taken_out, remedy):
    """Whoever reads it at the desk has no document to look it up in."""
    found = problems(with_lines(taken_out, "").encode(), today=TODAY, files={})
    assert [problem.remedy % problem.values for problem in found] == [remedy]


def test_a_slip_of_the_pen_is_helped():
    assert nearest("send_plaice", ["send_place", "send_steps"]) == "send_place"
