"""Tables of people: organisations with their names and keys, OpenPGP keys, members with their locks, grants, links, drafts and absences."""

from meldpunt.people.models.directory import Directory
from meldpunt.people.models.members import Absence, Draft, Invitation, KeyGrant, Member, PasswordLock, PasswordReset
from meldpunt.people.models.openpgp import OpenPgpKey
from meldpunt.people.models.organisations import Brand, HostName, Organisation, OrganisationKey, RecoveryLock
from meldpunt.people.models.second_factor import SecondFactor, SpareCode

__all__ = (
    "Absence",
    "Brand",
    "Directory",
    "Draft",
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
