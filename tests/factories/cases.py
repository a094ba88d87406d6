"""Reports that came in, and their finders, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_bytes

from meldpunt.arrivals.terms import Channel, KeySource, OpenForm, SealedUpload
from meldpunt.cases.actions import change_state, decline, enter, take_in, take_in_by_hand, write_as_handler
from meldpunt.cases.actions.code_links import make_link
from meldpunt.cases.models import Case, CodeLink, FinderKey, MailMark, Thread
from meldpunt.cases.terms import DeclineReason, Entered, FinderPass, MessageKind, Receipt, ReportState, Says
from meldpunt.journal.actions import transaction
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.terms import Contact, Identity, ReportContent
from tests.factories.arrivals import make_form
from tests.factories.people import NOW, MadeOrganisation

CONTENT = ReportContent(
    where="https://kliniek.example/login", what="Iedereen kan elk dossier openen.\r\nOok zonder login."
)
ANONYMOUS = Identity()
NO_CONTACT = Contact()
NOTHING = Says()
NAMED = Identity(IdentityMode.NAME, "Sam de Vries")
MAILED = Contact(ContactMode.EMAIL, "sam@finder.example", notices=True)


@dataclass(frozen=True)
class MadeCase:
    """A case with what its finder holds."""

    organisation: MadeOrganisation
    receipt: Receipt = field(repr=False)

    @property
    def number(self) -> str:
        """Return the case number."""
        return self.receipt.number

    @property
    def row(self) -> Case:
        """Return the row as it is now."""
        return Case.objects.get(organisation=self.organisation.id, number=self.number)

    @property
    def version(self) -> int:
        """Return the version as it is now."""
        return self.row.version

    def finder(self, *, now: datetime = NOW) -> FinderPass:
        """Enter with the access code."""
        return enter(organisation=self.organisation.id, code=self.receipt.code, by=Channel.FORM, now=now)


def make_case(
    organisation: MadeOrganisation,
    *,
    content: ReportContent = CONTENT,
    identity: Identity = ANONYMOUS,
    contact: Contact = NO_CONTACT,
    uploads: Sequence[SealedUpload] = (),
    language: str = "nl",
    agreed: bool = False,
    form: OpenForm | None = None,
    now: datetime = NOW,
) -> MadeCase:
    """Take in a report."""
    receipt = take_in(
        organisation=organisation.id,
        form=form or make_form(organisation, language=language, now=now),
        content=content,
        identity=identity,
        contact=contact,
        uploads=uploads,
        language=language,
        agreed=agreed,
        by=Channel.FORM,
        now=now,
    )
    return MadeCase(organisation, receipt)


def make_told_case(
    organisation: MadeOrganisation, by: Visitor, *, entered: Entered, language: str = "en", now: datetime = NOW
) -> MadeCase:
    """Enter a report that came otherwise than by the form."""
    receipt = take_in_by_hand(
        form=make_form(organisation, language=language, now=now),
        entered=entered,
        content=CONTENT,
        identity=ANONYMOUS,
        contact=NO_CONTACT,
        uploads=(),
        language=language,
        by=by,
        now=now,
    )
    return MadeCase(organisation, receipt)


def go(case: MadeCase, by: Visitor, *states: ReportState) -> None:
    """Take a case through these states."""
    for state in states:
        change_state(number=case.number, to=state, seen_version=case.version, by=by, now=NOW)


def say_no(
    case: MadeCase, by: Visitor, reason: DeclineReason, text: str = "Nee, want.", *, now: datetime = NOW
) -> None:
    """Decline a case, with a word to the finder."""
    decline(number=case.number, reason=reason, text=text, seen_version=case.version, by=by, now=now)


def answer(
    case: MadeCase, by: Visitor, kind: MessageKind = MessageKind.ANSWER, *, says: Says = NOTHING, now: datetime = NOW
) -> None:
    """Answer the finder."""
    write_as_handler(
        number=case.number,
        kind=kind,
        text="Dank u.",
        uploads=(),
        says=says,
        seen_version=case.version,
        by=by,
        now=now,
    )


def make_canary(
    organisation: MadeOrganisation, says: str, *, uploads: Sequence[SealedUpload] = (), now: datetime = NOW
) -> Receipt:
    """Take in a daily test of the way in."""
    return take_in(
        organisation=organisation.id,
        form=make_form(organisation, now=now),
        content=ReportContent(where="https://kliniek.example/", what=says),
        identity=ANONYMOUS,
        contact=NO_CONTACT,
        uploads=uploads,
        language="nl",
        by=Channel.CANARY,
        now=now,
    )


def mail_link(case: MadeCase, *, now: datetime = NOW) -> str:
    """Keep the receipt of a case behind a link, and return the token that only the mail has."""
    with transaction():
        return make_link(case.row.threads.get(), case.receipt, now=now)


def make_mail_mark(thread: Thread, **facts: object) -> MailMark:
    """Keep the mark of a mail of a thread."""
    return MailMark.objects.create(thread=thread, **({"mark": token_bytes(32), "is_ours": False} | facts))


def make_code_link(thread: Thread, **facts: object) -> CodeLink:
    """Keep a link to an access code."""
    values = {"digest": token_bytes(32), "sealed": b"code", "created_at": NOW, "expires_at": NOW + timedelta(days=30)}
    return CodeLink.objects.create(thread=thread, **(values | facts))


def make_finder_key(thread: Thread, **facts: object) -> FinderKey:
    """Keep a finder's OpenPGP key that was attached to a mail."""
    values = {"mark": token_bytes(32), "sealed": b"key", "source": KeySource.ATTACHED.value, "learned_at": NOW}
    return FinderKey.objects.create(thread=thread, **(values | facts))
