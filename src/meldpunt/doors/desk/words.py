"""Plain words for the codes that capabilities speak in. An unknown code is shown as it is: better than nothing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meldpunt.doors.look.reckoned import NAMES
from meldpunt.policy.terms import FileKind, KeyTrouble, PrivacyGap

type Words = Mapping[str, str | Promise]

STATES: Words = {
    "received": pgettext_lazy("report state", "new"),
    "valid": pgettext_lazy("report state", "confirmed"),
    "invalid": pgettext_lazy("report state", "not valid"),
    "accepted": pgettext_lazy("report state", "being solved"),
    "deferred": pgettext_lazy("report state", "postponed"),
    "closed": pgettext_lazy("report state", "closed"),
}
"""Where a report stands (Vultron RM), as a handler reads it."""

CASE_MOVED = _("Somebody changed this case meanwhile. Nothing was done. Look at the case, then send this again.")
"""In a form of a page of its own: what changed stands on the page of the case."""

MOVES: Words = {
    "valid": _("Confirm: this is a real problem"),
    "invalid": _("Not valid, for now"),
    "accepted": _("Start solving it"),
    "deferred": _("Postpone"),
}
"""What it means to take a report to a state, as a deed."""

CLOSING_REASONS: Words = {
    "solved": _("solved"),
    "not_valid": _("not valid"),
    "not_ours": _("not ours"),
    "already_known": _("already known"),
    "accepted_risk": _("accepted as a risk"),
    "no_answer": _("the finder did not answer"),
    "sales_pitch": _("a sales pitch"),
}

DECLINES: Words = {
    "not_valid": _("It is not valid"),
    "not_ours": _("It is not ours"),
    "already_known": _("We know it already"),
}

NO_DATES: Words = {
    "too_early": _("It is too early to say"),
    "not_valid": _("It is not valid"),
    "not_ours": _("It is not ours"),
    "already_known": _("We know it already"),
}
"""Why an answer names no day by which it will be solved."""

SAYS_FLAWS: Words = {
    "both": _("Choose either a day or a reason why there is none, not both."),
    "far": _("The expected day is more than five years away. Choose an earlier one."),
    "past": _("The expected day is over. Choose today or a later day."),
}

GROUNDS: Words = {
    "investigation": _("a criminal investigation: police or prosecutor"),
    "court": _("an order of a court"),
    "authority": _("an order of a supervisory authority"),
    "secrecy": _("a duty of secrecy in the law"),
    "security": _("national security"),
}
"""Why the law demands that progress is withheld."""

WITHHOLDING_FLAWS: Words = {
    "past": _("Choose a later day than today to look at it again."),
    "far": _("Look at it again within half a year: choose an earlier day."),
    "no_reason": _("Write down the reason: which duty, and who told you so."),
}

OBLIGATIONS: Words = NAMES
"""What was promised, in a list."""

STANDINGS_OF_DUTY: Words = {
    "running": _("runs"),
    "paused": _("stands still: we wait for the finder"),
    "withheld": _("stands still: the law forbids to tell"),
    "kept": _("kept"),
    "late": _("broken, done after all"),
    "broken": _("broken"),
    "lapsed": _("fell away"),
}

TOPICS: Words = {"weakness": _("a weakness"), "leak": _("leaked data"), "abuse": _("abuse or a break-in")}

FIELDS: Words = {
    "subject": _("Subject"),
    "where": _("Where"),
    "what": _("What"),
    "steps": _("Steps to reproduce"),
    "impact": _("Impact"),
    "when": _("When"),
    "kind": _("Kind of weakness"),
    "whose": _("Whose data"),
    "how_many": _("How many people or records"),
    "still_open": _("Still open"),
    "beyond": _("Done beyond the rules"),
    "platform": _("Platform"),
    "reference": _("Reference there"),
}
"""The fields of a report, in the order in which a handler reads them."""

ANSWERS: Words = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}
"""Whether leaked data can still be seen."""

IDENTITIES: Words = {"anonymous": _("anonymous"), "pseudonym": _("pseudonym"), "name": _("own name")}

CHANNELS: Words = {
    "form": _("by the form"),
    "telephone": _("by telephone"),
    "mail": _("by mail"),
    "letter": _("by letter"),
    "in_person": _("in person"),
    "platform": _("over an outside platform"),
    "other": _("in another way"),
}
"""How a report came."""

LANGUAGES: Words = {"nl": _("Dutch"), "en": _("English")}

ROLES: Words = {"handler": _("handler"), "lead": _("lead"), "administrator": _("administrator")}

ROLE_HELP: Words = {
    "handler": _("Reads and answers reports."),
    "lead": _("A handler who also admits people, changes roles and settings, and renews the keys."),
    "administrator": _("Manages members and settings. Cannot open reports."),
}

STANDINGS: Words = {
    "admitted": _("can open reports"),
    "waiting": _("waits for a lead"),
    "doubted": _("can open reports, but the key must be compared again"),
    "no access": _("cannot open reports"),
}

NEEDS: Words = {
    "nobody": _("nobody needs one"),
    "managers": _("leads and administrators"),
    "everybody": _("everybody"),
}
"""Who needs a second factor."""

FEED_SCOPES: Words = {"mine": _("your cases and those that nobody has"), "all": _("all cases")}
"""Whose cases a calendar feed is about."""

WEAKNESSES: Words = {
    "too short": _("It is too short. Take at least 12 characters: a few words after each other work well."),
    "too long": _("It is too long."),
    "common": _("It is among the passwords that are guessed first."),
    "personal": _("It contains your name, your address or the name of your organisation."),
    "repetitive": _("It repeats itself or follows a row such as 123 or abc."),
}

KEY_TROUBLES: Words = {
    KeyTrouble.UNREADABLE: _(
        "The policy cannot be read any more, so no key is published. Ask who runs the server to publish it anew."
    ),
    KeyTrouble.MISSING: _("The policy says that there is a key, but there is none yet."),
    KeyTrouble.ADDRESS_TAKEN: _("No key is made for the address in the policy. Ask who runs the server."),
    KeyTrouble.ENDS: _("The key ends soon. Ask who runs the server to renew or replace it."),
    KeyTrouble.OTHER_ADDRESS: _("The key is for another address than the one in the policy."),
    KeyTrouble.PUBLIC_ONLY: _(
        "Only the public part is here. So security.txt is not signed, and you renew the key yourself."
    ),
    KeyTrouble.NOT_SIGNED: _("security.txt is not signed, or its signature ends soon. Tell who runs the server."),
}

DRIFTS: Words = {
    "name": _("Name"),
    "zone": _("Time zone"),
    "country": _("Country for public holidays"),
    "closed": _("Extra days off"),
    "open": _("Public holidays on which you work"),
    "languages": _("Languages"),
}

PRIVACY_GAPS: Words = {
    PrivacyGap.ADDRESS: _("The policy names no postal address."),
    PrivacyGap.OFFICER: _("The policy names no data protection officer, and does not say that there is none."),
    PrivacyGap.BASIS: _("The policy names no ground in the law for using data of finders."),
}

SETTING_PROBLEMS: Words = {
    "empty": _("Please fill this in."),
    "too long": _("This is too long."),
    "unknown": _("We do not know this one."),
    "has signs that cannot be shown": _("This has signs in it that cannot be shown."),
    "not usable": _("This cannot be used here."),
    "not a date": _("Write every date as year, month and day, such as 2026-12-24."),
    "not an address": _("This is not an e-mail address we can use."),
    "taken": _("Mail to this address goes to another organisation here."),
    "not a colour": _("Write a colour as # and six digits, such as #0b5563."),
    "too little contrast": _("This colour is too close to its background: text in it could not be read."),
    "too large": _("This picture is too large. Use at most 32 kB."),
    "not a PNG or WEBP picture": _("Use a PNG or WEBP picture."),
    "too many pixels": _("This picture is too large. Use at most 1024 by 1024 pixels."),
}

FILE_KINDS: Mapping[FileKind, Promise] = {
    FileKind.DOCUMENT: _("Document"),
    FileKind.LOGO: _("Logo"),
    FileKind.KEY: _("OpenPGP key"),
}

ABSENCE_FLAWS: Words = {
    "backwards": _("The last day is before the first."),
    "over": _("These days are over already."),
    "too_long": _("This is longer than a year. Note it in parts."),
    "too_far": _("This is more than two years from now. Note it later."),
    "too_many": _("There are fifty already. Take some away first."),
}

SAID: Words = {
    "own_key_kept": _("Mail to you is encrypted to this key from now on."),
    "own_key_removed": _("Mail to you is not encrypted any more."),
    "key_used": _("Answers to the finder are encrypted to this key from now on."),
    "key_ended": _("This key is not used."),
    "absence_noted": _("These days were noted."),
    "absence_withdrawn": _("These days were taken away."),
    "figures_asked": _("The figures are made anew. Load this page again in a minute."),
    "policy_published": _("The policy was published. Finders are shown it from the moment it takes effect."),
    "policy_proposed": _("Your proposal waits for somebody else. They were told by mail."),
    "policy_proposed_alone": _("Your proposal waits. Nobody else may approve it yet."),
    "policy_approved": _(
        "You approved the policy, and it was published. Finders are shown it from the moment it takes effect."
    ),
    "policy_sent_back": _("The proposal was sent back with your remark. Nothing was published."),
    "policy_withdrawn": _("The proposal is gone. The policy stays as it is."),
    "section_kept": _("This section was saved in your draft. Nothing was published."),
    "section_wrong": _("This section was saved in your draft. Something in it is still to be put right."),
    "draft_example": _(
        "The example is your draft now, in the name of your organisation. Replace every address that ends in .example, and the people."
    ),
    "section_same": _("Nothing was changed, so nothing was saved."),
    "draft_away": _("Your draft is gone. What was published stays as it is."),
    "file_added": _("The file is there. A policy can name it now."),
    "file_replaced": _("The file was replaced. What was published or proposed keeps the one it had."),
    "file_removed": _("The file was removed. What was published or proposed keeps its copy."),
    "named": _("The people who are warned last were saved."),
    "fact": _("The fact was recorded. What it began stands here, with its end."),
    "fact_there": _("This fact stands here already. It was not recorded twice."),
    "taken_back": _("It was taken back. It stays to be read, with your reasons."),
    "duty_answers": _("Your answers were saved. Nothing was submitted."),
    "duty_submitted": _("It was recorded that this was submitted."),
    "laws": _("The laws that hold for you were saved."),
    "answered": _("Your answer was sent. The finder sees it with the access code."),
    "asked": _("Your question was sent. The finder sees it with the access code."),
    "noted": _("The note was kept. Only colleagues who open cases can read it."),
    "assigned": _("The case was handed over."),
    "taken": _("You have this case now."),
    "moved": _("The state was changed. The finder sees it in plain words."),
    "declined": _("The no was sent, with its reason."),
    "closed": _("The case was closed."),
    "mail_came_back": _(
        "It was recorded that this mail came back. What it told counts as not told: tell the finder otherwise."
    ),
    "mail_return_withdrawn": _("It was taken back that this mail came back."),
    "mail_reported": _("A case was made of the mail. Its clocks run from the moment at which it came."),
    "case_forgotten": _("Who sent it is told where to go. What they sent was destroyed, and the case is closed."),
    "opened_added": _("What was opened stands in the conversation now. The finder reads it there too."),
    "mail_accepted": _("The mail is a message of this case now."),
    "withheld": _("Progress is withheld now. The finder is told nothing more until a lead ends it."),
    "withholding_ended": _("Progress is no longer withheld. Tell the finder how it stands."),
    "erased": _("No name and no contact details of the finder lie here."),
    "code_renewed": _("A new access code is on its way to the finder."),
    "reopened": _("The case is open again."),
    "invited_unsent": _("The invitation was made, but not mailed: there is no mail server yet."),
    "invited": _("The invitation was mailed. The link works once, for a limited time."),
    "withdrawn": _("The invitation no longer works."),
    "role": _("The role was changed."),
    "removed": _("The member was removed. Their sessions and keys are gone."),
    "readmitted": _("The member holds the keys again. All leads were told."),
    "rotated": _("The keys were renewed. The old key is gone."),
    "settings": _("The settings were saved."),
    "look": _("The look was saved."),
    "logo": _("The logo was saved. Finders see it on every page and on the receipt."),
    "logo_removed": _("The logo was removed."),
    "account": _("Your details were saved."),
    "password": _("Your password was changed. Your other sessions were ended."),
    "feed_revoked": _("The address no longer works. Calendars that read it get nothing any more."),
    "resumed": _("Reports are taken again."),
    "factor_removed": _("Your second factor was removed. The password alone signs you in."),
    "factor_cleared": _("The second factor was cleared. The member and all leads were told."),
}
"""What was just done; the address carries only the key."""


def word(words: Words, code: object) -> str:
    """Return the words for a code, in the active language."""
    return str(words.get(str(code), code or ""))
