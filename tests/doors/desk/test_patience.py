"""What passwords cost that are wrong, and what happens to those that come while others are being checked."""

import threading

import pytest
from django.test import Client

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget
from meldpunt.doors.desk import patience
from meldpunt.people import actions
from meldpunt.people.terms import SignInRefused
from meldpunt.sealing.rules import locks
from tests.factories.desk import client_of
from tests.factories.people import PASSWORD, MadeMember, MadeOrganisation, make_lead

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"
NEW = "rode zebra onder water 9"


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give a lead with a password."""
    return make_lead(organisation, password=PASSWORD)


@pytest.fixture(autouse=True)
def _fresh_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two passwords be wrong; no test pays for another's."""
    budget = Budget(burst=1, per_hour=10, slowed=1)
    monkeypatch.setattr(patience, "_allowance", Allowance({Act.WRONG_PASSWORD: budget}))


@pytest.fixture
def _busy(lead: MadeMember, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - made first, with a password
    """Let others wait for their passwords already."""
    places = threading.BoundedSemaphore(1)
    places.acquire()
    monkeypatch.setattr(locks, "_places", places)


def forms(lead: MadeMember, organisation: MadeOrganisation) -> dict[str, tuple[Client, str, dict[str, str]]]:
    """Return every form with a password: who sends it, where, and what."""
    recovery = {"recovery_code": organisation.recovery_code, "name": "Lea", "language": "en"}
    return {
        "sign in": (Client(), "/desk/sign-in", {"email": lead.email, "password": PASSWORD}),
        "unlock": (client_of(lead, locked=True), "/desk/unlock", {"password": PASSWORD}),
        "password": (client_of(lead), "/desk/account/password", {"old": PASSWORD, "new": NEW}),
        "resume intake": (client_of(lead), "/desk/keys/resume-intake", {"password": PASSWORD}),
        "recover": (Client(), "/desk/recover", {**recovery, "email": lead.email, "password": NEW}),
        "invitation": (
            Client(),
            f"/desk/invitation/{organisation.invitation_token}",
            {"name": "Ada", "language": "en", "password": NEW},
        ),
    }


FORMS = ("sign in", "unlock", "password", "resume intake", "recover", "invitation")


@pytest.mark.usefixtures("_busy")
@pytest.mark.parametrize("name", FORMS)
def test_password_is_not_looked_at_while_others_wait(
    lead: MadeMember, organisation: MadeOrganisation, name: str
) -> None:
    """The page says when to try again, and keeps what was typed, but for passwords."""
    client, address, typed = forms(lead, organisation)[name]
    answer = client.post(address, typed)
    page = answer.content.decode()
    kept = {
        field: text in page for field, text in typed.items() if field in {"email", "name", "password", "old", "new"}
    }
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert kept == {field: field in {"email", "name"} for field in kept}


@pytest.mark.usefixtures("_busy")
def test_password_that_was_not_looked_at_is_not_counted(lead: MadeMember) -> None:
    """Waiting is no guess."""
    client = Client(REMOTE_ADDR=ADDRESS)
    answers = [client.post("/desk/sign-in", {"email": lead.email, "password": PASSWORD}) for _ in range(4)]
    assert [answer.headers["Retry-After"] for answer in answers] == ["5"] * 4


@pytest.mark.parametrize("name", ["sign in", "unlock", "password", "resume intake"])
def test_wrong_passwords_wait_and_are_then_not_tried(
    lead: MadeMember, organisation: MadeOrganisation, name: str
) -> None:
    """On every form that asks for the password one has."""
    client, address, typed = forms(lead, organisation)[name]
    wrong = {**typed, "old" if "old" in typed else "password": "wrong horse"}
    answers = [client.post(address, wrong, REMOTE_ADDR=ADDRESS) for _ in range(3)]
    assert [(answer.status_code, answer.headers.get("Meldpunt-Delay")) for answer in answers] == [
        (422, None),
        (422, "2.0"),
        (429, None),
    ]


def test_guesses_that_come_together_are_counted_before_they_are_looked_at(
    lead: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is being checked, the next finds it counted."""
    statuses: list[int] = []

    def guess(**_asked: object) -> None:
        if not statuses:
            answer = Client(REMOTE_ADDR=ADDRESS).post("/desk/sign-in", {"email": lead.email, "password": "x"})
            statuses.append(answer.status_code)
        raise SignInRefused

    monkeypatch.setattr(actions, "sign_in", guess)
    Client(REMOTE_ADDR=ADDRESS).post("/desk/sign-in", {"email": lead.email, "password": "x"})
    assert statuses == [429, 422]


def test_right_passwords_are_never_counted(lead: MadeMember) -> None:
    """However often somebody signs in."""
    typed = {"email": lead.email, "password": PASSWORD}
    assert [Client(REMOTE_ADDR=ADDRESS).post("/desk/sign-in", typed).status_code for _ in range(4)] == [302] * 4


def test_weak_new_password_is_no_wrong_one(lead: MadeMember) -> None:
    """Who looks for a new password long is not kept from it."""
    client = client_of(lead)
    typed = {"old": PASSWORD, "new": "password"}
    answers = [client.post("/desk/account/password", typed, REMOTE_ADDR=ADDRESS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [422] * 4
