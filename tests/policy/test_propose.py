"""Publishing with a second pair of eyes: what one person alone cannot publish waits, and comes back or goes."""

from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.people.actions import change_role, remove_member
from meldpunt.people.terms import NotAllowed, Role
from meldpunt.policy.actions import approve, propose, publish, send_back, withdraw_proposal
from meldpunt.policy.models import PolicyVersion, Proposal, ProposalFile
from meldpunt.policy.queries import approvers_of, needs_two, newest_number, proposal_of
from meldpunt.policy.terms import (
    LONGEST_REMARK,
    NeedsTwo,
    NoProposal,
    NotYours,
    OwnProposal,
    PolicyRefused,
    ProposalChanged,
    ProposalOpen,
    PublishedMeanwhile,
    RemarkRefused,
    SameAsBefore,
)
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_member, make_organisation
from tests.factories.policy import propose_text, publish_by_two, publish_text
from tests.factories.policy_texts import SMALL, TWO, with_lines

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
OTHER = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


def deeds(organisation: MadeOrganisation) -> list[str]:
    """Return what was done with policies, newest first."""
    found = (entry.deed for entry in entries_of_organisation(organisation.id))
    return [deed for deed in found if deed.startswith("policy.")]


def letters(organisation: MadeOrganisation, kind: str) -> list[str]:
    """Return to whom letters of this kind are owed."""
    return sorted(ready_letter(row).to for row in Owed.objects.filter(organisation=organisation.id, letter=kind))


def test_one_person_does_not_publish_a_file_that_asks_for_two(organisation):
    with pytest.raises(NeedsTwo):
        publish_text(organisation, TWO)
    assert newest_number(organisation.id) == 1


def test_what_two_published_one_does_not_undo(organisation):
    """Switching the second pair of eyes off needs it too."""
    publish_by_two(organisation)
    with pytest.raises(NeedsTwo):
        publish_text(organisation, SMALL, now=LATER)
    assert newest_number(organisation.id) == 2


def test_a_version_to_come_asks_already(organisation):
    """Otherwise one person could publish something else before its day."""
    publish_by_two(organisation, TWO.replace("format = 1", "format = 1\ntakes_effect = 2027-03-01"))
    with pytest.raises(NeedsTwo):
        publish_text(organisation, SMALL, now=LATER)


def test_the_one_in_force_asks_until_its_last_day(organisation):
    publish_by_two(organisation)
    publish_by_two(organisation, with_lines("format = 1", "format = 1\ntakes_effect = 2027-03-01"), now=LATER)
    asked = [needs_two(organisation.id, now=moment) for moment in (LATER, NOW + timedelta(days=120))]
    assert asked == [True, False]


def test_once_two_switched_it_off_one_is_enough(organisation):
    publish_by_two(organisation)
    publish_by_two(organisation, SMALL, now=LATER)
    assert publish_text(organisation, with_lines('"tell_only_us"', '"tell_only_us", "no_spam"'), now=LATER).number == 4


def test_a_proposal_waits_with_all_it_is_made_of(organisation, lead):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    told = (waiting.source, waiting.files, waiting.by, waiting.at, waiting.after, waiting.is_open)
    assert told == (TWO, {}, lead.unlocked.actor, NOW, 1, True)
    assert PolicyVersion.objects.filter(organisation=organisation.id).count() == 1


def test_it_is_journalled(organisation, lead):
    propose_text(organisation, by=lead.unlocked.actor)
    assert deeds(organisation) == ["policy.proposed", "policy.published"]


def test_those_who_may_approve_are_told_and_nobody_else(organisation, lead, second):
    administrator = make_member(organisation, Role.ADMINISTRATOR)
    make_member(organisation, Role.HANDLER)
    propose_text(organisation, by=lead.unlocked.actor)
    assert letters(organisation, "policy_proposed") == sorted([second.email, administrator.email])


def test_the_letter_holds_nothing_of_the_policy(organisation, second):  # noqa: ARG001 - who is told
    propose_text(organisation)
    letter = ready_letter(Owed.objects.get(letter="policy_proposed"))
    words = ("security@haven.example", "a@haven.example", "no_steps")
    assert [word in letter.subject + letter.body for word in words] == [False, False, False]


def test_everybody_else_who_may_publish_may_approve(organisation, lead, second):
    make_member(organisation, Role.HANDLER)
    assert set(approvers_of(organisation.id, by=lead.unlocked.actor)) == {second.id}
    assert set(approvers_of(organisation.id, by=OPERATOR)) == {lead.id, second.id}


def test_a_file_that_is_wrong_does_not_wait(organisation):
    with pytest.raises(PolicyRefused):
        propose_text(organisation, "nonsense")
    assert proposal_of(organisation.id) is None


def test_there_is_one_at_a_time(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    with pytest.raises(ProposalOpen):
        propose_text(organisation, OTHER, by=second.unlocked.actor)
    assert proposal_of(organisation.id) == waiting


def test_the_operator_does_not_push_a_lead_aside(organisation, lead):
    propose_text(organisation, by=lead.unlocked.actor)
    with pytest.raises(ProposalOpen):
        propose_text(organisation, OTHER)


def test_who_proposed_it_puts_another_in_its_place(organisation, lead):
    first = propose_text(organisation, by=lead.unlocked.actor)
    changed = propose_text(organisation, OTHER, by=lead.unlocked.actor, now=LATER)
    assert (changed.source, changed.digest == first.digest, Proposal.objects.count()) == (OTHER, False, 1)


def test_what_was_published_last_is_not_proposed(organisation):
    publish_by_two(organisation)
    with pytest.raises(SameAsBefore):
        propose_text(organisation, now=LATER)


def test_what_was_compared_with_an_older_version_is_not_proposed(organisation):
    publish_text(organisation)
    publish_text(organisation, with_lines('"tell_only_us"', '"tell_only_us", "no_spam"'), now=LATER)
    with pytest.raises(PublishedMeanwhile):
        propose(organisation=organisation.id, content=TWO.encode(), files={}, after=2, by=OPERATOR, now=LATER)


def test_who_proposed_it_withdraws_it(organisation, lead):
    propose_text(organisation, by=lead.unlocked.actor)
    withdraw_proposal(organisation=organisation.id, by=lead.unlocked.actor, now=LATER)
    assert (proposal_of(organisation.id), deeds(organisation)[0]) == (None, "policy.withdrawn")


def test_nobody_else_withdraws_what_waits(organisation, lead, second):
    propose_text(organisation, by=lead.unlocked.actor)
    with pytest.raises(NotYours):
        withdraw_proposal(organisation=organisation.id, by=second.unlocked.actor, now=LATER)
    with pytest.raises(NotYours):
        withdraw_proposal(organisation=organisation.id, by=OPERATOR, now=LATER)


def test_nothing_is_not_withdrawn(organisation):
    with pytest.raises(NoProposal):
        withdraw_proposal(organisation=organisation.id, by=OPERATOR, now=NOW)


def test_it_comes_back_with_a_remark(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    send_back(seen=waiting.digest, remark="  Too strict.\n", by=second.unlocked, now=LATER)
    back = proposal_of(organisation.id)
    assert back is not None
    assert back.remark is not None
    assert (back.remark.text, back.remark.by, back.remark.at) == ("Too strict.", second.id, LATER)
    assert (back.is_open, back.source, deeds(organisation)[0]) == (False, TWO, "policy.sent_back")


def test_who_proposed_it_is_told_that_it_came_back_but_not_why(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    send_back(seen=waiting.digest, remark="Hemelsblauw", by=second.unlocked, now=LATER)
    letter = ready_letter(Owed.objects.get(letter="policy_sent_back"))
    assert (letter.to, "Hemelsblauw" in letter.body) == (lead.email, False)


def test_who_proposed_it_is_told_that_it_was_approved_and_nothing_of_it(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    approve(seen=waiting.digest, by=second.unlocked, now=LATER)
    letter = ready_letter(Owed.objects.get(letter="policy_approved"))
    assert (letter.to, "tell_only_us" in letter.body) == (lead.email, False)


def test_the_operator_gets_no_mail(organisation, second):
    waiting = propose_text(organisation)
    send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)
    assert letters(organisation, "policy_sent_back") == []


@pytest.mark.parametrize("remark", ["", " \n\t", "x" * (LONGEST_REMARK + 1)])
def test_a_remark_is_needed_and_not_endless(organisation, second, remark):
    waiting = propose_text(organisation)
    with pytest.raises(RemarkRefused):
        send_back(seen=waiting.digest, remark=remark, by=second.unlocked, now=LATER)


def test_nobody_sends_back_their_own(organisation, lead):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    with pytest.raises(OwnProposal):
        send_back(seen=waiting.digest, remark="No", by=lead.unlocked, now=LATER)


def test_what_changed_since_it_was_read_is_not_sent_back(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    propose_text(organisation, OTHER, by=lead.unlocked.actor, now=LATER)
    with pytest.raises(ProposalChanged):
        send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)


def test_what_came_back_is_not_sent_back_again(organisation, second):
    waiting = propose_text(organisation)
    send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)
    with pytest.raises(NoProposal):
        send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)


def test_a_handler_sends_nothing_back(organisation):
    waiting = propose_text(organisation)
    with pytest.raises(NotAllowed):
        send_back(seen=waiting.digest, remark="No", by=make_member(organisation).unlocked, now=LATER)


def test_who_is_a_handler_meanwhile_sends_nothing_back(organisation, lead, second):
    waiting, before = propose_text(organisation), second.unlocked
    change_role(member=second.id, role=Role.HANDLER, by=lead.unlocked, now=LATER)
    with pytest.raises(NotAllowed):
        send_back(seen=waiting.digest, remark="No", by=before, now=LATER)


def test_what_came_back_makes_place_for_the_next(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)
    following = propose_text(organisation, OTHER, by=second.unlocked.actor, now=LATER)
    assert (following.source, following.is_open) == (OTHER, True)


def test_what_came_back_anybody_who_may_publish_puts_away(organisation, lead, second):
    waiting = propose_text(organisation, by=lead.unlocked.actor)
    send_back(seen=waiting.digest, remark="No", by=second.unlocked, now=LATER)
    withdraw_proposal(organisation=organisation.id, by=second.unlocked.actor, now=LATER)
    assert (proposal_of(organisation.id), ProposalFile.objects.count()) == (None, 0)


def test_what_waits_elsewhere_is_none_of_their_business(organisation):
    waiting = propose_text(organisation)
    with pytest.raises(NoProposal):
        send_back(seen=waiting.digest, remark="No", by=make_lead(make_organisation()).unlocked, now=LATER)


def test_who_was_removed_meanwhile_proposes_publishes_and_withdraws_nothing(organisation, lead, second):
    by = second.unlocked.actor
    propose_text(organisation, by=by)
    remove_member(member=second.id, by=lead.unlocked, now=NOW)
    for act in (
        lambda: propose_text(organisation, OTHER, by=by),
        lambda: publish(organisation=organisation.id, content=SMALL.encode(), files={}, by=by, now=NOW),
        lambda: withdraw_proposal(organisation=organisation.id, by=by, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
