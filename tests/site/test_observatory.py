"""Every kind of page of the real program, as MDN's HTTP Observatory would grade it: A+, brands and errors too."""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve, reverse

from benchmarks.program import Program, folder, make_organisation, start
from benchmarks.visiting import FORM_AGE, Browser, File, Page, enter, fill_in, receipt_of, sign_in
from tests.architecture.test_permissions import ROUTES, TABLE
from tests.factories.policy_texts import SMALL
from tests.site.observatory import Answer, counted, grade

pytestmark = [pytest.mark.server, pytest.mark.network, pytest.mark.sqlite]
HOST, BRAND, MAIL = "meld.example.org", "brand.example.org", "openpgpkey.example.org"
POLICY = (
    SMALL.replace("report.haven.example", HOST)
    .replace("security@haven.example", "security@example.org")
    .replace('name = "Haven"', 'name = "Example"')
)
CONDUCT = b"Be careful.\n"
DOCUMENT = (
    '\n[[document]]\nid = "conduct"\nversion = "1"\ntitle = { nl = "Gedrag", en = "Conduct" }\n'
    f'nl = {{ file = "conduct.txt", sha256 = "{sha256(CONDUCT).hexdigest()}" }}\n'
)
BRANDED = f'{POLICY}\n[[brand]]\nid = "brand"\nname = "Brand"\nhosts = ["{BRAND}"]\n{DOCUMENT}'
KEY = "t5s8ztdbon8yzntexy6oz5y48etqsnbb"  # of the local part `security`
UNLINKED = (
    *("/.well-known/openpgpkey/example.org/policy", f"/.well-known/openpgpkey/example.org/hu/{KEY}"),
    *(f"/.well-known/openpgpkey/hu/{KEY}", "/policy/9", "/policy/3/conduct.txt", "/nowhere", "/static/look/seal.svg"),
    *(f"/desk/invitation/{'x' * 43}", f"/desk/reset/{'x' * 43}"),
)
SAMPLES = ("1", "x", str(UUID(int=1)), "2026-00001", "people")
"""What stands for a name in an address that no link leads to; the answer is a page of trouble, or leads elsewhere."""


class Visitor(Browser):
    """A browser behind a proxy that speaks https; keeps every answer. It asks for pages as a stranger from another site would."""

    def __init__(self, port: int, host: str) -> None:
        super().__init__(port, host=host)
        self.answers: list[Answer] = []
        self._cookie_lines: tuple[str, ...] = ()

    def _send(self, method: str, target: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        origin = f"https://{self.host}" if method == "POST" else "https://elsewhere.example"
        proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        response = super()._send(method, target, body, {**headers, **proxy, "Origin": origin})
        self._cookie_lines = tuple(response.headers.get_all("Set-Cookie", []))
        return response

    def _ask(self, method: str, address: str, body: bytes, kind: str) -> Page:
        page = super()._ask(method, address, body, kind)
        place = f"https://{self.host}{page.address}"
        text = page.body.decode("utf-8", "replace")
        self.answers.append(Answer(place, page.headers, text, self._cookie_lines, origin="https://elsewhere.example"))
        return page

    def crawl(self, *begin: str) -> None:
        """Visit all that pages lead to by links, each kind of address a few times; nothing is sent."""
        todo, seen, kinds = list(begin), set[str](), dict[str, int]()
        while todo:
            address = todo.pop(0)
            kind = name_of(address)
            if address in seen or kinds.get(kind, 0) > 2:
                continue
            seen.add(address)
            kinds[kind] = kinds.get(kind, 0) + 1
            page = self.get(address)
            if page.headers.get("content-type", "").startswith("text/html"):
                links = [urlsplit(urljoin(f"https://{self.host}{page.address}", link)) for link in page.read.links]
                todo += [
                    link._replace(scheme="", netloc="", fragment="").geturl()
                    for link in links
                    if link.netloc == self.host
                ]


def every_address() -> list[str]:
    """Return an address of every page, also of one that nothing leads to yet. What ends a session comes last."""
    last = {"desk:lock", "desk:sign-out", "portal:leave"}
    return [reverse(name, kwargs=names(name)) for name in sorted(TABLE, key=lambda name: (name in last, name))]


def names(route: str) -> dict[str, object]:
    """Return something for each name in an address."""
    return {key: next(_taken(converter)) for key, converter in ROUTES[route].pattern.converters.items()}


def _taken(converter: Any) -> Iterator[object]:
    """Yield what an address takes for a name."""
    for text in SAMPLES:
        with suppress(ValueError):
            if re.fullmatch(converter.regex, text):
                yield converter.to_python(text)


def name_of(address: str) -> str:
    """Return the name of an address, such as `public:home`; the address itself where no page is."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return urlsplit(address).path
    return found.view_name


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """Start the program behind a proxy, with a policy, a brand and a key."""
    with folder({"MELDPUNT_TRUSTED_PROXIES": "127.0.0.1"}) as place:
        make_organisation(place)
        (place.root / "conduct.txt").write_bytes(CONDUCT)
        file = place.root / "policy.toml"
        for text in (POLICY, BRANDED):
            file.write_text(text, encoding="utf-8")
            place.run("-m", "meldpunt", "policy", "publish", "--yes", str(file))
        place.run("-m", "meldpunt", "openpgp", "make")
        program = start(place)
        try:
            yield program
        finally:
            program.stop()


@pytest.fixture(scope="module")
def answers(program: Program) -> list[Answer]:
    """Visit it as a stranger, on the brand, as a finder, and as the lead at the desk."""
    stranger, brand, finder, lead = (Visitor(program.port, host) for host in (HOST, BRAND, HOST, HOST))
    for visitor in (stranger, brand):
        visitor.crawl("/", *UNLINKED, *every_address())
    elsewhere = [Visitor(program.port, host) for host in ("nobody.example", MAIL)]
    for visitor in elsewhere:
        visitor.crawl("/", f"/.well-known/openpgpkey/example.org/hu/{KEY}")
    form = fill_in(finder, [("where", "https://a.example"), ("what", "It opens.")], [File("a.txt", b"a")])
    finder.post("/report", b"x", "text/plain")
    time.sleep(FORM_AGE)
    enter(finder, receipt_of(form.send(finder)).code)
    finder.crawl("/case/status", "/case/contact")
    sign_in(lead)
    lead.crawl("/desk/", "/desk/nowhere", *every_address())
    return [answer for one in (stranger, brand, *elsewhere, finder, lead) for answer in one.answers]


def test_every_answer_gets_an_a_plus(answers: list[Answer]) -> None:
    worse = {answer.address: counted(answer) for answer in answers if grade(answer) != "A+"}
    assert worse == {}


def test_nothing_is_taken_from_any_answer(answers: list[Answer]) -> None:
    """Not even where the extra points would make up for it."""
    taken = {(answer.address, rule) for answer in answers for rule, points in counted(answer).items() if points < 0}
    assert taken == set()


def test_every_kind_of_page_was_graded(answers: list[Answer]) -> None:
    """Whatever the table of addresses names."""
    seen = {name_of(urlsplit(answer.address).path) for answer in answers}
    assert TABLE.keys() - seen == set()


def test_brands_errors_and_hosts_of_nobody_are_among_them(answers: list[Answer]) -> None:
    hosts = {urlsplit(answer.address).hostname for answer in answers}
    assert hosts == {HOST, BRAND, "nobody.example", MAIL}


def test_no_page_says_in_its_head_what_only_headers_may(answers: list[Answer]) -> None:
    """The rules do not look at `<meta http-equiv>`, so no page may use it for a policy."""
    assert [answer.address for answer in answers if "http-equiv" in answer.body.lower()] == []
