"""The file that an organisation begins with: a short one, or an example in its name."""

import json
import re
from typing import Final

from meldpunt.people.terms import OrganisationFacts

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
rules = ["tell_only_us", "only_what_is_needed", "no_changing_data"]
pledges = ["looked_into", "confidential", "details_not_shared"]

[promises.first_answer]
within = "5 working days"

[promises.silence]
within = "30 days"

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


def starting_text(organisation: OrganisationFacts) -> str:
    """Return a short policy with what the settings know filled in; what people must say is left empty, and is refused so."""
    values = {
        "name": organisation.name,
        "languages": list(organisation.languages),
        "hosts": [host for host in (organisation.host,) if host],
        "country": organisation.region,
        "zone": organisation.zone,
    }
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    return _TEXT.format(**written, days=_days(organisation))


def in_the_name_of(organisation: OrganisationFacts, text: str) -> str:
    """Return an example with the organisation's own name and host name in the place of the invented ones; all else is left to who reads it."""
    own = {"name": organisation.name, "hosts": [organisation.host] if organisation.host else []}
    for key, value in own.items():
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        text = re.sub(rf"^{key} = .*$", lambda _found, line=line: line, text, count=1, flags=re.MULTILINE)  # type: ignore[misc] # the default binds the line
    return text


def _days(organisation: OrganisationFacts) -> str:
    """Return the organisation's own exceptions to the calendar, each list on a line of its own."""
    lists = (("closed", organisation.closed_days), ("open", organisation.worked_days))
    return "".join(f"{key} = [{', '.join(days)}]\n" for key, days in lists if days)
