"""What a handler types when personal data was breached, for the search for canaries."""

import re
from collections.abc import Mapping

from benchmarks.visiting import Browser


def notify_of_a_breach(handler: Browser, canaries: Mapping[str, str], address: str, *, password: str) -> None:
    """Record a breach of personal data, answer the questions of the law, take the file, submit late, and take that back."""
    page = handler.get("/desk/settings/laws")
    handler.submit(page, page.form("laws"), [("laws", "gdpr")])
    breach = [("kind", "breach"), ("day", "2026-01-15"), ("time", "09:00"), ("reasons", canaries["reasons"])]
    page = handler.get(f"{address}/duties")
    handler.submit(page, page.form("reasons"), breach)
    stage = f"{address}/duties/1/gdpr-notification"
    page = handler.get(stage)
    lock = next(form for form in page.read.forms if form.action == "/desk/lock")
    handler.submit(page, lock)
    handler.submit(page, page.form("breach_nature"), [("breach_nature", canaries["form while locked"])])
    unlock = handler.get("/desk/")
    handler.submit(unlock, unlock.form("password"), [("password", password)])
    page = handler.get(stage)
    assert canaries["form while locked"] in page.text
    handler.submit(page, page.form("breach_nature"), [("consequences", canaries["form answer"])])
    assert canaries["form answer"] in handler.get(f"{stage}/file/nl").text
    page = handler.get(stage)
    told = [("who", canaries["who submitted"]), ("reference", canaries["evidence"]), ("late_reasons", canaries["late"])]
    told.append(("incomplete", "on"))  # the other questions stay unanswered
    sent = handler.submit(page, page.form("reference"), told)
    taken = re.search(r"/desk/cases/[^\"]+/sent/[^\"]+", sent.text)
    assert taken is not None
    page = handler.get(taken.group())
    assert (
        canaries["taken back"] in handler.submit(page, page.form("because"), [("because", canaries["taken back"])]).text
    )
