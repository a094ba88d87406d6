"""Whatever a stranger sends through a real connection: a clear page in their language, never a 500, nothing half-stored."""

import re
from dataclasses import dataclass, replace

import pytest

from benchmarks.program import Program
from benchmarks.visiting import Browser, Page, enter, files_of, receipt_of, sign_in
from tests.faults.wire import DUTCH, Half, body_of, exchange, part, request, stored

pytestmark = [pytest.mark.server, pytest.mark.network]

WHERE = part(b"where", b"https://example.org/")
WHAT = part(b"what", b"It opens.")
ODD_NAME = re.compile(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Finder:
    """Somebody who sends whatever bytes a test asks for, in forms that are fetched already."""

    program: Program
    forms: list[Half]

    def sends(self, *parts: bytes) -> Page:
        """Send a whole form with these parts."""
        half = self.forms.pop()
        return exchange(self.program.port, request(self.program.port, half.address, body_of(half, parts)))

    def is_refused(self, *parts: bytes) -> Page:
        """Send, and make sure that nothing was stored and that the page is in Dutch."""
        before = self.stored()
        page = self.sends(*parts)
        assert (self.stored(), DUTCH in page.text) == (before, True)
        return page

    def stored(self) -> tuple[int, int]:
        """How many cases and attachments there are."""
        return stored(self.program.folder), stored(self.program.folder, "reports_attachment")


@pytest.fixture
def finder(program: Program, forms: list[Half]) -> Finder:
    """Somebody with bad input."""
    return Finder(program, forms)


def test_a_body_over_the_limit_is_refused_with_a_page(finder: Finder) -> None:
    assert finder.is_refused(WHERE, WHAT, part(b"files", bytes(7 * 1024 * 1024), b"large.bin")).status == 413


def test_a_text_of_the_longest_length_is_taken(finder: Finder) -> None:
    assert finder.sends(WHERE, part(b"what", b"x" * 200_000)).status == 200


def test_a_text_that_is_too_long_comes_back(finder: Finder) -> None:
    page = finder.is_refused(WHERE, part(b"what", b"x" * 200_001))
    assert (page.status, "x" * 200_001 in page.text) == (422, True)


def test_a_file_that_is_too_large_brings_the_form_back_with_the_text(finder: Finder) -> None:
    page = finder.is_refused(WHERE, WHAT, part(b"files", bytes(1024 * 1024 + 1), b"large.bin"))
    assert (page.status, "It opens." in page.text) == (422, True)


def test_five_hundred_files_are_too_many(finder: Finder) -> None:
    page = finder.is_refused(WHERE, WHAT, *(part(b"files", b"x", b"%d.txt" % number) for number in range(500)))
    assert (page.status, "It opens." in page.text) == (422, True)


def test_ten_thousand_fields_are_too_many(finder: Finder) -> None:
    assert finder.is_refused(WHERE, WHAT, *(part(b"f%d" % number, b"x") for number in range(10_000))).status in {
        400,
        413,
    }


@pytest.mark.parametrize("what", [b"\xff\xfe\xfd", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_a_text_that_is_not_utf8_is_refused(finder: Finder, what: bytes) -> None:
    assert finder.is_refused(WHERE, part(b"what", what)).status == 400


@pytest.mark.parametrize("what", ["a\0b", "\u202eevil", "\ufeffmark", "tab\tand\x07bell", "\U0001f600" * 10, "e\u0301"])
def test_a_strange_text_comes_back_exactly_or_is_refused_with_a_page(
    program: Program, finder: Finder, what: str
) -> None:
    page = finder.sends(WHERE, part(b"what", what.encode()))
    assert (page.status, DUTCH in page.text) in {(200, True), (422, True)}
    if page.status == 200:
        handler = Browser(program.port)
        sign_in(handler)
        assert what in handler.get(f"/desk/cases/{receipt_of(page).number}").read.typed


@pytest.mark.parametrize(
    "name",
    [
        b"../../../etc/passwd",
        b"..\\..\\windows\\win.ini",
        b"/absolute",
        "evil\u202egpj.exe".encode(),
        b"n" * 300 + b".txt",
        "\u00e9".encode() * 300,
        b"a\0b.txt",
        b".",
        b"..",
        b"CON",
        b"with %22quotes%22 and %0D%0AInjected: header",
        "\u05e9\u05dc\u05d5\u05dd.pdf".encode(),
    ],
)
def test_a_file_with_a_strange_name_is_taken_and_handed_out_under_a_clean_one(
    program: Program, finder: Finder, name: bytes
) -> None:
    receipt = receipt_of(finder.sends(WHERE, WHAT, part(b"files", b"content", name)))
    browser = Browser(program.port)
    page = enter(browser, receipt.code)
    (link,) = [link for link in page.read.links if "/files/" in link]
    label = browser.get(link).headers["content-disposition"]
    assert (files_of(browser, page), ODD_NAME.findall(label), len(label) < 700) == ([b"content"], [], True)


def test_a_name_that_is_not_utf8_is_refused(finder: Finder) -> None:
    assert finder.is_refused(WHERE, WHAT, part(b"files", b"content", b"\xff\xfe.txt")).status == 400


def test_a_body_without_its_closing_boundary_is_refused(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    before = stored(program.folder)
    body = body_of(half, [WHERE, WHAT, part(b"files", b"x" * 5000, b"torn.bin")])[:-4000]
    page = exchange(program.port, request(program.port, half.address, body))
    assert (page.status, DUTCH in page.text, stored(program.folder)) == (400, True, before)


def test_a_body_shorter_than_announced_stores_nothing(program: Program, forms: list[Half]) -> None:
    half = forms.pop()
    before = stored(program.folder)
    body = body_of(half, [WHERE, WHAT])
    page = exchange(program.port, request(program.port, half.address, body, length=len(body) + 1000), half_close=True)
    assert (page.status in {0, 400, 408}, stored(program.folder)) == (True, before)


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "99999999999999999999", "five"])
def test_a_senseless_length_is_refused(program: Program, length: str) -> None:
    head = f"POST /report HTTP/1.1\r\nHost: 127.0.0.1:{program.port}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    assert exchange(program.port, head.encode(), half_close=True).status in {0, 400, 413}


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain; charset=utf-16", ""])
def test_another_kind_of_body_is_refused_with_a_page(program: Program, kind: str) -> None:
    browser = Browser(program.port, language="nl")
    page = browser.post("/report", b"{}", kind or "x")
    assert (page.status, DUTCH in page.text) == (400, True)


@pytest.mark.parametrize("token", ["", "nonsense", "A" * 5000, "é", "a\0b"])
def test_a_form_that_is_not_ours_comes_back_with_the_text(program: Program, forms: list[Half], token: str) -> None:
    half = forms.pop()
    before = stored(program.folder)
    pairs = [pair for pair in half.pairs if pair[0] != "form"]
    parts = [part(b"form", token.encode()), WHERE, WHAT]
    body = body_of(replace(half, pairs=pairs), parts)
    page = exchange(program.port, request(program.port, half.address, body))
    assert (page.status, "It opens." in page.text, DUTCH in page.text, stored(program.folder)) == (
        422,
        True,
        True,
        before,
    )


@pytest.mark.parametrize(
    "address",
    ["/desk/cases/%00", "/desk/cases/' OR 1=1", "/o/%ff/report", "/case/files/x", "/%2e%2e/%2e%2e/etc/passwd"],
)
def test_a_strange_address_is_a_page_and_not_an_error(program: Program, address: str) -> None:
    assert Browser(program.port).get(address.replace(" ", "%20")).status in {200, 400, 404}


def test_nothing_of_all_this_was_an_error_of_ours(program: Program) -> None:
    printed = program.folder.output.read_text(encoding="utf-8", errors="replace")
    assert [line for line in printed.splitlines() if "error" in line.lower() or "Traceback" in line] == []
