"""Attachments: bit for bit, inert, under a name that harms nobody."""

import os

import pytest
from django.utils import timezone

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.doors.desk.files import cleaned, disposition
from meldpunt.people.terms import Role
from tests.factories.arrivals import make_upload
from tests.factories.cases import make_case
from tests.factories.desk import client_of
from tests.factories.people import make_member, make_organisation


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("poc.html", "poc.html"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.exe", "a.exe"),
        ("gpj.\u202eexe.txt", "gpj.exe.txt"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"),
        ("\x00", "attachment"),
        ("..", "attachment"),
        ("", "attachment"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
def test_name_is_cleaned(name: str, clean: str) -> None:
    """No folders, no control signs, never empty, never long."""
    assert cleaned(name) == clean


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a b.txt", "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt"),
        ('é".html', "attachment; filename=\"e_.html\"; filename*=UTF-8''%C3%A9%22.html"),
        ("\u05e9\u05dc\u05d5\u05dd.pdf", "attachment; filename=\"pdf\"; filename*=UTF-8''%D7%A9%D7%9C%D7%95%D7%9D.pdf"),
    ],
)
def test_header_has_a_name_for_old_and_new_browsers(name: str, header: str) -> None:
    """RFC 6266 and RFC 8187."""
    assert disposition(name) == header


@pytest.mark.django_db
def test_attachment_comes_back_equal_and_inert() -> None:
    """Whatever it says it is."""
    organisation = make_organisation(host_names=["testserver"])
    content = b"<script>alert(document.domain)</script>" + os.urandom(200_000)
    upload: SealedUpload = make_upload(organisation, content, name="poc.html", media_type="text/html")
    case = make_case(organisation, uploads=[upload], now=timezone.now())
    client = client_of(make_member(organisation, Role.HANDLER))
    answer = client.get(f"/desk/cases/{case.number}/files/{upload.id}")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    names = ("Content-Type", "X-Content-Type-Options", "Content-Disposition", "Cache-Control", "Content-Length")
    assert {name: answer.headers[name] for name in names} == {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "attachment; filename=\"poc.html\"; filename*=UTF-8''poc.html",
        "Cache-Control": "no-store",
        "Content-Length": str(len(content)),
    }
    assert "sandbox" in answer.headers["Content-Security-Policy"].replace(";", "").split()


@pytest.mark.django_db
def test_file_of_another_case_is_not_there() -> None:
    """Not even within the organisation."""
    organisation = make_organisation(host_names=["testserver"])
    upload = make_upload(organisation, b"x", name="x")
    make_case(organisation, uploads=[upload], now=timezone.now())
    other = make_case(organisation, now=timezone.now())
    client = client_of(make_member(organisation, Role.HANDLER))
    assert client.get(f"/desk/cases/{other.number}/files/{upload.id}").status_code == 404
