"""Mails that machines send, and what the own mail server says of a sender."""

import pytest

from meldpunt.arrivals.terms import Authentication, Automatic, Bounced
from tests.outside.reading.mails import HEAD, made, multipart, read

REPORT = (
    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.haven.example\n\n"
    "Final-Recipient: rfc822; Anna@finder.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 no such user\n"
)
RETURNED = "Content-Type: text/rfc822-headers\n\nSubject: News\nMessage-ID: <ours@haven.example>\n"
WORDS = "Content-Type: text/plain\n\nIt did not arrive."


def report(action: str = "failed", status: str = "5.1.1") -> bytes:
    return multipart(
        "report", WORDS, REPORT.format(action=action, status=status), RETURNED, more="; report-type=delivery-status"
    )


def test_delivery_report():
    found = read(report())
    assert (found.automatic, found.text) == (Automatic.BOUNCE, "It did not arrive.")
    assert found.bounce == Bounced("anna@finder.example", "5.1.1", True, "<ours@haven.example>")


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2")])
def test_trouble_that_passes(action: str, status: str):
    found = read(report(action, status)).bounce
    assert found is not None
    assert (found.status, found.is_permanent) == (status, False)


def test_report_of_success_is_no_bounce():
    found = read(report("delivered", "2.1.5"))
    assert (found.automatic, found.bounce) == (Automatic.GENERATED, None)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("X-Nothing: x", Automatic.NO),
        ("Auto-Submitted: no", Automatic.NO),
        ("Auto-Submitted: auto-replied (vacation)", Automatic.REPLY),
        ("Auto-Submitted: auto-generated", Automatic.GENERATED),
        ("Auto-Submitted: auto-notified; owner-email=x", Automatic.GENERATED),
        ("List-Id: <news.example>", Automatic.LIST),
        ("Precedence: bulk", Automatic.BULK),
        ("Precedence: junk", Automatic.BULK),
        ("Precedence: list", Automatic.LIST),
        ("Precedence: auto_reply", Automatic.REPLY),
        ("X-Autoreply: yes", Automatic.REPLY),
        ("X-Auto-Response-Suppress: All", Automatic.GENERATED),
        ("X-Auto-Response-Suppress: OOF, AutoReply", Automatic.NO),
    ],
)
def test_what_kind_of_machine(field: str, kind: Automatic):
    assert read(made(field, body="hello")).automatic is kind


@pytest.mark.parametrize(
    "subject", ["Automatisch antwoord: News", "Out of office: back on Monday", "Auto: away", "Automatic reply: x"]
)
def test_answers_of_those_who_are_away(subject: str):
    assert read(made(head=f"Subject: {subject}\r\n")).automatic is Automatic.REPLY


@pytest.mark.parametrize(
    "subject", ["Automatic logout does not work", "Office door open", "Afwezigheidsregistratie lekt"]
)
def test_reports_that_begin_alike(subject: str):
    assert read(made(head=f"Subject: {subject}\r\n")).automatic is Automatic.NO


@pytest.mark.parametrize(
    "fields",
    [
        ("List-Id: <security.haven.example>", "Precedence: list"),
        ("List-Post: <https://a.example>, <mailto:security@haven.example>", "List-Unsubscribe: <https://a.example>"),
    ],
)
def test_own_group_is_no_machine(fields: tuple[str, ...]):
    mail = made(*fields, body="hello")
    kinds = [read(mail, own=own).automatic for own in ((), ("security@haven.example",), ("info@haven.example",))]
    assert kinds == [Automatic.LIST, Automatic.NO, Automatic.LIST]


def test_bounce_without_a_report():
    mail = made(head="From: MAILER-DAEMON@mail.finder.example\r\nSubject: Undelivered Mail Returned to Sender\r\n")
    assert (read(mail).automatic, read(mail).bounce) == (Automatic.BOUNCE, None)


def test_null_sender_alone_is_no_bounce():
    assert read(made(body="hello"), sender="").automatic is Automatic.NO


def test_own_server_says_who_it_is():
    fields = [
        (
            "Authentication-Results: mail.haven.example; spf=pass smtp.mailfrom=finder.example; dkim=fail (bad) header.d=other.example;\r\n"
            " dkim=pass header.d=finder.example; dmarc=pass"
        ),
        "Authentication-Results: mail.finder.example; spf=fail; dmarc=fail",
    ]
    found = read(made(*fields), authserv_id="mail.haven.example").authentication
    assert found == Authentication("pass", "pass", "pass", "finder.example", "none")


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("mail.other.example; dmarc=pass", "mail.haven.example"),
        ("mail.haven.example.other.example; dmarc=pass", "mail.haven.example"),
        ("mail.haven.example; dmarc=pass", ""),
        ("(mail.haven.example) mail.other.example; dmarc=pass", "mail.haven.example"),
        ("mail.haven.example; dmarc=wonderful", "mail.haven.example"),
        ("mail.haven.example; none", "mail.haven.example"),
    ],
)
def test_words_of_others_are_not_believed(field: str, name: str):
    found = read(made(f"Authentication-Results: {field}"), authserv_id=name).authentication
    assert (found.spf, found.dkim, found.dmarc) == ("", "", "")


OURS = "Authentication-Results: mail.haven.example; spf=fail; dkim=fail header.d=other.example; dmarc=fail"
FORGED = "Authentication-Results: mail.haven.example; spf=pass; dkim=pass header.d=finder.example; dmarc=pass"


@pytest.mark.parametrize(
    "fields",
    [
        (OURS, FORGED),
        (OURS, "Received: from finder.example", FORGED),
        ("Received: by mail.haven.example", OURS, "X-Other: x", FORGED),
        (OURS.replace("spf=fail; ", ""), "Authentication-Results: mail.haven.example; spf=fail", FORGED),
    ],
)
def test_what_the_sender_wrote_below_our_own_servers_words(fields: tuple[str, ...]):
    head = "".join(f"{field}\r\n" for field in fields) + HEAD
    found = read(made(head=head), authserv_id="mail.haven.example").authentication
    assert found == Authentication("fail", "fail", "fail", "other.example", "none")


def test_pass_of_a_lower_field_is_worth_nothing():
    head = f"Authentication-Results: mail.haven.example; spf=none\r\n{FORGED}\r\n{HEAD}"
    found = read(made(head=head), authserv_id="mail.haven.example").authentication
    assert found == Authentication("none", own_dkim="none")


def test_what_stands_below_the_next_server():
    head = f"Authentication-Results: mail.haven.example; dmarc=fail\r\nReceived: from x.example\r\n{FORGED}\r\n{HEAD}"
    found = read(made(head=head), authserv_id="mail.haven.example").authentication
    assert (found.spf, found.dmarc) == ("", "fail")


def test_mail_inside_was_looked_at_by_nobody():
    inner = f"{FORGED}\nFrom: a@a.example\nSubject: x\n\nhello"
    raw = multipart("mixed", f"Content-Type: message/rfc822\n\n{inner}")
    found = read(raw, authserv_id="mail.haven.example").forwarded
    assert found is not None
    assert found.authentication == Authentication()


def test_head_is_the_usual_one():
    assert read(made(head=HEAD)).automatic is Automatic.NO
