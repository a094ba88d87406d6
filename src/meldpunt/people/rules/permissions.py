"""Who may do what: the one table, shown in docs/permissions.md.

Invariants: an administrator opens no case and gives nobody a role that does; only a lead hands out keys.
"""

from collections.abc import Mapping
from typing import Final

from meldpunt.people.terms import Deed, Role

ALL: Final = frozenset(Role)
OPENS_CASES: Final = frozenset({Role.HANDLER, Role.LEAD})
MANAGES: Final = frozenset({Role.LEAD, Role.ADMINISTRATOR})
LEADS: Final = frozenset({Role.LEAD})

ALLOWED: Final[Mapping[Deed, frozenset[Role]]] = {
    Deed.SEE_DESK: ALL,
    Deed.KEEP_OWN_ACCOUNT: ALL,
    Deed.SEE_MEMBERS: ALL,
    Deed.SEE_ABSENCES: ALL,
    Deed.READ_CARD: ALL,
    Deed.READ_FIGURES: ALL,
    Deed.READ_QUEUE: OPENS_CASES,
    Deed.OPEN_CASE: OPENS_CASES,
    Deed.ENTER_REPORT: OPENS_CASES,
    Deed.SORT_MAIL: OPENS_CASES,
    Deed.ANSWER_FINDER: OPENS_CASES,
    Deed.WRITE_NOTE: OPENS_CASES,
    Deed.ASSIGN_CASE: OPENS_CASES,
    Deed.CHANGE_STATE: OPENS_CASES,
    Deed.CLOSE_CASE: OPENS_CASES,
    Deed.REOPEN_CASE: OPENS_CASES,
    Deed.ERASE_FINDER: OPENS_CASES,
    Deed.KEEP_FINDER_KEY: OPENS_CASES,
    Deed.RECORD_DUTY: OPENS_CASES,
    Deed.INVITE_MEMBER: MANAGES,
    Deed.CHANGE_ROLE: MANAGES,
    Deed.REMOVE_MEMBER: MANAGES,
    Deed.CHANGE_SETTINGS: MANAGES,
    Deed.PUBLISH_POLICY: MANAGES,
    Deed.READ_JOURNAL: MANAGES,
    Deed.NOTE_ABSENCE_OF_OTHERS: LEADS,
    Deed.READMIT_MEMBER: LEADS,
    Deed.CLEAR_SECOND_FACTOR: LEADS,
    Deed.WITHHOLD_PROGRESS: LEADS,
    Deed.ROTATE_KEYS: LEADS,
    Deed.REPLACE_RECOVERY_CODE: LEADS,
    Deed.RESUME_INTAKE: LEADS,
}

MAY_GIVE: Final[Mapping[Role, frozenset[Role]]] = {
    Role.LEAD: ALL,
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
    Role.HANDLER: frozenset(),
}


def may(role: Role, deed: Deed) -> bool:
    """Tell whether somebody with this role may do `deed`."""
    return role in ALLOWED[deed]


def may_give(role: Role, given: Role) -> bool:
    """Tell whether somebody with this role may give another member the role `given`."""
    return given in MAY_GIVE[role]


def opens_cases(role: Role) -> bool:
    """Tell whether this role holds the organisation's keys."""
    return role in OPENS_CASES


def as_markdown() -> str:
    """Return the page docs/permissions.md, written from the tables above."""
    lines = [
        "# Permissions",
        "",
        "Who may do what at the desk. Written from the table in `src/meldpunt/people/rules/permissions.py`; a test holds",
        "the two equal. Being allowed is not yet being able: a case opens only with the organisation's key, which an",
        "unlocked lead gives.",
        "",
        "| deed | " + " | ".join(role.value for role in Role) + " |",
        "|---|" + "---|" * len(Role),
    ]
    lines += [f"| {_words(deed)} | {_marks(allowed)} |" for deed, allowed in ALLOWED.items()]
    lines += [
        "",
        "The role a member may give to another (nobody changes their own):",
        "",
        "| member | may give |",
        "|---|---|",
    ]
    lines += [f"| {role.value} | {_listed(MAY_GIVE[role])} |" for role in Role]
    return "\n".join(lines) + "\n"


def _words(deed: Deed) -> str:
    return deed.value.replace("_", " ")


def _marks(allowed: frozenset[Role]) -> str:
    return " | ".join("yes" if role in allowed else "no" for role in Role)


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles) or "none"
