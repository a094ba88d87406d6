"""A browser without a screen: one kept-open connection, cookies, forms and files; and what finder and handler do with it."""

import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode, urljoin, urlsplit

from benchmarks.pages import Form, Reader
from benchmarks.program import EMAIL, PASSWORD

BOUNDARY = "----meldpunt-3f1c9a7e5b2d4c68"
REDIRECTS = 5
FORM_AGE = 3.5  # seconds; a form that is sent sooner looks filled in by a machine, and its receipt is delayed
type Pairs = Sequence[tuple[str, str]]


class Unexpected(Exception):
    """The program answered something that a visitor of this kind should not see."""


@dataclass(frozen=True)
class File:
    """A file to send along."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Page:
    """An answer, read to its end."""

    address: str
    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @cached_property
    def read(self) -> Reader:
        """Its forms, links and elements."""
        return Reader(self.text)

    def form(self, *names: str) -> Form:
        """Return the first form that has all fields of these `names`."""
        for form in self.read.forms:
            if form.names.issuperset(names):
                return form
        message = f"{self.address} answered {self.status} without a form that has {', '.join(names)}"
        raise Unexpected(message)

    def element(self, identity: str) -> str:
        """Return the text of the element with this id."""
        if identity not in self.read.texts:
            message = f"{self.address} answered {self.status} without an element {identity}"
            raise Unexpected(message)
        return self.read.texts[identity]


class Browser:
    """One visitor. `host` is the name it believes to visit; the connection goes to this machine."""

    def __init__(self, port: int, *, host: str | None = None, language: str = "en") -> None:
        """Remember where to go; connect when first needed."""
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.host = host or f"127.0.0.1:{port}"
        self.language = language
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Page:
        """Fetch a page, following redirects."""
        return self._follow(self._ask("GET", address, b"", ""))

    def submit(self, page: Page, form: Form, answers: Pairs = (), files: Sequence[File] = ()) -> Page:
        """Fill in and send a form of `page`, following redirects."""
        body, kind = encoded(form, form.filled(answers), files)
        address = urljoin(page.address, form.action)
        if form.method == "get":
            return self.get(f"{urlsplit(address).path}?{body.decode()}")
        return self.post(address, body, kind)

    def post(self, address: str, body: bytes, kind: str) -> Page:
        """Send a body of media type `kind`, following redirects."""
        return self._follow(self._ask("POST", address, body, kind))

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __del__(self) -> None:
        """Leave no connection open when nobody holds the browser any more."""
        self.connection.close()

    def _follow(self, page: Page) -> Page:
        for _ in range(REDIRECTS):
            if page.status not in {301, 302, 303} or "location" not in page.headers:
                break
            page = self._ask("GET", urljoin(page.address, page.headers["location"]), b"", "")
        return page

    def _ask(self, method: str, address: str, body: bytes, kind: str) -> Page:
        headers = {"Host": self.host, "Accept-Language": self.language, "Origin": f"http://{self.host}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        target = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
        response = self._send(method, target, body if method == "POST" else None, headers)
        content = response.read()
        self._keep_cookies(response)
        return Page(target, response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def _send(self, method: str, target: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        """Send, once more on a new connection when the server had closed an idle one before a GET."""
        try:
            self.connection.request(method, target, body, headers)
            return self.connection.getresponse()
        except (HTTPException, OSError):
            self.connection.close()
            if method != "GET":
                raise
            self.connection.request(method, target, body, headers)
            return self.connection.getresponse()

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value and "max-age=0" not in line.lower():
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def encoded(form: Form, pairs: Pairs, files: Sequence[File]) -> tuple[bytes, str]:
    """Return the body and its media type, as a browser would send them for `form`."""
    if form.multipart:
        return multipart(pairs, files), f"multipart/form-data; boundary={BOUNDARY}"
    return urlencode(pairs).encode(), "application/x-www-form-urlencoded"


def multipart(pairs: Iterable[tuple[str, str]], files: Sequence[File], field_name: str = "files") -> bytes:
    """Encode as multipart/form-data, with line breaks in values as CR LF and an empty part when there is no file."""
    parts: list[bytes] = []
    for name, value in pairs:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts += [head.encode(), sent_as(value).encode(), b"\r\n"]
    for file in files or [File("", b"")]:
        label = file.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{label}"\r\n'
            f"Content-Type: {file.media_type}\r\n\r\n"
        )
        parts += [head.encode(), file.content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def sent_as(text: str) -> str:
    """Return the text as a browser sends it: every line break is CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@dataclass(frozen=True)
class Receipt:
    """What a finder keeps."""

    number: str
    code: str = field(repr=False)
    digest: str = field(repr=False)


def receipt_of(page: Page) -> Receipt:
    """Read the receipt; raises Unexpected when the page is not one."""
    return Receipt(*(page.element(name).strip() for name in ("case-number", "access-code", "digest")))


@dataclass(frozen=True)
class Filled:
    """A report form that is filled in but not sent yet; it can be sent more than once."""

    address: str
    body: bytes = field(repr=False)
    kind: str

    def send(self, browser: Browser) -> Page:
        """Send it; the answer is the receipt, or the form again."""
        return browser.post(self.address, self.body, self.kind)


def fill_in(browser: Browser, answers: Pairs, files: Sequence[File] = (), *, address: str = "/report") -> Filled:
    """Fetch the form and fill it in, as a finder does."""
    page = browser.get(address)
    form = page.form("where", "what")
    body, kind = encoded(form, form.filled(answers), files)
    return Filled(urljoin(page.address, form.action), body, kind)


def report(browser: Browser, answers: Pairs, files: Sequence[File] = ()) -> Receipt:
    """Fill in a form, send it after a moment, read the receipt."""
    filled = fill_in(browser, answers, files)
    time.sleep(FORM_AGE)
    return receipt_of(filled.send(browser))


def enter(browser: Browser, code: str) -> Page:
    """Return to a report with its access code; the answer is the status page."""
    page = browser.get("/case")
    return browser.submit(page, page.form("code"), [("code", code)])


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD) -> Page:
    """Sign in at the desk; the answer is the queue."""
    page = browser.get("/desk/")
    queue = browser.submit(page, page.form("email", "password"), [("email", email), ("password", password)])
    if any("password" in form.names for form in queue.read.forms):
        message = f"the sign-in was refused with {queue.status}"
        raise Unexpected(message)
    return queue


def files_of(browser: Browser, page: Page) -> list[bytes]:
    """Download every file that the page offers, in the order in which it offers them."""
    addresses = dict.fromkeys(urljoin(page.address, link) for link in page.read.links if "/files/" in link)
    return [_downloaded(browser.get(address)) for address in addresses]


def _downloaded(answer: Page) -> bytes:
    if not answer.headers.get("content-disposition", "").startswith("attachment"):
        message = f"{answer.address} answered {answer.status}, not as a download"
        raise Unexpected(message)
    return answer.body


def raw(port: int, sent: bytes, *, wait: float = 60) -> bytes:
    """Send bytes over a connection of its own and return everything that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))
