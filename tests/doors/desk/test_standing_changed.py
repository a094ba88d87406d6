"""A lead who is removed or gets another role between the guard and the deed gets a page that says so, never an error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from meldpunt.doors.desk import guards
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.actions import change_role, remove_member
from meldpunt.people.terms import Role
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_lead, make_member

type Change = Callable[..., None]


def remove(*, lead: MadeMember, by: MadeMember) -> None:
    """Remove the lead."""
    remove_member(member=lead.id, by=by.unlocked, now=timezone.now())


def demote(*, lead: MadeMember, by: MadeMember) -> None:
    """Make the lead an administrator, who may still do much of this."""
    change_role(member=lead.id, role=Role.ADMINISTRATOR, by=by.unlocked, now=timezone.now())


@pytest.fixture(params=[remove, demote])
def meanwhile(request: pytest.FixtureRequest) -> Change:
    """Give what happens to the lead."""
    change: Change = request.param
    return change


@pytest.fixture
def lead(organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch, meanwhile: Change) -> MadeMember:
    """Give a lead to whom it happens just after they were let in."""
    lead, faster = make_lead(organisation, language="en"), make_lead(organisation)
    real = guards._let_in

    def let_in(*request: Any, **how: Any) -> Any:
        answer = real(*request, **how)
        meanwhile(lead=lead, by=faster)
        return answer

    monkeypatch.setattr(guards, "_let_in", let_in)
    return lead


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/desk/people/invite", {"email": "new@clinic.example", "role": "lead", "language": "nl"}),
        ("/desk/people/{member}/remove", {}),
        ("/desk/people/{member}/role", {"role": "handler"}),
        ("/desk/account", {"name": "Lea", "language": "nl"}),
        ("/desk/keys/recovery-code", {}),
        ("/desk/keys/rotation", {}),
        ("/desk/settings/logo", {"remove": "yes"}),
    ],
)
def test_deed_of_somebody_whose_standing_changed_is_refused_in_words(
    organisation: MadeOrganisation, lead: MadeMember, path: str, typed: dict[str, str]
) -> None:
    """And the last thing that happened is the change itself."""
    other = make_member(organisation)
    answer = client_of(lead).post(path.format(member=other.id), typed)
    assert answer.status_code == 403
    assert "Nothing was done. Perhaps your role was changed a moment ago." in answer.content.decode()
    (last,) = entries_of_organisation(organisation.id, limit=1)
    assert last.facts["member"] == str(lead.id)
