"""An organisation is made by questions or by options, and its secrets are handed out once."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as given
from django.db import OperationalError

from meldpunt.cases.queries import page_of_finders
from meldpunt.doors.console import example, init, init_options
from meldpunt.doors.console.handing_out import NotHandedOut
from meldpunt.journal.actions import transaction
from meldpunt.people.queries import address_of, organisation_by_host, organisation_by_slug, organisations
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db]
ADDRESS = "https://meld.example"
OPTIONS = ["--name", "Kliniek Zuid", "--language", "nl,en", "--handler-email", "anna@kliniek.example"]


class Terminal(io.StringIO):
    """Somebody who types and reads."""

    def isatty(self) -> bool:
        return True


type Init = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Give the command, run in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def ran(*options: str, questions: io.StringIO | None = None, output: io.StringIO | None = None) -> tuple[int, str]:
        output = output or io.StringIO()
        code = init.run(init_options.read(options), ADDRESS, questions or io.StringIO(), output, output)
        return code, output.getvalue()

    return ran


def test_options_alone_are_enough(run: Init) -> None:
    """No question is asked when there is no terminal."""
    code, _ = run(*OPTIONS, "--host-name", "meld.kliniek.example")
    made = organisation_by_host("meld.kliniek.example")
    assert (code, made and made.name, made and made.languages) == (0, "Kliniek Zuid", ("nl", "en"))


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ((), ("NL", "Europe/Amsterdam")),
        (("--country", "BE"), ("BE", "Europe/Brussels")),
        (("--country", "DE-BY", "--zone", "Europe/London"), ("DE-BY", "Europe/London")),
        (("--zone", "Europe/Brussels"), ("NL", "Europe/Brussels")),
    ],
    ids=["neither", "country", "both", "zone"],
)
def test_days_are_counted_where_it_is_said(run: Init, options: tuple[str, ...], place: tuple[str, str]) -> None:
    """So that a policy of that country can be published at once."""
    code, _ = run(*OPTIONS, *options)
    (made,) = organisations()
    assert (code, (made.region, made.zone)) == (0, place)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--country", "XX"), 'No public holidays are known for "XX".'),
        (("--country", "be"), "--country"),
        (("--country", "JP"), "--zone is missing"),
        (("--zone", "Europe/Brusels"), 'There is no time zone "Europe/Brusels".'),
    ],
)
def test_place_that_is_not_known_is_refused(run: Init, options: tuple[str, ...], told: str) -> None:
    code, said = run(*OPTIONS, *options)
    assert (code, told in said, said.count("\n"), organisations()) == (1, True, 1, [])


def test_links_name_the_host_that_was_given(run: Init) -> None:
    """Whoever gets them is not at this machine."""
    _, printed = run(*OPTIONS, "--host-name", "meld.kliniek.example", questions=Terminal(), output=Terminal())
    own = address_of("meld.kliniek.example")
    assert (f"Its page: {own}/\n" in printed, f"{own}/desk/invitation/" in printed, ADDRESS in printed) == (
        True,
        True,
        False,
    )


def test_links_have_the_port_of_a_plain_address(run: Init, settings: Any) -> None:
    """That of a trial elsewhere than at 8000, which `start` was given and `init` was not."""
    settings.MELDPUNT = given.MELDPUNT.model_copy(update={"public_url": "http://127.0.0.1:8123"})
    _, printed = run(*OPTIONS, "--host-name", "meld.kliniek.example")
    assert "Its page: http://meld.kliniek.example:8123/\n" in printed


def test_a_first_organisation_without_a_host_name_has_the_short_address(run: Init) -> None:
    """A later one has its own under it, and paper and mail name the same."""
    told = [run(*OPTIONS)[1], run(*OPTIONS[:-1], "ben@kliniek.example", "--name", "Noord")[1]]
    assert [re.findall(r"Its page: (\S+)", each) for each in told] == [[f"{ADDRESS}/"], [f"{ADDRESS}/o/noord/"]]
    sites = [page_of_finders(made) for made in organisations()]
    assert sites == [f"{address_of('')}/case", f"{address_of('')}/o/noord/case"]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [({}, True), ({"port": 8123}, False), ({"public_url": "https://meld.kliniek.example"}, False)],
    ids=["nothing", "port", "address"],
)
def test_the_next_step_is_told_and_a_port_that_nobody_chose(
    run: Init, settings: Any, chosen: dict[str, Any], told: bool
) -> None:
    settings.MELDPUNT = type(given.MELDPUNT)(**chosen)
    _, printed = run(*OPTIONS)
    assert ("start it with ./meldpunt" in printed, "Nobody chose a port" in printed) == (True, told)


def test_secrets_go_to_private_files(run: Init, tmp_path: Path) -> None:
    """The output names the files and shows nothing of them."""
    _, printed = run(*OPTIONS)
    files = sorted(tmp_path.iterdir())
    assert [(file.stat().st_mode & 0o777, file.read_text().strip() in printed) for file in files] == [
        (0o600, False)
    ] * 2


def test_terminal_shows_secrets(run: Init, tmp_path: Path) -> None:
    """Somebody is there to write them down."""
    _, printed = run(*OPTIONS, questions=Terminal(), output=Terminal())
    assert (bool(re.search(rf"{ADDRESS}/desk/invitation/\S+", printed)), list(tmp_path.iterdir())) == (True, [])


def test_questions_are_asked_at_a_terminal(run: Init) -> None:
    """Only for what no option said."""
    answers = Terminal("Waterschap\n\nnl\nanna@water.example\n")
    code, _ = run(questions=answers, output=Terminal())
    assert (code, [(made.name, made.languages) for made in organisations()]) == (0, [("Waterschap", ("nl",))])


def test_what_cannot_be_used_is_asked_again(run: Init) -> None:
    """And what was answered before stays."""
    answers = [
        "",
        "Waterschap",
        "https://meld.water.example",
        "meld.water.example",
        "Dutch, English",
        "nl",
        "anna",
        "anna@water.example",
    ]
    output = Terminal()
    code, _ = run(questions=Terminal("".join(f"{line}\n" for line in answers)), output=output)
    asked_again = [
        output.getvalue().count(question) for question in ("Name of", "Host name of", "Languages,", "E-mail")
    ]
    assert (code, asked_again, [made.languages for made in organisations()]) == (0, [2, 2, 2, 2], [("nl",)])


def test_questions_end_where_nobody_answers(run: Init) -> None:
    """A closed terminal is no endless question."""
    code, printed = run(questions=Terminal("Waterschap\n"), output=Terminal())
    assert (code, printed.endswith("meldpunt: --handler-email is missing.\n"), organisations()) == (1, True, [])


@pytest.mark.parametrize(
    ("address", "told"),
    [("anna", "is no e-mail address"), (OPTIONS[-1], "is a member's already")],
    ids=["none", "taken"],
)
def test_an_address_that_cannot_be_used_is_told_with_its_reason(
    run: Init, tmp_path: Path, address: str, told: str
) -> None:
    """A second run of a script is most often the second of these."""
    (tmp_path / "password").write_text("kleine groene olifant 7\n")
    run(*OPTIONS, "--password-file", str(tmp_path / "password"))
    code, printed = run(*OPTIONS[:-1], address)
    assert (code, f"{address} {told}" in printed, len(organisations())) == (1, True, 1)


def test_recovery_code_goes_where_asked(run: Init, tmp_path: Path) -> None:
    """Such as a mounted stick."""
    run(*OPTIONS, "--recovery-code-file", str(tmp_path / "code"))
    assert ((tmp_path / "code").stat().st_mode & 0o777, (tmp_path / "code").read_text() != "") == (0o600, True)


def test_password_file_makes_the_member(run: Init, tmp_path: Path) -> None:
    """A script can go on to sign in."""
    (tmp_path / "password").write_text("kleine groene olifant 7\n")
    code, printed = run(*OPTIONS, "--password-file", str(tmp_path / "password"))
    assert (code, "anna@kliniek.example can sign in" in printed, "olifant" in printed) == (0, True, False)


def test_weak_password_makes_nothing(run: Init, tmp_path: Path) -> None:
    """The same command can be given again; a recovery code that opens nothing does not lie about."""
    (tmp_path / "password").write_text("welkom")
    code, printed = run(*OPTIONS, "--password-file", str(tmp_path / "password"))
    left = [file.name for file in tmp_path.iterdir()]
    assert (code, "too weak" in printed, organisations(), left) == (1, True, [], ["password"])


def test_weak_password_tells_of_nothing_that_was_not_made(run: Init, tmp_path: Path) -> None:
    """No recovery code, on a screen or in a file, comes before the one line."""
    (tmp_path / "password").write_text("welkom")
    options = [*OPTIONS, "--password-file", str(tmp_path / "password")]
    printed = [
        run(*options, "--recovery-code-file", str(tmp_path / "code"))[1],
        run(*options, questions=Terminal("meld.kliniek.example\n"), output=Terminal())[1],
    ]
    assert [text.count("ecovery") for text in printed] == [0, 0]


def test_recovery_code_that_cannot_be_written_makes_nothing(run: Init, tmp_path: Path) -> None:
    """Nobody would ever have had it."""
    code, printed = run(*OPTIONS, "--recovery-code-file", str(tmp_path / "nowhere" / "code"))
    assert (code, printed.count("\n"), organisations()) == (1, 1, [])


def test_link_that_cannot_be_written_takes_the_recovery_code_back(run: Init, tmp_path: Path) -> None:
    """Both or none."""
    (tmp_path / "first-handler-link-kliniek-zuid.txt").write_text("older")
    code, _ = run(*OPTIONS)
    left = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert (code, organisations(), left) == (1, [], {"first-handler-link-kliniek-zuid.txt": "older"})


def test_recovery_code_never_replaces_a_file(run: Init, tmp_path: Path) -> None:
    """It may be the only copy of another organisation's."""
    (tmp_path / "code").write_text("older")
    code, printed = run(*OPTIONS, "--recovery-code-file", str(tmp_path / "code"))
    assert (code, "there already" in printed, (tmp_path / "code").read_text()) == (1, True, "older")


def test_commit_that_fails_takes_the_files_back(run: Init, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, at the last moment."""

    @contextmanager
    def failing() -> Iterator[None]:
        with transaction():
            yield
            raise OperationalError

    monkeypatch.setattr(init, "transaction", failing)
    with pytest.raises(OperationalError):
        run(*OPTIONS)
    assert (organisations(), list(tmp_path.iterdir())) == ([], [])


def test_help_is_about_init(capsys: pytest.CaptureFixture[str]) -> None:
    """And touches nothing."""
    with pytest.raises(SystemExit):
        init_options.read(["--help"])
    assert "--recovery-code-file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--handler-email", "a@b.example"], "--name"),
        (["--name", "A"], "--handler-email"),
        ([*OPTIONS, "--language", "fr"], "--language"),
        ([*OPTIONS, "--password-file", "/nowhere"], "/nowhere"),
        ([*OPTIONS, "--handler-email", "nobody"], "--handler-email"),
        ([*OPTIONS, "--host-name", "not a host"], "--host-name"),
    ],
)
def test_mistake_is_one_line(run: Init, options: list[str], named: str) -> None:
    """It names what to correct, and nothing is made."""
    code, printed = run(*options)
    assert (code, printed.count("\n"), named in printed, organisations()) == (1, 1, True, [])


def test_host_of_another_organisation(run: Init) -> None:
    """The first keeps it."""
    run(*OPTIONS, "--host-name", "meld.example")
    code, _ = run("--name", "B", "--handler-email", "b@b.example", "--host-name", "meld.example")
    first = organisation_by_host("meld.example")
    assert (code, first and first.name) == (1, "Kliniek Zuid")


def test_example_needs_a_place_for_its_secrets(tmp_path: Path) -> None:
    """Otherwise it is not made."""
    (tmp_path / "recovery-code.txt").write_text("older")
    with pytest.raises(NotHandedOut):
        example.make_when_empty(address=ADDRESS, folder=tmp_path, output=io.StringIO(), now=NOW)
    assert (organisations(), [file.name for file in tmp_path.iterdir()]) == ([], ["recovery-code.txt"])


def test_example_is_made_once(tmp_path: Path) -> None:
    """Only when there is no organisation at all."""
    made = [example.make_when_empty(address=ADDRESS, folder=tmp_path, output=io.StringIO(), now=NOW) for _ in range(2)]
    assert (made, organisation_by_slug("example-organisation") is not None) == ([True, False], True)
