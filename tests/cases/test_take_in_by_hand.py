"""Reports that came by telephone, by letter or otherwise, typed in by a member."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from meldpunt.arrivals.actions import expire
from meldpunt.arrivals.terms import FORM_LIFE, Channel, FormAlreadyUsed, FormExpired, OpenForm
from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import take_in_by_hand
from meldpunt.cases.models import Case
from meldpunt.cases.terms import Entered, IntakeStopped, MomentFlaw, MomentRefused, Receipt, Told
from meldpunt.journal.models import Entry
from meldpunt.outbox.models import Owed
from meldpunt.people.models import Organisation
from meldpunt.people.terms import NotAllowed, Role, Visitor
from meldpunt.reports.models import Report
from meldpunt.reports.terms import TextMissing
from tests.factories.arrivals import make_drafts, make_form, make_upload
from tests.factories.cases import ANONYMOUS, CONTENT, MAILED, NAMED, NO_CONTACT, MadeCase
from tests.factories.people import NOW, MadeOrganisation, make_member
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CALLED = Entered(Channel.TELEPHONE, NOW - 2 * DAY)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_haven()


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Give a handler whose desk is locked: sealing needs no key of hers."""
    return replace(make_member(organisation, name="Anna").unlocked, ring=None)


def enter(by: Visitor, form: OpenForm, entered: Entered = CALLED, **more: object) -> Receipt:
    """Type a report in."""
    given = {
        "content": CONTENT,
        "identity": ANONYMOUS,
        "contact": NO_CONTACT,
        "uploads": (),
        "language": "nl",
        "now": NOW,
    }
    return take_in_by_hand(form=form, entered=entered, by=by, **{**given, **more})  # type: ignore[arg-type]  # as above


def test_the_moment_of_receipt_is_the_real_one(organisation: MadeOrganisation, anna: Visitor) -> None:
    receipt = enter(anna, make_form(organisation))
    case = Case.objects.get(number=receipt.number)
    moments = (case.opened_at, case.waiting_since, Report.objects.get().received_at, receipt.received_at)
    assert moments == (CALLED.received_at,) * 4


def test_the_first_answer_is_due_from_there(organisation: MadeOrganisation, anna: Visitor) -> None:
    late = enter(anna, make_form(organisation), replace(CALLED, received_at=NOW - 30 * DAY))
    case = Case.objects.get(number=late.number)
    assert late.due_at is not None
    assert (late.due_at < NOW, case.due_at) == (True, late.due_at)


def test_the_number_is_of_the_year_in_which_it_is_given(organisation: MadeOrganisation, anna: Visitor) -> None:
    last_year = datetime(NOW.year - 1, 12, 31, 12, tzinfo=UTC)
    receipt = enter(anna, make_form(organisation), replace(CALLED, received_at=last_year))
    assert receipt.number.startswith(f"{NOW.year}-")


def test_it_is_not_shown_unless_somebody_says_so(organisation: MadeOrganisation, anna: Visitor) -> None:
    receipt = enter(anna, make_form(organisation))
    report = Report.objects.get()
    assert (report.channel, report.policy_shown, report.agreed) == ("telephone", False, False)
    assert receipt.manifest.splitlines()[2] == "rules 1 not-shown"


@pytest.mark.parametrize(
    ("told", "kept", "line"),
    [(Told.SHOWN, (True, False), "rules 1 shown"), (Told.AGREED, (True, True), "rules 1 agreed")],
)
def test_rules_can_be_read_out(
    organisation: MadeOrganisation, anna: Visitor, told: Told, kept: tuple[bool, bool], line: str
) -> None:
    receipt = enter(anna, make_form(organisation), replace(CALLED, told=told))
    report = Report.objects.get()
    assert ((report.policy_shown, report.agreed), receipt.manifest.splitlines()[2]) == (kept, line)


def test_nobody_agrees_to_what_was_not_shown(organisation: MadeOrganisation, anna: Visitor) -> None:
    enter(anna, make_form(organisation))
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(agreed=True)


def test_the_version_of_that_day_applies(organisation: MadeOrganisation, anna: Visitor) -> None:
    publish_text(organisation, SMALL, now=NOW - 5 * DAY)
    publish_text(organisation, SMALL + "\n# again\n", now=NOW - DAY)
    versions = []
    for days in (10, 3, 0):
        enter(anna, make_form(organisation), replace(CALLED, received_at=NOW - days * DAY))
        versions.append(Report.objects.order_by("-thread__case__id")[0].policy_version.number)
    assert versions == [1, 2, 3]


@pytest.mark.parametrize("told", Told)
def test_before_the_first_version_of_its_own_nothing_was_shown(
    organisation: MadeOrganisation, anna: Visitor, told: Told
) -> None:
    publish_text(organisation, SMALL, now=NOW - 5 * DAY)
    receipt = enter(anna, make_form(organisation), Entered(Channel.TELEPHONE, NOW - 10 * DAY, told))
    seen = open_for_finder(by=MadeCase(organisation, receipt).finder(), now=NOW)
    assert receipt.manifest.splitlines()[2] == "rules 1 not-shown"
    assert (seen.policy_version, seen.policy_own, seen.policy_shown, seen.agreed) == (1, False, False, False)


@pytest.mark.parametrize("days", [5, 4])
def test_from_the_first_version_of_its_own_rules_can_be_read_out(
    organisation: MadeOrganisation, anna: Visitor, days: int
) -> None:
    publish_text(organisation, SMALL, now=NOW - 5 * DAY)
    receipt = enter(anna, make_form(organisation), Entered(Channel.TELEPHONE, NOW - days * DAY, Told.AGREED))
    opened = open_for_member(number=receipt.number, visitor=make_member(organisation, name="Lea").unlocked, now=NOW)
    assert receipt.manifest.splitlines()[2] == "rules 2 agreed"
    assert (opened.policy_own, opened.policy_shown) == (True, True)


def test_both_sides_read_how_it_came(organisation: MadeOrganisation, anna: Visitor) -> None:
    receipt = enter(anna, make_form(organisation), identity=NAMED)
    seen = open_for_finder(by=MadeCase(organisation, receipt).finder(), now=NOW)
    lead = make_member(organisation, name="Lea").unlocked
    opened = open_for_member(number=receipt.number, visitor=lead, now=NOW)
    assert (seen.channel, seen.policy_shown, seen.policy_version) == ("telephone", False, 1)
    assert (opened.channel, opened.policy_shown, opened.identity_name) == ("telephone", False, NAMED.name)


def test_the_journal_says_who_entered_it_and_when_it_came(organisation: MadeOrganisation, anna: Visitor) -> None:
    enter(anna, make_form(organisation))
    line = Entry.objects.get(deed="case.entered")
    assert (line.actor_kind, line.actor_id, line.at) == ("member", anna.member, NOW)
    assert line.facts == {
        "channel": "telephone",
        "files": 0,
        "version": 1,
        "received": CALLED.received_at.astimezone(UTC).isoformat(timespec="minutes"),
        "rules": 1,
        "shown": False,
    }


def test_colleagues_are_told_and_not_who_typed_it(organisation: MadeOrganisation, anna: Visitor) -> None:
    before = Owed.objects.count()
    enter(anna, make_form(organisation))
    assert Owed.objects.count() == before
    make_member(organisation, name="Bram")
    Owed.objects.all().delete()
    enter(anna, make_form(organisation))
    assert Owed.objects.count() == 1


def test_a_finder_who_wants_mail_gets_it(organisation: MadeOrganisation, anna: Visitor) -> None:
    enter(anna, make_form(organisation), identity=NAMED, contact=MAILED)
    assert Owed.objects.count() == 1


def test_twice_is_once(organisation: MadeOrganisation, anna: Visitor) -> None:
    form = make_form(organisation)
    first, second = enter(anna, form), enter(anna, form, now=NOW + DAY * 3)
    assert (first, Case.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"entered": replace(CALLED, channel=Channel.LETTER)},
        {"entered": replace(CALLED, received_at=NOW - DAY)},
        {"entered": replace(CALLED, told=Told.SHOWN)},
        {"content": replace(CONTENT, what="Iets anders.")},
    ],
)
def test_other_content_under_the_same_form_is_refused(
    organisation: MadeOrganisation, anna: Visitor, other: dict[str, object]
) -> None:
    form = make_form(organisation)
    enter(anna, form)
    with pytest.raises(FormAlreadyUsed):
        enter(anna, form, **other)  # type: ignore[arg-type]  # as above
    assert Case.objects.count() == 1


def test_files_that_waited_come_along(organisation: MadeOrganisation, anna: Visitor) -> None:
    upload = make_upload(organisation)
    make_drafts(organisation, upload)
    receipt = enter(anna, make_form(organisation), uploads=(upload,))
    expire(now=NOW + DAY * 3)
    opened = open_for_member(number=receipt.number, visitor=make_member(organisation, name="Lea").unlocked, now=NOW)
    assert [file.name for file in opened.files] == [upload.name]


@pytest.mark.parametrize(
    ("received_at", "flaw"),
    [(NOW + timedelta(seconds=1), MomentFlaw.FUTURE), (NOW - 367 * DAY, MomentFlaw.TOO_LONG_AGO)],
)
def test_an_impossible_moment_is_refused(
    organisation: MadeOrganisation, anna: Visitor, received_at: datetime, flaw: MomentFlaw
) -> None:
    with pytest.raises(MomentRefused) as refused:
        enter(anna, make_form(organisation), replace(CALLED, received_at=received_at))
    assert (refused.value.flaw, Case.objects.count()) == (flaw, 0)


def test_an_administrator_enters_nothing(organisation: MadeOrganisation) -> None:
    administrator = make_member(organisation, name="Ada", role=Role.ADMINISTRATOR).unlocked
    with pytest.raises(NotAllowed):
        enter(administrator, make_form(organisation))
    assert Case.objects.count() == 0


def test_what_the_form_refuses_is_refused_here_too(organisation: MadeOrganisation, anna: Visitor) -> None:
    with pytest.raises(TextMissing):
        enter(anna, make_form(organisation), content=replace(CONTENT, where=" "))
    with pytest.raises(FormExpired):
        enter(anna, make_form(organisation, now=NOW - FORM_LIFE))
    Organisation.objects.update(intake_stopped_at=NOW)
    with pytest.raises(IntakeStopped):
        enter(anna, make_form(organisation))
    assert Case.objects.count() == 0


def test_an_unknown_brand_is_the_organisation_itself(organisation: MadeOrganisation, anna: Visitor) -> None:
    enter(anna, make_form(organisation), replace(CALLED, brand="gone"))
    assert Report.objects.get().brand == ""
