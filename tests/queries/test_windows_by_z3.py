"""An SMT solver finds the days of a window, and needs every bound of a conflict.

z3 gets the rules and deadlines as constraints on the day of the event, without the engine. About
half of the windows are empty, for want of a day that keeps one, two or three bounds together.
"""

import datetime as dt

import z3
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import OVERNIGHT
from tests.window_by_z3 import Days, is_in, is_sat

IS_NIGHT = settings.default.max_examples > OVERNIGHT
SOURCE = tf.Citation("drawn at random")
STARTING = ("asked", "warned")
ASKED = "answered"
STRENGTHS = st.sampled_from([*tf.Strength, tf.Strength.LAW, tf.Strength.LOGIC])
SET_BY = st.sampled_from([each for each in tf.Strength if each is not tf.Strength.LOGIC])
LENGTHS = {"days": 1, "working days": 1.45, "months": 30.4, "years": 365.2}
"""The mean number of days of each unit."""
FIRST_START = dt.date(2018, 1, 1).toordinal()
LAST_START = dt.date(2019, 6, 30).toordinal()
DAYS_IN_FORCE = st.dates(dt.date(2018, 1, 1), dt.date(2020, 6, 30))


def examples(count):
    """Return settings with this many examples, or with 2,000 in a night."""
    usual = settings.default.max_examples
    return settings(max_examples=2000 if IS_NIGHT else min(count, usual))


@st.composite
def spans(draw):
    """Generate a length of up to 18 months in days, working days, months or years."""
    unit = draw(
        st.sampled_from(("days", "days", "working days", "working days", "months", "years"))
    )
    count = 1 if unit == "years" else draw(st.integers(1, int(548 / LENGTHS[unit])))
    return f"{count} {unit}"


def length(span):
    """Return the mean number of days of a span."""
    count, unit = span.split(" ", 1)
    return int(count) * LENGTHS[unit]


@st.composite
def dates(draw, first, last):
    """Generate an exact date, or one of a whole month."""
    text = dt.date.fromordinal(draw(st.integers(first, last))).isoformat()
    return text[:7] if draw(st.booleans()) else text


@st.composite
def rules(draw, name):
    """Generate a rule with a lower bound, an upper bound or both, on the event asked for."""
    shorter, longer = sorted((draw(spans()), draw(spans())), key=length)
    kind = draw(st.sampled_from(("at_least", "at_most", "both")))
    bounds = {
        "at_least": {"at_least": longer},
        "at_most": {"at_most": shorter},
        "both": {"at_least": shorter, "at_most": longer},
    }[kind]
    period = {}
    if draw(st.booleans()):
        since, until = sorted(draw(st.tuples(DAYS_IN_FORCE, DAYS_IN_FORCE)))
        given = draw(st.sampled_from(("since", "until", "since until"))).split()
        period = {name: day for name, day in (("since", since), ("until", until)) if name in given}
        period["in_force_by_end"] = draw(st.integers(0, 3)) > 0
    return tf.DateRule(
        id=name,
        requires="One thing follows another",
        starts=draw(st.lists(st.sampled_from(STARTING), min_size=1, max_size=2, unique=True)),
        ends=ASKED,
        from_first=draw(st.booleans()),
        strength=draw(STRENGTHS),
        citation=SOURCE,
        **bounds,
        **period,
    )


@st.composite
def processes(draw):
    """Generate a process with two to five rules on the event asked for."""
    return tf.Process(
        name="random",
        title="A random process",
        stages={
            "open": tf.StageInfo("Open", "It is open."),
            "closed": tf.StageInfo("Closed", "It is closed.", final=True),
        },
        initial="open",
        triggers={trigger: f"it was {trigger}" for trigger in (*STARTING, ASKED)},
        moves=[
            *(tf.Move(trigger, "open", "open") for trigger in STARTING),
            tf.Move(ASKED, "open", "closed"),
        ],
        rules=[draw(rules(f"rule-{place}")) for place in range(draw(st.integers(2, 5)))],
        ordered=draw(st.booleans()),
    )


@st.composite
def deadlines(draw, name):
    """Generate a deadline that the event asked for meets: by a date, or within a time."""
    due = {"due": draw(dates(FIRST_START, LAST_START + 548))}
    within = {"within": draw(spans())}
    day = within if draw(st.booleans()) else due
    return tf.Deadline(name, met_by=ASKED, set_by=draw(SET_BY), **day)


@st.composite
def histories(draw, process):
    """Generate a history in order, in which the event asked for does not occur."""
    dated = draw(st.lists(dates(FIRST_START, LAST_START), min_size=1, max_size=4))
    events = []
    for place, date in enumerate(sorted(dated, key=lambda text: tf.PartialDate.of(text).first)):
        has_deadline = draw(st.integers(0, 2)) == 0
        set_here = [draw(deadlines(f"deadline {place}"))] if has_deadline else []
        trigger = draw(st.sampled_from(STARTING))
        events.append(process.event(trigger, date, deadlines=set_here))
    return tf.History("Somewhere", events)


@st.composite
def questions(draw):
    """Generate what a window is asked for: a process, a history, a first day and a strength."""
    process = draw(processes())
    history = draw(histories(process))
    last = max(event.on.last for event in history)
    as_of = draw(st.none() | st.integers(last, last + 300))
    strength = draw(st.sampled_from(("all", "all", "all", "all", "law", "logic")))
    return process, history, as_of, strength


def answers(process, history, as_of, strength):
    """Return the window, and the days that z3 gets for it."""
    day = None if as_of is None else dt.date.fromordinal(as_of)
    window = tf.window(history, ASKED, as_of=day, strength=strength, process=process)
    return window, Days(process, history, ASKED, as_of, strength)


@examples(60)
@given(questions())
def test_z3_finds_the_days_of_a_window(question):
    """It finds a day if and only if a window has one, and no day on which the two differ."""
    window, days = answers(*question)
    assert window.refusal is None
    for spans_left, terms in ((window.kept, days.kept), (window.possible, days.possible)):
        assert is_sat(*days.frame, *terms.values()) == bool(spans_left)
        differs = is_in(spans_left) != z3.And([*terms.values()])
        assert not is_sat(*days.frame, differs)


@examples(60)
@given(questions())
def test_z3_needs_each_bound_of_a_conflict(question):
    """With all of them it finds no day; without any one of them, it finds some."""
    window, days = answers(*question)
    assume(window.conflict is not None)
    asked = days.possible if window.conflict.certain else days.kept
    terms = [asked[bound.rule or bound.deadline] for bound in window.conflict.bounds]
    assert not is_sat(*days.frame, *terms)
    for term in terms:
        assert is_sat(*days.frame, *(other for other in terms if other is not term))
