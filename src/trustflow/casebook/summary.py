"""Summarise a history on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._frozen_map import FrozenMap
from .._tables import Table, date_columns, integer_column, text_column
from ..dates import PartialDate, Truth
from ..engine import check
from ..history import Confidence
from ..queries import facts_of, plain_data
from ..trust_transfer import TRUST_TRANSFER, InspectionPublished

if TYPE_CHECKING:
    from .._tables import Column
    from ..history import History
    from ..queries import Fact

__all__ = [
    "AREAS",
    "CERTAIN",
    "LAST_ON_RECORD",
    "NOTHING_ON_RECORD",
    "NOT_RESEARCHED",
    "OverviewRow",
    "OverviewTable",
    "entry_of",
]

CERTAIN = "certain"
"""The certainty of a fact that is known on the day."""
LAST_ON_RECORD = "last on record"
"""The certainty of a fact that may have changed before the day."""
NOTHING_ON_RECORD = "nothing on record"
"""The certainty of a fact without a value, although somebody searched for events."""
NOT_RESEARCHED = "not researched"
"""The certainty of a fact without a value, because nobody searched for events."""
OVERALL = "overall"
LOWEST_AREA = "lowest area"
"""What a judgement is if an inspection gave no overall one."""
AREAS = (
    *("leadership", "help and protection", "children in care", "looked after"),
    *("care leavers", "adoption", "safeguarding", "child protection", "outcomes"),
)
"""The areas that Ofsted's frameworks grade; those of older ones come last."""


@frozen(kw_only=True)
class OverviewRow:
    """The position of one authority on a day, as far as its record shows it.

    Each fact has its last value on record and a certainty: ``certain`` on the day, ``last on
    record`` if it may have changed, ``nothing on record``, or ``not researched`` if nobody searched
    for events that would show it. It also has the lowest confidence of the events it rests on.

    Args:
        authority: The name of the council.
        gss_code: The GSS code that the council had on the day.
        ofsted_urn: Ofsted's number of the council.
        as_of: The day.
        judgement: Ofsted's latest judgement on record; None if there is none.
        judgement_on: The date of that judgement.
        judgement_basis: ``overall`` if the inspection gave an overall judgement, ``lowest area`` if
            the judgement is the lowest grade of its areas, as it gave none.
        framework: The framework of the inspection that gave it.
        areas: The grades that the inspection gave, by area.
        stage: The last stage on record.
        since: When the council entered that stage; None if it never left the first stage.
        intervention: The last type of intervention on record; None if there is none.
        delivered_by: Who delivers the services, as last on record: a name or a kind of body.
        ends: The date of the last event on record; None for an empty record.
        events: The number of events on record.
        findings: The number of findings that `check` gives for these events.
        reached: Every stage that the council was in, each once, in order.
        judgement_certainty: Whether the judgement is certain on the day.
        stage_certainty: Whether the stage is certain on the day.
        intervention_certainty: Whether the type of intervention is certain on the day.
        delivered_by_certainty: Whether it is certain on the day who delivers the services.
        judgement_confidence: The confidence of the judgement.
        stage_confidence: The confidence of the stage.
        intervention_confidence: The confidence of the type of intervention.
        delivered_by_confidence: The confidence of who delivers the services.
    """

    authority: str
    gss_code: str | None
    ofsted_urn: str | None
    as_of: PartialDate
    judgement: str | None
    judgement_on: PartialDate | None
    judgement_basis: str | None
    framework: str | None
    areas: FrozenMap[str]
    stage: str
    since: PartialDate | None
    intervention: str | None
    delivered_by: str | None
    ends: PartialDate | None
    events: int
    findings: int
    reached: tuple[str, ...]
    judgement_certainty: str
    stage_certainty: str
    intervention_certainty: str
    delivered_by_certainty: str
    judgement_confidence: Confidence | None
    stage_confidence: Confidence | None
    intervention_confidence: Confidence | None
    delivered_by_confidence: Confidence | None

    @property
    def bodies(self) -> tuple[str, ...]:
        """Who delivers the services: the name on record, and the kind of body."""
        kind = TRUST_TRANSFER.delivered_by[self.stage]
        return (kind,) if self.delivered_by in {None, kind} else (str(self.delivered_by), kind)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data, as the command prints it in JSON."""
        return dict(plain_data(self))


def _area_column(area: str) -> Column:
    name = f"areas_{area.replace(' ', '_')}"
    return text_column(name, lambda entry: entry.areas.get(area))


class OverviewTable(Table[OverviewRow]):
    """The rows as a table, without the stages in `reached`, which are several in each row.

    Each area has a column of its own, such as ``areas_leadership``.
    """

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("gss_code"),
        text_column("ofsted_urn"),
        text_column("as_of"),
        text_column("judgement"),
        text_column("judgement_certainty"),
        text_column("judgement_confidence"),
        *date_columns("judgement_on"),
        text_column("judgement_basis"),
        text_column("framework"),
        *map(_area_column, AREAS),
        text_column("stage"),
        text_column("stage_certainty"),
        text_column("stage_confidence"),
        *date_columns("since"),
        text_column("intervention"),
        text_column("intervention_certainty"),
        text_column("intervention_confidence"),
        text_column("delivered_by"),
        text_column("delivered_by_certainty"),
        text_column("delivered_by_confidence"),
        *date_columns("ends"),
        integer_column("events"),
        integer_column("findings"),
    )


def entry_of(
    history: History,
    day: PartialDate,
    *,
    ofsted_urn: str | None = None,
    is_researched: bool = True,
) -> OverviewRow:
    """Return the summary of a history of the trust transfer on a day.

    Args:
        history: The history up to the day.
        day: The day.
        ofsted_urn: Ofsted's number of the authority.
        is_researched: Whether somebody searched for interventions.
    """
    report = check(history)
    facts = facts_of(report, day)
    judged_by = facts.judgement.events[-1] if facts.judgement.events else None
    inspection = judged_by if isinstance(judged_by, InspectionPublished) else None
    return OverviewRow(
        authority=history.authority,
        gss_code=history.gss_code,
        ofsted_urn=ofsted_urn,
        as_of=day,
        judgement=facts.judgement.on_record,
        judgement_on=facts.judgement.since,
        judgement_basis=None if inspection is None else _basis(inspection),
        framework=None if inspection is None else inspection.framework,
        areas=FrozenMap({} if inspection is None else inspection.areas),
        stage=report.stage,
        since=report.stays[-1].since,
        intervention=facts.intervention.on_record,
        delivered_by=facts.delivered_by.on_record,
        ends=history.events[-1].on if history.events else None,
        events=len(history),
        findings=len(report.findings),
        reached=tuple(dict.fromkeys(stay.stage for stay in report.stays)),
        judgement_certainty=_certainty(facts.judgement),
        stage_certainty=_certainty(facts.stage),
        intervention_certainty=_certainty(facts.intervention, is_researched=is_researched),
        delivered_by_certainty=_certainty(facts.delivered_by),
        judgement_confidence=facts.judgement.confidence,
        stage_confidence=facts.stage.confidence,
        intervention_confidence=facts.intervention.confidence,
        delivered_by_confidence=facts.delivered_by.confidence,
    )


def _basis(inspection: InspectionPublished) -> str:
    """Return what the judgement of an inspection is."""
    return LOWEST_AREA if inspection.judgement is None else OVERALL


def _certainty(fact: Fact[Any], *, is_researched: bool = True) -> str:
    """Return the certainty of a fact in words."""
    # That a record of inspections has none yet does not show that there was none.
    if fact.on_record is not None:
        return CERTAIN if fact.known is Truth.YES else LAST_ON_RECORD
    return NOTHING_ON_RECORD if is_researched else NOT_RESEARCHED
