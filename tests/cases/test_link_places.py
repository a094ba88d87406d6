"""The token of a one-time link is in no text that a handler reads."""

import pytest

from meldpunt.cases.queries.addresses import page_of_link
from meldpunt.cases.rules.link_places import without_links
from meldpunt.people.queries import organisation_facts
from meldpunt.sealing.rules.locks import new_token
from tests.factories.people import make_organisation
from tests.outside.reading.mails import made, multipart, read

TOKEN = new_token()
HALF = len(TOKEN) // 2
LINK = f"https://meld.clinic.example/case/link/{TOKEN}?language=en"
LEFT = "https://meld.clinic.example/case/link/…?language=en"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"See {LINK} now", f"See {LEFT} now"),
        (f"> <{LINK}>\n> and on", f"> <{LEFT}>\n> and on"),
        (LINK.replace(TOKEN, f"{TOKEN[:HALF]}\r\n> {TOKEN[HALF:]}"), LEFT),
        (LINK.replace("/case/", "/CASE/").lower(), LEFT),
        ("https://meld.clinic.example/case and /report", "https://meld.clinic.example/case and /report"),
        ("no link\n> twenty-one", "no link\n> twenty-one"),
    ],
    ids=["plain", "quoted", "broken", "small", "none", "words"],
)
def test_only_the_token_goes(text: str, left: str) -> None:
    assert without_links(text) == left


@pytest.mark.django_db
def test_it_is_the_link_that_we_mail() -> None:
    facts = organisation_facts(make_organisation(host_names=["meld.clinic.example"]).id)
    assert without_links(page_of_link(facts, TOKEN, language="en")).endswith("/case/link/…?language=en")


@pytest.mark.parametrize("body", [f"Thanks!\n\n> Use it once: {LINK}\n", f"Thanks! I use {LINK} later"])
def test_whoever_quotes_our_mail_hands_over_no_code(body: str) -> None:
    found = read(made(body=body))
    assert ("case/link/…" in found.text + found.quoted, TOKEN[:6] in found.text + found.quoted) == (True, False)


def test_not_in_a_page_and_not_in_a_mail_inside() -> None:
    inner = f"From: desk@haven.example\nSubject: Received\n\nUse it once: {LINK}"
    page = read(
        made("Content-Type: text/html", body=f'<p>Hello</p><blockquote><a href="{LINK}">{LINK}</a></blockquote>')
    )
    passed = read(multipart("mixed", "\n\nSee below", f"Content-Type: message/rfc822\n\n{inner}"))
    assert passed.forwarded is not None
    for said in (page.text + page.quoted, passed.forwarded.text + passed.forwarded.quoted):
        assert ("/case/link/…" in said, TOKEN[:6] in said) == (True, False)
