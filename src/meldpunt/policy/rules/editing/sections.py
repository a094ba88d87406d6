"""The sections of a policy that is filled in by fields, in the order in which somebody would."""

from dataclasses import dataclass
from typing import Final

from meldpunt.policy.rules.file.words import mark as _


@dataclass(frozen=True)
class Part:
    """One page of fields.

    `keys` are tables and keys of the file, dotted; `in_text` says what belongs here and is written in the text only ("" for nothing).
    `heading` and `about` are msgids.
    """

    name: str
    heading: str
    about: str
    keys: tuple[str, ...]
    in_text: str = ""


PARTS: Final = (
    Part(
        "organisation",
        _("Who you are"),
        _("Your name, how people reach you, and your own first and last words on the page."),
        ("organisation", "contact", "introduction", "closing"),
        _("Host names, brands, colours and logo"),
    ),
    Part(
        "ways-in",
        _("Ways in"),
        _("How a report reaches you."),
        ("way_in", "key"),
        _("A key of your own, with its file"),
    ),
    Part("finder", _("Who may report"), _("What about, under which name, and how you reach them."), ("finder",)),
    Part(
        "scope",
        _("Which systems"),
        _("What the policy is about, and what nobody needs to report."),
        ("scope", "excluded"),
        _("Kinds of weakness in your own words"),
    ),
    Part(
        "elsewhere", _("Other channels"), _("Where people go with fraud, complaints and the like."), ("other_channel",)
    ),
    Part(
        "ask",
        _("What to send"),
        _("What you would like to know of a finder."),
        ("clauses.ask",),
        _("Clauses in your own words"),
    ),
    Part(
        "rules",
        _("Rules"),
        _("What a finder does and does not do. Tick what holds for you."),
        ("clauses.rules",),
        _("Clauses in your own words, duties by law, and documents that hold beside the policy"),
    ),
    Part(
        "promises",
        _("Promises"),
        _("When finders hear from you."),
        ("promises", "counting"),
        _("Other public holidays for one promise"),
    ),
    Part(
        "pledges",
        _("Pledges"),
        _("What you stand for, without a clock."),
        ("clauses.pledges", "clauses.information"),
        _("Clauses in your own words"),
    ),
    Part(
        "safe-harbour",
        _("Safe harbour"),
        _("What you say about legal steps against a finder who kept the rules."),
        ("safe_harbour",),
    ),
    Part("publication", _("Credit and publication"), _("Who may tell the world, and when."), ("publication", "credit")),
    Part("reward", _("Reward"), _("What a finder may expect."), ("reward",)),
    Part(
        "retention",
        _("How long data is kept"),
        _("What stays after a case is closed, and for how long."),
        ("retention",),
    ),
    Part(
        "statements",
        _("Privacy and accessibility"),
        _("What the two statements say of you, and no program can know."),
        ("privacy", "accessibility"),
    ),
    Part(
        "people",
        _("People behind it"),
        _("Never published. Without the first three nothing is published."),
        ("people",),
    ),
    Part(
        "publishing",
        _("When it holds"),
        _("From which day, until when it is looked at again, and who publishes."),
        ("takes_effect", "review_by", "second_eyes", "based_on"),
    ),
)
