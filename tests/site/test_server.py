"""What comes over the wire reaches a page whole or not at all, and nobody can hold the threads."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meldpunt.site.server.bodies import Limits
from tests.site.conftest import Served, received, serving
from tests.site.echo import STREAMS, echo, facts, request, status

pytestmark = [pytest.mark.network]
BOUNDARY = b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--\r\n"


@pytest.fixture
def served(limits: Limits) -> Iterator[Served]:
    """Serve the echo."""
    with serving(echo, limits) as running:
        yield running


def test_small_body_arrives(served: Served) -> None:
    """A body below the memory limit."""
    assert facts(served.ask(request(b"a=b")))["length"] == 3


def test_large_body_arrives_whole(served: Served) -> None:
    """A body that is spooled comes out as it went in."""
    answer = served.ask(request(b"x" * 90_000 + b"tail"))
    assert (facts(answer)["length"], b"x-last: " + b"tail".hex().encode() in answer) == (90_004, True)


def test_spool_is_sealed_and_nameless(tmp_path: Path, limits: Limits) -> None:
    """What waits on the disk has no name, and not one clear word."""
    seen: list[bytes] = []

    def look(_environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):
                seen.extend([link.read_bytes()] if str(tmp_path) in str(link.readlink()) else [])
        start("200 OK", [])
        return [str(len(list(tmp_path.iterdir()))).encode()]

    with serving(look, limits) as running:
        answer = running.ask(request(b"canary" * 10_000))
    assert answer.endswith(b"\r\n\r\n0")
    assert [(len(raw) >= 60_000, b"canary" in raw) for raw in seen] == [(True, False)]


def test_body_larger_than_allowed(served: Served) -> None:
    """A page says so, even to a browser that keeps sending."""
    assert status(served.ask(request(b"x" * 150_000))) == 413


def test_truncated_body_is_dropped(served: Served) -> None:
    """The connection ends before the body does."""
    with served.connect() as connection:
        connection.sendall(request(b"abc", length=10))
        connection.shutdown(1)
        answer = received(connection)
    assert answer == b"" or status(answer) == 400


def test_stalled_body_is_cut(served: Served) -> None:
    """Nothing more comes: 408, and the connection is closed."""
    assert status(served.ask(request(b"abc", length=10, close=False))) == 408


def test_crawling_body_is_cut(limits: Limits) -> None:
    """Something comes all the time, but too little."""
    with serving(echo, replace(limits, slowest=1000)) as running, running.connect() as connection:
        connection.sendall(request(b"abc", length=5000, close=False))
        connection.settimeout(0.05)
        answer = b""
        while not answer:
            connection.sendall(b"x")
            try:
                answer = connection.recv(100)
            except TimeoutError:
                continue
    assert status(answer) == 408


@pytest.mark.parametrize(
    ("body", "expected"),
    [(BOUNDARY, 200), (BOUNDARY[:-2], 200), (BOUNDARY[:-6], 400), (b"", 400), (BOUNDARY + b"more", 400)],
)
def test_multipart_must_be_closed(served: Served, body: bytes, expected: int) -> None:
    """A multipart body without its closing boundary is not whole."""
    assert status(served.ask(request(body, headers=b"Content-Type: multipart/form-data; boundary=b\r\n"))) == expected


def test_multipart_without_boundary(served: Served) -> None:
    """Nobody could tell whether it is whole."""
    assert status(served.ask(request(BOUNDARY, headers=b"Content-Type: multipart/form-data\r\n"))) == 400


def test_unknown_length_is_refused(served: Served) -> None:
    """A chunked body says nowhere how long it should be."""
    chunked = (
        b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )
    assert status(served.ask(chunked)) == 411


def test_stalled_bodies_hold_no_thread(limits: Limits) -> None:
    """64 unfinished uploads on two threads: the 65th visitor is answered at once."""
    with serving(echo, replace(limits, stall=20)) as running:
        stalled = [running.connect() for _ in range(64)]
        for connection in stalled:
            connection.sendall(request(b"abc", length=50_000, close=False))
        answers = [status(running.ask(request(method=b"GET"))), status(running.ask(request(b"a=b")))]
        for connection in stalled:
            connection.close()
    assert answers == [200, 200]


def test_too_many_large_bodies(limits: Limits) -> None:
    """The disk is not filled by many at once."""
    with serving(echo, replace(limits, max_spooled=0)) as running:
        assert status(running.ask(request(b"x" * 5000))) == 503


def test_disk_full(limits: Limits) -> None:
    """There is nowhere to keep a large body."""
    with serving(echo, replace(limits, folder=Path("/nowhere"))) as running:
        assert status(running.ask(request(b"x" * 5000))) == 507


def test_head_has_no_body(served: Served) -> None:
    """HEAD tells the length and sends nothing."""
    head, _, body = served.ask(request(method=b"HEAD")).partition(b"\r\n\r\n")
    assert (b"content-length: " in head.lower(), body) == (True, b"")


def test_delay_is_waited_and_not_told(served: Served) -> None:
    """The header that asks for a delay does not leave the server."""
    assert b"delay" not in served.ask(request(b"a", path=b"/delay")).lower().partition(b"\r\n\r\n")[0]


def test_delays_hold_no_thread(limits: Limits) -> None:
    """One thread serves another visitor while an answer waits."""

    def delayed(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [("Meldpunt-Delay", "30" if environ["PATH_INFO"] == "/slow" else "0")])
        return [b""]

    with serving(delayed, limits, threads=1) as running, running.connect() as slow:
        slow.sendall(request(path=b"/slow"))
        assert status(running.ask(request(path=b"/"))) == 200


def test_connection_is_kept(served: Served) -> None:
    """Two requests on one connection."""
    with served.connect() as connection:
        connection.sendall(request(b"a=b", close=False) + request(b"a=b"))
        assert received(connection).count(b"200 OK") == 2


def test_stream_arrives_whole(served: Served) -> None:
    """A large answer comes in pieces."""
    answer = served.ask(request(method=b"GET", path=b"/stream"))
    assert answer.count(b"x" * 65536) == 400


def test_stream_ends_when_nobody_listens(served: Served) -> None:
    """A visitor who goes away does not keep an answer open."""
    STREAMS.clear()
    with served.connect() as connection:
        connection.sendall(request(method=b"GET", path=b"/stream"))
        connection.recv(10)
    while not (STREAMS and STREAMS[0].closed):
        assert status(served.ask(request(method=b"GET"))) == 200
    assert STREAMS[0].closed


def test_error_outside_django_is_answered(served: Served) -> None:
    """A bug is a bare 500, not a hanging connection."""
    assert status(served.ask(request(method=b"GET", path=b"/error"))) == 500


def test_user_agent_is_forgotten(served: Served) -> None:
    """Nothing behind the server can log it."""
    told = facts(served.ask(request(headers=b"User-Agent: canary\r\nX-Forwarded-For: 1.2.3.4\r\n")))
    assert (told["REMOTE_ADDR"], "canary" in str(told)) == ("127.0.0.1", False)


def test_underscore_cannot_pose_as_hyphen(served: Served) -> None:
    """`X_Real` would become the same variable as `X-Real`."""
    assert "HTTP_X_REAL" not in facts(served.ask(request(headers=b"X_Real: 1\r\n")))


def test_trusted_proxy_tells_address_and_scheme(limits: Limits) -> None:
    """The last address that is not a proxy's own counts."""
    headers = b"X-Forwarded-For: 6.6.6.6, 9.9.9.9, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
    with serving(echo, limits, proxies=("127.0.0.1",)) as running:
        told = facts(running.ask(request(headers=headers)))
    assert (told["REMOTE_ADDR"], told["wsgi.url_scheme"]) == ("9.9.9.9", "https")


def test_path_is_as_pep_3333_wants(served: Served) -> None:
    """Decoded, as the bytes of UTF-8."""
    assert facts(served.ask(request(method=b"GET", path=b"/%C3%A9")))["PATH_INFO"] == "/\u00c3\u00a9"


def test_one_address_takes_no_more_than_its_places(limits: Limits) -> None:
    """Unfinished bodies of one machine; another one, and the same after they ended, is served."""
    with serving(echo, replace(limits, bodies_of_one=2), proxies=("127.0.0.1",)) as running:

        def asked(address: bytes, **options: Any) -> bytes:
            return request(headers=b"X-Forwarded-Proto: https\r\nX-Forwarded-For: " + address + b"\r\n", **options)

        stalled = [running.connect() for _ in range(2)]
        for number, connection in enumerate(stalled):
            connection.sendall(asked(b"2001:db8::%d" % number, body=b"abc", length=50, close=False))
        statuses = [status(running.ask(asked(address, body=b"a"))) for address in (b"2001:db8::9", b"2001:db8:0:1::9")]
        assert [status(received(connection)) for connection in stalled] == [408, 408]
        assert (statuses, status(running.ask(asked(b"2001:db8::9", body=b"a")))) == ([503, 200], 200)
        for connection in stalled:
            connection.close()


def test_visitors_without_an_address_leave_places(limits: Limits) -> None:
    """All of an onion service come from this machine."""
    with serving(echo, replace(limits, shared_bodies=0)) as running:
        assert status(running.ask(request(b"a"))) == 503
    assert Limits.shared_bodies < Limits.max_spooled


@pytest.mark.parametrize(
    ("host", "headers", "path", "expected"),
    [
        (b"h", b"X-Forwarded-Proto: https\r\nX-Forwarded-For: 9.9.9.9\r\n", b"/", 200),
        (b"h", b"X-Forwarded-Proto: http\r\nX-Forwarded-For: 9.9.9.9\r\n", b"/", 403),
        (b"h", b"X-Forwarded-For: 9.9.9.9\r\n", b"/", 403),
        (b"h", b"Forwarded: for=9.9.9.9\r\n", b"/", 403),
        (b"h", b"", b"/", 200),
        (b"abc.onion", b"X-Forwarded-Proto: http\r\n", b"/", 200),
        (b"abc.onion.evil.example", b"X-Forwarded-Proto: http\r\n", b"/", 403),
        (b"h", b"X-Forwarded-Proto: http\r\n", b"/healthz", 200),
    ],
)
def test_nothing_is_served_in_clear_through_a_proxy(
    limits: Limits, host: bytes, headers: bytes, path: bytes, expected: int
) -> None:
    """Only this machine itself, an onion service and health go without https."""
    asked = request(b"a", path=path, headers=headers).replace(b"Host: h", b"Host: " + host)
    with serving(echo, limits, proxies=("127.0.0.1",)) as running:
        assert status(running.ask(asked)) == expected


def test_two_hosts_are_refused(served: Served) -> None:
    """A proxy could take the one, and we the other."""
    assert status(served.ask(request(b"a", headers=b"Host: other\r\n"))) == 400


@pytest.mark.parametrize(("path", "headers"), [(b"/error", b""), (b"/", b"Host: other\r\n")])
def test_answers_without_a_page_have_headers_too(served: Served, path: bytes, headers: bytes) -> None:
    answer = served.ask(request(b"a", path=path, headers=headers)).lower()
    expected = [b"x-content-type-options: nosniff", b"cache-control: no-store", b"content-security-policy: default-src"]
    assert [line in answer for line in expected] == [True] * 3
