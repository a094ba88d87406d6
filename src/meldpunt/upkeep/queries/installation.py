"""How this installation is."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import set_rollback

from meldpunt.journal import queries as journal
from meldpunt.journal.actions import transaction
from meldpunt.outbox import queries as outbox
from meldpunt.people.queries import faces_of, host_names, organisations
from meldpunt.policy.queries import (
    hosts_in_the_way,
    key_standing,
    lacks_second,
    numberless,
    privacy_gaps,
    proposal_trouble,
    review_due,
    text_in_force,
)
from meldpunt.upkeep.models import Heartbeat
from meldpunt.upkeep.queries.channel import light_of
from meldpunt.upkeep.rules import channel
from meldpunt.upkeep.rules import installation as rules
from meldpunt.upkeep.terms import Certificate, Finding, Place

TIMESYNC = Path("/run/systemd/timesync")
PROBE_EVERY = timedelta(seconds=5)
HANDED_OUT = ("recovery-code*.txt", "first-handler-link*.txt", "openpgp-secret-key*.asc")
WELL = Finding("database", well=True)


@dataclass
class Probe:
    """Whether the database took something, and when that was tried; one in a process, since anybody may ask for it."""

    at: datetime | None = None
    found: Finding = WELL


PROBE = Probe()


def obstacles(*, place: Place, now: datetime) -> list[Finding]:
    """Return what keeps this installation from taking reports and working on them; nothing when it is ready."""
    return [finding for finding in (_writable(_database(), now), _disk(place.data), _worker(now)) if not finding.well]


def examination(*, place: Place, now: datetime) -> list[Finding]:
    """Return everything there is to say about this installation's health, well or not."""
    found = [
        _disk(place.data),
        _writable(_migrated(_database()), now),
        _worker(now),
        rules.secrets(_mode(place.secrets)),
        _handed_out(place.data),
    ]
    if place.certificate:
        found.append(rules.certificate(_certificate(place.certificate), now))
    if all(finding.well for finding in found if finding.subject == "database"):
        found += [_clock(now), *_journals(), *_misplaced(place), *_addresses(), *_openpgp(now), *_privacy(now)]
        found += [*_brands(now), *_front_desk(now), *_ways_in(now)]
        found += [*_second_eyes(now), *_reviews(now)]
        found += [_mail(now) if place.has_smtp else rules.letters(outbox.held_back(), real=_is_real(place))]
    return found


def is_newer_than_program() -> bool:
    """Whether the database was migrated by a newer version of this program."""
    loader = MigrationExecutor(connection).loader
    applied = set(loader.applied_migrations)
    ours = {key for key in applied if key[0] in loader.migrated_apps}
    return not ours <= set(loader.disk_migrations)


def is_older_than_program() -> bool:
    """Whether the database holds something, made by an older version of this program: tables are missing or differ."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    return bool(applied) and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return Finding(
            "database",
            well=False,
            advice="The database does not answer. Check that it runs and that the disk is not full.",
        )
    return Finding("database", well=True)


def _migrated(database: Finding) -> Finding:
    """Return the finding about the database, not well where its tables are not those of this version."""
    if database.well:
        if is_newer_than_program():
            advice = (
                "Its tables are those of a newer version, and this one will not start on them. Install the newer "
                "version, or put back the copy from before the upgrade."
            )
            return Finding("database", well=False, advice=advice)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            advice = "Its tables are not those of this version yet. Start Meldpunt once: that brings them up to date."
            return Finding("database", well=False, advice=advice)
    return database


def _writable(database: Finding, now: datetime) -> Finding:
    """Return the finding about the database, not well where it takes nothing; tried every few seconds, and taken back."""
    if not database.well or (PROBE.at is not None and PROBE.at <= now < PROBE.at + PROBE_EVERY):
        return database if not database.well else PROBE.found
    try:
        with transaction():
            Heartbeat.objects.update_or_create(only=True, defaults={"at": now})
            set_rollback(True)
    except Error:
        advice = (
            "The database takes nothing. Check the rights to its file and folder, and that its disk is not read-only."
        )
        database = Finding("database", well=False, advice=advice)
    PROBE.at, PROBE.found = now, database
    return database


def _disk(data: Path) -> Finding:
    try:
        return rules.disk(shutil.disk_usage(data).free)
    except OSError:
        return Finding("disk", well=False, advice=f"The data folder {data} cannot be reached.")


def _worker(now: datetime) -> Finding:
    try:
        last = Heartbeat.objects.values_list("at", flat=True).order_by("at").last()
    except Error:
        last = None
    return rules.worker(last, now)


def _clock(now: datetime) -> Finding:
    newest = [line.at for chain in journal.organisations() for line in journal.entries_of_organisation(chain, limit=1)]
    synchronised = (TIMESYNC / "synchronized").exists() if TIMESYNC.is_dir() else None
    return rules.clock(now, max(newest, default=None), synchronised=synchronised)


def _journals() -> list[Finding]:
    """Walk the chain of every organisation."""
    broken = [link for link in map(journal.first_broken_link, journal.organisations()) if link]
    advice = "The journal of organisation {} does not hold from entry {} on. Compare it with a backup before going on."
    found = [Finding("journal", well=False, advice=advice.format(link.organisation, link.number)) for link in broken]
    return found or [Finding("journal", well=True)]


def _openpgp(now: datetime) -> list[Finding]:
    """Judge the key of every organisation, and its signed `security.txt`."""
    found = [
        rules.openpgp(organisation.slug, key_standing(organisation.id, now=now).troubles)
        for organisation in organisations()
    ]
    return [finding for finding in found if not finding.well] or [Finding("OpenPGP", well=True)]


def _ways_in(now: datetime) -> list[Finding]:
    """Tell how the way in of every organisation is."""
    found = [channel.finding(each.slug, light_of(each, now=now)) for each in organisations()]
    return [finding for finding in found if finding.advice] or [Finding("way in", well=True)]


def _privacy(now: datetime) -> list[Finding]:
    """Judge what the privacy statement of every organisation can say."""
    found = [
        rules.privacy(
            organisation.slug,
            privacy_gaps(organisation.id, now=now),
            has_policy=text_in_force(organisation.id, now=now) is not None,
        )
        for organisation in organisations()
    ]
    return [finding for finding in found if finding.advice] or [Finding("privacy statement", well=True)]


def _front_desk(now: datetime) -> list[Finding]:
    """Tell where the card for the front desk lacks numbers."""
    found = [
        rules.front_desk(organisation.slug, numberless(organisation.id, now=now)) for organisation in organisations()
    ]
    return [finding for finding in found if finding.advice] or [Finding("front desk", well=True)]


def _second_eyes(now: datetime) -> list[Finding]:
    """Judge whether two people can publish in every organisation that wants two, and whether somebody may approve what waits."""
    found = [
        finding
        for organisation in organisations()
        for finding in (
            rules.second_eyes(organisation.slug, lacking=lacks_second(organisation.id, now=now)),
            rules.proposal(organisation.slug, proposal_trouble(organisation.id)),
        )
    ]
    return [finding for finding in found if not finding.well] or [Finding("second pair of eyes", well=True)]


def _reviews(now: datetime) -> list[Finding]:
    """Judge whether every organisation looked at its policy again in time."""
    found = [rules.review(organisation.slug, review_due(organisation, now=now)) for organisation in organisations()]
    return [finding for finding in found if finding.advice] or [Finding("policy review", well=True)]


def _brands(now: datetime) -> list[Finding]:
    """Judge whether the brands of every organisation are those of its policy."""
    found = [
        rules.brands(organisation.slug, hosts_in_the_way(organisation.id, now=now)) for organisation in organisations()
    ]
    return [finding for finding in found if not finding.well] or [Finding("brands", well=True)]


def _mail(now: datetime) -> Finding:
    return rules.mail(
        problems=outbox.problems(),
        waiting_since=outbox.waiting_since(),
        given_up=outbox.given_up_since(now - rules.GIVEN_UP_WITHIN),
        now=now,
    )


def _handed_out(data: Path) -> Finding:
    return rules.handed_out(sorted(file.name for pattern in HANDED_OUT for file in data.glob(pattern)))


def _misplaced(place: Place) -> list[Finding]:
    """Return that the secrets lie inside the data of a real organisation; nothing where they do not, or in a trial."""
    inside = place.secrets.resolve().is_relative_to(place.data.resolve())
    advice = (
        "The secrets file lies inside the data folder: whoever copies the data has both. Stop, move it elsewhere, "
        "set MELDPUNT_SECRETS_FILE and start again."
    )
    return [Finding("secrets", well=False, advice=advice)] if inside and _is_real(place) else []


def _is_real(place: Place) -> bool:
    """Tell whether there is another organisation than that of a trial."""
    return any(organisation.name != place.example for organisation in organisations())


def _addresses() -> list[Finding]:
    """Return which short names of organisations are also read as those of brands; nothing where none is."""
    of_brands = {f"{face.slug}--{face.brand}" for each in organisations() for face in faces_of(each.id) if face.brand}
    names = host_names().items()
    found = [rules.address(slug, has_host=bool(hosts), is_brands=slug in of_brands) for slug, hosts in names]
    return [finding for finding in found if not finding.well]


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return None


def _certificate(path: Path) -> Certificate | None:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None
    return Certificate(certificate.not_valid_before_utc, certificate.not_valid_after_utc)
