"""The policy by fields, when something goes wrong: nothing that was typed is lost, and nothing is put back unasked."""

import html

import pytest
from django.test import Client

from meldpunt.doors.desk import policy, policy_fields
from meldpunt.people.models import Draft
from meldpunt.people.terms import Role
from meldpunt.policy.rules.file.source import MAX_BYTES
from tests.factories.by_fields import HERE, after, draft, form
from tests.factories.desk import client_of, look, move_seat
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

pytestmark = pytest.mark.django_db
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
NO_SPAM = SMALL.replace('"tell_only_us"', '"tell_only_us", "no_spam"')


@pytest.fixture
def organisation() -> MadeOrganisation:
    made = make_organisation(name="Haven", host_names=["report.haven.example"])
    publish_text(made)
    return made


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    return make_member(organisation, Role.LEAD, language="en")


@pytest.fixture
def desk(lead: MadeMember) -> Client:
    return client_of(lead)


def page_of(answer) -> str:
    """Return a page as it reads."""
    return html.unescape(answer.text)


def test_a_text_with_a_mark_before_it_is_filled_in_by_fields(desk):
    desk.post("/desk/policy", {"text": MARK + SMALL + "# mine\n", "fields": "1"})
    assert desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.send_soon": "yes"}).status_code == 303
    assert (draft(desk).startswith("format = 1"), "# mine" in draft(desk)) == (True, True)


def test_a_number_that_cannot_be_shown_is_named_as_one_of_the_text(desk):
    text = SMALL + '\n[[reward.step]]\nseverity = "low"\nleast = 0x' + "f" * 4000 + "\nmost = 5\n"
    desk.post("/desk/policy", {"text": text, "fields": "1"})
    assert "<code>reward.step[1].least</code>" in desk.get(f"{HERE}/reward").text


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_a_section_that_is_too_long_is_not_saved_and_stays_on_the_page(desk, size):
    long = "x" * size
    answer = desk.post(f"{HERE}/organisation", form(desk, "organisation") | {"introduction.nl": long})
    assert (answer.status_code, long in answer.text, Draft.objects.count()) == (422, True, 0)
    assert "a policy has at most 256 kB, and a list at most 200 items." in answer.text


@pytest.mark.parametrize("button", ["fields", "files"])
def test_a_text_of_too_many_bytes_is_refused_as_a_text(desk, button):
    text = SMALL + "# " + "漢" * (MAX_BYTES // 3)
    answer = desk.post("/desk/policy", {"text": text, button: "1"})
    assert (answer.status_code, "The file is too large." in answer.text, Draft.objects.count()) == (422, True, 0)


def test_the_longest_text_becomes_a_draft_in_any_script(desk):
    text = SMALL + "#" + "😀" * ((MAX_BYTES - len(SMALL) - 8) // 4) + "\n"
    assert desk.post("/desk/policy", {"text": text, "fields": "1"}).status_code == 303
    assert draft(desk) == text


def test_a_section_that_was_saved_already_is_saved_once(desk):
    typed = form(desk, "people") | {"people.stand_in.name": "Q"}
    answers = [desk.post(f"{HERE}/people", typed) for _press in range(2)]
    assert [answer["Location"].partition("said=")[2] for answer in answers] == ["section_kept", "section_same"]


def test_what_was_typed_at_a_locked_desk_is_compared_with_what_was_saved_since(desk, lead):
    typed = form(desk, "people") | {"people.breach_contact.name": "R"}
    desk.post(f"{HERE}/people", form(desk, "people") | {"people.stand_in.name": "Q"})
    client_of(lead, locked=True).post(f"{HERE}/people", typed)
    page = desk.get(f"{HERE}/people").text
    assert ('value="R"' in page, "<bdi>Q</bdi>" in page, "the draft changed meanwhile" in page) == (True, True, True)


def test_a_text_keeps_the_version_it_began_from_on_its_way_to_the_fields(desk, organisation):
    began = after(desk)
    publish_text(organisation, NO_SPAM)
    desk.post("/desk/policy", {"text": SMALL + "# mine\n", "fields": "1", "after": began})
    assert (began, "Version 3 was published after you began" in desk.get(HERE).text) == ("2", True)


def test_a_draft_keeps_the_version_it_began_from_on_its_way_through_the_text(desk, organisation):
    desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.send_soon": "yes"})
    publish_text(organisation, NO_SPAM)
    began, over = after(desk, "?draft=1"), desk.get(f"{HERE}/ask").text.partition('name="over" value="')[2][:64]
    desk.post("/desk/policy", {"text": draft(desk) + "# mine\n", "fields": "1", "over": over, "after": began})
    assert ("# mine" in draft(desk), "Version 3 was published after you began" in desk.get(HERE).text) == (True, True)


def test_a_text_typed_at_a_locked_desk_keeps_the_version_it_began_from(desk, lead, organisation):
    publish_text(organisation, NO_SPAM)
    client_of(lead, locked=True).post("/desk/policy", {"text": SMALL + "# mine\n", "after": "2"})
    assert after(desk) == "2"


@pytest.mark.parametrize("said", ["99", "-1", "x", "9" * 5000, "²"])
def test_a_version_that_is_none_is_taken_for_the_newest(desk, said):
    desk.post("/desk/policy", {"text": SMALL + "# mine\n", "fields": "1", "after": said})
    assert "was published after you began" not in desk.get(HERE).text


def test_a_draft_that_was_put_away_does_not_come_back_unasked(desk):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    typed = form(desk, "people") | {"people.stand_in.name": "Q"}
    desk.post(f"{HERE}/put-away")
    answer = desk.post(f"{HERE}/people", typed)
    assert (answer.status_code, 'value="Q"' in answer.text, Draft.objects.count()) == (409, True, 0)
    assert "Your draft is not there any more" in page_of(answer)


def test_what_was_typed_is_not_lost_to_a_text_that_cannot_be_read(desk):
    """Such a text does not take the place of the draft."""
    typed = form(desk, "people") | {"people.stand_in.name": "Q"}
    desk.post("/desk/policy", {"text": SMALL + "\nbroken", "fields": "1"})
    assert desk.post(f"{HERE}/people", typed).status_code == 303


def test_rows_that_stand_apart_do_not_keep_a_section_from_being_saved(desk):
    text = SMALL + '\n[[way_in]]\nkind = "mail"\naddress = "a@haven.example"\n'
    desk.post("/desk/policy", {"text": text, "fields": "1"})
    assert desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.send_soon": "yes"}).status_code == 303


def test_a_draft_that_fields_cannot_change_says_so_and_keeps_what_was_typed(desk):
    deep = "x = " + "{a.b.c.d.e.f.g.h.i.j = " * 50 + "1" + "}" * 50
    seen = form(desk, "people")["seen"]
    desk.post("/desk/policy", {"text": SMALL.replace("format = 1", f"format = 1\n{deep}", 1), "fields": "1"})
    page = desk.get(f"{HERE}/people").text
    assert ('class="by-fields"' in page, "Go on in the text." in page) == (False, True)
    answer = desk.post(f"{HERE}/people", {"seen": seen, "people.stand_in.name": "Q"})
    assert (answer.status_code, 'value="Q"' in answer.text) == (422, True)
    assert "written in a way that fields cannot change" in answer.text


def meanwhile(monkeypatch, place, name: str, act) -> None:
    """Let something else happen once, right before this function of a page does its work."""
    real, waiting = getattr(place, name), [act]

    def late(*given, **named):
        if waiting:
            waiting.pop()()
        return real(*given, **named)

    monkeypatch.setattr(place, name, late)


def test_two_sections_that_are_saved_at_once_both_stay(desk, monkeypatch):
    people, rules = (form(desk, name) for name in ("people", "rules"))
    other = rules | {"clauses.rules.no_spam": "yes"}
    meanwhile(monkeypatch, policy_fields, "fill", lambda: desk.post(f"{HERE}/rules", other))
    answer = desk.post(f"{HERE}/people", people | {"people.stand_in.name": "Q"})
    assert (answer.status_code, '"no_spam"' in draft(desk), 'name = "Q"' in draft(desk)) == (303, True, True)


def test_of_two_answers_to_one_section_at_once_one_is_told(desk, monkeypatch):
    typed = form(desk, "people")
    first = typed | {"people.breach_contact.name": "R"}
    meanwhile(monkeypatch, policy_fields, "fill", lambda: desk.post(f"{HERE}/people", first))
    answer = desk.post(f"{HERE}/people", typed | {"people.stand_in.name": "Q"})
    assert (answer.status_code, 'name = "R"' in draft(desk), 'value="Q"' in answer.text) == (409, True, True)


def test_a_text_does_not_write_over_what_is_saved_at_that_moment(desk, monkeypatch):
    rules = form(desk, "rules") | {"clauses.rules.no_spam": "yes"}
    meanwhile(monkeypatch, policy, "keep_draft", lambda: desk.post(f"{HERE}/rules", rules))
    answer = desk.post("/desk/policy", {"text": SMALL + "# mine\n", "fields": "1"})
    assert (answer.status_code, '"no_spam"' in draft(desk), "# mine" in answer.text) == (409, True, True)


def test_publishing_does_not_erase_what_is_saved_at_that_moment(desk, monkeypatch):
    desk.post(f"{HERE}/ask", form(desk, "ask") | {"clauses.ask.send_soon": "yes"})
    text, rules = draft(desk), form(desk, "rules") | {"clauses.rules.no_spam": "yes"}
    seen = look(desk, text)
    meanwhile(monkeypatch, policy, "put_away", lambda: desk.post(f"{HERE}/rules", rules))
    assert desk.post("/desk/policy", {"text": text, "seen": seen, "publish": "1"}).status_code == 303
    assert '"no_spam"' in draft(desk)


def test_asking_for_the_head_of_a_page_keeps_what_was_typed_at_a_locked_desk(desk, lead):
    client_of(lead, locked=True).post(f"{HERE}/people", form(desk, "people") | {"people.stand_in.name": "Q"})
    desk.head(f"{HERE}/people")
    assert 'value="Q"' in desk.get(f"{HERE}/people").text


def test_a_draft_that_was_put_away_is_missed_by_what_was_typed_at_a_locked_desk(desk, lead):
    desk.post(f"{HERE}/rules", form(desk, "rules") | {"clauses.rules.no_spam": "yes"})
    client_of(lead, locked=True).post(f"{HERE}/people", form(desk, "people") | {"people.stand_in.name": "Q"})
    desk.post(f"{HERE}/put-away")
    page = desk.get(f"{HERE}/people")
    assert ("Your draft is not there any more" in page_of(page), 'value="Q"' in page.text) == (True, True)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        (f"{HERE}/nonsense", {"people.stand_in.name": "Q"}),
        ("/desk/policy", {"text": "", "after": "1"}),
    ],
    ids=["no section", "nothing in a text"],
)
def test_at_a_locked_desk_nothing_is_kept_of_nothing(lead, address, typed):
    client_of(lead, locked=True).post(address, typed)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("part", "typed", "other"),
    [
        ("scope", {"scope.inside": "typed.example"}, "\n[scope]\ninside = [" + '"a.example", ' * 201 + "]\n"),
        ("ways-in", {"way_in.1.kind": "mail", "way_in.1.address": "typed@haven.example"}, ""),
    ],
    ids=["a list", "rows"],
)
def test_what_has_no_field_any_more_is_given_back(desk, part, typed, other):
    """In another window the text became one that has no such field."""
    sent = form(desk, part) | typed
    text = (
        SMALL.replace('[[way_in]]\nkind = "form"\n', "") + '\n[way_in]\nkind = "form"\n' if not other else SMALL + other
    )
    desk.post("/desk/policy", {"text": text, "fields": "1"})
    answer = desk.post(f"{HERE}/{part}", sent)
    said = (
        "has no field any more" in answer.text,
        all(f"\n{each}</textarea>" in answer.text or f">{each}</textarea>" in answer.text for each in typed.values()),
    )
    assert (answer.status_code, said, "typed" in draft(desk)) == (409, (True, True), False)


def test_boxes_that_were_all_unticked_at_a_locked_desk_stay_so(lead, desk):
    """What is not there says something too."""
    opened = form(desk, "ask")
    sent = {name: text for name, text in opened.items() if text != "yes"}
    client_of(lead, locked=True).post(f"{HERE}/ask", sent)
    assert ("yes" in opened.values(), " checked" in desk.get(f"{HERE}/ask").text) == (True, False)


def test_what_comes_back_in_a_text_that_fields_cannot_change_is_told_at_once(lead, desk):
    client_of(lead, locked=True).post(f"{HERE}/people", form(desk, "people") | {"people.stand_in.name": "Q"})
    desk.post("/desk/policy", {"text": SMALL + "#\n" * 5_000, "fields": "1"})
    page = desk.get(f"{HERE}/people")
    assert ("written in a way that fields cannot change" in page.text, 'value="Q"' in page.text) == (True, True)


def test_the_list_of_sections_tells_of_a_text_that_fields_cannot_change(desk):
    desk.post("/desk/policy", {"text": SMALL + "#\n" * 5_000, "fields": "1"})
    page = desk.get(HERE).text
    assert ("written in a way that fields cannot change" in page, "Fill in one section after" in page) == (True, False)


@pytest.mark.parametrize("seat", [{}, {"signed_in_at": "2020-01-01T00:00:00+00:00"}], ids=["locked", "over"])
def test_what_is_too_much_to_keep_is_given_back(lead, seat):
    """It is nowhere else: the page it was typed on is gone."""
    locked = client_of(lead, locked=True)
    move_seat(locked, **seat)
    long = "<b>" + "x" * 1_100_000
    answer = locked.post(f"{HERE}/people", {"people.stand_in.name": long})
    told = (answer.status_code, long in page_of(answer), f'href="{HERE}/people"' in answer.text, "<b>" in answer.text)
    assert (told, Draft.objects.count()) == ((413, True, True, False), 0)


def test_what_is_too_much_to_keep_stays_in_a_page_that_only_asked(lead):
    """The preview beside a text asks by itself, and the text still stands there."""
    sent = {"text": "x" * 1_100_000}
    answer = client_of(lead, locked=True).post("/desk/policy", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Redirect"), Draft.objects.count()) == (204, None, 0)
