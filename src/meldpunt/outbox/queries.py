"""What an operator may see of the mail that is owed: never an address or a word."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.db.transaction import get_connection

from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import NEED_SMTP, WAITS
from meldpunt.outbox.terms import Fate, Letter, LineState, QueueLine


def queue(*, now: datetime, limit: int = 100) -> list[QueueLine]:
    """Return letters that have not left, the next one first."""
    waiting = Owed.objects.filter(next_try_at__isnull=False).order_by("next_try_at", "id")
    return _lines(waiting, now, limit)


def given_up(*, now: datetime, limit: int = 100) -> list[QueueLine]:
    """Return letters that never left, the newest first."""
    return _lines(Owed.objects.filter(given_up_at__isnull=False).order_by("-given_up_at", "id"), now, limit)


def given_up_since(moment: datetime) -> int:
    """Return how many letters were given up from that moment on.

    One that a mail server refused for its addressee or its words alone (5yz, RFC 5321, 4.2.1) does not count while others were taken: nothing is
    wrong with our mail then. One that was tried for days waited for a setting of ours.
    """
    found = Owed.objects.filter(given_up_at__gte=moment)
    works = Owed.objects.filter(delivered_at__gte=moment).exists()
    refused = found.filter(problem__startswith="5", tries__lt=len(WAITS))
    return (found.exclude(pk__in=refused) if works else found).count()


def lost(letters: Collection[Letter], *, limit: int = 500) -> list[tuple[UUID, UUID]]:
    """Return the letters of these kinds that never left and are not forgotten yet, the newest first: the id of each, and its organisation."""
    found = Owed.objects.filter(given_up_at__isnull=False, letter__in=letters)
    return list(found.order_by("-given_up_at", "id").values_list("id", "organisation")[:limit])


def problems() -> list[str]:
    """Return what was wrong with the letters that failed and will be tried again: codes, each once."""
    failing = Owed.objects.filter(next_try_at__isnull=False, tries__gt=0)
    return list(failing.order_by("problem").values_list("problem", flat=True).distinct())


def fates(letters: Collection[UUID]) -> dict[UUID, Fate]:
    """Return what became of letters, by id; one that was forgotten is not among them."""
    found = Owed.objects.filter(pk__in=letters).values_list("id", "delivered_at", "given_up_at")
    return {id_: Fate(delivered_at, given_up_at) for id_, delivered_at, given_up_at in found}


def waiting_since() -> datetime | None:
    """Return since when the oldest letter waits, or None when nothing is owed: a sign of health. One that may leave later waits from then on."""
    waiting = Owed.objects.filter(next_try_at__isnull=False)
    oldest = waiting.aggregate(
        failed=Min("owed_at", filter=Q(tries__gt=0)), untried=Min("next_try_at", filter=Q(tries=0))
    )
    return min((moment for moment in oldest.values() if moment), default=None)


def held_back() -> int:
    """Return how many letters wait that only an SMTP server may take."""
    return Owed.objects.filter(next_try_at__isnull=False, letter__in=NEED_SMTP).count()


def is_waiting(organisation: UUID, letter: Letter) -> bool:
    """Tell whether a letter of this kind about this organisation has not left yet."""
    here, table = get_connection(), Owed._meta  # noqa: SLF001 - documented as public
    asked = table.get_field("organisation").get_db_prep_value(organisation, here)
    question = (
        f"SELECT 1 FROM {table.db_table} WHERE next_try_at IS NOT NULL AND organisation = %s AND letter = %s LIMIT 1"  # noqa: S608 - a name of our own
    )
    with here.cursor() as cursor:  # asked by every intake: by hand, because building it costs more than running it
        cursor.execute(question, [asked, letter.value])
        return cursor.fetchone() is not None


def _lines(rows: QuerySet[Owed], now: datetime, limit: int) -> list[QueueLine]:
    return [
        QueueLine(
            id=row.id,
            organisation=row.organisation,
            letter=row.letter,
            state=_state(row, now),
            tries=row.tries,
            owed_at=row.owed_at,
            next_try_at=row.next_try_at,
            problem=row.problem,
        )
        for row in rows.defer("sealed")[:limit]
    ]


def _state(row: Owed, now: datetime) -> LineState:
    if row.delivered_at is not None:
        return LineState.DELIVERED
    if row.given_up_at is not None:
        return LineState.GIVEN_UP
    is_leased = row.leased_until is not None and row.leased_until > now
    return LineState.ON_ITS_WAY if is_leased else LineState.WAITING
