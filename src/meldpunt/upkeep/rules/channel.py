"""How bad a trouble of the way in is and whose it is, when a canary is due, and what one says.

Invariants: a trouble has one level and one person; the operator is told of what stops reports and only when it was found twice in a row,
so that a restart is no alarm; nothing that a canary says is told to anybody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from meldpunt.policy.terms import ContactMode, IdentityMode, PolicyTerms
from meldpunt.upkeep.terms import FilledIn, Finding, Level, Light, Part, Sign, Trouble, Who

EVERY: Final = timedelta(days=1)
AGAIN: Final = timedelta(minutes=10)
"""After this a test that failed is repeated."""
SETTLING: Final = timedelta(hours=1)
"""So long nobody tests the way in of an organisation that was just made."""
SILENT: Final = timedelta(hours=26)
"""A day, and time for a server that was being restarted: without a test for so long something is wrong."""
LOOKED_WITHIN: Final = timedelta(minutes=30)
"""Whoever looks into mailboxes tells every five minutes how they are."""
RENEW_BEFORE: Final = timedelta(days=14)

JUDGED: Final[Mapping[Trouble, tuple[Level, Who]]] = {
    Trouble.NO_ANSWER: (Level.RED, Who.OPERATOR),
    Trouble.NO_FORM: (Level.RED, Who.OPERATOR),
    Trouble.NOT_TAKEN: (Level.RED, Who.OPERATOR),
    Trouble.NO_WAY_BACK: (Level.RED, Who.OPERATOR),
    Trouble.OTHER_TEXT: (Level.RED, Who.OPERATOR),
    Trouble.INTAKE_STOPPED: (Level.RED, Who.LEAD),
    Trouble.NOT_TESTED: (Level.RED, Who.OPERATOR),
    Trouble.NOT_FROM_HERE: (Level.AMBER, Who.OPERATOR),
    Trouble.OTHER_SERVER: (Level.RED, Who.OPERATOR),
    Trouble.NOT_TRUSTED: (Level.RED, Who.OPERATOR),
    Trouble.ENDS_SOON: (Level.AMBER, Who.OPERATOR),
    Trouble.NOT_OPENED: (Level.RED, Who.LEAD),
    Trouble.KEY_ENDS: (Level.AMBER, Who.ADMINISTRATOR),
    Trouble.NOT_SIGNED: (Level.AMBER, Who.OPERATOR),
    Trouble.NO_MX: (Level.RED, Who.OPERATOR),
    Trouble.NO_SPF: (Level.AMBER, Who.OPERATOR),
    Trouble.NO_DMARC: (Level.AMBER, Who.OPERATOR),
    Trouble.NO_DIRECTORY: (Level.AMBER, Who.OPERATOR),
    Trouble.NO_DNS: (Level.AMBER, Who.OPERATOR),
    Trouble.LETTERS_WAIT: (Level.AMBER, Who.OPERATOR),
    Trouble.NOT_LOOKED_AT: (Level.RED, Who.OPERATOR),
    Trouble.MAIL_NOT_BACK: (Level.RED, Who.OPERATOR),
    Trouble.MAIL_NEVER: (Level.AMBER, Who.OPERATOR),
    Trouble.MAIL_RETURNED: (Level.RED, Who.OPERATOR),
}
ADVICE: Final[Mapping[Trouble, str]] = {
    Trouble.NO_ANSWER: "the server did not answer its own test: see whether the web server runs, and read its log",
    Trouble.NO_FORM: "the page with the form did not come: open it in a browser, and read the server's log",
    Trouble.NOT_TAKEN: "the form did not take the test report: look at disk and database, and read the server's log",
    Trouble.NO_WAY_BACK: "the code on the receipt did not open the finder's page: read the server's log, and see whether the secrets file is the right one",
    Trouble.OTHER_TEXT: "the finder's page showed something else than was sent: look what stands between the server and its visitors",
    Trouble.INTAKE_STOPPED: "no reports are taken since the stored key did not fit: let a lead look at the page Keys",
    Trouble.NOT_TESTED: "the daily test did not run for more than a day: see whether the worker runs, and read its log",
    Trouble.NOT_FROM_HERE: "the server works, but its public address cannot be reached from this machine: look from elsewhere, or set MELDPUNT_NETWORK_CHECKS=false where that is how your network is",
    Trouble.OTHER_SERVER: "the server works, but at its public address something else answers: look at the proxy and the DNS",
    Trouble.NOT_TRUSTED: "the certificate at the public address is not valid: renew it, and see that the whole chain is sent",
    Trouble.ENDS_SOON: "the certificate at the public address ends within 14 days: renew it",
    Trouble.NOT_OPENED: "the organisation's key did not open the test report: call a lead before anybody trusts new reports",
    Trouble.KEY_ENDS: "the OpenPGP key needs somebody: ./meldpunt openpgp, and the settings page at the desk",
    Trouble.NOT_SIGNED: "security.txt is not signed, or its signature ends soon: look whether the worker runs",
    Trouble.NO_MX: "the DNS names no server that takes mail for the address of the policy: set an MX record",
    Trouble.NO_SPF: "the domain that mail is sent from has no SPF record: others can send in its name, and our letters may be refused",
    Trouble.NO_DMARC: "the domain that mail is sent from has no DMARC record: our letters may be refused",
    Trouble.NO_DIRECTORY: "the key is not found where mail programs look for it (WKD): let the host openpgpkey.DOMAIN lead here",
    Trouble.NO_DNS: "the DNS did not answer: look at the resolver of this machine, or set MELDPUNT_NETWORK_CHECKS=false",
    Trouble.LETTERS_WAIT: "letters do not leave: look at the SMTP settings and the mail server's log",
    Trouble.NOT_LOOKED_AT: "nobody could look into the mailbox for too long: look at its settings and the mail server's log",
    Trouble.MAIL_NOT_BACK: "the test mail to the address for reports left and did not come in within two hours: look at the mail server's log and queue, the MX record, the transport or the mailbox, and the folder for spam; where no mail should come in here, switch the test by mail off under Settings",
    Trouble.MAIL_NEVER: "no test mail to the address in the policy ever came in here: set up how mail comes in (docs/operate.md), or switch the test by mail off under Settings",
    Trouble.MAIL_RETURNED: "a mail server refused the test mail to the address for reports, or sent it back: look whether the address exists, and at the mail server's log",
}
"""What a trouble is and what to do, for the operator at the terminal; the desk has its own words, in two languages."""
WORST_FIRST: Final = (Level.RED, Level.AMBER, Level.GREEN)


BY_FORM: Final = frozenset({Part.FORM, Part.DESK, Part.ADDRESS, Part.CERTIFICATE})
BY_NETWORK: Final = frozenset(
    {Part.ADDRESS, Part.CERTIFICATE, Part.MAIL_DOMAIN, Part.SENDERS, Part.FORGERIES, Part.KEY_DIRECTORY}
)


def not_looked_at(*, tests_way_in: bool, asks_network: bool) -> frozenset[Part]:
    """Return the parts that nobody looks at, as somebody chose: what was found of them once says nothing now."""
    none: frozenset[Part] = frozenset()
    return (none if tests_way_in else BY_FORM | BY_NETWORK | {Part.MAIL}) | (none if asks_network else BY_NETWORK)


def level_of(trouble: Trouble) -> Level:
    """Return how bad a trouble is."""
    return JUDGED[trouble][0]


def who_mends(trouble: Trouble) -> Who:
    """Return for whom it is to do something."""
    return JUDGED[trouble][1]


def light(
    signs: Sequence[Sign],
    *,
    tested_at: datetime | None,
    opened_at: datetime | None,
    mailed_at: datetime | None = None,
) -> Light:
    """Return the light of these signs: that of the worst, and green without any."""
    ordered = sorted(signs, key=lambda sign: WORST_FIRST.index(sign.level))
    return Light(ordered[0].level if ordered else Level.GREEN, tuple(ordered), tested_at, opened_at, mailed_at)


def finding(slug: str, light: Light) -> Finding:
    """Say a light at the terminal: red is wrong, amber a remark."""
    said = "; ".join(ADVICE[sign.trouble] + (f" ({sign.detail})" if sign.detail else "") for sign in light.signs)
    return Finding("way in", well=light.level is not Level.RED, advice=f"Of {slug}: {said}." if said else "")


def is_due(*, tried_at: datetime | None, failed: bool, made_at: datetime, now: datetime) -> bool:
    """Tell whether a canary is due: once a day, and soon again after one that failed."""
    if tried_at is None:
        return now >= made_at + SETTLING
    return now >= tried_at + (AGAIN if failed else EVERY)


def is_silent(*, since: datetime, now: datetime) -> bool:
    """Tell whether there should have been another test by now; `since` is the last one, or when the organisation was made."""
    return now >= since + SILENT


def is_unlooked(*, since: datetime, now: datetime) -> bool:
    """Tell whether nobody has told for too long how a mailbox is; `since` is when somebody last did."""
    return now >= since + LOOKED_WITHIN


def certificate(until: datetime | None, now: datetime) -> Trouble | None:
    """Judge the end of a certificate that a visitor was shown; None for well, or for a site without one."""
    return Trouble.ENDS_SOON if until is not None and until < now + RENEW_BEFORE else None


def seen_from_outside(trouble: Trouble | None) -> tuple[Trouble | None, Trouble | None]:
    """Return what the way by the public address says of the address and of its certificate, where the server itself may answer well.

    That nobody answers there may be this network's doing, since finders come from elsewhere; that somebody else answers is not.
    """
    if trouble is Trouble.NOT_TRUSTED:
        return None, trouble
    if trouble is Trouble.NO_ANSWER:
        return Trouble.NOT_FROM_HERE, None
    return (Trouble.OTHER_SERVER if trouble else None), None


def filled_in(terms: PolicyTerms, *, site: str, word: str) -> FilledIn:
    """Return what a canary fills in under these terms; `word` is a random one, to be found back."""
    texts = {"where": site, "what": said(word)}
    if IdentityMode.ANONYMOUS not in terms.identity_modes:
        texts |= {"who": terms.identity_modes[0].value, "name": "Meldpunt"}
    if ContactMode.NONE not in terms.contact_modes:
        reach = terms.contact_modes[0]
        texts |= {
            "reach": reach.value,
            "contact": "test@meldpunt.invalid" if reach is ContactMode.EMAIL else "0000000000",
        }
    return FilledIn(texts, said(word).encode())


def said(word: str) -> str:
    """Return the one sentence of a canary."""
    return f"Daily test of this desk {word}"
