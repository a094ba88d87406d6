"""Looking at what the way in stands on beside the form: names in the DNS, the key, security.txt, and the letters that leave."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.journal.terms import Actor
from meldpunt.outbox import queries as outbox
from meldpunt.people.queries import organisation_facts
from meldpunt.policy.queries import key_standing, mail_comes_to, published_key
from meldpunt.policy.terms import KeyTrouble
from meldpunt.upkeep.actions.noting import note
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.rules import names as rules
from meldpunt.upkeep.rules.installation import LONGEST_WAIT
from meldpunt.upkeep.terms import Names, NamesSilent, Part, Trouble

type Judge = Callable[[Names, str], Trouble | None]


def look_at_names(*, organisation: UUID, names: Names, by: Actor, now: datetime) -> None:
    """Ask the DNS of the domains of an organisation's mail and key, and keep what it says."""
    found: dict[Part, Trouble | None] = {}
    try:
        for part, (judge, domain) in _asked(organisation, now).items():
            found[part] = judge(names, domain) if domain else None
    except NamesSilent:
        found = {Part.MAIL_DOMAIN: Trouble.NO_DNS}
    for part, trouble in found.items():
        note(organisation=organisation, part=part, trouble=trouble, by=by, now=now)


def look_inside(*, organisation: UUID, by: Actor, now: datetime) -> None:
    """Look at the key, at security.txt and at the letters of an organisation, and keep what changed or is still wrong."""
    troubles = set(key_standing(organisation, now=now).troubles)
    signed = KeyTrouble.NOT_SIGNED not in troubles
    key_is_well = not troubles - {KeyTrouble.NOT_SIGNED, KeyTrouble.PUBLIC_ONLY}
    found = {
        Part.KEY: None if key_is_well else Trouble.KEY_ENDS,
        Part.SECURITY_TEXT: None if signed else Trouble.NOT_SIGNED,
        Part.LETTERS: Trouble.LETTERS_WAIT if _letters_wait(now) else None,
    }
    wrong = set(Check.objects.filter(organisation=organisation).exclude(trouble="").values_list("part", flat=True))
    for part, trouble in found.items():
        if trouble or part.value in wrong:
            note(organisation=organisation, part=part, trouble=trouble, by=by, now=now)


def _asked(organisation: UUID, now: datetime) -> dict[Part, tuple[Judge, str]]:
    """Return what is asked of which domain, empty where there is nothing to ask: where mail comes in, who sends ours, and whose key it is."""
    facts, key = organisation_facts(organisation), published_key(organisation, now=now)
    comes_to = mail_comes_to(facts, now=now)
    leaves = settings.MELDPUNT.smtp_host is not None
    sender = rules.domain_of(facts.mail_from or settings.MELDPUNT.mail_from) if leaves else ""
    return {
        Part.MAIL_DOMAIN: (rules.takes_mail, rules.domain_of(comes_to)),
        Part.SENDERS: (rules.names_senders, sender),
        Part.FORGERIES: (rules.judges_forgeries, sender),
        Part.KEY_DIRECTORY: (rules.leads_to_keys, rules.domain_of(key.address) if key else ""),
    }


def _letters_wait(now: datetime) -> bool:
    """Tell whether letters that could leave do not; without a mail server they wait by the operator's choice."""
    since = outbox.waiting_since()
    return settings.MELDPUNT.smtp_host is not None and since is not None and now - since > LONGEST_WAIT
