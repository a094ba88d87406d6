"""Agreement with the rules: kept with the version that was shown, and proved by the receipt."""

import pytest

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.terms import FormAlreadyUsed
from tests.factories.arrivals import make_form
from tests.factories.cases import make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("agreed", [True, False])
def test_agreement_is_kept_with_the_version_that_was_shown(agreed: bool) -> None:
    """Both sides read it, and the receipt's manifest proves it."""
    organisation = make_organisation()
    case = make_case(organisation, agreed=agreed)
    desk = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=NOW)
    finder = open_for_finder(by=case.finder(), now=NOW)
    assert [(side.policy_version, side.agreed) for side in (desk, finder)] == [(1, agreed)] * 2
    assert case.receipt.manifest.splitlines()[2] == ("rules 1 agreed" if agreed else "rules 1 shown")


def test_another_tick_under_a_used_form_is_another_report() -> None:
    """What was agreed to is part of what was sent."""
    organisation = make_organisation()
    form = make_form(organisation)
    make_case(organisation, form=form)
    with pytest.raises(FormAlreadyUsed):
        make_case(organisation, form=form, agreed=True)
