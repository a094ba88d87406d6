"""The verbs of arrivals."""

from meldpunt.arrivals.actions.answers import AnswerKind, expire_answered, may_answer, receipt_leaves_at
from meldpunt.arrivals.actions.canaries import (
    await_canary,
    note_canary_came,
    note_canary_forgotten,
    note_canary_returned,
)
from meldpunt.arrivals.actions.entries import empty_entry, forget_entry, keep_entry_as, write_down_entry
from meldpunt.arrivals.actions.expiry import expire
from meldpunt.arrivals.actions.forms import use_form
from meldpunt.arrivals.actions.judging import judge_mails_again
from meldpunt.arrivals.actions.mails import (
    count_mail,
    drop_uploads,
    expire_mails,
    forget_mails,
    keep_mail,
    note_thanked,
    note_unthanked,
    sealed_mail,
    sealed_part,
)
from meldpunt.arrivals.actions.senders import admit_mail, expire_senders
from meldpunt.arrivals.actions.uploads import (
    OpenUpload,
    begin_upload,
    discard_file,
    drop_draft,
    keep_drafts,
    take_drafts,
)

__all__ = (
    "AnswerKind",
    "OpenUpload",
    "admit_mail",
    "await_canary",
    "begin_upload",
    "count_mail",
    "discard_file",
    "drop_draft",
    "drop_uploads",
    "empty_entry",
    "expire",
    "expire_answered",
    "expire_mails",
    "expire_senders",
    "forget_entry",
    "forget_mails",
    "judge_mails_again",
    "keep_drafts",
    "keep_entry_as",
    "keep_mail",
    "may_answer",
    "note_canary_came",
    "note_canary_forgotten",
    "note_canary_returned",
    "note_thanked",
    "note_unthanked",
    "receipt_leaves_at",
    "sealed_mail",
    "sealed_part",
    "take_drafts",
    "use_form",
    "write_down_entry",
)
