"""A whole journey with canaries everywhere; afterwards none of them is found anywhere outside the memory of the program."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pysequoia import Cert, encrypt

from benchmarks.program import EMAIL, Folder, Program, folder, make_organisation, start
from benchmarks.visiting import Browser, File, Page, Receipt, Unexpected, enter, files_of, receipt_of, sign_in
from meldpunt.cases.actions.letters import GATHER
from meldpunt.outside.smtp import Security
from tests.fakes.mail_server import ADDRESS, USER, MailServer, mail_server
from tests.journeys.breaches import notify_of_a_breach
from tests.journeys.canaries import canary, hits_below, hits_in_left_files
from tests.journeys.photographs import is_cleaned, photograph
from tests.site.program import PATIENCE, until

pytestmark = [pytest.mark.server, pytest.mark.network]

FIELDS = ("where", "what", "steps", "when", "impact", "whose", "how_many", "beyond", "name")
ELSEWHERE = (
    "file name", "file", "kept file", "kept file name", "message", "message file", "message file name", "typed while out",
    "answer", "note", "question", "decline", "typed while locked", "wrong password", "new name", "mail box", "new mail box",
    "told file", "told file name", "told contact", "told while locked", "encrypted mail", "reason",
    "reasons", "form answer", "form while locked", "who submitted", "evidence", "late", "taken back",
    "photo", "photo name", "photo place", "photo device",
)  # fmt: skip
TOLD = ("where", "what", "steps", "when", "impact", "whose", "how_many", "name")
PASSWORD = canary("password") + " with some more words"
MAIL_PASSWORD = canary("mail-password")


@pytest.fixture(scope="module")
def place() -> Iterator[Folder]:
    """A folder of its own, whose handler has a password that is a canary."""
    with folder() as place:
        make_organisation(place, password=PASSWORD)
        place.run("-m", "meldpunt", "openpgp", "make", "--address", "security@meld.example.org")
        (place.root / "password.txt").unlink()
        yield place


@pytest.fixture(scope="module")
def canaries(place: Folder) -> dict[str, str]:
    """Every canary by its name, after the journey was made and the program was stopped."""
    names = (*FIELDS, *ELSEWHERE, *(f"told {name}" for name in TOLD))
    canaries = {name: canary(name.replace(" ", "-").replace("_", "-")) for name in names}
    program, began = start(place), time.time()
    try:
        receipt = report_with_an_error_first(program, canaries)
        told = talk(program, canaries, receipt)
        secrets = known(canaries, receipt, place) | {f"told {name}": code for name, code in written(told.code).items()}
        hits = hits_below(searched(place), secrets)  # while the WAL is still there
    finally:
        program.stop()
    assert hits | hits_in_left_files(began, secrets) == set()
    return secrets


@pytest.fixture(scope="module")
def mailed(place: Folder, canaries: dict[str, str]) -> MailServer:
    """The mail server that took all that had waited for one, over an encrypted connection and after a sign-in."""
    folder = place.root / "mail"
    folder.mkdir()
    with mail_server(folder, Security.STARTTLS, password=MAIL_PASSWORD) as server:
        settings = {
            "MELDPUNT_SMTP_HOST": ADDRESS,
            "MELDPUNT_SMTP_PORT": str(server.port),
            "MELDPUNT_SMTP_USER": USER,
            "MELDPUNT_SMTP_PASSWORD": MAIL_PASSWORD,
            "MELDPUNT_MAIL_FROM": "desk@example.org",
            "SSL_CERT_FILE": str(server.certificate),
        }
        let_time_go_by(place)
        program = start(place, settings)
        try:
            until(lambda: waiting(place) == 0, patience=PATIENCE + GATHER.total_seconds())
            hits = hits_below(searched(place), canaries | {"mail password": MAIL_PASSWORD})
        finally:
            program.stop()
    assert hits == set()
    return server


def let_time_go_by(place: Folder) -> None:
    """Let every letter that waits for others be due, instead of waiting with it."""
    with closing(sqlite3.connect(place.data / "meldpunt.sqlite3")) as database, database:
        database.execute("UPDATE outbox_owed SET next_try_at = datetime('now') WHERE next_try_at IS NOT NULL")


def waiting(place: Folder) -> int:
    """Return how many letters are owed and did not leave yet."""
    with closing(sqlite3.connect(f"file:{place.data / 'meldpunt.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM outbox_owed WHERE sealed IS NOT NULL").fetchone()[0])


def known(canaries: dict[str, str], receipt: Receipt, place: Folder) -> dict[str, str]:
    """All that must not be found: what was typed, the access code in every way of writing it, the secrets that were handed out."""
    recovery = (place.root / "recovery-code.txt").read_text(encoding="utf-8").strip()
    return (
        canaries
        | written(receipt.code)
        | {"password": PASSWORD, "recovery code": recovery, "digest's salt": SALT[0], "calendar's secret": FEED[0]}
    )


def written(code: str) -> dict[str, str]:
    """An access code in every way of writing it."""
    code = re.sub(r"[^0-9A-Z]", "", code.upper())
    groups = [code[start : start + 4] for start in range(0, len(code), 4)]
    return {
        "code": code,
        "code in small letters": code.lower(),
        "code with dashes": "-".join(groups),
        "code with blanks": " ".join(groups),
    }


SALT = ["?"]  # filled by the journey: it stands on the text file of the receipt only
FEED = ["?"]  # filled by the journey: it stands on one page only, and in the address of the feed


def report_with_an_error_first(program: Program, canaries: dict[str, str]) -> Receipt:
    """Send a form without a place and with a file, then complete it: the file and the texts waited."""
    finder = Browser(program.port)
    page = finder.get("/report")
    texts = [(name, canaries[name]) for name in FIELDS]
    texts += [
        ("topic", "leak"),
        ("contact", f"{canaries['mail box']}@example.org"),
        ("reach", "email"),
        ("notices", "on"),
        ("who", "name"),
    ]
    texts.append(("scrub", "always"))
    kept = File(canaries["kept file name"] + ".txt", canaries["kept file"].encode() * 3000)
    wrong = [pair for pair in texts if pair[0] != "where"]
    page = finder.submit(page, page.form("where", "what"), wrong, [kept, photograph(canaries)])
    form = page.form("where", "what")
    assert ("uploads" in form.names, canaries["what"] in dict(form.values)["what"]) == (True, True)
    fresh = File(canaries["file name"] + ".png", b"\x89PNG" + canaries["file"].encode() * 20)
    page = finder.submit(page, form, texts, [fresh])
    receipt = receipt_of(page)
    text = finder.submit(page, page.form("receipt"))
    (salt,) = re.findall(r"\b[0-9a-f]{64}\b", text.text.replace(receipt.digest, ""))[:1]
    SALT[0] = salt
    return receipt


def talk(program: Program, canaries: dict[str, str], receipt: Receipt) -> Receipt:
    """Everything that two sides do with a case; then somebody calls, and the handler types that in."""
    finder, handler = Browser(program.port), Browser(program.port)
    status = finder_says_more(finder, canaries, receipt)
    with pytest.raises(Unexpected):
        sign_in(handler, EMAIL, canaries["wrong password"])
    sign_in(handler, EMAIL, PASSWORD)
    address = f"/desk/cases/{receipt.number}"
    case = handler.get(address)
    files = files_of(handler, case)
    assert (len(files), is_cleaned(files, canaries)) == (len(files_of(finder, status)), True)
    say(handler, case, "/note", [("text", canaries["note"])])
    say(handler, handler.get(address), "/assign", [])
    say(handler, handler.get(address), "/answer", [("text", canaries["answer"]), ("kind", "answer")])
    say(handler, handler.get(address), "/answer", [("text", canaries["question"]), ("kind", "ask")])
    case = handler.get(address)
    say(handler, case, "/desk/lock", [])
    say(handler, case, "/note", [("text", canaries["typed while locked"])])
    unlock = handler.get("/desk/")
    handler.submit(unlock, unlock.form("password"), [("password", PASSWORD)])
    assert canaries["typed while locked"] in handler.get(address).text
    notify_of_a_breach(handler, canaries, address, password=PASSWORD)
    withhold_for_a_while(handler, address, canaries)
    read_calendar(handler, receipt)
    say(handler, handler.get(address), "/no", [("text", canaries["decline"]), ("reason", "already_known")])
    assert canaries["answer"] in enter(finder, receipt.code).read.typed
    open_encrypted_mail(handler, canaries)
    told = tell_by_telephone(handler, canaries)
    assert canaries["told what"] in enter(finder, told.code).text
    return told


def withhold_for_a_while(handler: Browser, address: str, canaries: dict[str, str]) -> None:
    """Withhold progress with a reason in words, read it, and end it."""
    page = handler.get(f"{address}/withhold")
    day = (datetime.now(tz=UTC) + timedelta(days=9)).date().isoformat()
    chosen = [("ground", "court"), ("why", canaries["reason"]), ("review_on", day), ("said", "yes")]
    assert canaries["reason"] in handler.submit(page, page.form("why"), chosen).text
    page = handler.get(f"{address}/withhold/end")
    ending = next(form for form in page.read.forms if set(form.names) == {"csrfmiddlewaretoken", "seen_version"})
    assert canaries["reason"] not in handler.submit(page, ending, []).text


def read_calendar(handler: Browser, receipt: Receipt) -> None:
    """Make the address of a calendar feed and read what stands at it."""
    page = handler.get("/desk/account/calendar")
    made = handler.submit(page, page.form("scope"), [("scope", "all")])
    (FEED[0],) = re.findall(r"/desk/calendar/([-0-9A-Z]+)\.ics", made.text)
    assert receipt.number in handler.get(f"/desk/calendar/{FEED[0]}.ics").text


def open_encrypted_mail(handler: Browser, canaries: dict[str, str]) -> None:
    """Open a mail that was encrypted to the organisation: pasted, and as a file."""
    key = Cert.from_bytes(handler.get("/desk/openpgp-key.asc").text.encode())
    mail = bytes(encrypt(canaries["encrypted mail"].encode(), recipients=[key]))
    page = handler.get("/desk/message")
    pasted = handler.submit(page, page.form("message"), [("message", mail.decode())])
    chosen = handler.submit(page, page.form("message"), [], [File("mail.asc", mail)])
    assert [canaries["encrypted mail"] in each.text for each in (pasted, chosen)] == [True, True]


def tell_by_telephone(handler: Browser, canaries: dict[str, str]) -> Receipt:
    """Type in what somebody tells: the desk locks in the middle, then the place is missing; a file and the texts wait."""
    page = handler.get("/desk/report")
    texts = [(name, canaries[f"told {name}"]) for name in TOLD]
    texts += [("channel", "telephone"), ("own_name", "on"), ("contact", f"12345 {canaries['told contact']}")]
    say(handler, page, "/desk/lock", [])
    half = [(name, text) for name, text in texts if name != "steps"]
    handler.submit(page, page.form("once", "where"), [*half, ("steps", canaries["told while locked"])])
    unlock = handler.get("/desk/")
    handler.submit(unlock, unlock.form("password"), [("password", PASSWORD)])
    page = handler.get("/desk/report")
    assert canaries["told while locked"] in page.text
    kept = File(canaries["told file name"] + ".txt", canaries["told file"].encode() * 3000)
    page = handler.submit(page, page.form("once", "where"), [*texts, ("where", "")], [kept])
    assert "uploads" in page.form("once", "where").names
    return receipt_of(handler.submit(page, page.form("once", "where"), texts))


def finder_says_more(finder: Browser, canaries: dict[str, str], receipt: Receipt) -> Page:
    """Enter with a wrong and the right code, say more, change the address, be thrown out in the middle of a text."""
    enter(finder, receipt.code[:-1] + ("0" if receipt.code[-1] != "0" else "1"))
    status = enter(finder, receipt.code)
    file = File(canaries["message file name"] + ".log", canaries["message file"].encode())
    finder.submit(status, status.form("message"), [("message", canaries["message"])], [file])
    contact = finder.get("/case/contact")
    details = [
        ("name", canaries["new name"]),
        ("contact", f"{canaries['new mail box']}@example.org"),
        ("reach", "email"),
        ("notices", "on"),
    ]
    finder.submit(contact, contact.form("name", "contact"), details)
    finder.cookies.clear()
    finder.submit(status, status.form("message"), [("message", canaries["typed while out"])])
    return enter(finder, receipt.code)


def say(browser: Browser, page: Page, action: str, answers: list[tuple[str, str]]) -> Page:
    """Send the form of `page` whose address ends with `action`."""
    form = next(form for form in page.read.forms if form.action.partition("#")[0].endswith(action))
    answered = browser.submit(page, form, answers)
    assert answered.status == 200
    return answered


def searched(place: Folder) -> list[Path]:
    """Where to look: all that the program writes, but for the file with the recovery code that the operator asked for."""
    return [place.data, place.output, place.temporary, place.root / "secrets.json"]


def test_no_canary_is_found_after_the_program_stopped(place: Folder, canaries: dict[str, str]) -> None:
    assert hits_below(searched(place), canaries) == set()


def test_without_smtp_only_letters_to_members_are_files(place: Folder, canaries: dict[str, str]) -> None:
    assert canaries
    lines = [line for mail in place.data.rglob("*.eml") for line in mail.read_text(encoding="utf-8").splitlines()]
    assert {line for line in lines if line.startswith("To:")} == {f"To: {EMAIL}"}


def test_letters_to_the_finder_leave_encrypted(canaries: dict[str, str], mailed: MailServer) -> None:
    assert ({mail["To"] for mail in mailed.letters}, set(mailed.encrypted)) == (
        {f"{canaries['mail box']}@example.org", f"{canaries['new mail box']}@example.org"},
        {True},
    )


def test_no_letter_holds_a_canary_but_its_own_address(canaries: dict[str, str], mailed: MailServer) -> None:
    hits = hits_below([mailed.mailbox], canaries)
    raw = {(name, how) for where, name, how in hits if where.endswith(".eml")}
    in_clear = {(name, how) for where, name, how in hits if where.endswith(".txt")}
    assert (raw, in_clear) == ({("mail box", "raw"), ("new mail box", "raw")}, set())


def test_the_journey_left_what_could_have_held_a_canary(place: Folder, canaries: dict[str, str]) -> None:
    assert canaries
    files = [path for path in (place.data / "files").rglob("*") if path.is_file()]
    mails = list(place.data.rglob("*.eml"))
    assert (len(files), len(mails) > 0, place.output.stat().st_size > 0) == (
        6,
        True,
        True,
    )  # the photograph twice: as it came, until nothing names it for a day, and cleaned
