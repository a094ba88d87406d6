"""A mail server hands a message to `./meldpunt mail receive` and hears by the exit code whether it is stored."""

import io
import os
from datetime import timedelta

import pytest

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import CannotRead, MailFlaw, ReadMail
from meldpunt.cases.models import Case
from meldpunt.doors.console import mail
from meldpunt.people.models import Organisation
from tests.cases.mailed import raw
from tests.factories.people import NOW, MadeOrganisation, make_organisation, take_mail
from tests.fakes.mail_reading import MAIL, SaysReader

pytestmark = pytest.mark.django_db


class Terminal(io.BytesIO):
    """Standard input at which a person sits."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def run(
    *arguments: str,
    content: bytes = raw(),
    reads: ReadMail | Exception = MAIL,
    environment: dict[str, str] | None = None,
    source: io.BytesIO | None = None,
) -> tuple[int, str]:
    """Give the command, and return how it ended and what it said."""
    said = io.StringIO()
    code = mail.run(
        arguments,
        reader=SaysReader(reads),
        source=source or io.BytesIO(content),
        environment=environment or {},
        output=said,
        complaints=said,
    )
    return code, said.getvalue()


def whose() -> list[str]:
    return list(Case.objects.order_by("id").values_list("organisation__slug", flat=True))


@pytest.fixture
def one() -> MadeOrganisation:
    """Give the only organisation."""
    return make_organisation(name="Zuid")


@pytest.fixture
def other(one: MadeOrganisation) -> MadeOrganisation:
    """Give a second organisation."""
    del one
    return make_organisation(name="Noord", now=NOW + timedelta(seconds=1))


@pytest.mark.usefixtures("one")
def test_stored_is_zero_and_nothing_is_said() -> None:
    assert (run("receive"), whose()) == ((os.EX_OK, ""), ["zuid"])


@pytest.mark.usefixtures("one")
def test_again_is_zero_too() -> None:
    assert (run("receive"), run("receive"), whose()) == ((os.EX_OK, ""), (os.EX_OK, ""), ["zuid"])


@pytest.mark.usefixtures("other")
def test_the_slug_says_whose_it_is() -> None:
    assert (run("receive", "--organisation", "noord")[0], whose()) == (os.EX_OK, ["noord"])


def test_the_recipient_says_whose_it_is(other: MadeOrganisation) -> None:
    take_mail(other, at="meld@noord.example")
    assert (run("receive", "--recipient", "Meld@noord.example")[0], whose()) == (os.EX_OK, ["noord"])


@pytest.mark.parametrize("name", ["RECIPIENT", "ORIGINAL_RECIPIENT"])
def test_the_mail_server_says_whose_it_is(other: MadeOrganisation, name: str) -> None:
    take_mail(other, at="meld@noord.example")
    assert (run("receive", environment={name: "meld@noord.example"})[0], whose()) == (os.EX_OK, ["noord"])


@pytest.mark.usefixtures("other")
def test_nobodys_among_several_is_handed_over_again() -> None:
    assert (run("receive")[0], run("receive", "--organisation", "west")[0], whose()) == (
        os.EX_TEMPFAIL,
        os.EX_TEMPFAIL,
        [],
    )


@pytest.mark.usefixtures("one")
def test_an_unknown_recipient_where_there_is_one_organisation_is_its() -> None:
    assert (run("receive", "--recipient", "root@localhost")[0], whose()) == (os.EX_OK, ["zuid"])


def test_before_there_is_an_organisation_it_is_handed_over_again() -> None:
    assert run("receive")[0] == os.EX_TEMPFAIL


def test_what_cannot_be_stored_is_handed_over_again(one: MadeOrganisation) -> None:
    Organisation.objects.filter(pk=one.id).update(intake_stopped_at=NOW)
    assert run("receive") == (os.EX_TEMPFAIL, "meldpunt: Not kept. Hand it over again later.\n")


@pytest.mark.usefixtures("one")
def test_what_cannot_be_read_is_stored() -> None:
    assert (run("receive", reads=CannotRead(MailFlaw.NESTED))[0], Mail.objects.get().end) == (os.EX_OK, "unreadable")


@pytest.mark.usefixtures("one")
@pytest.mark.parametrize("content", [b"", b" \r\n", b"x" * (mail.LARGEST + 1)], ids=["nothing", "blank", "too large"])
def test_what_is_no_message_is_refused(content: bytes) -> None:
    assert (run("receive", content=content)[0], Mail.objects.count()) == (os.EX_DATAERR, 0)


@pytest.mark.usefixtures("one")
@pytest.mark.parametrize("arguments", [(), ("send",), ("receive", "--nothing"), ("receive", "more")], ids=str)
def test_a_wrong_command_line_is_refused(arguments: tuple[str, ...]) -> None:
    assert (run(*arguments)[0], Mail.objects.count()) == (os.EX_USAGE, 0)


@pytest.mark.usefixtures("one")
def test_somebody_at_a_terminal_is_told_what_to_do() -> None:
    assert run("receive", source=Terminal())[0] == os.EX_USAGE


@pytest.mark.usefixtures("one")
def test_the_queue_has_no_address_and_no_words() -> None:
    run("receive")
    code, said = run("queue")
    found = [line.partition(" ")[2].partition(",")[0] for line in said.splitlines()[:-1]]
    assert (code, sorted(found), said.splitlines()[-1], "@" in said) == (
        os.EX_OK,
        ["mail_received: waiting"],
        "zuid: 0 mails wait in the mail room",
        False,
    )
