"""An encrypted message that came by mail, opened at the desk: pasted or as a file. Nothing of it is kept here."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csp import csp_override

from meldpunt.doors.desk import drafts, posting
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.files import INERT
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.message_words import FLAWS, VERDICTS
from meldpunt.doors.desk.reading import folded
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people.actions import open_message
from meldpunt.people.queries import openpgp_keys
from meldpunt.people.terms import (
    Deed,
    MessageFlaw,
    MessageOpener,
    MessageRefused,
    OpenedMessage,
    OpenPgpKeyFacts,
    Verdict,
    Visitor,
)
from meldpunt.reports.terms import TEXT_LIMIT

OK, UNUSABLE, BUSY = 200, 422, 503
MOST_SHOWN = 256 * 1024
"""Letters of an opened text that a page shows; all of it can be saved."""
ANSWERED = frozenset(
    {MessageFlaw.NOT_OURS, MessageFlaw.PASSWORD, MessageFlaw.UNPROTECTED, MessageFlaw.DAMAGED, MessageFlaw.UNKNOWN_WAY}
)
"""What only the finder can mend: they are asked, kindly."""


@dataclass(frozen=True)
class Shown:
    """What the page says of an opened message: `first` at once, `rest` behind a fold; `longer` tells that there is more than that."""

    opened: OpenedMessage = field(repr=False)
    key: OpenPgpKeyFacts | None
    first: str = field(repr=False)
    rest: str = field(repr=False)
    longer: bool

    @property
    def text(self) -> str:
        """Return all that is shown of the text."""
        return self.first + self.rest

    @property
    def verdict(self) -> str:
        """Say what the signature is worth."""
        return str(VERDICTS[self.opened.verdict])

    @property
    def fits(self) -> bool:
        """Tell whether the text can be taken over into a report."""
        return 0 < len(self.opened.text or "") <= TEXT_LIMIT

    @property
    def is_good(self) -> bool:
        """Tell whether the signature is good."""
        return self.opened.verdict is Verdict.VALID


@desk_page(Deed.OPEN_CASE, keeps=("message", "signer"), takes_files=True)
def message(request: DeskRequest) -> HttpResponseBase:
    """Ask for a message, open it, and show what is in it or hand it out as a file; say what to do where it stays closed."""
    if request.method != "POST":
        typed = drafts.restored(request, where=request.path, now=timezone.now())
        return show(request, "message", {"typed": typed})
    too_much = posting.too_much(request)
    content = posting.content_of(request, request.visitor) or request.POST.get("message", "").encode()
    signer = request.POST.get("signer", "").strip().encode()
    if too_much:
        return _refused(request, MessageRefused(MessageFlaw.TOO_LARGE), too_much)
    try:
        opened = open_message(
            content=content,
            signers=[signer] if signer else [],
            opener=_opener(),
            by=request.visitor,
            now=timezone.now(),
        )
    except MessageRefused as refused:
        return _refused(request, refused)
    if "save" in request.POST:
        return _saved(request, opened.content)
    return show(request, "message", {"typed": {}, "shown": _shown(opened, request.visitor)})


def _opener() -> MessageOpener:
    """Return who opens messages: the settings name it, because doors reach nothing outside."""
    opener: MessageOpener = import_string(settings.MELDPUNT_MESSAGE_OPENER)()
    return opener


def _refused(request: DeskRequest, refused: MessageRefused, too_much: str = "") -> HttpResponse:
    """Say why the message stays closed and what to do; what was pasted stays in the form."""
    context = {
        "typed": {name: request.POST.get(name, "") for name in ("message", "signer")},
        "problem": FLAWS[refused.flaw],
        "too_much": too_much,
        "named": refused.named,
        "answered": refused.flaw in ANSWERED,
        "at_signer": refused.flaw is MessageFlaw.SIGNER_UNREADABLE,
    }
    return show(request, "message", context, status=BUSY if refused.flaw is MessageFlaw.BUSY else UNUSABLE)


def _shown(opened: OpenedMessage, visitor: Visitor) -> Shown:
    key = next((key for key in openpgp_keys(visitor.organisation.id) if key.fingerprint == opened.fingerprint), None)
    text = opened.text or ""
    first, rest = folded(text[:MOST_SHOWN])
    return Shown(opened, key, first, rest, longer=len(text) > MOST_SHOWN)


def _saved(request: DeskRequest, content: bytes) -> HttpResponse:
    """Hand out what was in the message, so that nothing on the way runs it."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = 'attachment; filename="message.txt"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    inert: HttpResponse = csp_override(INERT)(lambda _: answer)(request)
    return inert
