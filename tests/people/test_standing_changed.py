"""Whoever was removed, or got another role or another key, while their deed was under way does not do it any more."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.transaction import atomic

from meldpunt.people import actions, queries
from meldpunt.people.access import factor_offer
from meldpunt.people.models import Member
from meldpunt.people.terms import (
    FeedScope,
    KeysSubstituted,
    NotAllowed,
    PeopleError,
    Role,
    SignInRefused,
    Theme,
    Visitor,
)
from meldpunt.sealing.rules import pairs
from tests.factories.people import (
    NOW,
    PASSWORD,
    MadeMember,
    MadeOrganisation,
    make_lead,
    make_member,
    make_organisation,
)
from tests.factories.second_factor import app_of, code_of, make_factor
from tests.people.pictures import png
from tests.people.test_change_settings import SETTINGS
from tests.people.test_own_keys import made


@pytest.fixture(autouse=True)
def _no_mathematics(settings: Any) -> None:
    settings.MELDPUNT_ENCRYPTER = "tests.fakes.encrypting.FakeEncrypter"


LOOKS_BEHIND_THE_LOCK_ITSELF = {
    "change_password": "what it rests on is the password",
    "open_message": "it reads and changes nothing, as opening a case does",
    "forget_draft": "a draft goes with its member, and nothing else is touched",
}
"""Verbs of a visitor that do not depend on their standing, each with the reason."""


@dataclass(frozen=True)
class Desk:
    """A lead whose deed is under way, another lead who is faster, and a colleague."""

    organisation: MadeOrganisation
    lead: MadeMember
    faster: MadeMember
    colleague: MadeMember

    @property
    def by(self) -> Visitor:
        """Return the lead as the guard let them in."""
        return self.lead.unlocked


def desk_of(organisation: MadeOrganisation) -> Desk:
    """Make the three members."""
    lead, faster = make_lead(organisation, password=PASSWORD), make_lead(organisation)
    return Desk(organisation, lead, faster, make_member(organisation))


@pytest.fixture
def desk(organisation: MadeOrganisation) -> Desk:
    """Give a desk with three members."""
    return desk_of(organisation)


type Act = Callable[[], object]
type Deed = Callable[[Desk], Act]
"""Prepares what is needed; what comes back does the deed."""


def asked(verb: Callable[..., object], **arguments: object) -> Act:
    """Return a verb with all it asks."""
    return lambda: verb(**arguments, now=NOW)


def invite(desk: Desk) -> Act:
    return asked(
        actions.invite, email="n@clinic.example", role=Role.LEAD, language="nl", link_to=lambda token: token, by=desk.by
    )


def withdraw(desk: Desk) -> Act:
    """An invitation that carries no keys stays when a lead goes."""
    by = desk.faster.unlocked
    role = Role.ADMINISTRATOR
    invitation = actions.invite(email="n@clinic.example", role=role, language="nl", link_to=str, by=by, now=NOW)
    return asked(actions.withdraw_invitation, invitation=invitation, by=desk.by)


def without_own_key(desk: Desk) -> Act:
    Member.objects.filter(pk=desk.by.member).update(openpgp=made().certificate, openpgp_fingerprint="A" * 40)
    return asked(actions.remove_own_key, by=desk.by)


def readmit(desk: Desk) -> Act:
    members = queries.members_of(desk.organisation.id)
    words = next(member.fingerprint for member in members if member.id == desk.colleague.id)
    return asked(actions.readmit, member=desk.colleague.id, fingerprint=words, by=desk.by)


def go_on_rotating(desk: Desk) -> Act:
    actions.start_rotation(by=desk.faster.unlocked, now=NOW)
    return asked(actions.rotate_batch, limit=10, by=desk.by)


def clear_factor(desk: Desk) -> Act:
    make_factor(desk.colleague)
    return asked(actions.clear_second_factor, member=desk.colleague.id, by=desk.by)


def set_up_factor(desk: Desk) -> Act:
    offer = factor_offer(by=desk.by)
    code = code_of(app_of(offer), now=NOW)
    return asked(actions.set_up_second_factor, password=PASSWORD, offered=offer.sealed, code=code, by=desk.by)


def with_own_factor(verb: Callable[..., object]) -> Deed:
    def prepare(desk: Desk) -> Act:
        app, _ = make_factor(desk.lead)
        return asked(verb, password=PASSWORD, code=code_of(app, now=NOW), by=desk.by)

    return prepare


def revoke_feed(desk: Desk) -> Act:
    actions.make_feed_address(scope=FeedScope.ALL, by=desk.by, now=NOW)
    return asked(actions.revoke_feed_address, by=desk.by)


def note_days(desk: Desk) -> Act:
    day = (NOW + timedelta(days=1)).date()
    return asked(actions.note_absence, member=desk.colleague.id, first=day, last=day, by=desk.by)


def withdraw_days(desk: Desk) -> Act:
    note_days(desk)()
    (absence,) = queries.absences_of(desk.organisation.id, since=NOW.date())
    return asked(actions.withdraw_absence, absence=absence.id, by=desk.by)


DEEDS: dict[str, Deed] = {
    "change_logo": lambda desk: asked(actions.change_logo, content=png(8, 8), by=desk.by),
    "change_own_details": lambda desk: asked(actions.change_own_details, name="Noor", language="nl", by=desk.by),
    "change_role": lambda desk: asked(actions.change_role, member=desk.colleague.id, role=Role.LEAD, by=desk.by),
    "change_settings": lambda desk: asked(actions.change_settings, settings=SETTINGS, by=desk.by),
    "change_theme": lambda desk: asked(actions.change_theme, theme=Theme(), by=desk.by),
    "clear_second_factor": clear_factor,
    "invite": invite,
    "keep_own_key": lambda desk: asked(actions.keep_own_key, content=made().certificate, by=desk.by),
    "make_feed_address": lambda desk: asked(actions.make_feed_address, scope=FeedScope.ALL, by=desk.by),
    "note_absence": note_days,
    "readmit": readmit,
    "remove_logo": lambda desk: asked(actions.remove_logo, by=desk.by),
    "remove_member": lambda desk: asked(actions.remove_member, member=desk.colleague.id, by=desk.by),
    "remove_own_key": without_own_key,
    "remove_second_factor": with_own_factor(actions.remove_second_factor),
    "renew_spare_codes": with_own_factor(actions.renew_spare_codes),
    "replace_recovery_code": lambda desk: asked(actions.replace_recovery_code, by=desk.by),
    "resume_intake": lambda desk: asked(actions.resume_intake, password=PASSWORD, by=desk.by),
    "revoke_feed_address": revoke_feed,
    "rotate_batch": go_on_rotating,
    "set_up_second_factor": set_up_factor,
    "start_rotation": lambda desk: asked(actions.start_rotation, by=desk.by),
    "withdraw_absence": withdraw_days,
    "withdraw_invitation": withdraw,
}


WITH_KEYS = (
    "clear_second_factor",
    "invite",
    "readmit",
    "replace_recovery_code",
    "resume_intake",
    "rotate_batch",
    "start_rotation",
)
"""The deeds that need the organisation's key."""


def remove(desk: Desk) -> None:
    actions.remove_member(member=desk.lead.id, by=desk.faster.unlocked, now=NOW)


def demote(desk: Desk) -> None:
    """To a role that still manages members and settings."""
    actions.change_role(member=desk.lead.id, role=Role.ADMINISTRATOR, by=desk.faster.unlocked, now=NOW)


def give_another_key(desk: Desk) -> None:
    """As a password reset does."""
    public = pairs.public_key(pairs.new_seed(), desk.lead.id).raw
    Member.objects.filter(pk=desk.lead.id).update(public=public)


def everything() -> dict[str, list[dict[str, object]]]:
    """Return all that a verb of people could leave behind."""
    tables = [table for name in ("people", "journal", "outbox") for table in apps.get_app_config(name).get_models()]
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def test_every_verb_of_a_visitor_is_tried() -> None:
    verbs = {name: inspect.signature(getattr(actions, name)).parameters.get("by") for name in actions.__all__}
    of_visitors = {name for name, by in verbs.items() if by is not None and by.annotation is Visitor}
    assert of_visitors - LOOKS_BEHIND_THE_LOCK_ITSELF.keys() == DEEDS.keys()


@pytest.mark.parametrize("name", DEEDS)
def test_deed_is_done_while_nothing_changed(desk: Desk, name: str) -> None:
    """Or the tests below would prove nothing."""
    act = DEEDS[name](desk)
    before = everything()
    act()
    assert everything() != before


@pytest.mark.parametrize("name", DEEDS)
def test_member_removed_meanwhile_does_nothing_more(desk: Desk, name: str) -> None:
    act = DEEDS[name](desk)
    remove(desk)
    before = everything()
    with pytest.raises((NotAllowed, SignInRefused)):  # the password went with the member
        act()
    assert everything() == before


@pytest.mark.parametrize("name", WITH_KEYS)
def test_who_has_another_key_meanwhile_hands_none_out(desk: Desk, name: str) -> None:
    act = DEEDS[name](desk)
    give_another_key(desk)
    before = everything()
    with pytest.raises(KeysSubstituted):
        act()
    assert everything() == before


@pytest.mark.parametrize("name", DEEDS)
def test_member_with_another_role_meanwhile_is_refused(desk: Desk, name: str) -> None:
    act = DEEDS[name](desk)
    demote(desk)
    before = everything()
    with pytest.raises(NotAllowed):
        act()
    assert everything() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name",
    [
        "change_role",
        "invite",
        "make_feed_address",
        "readmit",
        "replace_recovery_code",
        "start_rotation",
        "withdraw_invitation",
    ],
)
def test_deed_that_waits_for_the_removal_of_its_member_is_refused(name: str) -> None:
    """The removal is not there yet when the deed begins, and is when the organisation is free again."""
    desk = desk_of(make_organisation())
    act, outcomes = DEEDS[name](desk), []

    def run() -> None:
        try:
            outcomes.append(act())
        except PeopleError as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    waiting = Thread(target=run)
    with atomic():
        remove(desk)
        before = everything()
        waiting.start()
        waiting.join(0.2)
        assert outcomes == []
    waiting.join()
    assert outcomes == [NotAllowed]
    assert everything() == before
