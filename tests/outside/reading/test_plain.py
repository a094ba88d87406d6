"""What the reader tells of the mails that most people send."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from meldpunt.arrivals.terms import Mailbox
from tests.outside.reading.mails import HEAD, made, multipart, read


def test_header_fields():
    found = read(made("Cc: x@a.example", "In-Reply-To: <b@c>", "References: <a@c> <b@c>", body="Hello.\n"))
    assert (found.sender, found.to, found.cc) == (
        Mailbox("Anna de Vries", "anna@finder.example"),
        (Mailbox("", "security@haven.example"),),
        (Mailbox("", "x@a.example"),),
    )
    assert (found.subject, found.message_id) == ("A hole in the fence", "<one@finder.example>")
    assert (found.in_reply_to, found.references) == ("<b@c>", ("<a@c>", "<b@c>"))
    assert (found.date, found.text) == (datetime(2027, 3, 1, 7, 58, tzinfo=UTC), "Hello.")


@pytest.mark.parametrize(
    ("given", "subject"),
    [
        ("=?utf-8?b?R2F0?= =?utf-8?b?ZW4=?=", "Gaten"),
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?iso-8859-1?q?caf=E9_open?= today", "café open today"),
        ("=?klingon?q?hello?=", "hello"),
        ("=?utf-8?q?never ends", "=?utf-8?q?never ends"),
        ("folded\r\n over lines", "folded over lines"),
        ("nul\0 and bell\a", "nul and bell"),
        ("café", "café"),
    ],
)
def test_subject(given: str, subject: str):
    assert read(made(head=f"Subject: {given}\r\n")).subject == subject


def test_subject_in_bytes_of_before_utf_8():
    assert read("Subject: café\r\n\r\nx".encode("latin-1")).subject == "café"


@pytest.mark.parametrize(
    "date",
    ["", "yesterday", "Mon, 99 Mar 2027 25:00:00 +0000", "Mon, 01 Mar 0000 08:00 +9999", "1 Jan 1960 00:00:00 +0000"],
)
def test_date_that_is_none(date: str):
    assert read(made(head=f"Date: {date}\r\n")).date is None


def test_date_of_the_future_is_a_defect():
    assert read(made(head="Date: 1 Jan 2031 00:00:00 +0000\r\n")).defects == ("date",)


@pytest.mark.parametrize(
    ("label", "content", "text"),
    [
        ("utf-8", "é ✓".encode(), "é ✓"),
        ("us-ascii", "é".encode(), "é"),
        ("us-ascii", "é".encode("latin-1"), "é"),
        ("utf-8", "een café in de straat".encode("latin-1"), "een café in de straat"),
        ("iso-8859-1", "“é”".encode("cp1252"), "“é”"),
        ("iso-8859-1", "é ✓".encode(), "é ✓"),
        ("klingon", "é".encode(), "é"),
        ("", "é".encode("latin-1"), "é"),
        ("koi8-r", "привет".encode("koi8-r"), "привет"),
        ("iso-2022-jp", "今日は".encode("iso-2022-jp"), "今日は"),
        ("gb2312", "你好".encode("gbk"), "你好"),
        ("utf-16", "hello é".encode("utf-16"), "hello é"),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕"),
        ("punycode", b"hello", "hello"),
        ("utf-16le", b"a\x00\x00\xd8b\x00", "a�b"),
    ],
)
def test_charsets(label: str, content: bytes, text: str):
    assert read(made(f"Content-Type: text/plain; charset={label}", body=content)).text == text


def test_nothing_that_a_database_refuses():
    assert read(made(body=b"a\0b\x1bc\tlast")).text == "abc\tlast"


@pytest.mark.parametrize(
    ("way", "body"),
    [
        ("base64", b64encode("café\n".encode())),
        ("base64", b"Y2Fm\r\nw6kK"),
        ("BASE64", b"Y2Fmw6k="),
        ("base64", b"Y2Fmw6k=\n-- \nthis list is served by nobody\n"),
        ("base64", b"Y2Fmw6k"),
        ("quoted-printable", b"caf=C3=A9 \n"),
        ("quoted-printable", b"ca=\r\nf=c3=a9"),
        ("x-uuencode", b"begin 644 a.txt\n&8V%FPZD*\n`\nend\n"),
        ("8bit", "café".encode()),
        ("of-my-own", "café".encode()),
    ],
)
def test_transfer_encodings(way: str, body: bytes):
    assert read(made(f"Content-Transfer-Encoding: {way}", body=body)).text.strip() == "café"


def test_flowed_paragraphs_are_joined():
    body = "A long \nparagraph.\nAnother.\n-- \nAnna\n"
    found = read(made("Content-Type: text/plain; format=flowed", body=body))
    assert (found.text, found.quoted) == ("A long paragraph.\nAnother.", "-- \nAnna")


def test_html_becomes_words():
    body = '<html><head><style>p {}</style></head><body><p>Look <b>here</b>: <a href="https://a.example/x">this</a></p></body></html>'
    found = read(made("Content-Type: text/html", body=body))
    assert (found.text, found.parts) == ("Look here: [this](https://a.example/x)", ())


def test_link_that_shows_its_own_address_stands_once():
    found = read(made("Content-Type: text/html", body='<a href="https://a.example/">https://a.example</a>'))
    assert found.text == "https://a.example"


def test_html_of_boxes_and_runs_is_laid_out_as_people_see_it():
    body = "<p>Hello,</p><div><div>Thank</div><div>y<span>o</span>u.</div></div>"
    assert read(made("Content-Type: text/html", body=body)).text.split("\n") == ["Hello,", "", "Thank", "you."]


def test_html_that_cannot_be_laid_out_is_kept():
    body = "<div>" * 40000 + "deep"
    found = read(made("Content-Type: text/html", body=body))
    assert (found.text, [each.content for each in found.parts], found.defects) == (
        "deep",
        [body.encode()],
        ("shortened",),
    )


def test_plain_body_is_chosen_of_two():
    plain = "Hello, this is a plain text, which is long enough to be the whole of a message.\n\nAnna"
    found = read(
        multipart("alternative", f"Content-Type: text/plain\n\n{plain}", "Content-Type: text/html\n\n<p>Hello</p>")
    )
    assert (found.text.replace("\r", ""), found.parts) == (plain, ())


def test_html_is_chosen_where_the_plain_body_says_nothing():
    found = read(multipart("alternative", "Content-Type: text/plain\n\n", "Content-Type: text/html\n\n<p>Hello</p>"))
    assert found.text == "Hello"


def test_body_with_a_name_is_read_and_kept():
    found = read(
        multipart(
            "alternative", "Content-Type: text/plain; name=a.txt\n\nHello", "Content-Type: text/html\n\n<p>Hello</p>"
        )
    )
    assert (found.text, [each.name for each in found.parts]) == ("Hello", ["a.txt"])


def test_text_with_a_name_is_read_where_there_is_no_other():
    named = 'Content-Type: text/plain; name="a.txt"\n\nThe gate is open.'
    alone, beside = read(multipart("mixed", named)), read(multipart("mixed", "\n\nHello", named))
    assert (alone.text, beside.text) == ("The gate is open.", "Hello")
    assert [each.name for each in (*alone.parts, *beside.parts)] == ["a.txt", "a.txt"]


def test_short_plain_body_stands_with_the_longer_one():
    html = "<p>" + "Something else altogether. " * 9 + "</p>"
    found = read(multipart("alternative", "Content-Type: text/plain\n\nHi", f"Content-Type: text/html\n\n{html}"))
    assert (found.text[:10], found.text.count("else")) == ("Hi\n\nSometh", 9)


def test_files_and_pictures_are_kept_bit_for_bit():
    content = bytes(range(256))
    found = read(
        multipart(
            "mixed",
            "Content-Type: text/plain\n\nSee below.",
            'Content-Type: image/png\nContent-Disposition: inline; filename="a.png"\nContent-Transfer-Encoding: base64\n\n'
            + b64encode(content).decode(),
            'Content-Type: text/x-log; name="b.log"\nContent-Disposition: attachment\n\n one\n',
            "Content-Type: text/plain\n\nAnd more.",
        )
    )
    assert found.text == "See below.\n\nAnd more."
    assert [(each.name, each.content, each.is_inline) for each in found.parts] == [
        ("a.png", content, True),
        ("b.log", b" one\r\n", False),
    ]


def test_outlooks_bundle_and_an_invitation_are_files():
    found = read(
        multipart(
            "mixed",
            "Content-Type: text/plain\n\nHello",
            "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR",
            "Content-Type: application/ms-tnef; name=winmail.dat\n\nxyz",
        )
    )
    assert (found.text, [each.name for each in found.parts]) == ("Hello", ["calendar.ics", "winmail.dat"])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ('Content-Disposition: attachment; filename="a b.pdf"', "a b.pdf"),
        ("Content-Disposition: attachment; filename=a b.pdf", "a b.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        ("Content-Disposition: attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.pdf", "café.pdf"),
        ('Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        ("Content-Disposition: attachment; filename*=klingon''x.pdf", "x.pdf"),
        ('Content-Disposition: attachment; filename="a\\"b;c.pdf"; size=3', 'a"b;c.pdf'),
        ("Content-Type: application/pdf; name=c.pdf", "c.pdf"),
        ("Content-Type: application/pdf", "document.pdf"),
        (f"Content-Disposition: attachment; filename={'x' * 300}.pdf", "x" * 236 + ".pdf"),
        ("Content-Type: application/x-thing", "part.bin"),
        ("Content-Disposition: attachment; filename*0*0*=x", "part.bin"),
    ],
)
def test_names_of_files(fields: str, name: str):
    kind = "" if fields.startswith("Content-Type") else "Content-Type: application/x-thing\n"
    found = read(multipart("mixed", f"{kind}{fields}\n\nx", "Content-Type: text/plain\n\nhello"))
    assert [each.name for each in found.parts] == [name]


def test_attached_mail_is_passed_on():
    inner = made(body="The fence is open.\n", head=HEAD.replace("Anna@Finder", "Bob@Other"))
    found = read(
        multipart(
            "mixed",
            "Content-Type: text/plain\n\nFor you",
            "Content-Type: message/rfc822\n\n" + inner.decode().replace("\r\n", "\n"),
        )
    )
    assert found.forwarded is not None
    assert (found.text, found.forwarded.text) == ("For you", "The fence is open.")
    assert found.forwarded.sender == Mailbox("Anna de Vries", "bob@other.example")
    assert [each.name for each in found.parts] == ["message.eml"]


def test_several_attached_mails_are_files():
    inner = "Content-Type: message/rfc822\n\nSubject: x\n\nhello"
    found = read(multipart("mixed", "Content-Type: text/plain\n\nFor you", inner, inner))
    assert ([each.name for each in found.parts], found.forwarded) == (["message.eml", "message.eml"], None)


def test_what_has_no_parts_is_read_as_text():
    assert read(made('Content-Type: multipart/mixed; boundary="b"', body="hello\n")).text == "hello"


def test_parts_without_a_last_boundary():
    body = "--b\n\none\n--b\n\ntwo\n"
    assert read(made('Content-Type: multipart/mixed; boundary="b"', body=body)).text == "one\n\ntwo"


def test_boundary_that_begins_another():
    body = "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n--b--\n--b\n\nthree\n"
    assert read(made('Content-Type: multipart/mixed; boundary="b"', body=body)).text == "one\n\ntwo"


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\r\n\r\n", b"hello", b"\0\0\0", b": x\n\nhello", b"From someone\n\nhello", b"a:\n" * 9]
)
def test_what_is_hardly_a_mail(raw: bytes):
    found = read(raw)
    assert (found.sender, found.parts) == (None, ())


def test_long_field_that_is_not_read_is_left_out():
    assert read(made(f"X-Long: {'x' * 9000}", body="hello")).text == "hello"


def test_content_is_in_no_repr():
    found = repr(read(made(body="canary")))
    assert ("canary" in found, "finder" in found, "fence" in found) == (False, False, False)
