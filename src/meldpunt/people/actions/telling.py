"""Mail to members."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from meldpunt.outbox.actions import owe
from meldpunt.outbox.terms import Letter
from meldpunt.people.models import Member
from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules.permissions import OPENS_CASES
from meldpunt.people.terms import OrganisationFacts, Role


def tell_members(
    *,
    organisation: UUID,
    letter: Letter,
    facts: Mapping[str, str],
    now: datetime,
    members: Collection[UUID] | None = None,
    roles: Collection[Role] = OPENS_CASES,
    about: OrganisationFacts | None = None,
) -> None:
    """Owe a letter to the members with one of these roles (or only to `members` of them), each in their own language.

    The organisation's name and phrase are added to the facts (`about` saves asking for them again). Runs in the caller's transaction; takes no `by`,
    because who caused the letter stands in the journal entry of the verb that owes it. A letter to a member with an OpenPGP key of their own is
    encrypted to that on its way.
    """
    about = about or organisation_facts(organisation)
    told = Member.objects.filter(organisation=organisation, removed_at__isnull=True, role__in=roles)
    if members is not None:
        told = told.filter(pk__in=members)
    for email, language, key in told.order_by("joined_at", "id").values_list("email", "language", "openpgp"):
        owe(
            organisation=organisation,
            to=email or "",
            letter=letter,
            language=language,
            facts={"organisation": about.name, "phrase": about.notice_phrase, **facts},
            sender=about.mail_from,
            key=bytes(key or b""),
            now=now,
        )
