"""A window holds exactly the days on which `suppose` gives no finding, and names what bounds it."""

import json
import pickle

import pendulum
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.engine.samples import answer_rule, asking_process
from tests.every_day import differences, is_in
from tests.examples import OVERNIGHT, at_most
from trustflow import casebook, testing
from trustflow import events as ev
from trustflow.dates import MAX_DAY, MIN_DAY, whole_day
from trustflow.engine import capital, check
from trustflow.history import NamedEvent
from trustflow.queries import event_asked
from trustflow.testing.dates import MODERN_DAYS

PROCESS = tf.TRUST_TRANSFER
ASKED = 3
"""How many events are asked about for each history."""
MOST_DAYS = 1000 if settings.default.max_examples > OVERNIGHT else 100
"""How many of the days that matter are asked about for each event, chosen at random."""
ENOUGH = at_most(84)
"""Settings for 250 windows of histories of each kind; far more are asked for in a night."""


def day(text):
    """Return a day of a window."""
    return pendulum.parse(text).date()


def span(first, last):
    """Return a span of days of a window; None is an open side."""
    return tf.DaySpan(first and day(first), last and day(last))


def bounds_of(window):
    """Return the rule or the deadline of each bound of a conflict."""
    return [bound.rule or bound.deadline for bound in window.conflict.bounds]


@st.composite
def prefixes(draw):
    """Generate the first events of a history of the casebook."""
    history = draw(st.sampled_from(casebook.histories()))
    return evolve(history, events=history.events[: draw(st.integers(0, len(history)))])


@st.composite
def asked_of(draw, process, history):
    """Generate an event with its fields or only by its trigger, often one that ends a clock."""
    table = check(history, process).replay.table
    allowed = [trigger for trigger in process.triggers if table[trigger].move is not None]
    ending = [trigger for trigger in allowed if table[trigger].ending]
    trigger = draw(
        st.sampled_from((ending if ending and draw(st.booleans()) else allowed) or [None])
    )
    event = draw(testing.events(process, trigger))
    return event_asked(process, event.trigger, {}) if draw(st.booleans()) else event


def days_asked(history):
    """Generate days around the end of a history, or none."""
    last = max((event.on.first for event in history), default=MIN_DAY)
    near = st.integers(-100, 900).map(lambda days: min(max(last + days, MIN_DAY), MAX_DAY))
    return st.none() | near.map(pendulum.Date.fromordinal) | MODERN_DAYS


def differences_from_every_day(data, process, history):
    """Return where windows of some events after a history differ from what each day gives."""
    found = []
    for _ in range(ASKED):
        as_of = data.draw(days_asked(history))
        shown = history if as_of is None else history.as_of(as_of)
        event = data.draw(asked_of(process, shown))
        replay = check(shown, process).replay
        seed = data.draw(st.integers(0, 1 << 16))
        found += differences(replay, event, as_of, seed=seed, most=MOST_DAYS)
    return found


@ENOUGH
@given(prefixes(), st.data())
def test_windows_of_the_casebook_are_exact(history, data):
    """Asked day by day, after any prefix of a real history, every answer is the same."""
    assert differences_from_every_day(data, PROCESS, history) == []


@ENOUGH
@given(testing.processes(), st.data())
def test_windows_of_any_process_are_exact(process, data):
    """The same holds for random processes with rules of every kind, and for loose histories."""
    made = testing.histories if data.draw(st.booleans()) else testing.loose_histories
    assert differences_from_every_day(data, process, data.draw(made(process))) == []


@st.composite
def windows(draw):
    """Generate the window of an event after a random history, with the day asked about."""
    process = draw(testing.processes())
    history = draw(testing.histories(process))
    as_of = draw(days_asked(history))
    event = draw(asked_of(process, history if as_of is None else history.as_of(as_of)))
    strength = draw(st.sampled_from(("logic", "law", "all")))
    return tf.window(history, event, as_of=as_of, strength=strength, process=process)


def days_left(bounds, as_of):
    """Return whether any of a list of bounds leaves a day from the day asked about on."""
    first = MIN_DAY if as_of is None else whole_day(as_of)
    starts = {first} | {
        whole_day(kept.first) for bound in bounds for kept in bound.keeps if kept.first
    }
    return any(
        all(is_in(bound.keeps, start) for bound in bounds) for start in starts if start >= first
    )


@at_most(50)
@given(windows())
def test_a_conflict_needs_each_of_its_bounds(window):
    """There is one if and only if no day is kept; together its bounds leave no day.

    Without any one of them, a day would be left.
    """
    if window.refusal is not None:
        assert (window.kept, window.possible, window.conflict) == ((), (), None)
        return
    assert (window.conflict is None) == bool(window.kept)
    if window.conflict is not None:
        bounds = window.conflict.bounds
        assert window.conflict.certain == (not window.possible)
        assert not days_left(bounds, window.as_of)
        for bound in bounds:
            others = [other for other in bounds if other is not bound]
            assert days_left(others, window.as_of)


@at_most(50)
@given(windows())
def test_the_rule_at_an_end_forbids_the_next_day(window):
    """An end without a rule is open, or the first day asked about.

    If that is the first day of the calendar, the side is open, as without a day.
    """
    if not window.kept:
        assert (window.earliest, window.latest) == (None, None)
        assert (window.earliest_rule, window.latest_rule) == (None, None)
        return
    if window.earliest_rule is None:
        first = MIN_DAY if window.as_of is None else window.as_of.first
        assert window.earliest == (None if first == MIN_DAY else window.as_of.earliest)
    else:
        before = window.earliest_rule.keeps
        assert not is_in(before, whole_day(window.earliest) - 1)
        assert is_in(before, whole_day(window.earliest))
    if window.latest_rule is None:
        assert window.latest is None
    else:
        after = window.latest_rule.keeps
        assert not is_in(after, whole_day(window.latest) + 1)
        assert is_in(after, whole_day(window.latest))


@at_most(50)
@given(windows())
def test_a_window_is_a_value(window):
    """It is equal to its copy, and its plain data is JSON with the explanation in words."""
    assert pickle.loads(pickle.dumps(window)) == window  # noqa: S301 - our own data
    data = json.loads(json.dumps(window.to_dict()))
    assert data["explanation"] == window.explain()
    assert capital(window.label) in window.explain()
    assert window._repr_html_().startswith("<table>")


# Real histories, checked by hand


def test_sandwell_had_no_certain_day_for_its_go_live():
    """The target was summer 2017, and nine months from 6 October 2016 end on 6 July 2017.

    If the target meant the end of summer, 57 days were left.
    """
    sandwell = casebook.load("Sandwell")
    window = tf.window(sandwell, "trust_went_live", as_of="2016-12-05")
    assert window.kept == ()
    assert window.possible == (span("2017-07-06", "2017-08-31"),)
    ((first, last),) = window.possible
    assert (last - first).days + 1 == 57
    assert bounds_of(window) == ["direction-to-live", "go-live of the trust"]
    assert not window.conflict.certain
    rule, deadline = window.conflict.bounds
    assert rule.keeps == (span("2017-07-06", None),)
    assert rule.event.on.text == "2016-10-06"
    assert deadline.keeps == (span(None, "2017-06-01"),)
    assert deadline.citation.text.startswith("Deadline set by 2 December 2016")
    law = tf.window(sandwell, "trust_went_live", as_of="2016-12-05", strength="law")
    assert law.kept == law.possible == (span("2016-12-05", None),)
    assert law.earliest_rule is law.latest_rule is law.conflict is None


@pytest.mark.parametrize(
    ("name", "as_of", "first", "target", "since"),
    [
        ("Doncaster", "2013-10-01", "2014-05-01", "2014-04-30", "2013-08"),
        ("Worcestershire", "2018-09-01", "2019-05-01", "2019-04-30", "2018-08"),
    ],
)
def test_no_day_fitted_both_the_target_and_nine_months(name, as_of, first, target, since):
    """The earliest day nine months after the month of the direction is after the target."""
    window = tf.window(casebook.load(name), "trust_went_live", as_of=as_of)
    assert window.kept == window.possible == ()
    assert window.conflict.certain
    assert [bound.keeps for bound in window.conflict.bounds] == [
        (span(first, None),),
        (span(None, target),),
    ]
    assert window.conflict.since == tf.PartialDate.of(since)
    assert "No day is possible" in window.explain()


def test_bradford_could_make_its_target():
    """Nine months from 9 February 2022 end on 9 November, before the target of 1 April 2023."""
    window = tf.window(casebook.load("Bradford"), "trust_went_live", as_of="2022-07-01")
    assert window.kept == (span("2022-11-09", "2023-04-01"),)
    assert (window.earliest, window.latest) == window.kept[0]
    assert window.earliest_rule.rule == "direction-to-live"
    assert (window.latest_rule.rule, window.latest_rule.deadline) == (None, "trust goes live")
    assert window.conflict is None


def test_devon_today_has_to_record_something_first():
    """The stage forbids a go-live, so the window has the refusal of `what_next`."""
    devon = casebook.load("Devon")
    window = tf.window(devon, "trust_went_live", as_of="2026-11-29")
    (option,) = (
        each for each in tf.what_next(devon, "2026-11-29") if each.trigger == "trust_went_live"
    )
    assert window.refusal == option.reasons[0]
    assert option.window is None
    assert window.explain() == f'"Trust went live" is {window.refusal}'


# A school's own process, with two deadlines

SCHOOL = tf.Process(
    name="school-admission",
    title="Admission to a school",
    stages={
        "applied": tf.StageInfo("Applied", "a place is asked for"),
        "offered": tf.StageInfo("Offered", "a place is offered"),
        "accepted": tf.StageInfo("Accepted", "the place is taken", final=True),
    },
    initial="applied",
    triggers={
        "letter_sent": "letter sent",
        "form_returned": "form returned",
        "offer_made": "offer made",
        "offer_accepted": "offer accepted",
    },
    moves=[
        tf.Move("letter_sent", "applied", "applied"),
        tf.Move("letter_sent", "offered", "offered"),
        tf.Move("form_returned", "applied", "applied"),
        tf.Move("offer_made", "applied", "offered"),
        tf.Move("offer_accepted", "offered", "accepted"),
    ],
    rules=[
        tf.DateRule(
            id="time-to-think",
            requires="Parents have two weeks to think about an offer",
            starts="offer_made",
            ends="offer_accepted",
            at_least="14 days",
            at_most="10 working days",
            strength="law",
            citation=tf.Citation("Admissions code, paragraph 2"),
        ),
    ],
)


def school(*events):
    """Return a history of the school's process."""
    return tf.History("Ada", [SCHOOL.event(*event[:2], **event[2]) for event in events])


def test_a_school_asks_for_two_days_at_once():
    """The governors' letter asks for an answer by 8 March, the head's by 1 March.

    Ten working days from Monday 22 February 2021 end on Monday 8 March, the fourteenth day.
    """
    made = ("offer_made", "2021-02-22", {})
    window = tf.window(school(made), "offer_accepted", process=SCHOOL)
    assert window.kept == (span("2021-03-08", "2021-03-08"),)
    assert window.earliest_rule.rule == window.latest_rule.rule == "time-to-think"
    letters = [
        (
            "letter_sent",
            "2021-02-23",
            {
                "deadlines": [
                    tf.Deadline(
                        "an answer to the governors", due="2021-03-12", met_by="offer_accepted"
                    )
                ]
            },
        ),
        (
            "letter_sent",
            "2021-02-24",
            {
                "deadlines": [
                    tf.Deadline("an answer to the head", due="2021-03-01", met_by="offer_accepted")
                ]
            },
        ),
    ]
    window = tf.window(school(made, letters[0]), "offer_accepted", process=SCHOOL)
    assert window.kept == (span("2021-03-08", "2021-03-12"),)
    assert window.latest_rule.deadline == "an answer to the governors"
    window = tf.window(school(made, *letters), "offer_accepted", process=SCHOOL)
    assert bounds_of(window) == ["time-to-think", "an answer to the head"]
    assert window.conflict.since == tf.PartialDate("2021-02-24")
    assert window.conflict.certain
    law = tf.window(school(made, *letters), "offer_accepted", process=SCHOOL, strength="law")
    assert law.kept == (span("2021-03-08", None),)


def test_the_first_day_of_the_calendar_is_an_open_side():
    """No day before it can be recorded, so asking from it on asks about every day."""
    every = tf.window(school(), "form_returned", process=SCHOOL)
    assert every.kept == (span(None, None),)
    for as_of, first in (("1900-01-01", None), ("1900-01-02", "1900-01-02")):
        window = tf.window(school(), "form_returned", as_of=as_of, process=SCHOOL)
        assert window.kept == (span(first, None),)


def test_a_window_is_shown_in_one_line():
    """It names the event and the days; a conflict names its bounds, long ones shortened."""
    sandwell, devon = casebook.load("Sandwell"), casebook.load("Devon")
    window = tf.window(sandwell, "trust_went_live", as_of="2016-12-05")
    shown = "<Window of trust_went_live: kept on no day, possible 2017-07-06/2017-08-31>"
    assert repr(window) == shown
    conflict = "<Conflict of direction-to-live, go-live of the trust: not certain>"
    assert repr(window.conflict) == conflict
    bradford = tf.window(casebook.load("Bradford"), "trust_went_live", as_of="2022-07-01")
    assert repr(bradford) == "<Window of trust_went_live: kept 2022-11-09/2023-04-01>"
    refused = tf.window(devon, "trust_went_live", as_of="2026-11-29")
    assert repr(refused) == "<Window of trust_went_live: forbidden by the stage>"
    late = evolve(window.conflict.bounds[1], deadline="an answer to the governors of the school")
    many = evolve(window.conflict, bounds=(late,) * 5, certain=True)
    name = "an answer to the governo…"
    assert repr(many) == f"<Conflict of {name}, {name}, {name} and 2 more: certain>"
    each = span("2017-07-06", "2017-08-31")
    kept = evolve(window, kept=(each,) * 4)
    days = "2017-07-06/2017-08-31, 2017-07-06/2017-08-31 and 2 more"
    assert repr(kept) == f"<Window of trust_went_live: kept {days}>"
    none = evolve(window, possible=())
    assert repr(none) == "<Window of trust_went_live: kept on no day>"


def test_a_deadline_that_has_passed_leaves_no_day():
    """The conflict is one bound, since the day after its last."""
    asked = tf.Deadline("a form", due="2021-03-01", met_by="form_returned")
    history = school(("letter_sent", "2021-02-01", {"deadlines": [asked]}))
    window = tf.window(history, "form_returned", as_of="2021-04-01", process=SCHOOL)
    assert bounds_of(window) == ["a form"]
    assert window.conflict.since == tf.PartialDate("2021-03-02")
    assert window.explain() == (
        'On no day from 1 April 2021 on does "Form returned" keep all rules and deadlines. The '
        'deadline "a form" (practice) can be kept up to 1 March 2021. Source: Letter sent on 1 '
        "February 2021. It has left no day since 2 March 2021. No day is possible on the dates "
        "held here."
    )


def ask(rules, *events, as_of="2016-02-01"):
    """Return the window of a grant after some requests, under rules."""
    process = asking_process(*rules)
    history = tf.History("Somewhere", [NamedEvent(each, what="ask") for each in events])
    return tf.window(history, "grant", as_of=as_of, process=process)


def test_a_conflict_can_need_three_bounds():
    """Each of three rules forbids the days of its period, and no two of them forbid all days."""
    periods = [(None, "2016-12-31"), ("2017-01-01", "2017-12-31"), ("2018-01-01", None)]
    rules = [
        answer_rule(
            id=f"r{index}", since=since, until=until, at_most="0 days", in_force_by_end=True
        )
        for index, (since, until) in enumerate(periods)
    ]
    spring = {"since": "2017-03-01", "until": "2017-06-30", "in_force_by_end": True}
    others = [
        answer_rule(id="r3", at_least="1 day"),
        answer_rule(id="r4", at_most="0 days", **spring),
    ]
    window = ask([*rules, *others], "2016-01-01")
    assert bounds_of(window) == ["r0", "r1", "r2"]
    assert [bound.keeps for bound in window.conflict.bounds] == [
        (span(None, "2016-01-01"), span("2017-01-01", None)),
        (span(None, "2016-12-31"), span("2018-01-01", None)),
        (span(None, "2017-12-31"),),
    ]
    assert window.conflict.since == tf.PartialDate("2016-01-02")


def test_a_due_day_without_a_start_leaves_no_day():
    """It may have been any day long ago; the first day of the calendar is not named."""
    deadline = tf.Deadline("an answer", due="../2016-03-31", met_by="grant")
    asked = NamedEvent("2016-01", what="ask", deadlines=[deadline])
    process = asking_process(ordered=False)
    window = tf.window(tf.History("Somewhere", [asked]), "grant", process=process)
    assert window.kept == ()
    assert window.possible == (span(None, "2016-03-31"),)
    assert bounds_of(window) == ["an answer"]
    assert window.conflict.bounds[0].keeps == ()
    assert window.conflict.since == tf.PartialDate("2016-01")


def test_the_deadline_that_ends_a_window_is_named():
    """Two deadlines are counted from an event with an open end; the shorter one bounds the days."""
    deadlines = [
        tf.Deadline("a full answer", due="2016-05-01", met_by="grant"),
        tf.Deadline("a first answer", within="10 days", met_by="grant"),
    ]
    asked = NamedEvent("2016-03/..", what="ask", deadlines=deadlines)
    process = asking_process(ordered=False)
    window = tf.window(tf.History("Somewhere", [asked]), "grant", process=process)
    assert window.kept == (span(None, "2016-03-11"),)
    assert window.possible == (span(None, "2016-05-01"),)
    assert window.latest_rule.deadline == "a first answer"
    assert not window.latest_rule.certain


def test_a_rule_that_the_event_breaks_by_itself_leaves_no_day():
    """Nothing on record sets the day since which it leaves none."""
    rule = answer_rule(starts="grant", same_event=True, at_least="1 day")
    window = ask([rule])
    assert bounds_of(window) == ["answer"]
    assert window.conflict.bounds[0].keeps == ()
    assert window.conflict.since is None
    assert "Answer (law) can be kept on no day." in window.explain()


def test_many_stretches_are_counted():
    """Five working days after an unknown day of March, only working days are possible."""
    rule = answer_rule(at_least="5 working days", at_most="5 working days")
    window = ask([rule], "2016-03", as_of="2016-03-01")
    assert window.kept == ()
    assert window.possible[0] == span("2016-03-08", "2016-03-11")
    assert [(last - first).days for first, last in window.possible] == [3, 4, 3, 3, 3]
    assert window.explain().endswith(
        "Possible on the dates held here: from 8 March 2016 to 11 March 2016, from 14 March 2016 "
        "to 18 March 2016, from 21 March 2016 to 24 March 2016 and 2 later stretches of days."
    )


def test_the_day_since_which_no_day_is_left_can_be_known_in_part():
    """The deadline was set by 2 December 2016, at the earliest on the day of the direction."""
    window = tf.window(casebook.load("Sandwell"), "trust_went_live", as_of="2016-12-05")
    assert "since a day between" in window.explain()


# What is asked


def test_a_case_answers_as_its_history():
    """Later events are left out, as in `tf.window`; the case does not change."""
    sandwell = casebook.load("Sandwell")
    case = tf.Case.from_history(sandwell)
    for as_of in ("2016-12-05", "2026-01-01", None):
        asked = {"as_of": as_of, "strength": "law"}
        window = case.window("inspection_published_inadequate", **asked, framework="ILACS")
        assert window == tf.window(
            sandwell, "inspection_published_inadequate", **asked, framework="ILACS"
        )
    assert case.history == sandwell


def test_an_event_is_asked_about_with_its_fields():
    """An inspection cannot be published before it has ended; the event's own day does not count."""
    case = tf.Case("Sandwell", begins_in="rated_inadequate")
    event = ev.InspectionPublished(
        "2018-01-01", judgement="good", inspected="2020-03-02/2020-03-20"
    )
    window = case.window(event, strength="logic")
    assert window.kept == (span("2020-03-20", None),)
    assert window.earliest_rule.name == "the dates of the event itself (logic)"
    assert window.earliest_rule.what.endswith("before the inspection ended: 20 March 2020.")
    assert window.earliest_rule.what in window.explain()
    assert window.earliest_rule.strength is tf.Strength.LOGIC
    assert case.window("inspection_published_not_inadequate", strength="logic").kept == (
        span(None, None),
    )
    late = case.window(event).latest_rule
    assert late.rule == "publication-lag"
    assert late.event is late.counted_from is None


@pytest.mark.parametrize(
    ("trigger", "cls"),
    [
        ("trust_went_live", ev.TrustWentLive),
        ("note", ev.Note),
        ("inspection_published_not_inadequate", NamedEvent),
        ("inspection_published_ungraded", NamedEvent),
        ("visit_made_focused", NamedEvent),
        ("deadline_set", NamedEvent),
        ("requirement_met", NamedEvent),
    ],
)
def test_a_trigger_assumes_no_fields(trigger, cls):
    """A trigger that needs a judgement or words is asked about without them."""
    event = event_asked(PROCESS, trigger, {})
    assert (type(event), event.trigger) == (cls, trigger)
    assert event.given().keys() <= {"on", "what"}


@pytest.mark.parametrize(
    ("asked", "fields", "message"),
    [
        ("trust_went_liv", {}, "Did you mean 'trust_went_live'?"),
        ("trust_went_live", {"strength": "norm"}, "Unknown strength of a window 'norm'"),
        ("trust_went_live", {"trusst": "A"}, "trusst"),
        ("trust_went_live", {"as_of": "2016"}, "Invalid as_of: '2016'. Expected an exact day"),
        ("trust_went_live", {"on": "2018"}, "'2018'. Expected no day"),
        (ev.TrustWentLive("2018"), {"on": "2018"}, "'2018'. Expected no day"),
        (ev.TrustWentLive("2018"), {"trust": "A"}, "the event has its own"),
        (NamedEvent("2018", what="went"), {}, "Unknown trigger 'went'"),
    ],
)
def test_a_wrong_question_is_refused(asked, fields, message):
    """The error says what is accepted."""
    with pytest.raises(tf.TrustflowError, match=message):
        tf.window(casebook.load("Sandwell"), asked, **fields)


def test_findings_on_every_day_are_remarks():
    """A move off the ordinary route forbids no day."""
    case = tf.Case("Sandwell", begins_in="setup_paused")
    window = case.window("trust_went_live")
    assert window.kept == (span(None, None),)
    assert [finding.code for finding in window.remarks] == ["off_standard_route"]
    assert window.explain() == '"Trust went live" keeps all rules and deadlines on any day.'


def test_events_keep_their_order():
    """Without a day asked about, the order of events bounds a window."""
    case = tf.Case("Sandwell", begins_in="direction_issued")
    case.record(ev.Note("2018-04-01"))
    window = case.window("trust_went_live")
    assert window.kept == (span("2018-04-01", None),)
    assert window.earliest_rule.rule == "in-order"
    assert window.earliest_rule.event == ev.Note("2018-04-01")


def test_an_abolished_authority_has_no_days_after():
    """The day of the abolition itself is left; the bound names what abolished the authority."""
    case = tf.Case("Northamptonshire", begins_in="rated_inadequate")
    abolished = ev.AuthorityReorganised("2021-04-01", into=["North Northamptonshire"])
    case.record(abolished)
    window = case.window("direction_issued_improvement")
    assert window.kept == (span("2021-04-01", "2021-04-01"),)
    assert window.latest_rule.event == abolished
    assert window.kept[0].words == "on 1 April 2021"
    assert "follows from the abolition of the authority (logic)." in window.explain()
    assert "after the authority was abolished" in window.explain()
    assert case.window("note").kept == (span("2021-04-01", None),)
    later = case.window("direction_issued_improvement", as_of="2024-01-01")
    assert (
        "The abolition of the authority (logic) leaves the days up to 1 April 2021. "
        'For example: "Direction issued: improvement" (1 January 2024) came after'
    ) in later.explain()


@pytest.mark.parametrize(
    ("due", "kept"),
    [
        ("1900-01-01", (span(None, "1900-01-01"),)),
        ("../1900-01-01", (span(None, "1900-01-01"),)),
        ("../2020-07-01", ()),
        ("../..", ()),
        ("2020-07-01/..", (span(None, "2020-07-01"),)),
    ],
)
def test_a_due_day_with_an_open_start_keeps_no_day_for_certain(due, kept):
    """The first day of the calendar is no due day, unless it is the only one."""
    deadline = tf.Deadline("an answer", due=due, met_by="offer_made")
    letter = ("letter_sent", "../..", {"deadlines": [deadline]})
    assert tf.window(school(letter), "offer_made", process=SCHOOL).kept == kept


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2020-05-05", "They have left no day since 5 May 2020."),
        ("2020-05", "They have left no day since a day in May 2020."),
        ("2020-05-05/..", "They have left no day since a day from 5 May 2020 on."),
        ("../..", "They have left no day since an unknown day."),
        ("../2020-05-05", "They have left no day since a day by 5 May 2020."),
        ("2020-05-05/2020-06-01", "since a day between 5 May 2020 and 1 June 2020."),
    ],
)
def test_since_when_no_day_is_left_is_one_day_in_words(since, words):
    """A date known in part is one of its days."""
    conflict = tf.window(casebook.load("Sandwell"), "trust_went_live", as_of="2016-12-05").conflict
    *_, last = evolve(conflict, since=tf.PartialDate(since)).sentences()
    assert last.endswith(words)


@at_most(40)
@given(prefixes(), MODERN_DAYS)
def test_an_option_has_the_window_of_its_trigger(history, as_of):
    """It has none if the stage forbids the event."""
    shown = history.as_of(as_of)
    for option in tf.what_next(shown, as_of):
        window = tf.window(shown, option.trigger, as_of=as_of)
        assert option.window == (window if window.refusal is None else None)


@pytest.mark.parametrize(
    ("trigger", "labels"),
    [
        ("commissioner_appointed", ["Keeps the rules", "Possible", "First day", "Explanation"]),
        ("trust_went_live", ["Explanation"]),
    ],
)
def test_a_notebook_shows_the_answers_of_a_window(trigger, labels):
    """An event that is not allowed has no days, only the explanation."""
    shown = tf.window(casebook.load("Devon"), trigger)._repr_html_()
    assert labels == [part.rpartition(">")[2] for part in shown.split("</th>")[:-1]]
