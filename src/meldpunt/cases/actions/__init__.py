"""The verbs of a case, for finder and handler."""

from meldpunt.cases.actions.agreeing import agree_due
from meldpunt.cases.actions.canaries import forget_canaries, forget_canary
from meldpunt.cases.actions.code_links import expire_code_links, open_code_link
from meldpunt.cases.actions.entering import take_in_by_hand
from meldpunt.cases.actions.erasing import erase_finder
from meldpunt.cases.actions.expiry import expire_addresses, expire_sessions
from meldpunt.cases.actions.finder import change_contact, enter, forget_contact, leave, write_as_finder
from meldpunt.cases.actions.finder_keys import (
    confirm_finder_key,
    end_finder_key,
    end_key_as_finder,
    give_finder_key,
    give_key_as_finder,
)
from meldpunt.cases.actions.intake import take_in
from meldpunt.cases.actions.mail import (
    accept_entry,
    add_opened,
    judge_again,
    make_report_of_entry,
    message_by_mail,
    receive_mail,
    report_by_mail,
    reroute_case,
    reroute_entry,
)
from meldpunt.cases.actions.releasing import release
from meldpunt.cases.actions.renewing import renew_code
from meldpunt.cases.actions.returning import note_came_back, take_back_came_back
from meldpunt.cases.actions.reviews import warn_of_reviews
from meldpunt.cases.actions.states import change_state, close, decline, reopen
from meldpunt.cases.actions.telling import note_codes_lost, note_told
from meldpunt.cases.actions.withholding import end_withholding, withhold
from meldpunt.cases.actions.work import add_note, assign, write_as_handler

__all__ = (
    "accept_entry",
    "add_note",
    "add_opened",
    "agree_due",
    "assign",
    "change_contact",
    "change_state",
    "close",
    "confirm_finder_key",
    "decline",
    "end_finder_key",
    "end_key_as_finder",
    "end_withholding",
    "enter",
    "erase_finder",
    "expire_addresses",
    "expire_code_links",
    "expire_sessions",
    "forget_canaries",
    "forget_canary",
    "forget_contact",
    "give_finder_key",
    "give_key_as_finder",
    "judge_again",
    "leave",
    "make_report_of_entry",
    "message_by_mail",
    "note_came_back",
    "note_codes_lost",
    "note_told",
    "open_code_link",
    "receive_mail",
    "release",
    "renew_code",
    "reopen",
    "report_by_mail",
    "reroute_case",
    "reroute_entry",
    "take_back_came_back",
    "take_in",
    "take_in_by_hand",
    "warn_of_reviews",
    "withhold",
    "write_as_finder",
    "write_as_handler",
)
