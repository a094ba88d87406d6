"""Whether a machine sent a message (RFC 3834), and what a delivery report tells of a mail of ours (RFC 3464)."""

import re
from collections.abc import Collection
from typing import Final

from meldpunt.arrivals.terms import Automatic, Bounced, Envelope
from meldpunt.outside.reading.caps import Toll
from meldpunt.outside.reading.charsets import decoded
from meldpunt.outside.reading.entities import Entity, children, header, parse

_LISTS: Final = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list", "x-loop-list")
_REPLIES: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
_GENERATED: Final = ("x-auto-generated", "feedback-id", "x-github-reason", "x-gitlab-project")
_AWAY: Final = re.compile(
    r"^\s*(?:auto(?:matic(?:ally generated)?|mated)?[ :-]+(?:reply|response|antwoord|acknowledg)|automatisch(?:e)? (?:antwoord|bericht|reactie)|"
    r"auto ?:|out of (?:the )?office|afwezig(?:heid)?\b|niet aanwezig|abwesenheit|automatische antwort|réponse automatique|away from (?:the )?office)",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(
    r"(?:undeliver|delivery (?:status notification|failure|has failed)|returned mail|mail delivery (?:failed|system)|failure notice|"
    r"onbestelbaar|niet (?:worden )?bezorgd|nicht zustellbar|unzustellbar)",
    re.IGNORECASE,
)
_DAEMON: Final = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[^\s<>;,\"']{1,200}@[^\s<>;,\"']{1,200}")
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID: Final = re.compile(r"^\s*Message-ID:\s*(<[^<>\s]{1,400}>)", re.IGNORECASE | re.MULTILINE)
_REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"})


def kind_of(mail: Entity, envelope: Envelope, sender: str, *, bounced: bool) -> Automatic:
    """Return what kind of machine sent a message; NO for a person."""
    if bounced or _is_bounce(mail, envelope, sender):
        return Automatic.BOUNCE
    is_own = _is_own_group(mail, envelope.own)
    return _said(mail, is_own_group=is_own) or _in_passing(mail, is_own_group=is_own)


def _is_own_group(mail: Entity, own: Collection[str]) -> bool:
    """Tell whether the list that a message came over is an address of ours: many an organisation reads its mail in a group."""
    posts, names = header(mail, "list-post").lower(), header(mail, "list-id").lower()
    return any(f"mailto:{each}>" in posts or f"<{each.replace('@', '.')}>" in names for each in own)


def _is_bounce(mail: Entity, envelope: Envelope, sender: str) -> bool:
    """Tell whether a message is about one that did not arrive, though it has no report in the way of RFC 3464."""
    from_nobody = envelope.sender == "" or mail.first("return-path").strip() == b"<>" or bool(_DAEMON.match(sender))
    return from_nobody and bool(_FAILED.search(header(mail, "subject")))


def _said(mail: Entity, *, is_own_group: bool) -> Automatic | None:
    """Return what the message itself says that it is."""
    submitted = header(mail, "auto-submitted").lower().partition(";")[0].strip()
    if submitted.startswith("auto-replied"):
        return Automatic.REPLY
    if mail.kind == "multipart/report":
        return Automatic.GENERATED
    if not is_own_group and any(mail.first(name) for name in _LISTS):
        return Automatic.LIST
    if submitted and submitted != "no":
        return Automatic.GENERATED
    return None


def _in_passing(mail: Entity, *, is_own_group: bool) -> Automatic:
    """Return what other fields tell, which programs wrote before there was one for it."""
    precedence = header(mail, "precedence").lower()
    if any(mail.first(name) for name in _REPLIES) or precedence == "auto_reply" or _AWAY.match(header(mail, "subject")):
        return Automatic.REPLY
    if not is_own_group and precedence in {"bulk", "junk", "list"}:
        return Automatic.LIST if precedence == "list" else Automatic.BULK
    suppressed = header(mail, "x-auto-response-suppress").lower()
    if any(mail.first(name) for name in _GENERATED) or suppressed == "all":
        return Automatic.GENERATED
    return Automatic.NO


def bounced(mail: Entity, toll: Toll) -> Bounced | None:
    """Return what a delivery report tells of the first recipient that it failed for; None where it is none, or tells of no failure."""
    if mail.kind != "multipart/report":
        return None
    kids = children(mail, toll)
    report = next((kid for kid in kids if kid.kind in _REPORTS), None)
    if report is None:
        return None
    for fields in _groups(report):
        if header(fields, "action").lower() in {"failed", "delayed"}:
            return _bounced(fields, _original(kids))
    return None


def _groups(report: Entity) -> list[Entity]:
    """Return the groups of fields in a report: one of the message, and one of each recipient (RFC 3464, 2.1)."""
    return [parse(group.strip() + b"\n") for group in re.split(rb"\r?\n[ \t]*\r?\n", report.content)[:50]]


def _bounced(fields: Entity, message_id: str) -> Bounced:
    recipient = header(fields, "original-recipient") or header(fields, "final-recipient")
    address = _ADDRESS.search(recipient.rpartition(";")[2])
    status = _STATUS.search(header(fields, "status")) or _STATUS.search(header(fields, "diagnostic-code"))
    code = status[0] if status else ""
    is_permanent = header(fields, "action").lower() == "failed" and not code.startswith("4")
    return Bounced(address[0].lower() if address else "", code, is_permanent, message_id)


def _original(kids: list[Entity]) -> str:
    """Return the Message-ID of the mail that was returned, whole or its header alone."""
    for kid in (each for each in kids if each.kind in _RETURNED):
        found = _MESSAGE_ID.search(decoded(kid.content[:65536]))
        if found:
            return found[1]
    return ""
