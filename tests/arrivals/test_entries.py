"""The mail room: what waits, who opens it, and forgetting it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.access import open_entry, open_part, open_raw
from meldpunt.arrivals.actions import forget_entry
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.queries import count_entries, list_entries
from meldpunt.arrivals.terms import EntrySettled, KeptMail, MailEnd, NoSuchPart, Suggestion
from meldpunt.people.terms import DeskLocked, NotAllowed, NotThere, Role
from meldpunt.policy.terms import Matter
from meldpunt.sealing.models import Wrap
from tests.factories.journal import deeds_of
from tests.factories.mails import CAME, RAW, READ, make_entry
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation
from tests.fakes.mail_reader import FakeReader

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def hanna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler of it."""
    return make_member(organisation)


def test_opened_as_it_was_kept(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    suggestion = Suggestion(Matter.QUESTION, False, ("vraag",))
    row = make_entry(organisation, suggestion=suggestion, reason="misdirected")
    opened = open_entry(mail=row.id, visitor=hanna.unlocked, now=NOW)
    assert (opened.kept, opened.reason, opened.is_open) == (KeptMail(READ, (), suggestion), "misdirected", True)


def test_opening_is_written_down(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    row = make_entry(organisation)
    open_entry(mail=row.id, visitor=hanna.unlocked, now=NOW)
    b"".join(open_raw(mail=row.id, visitor=hanna.unlocked, now=NOW))
    assert deeds_of(organisation.id)[-2:] == ["mail.opened", "mail.taken_along"]


def test_as_it_came(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    row = make_entry(organisation)
    assert b"".join(open_raw(mail=row.id, visitor=hanna.unlocked, now=NOW)) == RAW


def test_file_is_read_anew(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    row = make_entry(organisation, raw=b"X-File: a.txt een\nX-File: b.txt twee\n\nTekst")
    part = open_part(mail=row.id, place=1, reader=FakeReader(), visitor=hanna.unlocked, now=NOW)
    assert (part.name, part.content) == ("b.txt", b"twee")
    with pytest.raises(NoSuchPart):
        open_part(mail=row.id, place=2, reader=FakeReader(), visitor=hanna.unlocked, now=NOW)


def test_not_yours_is_not_there(organisation: MadeOrganisation) -> None:
    stranger = make_member(make_organisation())
    for mail in (make_entry(organisation).id, uuid4()):
        with pytest.raises(NotThere):
            open_entry(mail=mail, visitor=stranger.unlocked, now=NOW)
        with pytest.raises(NotThere):
            forget_entry(mail=mail, by=stranger.unlocked, now=NOW)


def test_locked_desk_opens_nothing(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    row = make_entry(organisation)
    with pytest.raises(DeskLocked):
        open_entry(mail=row.id, visitor=hanna.locked, now=NOW)


def test_administrator_opens_nothing(organisation: MadeOrganisation) -> None:
    keeper = make_member(organisation, Role.ADMINISTRATOR)
    row = make_entry(organisation)
    with pytest.raises(NotAllowed):
        open_entry(mail=row.id, visitor=keeper.unlocked, now=NOW)


def test_forgotten_for_good(
    organisation: MadeOrganisation, hanna: MadeMember, django_capture_on_commit_callbacks: object
) -> None:
    row = make_entry(organisation)
    keys = Wrap.objects.count()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's
        forget_entry(mail=row.id, by=hanna.unlocked, now=NOW)
    opened = open_entry(mail=row.id, visitor=hanna.unlocked, now=NOW)
    assert (opened.kept, opened.settled_by, opened.is_open) == (None, hanna.id, False)
    assert (Wrap.objects.count(), storages["sealed"].exists(str(row.stored_as))) == (keys - 2, False)
    assert Mail.objects.get().forget_at == NOW + timedelta(days=30)
    with pytest.raises(NotThere):
        open_raw(mail=row.id, visitor=hanna.unlocked, now=NOW)


def test_second_handler_does_nothing(organisation: MadeOrganisation, hanna: MadeMember) -> None:
    row = make_entry(organisation)
    forget_entry(mail=row.id, by=hanna.unlocked, now=NOW)
    with pytest.raises(EntrySettled):
        forget_entry(mail=row.id, by=make_member(organisation).unlocked, now=NOW)
    assert deeds_of(organisation.id).count("mail.forgotten") == 1


def test_listed_newest_first_and_by_place(organisation: MadeOrganisation) -> None:
    rows = [make_entry(organisation, came_at=CAME + timedelta(hours=hour)) for hour in (0, 1, 1, 2)]
    make_entry(organisation, settled_at=NOW)
    make_entry(make_organisation())
    wanted = [row.id for row in sorted(rows, key=lambda row: (row.came_at, row.id), reverse=True)]
    first = list_entries(organisation=organisation.id, start=None, backwards=False, limit=2)
    last = (first[-1].came_at, first[-1].id)
    second = list_entries(organisation=organisation.id, start=last, backwards=False, limit=9)
    assert [line.id for line in [*first, *second]] == wanted
    place = (second[0].came_at, second[0].id)
    back = list_entries(organisation=organisation.id, start=place, backwards=True, limit=9)
    assert [line.id for line in back] == wanted[:2]


def test_counted_no_further(organisation: MadeOrganisation) -> None:
    for _ in range(3):
        make_entry(organisation, end=MailEnd.AUTOMATIC)
    assert [count_entries(organisation=organisation.id, at_most=most) for most in (2, 9)] == [2, 3]
