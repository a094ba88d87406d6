"""People: who works here, inviting, roles, removal, and giving the keys back after a password reset."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meldpunt.cases.queries import count_cases
from meldpunt.cases.terms import Filter
from meldpunt.doors.desk.answers import go_to, sends_mail, show
from meldpunt.doors.desk.forms import InviteForm, RoleForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import ROLE_HELP, ROLES, SAID, STANDINGS, word
from meldpunt.people import actions
from meldpunt.people.access import doubts
from meldpunt.people.queries import members_of, pending_invitations, roles_to_give
from meldpunt.people.terms import (
    AddressNotUsable,
    AddressTaken,
    Deed,
    FingerprintChanged,
    LastLead,
    MemberFacts,
    NotAllowed,
    NotThere,
    Role,
    Standing,
)

TO_COMPARE = frozenset({Standing.WAITING, Standing.DOUBTED})
"""A lead gives these members the keys once the numbers were compared."""
EVERY = 1_000_000
"""More open cases than anybody has in hand."""


@desk_page(Deed.SEE_MEMBERS)
def members(request: DeskRequest) -> HttpResponse:
    """List the members and the invitations that wait."""
    return _list(request)


@desk_page(Deed.INVITE_MEMBER)
def invite(request: DeskRequest) -> HttpResponse:
    """Mail an invitation."""
    visitor = request.visitor
    roles = roles_to_give(visitor)
    form = InviteForm(request.POST or None, roles=roles, initial={"language": visitor.organisation.language})
    if request.method == "POST" and form.is_valid():
        email, role, language = (form.cleaned_data[name] for name in ("email", "role", "language"))
        try:
            actions.invite(
                email=email,
                role=Role(role),
                language=language,
                link_to=lambda token: request.build_absolute_uri(reverse("desk:invitation", kwargs={"token": token})),
                by=visitor,
                now=timezone.now(),
            )
        except AddressTaken:
            form.add_error("email", _("Somebody with this address is a member already."))
        except AddressNotUsable:
            form.add_error("email", _("No mail can be sent to this address."))
        else:
            return go_to("desk:people", said="invited" if sends_mail() else "invited_unsent")
    roles_explained = [(word(ROLES, role), word(ROLE_HELP, role)) for role in roles]
    return show(request, "invite", {"form": form, "roles": roles_explained}, status=422 if form.errors else 200)


@desk_page(Deed.INVITE_MEMBER, page="desk:people")
def withdraw(request: DeskRequest, invitation: UUID) -> HttpResponse:
    """Make an invitation worthless."""
    actions.withdraw_invitation(invitation=invitation, by=request.visitor, now=timezone.now())
    return go_to("desk:people", said="withdrawn")


@desk_page(Deed.CHANGE_ROLE)
def change_role(request: DeskRequest, member: UUID) -> HttpResponse:
    """Give somebody another role."""
    person = person_of(request, member)
    form = RoleForm(request.POST or None, roles=roles_to_give(request.visitor), initial={"role": person.role})
    if request.method == "POST" and form.is_valid():
        try:
            role = Role(form.cleaned_data["role"])
            actions.change_role(member=member, role=role, by=request.visitor, now=timezone.now())
        except LastLead:
            form.add_error(
                None, _("This is the last lead. Make somebody else lead first: somebody must be able to admit people.")
            )
        else:
            return go_to("desk:people", said="role")
    roles = [(word(ROLES, role), word(ROLE_HELP, role)) for role in roles_to_give(request.visitor)]
    context = {"form": form, "person": person, "roles": roles, "in_hand": _in_hand(person, request)}
    return show(request, "role", context, status=422 if form.errors else 200)


@desk_page(Deed.REMOVE_MEMBER)
def remove(request: DeskRequest, member: UUID) -> HttpResponse:
    """Ask first, then take everything from a member."""
    person = person_of(request, member)
    problem = ""
    if request.method == "POST":
        try:
            actions.remove_member(member=member, by=request.visitor, now=timezone.now())
        except LastLead:
            problem = _("This is the last lead. Make somebody else lead first: somebody must be able to admit people.")
        else:
            return go_to("desk:people", said="removed")
    context = {"person": person, "problem": problem, "in_hand": _in_hand(person, request)}
    return show(request, "remove", context, status=409 if problem else 200)


@desk_page(Deed.READMIT_MEMBER)
def readmit(request: DeskRequest, member: UUID) -> HttpResponse:
    """Show the numbers to compare, and give the keys when they were the same."""
    person = person_of(request, member)
    problem = ""
    if request.method == "POST":
        fingerprint = request.POST.get("fingerprint", "")
        try:
            actions.readmit(member=member, fingerprint=fingerprint, by=request.visitor, now=timezone.now())
        except FingerprintChanged:
            problem = _(
                "The numbers changed while you were comparing. Nothing was given. Compare again from the start."
            )
        else:
            return go_to("desk:people", said="readmitted")
    return show(request, "readmit", {"person": person, "problem": problem}, status=409 if problem else 200)


def _in_hand(person: MemberFacts, request: DeskRequest) -> int:
    """Return how many open cases this member has."""
    organisation = request.visitor.organisation.id
    return count_cases(organisation=organisation, which=Filter.MINE, member=person.id, at_most=EVERY)


def _list(request: DeskRequest) -> HttpResponse:
    visitor = request.visitor
    now = timezone.now()
    doubted = doubts(visitor)
    present = members_of(visitor.organisation.id, doubted=doubted.members)
    rows = [
        (person, word(ROLES, person.role), word(STANDINGS, person.standing), person.standing in TO_COMPARE)
        for person in present
    ]
    context = {
        "rows": rows,
        "invitations": [(one, word(ROLES, one.role)) for one in pending_invitations(visitor.organisation.id, now=now)],
        "doubted": doubted.invitations,
        "mine": next((person for person in present if person.id == visitor.member), None),
        "alone": len(present) == 1,
        "said": word(SAID, request.GET.get("said", "")),
    }
    return show(request, "people", context)


def person_of(request: DeskRequest, member: UUID) -> MemberFacts:
    """Return a member of one's own organisation, other than oneself. Raises NotThere, NotAllowed."""
    if member == request.visitor.member:
        raise NotAllowed
    for person in members_of(request.visitor.organisation.id):
        if person.id == member:
            return person
    raise NotThere
