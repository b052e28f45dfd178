"""Summarise a history at the end of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from .._tables import Table, date_columns, integer_column, text_column
from ..dates import PartialDate
from ..engine import check
from ..queries import CANNOT_BE_TOLD, facts_of, plain_data

if TYPE_CHECKING:
    from ..history import History

__all__ = ["Entry", "EntryTable", "entry_of"]


@frozen
class Entry:
    """The position of one authority at the end of its record, which may differ from today's.

    Args:
        authority: The name of the council.
        gss_code: The GSS code of the council.
        stage: The last stage on record.
        since: When the council entered that stage; None if it never left the first stage.
        judgement: Ofsted's latest judgement on record; None if there is none.
        intervention: The last type of intervention on record; "cannot be told" if there is none.
        ends: The date of the last event on record; None for an empty record.
        events: The number of events on record.
        findings: The number of findings that `check` gives for these events.
        reached: Every stage that the council was in, each once, in order.
    """

    authority: str
    gss_code: str | None
    stage: str
    since: PartialDate | None
    judgement: str | None
    intervention: str
    ends: PartialDate | None
    events: int
    findings: int
    reached: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain data, as the command prints it in JSON."""
        return dict(plain_data(self))


class EntryTable(Table[Entry]):
    """Entries as a table, without the stages in `reached`, which are several for each entry."""

    __slots__ = ()

    columns = (
        text_column("authority"),
        text_column("gss_code"),
        text_column("stage"),
        *date_columns("since"),
        text_column("judgement"),
        text_column("intervention"),
        *date_columns("ends"),
        integer_column("events"),
        integer_column("findings"),
    )


def entry_of(history: History) -> Entry:
    """Return the summary of a history of the trust transfer."""
    report = check(history)
    judgement, intervention = None, CANNOT_BE_TOLD
    if history.events:
        # The date of the last event can be open at its start. On the latest of the events' earliest
        # days, the whole record counts.
        facts = facts_of(report, max(event.on.earliest for event in history.events))
        judgement = facts.judgement.on_record
        intervention = facts.intervention.on_record or CANNOT_BE_TOLD
    return Entry(
        authority=history.authority,
        gss_code=history.gss_code,
        stage=report.stage,
        since=report.stays[-1].since,
        judgement=judgement,
        intervention=intervention,
        ends=history.events[-1].on if history.events else None,
        events=len(history),
        findings=len(report.findings),
        reached=tuple(dict.fromkeys(stay.stage for stay in report.stays)),
    )
