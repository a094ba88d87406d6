"""The receipt: on the page, as a picture, as a text file, and as a proof."""

import hashlib
import re

import pytest

pytestmark = pytest.mark.django_db


def text_file(finder):
    """Ask for the receipt as a text file."""
    return finder.client.post("/report/receipt.txt", {"receipt": finder.hidden()["receipt"]})


def test_the_elements_hold_the_value_and_nothing_else(finder):
    finder.report()
    patterns = {
        "case-number": r"2026-\d{5}|20\d\d-\d{5}",
        "access-code": r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}",
        "digest": r"[0-9a-f]{64}",
    }
    assert {
        name: bool(re.fullmatch(pattern, finder.element(name))) for name, pattern in patterns.items()
    } == dict.fromkeys(patterns, True)


def test_the_code_can_be_copied_whole_from_the_page(finder):
    """Its groups stand apart by a space, in one element that no translator touches."""
    finder.report()
    code = finder.found(r'<p class="code" translate="no" id="access-code">(.*?)</p>')
    assert re.fullmatch(r"<span>[0-9A-Z]{4}</span>(?: <span>[0-9A-Z]{4}</span>){6}", code) is not None


def test_the_code_is_in_no_address(finder):
    finder.report()
    code = finder.element("access-code")
    assert [
        address for address in re.findall(r'(?:href|action|src)="([^"]*)"', finder.page) if code[:4] in address
    ] == []


def test_the_picture_of_the_code_has_no_style_and_no_address(finder):
    finder.report()
    svg = finder.found(r"(<svg(?! class=.icon).*?</svg>)")
    assert re.findall(r"style=|href|http:", svg.replace("http://www.w3.org/2000/svg", "")) == []


def test_the_text_file_is_a_download_that_no_cache_keeps(finder):
    finder.report()
    headers = text_file(finder).headers
    assert [headers[name] for name in ("Content-Type", "Cache-Control")] == ["text/plain; charset=utf-8", "no-store"]
    assert headers["Content-Disposition"] == f'attachment; filename="{finder.element("case-number")}.txt"'


def test_the_text_file_carries_number_code_and_digest(finder):
    finder.report()
    text = text_file(finder).content.decode()
    assert [finder.element(name) in text for name in ("case-number", "access-code", "digest")] == [True] * 3


def test_the_digest_can_be_computed_again_from_the_text_file(finder):
    finder.report((("a.txt", b"hello", "text/plain"),))
    lines = text_file(finder).content.decode().replace("\r\n", "\n").split("-" * 40 + "\n")
    assert hashlib.sha256(lines[1].encode()).hexdigest() == finder.element("digest")
    assert f"file {hashlib.sha256(b'hello').hexdigest()}" in lines[1]


def test_the_digest_can_be_computed_again_from_the_printed_page(finder):
    finder.report(topic="leak")
    sent = {"topic": "leak", "where": "https://a.example/", "what": "It is open."}
    lines = [f"{name} {hashlib.sha256(text.encode()).hexdigest()}" for name, text in sent.items()]
    head = ["meldpunt report 1", f"salt {finder.element('salt')}", finder.element("rules")]
    assert hashlib.sha256("".join(f"{line}\n" for line in head + lines).encode()).hexdigest() == finder.element(
        "digest"
    )


def test_the_salt_is_explained_where_it_stands(finder):
    finder.report()
    told = finder.found(r'<p class="small">([^<]*)<br><span class="mono">salt ')
    assert told.startswith("With these two lines and what you sent, you can show later that we received exactly that.")


def test_the_text_file_is_not_a_page_with_a_get(finder):
    assert finder.get("/report/receipt.txt").status_code == 405


def test_the_receipt_says_when_an_answer_is_due_in_the_zone_of_the_organisation(finder):
    finder.report()
    assert len(re.findall(r"23:59 CES?T", finder.page)) == 1


def test_it_leads_to_the_policy_as_it_was_shown(finder):
    finder.report(agree="on")
    address = finder.found(r'<a href="([^"]*)">Our policy as it was shown to you, version 1</a>')
    assert (address, finder.element("rules"), finder.client.get(address).status_code) == (
        "/policy/1",
        "rules 1 agreed",
        200,
    )


def test_the_text_file_names_the_address_of_the_policy_as_it_was_shown(finder):
    finder.report()
    address = "http://meld.kliniek.example/policy/1"
    assert f"Our policy as it was shown to you stays at {address}." in text_file(finder).content.decode()


def test_the_finder_s_page_leads_to_it_too(finder):
    finder.report(agree="on")
    finder.enter()
    assert 'You agreed to <a href="/policy/1">our rules, version 1</a>.' in finder.page


def test_under_a_path_it_leads_there(finder, organisation):
    path = f"/o/{organisation.facts.slug}"
    finder.get(f"{path}/report")
    finder.post(f"{path}/report", {**finder.hidden(), "where": "a", "what": "b"})
    assert f'<a href="{path}/policy/1">' in finder.page
