"""A policy in the words of a page."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.utils.html import escape
from django.utils.translation import override

from meldpunt.doors.look.policies import changes_of, lines_of, parts_of
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.differences import differences
from meldpunt.policy.terms import Policy, Section, ShownClause

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIRST = Policy(UUID(int=1), 1, NOW, NOW, FIRST_TERMS)


def clause(text: str, name: str = "one", section: Section = Section.RULES) -> ShownClause:
    return ShownClause(name, section, {"en": text, "nl": text})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Go to https://a.example/x?y=1.", 'Go to <a href="https://a.example/x?y=1">https://a.example/x?y=1</a>.'),
        *(
            (f"Go to {address}.", f'Go to <a href="{escape(address)}">{escape(address)}</a>.')
            for address in ("https://a.example/Fraude_(recht)", "https://a.example/'x", "HTTPS://A.EXAMPLE/X")
        ),
        ("(see https://a.example/x)", '(see <a href="https://a.example/x">https://a.example/x</a>)'),
        ("Mail me@a.example.", 'Mail <a href="mailto:me@a.example">me@a.example</a>.'),
        ("Call +31 20 000 00 01, please.", 'Call <a href="tel:+31200000001">+31 20 000 00 01</a>, please.'),
        ("Call 088-123 45 67, please.", 'Call <a href="tel:088-1234567">088-123 45 67</a>, please.'),
        ("From 2026-01-12 09:00-17:00", "From 2026-01-12 09:00-17:00"),
        ("It is code.txt.", 'It is <a href="/policy/1/code.txt">code.txt</a>.'),
        ("*.a.example, 192.0.2.0/24", "*.a.example, 192.0.2.0/24"),
        (
            '<b>https://a.example/"><script></b>',
            '&lt;b&gt;<a href="https://a.example/">https://a.example/</a>&quot;&gt;&lt;script&gt;&lt;/b&gt;',
        ),
        ("javascript:alert(1) http://a.example", "javascript:alert(1) http://a.example"),
        ("one\ntwo & three", "one<br>two &amp; three"),
    ],
)
def test_addresses_become_links_and_all_else_is_text(text, html):
    (line,) = lines_of([clause(text)], documents={"code.txt": "/policy/1/code.txt"})
    assert line.html == html


def test_a_long_text_is_linked_in_no_time():
    """A policy is at most 256 kB, and no expression looks back."""
    (line,) = lines_of(
        [clause("a." * 100_000 + "@" + "+1 " * 20_000 + "https://a.example/" + "(" * 50_000 + "()" * 50_000)]
    )
    assert line.html.startswith("a.a.")


def test_parts_stand_in_the_order_of_the_page():
    titles = [part.id for part in parts_of(FIRST)]
    assert titles == sorted(titles, key=[section.value for section in Section].index)


@pytest.mark.parametrize(("language", "title"), [("nl", "Wat wij van u vragen"), ("en", "What we ask of you")])
def test_parts_speak_the_readers_language(language, title):
    with override(language):
        assert [part.title for part in parts_of(FIRST, Section.RULES)] == [title]


def test_changes_stand_by_part_in_the_order_of_the_page():
    """What is gone stands beside what is new, not at the end."""
    before = [clause("a", "a"), clause("b", "b", Section.INFORMATION)]
    after = [clause("c", "c", Section.INFORMATION)]
    with override("en"):
        groups = changes_of(differences(before, after))
    assert [(group.title, [(one.before, one.after) for one in group.lines]) for group in groups] == [
        ("What we ask of you", [("a", "")]),
        ("Good to know", [("", "c"), ("b", "")]),
    ]


def test_what_misuse_means_stands_under_the_clause_that_begins_with_it():
    """Read alone, a definition would be a sentence that starts nowhere."""
    clauses = [
        clause(name, name, Section.SAFE_HARBOUR)
        for name in ("no_legal_steps", "misuse_goes_to_police", "misuse_taking_more", "misuse_changing_more")
    ]
    policy = Policy(UUID(int=1), 1, NOW, NOW, replace(FIRST_TERMS, clauses=tuple(clauses)))
    (part,) = parts_of(policy)
    assert [(line.html, [each.html for each in line.under]) for line in part.lines] == [
        ("no_legal_steps", []),
        ("misuse_goes_to_police", ["misuse_taking_more", "misuse_changing_more"]),
    ]
