"""One thing is written in one way: host names, addresses, days; and a text holds nothing that turns or hides it."""

import pytest

from tests.factories.policy_texts import SMALL, said, with_lines


@pytest.mark.parametrize(
    "host",
    [
        *(
            "Report.Haven.Example",
            "report.haven.example.",
            "b\u00fccher.example",
            "REPORT.HAVEN.EXAMPLE",
            "r\u0435port.haven.example",
        ),
        *(
            "localhost",
            "127.0.0.1",
            "0x7f.0x1",
            "[::1]",
            "haven.example:443",
            "*.haven.example",
            "-a.example",
            "a_b.example",
        ),
        *(
            "a..example",
            f"{'a' * 64}.example",
            f"{'aaaaaaaaaaaaaaaaaaaaaaaaaaa.' * 10}example",
            "haven.example/x",
            "user@haven.example",
        ),
    ],
)
def test_a_host_name_has_one_spelling(host: str) -> None:
    """So that no two of them are one: capitals, a dot at the end and letters of other scripts are refused."""
    assert [found[:2] for found in said(with_lines('["report.haven.example"]', f'["x.example", "{host}"]'))] == [
        (6, "organisation.hosts[2]")
    ]


def test_a_name_of_other_scripts_is_taken_as_name_servers_write_it() -> None:
    assert said(with_lines('["report.haven.example"]', '["xn--bcher-kva.example"]')) == []


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://x.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "//x.example",
            "https:x.example",
            "https://",
            "https://x",
        ),
        *(
            "https://a:b@x.example",
            "https://x.example\\\\@y.example",
            'https://x.example/\\"onclick=',
            "https://x.example/{a}",
        ),
        *(
            "https://x.example:99999/",
            "https://x.example:a/",
            "https://x.example:0/",
            "https://.",
            "https://x_y.example",
        ),
        *(
            "https://m\u00fcnchen.example/",
            "https://x.example/\u00e9",
            "https://x.example/\\u00a0y",
            "https://x.example/a b",
        ),
        *("https://localhost/", "https://[::1", "https://1.2.3", "https://x.example/<b>", "ftp://x.example"),
    ],
)
def test_an_address_that_a_program_could_read_otherwise_is_refused(address: str) -> None:
    found = said(with_lines("[[way_in]]", f'page = "{address}"\n[[way_in]]'))
    assert [each[:2] for each in found] == [(11, "contact.page")]


@pytest.mark.parametrize(
    "address",
    [
        *("https://x.example", "https://x.example:8443/a?b=c&d=%20#e", "HTTPS://X.example/", "https://192.0.2.1/"),
        *("https://[2001:db8::1]/", "https://xn--mnchen-3ya.example/", "https://x.example/~a/(b)"),
    ],
)
def test_an_ordinary_address_is_fine(address: str) -> None:
    assert said(with_lines("[[way_in]]", f'page = "{address}"\n[[way_in]]')) == []


@pytest.mark.parametrize(
    "address",
    [
        "a..b@x.example",
        ".a@x.example",
        "a.@x.example",
        "a@x..y.example",
        "a@1.2.3.44",
        "a@[192.0.2.1]",
        "a b@x.example",
        "a@b@x.example",
    ],
)
def test_a_mail_address_that_no_server_takes_is_refused(address: str) -> None:
    assert [each[:2] for each in said(with_lines("security@haven.example", address))] == [(9, "contact.mail")]


TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2063\u206a\u2800\u3164\ufe0f\ufeff\uffa0\ufff9\ue000\U000e0041"


@pytest.mark.parametrize("sign", [*TURNING, *HIDDEN])
def test_what_turns_or_hides_a_text_is_refused(sign: str) -> None:
    spoilt_name = said(with_lines('name = "Haven"', f'name = "Ha{sign}ven"'))
    assert spoilt_name == [(4, "organisation.name", "There are signs in this text that cannot be seen.")]


@pytest.mark.parametrize(
    "text",
    [
        "\u2709\ufe0f Mail",
        "\U0001f469\u200d\U0001f4bb",
        "1\ufe0f\u20e3",
        "\u00a9\ufe0f",
        "Caf\u00e9 \u2013 \u20ac 5",
        "x" * 120,
    ],
)
def test_signs_that_belong_there_are_fine(text: str) -> None:
    assert said(with_lines('name = "Haven"', f'name = "{text}"')) == []


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("a.example", "A.Example"),
        ("a.example", "a.example."),
        ("*.A.example", "*.a.example"),
        ("192.0.2.0/24", "192.0.2.0/24"),
    ],
)
def test_a_system_is_inside_or_outside_however_it_is_spelt(inside: str, outside: str) -> None:
    found = said(f'{SMALL}\n[scope]\ninside = ["{inside}"]\noutside = ["{outside}"]\n')
    assert [key for _line, key, _message in found] in (["scope.outside[1]"], ["scope.inside[1]"])


@pytest.mark.parametrize(
    "day",
    [
        "2027-05-05T10:00:00",
        "2027-05-05T10:00:00Z",
        "2027-05-05 10:00:00+14:00",
        "10:00:00",
        '"2027-05-05"',
        "20270505",
    ],
)
def test_a_day_has_no_hour_and_no_zone(day: str) -> None:
    found = said(with_lines("format = 1\n", f"format = 1\ntakes_effect = {day}\n"))
    told = [(line, key, message.partition('" ')[2]) for line, key, message in found]
    assert told == [(2, "takes_effect", "is not a date.")]
