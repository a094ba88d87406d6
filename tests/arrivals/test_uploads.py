"""Files on their way in."""

import hashlib
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.access import open_drafts
from meldpunt.arrivals.actions import begin_upload, drop_draft, expire, use_form
from meldpunt.arrivals.models import UploadDraft, UsedForm
from meldpunt.arrivals.terms import DRAFT_LIFE, GRACE, HEAD, Channel, DraftsGone, FormAlreadyUsed
from meldpunt.reports.access import stored_chunks, stored_head
from tests.factories.arrivals import make_drafts, make_form, make_upload
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db


def stored(stored_as: str) -> Path:
    return Path(storages["sealed"].path(stored_as))


@pytest.mark.parametrize("size", [0, 1, 65_531, 65_532, 65_533, 300_000])
def test_comes_out_as_it_went_in(size: int) -> None:
    """At the boundaries of the chunks."""
    organisation, content = make_organisation(), bytes(range(256)) * (size // 256 + 1)
    upload = make_upload(organisation, content[:size])
    assert b"".join(stored_chunks(upload=upload, organisation=organisation.id)) == content[:size]


def test_knows_size_and_digest() -> None:
    """Counted while it streamed."""
    upload = make_upload(make_organisation(), b"abc")
    assert (upload.size, upload.sha256) == (3, hashlib.sha256(b"abc").digest())


@pytest.mark.parametrize("size", [0, 1, HEAD - 1, HEAD, HEAD + 1, 300_000])
def test_its_kind_is_told_from_how_it_begins(size: int) -> None:
    """The same from memory as from the store, where a file that waited has to be asked."""
    organisation, content = make_organisation(), (bytes(range(256)) * (size // 256 + 1))[:size]
    upload = make_upload(organisation, content)
    waited = replace(upload, head=None)
    heads = [stored_head(upload=one, organisation=organisation.id)[:HEAD] for one in (upload, waited)]
    assert heads == [content[:HEAD]] * 2


def test_what_waits_for_a_form_holds_no_clear_byte_of_the_file() -> None:
    """Not even sealed: the file itself is in the store."""
    organisation = make_organisation()
    key = make_drafts(organisation, make_upload(organisation, b"abc"))
    assert [file.head for file in open_drafts(upload_key=key, organisation=organisation.id, now=NOW)] == [None]


def test_nothing_clear_reaches_the_disk() -> None:
    """Neither content nor name; the file is its owner's only."""
    upload = make_upload(make_organisation(), b"canary-in-a-file" * 10, name="canary-name.txt")
    path = stored(upload.stored_as)
    assert (b"canary" in path.read_bytes(), "canary" in upload.stored_as, stat.S_IMODE(path.stat().st_mode)) == (
        False,
        False,
        0o600,
    )


def test_abandoned_leaves_nothing() -> None:
    """Twice, and after finishing."""
    upload = begin_upload(organisation=make_organisation().id, name="x", media_type="", by=Channel.FORM, now=NOW)
    upload.write(b"x")
    sealed = upload.finish()
    upload.abandon()
    upload.abandon()
    assert stored(sealed.stored_as).exists() is False


def test_repr_shows_no_secret_and_no_name() -> None:
    """An upload may stand in an error page's frame."""
    shown = repr(make_upload(make_organisation(), name="canary.txt"))
    assert ("canary" in shown, "secret" in shown) == (False, False)


def test_drafts_come_back_in_order() -> None:
    """Over two errors of the same form."""
    organisation = make_organisation()
    first, second, third = (make_upload(organisation, name=name) for name in ("c.png", "a.png", "b.png"))
    key = make_drafts(organisation, first, second)
    make_drafts(organisation, third, upload_key=key)
    assert open_drafts(upload_key=key, organisation=organisation.id, now=NOW) == (first, second, third)


def test_the_database_alone_opens_no_draft() -> None:
    """Without the key of the form nothing of a draft is readable."""
    organisation = make_organisation()
    upload = make_upload(organisation, name="canary.png")
    make_drafts(organisation, upload)
    row = UploadDraft.objects.get()
    assert (b"canary" in bytes(row.sealed), upload.secret in bytes(row.sealed)) == (False, False)


@pytest.mark.parametrize("key", ["", "x", "é", "A" * 43, "A" * 500, "\ud800"])
def test_a_wrong_key_finds_nothing(key: str) -> None:
    """Unknown and malformed look the same."""
    organisation = make_organisation()
    make_drafts(organisation, make_upload(organisation))
    with pytest.raises(DraftsGone):
        open_drafts(upload_key=key, organisation=organisation.id, now=NOW)


def test_another_organisation_finds_nothing() -> None:
    """A draft belongs to one organisation."""
    organisation = make_organisation()
    key = make_drafts(organisation, make_upload(organisation))
    with pytest.raises(DraftsGone):
        open_drafts(upload_key=key, organisation=make_organisation().id, now=NOW)


def test_drafts_expire_after_a_day() -> None:
    """At the boundary they are gone for the form."""
    organisation = make_organisation()
    key = make_drafts(organisation, make_upload(organisation))
    with pytest.raises(DraftsGone):
        open_drafts(upload_key=key, organisation=organisation.id, now=NOW + DRAFT_LIFE)


def test_dropping_removes_row_and_file() -> None:
    """At the finder's wish."""
    organisation = make_organisation()
    kept, dropped = make_upload(organisation), make_upload(organisation)
    key = make_drafts(organisation, kept, dropped)
    drop_draft(organisation=organisation.id, upload_key=key, file=dropped.id, by=Channel.FORM, now=NOW)
    left = open_drafts(upload_key=key, organisation=organisation.id, now=NOW)
    assert (left, stored(dropped.stored_as).exists()) == ((kept,), False)


def test_dropping_with_another_key_does_nothing() -> None:
    """Knowing an id is not enough."""
    organisation = make_organisation()
    upload = make_upload(organisation)
    make_drafts(organisation, upload)
    drop_draft(organisation=organisation.id, upload_key="A" * 43, file=upload.id, by=Channel.FORM, now=NOW)
    drop_draft(organisation=organisation.id, upload_key="A" * 43, file=uuid4(), by=Channel.FORM, now=NOW)
    assert (UploadDraft.objects.count(), stored(upload.stored_as).exists()) == (1, True)


def test_expiring_removes_rows_and_files_after_their_time() -> None:
    """A young draft and a young form stay."""
    organisation = make_organisation()
    old, young = make_upload(organisation), make_upload(organisation)
    make_drafts(organisation, old, now=NOW - DRAFT_LIFE - GRACE - timedelta(seconds=1))
    make_drafts(organisation, young)
    use_form(form=make_form(organisation), uploads=(), by=Channel.FORM, now=NOW - timedelta(days=3))
    use_form(form=make_form(organisation), uploads=(), by=Channel.FORM, now=NOW)
    gone = expire(now=NOW)
    assert (gone, [row.pk for row in UploadDraft.objects.all()], UsedForm.objects.count()) == (2, [young.id], 1)
    assert (stored(old.stored_as).exists(), stored(young.stored_as).exists()) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_form_is_used_once() -> None:
    """The second time is an error with a name."""
    form = make_form(make_organisation())
    use_form(form=form, uploads=(), by=Channel.FORM, now=NOW)
    with pytest.raises(FormAlreadyUsed):
        use_form(form=form, uploads=(), by=Channel.FORM, now=NOW)
