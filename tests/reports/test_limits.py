"""What can be taken into a report."""

import pytest

from meldpunt.policy.terms import ContactMode, IdentityMode
from meldpunt.reports.rules.kinds import KINDS, cwe_of
from meldpunt.reports.rules.limits import check_content, check_person
from meldpunt.reports.terms import (
    CONTACT_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    Contact,
    Identity,
    ReportContent,
    ReportError,
    TextMissing,
    TextNotStorable,
    TextTooLong,
)


def wrong(content: ReportContent) -> tuple[type[ReportError], str] | None:
    try:
        check_content(content)
    except ReportError as error:
        return type(error), error.field
    return None


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (ReportContent(where="a", what="b"), None),
        (ReportContent(where="", what="b"), (TextMissing, "where")),
        (ReportContent(where="a", what=" \r\n\t"), (TextMissing, "what")),
        (ReportContent(where="a", what="x" * TEXT_LIMIT), None),
        (ReportContent(where="a", what="x" * (TEXT_LIMIT + 1)), (TextTooLong, "what")),
        (ReportContent(where="a", what="🏥" * TEXT_LIMIT), None),
        (ReportContent(where="a", what="b", steps="\0"), (TextNotStorable, "steps")),
        (ReportContent(where="a", what="b", impact="\ud800"), (TextNotStorable, "impact")),
        (ReportContent(where="a", what="b", beyond="\ufffe\u202e\x1b"), None),
    ],
    ids=range(9),
)
def test_content(content: ReportContent, problem: tuple[type[ReportError], str] | None) -> None:
    """The two compulsory texts, the limit, and what could not come back as it was sent."""
    assert wrong(content) == problem


def test_an_error_says_where_and_never_what() -> None:
    """The text stays out of the error."""
    with pytest.raises(TextTooLong) as caught:
        check_content(ReportContent(where="a", what="canary" * 50_000))
    assert str(caught.value) == "what"


@pytest.mark.parametrize(
    ("identity", "contact"),
    [
        (Identity(IdentityMode.NAME, "x" * (NAME_LIMIT + 1)), Contact()),
        (Identity(), Contact(ContactMode.EMAIL, "x" * (CONTACT_LIMIT + 1))),
    ],
)
def test_person(identity: Identity, contact: Contact) -> None:
    """Names and addresses have limits of their own."""
    with pytest.raises(TextTooLong):
        check_person(identity, contact)


def test_content_is_not_in_repr() -> None:
    """A report may stand in a frame of an error."""
    assert "canary" not in repr(ReportContent(where="canary", what="canary", steps="canary"))


def test_kinds_have_ids_of_their_own() -> None:
    """And lead to weaknesses by number."""
    assert (len({kind.id for kind in KINDS}), cwe_of("script"), cwe_of("unknown"), cwe_of("none such")) == (
        len(KINDS),
        (79,),
        (),
        (),
    )
