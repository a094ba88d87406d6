"""Bodies that no browser sends: each gets a page that says what to do, never a failure of ours."""

import json

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from meldpunt.cases.models import Case

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def fields(*pairs):
    """Encode texts that may be any bytes."""
    head = b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    return b"".join(head % pair for pair in pairs) + b"--" + BOUNDARY.encode() + b"--\r\n"


@pytest.mark.parametrize("address", ["/report", "/case", "/report/receipt.txt"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", MULTIPART_CONTENT),
        (b"", ""),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "b" * 300),
        (fields((b"what", b"x"))[:-30], MULTIPART_CONTENT),
        (fields((b"what", b"\xff\xfe")), MULTIPART_CONTENT),
        (fields((b"what", "\ud800".encode("utf-8", "surrogatepass"))), MULTIPART_CONTENT),
        (fields((b"wh\xff", b"x")), MULTIPART_CONTENT),
        (fields((b"what", b"x")), MULTIPART_CONTENT + "; charset=utf-16"),
        (fields((b"what", b"x")), MULTIPART_CONTENT + "; charset=nonsense"),
        (b"what=%FF", FORM),
        (b"what=\xe9", FORM),
        (b"what=x", FORM + "; charset=iso-8859-1"),
        (json.dumps({"where": "a", "what": "b"}).encode(), "application/json"),
        (b"<report/>", "text/xml"),
        (fields((b"n" * 1_000_000, b"x")), MULTIPART_CONTENT),
    ],
)
def test_a_body_that_cannot_be_read_is_a_clear_page(finder, address, body, content_type):
    assert finder.send(address, body, content_type).status_code == 400
    assert "We could not read what your browser sent" in finder.page


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (fields(*((b"what", b"x") for _ in range(10_000))), MULTIPART_CONTENT),
        (b"&".join(b"what=x" for _ in range(10_000)), FORM),
        (fields((b"what", b"x" * 9_000_000)), MULTIPART_CONTENT),
        (b"what=" + b"x" * 9_000_000, FORM),
    ],
)
def test_more_than_any_form_has_is_a_clear_page(finder, body, content_type):
    assert finder.send("/report", body, content_type).status_code == 413


def test_the_page_speaks_the_language_of_the_finder(finder):
    finder.send("/report", b"{}", "application/json", accept_language="nl")
    assert "Wij konden niet lezen" in finder.page or '<html lang="nl">' in finder.page


def test_of_a_repeated_field_one_is_taken(finder):
    finder.get("/report")
    token = finder.hidden()["form"]
    answer = finder.post("/report", [("form", token), ("form", "x"), ("where", "a"), ("where", "b"), ("what", "c")])
    assert answer.status_code == 200
    assert Case.objects.count() == 1


def test_a_program_may_send_an_urlencoded_form(finder):
    finder.get("/report")
    body = f"form={finder.hidden()['form']}&where=a&what=caf%C3%A9".encode()
    assert finder.send("/report", body, FORM).status_code == 200
    finder.enter()
    assert "café" in finder.page


def test_files_in_other_fields_are_dropped(finder):
    finder.get("/report")
    token = finder.hidden()["form"].encode()
    extra = b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="evil"; filename="e"\r\n\r\nx\r\n'
    body = extra + fields((b"form", token), (b"where", b"a"), (b"what", b"b"))
    assert finder.send("/report", body).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "x:y", "\0", "é"])
def test_a_forged_receipt_is_not_handed_back(finder, token):
    assert finder.post("/report/receipt.txt", {"receipt": token}).status_code == 400
