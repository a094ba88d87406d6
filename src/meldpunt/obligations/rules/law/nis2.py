"""NIS2, Directive (EU) 2022/2555, article 23, and the national laws that carry it out.

The directive binds member states; the law of the member state binds the organisation. The Dutch Cyberbeveiligingswet and the
Belgian law of 26 April 2024 have stages of their own here; `Law.NIS2` is for an organisation in another member state, which
checks each of them against its own law.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from meldpunt.obligations.rules.law import fields as asked
from meldpunt.obligations.rules.law.fields import SENDER, asked_in
from meldpunt.obligations.terms.law import (
    Counting,
    Doubt,
    FactKind,
    Field,
    FieldKind,
    Law,
    Need,
    Stage,
    Words,
)
from meldpunt.policy.terms import Span, Unit

_CROSS_BORDER: Final = Field(
    "cross_border",
    Words("Over de grens", "Cross-border"),
    Words("Kan het gevolgen hebben in andere landen?", "Could it have an impact in other countries?"),
    FieldKind.CHOICE,
    choices=asked.YES_NO_UNKNOWN,
)
_BORDER_IMPACT: Final = Field(
    "border_impact",
    Words("Gevolgen over de grens", "Cross-border impact"),
    Words("Welke gevolgen het in andere landen heeft.", "Which impact it has in other countries."),
    need=Need.IF_KNOWN,
)
_FIRST_LOOK: Final = Field(
    "first_look",
    Words("Eerste beoordeling", "Initial assessment"),
    Words("Uw eerste oordeel, met de ernst en de gevolgen.", "Your initial assessment, with its severity and impact."),
)
_INDICATORS: Final = Field(
    "indicators",
    Words("Sporen", "Indicators of compromise"),
    Words("Waaraan anderen het kunnen herkennen.", "By what others can recognise it."),
    need=Need.IF_KNOWN,
)
_STATUS: Final = Field(
    "status",
    Words("Status", "Status"),
    Words("Wat er is veranderd sinds de vorige melding.", "What changed since the previous notification."),
)
_REMEDIES: Final = Field(
    "remedies",
    Words("Wat zij kunnen doen", "What they can do"),
    Words("Maatregelen die de ontvangers zelf kunnen nemen.", "Measures or remedies the recipients can take."),
    need=Need.IF_KNOWN,
)


@dataclass(frozen=True)
class _Carried:
    """How one member state carries article 23 out."""

    law: Law
    prefix: str
    to: Words
    in_force: date
    link: str
    duty: str
    steps: str
    hours: int = 72
    counting: Counting = Counting.PLAIN
    doubts: tuple[Doubt, ...] = ()


def _stages(how: _Carried) -> Iterator[Stage]:
    """Yield the stages of article 23 as carried out by one law; articles of fields are those of the directive."""
    warning = _warning(how)
    notification = replace(
        warning,
        id=f"{how.prefix}-notification",
        article=how.steps.format("b", 2),
        title=Words("Significant incident: melding", "Significant incident: notification"),
        term=Span(how.hours, Unit.HOURS),
        fields=(*SENDER, *asked_in("NIS2 art. 23(4)(b)", asked.INCIDENT, _FIRST_LOOK, _INDICATORS)),
    )
    final = replace(
        warning,
        id=f"{how.prefix}-final",
        article=how.steps.format("d", 4),
        title=Words("Significant incident: eindverslag", "Significant incident: final report"),
        term=Span(1, Unit.MONTHS),
        after=notification.id,
        unless=FactKind.INCIDENT_ONGOING,
        fields=(
            *SENDER,
            *asked_in("NIS2 art. 23(4)(d)", asked.INCIDENT, asked.CAUSE, asked.MITIGATION, _BORDER_IMPACT),
        ),
    )
    yield from (warning, notification, final)
    yield from _longer(how, final)
    yield replace(
        warning,
        id=f"{how.prefix}-recipients",
        article=how.duty,
        title=Words("Significant incident: afnemers informeren", "Significant incident: inform recipients"),
        to=Words("de afnemers van uw diensten", "the recipients of your services"),
        term=None,
        fields=asked_in("NIS2 art. 23(1)-(2)", asked.INCIDENT, _REMEDIES),
    )


def _warning(how: _Carried) -> Stage:
    return Stage(
        id=f"{how.prefix}-warning",
        law=how.law,
        article=how.steps.format("a", 1),
        title=Words("Significant incident: vroege waarschuwing", "Significant incident: early warning"),
        to=how.to,
        seen=date(2026, 11, 22),
        in_force=how.in_force,
        link=how.link,
        event=FactKind.SIGNIFICANT_INCIDENT,
        term=Span(24, Unit.HOURS),
        fields=(*SENDER, *asked_in("NIS2 art. 23(4)(a)", asked.MALICIOUS, _CROSS_BORDER)),
        counting=how.counting,
        doubts=how.doubts,
    )


def _longer(how: _Carried, final: Stage) -> Iterator[Stage]:
    """Yield what comes when the incident still goes on, or the authority asks for more."""
    yield replace(
        final,
        id=f"{how.prefix}-progress",
        article=how.steps.format("e", 5),
        title=Words("Incident loopt nog: voortgangsverslag", "Incident goes on: progress report"),
        unless=None,
        only_with=FactKind.INCIDENT_ONGOING,
        fields=(*SENDER, *asked_in("NIS2 art. 23(4)(e)", _STATUS, asked.MITIGATION)),
    )
    yield replace(
        final,
        id=f"{how.prefix}-final-after",
        article=how.steps.format("e", 5),
        title=Words("Incident afgehandeld: eindverslag", "Incident handled: final report"),
        after="",
        unless=None,
        runs_from=FactKind.INCIDENT_HANDLED,
        only_with=FactKind.INCIDENT_ONGOING,
    )
    yield replace(
        final,
        id=f"{how.prefix}-asked",
        article=how.steps.format("c", 3),
        title=Words("Tussentijds verslag waar om gevraagd is", "Intermediate report that was asked for"),
        event=FactKind.NIS2_REPORT_ASKED,
        term=None,
        after="",
        unless=None,
        fields=(*SENDER, *asked_in("NIS2 art. 23(4)(c)", _STATUS)),
    )


_EU: Final = _Carried(
    law=Law.NIS2,
    prefix="nis2",
    to=Words("het CSIRT of de bevoegde autoriteit van uw land", "the CSIRT or competent authority of your country"),
    in_force=date(2024, 10, 18),
    link="https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
    duty="art. 23(1)",
    steps="art. 23(4)({0})",
    doubts=(Doubt.IN_FORCE, Doubt.TERM, Doubt.RECIPIENT),
)
_CBW: Final = _Carried(
    law=Law.CBW,
    prefix="cbw",
    to=Words(
        "het CSIRT en de bevoegde autoriteit, via het meldportaal van het NCSC",
        "the CSIRT and the competent authority, via the portal of the NCSC",
    ),
    in_force=date(2026, 8, 15),
    link="https://wetten.overheid.nl/zoeken?titel=Cyberbeveiligingswet",
    duty="art. 25 (NIS2 art. 23(1))",
    steps="art. 25 ff. (NIS2 art. 23(4)({0}))",
    counting=Counting.NL,
    doubts=(Doubt.ARTICLE, Doubt.IN_FORCE, Doubt.RECIPIENT),
)
_BE: Final = _Carried(
    law=Law.NIS2_BE,
    prefix="nis2-be",
    to=Words("het Centrum voor Cybersecurity België (CCB)", "the Centre for Cybersecurity Belgium (CCB)"),
    in_force=date(2024, 10, 18),
    link="https://www.ejustice.just.fgov.be/eli/wet/2024/04/26/2024202344/staatsblad",
    duty="art. 34",
    steps="art. 35, § 1, {1}°",
    doubts=(Doubt.ARTICLE,),
)


def _for_trust(how: _Carried, law: Law) -> _Carried:
    """Return the same for a provider of trust services: the notification too within 24 hours (art. 23(4), last subparagraph)."""
    return replace(how, law=law, prefix=f"{how.prefix}-trust", hours=24)


_CARRIED: Final = (
    *(_EU, _for_trust(_EU, Law.NIS2_TRUST)),
    *(_CBW, _for_trust(_CBW, Law.CBW_TRUST)),
    *(_BE, _for_trust(_BE, Law.NIS2_BE_TRUST)),
)
STAGES: Final = tuple(stage for how in _CARRIED for stage in _stages(how))
