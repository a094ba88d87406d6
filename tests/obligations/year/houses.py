"""Five organisations and what they promise, in the words of their policy files."""

from dataclasses import dataclass, replace
from typing import Final

from tests.factories.policy_texts import SMALL, in_name_of

FIRST: Final = '[promises.first_answer]\nwithin = "5 working days"\n'


@dataclass(frozen=True)
class Pledge:
    """One promise: so much time, what the answer must say, and whether the clock stands still while a question waits."""

    kind: str
    amount: int
    unit: str
    says: tuple[str, ...] = ()
    pauses: bool = False


@dataclass(frozen=True)
class House:
    """An organisation: its calendar, its promises, and whether an end in days moves off a day that is no working day."""

    name: str
    country: str
    zone: str
    pledges: tuple[Pledge, ...]
    moves: bool = False
    writes: bool = True
    """Whether it publishes a policy of its own: without one, that of the program holds."""

    def text(self) -> str:
        """Return its policy file."""
        named = in_name_of(self.name, SMALL.replace(FIRST, "".join(map(_written, self.pledges))))
        named = named.replace("hosts = []", f'hosts = []\ncountry = "{self.country}"\nzone = "{self.zone}"')
        return named + ('\n[counting]\nclosed_last_day = "next_working_day"\n' if self.moves else "")


def _written(pledge: Pledge) -> str:
    lines = [f"[promises.{pledge.kind}]", f'within = "{pledge.amount} {pledge.unit}"']
    if pledge.says:
        lines.append(f"says = {list(pledge.says)}")
    if pledge.pauses:
        lines.append("pauses = true")
    return "\n".join(lines) + "\n\n"


WHOLE: Final = ("assessment", "fix_date")
HOUSES: Final = (
    House(
        "Harbour",
        "NL",
        "Europe/Amsterdam",
        (Pledge("first_answer", 5, "working days"), Pledge("silence", 30, "days"), Pledge("solved", 3, "days")),
    ),
    House(
        "Mill",
        "NL-ATW",
        "Europe/Amsterdam",
        (
            Pledge("receipt", 1, "hours"),
            Pledge("first_answer", 3, "working days", says=WHOLE, pauses=True),
            Pledge("silence", 2, "weeks", pauses=True),
            Pledge("solved", 1, "working days"),
        ),
    ),
    House(
        "Brewery",
        "BE",
        "Europe/Brussels",
        (Pledge("first_answer", 48, "hours"), Pledge("silence", 10, "working days"), Pledge("fix", 90, "days")),
    ),
    House(
        "Ferry",
        "NL",
        "America/New_York",
        (
            Pledge("first_answer", 72, "hours", says=("assessment",), pauses=True),
            Pledge("silence", 1, "months", pauses=True),
            Pledge("fix", 60, "days", pauses=True),
        ),
        moves=True,
    ),
    House(
        "Windmill",
        "NL",
        "Europe/Amsterdam",
        (Pledge("first_answer", 5, "working days"), Pledge("silence", 30, "days")),
        writes=False,
    ),
)
SHORTER: Final = replace(HOUSES[0], pledges=(Pledge("first_answer", 1, "working days"), *HOUSES[0].pledges[1:]))
"""What the first one publishes halfway: it holds for reports that come after it."""
