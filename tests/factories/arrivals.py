"""Forms, uploads and mails for tests."""

from datetime import datetime
from secrets import token_bytes
from uuid import uuid4

from meldpunt.arrivals.access import new_form, read_form
from meldpunt.arrivals.actions import begin_upload, keep_drafts
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Channel, MailEnd, OpenForm, SealedUpload, Way
from tests.factories.people import NOW, MadeOrganisation


def make_form(
    organisation: MadeOrganisation, *, policy_version: int = 1, language: str = "nl", now: datetime = NOW
) -> OpenForm:
    """Hand out a form and read it back."""
    token = new_form(organisation=organisation.id, policy_version=policy_version, language=language, now=now)
    return read_form(token=token, organisation=organisation.id)


def make_upload(
    organisation: MadeOrganisation,
    content: bytes = b"picture",
    *,
    name: str = "bewijs.png",
    media_type: str = "image/png",
    now: datetime = NOW,
) -> SealedUpload:
    """Seal a file into the store."""
    upload = begin_upload(organisation=organisation.id, name=name, media_type=media_type, by=Channel.FORM, now=now)
    upload.write(content)
    return upload.finish()


def make_drafts(
    organisation: MadeOrganisation, *uploads: SealedUpload, upload_key: str | None = None, now: datetime = NOW
) -> str:
    """Keep uploads for a form that goes back; return the upload key."""
    return keep_drafts(organisation=organisation.id, upload_key=upload_key, uploads=uploads, by=Channel.FORM, now=now)


def make_mail(organisation: MadeOrganisation, **facts: object) -> Mail:
    """Keep a row of a mail that came in: an open entry of the mail room, unless `facts` say otherwise."""
    row = uuid4()
    values = {
        "id": row,
        "organisation_id": organisation.id,
        "mark": token_bytes(32),
        "way": Way.PIPE.value,
        "end": MailEnd.UNREADABLE.value,
        "came_at": NOW,
        "sealed": b"sealed",
        "stored_as": f"reports/00/{row.hex}",
        "size_class": 256,
    }
    return Mail.objects.create(**(values | facts))
