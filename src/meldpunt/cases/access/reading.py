"""Opening the conversation of a thread."""

from collections.abc import Mapping
from uuid import UUID

from meldpunt.cases.access.keys import is_unshown, key_of_message, unshown_messages
from meldpunt.cases.models import Message, Thread
from meldpunt.cases.queries.promised import says_of
from meldpunt.cases.rules.messages import open_message
from meldpunt.cases.terms import MessageKind, MessageView
from meldpunt.reports.terms import FileSummary
from meldpunt.sealing.terms import ContentKey


def open_messages(
    thread: Thread,
    *,
    keys: Mapping[UUID, ContentKey],
    files: Mapping[UUID, FileSummary],
    names: Mapping[UUID, str] | None,
) -> tuple[MessageView, ...]:
    """Return the messages in the order they were written, opened with the `keys` of their thread; `names` are the members', None for the finder.

    Of what was opened here, and may be somebody else's, the finder sees that it came.
    """
    unshown = unshown_messages(thread)
    return tuple(
        _view(
            row,
            None if names is None and is_unshown(row, thread, unshown) else key_of_message(row, thread, keys),
            files,
            names or {},
            is_unshown=is_unshown(row, thread, unshown),
        )
        for row in thread.messages.order_by("id").prefetch_related("attachments")
    )


def files_of_report(files: Mapping[UUID, FileSummary], messages: tuple[MessageView, ...]) -> tuple[FileSummary, ...]:
    """Return the files that came with the report itself."""
    later = {file.id for message in messages for file in message.files}
    return tuple(file for file in files.values() if file.id not in later)


def _view(
    row: Message,
    key: ContentKey | None,
    files: Mapping[UUID, FileSummary],
    names: Mapping[UUID, str],
    *,
    is_unshown: bool,
) -> MessageView:
    of_row = {attachment.pk for attachment in row.attachments.all()}
    return MessageView(
        id=row.pk,
        from_finder=row.from_finder,
        kind=MessageKind(row.kind) if row.kind else None,
        by=names.get(row.by_id, "") if row.by_id else "",
        at=row.at,
        text="" if key is None else open_message(bytes(row.sealed), message=row.uuid, key=key),
        files=tuple(file for file in files.values() if file.id in of_row),
        says=says_of(row),
        is_unshown=is_unshown,
    )
