"""What happened, in plain words: of a case for its timeline, of an organisation for its journal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldpunt.cases.terms import Change, MessageKind
from meldpunt.doors.desk.duty_words import FACT_WORDS, LAW_WORDS, STAGE_WORDS
from meldpunt.doors.desk.words import CHANNELS, CLOSING_REASONS, GROUNDS, NEEDS, OBLIGATIONS, ROLES, STATES, Words, word
from meldpunt.journal.terms import ActorKind, EntryLine, Fact
from meldpunt.obligations.terms import Lapse

DEEDS: Words = {
    "case.received": gettext_lazy("The report came in"),
    "case.entered": gettext_lazy("{who} entered the report, which came {channel} on {received}"),
    "case.opened": gettext_lazy("{who} opened the case"),
    "case.file_opened": gettext_lazy("{who} opened an attachment"),
    "case.assigned": gettext_lazy("{who} gave the case to {to}"),
    "case.taken": gettext_lazy("{who} took the case"),
    "case.released": gettext_lazy("{member} does not work on cases any more: the case is nobody's again"),
    "case.answered": gettext_lazy("{who} answered the finder"),
    "case.asked": gettext_lazy("{who} asked the finder for more"),
    "case.declined": gettext_lazy("{who} said no: {reason}"),
    "case.noted": gettext_lazy("{who} wrote a note"),
    "case.moved": gettext_lazy("{who} changed the state from {before} to {after}"),
    "case.closed": gettext_lazy("{who} closed the case: {reason}"),
    "case.reopened": gettext_lazy("{who} opened the case again"),
    "case.withheld": gettext_lazy("{who} decided to withhold progress: {ground}. To be looked at again on {review}"),
    "case.withholding_ended": gettext_lazy("{who} ended that progress is withheld"),
    "review.warned": gettext_lazy("Warnings about progress that is withheld: {cases}"),
    "case.finder_wrote": gettext_lazy("The finder wrote"),
    "case.told": gettext_lazy("Our mail server took the mail to the finder"),
    "case.not_told": gettext_lazy("Our mail did not reach the finder"),
    "case.mail_came_back": gettext_lazy("{who} recorded that our mail to the finder came back on {came_back}"),
    "case.mail_came_back_dead": gettext_lazy(
        "{who} recorded that our mail to the finder came back on {came_back}, and had the address for mails erased"
    ),
    "case.mail_return_withdrawn": gettext_lazy("{who} took back that our mail to the finder came back"),
    "case.finder_entered": gettext_lazy("The finder looked at the page"),
    "case.finder_left": gettext_lazy("The finder signed out"),
    "case.contact_changed": gettext_lazy("The finder changed how to be reached"),
    "case.contact_forgotten": gettext_lazy("The finder had name and contact erased"),
    "case.finder_erased": gettext_lazy("{who} erased who the finder is"),
    "obligation.started": gettext_lazy("A promise began to run: {kind}"),
    "obligation.kept": gettext_lazy("A promise was kept: {kind}"),
    "obligation.broken": gettext_lazy("A promise was broken: {kind}"),
    "obligation.done_late": gettext_lazy("A broken promise was done after all: {kind}"),
    "obligation.lapsed": gettext_lazy("A promise fell away: {kind}"),
    "obligation.named_anew": gettext_lazy("The finder was told of another day, or that there is none yet: {kind}"),
    "obligation.paused": gettext_lazy("The time of a promise stands still: {kind}"),
    "obligation.resumed": gettext_lazy("The time of a promise runs again: {kind}"),
    "obligation.reopened": gettext_lazy("A promise is open again: {kind}"),
    "obligation.undone": gettext_lazy("A promise did not begin after all: {kind}"),
    "obligation.moved": gettext_lazy("The date of a promise changed: {kind}"),
    "obligation.warned": gettext_lazy("Warnings about promises that are due: {warnings}"),
    "obligation.warned_late": gettext_lazy(
        "Warnings about promises that are due: {warnings}. More than a day after their moment: {late}"
    ),
    "obligation.named": gettext_lazy("{who} changed who is warned last about promises"),
    "duty.law_holds": gettext_lazy("{who} said that a law with a clock holds: {law}"),
    "duty.law_left": gettext_lazy("{who} said that a law with a clock does not hold any more: {law}"),
    "duty.fact_recorded": gettext_lazy("{who} recorded a fact: {fact}"),
    "duty.fact_withdrawn": gettext_lazy("{who} took a fact back: {fact}"),
    "duty.started": gettext_lazy("A duty by law began to run: {stage}"),
    "duty.moved": gettext_lazy("The end of a duty by law changed: {stage}"),
    "duty.lifted": gettext_lazy("A duty by law fell away: {stage}"),
    "duty.gone": gettext_lazy("A duty by law fell away, because what began it was taken back: {stage}"),
    "duty.law_left_case": gettext_lazy("{who} took a law out, so a duty by law fell away: {stage}"),
    "duty.broken": gettext_lazy("The end of a duty by law passed, and it was not submitted: {stage}"),
    "duty.reopened": gettext_lazy("A duty by law runs again: {stage}"),
    "duty.opened": gettext_lazy("{who} looked at the duties by law"),
    "duty.answered": gettext_lazy("{who} answered questions: {stage}"),
    "duty.exported": gettext_lazy("{who} took the file to submit from: {stage}"),
    "duty.submitted": gettext_lazy("{who} recorded that this was submitted: {stage}"),
    "duty.submission_withdrawn": gettext_lazy("{who} took back that this was submitted: {stage}"),
    "duty.warned_late": gettext_lazy(
        "Warnings about duties by law: {warnings}. More than a day after their moment: {late}"
    ),
    "duty.warned": gettext_lazy("Warnings about duties by law: {warnings}"),
    "queue.titles_opened": gettext_lazy("{who} looked at a list with {count} cases"),
    "queue.title_opened": gettext_lazy("{who} looked at a list with one case"),
    "member.signed_in": gettext_lazy("{who} signed in"),
    "member.code_asked": gettext_lazy("{who} gave the password; the code was still to come"),
    "member.code_refused": gettext_lazy("Wrong code after the right password of {who}"),
    "member.spare_code_used": gettext_lazy("{who} used a spare code"),
    "member.spare_codes_renewed": gettext_lazy("{who} made new spare codes"),
    "member.factor_set_up": gettext_lazy("{who} set up the second factor"),
    "member.factor_removed": gettext_lazy("{who} removed the own second factor"),
    "member.factor_cleared": gettext_lazy("{who} cleared the second factor of {member}"),
    "member.unlocked": gettext_lazy("{who} unlocked the desk"),
    "member.joined": gettext_lazy("{who} joined as {role}"),
    "member.invited": gettext_lazy("{who} invited somebody as {role}"),
    "member.invitation_withdrawn": gettext_lazy("{who} withdrew an invitation"),
    "member.role_changed": gettext_lazy("{who} made {member} {role}"),
    "member.removed": gettext_lazy("{who} removed {member}"),
    "member.readmitted": gettext_lazy("{who} gave {member} the keys again"),
    "member.password_changed": gettext_lazy("{who} changed the own password"),
    "member.password_reset": gettext_lazy("{who} reset a forgotten password"),
    "member.recovered": gettext_lazy("The recovery code was used"),
    "member.absence_noted": gettext_lazy("{who} noted days on which {member} is away"),
    "member.absence_withdrawn": gettext_lazy("{who} took away days on which {member} was to be away"),
    "member.details_changed": gettext_lazy("{who} changed own name or language"),
    "member.feed_made": gettext_lazy("{who} made an address for due dates in a calendar"),
    "member.feed_revoked": gettext_lazy("{who} revoked the address for due dates in a calendar"),
    "keys.rotation_started": gettext_lazy("{who} began to renew the keys"),
    "keys.resealed": gettext_lazy("The keys of the reports were moved to the newest format"),
    "keys.rotation_finished": gettext_lazy("The keys were renewed; the old one is gone"),
    "keys.recovery_code_replaced": gettext_lazy("{who} made a new recovery code"),
    "keys.withheld_from_member": gettext_lazy(
        "Alarm: {member} did not get the new key, because the stored key is not proven"
    ),
    "keys.withheld_from_invitation": gettext_lazy(
        "Alarm: an invitation did not get the new key, because its stored key is not proven"
    ),
    "keys.withheld_from_recovery": gettext_lazy(
        "Alarm: the recovery code did not get the new key, because its stored key is not proven"
    ),
    "keys.substituted": gettext_lazy("Alarm: the stored key is not ours. Reports were stopped"),
    "intake.resumed": gettext_lazy("{who} took reports again"),
    "organisation.created": gettext_lazy("The organisation was made"),
    "organisation.hosts_set": gettext_lazy("The host names were set"),
    "organisation.host_given": gettext_lazy("A brand was given a host name"),
    "organisation.host_left": gettext_lazy("A host name of a brand that is gone leads to the organisation now"),
    "organisation.brands_set": gettext_lazy("The brands were set"),
    "organisation.look_set": gettext_lazy("The look was set, as the policy says"),
    "policy.published": gettext_lazy("Policy version {number} was published"),
    "policy.published_by": gettext_lazy("{who} published policy version {number}"),
    "policy.proposed": gettext_lazy("{who} proposed a policy; a second person has to approve it"),
    "policy.approved": gettext_lazy("{who} approved policy version {number}. Proposed by: {proposer}"),
    "policy.sent_back": gettext_lazy("{who} sent a proposed policy back"),
    "policy.withdrawn": gettext_lazy("{who} withdrew a proposed policy"),
    "policy.file_added": gettext_lazy("{who} put a file beside the policy: {file}"),
    "policy.file_replaced": gettext_lazy("{who} replaced a file beside the policy: {file}"),
    "policy.file_removed": gettext_lazy("{who} removed a file from beside the policy: {file}"),
    "figures.asked": gettext_lazy("{who} asked for new figures of promises"),
    "figures.made": gettext_lazy("The figures of promises were made"),
    "openpgp.made": gettext_lazy("An OpenPGP key was made"),
    "openpgp.imported": gettext_lazy("An own OpenPGP key was taken into use"),
    "openpgp.handed_out": gettext_lazy("The secret part of the OpenPGP key was handed out"),
    "openpgp.opened": gettext_lazy("An encrypted message was opened"),
    "openpgp.renewed": gettext_lazy("The OpenPGP key was renewed"),
    "security_text.signed": gettext_lazy("security.txt was signed"),
    "settings.changed": gettext_lazy("{who} changed the settings"),
    "settings.second_factor_changed": gettext_lazy("{who} changed who needs a second factor: {second_factor}"),
    "settings.figures_shown": gettext_lazy("{who} showed the figures of promises in public"),
    "settings.figures_hidden": gettext_lazy("{who} hid the figures of promises from the public"),
    "settings.theme_changed": gettext_lazy("{who} changed the look"),
    "settings.logo_changed": gettext_lazy("{who} changed the logo"),
    "settings.logo_removed": gettext_lazy("{who} removed the logo"),
}
"""One sentence for each deed; a deed without one is shown by its code."""

CODES: Mapping[str, Words] = {
    "channel": CHANNELS,
    "ground": GROUNDS,
    "before": STATES,
    "after": STATES,
    "reason": CLOSING_REASONS,
    "kind": OBLIGATIONS,
    "role": ROLES,
    "second_factor": NEEDS,
    "fact": FACT_WORDS,
    "law": LAW_WORDS,
    "stage": STAGE_WORDS,
}
LOOKS = frozenset({"case.opened", "case.file_opened", "case.finder_entered", "case.finder_left", "duty.opened"})
"""Deeds that change nothing: each is told once for as long as nobody else does anything."""
PEOPLE = {"member", "to", "proposer"}
MOMENTS = {"received", "came_back"}
BUILT_IN = 1
"""The number of the version that holds before anybody published."""

type Test = Callable[[Mapping[str, Fact], UUID | None], object]

OTHERWISE: Mapping[str, tuple[str, Test]] = {
    "case.answered": ("case.asked", lambda facts, _member: facts.get("kind") == MessageKind.ASK),
    "case.assigned": ("case.taken", lambda facts, member: member and facts.get("to") == str(member)),
    "case.mail_came_back": ("case.mail_came_back_dead", lambda facts, _member: facts.get("address_erased")),
    "obligation.lapsed": ("obligation.named_anew", lambda facts, _member: facts.get("because") == Lapse.MOVED),
    "obligation.warned": ("obligation.warned_late", lambda facts, _member: facts.get("late")),
    "duty.warned": ("duty.warned_late", lambda facts, _member: facts.get("late")),
    "policy.published": (
        "policy.published_by",
        lambda facts, member: member and facts.get("number") != BUILT_IN,
    ),
    "queue.titles_opened": ("queue.title_opened", lambda facts, _member: str(facts.get("count")) == "1"),
}
"""Deeds that are told by another name where their facts, or who did them, say so."""


@dataclass(frozen=True)
class Line:
    """One thing that happened; `before` are the earlier moments of a look that is told once, in order."""

    at: datetime
    words: str = field(repr=False)
    before: tuple[datetime, ...] = ()

    @property
    def moments(self) -> tuple[datetime, ...]:
        """Return every moment at which it happened."""
        return (*self.before, self.at)


def lines_of(changes: Iterable[Change], names: Mapping[UUID, str]) -> list[Line]:
    """Tell the changes of a case, as the capability gives them; `names` are the members'."""
    by_person = groupby(changes, key=lambda change: (change.side, change.who))
    return [line for _, deeds in by_person for line in _folded(deeds, names)]


def _folded(deeds: Iterable[Change], names: Mapping[UUID, str]) -> list[Line]:
    """Tell what one person did in a row: a look that came back stands where it was last, with the moments of those before it."""
    lines: list[Line] = []
    for deed in deeds:
        told_as = _asked(deed.deed, deed.facts, member=deed.member)
        line = Line(deed.at, _told(told_as, deed.facts, deed.who or _side(deed.side), names))
        seen = next((each for each in lines if each.words == line.words), None) if deed.deed in LOOKS else None
        if seen:
            lines.remove(seen)
            line = replace(line, before=seen.moments)
        lines.append(line)
    return lines


def told(entry: EntryLine, names: Mapping[UUID, str]) -> str:
    """Tell one line of the journal."""
    member = entry.actor.id if entry.actor.kind is ActorKind.MEMBER else None
    who = names.get(member, "") if member else ""
    told_as = _asked(entry.deed, entry.facts, member=member)
    return _told(told_as, entry.facts, who or _side(entry.actor.kind), names)


def _told(deed: str, facts: Mapping[str, Fact], who: str, names: Mapping[UUID, str]) -> str:
    """Fill in the sentence; what a deed did not say is left open rather than made up."""
    return word(DEEDS, deed).format_map(_Facts(_facts(facts, names), who=who))


def _asked(deed: str, facts: Mapping[str, Fact], *, member: UUID | None) -> str:
    """Return under which name a deed is told: a question is an answer of its own kind, and one case is no list of cases.

    Who gives a case to oneself takes it. A member who published is named; version 1 is built in, and nobody's. Warnings that left late
    say so, and a day that another took the place of did not just fall away.
    """
    name, holds = OTHERWISE.get(deed, (deed, None))
    return name if holds is not None and holds(facts, member) else deed


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _facts(facts: Mapping[str, Fact], names: Mapping[UUID, str]) -> dict[str, str]:
    """Put the codes among the facts into words, ids of members into their names, and moments into those of the reader's clock."""
    said = {name: word(CODES.get(name, {}), value) for name, value in facts.items()}
    for name in PEOPLE & said.keys():
        said[name] = _person(said[name], names)
    for name in MOMENTS & said.keys():
        said[name] = date_format(localtime(datetime.fromisoformat(said[name])), "j F Y H:i")
    return said


def _person(code: str, names: Mapping[UUID, str]) -> str:
    """Return the name behind an id; nobody where there is none."""
    if code == ActorKind.OPERATOR:
        return _("The operator")
    return names.get(_uuid(code), _("somebody")) if code else _("nobody")


def _side(kind: str) -> str:
    sides = {
        ActorKind.FINDER: _("The finder"),
        ActorKind.SYSTEM: _("The system"),
        ActorKind.OPERATOR: _("The operator"),
    }
    return sides.get(ActorKind(kind), _("somebody"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
