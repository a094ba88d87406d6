"""The keys of a case, opened with a member's ring or a finder's."""

from collections.abc import Collection, Mapping
from uuid import UUID

from meldpunt.cases.models import Case, Message, Thread
from meldpunt.cases.terms import CaseNotFound
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, Visitor
from meldpunt.reports.queries import file_ids
from meldpunt.reports.rules.bodies import open_person
from meldpunt.reports.terms import Contact, Identity
from meldpunt.sealing.access import open_key, open_keys
from meldpunt.sealing.queries import kept_from
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import CannotOpen, ContentKey, KeyName, KeyRing, Purpose, SealingError

OF_THREAD = (Purpose.IDENTITY, Purpose.REPORT, Purpose.CONVERSATION)


def case_of(*, number: str, visitor: Visitor, deed: Deed) -> tuple[Case, Thread, KeyRing]:
    """Return a case of the visitor's organisation, its first thread and the ring; raises CaseNotFound, NotAllowed, DeskLocked."""
    ring = allow_unlocked(visitor, deed)
    case = Case.objects.filter(organisation=visitor.organisation.id, number=number).first()
    if case is None:
        raise CaseNotFound
    thread = case.threads.select_related("report__policy_version", "case").order_by("report__received_at")[:1].get()
    return case, thread, ring


def conversation_of(*, number: str, visitor: Visitor) -> tuple[Thread, ContentKey]:
    """Return the thread a handler writes in, and the key of its conversation."""
    case, thread, ring = case_of(number=number, visitor=visitor, deed=Deed.ANSWER_FINDER)
    return thread, _open(Purpose.CONVERSATION, case.organisation_id, thread.pk, ring)


def internal_key(*, number: str, visitor: Visitor) -> ContentKey:
    """Return the key of a case's notes."""
    case, _, ring = case_of(number=number, visitor=visitor, deed=Deed.WRITE_NOTE)
    return key_of_inside(case, ring)


def key_of_inside(case: Case, ring: KeyRing) -> ContentKey:
    """Return the key of what only the organisation reads of a case."""
    return _open(Purpose.INTERNAL, case.organisation_id, case.uuid, ring)


def conversation_key(thread: Thread, ring: KeyRing) -> ContentKey:
    """Return the key of a finder's own conversation."""
    return _open(Purpose.CONVERSATION, thread.case.organisation_id, thread.pk, ring)


def person_of(thread: Thread, keys: Mapping[UUID, ContentKey]) -> tuple[Identity, Contact]:
    """Return name and contact; nothing where nothing was given, it was erased, or its key is not among `keys`."""
    if thread.report.identity is None:
        return Identity(), Contact()
    try:
        return open_person(bytes(thread.report.identity), key=key_for(Purpose.IDENTITY, thread, keys))
    except SealingError:
        return Identity(), Contact()


def contact_of(thread: Thread, visitor: Visitor) -> Contact:
    """Return how to reach the finder, as far as this visitor's desk opens it; nothing at a locked one."""
    if visitor.ring is None:
        return Contact()
    name = key_name(purpose=Purpose.IDENTITY, organisation=thread.case.organisation_id, thread=thread.pk)
    return person_of(thread, open_keys(wanted=[name], ring=visitor.ring))[1]


def thread_keys(thread: Thread, ring: KeyRing) -> dict[UUID, ContentKey]:
    """Return every key of a thread and its files that this ring opens."""
    return open_keys(wanted=_names(thread), ring=ring)


def case_keys(thread: Thread, ring: KeyRing) -> dict[UUID, ContentKey]:
    """Return every key of a thread, its files and the inside of its case that this ring opens."""
    organisation = thread.case.organisation_id
    internal = key_name(purpose=Purpose.INTERNAL, organisation=organisation, thread=thread.case.uuid)
    return open_keys(wanted=[*_names(thread), internal], ring=ring)


def key_for(purpose: Purpose, thread: Thread, keys: Mapping[UUID, ContentKey]) -> ContentKey:
    """Return the key for one purpose out of opened keys; raises CannotOpen when it is not among them."""
    of = thread.case.uuid if purpose is Purpose.INTERNAL else thread.pk
    name = key_name(purpose=purpose, organisation=thread.case.organisation_id, thread=of)
    if name.id not in keys:
        raise CannotOpen
    return keys[name.id]


def is_report_unshown(thread: Thread) -> bool:
    """Tell whether the organisation has the key of a report alone: it was opened here, and may be somebody else's than the finder's."""
    name = key_name(purpose=Purpose.REPORT, organisation=thread.case.organisation_id, thread=thread.pk)
    return bool(kept_from(thread.pk, [name.id]))


def unshown_messages(thread: Thread) -> set[UUID]:
    """Return the keys of messages that the organisation has alone, for the same reason."""
    names = _of_mails(thread)
    return kept_from(thread.pk, [name.id for name in names]) if names else set()


def key_of_message(message: Message, thread: Thread, keys: Mapping[UUID, ContentKey]) -> ContentKey:
    """Return the key under which a message is sealed, out of opened keys; raises CannotOpen when it is not among them."""
    if not message.own_key:
        return key_for(Purpose.CONVERSATION, thread, keys)
    name = _of_mail(thread, message.uuid)
    if name.id not in keys:
        raise CannotOpen
    return keys[name.id]


def is_unshown(message: Message, thread: Thread, unshown: Collection[UUID]) -> bool:
    """Tell whether a message is sealed under one of these keys."""
    return message.own_key and _of_mail(thread, message.uuid).id in unshown


def _names(thread: Thread) -> list[KeyName]:
    organisation = thread.case.organisation_id
    names = [key_name(purpose=purpose, organisation=organisation, thread=thread.pk) for purpose in OF_THREAD]
    return [*names, *_of_mails(thread)] + [
        key_name(purpose=Purpose.FILE, organisation=organisation, thread=thread.pk, file=file)
        for file in file_ids(thread.pk)
    ]


def _of_mails(thread: Thread) -> list[KeyName]:
    messages = thread.messages.filter(own_key=True).values_list("uuid", flat=True)
    return [_of_mail(thread, message) for message in messages]


def _of_mail(thread: Thread, message: UUID) -> KeyName:
    return key_name(purpose=Purpose.CONVERSATION, organisation=thread.case.organisation_id, thread=message)


def _open(purpose: Purpose, organisation: UUID, thread: UUID, ring: KeyRing) -> ContentKey:
    name = key_name(purpose=purpose, organisation=organisation, thread=thread)
    return open_key(key_id=name.id, purpose=purpose, organisation=organisation, thread=thread, ring=ring)
