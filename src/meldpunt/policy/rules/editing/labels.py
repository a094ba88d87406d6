"""Which keys are filled in by fields, and what stands beside each of them.

One line for each key of a table of the file. A key that is not named here is written in the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import (
    Accessibility,
    Both,
    Clauses,
    Contact,
    Counting,
    Credit,
    Excluded,
    Finder,
    Key,
    Organisation,
    OtherChannel,
    People,
    Person,
    PolicyText,
    Privacy,
    Promises,
    Publication,
    Retention,
    Reward,
    RewardStep,
    SafeHarbour,
    Scope,
    ThirdParty,
    Undertaking,
    WayIn,
)


@dataclass(frozen=True)
class Said:
    """What stands beside a field: its name, and help where the name is not enough; both are msgids."""

    label: str
    help: str = ""


_LINES: Final = _("One on each line.")
_SAME_DATES: Final = _("One date a line, such as 2026-12-24. The settings of the desk have to name the same days.")
_PHONE: Final = _("Such as +31 88 000 00 00. In the Netherlands and Belgium also as 088 000 00 00.")
_HTTPS: Final = _("A whole address that begins with https://.")

LABELS: Final[Mapping[type, Mapping[str, Said]]] = {
    PolicyText: {
        "takes_effect": Said(_("Takes effect on"), _("Empty: as soon as it is published.")),
        "review_by": Said(_("Looked at again before"), _("A day by which somebody reads the policy again.")),
        "based_on": Said(_("Model texts this policy was made from"), _("The page names them.")),
        "second_eyes": Said(
            _("Two people publish"),
            _("One person proposes, another one approves. People behind it then names a second pair of eyes."),
        ),
        "introduction": Said(_("Introduction"), _("First on the page, in your own words.")),
        "closing": Said(_("Closing words"), _("Last on the page, in your own words.")),
        "organisation": Said(_("Organisation")),
        "contact": Said(_("Contact"), _("Where people reach you about security.")),
        "key": Said(_("OpenPGP key"), _("With it, mail to you can be encrypted.")),
        "way_in": Said(_("Ways in"), _("The first one is the one you prefer. The order is changed in the text.")),
        "other_channel": Said(_("Other channels"), _("Where people go with something else. Shown before the form.")),
        "scope": Said(_("Which systems")),
        "excluded": Said(_("What nobody needs to report")),
        "finder": Said(_("Who may report, and how")),
        "promises": Said(_("Promises")),
        "counting": Said(_("How time is counted")),
        "safe_harbour": Said(_("Safe harbour"), _("It binds your organisation, not the public prosecutor.")),
        "reward": Said(_("Reward"), _("Without a step no reward is promised.")),
        "credit": Said(_("Credit"), _("A finder is named only after saying yes to it.")),
        "publication": Said(_("Publication")),
        "retention": Said(_("How long data is kept"), _("Each counts from the moment the case is closed.")),
        "privacy": Said(_("For the privacy statement")),
        "accessibility": Said(_("For the accessibility statement")),
        "people": Said(_("People behind it")),
    },
    Both: {"nl": Said(_("In Dutch")), "en": Said(_("In English"))},
    Organisation: {
        "name": Said(_("Name")),
        "languages": Said(_("Languages of the policy"), _("Every text of your own is given in each of them.")),
        "country": Said(_("Country for public holidays"), _("Such as NL or BE, or with a part of it: DE-BY.")),
        "zone": Said(_("Time zone"), _("Such as Europe/Amsterdam. A day ends by this clock.")),
        "closed": Said(_("Extra days off"), _SAME_DATES),
        "open": Said(_("Public holidays on which you work"), _SAME_DATES),
        "public_body": Said(_("This is a government organisation")),
    },
    Contact: {
        "mail": Said(_("E-mail address")),
        "phone": Said(_("Phone number"), _PHONE),
        "page": Said(_("Web page"), _HTTPS),
    },
    Key: {
        "offer": Said(_("How finders get the key")),
        "within": Said(_("Sent within"), _("Only for a key that is sent on request.")),
    },
    WayIn: {
        "kind": Said(_("Way")),
        "address": Said(_("Address or number"), _("Not for the form on this website.")),
        "name": Said(_("Name of the platform")),
        "mail_from": Said(
            _("Address from which the platform mails you"),
            _("A mail from there becomes a report. Only where the platform tells you by mail."),
        ),
    },
    OtherChannel: {
        "about": Said(_("What it is for")),
        "mail": Said(_("E-mail address")),
        "phone": Said(_("Phone number"), _PHONE),
        "page": Said(_("Web page"), _HTTPS),
    },
    Scope: {
        "inside": Said(_("This policy holds for"), _("Host names, networks, or a few words; one on each line.")),
        "outside": Said(_("It does not hold for"), _LINES),
        "rest": Said(_("All other systems")),
        "third_party": Said(_("Systems of others that you use")),
    },
    ThirdParty: {
        "name": Said(_("Whose system it is")),
        "assets": Said(_("Their systems"), _LINES),
        "report_to": Said(_("Where they take reports"), _("A mail address, or one that begins with https://.")),
    },
    Excluded: {"kinds": Said(_("Kinds of weakness"), _("Shown before the finder writes."))},
    Finder: {
        "topics": Said(_("What may be reported")),
        "identity": Said(_("Who a finder may be")),
        "contact": Said(_("What you ask to reach a finder"), _("Beside the page behind the access code.")),
        "contact_is": Said(_("Giving it is")),
    },
    Clauses: {
        "ask": Said(_("What to send"), _("As the finder will read it.")),
        "rules": Said(_("Rules"), _("As the finder will read it.")),
        "pledges": Said(_("Pledges"), _("As the finder will read it.")),
        "information": Said(_("Good to know"), _("As the finder will read it.")),
    },
    Promises: {
        "first_answer": Said(_("A person answers"), _("Counted from the report.")),
        "receipt": Said(_("We say that we have it"), _("Counted from the report.")),
        "silence": Said(_("Longest time without news"), _("Counted from our last message, until it is solved.")),
        "solved": Said(_("We tell that it is solved"), _("Counted from the moment it is.")),
        "fix": Said(_("It is solved"), _("Counted from the report. It is an aim.")),
        "publication": Said(_("It is published"), _("Counted from the report.")),
    },
    Undertaking: {
        "within": Said(_("Within")),
        "says": Said(_("The answer must hold")),
        "pauses": Said(_("The clock stands still while we wait for the finder")),
    },
    Counting: {
        "outside_office_hours": Said(_("What comes outside office hours counts")),
        "office_hours": Said(_("Office hours on a working day"), _("Such as 09:00-17:00.")),
        "closed_last_day": Said(_("A time that ends on a day off ends")),
    },
    SafeHarbour: {
        "kind": Said(_("Legal steps")),
        "misuse": Said(_("What is reported to the police"), _("Tick nothing to announce nothing.")),
    },
    Reward: {
        "step": Said(_("Steps")),
        "currency": Said(_("Currency")),
        "first_reporter_only": Said(_("Only for who reports it first")),
        "unknown_only": Said(_("Only for what was not known yet")),
    },
    RewardStep: {
        "severity": Said(_("How bad")),
        "size": Said(_("How large"), _("Empty: for every size.")),
        "least": Said(_("At least"), _("Whole units of money.")),
        "most": Said(_("At most"), _("Whole units of money.")),
        "gift": Said(_("Or a gift, in words")),
    },
    Credit: {
        "in_news": Said(_("In news about the problem")),
        "hall_of_fame": Said(_("On a page that thanks finders")),
        "page": Said(_("Address of that page"), _("It stands in security.txt too.")),
    },
    Publication: {
        "embargo": Said(_("All stay silent for"), _("The standing proposal to every finder.")),
        "initiative": Said(_("Who starts a publication")),
        "want_to_be_involved": Said(_("We want to be involved when a finder publishes")),
    },
    Retention: {
        "identity": Said(_("Name and contact details"), _("This is a promise.")),
        "finder_page": Said(_("The page of the finder")),
        "files": Said(_("Files that came with it")),
        "report": Said(_("The rest of the report")),
    },
    Privacy: {
        "controller": Said(_("Legal name of who is responsible"), _("Empty: the name of the organisation.")),
        "address": Said(_("Postal address, on one line")),
        "officer": Said(_("Data protection officer"), _("A mail address, or one that begins with https://.")),
        "without_officer": Said(_("There is no data protection officer, and none is needed")),
        "basis": Said(_("Ground in the law (GDPR, article 6)")),
        "processors": Said(_("Who holds the data for you"), _LINES),
        "outside_eea": Said(_("Data outside the European Economic Area"), _("Where, and how it is protected.")),
        "statement": Said(_("Your general privacy statement"), _HTTPS),
    },
    Accessibility: {
        "audited_on": Said(_("Examined from outside on")),
        "audited_by": Said(_("Examined by")),
        "report": Said(_("The report of it"), _HTTPS),
        "register": Said(_("Your statement in the register"), _("For government organisations. Begins with https://.")),
        "limits": Said(_("What does not work for everybody")),
    },
    People: {
        "technical_contact": Said(_("Technical contact")),
        "stand_in": Said(_("Stand-in"), _("Somebody else than the technical contact.")),
        "breach_contact": Said(_("Contact for data leaks")),
        "second_pair_of_eyes": Said(_("Second pair of eyes"), _("Somebody else than the technical contact.")),
    },
    Person: {
        "name": Said(_("Name")),
        "mail": Said(_("E-mail address")),
        "phone": Said(_("Phone number"), _PHONE),
        "outside": Said(_("Works for another organisation")),
    },
}
NOT_HERE: Final = frozenset(f"promises.{name}.says" for name in ("receipt", "silence", "solved", "fix", "publication"))
"""Keys that only one of several tables of a class has."""
