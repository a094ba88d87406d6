"""What an operator can set, and what is refused before anything starts."""

import stat
from pathlib import Path

import pytest

from meldpunt.doors.console.handed_in import others_can_read
from meldpunt.site import preparing
from meldpunt.site.databases import UnknownDatabase, database, holds_something
from meldpunt.site.environment import Environment
from meldpunt.site.preparing import CannotStart
from meldpunt.site.secrets import SecretsUnusable, server_secrets


def test_lists_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are parted by commas."""
    monkeypatch.setenv("MELDPUNT_TRUSTED_PROXIES", "10.0.0.1, ::1 ,")
    assert Environment().trusted_proxies == ("10.0.0.1", "::1")


def test_wrong_value_names_the_variable_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value could be a secret in the wrong place."""
    monkeypatch.setenv("MELDPUNT_PORT", "canary")
    with pytest.raises(CannotStart) as caught:
        preparing.read_environment()
    assert ("MELDPUNT_PORT" in str(caught.value), "canary" in str(caught.value)) == (True, False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "desk.example"])
def test_plain_http_for_others_is_refused(host: str) -> None:
    """Reports would travel in clear."""
    with pytest.raises(CannotStart):
        preparing.check_transport(Environment(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_plain_http_for_this_machine(host: str) -> None:
    """Nobody else can listen in."""
    preparing.check_transport(Environment(host=host))


def test_behind_a_proxy() -> None:
    """The proxy speaks https."""
    preparing.check_transport(Environment(host="0.0.0.0", trusted_proxies=("10.0.0.1",)))


def test_half_a_certificate(tmp_path: Path) -> None:
    """A certificate without its key."""
    with pytest.raises(CannotStart, match="both"):
        preparing.check_transport(Environment(tls_certificate=tmp_path / "c.pem"))


def test_certificate_that_is_none(tmp_path: Path) -> None:
    """Files that cannot be used."""
    with pytest.raises(CannotStart, match="cannot be used together"):
        preparing.check_transport(Environment(tls_certificate=tmp_path / "c.pem", tls_key=tmp_path / "k.pem"))


def test_secrets_are_made_once(tmp_path: Path) -> None:
    """The second reading gives what the first made."""
    file = tmp_path / "deep" / "secrets.json"
    first = server_secrets(file, has_data=lambda: False)
    assert (server_secrets(file, has_data=lambda: True), stat.S_IMODE(file.stat().st_mode)) == (first, 0o600)


def test_secrets_differ_by_use(tmp_path: Path) -> None:
    """One that leaks says nothing about the others."""
    made = server_secrets(tmp_path / "secrets.json", has_data=lambda: False)
    assert len({made.django, made.pepper, made.form, made.mail, made.notice, made.locator}) == 6


@pytest.mark.parametrize("content", ["", "{}", '{"root": "canary"}', '{"root": "00"}', "[]", "\x00"])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, content: str) -> None:
    """A new root would lock everybody out for good; the message holds nothing of the file."""
    file = tmp_path / "secrets.json"
    file.write_text(content)
    with pytest.raises(SecretsUnusable) as caught:
        server_secrets(file, has_data=lambda: True)
    assert (file.read_text(), "canary" in str(caught.value)) == (content, False)


def test_missing_secrets_of_data_are_not_replaced(tmp_path: Path) -> None:
    """What was stored with the old ones would never open again."""
    file = tmp_path / "secrets.json"
    with pytest.raises(SecretsUnusable, match=r"MELDPUNT_SECRETS_FILE"):
        server_secrets(file, has_data=lambda: True)
    assert not file.exists()


def test_secrets_that_cannot_be_made(tmp_path: Path) -> None:
    """One line that names the file and the setting."""
    (tmp_path / "file").touch()
    with pytest.raises(SecretsUnusable, match=r"MELDPUNT_SECRETS_FILE"):
        server_secrets(tmp_path / "file" / "secrets.json", has_data=lambda: False)


def test_others_rights_on_the_secrets_are_seen(tmp_path: Path) -> None:
    """Of the group as well."""
    file = tmp_path / "secrets.json"
    server_secrets(file, has_data=lambda: False)
    before = others_can_read(file)
    file.chmod(0o640)
    assert (before, others_can_read(file)) == (False, True)


@pytest.mark.parametrize(("content", "holds"), [(None, False), (b"", False), (b"SQLite", True)])
def test_database_that_holds_something(tmp_path: Path, content: bytes | None, holds: bool) -> None:
    """A file that SQLite has only opened is empty."""
    if content is not None:
        (tmp_path / "meldpunt.sqlite3").write_bytes(content)
    assert holds_something(None, tmp_path) == holds


def test_database_address(tmp_path: Path) -> None:
    """Parts of an address may be escaped."""
    made = database("postgresql://me:p%40ss@db.example:5433/desk", tmp_path)
    assert [made[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        *("me", "p@ss", "db.example", "5433", "desk")
    ]


def test_database_on_a_socket(tmp_path: Path) -> None:
    """The folder of the socket comes as a query, as in libpq."""
    made = database("postgresql:///desk?host=/run/pg&port=5439", tmp_path)
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("/run/pg", "5439", "desk")


@pytest.mark.parametrize("url", ["mysql://h/d", "postgresql://h", "canary"])
def test_unknown_database(url: str, tmp_path: Path) -> None:
    """The message does not repeat the address: there is a password in it."""
    with pytest.raises(UnknownDatabase) as caught:
        database(url, tmp_path)
    assert url not in str(caught.value)


@pytest.mark.parametrize("inside", [".", "data", "site/../data/deep"])
def test_data_inside_the_program_is_refused(inside: str) -> None:
    """An upgrade would replace it; and nothing is made there."""
    package = Path(preparing.__file__).parents[1]
    before = sorted(package.iterdir())
    with pytest.raises(CannotStart, match="--data"):
        preparing.prepare_data(package / inside)
    assert sorted(package.iterdir()) == before


def test_data_beside_the_program_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose name only begins like the program's is another one."""
    monkeypatch.setattr(preparing, "PACKAGE", tmp_path / "meldpunt")
    preparing.prepare_data(tmp_path / "meldpunt-data")
    assert (tmp_path / "meldpunt-data" / "files").is_dir()
