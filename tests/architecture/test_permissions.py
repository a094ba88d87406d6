"""Every address of every door against one table: for strangers, and for every role, unlocked and locked.

The list of addresses is the program's own; an address that is missing in the table below fails, and so does one too many.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from meldpunt.doors.desk.guards import GUARD
from meldpunt.people.rules.permissions import ALLOWED
from meldpunt.people.terms import Deed, Role
from tests.factories.desk import client_of
from tests.factories.people import make_organisation
from tests.factories.world import NOWHERE, World, make_world

ANYBODY = "anybody"
SIGNED_IN = "whoever is signed in"
BY_ADDRESS = "whoever has the address, which is a secret"
OUTSIDE = "no business of members"

TABLE: dict[str, Deed | str] = {
    "public:home": OUTSIDE,
    "public:policy": OUTSIDE,
    "public:copy": OUTSIDE,
    "public:disclose-io": OUTSIDE,
    "public:history": OUTSIDE,
    "public:version": OUTSIDE,
    "public:document": OUTSIDE,
    "public:security-txt": OUTSIDE,
    "public:security-txt-before": OUTSIDE,
    **dict.fromkeys([f"public:key{page}" for page in ("", "-file", "-policy", "-direct")], OUTSIDE),
    **dict.fromkeys([f"public:key-{page}" for page in ("policy-advanced", "advanced")], OUTSIDE),
    **dict.fromkeys(["public:figures", "public:figures-file"], OUTSIDE),
    "public:sealed": OUTSIDE,
    "public:privacy": OUTSIDE,
    "public:accessibility": OUTSIDE,
    "public:language": OUTSIDE,
    **dict.fromkeys([f"public:{page}" for page in ("theme", "logo", "favicon", "robots", "alive", "ready")], OUTSIDE),
    "portal:report": OUTSIDE,
    "portal:receipt_file": OUTSIDE,
    "portal:case": OUTSIDE,
    "portal:code_link": OUTSIDE,
    "portal:show_code": OUTSIDE,
    "portal:status": OUTSIDE,
    "portal:file": OUTSIDE,
    "portal:contact": OUTSIDE,
    "portal:delete_contact": OUTSIDE,
    "portal:own_key": OUTSIDE,
    "portal:leave": OUTSIDE,
    "desk:sign-in": ANYBODY,
    "desk:sign-in-code": ANYBODY,
    "desk:invitation": ANYBODY,
    "desk:forgotten": ANYBODY,
    "desk:reset": ANYBODY,
    "desk:recover": ANYBODY,
    "desk:unlock": SIGNED_IN,
    "desk:lock": SIGNED_IN,
    "desk:sign-out": SIGNED_IN,
    "desk:queue": Deed.SEE_DESK,
    "desk:due": Deed.READ_QUEUE,
    "desk:due-named": Deed.CHANGE_SETTINGS,
    **dict.fromkeys([f"desk:figures{page}" for page in ("", "-file", "-make")], Deed.READ_FIGURES),
    "desk:enter": Deed.ENTER_REPORT,
    **dict.fromkeys(["desk:mail-came-back", "desk:mail-not-back"], Deed.ANSWER_FINDER),
    **dict.fromkeys(["desk:withhold", "desk:withhold-end"], Deed.WITHHOLD_PROGRESS),
    "desk:case": Deed.OPEN_CASE,
    "desk:case-file": Deed.OPEN_CASE,
    "desk:case-answer": Deed.ANSWER_FINDER,
    "desk:case-note": Deed.WRITE_NOTE,
    "desk:case-opened": Deed.ANSWER_FINDER,
    "desk:case-assign": Deed.ASSIGN_CASE,
    "desk:case-state": Deed.CHANGE_STATE,
    "desk:case-close": Deed.CLOSE_CASE,
    "desk:case-reroute": Deed.CLOSE_CASE,
    "desk:case-no": Deed.CLOSE_CASE,
    "desk:case-reopen": Deed.REOPEN_CASE,
    "desk:erase-finder": Deed.ERASE_FINDER,
    "desk:new-code": Deed.ANSWER_FINDER,
    "desk:finder-key": Deed.KEEP_FINDER_KEY,
    "desk:case-key-end": Deed.KEEP_FINDER_KEY,
    "desk:case-key-use": Deed.KEEP_FINDER_KEY,
    **dict.fromkeys(["desk:duties", "desk:duty", "desk:duty-fact", "desk:duty-submission"], Deed.RECORD_DUTY),
    "desk:duty-file": Deed.OPEN_CASE,
    **dict.fromkeys(["desk:case-journal", "desk:journal"], Deed.READ_JOURNAL),
    "desk:people": Deed.SEE_MEMBERS,
    "desk:absences": Deed.SEE_ABSENCES,
    **dict.fromkeys(["desk:invite", "desk:withdraw"], Deed.INVITE_MEMBER),
    "desk:role": Deed.CHANGE_ROLE,
    "desk:remove": Deed.REMOVE_MEMBER,
    "desk:readmit": Deed.READMIT_MEMBER,
    "desk:clear-second-factor": Deed.CLEAR_SECOND_FACTOR,
    **dict.fromkeys(["desk:keys", "desk:rotation"], Deed.ROTATE_KEYS),
    "desk:recovery-code": Deed.REPLACE_RECOVERY_CODE,
    "desk:resume-intake": Deed.RESUME_INTAKE,
    "desk:card": Deed.READ_CARD,
    "desk:channel": Deed.SEE_DESK,
    "desk:openpgp-key": Deed.SEE_DESK,
    "desk:message": Deed.OPEN_CASE,
    "desk:mail": Deed.READ_QUEUE,
    **dict.fromkeys([f"desk:mail-{page}" for page in ("entry", "original", "file")], Deed.OPEN_CASE),
    **dict.fromkeys([f"desk:mail-{deed}" for deed in ("accept", "report", "reroute", "forget")], Deed.SORT_MAIL),
    **dict.fromkeys([f"desk:policy{page}" for page in ("", "-catalogue", "-fields", "-section")], Deed.PUBLISH_POLICY),
    **dict.fromkeys([f"desk:policy-{page}" for page in ("fields-away", "files", "file")], Deed.PUBLISH_POLICY),
    **dict.fromkeys([f"desk:policy-file-{deed}" for deed in ("add", "replace", "remove")], Deed.PUBLISH_POLICY),
    "desk:proposal": Deed.PUBLISH_POLICY,
    "desk:proposal-file": Deed.PUBLISH_POLICY,
    **dict.fromkeys([f"desk:proposal-{deed}" for deed in ("approve", "send-back", "withdraw")], Deed.PUBLISH_POLICY),
    **dict.fromkeys([f"desk:{page}" for page in ("settings", "look", "laws")], Deed.CHANGE_SETTINGS),
    **dict.fromkeys([f"desk:{page}" for page in ("settings-logo", "look-preview")], Deed.CHANGE_SETTINGS),
    **dict.fromkeys([f"desk:{page}" for page in ("account", "password", "second-factor")], Deed.KEEP_OWN_ACCOUNT),
    **dict.fromkeys(["desk:own-key", "desk:own-key-remove"], Deed.KEEP_OWN_ACCOUNT),
    **dict.fromkeys(["desk:spare-codes", "desk:remove-second-factor"], Deed.KEEP_OWN_ACCOUNT),
    **dict.fromkeys(["desk:feed", "desk:feed-revoke"], Deed.READ_QUEUE),
    "desk:feed-file": BY_ADDRESS,
}
OF_PAGES = {
    "desk:own-key-remove": "desk:account",
    "desk:withdraw": "desk:people",
    **dict.fromkeys([f"desk:mail-{deed}" for deed in ("accept", "report", "reroute", "forget")], "desk:mail"),
    "desk:settings-logo": "desk:look",
    "desk:policy-fields-away": "desk:policy-fields",
    **dict.fromkeys([f"desk:policy-file-{deed}" for deed in ("add", "replace", "remove")], "desk:policy-files"),
    **dict.fromkeys([f"desk:proposal-{deed}" for deed in ("approve", "send-back", "withdraw")], "desk:proposal"),
    "desk:due-named": "desk:due",
    "desk:figures-make": "desk:figures",
}
ONLY_POST = {
    name: OF_PAGES.get(name, "desk:case")
    for name in TABLE
    if name in OF_PAGES or (name.startswith("desk:case-") and name not in {"desk:case-file", "desk:case-journal"})
}
"""Deeds without a page of their own: a look at their address leads to the page they belong to, whoever looks."""

REFUSED, SIGN_IN, UNLOCK, LET_IN, ELSEWHERE, NOT_THERE = "refused", "sign in", "unlock", "let in", "page", "not there"
ONLY_READ = "only read"


def routes(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk the list of addresses."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{one.app_name}:" if one.app_name else space)
        else:
            yield f"{space}{one.name}", one


ROUTES = dict(routes(get_resolver().url_patterns))
DESK = sorted(name for name in TABLE if name.startswith("desk:"))


@pytest.fixture
def world() -> World:
    """Give an organisation, beside an older one."""
    make_organisation(host_names=["testserver"])
    return make_world()


def address(name: str, names: dict[str, str | int | UUID]) -> str:
    """Write the address of a route, with what it names."""
    wanted = re.findall(r"<\w+:(\w+)>", str(ROUTES[name].pattern))
    return reverse(name, kwargs={one: names[one] for one in wanted})


def outcome(name: str, client: Client, method: str, names: dict[str, str | int | UUID]) -> str:
    """Send the request, undo what it did, and say in one word what came back."""
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method)(address(name, names))
        transaction.set_rollback(True)
    place = answer.headers.get("Location", "")
    if place.startswith("/desk/sign-in?"):
        return SIGN_IN
    if place.startswith("/desk/unlock?"):
        return UNLOCK
    if method == "get" and name in ONLY_POST and place == address(ONLY_POST[name], names):
        return ELSEWHERE
    return {403: REFUSED, 404: NOT_THERE, 405: ONLY_READ}.get(
        answer.status_code, LET_IN if answer.status_code < 500 else "broken"
    )


def expected(name: str, role: Role | None, method: str, *, locked: bool) -> str:
    """Say what the table says."""
    who = TABLE[name]
    if who == ANYBODY:
        return LET_IN
    if who == BY_ADDRESS:
        return NOT_THERE if method == "get" else ONLY_READ
    if method == "get" and name in ONLY_POST:
        return ELSEWHERE
    if role is None:
        return SIGN_IN
    if isinstance(who, Deed) and role not in ALLOWED[who]:
        return REFUSED
    return UNLOCK if locked and isinstance(who, Deed) else LET_IN


def test_every_address_is_in_the_table() -> None:
    """A new page needs a line here."""
    assert sorted(ROUTES) == sorted(TABLE)


def test_every_view_of_the_desk_stands_behind_its_guard() -> None:
    """The guard that the table names."""
    words = {ANYBODY: "open", SIGNED_IN: "signed in", BY_ADDRESS: "address"}
    guards = {name: getattr(ROUTES[name].callback, GUARD, "none") for name in DESK}
    assert guards == {name: words.get(str(TABLE[name]), TABLE[name]) for name in DESK}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", DESK)
def test_who_is_let_in(name: str, method: str, world: World) -> None:
    """Strangers, and every role, unlocked and locked."""
    found = {("stranger", "", ""): outcome(name, Client(), method, world.names)}
    wanted = {("stranger", "", ""): expected(name, None, method, locked=False)}
    for role, member in world.members.items():
        for locked in (False, True):
            key = (role.value, method, "locked" if locked else "unlocked")
            found[key] = outcome(name, client_of(member, locked=locked), method, world.names)
            wanted[key] = expected(name, role, method, locked=locked)
    assert found == wanted


THINGS = sorted(
    name for name in DESK if re.search(r"<\w+:(number|member|invitation|file|entry)>", str(ROUTES[name].pattern))
)


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["another organisation's", "nobody's"])
@pytest.mark.parametrize("name", THINGS)
def test_not_yours_is_not_there(name: str, whose: str, world: World) -> None:
    """The same answer whether the thing is somebody else's or does not exist; a role that may not hears only that."""
    names = make_world(cases_before=1).names if whose == "another organisation's" else NOWHERE
    found, wanted = {}, {}
    for role, member in world.members.items():
        for method in ("get", "post"):
            found[role, method] = outcome(name, client_of(member), method, names)
            let_in = expected(name, role, method, locked=False)
            wanted[role, method] = NOT_THERE if let_in == LET_IN else let_in
    assert found == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(name for name in TABLE if TABLE[name] == OUTSIDE))
def test_signing_in_opens_nothing_of_a_finders(name: str, world: World) -> None:
    """A lead gets what a stranger gets on every page that is not of the desk."""
    lead = client_of(world.members[Role.LEAD])
    assert outcome(name, lead, "get", world.names) == outcome(name, Client(), "get", world.names)
