"""The file of the mailboxes: what it may say, and what is told of it when it is wrong."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from meldpunt.outside.imap import ImapAccount, ImapSecurity
from meldpunt.site.mailboxes import Mailbox, mailboxes
from meldpunt.site.preparing import CannotStart
from tests.factories.people import make_organisation

LEAST = """\
[[mailbox]]
name = "security"
host = "imap.kliniek.example"
user = "security@kliniek.example"
password_file = "password.txt"
"""


def written(folder: Path, text: str, password: str = "tell nobody\n") -> Path:
    (folder / "password.txt").write_text(password, encoding="utf-8")
    (folder / "mailboxes.toml").write_text(text, encoding="utf-8")
    return folder / "mailboxes.toml"


def account(path: Path) -> ImapAccount:
    [box] = mailboxes(path)
    return box.open.__self__  # type: ignore[attr-defined,no-any-return]


def refusal(path: Path) -> str:
    with pytest.raises(CannotStart) as caught:
        mailboxes(path)
    return str(caught.value)


def test_none_without_a_file():
    assert mailboxes(None) == []


def test_the_least(tmp_path):
    """A shared mailbox, encrypted, in which only what people put into a folder is taken."""
    path = written(tmp_path, LEAST)
    [box] = mailboxes(path)
    assert (box.name, box.is_shared, box.keep, box.every) == ("security", True, timedelta(days=7), 60)
    assert account(path) == ImapAccount(
        "imap.kliniek.example",
        993,
        ImapSecurity.TLS,
        "security@kliniek.example",
        "tell nobody",
        "Meldpunt",
        "Meldpunt done",
    )


def test_a_dedicated_one(tmp_path):
    path = written(tmp_path, LEAST + 'shared = false\nsecurity = "starttls"\ncertificates = "ca.pem"\nkeep_days = 2\n')
    [box] = mailboxes(path)
    found = account(path)
    assert (box.is_shared, box.keep, found.folder, found.port, found.security, found.certificates) == (
        False,
        timedelta(days=2),
        "INBOX",
        143,
        ImapSecurity.STARTTLS,
        tmp_path / "ca.pem",
    )


@pytest.mark.django_db
def test_whose_it_is(tmp_path):
    """The only organisation where none is named; one that is not there yet may come."""
    [anybodys] = mailboxes(written(tmp_path, LEAST))
    [named] = mailboxes(written(tmp_path, LEAST + 'organisation = "haven"\n'))
    assert (anybodys.organisation(), named.organisation()) == (None, None)
    haven = make_organisation(name="Haven")
    assert (anybodys.organisation(), named.organisation()) == (haven.id, haven.id)
    make_organisation(name="Other")
    assert (anybodys.organisation(), named.organisation()) == (None, haven.id)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mailbox: Field required"),
        ("[[mailbox]]\n", "mailbox.0.name: Field required"),
        (LEAST + "pasword = 1\n", "mailbox.0.pasword"),
        (LEAST + 'security = "ssl"\n', "mailbox.0.security"),
        (LEAST + "port = 0\n", "mailbox.0.port"),
        (LEAST + "keep_days = -1\n", "mailbox.0.keep_days"),
        (LEAST + LEAST, "same name"),
        (LEAST + 'folder = "Meldpunt done"\n', "folder and done"),
        (LEAST + 'done = "Inbox"\n', "a folder of its own"),
        ("not TOML", "not TOML"),
        (LEAST.replace("password.txt", "nowhere.txt"), "password file of the mailbox security"),
    ],
)
def test_what_is_wrong(tmp_path, text, said):
    assert said in refusal(written(tmp_path, text))


def test_no_password_in_its_file(tmp_path):
    for given in ("", "\n", "one\ntwo\n", "\x00"):
        assert "holds no password" in refusal(written(tmp_path, LEAST, given))


def test_a_file_that_is_not_there(tmp_path):
    assert "No such file" in refusal(tmp_path / "mailboxes.toml")


def test_no_value_is_told(tmp_path):
    """What is wrong may be a password in the wrong place."""
    said = refusal(written(tmp_path, LEAST.replace('"password.txt"', '["hunter2"]')))
    assert "hunter2" not in said


def test_the_password_shows_nowhere(tmp_path):
    path = written(tmp_path, LEAST)
    assert [word for word in ("tell nobody", "security@") if word in repr(account(path))] == []


def test_the_example_of_the_documents(tmp_path):
    """What operators copy can be read."""
    text = (Path(__file__).parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
    example = text.split("### Out of a mailbox")[1].split("```")[1]
    written(tmp_path, example)
    (tmp_path / "mailbox-password.txt").write_text("tell nobody", encoding="utf-8")
    assert account(tmp_path / "mailboxes.toml").host == "imap.voorbeeldkliniek.example"


def test_every_key_is_told():
    """The table of the documents names each key once."""
    text = (Path(__file__).parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
    rows = text.split("### Out of a mailbox")[1].split("\n###")[0].splitlines()
    told = [key for row in rows if row.startswith("| `") for key in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(told) == sorted(Mailbox.model_fields)
