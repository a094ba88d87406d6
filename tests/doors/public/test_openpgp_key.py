"""The key for people and for programs, and `security.txt`, as they are fetched."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.journal.terms import SYSTEM
from meldpunt.people.actions import make_openpgp_key
from meldpunt.people.rules import openpgp as rules
from meldpunt.people.rules.openpgp import directory_name
from meldpunt.people.terms import OpenPgpKeyFacts
from tests.factories.openpgp import make_key
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
HOST = "report.haven.example"
NAME = "t5s8ztdbon8yzntexy6oz5y48etqsnbb"  # of the local part `security`
DIRECT, ADVANCED = f"/.well-known/openpgpkey/hu/{NAME}", f"/.well-known/openpgpkey/haven.example/hu/{NAME}"


@pytest.fixture
def organisation() -> MadeOrganisation:
    make_organisation(name="Older", host_names=["report.older.example"])
    made = make_organisation(name="Haven", host_names=[HOST])
    publish_text(made, now=timezone.now())
    return made


@pytest.fixture
def key(organisation: MadeOrganisation) -> OpenPgpKeyFacts:
    return make_key(organisation, now=timezone.now())


def get(path: str, host: str = HOST, language: str = "en"):
    return Client(headers={"host": host, "accept-language": language}).get(path)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "With this key only we can read"), ("nl", "Met deze sleutel kunnen alleen wij")]
)
def test_page_shows_the_fingerprint_in_groups(key, language, told):
    page = get("/openpgp-key", language=language)
    groups = " ".join(key.fingerprint[at : at + 4] for at in range(0, 40, 4))
    assert (page.status_code, groups in page.text, told in page.text) == (200, True, True)


@pytest.mark.usefixtures("key")
def test_page_says_that_programs_find_the_key():
    page = get("/openpgp-key").text
    assert ("gpg --locate-external-keys security@haven.example" in page, "find it by themselves" in page) == (
        True,
        True,
    )


def test_page_says_it_only_where_the_directory_answers(organisation):
    """The mail domain of a large provider is not the organisation's, and the operator did not vouch for it."""
    address = "haven@provider.example"
    make_openpgp_key(organisation=organisation.id, address=address, keys=FakeOpenPgp(), by=SYSTEM, now=timezone.now())
    page = get("/openpgp-key").text
    told = [part in page for part in (address, "locate-external-keys", "find it by themselves")]
    path = f"/.well-known/openpgpkey/hu/{directory_name(address)}"
    assert (told, get(path, "provider.example").status_code) == ([True, False, False], 404)


@pytest.mark.usefixtures("key")
def test_key_is_a_file():
    answer = get("/openpgp-key.asc")
    assert answer.headers["Content-Type"] == "application/pgp-keys"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="security@haven.example.asc"'
    assert answer.text.startswith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n")


@pytest.mark.usefixtures("key")
def test_the_file_is_written_once(monkeypatch):
    """Its checksum is reckoned byte by byte."""
    first = get("/openpgp-key.asc").content
    monkeypatch.setattr(rules, "_crc", None)
    assert get("/openpgp-key.asc").content == first


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("path", ["/openpgp-key", "/openpgp-key.asc"])
def test_without_a_key_there_is_no_page(path):
    assert get(path).status_code == 404


def test_key_on_request_is_on_no_page_but_how_to_get_it_is(organisation, key):
    publish_text(organisation, SMALL + '\n[key]\noffer = "on_request"\nwithin = "4 hours"\n', now=timezone.now())
    page = get("/openpgp-key")
    assert ("security@haven.example" in page.text, key.fingerprint[:4] in page.text) == (True, False)
    assert [get(path).status_code for path in ("/openpgp-key.asc", DIRECT, ADVANCED)] == [404, 404, 404]


@pytest.mark.parametrize(
    ("host", "path"),
    [("openpgpkey.haven.example", ADVANCED), ("haven.example", DIRECT), (HOST, DIRECT), (HOST, ADVANCED)],
)
def test_programs_find_the_key(key, host, path):
    answer = get(f"{path}?l=security", host)
    assert (answer.status_code, answer.content) == (200, key.certificate)
    assert [
        answer.headers[name] for name in ("Content-Type", "Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")
    ] == [
        "application/octet-stream",
        "*",
        "cross-origin",
    ]


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("openpgpkey.haven.example", ADVANCED.replace(NAME, "iy9q119eutrkn8s1mk4r39qejnbu3n5q")),
        ("openpgpkey.haven.example", ADVANCED.replace(NAME, "x" * 3000)),
        ("openpgpkey.haven.example", ADVANCED.replace("haven.example", "older.example")),
        ("openpgpkey.older.example", ADVANCED),
        ("report.older.example", ADVANCED),
        ("report.older.example", DIRECT),
        ("elsewhere.example", DIRECT),
        ("ven.example", DIRECT),
        ("127.0.0.1", DIRECT),
    ],
)
def test_others_are_told_of_no_key(host, path):
    answer = get(path, host)
    assert (answer.status_code, answer.text) == (404, "There is no such key.\n")


@pytest.mark.usefixtures("key")
def test_a_host_that_is_no_name_is_refused():
    assert get(DIRECT, "[1:2]").status_code == 400


@pytest.mark.usefixtures("key")
def test_a_domain_that_no_database_takes_is_not_there():
    answer = get(ADVANCED.replace("haven.example", "haven%00.example"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["/.well-known/openpgpkey/policy", "/.well-known/openpgpkey/haven.example/policy"])
def test_directory_has_a_policy_file(path):
    answer = get(path, "openpgpkey.haven.example")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        b"",
        "text/plain; charset=utf-8",
    )


@pytest.mark.usefixtures("organisation")
def test_name_before_the_mail_domain_shows_nothing_else():
    assert [get(path, "openpgpkey.haven.example").status_code for path in ("/", "/policy", "/report")] == [404] * 3


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("host", [HOST, "elsewhere.example"])
def test_odd_names_are_no_trouble(host):
    paths = [
        "/.well-known/openpgpkey/",
        "/.well-known/openpgpkey/%00/hu/%00",
        "/.well-known/openpgpkey/hu/%F0%9F%92%A9",
    ]
    assert [get(path, host).status_code for path in paths] == [404] * 3


@pytest.mark.usefixtures("organisation")
def test_security_text_is_plain():
    answer = get("/.well-known/security.txt")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (answer.content[:9], answer.content.endswith(b"\n\n"), b"\r" in answer.content) == (
        b"Contact: ",
        False,
        False,
    )


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("path", "place"),
    [("/security.txt", "/.well-known/security.txt"), ("/o/haven/security.txt", "/o/haven/.well-known/security.txt")],
)
def test_old_place_leads_on(path, place):
    answer = get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, place)


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("path", ["/.well-known/security.txt", "/security.txt", "/openpgp-key"])
def test_host_of_nobody_tells_nothing(path):
    assert get(path, "elsewhere.example").status_code == 404


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("path", ["/", "/policy"])
def test_pages_of_the_policy_lead_to_the_key(path):
    assert 'href="/openpgp-key"' in get(path).text
