"""A year in five organisations: real verbs and real jobs under a clock that the test turns.

Deeds fall from a quarter past the hour on, the worker looks on the hour; between them nothing happens that a story does not tell.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Final
from uuid import UUID

from meldpunt.cases.jobs import keep_told
from meldpunt.obligations.actions import choose_laws, name_for_warnings
from meldpunt.obligations.jobs import settle_obligations, warn_of_obligations
from meldpunt.obligations.models import DutyWarning, PlannedWarning
from meldpunt.obligations.terms.law import Law
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter, ReadyLetter
from meldpunt.people.actions import accept_invitation, invite, remove_member
from meldpunt.people.models import Organisation
from meldpunt.people.queries.directory import _Memory
from meldpunt.people.terms import Role
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from tests.factories.arrivals import make_form
from tests.factories.cases import NO_CONTACT, MadeCase, make_case
from tests.factories.people import NOW, PASSWORD, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.obligations.year.deeds import LEADS, do
from tests.obligations.year.houses import HOUSES, SHORTER, House
from tests.obligations.year.killing import Killed, dies, lives
from tests.obligations.year.lives import Happened, Step, Story, life
from tests.obligations.year.people import Person, Post, Team

YEAR: Final = timedelta(days=365)
HOUR: Final = timedelta(hours=1)
DOWN: Final = (NOW + timedelta(days=200), NOW + timedelta(days=207))
"""The week in which the server stood still: nothing comes in, nobody works, no job runs."""
LEAVES: Final = NOW + timedelta(days=120)
SHORTENED: Final = NOW + timedelta(days=150)
KILLED: Final = {60: "settling", 130: "warning", 250: "mail"}
"""After so many days the worker is killed in the middle of this, and started again."""
MAIL_AWAY: Final = frozenset({40, 110, 170, 290})
"""On these days the mail server is away the first time."""
ABOUT: Final[dict[Letter, tuple[type[PlannedWarning | DutyWarning], tuple[str, ...]]]] = {
    Letter.PROMISES_DUE: (
        PlannedWarning,
        ("obligation__case__uuid", "obligation__kind", "obligation__started_at", "step", "obligation__due_at"),
    ),
    Letter.DUTIES_DUE: (
        DutyWarning,
        ("duty__case__uuid", "duty__stage", "duty__started_at", "step", "duty__due_at"),
    ),
}
"""What each letter of warnings is about: its warnings, and what is written down of one."""


@dataclass(frozen=True)
class Sent:
    """A warning that was sent, as the rows tell; `kind` is that of a promise, or the stage of a duty by law."""

    case: UUID
    kind: str
    started: datetime
    step: str
    due: datetime | None


class World:
    """Five organisations, their finders, one worker and one mail server."""

    def __init__(self, *, cases: int, every: int, seed: int = 4) -> None:
        """Found the organisations and draw when reports come; the worker looks `every` so many hours."""
        self.random = Random(seed)
        self.post, self.every = Post(), every
        self.stories: list[Story] = []
        self.made: list[MadeCase] = []
        self.mail: list[datetime] = []
        self.looked: list[datetime] = []
        self.sent: dict[Letter, list[tuple[datetime, Sent]]] = {letter: [] for letter in ABOUT}
        self.letters: dict[Letter, list[tuple[datetime, int, ReadyLetter]]] = {letter: [] for letter in ABOUT}
        self.kills = dict(KILLED)
        self.killed: list[str] = []
        self.teams = [self._team(house) for house in HOUSES]
        self._numbers = count()
        self._agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._put(LEAVES, self._somebody_leaves)
        self._put(SHORTENED, self._shorten)
        for _ in range(cases):
            at = NOW + timedelta(minutes=self.random.randrange(365 * 24 * 60))
            self._put(at, self._arrives)

    def run(self) -> datetime:
        """Let the year pass; return its end, at which the worker looked last."""
        for look in self._looks():
            self._happen(before=look)
            self._work(look)
        return self.looked[-1]

    def _team(self, house: House) -> Team:
        made = make_organisation(name=house.name)
        Organisation.objects.filter(pk=made.id).update(region=house.country, zone=house.zone)
        people = [self._person(made, role) for role in (Role.HANDLER, Role.HANDLER, Role.LEAD)]
        team = Team(made, house, people)
        choose_laws(laws=[Law.GDPR, Law.CRA], by=people[2].visitor, now=NOW)
        if house.writes:
            team.version = publish_text(made, house.text(), now=NOW).number
        if house.country != "BE":
            team.named = [people[1], people[0]]
            name_for_warnings(members=[each.id for each in team.named], by=people[2].visitor, now=NOW)
        return team

    def _person(self, made: MadeOrganisation, role: Role) -> Person:
        member = make_member(made, role)
        return Person(member.id, member.email, member.seed, role, NOW, self._holidays())

    def _holidays(self) -> tuple[tuple[datetime, datetime], ...]:
        """Return three holidays of one to three weeks."""
        begins = [NOW + timedelta(days=self.random.randrange(365)) for _ in range(3)]
        return tuple((begin, begin + timedelta(days=self.random.choice((7, 14, 21)))) for begin in begins)

    def _looks(self) -> Iterator[datetime]:
        """Yield when the worker looks; not while the server stands still."""
        look = NOW.replace(minute=0) + self.every * HOUR
        while look <= NOW + YEAR:
            if not DOWN[0] <= look < DOWN[1]:
                yield look
            look += self.every * HOUR

    def _put(self, at: datetime, do: Callable[[datetime], None]) -> None:
        """Put something on the agenda, after the first quarter of its hour and not while the server stands still."""
        if DOWN[0] <= at < DOWN[1]:
            at = DOWN[1] + (at - DOWN[0]) / 7
        at = at.replace(minute=15 + at.minute * 44 // 60, second=0, microsecond=0)
        heapq.heappush(self._agenda, (at, next(self._numbers), do))

    def _happen(self, *, before: datetime) -> None:
        while self._agenda and self._agenda[0][0] < before:
            at, _number, do = heapq.heappop(self._agenda)
            do(at)

    def _arrives(self, at: datetime) -> None:
        (place,) = self.random.choices(range(len(self.teams)), (3, *[1] * (len(self.teams) - 1)))
        team, number = self.teams[place], len(self.stories)
        steps = life(self.random)
        comes_back = any(step.deed.startswith("back") for step in steps)
        mailed, bounces = self.random.random() < (0.9 if comes_back else 0.5), self.random.random() < 0.1
        contact = Contact(ContactMode.EMAIL, f"{'gone' if bounces else 'sam'}{number}@finder.example", notices=True)
        form = make_form(team.made, policy_version=team.version, now=at)
        case = make_case(team.made, form=form, contact=contact if mailed else NO_CONTACT, now=at)
        self.stories.append(Story(team.house, place, case.row.uuid, at, mailed, bounces))
        self.made.append(case)
        self._next(number, steps, at)

    def _next(self, number: int, steps: list[Step], at: datetime) -> None:
        if steps:
            later = max(at + timedelta(days=steps[0].days), at + HOUR)
            self._put(later, lambda moment: self._step(number, steps, moment))

    def _step(self, number: int, steps: list[Step], at: datetime) -> None:
        """Do the next deed of a story, or put it off until somebody works."""
        story, case = self.stories[number], self.made[number]
        deed, _, detail = steps[0].deed.partition(":")
        person = None if deed == "finder" else self._who(story, number, deed, at)
        if deed != "finder" and (person is None or not 8 <= at.hour < 16):
            morning = datetime.combine(at.date() + timedelta(days=at.hour >= 8), time(8 + number % 8, at.minute), UTC)
            self._put(morning, lambda moment: self._step(number, steps, moment))
            return
        did = do(case, deed, detail, person, at, self.random)
        story.happened.append(Happened(at, *did))
        self._next(number, steps[1:], at)

    def _who(self, story: Story, number: int, deed: str, at: datetime) -> Person | None:
        """Return who does it: every second case waits until its handler is back from holiday."""
        people = [each for each in self.teams[story.place].people if each.is_member(at)]
        people = [each for each in people if each.role is Role.LEAD or deed not in LEADS]
        own = people[number % len(people)]
        working = [each for each in ([own] if number % 2 else people) if each.works(at)]
        return self.random.choice(working) if working else None

    def _somebody_leaves(self, at: datetime) -> None:
        """One who is named for warnings leaves, and somebody is invited in their place."""
        team = self.teams[0]
        lead, leaver = team.people[2], team.people[1]
        leaver.left = at
        remove_member(member=leaver.id, by=lead.visitor, now=at)
        tokens: list[str] = []

        def link_to(token: str) -> str:
            tokens.append(token)
            return f"https://meld.example/{token}"

        invite(email="new@clinic.example", role=Role.HANDLER, language="en", link_to=link_to, by=lead.visitor, now=at)
        new = accept_invitation(token=tokens[0], name="Nora", language="en", password=PASSWORD, now=at)
        team.people.append(Person(new.member, "new@clinic.example", new.seed, Role.HANDLER, at, self._holidays()))

    def _shorten(self, at: datetime) -> None:
        team = self.teams[0]
        team.house = SHORTER
        team.version = publish_text(team.made, SHORTER.text(), now=at).number

    def _work(self, look: datetime) -> None:
        """Do what the worker does; killed halfway, it is started again a little later."""
        day = (look - NOW).days
        self.post.away = day in MAIL_AWAY and look.hour < self.every
        what = next((what for after, what in self.kills.items() if day >= after), "")
        try:
            self._work_once(look, what)
        except Killed:
            self.killed.append(what)
            self.kills = {after: each for after, each in self.kills.items() if each != what}
            self._start_again()
            self._work_once(look + timedelta(minutes=11, seconds=30), "")

    def _work_once(self, look: datetime, killed_in: str) -> None:
        self.post.killed = killed_in == "mail"
        self._deliver(look)
        while keep_told(now=look):
            pass
        with dies(after=7) if killed_in == "settling" else lives():
            while settle_obligations(now=look):
                pass
        try:
            with dies(after=2) if killed_in == "warning" else lives():
                warn_of_obligations(now=look)
        finally:
            self._note(look)
        self.looked.append(look)

    def _deliver(self, look: datetime) -> None:
        before = -1
        while self.post.calls != before:
            before = self.post.calls
            deliver_due(carrier=self.post, now=look)
        if not self.post.away:
            self.mail.append(look)

    def _start_again(self) -> None:
        """Forget what a process remembers."""
        self.post.killed = False
        _Memory.served = type(_Memory.served)()

    def _note(self, look: datetime) -> None:
        """Write down which warnings left just now, and in which letters."""
        places = {team.made.id: place for place, team in enumerate(self.teams)}
        for letter, (table, columns) in ABOUT.items():
            rows = table.objects.filter(sent_at=look).order_by("id").values_list(*columns)
            self.sent[letter] += [(look, Sent(*row)) for row in rows]
            for row in Owed.objects.filter(letter=letter, owed_at=look).order_by("owed_at", "id"):
                self.letters[letter].append((look, places[row.organisation], ready_letter(row)))
