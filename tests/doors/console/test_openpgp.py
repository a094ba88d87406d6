"""`./meldpunt openpgp`: what the operator asks for, and what is said when it cannot be."""

from io import StringIO

import pytest
from django.utils import timezone

from meldpunt.doors.console import openpgp
from meldpunt.people.models import OpenPgpKey
from meldpunt.people.queries import openpgp_key, openpgp_keys
from meldpunt.people.terms import KeyFlaw
from tests.factories.people import MadeOrganisation, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.fakes.openpgp import FakeOpenPgp

ADDRESS = "security@haven.example"
FAKE = FakeOpenPgp()


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 -- the database is there
    made = make_haven()
    publish_text(made, now=timezone.now())
    return made


def run(*arguments: object) -> tuple[int, str]:
    """Return the exit code and what was said."""
    output = StringIO()
    code = openpgp.run(
        [str(argument) for argument in arguments], keys=FAKE, ready=lambda: None, output=output, complaints=output
    )
    return code, output.getvalue()


@pytest.fixture
def files(tmp_path):
    until = timezone.now().replace(year=timezone.now().year + 1)
    key = FAKE.make(user_id=f"A <{ADDRESS}>", until=until)
    (tmp_path / "public.asc").write_bytes(key.certificate)
    (tmp_path / "secret.asc").write_bytes(key.secret or b"")
    (tmp_path / "other.asc").write_bytes(FAKE.make(user_id="B <b@x.example>", until=until).certificate)
    (tmp_path / "junk.asc").write_bytes(b"\xff\x00")
    (tmp_path / "large.asc").write_bytes(b"x" * 5_000_000)
    return tmp_path


def test_key_is_made_for_the_address_of_the_policy(organisation):
    code, said = run("make")
    assert (code, openpgp_key(organisation.id) is not None, said.count(ADDRESS)) == (0, True, 1)


def test_show_tells_of_every_key(organisation):
    assert run("make")[0] == run("replace")[0] == 0
    code, said = run("show")
    states = [line.split("  ")[2].split(",")[0][:8] for line in said.splitlines()]
    assert (code, states, len(openpgp_keys(organisation.id))) == (0, ["in use", "replaced"], 2)


@pytest.mark.usefixtures("organisation")
def test_without_a_key_show_says_what_to_do():
    assert run("show") == (1, "meldpunt: There is no key yet: ./meldpunt openpgp make\n")


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("first", "what", "told"), [("make", "make", "replace"), ("show", "replace", "make"), ("show", "renew", "make")]
)
def test_what_cannot_be_says_what_can(first, what, told):
    run(first)
    code, said = run(what)
    assert (code, said.startswith("meldpunt: "), f"./meldpunt openpgp {told}" in said) == (1, True, True)


@pytest.mark.usefixtures("organisation")
def test_renewed_key_lasts_longer():
    run("make")
    assert run("renew")[0] == 0


def test_public_key_says_what_it_leaves_undone(organisation, files):
    code, said = run("import", files / "public.asc")
    assert (code, "security.txt is not signed" in said) == (0, True)
    assert [key.signs for key in openpgp_keys(organisation.id)] == [False]


def test_secret_key_is_used_when_it_is_meant(organisation, files):
    code, said = run("import", files / "secret.asc", "--secret")
    assert (code, "not signed" in said, openpgp_keys(organisation.id)[0].signs) == (0, False, True)


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("secret.asc", [], "--secret"),
        ("public.asc", ["--secret"], "only the public key"),
        ("other.asc", [], ADDRESS),
        ("junk.asc", [], "no OpenPGP key"),
        ("large.asc", [], "256 kB"),
        ("nowhere.asc", [], "No such file"),
        ("public.asc", ["--address", "nobody"], "no mail address"),
    ],
)
def test_wrong_file_is_refused_with_the_remedy(files, name, options, told):
    code, said = run("import", files / name, *options)
    assert (code, said.count("\n"), told in said, OpenPgpKey.objects.count()) == (1, 1, True, 0)


def test_every_flaw_of_a_key_of_ours_has_words():
    assert set(openpgp.FLAWS) == set(KeyFlaw)


@pytest.mark.django_db
def test_built_in_policy_names_no_address():
    made = make_organisation()
    assert (run("make")[0], run("make", "--address", ADDRESS)[0]) == (1, 0)
    assert openpgp_keys(made.id)[0].address == ADDRESS


def test_with_several_organisations_one_is_named(organisation):
    make_organisation()
    assert (run("make")[0], run("make", "--organisation", "nobody")[0]) == (1, 1)
    assert run("make", "--organisation", organisation.facts.slug)[0] == 0


@pytest.mark.usefixtures("organisation")
def test_secret_part_that_does_not_open_is_told():
    run("make")
    OpenPgpKey.objects.update(secret=b"\x04spoilt")
    code, said = run("renew")
    assert (code, "secrets file" in said) == (1, True)
