"""The draft of a policy that a member fills in by fields: sealed for that member alone, until it is published, proposed or put away."""

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.people import access, actions
from meldpunt.people.queries import draft_mark
from meldpunt.people.terms import DraftChanged
from meldpunt.policy.queries import editable_text, newest_number
from meldpunt.policy.rules.editing.filling import readable

PLACE = "/desk/policy/fields"
"""Where it is kept, as what was typed when the desk locked is kept by its page."""


@dataclass(frozen=True)
class PolicyDraft:
    """The text to go on with. `kept`: the member has changed something already; `after` is the version it began from.

    `mark` changes with every saving, also of the same text.
    """

    text: str
    after: int
    kept: bool
    mark: str

    @property
    def digest(self) -> str:
        """Return what changes with the draft: a page that shows another one does not write over it. "" where nothing is kept."""
        return sha256(self.text.encode()).hexdigest() if self.kept else ""


def draft_of(request: DeskRequest) -> PolicyDraft:
    """Return the member's draft; where there is none, the newest version, which becomes one with the first change."""
    organisation = request.visitor.organisation
    # First: what is saved from here on makes it another one.
    mark = draft_mark(member=request.visitor.member, where=PLACE)
    clear = access.draft_of(where=PLACE, by=request.visitor, now=timezone.now())
    if clear is None:
        return PolicyDraft(editable_text(organisation), newest_number(organisation.id), kept=False, mark=mark)
    found = json.loads(clear)
    return PolicyDraft(found["text"], found["after"], kept=True, mark=mark)


def keep_draft(request: DeskRequest, text: str, *, over: PolicyDraft, after: int) -> None:
    """Keep a text as the member's draft, in place of the one that was looked at.

    Raises PolicyRefused where it cannot be read: there are no fields for it; DraftChanged where that one was changed meanwhile.
    """
    clear = json.dumps({"text": readable(text), "after": after}, ensure_ascii=False).encode()
    actions.keep_draft(member=request.visitor.member, where=PLACE, clear=clear, over=over.mark, now=timezone.now())


def put_away(request: DeskRequest, *, over: PolicyDraft | None = None) -> None:
    """Erase the member's draft, if there is one: only the one that was looked at, where that is given."""
    with suppress(DraftChanged):
        actions.forget_draft(where=PLACE, over=over.mark if over else None, by=request.visitor, now=timezone.now())
