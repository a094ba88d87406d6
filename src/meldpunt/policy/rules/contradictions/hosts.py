"""Host names, brands, ids, and the scope."""

from collections.abc import Iterable, Iterator

from meldpunt.policy.rules.file.words import Complaint, Path
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText, Rest


def one_host_one_page(policy: PolicyText) -> Iterator[Complaint]:
    """No host name belongs to two brands."""
    places = [(("organisation", "hosts", number), host) for number, host in enumerate(policy.organisation.hosts)]
    for place, brand in enumerate(policy.brand):
        places += [(("brand", place, "hosts", number), host) for number, host in enumerate(brand.hosts)]  # type: ignore[misc] # a path
        if not brand.hosts:
            yield Complaint(
                ("brand", place), _("This brand has no host name."), _('Add hosts = ["..."], or take the brand out.')
            )
    yield from _twice(
        places,
        _("The host name %(value)s is used twice."),
        _("Give every brand a host name of its own; one host shows one page."),
    )


def ids_are_unique(policy: PolicyText) -> Iterator[Complaint]:
    """Nothing of the organisation's own is named twice."""
    message, remedy = _("The id %(value)s is used twice."), _("Give each an id of its own.")
    yield from _twice([(("brand", at, "id"), each.id) for at, each in enumerate(policy.brand)], message, remedy)
    yield from _twice(
        [(("own_clause", at, "id"), each.id) for at, each in enumerate(policy.own_clause)], message, remedy
    )
    yield from _twice([(("document", at, "id"), each.id) for at, each in enumerate(policy.document)], message, remedy)
    yield from _twice(
        [(("excluded", "own", at, "id"), each.id) for at, each in enumerate(policy.excluded.own)], message, remedy
    )


def nothing_is_said_twice(policy: PolicyText) -> Iterator[Complaint]:
    """No two tables are about the same thing: a clause has one id, by which versions are compared."""
    yield from _twice(
        [
            (("other_channel", at, "about", number), matter.value)
            for at, channel in enumerate(policy.other_channel)
            for number, matter in enumerate(channel.about)
        ],
        _("%(value)s is sent to two other channels."),
        _("Name it in one [[other_channel]], with every address there is: mail, phone and page."),
    )
    yield from _twice(
        [(("scope", "third_party", at, "name"), each.name) for at, each in enumerate(policy.scope.third_party)],
        _("%(value)s is named twice."),
        _("Put all its systems into the assets of one [[scope.third_party]]."),
    )
    yield from _twice(
        [(("way_in", at), each.address or each.kind.value) for at, each in enumerate(policy.way_in)],
        _("The way in %(value)s is there twice."),
        _("Take one of them out."),
    )
    yield from _twice(
        [(("law", at, "clause"), each.clause) for at, each in enumerate(policy.law)],
        _("The duty %(value)s is there twice."),
        _("Name every authority in the text of one [[law]]."),
    )


def scope_is_clear(policy: PolicyText) -> Iterator[Complaint]:
    """No system is inside and outside, and something is inside."""
    scope = policy.scope
    inside = {_same(asset) for asset in scope.inside}
    for number, asset in enumerate(scope.outside):
        if _same(asset) in inside:
            yield Complaint(
                ("scope", "outside", number),
                _("%(value)s is inside and outside the scope."),
                _("Take it out of one of the two lists."),
                {"value": asset},
            )
    if scope.rest is not Rest.INSIDE and not scope.inside:
        yield Complaint(
            ("scope", "rest"),
            _("Nothing is inside the scope."),
            _('Name systems in inside, or write rest = "inside".'),
        )


def _same(asset: str) -> str:
    """Return a system's name as it is compared: names on the internet know no capitals, and no dot at their end."""
    return asset.casefold().rstrip(".")


def _twice(places: Iterable[tuple[Path, str]], message: str, remedy: str) -> Iterator[Complaint]:
    seen: set[str] = set()
    for path, value in places:
        if value in seen:
            yield Complaint(path, message, remedy, {"value": value})
        seen.add(value)
