"""What is wrong is said, with what to do about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from meldpunt.journal.terms import OPERATOR, SYSTEM
from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.terms import CarrierBusy, Letter
from meldpunt.people.actions import set_brands, set_host_names
from meldpunt.people.models import Organisation
from meldpunt.people.terms import BrandLook, Theme
from meldpunt.upkeep.actions import beat
from meldpunt.upkeep.models import Heartbeat
from meldpunt.upkeep.queries import examination, obstacles
from meldpunt.upkeep.queries import installation as queries
from meldpunt.upkeep.rules import installation as rules
from meldpunt.upkeep.terms import Certificate, Place
from tests.factories.outbox import make_letter
from tests.factories.people import make_organisation
from tests.factories.upkeep import make_heartbeat
from tests.fakes.carrier import FakeCarrier

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give an installation with a private secrets file."""
    (tmp_path / "secrets.json").touch(mode=0o600)
    return Place(data=tmp_path, secrets=tmp_path / "secrets.json")


@pytest.fixture(autouse=True)
def _probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what another test found out."""
    monkeypatch.setattr(queries, "PROBE", queries.Probe())


@pytest.mark.django_db
@pytest.mark.sqlite
def test_database_that_takes_nothing_is_an_obstacle(place: Place) -> None:
    """It answers, and is read-only; looked at again after a few seconds."""
    beat(by=SYSTEM, now=NOW)
    moments = [NOW, NOW + timedelta(seconds=4), NOW + timedelta(seconds=5), NOW + timedelta(seconds=10)]
    found = []
    with connection.cursor() as cursor:
        for moment, only in zip(moments, ("OFF", "ON", "ON", "OFF"), strict=True):
            cursor.execute(f"PRAGMA query_only={only}")
            found.append([finding.subject for finding in obstacles(place=place, now=moment)])
    assert found == [[], [], ["database"], []]


@pytest.mark.django_db
def test_trying_changes_nothing(place: Place) -> None:
    """The worker's own beat stays the newest."""
    beat(by=SYSTEM, now=NOW)
    obstacles(place=place, now=NOW + timedelta(seconds=30))
    assert Heartbeat.objects.get().at == NOW


@pytest.mark.django_db
def test_silent_worker_is_an_obstacle(place: Place) -> None:
    """No heartbeat at all."""
    assert [finding.subject for finding in obstacles(place=place, now=NOW)] == ["worker"]


@pytest.mark.django_db
def test_ready_with_a_fresh_heartbeat(place: Place) -> None:
    """Nothing is in the way."""
    beat(by=SYSTEM, now=NOW - timedelta(seconds=30))
    assert obstacles(place=place, now=NOW) == []


@pytest.mark.django_db
def test_last_heartbeat_counts(place: Place) -> None:
    """A worker that stopped is noticed."""
    beat(by=SYSTEM, now=NOW - timedelta(hours=1))
    beat(by=SYSTEM, now=NOW - timedelta(minutes=3))
    assert [finding.subject for finding in obstacles(place=place, now=NOW)] == ["worker"]


@pytest.mark.django_db
def test_missing_folder_is_an_obstacle(place: Place) -> None:
    """The disk with the data is not there."""
    beat(by=SYSTEM, now=NOW)
    found = obstacles(place=Place(data=place.data / "gone", secrets=place.secrets), now=NOW)
    assert [finding.subject for finding in found] == ["disk"]


@pytest.mark.django_db
def test_tables_of_another_version_are_told(place: Place) -> None:
    """Before the first start, or after an upgrade that was not started yet; nothing else is asked of the database."""
    MigrationRecorder(connection).record_unapplied("upkeep", "0004_detail")
    beat(by=SYSTEM, now=NOW)
    found = examination(place=place, now=NOW)
    assert [(f.subject, f.well) for f in found] == [
        ("disk", True),
        ("database", False),
        ("worker", True),
        ("secrets", True),
        ("papers", True),
    ]


@pytest.mark.django_db
def test_tables_of_a_newer_version_are_told(place: Place) -> None:
    """A start would refuse them."""
    MigrationRecorder(connection).record_applied("upkeep", "9999_later")
    beat(by=SYSTEM, now=NOW)
    (finding,) = [finding for finding in examination(place=place, now=NOW) if not finding.well]
    assert (finding.subject, "newer version" in finding.advice) == ("database", True)


@pytest.mark.django_db
def test_letters_that_wait_for_smtp_are_told(place: Place) -> None:
    """Only where the settings name no server."""
    make_letter(now=NOW, letter=Letter.INVITATION)
    beat(by=SYSTEM, now=NOW)
    found = [examination(place=replace(place, has_smtp=known), now=NOW) for known in (True, False)]
    assert [[finding.subject for finding in each if not finding.well] for each in found] == [[], ["mail"]]


@pytest.mark.django_db
def test_a_missing_mail_server_is_a_remark_from_the_start(place: Place) -> None:
    """Once there is an organisation, before the first letter waits; a trial needs none."""
    bare = replace(place, has_smtp=False, example="Trial")
    told = []
    for name in ("Trial", "Haven"):
        make_organisation(name=name)
        (mail,) = [finding for finding in examination(place=bare, now=NOW) if finding.subject == "mail"]
        told.append((mail.well, "MELDPUNT_SMTP_HOST" in mail.advice))
    assert told == [(True, False), (True, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["recovery-code.txt", "recovery-code-clinic.txt", "first-handler-link.txt"])
def test_secrets_that_still_lie_in_the_data_folder_are_told(place: Place, name: str) -> None:
    """They would get into every backup."""
    (place.data / name).touch()
    beat(by=SYSTEM, now=NOW)
    (finding,) = [finding for finding in examination(place=place, now=NOW) if not finding.well]
    assert (finding.subject, name in finding.advice) == ("papers", True)


@pytest.mark.django_db
def test_readable_secrets_are_told(place: Place) -> None:
    """Others could read the secrets file."""
    place.secrets.chmod(0o644)
    assert [f.subject for f in examination(place=place, now=NOW) if not f.well] == ["worker", "secrets"]


@pytest.mark.django_db
def test_unreadable_certificate_is_told(place: Place) -> None:
    """The file is no certificate."""
    found = examination(place=Place(place.data, place.secrets, certificate=place.secrets), now=NOW)
    assert [finding.subject for finding in found if not finding.well] == ["worker", "TLS"]


@pytest.mark.parametrize(
    ("free", "well"), [(0, False), (rules.LEAST_FREE - 1, False), (rules.LEAST_FREE, True), (10**12, True)]
)
def test_disk(free: int, well: bool) -> None:
    """Half a gigabyte is the least."""
    assert rules.disk(free).well == well


@pytest.mark.parametrize(
    ("start", "end", "well"), [(-10, 14, True), (-10, 13, False), (-10, -1, False), (1, 90, False)]
)
def test_certificate(start: int, end: int, well: bool) -> None:
    """It is valid, and for at least two weeks more."""
    certificate = Certificate(NOW + timedelta(days=start), NOW + timedelta(days=end))
    assert rules.certificate(certificate, NOW).well == well


@pytest.mark.parametrize(
    ("last", "synchronised", "well"),
    [(None, None, True), (0, True, True), (0, False, False), (60, True, True), (61, True, False)],
)
def test_clock(last: int | None, synchronised: bool | None, well: bool) -> None:
    """Time does not run backwards, and somebody keeps it right."""
    newest = None if last is None else NOW + timedelta(seconds=last)
    assert rules.clock(NOW, newest, synchronised=synchronised).well == well


@pytest.mark.parametrize(
    ("problems", "minutes", "given_up", "well"),
    [([], None, 0, True), ([], 60, 0, True), ([], 61, 0, False), (["550"], 1, 0, False), ([], None, 1, False)],
)
def test_mail(problems: list[str], minutes: int | None, given_up: int, well: bool) -> None:
    """It leaves within the hour, and nothing fails or was given up lately."""
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert rules.mail(problems=problems, waiting_since=since, given_up=given_up, now=NOW).well == well


@pytest.mark.django_db
def test_mail_that_fails_is_told(place: Place) -> None:
    """By the code of what was wrong, and never with an address."""
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(CarrierBusy("unreachable")), now=NOW)
    found = [f for f in examination(place=place, now=NOW) if f.subject == "mail"]
    assert [(f.well, "unreachable" in f.advice, "@" in f.advice) for f in found] == [(False, True, False)]


def test_findings_that_are_well_advise_nothing() -> None:
    """Advice is for what is wrong."""
    assert rules.disk(10**12).advice == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "told"), [("Voorbeeld", []), ("Kliniek Zuid", ["secrets"])])
def test_secrets_inside_the_data_of_a_real_organisation_are_told(place: Place, name: str, told: list[str]) -> None:
    """In a trial that is how it should be."""
    make_organisation(name=name)
    make_heartbeat(now=NOW)
    found = examination(place=replace(place, example="Voorbeeld"), now=NOW)
    assert [finding.subject for finding in found if not finding.well] == told


@pytest.mark.django_db
def test_secrets_elsewhere_are_well(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A copy of the data holds none of them."""
    make_organisation(name="Kliniek Zuid")
    make_heartbeat(now=NOW)
    elsewhere = tmp_path_factory.mktemp("etc") / "secrets.json"
    elsewhere.touch(mode=0o600)
    assert [f.subject for f in examination(place=replace(place, secrets=elsewhere), now=NOW) if not f.well] == []


@pytest.mark.parametrize(
    ("slug", "has_host", "is_brands", "told"),
    [
        ("haven", False, False, []),
        ("haven-noord", False, False, []),
        ("haven--noord", True, False, []),
        ("haven--noord", False, False, ["./meldpunt hosts haven--noord NAME"]),
        ("haven--noord", True, True, ["publish the policy of haven with another id"]),
        ("haven--noord", False, True, ["publish the policy of haven with another id", "./meldpunt hosts haven--noord"]),
    ],
)
def test_name_that_may_be_a_brands_is_told_with_the_remedy(
    slug: str, has_host: bool, is_brands: bool, told: list[str]
) -> None:
    """Until its organisation has a host name, and no brand has the same address."""
    found = rules.address(slug, has_host=has_host, is_brands=is_brands)
    assert (found.well, [words for words in told if words in found.advice]) == (not told, told)


@pytest.mark.django_db
def test_organisation_from_before_such_names_were_refused_is_found(place: Place) -> None:
    """Another one is in the way as soon as it has that brand."""
    older, owner = make_organisation(name="Oud"), make_organisation(name="Haven")
    Organisation.objects.filter(pk=older.id).update(slug="haven--noord")

    def told() -> list[str]:
        return [one.advice for one in examination(place=place, now=NOW) if one.subject == "address"]

    before = told()
    set_host_names(organisation=older.id, hosts=["oud.example"], by=OPERATOR, now=NOW)
    named = told()
    noord = BrandLook(key="noord", name="Noord", hosts=("noord.example",), theme=Theme())
    set_brands(organisation=owner.id, brands=[noord], by=OPERATOR, now=NOW)
    assert (len(before), named, len(told())) == (1, [], 1)
    assert "That brand is there" in told()[0]
