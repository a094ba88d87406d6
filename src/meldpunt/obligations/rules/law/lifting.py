"""Why a decision that would lift a stage lifts nothing, so that whoever took it reads that."""

from collections.abc import Iterable

from meldpunt.obligations.terms.duties import RecordedFact
from meldpunt.obligations.terms.law import Duty, Unlifted


def unlifted(fact: RecordedFact, facts: Iterable[RecordedFact], duties: Iterable[Duty]) -> Unlifted | None:
    """Return why a fact leaves a stage owed that it would lift, out of all facts and duties of its case; None where it leaves none."""
    owed = [duty for duty in duties if duty.event == fact.event and duty.stage.unless is fact.kind and _owed(duty)]
    if fact.withdrawn is not None or not owed:
        return None
    against = {duty.stage.despite for duty in owed}
    if any(each.kind in against for each in facts if each.event == fact.event and each.withdrawn is None):
        return Unlifted.DISPUTED
    late = any(duty.due is not None and duty.due < fact.recorded_at for duty in owed)
    return Unlifted.TOO_LATE if late else None


def _owed(duty: Duty) -> bool:
    return not duty.lifted and duty.submitted_at is None
