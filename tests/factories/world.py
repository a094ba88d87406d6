"""An organisation with everything that an address may name, and addresses of nothing, for the table of permissions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone

from meldpunt.cases.models import Notice, Thread
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.people.actions import invite
from meldpunt.people.terms import Role
from tests.factories.arrivals import make_upload
from tests.factories.cases import MAILED, answer, make_case, make_finder_key
from tests.factories.duties import notified
from tests.factories.mails import make_entry
from tests.factories.openpgp import make_key
from tests.factories.outbox import carry
from tests.factories.people import MadeMember, make_member, make_organisation
from tests.factories.policy import propose_text
from tests.factories.policy_texts import CONDUCT, WITHOUT_HOSTS

WITH_FILE: Final = (
    b"From: sam@finder.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nTekst\r\n"
    b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\neen\r\n--b--\r\n'
)
STAGE: Final[dict[str, str | int | UUID]] = {"event": 1, "stage": "gdpr-notification", "kind": "nl"}
NOWHERE: Final[dict[str, str | int | UUID]] = {
    **STAGE,
    **{name: uuid4() for name in ("file", "member", "invitation", "fact", "submission", "mail", "entry", "key")},
    "number": "2026-99999",
    "place": 0,
    "token": "x",
}


@dataclass(frozen=True)
class World:
    """An organisation with everything an address may name."""

    members: dict[Role, MadeMember]
    names: dict[str, str | int | UUID]


def make_world(*, cases_before: int = 0) -> World:
    """Make an organisation with a case, a file, a member of each role, a colleague and an invitation.

    `cases_before` cases come first, so that the number named is one that a smaller organisation does not have.
    """
    now = timezone.now()
    organisation = make_organisation(name="Haven", languages=("nl", "en"))
    for _ in range(cases_before):
        make_case(organisation, now=now)
    upload = make_upload(organisation, now=now)
    members = {role: make_member(organisation, role) for role in Role}
    make_member(organisation, Role.LEAD)  # so that the other one is not the last
    invitation = invite(
        email=f"{uuid4().hex}@clinic.example",
        role=Role.ADMINISTRATOR,
        language="nl",
        link_to=lambda token: f"https://clinic.example/{len(token)}",
        by=members[Role.ADMINISTRATOR].unlocked,
        now=now,
    )
    case = make_case(organisation, uploads=[upload], contact=MAILED, now=now)
    colleague = make_member(organisation, Role.HANDLER)
    answer(case, colleague.unlocked, now=now)
    carry(now=now + timedelta(minutes=1))
    make_key(organisation, now=now)
    make_figures(organisation=organisation.id, by=SYSTEM, now=now)
    proposal = propose_text(organisation, WITHOUT_HOSTS + CONDUCT, files={"conduct.txt": b"Be careful."})
    fact, submission = notified(case, colleague)
    names: dict[str, str | int | UUID] = {
        **STAGE,
        "number": case.number,
        "mail": Notice.objects.get(thread__case=case.row).letter,
        "entry": make_entry(organisation, raw=WITH_FILE, thread=case.row.threads.get().pk).id,
        "key": make_finder_key(Thread.objects.get(case=case.row)).id,
        "place": 0,
        "fact": fact,
        "submission": submission,
        "edition": 1,
        "part": "rules",
        "name": "conduct.txt",
        "digest": proposal.digest,
        "domain": "clinic.example",
        "file": upload.id,
        "member": colleague.id,
        "invitation": invitation,
        "token": "x",
    }
    return World(members, names)
