"""The people behind a policy."""

from collections.abc import Iterator

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import PolicyText


def two_people(policy: PolicyText) -> Iterator[Complaint]:
    """Who stands in or looks along is somebody else."""
    people = policy.people
    first = people.technical_contact.mail.lower()
    if people.stand_in.mail.lower() == first:
        yield Complaint(
            ("people", "stand_in", "mail"),
            _("The stand-in is the same person as the technical contact."),
            _("Name somebody else; it may be somebody outside the organisation (outside = true)."),
        )
    eyes = people.second_pair_of_eyes
    if eyes is not None and eyes.mail.lower() == first:
        yield Complaint(
            ("people", "second_pair_of_eyes", "mail"),
            _("The second pair of eyes is the same person as the technical contact."),
            _("Name somebody else; it may be somebody outside the organisation (outside = true)."),
        )
    if policy.second_eyes and eyes is None:
        yield Complaint(
            ("second_eyes",),
            _("Publishing needs a second pair of eyes, but nobody is named."),
            _("Add [people.second_pair_of_eyes], or write second_eyes = false."),
        )


def keepers_are_named(policy: PolicyText) -> Iterator[Complaint]:
    """Whoever keeps a clause of the organisation's own is there."""
    for at, own in enumerate(policy.own_clause):
        if getattr(policy.people, own.kept_by.value) is None:
            yield Complaint(
                ("own_clause", at, "kept_by"),
                _("Nobody is named as %(role)s."),
                _("Add [people.%(role)s], or let somebody else keep this clause."),
                {"role": own.kept_by.value},
            )
