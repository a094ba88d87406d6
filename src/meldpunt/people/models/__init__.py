"""Tables of people: organisations, their keys, OpenPGP keys, members with their locks, grants, links, drafts, absences and feeds."""

from meldpunt.people.models.directory import Directory
from meldpunt.people.models.feeds import FeedAddress
from meldpunt.people.models.members import Absence, Draft, Invitation, KeyGrant, Member, PasswordLock, PasswordReset
from meldpunt.people.models.openpgp import OpenPgpKey
from meldpunt.people.models.organisations import Brand, HostName, Organisation, OrganisationKey, RecoveryLock
from meldpunt.people.models.second_factor import SecondFactor, SpareCode

__all__ = (
    "Absence",
    "Brand",
    "Directory",
    "Draft",
    "FeedAddress",
    "HostName",
    "Invitation",
    "KeyGrant",
    "Member",
    "OpenPgpKey",
    "Organisation",
    "OrganisationKey",
    "PasswordLock",
    "PasswordReset",
    "RecoveryLock",
    "SecondFactor",
    "SpareCode",
)
