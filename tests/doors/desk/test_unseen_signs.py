"""What cannot be seen in a text of a finder or a colleague is marked at the desk, wherever the text is shown."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.cases import actions
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.terms import Contact, Identity, ReportContent
from tests.factories.arrivals import make_upload
from tests.factories.cases import make_case
from tests.factories.people import MadeMember, MadeOrganisation

pytestmark = pytest.mark.django_db
TURNED = "invoice\u202egpj.exe"
BLANK = "invoice\u3164.exe"
"""A name that intake lets through: it takes away what turns or controls."""
SIGN = re.compile("\u202e")
MARKED = re.compile('data-code="U\\+202E" title="[^"]+">\u202e</bdi>')


def test_every_place_marks_it(client: Client, member: MadeMember, organisation: MadeOrganisation) -> None:
    """Report, file name, name, address, note and answer: no sign stands outside a mark."""
    upload = make_upload(organisation, b"x", name=BLANK)
    case = make_case(
        organisation,
        content=ReportContent(where=TURNED, what=TURNED),
        identity=Identity(IdentityMode.PSEUDONYM, TURNED),
        contact=Contact(ContactMode.PHONE, TURNED),
        uploads=[upload],
        now=timezone.now(),
    )
    actions.add_note(number=case.number, text=TURNED, seen_version=case.version, by=member.unlocked, now=timezone.now())
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    assert (len(MARKED.findall(page)), len(SIGN.findall(page))) == (5, 5)
    assert re.findall('data-code="([^"]+)"[^>]*>[^<]*</bdi>.exe</bdi></a>', page) == ["U+3164"]
    assert page.count("This text holds 1 character that cannot be seen.") == 3


def test_typed_text_finds_its_own_direction(client: Client, organisation: MadeOrganisation) -> None:
    """Each in an element that isolates it, so that it turns nothing around it."""
    case = make_case(organisation, content=ReportContent(where="x", what="word " * 1_000), now=timezone.now())
    page = client.get(f"/desk/cases/{case.number}").content.decode()
    typed = re.findall("<[^>]*as-typed[^>]*>", page)
    assert (len(typed), [tag for tag in typed if 'dir="auto"' not in tag]) == (3, [])
