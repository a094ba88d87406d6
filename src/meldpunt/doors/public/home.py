"""The organisation's page: who it is, what to report, all that its policy says, and the way in and back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from meldpunt.doors.look.drawn import drawn_once
from meldpunt.doors.look.lengths import length_in_words
from meldpunt.doors.look.needs import ADDRESSES, needed_in_words, takes_address
from meldpunt.doors.look.policies import parts_of, preferred_way, tells_of_key
from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.rules.ways_in import takes_form
from meldpunt.policy.terms import Policy, PromiseKind, Section, Topic, Unit

TOPICS = {
    Topic.WEAKNESS: (_("A weakness"), _("somebody could get in, see or change what is not theirs.")),
    Topic.LEAK: (_("Leaked data"), _("information that should not be out in the open.")),
    Topic.ABUSE: (_("Abuse"), _("a break-in or an attempt at one, whether you are the victim or only saw it.")),
}


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show what the policy in force says."""
    policy = policy_in_force(request.organisation.id, now=now())
    about = (policy.number, policy.row)
    return drawn_once(request, about=about, parts={}, draw=lambda _parts: _drawn(request, policy))


def _drawn(request: OpenRequest, policy: Policy) -> HttpResponse:
    answer = policy.terms.promise(PromiseKind.FIRST_ANSWER)
    parts = parts_of(policy, *(section for section in Section if section is not Section.WELCOME))
    context = {
        "policy": policy,
        "welcome": parts_of(policy, Section.WELCOME),
        "topics": [TOPICS[topic] for topic in policy.terms.topics],
        "needed": needed_in_words(policy.terms),
        "needed_address": ADDRESSES.get(frozenset(policy.terms.contact_modes)),
        "takes_address": takes_address(policy.terms),
        "parts": parts,
        "by_people": any(line.by_people for part in parts for line in part.lines),
        "key_page": tells_of_key(policy),
        "takes_form": takes_form(policy.terms),
        "preferred": preferred_way(policy),
        "page_stays": length_in_words(policy.terms.page_stays),
        "answer_within": length_in_words(answer),
        "answer_in_working_days": answer is not None and answer.unit is Unit.WORKING_DAYS,
    }
    return render(request, "public/home.html", context)
