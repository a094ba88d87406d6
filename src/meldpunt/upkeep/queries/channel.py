"""Whether the way in of an organisation works, from what was looked at last."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.people.queries import made_at, organisations
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.rules.ways_in import takes_form
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.queries.mail_test import is_mail_silent, tested_address
from meldpunt.upkeep.rules.channel import is_due, is_silent, is_unlooked, level_of, light, not_looked_at, who_mends
from meldpunt.upkeep.terms import Light, Part, Sign, Trouble


def light_of(organisation: OrganisationFacts, *, now: datetime) -> Light:
    """Return how the way in of an organisation is."""
    checks = {check.part: check for check in Check.objects.filter(organisation=organisation.id)}
    if settings.MELDPUNT.mailboxes is None:
        checks.pop(Part.MAILBOX, None)  # whoever looked into them was told to stop
    for part in not_looked_at(tests_way_in=organisation.tests_way_in, asks_network=settings.MELDPUNT.network_checks):
        checks.pop(part, None)
    if Part.MAIL in checks and not tested_address(organisation, now=now):
        checks.pop(Part.MAIL)
    signs = [
        _sign(Part(part), Trouble(row.trouble), row.since or row.at, row.detail)
        for part, row in checks.items()
        if row.trouble
    ]
    form, desk, mail = checks.get(Part.FORM), checks.get(Part.DESK), checks.get(Part.MAIL)
    tested_at = form.at if form else None
    mailbox = checks.get(Part.MAILBOX)
    if mailbox and not mailbox.trouble and is_unlooked(since=mailbox.at, now=now):
        signs.append(_sign(Part.MAILBOX, Trouble.NOT_LOOKED_AT, mailbox.at))
    if organisation.intake_stopped:
        signs.append(_sign(Part.FORM, Trouble.INTAKE_STOPPED, now))
    elif organisation.tests_way_in and _is_silent(organisation.id, tested_at, now):
        signs.append(_sign(Part.FORM, Trouble.NOT_TESTED, tested_at or made_at(organisation.id)))
    elif is_mail_silent(organisation, now=now):
        signs.append(_sign(Part.MAIL, Trouble.NOT_TESTED, mail.at if mail else now))
    return light(
        signs,
        tested_at=tested_at,
        opened_at=desk.at if desk else None,
        mailed_at=mail.at if mail else None,
    )


def due_for_canary(*, now: datetime) -> list[OrganisationFacts]:
    """Return the organisations whose form is to be tested now."""
    return [each for each in organisations() if _is_due(each, now)]


def due_for_names(*, now: datetime) -> list[OrganisationFacts]:
    """Return the organisations of which the DNS is to be asked now."""
    asked = {row.organisation_id: row for row in Check.objects.filter(part=Part.MAIL_DOMAIN)}
    return [each for each in organisations() if each.tests_way_in and _is_time(asked.get(each.id), each.id, now)]


def _is_due(organisation: OrganisationFacts, now: datetime) -> bool:
    stands_still = organisation.intake_stopped or not organisation.tests_way_in
    if stands_still or not _takes_form(organisation.id, now):
        return False
    return _is_time(Check.objects.filter(organisation=organisation.id, part=Part.FORM).first(), organisation.id, now)


def _is_time(row: Check | None, organisation: UUID, now: datetime) -> bool:
    failed = bool(row and row.trouble)
    return is_due(tried_at=row.at if row else None, failed=failed, made_at=made_at(organisation), now=now)


def _is_silent(organisation: UUID, tested_at: datetime | None, now: datetime) -> bool:
    since = tested_at or made_at(organisation)
    return is_silent(since=since, now=now) and _takes_form(organisation, now)


def _takes_form(organisation: UUID, now: datetime) -> bool:
    return takes_form(policy_in_force(organisation, now=now).terms)


def _sign(part: Part, trouble: Trouble, since: datetime, detail: str = "") -> Sign:
    return Sign(part, trouble, level_of(trouble), who_mends(trouble), since, detail)
