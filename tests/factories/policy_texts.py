"""A small policy that can be published, and ways to spoil it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from meldpunt.policy.rules.reading import problems, read
from meldpunt.policy.terms import PolicyText

TODAY = date(2026, 11, 21)
NEXT_YEAR = f"{datetime.now(tz=UTC).year + 1}-01-01"
"""A day to come by the real clock, never more than a year away: what is planned further ahead is refused."""
EXAMPLES = Path(__file__).parents[2] / "examples" / "policies"

HAVEN_HOST = "report.haven.example"
SMALL = """\
format = 1

[organisation]
name = "Haven"
languages = ["nl", "en"]
hosts = ["report.haven.example"]

[contact]
mail = "security@haven.example"

[[way_in]]
kind = "form"

[clauses]
ask = ["send_place"]
rules = ["tell_only_us"]
pledges = ["confidential"]
information = ["please_tell"]

[promises.first_answer]
within = "5 working days"

[safe_harbour]
kind = "no_steps"

[people.technical_contact]
name = "A"
mail = "a@haven.example"

[people.stand_in]
name = "B"
mail = "b@haven.example"

[people.breach_contact]
name = "C"
mail = "c@haven.example"
"""
WITHOUT_HOSTS = SMALL.replace(f'hosts = ["{HAVEN_HOST}"]\n', "")
"""For an organisation that a test makes twice."""


TWO = (
    SMALL.replace("format = 1", "format = 1\nsecond_eyes = true")
    + """
[people.second_pair_of_eyes]
name = "D"
mail = "d@haven.example"
"""
)
"""The small policy, which two people publish."""


CONDUCT = """
[[document]]
id = "conduct"
version = "1"
title = { nl = "Code", en = "Code" }
[document.nl]
file = "conduct.txt"
sha256 = "SHA"
""".replace("SHA", sha256(b"Be careful.").hexdigest())
"""A document to add, beside a file `conduct.txt` that says: Be careful."""


def with_lines(old: str, new: str) -> str:
    """Return the small policy with one part replaced."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def in_name_of(name: str, text: str) -> str:
    """Return a policy file in the name of another organisation, without host names of its own."""
    named = re.sub(r'^name = ".*"$', f'name = "{name}"', text, count=1, flags=re.MULTILINE)
    return re.sub(r"^hosts = .*$", "hosts = []", named, count=1, flags=re.MULTILINE)


def policy_of(text: str, files: Mapping[str, bytes] | None = None) -> PolicyText:
    """Return the policy in a text."""
    return read(text.encode(), today=TODAY, files=files or {})


def said(text: str | bytes, files: Mapping[str, bytes] | None = None) -> list[tuple[int, str, str]]:
    """Return line, key and message of every problem; each has a remedy and its places filled."""
    content = text if isinstance(text, bytes) else text.encode()
    found = problems(content, today=TODAY, files=files or {})
    assert all(problem.remedy and str(problem) for problem in found)
    return [(problem.line, problem.key, problem.message % problem.values) for problem in found]


def files_beside(path: Path) -> dict[str, bytes]:
    """Return the files in the folder of a policy."""
    return {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}


BY_MAIL = '[[way_in]]\nkind = "mail"\naddress = "Report@haven.example"\n\n[clauses]\n'
"""What takes the place of the line `[clauses]` in a text, so that reports come in by mail as well."""
