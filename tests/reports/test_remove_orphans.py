"""Files that no row names."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.reports.actions import remove_orphans
from tests.factories.arrivals import make_drafts, make_upload
from tests.factories.cases import make_case
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime.now(tz=UTC)
LATER = NOW + timedelta(hours=25)


def path_of(upload: SealedUpload) -> Path:
    return Path(storages["sealed"].path(upload.stored_as))


def round_of(upload: SealedUpload, *, after: datetime) -> datetime:
    """Return the minute after a moment in which the folder of this upload is looked through."""
    folder = int(upload.stored_as.split("/")[1], 16)
    minute = int(after.timestamp() // 60) + 1
    return datetime.fromtimestamp((minute + (folder - minute) % 256) * 60, tz=UTC)


def test_an_old_file_without_a_row_goes() -> None:
    """After a day, when its folder has its turn."""
    upload = make_upload(make_organisation())
    assert (remove_orphans(now=round_of(upload, after=LATER)) >= 1, path_of(upload).exists()) == (True, False)


def test_a_young_file_stays() -> None:
    """It may still be on its way."""
    upload = make_upload(make_organisation())
    remove_orphans(now=round_of(upload, after=NOW))
    assert path_of(upload).exists()


def test_files_with_a_row_stay() -> None:
    """Those of reports, and those that wait for a form."""
    organisation = make_organisation()
    waiting, kept = make_upload(organisation), make_upload(organisation)
    make_drafts(organisation, waiting, now=LATER)
    make_case(organisation, uploads=[kept])
    for upload in (waiting, kept):
        os.utime(path_of(upload), (0, 0))
        remove_orphans(now=round_of(upload, after=LATER))
    assert [path_of(upload).exists() for upload in (waiting, kept)] == [True, True]


def test_every_folder_has_its_turn_within_256_minutes() -> None:
    """Wherever the file lies."""
    upload = make_upload(make_organisation())
    os.utime(path_of(upload), (0, 0))
    for minute in range(256):
        remove_orphans(now=LATER + timedelta(minutes=minute))
    assert path_of(upload).exists() is False
