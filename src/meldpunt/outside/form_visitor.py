"""A finder without a browser: fills in the form of a site over HTTP, and comes back with the access code."""

import re
import secrets
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, Self
from urllib.parse import SplitResult, urlencode, urlsplit

from meldpunt.upkeep.terms import DeadEnd, FilledIn, Trouble, Visit

TIMEOUT: Final = 10  # seconds
LONGEST: Final = 4 * 1024 * 1024  # bytes of a page
TOKEN: Final = re.compile(r'<input type="hidden" name="form" value="([^"]+)"')
CODE: Final = re.compile(r'id="access-code"[^>]*>(.*?)</p>', re.DOTALL)
TAG: Final = re.compile(r"<[^>]*>")
OK: Final = 200
SEE_OTHER: Final = 303
FILE: Final = "test.txt"


class HttpVisitor:
    """Visits a site at its own address, or, with `at`, the server that listens there and calls itself by that name."""

    def __init__(self, *, at: tuple[str, int] | None = None, has_tls: bool = True) -> None:
        """Say where to knock. `at` is this machine: whose certificate it shows is not looked at, and without `has_tls` it speaks plain HTTP."""
        self._at, self._has_tls = at, has_tls

    def there_and_back(self, site: str, filled_in: FilledIn, mark: Callable[[str], str]) -> Visit:
        """Report, come back and return what the page says. Raises DeadEnd."""
        try:
            with _Line(urlsplit(site), self._at, has_tls=self._has_tls) as line:
                code = _report(line, filled_in, mark)
                return Visit(_come_back(line, code), line.certificate_until)
        except ssl.SSLError:
            raise DeadEnd(Trouble.NOT_TRUSTED) from None
        except (OSError, HTTPException, ValueError):
            raise DeadEnd(Trouble.NO_ANSWER) from None


class _Line:
    """A connection that stays open for a few requests."""

    def __init__(self, where: SplitResult, at: tuple[str, int] | None, *, has_tls: bool) -> None:
        """Open it. Raises OSError, ValueError."""
        self._prefix, self._host = where.path.rstrip("/"), where.netloc
        host, port = at or (where.hostname or "", where.port)
        self._http = _connection(
            host, port, secure=where.scheme == "https" if at is None else has_tls, own=at is not None
        )
        self._answers: list[HTTPResponse] = []
        self._http.connect()
        self.certificate_until = _ends(self._http)

    def __enter__(self) -> Self:
        """Lend it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up: an answer after which the server closes holds the connection until it is read, or closed, itself."""
        for answer in self._answers:
            answer.close()
        self._http.close()

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> HTTPResponse:
        """Send a request to a page of the site, or to the whole path that an answer named."""
        whole = path if path.startswith(f"{self._prefix}/") and self._prefix else self._prefix + path
        sent = {"Host": self._host, "Accept": "text/html", **(headers or {})}
        self._http.request(method, whole, body or None, sent)
        self._answers.append(self._http.getresponse())
        return self._answers[-1]


def _connection(host: str, port: int | None, *, secure: bool, own: bool) -> HTTPConnection:
    if not secure:
        return HTTPConnection(host, port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    if own:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return HTTPSConnection(host, port, timeout=TIMEOUT, context=context)


def _ends(http: HTTPConnection) -> datetime | None:
    """Return until when the certificate that was shown and looked at is valid."""
    shown = http.sock.getpeercert() if isinstance(http.sock, ssl.SSLSocket) else None
    ends = shown.get("notAfter") if shown else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(ends)), tz=UTC) if ends else None


def _report(line: _Line, filled_in: FilledIn, mark: Callable[[str], str]) -> str:
    """Fill in the form and return the code of the receipt. Raises DeadEnd."""
    token = TOKEN.search(_page(line.ask("GET", "/report"), Trouble.NO_FORM))
    if token is None:
        raise DeadEnd(Trouble.NO_FORM)
    form = unescape(token[1])
    kind, body = _multipart({"form": form, "canary": mark(form), **filled_in.texts}, filled_in.file)
    receipt = CODE.search(_page(line.ask("POST", "/report", body, {"Content-Type": kind}), Trouble.NOT_TAKEN))
    if receipt is None:
        raise DeadEnd(Trouble.NOT_TAKEN)
    return unescape(TAG.sub(" ", receipt[1])).strip()


def _come_back(line: _Line, code: str) -> str:
    """Enter the code and return the page behind it, as it is read. Raises DeadEnd."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = line.ask("POST", "/case", urlencode({"code": code}).encode(), kind)
    answer.read(LONGEST)
    cookie, to = answer.getheader("Set-Cookie", ""), answer.getheader("Location", "")
    if answer.status != SEE_OTHER or not cookie or not to.startswith("/"):
        raise DeadEnd(Trouble.NO_WAY_BACK)
    page = _page(line.ask("GET", to, headers={"Cookie": cookie.partition(";")[0]}), Trouble.NO_WAY_BACK)
    return unescape(page)


def _page(answer: HTTPResponse, trouble: Trouble) -> str:
    """Return a page that was answered well. Raises DeadEnd."""
    body = answer.read(LONGEST)
    with suppress(UnicodeDecodeError):
        if answer.status == OK:
            return body.decode()
    raise DeadEnd(trouble)


def _multipart(texts: Mapping[str, str], file: bytes) -> tuple[str, bytes]:
    """Return type and body of a form with texts and one file (RFC 7578)."""
    edge = secrets.token_hex(16)
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in texts.items()]
    head = f'Content-Disposition: form-data; name="files"; filename="{FILE}"\r\nContent-Type: text/plain\r\n\r\n'
    parts.append(head.encode() + file)
    body = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{edge}--\r\n".encode()
    return f"multipart/form-data; boundary={edge}", body
