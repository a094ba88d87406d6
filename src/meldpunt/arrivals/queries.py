"""Questions about what is on its way in."""

from collections.abc import Collection

from django.conf import settings

from meldpunt.arrivals.models import UploadDraft, UsedForm
from meldpunt.arrivals.rules.forms import used_digest
from meldpunt.arrivals.terms import OpenForm


def form_is_used(form: OpenForm) -> bool:
    """Tell whether a report was made with this form."""
    return UsedForm.objects.filter(digest=used_digest(form, secret=settings.MELDPUNT_SECRETS.form)).exists()


def waiting_files(names: Collection[str]) -> set[str]:
    """Return those of the stored names that belong to an upload that waits."""
    return set(UploadDraft.objects.filter(stored_as__in=names, taken=False).values_list("stored_as", flat=True))
