"""The forms of the settings: what an organisation is, how it reckons time, how it mails, and how it looks."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.desk.wording import DeskForm
from meldpunt.doors.desk.words import NEEDS, SETTING_PROBLEMS, word
from meldpunt.doors.look.fields import Choice
from meldpunt.people.rules.settings import zones
from meldpunt.people.terms import FontStack, Theme
from meldpunt.policy.rules.reckoning import has_calendar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # only the stubs have it

REGIONS: Final = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
NO_SIGN: Final = "none"
SIGNS: Final = (*((sign, sign) for sign in ("+", "-", "_", "=")), (NO_SIGN, _("there is none")))
PARTS: Final = (
    ("organisation", _("Organisation"), ("name", "languages", "first_language")),
    ("time", _("Time and working days"), ("zone", "region", "closed_days", "worked_days")),
    ("mail", _("Mail"), ("mail_from", "notice_phrase", "finder_mail_enabled")),
    ("mail-in", _("Reports by mail"), ("mail_in", "subaddress", "reroutes_alone")),
    ("test", _("The daily test"), ("tests_way_in", "tests_mail")),
    ("sign-in", _("Signing in"), ("second_factor",)),
    ("figures", _("Figures of promises"), ("figures_public",)),
)


@dataclass(frozen=True)
class Part:
    """Some fields of a form that belong together."""

    name: str
    heading: str | Promise
    fields: list[BoundField]


def days_field(label: "str | _StrPromise", help_text: "str | _StrPromise") -> forms.CharField:
    """Return a field for dates, one a line."""
    widget = forms.Textarea(attrs={"class": "short", "rows": 4, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=5000, required=False, widget=widget)


class SettingsForm(DeskForm):
    """What an organisation can set."""

    name = forms.CharField(
        label=_("Name of the organisation"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Finders choose one of these. The first one is used where nothing was chosen."),
    )
    first_language = forms.ChoiceField(
        label=_("First language"), choices=settings.LANGUAGES, widget=forms.Select(attrs={"class": "short"})
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=forms.TextInput(attrs={"class": "short", "list": "zones"}),
        help_text=_("Type a city and choose: Europe/Amsterdam. Every date and time is shown by this clock."),
    )
    region = forms.CharField(
        label=_("Country for public holidays"),
        max_length=6,
        widget=forms.TextInput(attrs={"class": "short"}),
        help_text=_("Such as NL or BE, or with a part of the country: DE-BY. Promises in working days count by it."),
    )
    closed_days = days_field(
        _("Extra days off"),
        _(
            "One date a line, such as 2026-12-24. They move no date that was promised already. A policy of your own names them too."
        ),
    )
    worked_days = days_field(_("Public holidays on which you work"), _("One date a line."))
    mail_from = forms.CharField(label=_("Sender of mails"), max_length=254, required=False)
    notice_phrase = forms.CharField(
        label=_("Phrase in every notice"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("A few words only your members know. A mail to members without them is not from here."),
    )
    finder_mail_enabled = forms.BooleanField(
        label=_("Keep the address of finders who asked for mail"),
        required=False,
        help_text=_(
            "The server keeps it in a form it can open, and mails at once. Without this, finders are mailed only when a handler "
            "answers, changes the state or closes the case. Such a mail says where the report stands, never what was found or written."
        ),
    )

    mail_in = forms.CharField(
        label=_("Address at which reports come in by mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        help_text=_(
            "Answers of finders come back to this address. Who runs the server connects the mailbox or the mail server to it. Leave it "
            "empty where no reports come by mail."
        ),
    )
    subaddress = Choice(
        label=_("Sign behind which your mail server allows anything"),
        choices=SIGNS,
        widget=forms.Select(attrs={"class": "short"}),
        help_text=_(
            "With it an answer finds its report by its address: security+abc@voorbeeld.example comes to security@voorbeeld.example. Ask "
            "who runs your mail server. Without it answers are found by their headers, which some mail programs leave out."
        ),
    )
    reroutes_alone = forms.BooleanField(
        label=_("Answer mail that surely belongs elsewhere by itself, and forget it"),
        required=False,
        help_text=_(
            "Phishing, complaints and questions of customers are answered with the right address of your policy, and not kept: nobody "
            "here reads them. Only where all signs say so and none speaks of a weakness. Without this a handler looks first."
        ),
    )
    tests_way_in = forms.BooleanField(
        label=_("Test the way in once a day"),
        required=False,
        help_text=_(
            "The server sends itself a report, reads it back and forgets it. It counts nowhere. Without this the bar at the top cannot "
            "say whether reports reach you."
        ),
    )
    tests_mail = forms.BooleanField(
        label=_("Test by mail, too"),
        required=False,
        help_text=_(
            "The server mails itself a test at the address where your reports come in, and takes it back. Only where it can send mail, and "
            "mail comes in here. Switch it off where people read that mail and nobody brings it here."
        ),
    )

    second_factor = Choice(
        label=_("Who must sign in with a second factor?"),
        choices=list(NEEDS.items()),
        widget=forms.Select(attrs={"class": "short"}),
        help_text=_(
            "A code of an app, asked after the password. Who must and has none sets it up before anything else. The others are free to set one up."
        ),
    )
    figures_public = forms.BooleanField(
        label=_("Show in public how we keep our promises"),
        required=False,
        help_text=_(
            "How often promises to finders were kept and broken, and how soon, each quarter. Your policy page links to it. Small "
            "numbers are hidden. Look at the figures first: what was broken cannot be taken out."
        ),
    )

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the time zones to choose from, by region and city."""
        return _zones()

    @property
    def parts(self) -> list[Part]:
        """Return the fields under the headings of the page."""
        return [Part(name, heading, [self[field] for field in fields]) for name, heading, fields in PARTS]

    def clean_region(self) -> str:
        """Refuse a region without a calendar: every public holiday there would count as a working day."""
        region: str = self.cleaned_data["region"].strip().upper()
        if not has_calendar(region):
            raise forms.ValidationError(word(SETTING_PROBLEMS, "unknown"))
        return region


def colour_field(label: "str | _StrPromise") -> forms.CharField:
    """Return a field for a colour, which goes straight into a stylesheet."""
    widget = forms.TextInput(attrs={"type": "color", "class": "short"})
    return forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=label, widget=widget)


class ThemeForm(DeskForm):
    """The look: colours for light and dark, and a font."""

    accent = colour_field(_("Accent, light"))
    ink = colour_field(_("Text, light"))
    paper = colour_field(_("Paper, light"))
    accent_dark = colour_field(_("Accent, dark"))
    ink_dark = colour_field(_("Text, dark"))
    paper_dark = colour_field(_("Paper, dark"))
    font = forms.ChoiceField(
        label=_("Font"),
        choices=[(font.value, font.value.capitalize()) for font in FontStack],
        widget=forms.Select(attrs={"class": "short"}),
    )

    def theme(self) -> Theme:
        """Return what was filled in; colours in lower case, as they are compared."""
        colours = {name: value.lower() for name, value in self.cleaned_data.items() if name != "font"}
        return Theme(**colours, font=FontStack(self.cleaned_data["font"]))


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in zones() if name.partition("/")[0] in REGIONS or name == "UTC"))
