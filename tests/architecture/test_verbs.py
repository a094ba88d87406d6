"""Every verb is a keyword-only function that says who does it and when."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from tests.architecture.house import capabilities

BY_THE_CLOCK = "nobody does it: time does, and a job calls it"
INSIDE = "part of another verb, which has it and journals it"
BY_THE_SECRET = "whoever holds the secret does it: before it fits there is nobody to name"

WITHOUT_BY = {
    "arrivals.discard_file": INSIDE,
    "arrivals.drop_uploads": INSIDE,
    "arrivals.expire": BY_THE_CLOCK,
    "arrivals.expire_answered": BY_THE_CLOCK,
    "arrivals.expire_mails": BY_THE_CLOCK,
    "arrivals.expire_senders": BY_THE_CLOCK,
    "cases.agree_due": INSIDE,
    "cases.expire_addresses": BY_THE_CLOCK,
    "cases.expire_code_links": BY_THE_CLOCK,
    "cases.expire_sessions": BY_THE_CLOCK,
    "journal.insert": INSIDE,
    "journal.insert_all": INSIDE,
    "journal.transaction": INSIDE,
    "outbox.forget_done": BY_THE_CLOCK,
    "outbox.forget_held_back": BY_THE_CLOCK,
    "outbox.owe": INSIDE,
    "outbox.put_off": INSIDE,
    "outbox.settle_delivered": BY_THE_CLOCK,
    "outbox.settle_failed": BY_THE_CLOCK,
    "outbox.take_due": BY_THE_CLOCK,
    "outbox.withdraw": INSIDE,
    "people.accept_invitation": BY_THE_SECRET,
    "people.expire_absences": BY_THE_CLOCK,
    "people.expire_drafts": BY_THE_CLOCK,
    "people.expire_links": BY_THE_CLOCK,
    "people.finish_sign_in": BY_THE_SECRET,
    "people.keep_draft": "the desk is locked: the member is an argument, not yet a visitor",
    "people.request_reset": BY_THE_SECRET,
    "people.reset_password": BY_THE_SECRET,
    "people.sign_in": BY_THE_SECRET,
    "people.tell_members": INSIDE,
    "people.unlock": BY_THE_SECRET,
    "reports.remove_orphans": BY_THE_CLOCK,
    "sealing.destroy_keys": INSIDE,
    "sealing.keep_wrapped": INSIDE,
    "sealing.keep_wraps": INSIDE,
    "sealing.replace_wraps": INSIDE,
    "sealing.reseal_batch": INSIDE,
    "sealing.rewrap_batch": INSIDE,
}
WITHOUT_NOW = {
    "arrivals.discard_file": "a file is there or not; no moment is kept",
    "arrivals.drop_uploads": "as above",
    "cases.agree_due": INSIDE,
    "journal.insert": INSIDE,
    "journal.insert_all": INSIDE,
    "journal.transaction": INSIDE,
    "outbox.put_off": INSIDE,
    "outbox.withdraw": INSIDE,
    "sealing.destroy_keys": INSIDE,
    "sealing.keep_wrapped": INSIDE,
    "sealing.keep_wraps": INSIDE,
    "sealing.reseal_batch": INSIDE,
    "sealing.replace_wraps": INSIDE,
    "sealing.rewrap_batch": INSIDE,
}


def verbs() -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield every verb: what an `actions` room offers to others."""
    for folder in capabilities():
        if not ((folder / "actions.py").exists() or (folder / "actions").exists()):
            continue
        module = import_module(f"meldpunt.{folder.name}.actions")
        for name in getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")]):
            verb = getattr(module, name)
            if inspect.isfunction(verb) and verb.__module__.startswith(module.__name__):
                yield f"{folder.name}.{name}", verb


VERBS = dict(verbs())


@pytest.fixture(params=VERBS)
def verb(request: pytest.FixtureRequest) -> str:
    """Give each verb by name."""
    name: str = request.param
    return name


def test_arguments_are_named(verb: str) -> None:
    """No caller has to remember an order."""
    parameters = inspect.signature(VERBS[verb]).parameters.values()
    assert [p.name for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY] == []


def test_says_who(verb: str) -> None:
    """`by` is an argument, or the list above says why not."""
    assert ("by" in inspect.signature(VERBS[verb]).parameters) != (verb in WITHOUT_BY)


def test_says_when(verb: str) -> None:
    """`now` is an argument, or the list above says why not."""
    assert ("now" in inspect.signature(VERBS[verb]).parameters) != (verb in WITHOUT_NOW)


def test_exceptions_are_about_something() -> None:
    """A verb that is gone leaves no exception behind."""
    assert sorted((WITHOUT_BY.keys() | WITHOUT_NOW.keys()) - VERBS.keys()) == []
