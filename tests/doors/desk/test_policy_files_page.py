"""The files beside the policy, at the desk: a policy with documents, logos and a key is written wholly there."""

import html
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.doors.console import policy as command
from meldpunt.people.terms import Role
from meldpunt.policy.queries import files_at_hand, newest_number, policy_document, proposal_of
from tests.factories.desk import client_of, look
from tests.factories.openpgp import make_key
from tests.factories.people import MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.policy import make_file_beside, make_haven, publish_text
from tests.factories.policy_texts import CONDUCT, SMALL, TWO
from tests.fakes.openpgp import FakeOpenPgp
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
HERE = "/desk/policy/files"
CAREFUL = b"Be careful."


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_haven()


@pytest.fixture
def desk(organisation: MadeOrganisation) -> Client:
    return client_of(make_lead(organisation, language="en"))


def bring(desk: Client, name: str, content: bytes, where: str = "add", **more: str):
    return desk.post(f"{HERE}/{where}", {"files": SimpleUploadedFile(name, content), **more})


def seen(content: bytes = CAREFUL) -> str:
    return sha256(content).hexdigest()


def test_nothing_is_there_at_first(desk):
    assert "There is no file yet" in desk.get(HERE).text


def test_a_file_is_put_there_and_shown_with_the_line_for_the_policy(desk, organisation):
    answer = bring(desk, "conduct.txt", CAREFUL)
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}?said=file_added")
    told = html.unescape(desk.get(HERE).text)
    assert [part in told for part in (">conduct.txt<", f'sha256 = "{seen()}"', "11", "Document")] == [True] * 4
    assert files_at_hand(organisation.id) == {"conduct.txt": CAREFUL}


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("conduct.exe", CAREFUL, 422, "Use a file that ends in"),
        ("conduct.txt", b"Be kind.", 409, "Another file of this name is there"),
        ("conduct.pdf", b"a" * (1024 * 1024 + 1), 422, "at most 1024 kB"),
        ("logo.png", b"<svg>", 422, "cannot be a logo"),
        ("key.asc", b"-----BEGIN PGP PRIVATE KEY BLOCK-----", 422, "secret"),
    ],
)
def test_what_cannot_be_there_is_told_with_a_remedy(desk, organisation, name, content, status, told):
    make_file_beside(organisation)
    answer = bring(desk, name, content)
    assert (answer.status_code, told in html.unescape(answer.text)) == (status, True)
    assert files_at_hand(organisation.id) == {"conduct.txt": CAREFUL}


def test_no_file_at_all_is_told(desk):
    answer = desk.post(f"{HERE}/add", {})
    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


def test_who_saw_it_replaces_and_removes_it(desk, organisation):
    make_file_beside(organisation)
    answers = [
        bring(desk, "another name.txt", b"Be kind.", "conduct.txt/replace", seen=seen()),
        desk.post(f"{HERE}/conduct.txt/remove", {"seen": seen(b"Be kind.")}),
    ]
    said = [answer["Location"].partition("=")[2] for answer in answers]
    assert (said, files_at_hand(organisation.id)) == (["file_replaced", "file_removed"], {})


def test_what_a_colleague_changed_meanwhile_is_left_as_it_is(desk, organisation):
    make_file_beside(organisation, content=b"Be kind.")
    answers = [
        bring(desk, "conduct.txt", b"Be quick.", "conduct.txt/replace", seen=seen()),
        desk.post(f"{HERE}/conduct.txt/remove", {"seen": seen()}),
    ]
    told = "Somebody else changed or removed this file meanwhile"
    assert [(answer.status_code, told in answer.text) for answer in answers] == [(409, True)] * 2
    assert files_at_hand(organisation.id) == {"conduct.txt": b"Be kind."}


def test_it_is_handed_out_as_a_download_of_no_kind(desk, organisation):
    make_file_beside(organisation)
    answer = desk.get(f"{HERE}/conduct.txt")
    heads = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    assert answer.content == CAREFUL
    assert [answer[head].partition(";")[0] for head in heads] == [
        "application/octet-stream",
        "attachment",
        "nosniff",
        "no-store",
    ]
    assert desk.get(f"{HERE}/other.txt").status_code == 404


def test_another_organisations_files_are_not_there(desk):
    make_file_beside(make_organisation())
    assert (desk.get(f"{HERE}/conduct.txt").status_code, "conduct.txt" in desk.get(HERE).text) == (404, False)


def test_a_handler_has_no_business_here(organisation):
    desk = client_of(make_member(organisation, Role.HANDLER))
    assert [desk.get(HERE).status_code, bring(desk, "conduct.txt", CAREFUL).status_code] == [403, 403]


def test_the_text_stays_while_somebody_looks_at_the_files(desk):
    """Nothing that was typed is lost on the way there and back."""
    answer = desk.post("/desk/policy", {"text": "format = 1 # half", "files": "1"})
    assert (answer.status_code, answer["Location"]) == (303, HERE)
    assert "format = 1 # half" in desk.get("/desk/policy").text


def test_a_policy_with_a_document_is_written_wholly_at_the_desk(desk, organisation):
    """The problem of a digest that does not fit tells the line to paste."""
    wrong = SMALL + CONDUCT.replace(seen(), 64 * "0")
    assert "There is no file conduct.txt beside the policy." in desk.post("/desk/policy", {"text": wrong}).text
    bring(desk, "conduct.txt", CAREFUL)
    assert f'sha256 = "{seen()}"' in html.unescape(desk.post("/desk/policy", {"text": wrong}).text)
    text = SMALL + CONDUCT
    answer = desk.post("/desk/policy", {"text": text, "seen": look(desk, text), "publish": "1"})
    assert (answer.status_code, policy_document(organisation.id, 2, "conduct.txt").content) == (303, CAREFUL)


def test_a_file_that_was_replaced_after_the_look_is_not_published(desk, organisation):
    make_file_beside(organisation, name="logo.png", content=png(64, 32))
    text = SMALL.replace("[contact]", '[organisation.look]\nlogo = "logo.png"\n\n[contact]')
    was_seen = look(desk, text)
    bring(desk, "logo.png", png(64, 33), "logo.png/replace", seen=seen(png(64, 32)))
    answer = desk.post("/desk/policy", {"text": text, "seen": was_seen, "publish": "1"})
    told = "or a file beside it changed meanwhile"
    assert (answer.status_code, told in answer.text, newest_number(organisation.id)) == (409, True, 0)


def test_a_key_file_is_looked_into_at_the_desk(desk, organisation, monkeypatch):
    """A key that ended is told here too, as the command tells it."""
    monkeypatch.setattr("meldpunt.doors.desk.policy.reader", FakeOpenPgp)
    key = make_key(organisation, address="security@haven.example", now=timezone.now())
    over = FakeOpenPgp().make(user_id="<security@haven.example>", until=datetime.now(tz=UTC) - timedelta(days=2))
    make_file_beside(organisation, name="key.asc", content=over.certificate)
    text = SMALL + f'\n[key]\nfile = "key.asc"\nfingerprint = "{key.fingerprint}"\n'
    assert "key.asc" in desk.post("/desk/policy", {"text": text}).text.partition("This cannot be published yet")[2]


def test_a_proposal_has_the_files_that_were_tried(desk, organisation):
    make_file_beside(organisation)
    text = TWO + CONDUCT
    answer = desk.post("/desk/policy", {"text": text, "seen": look(desk, text), "propose": "1"})
    proposal = proposal_of(organisation.id)
    assert proposal is not None
    file = desk.get(f"/desk/policy/proposal/{proposal.digest}/files/conduct.txt")
    assert (answer.status_code, file.content) == (303, CAREFUL)


def test_what_the_desk_hands_out_is_accepted_by_the_command(desk, organisation, tmp_path):
    """File and editor round-trip, with everything beside the file."""
    publish_text(organisation, SMALL + CONDUCT, files={"conduct.txt": CAREFUL}, now=timezone.now())
    text = html.unescape(
        desk.get("/desk/policy").text.partition('id="text"')[2].partition(">\n")[2].partition("</textarea>")[0]
    )
    answer = desk.post("/desk/policy", {"text": text.replace("\n", "\r\n"), "download": "1"})
    with ZipFile(BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["conduct.txt", "policy.toml"]
        archive.extractall(tmp_path)
    with Path("/dev/null").open("w") as nowhere:
        words, keys = ["check", str(tmp_path / "policy.toml")], FakeOpenPgp()
        done = command.run(words, keys=keys, ready=lambda: None, output=nowhere, complaints=nowhere)
    assert (text, done) == (SMALL + CONDUCT, 0)
