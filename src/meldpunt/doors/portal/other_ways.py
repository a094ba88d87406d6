"""How to report where the policy names other ways in than the form; the way back to an earlier report stays."""

from django.http import HttpResponse
from django.shortcuts import render

from meldpunt.doors.look.policies import parts_of, tells_of_key
from meldpunt.doors.portal.guards import PortalRequest
from meldpunt.policy.terms import Policy, Section


def other_ways(request: PortalRequest, policy: Policy, *, status: int = 200) -> HttpResponse:
    """Show the ways in, and where to go with what this desk is not for."""
    parts = [*parts_of(policy, Section.WAYS_IN), *parts_of(policy, Section.ELSEWHERE, Section.SCOPE, Section.EXCLUDED)]
    context = {"parts": parts, "key_page": tells_of_key(policy)}
    return render(request, "portal/other_ways.html", context, status=status)
