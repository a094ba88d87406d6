"""The reward table, and the page of thanks."""

from collections.abc import Iterator

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText, RewardStep


def steps_are_clear(policy: PolicyText) -> Iterator[Complaint]:
    """For each severity and size there is at most one step, and it says what is given."""
    steps = policy.reward.step if policy.reward else ()
    if policy.reward and not steps:
        yield Complaint(("reward",), _("The reward table is empty."), _("Add a [[reward.step]], or take [reward] out."))
    for number, step in enumerate(steps):
        yield from _step(number, step)
        if any(_overlap(step, earlier) for earlier in steps[:number]):
            yield Complaint(
                ("reward", "step", number),
                _("There is another step for this severity and size."),
                _("Take one of them out; a step without size holds for every size."),
            )


def names_come_on_the_page_of_thanks(policy: PolicyText) -> Iterator[Complaint]:
    """Refuse the address of a page of thanks on which no finder would be named."""
    if policy.credit.page is not None and not policy.credit.hall_of_fame:
        yield Complaint(
            ("credit", "page"),
            _("There is a page that thanks finders, but no name comes on it."),
            _("Write hall_of_fame = true, or take this line out."),
        )


def _step(number: int, step: RewardStep) -> Iterator[Complaint]:
    if (step.least is None) != (step.most is None):
        yield Complaint(
            ("reward", "step", number), _("An amount is missing."), _("Give both least and most; they may be equal.")
        )
    elif step.least is not None and step.most is not None and step.least > step.most:
        yield Complaint(
            ("reward", "step", number, "least"), _("The least is more than the most."), _("Change one of the two.")
        )
    if step.least is None and step.most is None and step.gift is None:
        yield Complaint(("reward", "step", number), _("This step gives nothing."), _("Add least and most, or a gift."))


def _overlap(one: RewardStep, other: RewardStep) -> bool:
    return one.severity is other.severity and (one.size is None or other.size is None or one.size is other.size)
