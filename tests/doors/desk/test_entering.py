"""Entering a report at the desk that came by telephone, by letter or otherwise."""

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.models import UploadDraft
from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.models import Case
from meldpunt.cases.queries import list_cases
from meldpunt.cases.terms import Filter, OpenedCase
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import set_brands
from meldpunt.people.models import Organisation
from meldpunt.people.terms import BrandLook, Role, Theme
from meldpunt.reports.models import Attachment, Report
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_member
from tests.factories.policy import publish_text

pytestmark = pytest.mark.django_db
PLACE = "/desk/report"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def form_of(client: Client) -> dict[str, str]:
    """Open the page and return what its form begins with, as a browser would send it."""
    page = client.get(PLACE).content.decode()
    return {"once": re.findall(r'name="once" value="([^"]+)"', page)[0], **told()}


def told(*, ago: timedelta = timedelta(hours=1)) -> dict[str, str]:
    """Return what a member types."""
    at = timezone.localtime(timezone.now() - ago, timezone.get_default_timezone())
    return {
        "channel": "telephone",
        "day": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M}",
        "brand": "",
        "topic": "weakness",
        "where": "https://kliniek.example/login",
        "what": "The caller could open any file.",
        "kind": "unknown",
        "language": "nl",
        "told": "not_shown",
    }


def send(client: Client, form: dict[str, str], **more: Any) -> Any:
    """Send the form."""
    return client.post(PLACE, {**form, **more})


def code_in(page: str) -> str:
    """Return the access code that the page shows."""
    block = page.split('id="access-code">')[1].split("</p>", maxsplit=1)[0]
    return "-".join(re.findall(r"<span>([0-9A-Z]{4})</span>", block))


def opened(member: MadeMember) -> OpenedCase:
    """Open the one case there is."""
    return open_for_member(number=Case.objects.get().number, visitor=member.unlocked, now=timezone.now())


def test_the_code_on_the_page_opens_the_finders_page(
    client: Client, organisation: MadeOrganisation, member: MadeMember
) -> None:
    page = send(client, form_of(client), name="Sam", contact="06 12345678").content.decode()
    receipt = type("Shown", (), {"code": code_in(page), "number": Case.objects.get().number})()
    seen = open_for_finder(by=MadeCase(organisation, receipt).finder(now=timezone.now()), now=timezone.now())
    assert (seen.report.what, seen.channel, seen.policy_shown) == (
        "The caller could open any file.",
        "telephone",
        False,
    )
    case = opened(member)
    assert (case.identity_name, case.identity_mode, case.contact) == ("Sam", "pseudonym", "06 12345678")


def test_the_page_says_what_to_read_out(client: Client) -> None:
    page = send(client, form_of(client)).content.decode()
    code = code_in(page)
    assert len(code) == 34
    assert [f'<strong class="mono">{group}</strong>' in page for group in code.split("-")] == [True] * 7


def test_the_code_is_kept_nowhere(client: Client) -> None:
    code = code_in(send(client, form_of(client)).content.decode())
    number = Case.objects.get().number
    assert code.split("-")[0] not in client.get(f"/desk/cases/{number}").content.decode()


def test_pressing_twice_makes_one_case_and_shows_the_same_code(client: Client) -> None:
    form, before = form_of(client), stored()
    first, second = (send(client, form, files=[SimpleUploadedFile("a.txt", b"abc")]) for _ in range(2))
    assert code_in(first.content.decode()) == code_in(second.content.decode())
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)
    assert len(stored() - before) == 1


def stored() -> set[str]:
    """Return every sealed file in the store."""
    store = storages["sealed"]
    if not store.exists("reports"):
        return set()
    return {name for folder in store.listdir("reports")[0] for name in store.listdir(f"reports/{folder}")[1]}


def test_the_timeline_says_how_and_when_it_came_and_who_entered_it(client: Client) -> None:
    send(client, form_of(client))
    page = client.get(f"/desk/cases/{Case.objects.get().number}").content.decode()
    assert re.findall(r"Hanna entered the report, which came by telephone on \d+ \w+ \d{4} \d\d:\d\d", page) != []
    assert "The organisation had no rules of its own yet" in page


def test_the_queue_says_how_it_came(client: Client) -> None:
    send(client, form_of(client), channel="in_person")
    assert "in person" in client.get("/desk/").content.decode()


def test_an_answer_that_is_late_already_is_said_to_be(client: Client, organisation: MadeOrganisation) -> None:
    page = send(client, {**form_of(client), **told(ago=timedelta(days=40))}).content.decode()
    assert "The first answer is late already" in page
    assert "Het spijt" in page or "dat spijt ons" in page
    (line,) = list_cases(
        organisation=organisation.id, which=Filter.OPEN, member=organisation.id, start=None, backwards=False, limit=5
    )
    assert line.due_at is not None
    assert line.due_at < timezone.now()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"where": " "}, "where", "Please fill this in."),
        ({"what": ""}, "what", "Please fill this in."),
        ({"channel": ""}, "channel", "Choose how it came."),
        ({"channel": "form"}, "channel", "Choose one of these."),
        ({"day": ""}, "day", "Please fill this in."),
        ({"day": "24-12-2026"}, "day", "Write the day as year, month and day"),
        ({"day": "0001-01-01"}, "day", "more than a year ago"),
        ({"day": "9999-12-31"}, "day", "still to come"),
        ({"day": "2020-01-01"}, "day", "more than a year ago"),
        ({"time": "25:00"}, "time", "Write the time as hours and minutes"),
        ({"language": "xx"}, "language", "Choose one of these."),
        ({"told": "perhaps"}, "told", "Choose one of these."),
        ({"contact": "a@b"}, "contact", "not an e-mail address"),
        ({"contact": "12"}, "contact", "not a phone number"),
        ({"notices": "on"}, "contact", "Type the e-mail address"),
        ({"what": "a\0b"}, "what", "a character that we cannot keep"),
        ({"what": "a" * 200_001}, "what", "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, fields: dict[str, str], field: str, words: str
) -> None:
    answer = send(client, form_of(client), steps="My steps.", **fields)
    page = answer.content.decode()
    assert (answer.status_code, Case.objects.count(), "My steps.</textarea>" in page) == (422, 0, True)
    said = page.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert words in said


def test_an_hour_that_the_clock_showed_twice_is_asked_after(client: Client, organisation: MadeOrganisation) -> None:
    Organisation.objects.filter(pk=organisation.id).update(zone="Europe/Amsterdam")
    form = {**form_of(client), "day": "2026-10-25", "time": "02:30"}
    asked = send(client, form).content.decode()
    assert ('name="hour"' in asked, Case.objects.count()) == (True, 0)
    send(client, form, hour="second")
    assert Report.objects.get().received_at.isoformat() == "2026-10-25T01:30:00+00:00"


def test_files_that_were_accepted_survive_an_error(client: Client, member: MadeMember) -> None:
    form = form_of(client)
    page = send(client, form, where="", files=[SimpleUploadedFile("proof.txt", b"abc")]).content.decode()
    key = re.findall(r'name="uploads" value="([^"]+)"', page)[0]
    assert "proof.txt" in page
    send(client, form, uploads=key, files=[SimpleUploadedFile("more.txt", b"def")])
    assert [file.name for file in opened(member).files] == ["proof.txt", "more.txt"]
    assert UploadDraft.objects.filter(taken=False).count() == 0


def test_an_image_that_cannot_be_cleaned_is_asked_about(client: Client, member: MadeMember) -> None:
    form = form_of(client)
    page = send(
        client, form, clean_images="on", files=[SimpleUploadedFile("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)]
    )
    assert (page.status_code, Case.objects.count()) == (422, 0)
    key = re.findall(r'name="uploads" value="([^"]+)"', page.content.decode())[0]
    send(client, form, clean_images="on", uploads=key, as_is="on")
    assert [file.name for file in opened(member).files] == ["photo.heic"]


def test_a_locked_desk_keeps_what_was_typed(client: Client, member: MadeMember) -> None:
    form = form_of(client)
    answer = send(client_of(member, locked=True), form, steps="Half typed.")
    assert (answer.status_code, Case.objects.count()) == (303, 0)
    page = client.get(PLACE).content.decode()
    assert ("Half typed.</textarea>" in page, f'name="once" value="{form["once"]}"' in page) == (True, True)


def test_an_untouched_form_leaves_no_draft(client: Client, member: MadeMember) -> None:
    send(client_of(member, locked=True), {**form_of(client), "where": "", "what": ""})
    assert "What you typed was kept" not in client.get(PLACE).content.decode()


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 500])
def test_a_page_that_is_not_ours_is_asked_for_once_more(client: Client, token: str) -> None:
    answer = send(client, {**form_of(client), "once": token})
    page = answer.content.decode()
    assert (answer.status_code, Case.objects.count(), "The caller could open any file." in page) == (422, 0, True)
    again = re.findall(r'name="once" value="([^"]+)"', page)[0]
    assert send(client, {**form_of(client), "once": again}).status_code == 200


def test_other_content_on_the_same_page_makes_a_second_case_only_when_asked(client: Client) -> None:
    form = form_of(client)
    send(client, form)
    answer = send(client, form, what="Something else.")
    assert (answer.status_code, Case.objects.count()) == (409, 1)
    again = re.findall(r'name="once" value="([^"]+)"', answer.content.decode())[0]
    send(client, form, what="Something else.", once=again)
    assert Case.objects.count() == 2


def test_a_full_disk_loses_nothing(client: Client) -> None:
    form = form_of(client)
    with patch("meldpunt.doors.desk.entering.take_in_by_hand", side_effect=OperationalError("disk full")):
        answer = send(client, form, files=[SimpleUploadedFile("proof.txt", b"abc")])
    page = answer.content.decode()
    assert (answer.status_code, "proof.txt" in page, "disk full" in page) == (503, True, False)


def test_an_organisation_that_takes_no_reports_takes_none_here(client: Client, organisation: MadeOrganisation) -> None:
    form = form_of(client)
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=timezone.now())
    answer = send(client, form)
    assert (answer.status_code, Case.objects.count()) == (503, 0)


def test_a_member_without_keys_can_enter_and_not_read(organisation: MadeOrganisation) -> None:
    newcomer = client_of(make_member(organisation, name="New", language="en", admitted=False))
    assert send(newcomer, form_of(newcomer)).status_code == 200
    assert newcomer.get(f"/desk/cases/{Case.objects.get().number}").status_code == 403


def test_a_brand_can_be_named_and_stands_on_the_sheet(client: Client, organisation: MadeOrganisation) -> None:
    bloom = BrandLook("bloom", "Bloom Garden", ("bloom.example",), Theme())
    set_brands(organisation=organisation.id, brands=[bloom], by=OPERATOR, now=timezone.now())
    refused = send(client, form_of(client), brand="weed")
    page = send(client, form_of(client), brand="bloom").content.decode()
    sheet = page.split('<article class="paper sheet-out"')[1]
    assert (refused.status_code, Report.objects.get().brand) == (422, "bloom")
    assert ("Bloom Garden" in sheet, "bloom.example" in sheet) == (True, True)


def test_an_administrator_is_refused(organisation: MadeOrganisation) -> None:
    administrator = client_of(make_member(organisation, Role.ADMINISTRATOR))
    assert (administrator.get(PLACE).status_code, send(administrator, told()).status_code) == (403, 403)
    assert "Enter a report" not in administrator.get("/desk/people").content.decode()


def test_another_site_cannot_enter_anything(member: MadeMember) -> None:
    strict = client_of(member)
    strict.handler.enforce_csrf_checks = True
    assert (send(strict, told()).status_code, Case.objects.count()) == (403, 0)


def test_the_sheet_is_in_the_language_of_the_finder(client: Client) -> None:
    page = send(client, form_of(client), language="nl").content.decode()
    assert ('<article class="paper sheet-out" lang="nl"' in page, "Uw toegangscode" in page) == (True, True)


def test_what_is_read_out_is_in_the_language_of_the_finder(client: Client) -> None:
    page = send(client, form_of(client), language="nl").content.decode()
    assert ("“Uw dossiernummer is" in page, "Read out one group" in page) == (True, True)


def test_scripts_in_what_was_typed_are_shown_as_text(client: Client) -> None:
    page = send(client, form_of(client), where="", what="<script>alert(1)</script>").content.decode()
    assert "<script>alert(1)" not in page


def test_the_version_in_force_then_is_named(client: Client, organisation: MadeOrganisation) -> None:
    publish_text(organisation, now=timezone.now() - timedelta(days=2))
    form = form_of(client)
    page = send(client, form, told="agreed").content.decode()
    assert ("rules 2 agreed" in page, Report.objects.get().agreed) == (True, True)
