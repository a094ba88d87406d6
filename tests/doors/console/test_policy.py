"""`./meldpunt policy`: what it says, and with which exit code."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meldpunt.doors.console import policy, publishing
from meldpunt.people.queries import organisation_by_host
from meldpunt.people.terms import HostTaken
from meldpunt.policy.queries import policy_history
from meldpunt.policy.rules.catalogue.page import as_markdown
from meldpunt.policy.rules.file.schema import json_schema
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import make_haven
from tests.factories.policy_texts import NEXT_YEAR, SMALL, TWO, with_lines
from tests.fakes.openpgp import FakeOpenPgp

type Run = Callable[..., tuple[int, str]]
OTHER = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')
WRONG = with_lines('kind = "no_steps"', 'kind = "none_at_all"')


def never() -> None:
    """Say that the database was asked for."""
    raise AssertionError("this needs no database")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the command, in a folder with three policy files."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("small.toml", SMALL), ("other.toml", OTHER), ("wrong.toml", WRONG)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def ran(*arguments: str, ready: Callable[[], None] = never) -> tuple[int, str]:
        output = io.StringIO()
        return policy.run(
            arguments, keys=FakeOpenPgp(), ready=ready, output=output, complaints=output
        ), output.getvalue()

    return ran


@pytest.fixture
def haven(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    return make_haven()


def ready() -> None:
    """Find the database as it is."""


def test_a_file_without_faults_can_be_published(run: Run) -> None:
    code, said = run("check", "small.toml")
    assert (code, said.splitlines()[0]) == (0, "small.toml can be published.")


def test_where_two_people_publish_the_check_says_so(run: Run) -> None:
    Path("two.toml").write_text(TWO, encoding="utf-8")
    told = "Two people publish it: publish makes a proposal, and somebody else approves that at the desk."
    assert [told in run("check", name)[1] for name in ("two.toml", "small.toml")] == [True, False]


@pytest.mark.parametrize(
    ("language", "remedy"),
    [("en", "Choose from: none, restraint, no_steps."), ("nl", "Kies uit: none, restraint, no_steps.")],
)
def test_a_fault_is_told_with_line_and_remedy(run: Run, language: str, remedy: str) -> None:
    code, said = run("check", "wrong.toml", "--language", language)
    line = WRONG[: WRONG.index("none_at_all")].count("\n") + 1
    assert (code, said.startswith(f"wrong.toml:{line} safe_harbour.kind: "), remedy in said) == (1, True, True)


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("nothing.toml", "en", "There is no file nothing.toml. Correct its name, or give its whole path."),
        (".", "en", ". is a folder. Name the policy file in it."),
        (".", "nl", ". is een map. Noem het beleidsbestand dat daarin staat."),
        ("small.toml/x", "en", "small.toml/x cannot be read. Let this account read it, or name another file."),
    ],
)
def test_a_file_that_cannot_be_read_is_told(run: Run, name: str, language: str, told: str) -> None:
    assert run("check", name, "--language", language) == (1, f"meldpunt: {told}\n")


def test_a_file_of_five_megabytes_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_bytes(b"#" * 5_000_000)
    code, said = run("check", "large.toml")
    remedy = "The file is too large. A policy has at most 256 kB. Put long texts in a document beside it."
    assert (code, said.splitlines()[0]) == (1, f"large.toml:1: {remedy}")


def test_two_files_are_compared_clause_by_clause(run: Run) -> None:
    assert run("diff", "small.toml", "other.toml") == (
        0,
        "+ no_spam\n    + Send no spam.\n",
    )


def test_the_same_file_twice_changes_nothing(run: Run) -> None:
    assert run("diff", "small.toml", "small.toml", "--language", "nl") == (0, "Er verandert niets.\n")


def test_publishing_makes_the_next_version(run: Run, haven: MadeOrganisation) -> None:
    code, said = run("publish", "small.toml", ready=ready)
    assert (code, said.startswith("Version 2 of Haven was published. It is in force from ")) == (0, True)
    assert [edition.policy.number for edition in policy_history(haven.id)] == [2, 1]


@pytest.mark.usefixtures("haven")
def test_publishing_the_same_again_is_refused(run: Run) -> None:
    run("publish", "small.toml", ready=ready)
    assert run("publish", "small.toml", ready=ready) == (
        1,
        "meldpunt: This is what was published last. Nothing was done.\n",
    )


@pytest.mark.usefixtures("haven")
def test_publishing_checks_what_the_file_cannot_tell(run: Run) -> None:
    make_organisation(name="Haven")
    code, said = run("publish", "small.toml", "--organisation", "haven-2", ready=ready)
    assert (code, "report.haven.example cannot be used here." in said) == (1, True)


@pytest.mark.usefixtures("haven")
def test_a_version_is_shown_and_compared_with_a_file(run: Run) -> None:
    run("publish", "small.toml", ready=ready)
    _, shown = run("show", "--language", "nl", ready=ready)
    _, diff = run("diff", "2", "other.toml", ready=ready)
    assert "  - Vertel het alleen aan ons totdat het is opgelost." in shown
    assert diff.startswith("+ no_spam\n")


@pytest.mark.usefixtures("haven")
def test_the_source_comes_back_as_it_was_written(run: Run) -> None:
    run("publish", "small.toml", ready=ready)
    assert run("show", "--version", "2", "--source", ready=ready) == (0, SMALL)


@pytest.mark.usefixtures("haven")
@pytest.mark.parametrize("command", [("show", "--version", "9"), ("diff", "9", "small.toml")])
def test_a_version_that_never_was_is_told(run: Run, command: tuple[str, ...]) -> None:
    assert run(*command, ready=ready) == (1, "meldpunt: There is no version 9.\n")


@pytest.mark.usefixtures("haven")
def test_of_several_organisations_one_must_be_named(run: Run) -> None:
    make_organisation()
    assert run("show", ready=ready)[0] == 1


def test_schema_and_catalogue_are_what_the_documents_hold(run: Run) -> None:
    assert json.loads(run("schema")[1]) == json_schema()
    assert run("catalogue") == (0, as_markdown())


@pytest.mark.usefixtures("haven")
def test_a_host_name_that_goes_to_somebody_else_meanwhile_is_told(run, monkeypatch):
    def taken(**_asked: object) -> int:
        raise HostTaken

    monkeypatch.setattr(publishing, "publish", taken)
    told = "meldpunt: Somebody else was given a host name of this file just now. Check the file again.\n"
    assert run("publish", "small.toml", ready=lambda: None) == (1, told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            'has another fingerprint. Compare it with whoever made the key. If the file is right, write fingerprint = "',
        ),
        (
            "nl",
            'heeft een andere fingerprint. Vergelijk die met wie de sleutel heeft gemaakt. Klopt het bestand? Schrijf dan fingerprint = "',
        ),
    ],
)
def test_key_file_is_held_against_its_fingerprint(run: Run, tmp_path: Path, language: str, told: str) -> None:
    key = FakeOpenPgp().make(user_id="Haven <security@haven.example>", until=datetime(2099, 1, 1, tzinfo=UTC))
    (tmp_path / "k.asc").write_bytes(key.certificate)
    (tmp_path / "small.toml").write_text(f'{SMALL}\n[key]\nfile = "k.asc"\nfingerprint = "{"A" * 40}"\n')
    code, said = run("check", "small.toml", "--language", language)
    assert (code, f"small.toml:{SMALL.count(chr(10)) + 4} key.fingerprint: " in said, told in said) == (1, True, True)


def test_publishing_looks_into_the_key_file_and_asks_to_import_it(
    run: Run, tmp_path: Path, haven: MadeOrganisation
) -> None:
    key = FakeOpenPgp().make(user_id="Haven <security@haven.example>", until=datetime(2099, 1, 1, tzinfo=UTC))
    (tmp_path / "k.asc").write_bytes(key.certificate)
    (tmp_path / "small.toml").write_text(f'{SMALL}\n[key]\nfile = "k.asc"\nfingerprint = "{key.fingerprint}"\n')
    code, said = run("publish", "small.toml", ready=ready)
    remedy = "./meldpunt openpgp import k.asc --address security@haven.example"
    assert (code, remedy in said, policy_history(haven.id)) == (1, True, ())


def test_what_is_no_clause_is_compared_by_its_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(SMALL.replace('"b@haven.example"', '"d@haven.example"'))
    assert run("diff", "small.toml", "new.toml") == (
        0,
        '~ people.stand_in.mail\n    - "b@haven.example"\n    + "d@haven.example"\n',
    )


def test_an_old_file_is_compared_though_its_dates_have_passed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_text(SMALL.replace("format = 1", "format = 1\ntakes_effect = 2020-01-01"))
    assert run("diff", "old.toml", "small.toml") == (0, "- takes_effect\n    - 2020-01-01\n")
    assert run("diff", "small.toml", "old.toml")[0] == 1


def test_an_old_file_with_other_faults_is_refused(run: Run) -> None:
    code, said = run("diff", "wrong.toml", "small.toml")
    assert (code, said.startswith("wrong.toml:")) == (1, True)


@pytest.mark.usefixtures("haven")
def test_a_version_is_compared_by_its_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(SMALL.replace('"security@haven.example"', '"help@haven.example"'))
    assert "+ contact.mail" not in run("diff", "1", "new.toml", ready=ready)[1]
    run("publish", "small.toml", ready=ready)
    assert "~ contact.mail\n" in run("diff", "2", "new.toml", ready=ready)[1]


@pytest.mark.usefixtures("haven")
def test_host_names_that_a_brand_is_given_are_named_and_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text(
        f'{SMALL}\n[[brand]]\nid = "bloom"\nname = "Bloom"\nhosts = ["bloom.example"]\n'
    )
    told = (
        "meldpunt: Nothing was done. Nobody has these host names yet: bloom.example. "
        "With --yes they are given to the brands of Haven, and lead to its form.\n"
    )
    assert run("publish", "brand.toml", ready=ready) == (1, told)
    assert organisation_by_host("bloom.example") is None
    assert run("publish", "brand.toml", "--yes", ready=ready)[0] == 0
    found = organisation_by_host("bloom.example")
    assert found is not None
    assert found.brand == "bloom"


@pytest.mark.usefixtures("haven")
def test_publishing_names_the_planned_version_that_falls_away(run: Run, tmp_path: Path) -> None:
    (tmp_path / "later.toml").write_text(SMALL.replace("format = 1", f"format = 1\ntakes_effect = {NEXT_YEAR}"))
    run("publish", "small.toml", ready=ready)
    run("publish", "later.toml", ready=ready)
    code, said = run("publish", "other.toml", ready=ready)
    assert (code, said.splitlines()[1]) == (
        0,
        f"Version 3 was planned for {NEXT_YEAR} 00:00 CET. It is never in force: version 4 replaces it.",
    )


@pytest.mark.usefixtures("haven")
def test_showing_tells_number_dates_and_who_keeps_a_clause(run: Run, tmp_path: Path) -> None:
    built_in = run("show", ready=ready)[1]
    assert built_in.startswith("Version 1 of Haven: the built-in policy. Nothing was published yet.\n")
    (tmp_path / "later.toml").write_text(SMALL.replace("format = 1", f"format = 1\ntakes_effect = {NEXT_YEAR}"))
    for name in ("small.toml", "later.toml", "other.toml"):
        run("publish", name, ready=ready)
    second, third = (run("show", "--version", number, ready=ready)[1].splitlines() for number in "23")
    assert [line.partition(" 20")[0] for line in second[:3]] == ["Version 2 of Haven.", "Published:", "In force from:"]
    assert third[2] == f"Never in force: version 4 replaced it. It was planned for: {NEXT_YEAR} 00:00 CET."
    kept = [line for line in second if line.endswith(" (kept by people)")]
    assert "  - Tell only us until it is solved. Do not share it with others before that." in second
    assert any(line.startswith("  - If you keep to the rules on this page, we take no legal steps") for line in kept)


def test_host_names_that_a_brand_loses_are_named_before_it_is_published(run: Run, haven: MadeOrganisation) -> None:
    brand = '\n[[brand]]\nid = "bloom"\nname = "Bloom"\nhosts = ["lek.bloom.example"]\n'
    Path("branded.toml").write_text(SMALL + brand, encoding="utf-8")
    run("publish", "branded.toml", "--yes", ready=ready)
    code, said = run("publish", "small.toml", ready=ready)
    assert (code, "lek.bloom.example" in said, "--yes" in said, len(policy_history(haven.id))) == (1, True, True, 2)
    assert (run("publish", "small.toml", "--yes", ready=ready)[0], len(policy_history(haven.id))) == (0, 3)
