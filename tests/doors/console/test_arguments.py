"""What is typed is understood, or refused with a usage line."""

from pathlib import Path

import pytest

from meldpunt.doors.console.arguments import Asked, read


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ([], Asked("start")),
        (["--port", "8123"], Asked("start", {"port": "8123"})),
        (["--port=8123", "--host", "::1"], Asked("start", {"port": "8123", "host": "::1"})),
        (["--data", "/srv/meld"], Asked("start", {"data": "/srv/meld"})),
        (["doctor", "--data", "/srv/meld"], Asked("doctor", {"data": "/srv/meld"})),
        (["init", "--name", "A", "--data", "/srv/m"], Asked("init", {"data": "/srv/m"}, ("--name", "A"))),
        (["init", "--help"], Asked("init", {}, ("--help",))),
        (["hosts", "kliniek", "a.example", "b.example"], Asked("hosts", {}, ("kliniek", "a.example", "b.example"))),
        (["reseal", "kliniek", "code.txt"], Asked("reseal", {}, ("kliniek", "code.txt"))),
        (["hosts", "--data", "/srv/m"], Asked("hosts", {"data": "/srv/m"})),
        (["--dumped"], Asked("start", dumped=True)),
        (["start", "--new-secrets"], Asked("start", new_secrets=True)),
        (["reckon", "-", "--json", "--help"], Asked("reckon", {}, ("-", "--json", "--help"))),
        (["manage", "migrate", "--plan"], Asked("manage", {}, ("migrate", "--plan"))),
    ],
)
def test_understood(typed: list[str], asked: Asked) -> None:
    """Options that are settings are kept apart from the command's own."""
    assert read(typed) == asked


def test_relative_folder_is_made_whole() -> None:
    """It means where the operator is now."""
    assert read(["--data", "x"]).settings == {"data": str(Path.cwd() / "x")}


@pytest.mark.parametrize("typed", [["dance"], ["start", "--colour", "red"], ["doctor", "extra"], ["hosts", "a", "--b"]])
def test_refused(typed: list[str]) -> None:
    """A typing error never starts anything."""
    with pytest.raises(SystemExit) as caught:
        read(typed)
    assert caught.value.code == 2


@pytest.mark.parametrize("port", ["abc", "65536", "-1", "", "\u0661"])
def test_port_that_is_none_is_refused_in_one_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the exit code of a wrong command line."""
    with pytest.raises(SystemExit) as caught:
        read([f"--port={port}"])
    said = capsys.readouterr().err
    assert (caught.value.code, said.count("\n"), f"{port!r} is no port" in said) == (2, 1, True)


def test_options_win_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed now is meant now."""
    monkeypatch.setenv("MELDPUNT_PORT", "1")
    Asked("start", {"port": "2"}).export()
    import os

    assert os.environ["MELDPUNT_PORT"] == "2"
