"""Taking in a report: the one place where content becomes a sealed case.

Everything slow (keys, sealing, wrapping) happens before the write transaction; inside it are only rows. The files were made
durable while they were uploaded, so nothing that a receipt tells of can be lost.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from meldpunt.arrivals.actions import use_form
from meldpunt.arrivals.terms import Channel, FormAlreadyUsed, FormExpired, OpenForm, SealedUpload
from meldpunt.cases.actions.keeping import keep_intake
from meldpunt.cases.actions.keys import with_current_key
from meldpunt.cases.actions.sealing_in import Incoming, code_of, manifest_of, seal_intake
from meldpunt.cases.queries.receipts import receipt_again, receipt_of
from meldpunt.cases.terms import IntakeStopped, PolicyChanged, Receipt
from meldpunt.journal.terms import Actor, ActorKind
from meldpunt.people.queries import brand_facts
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.actions import keep_first_version
from meldpunt.policy.queries import changes_since, policy_version
from meldpunt.policy.terms import NoSuchVersion, Policy
from meldpunt.reports.rules.limits import check_content, check_person
from meldpunt.reports.terms import Contact, Identity, ReportContent
from meldpunt.sealing.terms import AccessCode, PublicKey


def take_in(
    *,
    organisation: UUID,
    form: OpenForm,
    content: ReportContent,
    identity: Identity,
    contact: Contact,
    uploads: Sequence[SealedUpload],
    language: str,
    agreed: bool = False,
    by: Channel,
    now: datetime,
) -> Receipt:
    """Seal a report, open a case for it and return the receipt.

    `agreed` tells whether the finder ticked agreement with the rules of the form's policy version; without it they apply all the same.
    The same content under the same form gives the same receipt again, whenever. Raises FormAlreadyUsed (other
    content under a used form), FormExpired, IntakeStopped, PolicyChanged (the finder was shown other clauses), and the ReportErrors of `reports.terms`.
    """
    return taken_in(
        Incoming(
            brand_facts(organisation, form.brand),
            form,
            content,
            identity,
            contact,
            tuple(uploads),
            language,
            agreed,
            by,
        ),
        now=now,
    )


def taken_in(incoming: Incoming, *, now: datetime) -> Receipt:
    """Take in what came, by whatever way, and return its receipt; what came already gets its receipt again. Raises as `take_in` does."""
    check_content(incoming.content)
    check_person(incoming.identity, incoming.contact)
    code = code_of(incoming)
    shown = manifest_of(incoming, code)
    refusal = _refusal(incoming, now)
    if refusal is None:
        try:
            return _first_time(incoming, code, shown, now)
        except FormAlreadyUsed as problem:  # sent again, or twice at once
            refusal = problem
    again = receipt_again(code, organisation=incoming.organisation, manifest=shown)
    if again is None:
        raise refusal
    return again


def _refusal(incoming: Incoming, now: datetime) -> FormAlreadyUsed | FormExpired | IntakeStopped | PolicyChanged | None:
    """Return why nothing new is taken in, or None; a report that is here already gets its receipt all the same."""
    if incoming.form.expired(now):
        return FormExpired()
    if incoming.organisation.intake_stopped:
        return IntakeStopped()
    if incoming.entered is not None:
        return None  # bound to the rules of the day it came, whatever was published since
    shown = incoming.form.policy_version
    return PolicyChanged(shown) if changes_since(incoming.organisation.id, shown, now=now) else None


def _first_time(incoming: Incoming, code: AccessCode, shown: str, now: datetime) -> Receipt:
    policy = bound_to(incoming.organisation, incoming.form.policy_version, now=now)

    def attempt(current: PublicKey) -> str:
        sealed = seal_intake(incoming, code=code, manifest=shown, policy=policy, to=current, now=now)
        uploads = [file.id for file in sealed.report.files]
        once = partial(use_form, form=incoming.form, uploads=uploads, by=incoming.channel, now=now)
        return keep_intake(intake=sealed, once=once, policy=policy, to=current, by=incoming.channel, now=now)

    return receipt_of(
        code,
        manifest=shown,
        number=with_current_key(incoming.organisation.id, attempt),
        received_at=incoming.received_at(now),
        language=incoming.language,
        terms=policy.terms,
        organisation=incoming.organisation,
    )


def bound_to(organisation: OrganisationFacts, number: int, *, now: datetime) -> Policy:
    """Return the version the report is bound to; the default one becomes a row with the first report."""
    try:
        return policy_version(organisation.id, number)
    except NoSuchVersion:
        keep_first_version(organisation=organisation.id, by=Actor(ActorKind.SYSTEM), now=now)
        return policy_version(organisation.id, 1)
