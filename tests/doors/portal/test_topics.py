"""What a report may be about, as the policy says."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from meldpunt.doors.portal.forms import ReportForm
from meldpunt.policy.terms import Topic
from tests.factories.policy import publish_text
from tests.factories.policy_texts import with_lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("topics", "told", "kept"), [('["leak", "abuse"]', ["leak", "abuse"], "leak"), ('["abuse"]', [], "abuse")]
)
def test_only_the_topics_of_the_policy_are_offered(finder, organisation, topics, told, kept):
    """A choice between one thing is no question, and without a choice the first one counts."""
    policy = publish_text(
        organisation, with_lines("[clauses]", f"[finder]\ntopics = {topics}\n\n[clauses]"), now=timezone.now()
    )
    finder.get("/report")
    assert re.findall(r'name="topic" value="(\w+)"', finder.page) == told
    form = ReportForm({"where": "a", "what": "b"}, policy=policy, languages=("en",))
    assert (form.is_valid(), form.content().topic) == (True, kept)


def test_a_form_offers_its_own_topics_whatever_another_offered(organisation):
    """Forms share what they have in common, and nothing else."""
    policy = publish_text(
        organisation, with_lines("[clauses]", '[finder]\ntopics = ["leak", "abuse"]\n\n[clauses]'), now=timezone.now()
    )
    every = replace(policy, terms=replace(policy.terms, topics=tuple(Topic)))
    forms = [ReportForm(policy=one, languages=("en", "nl")) for one in (every, policy, every)]
    offered: list[Any] = [form.fields["topic"] for form in forms]
    assert [[value for value, _words in field.choices] for field in offered] == [
        ["weakness", "leak", "abuse"],
        ["leak", "abuse"],
        ["weakness", "leak", "abuse"],
    ]
