"""Postfix delivers to us: what it is told, it does."""

import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from meldpunt.arrivals.terms import TryLater
from meldpunt.site.environment import Environment
from meldpunt.site.mail_socket import mail_socket
from tests.doors.mailroom.conftest import door
from tests.doors.mailroom.postfix import NEEDS_POSTFIX, documented, postfix, postfix_folder, wait_for
from tests.fakes.mail_intake import CLINIC, UTILITY, FakeIntake
from tests.site.program import free_port

pytestmark = [pytest.mark.network, pytest.mark.root, NEEDS_POSTFIX]
MAIL = b"From: finder@research.example\r\nSubject: A hole\r\nMessage-ID: <1@research.example>\r\n\r\nIn the login page.\r\n.\r\nEnd\r\n"
CLINICS, UTILITYS = "security@kliniek.example", "security@nuts.example"


@pytest.fixture
def folder() -> Iterator[Path]:
    with postfix_folder() as place:
        yield place


def kept(intake: FakeIntake) -> list[tuple[UUID, tuple[str, ...]]]:
    return [(organisation, envelope.recipients) for organisation, envelope, _raw in intake.kept]


def test_by_a_unix_socket_in_its_queue(folder: Path) -> None:
    """In a folder of the queue, because Postfix on Debian sees nothing outside it; with a token in the address."""
    path = folder / "queue" / "meldpunt" / "lmtp"
    with (
        mail_socket(Environment(lmtp=f"unix:{path}")) as listener,
        door(listener=listener) as place,
        postfix(folder, "lmtp:unix:meldpunt/lmtp") as server,
    ):
        server.send(MAIL, "security+abc234@kliniek.example")
        wait_for(lambda: len(place.intake.kept) == 1 and not server.waiting(), server)
        [(organisation, envelope, raw)] = place.intake.kept
        assert (organisation, envelope.recipients, envelope.sender) == (
            CLINIC,
            ("security+abc234@kliniek.example",),
            "finder@research.example",
        )
        assert raw.endswith(MAIL.partition(b"\r\n\r\n")[2])


def test_as_the_documents_say(folder: Path) -> None:
    """One address of a domain, with and without a token, by the transport map and main.cf that operators copy; and an alias."""
    _install, main, transport = documented("By LMTP from Postfix")
    table = transport.replace("voorbeeldkliniek.example", "kliniek.example")
    (folder / "transport").write_text(table, encoding="utf-8")
    (folder / "aliases").write_text(
        "responsible-disclosure@kliniek.example security@kliniek.example\n", encoding="utf-8"
    )
    own = main.replace("hash:/etc/postfix", f"texthash:{folder}") + f"virtual_alias_maps = texthash:{folder}/aliases\n"
    path = folder / "queue" / "meldpunt" / "lmtp"
    with (
        mail_socket(Environment(lmtp=f"unix:{path}")) as listener,
        door(listener=listener) as place,
        postfix(folder, "error:nothing else is delivered here", own=own) as server,
    ):
        for local in ("security", "security+abc234", "responsible-disclosure"):
            server.send(MAIL, f"{local}@kliniek.example")
        wait_for(lambda: len(place.intake.kept) == 3 and not server.waiting(), server)
        got = sorted(envelope.recipients[0].partition("@")[0] for _organisation, envelope, _raw in place.intake.kept)
        assert got == ["security", "security", "security+abc234"]


def test_what_cannot_be_kept_waits_there(folder: Path) -> None:
    """Of two organisations the one whose mail was kept is not bothered again."""
    troubles = [TryLater(), ZeroDivisionError()]

    def first(_raw: bytes, organisation: UUID) -> None:
        if organisation == UTILITY and troubles:
            raise troubles.pop()

    with door(FakeIntake(first)) as place, postfix(folder, f"lmtp:inet:127.0.0.1:{place.port}") as server:
        server.send(MAIL, CLINICS, UTILITYS)
        wait_for(lambda: len(place.intake.kept) == 2 and not server.waiting(), server)
        assert (kept(place.intake), troubles) == ([(CLINIC, (CLINICS, UTILITYS)), (UTILITY, (UTILITYS,))], [])


def test_while_we_are_away_it_waits(folder: Path) -> None:
    """Nobody listens, then somebody does."""
    port = free_port()
    with postfix(folder, f"lmtp:inet:127.0.0.1:{port}") as server:
        server.send(MAIL, CLINICS)
        wait_for(lambda: "status=deferred" in server.log(), server)
        with door(listener=socket.create_server(("127.0.0.1", port))) as place:
            wait_for(lambda: len(place.intake.kept) == 1 and not server.waiting(), server)


def test_nobodys_address_goes_back(folder: Path) -> None:
    """Its sender is told at once, instead of after five days."""
    with door() as place, postfix(folder, f"lmtp:inet:127.0.0.1:{place.port}") as server:
        server.send(MAIL, "nobody@kliniek.example")
        wait_for(lambda: "status=bounced" in server.log() and "5.1.1" in server.log(), server)
        assert place.intake.kept == []


def test_many_at_once(folder: Path) -> None:
    """Each is kept once, with few connections allowed at a time."""
    with door() as place, postfix(folder, f"lmtp:inet:127.0.0.1:{place.port}") as server:
        for number in range(30):
            server.send(MAIL.replace(b"<1@", b"<%d@" % number), CLINICS)
        wait_for(lambda: len(place.intake.kept) == 30 and not server.waiting(), server)
