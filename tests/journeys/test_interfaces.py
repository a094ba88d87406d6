"""docs/interfaces.md, held by test: the addresses, fields and elements that other programs rely on."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from benchmarks.program import EMAIL, PASSWORD, Folder, Program, folder, free_port, make_organisation, start
from benchmarks.visiting import FORM_AGE, Browser, File, enter, fill_in, receipt_of

pytestmark = [pytest.mark.server, pytest.mark.network]

FIELDS = {"topic", "where", "what", "steps", "when", "kind", "impact", "files", "name", "contact", "language", "agree"}
TOPICS = ("weakness", "leak", "abuse")
ONLY_NEEDED = [("where", "https://example.org/"), ("what", "It opens.\nWithout a password.")]


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    """The running program with the organisation `example`."""
    with folder() as place:
        make_organisation(place)
        program = start(place)
        try:
            yield program
        finally:
            program.stop()


@pytest.fixture
def browser(program: Program) -> Browser:
    """A visitor."""
    return Browser(program.port)


@pytest.mark.parametrize(
    "address",
    ["/", "/report", "/case", "/o/example/", "/o/example/report", "/o/example/case", "/healthz", "/readyz", "/desk/"],
)
def test_the_address_answers(browser: Browser, address: str) -> None:
    assert browser.get(address).status == 200


def test_the_public_page_belongs_to_the_host_name(program: Program) -> None:
    assert "Example" in Browser(program.port, host="meld.example.org").get("/").text


def test_an_unknown_host_name_is_told_nothing(program: Program) -> None:
    page = Browser(program.port, host="somebody-else.example").get("/")
    assert (page.status, "Example" in page.text) == (404, False)


def test_healthz_says_ok(browser: Browser) -> None:
    assert browser.get("/healthz").text.strip() == "ok"


def test_readyz_says_ok_when_all_is_well(browser: Browser) -> None:
    page = browser.get("/readyz")
    assert (page.status, page.text.strip()) == (200, "ok")


def test_the_report_form_has_the_named_fields(browser: Browser) -> None:
    assert browser.get("/report").form("where", "what").names >= FIELDS


def test_the_report_form_is_multipart(browser: Browser) -> None:
    assert browser.get("/report").form("where", "what").multipart


@pytest.mark.parametrize("missing", ["where", "what"])
def test_where_and_what_are_compulsory(browser: Browser, missing: str) -> None:
    page = browser.get("/report")
    answers = [(name, "" if name == missing else value) for name, value in ONLY_NEEDED]
    assert browser.submit(page, page.form("where", "what"), answers).status == 422


@pytest.mark.parametrize("prefix", ["", "/o/example"])
def test_nothing_but_where_and_what_is_compulsory(browser: Browser, prefix: str) -> None:
    filled = fill_in(browser, ONLY_NEEDED, address=f"{prefix}/report")
    time.sleep(FORM_AGE)
    receipt = receipt_of(filled.send(browser))
    assert (
        bool(re.fullmatch(r"\d{4}-\d{5}", receipt.number)),
        bool(re.fullmatch(r"[0-9a-f]{64}", receipt.digest)),
    ) == (True, True)


def test_a_program_may_send_only_the_hidden_fields_beside_its_own(browser: Browser) -> None:
    page = browser.get("/report")
    form = page.form("where", "what")
    form.values = [pair for pair in form.values if f'type="hidden" name="{pair[0]}"' in page.text]
    time.sleep(FORM_AGE)
    assert browser.submit(page, form, ONLY_NEEDED).status == 200


def test_the_same_form_with_the_same_content_shows_the_same_receipt(browser: Browser) -> None:
    filled = fill_in(browser, ONLY_NEEDED, [File("file.bin", b"content")])
    time.sleep(FORM_AGE)
    assert receipt_of(filled.send(browser)) == receipt_of(filled.send(browser))


def test_the_access_code_leads_to_the_status_page_with_its_fields(browser: Browser) -> None:
    filled = fill_in(browser, [*ONLY_NEEDED, *(("topic", topic) for topic in TOPICS[:1])])
    time.sleep(FORM_AGE)
    status = enter(browser, receipt_of(filled.send(browser)).code)
    assert (status.form("message", "files").multipart, "It opens.\r\nWithout a password." in status.read.typed) == (
        True,
        True,
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_the_topics_are_offered(browser: Browser, topic: str) -> None:
    assert f'value="{topic}"' in browser.get("/report").text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_languages_are_offered(browser: Browser, language: str) -> None:
    assert f'value="{language}"' in browser.get("/report").text


def test_the_desk_asks_for_email_and_password(browser: Browser) -> None:
    page = browser.get("/desk/")
    queue = browser.submit(page, page.form("email", "password"), [("email", EMAIL), ("password", PASSWORD)])
    assert (queue.status, queue.address.partition("?")[0]) == (200, "/desk/")


def run(place: Folder, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the program to its end."""
    command = [sys.executable, "-m", "meldpunt", *arguments]
    return subprocess.run(
        command,
        env=place.environment(settings),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_start_ends_with_0_after_a_clean_stop() -> None:
    with folder() as place:
        make_organisation(place)
        assert start(place).stop() == 0


def test_a_second_start_on_the_same_data_is_one_line_and_1(program: Program) -> None:
    done = run(program.folder, "start", MELDPUNT_PORT=str(free_port()))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_a_port_in_use_is_one_line_and_1() -> None:
    with folder() as place, socket.create_server(("127.0.0.1", 0)) as listener:
        done = run(place, "start", MELDPUNT_PORT=str(listener.getsockname()[1]))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_init_without_a_name_is_refused_with_1() -> None:
    with folder() as place:
        assert run(place, "init").returncode == 1


def test_init_with_an_unknown_option_ends_with_2() -> None:
    with folder() as place:
        assert run(place, "init", "--colour", "blue").returncode == 2


def test_doctor_ends_with_0_or_1_and_a_line_for_each_look(program: Program) -> None:
    done = run(program.folder, "doctor")
    assert (done.returncode in {0, 1}, len(done.stdout.splitlines()) > 3) == (True, True)
