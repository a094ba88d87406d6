"""`./meldpunt policy` where two people publish: it proposes, tells what waits, and withdraws."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from meldpunt.doors.console import policy
from meldpunt.policy.actions import approve, send_back
from meldpunt.policy.queries import newest_number, proposal_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import propose_text
from tests.factories.policy_texts import TWO
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
type Run = Callable[..., tuple[int, str]]
OTHER = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give the command, in a folder with two policies that two people publish."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("two.toml", TWO), ("other.toml", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def ran(*arguments: str) -> tuple[int, str]:
        output = io.StringIO()
        return policy.run(
            arguments, keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=output
        ), output.getvalue()

    return ran


@pytest.fixture
def haven() -> MadeOrganisation:
    return make_organisation(name="Haven", host_names=["report.haven.example"])


@pytest.fixture
def second(haven: MadeOrganisation) -> MadeMember:
    return make_lead(haven, name="Sem")


def test_publishing_proposes_and_says_what_happens_next(run, haven, second):  # noqa: ARG001 - who approves
    code, said = run("publish", "two.toml")
    assert (code, newest_number(haven.id), proposal_of(haven.id) is not None) == (0, 1, True)
    assert said.splitlines()[:4] == [
        "Nothing is published yet. Two people publish the policy of Haven: your file is a proposal now.",
        "One of these people reads it at the desk, under Policy, and approves it or sends it back: Sem.",
        "You are the first of the two: let somebody else approve it, also where you have a seat at the desk.",
        "To take it back: ./meldpunt policy withdraw --organisation haven.",
    ]


@pytest.mark.usefixtures("haven")
def test_with_nobody_to_approve_it_says_how_somebody_comes(run):
    _code, said = run("publish", "two.toml")
    assert "Nobody may approve it yet." in said


def test_publishing_again_changes_the_own_proposal(run, haven):
    run("publish", "two.toml")
    assert run("publish", "other.toml")[0] == 0
    waiting = proposal_of(haven.id)
    assert waiting is not None
    assert waiting.source == OTHER


def test_a_members_proposal_stays(run, haven, second):
    propose_text(haven, by=second.unlocked.actor, now=timezone.now())
    code, said = run("publish", "other.toml")
    assert (code, said.startswith("meldpunt: A proposal by Sem of ")) == (1, True)
    assert said.endswith("It is approved, sent back or withdrawn first.\n")


def test_what_was_published_last_is_not_proposed(run, haven, second):
    run("publish", "two.toml")
    approve_it(haven, second)
    assert run("publish", "two.toml") == (1, "meldpunt: This is what was published last. Nothing was done.\n")


def approve_it(haven: MadeOrganisation, by: MadeMember) -> None:
    waiting = proposal_of(haven.id)
    assert waiting is not None
    approve(seen=waiting.digest, by=by.unlocked, now=timezone.now())


@pytest.mark.usefixtures("haven")
def test_show_tells_what_waits(run):
    run("publish", "two.toml")
    assert run("show")[1].startswith("A proposal by the operator of ")


def test_show_tells_why_it_came_back(run, haven, second):
    run("publish", "two.toml")
    waiting = proposal_of(haven.id)
    assert waiting is not None
    send_back(seen=waiting.digest, remark="Too long.", by=second.unlocked, now=timezone.now())
    first = run("show")[1].splitlines()[0]
    assert (
        first.startswith("The proposal by the operator of "),
        first.endswith("was sent back by Sem: Too long."),
    ) == (
        True,
        True,
    )


@pytest.mark.usefixtures("haven")
def test_the_source_of_a_version_stays_a_file(run):
    run("publish", "two.toml")
    assert run("show", "--source") == (0, "")


def test_diff_compares_with_what_waits(run, haven, second):
    run("publish", "two.toml")
    approve_it(haven, second)
    run("publish", "other.toml")
    told = "+ no_spam\n    + Send no spam.\n"
    assert run("diff", "2", "proposal") == (0, told)


@pytest.mark.usefixtures("haven")
def test_diff_tells_when_nothing_waits(run):
    assert run("diff", "1", "proposal") == (1, "meldpunt: There is no proposal.\n")


def test_the_operator_withdraws_the_own_proposal(run, haven):
    run("publish", "two.toml")
    assert run("withdraw") == (0, "The proposal was withdrawn. The policy stays as it is.\n")
    assert proposal_of(haven.id) is None


def test_the_operator_withdraws_nobody_elses(run, haven, second):
    propose_text(haven, by=second.unlocked.actor, now=timezone.now())
    code, said = run("withdraw")
    assert (code, said.endswith("Only who proposed it withdraws it.\n")) == (1, True)


@pytest.mark.usefixtures("haven")
def test_nothing_is_withdrawn_when_nothing_waits(run):
    assert run("withdraw") == (1, "meldpunt: There is no proposal.\n")


@pytest.mark.usefixtures("haven")
def test_it_is_said_in_dutch(run):
    assert "uw bestand is nu een voorstel" in run("publish", "two.toml", "--language", "nl")[1]
