"""Whether a policy fits the organisation that publishes it: what the file alone cannot tell."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final

from meldpunt.people.terms import BrandLook, OrganisationFacts
from meldpunt.policy.rules.calendar import drifts
from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.rules.looks import theme_of
from meldpunt.policy.terms import PolicyText, WayKind

_SAME: Final = _("Write the same in both: change the settings first, or correct this line.")
_OWN_ADDRESS: Final = _("Use an address of your own, or ask who runs the server whose this one is.")
_GIVEN_FIRST: Final = _(
    "Take it out, or first give the organisation all its names on the server: ./meldpunt hosts %(slug)s NAME..."
)
_GIVEN_BY_PUBLISHING: Final = _("Ask who runs the server to publish this file: ./meldpunt policy publish.")
_OTHER_LANGUAGES: Final = _("The pages of the organisation are in other languages: %(settings)s.")
_SAME_LANGUAGES: Final = _("Write the policy in those languages, or change the languages in the settings of the desk.")


def misfits(
    policy: PolicyText,
    organisation: OrganisationFacts,
    *,
    taken: Collection[str],
    new: Collection[str],
    today: date,
) -> Iterator[Complaint]:
    """Yield what keeps this organisation from publishing the policy.

    `taken` are the host names and mail addresses of others, `new` are the host names that it does not have and that the publisher may not give it.
    `today` is the day in the organisation's zone: days off that are past need not be the same.
    """
    yield from _hosts(policy, organisation.slug, taken, new)
    yield from _addresses(policy, taken)
    yield from _settings(policy, organisation, today)


def hosts_of(policy: PolicyText) -> Iterator[tuple[Path, str]]:
    """Yield every host name of the policy with its place."""
    for at, host in enumerate(policy.organisation.hosts):
        yield ("organisation", "hosts", at), host
    for place, brand in enumerate(policy.brand):
        for at, host in enumerate(brand.hosts):
            yield ("brand", place, "hosts", at), host


def mail_addresses_of(policy: PolicyText) -> Iterator[tuple[Path, str]]:
    """Yield every address at which the policy takes reports by mail, in lower case, with its place."""
    for at, way in enumerate(policy.way_in):
        if way.kind is WayKind.MAIL and way.address:
            yield ("way_in", at, "address"), str(way.address).lower()


def brands_of(policy: PolicyText, files: Mapping[str, bytes]) -> tuple[BrandLook, ...]:
    """Return the brands of a policy that fits, each with the bytes of its logo."""
    return tuple(
        BrandLook(
            key=brand.id,
            name=brand.name,
            hosts=tuple(brand.hosts),
            theme=theme_of(brand.look),
            logo=None if brand.look.logo is None else files[brand.look.logo],
        )
        for brand in policy.brand
    )


def _hosts(policy: PolicyText, slug: str, taken: Collection[str], new: Collection[str]) -> Iterator[Complaint]:
    for path, host in hosts_of(policy):
        values = {"host": host, "slug": slug}
        if host in taken:
            yield Complaint(path, _("%(host)s cannot be used here."), _("Use a host name of your own."), values)
        elif host in new:
            remedy = _GIVEN_FIRST if path[0] == "organisation" else _GIVEN_BY_PUBLISHING
            yield Complaint(path, _("The organisation does not have the host name %(host)s."), remedy, values)


def _addresses(policy: PolicyText, taken: Collection[str]) -> Iterator[Complaint]:
    for place, address in mail_addresses_of(policy):
        if address in taken:
            values = {"address": address}
            yield Complaint(place, _("Mail to %(address)s goes to another organisation here."), _OWN_ADDRESS, values)


def _settings(policy: PolicyText, organisation: OrganisationFacts, today: date) -> Iterator[Complaint]:
    """Hold the file to the settings: pages and dates follow both, and may not drift apart."""
    for drift in drifts(policy, organisation, today=today):
        path, values = ("organisation", drift.key), {"settings": ", ".join(drift.settings)}
        if drift.key == "languages":
            yield Complaint(path, _OTHER_LANGUAGES, _SAME_LANGUAGES, values)
        elif drift.settings:
            yield Complaint(path, _("The settings of the desk say something else: %(settings)s."), _SAME, values)
        else:
            yield Complaint(path, _("The settings of the desk name no such days."), _SAME)
