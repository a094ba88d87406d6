"""The questions people can answer."""

from meldpunt.people.queries.members import (
    handlers_of,
    invitation_behind,
    member_names,
    members_of,
    pending_invitations,
    reset_is_open,
    reset_needs_spare_code,
    roles_to_give,
)
from meldpunt.people.queries.organisations import (
    address_of,
    current_key,
    host_names,
    intake_is_open,
    is_current_key,
    logo_of,
    older_wraps_left,
    oldest_organisation,
    organisation_by_host,
    organisation_by_slug,
    organisation_facts,
    organisations,
    running_rotation,
)
from meldpunt.people.queries.second_factor import factor_state, second_factor_of

__all__ = (
    "address_of",
    "current_key",
    "factor_state",
    "handlers_of",
    "host_names",
    "intake_is_open",
    "invitation_behind",
    "is_current_key",
    "logo_of",
    "member_names",
    "members_of",
    "older_wraps_left",
    "oldest_organisation",
    "organisation_by_host",
    "organisation_by_slug",
    "organisation_facts",
    "organisations",
    "pending_invitations",
    "reset_is_open",
    "reset_needs_spare_code",
    "roles_to_give",
    "running_rotation",
    "second_factor_of",
)
