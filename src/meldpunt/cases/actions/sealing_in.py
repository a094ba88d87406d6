"""Sealing a report before it is kept: keys, bodies, wraps and the access code."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.conf import settings

from meldpunt.arrivals.rules import content as received
from meldpunt.arrivals.rules.content import commitment, fingerprint
from meldpunt.arrivals.terms import Channel, OpenForm, SealedUpload
from meldpunt.cases.actions.letters import sealed_address
from meldpunt.cases.actions.messages import file_keys
from meldpunt.cases.terms import Entered, Told
from meldpunt.journal import terms as journal
from meldpunt.journal.terms import Actor
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.terms import ContactMode, IdentityMode, Policy
from meldpunt.reports.rules.bodies import seal_content, seal_file, seal_person
from meldpunt.reports.terms import Contact, Identity, ReportContent, SealedReport
from meldpunt.sealing.rules.codes import derive_code
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.rules.pairs import public_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import AccessCode, ContentKey, PublicKey, Purpose, Wrapped


@dataclass(frozen=True)
class Incoming:
    """Everything that was sent with one form, and to whom. `entered` tells how it came where a member typed it in, and `entered_by` who.

    With an `own_salt` the finder is not shown what it says: the organisation alone reads it, and has the salt of the digest.
    """

    organisation: OrganisationFacts
    form: OpenForm
    content: ReportContent
    identity: Identity
    contact: Contact
    uploads: Sequence[SealedUpload]
    language: str
    agreed: bool
    channel: Channel
    entered: Entered | None = None
    entered_by: Actor | None = None
    own_salt: bytes = field(default=b"", repr=False)

    @property
    def shown(self) -> bool:
        """Whether the finder was shown the rules."""
        return self.entered is None or self.entered.told is not Told.NOT_SHOWN

    def received_at(self, now: datetime) -> datetime:
        """Return when it really came: by the form, now."""
        return now if self.entered is None else self.entered.received_at

    @property
    def is_nameless(self) -> bool:
        """Whether nothing about the person was given, so that there is nothing to seal."""
        return self.identity.mode is IdentityMode.ANONYMOUS and self.contact.mode is ContactMode.NONE


@dataclass(frozen=True)
class SealedIntake:
    """A case, ready to be kept; `actor` is who it came from: the finder, or the member who entered it."""

    case: UUID
    organisation: OrganisationFacts
    report: SealedReport
    wraps: tuple[Wrapped, ...]
    finder: PublicKey
    actor: Actor
    locator: bytes = field(repr=False)
    notice_address: bytes | None = field(repr=False)


def code_of(incoming: Incoming) -> AccessCode:
    """Return the access code of this form with this content: the same again for the same."""
    sent = {
        **{f"report {name}": text for name, text in incoming.content.texts().items()},
        "identity": f"{incoming.identity.mode} {incoming.identity.name}",
        "contact": f"{incoming.contact.mode} {incoming.contact.notices} {incoming.contact.value}",
        "language": incoming.language,
        "agreed": str(incoming.agreed),
        **_way(incoming.entered),
        **{f"file {place}": f"{upload.scrubbed} {upload.name}" for place, upload in enumerate(incoming.uploads)},
    }
    digest = fingerprint(sent, [upload.sha256 for upload in incoming.uploads])
    return derive_code(secret=settings.MELDPUNT_SECRETS.form, form_random=incoming.form.random, digest=digest)


def _way(entered: Entered | None) -> dict[str, str]:
    """Return how a report came that was entered by hand: nothing for the form, so that its codes stay the same for ever."""
    if entered is None:
        return {}
    return {
        "entered": f"{entered.channel} {entered.received_at.astimezone(UTC).isoformat()} {entered.told} {entered.brand}"
    }


def manifest_of(incoming: Incoming, code: AccessCode) -> str:
    """Return the text whose digest stands on the receipt."""
    return received.manifest(
        incoming.content.texts(),
        [upload.sha256 for upload in incoming.uploads],
        salt=_salt(incoming, code),
        rules=incoming.form.policy_version,
        agreed=incoming.agreed,
        shown=incoming.shown,
    )


def seal_intake(
    incoming: Incoming,
    *,
    code: AccessCode,
    manifest: str,
    policy: Policy,
    to: PublicKey,
    now: datetime,
    beside: Sequence[ContentKey] = (),
) -> SealedIntake:
    """Seal everything: read by the organisation, as are the keys `beside`, and all but identity and notes by the finder, unless they are not shown it. `manifest` is that of `manifest_of`."""
    case, thread, organisation = uuid4(), uuid4(), incoming.organisation
    finder = public_key(code.seed, thread)
    person, report, conversation = (
        new_key(purpose=purpose, organisation=organisation.id, thread=thread)
        for purpose in (Purpose.IDENTITY, Purpose.REPORT, Purpose.CONVERSATION)
    )
    internal = new_key(purpose=Purpose.INTERNAL, organisation=organisation.id, thread=case)
    files = file_keys(incoming.uploads, organisation=organisation.id, thread=thread)
    ours = [internal] if incoming.is_nameless else [internal, person]
    theirs = [conversation] if incoming.own_salt else [conversation, report, *files]
    wraps = wrap_all([*ours, report, conversation, *files, *beside], to=[to]) + wrap_all(theirs, to=[finder])
    sealed = SealedReport(
        id=thread,
        organisation=organisation.id,
        policy_version=policy.row,
        agreed=incoming.agreed,
        channel=incoming.channel,
        language=incoming.language,
        identity_mode=incoming.identity.mode,
        received_at=incoming.received_at(now),
        body=seal_content(incoming.content, salt=_salt(incoming, code), key=report),
        identity=_person(incoming, person),
        commitment=commitment(manifest),
        files=tuple(seal_file(upload, key=key) for upload, key in zip(incoming.uploads, files, strict=True)),
        brand=incoming.form.brand,
        policy_shown=incoming.shown,
    )
    actor, address = incoming.entered_by or journal.finder(thread), _address(incoming, thread)
    return SealedIntake(case, organisation, sealed, tuple(wraps), finder, actor, code.locator, address)


def _address(incoming: Incoming, thread: UUID) -> bytes | None:
    return sealed_address(incoming.contact, thread=thread, organisation=incoming.organisation)


def _salt(incoming: Incoming, code: AccessCode) -> bytes:
    return incoming.own_salt or code.salt


def _person(incoming: Incoming, key: ContentKey) -> bytes | None:
    return None if incoming.is_nameless else seal_person(incoming.identity, incoming.contact, key=key)
