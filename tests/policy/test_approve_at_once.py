"""Two people act on a proposal at the same moment: one of them wins, nothing is half done."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from meldpunt.journal.queries import first_broken_link
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import remove_member
from meldpunt.people.terms import NotAllowed, Visitor
from meldpunt.policy.actions import approve, publish
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import newest_number, policy_history, policy_source, proposal_of
from meldpunt.policy.terms import PolicyError, Proposal
from tests.factories.people import NOW, make_lead
from tests.factories.policy import propose_text
from tests.factories.policy_texts import SMALL, TWO

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=1)
OTHER = TWO.replace('rules = ["tell_only_us"]', 'rules = ["tell_only_us", "no_spam"]')


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do the acts in threads that start together; return what became of each, in order of name."""
    barrier, outcomes = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            outcomes.append(f"version {act()}")
        except (PolicyError, NotAllowed) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def approval(proposal: Proposal, by: Visitor) -> Callable[[], object]:
    return lambda: approve(seen=proposal.digest, by=by, now=LATER)


def test_two_people_approve_at_once_and_it_is_published_once(organisation, waiting, second):
    others = [second.unlocked, make_lead(organisation).unlocked, make_lead(organisation).unlocked]
    assert at_once(*(approval(waiting, by) for by in others)) == ["NoProposal", "NoProposal", "version 2"]
    assert PolicyVersion.objects.filter(organisation=organisation.id).count() == 2
    assert first_broken_link(organisation.id) is None


def test_approving_and_publishing_at_once_leaves_one_of_them(organisation, waiting, second):
    def alone() -> int:
        return publish(organisation=organisation.id, content=SMALL.encode(), files={}, after=1, by=OPERATOR, now=LATER)

    outcomes = at_once(approval(waiting, second.unlocked), alone)
    assert outcomes in (["NeedsTwo", "version 2"], ["PublishedMeanwhile", "version 2"])
    assert [each.policy.number for each in policy_history(organisation.id)] == [2, 1]


def test_approving_and_changing_at_once_publishes_what_was_read_or_nothing(organisation, waiting, lead, second):
    by = lead.unlocked.actor
    at_once(approval(waiting, second.unlocked), lambda: propose_text(organisation, OTHER, by=by, now=LATER).is_open)
    published = newest_number(organisation.id) == 2
    assert [policy_source(organisation.id, 2)] == [TWO] if published else proposal_of(organisation.id) is not None


def test_removing_who_approves_at_once_lets_one_of_them_through(organisation, waiting, lead, second):
    by, remover = second.unlocked, lead.unlocked

    def remove() -> int:
        remove_member(member=second.id, by=remover, now=LATER)
        return 0

    outcomes = at_once(approval(waiting, by), remove)
    assert outcomes in (["NotAllowed", "version 0"], ["version 0", "version 2"])
    assert (newest_number(organisation.id) == 2) == ("version 2" in outcomes)


def test_two_people_propose_at_once_and_one_waits(organisation, lead, second):
    acts = [
        lambda by=by, text=text: propose_text(organisation, text, by=by, now=LATER).is_open
        for by, text in ((lead.unlocked.actor, TWO), (second.unlocked.actor, OTHER))
    ]
    assert at_once(*acts) == ["ProposalOpen", "version True"]
