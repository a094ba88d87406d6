"""An attachment, handed out so that nothing on the way runs it."""

import re
import unicodedata
from urllib.parse import quote
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from meldpunt.cases.access import open_file_for_member
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.terms import Deed

LONGEST_NAME = 120
INERT: dict[str, list[str] | str] = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "sandbox": "",
}


@csp_override(INERT)
@desk_page(Deed.OPEN_CASE)
def download(request: DeskRequest, number: str, file: UUID) -> StreamingHttpResponse:
    """Stream one attachment, bit for bit, as a download of no particular kind."""
    opened = open_file_for_member(number=number, file=file, visitor=request.visitor, now=timezone.now())
    answer = StreamingHttpResponse(opened.chunks, content_type="application/octet-stream")
    answer.headers["Content-Length"] = str(opened.size)
    answer.headers["Content-Disposition"] = disposition(opened.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def disposition(name: str) -> str:
    """Return the header that makes a download of it, with a name for old and for new browsers (RFC 6266, RFC 8187)."""
    clean = cleaned(name)
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    old = re.sub(r"[^\w .()-]", "_", plain).strip(" .") or "attachment"
    return f"attachment; filename=\"{old}\"; filename*=UTF-8''{quote(clean, safe='')}"


def cleaned(name: str) -> str:
    """Return a name without folders, control signs and signs that turn the order of reading; never empty, never long."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(
        sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    return shown.strip(" .")[-LONGEST_NAME:] or "attachment"
