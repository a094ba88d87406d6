"""The fields of the finder's forms: their labels, help and checks. Texts are never trimmed: they come back as they were typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look import fields
from meldpunt.doors.look.posted import limits
from meldpunt.doors.look.reached import contact_problem
from meldpunt.doors.portal import notices, person, words
from meldpunt.doors.portal.plain import PlainForm
from meldpunt.policy.terms import ContactMode, IdentityMode, Policy, PolicyTerms
from meldpunt.reports.rules.kinds import KINDS
from meldpunt.reports.terms import CONTACT_LIMIT, NAME_LIMIT, Contact, Identity, ReportContent, Topic

ALLOWED = lazy(lambda: notices.limits_in_words(limits()), str)()


class PersonForm(PlainForm):
    """Who the finder is and how to reach them; what the policy does not ask for may stay empty."""

    who = fields.choice(
        _("Who are you?"), words.IDENTITIES.items(), _("We treat every report the same, with or without a name.")
    )
    name = fields.text(_("Name or pseudonym"), _("Only if you want to give one."), limit=NAME_LIMIT)
    reach = fields.choice(
        _("How may we reach you?"),
        words.CONTACTS.items(),
        _("You can always talk with us on the page behind your access code. It needs no address of yours."),
    )
    contact = fields.text(
        _("E-mail address or phone number"), _("Only if you want to be reached in that way."), limit=CONTACT_LIMIT
    )
    notices = forms.BooleanField(
        label=_("Mail me when there is something new"),
        required=False,
        help_text=_(
            "The mail says where your report stands, such as accepted or solved, and never what you found or what we wrote. "
            "To send it we keep your address readable for our server until your "
            "report is closed."
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        policy: Policy,
        initial: Mapping[str, Any] | None = None,
        offers: fields.Offers = (),
    ) -> None:
        """Offer what the policy allows."""
        terms = self.terms = policy.terms
        offers = (("who", terms.identity_modes), ("reach", terms.contact_modes), *offers)
        super().__init__(data, initial=initial, offers=offers, without=_unasked(terms))

    @classmethod
    def fit(cls, kept: dict[str, forms.Field], offers: Mapping[str, tuple[str, ...]]) -> None:
        """Ask for a name or an address in the words of what may be given, and say so where one must be."""
        person.fit_name(kept, frozenset(offers["who"]))
        person.fit_contact(kept, frozenset(offers["reach"]))

    def clean(self) -> dict[str, Any]:
        """Fit choice and text together: a text that was typed counts, whatever the choice was left at."""
        data = self.cleaned_data
        self._clean_who(data)
        self._clean_reach(data)
        return data

    def identity(self) -> Identity:
        """Return who the finder says to be."""
        return Identity(IdentityMode(self.cleaned_data["who"]), self.cleaned_data.get("name", ""))

    def contact_wish(self) -> Contact:
        """Return how the finder wants to be reached."""
        data = self.cleaned_data
        mode = ContactMode(data["reach"])
        return Contact(mode, data.get("contact", ""), notices=mode is ContactMode.EMAIL and bool(data.get("notices")))

    def _clean_who(self, data: dict[str, Any]) -> None:
        name, who = data.get("name", ""), data.get("who") or ""
        offered = self.terms.identity_modes
        if name.strip():
            named = [mode for mode in (who, IdentityMode.PSEUDONYM, IdentityMode.NAME) if mode in offered]
            data["who"] = next((mode for mode in named if mode != IdentityMode.ANONYMOUS), IdentityMode.ANONYMOUS)
        else:
            if who in person.NAMED or IdentityMode.ANONYMOUS not in offered:
                self._miss("name")
            data["who"] = IdentityMode.ANONYMOUS

    def _clean_reach(self, data: dict[str, Any]) -> None:
        value, reach = data.get("contact", "").strip(), data.get("reach") or ""
        offered = self.terms.contact_modes
        if value:
            if reach not in person.REACHED:
                reach = ContactMode.EMAIL if "@" in value else ContactMode.PHONE
            data["reach"] = reach if reach in offered else next(mode for mode in offered if mode in person.REACHED)
            self._check_contact(data["reach"], value)
        else:
            if reach in person.REACHED or data.get("notices") or ContactMode.NONE not in offered:
                self._miss("contact")
            data["reach"] = ContactMode.NONE

    def _miss(self, name: str) -> None:
        if name in self.fields and name not in self.errors:
            self.add_error(name, self.fields[name].error_messages["required"])

    def _check_contact(self, reach: str, value: str) -> None:
        if problem := contact_problem(reach, value):
            self.add_error("contact", problem)


class ReportForm(PersonForm):
    """The report form. Field names are a promise to programs: see docs/interfaces.md."""

    field_order = (
        "topic",
        "where",
        "what",
        "whose",
        "how_many",
        "still_open",
        "steps",
        "kind",
        "impact",
        "when",
        "zone",
        "scrub",
        "files",
    )

    topic = fields.choice(_("What is it about?"), words.TOPICS.items())
    where = fields.text(
        _("Where is it?"),
        _("A web address, an IP address, the name of a product or a place. More than one is fine."),
        missing=_("Tell us where it is, so that we can look there."),
        rows=2,
    )
    what = fields.text(
        _("What did you find?"),
        _("In your own words. What can somebody do with it that should not be possible?"),
        missing=_("Tell us what you found. A few words are enough."),
        rows=8,
    )
    steps = fields.text(
        _("How can we see it ourselves?"),
        _("Step by step, as precisely as you can. With this we often need to ask you nothing more."),
        rows=6,
    )
    kind = fields.choice(_("What kind of weakness is it?"), ((kind.id, _(kind.label)) for kind in KINDS), radio=False)
    impact = fields.text(
        _("What could happen?"), _("What would be the harm if somebody with bad intentions finds it?"), rows=4
    )
    when = fields.text(
        _("When did you find it?"), _("Date and time, as well as you know. For example: 20 November 2026, 14:30.")
    )
    zone = fields.choice(_("By the clock of"), (("", _("the place I wrote down")), *words.ZONES.items()), radio=False)
    whose = fields.text(
        _("Whose data is it?"),
        _("For example: customers, patients, employees. Please do not copy the data itself."),
        rows=2,
    )
    how_many = fields.text(_("Of how many people, roughly?"))
    still_open = fields.choice(_("Can it still be seen?"), words.STILL_OPEN.items())
    files = fields.files(ALLOWED)  # type: ignore[assignment]  # a field, which Django takes off the class
    language = fields.choice(_("In which language shall we answer you?"), words.LANGUAGES.items())
    agree = forms.BooleanField(
        label=_("I have read these rules and keep to them"),
        required=False,
        help_text=_("Your report is welcome without this tick too. The rules then apply as they stand here."),
    )
    beyond = fields.text(
        _("Did you do more than the rules allow? Tell us here"),
        _("Telling us yourself counts in your favour, and it helps us to look in the right place."),
        rows=3,
    )
    scrub = fields.scrub(words.SCRUB.items())

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        policy: Policy,
        languages: tuple[str, ...],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Offer the organisation's languages, and what the policy allows."""
        self._languages = languages
        self._topics = policy.terms.topics
        super().__init__(
            data, policy=policy, initial=initial, offers=(("topic", self._topics), ("language", languages))
        )

    def clean_where(self) -> str:
        """Blanks say nothing."""
        return self._said("where")

    def clean_what(self) -> str:
        """Blanks say nothing."""
        return self._said("what")

    def chosen_language(self, *, otherwise: str) -> str:
        """Return the language to answer in; without a choice `otherwise`, in which the form was handed out, or the organisation's first."""
        handed_out = otherwise if otherwise in self._languages else self._languages[0]
        return self.cleaned_data.get("language") or handed_out

    def content(self) -> ReportContent:
        """Return what the finder wrote."""
        data = self.cleaned_data
        names = ("whose", "how_many", "still_open", "where", "what", "steps", "kind", "impact", "beyond")
        return ReportContent(
            topic=Topic(data.get("topic") or self._topics[0]),
            when=_moment(data["when"], data["zone"]),
            **{name: data[name] for name in names},
        )

    @property
    def cleans(self) -> bool:
        """Whether place and device data should go out of images: unless named, also where nothing was chosen, as by a program."""
        asked, named = self.cleaned_data["scrub"], self.cleaned_data["who"] == IdentityMode.NAME
        return asked == words.ALWAYS or (asked != words.NEVER and not named)

    def _said(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if not text.strip():
            raise ValidationError(self.fields[name].error_messages["required"])
        return text


class MessageForm(PlainForm):
    """More to say on one's own report."""

    message = fields.text(_("Your message"), rows=6)
    scrub = fields.scrub([(choice, words.SCRUB[choice]) for choice in (words.ALWAYS, words.NEVER)])
    files = fields.files(ALLOWED)  # type: ignore[assignment]  # a field, which Django takes off the class

    @property
    def cleans(self) -> bool:
        """Whether place and device data should go out of images: also where nothing was chosen, as by a program."""
        return bool(self.cleaned_data["scrub"] != words.NEVER)


def _unasked(terms: PolicyTerms) -> tuple[str, ...]:
    """Return the fields that make no sense under these terms."""
    needed = {
        "name": set(terms.identity_modes) - {IdentityMode.ANONYMOUS},
        "contact": set(terms.contact_modes) - {ContactMode.NONE},
        "notices": ContactMode.EMAIL in terms.contact_modes,
    }
    return tuple(name for name, modes in needed.items() if not modes)


def _moment(when: str, zone: str) -> str:
    return f"{when} ({zone})" if when and zone else when
