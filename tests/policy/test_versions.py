"""Versions of a policy."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.policy.actions import keep_first_version
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import policy_in_force, policy_version
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.storage import from_stored, to_stored
from meldpunt.policy.terms import NoSuchVersion, Promise, PromiseKind, Span, Unit
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db


def test_before_anything_is_published_the_default_is_in_force() -> None:
    """An organisation can receive reports at once."""
    policy = policy_in_force(make_organisation().id, now=NOW)
    assert (policy.number, policy.terms) == (1, FIRST_TERMS)


def test_promises_an_answer_in_five_working_days() -> None:
    """The first version keeps the most common promise."""
    assert FIRST_TERMS.promise(PromiseKind.FIRST_ANSWER) == Promise(PromiseKind.FIRST_ANSWER, 5, Unit.WORKING_DAYS)


def test_is_kept_once() -> None:
    """A second call finds the first version and writes nothing."""
    organisation = make_organisation()
    first = keep_first_version(organisation=organisation.id, by=OPERATOR, now=NOW)
    again = keep_first_version(organisation=organisation.id, by=OPERATOR, now=NOW + timedelta(days=1))
    deeds = [entry.deed for entry in entries_of_organisation(organisation.id) if entry.deed == "policy.published"]
    assert (again, deeds) == (first, ["policy.published"])


def test_holds_from_when_the_organisation_was_made() -> None:
    """However much later it is stored."""
    organisation = make_organisation()
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=NOW + timedelta(days=1))
    first = policy_version(organisation.id, 1)
    assert (first.published_at, first.in_force_from) == (NOW, NOW)


def test_comes_back_as_it_was_stored() -> None:
    """The texts that were shown are stored with the version."""
    assert from_stored(to_stored(FIRST_TERMS)) == FIRST_TERMS


def test_the_length_of_the_finders_page_comes_back_in_its_own_unit() -> None:
    """One that was stored before the unit was kept says days."""
    terms = replace(FIRST_TERMS, page_days=186, page_span=Span(6, Unit.MONTHS))
    stored = to_stored(terms)
    before = {name: value for name, value in stored.items() if name != "page_span"}
    assert [from_stored(each).page_stays for each in (stored, before)] == [Span(6, Unit.MONTHS), Span(186, Unit.DAYS)]


def test_the_newest_version_is_in_force_and_the_older_one_stays() -> None:
    """A new version changes nothing for who was shown the old one."""
    organisation = make_organisation()
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=NOW)
    stored = to_stored(FIRST_TERMS) | {"page_days": 30}
    PolicyVersion.objects.create(
        organisation_id=organisation.id, number=2, published_at=NOW, in_force_from=NOW, terms=stored
    )
    newest, oldest = policy_in_force(organisation.id, now=NOW), policy_version(organisation.id, 1)
    assert (newest.number, newest.terms.page_days, oldest.terms.page_days) == (2, 30, 180)


def test_unknown_version() -> None:
    """A number that was never published is an error with a name."""
    with pytest.raises(NoSuchVersion):
        policy_version(make_organisation().id, 7)


def test_every_clause_has_both_languages() -> None:
    """Dutch and English, nothing empty."""
    assert [clause.id for clause in FIRST_TERMS.clauses if not (clause.texts["nl"] and clause.texts["en"])] == []
