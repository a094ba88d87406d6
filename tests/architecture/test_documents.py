"""What the documents say, held against the program: links, paths, variables, commands, addresses, fields, the recipe of the digest."""

import hashlib
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

from meldpunt.arrivals.rules.content import manifest
from meldpunt.doors.console import arguments, init_options, openpgp, policy, reckon_options
from meldpunt.doors.portal.forms import ReportForm
from meldpunt.doors.portal.report import TRAP
from meldpunt.people.rules.addresses import site_address
from meldpunt.site import preparing
from meldpunt.site.environment import Environment
from tests.architecture.house import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
INTERFACES, OPERATE, REPORT = (
    (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("interfaces", "operate", "report")
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|tests|docs|benchmarks|examples|\.ci)/[\w./-]+)`")
VARIABLE = re.compile(r"MELDPUNT_[A-Z_]*[A-Z]")
OUR_COMMAND = re.compile(r"\./meldpunt ([a-z]\w*)")
HIDDEN_FIELDS = {"form", "uploads", "remove", "as_is", TRAP}
LARGEST_PICTURES = 1_500_000

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of any kind."""
    return re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of the tables in a text, without the head."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [
        row for row, after in zip(cells, [*cells[1:], [""]], strict=True) if not is_rule(row) and not is_rule(after)
    ]


def is_rule(row: list[str]) -> bool:
    """Tell whether a row is the line under a table's head."""
    return all(set(cell) <= {"-", ":"} for cell in row) and any(row)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def known_commands() -> set[str]:
    """Return the commands that the launcher tells of."""
    told = (ROOT / "meldpunt").read_text(encoding="utf-8").split('"""')[1]
    return set(OUR_COMMAND.findall(told)) | {"start"}


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        if re.match(r"\w+:", link):
            continue
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@each_document
def test_every_file_that_is_named_exists(document: Path) -> None:
    named = PATH.findall(document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


@each_document
def test_every_command_that_is_named_exists(document: Path) -> None:
    assert set(OUR_COMMAND.findall(document.read_text(encoding="utf-8"))) - known_commands() == set()


@each_document
def test_every_variable_that_is_named_exists(document: Path) -> None:
    known = {f"MELDPUNT_{name.upper()}" for name in Environment.model_fields}
    assert set(VARIABLE.findall(document.read_text(encoding="utf-8"))) - known == set()


def test_operators_are_told_every_variable_once() -> None:
    told = [row[0].strip("`") for row in rows(section(OPERATE, "Settings"))]
    assert sorted(told) == sorted(f"MELDPUNT_{name.upper()}" for name in Environment.model_fields)


def test_operators_are_told_the_true_defaults() -> None:
    told = {row[0].strip("`")[9:].lower(): row[1].strip("`") for row in rows(section(OPERATE, "Settings"))}
    plain = {name: text for name, text in told.items() if " " not in text and text != "-"}
    assert plain == {name: str(Environment.model_fields[name].default).lower() for name in plain}


def test_first_day_and_unit_set_the_same_and_reach_people_over_https() -> None:
    by_hand = dict(re.findall(r"export (MELDPUNT_\w+)=(\S+)", section(OPERATE, "The first day")))
    unit = [line for line in section(OPERATE, "systemd").splitlines() if line.startswith("Environment=")]
    by_unit = dict(pair.split("=", 1) for line in unit for pair in line.partition("=")[2].split())
    settings = Environment.model_validate({name[9:].lower(): value for name, value in by_hand.items()})
    host = re.findall(r"--host-name (\S+)", section(OPERATE, "The first day"))[0]
    asked = (
        preparing.address(settings, settings.port),
        site_address(
            host=host,
            public_url=settings.public_url,
            has_tls=settings.has_tls,
            has_proxy=bool(settings.trusted_proxies),
            port=settings.port,
        ),
    )
    assert (by_unit, *asked) == (by_hand, f"https://{host}", f"https://{host}")


def test_examples_of_proxies_log_nobody() -> None:
    examples = section(OPERATE, "TLS").split("```")[1::2]
    quiet = (
        "log default {\n        exclude http.log http.handlers\n",
        "access_log off;\n    error_log /dev/null crit;",
    )
    assert [words in example for words, example in zip(quiet, examples, strict=True)] == [True, True]


def test_interfaces_name_every_command() -> None:
    told = OUR_COMMAND.findall(section(INTERFACES, "Commands"))
    assert {*told, "start"} == known_commands()
    assert set(arguments.COMMANDS) <= known_commands()


def test_interfaces_name_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    for read in (arguments.read, init_options.read):
        with pytest.raises(SystemExit):
            read(["--help"])
    for what in ("keepable", "show", "publish"):
        with pytest.raises(SystemExit):
            policy.read_options([what, "--help"])
    for what in ("import", "export"):
        with pytest.raises(SystemExit):
            openpgp.read_options([what, "--help"])
    with pytest.raises(SystemExit):
        reckon_options.read_options(["--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert set(re.findall(r"`(--[a-z-]+)`", section(INTERFACES, "Commands"))) == known


def test_interfaces_name_every_field_of_the_report_form() -> None:
    told = {
        name
        for row in rows(section(INTERFACES, "Fields of the report form"))
        for name in re.findall(r"`(\w+)`", row[0])
    }
    assert told == set(ReportForm.base_fields) | HIDDEN_FIELDS


def test_interfaces_name_addresses_that_exist() -> None:
    told = [row[0].strip("`") for row in rows(section(INTERFACES, "The organisation's public side"))]
    views: list[Any] = [resolve(address.removeprefix("/o/<slug>") or "/") for address in told]
    assert len(views) == len(told) > 0


def test_manifest_in_the_finders_guide_is_what_the_program_makes() -> None:
    sent = {
        "topic": "weakness",
        "where": "https://x.example/a",
        "what": "line one\r\nline two — é",
        "when": "yesterday 14:30 (UTC)",
        "kind": "unknown",
    }
    shown = re.search(r"```\n(meldpunt report 1\n.*?)```", REPORT, re.DOTALL)
    assert shown is not None
    salt = bytes.fromhex(shown[1].split()[4])
    assert shown[1] == manifest(sent, [hashlib.sha256(b"abc\0def").digest()], salt=salt, rules=1, agreed=False)


def test_recipe_of_the_digest_works_on_a_receipt(tmp_path: Path) -> None:
    made = manifest({"where": "a", "what": "b"}, [], salt=bytes(32), rules=1, agreed=True)
    template = (ROOT / "src/meldpunt/doors/portal/templates/portal/receipt.txt").read_text(encoding="utf-8")
    receipt = template.replace("{{ receipt.manifest }}", made).replace("\n", "\r\n")
    (tmp_path / "2026-00001.txt").write_bytes(receipt.encode())
    recipe = re.search(r"```\n(tr .*?)```", REPORT, re.DOTALL)
    assert recipe is not None
    done = subprocess.run(["/bin/sh", "-euc", recipe[1]], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == hashlib.sha256(made.encode()).hexdigest()


def test_every_picture_is_shown_and_together_they_are_small() -> None:
    pictures = sorted((ROOT / "docs/screenshots").glob("*.png"))
    shown = LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {f"docs/screenshots/{path.name}" for path in pictures} == {link for link in shown if link.endswith(".png")}
    assert sum(path.stat().st_size for path in pictures) <= LARGEST_PICTURES
