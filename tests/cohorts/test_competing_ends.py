"""Cases and what ended them: which ends compete, how long a case is followed, which cases count."""

import datetime as dt
import itertools
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.cohorts import search_history
from trustflow.cohorts.follow_up import days_of_cases, followed_on
from trustflow.cohorts.incidence import curve
from trustflow.cohorts.share_bounds import share_bounds
from trustflow.testing import histories

CASEBOOK = tf.casebook.histories()
HIGH = tf.Source("A report", confidence="high")
LOW = tf.Source("A guess", confidence="low")
RATED = "rated_inadequate"
REVIEW = "commissioner_review"


def council(*events, name="Sandwell", **fields):
    """Return a history; events without a source get a good one."""
    sourced = (event if event.sources else evolve(event, sources=[HIGH]) for event in events)
    return tf.History(name, tuple(sourced), **fields)


def inadequate(on, **fields):
    """Return an inadequate judgement."""
    return ev.InspectionPublished(on, judgement="inadequate", **fields)


def judged(on, grade="good"):
    """Return a judgement."""
    return ev.InspectionPublished(on, judgement=grade)


def case_of(history, start=RATED, **options):
    """Return the one case of a history."""
    (case,) = tf.outcomes(history, start, confidence=None, **options).cases
    return case


def followed_to(*events, start=RATED, ends=None, **fields):
    """Return the day to which the one case of a history is followed."""
    case = case_of(council(*events, **fields), start, ends=ends)
    assert case.end is None
    return str(case.followed_to)


# Ends

EVENTS = (
    inadequate("2015-01-01"),
    ev.CommissionerAppointed("2015-03-01"),
    ev.DecisionAnnounced("2015-06-01", outcome="voluntary_trust"),
    ev.TrustWentLive("2016-06-01"),
)


def test_by_default_the_next_stage_ends_a_case():
    """The label of the end is the name of that stage."""
    case = case_of(council(*EVENTS))
    assert (REVIEW, (59, 59), 59) == (case.end, case.days, case.middle)
    assert ("commissioner_appointed", "2015-03-01") == (
        case.ended_by.trigger,
        str(case.followed_to),
    )


@pytest.mark.parametrize(
    ("ends", "end", "days"),
    [
        ("trust_live", "trust_live", 517),
        (["trust_live", "retained_by_council"], "trust_live", 517),
        ("trust_went_live", "trust_went_live", 517),
        ("decision_announced", "decision_announced", 151),
        ({"a trust": ["trust_live", "voluntary_transfer"]}, "a trust", 151),
        ({"a": "trust_live", "b": "decision_announced"}, "b", 151),
        ({"a": tf.Stage.TRUST_LIVE, "b": "return_decided"}, "a", 517),
        (REVIEW, REVIEW, 59),
        (["retained_by_council"], None, 517),
    ],
)
def test_given_ends_may_come_in_a_later_stage(ends, end, days):
    """The first of them ends the case; what leaves the stage otherwise does not."""
    case = case_of(council(*EVENTS), ends=ends)
    assert (end, (days, days)) == (case.end, case.days)


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ("trust_lve", "Invalid ends: 'trust_lve'. Did you mean 'trust_live'?"),
        ([], "Invalid ends: []. Expected at least one stage or trigger"),
        ({}, "Invalid ends: {}. Expected at least one stage or trigger"),
        ([7], "Invalid ends: 7."),
        ({"a": "trust_live", "b": ["trust_live"]}, "'trust_live'. It is given for 'a' and 'b'."),
        (
            {"a": "decision_announced", "b": ["decision_announced_retain"]},
            "'decision_announced_retain'. It is given for 'a' and 'b'.",
        ),
    ],
)
def test_other_ends_are_refused(ends, message):
    """A name is a stage or a trigger, and belongs to one end."""
    with pytest.raises(tf.InvalidValue, match=re.escape(message)):
        tf.outcomes(CASEBOOK[:1], RATED, ends=ends)


def test_unknown_ends_of_a_share_are_refused():
    """The message lists the ends."""
    found = tf.outcomes(CASEBOOK, "trust_live")
    assert ("returned_to_council",) == found.ends
    for ask in (found.share, found.incidence):
        with pytest.raises(tf.InvalidValue, match="Unknown end 'trust'"):
            ask("trust")


def test_an_authority_has_one_open_case_at_a_time():
    """With given ends, entering the stage again while a case is open starts no other."""
    again = (judged("2016-01-01"), inadequate("2018-01-01"), judged("2019-01-01"))
    history = council(inadequate("2015-01-01"), *again)
    assert 2 == len(tf.outcomes(history, RATED).cases)
    case = case_of(history, ends="trust_live")
    assert ("2015-01-01", None) == (str(case.start.on), case.end)
    third = council(*history.events[:2], *EVENTS[1:3], inadequate("2017-01-01"))
    found = tf.outcomes(third, RATED, ends="routine_oversight", confidence=None).cases
    assert "routine_oversight" == found[0].end


def test_a_case_can_end_by_entering_the_stage_again():
    """The same event ends one case and starts the next."""
    history = council(inadequate("2015-01-01"), judged("2016-01-01"), inadequate("2018-01-01"))
    first, second = tf.outcomes(history, RATED, ends=RATED).cases
    assert (RATED, None) == (first.end, second.end)
    assert first.ended_by is second.start


def test_a_stay_in_which_the_record_begins_is_no_case():
    """Its start is not on record, so its days are unknown; it is still a stay."""
    history = council(judged("2015-01-01"), begins_in=RATED)
    found = tf.outcomes(history, RATED)
    assert (1, 0) == (len(found.outcomes), len(found.cases))


def test_the_most_frequent_end_comes_first():
    """Without given ends, they are the stages that the cases of any confidence went to."""
    found = tf.outcomes(CASEBOOK, REVIEW)
    counts = [sum(case.end == end for case in found.cases) for end in found.ends]
    assert counts == sorted(counts, reverse=True)
    doubtful = council(*EVENTS[:1], evolve(EVENTS[1], sources=[LOW]))
    found = tf.outcomes(doubtful, RATED)
    assert ((REVIEW,), 0, 1) == (found.ends, len(found.cases), len(found.cases_left_out))


# Days


@pytest.mark.parametrize(
    ("start", "end", "days", "middle"),
    [
        ("2015-01-01", "2015-03-01", (59, 59), 59),
        ("2015-01", "2015-03-01", (29, 59), 44),
        ("2015-01-01", "2015-03", (59, 89), 74),
        ("2015-01", "2015-03", (29, 89), 59),
        ("2015-01", "2015-01", (0, 30), 0),
        ("2015-03", "2015", (0, 305), 108),
        ("2015-01/..", "2015-03-01", (0, 59), 30),
        ("../2015-01-31", "2015-03-01", (29, None), 29),
        ("2015-01-01", "2015-03-01/..", (59, None), 59),
    ],
)
def test_days_of_a_case(start, end, days, middle):
    """Partial dates give a range; the estimate takes the middle, or the least without a bound."""
    case = case_of(council(inadequate(start), ev.CommissionerAppointed(end)))
    assert (days, middle) == (case.days, case.middle)


# Follow-up

OPEN = (inadequate("2015-01-01"),)
KINDS = "inspections=2018-01-01; intervention=2019-01-01; delivery=2020-01-01"


@pytest.mark.parametrize(
    ("events", "fields", "day"),
    [
        (OPEN, {}, "2015-01-01"),
        (OPEN, {"checked_to": "2018-05-01"}, "2018-05-01"),
        (OPEN, {"checked_to": "2018-05"}, "2018-05-01"),
        (OPEN, {"checked_to": "2014-05-01"}, "2015-01-01"),
        (OPEN, {"checked_to": KINDS}, "2018-01-01"),
        (OPEN, {"checked_to": "inspections=2018-01-01"}, "2015-01-01"),
        (OPEN, {"checked_to": "ongoing"}, "2015-01-01"),
        ((*OPEN, inadequate("2016-01-01")), {}, "2016-01-01"),
        ((*OPEN, ev.AdviserAppointed("2017-01-01")), {}, "2017-01-01"),
        ((*OPEN, ev.AdviserAppointed("2017")), {}, "2017-01-01/2017-12-31"),
        ((*OPEN, ev.Note("2017-01-01")), {}, "2015-01-01"),
        ((*OPEN, ev.VisitMade("2016-06-01", kind="monitoring")), {}, "2016-06-01"),
        ((*OPEN, ev.AdviserAppointed("2019-01-01")), {"checked_to": KINDS}, "2019-01-01"),
        ((*OPEN, ev.AuthorityReorganised("2016-01-01", into=["New"])), {}, "2015-01-01"),
        (
            (*OPEN, ev.AuthorityReorganised("2016-01-01", into=["New"])),
            {"checked_to": "2020-01-01"},
            "2016-01-01",
        ),
    ],
)
def test_the_day_to_which_an_open_case_is_followed(events, fields, day):
    """It is the day to which all ends are checked, else that of the last event that shows it."""
    assert day == followed_to(*events, **fields)


@pytest.mark.parametrize(
    ("events", "fields", "known_to", "days"),
    [
        (OPEN, {}, "2016-01-01", 365),
        (OPEN, {"checked_to": "2017-01-01"}, "2016-01-01", 731),
        ((*OPEN, ev.AuthorityReorganised("2015-07-01", into=["New"])), {}, "2016-01-01", 181),
        ((*OPEN, ev.AuthorityReorganised("2017-07-01", into=["New"])), {}, "2016-01-01", 365),
        ((*OPEN, judged("2015-03-02")), {}, "2016-01-01", 60),
    ],
)
def test_open_cases_can_be_followed_to_the_end_of_the_records(events, fields, known_to, days):
    """What is checked further stays so, an abolished council is followed to its abolition."""
    case = case_of(council(*events, **fields))
    (found,) = followed_on([case], tf.PartialDate.of(known_to).first)
    assert (days, case.end) == (found.middle, found.end)
    assert days_of_cases([case])[0][:2] == found[:2]


def test_an_abolition_is_on_record_if_the_case_was_open():
    """Then the case has its day; a case that ended before has none."""
    abolished = ev.AuthorityReorganised("2016-01-01", into=["New"])
    assert "2016-01-01" == str(case_of(council(*OPEN, abolished)).abolished_on)
    assert "2016-01-01" == case_of(council(*OPEN, abolished)).to_dict()["abolished_on"]
    assert case_of(council(*OPEN, judged("2015-03-02"), abolished)).abolished_on is None
    assert case_of(council(*OPEN)).abolished_on is None


def test_a_share_says_what_it_were_if_open_cases_had_stayed_open():
    """Open cases that nobody followed count for the whole time; the end of the records is known."""
    ended = [council(*OPEN, ev.CommissionerAppointed("2016-06-01"), name=f"E{i}") for i in range(5)]
    lost = [council(*OPEN, name=f"L{i}") for i in range(5)]
    watched = council(*OPEN, checked_to="2020-01-01", name="W")
    found = tf.outcomes([*ended, *lost, watched], RATED)
    share = found.share(REVIEW, level=None)
    assert (5 / 6, 5 / 11) == pytest.approx((share.share, share.if_still_open))
    assert share.to_dict()["if_still_open"] == share.if_still_open
    assert "2020-01-01" == found.to_dict()["known_to"]


def test_an_ongoing_record_is_followed_to_a_day_that_is_given():
    """It is never followed to the present day; `known_on` makes it a record checked to a day."""
    history = council(*OPEN, checked_to="ongoing")
    assert "2015-01-01" == str(case_of(history).followed_to)
    assert "2020-02-02" == str(case_of(history.known_on("2020-02-02")).followed_to)


@pytest.mark.parametrize("days", ["2099", "inspections=2018; intervention=2099; delivery=2099"])
def test_no_record_is_known_after_today(days, monkeypatch):
    """A day in the future counts as today, for all kinds of event or for some."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2019-05-01")
    found = tf.outcomes(council(*OPEN, checked_to=days), RATED)
    assert "2019-05-01" == found.to_dict()["known_to"]
    followed = "2019-05-01" if days == "2099" else "2018-01-01"
    assert followed == str(case_of(council(*OPEN, checked_to=days)).followed_to)


@pytest.mark.parametrize(
    ("ends", "day"),
    [
        ("routine_oversight", "2018-01-01"),
        ("trust_live", "2020-01-01"),
        ("trust_went_live", "2020-01-01"),
        ("decision_announced", "2019-01-01"),
        ("inspection_published", "2018-01-01"),
        ("note", "2015-01-01"),
    ],
)
def test_only_the_kinds_of_the_ends_must_be_checked(ends, day):
    """A trigger without a kind is checked only by one day for everything."""
    start = evolve(OPEN[0], on=tf.PartialDate.of("2015-01-01"))
    assert day == followed_to(start, ends=ends, checked_to=KINDS, start=RATED)


def test_a_stage_without_an_end_is_not_checked():
    """If no event can end a case, no check of its kind is on record."""
    process = tf.Process(
        name="loan",
        title="A loan",
        initial="home",
        stages={
            "home": tf.StageInfo("At home", "Here."),
            "lent": tf.StageInfo("Lent", "There.", final=True),
        },
        triggers={"lend": "lent", "read": "read"},
        moves=[tf.Move("lend", "home", "lent"), tf.Move("read", "lent", "lent")],
    )
    events = (process.event("lend", "2015-01-01"), process.event("read", "2016-01-01"))
    history = tf.History("A book", events, checked_to="2020-01-01")
    found = tf.outcomes(history, "lent", process=process, confidence=None)
    assert ((), "2016-01-01") == (found.ends, str(found.cases[0].followed_to))


def test_the_last_day_of_the_records():
    """It is that of an event, or of a check of any kind."""
    for checked_to, day in (
        (None, "2016-01-01"),
        ("ongoing", "2016-01-01"),
        ("2014-01-01", "2016-01-01"),
        ("2018-01", "2018-01-01"),
        (KINDS, "2020-01-01"),
    ):
        history = council(*OPEN, judged("2016-01-01"), checked_to=checked_to)
        assert day == str(tf.outcomes([history, council(name="No case")], RATED).known_to)
    assert tf.outcomes(council(), RATED).known_to is None


def test_no_share_is_extrapolated_beyond_the_records():
    """Of the casebook, which has open cases, no share is given for 30 years."""
    found = tf.outcomes(CASEBOOK, RATED).share(REVIEW, 30 * 365)
    assert found.share is None
    assert found.reason.startswith("no case is certainly followed for longer than ")


def test_a_stage_that_nobody_entered_has_no_share():
    """Given ends have a share of None, with the number of cases as the reason."""
    found = tf.outcomes(council(), RATED, ends="trust_live").share("trust_live")
    assert (None, "0 cases on record, and a share needs at least 10") == (found.share, found.reason)


# Which cases count


def test_given_narrows_by_what_was_known_at_the_start():
    """The facts are those known on the last possible day of the start; the rest is counted."""
    seen = []

    def is_second(facts):
        seen.append((str(facts.as_of), facts.judgement.on_record))
        return facts.as_of.first > dt.date(2016, 1, 1).toordinal()

    history = council(inadequate("2015-01"), judged("2016-01-01"), inadequate("2018-01-01/.."))
    found = tf.outcomes(history, RATED, given=is_second)
    assert [("2015-01-31", "inadequate"), ("2018-01-01", "inadequate")] == seen
    assert (1, 1, 1) == (found.dropped, len(found.cases), len(found.outcomes))
    assert "1 more does not meet the condition." in found.sentence()
    begun = council(judged("2015-01-01"), begins_in=RATED)
    found = tf.outcomes(begun, RATED, given=lambda _: True)
    assert (0, 0) == (len(found.outcomes), found.dropped)


def test_given_is_a_function():
    """Other values are refused."""
    with pytest.raises(tf.InvalidValue, match="Invalid given: 'facts'"):
        tf.outcomes(council(), RATED, given="facts")


def test_given_does_not_see_what_was_published_later():
    """A start whose source came later was not known on its day."""
    late = inadequate("2015-01-01", known_on="2015-06-01")
    found = tf.outcomes(
        council(late), RATED, given=lambda facts: facts.judgement.on_record is not None
    )
    assert (1, 0) == (found.dropped, len(found.cases))


def test_a_start_that_does_not_count_does_not_open_a_case():
    """With given ends, the next start that counts opens the case."""
    history = council(inadequate("2015-01-01"), judged("2016-01-01"), inadequate("2018-01-01"))
    case = case_of(history, ends="trust_live", given=lambda facts: "2018" in str(facts.as_of))
    assert "2018-01-01" == str(case.start.on)


def test_cases_that_nobody_searched_are_left_out(monkeypatch):
    """They are named, unless the record is checked for the kinds of the ends anyway."""
    monkeypatch.setattr(search_history, "is_unresearched", lambda history: history.authority == "X")
    several = [council(*EVENTS, name=name) for name in ("X", *map(str, range(10)))]
    found = tf.outcomes(several, RATED)
    assert (10, ["X"]) == (len(found.cases), [case.authority for case in found.not_researched])
    assert found.sentence().endswith("nobody searched for such ends there: X.")
    assert ["X"] == found.to_dict()["not_researched"]
    assert ("X",) == found.share(REVIEW).not_researched
    searched = evolve(several[0], checked_to="2020-01-01")
    assert 11 == len(tf.outcomes([searched, *several[1:]], RATED).cases)


def test_the_casebook_says_where_nobody_searched():
    """A history of one's own is never among them, even under the name of a council."""
    unsearched = [each for each in CASEBOOK if tf.casebook.is_unresearched(each)]
    entries = {entry.authority for entry in tf.casebook.overview()}
    named = {
        entry.authority
        for entry in tf.casebook.overview()
        if entry.intervention_certainty == "not researched"
    }
    assert named == {each.authority for each in unsearched} & entries
    assert not tf.casebook.is_unresearched(council(*OPEN, name=unsearched[0].authority))


# Properties

days = st.integers(0, 6)


@st.composite
def short_histories(draw):
    """Generate a history whose dates allow a few days each, and every choice of days in order."""
    kinds = [
        inadequate,
        draw(st.sampled_from([judged, ev.CommissionerAppointed, ev.AdviserAppointed])),
        draw(st.sampled_from([judged, inadequate, ev.AdviserAppointed])),
    ]
    kinds = kinds[: draw(st.integers(1, 3))]
    firsts = sorted(draw(st.lists(days, min_size=len(kinds), max_size=len(kinds))))
    ranges = [range(first, first + draw(st.integers(1, 3))) for first in firsts]
    base = dt.date(2015, 1, 1).toordinal()
    events = [
        kind(tf.PartialDate.between(base + each[0], base + each[-1]))
        for kind, each in zip(kinds, ranges, strict=True)
    ]
    completed = [
        [
            kind(tf.PartialDate.between(base + day, base + day))
            for kind, day in zip(kinds, chosen, strict=True)
        ]
        for chosen in itertools.product(*ranges)
        if list(chosen) == sorted(chosen)
    ]
    return events, completed


@at_most(40)
@given(st.lists(short_histories(), min_size=1, max_size=2), days, st.sampled_from([None, REVIEW]))
def test_every_completion_of_the_dates_lies_within_the_bounds(drawn, day, ends):
    """Start, end and follow-up may be on any of their days: the share stays within its bounds."""

    def days_for(events):
        found = tf.outcomes(council(*events), RATED, ends=ends, confidence=None)
        return days_of_cases(found.cases)

    inexact = [case for events, _ in drawn for case in days_for(events)]
    completions = [{days_for(each) for each in completed} for _, completed in drawn]
    for end in (REVIEW, "routine_oversight"):
        ((least, greatest),) = share_bounds(inexact, [], end, [day])
        for chosen in itertools.product(*completions):
            points = curve(itertools.chain.from_iterable(chosen), end)
            share = max((point.share for point in points if point.day <= day), default=0)
            assert least - 1e-9 <= share <= greatest + 1e-9


@at_most(15)
@given(st.lists(histories(), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_histories_changes_nothing(several, source):
    """Cases are the same in another order, and so are the numbers in the sentence."""
    several = [evolve(each, authority=str(place)) for place, each in enumerate(several)]
    shuffled = source.sample(several, len(several))
    first, second = (tf.outcomes(each, RATED, confidence=None) for each in (several, shuffled))
    assert sorted(map(str, first.cases)) == sorted(map(str, second.cases))
    assert set(first.ends) == set(second.ends)
    assert first.known_to == second.known_to


@at_most(15)
@given(st.lists(histories(), max_size=4, unique=True), st.integers(0, 4))
def test_splitting_a_cohort_splits_its_cases(several, place):
    """The cases of two parts are those of the whole, in order."""
    whole, *parts = (
        tf.outcomes(each, RATED) for each in (several, several[:place], several[place:])
    )
    for name in ("cases", "cases_left_out", "outcomes", "left_out"):
        assert getattr(whole, name) == sum((getattr(part, name) for part in parts), ())


def test_a_case_that_never_started_changes_nothing():
    """Shares, bounds, bands and the sentence are the same, beside the number of histories."""
    others = [council(judged("2017-01-01"), name="Other"), tf.History("Nowhere")]
    first, second = (tf.outcomes(each, REVIEW) for each in (CASEBOOK, [*CASEBOOK, *others]))
    assert len(CASEBOOK) + 2 == second.histories
    assert first == evolve(second, histories=len(CASEBOOK))
    for end in first.ends[:2]:
        assert first.share(end) == second.share(end)
        assert first.incidence(end, level=None) == second.incidence(end, level=None)
    assert first.sentence() == second.sentence()
