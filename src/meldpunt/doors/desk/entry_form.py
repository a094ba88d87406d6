"""The form in which a member types in a report that came by telephone, by letter or otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.rules.receiving import moment_on_clock
from meldpunt.cases.terms import Entered, MomentFlaw, MomentRefused, Told
from meldpunt.doors.desk.posting import not_taken
from meldpunt.doors.desk.wording import DeskForm
from meldpunt.doors.desk.words import ANSWERS, CHANNELS, LANGUAGES, TOPICS
from meldpunt.doors.look import fields
from meldpunt.doors.look.attachments import Attached
from meldpunt.doors.look.posted import limits
from meldpunt.doors.look.reached import contact_problem
from meldpunt.doors.look.texts import Words
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.rules.kinds import KINDS
from meldpunt.reports.terms import CONTACT_LIMIT, NAME_LIMIT, Contact, Identity, ReportContent, Topic

WAYS: Final = (
    Channel.TELEPHONE,
    Channel.MAIL,
    Channel.LETTER,
    Channel.IN_PERSON,
    Channel.PLATFORM,
    Channel.OTHER,
)
FIRST, SECOND = "first", "second"
TOLD: Final[Mapping[Told, Words]] = {
    Told.NOT_SHOWN: _("No"),
    Told.SHOWN: _("Yes: they were read out or shown"),
    Told.AGREED: _("Yes, and the finder agreed to them"),
}
FLAWS: Final[Mapping[MomentFlaw, tuple[str, Words]]] = {
    MomentFlaw.FUTURE: ("day", _("This moment is still to come. When did the report come in?")),
    MomentFlaw.TOO_LONG_AGO: ("day", _("This is more than a year ago. Look at the year once more.")),
    MomentFlaw.NEVER_WAS: (
        "time",
        _("The clock never showed this time: it was put forward that night. Look once more."),
    ),
    MomentFlaw.TWICE: (
        "hour",
        _("The clock was put back that night and showed this time twice. Choose which one it was."),
    ),
}
"""At which field to say what is wrong with a moment."""
ALLOWED = lazy(
    lambda: gettext("Up to %(file)d MB each and %(total)d MB together, at most %(count)d files.") % limits().in_words(),
    str,
)()
PLATFORM: Final[Mapping[str, Words]] = {
    "platform": _("Type the name of the platform."),
    "reference": _("Type what the report is called there, so that it is found again."),
}
"""What must be there of a report that came over an outside platform."""
FILES_GONE = _("The files that waited are no longer here. Add them again.")


class EntryForm(DeskForm):
    """What a member was told or read; only how and when it came, where it is and what was found must be there."""

    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=[(way, CHANNELS[way]) for way in WAYS], widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day of receipt"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year, month and day, such as 2026-12-24.")},
    )
    time = forms.TimeField(
        label=_("Time of receipt"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 14:30.")},
    )
    hour = fields.choice(
        _("Which of the two?"),
        ((FIRST, _("the first time, in summer time")), (SECOND, _("the second time, in winter time"))),
    )
    platform = fields.text(
        _("Name of the platform"), _("Only where it came over an outside platform."), limit=NAME_LIMIT
    )
    reference = fields.text(
        _("Its reference there"),
        _("What the platform calls it. Add its export below as a file."),
        limit=NAME_LIMIT,
    )
    brand = fields.Choice(label=_("Which name is it about?"))
    topic = fields.choice(_("What is it about?"), TOPICS.items())
    where = fields.text(
        _("Where is it?"), _("An address, a product or a place, as you were told."), missing=" ", rows=2
    )
    what = fields.text(
        _("What did the finder find?"), _("In the finder's own words, as far as you can."), missing=" ", rows=8
    )
    whose = fields.text(_("Whose data is it?"), _("Do not copy the data itself."), rows=2)
    how_many = fields.text(_("Of how many people, roughly?"))
    still_open = fields.choice(_("Can it still be seen?"), ANSWERS.items())
    steps = fields.text(_("How can it be seen again?"), _("Step by step."), rows=5)
    kind = fields.choice(_("Kind of weakness"), ((kind.id, _(kind.label)) for kind in KINDS), radio=False)
    impact = fields.text(_("What could happen?"), rows=3)
    when = fields.text(_("When was it found?"))
    files = fields.files(ALLOWED)  # type: ignore[assignment]  # a field, which Django takes off the class
    clean_images = forms.BooleanField(
        label=_("Remove place and device data from images"),
        required=False,
        help_text=_(
            "The picture itself does not change. Leave it out where the finder wants the files kept exactly as they are."
        ),
    )
    name = fields.text(_("Name or pseudonym"), _("Only if it was given. Do not ask for it again."), limit=NAME_LIMIT)
    own_name = forms.BooleanField(label=_("This is the finder's own name"), required=False)
    contact = fields.text(_("E-mail address or telephone number"), _("Only if it was given."), limit=CONTACT_LIMIT)
    notices = forms.BooleanField(
        label=_("The finder wants a mail when there is something new"),
        required=False,
        help_text=_(
            "The mail says where the report stands, such as accepted or solved, never what was found or written. The address then stays "
            "readable for our server until the case closes."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the finder"), choices=())
    told = fields.choice(_("Did the finder hear or see our rules?"), TOLD.items())

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        organisation: OrganisationFacts,
        faces: Sequence[OrganisationFacts],
        initial: dict[str, str] | None = None,
    ) -> None:
        """Offer the organisation's languages and names."""
        super().__init__(data, initial=initial)
        for name in ("where", "what", "steps"):
            self.fields[name].widget.attrs["data-keep"] = ""
        self.fields["channel"].error_messages["required"] = _("Choose how it came.")
        self._organisation = organisation
        self.fields["language"].choices = [(code, LANGUAGES.get(code, code)) for code in organisation.languages]  # type: ignore[attr-defined]  # a ChoiceField
        if len(faces) > 1:
            self.fields["brand"].choices = [(face.brand, face.name) for face in faces]  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["brand"]

    @property
    def asks_hour(self) -> bool:
        """Tell whether it must be asked which of two hours is meant, or was."""
        return self.has_error("hour") or bool(self["hour"].value())

    def clean(self) -> dict[str, Any]:
        """Make the moment of receipt out of what the clock showed, and look at the address."""
        data = self.cleaned_data
        if data.get("day") and data.get("time"):
            chosen = data.get("hour")
            try:
                data["received_at"] = moment_on_clock(
                    datetime.combine(data["day"], data["time"]),
                    zone=self._organisation.zone,
                    second=chosen == SECOND if chosen else None,
                )
            except MomentRefused as refused:
                self.add_flaw(refused.flaw)
        if data.get("channel") == Channel.PLATFORM:
            self._ask_platform()
        if (value := data.get("contact", "").strip()) and (problem := contact_problem(_mode(value), value)):
            self.add_error("contact", problem)
        if data.get("notices") and "@" not in value:
            self.add_error("contact", gettext("Type the e-mail address to which the mails go."))
        return data

    def _ask_platform(self) -> None:
        for name, words in PLATFORM.items():
            if not self.cleaned_data.get(name, "").strip():
                self.add_error(name, str(words))

    def add_flaw(self, flaw: MomentFlaw) -> None:
        """Say what is wrong with the moment of receipt."""
        name, words = FLAWS[flaw]
        if flaw is MomentFlaw.FUTURE and self.cleaned_data.get("day") == self._today():
            name = "time"
        self.add_error(name, str(words))

    def _today(self) -> date:
        return timezone.localdate(timezone=ZoneInfo(self._organisation.zone))

    def judge_files(self, attached: Attached) -> bool:
        """Add what is wrong with the files to what is wrong with the texts; tell whether nothing is."""
        valid = self.is_valid()
        if attached.gone:
            self.add_error("files", str(FILES_GONE))
        if problem := not_taken(attached.skipped):
            self.add_error("files", problem)
        return valid and attached.fine

    def entered(self) -> Entered:
        """Return how the report came."""
        data = self.cleaned_data
        told = Told(data["told"]) if data["told"] else Told.NOT_SHOWN
        return Entered(Channel(data["channel"]), data["received_at"], told=told, brand=self.chosen_brand)

    @property
    def chosen_brand(self) -> str:
        """Return which of the organisation's names it is about; empty for its own."""
        brand: str = self.cleaned_data.get("brand", "")
        return brand

    def content(self) -> ReportContent:
        """Return what the finder told."""
        data = self.cleaned_data
        names = ["whose", "how_many", "still_open", "where", "what", "steps", "when", "kind", "impact"]
        if data["channel"] == Channel.PLATFORM:
            names += PLATFORM
        return ReportContent(topic=Topic(data["topic"] or Topic.WEAKNESS), **{name: data[name] for name in names})

    def identity(self) -> Identity:
        """Return who the finder says to be."""
        name = self.cleaned_data["name"]
        if not name.strip():
            return Identity()
        return Identity(IdentityMode.NAME if self.cleaned_data["own_name"] else IdentityMode.PSEUDONYM, name)

    def contact_wish(self) -> Contact:
        """Return how the finder wants to be reached."""
        value = self.cleaned_data["contact"]
        if not value.strip():
            return Contact()
        return Contact(_mode(value), value, notices=self.cleaned_data["notices"])


def _mode(value: str) -> ContactMode:
    return ContactMode.EMAIL if "@" in value else ContactMode.PHONE
