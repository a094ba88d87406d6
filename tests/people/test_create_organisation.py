"""Making an organisation."""

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.outbox.jobs import deliver_due
from meldpunt.people import queries
from meldpunt.people.actions import accept_invitation, create_organisation, set_host_names
from meldpunt.people.models import Directory, Organisation
from meldpunt.people.terms import (
    AddressNotUsable,
    AddressTaken,
    FirstKeys,
    HostTaken,
    InvitationFacts,
    LinkSpent,
    Role,
    SettingsRefused,
)
from meldpunt.sealing.rules import pairs
from tests.factories.people import NOW, PASSWORD, make_member, make_organisation
from tests.fakes.carrier import FakeCarrier

pytestmark = pytest.mark.django_db


def _create(**changes: object) -> FirstKeys:
    asked: dict[str, Any] = {
        "name": "Kliniek Zuid",
        "languages": ["nl"],
        "handler_email": "a@x.example",
        "by": OPERATOR,
        "now": NOW,
    }
    return create_organisation(**asked | changes)


def test_organisation_has_a_key_that_the_recovery_code_opens() -> None:
    made = make_organisation()
    current = queries.current_key(made.id)
    assert pairs.public_key(made.seeds[current.id], current.id) == current
    assert queries.intake_is_open(made.id) is True


def test_first_invitation_is_for_a_lead() -> None:
    made = _create()
    facts = queries.invitation_behind(made.invitation_token, now=NOW)
    assert facts == InvitationFacts(queries.organisation_facts(made.organisation), Role.LEAD, "nl", "a@x.example")


def test_first_invitation_lasts_thirty_days() -> None:
    made = _create()
    with pytest.raises(LinkSpent):
        accept_invitation(
            token=made.invitation_token, name="Anna", language="nl", password=PASSWORD, now=NOW + timedelta(days=30)
        )


def test_first_invitation_is_mailed_when_there_is_a_link() -> None:
    made = _create(link_to=lambda token: f"https://x.example/{token}")
    carrier = FakeCarrier()
    deliver_due(carrier=carrier, now=NOW)
    assert [letter.to for letter in carrier.taken] == ["a@x.example"]
    assert made.invitation_token in carrier.taken[0].body


def test_slug_comes_from_the_name() -> None:
    assert [_create(handler_email=f"{n}@x.example").slug for n in "abc"] == [
        "kliniek-zuid",
        "kliniek-zuid-2",
        "kliniek-zuid-3",
    ]


@pytest.mark.parametrize(("name", "slug"), [("Zorg & Co.", "zorg-co"), ("Ééń", "een"), ("医院", "organisation")])
def test_slug_is_plain(name: str, slug: str) -> None:
    assert _create(name=name).slug == slug


def test_making_stands_in_the_journal() -> None:
    made = _create()
    lines = entries_of_organisation(made.organisation)
    assert [(line.deed, line.actor) for line in lines] == [("organisation.created", OPERATOR)]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": " "}, SettingsRefused),
        ({"name": "x" * 121}, SettingsRefused),
        ({"name": "a\nb"}, SettingsRefused),
        ({"name": "a\u202eb"}, SettingsRefused),
        ({"languages": []}, SettingsRefused),
        ({"languages": ["fr"]}, SettingsRefused),
        ({"slug": "Not A Slug"}, SettingsRefused),
        ({"slug": "zuid--west"}, SettingsRefused),
        ({"handler_email": "nobody"}, AddressNotUsable),
        ({"host_names": ["not a host"]}, SettingsRefused),
        ({"host_names": ["-x.example"]}, SettingsRefused),
    ],
    ids=str,
)
def test_what_cannot_be_used_makes_nothing(change: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        _create(**change)
    assert Organisation.objects.count() == 0


def test_taken_slug_is_refused() -> None:
    _create(slug="zuid")
    with pytest.raises(SettingsRefused):
        _create(slug="zuid", handler_email="b@x.example")


def test_taken_host_is_refused() -> None:
    make_organisation(host_names=["meld.x.example"])
    with pytest.raises(HostTaken):
        _create(host_names=["MELD.x.example."])


def test_address_of_a_member_is_refused() -> None:
    member = make_member(make_organisation())
    with pytest.raises(AddressTaken):
        _create(handler_email=member.email.upper())


def test_organisation_is_found_by_every_host_name() -> None:
    made = make_organisation(host_names=["Meld.X.example", "abc.onion"])
    found = [queries.organisation_by_host(host) for host in ("meld.x.example", "MELD.x.example.", "abc.onion")]
    assert found == [made.facts] * 3
    assert (made.facts.host, made.facts.onion_host) == ("meld.x.example", "abc.onion")


def test_unknown_host_finds_nobody() -> None:
    make_organisation(host_names=["meld.x.example"])
    assert queries.organisation_by_host("x.example") is None


def test_oldest_organisation_is_the_first_one_made() -> None:
    assert queries.oldest_organisation() is None
    first = make_organisation(now=NOW)
    make_organisation(now=NOW + timedelta(seconds=1))
    assert queries.oldest_organisation() == first.facts
    assert queries.organisation_by_slug(first.facts.slug) == first.facts


def test_host_names_are_replaced_in_order() -> None:
    made = make_organisation(host_names=["old.example"])
    set_host_names(organisation=made.id, hosts=["new.example", "bücher.example", "new.example"], by=OPERATOR, now=NOW)
    assert queries.organisation_by_host("old.example") is None
    found = queries.organisation_by_host("xn--bcher-kva.example")
    assert found == queries.organisation_facts(made.id)
    assert queries.organisation_facts(made.id).host == "new.example"


def test_finding_an_organisation_again_only_reads_the_stamp(django_assert_num_queries) -> None:
    make_organisation(host_names=["meld.x.example"])
    queries.organisation_by_host("meld.x.example")
    with django_assert_num_queries(1):
        queries.organisation_by_host("meld.x.example")


def test_change_that_is_rolled_back_is_not_remembered() -> None:
    made = make_organisation(name="Before")
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        Organisation.objects.filter(pk=made.id).update(name="Never")
        assert queries.organisation_facts(made.id).name == "Never"
        raise ZeroDivisionError
    Organisation.objects.filter(pk=made.id).update(name="After")
    assert queries.organisation_facts(made.id).name == "After"


def test_nothing_is_remembered_without_the_stamp() -> None:
    made = make_organisation(name="Before")
    Directory.objects.all().delete()
    queries.organisation_facts(made.id)
    Organisation.objects.filter(pk=made.id).update(name="After")
    assert queries.organisation_facts(made.id).name == "After"


def test_first_keys_print_no_secret() -> None:
    made = _create()
    assert (made.recovery_code in repr(made), made.invitation_token in repr(made)) == (False, False)
