"""The receipt: shown once as the answer to the report, and as a text file on request."""

import json
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from meldpunt.cases.terms import Receipt
from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.errors import error_page
from meldpunt.doors.look.lengths import length_in_words
from meldpunt.doors.look.posted import CannotRead
from meldpunt.doors.look.qr import code_as_qr
from meldpunt.doors.look.templatetags.look import in_groups, moment
from meldpunt.doors.portal.guards import PortalRequest, open_page
from meldpunt.doors.portal.posting import read_texts_of
from meldpunt.policy.terms import Span, Unit

SALT = "meldpunt.doors.portal.receipt"
DELAY = "Meldpunt-Delay"
CODE = " ".join(["<span>{}</span>"] * 7)  # groups of a code: the same on every receipt


def receipt_page(
    request: PortalRequest, receipt: Receipt, *, files: int, delay: float, is_mailed: bool = False
) -> HttpResponse:
    """Answer a report with its receipt, after `delay` seconds. `is_mailed`: the finder is mailed, and came here by a link in such a mail."""
    parts = {
        "number": receipt.number,
        "received": moment(receipt.received_at),
        "due": moment(receipt.due_at) if receipt.due_at else "",
        "code": format_html(CODE, *in_groups(receipt.code)),
        "qr": code_as_qr(receipt.code),
        "digest": receipt.digest,
        "salt": receipt.salt,
        "rules": _rules(receipt),
        "rules_page": reverse("public:version", args=[_version(receipt)]),
        "version": str(_version(receipt)),
        "signed": _signed(receipt),
        "address": _case_address(request),
    }
    facts = {
        "files": files,
        "is_shown": _is_shown(receipt),
        "page_stays": length_in_words(receipt.page_stays),
        "has_due": receipt.due_at is not None,
        "is_mailed": is_mailed,
        "has_salt": bool(receipt.salt),
    }
    response = drawn_once(
        request,
        about=("receipt", *facts.values()),
        parts=parts,
        draw=lambda places: render(request, "portal/receipt.html", facts | {"part": places}),
    )
    response.headers["Cache-Control"] = "no-store"
    if delay:
        response.headers[DELAY] = f"{delay:.1f}"
    return response


@open_page("POST")
def receipt_file(request: PortalRequest) -> HttpResponse:
    """Hand the receipt back as a text file: from what the page holds, because the server keeps no code."""
    try:
        receipt = _read(read_texts_of(request).text("receipt"))
    except CannotRead as problem:
        return error_page(request, problem.status)
    except signing.BadSignature:
        return error_page(request, 400)
    context = {
        "receipt": receipt,
        "page_stays": length_in_words(receipt.page_stays),
        "organisation": request.organisation,
        "received": _moment_words(receipt.received_at),
        "due": receipt.due_at and _moment_words(receipt.due_at),
        "case_address": _case_address(request),
        "is_shown": _is_shown(receipt),
        "rules_address": request.build_absolute_uri(reverse("public:version", args=[_version(receipt)])),
    }
    text = render_to_string("portal/receipt.txt", context, request)
    return HttpResponse(
        text.lstrip("\n").replace("\n", "\r\n"),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{receipt.number}.txt"', "Cache-Control": "no-store"},
    )


def _case_address(request: PortalRequest) -> str:
    return request.build_absolute_uri(reverse("portal:case"))


def _rules(receipt: Receipt) -> str:
    """Return the line of the manifest that tells which version was shown, and whether it was agreed with."""
    return receipt.manifest.split("\n", 3)[2]


def _is_shown(receipt: Receipt) -> bool:
    return not _rules(receipt).endswith(" not-shown")


def _version(receipt: Receipt) -> int:
    return int(_rules(receipt).split()[1])


def _moment_words(when: datetime) -> str:
    local = localtime(when)
    return f"{date_format(local, 'l j F Y')}, {local:%H:%M} {local.tzname()}"


def _signed(receipt: Receipt) -> str:
    return signing.Signer(salt=SALT).sign(json.dumps(vars(receipt), default=_written))


def _written(value: datetime | Span) -> str | dict[str, Any]:
    return vars(value) if isinstance(value, Span) else value.isoformat()


def _read(text: str) -> Receipt:
    facts: dict[str, Any] = json.loads(signing.Signer(salt=SALT).unsign(text))
    for name in ("received_at", "due_at"):
        facts[name] = datetime.fromisoformat(facts[name]) if facts[name] else None
    stays = facts.get("page_stays") or {"amount": facts.pop("page_days"), "unit": Unit.DAYS}  # shown before an upgrade
    facts["page_stays"] = Span(stays["amount"], Unit(stays["unit"]))
    return Receipt(**facts)
