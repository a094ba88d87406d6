"""What was promised, on the finder's page: where it stands, in the finder's words, and how each date was reckoned."""

from datetime import datetime

import pytest
from django.utils import timezone

from meldpunt.cases.actions import change_state, write_as_handler
from meldpunt.cases.terms import DeclineReason, MessageKind, ReportState, Says
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Visitor
from tests.doors.portal.conftest import Finder
from tests.factories.arrivals import make_form
from tests.factories.cases import MadeCase, answer, make_case, say_no
from tests.factories.obligations import DAY
from tests.factories.people import MadeOrganisation, make_member
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
LONG = 60 * DAY


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(organisation, name="Anna").unlocked


def promises(finder: Finder, case: MadeCase) -> str:
    """Return the section as the finder of a case sees it, as one line; empty where there is none."""
    finder.enter(case.receipt.code)
    _before, _id, rest = finder.page.partition('id="promises"')
    return " ".join(rest.partition("</section>")[0].split())


def test_what_runs_has_its_date_and_how_it_was_reckoned(finder: Finder, organisation: MadeOrganisation) -> None:
    shown = promises(finder, make_case(organisation, language="en", now=timezone.now()))
    assert ("at the latest on" in shown, "How this date was reckoned" in shown) == (True, True)


def test_what_was_kept_says_when(finder: Finder, organisation: MadeOrganisation, anna: Visitor) -> None:
    case = make_case(organisation, language="en", now=timezone.now() - DAY)
    answer(case, anna, now=timezone.now())
    assert "Kept, on" in promises(finder, case)


def test_what_was_broken_is_said_with_an_apology(finder: Finder, organisation: MadeOrganisation) -> None:
    shown = promises(finder, make_case(organisation, language="en", now=timezone.now() - LONG))
    assert "We did not keep this promise, and we are sorry." in shown


def test_done_afterwards_it_stays_late(finder: Finder, organisation: MadeOrganisation, anna: Visitor) -> None:
    case = make_case(organisation, language="en", now=timezone.now() - LONG)
    answer(case, anna, now=timezone.now())
    shown = promises(finder, case)
    assert ("We were late." in shown, "we are sorry" in shown) == (True, False)


def pausing(organisation: MadeOrganisation, *, now: datetime) -> MadeCase:
    """Take in a report under a policy whose clock waits for the finder."""
    text = SMALL.replace('"5 working days"', '"5 working days"\nsays = ["assessment"]\npauses = true')
    version = publish_text(organisation, text, now=now)
    form = make_form(organisation, policy_version=version.number, language="en", now=now)
    return make_case(organisation, language="en", form=form, agreed=True, now=now)


def test_a_clock_that_waits_for_the_finder_says_so(
    finder: Finder, organisation: MadeOrganisation, anna: Visitor
) -> None:
    case = pausing(organisation, now=timezone.now() - DAY)
    write_as_handler(
        number=case.number,
        kind=MessageKind.ASK,
        text="Which page?",
        uploads=(),
        seen_version=case.version,
        by=anna,
        now=timezone.now(),
    )
    assert "The time stands still while we wait for your answer." in promises(finder, case)


def test_the_expected_day_stands_beside_the_answer(
    finder: Finder, organisation: MadeOrganisation, anna: Visitor
) -> None:
    case, now = make_case(organisation, language="en", now=timezone.now()), timezone.now()
    write_as_handler(
        number=case.number,
        kind=MessageKind.ANSWER,
        text="Thank you.",
        uploads=(),
        says=Says(assessment=True, fix_by=timezone.localdate() + 10 * DAY),
        seen_version=case.version,
        by=anna,
        now=now,
    )
    finder.enter(case.receipt.code)
    assert "We expect to have solved it by" in finder.page


def test_a_report_that_is_not_valid_to_us_alone_looks_as_before(
    finder: Finder, organisation: MadeOrganisation, anna: Visitor
) -> None:
    """That step stays at the desk until a no was told with its reason: only then has the promise of a fix no object."""
    now = timezone.now()
    text = SMALL.replace('"5 working days"', '"5 working days"\n\n[promises.fix]\nwithin = "30 days"')
    version = publish_text(organisation, text, now=now)
    form = make_form(organisation, policy_version=version.number, language="en", now=now)
    case = make_case(organisation, language="en", form=form, now=now)
    answer(case, anna, now=now)
    before = promises(finder, case)
    change_state(number=case.number, to=ReportState.INVALID, seen_version=case.version, by=anna, now=now)
    judged = promises(finder, case)
    say_no(case, anna, DeclineReason.NOT_VALID, now=timezone.now())
    told = promises(finder, case)
    assert [text.count("No longer applies") for text in (before, judged, told)] == [0, 0, 1]
    assert judged == before


def test_another_finder_sees_their_own_alone(finder: Finder, organisation: MadeOrganisation) -> None:
    make_case(organisation, language="en", now=timezone.now() - LONG)
    shown = promises(finder, make_case(organisation, language="en", now=timezone.now()))
    assert ("we are sorry" in shown, shown.count("<dt>")) == (False, 1)


def test_in_the_language_of_the_page(finder: Finder, organisation: MadeOrganisation) -> None:
    """The explanation too."""
    case = make_case(organisation, language="nl", now=timezone.now())
    finder.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    assert "ontvangen" in promises(finder, case)


def test_after_a_move_the_explanation_names_the_zone_it_was_reckoned_in(
    finder: Finder, organisation: MadeOrganisation
) -> None:
    """The date above it is on the clock of the page."""
    case = make_case(organisation, language="en", now=timezone.now())
    Organisation.objects.filter(pk=organisation.id).update(zone="Asia/Tokyo")
    shown = promises(finder, case)
    assert ("JST" in shown, "time zone Europe/Amsterdam · received" in shown) == (True, True)
