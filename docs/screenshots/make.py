"""Make the pictures of the README from the real pages.

    .venv/bin/python docs/screenshots/make.py

Starts the program on an empty folder and a free port of this machine, lets invented finders send invented reports and mails and
an invented handler answer one of them in the system's Chromium, and writes a PNG of each page beside this file. At the end
nothing is left running. All names and addresses are made up, on domains that exist for nobody (`.example`).
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
PRESET = HERE.parents[1] / "examples" / "policies" / "presets" / "ncsc-guideline.toml"
sys.path.insert(0, str(HERE.parents[1]))

from benchmarks.program import Folder, Program, folder, start  # noqa: E402 - found once the line above is done

CHROMIUM = "/usr/bin/chromium"
NAME = "Kliniek Duinrand"
EMAIL = "security@kliniekduinrand.example"
HANDLER = "Beveiliging"
PASSWORD = "four calm herons by the dyke"
WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 360, "height": 780}
LOCALES = {"en": "en-GB", "nl": "nl-NL"}
SETTLED = 4000  # milliseconds; a form that is sent sooner looks filled in by a machine, and its receipt is delayed

FILE = bytes(48_000)  # the pages show a file's name and size, never what is in it
REPORTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        "nl",
        {
            "where": "https://afspraak.kliniekduinrand.example/bevestiging",
            "what": "In de link van een bevestiging staat een nummer. Als ik dat nummer met één verhoog, "
            "zie ik de afspraak van iemand anders: naam, geboortedatum en de naam van de arts.",
            "steps": "1. Maak een afspraak.\n2. Open de link uit de mail.\n3. Verander het nummer achter ?afspraak= in één hoger.",
            "impact": "Iedereen met een afspraak kan die van anderen lezen.",
        },
    ),
    (
        "en",
        {
            "where": "https://portal.kliniekduinrand.example/login",
            "what": "The page that resets a password says whether an e-mail address has an account.",
            "steps": "Ask for a reset for an address that exists, and for one that does not. The answers differ.",
        },
    ),
    ("en", {"where": "webmail.kliniekduinrand.example", "what": "The certificate ended last week, and browsers warn."}),
)
ELSEWHERE = """
[[other_channel]]
about = ["phishing", "fraud"]
mail = "valse-mail@kliniekduinrand.example"

[[other_channel]]
about = ["question", "complaint"]
phone = "+31 20 0000000"
"""
MAILS = (
    b"""From: A. Jansen <jansen@brievenbus.example>\r
To: security@kliniekduinrand.example\r
Subject: Opgelicht\r
\r
Ik ben opgelicht. Ik kreeg een phishingmail uit naam van de kliniek, heb betaald, en nu is er geld van mijn\r
rekening afgeschreven. Ik doe aangifte van fraude. Kunt u mij helpen?\r
""",
    b"""From: Kim <kim@onderzoek.example>\r
To: security@kliniekduinrand.example\r
Subject: Key\r
\r
Hello, could you send me your PGP key? Kind regards, Kim\r
""",
    b"""From: Nieuwsbrief <news@vakblad.example>\r
To: security@kliniekduinrand.example\r
List-Id: <news.vakblad.example>\r
Precedence: bulk\r
Subject: Deze week\r
\r
Al het nieuws van deze week.\r
""",
    b"From: x\r\nTo: security@kliniekduinrand.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\n" * 200,
)
ANSWER = (
    "Dag,\n\nDank u wel voor uw melding. Wij hebben dit nagekeken en zien het ook. "
    "De link is uitgezet; morgen zetten wij een oplossing klaar en laten wij u weten of u het nog ziet.\n\n"
    "Met vriendelijke groet,\nInformatiebeveiliging\nKliniek Duinrand"
)
NOTE = "Gebeld met de leverancier: het nummer wordt vervangen door een willekeurige code."


def main() -> int:
    """Make all pictures; return 0."""
    with folder() as place, contextlib.chdir(place.root):
        place.run("-m", "meldpunt", "init", "--name", NAME, "--language", "nl,en", "--handler-email", EMAIL)
        _publish(place)
        program = start(place)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM)
                _visit(browser, place, program)
                browser.close()
        finally:
            program.stop()
    return 0


def _publish(place: Folder) -> None:
    """Publish the preset after the guideline of NCSC-NL in the name of the organisation."""
    text = PRESET.read_text(encoding="utf-8").replace("Name of the organisation", NAME)
    text = text.replace("Name of the technical contact", "Hoofd systeembeheer").replace(
        "Name of the stand-in", "Systeembeheer"
    )
    file = place.root / "policy.toml"
    text = text.replace('hosts = ["report.organisation.example"]', "hosts = []")  # it has none of its own here
    text = text.replace("organisation.example", "kliniekduinrand.example") + ELSEWHERE
    file.write_text(text, encoding="utf-8")
    place.run("-m", "meldpunt", "policy", "publish", str(file))


def _post(place: Folder) -> None:
    """Bring the mails, as a mail server does through a pipe."""
    for number, mail in enumerate(MAILS):
        whole = f"Message-ID: <{number}@pictures.example>\r\n".encode() + mail
        command = [sys.executable, "-m", "meldpunt", "mail", "receive"]
        subprocess.run(command, input=whole, env=place.environment(), check=True)


def _visit(browser: Browser, place: Folder, program: Program) -> None:
    address = f"http://127.0.0.1:{program.port}"
    with _person(browser, address, "en") as page:
        page.goto("/")
        _picture(page, "public-en-1280")
        page.goto("/policy")
        _scroll_to(page, "#policy-promises")
        _picture(page, "policy-en-1280")
    with _person(browser, address, "nl", NARROW) as page:
        page.goto("/policy")
        _scroll_to(page, "#policy-rules")
        _picture(page, "policy-nl-360")
    codes = [_report(browser, address, language, fields) for language, fields in REPORTS]
    _post(place)
    link = next(place.root.glob("first-handler-link-*.txt")).read_text(encoding="utf-8").strip()
    with _person(browser, address, "en") as page:
        _join(page, link[link.index("/desk/") :])
        _answer(page)
        page.goto("/desk/")
        page.set_viewport_size({"width": 1280, "height": 460})
        _picture(page, "desk-queue-en-1280")
        page.goto("/desk/mail")
        _picture(page, "desk-mail-en-1280")
        page.get_by_role("link", name="Something that may belong elsewhere").click()
        page.set_viewport_size(WIDE)
        _picture(page, "desk-mail-entry-en-1280")
        _speak(page, "nl")
        page.goto("/desk/")
        page.set_viewport_size(NARROW)
        page.get_by_role("link", name="-00001").click()
        _picture(page, "desk-case-nl-360")
    with _person(browser, address, "nl", NARROW) as page:
        page.goto("/case")
        page.fill("[name=code]", codes[0])
        page.locator("main form button").click()
        _picture(page, "status-nl-360")


@contextlib.contextmanager
def _person(browser: Browser, address: str, language: str, size: ViewportSize = WIDE) -> Iterator[Page]:
    """Lend a page of a browser that nobody used before."""
    context = browser.new_context(
        base_url=address,
        locale=LOCALES[language],
        viewport=size,
        color_scheme="light",
        timezone_id="Europe/Amsterdam",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def _report(browser: Browser, address: str, language: str, fields: Mapping[str, str]) -> str:
    """Send a report and return its access code; the first two are pictured on their way."""
    order = [one for _, one in REPORTS].index(fields)
    with _person(browser, address, language) as page:
        page.goto("/report")
        if order == 0:
            page.set_viewport_size(NARROW)
            _picture(page, "report-nl-360")
            page.set_viewport_size(WIDE)
            page.set_input_files("[name=files]", {"name": "stappen.pdf", "mimeType": "application/pdf", "buffer": FILE})
        for name, text in fields.items():
            page.fill(f"[name={name}]", text)
        if order == 1:
            page.evaluate("document.activeElement.blur()")
            _scroll_to(page, "#part-first")
            _picture(page, "report-en-1280")
        page.wait_for_timeout(SETTLED)
        page.locator("main form button.big").click()
        if order == 0:
            _picture(page, "receipt-nl-1280")
        return page.locator("#access-code").inner_text()


def _join(page: Page, link: str) -> None:
    """Become the first handler."""
    page.goto(link)
    page.fill("[name=name]", HANDLER)
    page.select_option("[name=language]", "en")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/desk/")


def _answer(page: Page) -> None:
    """Take the first case, confirm it, answer it and note something; it is pictured before the answer goes out."""
    page.get_by_role("link", name="-00001").click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Confirm: this is a real problem").click()
    _picture(page, "desk-case-en-1280")
    page.fill("#answer-text", ANSWER)
    page.get_by_role("button", name="Send as answer").click()
    page.fill("#note-text", NOTE)
    page.get_by_role("button", name="Keep the note").click()


def _speak(page: Page, language: str) -> None:
    """Change the language of the handler's desk."""
    page.goto("/desk/account")
    page.select_option("[name=language]", language)
    page.locator("main form button").first.click()


def _scroll_to(page: Page, heading: str) -> None:
    """Put a heading at the top of the window."""
    page.locator(heading).evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 32)")


def _picture(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png", animations="disabled", caret="hide")
    print(f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
