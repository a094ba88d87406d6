"""The operator moves what is sealed in an older format to the newest one."""

import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from meldpunt.doors.console import reseal
from meldpunt.journal.models import Entry
from meldpunt.people.models import OrganisationKey
from meldpunt.people.queries import current_key, older_wraps_left
from meldpunt.sealing.access import open_keys
from meldpunt.sealing.actions import keep_wraps
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.formats import format_of
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.pairs import new_seed, public_key
from meldpunt.sealing.terms import ContentKey, Format, KeyRing, PublicKey, Purpose
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.sealing import wrap_as_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation(name="Zuid")


@pytest.fixture
def code(organisation: MadeOrganisation, tmp_path: Path) -> Path:
    """Give the file with its recovery code."""
    file = tmp_path / "code.txt"
    file.touch(mode=0o600)
    file.write_text(organisation.recovery_code + "\n", encoding="utf-8")
    return file


def run(*arguments: str) -> tuple[int, str]:
    """Give the command, and return what it said."""
    output = io.StringIO()
    return reseal.run(arguments, output, output), output.getvalue()


def older(organisation: MadeOrganisation, *, to: PublicKey | None = None) -> ContentKey:
    """Keep a content key as it was kept before there was a newer format."""
    key = new_key(purpose=Purpose.REPORT, organisation=organisation.id, thread=uuid4())
    public = to or current_key(organisation.id)
    Wrap.objects.create(key=key.id, recipient=public.id, sealed=wrap_as_before(key, to=public))
    return key


def formats(*keys: UUID) -> list[Format]:
    """Return the formats these keys are wrapped in."""
    return [format_of(bytes(row.sealed)) for row in Wrap.objects.filter(key__in=keys).order_by("id")]


def test_lists_what_there_is_to_move(organisation: MadeOrganisation) -> None:
    """By organisation; what is in the newest format does not count."""
    older(organisation)
    keep_wraps(
        key=new_key(purpose=Purpose.REPORT, organisation=organisation.id, thread=uuid4()),
        to=[current_key(organisation.id)],
    )
    assert run() == (0, "zuid 1 sealed in an older format\n")


def test_moves_all_of_it(organisation: MadeOrganisation, code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In more than one batch, and each key opens as before."""
    monkeypatch.setattr(reseal, "AT_ONCE", 2)
    keys = [older(organisation) for _ in range(5)]
    assert run("zuid", str(code)) == (0, "5 moved to the newest format\n")
    assert formats(*(key.id for key in keys)) == [Format.BUNDLED] * 5
    opened = open_keys(wanted=[key.name for key in keys], ring=KeyRing(organisation.seeds))
    assert [opened[key.id] for key in keys] == keys
    assert older_wraps_left(organisation.id) == 0


def test_is_journalled_once(organisation: MadeOrganisation, code: Path) -> None:
    """By the operator."""
    older(organisation)
    run("zuid", str(code))
    assert [entry.actor_kind for entry in Entry.objects.filter(deed="keys.resealed")] == ["operator"]


def test_leaves_what_does_not_open(organisation: MadeOrganisation, code: Path) -> None:
    """It is said, and nothing is destroyed."""
    broken = older(organisation)
    Wrap.objects.filter(key=broken.id).update(sealed=bytes([Format.WRAP]) + bytes(1201))
    older(organisation)
    assert run("zuid", str(code)) == (
        1,
        "1 moved to the newest format\n1 do not open with this organisation's keys and stay as they are\n",
    )
    assert formats(broken.id) == [Format.WRAP]


def test_leaves_finders_and_other_organisations_alone(organisation: MadeOrganisation, code: Path) -> None:
    """Neither has a key that this code proves."""
    finder = older(organisation, to=public_key(new_seed(), uuid4()))
    other = older(make_organisation(name="Noord"))
    assert run("zuid", str(code)) == (0, "0 moved to the newest format\n")
    assert formats(finder.id, other.id) == [Format.WRAP, Format.WRAP]


def test_moves_nothing_to_a_key_that_somebody_put_there(organisation: MadeOrganisation, code: Path) -> None:
    """The stored public key must be the one of the seed behind the code."""
    key = older(organisation)
    OrganisationKey.objects.update(public=public_key(new_seed(), uuid4()).raw)
    assert (run("zuid", str(code))[0], formats(key.id)) == (1, [Format.WRAP])


@pytest.mark.parametrize("arguments", [("west",), ("zuid",), ("zuid", "nowhere.txt"), ("zuid", "{code}", "more")])
def test_refused_in_one_line(arguments: tuple[str, ...], organisation: MadeOrganisation, code: Path) -> None:
    """And everything stays as it was."""
    key = older(organisation)
    exit_code, printed = run(*(word.format(code=code) for word in arguments))
    assert (exit_code, printed.count("\n"), formats(key.id)) == (1, 1, [Format.WRAP])


@pytest.mark.parametrize("written", [b"", b"0000-0000-0000", b"\xff\xfe\x00", "é".encode() * 10_000])
def test_a_wrong_code_moves_nothing(written: bytes, organisation: MadeOrganisation, code: Path) -> None:
    """Whatever the file holds, it is one line."""
    key = older(organisation)
    code.write_bytes(written)
    exit_code, printed = run("zuid", str(code))
    assert (exit_code, printed.count("\n"), formats(key.id)) == (1, 1, [Format.WRAP])
