"""A policy that two people publish, at the desk: proposed by one, read and decided by another."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.doors.desk import proposal as page
from meldpunt.people.actions import remove_member
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from meldpunt.policy.actions import withdraw_proposal
from meldpunt.policy.queries import newest_number, policy_source, proposal_of
from tests.factories.desk import client_of, look
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.policy import make_haven, propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import CONDUCT, NEXT_YEAR, SMALL, TWO

pytestmark = pytest.mark.django_db
HERE = "/desk/policy/proposal"
OTHER = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_haven()


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    return make_lead(organisation, name="Lea", language="en")


@pytest.fixture
def second(organisation: MadeOrganisation) -> MadeMember:
    return make_lead(organisation, name="Sem", language="en")


@pytest.fixture
def desk(lead: MadeMember) -> Client:
    return client_of(lead)


@pytest.fixture
def other_desk(second: MadeMember) -> Client:
    return client_of(second)


def seen(organisation: MadeOrganisation) -> str:
    """Return the digest of what is proposed."""
    proposal = proposal_of(organisation.id)
    return proposal.digest if proposal else ""


def propose(organisation: MadeOrganisation, by: MadeMember, text: str = OTHER, **files: bytes) -> str:
    """Propose a text now, and return its digest."""
    given = {name.replace("_", "."): content for name, content in files.items()}
    return propose_text(organisation, text, files=given, by=by.unlocked.actor, now=timezone.now()).digest


def test_what_two_people_publish_is_proposed_not_published(desk, organisation, second):  # noqa: ARG001 - who approves
    answer = desk.post("/desk/policy", {"text": TWO})
    assert ("Propose this policy" in answer.text, "Publish this policy" in answer.text) == (True, False)
    answer = desk.post("/desk/policy", {"text": TWO, "seen": look(desk, TWO), "propose": "1"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}?said=policy_proposed")
    assert (newest_number(organisation.id), seen(organisation) != "") == (1, True)


def test_who_proposes_alone_is_not_told_that_somebody_got_a_mail(desk):
    answer = desk.post("/desk/policy", {"text": TWO, "seen": look(desk, TWO), "propose": "1"})
    assert answer["Location"] == f"{HERE}?said=policy_proposed_alone"
    assert "Nobody else may approve it yet." in desk.get(answer["Location"]).text


def test_pressing_publish_all_the_same_publishes_nothing(desk, organisation):
    answer = desk.post("/desk/policy", {"text": TWO, "seen": look(desk, TWO), "publish": "1"})
    told = "Two people publish this. Nothing was done"
    assert (answer.status_code, told in answer.text, newest_number(organisation.id)) == (409, True, 1)


def test_who_is_alone_hears_how_to_get_a_second(desk):
    answer = desk.post("/desk/policy", {"text": TWO})
    assert ("you are the only lead or administrator" in answer.text, "/desk/people/invite" in answer.text) == (
        True,
        True,
    )


def test_switching_it_off_is_proposed_too(desk, organisation):
    publish_by_two(organisation)
    answer = desk.post("/desk/policy", {"text": SMALL})
    assert "Propose this policy" in answer.text


def test_the_page_is_empty_when_nothing_waits(desk):
    answer = desk.get(HERE)
    assert (answer.status_code, "No policy waits for a second person." in answer.text) == (200, True)


def test_the_editor_tells_what_waits(desk, other_desk, organisation, lead):
    propose(organisation, lead)
    assert "Your proposal waits for a second person." in desk.get("/desk/policy").text
    assert "A proposal by <bdi>Lea</bdi> waits for a second person." in other_desk.get("/desk/policy").text


def test_the_second_person_sees_clauses_file_and_both_languages(other_desk, organisation, lead):
    publish_text(organisation)
    propose(organisation, lead)
    text = other_desk.get(HERE).text
    told = ("Send no spam", "Verstuur geen spam", "+ second_eyes = true", "+ [people.second_pair_of_eyes]", "Lea")
    assert [part in text for part in told] == [True] * len(told)


def test_the_second_person_publishes(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/policy?said=policy_approved")
    assert (policy_source(organisation.id, 2), seen(organisation)) == (OTHER, "")


def test_who_proposed_it_is_offered_no_approval_and_gets_none(desk, organisation, lead):
    digest = propose(organisation, lead)
    assert "Approve and publish" not in desk.get(HERE).text
    answer = desk.post(f"{HERE}/approve", {"seen": digest})
    told = "You proposed this yourself."
    assert (answer.status_code, told in answer.text, newest_number(organisation.id)) == (409, True, 1)


@pytest.mark.parametrize("given", ["", "0" * 64, "é\x00" * 3])
def test_what_was_not_seen_is_not_approved(other_desk, organisation, lead, given):
    propose(organisation, lead)
    answer = other_desk.post(f"{HERE}/approve", {"seen": given})
    told = "The proposal changed while you were reading."
    assert (answer.status_code, told in answer.text, newest_number(organisation.id)) == (409, True, 1)


def test_what_is_not_there_any_more_is_told(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    withdraw_proposal(organisation=organisation.id, by=lead.unlocked.actor, now=NOW)
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest})
    told = ("This does not wait any more", "No policy waits for a second person.")
    assert (answer.status_code, [part in answer.text for part in told]) == (409, [True, True])


def test_a_version_published_meanwhile_is_told_and_nothing_is_lost(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    publish_text(organisation)
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest})
    told = "Another version was published after this was proposed."
    assert (answer.status_code, told in answer.text, seen(organisation)) == (409, True, digest)
    assert "Approve and publish" not in answer.text


def test_who_may_not_publish_any_more_is_told(other_desk, organisation, lead, second):
    digest = propose(organisation, lead)
    remove_member(member=lead.id, by=second.unlocked, now=NOW)
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest})
    assert (answer.status_code, "Who proposed this may not publish any more." in answer.text) == (409, True)


def test_settings_that_changed_are_told_by_line(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    Organisation.objects.filter(pk=organisation.id).update(region="BE")
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest})
    told = ("This cannot be published as things stand", "organisation.country")
    assert (answer.status_code, [part in answer.text for part in told]) == (409, [True, True])


def test_a_date_that_passed_is_asked_about(other_desk, organisation, lead):
    now = timezone.now()
    text = OTHER.replace("format = 1", f"format = 1\ntakes_effect = {now - timedelta(days=2):%Y-%m-%d}")
    digest = propose_text(organisation, text, by=lead.unlocked.actor, now=now - timedelta(days=4)).digest
    asked = other_desk.post(f"{HERE}/approve", {"seen": digest})
    told = ("A date in the file has passed.", 'name="with_passed_dates"')
    assert (asked.status_code, [part in asked.text for part in told]) == (409, [True, True])
    answer = other_desk.post(f"{HERE}/approve", {"seen": digest, "with_passed_dates": "1"})
    assert (answer.status_code, newest_number(organisation.id)) == (303, 2)


def test_a_remark_goes_back_and_is_read(desk, other_desk, organisation, lead):
    digest = propose(organisation, lead)
    answer = other_desk.post(f"{HERE}/send-back", {"seen": digest, "remark": "Too <b>long</b>.\r\nShorter."})
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}?said=policy_sent_back")
    text = desk.get(HERE).text
    told = ("Too &lt;b&gt;long&lt;/b&gt;.\nShorter.", "<bdi>Sem</bdi> wrote:", "Go on with this text")
    assert [part in text for part in told] == [True, True, True]
    assert "was sent back by <bdi>Sem</bdi>" in desk.get("/desk/policy").text


@pytest.mark.parametrize("remark", ["", "  ", "x" * 2001])
def test_a_remark_is_asked_for_and_kept(other_desk, organisation, lead, remark):
    digest = propose(organisation, lead)
    answer = other_desk.post(f"{HERE}/send-back", {"seen": digest, "remark": remark})
    told = "Say what has to change, in at most 2000 characters."
    assert (answer.status_code, told in answer.text, remark.strip() in answer.text) == (422, True, True)


def test_a_remark_on_what_changed_meanwhile_is_kept(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    propose(organisation, lead, TWO)
    answer = other_desk.post(f"{HERE}/send-back", {"seen": digest, "remark": "Too long"})
    assert (answer.status_code, "Too long</textarea>" in answer.text) == (409, True)


def test_a_remark_typed_while_the_desk_locked_comes_back(organisation, lead, second):
    digest = propose(organisation, lead)
    locked = client_of(second, locked=True)
    locked.post(f"{HERE}/send-back", {"seen": digest, "remark": "Too long"})
    assert "Too long</textarea>" in client_of(second).get(HERE).text


def test_going_on_with_it_begins_with_its_text(desk, organisation, lead):
    propose(organisation, lead)
    assert "a@haven.example" in desk.get("/desk/policy?proposal=1").text
    assert "a@haven.example" not in desk.get("/desk/policy").text


def test_going_on_with_it_keeps_its_documents(desk, organisation, lead):
    propose(organisation, lead, OTHER + CONDUCT, conduct_txt=b"Be careful.")
    answer = desk.post("/desk/policy", {"text": TWO + CONDUCT, "seen": look(desk, TWO + CONDUCT), "propose": "1"})
    proposal = proposal_of(organisation.id)
    assert (answer.status_code, proposal and sorted(proposal.files)) == (303, ["conduct.txt"])


def test_a_colleagues_proposal_is_not_pushed_aside(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    answer = other_desk.post("/desk/policy", {"text": TWO, "seen": look(other_desk, TWO), "propose": "1"})
    told = "proposal waits. Nothing was done"
    assert (answer.status_code, told in answer.text, seen(organisation)) == (409, True, digest)


def test_who_proposed_it_withdraws_it(desk, organisation, lead):
    propose(organisation, lead)
    answer = desk.post(f"{HERE}/withdraw")
    assert (answer.status_code, answer["Location"]) == (303, "/desk/policy?said=policy_withdrawn")
    assert seen(organisation) == ""


def test_nobody_else_does(other_desk, organisation, lead):
    digest = propose(organisation, lead)
    answer = other_desk.post(f"{HERE}/withdraw")
    assert (answer.status_code, seen(organisation)) == (409, digest)


def test_a_file_of_it_is_a_download(other_desk, organisation, lead):
    digest = propose(organisation, lead, OTHER + CONDUCT, conduct_txt=b"Be careful.")
    answer = other_desk.get(f"{HERE}/{digest}/files/conduct.txt")
    kind = (answer["Content-Type"], answer["Content-Disposition"].partition(";")[0])
    assert (answer.content, kind) == (b"Be careful.", ("application/octet-stream", "attachment"))


@pytest.mark.parametrize("name", ["other.txt", "..%2Fpolicy.toml", "%00"])
def test_a_file_that_it_does_not_name_is_not_there(other_desk, organisation, lead, name):
    digest = propose(organisation, lead)
    assert other_desk.get(f"{HERE}/{digest}/files/{name}").status_code == 404


def test_the_end_of_the_second_pair_of_eyes_is_said_aloud(other_desk, organisation, lead):
    publish_by_two(organisation)
    propose(organisation, lead, SMALL)
    assert "This ends the second pair of eyes." in other_desk.get(HERE).text


def test_signs_that_cannot_be_seen_are_marked(other_desk, organisation, lead):
    propose(organisation, lead, OTHER + "# hidden\u202e\n")
    assert "U+202E" in other_desk.get(HERE).text


def test_two_compared_versions_are_both_shown(other_desk, organisation, lead):
    now = timezone.now()
    publish_by_two(organisation, now=now)
    publish_by_two(organisation, OTHER.replace("format = 1", f"format = 1\ntakes_effect = {NEXT_YEAR}"), now=now)
    propose(organisation, lead, TWO.replace('pledges = ["confidential"]', 'pledges = ["looked_into"]'))
    text = other_desk.get(HERE).text
    told = ("What changes from version 2, now in force", "What changes from version 3, still to come")
    assert [part in text for part in told] == [True, True]


def test_a_handler_has_no_business_here(organisation, lead):
    propose(organisation, lead)
    assert client_of(make_member(organisation, Role.HANDLER)).get(HERE).status_code == 403


def test_a_name_of_an_organisation_elsewhere_changes_nothing(lead, organisation):
    propose(organisation, lead)
    stranger = client_of(make_lead(make_organisation(), language="en"))
    assert "No policy waits for a second person." in stranger.get(HERE).text


def test_every_reason_has_words():
    assert all(str(words) for words in page.WHY.values())


def test_what_changes_and_is_no_clause_is_told_too(organisation, lead, other_desk):
    """The contact in security.txt is one."""
    publish_text(organisation, SMALL)
    propose(organisation, lead, TWO.replace("security@haven.example", "help@haven.example"))
    told = other_desk.get(HERE).text.partition('id="h-changes-2"')[2].partition("</section>")[0]
    assert [key in told for key in ("contact.mail", "people.second_pair_of_eyes.mail")] == [True, True]
