"""The second person: what they looked at is published, or nothing is."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.actions import change_role, remove_member
from meldpunt.people.models import Organisation
from meldpunt.people.terms import NotAllowed, Role
from meldpunt.policy.actions import approve, withdraw_proposal
from meldpunt.policy.actions import proposals as verbs
from meldpunt.policy.actions.publishing import next_version
from meldpunt.policy.models import ProposalFile
from meldpunt.policy.queries import (
    newest_number,
    policy_document,
    policy_source,
    policy_version,
    proposal_of,
    review,
)
from meldpunt.policy.rules.proposals import Mark
from meldpunt.policy.terms import (
    DatesPassed,
    NeedsTwo,
    NoProposal,
    OwnProposal,
    PolicyRefused,
    ProposalChanged,
    ProposerGone,
    PublishedMeanwhile,
)
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.policy import propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import EXAMPLES, SMALL, TWO, files_beside, policy_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + DAY
OTHER = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')
SOON = TWO.replace("format = 1", "format = 1\ntakes_effect = 2026-12-01\nreview_by = 2027-01-01")


def test_what_was_proposed_is_the_next_version(organisation, waiting, second):
    number = approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    version = policy_version(organisation.id, number)
    assert (number, policy_source(organisation.id, 2), version.published_at) == (2, TWO, LATER)
    assert proposal_of(organisation.id) is None


def test_the_journal_knows_both(organisation, waiting, lead, second):
    approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    entry = next(one for one in entries_of_organisation(organisation.id) if one.deed == "policy.approved")
    assert (entry.actor, entry.facts) == (second.unlocked.actor, {"number": 2, "proposer": str(lead.id)})


def test_the_operator_may_be_one_of_the_two(organisation, second):
    approve(seen=propose_text(organisation).digest, by=second.unlocked, now=LATER)
    entry = next(one for one in entries_of_organisation(organisation.id) if one.deed == "policy.approved")
    assert entry.facts == {"number": 2, "proposer": "operator"}


def test_an_administrator_may_approve(organisation, waiting):
    by = make_member(organisation, Role.ADMINISTRATOR).unlocked
    assert approve(seen=waiting.digest, by=by, now=LATER) == 2


def test_nobody_approves_their_own(organisation, waiting, lead):
    with pytest.raises(OwnProposal):
        approve(seen=waiting.digest, by=lead.unlocked, now=LATER)
    assert newest_number(organisation.id) == 1


def test_a_handler_approves_nothing(organisation, waiting):
    with pytest.raises(NotAllowed):
        approve(seen=waiting.digest, by=make_member(organisation).unlocked, now=LATER)


def refused(act: Callable[[], object], reason: type[Exception], organisation: MadeOrganisation) -> None:
    """Hold that nothing was published, and that it still waits."""
    with pytest.raises(reason):
        act()
    waiting = proposal_of(organisation.id)
    assert (waiting is not None and waiting.is_open, newest_number(organisation.id)) == (True, 1)


def test_who_was_removed_meanwhile_does_not_approve(organisation, waiting, lead, second):
    before = second.unlocked
    remove_member(member=second.id, by=lead.unlocked, now=NOW)
    refused(lambda: approve(seen=waiting.digest, by=before, now=LATER), NotAllowed, organisation)


def test_who_became_a_handler_meanwhile_does_not_approve(organisation, waiting, lead, second):
    before = second.unlocked
    change_role(member=second.id, role=Role.HANDLER, by=lead.unlocked, now=NOW)
    refused(lambda: approve(seen=waiting.digest, by=before, now=LATER), NotAllowed, organisation)


@pytest.mark.parametrize("how", ["removed", "made a handler"])
def test_who_proposed_it_must_still_be_one_of_two(organisation, waiting, lead, second, how):
    if how == "removed":
        remove_member(member=lead.id, by=second.unlocked, now=NOW)
    else:
        change_role(member=lead.id, role=Role.HANDLER, by=second.unlocked, now=NOW)
    refused(lambda: approve(seen=waiting.digest, by=second.unlocked, now=LATER), ProposerGone, organisation)


def test_what_changed_since_it_was_read_is_not_approved(organisation, waiting, lead, second):
    propose_text(organisation, OTHER, by=lead.unlocked.actor, now=LATER)
    refused(lambda: approve(seen=waiting.digest, by=second.unlocked, now=LATER), ProposalChanged, organisation)


def test_what_changes_between_the_look_and_the_lock_is_not_approved(organisation, waiting, lead, second, monkeypatch):
    """It is proposed anew while the old text is being read."""
    real, by = next_version, lead.unlocked.actor

    def slowly(*given, **named):
        propose_text(organisation, OTHER, by=by, now=LATER)
        return real(*given, **named)

    monkeypatch.setattr(verbs, "next_version", slowly)
    refused(lambda: approve(seen=waiting.digest, by=second.unlocked, now=LATER), ProposalChanged, organisation)


def test_a_document_that_changed_is_a_change(organisation, lead, second):
    texts = [with_document(content) for content in (b"Be careful.", b"Be very careful.")]
    digests = [propose_text(organisation, text, files=files, by=lead.unlocked.actor).digest for text, files in texts]
    refused(lambda: approve(seen=digests[0], by=second.unlocked, now=LATER), ProposalChanged, organisation)


def with_document(content: bytes) -> tuple[str, dict[str, bytes]]:
    digest = hashlib.sha256(content).hexdigest()
    table = f'[document.nl]\nfile = "conduct.txt"\nsha256 = "{digest}"\n'
    head = '\n[[document]]\nid = "conduct"\nversion = "1"\ntitle = { nl = "Code", en = "Code" }\n'
    return TWO + head + table, {"conduct.txt": content, "unnamed.txt": b"x"}


def test_documents_come_along(organisation, lead, second):
    text, files = with_document(b"Be careful.")
    waiting = propose_text(organisation, text, files=files, by=lead.unlocked.actor)
    approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    assert sorted(waiting.files) == ["conduct.txt"]
    assert policy_document(organisation.id, 2, "conduct.txt").content == b"Be careful."
    assert ProposalFile.objects.count() == 0


def test_nothing_is_not_approved(organisation, waiting, lead, second):
    withdraw_proposal(organisation=organisation.id, by=lead.unlocked.actor, now=LATER)
    with pytest.raises(NoProposal):
        approve(seen=waiting.digest, by=second.unlocked, now=LATER)


def test_it_is_approved_once(waiting, second):
    approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    with pytest.raises(NoProposal):
        approve(seen=waiting.digest, by=second.unlocked, now=LATER)


def test_what_waits_elsewhere_is_not_there(waiting):
    stranger = make_lead(make_organisation()).unlocked
    with pytest.raises(NoProposal):
        approve(seen=waiting.digest, by=stranger, now=LATER)


def test_a_newer_version_ends_what_was_compared_with_the_one_before(organisation, waiting, second):
    publish_text(organisation)
    with pytest.raises(PublishedMeanwhile):
        approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    assert (newest_number(organisation.id), proposal_of(organisation.id)) == (2, waiting)


def test_proposed_again_after_a_newer_version_it_is_looked_at_again(organisation, waiting, lead, second):
    """The text is the same, what it changes is not."""
    publish_text(organisation)
    again = propose_text(organisation, by=lead.unlocked.actor, now=LATER)
    with pytest.raises(ProposalChanged):
        approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    assert approve(seen=again.digest, by=second.unlocked, now=LATER) == 3


def test_a_day_that_passed_is_asked_about(organisation, lead, second):
    waiting, late = propose_text(organisation, SOON, by=lead.unlocked.actor), NOW + 20 * DAY
    refused(lambda: approve(seen=waiting.digest, by=second.unlocked, now=late), DatesPassed, organisation)
    number = approve(seen=waiting.digest, with_passed_dates=True, by=second.unlocked, now=late)
    assert policy_version(organisation.id, number).in_force_from == late


def test_its_own_day_has_not_passed(organisation, lead, second):
    waiting, that_day = propose_text(organisation, SOON, by=lead.unlocked.actor), NOW + 8 * DAY
    assert approve(seen=waiting.digest, by=second.unlocked, now=that_day) == 2


def test_settings_that_changed_meanwhile_are_looked_at(organisation, waiting, second):
    Organisation.objects.filter(pk=organisation.id).update(languages=["en"])
    refused(lambda: approve(seen=waiting.digest, by=second.unlocked, now=LATER), PolicyRefused, organisation)


def test_what_the_operator_gave_a_host_name_a_member_may_approve(second, organisation):
    """Host names are the operator's to give; the approval does not take that back."""
    text = f'{TWO}\n[[brand]]\nid = "bloom"\nname = "Bloom"\nhosts = ["bloom.example"]\n'
    assert approve(seen=propose_text(organisation, text).digest, by=second.unlocked, now=LATER) == 2


def test_the_review_shows_what_no_clause_tells(organisation, lead):
    """Who is named stands in the file alone; that one person is enough from now on is said aloud."""
    publish_by_two(organisation)
    changed = SMALL.replace("c@haven.example", "x@haven.example")
    waiting = propose_text(organisation, changed, by=lead.unlocked.actor, now=LATER)
    seen = review(organisation.facts, waiting, now=LATER)
    rows = [(row.mark, row.text) for row in seen.rows or () if "mail" in row.text and row.mark is not Mark.SAME]
    gone = [one.before.id for each in seen.comparisons for one in each.differences if one.before]
    assert (seen.ends_second_eyes, gone) == (True, ["two_people_publish"])
    assert sorted(rows) == [
        (Mark.GONE, 'mail = "c@haven.example"'),
        (Mark.GONE, 'mail = "d@haven.example"'),
        (Mark.NEW, 'mail = "x@haven.example"'),
    ]


def test_the_review_compares_with_what_is_in_force_and_what_is_to_come(organisation, lead):
    publish_by_two(organisation)
    publish_by_two(organisation, OTHER.replace("format = 1", "format = 1\ntakes_effect = 2027-03-01"), now=LATER)
    waiting = propose_text(organisation, SMALL, by=lead.unlocked.actor, now=LATER)
    found = review(organisation.facts, waiting, now=LATER).comparisons
    told = [(each.before.number, [one.before.id for one in each.differences if one.before]) for each in found]
    assert told == [(2, ["two_people_publish"]), (3, ["no_spam", "two_people_publish"])]


def test_the_review_says_what_keeps_it_from_being_published(organisation, waiting):
    Organisation.objects.filter(pk=organisation.id).update(languages=["en"])
    seen = review(make_facts(organisation), waiting, now=LATER)
    assert ([problem.key for problem in seen.problems], seen.policy) == (["organisation.languages"], None)


def make_facts(organisation: MadeOrganisation):
    return make_lead(organisation).unlocked.organisation


def test_a_file_that_is_too_long_is_not_compared_line_by_line(organisation, lead):
    waiting = propose_text(organisation, TWO + "#\n" * 4000, by=lead.unlocked.actor)
    assert review(organisation.facts, waiting, now=LATER).rows is None


def test_the_utility_publishes_by_two():
    """Its file asks for it, as it stands."""
    path = EXAMPLES / "utility.toml"
    text = path.read_text(encoding="utf-8")
    own = policy_of(text, files_beside(path)).organisation
    made = make_organisation(name=own.name, host_names=own.hosts)
    with pytest.raises(NeedsTwo):
        publish_text(made, text, files=files_beside(path))
    assert publish_by_two(made, text, files=files_beside(path)).number == 2
