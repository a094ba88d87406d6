"""The real visitor against a real server, and the fake one beside it: both report, come back, and end in the same places."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from meldpunt.arrivals.access import mark_as_canary
from meldpunt.cases.access import open_canaries
from meldpunt.cases.models import Case
from meldpunt.outside.form_visitor import HttpVisitor
from meldpunt.upkeep.terms import DeadEnd, FilledIn, FormVisitor, Trouble
from tests.factories.people import MadeOrganisation, make_member, make_organisation
from tests.fakes.form_visitor import FakeVisitor

FILLED_IN = FilledIn({"where": "https://kliniek.example/", "what": "drie & blauwe <schapen>"}, b"vier groene koeien")
RECEIPT = '<p class="code" id="access-code"><span>A</span> <span>B</span></p>'
FORM = '<input type="hidden" name="form" value="token">'


def mark(token: str) -> str:
    """Mark as the worker does."""
    return mark_as_canary(token=token)


@pytest.fixture
def organisation(live_server: LiveServer) -> MadeOrganisation:  # noqa: ARG001 - where it is served
    """Give who is reported to."""
    return make_organisation(now=timezone.now())


@pytest.mark.network
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["real", "fake"])
def test_a_visitor_reports_and_comes_back(live_server: LiveServer, organisation: MadeOrganisation, kind: str) -> None:
    """What the page says is what was sent, and the organisation opens it with the file."""
    visitor: FormVisitor = HttpVisitor() if kind == "real" else FakeVisitor(now=timezone.now())
    found = visitor.there_and_back(live_server.url, FILLED_IN, mark)
    assert ("drie & blauwe <schapen>" in found.page, found.certificate_until) == (True, None)
    opened = open_canaries(visitor=make_member(organisation).unlocked)
    assert list(opened.values()) == [("drie & blauwe <schapen>", "vier groene koeien")]


@pytest.mark.network
@pytest.mark.django_db(transaction=True)
def test_it_knocks_at_this_machine_and_names_the_site(live_server: LiveServer) -> None:
    """Whose pages these are is told by the host name and the path."""
    organisation = make_organisation(host_names=["meld.kliniek.example"], now=timezone.now())
    other = make_organisation(now=timezone.now())
    port = urlsplit(live_server.url).port or 0
    visitor = HttpVisitor(at=("127.0.0.1", port), has_tls=False)
    for site in ("https://meld.kliniek.example", f"http://localhost/o/{other.facts.slug}"):
        visitor.there_and_back(site, FILLED_IN, mark)
    found = Case.with_canaries.order_by("id").values_list("organisation", flat=True)
    assert list(found) == [organisation.id, other.id]


@pytest.mark.network
@pytest.mark.django_db(transaction=True)
def test_without_its_mark_it_would_be_a_case(live_server: LiveServer, organisation: MadeOrganisation) -> None:
    """The form is the one for everybody."""
    HttpVisitor().there_and_back(live_server.url, FILLED_IN, lambda _token: "")
    assert Case.objects.get().organisation_id == organisation.id


type Pages = dict[str, tuple[int, str, dict[str, str]]]


@pytest.fixture
def served() -> Iterator[Callable[[Pages], str]]:
    """Give a server that answers with these pages and its address."""
    servers = []

    def serve(pages: Pages) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, body, headers = pages.get(f"{self.command} {self.path}", (404, "", {}))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            do_POST = do_GET  # noqa: N815 - http.server names it

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


BACK = {"Location": "/case/status", "Set-Cookie": "finder=1; HttpOnly"}
WELL: Pages = {
    "GET /report": (200, FORM, {}),
    "POST /report": (200, RECEIPT, {}),
    "POST /case": (303, "", BACK),
    "GET /case/status": (200, "a &amp; b", {}),
}


@pytest.mark.network
@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"GET /report": (502, FORM, {})}, Trouble.NO_FORM),
        ({"GET /report": (200, "parked", {})}, Trouble.NO_FORM),
        ({"POST /report": (503, RECEIPT, {})}, Trouble.NOT_TAKEN),
        ({"POST /report": (200, FORM, {})}, Trouble.NOT_TAKEN),
        ({"POST /case": (403, "", {})}, Trouble.NO_WAY_BACK),
        ({"POST /case": (303, "", {"Location": "//elsewhere.example/", "Set-Cookie": "a=1"})}, Trouble.NO_WAY_BACK),
        ({"GET /case/status": (500, "", {})}, Trouble.NO_WAY_BACK),
    ],
)
def test_it_says_where_it_ended(served: Callable[[Pages], str], changed: Pages, trouble: Trouble) -> None:
    """Page by page."""
    with pytest.raises(DeadEnd) as end:
        HttpVisitor().there_and_back(served({**WELL, **changed}), FILLED_IN, str)
    assert end.value.trouble is trouble


@pytest.mark.network
def test_every_page_well_is_the_page_behind_the_code(served: Callable[[Pages], str]) -> None:
    """As a person reads it."""
    assert HttpVisitor().there_and_back(served(WELL), FILLED_IN, str).page == "a & b"


@pytest.mark.network
@pytest.mark.parametrize("site", ["http://127.0.0.1:1", "http://no such host/", "http://[::1"])
def test_nobody_answers(site: str) -> None:
    """Whatever the address is."""
    with pytest.raises(DeadEnd) as end:
        HttpVisitor().there_and_back(site, FILLED_IN, str)
    assert end.value.trouble is Trouble.NO_ANSWER
