"""Links that are mailed, and show an access code once to whoever opens them: the mail itself never holds the code in clear."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.terms import Channel
from meldpunt.cases.models import CodeLink, Thread
from meldpunt.cases.rules.code_links import AGAIN, LINK_LIFE, USE, held_by, open_receipt, seal_receipt
from meldpunt.cases.terms import LinkOver, Receipt
from meldpunt.journal.actions import transaction
from meldpunt.sealing.rules.locks import new_token, open_token
from meldpunt.sealing.terms import BadToken, SealingError, TokenLock

AT_ONCE = 500


def make_link(thread: Thread, receipt: Receipt, *, now: datetime) -> str:
    """Keep a receipt behind a new link, in the caller's transaction, and return the link's token; it works once, for thirty days."""
    token = new_token()
    lock = open_token(token, use=USE)
    sealed = seal_receipt(receipt, thread=thread.pk, lock=lock)
    CodeLink.objects.create(
        digest=lock.digest, thread=thread, sealed=sealed, created_at=now, expires_at=now + LINK_LIFE
    )
    return token


def end_links(thread: Thread) -> None:
    """Let no mailed link show the access code any more, in the caller's transaction."""
    CodeLink.objects.filter(thread=thread).delete()


def open_code_link(*, organisation: UUID, token: str, browser: str = "", by: Channel, now: datetime) -> Receipt:  # noqa: ARG001 - not written down
    """Return the receipt behind a link, and use the link up. Raises LinkOver, whatever was wrong with it.

    `browser` is what only the browser that asks has, at random: the same link shows it the same receipt for `AGAIN`, since
    the page may have been lost on its way. Without it, the first time is the last.

    When a finder comes to fetch their code is nobody's business: it is not written down.
    """
    try:
        lock = open_token(token, use=USE)
    except BadToken:
        raise LinkOver from None
    held = held_by(lock, browser) if browser else None
    with transaction():
        link = _link(organisation, [each.digest for each in (lock, held) if each], now)
        is_first = bytes(link.digest) == lock.digest
        receipt = _behind(link, lock if is_first or held is None else held)
        if is_first:
            _use_up(link, receipt, held, now)
    return receipt


def _link(organisation: UUID, digests: Sequence[bytes], now: datetime) -> CodeLink:
    found = CodeLink.objects.select_for_update(of=("self",)).filter(
        digest__in=digests, thread__case__organisation=organisation, expires_at__gt=now
    )
    link = found.first()
    if link is None:
        raise LinkOver
    return link


def _behind(link: CodeLink, lock: TokenLock) -> Receipt:
    try:
        return open_receipt(bytes(link.sealed), thread=link.thread_id, lock=lock)
    except SealingError:
        raise LinkOver from None


def _use_up(link: CodeLink, receipt: Receipt, held: TokenLock | None, now: datetime) -> None:
    """Leave nothing that the token alone opens: for a while what token and browser open together, else nothing at all."""
    row = CodeLink.objects.filter(pk=link.pk)
    if held is None:
        row.delete()
        return
    sealed = seal_receipt(receipt, thread=link.thread_id, lock=held)
    row.update(digest=held.digest, sealed=sealed, expires_at=min(link.expires_at, now + AGAIN))


def expire_code_links(*, now: datetime) -> int:
    """Forget a batch of links that nobody used in time; return how many."""
    gone = list(CodeLink.objects.filter(expires_at__lte=now).values_list("pk", flat=True)[:AT_ONCE])
    if not gone:
        return 0
    with transaction():
        return CodeLink.objects.filter(pk__in=gone).delete()[0]
