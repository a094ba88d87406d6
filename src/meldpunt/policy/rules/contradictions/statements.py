"""What is told for the privacy and the accessibility statement."""

from collections.abc import Iterator
from datetime import date

from meldpunt.policy.rules.file.words import Complaint
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import LegalBasis, PolicyText


def privacy_is_clear(policy: PolicyText) -> Iterator[Complaint]:
    """Nobody has an officer and has none; a public body does not rest on its own interests (GDPR, article 6(1), last sentence)."""
    if policy.privacy.officer is not None and policy.privacy.without_officer:
        yield Complaint(
            ("privacy", "without_officer"),
            _("A data protection officer is named, and it is said that there is none."),
            _("Take one of the two lines out."),
        )
    if policy.organisation.public_body and policy.privacy.basis is LegalBasis.LEGITIMATE_INTERESTS:
        yield Complaint(
            ("privacy", "basis"),
            _("A public body cannot rest its tasks on legitimate interests (GDPR, article 6)."),
            _('Write basis = "public_task" or "legal_obligation".'),
        )


def audits_are_whole(policy: PolicyText) -> Iterator[Complaint]:
    """Who says that these pages were examined also says by whom, when, and where it can be read."""
    told = policy.accessibility
    audit = (told.audited_on, told.audited_by, told.report)
    if any(audit) and not all(audit):
        yield Complaint(
            ("accessibility",),
            _("An audit needs a date, a name and a report."),
            _("Add what is missing of audited_on, audited_by and report, or take them out."),
        )
    if told.register is not None and not policy.organisation.public_body:
        yield Complaint(
            ("accessibility", "register"),
            _("Only a public body has a statement in the register."),
            _("Write public_body = true under [organisation], or take this line out."),
        )


def audits_were(policy: PolicyText, today: date) -> Iterator[Complaint]:
    """Hold the day of an audit to days that have been: an audit is no promise."""
    if policy.accessibility.audited_on is not None and policy.accessibility.audited_on > today:
        yield Complaint(
            ("accessibility", "audited_on"),
            _("This day is still to come."),
            _("Write the day on which the audit was done, or take the audit out."),
        )
