"""Files of a report: sealed while they come in, kept across errors, handed out exactly."""

import re
from shutil import _ntuple_diskusage
from unittest.mock import patch

import pytest
from django.core.files.storage import storages

from meldpunt.arrivals.models import UploadDraft
from meldpunt.cases.models import Case
from meldpunt.reports.models import Attachment

pytestmark = pytest.mark.django_db


def downloads(finder):
    """Return the files of the page in sight, as they are handed out."""
    addresses = re.findall(r'href="([^"]*/case/files/[^"]+)"', finder.page)
    return [b"".join(finder.client.get(address).streaming_content) for address in addresses]


def test_files_come_back_exactly_and_in_order(finder):
    contents = [b"", b"\0\xff" * 100, bytes(range(256)) * 1000]
    finder.report(tuple((f"{number}.bin", content, "x/y") for number, content in enumerate(contents)))
    finder.enter()
    assert downloads(finder) == contents


def test_an_empty_file_field_is_no_file(finder):
    finder.report((("", b"", "application/octet-stream"),))
    assert Attachment.objects.count() == 0


def test_files_survive_an_error_and_need_not_be_chosen_again(finder):
    finder.report((("a.txt", b"first", "text/plain"),), what="")
    finder.again((("b.txt", b"second", "text/plain"),), where="")
    finder.again()
    finder.enter()
    assert downloads(finder) == [b"first", b"second"]


def test_a_kept_file_can_be_taken_out_again(finder):
    finder.report((("a.txt", b"first", "text/plain"), ("b.txt", b"second", "text/plain")), what="")
    stored = {draft.stored_as for draft in UploadDraft.objects.all()}
    out = finder.found(r'name="remove" value="([^"]+)"')
    finder.again(remove=out)
    finder.enter()
    assert downloads(finder) == [b"second"]
    assert [storages["sealed"].exists(name) for name in stored].count(True) == 1


def test_a_wrong_upload_key_says_that_the_files_are_gone(finder):
    assert finder.report(uploads="A" * 43).status_code == 422
    assert "no longer here" in finder.page


def test_a_file_that_is_too_large_is_named_and_the_rest_is_kept(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_file_mb": 1})
    files = (("small.txt", b"small", "text/plain"), ("large.bin", b"x" * (1024 * 1024 + 1), "x/y"))
    assert finder.report(files, what="Do not lose me").status_code == 422
    assert "large.bin: larger than 1 MB" in finder.page
    assert "Do not lose me" in finder.page
    finder.again()
    finder.enter()
    assert downloads(finder) == [b"small"]


def test_a_file_of_exactly_the_limit_is_taken(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_file_mb": 1})
    assert finder.report((("fits.bin", b"x" * 1024 * 1024, "x/y"),)).status_code == 200


def test_files_that_are_too_large_together_are_named(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_report_mb": 1})
    files = tuple((f"{number}.bin", b"x" * 600_000, "x/y") for number in range(2))
    assert finder.report(files).status_code == 422
    assert "1.bin: all files together" in finder.page


def test_kept_files_count_for_the_limit(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"max_report_mb": 1})
    finder.report((("a.bin", b"x" * 600_000, "x/y"),), what="")
    assert finder.again((("b.bin", b"x" * 600_000, "x/y"),)).status_code == 422


def test_five_hundred_files_are_answered_with_the_number_that_is_allowed(finder):
    files = tuple((f"{number}.txt", b"x", "text/plain") for number in range(500))
    assert finder.report(files, what="Do not lose me").status_code == 422
    assert "more than 100 files" in finder.page
    assert "and 395 others" in finder.page
    assert "Do not lose me" in finder.page


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "\u202egpj.exe", "a\r\nX: y.txt", "😀" * 300, "<img src=x>", '";x="', "%00.txt"]
)
def test_a_hostile_name_is_harmless_when_shown_and_handed_out(finder, name):
    finder.report(((name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A"), b"x", "text/plain"),))
    finder.enter()
    given = finder.client.get(finder.file()).headers["Content-Disposition"]
    shown = finder.found(r'class="files">.*?<bdi>(.*?)</bdi>')
    assert given.startswith("attachment")
    assert re.findall(r"[\r\n/\\<>\u202e]", given + shown) == []


def test_a_file_is_a_download_that_runs_nothing(finder):
    finder.report((("page.html", b"<script>alert(1)</script>", "text/html"),))
    finder.enter()
    headers = finder.client.get(finder.file()).headers
    assert [
        headers[name] for name in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    ] == [
        "application/octet-stream",
        "default-src 'none'; sandbox; frame-ancestors 'none'",
        "nosniff",
        "no-store",
    ]


SVG = ("drawing.svg", b"<?xml version='1.0'?><SVG xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream")
BROKEN = ("photo.jpg", b"no image", "image/jpeg")
DIRTY = b"\xff\xd8\xff\xfe\0\x06home\xff\xda\0\x02picture\xff\xd9"
CLEAN = b"\xff\xd8\xff\xda\0\x02picture\xff\xd9"


@pytest.mark.parametrize("file", [SVG, BROKEN], ids=["kind", "damaged"])
@pytest.mark.parametrize("scrub", ["anonymous", "always"])
def test_an_image_that_cannot_be_cleaned_is_asked_about_and_kept(finder, file, scrub):
    assert finder.report((file,), scrub=scrub).status_code == 422
    assert f"{file[0]}: from this we cannot remove place and device data." in finder.page
    finder.again(scrub=scrub, as_is="on")
    finder.enter()
    assert downloads(finder) == [file[1]]


def test_an_image_for_which_no_time_is_left_is_asked_about(finder, monkeypatch):
    monkeypatch.setattr("meldpunt.doors.look.attachments.CLEANING_SECONDS", 0.0)
    assert finder.report((("photo.jpg", DIRTY, "image/jpeg"),), scrub="always").status_code == 422
    assert "photo.jpg: from this we cannot remove place and device data." in finder.page


def test_an_image_that_cannot_be_cleaned_can_be_taken_out(finder):
    finder.report((SVG, ("log.txt", b"log", "text/plain")), scrub="always")
    finder.again(scrub="always", remove=finder.found(r'name="remove" value="([^"]+)"'))
    finder.enter()
    assert downloads(finder) == [b"log"]


@pytest.mark.parametrize(
    ("who", "scrub", "kept"),
    [
        ({}, "anonymous", CLEAN),
        ({"who": "pseudonym", "name": "Owl"}, "anonymous", CLEAN),
        ({"name": "Owl"}, "anonymous", CLEAN),
        ({"who": "name", "name": "Sam"}, "anonymous", DIRTY),
        ({"who": "name", "name": "Sam"}, "always", CLEAN),
        ({}, "never", DIRTY),
        ({}, "", CLEAN),
        ({"name": "Owl"}, "", CLEAN),
        ({"who": "name", "name": "Sam"}, "", DIRTY),
    ],
)
def test_the_finder_chooses_when_images_are_cleaned(finder, who, scrub, kept):
    finder.report((("photo.jpg", DIRTY, "application/octet-stream"),), scrub=scrub, **who)
    finder.enter()
    assert downloads(finder) == [kept]


def test_a_program_that_leaves_the_choice_out_tells_of_no_place(finder):
    finder.get("/report")
    form = finder.hidden() | {"where": "https://a.example/", "what": "It is open."}
    finder.post("/report", form, (("photo.jpg", DIRTY, "image/jpeg"),))
    finder.enter()
    assert downloads(finder) == [CLEAN]


@pytest.mark.parametrize(("choice", "kept"), [({}, CLEAN), ({"scrub": "always"}, CLEAN), ({"scrub": "never"}, DIRTY)])
def test_images_of_a_message_are_cleaned_unless_the_finder_says_no(finder, choice, kept):
    finder.report()
    finder.enter()
    sent = {**finder.hidden(), "message": "More.", **choice}
    finder.post("/case/status", sent, (("photo.jpg", DIRTY, "image/jpeg"),))
    finder.get("/case/status")
    assert downloads(finder) == [kept]


def test_a_changed_mind_brings_the_file_back_as_it_was_sent(finder):
    finder.report((("photo.jpg", DIRTY, "image/jpeg"),), scrub="always", what="")
    finder.again(scrub="never")
    finder.enter()
    assert downloads(finder) == [DIRTY]


def test_the_form_begins_with_cleaning_unless_named(finder):
    finder.get("/report")
    assert re.findall(r'name="scrub" value="(\w+)"[^>]*checked', finder.page) == ["anonymous"]


@pytest.mark.parametrize(("who", "first"), [({}, "always"), ({"who": "name", "name": "Sam"}, "never")])
def test_the_page_behind_the_code_begins_with_what_fits_the_finder(finder, who, first):
    finder.report(**who)
    finder.enter()
    assert re.findall(r'name="scrub" value="(\w+)"[^>]*checked', finder.get("/case/status") and finder.page) == [first]


def test_without_the_wish_an_image_stays_as_it_is(finder):
    finder.report((("photo.jpg", b"no image", "image/jpeg"),), scrub="never")
    finder.enter()
    assert downloads(finder) == [b"no image"]


def test_a_body_that_breaks_off_leaves_no_file(finder):
    from django.test.client import BOUNDARY

    kept = []
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'.encode()
    with patch("meldpunt.arrivals.actions.uploads.OpenUpload.abandon", lambda _: kept.append("removed")):
        assert finder.send("/report", head + b"x" * 100).status_code == 400
    assert kept == ["removed"]


def test_nothing_is_stored_of_a_refused_report(finder):
    finder.report(what="")
    assert (Case.objects.count(), UploadDraft.objects.count(), Attachment.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "address", ["/report/receipt.txt", "/case", "/case/leave", "/case/contact", "/case/contact/delete"]
)
def test_a_page_without_a_field_for_files_stores_none(finder, address):
    with patch("meldpunt.doors.look.posted.reading.begin_upload") as stored:
        finder.post(address, {"receipt": "x", "code": "x"}, (("a.txt", b"first", "text/plain"),))
    assert stored.call_count == 0


def test_files_never_take_the_last_of_the_disk(finder):
    with patch(
        "meldpunt.doors.look.posted.reading.shutil.disk_usage", return_value=_ntuple_diskusage(10**12, 10**12, 10**6)
    ):
        assert finder.report((("a.txt", b"first", "text/plain"),), what="Do not lose me").status_code == 422
    assert "Do not lose me" in finder.page
    assert "a.txt: we could not store it" in finder.page
    assert UploadDraft.objects.count() == 0


def test_a_damaged_file_leaves_the_page_and_the_other_files(finder):
    finder.report((("a.txt", b"a", "text/plain"), ("b.txt", b"b", "text/plain")))
    code = finder.element("access-code")
    Attachment.objects.filter(position=0).update(sealed=b"\1damaged")
    finder.enter(code)
    assert ("A file that cannot be opened" in finder.page, downloads(finder)) == (True, [b"b"])
