"""Hostile files of our own through the whole program: they come out bit for bit the same, and run nothing."""

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest

from benchmarks.attachments import MARK, Batch, equal_downloads, open_in_chromium, sent
from benchmarks.program import Program, running
from benchmarks.visiting import Browser, File, Page, enter, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.network]

SCRIPT = f"document.title='{MARK}';location='/?{MARK}';alert('{MARK}')"
HTML = f'<!doctype html><title>x</title><script>{SCRIPT}</script><body onload="{SCRIPT}">'
PDF = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert('{MARK}'))>>>>endobj\n"
PDF += "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EML = f"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{HTML}\r\n"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><script>{SCRIPT}</script></svg>'
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><script>{SCRIPT}</script></html>'


def packed() -> bytes:
    """Return a zip file whose one member wants to lie outside of where it is unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.html", HTML * 100)
    return buffer.getvalue()


FILES = [
    File("page.html", HTML.encode(), "text/html"),
    File("picture.svg", SVG.encode(), "image/svg+xml"),
    File("strict.xhtml", XHTML.encode(), "application/xhtml+xml"),
    File("paper.pdf", PDF.encode(), "application/pdf"),
    File("packed.zip", packed(), "application/zip"),
    File("polyglot.gif", f"GIF89a/*{HTML}*/=1;{SCRIPT}".encode(), "image/gif"),
    File("invoice.pdf.exe", b"MZ\x90\0" + bytes(range(256)) * 300, "application/x-msdownload"),
    File("empty.html", b"", "text/html"),
    File("wide.html", b"\xff\xfe" + HTML.encode("utf-16-le"), "text/html"),
    File("\U0001d565\u202elmth.\u05e9\u05dc\u05d5\u05dd\ufeff.html", HTML.encode(), "text/html"),
    File(
        "shortcut.url", f"[InternetShortcut]\r\nURL=javascript:{SCRIPT}\r\n".encode(), "application/internet-shortcut"
    ),
    File("letter.eml", EML.encode(), "message/rfc822"),
]
SAFE = {
    "content-type": "application/octet-stream",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """Run the real program."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def batch(program: Program) -> Batch:
    """Report with all of the files, through the form."""
    return sent(program, FILES)


@pytest.fixture(scope="module")
def handler(program: Program) -> Browser:
    """Sign in at the desk, without a screen."""
    browser = Browser(program.port)
    sign_in(browser)
    return browser


def downloads(browser: Browser, page: Page) -> list[Page]:
    """Return the answer to every download of a page."""
    addresses = dict.fromkeys(urljoin(page.address, link) for link in page.read.links if "/files/" in link)
    return [browser.get(address) for address in addresses]


def test_every_file_comes_out_bit_for_bit_the_same(program: Program, handler: Browser, batch: Batch) -> None:
    assert equal_downloads(handler, Browser(program.port), batch) == 2 * len(FILES)


@pytest.mark.parametrize("side", ["desk", "portal"])
def test_every_download_says_that_nothing_may_run(program: Program, handler: Browser, batch: Batch, side: str) -> None:
    finder = Browser(program.port)
    at_desk = side == "desk"
    page = handler.get(f"/desk/cases/{batch.receipt.number}") if at_desk else enter(finder, batch.receipt.code)
    answers = downloads(handler if at_desk else finder, page)
    told = [{name: answer.headers.get(name) for name in SAFE} for answer in answers]
    policies = [answer.headers["content-security-policy"].replace(";", " ").split() for answer in answers]
    kinds = [answer.headers["content-disposition"].partition(";")[0] for answer in answers]
    assert told == [SAFE] * len(FILES)
    assert kinds == ["attachment"] * len(FILES)
    assert [{"sandbox", "'none'"} <= set(policy) for policy in policies] == [True] * len(FILES)


def test_no_name_of_a_download_turns_its_reading_or_leaves_its_folder(handler: Browser, batch: Batch) -> None:
    answers = downloads(handler, handler.get(f"/desk/cases/{batch.receipt.number}"))
    names = [answer.headers["content-disposition"] for answer in answers]
    assert [sign for sign in ("%E2%80%AE", "%EF%BB%BF", "%2F", "%5C") if sign in "".join(names)] == []


def test_no_script_runs_when_a_download_is_opened_in_a_browser(
    program: Program, handler: Browser, batch: Batch
) -> None:
    assert open_in_chromium(program, handler, [batch.receipt.number]) == (len(FILES), 0)
