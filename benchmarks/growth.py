"""Measure how the time of a call grows with its input, as the exponent of one doubling.

    python -m benchmarks.growth [--only deadlines] [--largest 16000]

An exponent of 1 means that twice the input takes twice the time, and 2 that it takes four times as
long. The time is CPU time of the process. The input doubles up to the largest size, or until a call
takes longer than the longest time. The exponent is that of the last doubling: the two inputs take
turns for five rounds, which give its median.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import math
import sys
import time
from contextlib import suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import trustflow as tf
from benchmarks.figures import Bound, Spread, table
from trustflow import events as ev
from trustflow import exchange
from trustflow.exchange import AuthorityNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Growth", "Measure", "growth_by_call", "growth_of", "measures"]

BOUND = 1.15
"""The greatest exponent that is accepted."""
SMALLEST, LARGEST = 500, 16_000
"""The sizes of the first and of the last input."""
PICTURES_LARGEST, SVG_LARGEST = 4_800, 300
"""The most moves of a process that is drawn; for SVG, Graphviz would take minutes for more."""
LONGEST = 4.0
"""The seconds of a call after which the input is not doubled again."""
ROUNDS = 5
SHORT = 0.2
"""The seconds for which a call is repeated in each round, because short times vary more."""
FIRST_DAY = dt.date(2014, 1, 1)
EVENTS_PER_DAY = 4
AS_OF = "2025-01-01"


class Measure(NamedTuple):
    """A call whose growth is measured.

    Attributes:
        name: What is called, and on what.
        make: Returns the argument for the call, of a given size.
        call: The call.
        largest: The largest size.
    """

    name: str
    make: Callable[[int], object]
    call: Callable[..., object]
    largest: int = LARGEST


class Growth(NamedTuple):
    """How the time of a call grows.

    Attributes:
        size: The size of the largest input measured.
        seconds: The CPU time of the call with it.
        exponent: The exponent of the last doubling.
    """

    size: int
    seconds: Spread
    exponent: Spread


def growth_of(measure: Measure, *, largest: int = LARGEST, longest: float = LONGEST) -> Growth:
    """Return how the time of a call grows, from its last doubling.

    Args:
        measure: The call.
        largest: The largest size.
        longest: The seconds of a call after which the input is not doubled again.
    """
    largest = min(largest, measure.largest)
    size = largest
    while size > 2 * SMALLEST:
        size //= 2
    while size < largest and _seconds(measure, measure.make(size)) <= longest / 2:
        size *= 2
    half, whole = measure.make(size // 2), measure.make(size)
    rounds = [(_seconds(measure, half), _seconds(measure, whole)) for _ in range(ROUNDS)]
    exponents = [math.log2(after / before) for before, after in rounds]
    return Growth(size, Spread.of(after for _, after in rounds), Spread.of(exponents))


def growth_by_call() -> str:
    """Return the section on how the time of each call grows with its input."""
    found = [(measure.name, growth_of(measure)) for measure in measures()]
    rows = [
        (name, f"{each.size:,}", each.seconds.text(2), *Bound("", each.exponent, BOUND).cells[1::2])
        for name, each in found
    ]
    measured = table(("Call · input", "size", "seconds", "exponent", "kept"), rows)
    return (
        "## Growth of each call\n\nCPU time of a call with the largest input, and the exponent of "
        "its last doubling: 1 means that twice the input takes twice the time. The bound is "
        f"{BOUND}.\n\n{measured}"
    )


def _seconds(measure: Measure, given: object) -> float:
    """Return the CPU time of a call; the mean of several if it is short."""
    calls = 0
    # Without the collector, whose runs depend on what else was made.
    gc.collect()
    gc.disable()
    start = time.process_time()
    while not calls or time.process_time() - start < SHORT:
        measure.call(given)
        calls += 1
    taken = (time.process_time() - start) / calls
    gc.enable()
    return taken


# Histories


def day(index: int) -> str:
    """Return the day of the event with an index."""
    return (FIRST_DAY + dt.timedelta(days=index // EVENTS_PER_DAY)).isoformat()


def _inspected(events: Iterator[tf.Event]) -> tf.History:
    first = ev.InspectionPublished("2013-12-05", judgement="inadequate")
    return tf.History("Growing", (first, *events))


def visits(size: int) -> tf.History:
    """Return a history of visits, each followed by its letter."""
    return _inspected(
        ev.VisitMade(day(index), kind="monitoring", number=index)
        if index % 2
        else ev.VisitLetterPublished(day(index), kind="monitoring", number=index)
        for index in range(size)
    )


def directions(size: int) -> tf.History:
    """Return a history of directions, each with a deadline in words of its own."""
    return _inspected(_direction(index, f"plan {index}") for index in range(size))


def same_words(size: int) -> tf.History:
    """Return a history of directions that all set a deadline in the same words."""
    return _inspected(_direction(index, "an improvement plan") for index in range(size))


def directions_met(size: int) -> tf.History:
    """Return a history of directions; each deadline is met 200 events later, or is not."""
    return _inspected(
        ev.RequirementMet(day(index), what=f"plan {index - 201}")
        if index % 2
        else _direction(index, f"plan {index}")
        for index in range(size)
    )


def revocations(size: int) -> tf.History:
    """Return a history of directions with deadlines; each is revoked 100 events later."""
    return _inspected(
        ev.DirectionRevoked(day(index), direction=max(0, index - 101), replaced_by=index + 1)
        if index % 2
        else _direction(index, f"plan {index}")
        for index in range(size)
    )


def graded(size: int) -> tf.History:
    """Return a history of inspections, and of directions that ask for a judgement."""
    return _inspected(
        ev.InspectionPublished(day(index), judgement="requires improvement")
        if not index % 4
        else ev.DirectionIssued(
            day(index),
            purpose="improvement",
            number=index,
            deadlines=tf.Deadline(f"judgement {index}", within="3 months", judgement="good"),
        )
        for index in range(size)
    )


def _direction(index: int, what: str) -> ev.DirectionIssued:
    return ev.DirectionIssued(
        day(index),
        purpose="improvement",
        number=index,
        deadlines=tf.Deadline(what, within="3 months"),
    )


def commissioners(size: int) -> tf.History:
    """Return a history of commissioners, half of whom stand down."""
    return _inspected(_commissioner(index) for index in range(size))


def commissioners_directed(size: int) -> tf.History:
    """Return a history of commissioners after a direction whose deadline stays open."""
    return _inspected(
        _commissioner(index) if index else _direction(index, "a plan") for index in range(size)
    )


def _commissioner(index: int) -> tf.Event:
    if not index % 4:
        return ev.CommissionerStoodDown(day(index), names=(f"Person {index - 101}",))
    return ev.CommissionerAppointed(day(index), names=(f"Person {index}",))


def refusals(size: int) -> tf.History:
    """Return a history whose events are refused, each with a finding."""
    return _inspected(ev.TrustWentLive(day(index), trust=f"T{index}") for index in range(size))


def refusals_after_one(size: int) -> tf.History:
    """Return a history whose events are refused because the first of them was."""
    return _inspected(ev.ContractExtended(day(index)) for index in range(size))


def notes(size: int) -> tf.History:
    """Return a history of one direction with many deadlines, and of as many notes."""
    half = size // 2
    direction = ev.DirectionIssued(
        "2013-12-20",
        purpose="improvement",
        deadlines=[tf.Deadline(f"plan {index}", within="3 months") for index in range(half)],
    )
    return _inspected(
        direction if not index else ev.Note(day(index), note=f"note {index}")
        for index in range(half)
    )


def visits_after_open_date(size: int) -> tf.History:
    """Return `visits` after an event that may have happened on any later day."""
    history = visits(size)
    note = ev.Note("2010-10/..", note="of unknown date")
    return tf.History(history.authority, [note, *history.events])


HISTORIES = {
    "visits": visits,
    "visits after an open date": visits_after_open_date,
    "directions": directions,
    "directions, same words": same_words,
    "directions, met": directions_met,
    "directions, revoked": revocations,
    "directions, judgements": graded,
    "commissioners": commissioners,
    "commissioners, directed": commissioners_directed,
    "refusals": refusals,
    "refusals after one": refusals_after_one,
    "one direction, notes": notes,
}


# Calls on a history


def _replayed(history: tf.History) -> object:
    """Replay a history in a live case, or, if the case would refuse it, in a report."""
    with suppress(tf.MoveNotAllowed, tf.DateRuleBroken):
        return tf.Case.from_history(history)
    report = tf.check(history)
    return report.steps, report.stays


@lru_cache(maxsize=8)
def _history(make: Callable[[int], tf.History], size: int) -> tf.History:
    return make(size)


def _case_of(make: Callable[[int], tf.History], size: int) -> tf.Case:
    return tf.Case.from_history(_history(make, size))


def _insert(case: tf.Case) -> object:
    return case.insert(ev.Note(case.history[len(case) // 2].on, note="learnt late"))


def _insert_nowhere(case: tf.Case) -> None:
    with suppress(tf.MoveNotAllowed, tf.DateRuleBroken):
        case.insert(ev.ContractExtended(case.history[-1].on))


def _withdraw(case: tf.Case) -> object:
    return case.withdraw(at=len(case) // 2)


def _replace(case: tf.Case) -> object:
    middle = len(case) // 2
    new = ev.Note(case.history[middle].on, note="corrected")
    return case.replace(new=new, at=middle)


def _replace_nowhere(case: tf.Case) -> None:
    middle = len(case) // 2
    new = ev.ContractExtended(case.history[middle].on)
    with suppress(tf.MoveNotAllowed, tf.DateRuleBroken):
        case.replace(new=new, at=middle)


def _page(history: tf.History) -> object:
    from trustflow.views import case_page

    return case_page(history, as_of=AS_OF)


def _timeline(history: tf.History) -> object:
    from trustflow.views import timeline

    with suppress(tf.InvalidValue):  # a picture that is too high is refused once it is laid out
        return timeline(history)
    return None


def _strip(history: tf.History) -> object:
    from trustflow.views import timeline

    return timeline(history, strip=True)


ON_HISTORIES: dict[str, Callable[..., object]] = {
    "check": lambda history: tf.check(history).findings,
    "replay": _replayed,
    "facts": lambda history: tf.facts(history, AS_OF),
    "deadlines": lambda history: tf.deadlines(history, AS_OF, everything=True),
    "what_next": lambda history: tf.what_next(history, AS_OF),
    "case_page": _page,
    "timeline": _timeline,
    "timeline, strip": _strip,
}
ON_CASES: dict[str, Callable[[tf.Case], object]] = {
    "insert": _insert,
    "insert, refused": _insert_nowhere,
    "withdraw": _withdraw,
    "replace": _replace,
    "replace, refused": _replace_nowhere,
}


# Faults


def _faulty(read: Callable[..., object]) -> Callable[..., object]:
    def call(text: object) -> None:
        try:
            read(text)
        except tf.BadHistory as error:
            str(error)

    return call


def _json(events: list[object], **fields: object) -> str:
    return json.dumps({"format": "trustflow/1", "authority": "X", "events": events, **fields})


def repeated_keys(size: int) -> str:
    """Return JSON in which one object has each of its keys twice."""
    keys = ", ".join(f'"key {index % (size // 2)}": 1' for index in range(size))
    return f"{{{keys}}}"


def repeated_key_of_each(size: int) -> str:
    """Return JSON in which each event has a key twice."""
    events = ", ".join('{"event": "note", "on": "2016-07-14", "on": "2016"}' for _ in range(size))
    return f'{{"format": "trustflow/1", "authority": "X", "events": [{events}]}}'


def unknown_fields(size: int) -> str:
    """Return JSON in which one event has many unknown fields."""
    return _json([{"event": "note", "on": "2016", **{f"feild{i}": "x" for i in range(size)}}])


def unknown_events(size: int) -> str:
    """Return JSON in which each event has another unknown name."""
    return _json([{"event": f"inspection_publishd{i}", "on": "2016"} for i in range(size)])


def unknown_headings(size: int) -> str:
    """Return CSV with many unknown headings."""
    headings = ",".join(f"judgment{index}" for index in range(size))
    return f"authority,event,on,{headings}\r\nX,note,2016,\r\n"


def wrong_names(size: int) -> str:
    """Return CSV in which each row has another misspelled name of an authority."""
    rows = "".join(f"Sandwall{index},note,2016\r\n" for index in range(size))
    return f"authority,event,on\r\n{rows}"


def near_names(size: int) -> tuple[str, AuthorityNames]:
    """Return CSV in which each row has a name one letter away from one of many names."""
    names = [f"Place{_letters(index)}" for index in range(size)]
    rows = "".join(f"{name[:3]}x{name[3:]},note,2016\r\n" for name in names)
    return f"authority,event,on\r\n{rows}", AuthorityNames({name: name for name in names})


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:05}")


def wrong_events(size: int) -> str:
    """Return CSV in which each row has another misspelled event."""
    rows = "".join(f"X,inspection publishd {index},2016\r\n" for index in range(size))
    return f"authority,event,on\r\n{rows}"


def same_authority(size: int) -> list[tf.History]:
    """Return histories that all have the name of one authority."""
    return [tf.History("X", [ev.Note("2016")]) for _ in range(size)]


# Pictures


def crowded(size: int) -> tf.Process:
    """Return a process of a given number of moves, with a stage for each twenty of them."""
    stages = [f"stage{number}" for number in range(max(2, size // 20))]
    count = len(stages)
    moves = [
        tf.Move(f"move{index}", stages[index % count], stages[(index * 7 + index // count) % count])
        for index in range(size)
    ]
    return tf.Process(
        name="crowded",
        title="A crowded process",
        stages={stage: tf.StageInfo(f"Stage {stage}", "A stage.") for stage in stages},
        triggers={move.trigger: move.trigger for move in moves},
        moves=moves,
        rules=(),
        initial=stages[0],
    )


def _drawn(form: str, process: tf.Process) -> None:
    from trustflow.views import diagram

    with suppress(tf.InvalidValue):
        diagram(process, form)


def measures() -> Iterator[Measure]:
    """Yield every call that is measured."""
    for kind, make in HISTORIES.items():
        for name, call in ON_HISTORIES.items():
            yield Measure(f"{name} · {kind}", partial(_history, make), call)
        for name, call in ON_CASES.items():
            if make not in {refusals, refusals_after_one}:  # a case refuses them
                yield Measure(f"{name} · {kind}", partial(_case_of, make), call)
    loads, loads_csv = _faulty(exchange.loads_all), _faulty(exchange.loads_csv)
    sandwell = AuthorityNames({"Sandwell MBC": "Sandwell"})
    yield Measure("loads · repeated keys", repeated_keys, loads)
    yield Measure("loads · a repeated key in each event", repeated_key_of_each, loads)
    yield Measure("loads · unknown fields", unknown_fields, loads)
    yield Measure("loads · unknown events", unknown_events, loads)
    yield Measure("loads_csv · unknown headings", unknown_headings, loads_csv)
    yield Measure("loads_csv · wrong events", wrong_events, loads_csv)
    yield Measure(
        "loads_csv · wrong names",
        wrong_names,
        _faulty(lambda text: exchange.loads_csv(text, names=sandwell)),
    )
    yield Measure(
        "loads_csv · near names",
        near_names,
        _faulty(lambda given: exchange.loads_csv(given[0], names=given[1])),
    )
    yield Measure("dumps_csv · one authority", same_authority, exchange.dumps_csv)
    for form in ("mermaid", "dot", "plantuml", "svg"):
        yield Measure(
            f"diagram · {form}",
            crowded,
            partial(_drawn, form),
            SVG_LARGEST if form == "svg" else PICTURES_LARGEST,
        )


def main() -> None:
    """Print a table of the growth of each call."""
    parser = argparse.ArgumentParser(description="measure how the time of calls grows")
    parser.add_argument("--only", default="", help="a part of the names of the calls to measure")
    parser.add_argument("--largest", type=int, default=LARGEST)
    parser.add_argument("--longest", type=float, default=LONGEST)
    options = parser.parse_args()
    write = sys.stdout.write
    write("| Call | size | seconds | exponent | kept |\n| --- | ---: | ---: | ---: | ---: |\n")
    for measure in measures():
        if options.only in measure.name:
            found = growth_of(measure, largest=options.largest, longest=options.longest)
            kept = "yes" if found.exponent.median <= BOUND else "no"
            write(
                f"| {measure.name} | {found.size:,} | {found.seconds.text(2)} | "
                f"{found.exponent.text(2)} | {kept} |\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
