"""A mailed link whose page is lost on its way: the connection is cut after the commit, and the code is not lost with it."""

import re
import socket
import sqlite3
from contextlib import closing
from http.client import HTTPConnection

import pytest

from benchmarks.program import Program
from tests.faults.wire import Half, body_of, exchange, request, wait_until

pytestmark = [pytest.mark.server, pytest.mark.network]


def asked(program: Program, token: str) -> bytes:
    """Open the link as a browser does, and return what it sends when the button is pressed."""
    with closing(HTTPConnection("127.0.0.1", program.port, timeout=40)) as connection:
        connection.request("GET", f"/case/link/{token}")
        answer = connection.getresponse()
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].partition(";")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    posted = request(program.port, "/case/link", body_of(Half("/case/link", hidden), []))
    return posted.replace(b"Connection: close", f"Cookie: {cookie}\r\nConnection: close".encode())


def links(program: Program) -> list[bytes]:
    """Return the digests of the links that are kept."""
    database = f"file:{program.folder.data / 'meldpunt.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(database, uri=True, timeout=20)) as connection:
        return [row[0] for row in connection.execute("SELECT digest FROM cases_codelink")]


def code_in(page: str) -> str:
    """Return the access code on a page; an empty text where there is none."""
    found = re.search(r'id="access-code">(.*?)</p>', page)
    return "-".join(re.findall(r"[0-9A-Z]{4}", found[1])) if found else ""


def test_code_is_shown_when_the_connection_was_cut_after_the_commit(program: Program) -> None:
    token, _, code = program.folder.run("-m", "tests.faults.linked").strip().partition(" ")
    sent, before = asked(program, token), links(program)
    with socket.create_connection(("127.0.0.1", program.port), timeout=40) as connection:
        connection.sendall(sent)
        assert wait_until(lambda: links(program) != before)  # used up, and cut before the answer is read
    again = exchange(program.port, sent)
    other = exchange(program.port, asked(program, token))
    assert (code_in(again.text), other.status, code_in(other.text)) == (code, 410, "")
