"""How far back the reports of an organisation go."""

from uuid import UUID

from meldpunt.cases.models import Case


def first_version_reported(organisation: UUID) -> int | None:
    """Return the number of the policy version that the organisation's first case came under; None before there is one."""
    first = Case.objects.filter(organisation=organisation).order_by("number")
    return first.values_list("threads__report__policy_version__number", flat=True).first()
