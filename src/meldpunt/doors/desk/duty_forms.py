"""The forms of duties by law: a fact, the questions of a stage, the evidence that it was submitted, reasons, and which laws hold."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.rules.receiving import moment_on_clock, newest_on_clock
from meldpunt.cases.terms import MomentRefused
from meldpunt.doors.desk.duty_words import FACT_WORDS, FLAWS, LAW_WORDS, NEVER_WAS, in_language
from meldpunt.doors.desk.wording import DeskForm
from meldpunt.doors.look import fields
from meldpunt.obligations.terms.duties import MAX_ANSWER, DutyRefused, Evidence, NewFact, OpenedDuties
from meldpunt.obligations.terms.law import ASKED, FactKind, Field, FieldKind, Law, Stage

PICKED: Final = "%Y-%m-%dT%H:%M"
"""How a browser sends a day and a time that were picked."""
MOST_DUTIES: Final = 1_000_000
"""More than ever run: a larger number is nonsense."""
PICKED_BY: Final = {FieldKind.DATE: "date", FieldKind.MOMENT: "datetime-local"}
_NOT_A_DAY: Final = _("Write the day as year, month and day, such as 2026-12-24.")
_NOT_A_TIME: Final = _("Write the time as hours and minutes, such as 14:30.")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 - lazy texts
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NOT_A_DAY},
    )


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:  # noqa: ANN401 - lazy texts
    """Return a field for a time of the clock."""
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _NOT_A_TIME},
    )


NEW = "new-"
"""Before the number of an event that is none yet."""


class MomentForm(DeskForm):
    """A form with a moment of the organisation's clock, in two fields."""

    later = False
    """Which moment is meant where the clock showed it twice: the second only once it was there."""

    def __init__(self, data: QueryDict | None = None, *, zone: str, initial: dict[str, Any] | None = None) -> None:
        """Read moments on the clock of `zone`."""
        super().__init__(data, initial=initial)
        self.zone = zone

    def moment(self, day: date | None, clock: time | None, *, at: str) -> datetime | None:
        """Return the moment of a day and a time; None, and an error beside `at`, where the clock never showed it."""
        if day is None or clock is None:
            return None
        try:
            shown = datetime.combine(day, clock)
            if self.later:
                return newest_on_clock(shown, zone=self.zone, now=timezone.now())
            return moment_on_clock(shown, zone=self.zone, second=False)
        except MomentRefused:
            self.add_error(at, str(NEVER_WAS))
            return None

    def refuse(self, refused: DutyRefused) -> None:
        """Say what stood in the way, beside the field that it is about."""
        about = {"at": "day", "until": "until_day"}.get(refused.about, refused.about)
        self.add_error(about if about in self.fields else None, str(FLAWS[refused.flaw]))


class FactForm(MomentForm):
    """A fact. Of a time that the clock showed twice the first one counts: no end is then later than it should be."""

    kind = forms.ChoiceField(label=_("What is the case?"))
    event = forms.ChoiceField(
        label=_("About which event?"),
        help_text=_(
            "Something that happened anew, such as a second breach, is a new event: only then does its own clock run."
        ),
    )
    day = day_field(_("Known since"))
    time = time_field(_("At"))
    reasons = fields.text(
        _("How you know, and why you decide so"),
        _("Sealed with the case. Whoever asks later reads this: what was seen, by whom, and what was weighed."),
        missing=_("Write down why. Somebody will ask later."),
        rows=4,
        limit=MAX_ANSWER,
    )
    until_day = day_field(
        _("End that the authority named"), required=False, help_text=_("Only when an authority asked for a report.")
    )
    until_time = time_field(_("Time of that end"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, opened: OpenedDuties, zone: str, initial: dict[str, Any] | None = None
    ) -> None:
        """Offer the facts that mean something here, and the events there are; which one is never chosen beforehand."""
        super().__init__(data, zone=zone, initial=initial)
        offered = [(kind.value, FACT_WORDS[kind]) for kind in opened.offered]
        self.fields["kind"].choices = [("", "…"), *offered]  # type: ignore[attr-defined]  # a ChoiceField
        last, event = opened.next_event, self.fields["event"]
        event.error_messages["required"] = _(
            "Say which event it is about. One that does not stand here yet is a new one."
        )
        new = str(last) if last == 1 else _offered(last, data)
        event.choices = [("", "…"), *_events(opened), (new, gettext("A new event"))]  # type: ignore[attr-defined]  # as above
        if last == 1:
            event.widget, event.initial = forms.HiddenInput(), new
        if ASKED.isdisjoint(opened.offered):
            del self.fields["until_day"], self.fields["until_time"]

    def clean(self) -> dict[str, Any]:
        """Make moments of what the clock showed."""
        data = self.cleaned_data
        data["at"] = self.moment(data.get("day"), data.get("time"), at="time")
        data["until"] = self.moment(data.get("until_day"), data.get("until_time") or time(23, 59), at="until_time")
        return data

    def fact(self) -> NewFact:
        """Return what is to be recorded."""
        data = self.cleaned_data
        event = int(data["event"].removeprefix(NEW))
        anew = data["event"].startswith(NEW)
        return NewFact(FactKind(data["kind"]), data["at"], event, data["until"], data["reasons"], anew)


def _offered(last: int, data: QueryDict | None) -> str:
    """Return the choice of a new event, with the number that is free; in a form that was sent, with the one that was free when it was shown.

    So who sends a form twice records one event, and whoever else took the number meanwhile keeps it.
    """
    sent = data.get("event", "") if data else ""
    return sent if sent in {f"{NEW}{number}" for number in range(1, last)} else f"{NEW}{last}"


def _events(opened: OpenedDuties) -> list[tuple[int, str]]:
    """Return the events of a case with what was recorded of each first; without it where all was taken back."""
    standing = [fact for fact in opened.facts if fact.withdrawn is None]
    found = []
    for number in range(1, opened.next_event):
        first = min((fact for fact in standing if fact.event == number), key=lambda fact: fact.at, default=None)
        name = gettext("Event %(number)d") % {"number": number}
        found.append((number, f"{name}: {FACT_WORDS[first.kind]}, {_moment(first.at)}" if first else name))
    return found


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y H:i")


class EvidenceForm(MomentForm):
    """That a person submitted a stage. Of a time that the clock showed twice the second one counts: late is then said to be late."""

    later = True
    day = day_field(_("Submitted on"))
    time = time_field(_("At"))
    who = fields.text(_("Who submitted it"), missing=FLAWS["no_evidence"], limit=MAX_ANSWER)
    reference = fields.text(
        _("Reference"),
        _("The number or the confirmation that the authority gave, or where the proof is kept."),
        missing=FLAWS["no_evidence"],
        limit=MAX_ANSWER,
    )
    late_reasons = fields.text(
        _("Why it is late"),
        _("Only after the end, and only where the form does not say it yet."),
        rows=3,
        limit=MAX_ANSWER,
    )

    incomplete = forms.BooleanField(label=_("It was submitted all the same"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        zone: str,
        initial: dict[str, Any] | None = None,
        missing: Sequence[str] = (),
    ) -> None:
        """Ask about the questions that are `missing` an answer here, where there are any."""
        super().__init__(data, zone=zone, initial=initial)
        if missing:
            told = gettext("Not answered here yet: %(questions)s. The record then says so.")
            self.fields["incomplete"].help_text = told % {"questions": "; ".join(missing)}
        else:
            del self.fields["incomplete"]

    def clean(self) -> dict[str, Any]:
        """Make a moment of what the clock showed."""
        data = self.cleaned_data
        data["at"] = self.moment(data.get("day"), data.get("time"), at="time")
        return data

    def evidence(self) -> Evidence:
        """Return what is to be recorded."""
        data = self.cleaned_data
        incomplete = data.get("incomplete", False)
        return Evidence(data["at"], data["who"], data["reference"], data["late_reasons"], incomplete)


class WithdrawForm(DeskForm):
    """Why something that was recorded is taken back."""

    because = fields.text(
        _("Why you take it back"), _("Sealed with the case."), missing=FLAWS["no_reasons"], rows=3, limit=MAX_ANSWER
    )


class LawsForm(DeskForm):
    """Which laws with a clock hold for the organisation; none when empty. `seen` are those that held when the page was made; `agreed` is how many duties that run may end."""

    laws = forms.MultipleChoiceField(
        label=_("Laws that hold for you"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(law.value, LAW_WORDS[law]) for law in Law],
    )
    seen = forms.MultipleChoiceField(
        required=False, widget=forms.MultipleHiddenInput, choices=[(law.value, law.value) for law in Law]
    )
    agreed = forms.IntegerField(required=False, min_value=0, max_value=MOST_DUTIES, widget=forms.HiddenInput)


class AnswersForm(DeskForm):
    """The questions of one stage. Nothing must be answered to be kept: what is still needed stands beside the form."""

    use_required_attribute = False

    def __init__(
        self, stage: Stage, data: QueryDict | None = None, *, zone: str, answers: Mapping[str, str] | None = None
    ) -> None:
        """Ask what `stage` asks, with what was answered so far."""
        self.stage, self.zone = stage, zone
        self.base_fields = {field.id: _question(field) for field in stage.fields}  # type: ignore[misc]  # of this form alone
        shown = {name: self._shown(name, text) for name, text in (answers or {}).items()}
        super().__init__(data, initial=shown)

    def answers(self) -> dict[str, str]:
        """Return the answers as they are kept: moments as ISO 8601 with their offset."""
        kinds = {field.id: field.kind for field in self.stage.fields}
        return {
            name: self._moment(text) if kinds[name] is FieldKind.MOMENT else text
            for name, text in self.cleaned_data.items()
        }

    def _moment(self, text: str) -> str:
        """Return a moment that was picked on the organisation's clock with its offset; anything else as it was typed."""
        try:
            picked = datetime.strptime(text, PICKED)  # noqa: DTZ007 - the zone comes in the next step
            return moment_on_clock(picked, zone=self.zone, second=False).astimezone(ZoneInfo(self.zone)).isoformat()
        except (ValueError, MomentRefused):
            return text

    def _shown(self, name: str, text: str) -> str:
        """Return a kept answer as its field shows it."""
        if next((field.kind for field in self.stage.fields if field.id == name), None) is not FieldKind.MOMENT:
            return text
        try:
            return datetime.fromisoformat(text).astimezone(ZoneInfo(self.zone)).strftime(PICKED)
        except (ValueError, OverflowError):
            return text


def _question(field: Field) -> forms.Field:
    label, help_text = in_language(field.label), in_language(field.help)
    if field.kind is FieldKind.CHOICE:
        offers = [("", "…"), *((each.id, in_language(each.label)) for each in field.choices)]
        return fields.choice(label, offers, help_text, radio=False)
    if field.kind is FieldKind.TEXT:
        return fields.text(label, help_text, rows=3, limit=MAX_ANSWER)
    asked = fields.text(label, help_text, limit=MAX_ANSWER)
    if field.kind in PICKED_BY:
        asked.widget.input_type = PICKED_BY[field.kind]
    return asked
