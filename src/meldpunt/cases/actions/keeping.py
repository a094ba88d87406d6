"""The write transaction of an intake: rows only, as few as there must be."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.transaction import get_connection

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.actions.keys import hold_key
from meldpunt.cases.actions.letters import day_of, tell_finder, tell_handlers
from meldpunt.cases.actions.sealing_in import SealedIntake
from meldpunt.cases.models import Case, Counter, Thread
from meldpunt.cases.queries.facts import facts_of
from meldpunt.cases.queries.timeline import VERSION
from meldpunt.cases.rules.canaries import canary_number
from meldpunt.cases.rules.upkeep import first_answer_due, next_due
from meldpunt.cases.terms import IntakeStopped, ReportState, Side
from meldpunt.journal.actions import insert, record, transaction
from meldpunt.journal.terms import ActorKind, Fact
from meldpunt.outbox.queries import is_waiting
from meldpunt.outbox.terms import Letter
from meldpunt.people.queries import intake_is_open
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import Policy
from meldpunt.reports.actions import keep_report
from meldpunt.sealing.actions import keep_wrapped
from meldpunt.sealing.terms import PublicKey

type Thank = Callable[[Thread, str, datetime | None], None]
"""Owes a finder the letter that says thanks: for a thread, the number of its case, and when an answer is due."""


def keep_intake(
    *,
    intake: SealedIntake,
    once: Callable[[], None],
    thank: Thank | None = None,
    policy: Policy,
    to: PublicKey,
    by: Channel,  # noqa: ARG001 - who it is from stands in the intake
    now: datetime,
) -> str:
    """Keep a sealed report as a new case and return its number. A canary is written down and told nowhere.

    `once` makes sure that it is taken in once, and raises what says that it was; `thank` owes the finder a letter instead of the usual one.
    Raises what `once` raises, IntakeStopped, KeyReplaced; then nothing was kept.
    """
    report, actor = intake.report, intake.actor
    with transaction():
        hold_key(report.organisation, to)
        if not intake_is_open(report.organisation):
            raise IntakeStopped
        once()
        case = _new_case(intake, policy, now)
        keep_report(report=report, by=actor, now=now)
        thread = Thread(
            report_id=report.id,
            case=case,
            locator=intake.locator,
            finder_public=intake.finder.raw,
            notice_address=intake.notice_address,
            finder_language=report.language,
        )
        insert(row=thread)
        keep_wrapped(wrapped=intake.wraps)
        if not case.is_canary:
            _write_down(case, intake, policy, now)
            _tell(case, thread, intake, policy, thank, now)
    return case.number


def _write_down(case: Case, intake: SealedIntake, policy: Policy, now: datetime) -> None:
    """Tell the journal that a report came by the form, or how and when it came that a member entered."""
    report, deed = intake.report, "case.received"
    facts: dict[str, Fact] = {"channel": report.channel, "files": len(report.files), VERSION: 1}
    if intake.actor.kind is ActorKind.MEMBER:
        deed = "case.entered"
        facts |= {"received": report.received_at.astimezone(UTC).isoformat(timespec="minutes"), "rules": policy.number}
        facts["shown"] = report.policy_shown
    record(organisation=report.organisation, case=case.uuid, by=intake.actor, deed=deed, facts=facts, now=now)


def _new_case(intake: SealedIntake, policy: Policy, now: datetime) -> Case:
    organisation, is_canary = intake.organisation, intake.report.channel == Channel.CANARY
    year = now.astimezone(ZoneInfo(organisation.zone)).year
    case = Case(
        uuid=intake.case,
        organisation_id=organisation.id,
        number=canary_number(intake.case) if is_canary else _next_number(organisation.id, year),
        report_state=ReportState.RECEIVED,
        opened_at=intake.report.received_at,
        waiting_since=intake.report.received_at,
        last_word=Side.FINDER,
        is_canary=is_canary,
    )
    case.due_at = next_due(facts_of(case), policy.terms, region_of(policy.terms, organisation))
    insert(row=case)
    return case


def _next_number(organisation: UUID, year: int) -> str:
    """Return the next case number of a year, such as 2026-00042; the counter's row is locked until the commit.

    One statement, which the query builder cannot say: it would take three, and a retry in the first minute of a year.
    """
    here = get_connection()
    key = Counter._meta.get_field("organisation").get_db_prep_value(organisation, here)  # noqa: SLF001 - as below
    table = Counter._meta.db_table  # noqa: SLF001 - Django documents it as public
    with here.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (organisation_id, year, last) VALUES (%s, %s, 1) "  # noqa: S608 - a name of our own
            f"ON CONFLICT (organisation_id, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [key, year],
        )
        return f"{year}-{cursor.fetchone()[0]:05}"


def _tell(case: Case, thread: Thread, intake: SealedIntake, policy: Policy, thank: Thank | None, now: datetime) -> None:
    """Owe the letters about a new case. Handlers get none while one waits: a flood of reports must not become a flood of mail."""
    organisation, actor = intake.organisation, intake.actor
    to_handlers = not is_waiting(organisation.id, Letter.NEW_REPORT)
    if not to_handlers and thread.notice_address is None and thank is None:
        return
    promised = first_answer_due(intake.report.received_at, policy.terms, region_of(policy.terms, organisation))
    if to_handlers:
        tell_handlers(
            case,
            Letter.NEW_REPORT,
            now=now,
            about=None if organisation.brand else organisation,
            but=actor.id if actor.kind is ActorKind.MEMBER else None,
            due=day_of(promised, organisation),
        )
    still = promised if promised is None or promised >= now else None  # nothing is promised for a day that is over
    if thank is not None:
        thank(thread, case.number, still)
    else:
        tell_finder(thread, Letter.RECEIVED, number=case.number, now=now, due=day_of(still, organisation))
