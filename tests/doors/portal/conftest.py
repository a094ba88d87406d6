"""A finder with a browser that has no script, in front of an organisation that takes reports."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from meldpunt.doors.portal import posting
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy_texts import HAVEN_HOST

type File = tuple[str, bytes, str]
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
HOST = "meld.kliniek.example"


class Finder:
    """A browser of its own: what it was shown, and forms filled in from it."""

    def __init__(self) -> None:
        """Come in without any cookie, with Dutch as the second language."""
        self.client = Client(headers={"host": HOST, "accept-language": "en,nl;q=0.5"})
        self.client.raise_request_exception = True
        self.page = ""
        self.response: Any = None

    def get(self, address: str, **headers: str) -> Any:
        """Ask for a page."""
        return self._saw(self.client.get(address, headers=headers))

    def post(self, address: str, texts: Any = (), files: tuple[File, ...] = (), **headers: str) -> Any:
        """Send texts and files as a browser does."""
        pairs = list(texts.items()) if isinstance(texts, dict) else list(texts)
        return self.send(address, multipart(pairs, files), **headers)

    def send(self, address: str, body: bytes, content_type: str = MULTIPART_CONTENT, **headers: str) -> Any:
        """Send a body as it is."""
        return self._saw(self.client.generic("POST", address, body, content_type, headers=headers))

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the page that was shown last; of a repeated one the first."""
        found: dict[str, str] = {}
        for name, value in HIDDEN.findall(self.page):
            found.setdefault(name, unescape(value))
        return found

    def report(self, files: tuple[File, ...] = (), **texts: str) -> Any:
        """Fetch the form, fill it in and send it."""
        self.get("/report")
        return self.again(files, **texts)

    def again(self, files: tuple[File, ...] = (), **texts: str) -> Any:
        """Fill in and send the form that is in sight."""
        return self.post(
            "/report", {**self.hidden(), "where": "https://a.example/", "what": "It is open."} | texts, files
        )

    def enter(self, code: str | None = None) -> Any:
        """Enter with the code of the receipt in sight, or with another."""
        return self._saw(self.client.post("/case", {"code": code or self.element("access-code")}, follow=True))

    def element(self, name: str) -> str:
        """Return the text of the element with this id."""
        text = self.found(rf'id="{name}"[^>]*>(.*?)</(?:p|strong|span)>')
        if name != "access-code":
            return text.strip()
        return "-".join(re.findall(r"[0-9A-Z]{4}", self.found(r'id="access-code"[^>]*>(.*?)</p>')))

    def found(self, pattern: str) -> str:
        """Return the first group of the first place on the page that fits."""
        match = re.search(pattern, self.page, re.DOTALL)
        assert match is not None, self.page
        return unescape(match[1])

    def file(self) -> str:
        """Return the address of the first file on the page."""
        return self.found(r'href="([^"]*/case/files/[^"]+)"')

    def _saw(self, response: Any) -> Any:
        self.response = response
        if not response.streaming:
            self.page = response.content.decode()
        return response


def multipart(pairs: Any, files: tuple[File, ...] = ()) -> bytes:
    """Encode as a browser does."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in pairs
    ]
    for name, content, media_type in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: {media_type}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def stored_files() -> set[Path]:
    """Return every file in the store."""
    return {path for path in Path(storages["sealed"].path("")).rglob("*") if path.is_file()}


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Return the organisation behind the host name."""
    return make_organisation(name="Haven", host_names=[HOST, HAVEN_HOST], languages=("en", "nl"))


@pytest.fixture
def finder(organisation: MadeOrganisation) -> Finder:  # noqa: ARG001 - whom the finder visits
    """Return a finder in front of it, whom nobody counted before."""
    posting._allowance.cache_clear()
    return Finder()
