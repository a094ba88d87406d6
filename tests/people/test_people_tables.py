"""What the database refuses, whoever asks."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, models, transaction

from meldpunt.people.models import (
    Brand,
    Draft,
    HostName,
    Invitation,
    KeyGrant,
    Member,
    Organisation,
    OrganisationKey,
    PasswordReset,
    RecoveryLock,
    SecondFactor,
    SpareCode,
)
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.second_factor import make_factor

pytestmark = pytest.mark.django_db
KEY = bytes(1216)
SOMEBODY = UUID(int=7)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation with a key, a recovery lock and an invitation."""
    return make_organisation(host_names=["meld.x.example"])


def _refused(table: type[models.Model], **values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        table._default_manager.create(**values)


def _refused_change(rows: models.QuerySet, **values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"slug": ""},
        {"languages": []},
        {"logo": b"x"},
        {"logo_type": "image/png"},
        {"logo": b"x", "logo_type": "image/svg+xml", "logo_version": "1"},
        {"logo": b"x", "logo_type": "image/png"},
    ],
    ids=str,
)
def test_organisation_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    _refused_change(Organisation.objects.filter(pk=organisation.id), **wrong)


def test_same_slug_twice(organisation: MadeOrganisation) -> None:
    _refused(Organisation, slug=organisation.facts.slug, name="x", languages=["nl"], created_at=NOW)


def test_host_name_twice_or_in_capitals(organisation: MadeOrganisation) -> None:
    other = Organisation.objects.get(pk=make_organisation().id)
    _refused(HostName, host="meld.x.example", organisation=other)
    _refused(HostName, host="Meld.y.example", organisation=other)
    _refused(HostName, host="", organisation=other)
    _refused(HostName, host="two.example", organisation_id=organisation.id, place=0)
    _refused(Brand, organisation_id=organisation.id, key="", name="No key")
    _refused(Brand, organisation_id=organisation.id, key="no-name", name="")
    _refused(Brand, organisation_id=organisation.id, key="logo", name="Half a logo", logo_type="image/png")


def test_two_current_keys(organisation: MadeOrganisation) -> None:
    _refused(OrganisationKey, organisation_id=organisation.id, public=KEY, made_at=NOW)


def test_two_retiring_keys(organisation: MadeOrganisation) -> None:
    def retiring() -> dict[str, object]:
        return {"organisation_id": organisation.id, "public": KEY, "made_at": NOW, "retired_at": NOW}

    OrganisationKey.objects.create(**retiring())
    _refused(OrganisationKey, **retiring())


@pytest.mark.parametrize(
    "wrong",
    [
        {"public": bytes(1215)},
        {"gone_at": NOW},
        {"retired_at": NOW, "gone_at": NOW - timedelta(seconds=1)},
        {"succession": b"x"},
    ],
    ids=",".join,
)
def test_key_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    _refused_change(OrganisationKey.objects.filter(organisation=organisation.id), **wrong)


def test_key_with_two_successors(organisation: MadeOrganisation) -> None:
    old = OrganisationKey.objects.get(organisation=organisation.id)
    gone = {"retired_at": NOW, "gone_at": NOW, "made_at": NOW, "public": KEY, "succession": b"x", "follows": old}
    OrganisationKey.objects.create(organisation_id=organisation.id, **gone)
    _refused(OrganisationKey, organisation_id=organisation.id, **gone)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"name": ""},
        {"email": "Anna@x.example"},
        {"email": ""},
        {"email": None},
        {"public": b"short"},
        {"removed_at": NOW},
        {"removed_by": SOMEBODY},
        {"removed_at": NOW, "removed_by": SOMEBODY},
    ],
    ids=str,
)
def test_member_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    _refused_change(Member.objects.filter(pk=make_member(organisation).id), **wrong)


def test_same_address_twice(organisation: MadeOrganisation) -> None:
    one, other = make_member(organisation), make_member(make_organisation())
    _refused_change(Member.objects.filter(pk=one.id), email=other.email)


@pytest.mark.parametrize(
    "wrong",
    [{"role": "king"}, {"expires_at": NOW}, {"digest": b"x"}, {"public": b"x"}, {"used_at": NOW}],
    ids=",".join,
)
def test_invitation_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    _refused_change(Invitation.objects.filter(organisation=organisation.id), **wrong)


def test_reset_that_makes_no_sense(organisation: MadeOrganisation) -> None:
    member = make_member(organisation).id
    good = {"member_id": member, "digest": bytes(32), "made_at": NOW, "expires_at": NOW + timedelta(hours=1)}
    _refused(PasswordReset, **good | {"expires_at": NOW})
    _refused(PasswordReset, **good | {"digest": b""})


def test_two_recovery_locks(organisation: MadeOrganisation) -> None:
    _refused(RecoveryLock, organisation_id=organisation.id, public=KEY, made_at=NOW)


def test_grant_needs_one_recipient_once(organisation: MadeOrganisation) -> None:
    key = OrganisationKey.objects.get(organisation=organisation.id)
    member = make_lead(organisation).id
    invitation = Invitation.objects.get(organisation=organisation.id)
    _refused(KeyGrant, key=key, sealed=b"x", granted_at=NOW)
    _refused(KeyGrant, key=key, sealed=b"x", granted_at=NOW, member_id=member)
    _refused(KeyGrant, key=key, sealed=b"x", granted_at=NOW, invitation=invitation)
    other = make_member(organisation, admitted=False).id
    _refused(KeyGrant, key=key, sealed=b"x", granted_at=NOW, member_id=other, invitation=invitation)


def test_draft_needs_a_place_once(organisation: MadeOrganisation) -> None:
    draft = {"member_id": make_member(organisation).id, "sealed": b"x", "kept_at": NOW}
    _refused(Draft, where="", **draft)
    Draft.objects.create(where="case", **draft)
    _refused(Draft, where="case", **draft)


def test_organisation_with_members_is_not_deleted(organisation: MadeOrganisation) -> None:
    make_member(organisation)
    with pytest.raises(models.ProtectedError):
        Organisation.objects.get(pk=organisation.id).delete()


@pytest.mark.parametrize("wrong", [{"wrong": 1}, {"wrong_at": NOW}, {"last_step": None}, {"set_up_at": None}], ids=str)
def test_second_factor_that_makes_no_sense(organisation: MadeOrganisation, wrong: dict[str, object]) -> None:
    member = make_member(organisation)
    make_factor(member)
    _refused_change(SecondFactor.objects.filter(member=member.id), **wrong)


def test_spare_code_needs_a_digest_of_its_own(organisation: MadeOrganisation) -> None:
    member = make_member(organisation)
    make_factor(member)
    one = SpareCode.objects.filter(factor=member.id).first()
    assert one is not None
    for digest in (b"short", one.digest):
        _refused(SpareCode, factor_id=member.id, digest=digest)


def test_organisation_asks_nobody_it_does_not_know(organisation: MadeOrganisation) -> None:
    _refused_change(Organisation.objects.filter(pk=organisation.id), second_factor="the cat")


@pytest.mark.sqlite
def test_tables_that_were_rebuilt_still_renew_the_stamp() -> None:
    """SQLite forgets the triggers of a table that a migration rebuilds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%stamp%'")
        found = {(table, name.rpartition("_")[2]) for table, name in cursor.fetchall()}
    tables = ("people_organisation", "people_hostname", "people_organisationkey", "people_brand")
    assert found == {(table, event) for table in tables for event in ("INSERT", "UPDATE", "DELETE")}
