"""What is no policy at all, or is made to hurt."""

import time

import pytest

from meldpunt.policy.rules.reading import problems
from tests.factories.policy_texts import SMALL, TODAY, said, with_lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", '"format" is missing.'),
        (b"#" * 5_000_000, "The file is too large."),
        (b'format = 1\nname = "\xff"\n', "The file is not written in UTF-8."),
        (b"organisation:\n  name: Haven\n", "This is YAML."),
        (b"---\nformat: 1\n", "This is YAML."),
        (b'{"format": 1}', "This is JSON."),
        (b"<!doctype html><p>Policy</p>", "This is a web page (HTML)."),
        (b"a = " + b"[" * 20_000, "The file is nested too deeply."),
        (b"a." * 50_000 + b"b = 1", "There are too many dots in a row."),
        (b"x = 'it' # \"\n" + b'"a".' * 20_000 + b"b = 1", "There are too many dots in a row."),
        (b'x = """a\n"""\n[' + b"a . " * 20_000 + b"b]", "There are too many dots in a row."),
        (b'"a\\"b".' + b"a." * 20_000 + b"b = 1", "There are too many dots in a row."),
    ],
)
def test_it_is_refused(content, expected):
    assert said(content)[0][2] == expected


DOTS = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t"


@pytest.mark.parametrize(
    "text",
    [
        f'"{DOTS}"',
        f"'{DOTS}'",
        f'"""\nIt\'s {DOTS}\n"""',
        f"'''\n\"{DOTS}\n'''",
        f'"said \\"{DOTS}\\""',
        f'"a" # {DOTS}',
    ],
    ids=["plain", "literal", "lines", "literal lines", "quoted", "comment"],
)
def test_dots_in_a_text_are_no_key(text):
    own = f"[introduction]\nen = {text}\n"
    assert "There are too many dots in a row." not in [message for _line, _key, message in said(SMALL + own)]


def test_a_byte_order_mark_does_no_harm():
    assert said(b"\xef\xbb\xbf" + SMALL.encode()) == []


def test_line_ends_of_windows_do_no_harm():
    assert said(SMALL.replace("\n", "\r\n")) == []


def test_the_line_of_broken_toml_is_named():
    assert [line for line, _key, _message in said(with_lines('name = "Haven"', 'name = "Haven'))] == [4]


@pytest.mark.parametrize(
    ("text", "line"),
    [(with_lines('name = "Haven"', 'name = "Haven"\nname = "Other"'), 5), (f"{SMALL}\n[contact]\n", None)],
    ids=["key", "table"],
)
def test_what_is_there_twice_is_named_by_its_line(text, line):
    line = line or text.rstrip().count("\n") + 1
    assert [(at, message) for at, _key, message in said(text)] == [(line, "This table or key is there twice.")]


@pytest.mark.parametrize("key", [r'"a\"b"', r'"a\\"', r'"\u0061"', "'a\"b'"])
def test_a_key_in_odd_quotes_is_refused_as_any_other(key):
    found = said(f"{key} = 1\n{SMALL}")
    assert [(line, message.partition(" key")[0]) for line, _key, message in found] == [(1, "There is no")]


def test_a_file_of_nothing_but_mistakes_gets_no_more_than_so_many_complaints():
    mistakes = "\n".join(f"organisatio{number} = 1" for number in range(5000))
    found = said(f"{mistakes}\n{SMALL}")
    assert [line for line, _key, _message in found] == list(range(1, 201))


def test_what_is_wrong_after_the_last_complaint_is_still_not_published():
    mistakes = "\n".join(f"organisatio{number} = 1" for number in range(200))
    assert len(said(f"{mistakes}\n{SMALL.replace('name = "Haven"', 'name = 1')}")) == 200


def test_wrong_bytes_are_named_by_their_line():
    assert said(b'format = 1\nname = "\xff"\n')[0][0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "< script src=x>",
        "</p>",
        "<!-- -->",
        "&#60;b&#62;",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "JavaScript : x",
        "data:text/html,x",
        "Data : text/html;base64,x",
        "data:,x",
        "data:;base64,x",
    ],
)
def test_html_and_scripts_are_refused_in_texts(text):
    assert said(with_lines('name = "Haven"', f"name = '{text}'")) == [
        (4, "organisation.name", "HTML and scripts are not allowed in texts.")
    ]


@pytest.mark.parametrize("sign", ["\\u202e", "\\u200b", "\\u0000", "\\n", "\\u2028", "\\ufeff"])
def test_unseen_signs_are_refused_in_texts(sign):
    assert said(with_lines('name = "Haven"', f'name = "Ha{sign}ven"')) == [
        (4, "organisation.name", "There are signs in this text that cannot be seen.")
    ]


def test_ordinary_signs_are_fine():
    assert said(with_lines('name = "Haven"', 'name = "A & B < 5 — «é» {amount} %(x)s"')) == []


def test_a_colon_after_data_is_an_ordinary_text():
    assert said(with_lines('name = "Haven"', 'name = "Personal data: handled with care"')) == []


@pytest.mark.parametrize(
    "content",
    [
        "[a]\n" * 60_000,
        "[[a]]\n" * 40_000,
        "a = '" + "x" * 200_000 + "'",
        "x" * 250_000,
        '"' * 250_000,
        "a = [" + "[],[" * 60_000,
        "\n".join(f"k{number} = {number}" for number in range(20_000)),
        "a = " + "9" * 100_000,
        "x = '''" + "'" * 100_000,
    ],
    ids=range(9),
)
def test_a_file_made_to_be_slow_is_refused_in_bounded_work(content):
    started = time.process_time()
    assert said(content) != []
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "text",
    [
        with_lines('"5 working days"', '"\\u001b[2J"'),
        with_lines("format = 1\n", 'format = 1\n"\\u001b[2J" = 1\n'),
        with_lines('kind = "no_steps"', 'kind = "\\u202eno"'),
    ],
)
def test_what_is_said_of_a_file_is_safe_on_a_terminal(text):
    (problem,) = problems(text.encode(), today=TODAY, files={})
    assert str(problem).isprintable()
