"""The one way to what is sealed in a case: *not yours* and *not there* look the same."""

from meldpunt.cases.access.canaries import open_canaries
from meldpunt.cases.access.desk import EVENTS, open_file_for_member, open_for_member
from meldpunt.cases.access.finder_keys import finder_keys, key_in_use, own_key_of_finder, signers_of
from meldpunt.cases.access.inside import open_inside
from meldpunt.cases.access.portal import open_file_for_finder, open_for_finder
from meldpunt.cases.access.sessions import finder_is_here
from meldpunt.cases.access.titles import open_titles

__all__ = (
    "EVENTS",
    "finder_is_here",
    "finder_keys",
    "key_in_use",
    "open_canaries",
    "open_file_for_finder",
    "open_file_for_member",
    "open_for_finder",
    "open_for_member",
    "open_inside",
    "open_titles",
    "own_key_of_finder",
    "signers_of",
)
