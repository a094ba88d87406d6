"""A new access code for a finder who lost theirs: made at an unlocked desk, mailed where the finder is known, and shown to no handler."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from meldpunt.arrivals.actions import note_thanked
from meldpunt.arrivals.rules import content as received
from meldpunt.cases.access.finder_keys import key_in_use
from meldpunt.cases.access.keys import case_keys, case_of, is_report_unshown, key_for
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.code_links import end_links, make_link
from meldpunt.cases.actions.encrypted import enclose
from meldpunt.cases.actions.letters import facts_for_finder, kept_address, tell_finder
from meldpunt.cases.actions.telling import WITH_CODES
from meldpunt.cases.models import FinderSession, Thread
from meldpunt.cases.queries.addresses import page_of_link
from meldpunt.cases.queries.receipts import receipt_of, without_content
from meldpunt.cases.rules.code_links import LINK_LIFE
from meldpunt.cases.rules.report_states import check_open
from meldpunt.cases.terms import NowhereToMail, Receipt, ReportState
from meldpunt.journal.actions import transaction
from meldpunt.outbox.access import written_out
from meldpunt.outbox.actions import withdraw
from meldpunt.outbox.terms import Enclosed, Letter
from meldpunt.people.queries import brand_facts
from meldpunt.people.terms import Deed, KeyFlaw, KeyRefused, OrganisationFacts, Visitor
from meldpunt.policy.queries import policy_version
from meldpunt.reports.access import open_file_list
from meldpunt.reports.rules.bodies import open_content
from meldpunt.sealing.access import keys_shared_with
from meldpunt.sealing.actions import replace_wraps
from meldpunt.sealing.rules.codes import new_code
from meldpunt.sealing.rules.pairs import public_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import AccessCode, KeyRing, PublicKey, Purpose, Wrapped


def renew_code(*, number: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Give the finder of a case a new access code, by a mailed link or encrypted to their key; the old code, its links and sessions end.

    The mail goes to the address that is known of the finder and to no other. Raises NotAllowed, DeskLocked, CaseNotFound, CaseMovedOn,
    TransitionRefused where the case is closed, NowhereToMail, CannotOpen, KeyRefused where the key in use was taken back by a mail: nobody makes
    a link of a letter that would have been encrypted, but a member who stopped using that key.
    """
    case, thread, ring = case_of(number=number, visitor=by, deed=Deed.ANSWER_FINDER)
    shown, code = brand_facts(case.organisation_id, thread.report.brand), new_code()
    receipt = _receipt(thread, code, ring, shown)
    public = public_key(code.seed, thread.pk)
    wraps = wrap_all(keys_shared_with(recipient=thread.pk, ring=ring), to=[public])
    enclosed = _encrypted(thread, receipt, shown, now)
    with transaction():
        held = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
        check_open(ReportState(held.report_state))
        withdraw(organisation=case.organisation_id, letters=WITH_CODES, number=number)
        _exchange(thread, code, public, wraps)
        until = {"once": "", "until": ""} if enclosed else _link(thread, receipt, shown, now)
        letter = tell_finder(thread, Letter.NEW_CODE, number=number, by=by, enclosed=enclosed, now=now, **until)
        if letter is None:
            raise NowhereToMail
        note_thanked(thread=thread.pk, by=by.actor, now=now)
        settle(held, deed="case.code_renewed", facts={}, by=by.actor, now=now)


def _exchange(thread: Thread, code: AccessCode, public: PublicKey, wraps: Sequence[Wrapped]) -> None:
    """Let the new code open what the old one did, and the old one nothing."""
    replace_wraps(recipient=thread.pk, wrapped=wraps)
    FinderSession.objects.filter(thread=thread).delete()
    end_links(thread)
    thread.locator, thread.finder_public = code.locator, public.raw
    thread.save(update_fields=["locator", "finder_public"])


def _receipt(thread: Thread, code: AccessCode, ring: KeyRing, shown: OrganisationFacts) -> Receipt:
    """Return the receipt of the report with another code: its proof stays as it was."""
    report, keys = thread.report, case_keys(thread, ring)
    content, salt = open_content(bytes(report.body), key=key_for(Purpose.REPORT, thread, keys))
    later = set(thread.messages.values_list("attachments", flat=True))
    files = [file for file in open_file_list(report=thread.pk, keys=keys).values() if file.id not in later]
    fresh = receipt_of(
        code,
        manifest=received.manifest(
            content.texts(),
            [file.sha256 for file in files],
            salt=salt,
            rules=report.policy_version.number,
            agreed=report.agreed,
            shown=report.policy_shown,
        ),
        number=thread.case.number,
        received_at=report.received_at,
        language=thread.finder_language,
        terms=policy_version(thread.case.organisation_id, report.policy_version.number).terms,
        organisation=shown,
    )
    fresh = replace(fresh, salt=salt.hex(), digest=bytes(report.commitment).hex())
    return without_content(fresh) if is_report_unshown(thread) else fresh


def _encrypted(thread: Thread, receipt: Receipt, shown: OrganisationFacts, now: datetime) -> Enclosed | None:
    """Return the letter with the code, encrypted; None where the finder has no key that can be used. Raises KeyRefused."""
    to, key = kept_address(thread), key_in_use(thread.pk)
    if to is None or key is None:
        return None
    if key.trouble is KeyFlaw.REVOKED:
        raise KeyRefused(key.trouble)
    facts = facts_for_finder(thread, shown, Letter.NEW_CODE, receipt.number) | {"once": "", "until": ""}
    words = written_out(letter=Letter.NEW_CODE, language=receipt.language, facts=facts, code=receipt.code)
    try:
        return enclose(
            words,
            outer_subject=receipt.number,
            certificate=key.certificate,
            to=to,
            organisation=shown,
            now=now,
        )
    except KeyRefused:
        return None


def _link(thread: Thread, receipt: Receipt, shown: OrganisationFacts, now: datetime) -> dict[str, str]:
    token = make_link(thread, receipt, now=now)
    return {
        "once": page_of_link(shown, token, language=receipt.language),
        "until": (now + LINK_LIFE).isoformat(),
    }
