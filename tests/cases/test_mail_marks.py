"""A mail finds its thread: by a token in its address, or by the mails it answers."""

from uuid import UUID, uuid4

import pytest

from meldpunt.cases.actions import erase_finder, note_told
from meldpunt.cases.actions.mail_marks import remember_message_ids
from meldpunt.cases.jobs import forget_unwanted_addresses
from meldpunt.cases.models import MailMark, Notice, Thread
from meldpunt.cases.queries.mail_threads import letter_of_message_id, thread_of_recipients, thread_of_references
from meldpunt.cases.rules.mail_marks import address_with, answered, mark_of_message_id, token_in, token_of
from meldpunt.cases.terms import DeclineReason
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import ReadyLetter
from meldpunt.people.models import Organisation
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, NAMED, MadeCase, answer, make_case, say_no
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import BY_MAIL, SMALL

pytestmark = pytest.mark.django_db
SECRET = b"s" * 32
THREAD = UUID(int=7)
TOKEN = token_of(THREAD, secret=SECRET)
WAY = {"mail_in": "melden@clinic.example", "subaddress": "+"}


@pytest.fixture
def clinic() -> MadeOrganisation:
    """Give an organisation that takes mail, sends from the same domain and has somebody to tell."""
    organisation = make_organisation()
    make_member(organisation)
    take_mail(organisation, at="melden@clinic.example")
    return organisation


def _letters(*kinds: str) -> list[ReadyLetter]:
    return [ready_letter(row) for row in Owed.objects.filter(letter__in=kinds).order_by("owed_at")]


def _thread(case: MadeCase) -> Thread:
    return Thread.objects.select_related("case", "report").get(case__number=case.number)


def test_token_is_sixteen_characters_that_every_mail_server_keeps() -> None:
    assert (len(TOKEN), TOKEN, TOKEN.isalnum()) == (16, TOKEN.lower(), True)


def test_token_is_another_one_under_another_secret_and_for_another_thread() -> None:
    others = {token_of(THREAD, secret=b"t" * 32), token_of(uuid4(), secret=SECRET)}
    assert TOKEN not in others


def test_mark_of_a_message_id_does_not_know_its_brackets() -> None:
    marks = {mark_of_message_id(one, organisation=THREAD, secret=SECRET) for one in ("<a@b.example>", " a@b.example ")}
    assert len(marks) == 1


def test_mark_of_a_message_id_is_the_organisations_own() -> None:
    marks = {mark_of_message_id("<a@b.example>", organisation=one, secret=SECRET) for one in (THREAD, UUID(int=8))}
    assert len(marks) == 2


@pytest.mark.parametrize("message_id", ["", "\ud800", "é" * 9999])
def test_any_text_has_a_mark(message_id: str) -> None:
    assert len(mark_of_message_id(message_id, organisation=THREAD, secret=SECRET)) == 32


@pytest.mark.parametrize(
    ("came_to", "found"),
    [
        (f"melden+{TOKEN}@clinic.example", TOKEN),
        (f"<MELDEN+{TOKEN.upper()}@Clinic.Example>", TOKEN),
        ("melden@clinic.example", None),
        (f"melden+{TOKEN}@other.example", None),
        (f"other+{TOKEN}@clinic.example", None),
        (f"melden-{TOKEN}@clinic.example", None),
        (f"melden+{TOKEN}x@clinic.example", None),
        (TOKEN, None),
        ("melden+@clinic.example", None),
        ("", None),
        ("\x00@@", None),
    ],
)
def test_token_is_read_from_the_organisations_own_address_alone(came_to: str, found: str | None) -> None:
    assert token_in(came_to, **WAY) == found


def test_no_token_is_read_where_they_are_off() -> None:
    assert token_in(f"melden{TOKEN}@clinic.example", mail_in="melden@clinic.example", subaddress="") is None


@pytest.mark.parametrize(
    ("mail_in", "subaddress", "address"),
    [
        ("melden@clinic.example", "+", f"melden+{TOKEN}@clinic.example"),
        ("melden@clinic.example", "-", f"melden-{TOKEN}@clinic.example"),
        ("melden@clinic.example", "", "melden@clinic.example"),
        ("m" * 60 + "@clinic.example", "+", "m" * 60 + "@clinic.example"),
    ],
)
def test_address_to_answer_to(mail_in: str, subaddress: str, address: str) -> None:
    assert address_with(TOKEN, mail_in=mail_in, subaddress=subaddress) == address


def test_letter_answers_the_first_mail_and_the_newest() -> None:
    assert answered(("<1@f>", "<2@f>"), "<3@f>") == ("<1@f>", "<3@f>")
    assert answered((), "<3@f>") == ("<3@f>",)
    assert answered(("<3@f>",), "<3@f>") == ("<3@f>",)


def test_finder_who_began_on_the_page_can_answer_by_mail(clinic: MadeOrganisation) -> None:
    thread = _thread(make_case(clinic, contact=MAILED))
    (letter,) = _letters("received")
    assert thread_of_recipients(clinic.id, ["info@clinic.example", letter.reply_to]) == thread.pk


def test_letter_comes_back_to_the_thread_it_was_about(clinic: MadeOrganisation) -> None:
    Organisation.objects.filter(pk=clinic.id).update(mail_from="desk@clinic.example")
    thread = _thread(make_case(clinic, contact=MAILED))
    (letter,) = _letters("received")
    assert thread_of_recipients(clinic.id, [letter.returns_to or ""]) == thread.pk


def test_answer_finds_the_thread_by_the_letter_it_answers(clinic: MadeOrganisation) -> None:
    thread = _thread(make_case(clinic, contact=MAILED))
    (letter,) = _letters("received")
    found = thread_of_references(clinic.id, ["<before@finder.example>", f"<{letter.message_id}>"])
    assert found == thread.pk


def test_answer_finds_the_thread_where_the_letter_left_from_another_sender(clinic: MadeOrganisation) -> None:
    thread = _thread(make_case(clinic, contact=MAILED))
    Organisation.objects.filter(pk=clinic.id).update(mail_from="desk@elsewhere.example")
    (letter,) = _letters("received")
    left_as = f"<{letter.message_id.partition('@')[0]}@elsewhere.example>"
    assert thread_of_references(clinic.id, [left_as]) == thread.pk


def test_of_two_threads_the_newest_reference_counts(clinic: MadeOrganisation) -> None:
    one, two = (_thread(make_case(clinic, contact=MAILED)) for _ in range(2))
    with transaction():
        remember_message_ids(one, organisation=clinic.id, ids=["<one@finder.example>"])
        remember_message_ids(two, organisation=clinic.id, ids=["<two@finder.example>"])
    assert thread_of_references(clinic.id, ["<one@finder.example>", "<two@finder.example>"]) == two.pk


def test_nothing_is_found_by_what_is_not_known(clinic: MadeOrganisation) -> None:
    make_case(clinic, contact=MAILED)
    found = thread_of_recipients(clinic.id, [f"melden+{TOKEN}@clinic.example", "", "x"])
    assert (found, thread_of_references(clinic.id, ["<other@finder.example>", ""])) == (None, None)


def test_thread_of_one_organisation_is_not_found_by_another(clinic: MadeOrganisation) -> None:
    make_case(clinic, contact=MAILED)
    (letter,) = _letters("received")
    other = make_organisation()
    take_mail(other, at="melden@other.example")
    elsewhere = letter.reply_to.replace("clinic", "other")
    found = (thread_of_recipients(other.id, [elsewhere]), thread_of_references(other.id, [letter.message_id]))
    assert found == (None, None)


def test_organisation_without_mail_marks_nothing() -> None:
    make_case(make_organisation(), contact=MAILED)
    (letter,) = _letters("received")
    assert (letter.reply_to, letter.references, MailMark.objects.count()) == ("", (), 0)
    assert Thread.objects.get().mail_mark is None


def test_answer_to_an_address_that_the_policy_alone_names_finds_the_thread_by_the_letter() -> None:
    organisation = make_haven()
    publish_text(organisation, SMALL.replace("[clauses]\n", BY_MAIL))
    thread = _thread(make_case(organisation, contact=MAILED, form=make_form(organisation, policy_version=2)))
    (letter,) = _letters("received")
    found = thread_of_references(organisation.id, [letter.message_id])
    assert (letter.reply_to, found) == ("report@haven.example", thread.pk)


def test_next_letter_answers_the_finders_newest_mail(clinic: MadeOrganisation) -> None:
    case = make_case(clinic, contact=MAILED)
    with transaction():
        remember_message_ids(_thread(case), organisation=clinic.id, ids=["<first@finder.example>"])
    for message_id in ("<second@finder.example>", "<third@finder.example>"):
        with transaction():
            remember_message_ids(_thread(case), organisation=clinic.id, ids=[message_id])
    answer(case, make_member(clinic).unlocked)
    (letter,) = _letters("news")
    assert letter.references == ("<first@finder.example>", "<third@finder.example>")


def test_no_message_id_is_kept_that_no_letter_can_answer(clinic: MadeOrganisation) -> None:
    thread = _thread(make_case(clinic))
    with transaction():
        remember_message_ids(thread, organisation=clinic.id, ids=["<first@finder.example>"])
    assert Thread.objects.get().mail_references is None
    assert thread_of_references(clinic.id, ["<first@finder.example>"]) == thread.pk


def test_same_mail_may_be_remembered_twice(clinic: MadeOrganisation) -> None:
    thread = _thread(make_case(clinic, contact=MAILED))
    for _ in range(2):
        with transaction():
            remember_message_ids(thread, organisation=clinic.id, ids=["<first@finder.example>", "no id at all"])
    assert thread_of_references(clinic.id, ["<first@finder.example>"]) == thread.pk


def test_what_letters_answer_goes_with_the_address(clinic: MadeOrganisation) -> None:
    lead = make_member(clinic).unlocked
    erased, closed, switched_off = (make_case(clinic, contact=MAILED, identity=NAMED) for _ in range(3))
    for case in (erased, closed, switched_off):
        with transaction():
            remember_message_ids(_thread(case), organisation=clinic.id, ids=[f"<{case.number}@finder.example>"])
    erase_finder(number=erased.number, asked="Vroeg erom.", seen_version=erased.version, by=lead, now=NOW)
    say_no(closed, lead, DeclineReason.ALREADY_KNOWN)
    Organisation.objects.filter(pk=clinic.id).update(finder_mail_enabled=False)
    forget_unwanted_addresses(now=NOW)
    assert [row.mail_references for row in Thread.objects.all()] == [None, None, None]


def test_letter_that_came_back_is_known_by_its_message_id(clinic: MadeOrganisation) -> None:
    case = make_case(clinic, contact=MAILED)
    answer(case, make_member(clinic).unlocked)
    note_told(by=SYSTEM, now=NOW)
    (letter,) = _letters("news")
    thread, notice = _thread(case), Notice.objects.get()
    assert letter_of_message_id(thread.pk, f"<{letter.message_id}>") == notice.letter
    assert letter_of_message_id(thread.pk, "<other@finder.example>") is None
