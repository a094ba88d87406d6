"""What the database refuses of marks, links and finders' keys, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from meldpunt.cases.models import CodeLink, FinderKey, MailMark, Thread
from tests.factories.cases import make_case, make_code_link, make_finder_key, make_mail_mark
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread() -> Thread:
    """Return a finder's thread."""
    return make_case(make_organisation()).row.threads.get()


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": b"short"},
        {"source": "overheard"},
        {"ended_at": NOW - timedelta(minutes=1)},
    ],
    ids=str,
)
def test_finder_key_that_makes_no_sense(thread: Thread, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_finder_key(thread, **wrong)


@pytest.mark.parametrize("wrong", [{"digest": b"short"}, {"expires_at": NOW}], ids=str)
def test_code_link_that_makes_no_sense(thread: Thread, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_code_link(thread, **wrong)


def test_a_mail_belongs_to_one_thread(thread: Thread) -> None:
    first = make_mail_mark(thread)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_mail_mark(thread, mark=first.mark)


def test_what_ties_mail_to_a_thread_goes_with_it(thread: Thread) -> None:
    make_mail_mark(thread)
    make_code_link(thread)
    make_finder_key(thread)
    Thread.objects.filter(pk=thread.pk).delete()
    assert [table.objects.count() for table in (MailMark, CodeLink, FinderKey)] == [0, 0, 0]
