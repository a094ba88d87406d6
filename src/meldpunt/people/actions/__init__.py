"""The verbs of people."""

from meldpunt.people.actions.absences import expire_absences, note_absence, withdraw_absence
from meldpunt.people.actions.brands import set_brands
from meldpunt.people.actions.drafts import expire_drafts, forget_draft, keep_draft
from meldpunt.people.actions.feeds import make_feed_address, revoke_feed_address
from meldpunt.people.actions.hosts import set_host_names
from meldpunt.people.actions.invitations import accept_invitation, invite, withdraw_invitation
from meldpunt.people.actions.links import expire_links
from meldpunt.people.actions.looks import set_look
from meldpunt.people.actions.members import change_own_details, change_role, readmit, remove_member
from meldpunt.people.actions.messages import open_message
from meldpunt.people.actions.openpgp import (
    hand_out_openpgp_key,
    import_public_key,
    import_secret_key,
    make_openpgp_key,
    renew_openpgp_key,
    replace_openpgp_key,
)
from meldpunt.people.actions.organisations import create_organisation
from meldpunt.people.actions.own_keys import keep_own_key, remove_own_key
from meldpunt.people.actions.recovery import recover, replace_recovery_code, reseal_batch, resume_intake
from meldpunt.people.actions.resets import request_reset, reset_password
from meldpunt.people.actions.rotation import rotate_batch, start_rotation
from meldpunt.people.actions.second_factor import (
    clear_second_factor,
    remove_second_factor,
    renew_spare_codes,
    set_up_second_factor,
)
from meldpunt.people.actions.settings import change_logo, change_settings, change_theme, remove_logo
from meldpunt.people.actions.signing_in import change_password, finish_sign_in, sign_in, unlock
from meldpunt.people.actions.telling import tell_members

__all__ = (
    "accept_invitation",
    "change_logo",
    "change_own_details",
    "change_password",
    "change_role",
    "change_settings",
    "change_theme",
    "clear_second_factor",
    "create_organisation",
    "expire_absences",
    "expire_drafts",
    "expire_links",
    "finish_sign_in",
    "forget_draft",
    "hand_out_openpgp_key",
    "import_public_key",
    "import_secret_key",
    "invite",
    "keep_draft",
    "keep_own_key",
    "make_feed_address",
    "make_openpgp_key",
    "note_absence",
    "open_message",
    "readmit",
    "recover",
    "remove_logo",
    "remove_member",
    "remove_own_key",
    "remove_second_factor",
    "renew_openpgp_key",
    "renew_spare_codes",
    "replace_openpgp_key",
    "replace_recovery_code",
    "request_reset",
    "reseal_batch",
    "reset_password",
    "resume_intake",
    "revoke_feed_address",
    "rotate_batch",
    "set_brands",
    "set_host_names",
    "set_look",
    "set_up_second_factor",
    "sign_in",
    "start_rotation",
    "tell_members",
    "unlock",
    "withdraw_absence",
    "withdraw_invitation",
)
