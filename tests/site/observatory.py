"""What MDN's HTTP Observatory makes of an answer: its ten rules, counted as it counts them.

Written from the facts of its source (github.com/mdn/mdn-http-observatory, `src/grader/charts.js` for the points,
`src/analyzer/tests/` for what earns them, `src/scanner/index.js` for the sum). Two things are left out:
the list of names that browsers know to speak https only (it would add 5), and policies in `<meta>`, of which no page here has any.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

type Sources = Mapping[str, frozenset[str]]

START: Final = 100
LEAST_FOR_EXTRA: Final = 90
"""Who lost more than ten points is given none for what is better than needed."""
GRADES: Final = (
    *((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (45, "C-")),
    *((40, "D+"), (30, "D"), (25, "D-"), (0, "F")),
)
BROAD: Final = frozenset({"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"})
INLINE: Final = frozenset({"'unsafe-inline'", "data:"})
PASSIVE: Final = frozenset({"img-src", "media-src"})
HALF_A_YEAR: Final = 15_552_000
PRIVATE: Final = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})
TELLING: Final = frozenset({"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"})
HTML: Final = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True)
class Answer:
    """One answer over https. `headers` by name in lower case; `route` is where plain http led, None where nothing listens there."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = field(default="", repr=False)
    cookies: tuple[str, ...] = ()
    origin: str = ""
    route: tuple[str, ...] | None = None

    def header(self, name: str) -> str:
        """Return a header without blanks around it, empty where there is none."""
        return self.headers.get(name, "").strip()


def grade(answer: Answer) -> str:
    """Return the letter, from A+ to F."""
    points = max(score(answer), 0)
    return next(letter for least, letter in GRADES if points - points % 5 >= least)


def score(answer: Answer) -> int:
    """Return the points: 100, less what is wrong, and more for what is better than needed if little is wrong."""
    points = counted(answer).values()
    least = START + sum(each for each in points if each < 0)
    return least + sum(each for each in points if each > 0) if least >= LEAST_FOR_EXTRA else least


def counted(answer: Answer) -> dict[str, int]:
    """Return what each rule gives or takes."""
    return {name: rule(answer) for name, rule in RULES.items()}


def policies(answer: Answer) -> Sources | None:
    """Return the content security policy: sources by directive; None where it cannot be read. Raises nothing."""
    found: dict[str, frozenset[str]] = {}
    for entry in answer.header("content-security-policy").split(";"):
        name, *sources = entry.lower().split() or [""]
        if name in found:
            return None
        if name:
            found[name] = frozenset(sources or (["'none'"] if name.endswith("-src") else []))
    return found


def _content_security_policy(answer: Answer) -> int:
    csp = policies(answer)
    if not csp:
        return -25
    default = csp.get("default-src", frozenset({"*"}))
    scripts, objects, styles = (csp.get(name, default) for name in ("script-src", "object-src", "style-src"))
    passive = frozenset().union(*(csp.get(name, csp.get("default-src", frozenset())) for name in PASSIVE))
    active = scripts.union(*(sources for name, sources in csp.items() if name not in PASSIVE))
    wrong = (
        (scripts & (BROAD | INLINE) or objects & BROAD, -20),
        (_is_plain(active), -20),
        ("'unsafe-eval'" in scripts | styles, -10),
        (_is_plain(passive), -10),
        (styles & (BROAD | INLINE), 0),
    )
    best = 10 if default == {"'none'"} else 5
    return next((points for found, points in wrong if found), best)


def _is_plain(sources: frozenset[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def _cookies(answer: Answer) -> int:
    """Return the worst of all cookies, 5 when every one has all it should, 0 without any."""
    return min((_cookie(line, answer) for line in answer.cookies), default=0)


def _cookie(line: str, answer: Answer) -> int:
    pair, *attributes = (part.strip() for part in line.split(";"))
    name = pair.partition("=")[0].lower()
    given = {
        key.strip().lower(): value.strip().lower() for key, _, value in (each.partition("=") for each in attributes)
    }
    is_session = any(part in name for part in ("login", "sess"))
    kept_by_hsts = _strict_transport_security(answer) == 0
    same_site = given.get("samesite")
    wrong = (
        (is_session and "secure" not in given, -10 if kept_by_hsts else -40),
        (is_session and "httponly" not in given, -30),
        (same_site is not None and same_site not in {"lax", "strict", "none"}, -20),
        (same_site == "none" and "secure" not in given, -20),
        ("csrf" in name and not same_site, -20),
        ("secure" not in given, -5 if kept_by_hsts else -20),
    )
    return min((points for found, points in wrong if found), default=5 if same_site else 0)


def _cross_origin_resource_sharing(answer: Answer) -> int:
    """Take 50 where whoever asks is let in with the visitor's cookies."""
    lets_in = answer.header("access-control-allow-origin")
    with_cookies = answer.header("access-control-allow-credentials").lower() == "true"
    return -50 if lets_in and lets_in == answer.origin and with_cookies else 0


def _redirection(answer: Answer) -> int:
    """Look where plain http leads: nowhere, or to https on the same host first."""
    if answer.route is None:
        return 0
    steps = [urlsplit(address) for address in answer.route]
    if len(steps) == 1 or steps[-1].scheme != "https":
        return -20
    if steps[1].scheme == "http":
        return -10
    return 0 if steps[0].hostname == steps[1].hostname else -5


def _referrer_policy(answer: Answer) -> int:
    words = [word.strip().lower() for word in answer.header("referrer-policy").split(",")]
    if words == [""]:
        return 0
    known = [word for word in words if word in PRIVATE | TELLING]
    return 5 if known and known[-1] in PRIVATE else -5


def _strict_transport_security(answer: Answer) -> int:
    header = answer.header("strict-transport-security").lower()
    ages = [part.strip()[8:] for part in header.split(";") if part.strip().startswith("max-age=")]
    if "," in header or not ages or not ages[-1].isdecimal():
        return -20
    return 0 if int(ages[-1]) >= HALF_A_YEAR else -10


class _Scripts(HTMLParser):
    """Finds the scripts of a page: where each comes from, and whether its digest is named."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and (source := named.get("src")):
            self.found.append((source, bool(named.get("integrity"))))


def _subresource_integrity(answer: Answer) -> int:
    if answer.header("content-type").partition(";")[0] not in HTML:
        return 0
    host = urlsplit(answer.address).hostname or ""
    scripts = _Scripts(answer.body).found
    foreign = [(source, sealed) for source, sealed in scripts if not _is_ours(source, host)]
    wrong = [_foreign(source, sealed=sealed) for source, sealed in foreign]
    if any(wrong):
        return min(wrong)
    return 5 if foreign or any(sealed for _source, sealed in scripts) else 0


def _is_ours(source: str, host: str) -> bool:
    """Whether a script comes from this site: a relative address, or a whole one at the same registered domain."""
    if source.startswith("//"):
        return False
    other = urlsplit(source).hostname
    return other is None or other.split(".")[-2:] == host.split(".")[-2:]


def _foreign(source: str, *, sealed: bool) -> int:
    is_safe = source.startswith("https:")
    return {(True, True): 0, (True, False): -5, (False, True): -20, (False, False): -50}[is_safe, sealed]


def _content_type_options(answer: Answer) -> int:
    return 0 if answer.header("x-content-type-options").lower() == "nosniff" else -5


def _frame_options(answer: Answer) -> int:
    if (policies(answer) or {}).get("frame-ancestors"):
        return 5
    header = answer.header("x-frame-options").lower()
    return 0 if header in {"deny", "sameorigin"} or header.startswith("allow-from") else -20


def _cross_origin_resource_policy(answer: Answer) -> int:
    known = {"": 0, "same-origin": 10, "same-site": 10, "cross-origin": 0}
    return known.get(answer.header("cross-origin-resource-policy").lower(), -5)


RULES: Final[Mapping[str, Callable[[Answer], int]]] = {
    "content-security-policy": _content_security_policy,
    "cookies": _cookies,
    "cross-origin-resource-sharing": _cross_origin_resource_sharing,
    "redirection": _redirection,
    "referrer-policy": _referrer_policy,
    "strict-transport-security": _strict_transport_security,
    "subresource-integrity": _subresource_integrity,
    "x-content-type-options": _content_type_options,
    "x-frame-options": _frame_options,
    "cross-origin-resource-policy": _cross_origin_resource_policy,
}
