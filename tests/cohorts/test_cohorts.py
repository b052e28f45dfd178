"""How long legs take, and what happened next: laws first, then cases by hand, then the casebook."""

import datetime as dt
import statistics

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.cohorts import arrow_labels, arrows, day_counts, days_in_words, named_leg
from trustflow.testing import histories

CASEBOOK = tf.casebook.histories()
HIGH = tf.Source("A report", confidence="high")
LOW = tf.Source("A guess", confidence="low")


def council(*events, name="Sandwell"):
    """A history of events that a good source tells of, unless they have one."""
    sourced = (event if event.sources else evolve(event, sources=[HIGH]) for event in events)
    return tf.History(name, tuple(sourced))


def inadequate(on, **fields):
    """An inadequate judgement."""
    return ev.InspectionPublished(on, judgement="inadequate", **fields)


def judged(on, grade):
    """A judgement."""
    return ev.InspectionPublished(on, judgement=grade)


# Spans of days

durations = st.integers(0, 5_000)


@st.composite
def true_and_told(draw):
    """Some true durations, and for each a span that holds it."""
    true = draw(st.lists(durations, min_size=1, max_size=9))
    told = [
        (
            draw(st.integers(0, each)),
            draw(st.none() | st.integers(each, each + 500)),
        )
        for each in true
    ]
    return true, told


@given(true_and_told())
def test_what_is_told_of_spans_holds_what_is_true(drawn):
    """Median, shortest and longest of the true days lie in what is said of the day_counts."""
    true, told = drawn
    for ask, true_value in (
        (day_counts.median, statistics.median(true)),
        (day_counts.shortest, min(true)),
        (day_counts.longest, max(true)),
    ):
        at_least, at_most = ask(told)
        assert at_least <= true_value
        assert at_most is None or true_value <= at_most


@given(st.lists(durations, min_size=1))
def test_whole_days_give_whole_answers(true):
    """Where every duration is known, so are the answers, to half a day."""
    told = [(each, each) for each in true]
    median = statistics.median(true)
    assert (min(true), min(true)) == day_counts.shortest(told)
    assert (max(true), max(true)) == day_counts.longest(told)
    assert (int(median), int(median + 0.5)) == day_counts.median(told)


def test_nothing_has_no_median():
    """Of no spans nothing is said."""
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
def test_spans_have_words(days, words):
    """They are said as people say them."""
    assert words == days_in_words(days)


# Legs


def one(*events, **asked):
    """The legs of one history, from the decision to return to the return unless asked otherwise."""
    wanted = {"start": "return_decided", "end": "returned_to_council", **asked}
    return tf.legs([council(*events)], **wanted)


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
    """Part-known dates make a span, and an open one leaves it open."""
    (leg,) = one(ev.ReturnDecided(start), ev.ReturnedToCouncil(end)).ended
    assert days == leg.days


@given(st.dates(dt.date(2000, 1, 1)), st.integers(0, 900))
def test_whole_days_are_counted(day, count):
    """From a day to a later one are the days between them."""
    later = day + dt.timedelta(min(count, (dt.date.max - day).days))
    if later.year < 2200:
        (leg,) = one(ev.ReturnDecided(day), ev.ReturnedToCouncil(later)).ended
        assert ((later - day).days,) * 2 == leg.days


def test_an_open_leg_lasts_to_the_end_of_the_record():
    """It is kept, and says how long it is known to have lasted."""
    found = one(ev.ReturnDecided("2022-03-30"), ev.Note("2022-04-30"))
    (leg,) = found.open
    assert ((31, None), "open", None) == (leg.days, leg.status, leg.end)
    assert (None, None, None) == (found.median, found.shortest, found.longest)


def test_a_leg_may_end_otherwise():
    """What makes its end impossible closes it, and it counts apart."""
    road = (inadequate("2015-01-01"), judged("2016-01-01", "good"))
    found = one(*road, start="inspection_published_inadequate", end="decision_announced")
    assert 1 == len(found.open)
    found = one(
        *road,
        start="inspection_published_inadequate",
        end="decision_announced",
        unless="inspection_published_not_inadequate",
    )
    (leg,) = found.ended_otherwise
    assert ("ended otherwise", (365, 365)) == (leg.status, leg.days)
    assert () == found.ended


def test_a_leg_starts_with_the_latest_start_or_with_the_first():
    """As the clock of a date rule does, unless it is asked for the first."""
    road = (ev.ReturnDecided("2020-01-01"), ev.ReturnDecided("2021-01-01"))
    road = (*road, ev.ReturnedToCouncil("2021-02-01"))
    assert (31, 31) == one(*road).ended[0].days
    assert (397, 397) == one(*road, from_first=True).ended[0].days


def test_a_council_goes_round_again():
    """It then has several legs, and counts once."""
    road = (ev.ReturnDecided("2020-01-01"), ev.ReturnedToCouncil("2020-02-01"))
    again = (ev.ReturnDecided("2022-01-01"), ev.ReturnedToCouncil("2022-03-01"))
    found = one(*road, *again)
    assert [(31, 31), (59, 59)] == [leg.days for leg in found.ended]
    assert (("Sandwell",), 1) == (found.authorities, found.histories)


def test_an_end_may_start_the_next_leg():
    """An event that is both ends one first, then starts one."""
    found = one(
        inadequate("2015-01-01"),
        inadequate("2016-01-01"),
        start="inspection_published_inadequate",
        end="inspection_published",
    )
    assert ["ended", "open"] == [leg.status for leg in found.legs]


def test_a_start_counts_in_the_stages_asked_for():
    """The stage is that after the start."""
    road = (
        inadequate("2015-01-01"),
        ev.CommissionerAppointed("2015-02-01"),
        ev.DecisionAnnounced("2015-06-01", outcome="voluntary_trust"),
        inadequate("2016-01-01"),
        ev.DecisionAnnounced("2016-06-01", outcome="voluntary_trust", status="final"),
    )
    asked = {"start": "inspection_published_inadequate", "end": "decision_announced"}
    assert 2 == len(one(*road, **asked).ended)
    assert 1 == len(one(*road, **asked, starts_in="rated_inadequate").ended)


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
    """A leg that asks for it ends with a judgement better than the last one before its start."""
    days = (f"201{year}-01-01" for year in range(4, 10))
    road = [judged(day, grade) for grade, day in zip(before, days, strict=False)]
    road += [ev.DecisionAnnounced(next(days), outcome="voluntary_trust")]
    road += [ev.TrustWentLive(next(days)), judged(next(days), after)]
    found = one(
        *road, start="trust_went_live", end="inspection_published_not_inadequate", better=True
    )
    assert [is_better] == [leg.is_met for leg in found.legs]


def test_other_ends_are_not_graded():
    """Only a judgement can be better; what has no grade ends a leg all the same."""
    road = (judged("2014-01-01", "good"), ev.ReturnDecided("2020-01-01"))
    assert 1 == len(one(*road, ev.ReturnedToCouncil("2020-03-01"), better=True).ended)


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
def test_weak_legs_are_left_out_and_counted(sources, confidence, counted):
    """A leg is as well founded as the weakest event it rests on."""
    first, last = sources
    found = one(
        ev.ReturnDecided("2022-01-01", sources=[first]),
        ev.ReturnedToCouncil("2022-03-01", sources=[last]),
        confidence=confidence,
    )
    assert counted == (len(found.legs), len(found.left_out))


def test_what_has_no_source_is_not_left_out():
    """Histories of one's own need not say who says so."""
    bare = tf.History("Own", (ev.ReturnDecided("2022-01-01"), ev.ReturnedToCouncil("2022-03-01")))
    found = tf.legs([bare], start="return_decided", end="returned_to_council", confidence="high")
    assert (1, None) == (len(found.ended), found.ended[0].confidence)


@pytest.mark.parametrize(
    "asked",
    [{"start": "return"}, {"end": "return"}, {"unless": "return"}, {"starts_in": "return"}],
)
def test_unknown_words_are_refused(asked):
    """Triggers and stages are those of the process."""
    with pytest.raises(tf.InvalidValue):
        one(ev.ReturnDecided("2022-01-01"), **asked)


@at_most(40)
@given(st.lists(histories(), max_size=4))
def test_every_start_is_counted_once(several):
    """Nothing is dropped: each start while no leg runs begins one, whatever became of it."""
    found = tf.legs(
        several,
        start="inspection_published",
        end="decision_announced",
        unless="intervention_ended",
        from_first=True,
        confidence="high",
    )
    everything = (*found.legs, *found.left_out)
    assert len(found.legs) == sum(map(len, (found.ended, found.open, found.ended_otherwise)))
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
@given(st.lists(histories(precision="day"), max_size=5))
def test_every_stay_has_its_outcome(several):
    """Over all stages there is an outcome for each stage a history passes, and one is the last."""
    every = [
        outcome
        for stage in tf.Stage
        for outcome in tf.outcomes(several, stage, confidence="low").outcomes
    ]
    moved = sum(
        step.before != step.after for history in several for step in tf.check(history).steps
    )
    assert moved + len(several) == len(every)
    assert len(several) == sum(outcome.leads_to is None for outcome in every)


def test_outcomes_by_hand():
    """Who went where, by what, and who is still there; part-known dates are day_counts."""
    road = (
        inadequate("2015-01"),
        ev.CommissionerAppointed("2015-03"),
        ev.DecisionAnnounced("2015-06-15", outcome="retain"),
    )
    several = [council(*road), council(*road[:2], name="Reading"), council(*road[:1], name="Leeds")]
    found = tf.outcomes(several, "commissioner_review")
    assert {"retained_by_council": ("Sandwell",)} == found.by_destination
    assert {"decision_announced_retain": ("Sandwell",)} == found.by_trigger
    assert (("Sandwell", "Reading"), ("Reading",)) == (found.authorities, found.remaining)
    first, second = found.outcomes
    assert ((76, 106), (0, None)) == (first.days, second.days)
    begun = tf.outcomes(several, tf.Stage.ROUTINE_OVERSIGHT)
    assert {(None, None)} == {(outcome.since, outcome.days) for outcome in begun.outcomes}
    assert 3 == found.histories == begun.histories


def test_weak_outcomes_are_left_out_and_counted():
    """An outcome rests on what led into the stage and on what led out of it."""
    road = council(inadequate("2015-01", sources=[LOW]), ev.CommissionerAppointed("2015-03"))
    found = tf.outcomes([road], "rated_inadequate")
    assert (0, 1) == (len(found.outcomes), len(found.left_out))
    assert {} == found.by_destination
    assert 1 == len(tf.outcomes([road], "rated_inadequate", confidence="low").outcomes)


def test_the_most_frequent_comes_first():
    """The stages stand in the order of how many went there."""
    went = tf.outcomes(CASEBOOK, "commissioner_review").by_destination
    counts = [len(names) for names in went.values()]
    assert sorted(counts, reverse=True) == counts
    assert 1 < len(counts)


def test_an_empty_history_is_where_it_begins():
    """Nothing is on record, and so it is still there."""
    found = tf.outcomes([tf.History("Nowhere")], "routine_oversight")
    assert (("Nowhere",), None) == (found.remaining, found.outcomes[0].days)


def test_arrows_are_all_outcomes():
    """By two stages, whoever went from the one to the other."""
    drawn = arrows(CASEBOOK)
    assert drawn == {
        (stage, to): names
        for stage in tf.Stage
        for to, names in tf.outcomes(CASEBOOK, stage).by_destination.items()
    }
    assert ("Worcestershire",) == drawn["direction_issued", "shadow_running"]
    assert len(drawn) < len(arrows(CASEBOOK, confidence="low")) + 1


def test_arrow_words_count_the_arrows():
    """Of those in the first stage, how many went to the second; a diagram can say so."""
    words = arrow_labels(CASEBOOK)
    assert words == {
        (stage, to): f"{len(names)} of {size} {'authority' if size == 1 else 'authorities'}"
        for (stage, to), names in arrows(CASEBOOK).items()
        if (size := len(tf.outcomes(CASEBOOK, stage).authorities))
    }
    assert "1 of 1 authority" == words["shadow_running", "trust_live"]
    assert "3 of 20 authorities" in tf.diagram(tf.TRUST_TRANSFER, on_arrows=words)


# The casebook


@pytest.mark.parametrize(("name", "leg"), tf.TRUST_TRANSFER.legs.items())
def test_each_named_leg_has_cases(name, leg):
    """A leg that people ask about has cases, and says of how many councils."""
    found = named_leg(CASEBOOK, name)
    assert len(CASEBOOK) == found.histories
    assert found.ended, name
    assert leg.title


def test_the_directed_trusts_took_what_the_rule_measured():
    """From the direction to go-live the shipped cases took 11.8 to 17.8 months and more."""
    found = named_leg(CASEBOOK, "direction-to-live")
    months = 365.25 / 12
    assert {"Bradford", "Doncaster", "Sandwell", "Worcestershire"} == set(found.authorities)
    assert found.shortest[1] >= 11.8 * months
    assert found.longest[1] < 18 * months


def test_the_returns_took_what_the_rule_measured():
    """Five, nine and eight months; the fourth is that of a partnership."""
    days = {
        leg.authority: round(leg.days[1] * 12 / 365.25)
        for leg in named_leg(CASEBOOK, "decision-to-return").ended
    }
    assert {"Doncaster": 5, "Worcestershire": 9, "Reading": 8, "Isle of Wight": 5} == days


def test_low_confidence_is_left_out_unless_asked_for():
    """Nothing goes: what is left out by default is there when it is asked for."""
    name = "inadequate-to-decision"
    usual, whole = named_leg(CASEBOOK, name), named_leg(CASEBOOK, name, confidence="low")
    assert usual.left_out
    assert () == whole.left_out
    assert len(whole.legs) == len(usual.legs) + len(usual.left_out)


def test_plain_data():
    """Legs and outcomes are told as plain data, dates as texts."""
    found = named_leg(CASEBOOK, "decision-to-return").to_dict()
    assert (4, 4, 0, [200, 201]) == (
        found["authorities"],
        found["ended"],
        found["open"],
        found["median"],
    )
    assert {
        "authority": "Doncaster",
        "start": {"trigger": "return_decided", "on": "2022-03-30"},
        "end": {"trigger": "returned_to_council", "on": "2022-09-01"},
        "days": [155, 155],
        "status": "ended",
        "confidence": "medium",
    } == found["legs"][0]
    still = one(ev.ReturnDecided("2022-01-01")).to_dict()
    assert (None, None, [0, None]) == (
        still["median"],
        still["legs"][0]["end"],
        still["legs"][0]["days"],
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
    bare = tf.outcomes([tf.History("Nowhere")], "routine_oversight").to_dict()["outcomes"][0]
    assert [None] * 6 == [value for name, value in bare.items() if name != "authority"]
    assert one(ev.ReturnDecided("2022-01-01", sources=[])).to_dict()["legs"][0]["confidence"]
    unsourced = tf.History("Own", (ev.ReturnDecided("2022-01-01"),))
    found = tf.legs([unsourced], start="return_decided", end="returned_to_council")
    assert found.to_dict()["legs"][0]["confidence"] is None


def test_they_print_well():
    """In a console and in a notebook."""
    found = named_leg(CASEBOOK, "decision-to-return")
    assert "<Legs of 4 of 77 histories: 4 ended, 0 open, 0 ended otherwise, 0 left out>" == repr(
        found
    )
    assert "<td>Isle of Wight</td><td>2023-09</td>" in found._repr_html_()
    still = one(ev.ReturnDecided("2022-01-01"))
    assert "<td></td><td>at least 0</td><td>open</td>" in still._repr_html_()
    after = tf.outcomes(CASEBOOK, "trust_live")
    assert "<Outcomes of trust_live: 10 of 77 histories, 7 still there, 0 left out>" == repr(after)
    assert "<td>Reading</td><td>2018-12-01</td>" in after._repr_html_()
    assert "<td>still there</td>" in after._repr_html_()
