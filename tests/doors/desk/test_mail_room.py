"""The mail room at the desk: what waits, one entry, its files, the mail as it came, and forgetting it."""

import html
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import (
    Authentication,
    Encryption,
    Mailbox,
    MailEnd,
    MailPart,
    ReadMail,
)
from meldpunt.cases.access import open_for_member
from meldpunt.cases.models import Case, Message
from meldpunt.cases.rules.mail_ends import Stranger
from meldpunt.doors.desk.mail_words import ELSE, waiting
from meldpunt.people.terms import Role, Verdict
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.mails import RAW, make_entry
from tests.factories.people import MadeMember, MadeOrganisation, make_member
from tests.fakes.mail_reader import FakeReader

pytestmark = pytest.mark.django_db
FULL = ReadMail(
    sender=Mailbox("Sam <b>", "sam@finder.example"),
    reply_to=Mailbox("", "other@finder.example"),
    to=(Mailbox("", "security@haven.example"),),
    cc=(Mailbox("Kim", "kim@finder.example"),),
    subject="Re: uw <dossier>",
    date=timezone.now(),
    text="Hier is meer.",
    quoted="> wat u schreef",
    parts=(MailPart("bewijs.txt", "text/plain", b"12345"),),
    authentication=Authentication("pass", "fail", "none", "finder.example", "pass"),
    encryption=Encryption(encrypted=True, fingerprint="AB", verdict=Verdict.VALID, signed_by="ABCD1234"),
)


def at(mail: Mail, end: str = "") -> str:
    return f"/desk/mail/{mail.id}{end}"


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).text)


def test_nothing_waits(client: Client) -> None:
    assert "No mail waits" in page(client, "/desk/mail")


def test_what_waits_in_plain_words_newest_first(organisation: MadeOrganisation, client: Client) -> None:
    now = timezone.now()
    for days, end, reason in ((2, MailEnd.AUTOMATIC, ""), (1, MailEnd.PENDING, ""), (3, MailEnd.UNREADABLE, "nested")):
        make_entry(organisation, end=end, reason=reason, came_at=now - timedelta(days=days))
    found = page(client, "/desk/mail")
    places = [found.find(f'data-entry="{end}"') for end in ("pending", "automatic", "unreadable")]
    assert places == sorted(places)
    assert "A mail that could not be read" in found


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Authentication(dkim="pass", dkim_domain="finder.example"), "is of finder.example, the domain of the address"),
        (
            Authentication(dkim="pass", dkim_domain="mail.finder.example"),
            "mail.finder.example, the domain of the address",
        ),
        (Authentication(dkim="pass", dkim_domain="evil.example"), "is of evil.example. That is not the domain"),
        (Authentication(own_dkim="pass", own_domain="evil.example"), "is of evil.example. That is not the domain"),
        (Authentication(own_dkim="part", own_domain="finder.example"), "it covers only a part of this mail"),
    ],
)
def test_whose_signature_fits(organisation: MadeOrganisation, client: Client, found: Authentication, said: str) -> None:
    row = make_entry(organisation, read=replace(FULL, authentication=found))
    assert said in page(client, at(row))


@pytest.mark.parametrize("why", [each for each in Stranger if each is not Stranger.OTHER])
def test_mail_to_a_case_says_why_its_sender_is_unknown(why: Stranger) -> None:
    assert waiting(MailEnd.PENDING, why) not in {waiting(MailEnd.PENDING, ""), ELSE}


def test_count_stands_in_the_menu(organisation: MadeOrganisation, client: Client) -> None:
    make_entry(organisation)
    make_entry(organisation)
    assert 'Mail room <span class="counts">2</span>' in page(client, "/desk/")


def test_pages_of_the_list(organisation: MadeOrganisation, client: Client) -> None:
    for _ in range(27):
        make_entry(organisation)
    first = client.get("/desk/mail").text
    later = first.partition('rel="next" href="')[2].partition('"')[0]
    second = client.get(html.unescape(later)).text
    assert [first.count("data-entry="), second.count("data-entry=")] == [25, 2]
    assert 'rel="prev"' in second


@pytest.mark.parametrize(
    "cursor", ["x", "Zi4xLjk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "Zi4tMS4x"]
)
def test_place_that_is_none(client: Client, cursor: str) -> None:
    assert client.get(f"/desk/mail?from={cursor}").headers["Location"] == "/desk/mail"


def test_entry_says_everything_of_the_mail(organisation: MadeOrganisation, client: Client) -> None:
    found = page(client, at(make_entry(organisation, read=FULL)))
    for part in (
        "Sam <b> <sam@finder.example>",
        "other@finder.example",
        "Kim <kim@finder.example>",
        "Re: uw <dossier>",
        "Hier is meer.",
        "Show what it quotes",
        "> wat u schreef",
        "may send mail for the domain of its envelope (SPF)",
        "does not fit (DKIM)",
        "We checked the signature ourselves: it fits.",
        "encrypted to your key, and opened",
        "ABCD 1234",
        "bewijs.txt",
        "A message for a case, from an address we do not know there",
    ):
        assert part in found


def test_nothing_in_a_mail_is_markup(organisation: MadeOrganisation, client: Client) -> None:
    sent = ReadMail(
        sender=Mailbox("<i>a", "<i>@b"), subject="<i>s", text="<i>t", quoted="<i>q", cc=(Mailbox("<i>c", ""),)
    )
    assert "<i>" not in client.get(at(make_entry(organisation, read=sent))).text


def test_as_it_came(organisation: MadeOrganisation, client: Client) -> None:
    answer = client.get(at(make_entry(organisation), "/original"))
    assert b"".join(answer.streaming_content) == RAW  # type: ignore[attr-defined]  # of a stream
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [answer.headers[name] for name in names] == [
        "application/octet-stream",
        "attachment; filename=\"mail.eml\"; filename*=UTF-8''mail.eml",
        "nosniff",
    ]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_file_of_it(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation, raw=b"X-File: ../a.html <script>\n\nTekst")
    answer = client.get(at(mail, "/files/0"))
    assert (answer.content, answer.headers["Content-Type"]) == (b"<script>", "application/octet-stream")
    assert 'filename="a.html"' in answer.headers["Content-Disposition"]
    assert client.get(at(mail, "/files/1")).status_code == 404


def test_forgotten(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation)
    answer = client.post(at(mail, "/forget"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/mail?said=mail_forgotten")
    assert Mail.objects.get().sealed is None
    found = page(client, at(mail))
    assert "It was forgotten. By: <bdi>Hanna</bdi>," in found
    assert client.get(at(mail, "/original")).status_code == 404


def test_asked_before_it_is_forgotten(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation)
    assert client.get(at(mail, "/forget")).headers["Location"] == "/desk/mail"
    assert "Yes, forget it" in page(client, at(mail))
    assert Mail.objects.get().sealed is not None


def test_colleague_was_first(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation)
    client_of(make_member(organisation, name="Kees")).post(at(mail, "/forget"))
    answer = client.post(at(mail, "/forget"))
    assert answer.status_code == 409
    assert "A colleague dealt with this mail meanwhile" in answer.text
    assert "Kees" in answer.text


@pytest.mark.parametrize("end", ["", "/original", "/files/0", "/forget"])
def test_of_nobody_or_of_another(client: Client, organisation: MadeOrganisation, end: str) -> None:
    del organisation
    deed = client.post if end == "/forget" else client.get
    assert deed(f"/desk/mail/{uuid4()}{end}").status_code == 404


def test_locked_desk_asks_for_the_password(organisation: MadeOrganisation, member: MadeMember) -> None:
    mail = make_entry(organisation)
    locked = client_of(member, locked=True)
    assert locked.get(at(mail)).headers["Location"].startswith("/desk/unlock?")


def test_administrator_has_no_mail_room(organisation: MadeOrganisation) -> None:
    desk = client_of(make_member(organisation, Role.ADMINISTRATOR))
    assert [desk.get("/desk/mail").status_code, "/desk/mail" in desk.get("/desk/people").text] == [403, False]


def test_in_dutch(organisation: MadeOrganisation) -> None:
    mail = make_entry(organisation, read=FULL)
    desk = client_of(make_member(organisation, language="nl"))
    assert "Postkamer" in page(desk, "/desk/mail")
    assert "Toon wat is aangehaald" in page(desk, at(mail))


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_report_is_made_of_it(organisation: MadeOrganisation, client: Client) -> None:
    came = timezone.now() - timedelta(days=2)
    mail = make_entry(organisation, raw=b"From: sam@finder.example\nSubject: Lek\n\nDe deur staat open.", came_at=came)
    answer = client.post(at(mail, "/report"))
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/desk/cases/{case.number}?said=mail_reported"
    assert case.opened_at == came
    found = page(client, f"/desk/cases/{case.number}")
    assert "De deur staat open." in found
    assert "sam@finder.example" in found
    row = Mail.objects.get()
    assert (row.end, row.thread, row.sealed is None) == ("report", case.threads.get().pk, False)
    assert "It was made a report. By: <bdi>Hanna</bdi>," in page(client, at(mail))


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_report_of_what_cannot_be_read_has_it_attached(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation, raw=b"X-Broken: 1\n\nx", end=MailEnd.UNREADABLE)
    client.post(at(mail, "/report"))
    found = page(client, f"/desk/cases/{Case.objects.get().number}")
    assert "mail.eml" in found
    assert "Deze mail kon niet worden gelezen." in found


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
@pytest.mark.parametrize("deed", ["report", "accept", "files/0"])
def test_while_nobody_has_time_to_read_it_nothing_is_done(
    organisation: MadeOrganisation, client: Client, case: MadeCase, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    mail = make_entry(organisation, thread=case.row.threads.get().pk)
    monkeypatch.setattr(FakeReader, "is_busy", True)
    answer = client.get(at(mail, "/files/0")) if deed == "files/0" else client.post(at(mail, f"/{deed}"))
    row = Mail.objects.get()
    assert (answer.status_code, "try again in a moment" in answer.text) == (503, True)
    assert (row.settled_at, row.sealed is None, Case.objects.count(), Message.objects.count()) == (None, False, 1, 0)
    monkeypatch.setattr(FakeReader, "is_busy", False)
    assert client.post(at(mail, "/report")).status_code == 303


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_two_who_make_a_report_make_one(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation)
    client.post(at(mail, "/report"))
    answer = client.post(at(mail, "/report"))
    assert (answer.status_code, Case.objects.count()) == (409, 1)


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_taken_into_its_case(organisation: MadeOrganisation, client: Client, case: MadeCase) -> None:
    mail = make_entry(
        organisation, raw=b"From: a@b.example\nX-File: a.txt een\n\nNog iets.", thread=case.row.threads.get().pk
    )
    assert f"Take it into case {case.number}" in page(client, at(mail))
    answer = client.post(at(mail, "/accept"))
    assert answer.headers["Location"] == f"/desk/cases/{case.number}?said=mail_accepted"
    found = page(client, f"/desk/cases/{case.number}")
    for part in ("Nog iets.", "a.txt", '<span class="badge">by mail</span>'):
        assert part in found
    assert client.post(at(mail, "/accept")).status_code == 409
    assert case.row.threads.get().messages.count() == 1


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_mail_inside_is_taken_into_the_case(organisation: MadeOrganisation, client: Client, case: MadeCase) -> None:
    """Without the words of the colleague who sent it on."""
    inner = ReadMail(text="Het lek is er nog.")
    mail = make_entry(
        organisation,
        raw=b"From: kim@haven.example\nX-Inside: Het lek is er nog.\n\nKwam bij mij binnen.",
        read=replace(FULL, forwarded=inner),
        thread=case.row.threads.get().pk,
    )
    assert "Take the mail inside into the case" in page(client, at(mail))
    client.post(at(mail, "/accept"), {"inside": "1"})
    opened = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=timezone.now())
    assert [each.text for each in opened.messages] == ["Het lek is er nog."]


def test_of_no_case_is_not_taken_into_one(organisation: MadeOrganisation, client: Client) -> None:
    mail = make_entry(organisation)
    assert "/accept" not in page(client, at(mail))
    assert client.post(at(mail, "/accept")).status_code == 404
