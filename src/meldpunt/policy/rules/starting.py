"""The file that an organisation begins with: what is in force without one, or an example in its name.

Invariant: every clause of the built-in policy is in it, so that what goes when it is published was taken out by somebody.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.rules.clauses import FIRST_TERMS
from meldpunt.policy.rules.file.spans import span_text
from meldpunt.policy.terms import PolicyText, Section

_NOBODYS: Final = re.compile(r"[\w.@+-]+\.example\b(?!-)")
_TEXT: Final = """\
format = 1

[organisation]
name = {name}
languages = {languages}
hosts = {hosts}
country = {country}
zone = {zone}
{days}
[contact]
mail = "security@..."

[[way_in]]
kind = "form"

[clauses]
ask = ["send_place", "send_description", "send_steps"]
rules = {rules}
pledges = {pledges}
{promises}
[safe_harbour]
kind = "no_steps"

# Never published. The stand-in may be somebody of another organisation: outside = true
[people.technical_contact]
name = ""
mail = ""

[people.stand_in]
name = ""
mail = ""

[people.breach_contact]
name = ""
mail = ""
"""
_PROMISES: Final = "".join(
    f'\n[promises.{promise.kind}]\nwithin = "{span_text(promise.amount, promise.unit)}"\n'
    for promise in FIRST_TERMS.promises
)


def starting_text(organisation: OrganisationFacts) -> str:
    """Return the built-in policy with what the settings know filled in; what people must say is left empty, and is refused so."""
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in _known(organisation).items()}
    return _TEXT.format(
        **written,
        days=_days(organisation),
        rules=_built_in(Section.RULES),
        pledges=_built_in(Section.PLEDGES),
        promises=_PROMISES,
    )


def in_the_name_of(organisation: OrganisationFacts, text: str) -> str:
    """Return an example with what the settings know in the place of what was invented; all else is left to who reads it."""
    for key, value in _known(organisation).items():
        text = _with_line(text, key, f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for line in _days(organisation).splitlines():
        text = _with_line(text, line.partition(" ")[0], line)
    return text


def _known(organisation: OrganisationFacts) -> dict[str, object]:
    """Return what the settings know of `[organisation]`, in the order of the format."""
    return {
        "name": organisation.name,
        "languages": list(organisation.languages),
        "hosts": [organisation.host] if organisation.host else [],
        "country": organisation.region,
        "zone": organisation.zone,
    }


def _with_line(text: str, key: str, line: str) -> str:
    """Put a line of `[organisation]` in the place of the one with this key, or below the header where there is none."""
    written, found = re.subn(rf"^{key} = .*$", lambda _found: line, text, count=1, flags=re.MULTILINE)
    return written if found else text.replace("[organisation]\n", f"[organisation]\n{line}\n", 1)


def _built_in(section: Section) -> str:
    """Return the ids of the built-in clauses of a part, one on a line, so that one is easily taken out."""
    return "[\n" + "".join(f'  "{clause.id}",\n' for clause in FIRST_TERMS.section(section)) + "]"


def _days(organisation: OrganisationFacts) -> str:
    """Return the organisation's own exceptions to the calendar, each list on a line of its own."""
    lists = (("closed", organisation.closed_days), ("open", organisation.worked_days))
    return "".join(f"{key} = [{', '.join(days)}]\n" for key, days in lists if days)


def placeholders(policy: PolicyText) -> tuple[str, ...]:
    """Return the addresses and host names of a policy that end in `.example`, each once, in its order: nobody can have them (RFC 2606, section 2)."""
    return tuple(dict.fromkeys(found for text in _texts(policy) for found in _NOBODYS.findall(text)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        yield from _texts(tuple(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        for part in value:
            yield from _texts(part)
