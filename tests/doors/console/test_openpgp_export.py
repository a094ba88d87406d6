"""`./meldpunt openpgp export`: the public key, and the secret one for the mail program of those who open the mail."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.utils import timezone

from meldpunt.doors.console import openpgp
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.models import OpenPgpKey
from meldpunt.people.queries import openpgp_keys
from meldpunt.people.rules.openpgp import armoured, grouped
from meldpunt.people.terms import OpenPgpKeyFacts
from tests.factories.openpgp import PASSPHRASE, key_of, make_key
from tests.factories.people import MadeOrganisation, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

pytestmark = pytest.mark.django_db
PRIVATE = "-----BEGIN PGP PRIVATE KEY BLOCK-----"


class Terminal(StringIO):
    """Somebody looks."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeOrganisation:
    monkeypatch.chdir(tmp_path)
    return make_organisation(name="Haven")


@pytest.fixture
def key(organisation: MadeOrganisation) -> OpenPgpKeyFacts:
    return make_key(organisation, now=timezone.now())


@pytest.fixture
def passphrase() -> Path:
    file = Path("passphrase.txt")
    file.touch(mode=0o600)
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


def export(*arguments: object, output: StringIO | None = None, ask=None) -> tuple[int, str]:
    """Return the exit code and what was said."""
    output = output or StringIO()
    words = ["export", *(str(argument) for argument in arguments)]
    code = openpgp.run(words, keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=output, ask=ask)
    return code, output.getvalue()


def replace(key: OpenPgpKeyFacts) -> None:
    words = ["replace", "--address", key.address]
    openpgp.run(words, keys=FakeOpenPgp(), ready=lambda: None, output=StringIO(), complaints=StringIO())


def typed(*answers: str):
    """Return how a person types these, one after the other."""
    left: Iterator[str] = iter(answers)
    return lambda _question: next(left)


def deeds(organisation: MadeOrganisation) -> list[str]:
    """Return what the journal says, newest first."""
    return [line.deed for line in entries_of_organisation(organisation.id, limit=9)]


def test_public_key_is_written_as_it_is_published(key):
    assert export() == (0, armoured(key.certificate))


def test_public_key_goes_to_a_file(key):
    code, said = export("--file", "key.asc")
    assert (code, PRIVATE in said, Path("key.asc").read_text()) == (0, False, armoured(key.certificate) + "\n")


def test_key_that_was_replaced_is_named_by_its_fingerprint(organisation, key):
    replace(key)
    old, new = (export("--fingerprint", wanted)[1] for wanted in (grouped(key.fingerprint).lower(), ""))
    assert (old, new) == (armoured(key.certificate), armoured(key_of(organisation).certificate))


@pytest.mark.usefixtures("key")
def test_secret_key_is_shown_at_a_terminal_with_what_it_opens(organisation):
    code, said = export("--secret", output=Terminal(), ask=typed(PASSPHRASE, PASSPHRASE))
    assert (code, PRIVATE in said, "reads all mail" in said, PASSPHRASE in said) == (0, True, True, False)
    assert (list(Path().iterdir()), deeds(organisation)[0]) == ([], "openpgp.handed_out")


@pytest.mark.usefixtures("key")
def test_without_a_terminal_it_goes_to_a_file_of_the_operator_alone(passphrase):
    code, said = export("--secret", "--passphrase-file", passphrase)
    written = Path("openpgp-secret-key-haven.asc")
    assert (code, PRIVATE in said, str(written.absolute()) in said) == (0, False, True)
    assert (written.stat().st_mode & 0o777, written.read_text().startswith(PRIVATE)) == (0o600, True)


@pytest.mark.usefixtures("key")
def test_file_that_is_named_keeps_it_off_the_screen(passphrase):
    code, said = export("--secret", "--passphrase-file", passphrase, "--file", "s.asc", output=Terminal())
    assert (code, PRIVATE in said, Path("s.asc").stat().st_mode & 0o777) == (0, False, 0o600)


def test_secret_of_a_key_that_was_replaced_opens_what_was_sent_to_it(organisation, key, passphrase):
    replace(key)
    assert export("--secret", "--passphrase-file", passphrase, "--fingerprint", key.fingerprint)[0] == 0
    assert [one.handed_out_at is not None for one in openpgp_keys(organisation.id)] == [False, True]


@pytest.mark.usefixtures("key")
def test_show_tells_which_key_was_handed_out(passphrase):
    said = []
    for again in (False, True):
        if again:
            export("--secret", "--passphrase-file", passphrase)
        output = StringIO()
        openpgp.run(["show"], keys=FakeOpenPgp(), ready=lambda: None, output=output, complaints=output)
        said.append(output.getvalue())
    assert ["handed out" in one for one in said] == [False, True]


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (None, "--passphrase-file"),
        (typed(PASSPHRASE, f"{PASSPHRASE}!"), "two different"),
        (typed("short", "short"), "too weak"),
        (typed("security@haven", "security@haven"), "too weak"),
    ],
    ids=["nobody to ask", "typed wrongly", "short", "their own address"],
)
def test_nothing_is_handed_out_without_a_good_passphrase(organisation, ask, told):
    code, said = export("--secret", output=Terminal(), ask=ask)
    assert (code, said.count("\n"), told in said, deeds(organisation)[0]) == (1, 1, True, "openpgp.made")


@pytest.mark.usefixtures("key")
def test_passphrase_that_others_can_read_is_refused(passphrase):
    passphrase.chmod(0o640)
    code, said = export("--secret", "--passphrase-file", passphrase)
    assert (code, "chmod 600" in said, PASSPHRASE in said) == (1, True, False)


@pytest.mark.usefixtures("key")
def test_file_that_is_there_is_kept_and_nothing_was_handed_out(organisation, passphrase):
    Path("s.asc").write_text("mine")
    code, said = export("--secret", "--passphrase-file", passphrase, "--file", "s.asc")
    assert (code, "Move it away" in said, Path("s.asc").read_text()) == (1, True, "mine")
    assert (key_of(organisation).handed_out_at, deeds(organisation)[0]) == (None, "openpgp.made")


@pytest.mark.parametrize(("arguments", "told"), [((), "openpgp make"), (("--fingerprint", "AB"), "openpgp show")])
@pytest.mark.usefixtures("organisation")
def test_without_such_a_key_it_says_what_to_do(arguments, told):
    code, said = export(*arguments)
    assert (code, told in said) == (1, True)


def test_secret_part_that_is_not_held_cannot_be_handed_out(key, passphrase):
    OpenPgpKey.objects.filter(pk=key.id).update(secret=None, imported=True)
    assert export("--secret", "--passphrase-file", passphrase)[0] == 1


def test_secrets_file_that_is_another_opens_nothing(key, passphrase):
    OpenPgpKey.objects.filter(pk=key.id).update(secret=b"\x04spoilt")
    code, said = export("--secret", "--passphrase-file", passphrase)
    assert (code, "does not open with this secrets file" in said, Path("openpgp-secret-key-haven.asc").exists()) == (
        1,
        True,
        False,
    )
