"""What a database of before the policy file holds is shown after the upgrade as it was shown before."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from meldpunt.policy.queries import policy_version
from meldpunt.policy.terms import Section
from tests.factories.people import NOW, MadeOrganisation, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)

OLD = {
    "rules": [{"id": "tell_only_us", "texts": {"en": "Tell only us.", "nl": "Vertel het alleen ons."}}],
    "pledges": [{"id": "looked_into", "texts": {"en": "We look.", "nl": "Wij kijken."}}],
    "promises": [
        {"kind": "first_answer", "amount": 5, "unit": "working_days"},
        {"kind": "silence", "amount": 30, "unit": "days"},
    ],
    "page_days": 180,
    "identity_modes": ["anonymous", "pseudonym", "name"],
    "contact_modes": ["none", "email", "phone"],
}


def migrated_back(target: str) -> Any:
    """Bring the tables of policies to a migration and return the models as they are then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("policy", target)])
    return MigrationExecutor(connection).loader.project_state([("policy", target)]).apps


def migrate_all() -> None:
    """Bring every table to its newest form: what stands on the tables of policies went back with them."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def organisation() -> MadeOrganisation:
    """An organisation with a version 1 from before."""
    made = make_organisation(languages=("nl", "en"))
    old = migrated_back("0001_initial")
    old.get_model("policy", "PolicyVersion").objects.create(
        organisation_id=made.id, number=1, published_at=NOW, terms=OLD
    )
    migrate_all()
    policy_version.cache_clear()
    return made


def test_the_page_says_what_it_said(organisation):
    shown = policy_version(organisation.id, 1).terms.clauses
    assert [(clause.section, clause.text("nl")) for clause in shown] == [
        (Section.IDENTITY, "Dat bepaalt u zelf: meld zonder naam, onder een schuilnaam of onder uw eigen naam."),
        (
            Section.IDENTITY,
            "U mag een e-mailadres of telefoonnummer achterlaten, maar het hoeft niet: uw toegangscode is genoeg.",
        ),
        (Section.RULES, "Vertel het alleen ons."),
        (Section.PROMISES, "U krijgt een eerste antwoord binnen 5 werkdagen."),
        (Section.PROMISES, "Daarna hoort u minstens elke 30 dagen iets van ons."),
        (Section.PLEDGES, "Wij kijken."),
    ]


def test_the_clocks_run_as_they_ran(organisation):
    terms = policy_version(organisation.id, 1).terms
    assert [(one.kind, one.amount, one.unit, one.says, one.pauses) for one in terms.promises] == [
        ("first_answer", 5, "working_days", (), False),
        ("silence", 30, "days", (), False),
    ]
    assert (terms.page_days, len(terms.identity_modes), len(terms.contact_modes)) == (180, 3, 3)


def test_it_is_in_force_since_it_was_published(organisation):
    assert policy_version(organisation.id, 1).in_force_from == NOW
