"""Which warnings must have left, when, and to whom: counted once more from what happened. Also docs/handle.md, *What is due*."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.obligations.year.known import NEVER, first, learns
from tests.obligations.year.lives import Story
from tests.obligations.year.people import Person, Team
from tests.obligations.year.recount import Stands, stands
from tests.obligations.year.world import Sent

STEPS = {
    "handler": (0.5, timedelta(days=3)),
    "lead": (0.75, timedelta(days=1)),
    "named": (0.875, timedelta(hours=6)),
}
HOURS, OLD = timedelta(hours=12), timedelta(days=14)
GRAVE = ("begun", "soon", "late")


def warnings(story: Story, mail: Sequence[datetime], looked: Sequence[datetime]) -> Iterator[tuple[datetime, Sent]]:
    """Yield what must leave for one story, with the look of the worker at which it does."""
    sent: dict[tuple[str, str, str], datetime] = {}
    learnt = learns(story, mail, looked)
    for look, following in zip(learnt, [*learnt[1:], NEVER], strict=True):
        for each in stands(story, mail, look):
            if not each.owed or each.due is None or each.due < look - OLD:
                continue
            for step, moment in moments(each, story.house.zone).items():
                at = first(looked, max(moment, look))
                key = (each.kind, each.cause, step)
                if at is not None and at < following and (key not in sent or moment > sent[key]):
                    sent[key] = at
                    yield at, Sent(story.case, each.kind, each.started, step, each.due)


def moments(each: Stands, zone: str) -> dict[str, datetime]:
    """Return when each warning leaves: in the morning, but for what is due within hours."""
    assert each.due is not None
    place, found = ZoneInfo(zone), {}
    for step, (share, before) in STEPS.items():
        at = max(each.started + (each.due - each.started) * share, each.due - before)
        morning = _morning(at, place, 0 if at.astimezone(place).hour >= 8 else -1)
        found[step] = at if each.due - at <= HOURS or morning <= each.started else morning
    late = each.due + timedelta(seconds=1)
    found["broken"] = next(_morning(late, place, day) for day in (0, 1) if _morning(late, place, day) >= late)
    return found


def told(team: Team, story: Story, step: str, at: datetime) -> set[str]:
    """Return the addresses of who is told: who has the case, a lead, who is named; who left is passed over.

    That a duty by law began hear the leads and who is named.
    """
    here = [each for each in team.people if each.is_member(at)]
    given = [each.detail[0] for each in story.happened if each.deed == "assign" and each.at <= at]
    having = [each for each in here if given and str(each.id) == given[-1]] or here
    leads = [each for each in here if each.role.value == "lead"]
    named = [each for each in team.named if each in here]
    chosen: Mapping[str, list[Person]] = {
        "begun": [*leads, *named],
        "handler": having,
        "lead": leads,
        "named": named or leads,
        "broken": [*having, *leads],
    }
    return {each.address for each in chosen[step]}


def counts(team: Team, sent: Sequence[tuple[Story, Sent]], at: datetime) -> dict[str, dict[str, int]]:
    """Return for each address of how many it is told that they began, are due soon or are late: each once, as the gravest.

    Two promises of one kind may begin at one moment: a finder who writes takes a closed case up again, and has read a word of before.
    """
    found: defaultdict[str, dict[tuple[object, ...], str]] = defaultdict(dict)
    alike: Counter[Sent] = Counter()
    for story, each in sent:
        how = "late" if each.due and each.due < at else "begun" if each.step == "begun" else "soon"
        alike[each] += 1
        one = (each.case, each.kind, each.started, alike[each])
        for address in told(team, story, each.step, at):
            found[address][one] = max(how, found[address].get(one, how), key=GRAVE.index)
    return {address: dict(Counter(hows.values())) for address, hows in found.items()}


def _morning(at: datetime, place: ZoneInfo, days: int) -> datetime:
    return datetime.combine(at.astimezone(place).date() + timedelta(days=days), time(8), place).astimezone(UTC)
