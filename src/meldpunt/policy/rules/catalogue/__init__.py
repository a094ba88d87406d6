"""The catalogue of clauses. A published version keeps its own texts, so a better wording here changes nothing that was shown."""

from collections.abc import Mapping
from typing import Final

from meldpunt.policy.rules.catalogue.asks import ASKS
from meldpunt.policy.rules.catalogue.conduct import CONDUCT
from meldpunt.policy.rules.catalogue.harbour import HARBOUR, MISUSE
from meldpunt.policy.rules.catalogue.information import INFORMATION
from meldpunt.policy.rules.catalogue.methods import METHODS
from meldpunt.policy.rules.catalogue.pledges import PLEDGES
from meldpunt.policy.rules.catalogue.promises import PROMISES
from meldpunt.policy.rules.catalogue.settings import FINDER, LAW, PUBLICATION, PUBLISHING, RECOGNITION
from meldpunt.policy.rules.catalogue.sources import SOURCES
from meldpunt.policy.rules.catalogue.weaknesses import WEAKNESSES
from meldpunt.policy.terms import Clause, Weakness

ALL: Final[tuple[Clause, ...]] = (
    *ASKS,
    *CONDUCT,
    *METHODS,
    *PLEDGES,
    *PROMISES,
    *HARBOUR,
    *INFORMATION,
    *FINDER,
    *RECOGNITION,
    *PUBLICATION,
    *LAW,
    *PUBLISHING,
)
CATALOGUE: Final[Mapping[str, Clause]] = {clause.id: clause for clause in ALL}
KINDS_OF_WEAKNESS: Final[Mapping[str, Weakness]] = {weakness.id: weakness for weakness in WEAKNESSES}
LEGAL_DUTIES: Final = frozenset(clause.id for clause in LAW)

__all__ = ["ALL", "CATALOGUE", "KINDS_OF_WEAKNESS", "LEGAL_DUTIES", "MISUSE", "SOURCES"]
