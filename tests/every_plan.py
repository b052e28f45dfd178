"""Try every day of every step of a route, to compare the answers with a schedule."""

import datetime as dt

from hypothesis import strategies as st

import trustflow as tf
from tests.every_day import COUNTED, NOT_OF_THE_DAY
from trustflow.engine import advance, moved, suppose
from trustflow.errors import BadProcess
from trustflow.history import NamedEvent
from trustflow.process import Mark, Move, Relaxation

DAY_ONE = dt.date(2020, 4, 6).toordinal()
"""A Monday before Good Friday, so that working days and days differ."""
SPANS = (
    *(f"{count} days" for count in (0, 1, 2, 3, 5, 8, 13)),
    *(f"{count} working days" for count in (0, 1, 2, 4, 6)),
    "0 months",
    "1 month",
)
SOURCE = tf.Citation("a by-law")
STAGES = ("a", "b", "c", "d")
TRIGGERS = ("one", "two", "three", "four", "five")


def iso(day):
    """Return a day, which is an ordinal, as a text."""
    return dt.date.fromordinal(day).isoformat()


def plans(replay, events, first, finish, strength, *, certain):
    """Yield the days of the steps, for each choice of days that keeps the rules.

    Args:
        replay: The state before the first step.
        events: The event of each step, on any day.
        first: The first day of the first step.
        finish: The last day of the last step.
        strength: Which findings count, as for a schedule.
        certain: Whether only certain findings count.
    """
    if not events:
        yield ()
        return
    event, *later = events
    for day in range(first, finish + 1):
        on_day = moved(event, day)
        findings = [
            each
            for each in suppose(replay, on_day)
            if each.code not in NOT_OF_THE_DAY
            and each.strength.severity in COUNTED[strength]
            and (each.certain or not certain)
        ]
        if not findings:
            state = replay.copy()
            advance(state, on_day)
            for days in plans(state, later, day, finish, strength, certain=certain):
                yield (day, *days)


def ends_of(found):
    """Return the first and the last day of each step over some plans; None without a plan."""
    steps = list(zip(*found, strict=True))
    return [(min(days), max(days)) for days in steps] or None


@st.composite
def small_rules(draw, rule_id, triggers, days):
    """Generate a rule of any kind between some triggers, with short bounds."""
    some = st.lists(st.sampled_from(triggers), min_size=1, max_size=2, unique=True)
    spans = st.sampled_from(SPANS)
    flag = st.sampled_from(draw(st.sampled_from(((False,), (False, False, False, True)))))
    start = draw(st.integers(0, 2))
    at_least, at_most = draw(st.none() | spans), draw(st.none() | spans)
    if at_least is None and at_most is None:
        at_most = "3 days"
    fields = {
        "strength": draw(st.sampled_from(("logic", "law", "law", "policy", "practice"))),
        "from_first": draw(flag),
        "in_force_by_end": draw(flag),
    }
    if draw(flag):
        since = draw(days)
        fields["since"] = iso(since)
        if draw(st.booleans()):
            fields["until"] = iso(since + draw(st.integers(0, 10)))
    if "until" in fields and at_most is not None and not fields["in_force_by_end"]:
        fields["in_force_to_due"] = draw(flag)
    if at_most is not None and fields["strength"] != "logic" and draw(flag):
        due = draw(days)
        fields["relaxed"] = Relaxation(iso(due), iso(due + draw(st.integers(0, 6))), SOURCE)
    if draw(flag):
        fields["start_field"], fields["start_label"] = "known_on", "the day it was known"
        fields["fallback"] = draw(spans), draw(spans)
        fields["fallback_note"] = "It was measured."
    if draw(flag):
        fields["shown_by"] = draw(some)
    if draw(flag):
        fields["cancelled_by"] = draw(some)
    if draw(flag):
        fields["on_entering"] = draw(st.sampled_from(STAGES))
    return tf.DateRule(
        id=rule_id,
        requires="Something in time",
        starts=draw(st.just((TRIGGERS[start],)) | some),
        ends=draw(st.sampled_from(TRIGGERS[start:3]).map(lambda end: (end,)) | some),
        at_least=at_least,
        at_most=at_most,
        duty_holder=None if fields["strength"] == "logic" else "somebody",
        citation=SOURCE,
        **fields,
    )


@st.composite
def small_processes(draw, days):
    """Generate a process with few stages and rules of short bounds."""
    marks = st.sampled_from((Mark.STANDARD, Mark.STANDARD, Mark.ATTESTED, Mark.POSSIBLE))
    moves = {}
    for index, stage in enumerate(STAGES[:-1]):
        moves[stage, TRIGGERS[index]] = Move(TRIGGERS[index], stage, STAGES[index + 1])
    for _ in range(draw(st.integers(1, 5))):
        stage, trigger = draw(st.sampled_from(STAGES)), draw(st.sampled_from(TRIGGERS))
        leads_to = draw(st.sampled_from(STAGES))
        moves.setdefault((stage, trigger), Move(trigger, stage, leads_to, draw(marks)))
    triggers = [name for name in TRIGGERS if any(move.trigger == name for move in moves.values())]
    rules = [
        draw(small_rules(f"rule-{index}", triggers, days))
        for index in range(draw(st.integers(2, 6)))
    ]
    leaving = {move.stage for move in moves.values() if not move.stays}
    given = {
        "name": "small",
        "title": "A small process",
        "stages": {
            name: tf.StageInfo(name, "It is so.", final=name not in leaving) for name in STAGES
        },
        "initial": "a",
        "triggers": {name: name for name in triggers},
        "moves": list(moves.values()),
        "ordered": draw(st.sampled_from((True, True, False))),
        "cancels_planned": draw(
            st.just({})
            | st.dictionaries(
                st.sampled_from(triggers),
                st.lists(st.sampled_from(triggers), min_size=1, max_size=1),
                max_size=2,
            )
        ),
    }
    kept = []
    for rule in rules:  # a rule that the process refuses is left out
        try:
            tf.Process(**given, rules=[*kept, rule])
        except BadProcess:
            continue
        kept.append(rule)
    try:
        return tf.Process(**given, rules=kept)
    except BadProcess:
        return tf.Process(**{**given, "cancels_planned": {}}, rules=kept)


@st.composite
def small_histories(draw, process):
    """Generate a history of a small process in its first days, with deadlines."""
    day = DAY_ONE
    events = []
    stage = "a"
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        moves = process.moves_from(stage)
        if not moves:
            break
        move = draw(st.sampled_from(moves))
        day += draw(st.integers(0, 3))
        on = draw(
            st.sampled_from(
                (
                    iso(day),
                    iso(day),
                    iso(day),
                    f"{iso(day)}/{iso(day + 2)}",
                    f"{iso(day)}/..",
                    f"../{iso(day)}",
                )
            )
        )
        deadlines = []
        if draw(st.booleans()):
            due = draw(
                st.sampled_from(
                    (
                        {"due": iso(day + 4)},
                        {"due": f"{iso(day + 2)}/{iso(day + 9)}"},
                        {"within": "6 days"},
                    )
                )
            )
            deadlines.append(
                tf.Deadline(
                    draw(st.sampled_from(("plan", "report"))),
                    met_by=draw(st.none() | st.sampled_from([*process.triggers])),
                    set_by=draw(st.sampled_from(("law", "practice"))),
                    **due,
                )
            )
        events.append(NamedEvent(on, what=move.trigger, deadlines=deadlines))
        stage = move.leads_to
    return tf.History("Somewhere", events)
