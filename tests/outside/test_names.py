"""The real DNS client against a small server on this machine; the real network is never asked."""

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from meldpunt.outside import names
from meldpunt.outside.names import Dns
from meldpunt.upkeep.terms import Names, NamesSilent, Record
from tests.fakes.names import FakeNames

pytestmark = pytest.mark.network
ZONE = {
    ("a.example.", "MX"): ["10 mail.a.example.", "20 other.a.example."],
    ("a.example.", "TXT"): ['"v=spf1 " "-all"', '"word"'],
    ("a.example.", "A"): ["192.0.2.1"],
    ("a.example.", "AAAA"): ["2001:db8::1"],
    ("none.example.", "MX"): ["0 ."],
    ("key.example.", "TXT"): ('"p=abc"',),
}
FAKE = FakeNames(
    {
        ("a.example", Record.MX): ("mail.a.example.", "other.a.example."),
        ("a.example", Record.TXT): ("v=spf1 -all", "word"),
        ("a.example", Record.ADDRESS): ("192.0.2.1", "2001:db8::1"),
        ("none.example", Record.MX): (".",),
    }
)


@pytest.fixture
def served() -> Iterator[Callable[[int], tuple[str, int]]]:
    """Give a server of the zone; with another code it answers that to everything."""
    sockets = []

    def serve(code: int = dns.rcode.NOERROR) -> tuple[str, int]:
        listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        listener.bind(("127.0.0.1", 0))
        sockets.append(listener)
        Thread(target=_answer_all, args=(listener, code), daemon=True).start()
        port: int = listener.getsockname()[1]
        return "127.0.0.1", port

    yield serve
    for listener in sockets:
        listener.close()


def _answer_all(listener: socket.socket, code: int) -> None:
    while True:
        try:
            packet, sender = listener.recvfrom(4096)
        except OSError:
            return
        asked = dns.message.from_wire(packet)
        answer = dns.message.make_response(asked)
        answer.set_rcode(dns.rcode.Rcode(code))
        (question,) = asked.question
        kind = dns.rdatatype.to_text(question.rdtype)
        if rows := ZONE.get((question.name.to_text(), kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *rows))
        listener.sendto(answer.to_wire(), sender)


@pytest.mark.parametrize("record", list(Record))
@pytest.mark.parametrize("name", ["a.example", "none.example", "nothing.example"])
def test_real_and_fake_say_the_same(served: Callable[..., tuple[str, int]], name: str, record: Record) -> None:
    """Hosts of MX, whole texts, addresses of both kinds; nothing where there is none."""
    real: Names = Dns(at=served())
    assert sorted(real.records(name, record)) == sorted(FAKE.records(name, record))


def test_a_name_that_is_not_there_has_nothing(served: Callable[..., tuple[str, int]]) -> None:
    """NXDOMAIN is an answer."""
    assert Dns(at=served(dns.rcode.NXDOMAIN)).records("gone.example", Record.TXT) == ()


def test_a_server_that_fails_says_nothing(served: Callable[..., tuple[str, int]]) -> None:
    """SERVFAIL is none."""
    with pytest.raises(NamesSilent):
        Dns(at=served(dns.rcode.SERVFAIL)).records("a.example", Record.TXT)


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example"])
def test_what_is_no_name_has_nothing(served: Callable[..., tuple[str, int]], name: str) -> None:
    """Nobody can have put anything there."""
    assert Dns(at=served()).records(name, Record.TXT) == ()


def test_texts_of_a_mail(served: Callable[..., tuple[str, int]]) -> None:
    """One record of each name; what is not there is empty."""
    assert Dns(at=served()).texts(["key.example", "gone.example"]) == {"key.example": "p=abc", "gone.example": ""}


def test_texts_that_nobody_answers_for(served: Callable[..., tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that fail, that are silent, and time that is over: nothing, and no error."""
    failing, silent = served(dns.rcode.SERVFAIL), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    monkeypatch.setattr(names, "TOGETHER", 0.2)
    with silent:
        silent.bind(("127.0.0.1", 0))
        for at in (failing, silent.getsockname()):
            assert Dns(at=at).texts(["a.example", "b.example"]) == {}
