"""The forms of the desk. Whether something is allowed or usable is decided by the capability, not here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meldpunt.cases.terms import ClosingReason, DeclineReason, MessageKind, NoDate, ReportState, Says
from meldpunt.doors.desk.wording import DeskForm
from meldpunt.doors.desk.words import FEED_SCOPES, GROUNDS, ROLES, word
from meldpunt.doors.look.texts import UNUSABLE, at_most
from meldpunt.people.rules.openpgp import MAX_KEY
from meldpunt.people.terms import Role
from meldpunt.reports.terms import TEXT_LIMIT

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # only the stubs have it

NOT_A_DAY = _("Write the day as year, month and day, such as 2026-12-24.")
LONGEST_PASSWORD = 1024  # a longer one is cut off before anything is reckoned with it
NAME = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})


def password_field(label: "str | _StrPromise", kind: str, help_text: "str | _StrPromise" = "") -> forms.CharField:
    """Return a field for a password: never shown, never stripped; `kind` tells password managers which one."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, help_text=help_text)


def new_password_field() -> forms.CharField:
    """Return the field in which a password is chosen."""
    help_text = _("At least 12 characters. A few words after each other work well. No rules about digits or signs.")
    return password_field(_("Password"), "new-password", help_text)


def language_field() -> forms.ChoiceField:
    """Return the choice of the desk's language."""
    return forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.Select(attrs={"class": "short"})
    )


class SignInForm(DeskForm):
    """Who you are."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field(_("Password"), "current-password")


class UnlockForm(DeskForm):
    """The password alone."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class ForgottenForm(DeskForm):
    """Where the link should go."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class NewPasswordForm(DeskForm):
    """A password chosen behind a link."""

    password = new_password_field()


class JoinForm(DeskForm):
    """A new member: name, language and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=NAME,
        help_text=_("Colleagues see it, and finders where you sign with it."),
    )
    language = language_field()
    password = new_password_field()


class RecoverForm(JoinForm):
    """The recovery code, and who takes over with it."""

    recovery_code = forms.CharField(
        label=_("Recovery code"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    field_order = ("recovery_code", "email", "name", "language", "password")


class ChangePasswordForm(DeskForm):
    """The password as it is and as it will be."""

    old = password_field(_("Present password"), "current-password")
    new = password_field(
        _("New password"), "new-password", _("At least 12 characters. A few words after each other work well.")
    )


class AccountForm(DeskForm):
    """One's own details."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=NAME)
    language = language_field()


class FeedForm(DeskForm):
    """Whose cases a calendar feed is about."""

    scope = forms.ChoiceField(
        label=_("Which cases"), choices=list(FEED_SCOPES.items()), widget=forms.RadioSelect, required=True
    )


class RoleForm(DeskForm):
    """A role, out of those the visitor may give."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs={"class": "short"}))

    def __init__(self, data: QueryDict | None, *, roles: tuple[Role, ...], initial: dict[str, Any]) -> None:
        """Offer `roles`."""
        super().__init__(data, initial=initial)
        self.fields["role"].choices = [(role.value, word(ROLES, role)) for role in roles]  # type: ignore[attr-defined]


class InviteForm(RoleForm):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = language_field()
    field_order = ("email", "role", "language")


def text_field(*, required: bool = True) -> forms.CharField:
    """Return a text to a finder or a colleague, kept exactly as it was typed."""
    return forms.CharField(
        strip=False,
        required=required,
        error_messages=UNUSABLE,
        validators=[at_most(TEXT_LIMIT)],
    )


def key_field(label: "str | _StrPromise") -> forms.CharField:
    """Return a field for a public OpenPGP key, pasted."""
    look = {"rows": 10, "class": "mono", "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}
    return forms.CharField(
        label=label,
        max_length=MAX_KEY,
        help_text=_("From BEGIN PGP PUBLIC KEY BLOCK to END PGP PUBLIC KEY BLOCK. What stands around it does no harm."),
        widget=forms.Textarea(attrs=look),
    )


class SeenForm(DeskForm):
    """The version of the case that the page showed."""

    seen_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerForm(SeenForm):
    """An answer to the finder, or a question; files alone say something too."""

    text = text_field(required=False)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (MessageKind.ANSWER, MessageKind.ASK)])
    assesses = forms.BooleanField(required=False)
    fix_by = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": NOT_A_DAY})
    no_date = forms.ChoiceField(required=False, choices=[("", ""), *((why, why) for why in NoDate)])

    @property
    def says(self) -> Says:
        """What the answer is said to hold of what is promised."""
        chosen = self.cleaned_data
        no_date = NoDate(chosen["no_date"]) if chosen["no_date"] else None
        return Says(assessment=chosen["assesses"], fix_by=chosen["fix_by"], no_date=no_date)


class NoteForm(SeenForm):
    """An internal note."""

    text = text_field()


class AssignForm(SeenForm):
    """Who takes the case; nobody when empty. Whether the id is a colleague's is for the verb to say."""

    to = forms.UUIDField(required=False)


class MoveForm(SeenForm):
    """Where the report goes. Whether a step leads there is for the verb to say."""

    to = forms.ChoiceField(choices=[(state, state) for state in ReportState])


class WithholdForm(SeenForm):
    """Why progress is withheld, until when, and whether the finder may know."""

    ground = forms.ChoiceField(label=_("Ground"), choices=list(GROUNDS.items()), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Which duty, and who said so"),
        strip=False,
        error_messages=UNUSABLE,
        validators=[at_most(TEXT_LIMIT)],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Sealed: only colleagues who open cases read it."),
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NOT_A_DAY},
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        help_text=_("A later day than today, within half a year. You are warned three days before."),
    )
    said = forms.ChoiceField(
        label=_("What the finder may know"),
        choices=[
            ("yes", _("That we can say nothing more now, and when we look at it again")),
            ("no", _("Nothing: saying so is forbidden as well")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "If they may know nothing, their page stays as if nothing were withheld: it names the day of the next message. Once that day has passed, it says that we did not keep it. You see both dates on the page of the case."
        ),
    )


class NamedForm(DeskForm):
    """Who is warned last, out of the present members; nobody when empty."""

    members = forms.MultipleChoiceField(required=False)

    def __init__(self, data: QueryDict, *, people: Mapping[UUID, str]) -> None:
        """Offer `people`."""
        super().__init__(data)
        self.fields["members"].choices = [(str(id_), name) for id_, name in people.items()]  # type: ignore[attr-defined]


def day_field(label: "str | _StrPromise", help_text: "str | _StrPromise" = "") -> forms.DateField:
    """Return a field for one day."""
    widget = forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class AbsenceForm(DeskForm):
    """Who is away, from which day up to and including which."""

    member = forms.ChoiceField(label=_("Who"), widget=forms.Select(attrs={"class": "short"}))
    first = day_field(_("First day"))
    last = day_field(_("Last day"), _("Also a day away."))

    def __init__(self, data: QueryDict | None, *, people: Mapping[UUID, str], initial: Mapping[str, object]) -> None:
        """Offer `people`."""
        super().__init__(data, initial=dict(initial))
        self.fields["member"].choices = [(str(id_), name) for id_, name in people.items()]  # type: ignore[attr-defined]


class CloseForm(SeenForm):
    """Why the case is closed; `sure` once it was asked."""

    reason = forms.ChoiceField(choices=[(reason, reason) for reason in ClosingReason])
    sure = forms.BooleanField(required=False)


class DeclineForm(SeenForm):
    """A no: the reason, and the words for the finder."""

    reason = forms.ChoiceField(choices=[(reason, reason) for reason in DeclineReason])
    text = text_field(required=False)
