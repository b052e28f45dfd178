"""How long legs take, and what happened next: properties, examples, then the casebook."""

import datetime as dt
import re
import statistics

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.process.samples import ASKING
from trustflow import events as ev
from trustflow.cohorts import (
    arrow_counts,
    arrow_labels,
    arrows,
    day_counts,
    days_in_words,
    median_days,
    named_leg,
    outcomes_by_stage,
)
from trustflow.history import NamedEvent
from trustflow.testing import histories

CASEBOOK = tf.casebook.histories()
HIGH = tf.Source("A report", confidence="high")
LOW = tf.Source("A guess", confidence="low")


def council(*events, name="Sandwell"):
    """Return a history; events without a source get a good one."""
    sourced = (event if event.sources else evolve(event, sources=[HIGH]) for event in events)
    return tf.History(name, tuple(sourced))


def inadequate(on, **fields):
    """Return an inadequate judgement."""
    return ev.InspectionPublished(on, judgement="inadequate", **fields)


def judged(on, grade):
    """Return a judgement."""
    return ev.InspectionPublished(on, judgement=grade)


# Ranges of days

durations = st.integers(0, 5_000)


@st.composite
def true_and_known_days(draw):
    """Generate true numbers of days, and for each a range that contains it."""
    true = draw(st.lists(durations, min_size=1, max_size=9))
    known = [
        (
            draw(st.integers(0, each)),
            draw(st.none() | st.integers(each, each + 500)),
        )
        for each in true
    ]
    return true, known


@given(true_and_known_days())
def test_ranges_contain_the_true_values(drawn):
    """Median, shortest and longest of the true days lie in the ranges computed."""
    true, known = drawn
    for ask, true_value in (
        (day_counts.median, statistics.median(true)),
        (day_counts.shortest, min(true)),
        (day_counts.longest, max(true)),
    ):
        at_least, at_most = ask(known)
        assert at_least <= true_value
        assert at_most is None or true_value <= at_most


@given(st.lists(durations, min_size=1))
def test_exact_days_give_exact_results(true):
    """If every number is exact, so are the results; a median is rounded to whole days."""
    known = [(each, each) for each in true]
    median = statistics.median(true)
    assert (min(true), min(true)) == day_counts.shortest(known)
    assert (max(true), max(true)) == day_counts.longest(known)
    assert (int(median), int(median + 0.5)) == day_counts.median(known)


def test_no_counts_have_no_median():
    """If there are no counts, median, shortest and longest are None."""
    assert (None, None, None) == (
        day_counts.median([]),
        day_counts.shortest([]),
        day_counts.longest([]),
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        ((120, 120), "120"),
        ((1120, 1150), "1,120 to 1,150"),
        ((1120, None), "at least 1,120"),
    ],
)
def test_days_in_words(days, words):
    """A count is written for people, with a comma in thousands."""
    assert words == days_in_words(days)


# Legs


def legs_of_one(*events, **arguments):
    """Return the legs of one history, by default from a decision to return to the return."""
    chosen = {"start": "return_decided", "end": "returned_to_council", **arguments}
    return tf.legs([council(*events)], **chosen)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2022-03-30", "2022-09-01", (155, 155)),
        ("2022-03", "2022-09", (154, 213)),
        ("2022-09-01", "2022", (0, 121)),
        ("2022-03/..", "2022-09-01", (0, 184)),
        ("2022-03-30", "2022-09-01/..", (155, None)),
        ("../2022-03-30", "2022-09-01", (155, None)),
    ],
)
def test_days_of_a_leg(start, end, days):
    """Partial dates give a range, and an open end gives no upper bound."""
    (leg,) = legs_of_one(ev.ReturnDecided(start), ev.ReturnedToCouncil(end)).ended
    assert days == leg.days


@given(st.dates(dt.date(2000, 1, 1)), st.integers(0, 900))
def test_the_days_between_exact_dates(day, count):
    """The length of a leg is the number of days from start to end."""
    later = day + dt.timedelta(min(count, (dt.date.max - day).days))
    if later.year < 2200:
        (leg,) = legs_of_one(ev.ReturnDecided(day), ev.ReturnedToCouncil(later)).ended
        assert ((later - day).days,) * 2 == leg.days


def test_an_open_leg_lasts_to_the_end_of_the_record():
    """The leg is kept, and the days that it has lasted on record are the lower bound."""
    result = legs_of_one(ev.ReturnDecided("2022-03-30"), ev.Note("2022-04-30"))
    (leg,) = result.open
    assert ((31, None), "open", None) == (leg.days, leg.status, leg.end)
    assert (None, None, None) == (
        result.median_of_ended,
        result.shortest_of_ended,
        result.longest_of_ended,
    )


def test_a_leg_can_end_otherwise():
    """An event that makes the end impossible ends the leg, which is counted separately."""
    events = (inadequate("2015-01-01"), judged("2016-01-01", "good"))
    result = legs_of_one(*events, start="inspection_published_inadequate", end="decision_announced")
    assert 1 == len(result.open)
    result = legs_of_one(
        *events,
        start="inspection_published_inadequate",
        end="decision_announced",
        unless="inspection_published_not_inadequate",
    )
    (leg,) = result.ended_otherwise
    assert ("ended otherwise", (365, 365)) == (leg.status, leg.days)
    assert () == result.ended


def test_a_leg_starts_with_the_latest_start_or_with_the_first():
    """The latest start counts by default, and the first with `from_first`."""
    events = (ev.ReturnDecided("2020-01-01"), ev.ReturnDecided("2021-01-01"))
    events = (*events, ev.ReturnedToCouncil("2021-02-01"))
    assert (31, 31) == legs_of_one(*events).ended[0].days
    assert (397, 397) == legs_of_one(*events, from_first=True).ended[0].days


def test_a_history_can_have_several_legs():
    """The authority is still counted once."""
    events = (ev.ReturnDecided("2020-01-01"), ev.ReturnedToCouncil("2020-02-01"))
    again = (ev.ReturnDecided("2022-01-01"), ev.ReturnedToCouncil("2022-03-01"))
    result = legs_of_one(*events, *again)
    assert [(31, 31), (59, 59)] == [leg.days for leg in result.ended]
    assert (("Sandwell",), 1) == (result.authorities, result.histories)


def test_an_end_can_start_the_next_leg():
    """An event that both ends and starts a leg ends the running one first."""
    result = legs_of_one(
        inadequate("2015-01-01"),
        inadequate("2016-01-01"),
        start="inspection_published_inadequate",
        end="inspection_published",
    )
    assert ["ended", "open"] == [leg.status for leg in result.legs]


def test_starts_in_selects_the_stage_after_the_start():
    """A start that leads to another stage does not count."""
    events = (
        inadequate("2015-01-01"),
        ev.CommissionerAppointed("2015-02-01"),
        ev.DecisionAnnounced("2015-06-01", outcome="voluntary_trust"),
        inadequate("2016-01-01"),
        ev.DecisionAnnounced("2016-06-01", outcome="voluntary_trust", status="final"),
    )
    arguments = {"start": "inspection_published_inadequate", "end": "decision_announced"}
    assert 2 == len(legs_of_one(*events, **arguments).ended)
    assert 1 == len(legs_of_one(*events, **arguments, starts_in="rated_inadequate").ended)


@pytest.mark.parametrize(
    ("before", "after", "is_better"),
    [
        (("inadequate",), "requires improvement", True),
        (("good",), "good", False),
        (("good",), "outstanding", True),
        (("outstanding",), "good", False),
        (("inadequate", "good"), "requires improvement", False),
        ((), "requires improvement", True),
        (("requires improvement",), "not inadequate", False),
    ],
)
def test_a_better_judgement(before, after, is_better):
    """With `better`, the leg ends only with a better grade than the last before its start."""
    days = (f"201{year}-01-01" for year in range(4, 10))
    events = [judged(day, grade) for grade, day in zip(before, days, strict=False)]
    events += [ev.DecisionAnnounced(next(days), outcome="voluntary_trust")]
    events += [ev.TrustWentLive(next(days)), judged(next(days), after)]
    result = legs_of_one(
        *events, start="trust_went_live", end="inspection_published_not_inadequate", better=True
    )
    assert [is_better] == [leg.is_met for leg in result.legs]


RANKS = {"inadequate": 1, "requires improvement": 2, "good": 3, "outstanding": 4}


def test_the_judgement_that_starts_a_leg_is_not_one_before_it():
    """After good and then inadequate, only outstanding is better than before the start."""
    grades = ("good", "inadequate", "requires improvement", "good", "outstanding")
    events = [judged(f"{2014 + place}-01-01", grade) for place, grade in enumerate(grades)]
    (leg,) = legs_of_one(*events, **FROM_INADEQUATE).legs
    assert ("2015-01-01", "2018-01-01") == (str(leg.start.on), str(leg.end.on))


FROM_INADEQUATE = {
    "start": "inspection_published_inadequate",
    "end": "inspection_published_not_inadequate",
    "better": True,
}


@given(st.lists(st.sampled_from([*RANKS]), max_size=9))
def test_each_leg_to_a_better_judgement(grades):
    """Each judgement is compared with the one before the last start, if no leg ended since."""
    events = [judged(f"{2000 + place}-01-01", grade) for place, grade in enumerate(grades)]
    expected, begins = [], 0
    for place, grade in enumerate(grades):
        starts = [each for each in range(begins, place) if grades[each] == "inadequate"]
        if starts and grade != "inadequate":
            before = RANKS[grades[starts[-1] - 1]] if starts[-1] else 0
            if RANKS[grade] > before:
                expected.append((2000 + starts[-1], 2000 + place))
                begins = place
    ended = legs_of_one(*events, **FROM_INADEQUATE).ended
    assert expected == [(leg.start.on.earliest.year, leg.end.on.earliest.year) for leg in ended]


def test_an_end_without_a_grade_ends_a_leg():
    """`better` compares grades only."""
    events = (judged("2014-01-01", "good"), ev.ReturnDecided("2020-01-01"))
    assert 1 == len(legs_of_one(*events, ev.ReturnedToCouncil("2020-03-01"), better=True).ended)


@pytest.mark.parametrize(
    ("sources", "confidence", "counted"),
    [
        ((HIGH, LOW), "medium", (0, 1)),
        ((LOW, HIGH), "medium", (0, 1)),
        ((LOW, HIGH), "low", (1, 0)),
        ((HIGH, HIGH), "high", (1, 0)),
        ((HIGH, tf.Source("The press")), "high", (0, 1)),
        ((HIGH, tf.Source("The press")), "medium", (1, 0)),
    ],
)
def test_legs_of_low_confidence_are_left_out_and_counted(sources, confidence, counted):
    """A leg has the confidence of the weaker of its two events."""
    first, last = sources
    result = legs_of_one(
        ev.ReturnDecided("2022-01-01", sources=[first]),
        ev.ReturnedToCouncil("2022-03-01", sources=[last]),
        confidence=confidence,
    )
    assert counted == (len(result.legs), len(result.left_out))


@pytest.mark.parametrize(
    ("confidence", "counted"), [(None, (1, 0)), ("low", (0, 1)), ("high", (0, 1))]
)
def test_legs_without_a_source_have_the_lowest_confidence(confidence, counted):
    """A user's histories need not have sources; then no confidence is asked for."""
    unsourced = tf.History(
        "Own", (ev.ReturnDecided("2022-01-01"), ev.ReturnedToCouncil("2022-03-01"))
    )
    result = tf.legs(
        [unsourced], start="return_decided", end="returned_to_council", confidence=confidence
    )
    assert counted == (len(result.ended), len(result.left_out))
    assert [None] == [leg.confidence for leg in (*result.ended, *result.left_out)]


@pytest.mark.parametrize(
    "arguments",
    [{"start": "return"}, {"end": "return"}, {"unless": "return"}, {"starts_in": "return"}],
)
def test_unknown_words_are_refused(arguments):
    """Triggers and stages must be those of the process."""
    with pytest.raises(tf.InvalidValue):
        legs_of_one(ev.ReturnDecided("2022-01-01"), **arguments)


@at_most(40)
@given(st.lists(histories(), max_size=4, unique=True))
def test_every_start_is_counted_once(several):
    """Each start while no leg is running begins exactly one leg, whatever ends that leg."""
    result = tf.legs(
        several,
        start="inspection_published",
        end="decision_announced",
        unless="intervention_ended",
        from_first=True,
        confidence="high",
    )
    everything = (*result.legs, *result.left_out)
    assert len(result.legs) == sum(map(len, (result.ended, result.open, result.ended_otherwise)))
    starts = 0
    for history in several:
        running = False
        for event in history:
            if event.trigger.startswith("decision_announced") or (
                event.trigger == "intervention_ended"
            ):
                running = False
            if event.trigger.startswith("inspection_published") and not running:
                starts, running = starts + 1, True
    assert starts == len(everything)
    for leg in everything:
        at_least, at_most = leg.days
        assert 0 <= at_least
        assert at_most is None or at_least <= at_most


# Outcomes


@at_most(40)
@given(st.lists(histories(precision="day"), max_size=5, unique=True))
def test_every_stay_has_an_outcome(several):
    """Each stay in a stage has one outcome, and the last stay of a history has no end."""
    every = [
        outcome
        for stage in tf.Stage
        for outcome in tf.outcomes(several, stage, confidence=None).outcomes
    ]
    moved = sum(
        step.before != step.after for history in several for step in tf.check(history).steps
    )
    assert moved + len(several) == len(every)
    assert len(several) == sum(outcome.leads_to is None for outcome in every)


def test_an_example_of_outcomes():
    """Outcomes are grouped by next stage and by trigger; partial dates give ranges of days."""
    events = (
        inadequate("2015-01"),
        ev.CommissionerAppointed("2015-03"),
        ev.DecisionAnnounced("2015-06-15", outcome="retain"),
    )
    several = [
        council(*events),
        council(*events[:2], name="Reading"),
        council(*events[:1], name="Leeds"),
    ]
    result = tf.outcomes(several, "commissioner_review")
    assert {"retained_by_council": ("Sandwell",)} == result.by_destination
    assert {"decision_announced_retain": ("Sandwell",)} == result.by_trigger
    assert (("Sandwell", "Reading"), ("Reading",)) == (result.authorities, result.remaining)
    first, second = result.outcomes
    assert ((76, 106), (0, None)) == (first.days, second.days)
    begun = tf.outcomes(several, tf.Stage.ROUTINE_OVERSIGHT)
    assert {(None, None)} == {(outcome.since, outcome.days) for outcome in begun.outcomes}
    assert 3 == result.histories == begun.histories


def test_outcomes_of_low_confidence_are_left_out_and_counted():
    """An outcome has the confidence of the weaker of the events that began and ended it."""
    events = council(inadequate("2015-01", sources=[LOW]), ev.CommissionerAppointed("2015-03"))
    result = tf.outcomes([events], "rated_inadequate")
    assert (0, 1) == (len(result.outcomes), len(result.left_out))
    assert {} == result.by_destination
    assert 1 == len(tf.outcomes([events], "rated_inadequate", confidence="low").outcomes)


def test_the_most_frequent_stage_comes_first():
    """The next stages are sorted by the number of authorities."""
    next_stages = tf.outcomes(CASEBOOK, "commissioner_review").by_destination
    counts = [len(names) for names in next_stages.values()]
    assert sorted(counts, reverse=True) == counts
    assert 1 < len(counts)


def test_an_empty_history_remains_in_its_first_stage():
    """No event is on record, so the authority has not left the stage."""
    result = tf.outcomes([tf.History("Nowhere")], "routine_oversight")
    assert (("Nowhere",), None) == (result.remaining, result.outcomes[0].days)


def test_outcomes_by_stage_are_those_of_each_stage():
    """One pass over the histories gives the stays that `outcomes` gives for each stage."""
    by_stage = outcomes_by_stage(CASEBOOK)
    assert [*tf.TRUST_TRANSFER.stages] == [*by_stage]
    for stage, stays in by_stage.items():
        assert [*tf.outcomes(CASEBOOK, stage).outcomes] == stays


def test_the_median_of_days_leaves_out_stays_without_a_start():
    """It is the median of the others, and None if there are none."""
    stays = outcomes_by_stage(CASEBOOK)["trust_live"]
    known = [stay for stay in stays if stay.days is not None]
    assert len(known) < len(stays)
    assert median_days(known) == median_days(stays) is not None
    returned = [stay for stay in stays if stay.leads_to is not None]
    assert day_counts.median([stay.days for stay in returned]) == median_days(returned)
    assert median_days([stay for stay in stays if stay.days is None]) is None


def test_arrows_contain_all_outcomes():
    """Arrows map each pair of stages to the authorities that moved between them."""
    mapped = arrows(CASEBOOK)
    assert mapped == {
        (stage, to): names
        for stage in tf.Stage
        for to, names in tf.outcomes(CASEBOOK, stage).by_destination.items()
    }
    assert ("Worcestershire",) == mapped["direction_issued", "shadow_running"]
    assert len(mapped) < len(arrows(CASEBOOK, confidence="low")) + 1


def test_arrow_labels_count_authorities():
    """Labels give how many of those in the first stage moved on; `diagram` draws them."""
    words = arrow_labels(CASEBOOK)
    assert words == {
        (stage, to): f"{len(names)} of {size} {'authority' if size == 1 else 'authorities'}"
        for (stage, to), names in arrows(CASEBOOK).items()
        if (size := len(tf.outcomes(CASEBOOK, stage).authorities))
    }
    assert "1 of 1 authority" == words["shadow_running", "trust_live"]
    assert "5 of 7 authorities" in tf.diagram(tf.TRUST_TRANSFER, on_arrows=words)


def test_arrow_labels_of_a_users_process_name_no_councils():
    """A user's process need not be about councils, so the labels count authorities."""
    history = tf.History("Somewhere", [NamedEvent("2016-10-06", what="grant", sources=[HIGH])])
    labels = arrow_labels([history], process=ASKING)
    assert {("asked", "granted"): "1 of 1 authority"} == labels


# The casebook


@pytest.mark.parametrize(("name", "leg"), tf.TRUST_TRANSFER.legs.items())
def test_each_named_leg_has_cases(name, leg):
    """Every named leg has ended in some history of the casebook."""
    result = named_leg(CASEBOOK, name)
    assert len(CASEBOOK) == result.histories
    assert result.ended, name
    assert leg.title


def test_directed_trusts_took_as_long_as_the_rule_says():
    """From direction to go-live, six councils took 11.8 to 17.8 months, as the rule measures."""
    result = named_leg(CASEBOOK, "direction-to-live")
    months = 365.25 / 12
    ended = {leg.authority: leg.days for leg in result.ended}
    assert {
        "Bradford",
        "Doncaster",
        "Northamptonshire",
        "Sandwell",
        "Slough",
        "Worcestershire",
    } == set(ended)
    assert (359, 359) == ended["Slough"] == result.shortest_of_ended
    assert (542, 542) == ended["Sandwell"] == result.longest_of_ended
    assert [11.8, 17.8] == [round(days / months, 1) for days in (359, 542)]


def test_returns_took_as_long_as_the_rule_says():
    """Three returns took five, nine and eight months; the others ended partnerships.

    The day on which Torbay took its services back is not known.
    """
    days = {
        leg.authority: round(leg.days[1] * 12 / 365.25)
        for leg in named_leg(CASEBOOK, "decision-to-return").ended
    }
    assert {
        "Doncaster": 5,
        "Worcestershire": 9,
        "Reading": 8,
        "Isle of Wight": 5,
        "Torbay": 31,
    } == days


def test_low_confidence_is_left_out_unless_asked_for():
    """Legs that are left out by default are included with `confidence="low"`."""
    name = "inadequate-to-decision"
    usual, whole = named_leg(CASEBOOK, name), named_leg(CASEBOOK, name, confidence="low")
    assert usual.left_out
    assert () == whole.left_out
    assert len(whole.legs) == len(usual.legs) + len(usual.left_out)


def test_legs_and_outcomes_as_data():
    """Dates are texts, and ranges of days are lists."""
    result = named_leg(CASEBOOK, "decision-to-return").to_dict()
    assert (5, 5, 0, [155, 246]) == (
        result["authorities"],
        result["ended"],
        result["open"],
        result["median_of_ended"],
    )
    assert {
        "authority": "Doncaster",
        "start": {"trigger": "return_decided", "on": "2022-03-30"},
        "end": {"trigger": "returned_to_council", "on": "2022-09-01"},
        "days": [155, 155],
        "status": "ended",
        "confidence": "medium",
    } == result["legs"][0]
    open_leg = legs_of_one(ev.ReturnDecided("2022-01-01")).to_dict()
    assert (None, None, [0, None]) == (
        open_leg["median_of_ended"],
        open_leg["legs"][0]["end"],
        open_leg["legs"][0]["days"],
    )
    after = tf.outcomes(CASEBOOK, "shadow_running").to_dict()
    assert {"trust_live": ["Worcestershire"]} == after["by_destination"]
    assert [
        {
            "authority": "Worcestershire",
            "since": "2019-04",
            "trigger": "trust_went_live",
            "until": "2019-10-01",
            "leads_to": "trust_live",
            "days": [154, 183],
            "confidence": "medium",
        }
    ] == after["outcomes"]
    empty = tf.outcomes([tf.History("Nowhere")], "routine_oversight").to_dict()["outcomes"][0]
    # Nothing on record weakens an outcome that has neither a beginning nor an end.
    assert ("Nowhere", "high") == (empty.pop("authority"), empty.pop("confidence"))
    assert [None] * 5 == list(empty.values())
    assert legs_of_one(ev.ReturnDecided("2022-01-01", sources=[])).to_dict()["legs"][0][
        "confidence"
    ]
    unsourced = tf.History("Own", (ev.ReturnDecided("2022-01-01"),))
    result = tf.legs(
        [unsourced], start="return_decided", end="returned_to_council", confidence=None
    )
    assert result.to_dict()["legs"][0]["confidence"] is None


def test_legs_and_outcomes_in_print():
    """Legs and outcomes have a printed form and an HTML table."""
    result = named_leg(CASEBOOK, "decision-to-return")
    assert (
        f"<Legs of 5 of {len(CASEBOOK)} histories: 5 ended, 0 open, 0 ended otherwise, 0 left out; "
        "median of those that ended: 155 to 246 days; half of all had ended after 155 to 246 days>"
    ) == repr(result)
    assert "<td>Isle of Wight</td><td>2023-09</td>" in result._repr_html_()
    open_leg = legs_of_one(ev.ReturnDecided("2022-01-01"))
    assert "<td></td><td>at least 0</td><td>open</td>" in open_leg._repr_html_()
    after = tf.outcomes(CASEBOOK, "trust_live")
    assert (
        f"<Outcomes of trust_live: 14 of {len(CASEBOOK)} histories, 11 still there, 0 left out>"
        == repr(after)
    )
    assert "<td>Reading</td><td>2018-12-01</td>" in after._repr_html_()
    assert "<td>still there</td>" in after._repr_html_()


# What is shown of an answer, and errors


def test_stays_are_asked_for_where_an_answer_is_given():
    """The message names the field of the answer that has the stays."""
    found = tf.outcomes(tf.casebook.histories(), "trust_live")
    for wrong in (found, [found], 3):
        with pytest.raises(tf.InvalidValue, match=r"`\.outcomes`"):
            median_days(wrong)
    assert median_days(found.outcomes) == median_days(found.outcomes[0:])


def test_counts_of_arrows_are_shown_in_a_few_words():
    """The counts of the whole casebook are one line, and a table in a notebook."""
    counts = arrow_counts(tf.casebook.histories())
    assert re.fullmatch(
        r"<ArrowCounts of 155 histories: \d+ stays on \d+ arrows, \d+ left out>", repr(counts)
    )
    shown = counts._repr_html_()
    assert len(counts.by_arrow) + 1 == shown.count("<tr>")
    arrow = ("commissioner_review", "direction_issued")
    cells = *arrow, counts.count(arrow), days_in_words(counts.median(arrow))
    assert "".join(f"<td>{cell}</td>" for cell in cells) in shown
