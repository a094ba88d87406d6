"""Making the figures: counted before the transaction, as that takes seconds for a hundred thousand obligations."""

from datetime import datetime
from uuid import UUID

from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Actor
from meldpunt.obligations.models import MadeFigures, WantedFigures
from meldpunt.obligations.queries.figures import calendar_of, counted_in, told_otherwise
from meldpunt.obligations.rules.figures import as_csv, by_quarter, tables_of
from meldpunt.obligations.rules.figures.storage import to_stored
from meldpunt.obligations.terms.figures import Audience
from meldpunt.people.access import allow
from meldpunt.people.terms import Deed, Visitor


def make_figures(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Count an organisation's obligations and keep the figures, for anybody and for its members; return how many there were.

    In public each is counted as its finder is told of it, so that no figure tells them what their page may not.
    """
    counted, told = list(counted_in(organisation)), told_otherwise(organisation, now=now)
    region, made = calendar_of(organisation, now=now), {}
    desk = by_quarter(counted, region)
    grouped = {
        Audience.DESK: desk,
        Audience.PUBLIC: by_quarter(counted_in(organisation, told), region) if told else desk,
    }
    for audience in Audience:
        found = tables_of(grouped[audience], least=audience.least)
        made[audience] = {"made_at": now, "tables": to_stored(found), "file": as_csv(found, least=audience.least)}
    with transaction():
        for audience, values in made.items():
            MadeFigures.objects.update_or_create(organisation_id=organisation, audience=audience.value, defaults=values)
        WantedFigures.objects.filter(organisation=organisation, asked_at__lte=now).delete()
        facts = {"obligations": len(counted)}
        record(organisation=organisation, case=None, by=by, deed="figures.made", facts=facts, now=now)
    return len(counted)


def ask_for_figures(*, by: Visitor, now: datetime) -> None:
    """Let the figures be made anew by the worker; asking twice asks once. Raises NotAllowed."""
    allow(by, Deed.READ_FIGURES)
    with transaction():
        _, asked = WantedFigures.objects.get_or_create(
            organisation_id=by.organisation.id, defaults={"asked_at": now, "asked_by_id": by.member}
        )
        if asked:
            record(organisation=by.organisation.id, case=None, by=by.actor, deed="figures.asked", facts={}, now=now)
