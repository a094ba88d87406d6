"""Taking in a report."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.arrivals.models import UploadDraft
from meldpunt.arrivals.terms import FORM_LIFE, Channel, DraftsGone, OpenForm, SealedUpload
from meldpunt.cases.access import open_file_for_finder, open_file_for_member, open_for_finder, open_for_member
from meldpunt.cases.actions import keeping, take_in
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.terms import FormAlreadyUsed, FormExpired, IntakeStopped, Receipt
from meldpunt.journal.queries import entries_of_case
from meldpunt.people.models import Organisation, OrganisationKey
from meldpunt.policy.terms import Span, Unit
from meldpunt.reports.models import Report
from meldpunt.reports.terms import ReportContent, TextMissing
from meldpunt.sealing.models import Wrap
from tests.factories.arrivals import make_drafts, make_form, make_upload
from tests.factories.cases import ANONYMOUS, CONTENT, MAILED, NAMED, NO_CONTACT, make_case
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db


def send(
    organisation: MadeOrganisation,
    form: OpenForm,
    content: ReportContent = CONTENT,
    uploads: tuple[SealedUpload, ...] = (),
    now: datetime = NOW,
) -> Receipt:
    return take_in(
        organisation=organisation.id,
        form=form,
        content=content,
        identity=ANONYMOUS,
        contact=NO_CONTACT,
        uploads=uploads,
        language="nl",
        by=Channel.FORM,
        now=now,
    )


def test_what_was_sent_is_what_both_sides_read() -> None:
    """Every field comes back as it came in, byte for byte."""
    organisation = make_organisation()
    content = ReportContent(
        where=" hier\t", what="a\r\nb\nc\rd \u202e 🏥", steps="1.\r\n\r\n2.", impact="É", kind="script"
    )
    case = make_case(organisation, content=content)
    desk = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=NOW)
    assert (desk.report, open_for_finder(by=case.finder(), now=NOW).report) == (content, content)


def test_files_come_back_bit_identical_on_both_sides() -> None:
    """With the name cleaned and the digest of the bytes."""
    organisation = make_organisation()
    upload = make_upload(organisation, bytes(range(256)) * 1000, name="../bewijs.png")
    case, visitor = make_case(organisation, uploads=[upload]), make_member(organisation).unlocked
    ours = open_file_for_member(number=case.number, file=upload.id, visitor=visitor, now=NOW)
    theirs = open_file_for_finder(file=upload.id, by=case.finder(), now=NOW)
    assert [(file.name, b"".join(file.chunks)) for file in (ours, theirs)] == [
        ("bewijs.png", bytes(range(256)) * 1000)
    ] * 2


def test_name_and_contact_are_read_by_the_desk_only() -> None:
    """The finder's side can tell that they are there."""
    organisation = make_organisation()
    case = make_case(organisation, identity=NAMED, contact=MAILED)
    desk = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=NOW)
    finder = open_for_finder(by=case.finder(), now=NOW)
    assert (desk.identity_name, desk.contact, finder.has_identity, NAMED.name in str(vars(finder))) == (
        NAMED.name,
        MAILED.value,
        True,
        False,
    )


def test_an_anonymous_finder_leaves_no_identity_key() -> None:
    """Nothing is stored of a person who gave nothing."""
    case = make_case(make_organisation())
    report = case.row.threads.get().report
    assert (report.identity, Wrap.objects.filter(key__isnull=False).count()) == (None, 5)


def test_the_receipt_says_what_was_received() -> None:
    """Its digest is of its manifest, its dates follow the policy."""
    receipt = make_case(make_organisation()).receipt
    assert (receipt.number, hashlib.sha256(receipt.manifest.encode()).hexdigest(), receipt.received_at) == (
        "2026-00001",
        receipt.digest,
        NOW,
    )
    assert (receipt.due_at, receipt.page_stays, receipt.language) == (
        datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC),
        Span(180, Unit.DAYS),
        "nl",
    )


def test_both_sides_see_the_digest_of_the_receipt() -> None:
    """The salt stands on the receipt and, sealed, in the report."""
    organisation = make_organisation()
    case = make_case(organisation)
    desk = open_for_member(number=case.number, visitor=make_member(organisation).unlocked, now=NOW)
    finder = open_for_finder(by=case.finder(), now=NOW)
    assert (desk.digest, desk.salt, finder.digest) == (case.receipt.digest, case.receipt.salt, case.receipt.digest)


def test_nothing_of_the_content_code_or_salt_is_stored() -> None:
    """Neither clear nor under a name that finds it."""
    case = make_case(make_organisation(), identity=NAMED, contact=MAILED)
    report, thread = Report.objects.get(), Thread.objects.get()
    stored = b"".join(map(bytes, (report.body, report.identity or b"", report.commitment, thread.locator)))
    stored += bytes(thread.notice_address or b"") + bytes(thread.finder_public)
    hidden = [CONTENT.what.encode(), NAMED.name.encode(), MAILED.value.encode(), bytes.fromhex(case.receipt.salt)]
    assert [secret for secret in hidden if secret in stored] == []


def test_the_same_again_gives_the_same_receipt() -> None:
    """A double submit, a reload, or a second try after a lost connection, even much later."""
    organisation = make_organisation()
    form = make_form(organisation)
    first = send(organisation, form)
    assert (send(organisation, form, now=NOW + timedelta(days=40)), Case.objects.count()) == (first, 1)


def test_other_content_under_a_used_form_is_refused() -> None:
    """Nothing is kept of it."""
    organisation = make_organisation()
    form = make_form(organisation)
    send(organisation, form)
    with pytest.raises(FormAlreadyUsed):
        send(organisation, form, ReportContent(where="daar", what="iets anders"))
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)


def test_one_more_file_is_other_content() -> None:
    """Files are part of what was sent."""
    organisation = make_organisation()
    form = make_form(organisation)
    send(organisation, form)
    with pytest.raises(FormAlreadyUsed):
        send(organisation, form, uploads=(make_upload(organisation),))


def test_the_same_files_uploaded_again_are_the_same_content() -> None:
    """A resubmitted form carries its files anew, under other ids."""
    organisation = make_organisation()
    form = make_form(organisation)
    first = send(organisation, form, uploads=(make_upload(organisation, b"x"),))
    assert send(organisation, form, uploads=(make_upload(organisation, b"x"),)) == first


def test_the_same_content_in_another_form_is_another_report() -> None:
    """Two finders may see the same thing; each has a code."""
    organisation = make_organisation()
    first, second = make_case(organisation).receipt, make_case(organisation).receipt
    assert (first.number, second.number, first.code == second.code) == ("2026-00001", "2026-00002", False)


def test_an_expired_form_is_refused() -> None:
    """At the boundary; the text is the door's to keep."""
    organisation = make_organisation()
    with pytest.raises(FormExpired):
        send(organisation, make_form(organisation), now=NOW + FORM_LIFE)


def test_stopped_intake_takes_nothing() -> None:
    """After an alarm about the keys."""
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=NOW)
    with pytest.raises(IntakeStopped):
        send(organisation, make_form(organisation))


def test_intake_stopped_meanwhile_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm may come between sealing and keeping."""
    organisation = make_organisation()
    monkeypatch.setattr(keeping, "intake_is_open", lambda _organisation: False)
    with pytest.raises(IntakeStopped):
        send(organisation, make_form(organisation))
    assert Case.objects.count() == 0


def test_a_key_replaced_meanwhile_is_sealed_to_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sealed to the old key is not kept; the next attempt is."""
    organisation = make_organisation()
    answers = iter([False, True])
    monkeypatch.setattr("meldpunt.cases.actions.keys.is_current_key", lambda *_: next(answers))
    send(organisation, make_form(organisation))
    assert (Case.objects.count(), list(answers)) == (1, [])


def test_is_wrapped_to_organisation_and_finder() -> None:
    """Report and conversation to both, the inside of the case to us alone."""
    organisation = make_organisation()
    make_case(organisation)
    ours = OrganisationKey.objects.get(organisation=organisation.id).pk
    thread = Thread.objects.get().pk
    counts = [Wrap.objects.filter(recipient=recipient).count() for recipient in (ours, thread)]
    assert counts == [3, 2]


def test_missing_text_is_refused_before_anything() -> None:
    """By name."""
    organisation = make_organisation()
    with pytest.raises(TextMissing):
        send(organisation, make_form(organisation), ReportContent(where="x"))


def test_is_written_down() -> None:
    """By the finder's thread, with nothing of the content."""
    case = make_case(make_organisation()).row
    entry = entries_of_case(case.uuid)[0]
    assert (entry.deed, entry.actor.id, dict(entry.facts)) == (
        "case.received",
        case.threads.get().pk,
        {"channel": "form", "files": 0, "version": 1},
    )


def test_drafts_become_attachments() -> None:
    """They are taken: no longer the form's to drop."""
    organisation = make_organisation()
    upload = make_upload(organisation)
    make_drafts(organisation, upload)
    make_case(organisation, uploads=[upload])
    assert list(UploadDraft.objects.values_list("pk", "taken")) == [(upload.id, True)]


def test_a_draft_belongs_to_one_report() -> None:
    """Another form cannot take it along as well, and keeps nothing."""
    organisation = make_organisation()
    upload = make_upload(organisation)
    make_drafts(organisation, upload)
    make_case(organisation, uploads=[upload])
    with pytest.raises(DraftsGone):
        make_case(organisation, uploads=[upload])
    assert Case.objects.count() == 1


def test_numbers_begin_anew_each_year_by_the_local_clock() -> None:
    """23:30 UTC on New Year's Eve is next year in Amsterdam."""
    organisation = make_organisation()
    moments = (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert [make_case(organisation, now=now).number for now in moments] == ["2026-00001", "2027-00001"]


def test_numbers_are_an_organisations_own() -> None:
    """Nobody learns how much another receives."""
    assert [make_case(make_organisation()).number for _ in range(2)] == ["2026-00001"] * 2
