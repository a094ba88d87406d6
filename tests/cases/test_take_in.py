"""Taking in a report."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.arrivals.models import UploadDraft, UsedForm
from meldpunt.arrivals.terms import Channel, OpenForm
from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import take_in
from meldpunt.cases.models import Case
from meldpunt.cases.terms import FormAlreadyUsed, FormExpired, Receipt
from meldpunt.reports.terms import ReportContent
from tests.factories.arrivals import make_form, make_upload
from tests.factories.cases import ANONYMOUS, CONTENT, MAILED, NAMED, NO_CONTACT, make_case
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_what_was_sent_is_what_is_read() -> None:
    """Every field comes back as it came in."""
    organisation = make_organisation()
    content = ReportContent(where=" hier\t", what="a\r\nb\nc\rd \u202e 🏥", steps="1.\r\n\r\n2.", impact="É", kind="script")
    case = make_case(organisation, content=content)
    opened = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=NOW)
    assert opened.report == content
