"""Entering a report by hand that came by telephone, by letter or otherwise: the same path as the form, from the day it really came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from meldpunt.arrivals.terms import OpenForm, SealedUpload
from meldpunt.cases.actions.intake import taken_in
from meldpunt.cases.actions.sealing_in import Incoming
from meldpunt.cases.rules.receiving import check_received
from meldpunt.cases.terms import Entered, Receipt, Told
from meldpunt.people.access import allow
from meldpunt.people.queries import brand_facts
from meldpunt.people.terms import Deed, Visitor
from meldpunt.policy.queries import own_since, policy_in_force
from meldpunt.reports.terms import Contact, Identity, ReportContent


def take_in_by_hand(
    *,
    form: OpenForm,
    entered: Entered,
    content: ReportContent,
    identity: Identity,
    contact: Contact,
    uploads: Sequence[SealedUpload],
    language: str,
    by: Visitor,
    now: datetime,
) -> Receipt:
    """Seal a report that a member typed in, open a case for it and return the receipt, whose code is for the finder alone.

    Every clock runs from `entered.received_at`, under the policy version in force then, recorded as shown to the finder or not. Before the
    first version of the organisation's own it had no rules to show: the built-in ones hold, recorded as not shown. Needs no unlocked desk: sealing opens nothing. The same content under the same form gives the same receipt again. Raises NotAllowed,
    MomentRefused, FormAlreadyUsed, FormExpired, IntakeStopped, DraftsGone and the ReportErrors of `reports.terms`.
    """
    allow(by, Deed.ENTER_REPORT)
    check_received(entered.received_at, now=now)
    shown_as = brand_facts(by.organisation.id, entered.brand)
    version = policy_in_force(by.organisation.id, now=entered.received_at).number
    own = own_since(by.organisation.id, now=now)
    if own is not None and entered.received_at < own:
        entered = replace(entered, told=Told.NOT_SHOWN)
    incoming = Incoming(
        shown_as,
        replace(form, policy_version=version, brand=shown_as.brand),
        content,
        identity,
        contact,
        tuple(uploads),
        language,
        agreed=entered.told is Told.AGREED,
        channel=entered.channel,
        entered=entered,
        entered_by=by.actor,
    )
    return taken_in(incoming, now=now)
