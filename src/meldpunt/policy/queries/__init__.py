"""The questions policy can answer."""

from meldpunt.policy.queries.beside import files_at_hand, files_beside
from meldpunt.policy.queries.brands import free_hosts, hosts_in_the_way, hosts_not_given
from meldpunt.policy.queries.calendar import review_due, settings_drift
from meldpunt.policy.queries.examples import example_policies
from meldpunt.policy.queries.keys import (
    key_in_directory,
    key_offer,
    key_on_request,
    key_standing,
    offered_key,
    published_key,
    security_fields,
    security_text,
    signed_security_text,
    sites_of,
)
from meldpunt.policy.queries.looks import decided_look
from meldpunt.policy.queries.mail_addresses import mail_comes_to, mail_ways, organisation_of_address
from meldpunt.policy.queries.offers import offered_since
from meldpunt.policy.queries.platforms import platform_of_sender, platforms
from meldpunt.policy.queries.proposals import approvers_of, lacks_second, needs_two, proposal_of, proposal_trouble
from meldpunt.policy.queries.reviewing import review
from meldpunt.policy.queries.statements import (
    accessibility_facts,
    card_facts,
    disclose_io_record,
    numberless,
    policy_copy,
    privacy_facts,
    privacy_gaps,
)
from meldpunt.policy.queries.succession import falling_away, in_force_and_planned, replaced_by, replaced_with
from meldpunt.policy.queries.versions import (
    changes_since,
    is_own,
    is_unreadable,
    newest_files,
    newest_number,
    other_channels,
    own_since,
    policy_document,
    policy_history,
    policy_in_force,
    policy_source,
    policy_text,
    policy_version,
    text_in_force,
    unsettled,
)
from meldpunt.policy.queries.writing import editable_text, leaving_hosts, problems_with, read_for, try_out

__all__ = (
    "accessibility_facts",
    "approvers_of",
    "card_facts",
    "changes_since",
    "decided_look",
    "disclose_io_record",
    "editable_text",
    "example_policies",
    "falling_away",
    "files_at_hand",
    "files_beside",
    "free_hosts",
    "hosts_in_the_way",
    "hosts_not_given",
    "in_force_and_planned",
    "is_own",
    "is_unreadable",
    "key_in_directory",
    "key_offer",
    "key_on_request",
    "key_standing",
    "lacks_second",
    "leaving_hosts",
    "mail_comes_to",
    "mail_ways",
    "needs_two",
    "newest_files",
    "newest_number",
    "numberless",
    "offered_key",
    "offered_since",
    "organisation_of_address",
    "other_channels",
    "own_since",
    "platform_of_sender",
    "platforms",
    "policy_copy",
    "policy_document",
    "policy_history",
    "policy_in_force",
    "policy_source",
    "policy_text",
    "policy_version",
    "privacy_facts",
    "privacy_gaps",
    "problems_with",
    "proposal_of",
    "proposal_trouble",
    "published_key",
    "read_for",
    "replaced_by",
    "replaced_with",
    "review",
    "review_due",
    "security_fields",
    "security_text",
    "settings_drift",
    "signed_security_text",
    "sites_of",
    "text_in_force",
    "try_out",
    "unsettled",
)
