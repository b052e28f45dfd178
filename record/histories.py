"""Assemble the history of each authority from its curated events and Ofsted's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from trustflow import BadHistory, History, InvalidValue, Source, check
from trustflow.exchange import event_from_row
from trustflow.trust_transfer import TRUST_TRANSFER

from .citations import NOTHING, Citation, source_of
from .faults import Fault
from .generated import PrimaryEvent
from .tables import Evidence, Row

if TYPE_CHECKING:
    from trustflow.history import Event

    from .curated import Authority, CuratedEvent

__all__ = ["Assemblies", "Assembly", "Pages", "assembled", "built_histories"]


@frozen
class Assembly:
    """An event before it is built, with what it rests on.

    Attributes:
        place: Where it comes from: the line of a file of events, or the id of a row.
        fields: The texts of its fields.
        citations: The rows that it cites.
        primary: The events of Ofsted's documents that it is.
    """

    place: str
    fields: Row
    citations: tuple[Citation, ...]
    primary: tuple[PrimaryEvent, ...] = ()


@frozen
class Assemblies:
    """The events of an authority before they are built.

    Attributes:
        curated: Those that people curated, in their order.
        others: The other events of Ofsted's documents.
    """

    curated: list[Assembly]
    others: list[Assembly]

    @property
    def rows(self) -> dict[str, str]:
        """Where each row is cited, by the id of the row."""
        return {
            citation.row_id: each.place
            for each in (*self.others, *self.curated)
            for citation in each.citations
        }


@frozen
class Pages:
    """What the sources of events are made from.

    Attributes:
        evidence: The rows of evidence.
        copies: The first publisher of each page that is a copy, by its address.
    """

    evidence: Evidence
    copies: Mapping[str, str] = field(repr=False)


def assembled(
    curated: Mapping[str, Sequence[CuratedEvent]],
    primary: Mapping[str, Sequence[PrimaryEvent]],
    faults: list[Fault],
) -> dict[str, Assemblies]:
    """Return the events of each authority before they are built, by its name.

    A curated event can be one that the rows of another authority describe, such as its successor.

    Args:
        curated: The curated events by authority.
        primary: The events of Ofsted's documents by authority.
        faults: A list to which the faults are added.
    """
    described: dict[tuple[str, str], PrimaryEvent] = {
        (each.event, row_id): each
        for events in primary.values()
        for each in events
        for row_id in each.row_ids
    }
    used: dict[int, str] = {}
    by_hand = {
        authority: [_curated(each, described, used, faults) for each in events]
        for authority, events in curated.items()
    }
    return {
        authority: Assemblies(
            events,
            [
                Assembly(one.row_ids[0], {"event": one.event, **one.fields}, one.citations, (one,))
                for one in primary.get(authority, ())
                if id(one) not in used
            ],
        )
        for authority, events in by_hand.items()
    }


def _curated(
    event: CuratedEvent,
    described: Mapping[tuple[str, str], PrimaryEvent],
    used: dict[int, str],
    faults: list[Fault],
) -> Assembly:
    """Return a curated event together with those of Ofsted's documents that it is."""
    cited = dict.fromkeys(citation.row_id for citation in event.citations)
    found = (described.get((event.event, row_id)) for row_id in cited)
    same = list({id(one): one for one in found if one is not None}.values())
    for one in same:
        if id(one) in used:
            message = f"{one.row_ids[0]} is already the event at {used[id(one)]}."
            faults.append(Fault(event.place, message))
        used[id(one)] = event.place
        missing = [row_id for row_id in one.row_ids if row_id not in cited]
        if missing:
            message = f"Cite {' '.join(missing)} too, which are on the same inspection."
            faults.append(Fault(event.place, message))
    return _merged(event, same, faults)


def _merged(
    curated: CuratedEvent, primary: Sequence[PrimaryEvent], faults: list[Fault]
) -> Assembly:
    """Return a curated event, with the fields that the rows of Ofsted's documents give."""
    governing = [each for each in primary if each.governs]
    fields = dict(curated.fields)
    if len(governing) > 1:
        rows = " and ".join(each.row_ids[0] for each in governing)
        faults.append(Fault(curated.place, f"{rows} are two events, so cite one of them."))
    for each in governing[:1]:
        notes = [text for text in (each.fields.get("note"), fields.pop("note", None)) if text]
        twice = sorted(each.fields.keys() & fields.keys())
        for name in twice:
            message = f"{each.row_ids[0]} gives the field {name}. Leave it out here."
            faults.append(Fault(curated.place, message))
        fields = {**fields, **each.fields}
        if notes:
            fields["note"] = " ".join(notes)
    citations = {citation.row_id for citation in curated.citations}
    further = (
        citation
        for each in primary
        for citation in each.further
        if citation.row_id not in citations
    )
    return Assembly(curated.place, fields, (*curated.citations, *further), tuple(primary))


def built_event(assembly: Assembly, pages: Pages, faults: list[Fault]) -> Event | None:
    """Return the event of an assembly, or None if it has a fault."""
    try:
        event = event_from_row(dict(assembly.fields), TRUST_TRANSFER)
        sources = tuple(_sources(assembly, event, pages, faults))
    except BadHistory as error:
        faults.extend(Fault(assembly.place, str(fault)) for fault in error.faults)
        return None
    except (InvalidValue, ValueError) as error:
        faults.append(Fault(assembly.place, str(error)))
        return None
    for each in assembly.primary:
        if not each.governs:
            faults += _contradictions(assembly, event, each)
    return evolve(event, sources=sources)


def _sources(
    assembly: Assembly, event: Event, pages: Pages, faults: list[Fault]
) -> Iterator[Source]:
    for citation in assembly.citations:
        row = pages.evidence.get(citation.row_id)
        url = citation.overrides.get("url", NOTHING)
        if row is None:
            faults.append(Fault(assembly.place, f"There is no row {citation.row_id}."))
        elif url != NOTHING and not _is_in_evidence(url, pages.evidence):
            faults.append(Fault(assembly.place, f"No row of evidence has the address {url}."))
        else:
            yield source_of(
                citation, row, event=event.class_name, on=str(event.on), copies=pages.copies
            )


def _is_in_evidence(url: str, evidence: Evidence) -> bool:
    return any(url in text for row in evidence.values() for text in row.values())


def _contradictions(assembly: Assembly, event: Event, primary: PrimaryEvent) -> Iterator[Fault]:
    """Yield a fault for each area that the rows grade in another way than the curated event."""
    stated = event_from_row({"event": primary.event, **primary.fields}, TRUST_TRANSFER)
    graded = event.given().get("areas", {})
    for area, grade in stated.given().get("areas", {}).items():
        held = graded.get(area, grade)
        if held != grade:
            message = f"{area} is {held} here and {grade} in {' '.join(primary.row_ids)}."
            yield Fault(assembly.place, message)


def in_place(events: Sequence[Event], others: Sequence[Event]) -> list[Event]:
    """Return curated events in their order, with each other event among them.

    An event stands right after the last curated event that begins on an earlier day, so it stands
    before one of the same day. A curated event with an open start counts by its latest day, and
    an event of that day stands after it, so that it can still have happened before.
    """
    begins = [event.on.last - 1 if event.on.is_open_start else event.on.first for event in events]
    listed: list[Event] = []
    placed = sorted(others, key=lambda event: (event.on.first, event.rank))
    for index, event in enumerate(events):
        while placed and all(placed[0].on.first <= day for day in begins[index:]):
            listed.append(placed.pop(0))
        listed.append(event)
    return [*listed, *placed]


def built_histories(
    authorities: Sequence[Authority],
    assemblies: Mapping[str, Assemblies],
    pages: Pages,
    faults: list[Fault],
) -> dict[str, History]:
    """Return the history of each authority by its slug; those it inherits from come first."""
    histories: dict[str, History] = {}
    by_name: dict[str, History] = {}
    for authority in sorted(authorities, key=lambda each: bool(each.succeeds)):
        curated, others = (
            [event for each in part if (event := built_event(each, pages, faults)) is not None]
            for part in (assemblies[authority.name].curated, assemblies[authority.name].others)
        )
        try:
            history = History(
                authority.name,
                in_place(curated, others),
                gss_code=authority.gss_code,
                begins_in=authority.begins_in or None,
                succeeds=authority.succeeds or None,
                inherits=tuple(_inherited(authority, by_name, faults)),
                checked_to=authority.checked_to or None,
            )
        except ValueError as error:
            faults.append(Fault(authority.place, str(error)))
            continue
        faults.extend(_findings(authority, history))
        histories[authority.slug] = by_name[authority.name] = history
    return {each.slug: histories[each.slug] for each in authorities if each.slug in histories}


def _inherited(
    authority: Authority, by_name: Mapping[str, History], faults: list[Fault]
) -> Iterator[Event]:
    predecessor = by_name.get(authority.succeeds)
    for named in authority.inherits:
        name, _, on = named.partition(" ")
        found = [
            event for event in predecessor or () if event.class_name == name and str(event.on) == on
        ]
        if len(found) == 1:
            yield found[0]
        else:
            message = f"{authority.succeeds or 'nothing'} has {len(found)} events {named!r}."
            faults.append(Fault(authority.place, message))


def _findings(authority: Authority, history: History) -> Iterator[Fault]:
    """Yield a fault for each finding of logic, such as an event out of order."""
    for finding in check(history).findings:
        if finding.strength == "logic":
            yield Fault(f"{authority.slug}, event {finding.index}", finding.message)
