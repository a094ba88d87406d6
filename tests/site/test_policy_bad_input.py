"""Every kind of bad policy, by the command and at the desk: the line and the remedy are told, and what was published stays."""

import html
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.doors.console import policy as command
from meldpunt.people.terms import Role
from meldpunt.policy.queries import newest_number, policy_in_force, policy_source
from tests.factories.desk import client_of
from tests.factories.people import MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
BRAND = '\n[[brand]]\nid = "{0}"\nname = "{0}"\nhosts = ["{1}"]\n'
END = SMALL.count("\n")
BAD = {
    "a number for a text": (with_lines('name = "Haven"', "name = 7"), 4, "organisation.name"),
    "a text for a list": (with_lines('["nl", "en"]', '"nl"'), 5, "organisation.languages"),
    "a number that is none": (with_lines("format = 1", "format = nan"), 1, "format"),
    "a table for a list of tables": (with_lines("[[way_in]]", "[way_in]"), 11, "way_in"),
    "a key that nobody knows": (with_lines("format = 1\n", "format = 1\ncolour = 1\n"), 2, "colour"),
    "a clause that nobody knows": (with_lines("tell_only_us", "tell_everybody"), 16, "clauses.rules[1]"),
    "clauses against each other": (
        with_lines('"tell_only_us"', '"erase_after_fix", "erase_after_telling"'),
        16,
        "clauses.rules[2]",
    ),
    "anonymous, with a compulsory address": (
        with_lines("[clauses]", '[finder]\ncontact_is = "required"\n[clauses]'),
        15,
        "finder.contact_is",
    ),
    "a receipt after the answer": (
        with_lines("[safe_harbour]", '[promises.receipt]\nwithin = "3 weeks"\n[safe_harbour]'),
        24,
        "promises.receipt.within",
    ),
    "a day in the past": (with_lines("format = 1\n", "format = 1\ntakes_effect = 2020-01-01\n"), 2, "takes_effect"),
    "nobody who stands in": (SMALL.replace("[people.stand_in]", "[people.stand_inn]"), 30, "people.stand_inn"),
    "five megabytes": ("# " + "x" * 5_000_000, 1, ""),
    "YAML": ("organisation:\n  name: Haven\n", 1, ""),
    "JSON": ('{"format": 1}', 1, ""),
    "a web page": ("<!doctype html><p>Policy</p>", 1, ""),
    "broken TOML": (with_lines('name = "Haven"', 'name = "Haven'), 4, ""),
    "HTML in a text": (with_lines('"Haven"', '"<b>Haven</b>"'), 4, "organisation.name"),
    "a script in a text": (with_lines('"Haven"', "'<script>alert(1)</script>'"), 4, "organisation.name"),
    "a script in an address": (
        with_lines("[[way_in]]", 'page = "javascript:alert(1)"\n[[way_in]]'),
        11,
        "contact.page",
    ),
    "two brands with one host": (
        SMALL + BRAND.format("one", "one.example") + BRAND.format("two", "one.example"),
        END + 10,
        "brand[2].hosts[1]",
    ),
    "a brand with the host of the organisation": (SMALL + BRAND.format("one", HOST), END + 5, "brand[1].hosts[1]"),
    "a brand with the host of somebody else": (
        SMALL + BRAND.format("one", "report.other.example"),
        END + 5,
        "brand[1].hosts[1]",
    ),
    "a document that is only a link": (
        f'{SMALL}\n[[document]]\nid = "c"\nversion = "1"\ntitle = {{ nl = "G", en = "C" }}\nnl = "https://x.example/c"\n',
        END + 6,
        "document[1].nl",
    ),
}
TOLD = re.compile(r"policy\.toml:(\d+)(?: ([^ :]+))?: (.+[.]) (.+[.?])")
"""Line, key, what is wrong, what to do."""


@pytest.fixture
def organisation() -> MadeOrganisation:
    make_organisation(name="Other", host_names=["report.other.example"])
    made = make_organisation(name="Haven", host_names=[HOST])
    publish_text(made, now=timezone.now())
    return made


def shown() -> str:
    """Return the policy page, as a stranger reads it."""
    return Client(headers={"host": HOST, "accept-language": "en"}).get("/policy").text


@pytest.mark.parametrize("kind", BAD)
def test_the_command_names_line_and_remedy_and_the_policy_stays(
    kind: str, organisation: MadeOrganisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, line, key = BAD[kind]
    before = shown()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    complaints = io.StringIO()
    arguments = ("publish", "policy.toml", "--organisation", organisation.facts.slug)
    code = command.run(arguments, keys=FakeOpenPgp(), ready=lambda: None, output=io.StringIO(), complaints=complaints)
    found = [(int(told[1]), told[2] or "") for told in map(TOLD.fullmatch, complaints.getvalue().splitlines()) if told]
    assert (code, (line, key) in found) == (1, True)
    assert (shown(), policy_source(organisation.id, newest_number(organisation.id))) == (before, SMALL)


@pytest.mark.parametrize("kind", BAD)
def test_the_desk_names_line_and_remedy_and_the_policy_stays(kind: str, organisation: MadeOrganisation) -> None:
    """Five megabytes do not fit the form; that is told too."""
    text, line, _key = BAD[kind]
    before, number = shown(), newest_number(organisation.id)
    desk = client_of(make_member(organisation, Role.LEAD))
    answer = desk.post("/desk/policy", {"text": text, "seen": str(number), "publish": "1"})
    said = html.unescape(answer.text)
    assert (answer.status_code in {400, 413, 422}, f"Regel {line}<" in said or len(text) > 5_000_000) == (True, True)
    assert (shown(), newest_number(organisation.id)) == (before, number)
    assert policy_in_force(organisation.id, now=timezone.now()).number == number
