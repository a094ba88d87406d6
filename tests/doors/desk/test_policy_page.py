"""The policy, edited at the desk."""

import html

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.doors.desk import policy as page
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.terms import Role
from meldpunt.policy.actions import publish
from meldpunt.policy.queries import newest_number, policy_source, proposal_of, try_out
from meldpunt.policy.terms import PolicyRefused
from tests.factories.desk import client_of, look
from tests.factories.people import NOW, MadeOrganisation, make_member
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import NEXT_YEAR, SMALL, TWO, with_lines

pytestmark = pytest.mark.django_db
OTHER = with_lines('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_haven()


@pytest.fixture
def desk(organisation: MadeOrganisation) -> Client:
    return client_of(make_member(organisation, Role.LEAD))


def test_it_begins_with_what_the_settings_know(desk, organisation):
    """What people must say is empty, so nobody publishes it unread."""
    text = html.unescape(desk.get("/desk/policy").text)
    assert [part in text for part in ('name = "Haven"', 'hosts = ["report.haven.example"]')] == [
        True,
        True,
    ]
    assert (
        "Regel "
        in desk.post(
            "/desk/policy", {"text": text.partition('dir="ltr"')[2].partition(">\n")[2].partition("</textarea>")[0]}
        ).text
    )
    assert newest_number(organisation.id) == 0


def test_it_goes_on_with_the_file_that_was_published(desk, organisation):
    publish_text(organisation)
    assert SMALL.replace('"', "&quot;") in desk.get("/desk/policy").text


def test_it_tells_which_version_is_in_force_and_which_is_planned(desk, organisation):
    """Also right after publishing."""
    told = ("Er is nog niets gepubliceerd", "Versie 2 geldt, sinds:", "Versie 3 geldt vanaf:")
    pages = [desk.get("/desk/policy").text]
    publish_text(organisation, now=timezone.now())
    pages.append(desk.get("/desk/policy?said=policy_published").text)
    publish_text(
        organisation, OTHER.replace("format = 1\n", f"format = 1\ntakes_effect = {NEXT_YEAR}\n"), now=timezone.now()
    )
    pages.append(desk.get("/desk/policy").text)
    assert [[part in page for part in told] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, True, True],
    ]


def test_trying_shows_what_changes_and_both_languages_and_keeps_nothing(desk, organisation):
    publish_text(organisation)
    answer = desk.post("/desk/policy", {"text": OTHER})
    told = ("Send no spam.", "Verstuur geen spam", "Publiceer dit beleid", "[people.stand_in]</code>")
    assert (answer.status_code, [part in answer.text for part in told]) == (200, [True, True, True, True])
    assert newest_number(organisation.id) == 2


def test_publishing_what_was_seen_makes_the_next_version(desk, organisation):
    publish_text(organisation)
    answer = desk.post("/desk/policy", {"text": OTHER.replace("\n", "\r\n"), "seen": look(desk, OTHER), "publish": "1"})
    assert (answer.status_code, policy_source(organisation.id, 3)) == (303, OTHER)


def test_a_text_that_was_changed_after_the_look_is_not_published(desk, organisation):
    """What is typed stays, with the differences of what is typed now and a word."""
    publish_text(organisation)
    answer = desk.post("/desk/policy", {"text": OTHER, "seen": look(desk, SMALL + "# 1"), "publish": "1"})
    told = html.unescape(answer.text)
    assert (answer.status_code, newest_number(organisation.id)) == (409, 2)
    assert [part in told for part in ("U hebt nog niet gezien", OTHER, "Verstuur geen spam")] == [True, True, True]


def test_what_somebody_else_published_meanwhile_is_not_pushed_aside(desk, organisation):
    publish_text(organisation)
    seen = look(desk, OTHER)
    publish_text(organisation, SMALL + "# 2")
    answer = desk.post("/desk/policy", {"text": OTHER, "seen": seen, "publish": "1"})
    told = "Iemand anders heeft intussen een versie gepubliceerd"
    assert (answer.status_code, newest_number(organisation.id), told in answer.text) == (409, 3, True)


def test_a_policy_that_was_only_changed_after_the_look_is_not_proposed(desk, organisation):
    seen = look(desk, TWO)
    answer = desk.post("/desk/policy", {"text": TWO + "# 2", "seen": seen, "propose": "1"})
    assert (answer.status_code, proposal_of(organisation.id)) == (409, None)


@pytest.mark.parametrize("seen", ["", "2", "2-2-", "2-2-" + 64 * "0"])
def test_what_was_not_seen_is_not_published(desk, organisation, seen):
    """The button was pressed without a look."""
    publish_text(organisation)
    answer = desk.post("/desk/policy", {"text": OTHER, "seen": seen, "publish": "1"})
    assert (answer.status_code, newest_number(organisation.id), "no_spam" in answer.text) == (409, 2, True)


def test_what_is_published_between_the_look_and_the_deed_is_not_covered(desk, organisation, monkeypatch):
    """Two people press the button in the same moment."""
    publish_text(organisation)

    def slowly(*, after: int | None = None, **asked):
        publish_text(organisation, with_lines('ask = ["send_place"]', 'ask = ["send_place", "send_steps"]'))
        return publish(after=after, **asked)

    seen = look(desk, OTHER)
    monkeypatch.setattr(page, "publish", slowly)
    answer = desk.post("/desk/policy", {"text": OTHER, "seen": seen, "publish": "1"})
    assert (answer.status_code, newest_number(organisation.id)) == (409, 3)


def test_the_same_again_is_refused_kindly(desk, organisation):
    publish_text(organisation)
    answer = desk.post("/desk/policy", {"text": SMALL, "seen": look(desk, SMALL), "publish": "1"})
    assert (answer.status_code, newest_number(organisation.id)) == (409, 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SMALL.replace("tell_only_us", "tell_onli_us"), "Regel 16<"),
        (SMALL.replace("Haven", "<script>alert(1)</script>"), ""),
        ("", "Regel 1"),
        ("x" * 300_000, "Regel 1"),
        ("{}", "Regel 1"),
        ("\x00\x1b[31m", "Regel 1"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_the_text_stays(desk, organisation, text, told):
    answer = desk.post("/desk/policy", {"text": text, "publish": "1", "seen": "0"})
    assert (answer.status_code in {409, 422}, told in answer.text, newest_number(organisation.id)) == (True, True, 0)
    assert "<script>alert" not in answer.text


def test_five_million_letters_are_told_to_be_too_many_and_stay(desk):
    """The page says beforehand how many there may be."""
    text = 'name = "a"\n' * 500_000
    answer = desk.post("/desk/policy", {"text": text})
    told = html.unescape(answer.text)
    assert (answer.status_code, "Een beleid is hooguit 256 kB." in told, text in told) == (422, True, True)
    assert "van hooguit 256 kB" in desk.get("/desk/policy").text


def test_a_handler_has_no_business_here(organisation):
    assert client_of(make_member(organisation, Role.HANDLER)).get("/desk/policy").status_code == 403


def test_trying_out_refuses_what_publishing_would(organisation):
    with pytest.raises(PolicyRefused):
        try_out(
            organisation.facts, content=SMALL.replace('["nl", "en"]', '["nl"]').encode(), files={}, by=OPERATOR, now=NOW
        )


def test_the_live_preview_gets_its_problems_as_an_ordinary_answer(desk):
    """The script puts nothing else on the page; without it the answer says that something is wrong."""
    statuses = [
        desk.post("/desk/policy", {"text": ""}, headers=headers).status_code for headers in ({"HX-Request": "true"}, {})
    ]
    assert statuses == [200, 422]


def test_the_live_preview_never_takes_the_keyboard_away(desk):
    """Nearly every half-typed line is wrong: only the answer to a button leads there."""
    answers = [
        desk.post("/desk/policy", {"text": "[[other_ch"}, headers=head).text for head in ({"HX-Request": "true"}, {})
    ]
    outcome = [answer.partition('id="outcome"')[2] for answer in answers]
    assert [("autofocus" in each, 'role="status"' in each, 'role="alert"' in each) for each in outcome] == [
        (False, True, False),
        (True, False, True),
    ]


def test_trying_tells_what_changes_and_is_no_clause(desk, organisation):
    """A change that the page does not show is not published by surprise."""
    publish_text(organisation, now=timezone.now())
    answer = html.unescape(
        desk.post("/desk/policy", {"text": SMALL.replace("b@haven.example", "d@haven.example")}).text
    )
    told = (
        "Er verandert geen enkele bepaling.",
        "<code>people.stand_in.mail</code>",
        "d@haven.example",
        "b@haven.example",
    )
    assert [part in answer.partition('id="outcome"')[2] for part in told] == [True, True, True, True]


def test_trying_names_the_planned_version_that_falls_away(desk, organisation):
    """The differences are those with the version that finders have."""
    publish_text(organisation, now=timezone.now())
    later = SMALL.replace("format = 1\n", f"format = 1\ntakes_effect = {NEXT_YEAR}\n").replace(
        "5 working days", "1 week"
    )
    publish_text(organisation, later, now=timezone.now())
    answer = desk.post("/desk/policy", {"text": OTHER}).text
    told = ("Versie 3 is gepland en wordt dan nooit van kracht", "Vergeleken met versie 2", "takes_effect")
    assert [part in answer.partition('id="h-changes"')[2].partition("</section>")[0] for part in told] == [
        True,
        True,
        False,
    ]


def test_host_names_that_a_brand_loses_are_named_and_asked_for(desk, organisation):
    branded = SMALL + '\n[[brand]]\nid = "bloom"\nname = "Bloom"\nhosts = ["lek.bloom.example"]\n'
    publish_text(organisation, branded)
    posted = {"text": OTHER, "seen": look(desk, OTHER), "publish": "1"}
    asked = desk.post("/desk/policy", posted)
    assert (asked.status_code, "lek.bloom.example</span>" in asked.text, newest_number(organisation.id)) == (
        409,
        True,
        2,
    )
    done = desk.post("/desk/policy", {**posted, "leave": "1"})
    assert (done.status_code, newest_number(organisation.id)) == (303, 3)
