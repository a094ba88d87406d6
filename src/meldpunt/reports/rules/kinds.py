"""Kinds of weakness in words a person uses, each with its CWE numbers."""

from dataclasses import dataclass

from meldpunt.reports.terms import gettext_noop


@dataclass(frozen=True)
class Kind:
    """One kind: `label` is a msgid; `cwe` the numbers of the Common Weakness Enumeration it stands for."""

    id: str
    label: str
    cwe: tuple[int, ...]


KINDS = (
    Kind("unknown", gettext_noop("I don't know"), ()),
    Kind("login", gettext_noop("Getting in without logging in, or as somebody else"), (287, 306)),
    Kind("others_data", gettext_noop("Seeing or changing somebody else's data"), (639, 862, 863)),
    Kind("open_data", gettext_noop("Files or data are open that should not be"), (200, 552)),
    Kind("script", gettext_noop("A page runs a script that I put in (XSS)"), (79,)),
    Kind("database", gettext_noop("My input reaches the database as a command (SQL injection)"), (89,)),
    Kind("commands", gettext_noop("I can run commands or code on the server"), (78, 94)),
    Kind("upload", gettext_noop("I can upload a file that does harm"), (434,)),
    Kind("server_fetch", gettext_noop("The server fetches addresses that I choose (SSRF)"), (918,)),
    Kind("forgery", gettext_noop("A link makes somebody's browser do something unwanted (CSRF)"), (352,)),
    Kind("redirect", gettext_noop("A link leads unnoticed to another site"), (601,)),
    Kind("secrets", gettext_noop("Passwords or keys can be read"), (522, 798)),
    Kind("encryption", gettext_noop("Data or the connection is not encrypted well"), (319, 327)),
    Kind("outdated", gettext_noop("Out-of-date software or a wrong setting"), (1395, 1188)),
    Kind("process", gettext_noop("Steps can be skipped or repeated to gain something"), (841,)),
    Kind("stops", gettext_noop("It can be made to stop or crash"), (400, 787)),
    Kind("other", gettext_noop("Something else"), ()),
)
IDS = frozenset(kind.id for kind in KINDS)


def cwe_of(kind: str) -> tuple[int, ...]:
    """Return the CWE numbers of a kind; none for an unknown one."""
    return next((each.cwe for each in KINDS if each.id == kind), ())
