"""What is wrong, said at a field: in the words of the page, where the words for the text speak of the text.

One table: on the left what is said to who writes the text, on the right what is said at a field. What is not named here is said
alike. `%(clause)s` and the like are filled with the words of the page, `LEADS_TO` names the section where the other half stands.
"""

from collections.abc import Mapping
from typing import Final

from meldpunt.policy.rules.file.words import mark as _

_FILL_IN: Final = _("Fill it in.")
_CHOOSE: Final = _("Choose one of the list.")
_NUMBER: Final = _("Fill in a number beside it.")
_IN_TEXT: Final = _("This cannot be changed in a field: put it right in the text.")
_SHOW_KEY: Final = _("Choose that the key is published, or put the key right in the text.")
_LAW: Final = _("A duty by law in your text says that an authority has to agree first.")

AT_FIELD: Final[Mapping[str, str]] = {
    "Fill it in, or take the line out.": _FILL_IN,
    "Write hall_of_fame = true, or take this line out.": _("Tick that names come on it, or leave the address empty."),
    '"%(name)s" is missing.': _("This is missing."),
    "Add %(example)s.": _FILL_IN,
    "Without technical_contact, stand_in and breach_contact nothing is published. Add a table [people.%(name)s] with name and mail.": _(
        "Without the first three people nothing is published. Fill in a name and a mail address."
    ),
    "Add three tables: [people.technical_contact], [people.stand_in] and [people.breach_contact], each with name and mail.": _(
        "Without the first three people nothing is published. Fill in a name and a mail address."
    ),
    'There is no key "%(name)s" here.': _('The text has "%(name)s" here, and a policy knows no such thing.'),
    "Take it out.": _("Take it out in the text."),
    "This must be a whole number.": _("This is not a whole number."),
    "Write a number from 0 to %(most)s, without quotation marks.": _("Write a number from 0 to %(most)s, in digits."),
    "Write it as 2026-12-24, without quotation marks and without a time.": _(
        "Write year, month and day, such as 2026-12-24."
    ),
    '"%(value)s" is not a length of time.': _("This is not a length of time."),
    'Write a number and hours, days, working days, weeks or months, such as "5 working days".': _(
        "Write a number in digits, and choose hours, working days, days, weeks or months beside it."
    ),
    '"%(value)s" is too long.': _("This time is too long."),
    '"%(value)s" is not a whole number.': _("The number beside it is not a whole number."),
    'Write "%(example)s".': _NUMBER,
    "The clause %(clause)s needs a value.": _("“%(clause)s” needs a number."),
    "The clause %(clause)s takes no value.": _("“%(clause)s” has no number."),
    'Take "%(clause)s" alone.': _("Take the number out in the text."),
    'There is no clause "%(value)s" in the catalogue.': _("“%(value)s” is not one of the clauses."),
    'There is no "%(value)s" in the catalogue.': _("“%(value)s” is not in the list."),
    "Take one of the catalogue, or write your own in an [[own_clause]].": _(
        "Take the tick away. A clause of your own is written in the text."
    ),
    "Take one of the catalogue.": _("Take the tick away."),
    "Choose from: %(known)s.": _CHOOSE,
    "The clause %(clause)s follows from the settings by itself.": _(
        "“%(clause)s” follows from other sections by itself."
    ),
    "Take it out of this list.": _("Take the tick away."),
    "The clause %(clause)s does not belong in this list.": _("“%(clause)s” does not belong here."),
    "Move it to clauses.%(list)s.": _("Take the tick away here, and tick it under “%(list)s”."),
    "The clause %(clause)s is taken twice.": _("“%(clause)s” is there twice."),
    "The clauses %(one)s and %(other)s contradict each other.": _("“%(one)s” and “%(other)s” contradict each other."),
    "Take one of them out.": _("Take one of the two away."),
    "The clause %(clause)s is not true with these settings.": _(
        "“%(clause)s” is not true with what another section says."
    ),
    "It needs %(setting)s; or take the clause out.": _("Take the tick away. Or first choose there: %(setting)s."),
    "The clause %(clause)s does not define misuse.": _("“%(clause)s” is no misuse that can be announced."),
    'Add %(language)s = "..." here, or take the language out of organisation.languages.': _(
        "Fill it in, or take the language away under “Languages of the policy”."
    ),
    "The text in the language %(language)s is missing.": _("The text in this language is missing: %(language)s."),
    'Write languages = ["nl", "en"], or one of them.': _("Tick one or both."),
    "Name at least one, or take the line out.": _("Tick at least one."),
    'Write contact = ["email"], or contact_is = "optional".': _(
        "Tick what you ask to reach a finder, or choose that giving it is up to the finder."
    ),
    'Write contact_is = "optional", or take "anonymous" out of identity.': _(
        "Choose that giving it is up to the finder, or take “Anonymous” away."
    ),
    'Add a [[way_in]] with kind = "form", or take "anonymous" out.': _(
        "Add the form on this website as a way in, or take “Anonymous” away."
    ),
    'Add a [[way_in]] with kind = "form".': _("Add the form on this website."),
    "Take this line out.": _("Make this field empty."),
    'Add address = "...": a mail address, a telephone number, or the https address of the platform.': _(
        "Fill in a mail address, a phone number, or the web address of the platform."
    ),
    "The way in %(value)s is there twice.": _("This way in is there twice."),
    'Add within = "4 hours", or offer = "published".': _("Fill in a time, or choose that the key is published."),
    'Take this line out, or write offer = "on_request".': _(
        "Make the time empty, or choose that the key is sent on request."
    ),
    "Add the one that is missing, or take out both: then Meldpunt makes a key.": _IN_TEXT,
    'Write offer = "published", or take file out.': _SHOW_KEY,
    "Add mail, phone or page.": _("Fill in a mail address, a phone number or a web page."),
    'Take "abuse" out of this channel, or out of finder.topics.': _(
        "Take it away here, or under “What may be reported”."
    ),
    "%(value)s is sent to two other channels.": _("This is sent to two other channels."),
    "Name it in one [[other_channel]], with every address there is: mail, phone and page.": _(
        "Tick it once, and fill in every address there: mail, phone and page."
    ),
    "Put all its systems into the assets of one [[scope.third_party]].": _("Put all its systems together in one row."),
    'Name systems in inside, or write rest = "inside".': _(
        "Name systems that the policy holds for, or choose that all other systems fall under it too."
    ),
    "The finder may publish when it is solved, but a [[law]] says that an authority has to agree first.": _LAW,
    'Write initiative = "together", or take publication_needs_authority out.': _(
        "Choose that finder and organisation publish together, or take the duty out in the text."
    ),
    "A day of publication is promised, but a [[law]] says that an authority has to agree first.": _LAW,
    "Take [promises.publication] out, or take publication_needs_authority out.": _(
        "Make the time empty, or take the duty out in the text."
    ),
    "Only the first answer has parts.": _("Only the first answer holds an assessment or a date."),
    "Move this line to [promises.first_answer].": _IN_TEXT,
    "Take this line out, or count in working days.": _("Count in working days, or put it right in the text."),
    "Make it shorter, or take [promises.receipt] out.": _("Make it shorter, or make it empty."),
    "Make the embargo shorter, or [promises.publication] longer.": _(
        "Make it shorter here, or make “It is published” longer."
    ),
    "Make it shorter, or [promises.publication] longer.": _("Make it shorter, or make “It is published” longer."),
    "Make it shorter, or retention.report longer.": _("Make it shorter, or keep the rest of the report longer."),
    'Add office_hours = "09:00-17:00".': _("Fill in the office hours, such as 09:00-17:00."),
    'Add outside_office_hours = "next_opening", or take this line out.': _(
        "Make them empty, or choose that what comes outside office hours counts from the next opening."
    ),
    "Name somebody else; it may be somebody outside the organisation (outside = true).": _(
        "Name somebody else. Somebody of another organisation may do it too: tick that."
    ),
    "Add [people.second_pair_of_eyes], or write second_eyes = false.": _(
        "Name a second pair of eyes, or take this tick away."
    ),
    "The reward table is empty.": _("The reward has no steps."),
    "Add a [[reward.step]], or take [reward] out.": _("Fill in a step, or take the reward out in the text."),
    "Take one of them out; a step without size holds for every size.": _(
        "Take one of the two away. A step without a size holds for every size."
    ),
    "Give both least and most; they may be equal.": _("Fill in both amounts; they may be equal."),
    "Add least and most, or a gift.": _("Fill in both amounts, or a gift."),
    "Write today (%(today)s) or later, or take the line out: then it takes effect when it is published.": _(
        "Choose today (%(today)s) or later, or make it empty: then it takes effect when it is published."
    ),
    "Write a day after %(today)s and after takes_effect.": _(
        "Choose a day after %(today)s, and after it takes effect."
    ),
    "Take one of the two lines out.": _("Take the tick away, or make the officer empty."),
    'Write basis = "public_task" or "legal_obligation".': _("Choose one of the other two."),
    "Add what is missing of audited_on, audited_by and report, or take them out.": _(
        "Fill in what is missing of the three, or make them empty."
    ),
    "Write public_body = true under [organisation], or take this line out.": _(
        "Make it empty, or tick that this is a government organisation."
    ),
    "Write the day on which the audit was done, or take the audit out.": _(
        "Choose the day on which the audit was done, or make the three fields empty."
    ),
    "Write the same in both: change the settings first, or correct this line.": _(
        "Fill in the same here as in the settings of the desk."
    ),
    "Write the policy in those languages, or change the languages in the settings of the desk.": _(
        "Tick the same here as in the settings of the desk."
    ),
}

LEADS_TO: Final[Mapping[str, str]] = {
    "The text in the language %(language)s is missing.": "organisation",
    "Anonymous finders are welcome, but every way in shows who they are.": "ways-in",
    "Abuse is welcome here, but is sent elsewhere.": "finder",
    "Publishing needs a second pair of eyes, but nobody is named.": "people",
    "The embargo is longer than the promised publication allows.": "promises",
    "A public body cannot rest its tasks on legitimate interests (GDPR, article 6).": "organisation",
    "Only a public body has a statement in the register.": "organisation",
}
"""The section where the other half of a problem stands, by what is wrong."""
SAME_AS_SETTINGS: Final = frozenset(
    {
        "Write the same in both: change the settings first, or correct this line.",
        "Write the policy in those languages, or change the languages in the settings of the desk.",
    }
)
"""What to do where the other half stands in the settings of the desk."""

NEEDS: Final[Mapping[str, tuple[str, str]]] = {
    "ask_for_key": ("ways-in", _("The key is sent on request")),
    "send_encrypted": ("ways-in", _("The key is published")),
    "abuse_welcome": ("finder", _("Abuse and break-ins")),
    "breach_welcome": ("finder", _("Leaked data")),
    "send_contact": ("finder", _("What you ask to reach a finder")),
    "write_dutch_or_english": ("organisation", _("Dutch and English")),
    "no_own_publicity": ("publication", _("Finder and organisation together")),
    "told_when_solved": ("promises", _("no time at “We tell that it is solved”, which says it already")),
}
"""What a clause needs, by its id: the section, and what to choose there."""
