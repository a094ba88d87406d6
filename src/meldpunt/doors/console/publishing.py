"""What `./meldpunt policy publish` does and tells: it publishes, or proposes where two people publish."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from meldpunt.doors.console.choosing import Stop
from meldpunt.doors.console.showing import moment
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.queries import member_names
from meldpunt.people.terms import HostTaken, OrganisationFacts
from meldpunt.policy.actions import propose, publish, withdraw_proposal
from meldpunt.policy.queries import approvers_of, free_hosts, leaving_hosts, policy_version, proposal_of, replaced_with
from meldpunt.policy.rules.starting import placeholders
from meldpunt.policy.rules.statements import numberless
from meldpunt.policy.terms import (
    NeedsTwo,
    NoProposal,
    NotYours,
    PolicyText,
    Proposal,
    ProposalOpen,
    PublishedMeanwhile,
    SameAsBefore,
)


def stop_where_hosts_move(organisation: OrganisationFacts, policy: PolicyText) -> None:
    """Stop where host names would be given to a brand, or would lead to none any more, and name them: it is asked for once more. Raises Stop."""
    given, left = free_hosts(policy), leaving_hosts(organisation.id, policy)
    told = []
    if given:
        told.append(
            gettext(
                "Nobody has these host names yet: %(hosts)s. With --yes they are given to the brands of %(name)s, and lead to its form."
            )
            % {"hosts": ", ".join(given), "name": organisation.name}
        )
    if left:
        told.append(
            gettext(
                "These host names lead to a brand now, and to none under this policy: %(hosts)s. With --yes they show "
                "the organisation itself from then on, so that forms that are open there and access codes keep working; "
                "./meldpunt hosts frees them."
            )
            % {"hosts": ", ".join(left)}
        )
    if told:
        raise Stop(" ".join([gettext("Nothing was done."), *told]))


def two_people_lines(policy: PolicyText) -> list[str]:
    """Tell what `publish` does where the file asks for two people; nothing elsewhere."""
    told = gettext("Two people publish it: publish makes a proposal, and somebody else approves that at the desk.")
    return [told] if policy.second_eyes else []


def warning_lines(policy: PolicyText) -> list[str]:
    """Tell what a policy can be published with, and should not be."""
    return [*_card_lines(policy), *_placeholder_lines(policy)]


def _placeholder_lines(policy: PolicyText) -> list[str]:
    told = gettext(
        "Nobody can have these addresses, which end in .example, so nothing sent there arrives: %(addresses)s."
    )
    found = placeholders(policy)
    return [told % {"addresses": ", ".join(found)}] if found else []


def _card_lines(policy: PolicyText) -> list[str]:
    """Tell whom the card for the front desk would name without a telephone number; nothing where everybody has one."""
    told = gettext(
        "The card for the front desk tells to call people of whom this file has no telephone number. Add phone under: %(tables)s."
    )
    missing = numberless(policy.people)
    return [told % {"tables": ", ".join(f"[{table}]" for table in missing)}] if missing else []


def publish_or_propose(
    organisation: OrganisationFacts, *, content: bytes, files: Mapping[str, bytes], now: datetime
) -> list[str]:
    """Publish a file, or propose it where one person does not publish alone, and tell what was done and what happens next.

    Raises Stop, PolicyRefused.
    """
    try:
        return _published(organisation, content, files, now)
    except SameAsBefore:
        raise Stop(gettext("This is what was published last. Nothing was done.")) from None
    except PublishedMeanwhile:
        raise Stop(gettext("Somebody else published a version just now. Look at the differences first.")) from None
    except HostTaken:
        raise Stop(
            gettext("Somebody else was given a host name of this file just now. Check the file again.")
        ) from None
    except ProposalOpen:
        told = " ".join(waiting_lines(organisation))
        raise Stop(gettext("%(told)s It is approved, sent back or withdrawn first.") % {"told": told}) from None


def _published(organisation: OrganisationFacts, content: bytes, files: Mapping[str, bytes], now: datetime) -> list[str]:
    try:
        number = publish(organisation=organisation.id, content=content, files=files, by=OPERATOR, now=now)
    except NeedsTwo:
        propose(organisation=organisation.id, content=content, files=files, by=OPERATOR, now=now)
        return _what_happens_next(organisation)
    begins = policy_version(organisation.id, number).in_force_from
    values = {"name": organisation.name, "number": number, "moment": moment(begins, organisation)}
    return [
        gettext("Version %(number)d of %(name)s was published. It is in force from %(moment)s.") % values,
        *(
            gettext(
                "Version %(planned)d was planned for %(moment)s. It is never in force: version %(number)d replaces it."
            )
            % {"planned": one.number, "moment": moment(one.in_force_from, organisation), "number": number}
            for one in replaced_with(organisation.id, number)
        ),
    ]


def _what_happens_next(organisation: OrganisationFacts) -> list[str]:
    """Tell who may approve the operator's proposal, or how somebody comes to."""
    names = approvers_of(organisation.id, by=OPERATOR).values()
    told = (
        gettext("One of these people reads it at the desk, under Policy, and approves it or sends it back: %(names)s.")
        if names
        else gettext("Nobody may approve it yet. Let a lead join first: the invitation is the link that init wrote.")
    )
    return [
        gettext("Nothing is published yet. Two people publish the policy of %(name)s: your file is a proposal now.")
        % {"name": organisation.name},
        told % {"names": ", ".join(names)},
        gettext("You are the first of the two: let somebody else approve it, also where you have a seat at the desk."),
        gettext("To take it back: ./meldpunt policy withdraw --organisation %(slug)s.") % {"slug": organisation.slug},
    ]


def waiting_lines(organisation: OrganisationFacts) -> list[str]:
    """Tell of a proposal that waits or came back; nothing where there is none."""
    proposal = proposal_of(organisation.id)
    if proposal is None:
        return []
    values = {"who": _who(proposal, organisation), "moment": moment(proposal.at, organisation)}
    if proposal.remark is None:
        return [gettext("A proposal by %(who)s of %(moment)s waits for a second person.") % values]
    names = member_names(organisation.id)
    back = {"second": names.get(proposal.remark.by, ""), "remark": proposal.remark.text}
    return [gettext("The proposal by %(who)s of %(moment)s was sent back by %(second)s: %(remark)s") % (values | back)]


def withdraw(organisation: OrganisationFacts, *, now: datetime) -> str:
    """Withdraw the operator's proposal, and say so. Raises Stop."""
    try:
        withdraw_proposal(organisation=organisation.id, by=OPERATOR, now=now)
    except NoProposal:
        raise Stop(gettext("There is no proposal.")) from None
    except NotYours:
        told = " ".join(waiting_lines(organisation))
        raise Stop(gettext("%(told)s Only who proposed it withdraws it.") % {"told": told}) from None
    return gettext("The proposal was withdrawn. The policy stays as it is.")


def proposal_or_stop(organisation: OrganisationFacts) -> Proposal:
    """Return the proposal. Raises Stop where there is none."""
    proposal = proposal_of(organisation.id)
    if proposal is None:
        raise Stop(gettext("There is no proposal."))
    return proposal


def _who(proposal: Proposal, organisation: OrganisationFacts) -> str:
    if proposal.by.id is None:
        return gettext("the operator")
    return member_names(organisation.id).get(proposal.by.id, "")
