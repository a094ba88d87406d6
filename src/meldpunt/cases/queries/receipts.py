"""The receipt of a report that came in: the same again, whenever it is asked for."""

from dataclasses import replace
from datetime import datetime

from meldpunt.arrivals.rules.content import commitment
from meldpunt.cases.models import Thread
from meldpunt.cases.rules.upkeep import first_answer_due
from meldpunt.cases.terms import Receipt
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import policy_version
from meldpunt.policy.rules.calendar import region_of
from meldpunt.policy.terms import PolicyTerms
from meldpunt.sealing.terms import AccessCode


def receipt_again(code: AccessCode, *, organisation: OrganisationFacts, manifest: str) -> Receipt | None:
    """Return the receipt of the report that this code belongs to, or None when there is no such report.

    `manifest` is what the receipt's digest is of; it is made of what was sent, which is not stored in clear.
    """
    columns = ("case__number", "report__received_at", "report__language", "report__policy_version__number")
    found = Thread.objects.filter(locator=code.locator, case__organisation=organisation.id).values_list(*columns)[:1]
    for number, received_at, language, version in found:
        return receipt_of(
            code,
            manifest=manifest,
            number=number,
            received_at=received_at,
            language=language,
            terms=policy_version(organisation.id, version).terms,
            organisation=organisation,
        )
    return None


def receipt_of(
    code: AccessCode,
    *,
    manifest: str,
    number: str,
    received_at: datetime,
    language: str,
    terms: PolicyTerms,
    organisation: OrganisationFacts,
) -> Receipt:
    """Return a receipt of these facts."""
    return Receipt(
        number=number,
        code=code.text,
        digest=commitment(manifest).hex(),
        salt=code.salt.hex(),
        manifest=manifest,
        received_at=received_at,
        due_at=first_answer_due(received_at, terms, region_of(terms, organisation)),
        page_stays=terms.page_stays,
        language=language,
    )


def without_content(receipt: Receipt) -> Receipt:
    """Return a receipt for who is not shown what it is about: with its salt or the lines of its fields they could test guesses."""
    head, _salt, rules, _content = receipt.manifest.split("\n", 3)
    return replace(receipt, salt="", manifest=f"{head}\n\n{rules}\n")
