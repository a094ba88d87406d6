"""Who a finder may be, and how reports, keys and other matters find their way."""

from collections.abc import Iterator
from typing import Final

from meldpunt.policy.rules.dialling import DIALLED
from meldpunt.policy.rules.file.scalars import check
from meldpunt.policy.rules.file.words import Complaint, Path, Wrong
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import (
    ContactMode,
    IdentityMode,
    KeyOffer,
    Link,
    Mail,
    Matter,
    Need,
    Phone,
    PolicyText,
    Topic,
    WayIn,
    WayKind,
)

_KIND_OF_ADDRESS: Final = {WayKind.MAIL: Mail, WayKind.PLATFORM: Link, WayKind.PHONE: Phone}
_NAMELESS: Final = frozenset({WayKind.FORM, WayKind.PLATFORM})


def anonymous_stays_anonymous(policy: PolicyText) -> Iterator[Complaint]:
    """Who may be anonymous need not give an address, and has a way in that shows none."""
    finder = policy.finder
    for name in ("topics", "identity"):
        if not getattr(finder, name):
            yield Complaint(("finder", name), _("This list is empty."), _("Name at least one, or take the line out."))
    if ContactMode.NONE in finder.contact:
        yield Complaint(
            ("finder", "contact"),
            _('"none" is no way to reach somebody.'),
            _('Take it out, and write contact_is = "optional".'),
        )
    if finder.contact_is is Need.REQUIRED and not finder.contact:
        yield Complaint(
            ("finder", "contact_is"),
            _("An address is required, but no kind of address is asked for."),
            _('Write contact = ["email"], or contact_is = "optional".'),
        )
    if IdentityMode.ANONYMOUS not in finder.identity:
        return
    if finder.contact_is is Need.REQUIRED:
        yield Complaint(
            ("finder", "contact_is"),
            _("Anonymous finders are welcome, but an address is required."),
            _('Write contact_is = "optional", or take "anonymous" out of identity.'),
        )
    if not any(way.kind in _NAMELESS for way in policy.way_in):
        yield Complaint(
            ("finder", "identity"),
            _("Anonymous finders are welcome, but every way in shows who they are."),
            _('Add a [[way_in]] with kind = "form", or take "anonymous" out.'),
        )


def ways_have_addresses(policy: PolicyText) -> Iterator[Complaint]:
    """There is a way in, and each leads somewhere."""
    if not policy.way_in:
        yield Complaint(("way_in",), _("There is no way in."), _('Add a [[way_in]] with kind = "form".'))
    for number, way in enumerate(policy.way_in):
        yield from _way(number, way)


def _way(number: int, way: WayIn) -> Iterator[Complaint]:
    if way.mail_from is not None and way.kind is not WayKind.PLATFORM:
        yield Complaint(
            ("way_in", number, "mail_from"), _("Only a platform tells you by mail."), _("Take this line out.")
        )
    kind = _KIND_OF_ADDRESS.get(way.kind)
    if kind is None:
        if way.address is not None:
            yield Complaint(
                ("way_in", number, "address"), _("The form has no address of its own."), _("Take this line out.")
            )
        return
    if way.address is None:
        yield Complaint(
            ("way_in", number),
            _("This way in has no address."),
            _('Add address = "...": a mail address, a telephone number, or the https address of the platform.'),
        )
        return
    try:
        check(kind, way.address)
    except Wrong as wrong:
        yield wrong.at(("way_in", number, "address"))


def numbers_can_be_called(policy: PolicyText) -> Iterator[Complaint]:
    """Refuse a number without its country where nobody could tell from abroad how to call it."""
    if policy.organisation.country.partition("-")[0] in DIALLED:
        return
    people = policy.people
    given: dict[Path, str | None] = {
        ("contact", "phone"): policy.contact.phone,
        **{("way_in", at, "address"): way.address for at, way in enumerate(policy.way_in) if way.kind is WayKind.PHONE},
        **{("other_channel", at, "phone"): channel.phone for at, channel in enumerate(policy.other_channel)},
        **{("people", name, "phone"): person.phone for name, person in vars(people).items() if person is not None},
    }
    for path, number in given.items():
        if number is not None and number.startswith("0"):
            yield Complaint(
                path,
                _("This telephone number does not say its country."),
                _('Write the number with its country, such as "+31 88 000 00 00".'),
            )


def key_is_whole(policy: PolicyText) -> Iterator[Complaint]:
    """Hold a key on request to its time, and a key of one's own to the fingerprint that says whose it is."""
    key = policy.key
    if key.offer is KeyOffer.ON_REQUEST and key.within is None:
        yield Complaint(
            ("key",),
            _("It is not said how soon the key is sent."),
            _('Add within = "4 hours", or offer = "published".'),
        )
    if key.offer is not KeyOffer.ON_REQUEST and key.within is not None:
        yield Complaint(
            ("key", "within"),
            _("Only a key that is sent on request has a time."),
            _('Take this line out, or write offer = "on_request".'),
        )
    if (key.file is None) != (key.fingerprint is None):
        yield Complaint(
            ("key",),
            _("A key of your own needs its file and its fingerprint."),
            _("Add the one that is missing, or take out both: then Meldpunt makes a key."),
        )
    if key.offer is KeyOffer.NONE and key.file is not None:
        yield Complaint(
            ("key", "file"),
            _("There is a key, but it is not offered."),
            _('Write offer = "published", or take file out.'),
        )


def other_channels_lead_somewhere(policy: PolicyText) -> Iterator[Complaint]:
    """Who must go elsewhere is told where; what is welcome here is not sent away."""
    for number, channel in enumerate(policy.other_channel):
        if not (channel.mail or channel.phone or channel.page):
            yield Complaint(("other_channel", number), _("This channel leads nowhere."), _("Add mail, phone or page."))
        if not channel.about:
            yield Complaint(
                ("other_channel", number, "about"),
                _("This list is empty."),
                _("Name at least one, or take the line out."),
            )
        if Matter.ABUSE in channel.about and Topic.ABUSE in policy.finder.topics:
            yield Complaint(
                ("other_channel", number, "about"),
                _("Abuse is welcome here, but is sent elsewhere."),
                _('Take "abuse" out of this channel, or out of finder.topics.'),
            )
