"""The facts on a day: what is known, what cannot be told, and the events each rests on."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from attrs import evolve, fields
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.process.samples import ASKING
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.engine.possible_days import is_open
from trustflow.history import NamedEvent, weakest
from trustflow.queries import Fact
from trustflow.testing import days, histories, loose_histories
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS

SANDWELL = tf.casebook.load("Sandwell")
ANY = histories(max_events=6) | loose_histories(max_events=6)
HIGH = tf.Source("gov.uk", confidence="high")
LOW = tf.Source("A forum", confidence="low")


def facts(*events, on="2020-01-01", **fields):
    """Return the facts on a day of a history of Sandwell."""
    return tf.facts(tf.History("Sandwell", events, **fields), on)


def checked(**days):
    """Return the days to which kinds of event are checked, as a fact has them."""
    return FrozenMap({kind: tf.PartialDate(day) for kind, day in days.items()})


def known_value(fact):
    """Return the value of a fact, or that it cannot be told."""
    return fact.value if fact.known is tf.Truth.YES else "cannot be told"


COUNCILS_AND_DAYS = (
    ("Sandwell", "2016-08-01"),
    ("Sandwell", "2018-04-01"),
    ("Kirklees", "2018-01-01"),
    ("Isle of Wight", "2014-01-01"),
    ("Birmingham", "2018-06-01"),
    ("Doncaster", "2022-10-01"),
    ("Worcestershire", "2021-11-01"),
)


def test_the_facts_of_some_councils_word_for_word(holds):
    """The facts of seven councils are compared with a golden file."""
    texts = []
    for name, day in COUNCILS_AND_DAYS:
        data = tf.facts(tf.casebook.load(name), day).to_dict()
        texts += [f"{name} on {day}", *(f"{key}: {json.dumps(data[key])}" for key in data), ""]
    holds(Path(__file__).parents[1] / "golden" / "facts.txt", "\n".join(texts))


def test_a_notebook_shows_since_when_each_fact_holds():
    """What is planned has the day of the document; what never happened has none."""
    shown = tf.facts(tf.casebook.load("Sandwell"), "2017-01-01")._repr_html_()
    for cells in (
        ("stage", "direction_issued", "yes", "6 October 2016", "medium"),
        ("planned go live", "summer 2017", "", "by 2 December 2016", "medium"),
        ("trust", "none", "yes", "", ""),
    ):
        assert "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" in shown


# Properties of every history


@given(ANY, MODERN_DAYS)
def test_later_events_change_nothing(history, day):
    """The facts on a day depend only on events that can have happened by then."""
    assert tf.facts(history.as_of(day), day) == tf.facts(history, day)


@given(ANY, MODERN_DAYS)
def test_each_fact_names_events_that_can_have_happened(history, day):
    """Each fact has the confidence of the weakest of its events, and becomes plain data."""
    result = tf.facts(history, day)
    names = [each.name for each in fields(tf.Facts) if each.name != "names"]
    assert [*names, "abolition"] == list(result.to_dict())
    assert is_json(result.to_dict())
    for each in all_facts(result):
        assert all(event in (*history.inherits, *history) for event in each.events)
        assert all(event.on.first <= day.toordinal() for event in each.events)
        assert weakest(each.events) == each.confidence
        words = ("cannot be told", "last on record: ")
        assert str(each).startswith(words) == (each.known is tf.Truth.MAYBE)


@given(ANY, MODERN_DAYS)
def test_after_the_last_event_nothing_is_known(history, day):
    """A fact is known up to the earliest day of the last event that confirms it."""
    history = evolve(history, checked_to=None)
    report = tf.check(history.as_of(day))
    evidence = (*history.inherits, *report.history)
    result = tf.facts(history, day)
    if not any(report.days(event)[0] == day.toordinal() for event in evidence):
        assert all(each.known is tf.Truth.MAYBE for each in all_facts(result))
        assert all(each.value in {None, (), "cannot be told"} for each in all_facts(result))


@given(ANY, MODERN_DAYS)
def test_a_checked_record_keeps_its_last_facts(history, day):
    """If somebody has looked for later events, the last facts on record still hold.

    They do not hold on a day on which an event may not have happened yet, or after an abolition.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TRUSTFLOW_TODAY", str(day))
        keeps_its_last_facts(history, day)


def keeps_its_last_facts(history, day):
    """Compare the facts on a day up to which a history is checked with those if it is not."""
    result = tf.facts(evolve(history, checked_to=day), day)
    unchecked = tf.facts(evolve(history, checked_to=None), day)
    pairs = zip(all_facts(result), all_facts(unchecked), strict=True)
    for each, other in pairs:
        assert each.events == other.events
        if each.known is tf.Truth.YES and other.on_record is not None:
            assert each.value == each.on_record == other.on_record
    report = tf.check(history.as_of(day))
    possible = (report.days(event) for event in (*history.inherits, *report.history))
    is_exact = all(first == last or last < day.toordinal() for first, last in possible)
    if is_exact and report.replay.abolished_by is None:
        assert report.stage == result.stage.value
        known = [each.known for each in (result.judgement, result.trust, result.delivered_by)]
        assert [tf.Truth.YES] * 3 == known


@given(ANY, MODERN_DAYS, st.data())
def test_an_event_on_another_subject_changes_no_fact(history, day, data):
    """Only events about children's social care count, but for open ends any event is listed."""
    assume(not any(is_open(event) for event in (*history.inherits, *history)))
    trigger = "other_subject"
    other = data.draw(transfer_events(trigger=trigger, on=tf.PartialDate("1999-01-01")))
    place = data.draw(st.integers(0, len(history)))
    events = [*history.events[:place], evolve(other, deadlines=()), *history.events[place:]]
    expected, result = (
        tf.facts(evolve(history, events=each, checked_to=day), day)
        for each in (history.as_of(day).events, evolve(history, events=events).as_of(day).events)
    )
    assert expected.to_dict() == result.to_dict()


@given(ANY, MODERN_DAYS)
def test_the_stays_follow_each_other(history, day):
    """Stays run from the first stage to the last on record, each as long as its dates allow."""
    result = tf.facts(history, day)
    report = tf.check(history.as_of(day))
    moved = [step for step in report.steps if step.before != step.after]
    stages = [report.steps[0].before if report.steps else report.stage]
    assert stages + [step.after for step in moved] == [stay.stage for stay in result.stays]
    assert [step.event.on for step in moved] == [stay.until for stay in result.stays[:-1]]
    assert [None] + [step.event.on for step in moved] == [stay.since for stay in result.stays]
    for stay in result.stays:
        assert stay.since is not None or stay.days is None
        assert stay.days is None or 0 <= stay.days[0] <= stay.days[1]


@given(histories(max_events=8, precision="day"), MODERN_DAYS)
def test_days_in_each_stage_add_up(history, day):
    """With exact dates, they sum to the days from the first move to the last known day."""
    result = tf.facts(history, day)
    known = [stay.days for stay in result.stays if stay.days is not None]
    moved = [stay.since.first for stay in result.stays if stay.since is not None]
    if result.abolished_by is None and moved:
        end = result.stage_known_to.first if result.stays[-1].days is not None else moved[-1]
        assert end - moved[0] == sum(least for least, _ in known)
    assert all(least == most for least, most in known)


def all_facts(result):
    """Return every fact of a `Facts`, in one list."""
    values = [getattr(result, each.name) for each in fields(tf.Facts)]
    flat = [one for value in values for one in (value if isinstance(value, tuple) else [value])]
    return [value for value in flat if isinstance(value, Fact)]


def is_json(data):
    """Return whether a value can be written as JSON."""
    if isinstance(data, dict):
        return all(isinstance(key, str) and is_json(each) for key, each in data.items())
    if isinstance(data, list):
        return all(is_json(each) for each in data)
    return data is None or isinstance(data, str | int | bool)


# Sandwell


def test_sandwell_on_1_november_2016():
    """The direction is the last event; what it does not confirm is the last on record."""
    result = tf.facts(SANDWELL, "2016-11-01")
    assert (tf.Stage.DIRECTION_ISSUED, None) == (result.stage.on_record, result.stage.value)
    assert "last on record: inadequate, 5 June 2015; inspections checked to " in str(
        evolve(result.judgement, known=tf.Truth.MAYBE, checked_to=checked(inspections="2016"))
    )
    (report,) = result.judgement.events
    assert ("SIF", "all", "2015-06-05") == (report.framework, report.remit, str(report.on))
    assert "the council" == result.delivered_by.on_record
    assert ("Malcolm Newsam",) == result.commissioners.on_record
    assert tf.Truth.MAYBE is result.commissioners.known
    assert (0, 1) == (result.visits.on_record, result.visit_letters.on_record)
    assert ["2014-07-22", "2016-10-06"] == [str(each.on_record.on) for each in result.directions]


def test_sandwell_on_the_day_of_its_direction():
    """The direction confirms the stage, and that the older direction is in force."""
    result = tf.facts(SANDWELL, "2016-10-06")
    assert (tf.Stage.DIRECTION_ISSUED, "the council") == (
        result.stage.value,
        result.delivered_by.value,
    )
    assert [tf.Truth.YES] * 2 == [each.known for each in result.directions]
    # The commissioner was appointed on some day of that month.
    assert (tf.Truth.MAYBE, "cannot be told") == (
        result.commissioners.known,
        result.intervention.value,
    )


def test_the_planned_go_live_of_sandwell_slipped():
    """The slip from summer 2017 to 1 April 2018 is a range, because a season is one."""
    planned = tf.facts(SANDWELL, "2018-05-01").planned_go_live
    assert [("2017-22", (213, 304)), ("2018-04-01", (0, 0))] == [
        (str(plan.due), plan.slip) for plan in planned
    ]
    assert [None] == [plan.slip for plan in tf.facts(SANDWELL, "2016-11-01").planned_go_live]


def test_an_old_appointment_does_not_show_who_is_in_post():
    """On 1 January 2026 the appointment of October 2016 is only the last on record."""
    sandwell = evolve(SANDWELL, checked_to={"inspections": "2026-08-22"})
    result = tf.facts(sandwell, "2026-01-01")
    assert ((), tf.Truth.MAYBE) == (result.commissioners.value, result.commissioners.known)
    unchecked = "intervention not checked"
    assert f"last on record: Malcolm Newsam, October 2016; {unchecked}" == str(result.commissioners)
    kind = "last on record: direction with commissioner, March 2018"
    assert f"{kind}; {unchecked}" == str(result.intervention)
    assert ("good", tf.Truth.YES) == (result.judgement.value, result.judgement.known)
    delivered = "last on record: Sandwell Children's Trust, 1 April 2018"
    assert f"{delivered}; intervention and delivery not checked" == str(result.delivered_by)
    live = "last on record: 1 April 2018; intervention and delivery not checked"
    assert live == str(result.went_live)


def test_a_case_answers_as_its_history_does():
    """`case.facts` gives the same as `tf.facts` of its history."""
    case = tf.Case.from_history(SANDWELL)
    assert tf.facts(SANDWELL, "2016-11-01") == case.facts("2016-11-01")
    with pytest.raises(tf.BadDate):
        case.facts("2016-11")


# Judgements

INADEQUATE = ev.InspectionPublished("2018-01-29", judgement="inadequate", framework="SIF")


def judged(*events):
    """Return the latest judgement on a day to which the inspections are checked."""
    return facts(*events, checked_to={"inspections": "2020-01-01"}).judgement


def part(on, grade, **fields):
    """Return an inspection of a part of the services."""
    return ev.InspectionPublished(on, judgement=grade, **{"remit": "safeguarding", **fields})


def test_a_judgement_of_a_part_does_not_replace_that_of_the_whole():
    """Only an inadequate judgement of a part replaces it."""
    good = part("2019-01-10", "good", remit="fostering")
    result = judged(INADEQUATE, good)
    assert ("inadequate", (INADEQUATE,)) == (result.value, result.events)
    assert "good" == judged(good).value
    worse = ev.InspectionPublished("2019-02-10", areas={"leadership": "inadequate"}, remit="part")
    better = evolve(INADEQUATE, on="2018-06-01", judgement="good")
    assert (worse,) == judged(INADEQUATE, better, worse).events
    # It is inadequate until the part is cleared or a whole inspection follows.
    assert "inadequate" == judged(better, worse, good).value
    again = evolve(better, on="2019-06-01")
    assert ("good", (again,)) == (judged(better, worse, again).value, (again,))


def test_a_cleared_part_gives_the_worst_of_the_last_grades():
    """They are those of the areas of the last whole inspection, then of later parts."""
    whole = ev.InspectionPublished(
        "2018-01-01",
        judgement="requires improvement",
        areas={"safeguarding": "good", "leadership": "requires improvement"},
    )
    worse = part("2018-06-01", "inadequate")
    cleared = part("2019-01-01", "good", lifts_inadequate=True)
    result = judged(whole, worse, cleared)
    assert ("requires improvement", [whole, cleared]) == (result.value, list(result.events))
    best = evolve(whole, areas={"Safeguarding ": "good", "leadership": "outstanding"})
    assert "good" == judged(best, worse, cleared).value


def test_a_cleared_part_that_was_never_named_takes_the_place_of_the_overall_grade():
    """With it, the overall grade, and every inadequate part, is replaced."""
    cleared = part("2019-01-01", "good", lifts_inadequate=True)
    assert ("good", (cleared,)) == (judged(INADEQUATE, cleared).value, (cleared,))
    other = part("2018-06-01", "inadequate", remit="help and protection")
    assert "good" == judged(INADEQUATE, other, cleared).value
    named = part("2018-06-01", "inadequate")
    assert "good" == judged(INADEQUATE, named, cleared).value
    # An overall grade that is not inadequate still counts.
    fair = evolve(INADEQUATE, judgement="requires improvement")
    assert "requires improvement" == judged(fair, named, cleared).value


def test_without_a_whole_inspection_the_worst_of_the_last_grades_counts():
    """A part that is judged again replaces its own grade only."""
    first = part("2010-01-01", "inadequate")
    other = part("2011-01-01", "good", remit="looked after")
    assert ("inadequate", [first, other]) == (
        judged(first, other).value,
        list(judged(first, other).events),
    )
    again = part("2012-01-01", "adequate")
    result = judged(first, other, again)
    assert ("adequate", [other, again]) == (result.value, list(result.events))


def test_a_judgement_of_areas_only():
    """The judgement is the worst of the areas."""
    areas = {"leadership": "good", "help and protection": "inadequate"}
    assert "inadequate" == judged(ev.InspectionPublished("2019", areas=areas)).value
    areas = {"leadership": "good", "help and protection": "outstanding"}
    assert "good" == judged(ev.InspectionPublished("2019", areas=areas)).value


def test_ungraded_and_agency_inspections_give_no_judgement():
    """The latest judgement stays the one before them."""
    ungraded = ev.InspectionPublished("2019-01-10")
    agency = ev.InspectionPublished("2019-01-10", judgement="good", framework="other")
    assert "inadequate" == judged(INADEQUATE, ungraded, agency).value
    assert "cannot be told; inspections not checked" == str(facts(ungraded).judgement)
    assert "none" == str(judged())


def test_visits_and_letters_are_counted_separately():
    """Both are counted since the last inadequate judgement; without one, neither is known."""
    visit = ev.VisitMade("2017-01-01", kind="monitoring")
    letter = ev.VisitLetterPublished("2018-03-01", kind="monitoring")
    later = evolve(visit, on="2018-02-15")
    other = ev.VisitMade("2018-02-16", kind="jtai", subject="SEND")
    events = visit, INADEQUATE, later, other, letter, evolve(letter, on="2018-05-01")
    result = facts(*events, checked_to="2020-01-01")
    assert (1, 2) == (result.visits.value, result.visit_letters.value)
    unchecked = "focused visits, joint inspections and monitoring not checked"
    assert f"last on record: 1, 15 February 2018; {unchecked}" == str(facts(*events).visits)
    assert f"cannot be told; {unchecked}" == str(facts(visit).visits)


# Intervention

DAY, NEXT = "2016-10-06", "2016-10-07"
NOTICE = ev.ImprovementNoticeIssued(DAY)
DIRECTION = ev.DirectionIssued(DAY, purpose="improvement", number=1)
APPOINTED = ev.CommissionerAppointed(DAY, names=["Ann Lee", "Bo Day"])
SUPPORT = ev.SupportAndSupervisionStarted(DAY)
ENDED = ev.InterventionEnded(NEXT)
LIFTED = ev.ImprovementNoticeLifted(NEXT)
STEPPED_DOWN = ev.InterventionSteppedDown(NEXT)
REVOKED = ev.DirectionRevoked(NEXT, direction=1)


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([NOTICE], "notice"),
        ([NOTICE, DIRECTION], "direction"),
        ([DIRECTION, APPOINTED], "direction with commissioner"),
        ([DIRECTION, ENDED], "ended"),
        ([DIRECTION, ENDED, SUPPORT], "support and supervision"),
        ([DIRECTION, ENDED, SUPPORT, ev.SupportAndSupervisionEnded(NEXT)], "ended"),
        ([DIRECTION, evolve(ENDED, partly=True)], "direction"),
        ([NOTICE, LIFTED], "none"),
        ([NOTICE, LIFTED, ENDED], "ended"),
        ([NOTICE, ENDED, LIFTED], "ended"),
        ([DIRECTION, APPOINTED, ev.CommissionerStoodDown(NEXT)], "direction"),
        ([DIRECTION, ENDED, evolve(NOTICE, on=NEXT)], "notice"),
        ([DIRECTION, ENDED, evolve(NOTICE, on=NEXT), evolve(LIFTED, on="2016-10-08")], "none"),
        ([DIRECTION, REVOKED], "none"),
        # What was opened on the exact day stays open, in either order of listing.
        ([DIRECTION, evolve(ENDED, on=DAY)], "direction"),
        ([evolve(LIFTED, on=DAY), NOTICE], "notice"),
        ([DIRECTION, APPOINTED, ev.CommissionerStoodDown(DAY)], "direction with commissioner"),
        # The posts end with the last direction; a notice in its place stays.
        ([DIRECTION, APPOINTED, REVOKED], "none"),
        ([DIRECTION, APPOINTED, evolve(NOTICE, on=NEXT), REVOKED], "notice"),
        ([DIRECTION, APPOINTED, STEPPED_DOWN, evolve(NOTICE, on=NEXT)], "notice"),
        ([DIRECTION, APPOINTED, evolve(NOTICE, on=NEXT), STEPPED_DOWN], "notice"),
        ([DIRECTION, evolve(DIRECTION, on=NEXT, number=2, replaces=1)], "direction"),
        ([NOTICE, evolve(DIRECTION, on=NEXT, replaces="improvement notice")], "direction"),
    ],
)  # fmt: skip
def test_the_type_of_intervention(events, kind):
    """The type follows from what is open, and is known if the interventions are checked."""
    result = facts(*events, on="2016-11-01", checked_to={"intervention": "2020-01-01"})
    assert kind == result.intervention.value
    fact = facts(*events).intervention
    assert kind == fact.on_record
    shown = f"last on record: {kind}, {fact.events[-1].on.words}; intervention not checked"
    assert shown == str(fact)


@pytest.mark.parametrize(
    "events",
    [
        [APPOINTED],
        [APPOINTED, evolve(NOTICE, on=NEXT)],
        [DIRECTION, STEPPED_DOWN],
        [DIRECTION, evolve(REVOKED, replaced_by=2)],
        [DIRECTION, APPOINTED, evolve(REVOKED, replaced_by=2)],
    ],
)
def test_the_type_cannot_be_told_if_what_must_be_open_is_not_on_record(events):
    """It is the direction that appointed a commissioner, or what took a direction's place."""
    result = facts(*events, on="2016-11-01", checked_to="2020-01-01").intervention
    assert ("cannot be told", None) == (result.value, result.on_record)
    assert "cannot be told; intervention checked to 1 January 2020" == str(result)
    assert result.events


def test_what_took_the_place_of_a_direction_comes_on_record():
    """The type is told again by the notice, or by the end of the direction that is missing."""
    replaced = evolve(REVOKED, replaced_by=2)
    notice = evolve(NOTICE, on="2016-10-08")
    checked_to = "2020-01-01"
    assert "notice" == facts(DIRECTION, replaced, notice, checked_to=checked_to).intervention.value
    gone = ev.DirectionRevoked("2016-10-08", direction=2)
    assert "none" == facts(DIRECTION, replaced, gone, checked_to=checked_to).intervention.value
    supported = evolve(SUPPORT, on="2016-10-08"), ev.SupportAndSupervisionEnded("2016-10-09")
    result = facts(DIRECTION, replaced, *supported, checked_to=checked_to).intervention
    assert "cannot be told" == result.value


def test_no_intervention_on_record():
    """An empty record shows none only if somebody has looked."""
    assert "none" == facts(checked_to="2020-01-01").intervention.value
    assert "cannot be told; intervention not checked" == str(facts().intervention)


LATER, AFTER = "2016-10-07", "2016-10-08"


@pytest.mark.parametrize(
    ("events", "day", "kind"),
    [
        ([NOTICE, ev.ImprovementNoticeLifted(LATER)], LATER, "none"),
        ([DIRECTION, ev.DirectionRevoked(LATER, direction=1)], LATER, "none"),
        ([SUPPORT, ev.SupportAndSupervisionEnded(LATER)], LATER, "none"),
        ([DIRECTION, ev.InterventionEnded(LATER)], LATER, "ended"),
        ([DIRECTION, ev.DirectionRevoked(LATER, direction=1, replaced_by=2)], LATER, None),
        ([ev.DirectionRevoked(LATER, partly=True)], LATER, None),
        ([ev.Note(LATER)], LATER, None),
        ([ev.DirectionRevoked("2016-10/2016-12"), ev.DirectionRevoked(LATER)], AFTER, None),
    ],
)
def test_an_ending_confirms_that_no_intervention_is_open(events, day, kind):
    """The type is known on the day of the last ending, if nothing replaced what ended."""
    result = facts(*events, on=day).intervention
    assert (kind or "cannot be told") == result.value
    assert (kind is None) == (result.known is tf.Truth.MAYBE)


def test_the_last_of_several_events_counts():
    """Ends of the intervention, lifted notices and chairs are examples."""
    first, last = ev.InterventionEnded(DAY), ev.InterventionEnded(LATER)
    result = facts(NOTICE, first, last, on=LATER)
    assert (last,) == result.intervention.events == result.notice_open.events
    chairs = [ev.ChairAppointed(DAY, name="Ann Lee"), ev.ChairAppointed(LATER, name="Bo Day")]
    chair = facts(*chairs, on=LATER).chair
    assert ("Bo Day", (chairs[1],)) == (chair.value, chair.events)
    # A second appointment of the same chair on some day changes nothing.
    again = ev.ChairAppointed("2016-11", name="Bo Day")
    chair = facts(*chairs, again, on="2016-11-15", checked_to="2020-01-01").chair
    assert ("Bo Day", (again,)) == (chair.value, chair.events)


def test_an_old_report_confirms_nobody_in_post():
    """Only the last report can, however wide the range of an older one's dates is."""
    reports = [ev.CommissionerReported("2016-11/2017-02"), ev.CommissionerReported("2016-12-01")]
    result = facts(DIRECTION, APPOINTED, *reports, on="2017-01-01")
    assert () == result.commissioners.value
    assert ("Ann Lee", "Bo Day") == result.commissioners.on_record


def test_a_commissioner_who_succeeds_himself_stays_in_post():
    """An event ends only appointments that are listed before it."""
    again = ev.CommissionerSucceeded(LATER, names="Ann Lee", replaces="Ann Lee")
    result = facts(ev.CommissionerAppointed(DAY, names="Ann Lee"), again).commissioners
    assert (("Ann Lee",), (again,)) == (result.on_record, result.events)


def test_commissioners_have_the_confidence_of_the_weakest_source():
    """The type of intervention has it too, even where the type cannot be told."""
    sure, unsure = (
        ev.CommissionerAppointed(DAY, names=name, sources=source)
        for name, source in (("Ann Lee", HIGH), ("Bo Day", LOW))
    )
    result = facts(sure, unsure)
    assert tf.Confidence.LOW is result.commissioners.confidence is result.intervention.confidence


def test_a_plan_set_by_an_event_without_a_class():
    """Without a subject, an event counts as being about children's social care."""
    plan = tf.Deadline("the trust", due="2018-04-01", met_by="trust_went_live")
    setter = NamedEvent(DAY, what="note", deadlines=plan)
    (planned,) = facts(setter, LIVE).planned_go_live
    assert (setter, (0, 0)) == (planned.set_by, planned.slip)


def test_a_partial_checked_to_counts_to_its_first_day():
    """Later days of the month are not known to be checked."""
    notice = facts(NOTICE, on="2020-01-01", checked_to="2020-01").notice_open
    assert "yes" == str(notice)
    later = facts(NOTICE, on="2020-01-02", checked_to="2020-01").notice_open
    shown = "last on record: yes, 6 October 2016; intervention checked to 1 January 2020"
    assert shown == str(later)


def test_an_empty_record_cannot_tell_anything():
    """An empty record does not mean "none": the stage and the intervention are unknown."""
    result = facts()
    for each in (
        result.stage,
        result.intervention,
        result.notice_open,
        result.chair,
        result.went_live,
    ):
        assert str(each).startswith("cannot be told; ")
        assert each.on_record is None


def test_a_direction_for_a_stated_period_ends_after_it():
    """After the period, the direction is not in force, and the intervention counts as ended."""
    stated = evolve(DIRECTION, ends="2018-03")
    checked_to = "2020-01-01"

    def on(day, *events):
        return facts(stated, *events, on=day, checked_to=checked_to)

    assert [stated] == [each.value for each in on("2018-03-01").directions]
    assert "direction" == on("2018-03-01").intervention.value
    # In the month of its end, the period may be over or not, unless another direction is open.
    result = on("2018-03-31")
    assert [(None, stated)] == [(each.value, each.on_record) for each in result.directions]
    assert "cannot be told" == result.intervention.value
    other = ev.DirectionIssued("2017-01-01", number=2)
    assert "direction" == on("2018-03-31", other).intervention.value
    result = on("2018-04-01")
    assert ((), "ended") == (result.directions, result.intervention.value)
    shown = "last on record: ended, March 2018; intervention not checked"
    assert shown == str(facts(stated, on="2018-04-01").intervention)
    assert "direction" == on("2018-04-01", other).intervention.value
    assert "none" == on("2018-04-01", ev.DirectionRevoked("2017-05-01")).intervention.value


def test_directions_in_force_are_listed_in_order():
    """Directions that were revoked or replaced are left out."""
    second = ev.DirectionIssued("2017-01-01", purpose="trust", number=2, replaces=1)
    third = ev.DirectionIssued("2017-02-01", number=3)
    result = facts(DIRECTION, second, third).directions
    assert [2, 3] == [each.on_record.number for each in result]
    assert 1 == result[0].on_record.replaces
    shown = "last on record: direction issued trust, 1 January 2017; intervention not checked"
    assert shown == str(result[0])


def test_whether_an_improvement_notice_is_open():
    """The fact is known on the days of the notice and its lifting, not of a part lifting."""
    lifted = ev.ImprovementNoticeLifted("2017-01-01")
    assert "yes" == str(facts(NOTICE, on=DAY).notice_open)
    assert "no" == str(facts(NOTICE, lifted, on="2017-01-01").notice_open)
    shown = "last on record: no, 1 January 2017; intervention not checked"
    assert shown == str(facts(NOTICE, lifted).notice_open)
    partly = ev.InterventionEnded("2017-01-01", partly=True)
    unchecked = "cannot be told; intervention not checked"
    assert unchecked == str(facts(partly, on="2017-01-01").notice_open)
    replaced = ev.DirectionIssued("2017-01-01", replaces="improvement notice")
    assert "no" == str(facts(NOTICE, replaced, on="2017-01-01").notice_open)


# Commissioners


def test_commissioners_leave_one_by_one():
    """A commissioner who stood down is no longer in post; the other commissioner is."""
    left = ev.CommissionerStoodDown("2016-10-07", names="ann  LEE")
    result = facts(APPOINTED, left, on="2016-10-07")
    assert ("Bo Day",) == result.commissioners.value
    last = evolve(left, names="Bo Day")
    both = facts(DIRECTION, APPOINTED, left, last, on="2016-10-07")
    assert ("nobody", "direction") == (str(both.commissioners), both.intervention.value)
    later = facts(DIRECTION, APPOINTED, left, last).commissioners
    assert ((), (last,)) == (later.on_record, later.events)
    assert "last on record: nobody, 7 October 2016; intervention not checked" == str(later)
    # Nobody leaves on the exact day of the appointment.
    same_day = evolve(left, on=DAY)
    assert ("Ann Lee", "Bo Day") == facts(APPOINTED, same_day, on=DAY).commissioners.value


def test_a_commissioner_comes_back():
    """The end of an earlier appointment does not end a later one."""
    left = ev.CommissionerStoodDown("2017-01-01", names="Ann Lee")
    back = ev.CommissionerAppointed("2018-01-01", names="Ann Lee")
    result = facts(APPOINTED, left, back).commissioners
    assert (("Bo Day", "Ann Lee"), (APPOINTED, back)) == (result.on_record, result.events)


def test_a_successor_and_a_report():
    """A successor replaces the other; a report on the day confirms who is in post."""
    next_one = ev.CommissionerSucceeded("2017-01-01", names="Cy Fox", replaces="Ann Lee")
    result = facts(APPOINTED, next_one)
    assert ("Bo Day", "Cy Fox") == result.commissioners.on_record
    report = ev.CommissionerReported("2017-03-01")
    result = facts(APPOINTED, next_one, report, on="2017-03-01").commissioners
    assert ("Bo Day", "Cy Fox") == result.value
    assert "Bo Day, Cy Fox" == str(result)


def test_commissioners_without_a_name_and_of_another_kind():
    """An unnamed one is listed as such; a corporate commissioner is not listed."""
    unnamed = facts(ev.CommissionerAppointed(DAY), on=DAY).commissioners
    assert ("a commissioner who is not named",) == unnamed.value
    corporate = ev.CommissionerAppointed(DAY, names="Ann Lee", subject="best value")
    assert () == facts(corporate, on=DAY, checked_to=DAY).commissioners.value
    succeeded = facts(ev.CommissionerSucceeded("2017-01-01"), on="2017-01-01").commissioners
    assert ("a commissioner who is not named",) == succeeded.value
    gone = facts(ev.CommissionerAppointed(DAY), ev.CommissionerStoodDown(NEXT), on=NEXT)
    assert () == gone.commissioners.value
    left = ev.CommissionerStoodDown("2017-01-01", names="Ann Lee", subject="best value")
    assert ("Ann Lee", "Bo Day") == facts(APPOINTED, left).commissioners.on_record
    assert "nobody" == str(facts(checked_to="2020-01-01").commissioners)


# Delivery

PLAN = tf.Deadline("go-live", due="2017-07-01", met_by="trust_went_live")
SET_UP = ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=[PLAN])
LIVE = ev.TrustWentLive("2018-04-01", trust="Sandwell Children's Trust")


def test_the_trust_its_chair_and_its_go_live():
    """Each comes from the last event that gives it."""
    chair = ev.ChairAppointed("2017-07-04", name="Jacqui Smith")
    result = facts(SET_UP, chair, LIVE, begins_in="commissioner_review", on="2018-04-01")
    assert "Sandwell Children's Trust" == result.trust.value == result.delivered_by.value
    assert tf.PartialDate("2018-04-01") == result.went_live.value
    assert ("Jacqui Smith", "cannot be told") == (result.chair.on_record, known_value(result.chair))
    back = ev.ReturnedToCouncil("2021-04-01")
    later = facts(SET_UP, chair, LIVE, back, begins_in="commissioner_review", on="2021-04-01")
    assert ("the council", tf.Truth.MAYBE) == (later.delivered_by.value, later.trust.known)
    assert (274, 274) == result.planned_go_live[0].slip
    unnamed = facts(SET_UP, evolve(LIVE, trust=None), on="2018-04-01")
    assert "a trust" == unnamed.delivered_by.value


@pytest.mark.parametrize(
    "given_up",
    [ev.DecisionAnnounced("2017-01-01", outcome="retain"), ev.ReturnedToCouncil("2017-01-01")],
)
def test_a_plan_that_was_given_up_has_no_slip(given_up):
    """A later go-live is not compared with it."""
    planned = facts(SET_UP, given_up, LIVE).planned_go_live
    assert [None] == [plan.slip for plan in planned]


def test_a_go_live_without_a_last_day_has_no_slip():
    """Nobody can tell how long after the plan it was at most."""
    (planned,) = facts(SET_UP, ev.TrustWentLive("2018-04/..")).planned_go_live
    assert planned.slip is None


def test_plans_that_are_a_season_or_a_span():
    """The slip is then a range."""
    season = ev.DeadlineSet("2016-12-02", what="go-live", due="2017-22", met_by="trust_went_live")
    within = tf.Deadline("go-live", within="6 months", met_by="trust_went_live")
    undated = ev.DeadlineSet(
        "2016-11", what="another go-live", met_by="trust_went_live", note="When all is ready."
    )
    direction = evolve(SET_UP, on="2016-10", deadlines=[within])
    early, late = facts(direction, undated, season, LIVE).planned_go_live
    assert ("2017-04-01/2017-04-30", (336, 365)) == (str(early.due), early.slip)
    assert ("2017-22", (213, 304)) == (str(late.due), late.slip)


def test_services_led_from_outside():
    """The partner delivers the services, or the body that the direction names."""
    partner = ev.PartnershipStarted("2013-07", partner="Hampshire County Council")
    first = evolve(INADEQUATE, on="2012-11-01")
    result = facts(first, partner, on="2013-07-31")
    assert "Hampshire County Council" == result.delivered_by.on_record
    assert partner == result.delivered_by.events[-1]
    others = "another authority or commissioners"
    takeover = ev.DirectionIssued("2020-02-01", purpose="takeover")
    back = ev.ReturnedToCouncil("2019-01-01")
    again = evolve(INADEQUATE, on="2020-01-01")
    result = facts(first, partner, back, again, takeover, on="2020-02-01")
    assert others == result.delivered_by.value
    assert others == facts(begins_in="externally_led", checked_to=DAY, on=DAY).delivered_by.value


# All facts together


def test_confidence_is_that_of_the_weakest_event():
    """The stage rests on every move."""
    high = evolve(INADEQUATE, sources=[HIGH])
    low = ev.CommissionerAppointed("2018-03-01", sources=[LOW])
    result = facts(high, low)
    assert (tf.Confidence.LOW, tf.Confidence.HIGH) == (
        result.stage.confidence,
        result.judgement.confidence,
    )
    assert facts(INADEQUATE, low).stage.confidence is None


def test_a_count_has_the_confidence_of_its_weakest_event():
    """One visit of low confidence gives the number low confidence."""
    visit = ev.VisitMade("2018-09-01", kind="monitoring", sources=[LOW])
    result = facts(evolve(INADEQUATE, sources=[HIGH]), visit)
    assert (1, tf.Confidence.LOW) == (result.visits.on_record, result.visits.confidence)
    letters = result.visit_letters
    assert (0, tf.Confidence.HIGH) == (letters.on_record, letters.confidence)


@pytest.mark.parametrize(
    ("event", "confirms"),
    [
        (ev.VisitLetterPublished("2019-01-01", kind="monitoring"), True),
        (ev.AdviserAppointed("2019-01-01"), True),
        (ev.SupportAndSupervisionStarted("2019-01-01"), True),
        (ev.AuthorityReorganised("2019-01-01"), True),
        (ev.VisitLetterPublished("2019-01-01/2019-01-02", kind="monitoring"), True),
        (ev.VisitLetterPublished("2018-12-31/2019-01-02", kind="monitoring"), False),
        (ev.VisitLetterPublished("2018-02/..", kind="monitoring"), False),
        (ev.ContractExtended("2019-01-01"), False),  # not allowed in that stage
        (ev.Note("2019-01-01"), False),
        (ev.DeadlineSet("2019-01-01", what="plans", due="2019-05-01"), False),
        (ev.RequirementMet("2019-01-01", what="plans"), False),
        (ev.AdviserAppointed("2019-01-01", subject="SEND"), False),
    ],
)
def test_what_confirms_a_stage(event, confirms):
    """An event that is allowed there does, up to the earliest of its possible days."""
    result = facts(INADEQUATE, event, on="2019-01-01")
    value = "rated_inadequate" if confirms else "cannot be told"
    assert value == known_value(result.stage)
    assert ("the council" if confirms else "cannot be told") == known_value(result.delivered_by)
    assert "inadequate" == result.judgement.on_record
    assert tf.Truth.MAYBE is result.judgement.known


def test_a_stage_without_a_move_is_on_record_too():
    """It is that of the last event that confirms it, or the one in which the record begins."""
    visit = ev.VisitLetterPublished("2019-01-01", kind="focused")
    result = facts(visit)
    kinds = "inspections, intervention and delivery not checked"
    assert f"last on record: routine_oversight, 1 January 2019; {kinds}" == str(result.stage)
    assert (visit,) == result.stage.events
    begun = facts(begins_in="trust_live")
    delivery = "intervention and delivery not checked"
    assert f"last on record: trust_live; {delivery}" == str(begun.stage)
    assert f"last on record: a trust; {delivery}" == str(begun.delivered_by)
    assert f"cannot be told; {delivery}" == str(facts().delivered_by)


@pytest.mark.parametrize(
    ("event", "confirms"),
    [
        (ev.AdviserReported("2019-01-01"), True),
        (ev.CommissionerReported("2019-01-01"), True),
        (ev.DirectionIssued("2019-01-01", number=2), True),
        (ev.DirectionRevoked("2019-01-01", direction=1, partly=True), True),
        (ev.CommissionerReported("2018-12-01/2019-01-01"), False),
        (ev.VisitLetterPublished("2019-01-01", kind="monitoring"), False),
        (ev.ContractSigned("2019-01-01"), False),
    ],
)
def test_what_confirms_an_instrument_or_a_post(event, confirms):
    """Every event on intervention that leaves it open does."""
    result = facts(NOTICE, DIRECTION, APPOINTED, event, on="2019-01-01")
    known = tf.Truth.YES if confirms else tf.Truth.MAYBE
    kind = "direction with commissioner"
    assert [known] * 4 == [
        result.notice_open.known,
        result.directions[0].known,
        result.commissioners.known,
        result.intervention.known,
    ]
    assert (kind if confirms else "cannot be told") == result.intervention.value


def test_days_in_a_stage_are_a_range_if_a_date_is_partial():
    """The days are given as at least and at most."""
    appointed = ev.CommissionerAppointed("2018-03")
    checked_to = "2020-01-01"
    result = facts(INADEQUATE, appointed, on="2018-04-30", checked_to=checked_to)
    assert [None, (31, 61), (30, 60)] == [stay.days for stay in result.stays]
    assert "2018-04-30" == str(result.stage_known_to)
    # The last stay is counted to the last day on which the stage is known.
    confirmed = ev.AdviserAppointed("2018-04-10")
    result = facts(INADEQUATE, appointed, confirmed, on="2018-04-30")
    assert ((10, 40), "2018-04-10") == (result.stays[-1].days, str(result.stage_known_to))
    kinds = {"inspections": "2018-04-20", "intervention": "2019", "delivery": "2019"}
    result = facts(INADEQUATE, appointed, on="2018-04-30", checked_to=kinds)
    assert ((20, 50), "2018-04-20") == (result.stays[-1].days, str(result.stage_known_to))
    result = facts(INADEQUATE, appointed, on="2018-04-30")
    assert (None, "2018-03-01") == (result.stays[-1].days, str(result.stage_known_to))
    # On a day on which the move may not have been made, no day is known.
    result = facts(INADEQUATE, appointed, on="2018-03-15", checked_to=checked_to)
    assert (None, None) == (result.stays[-1].days, result.stage_known_to)
    same_day = ev.CommissionerAppointed(INADEQUATE.on)
    assert (0, 0) == facts(INADEQUATE, same_day, on="2018-04-30").stays[1].days
    assert facts().stage_known_to is None


LAW = re.compile(
    "judgement|inspect|ofsted|intervention|notice|direction|commissioner|trust|chair|go_live|"
    "live|deliver|visit|letter|council|\\bact\\b",
    re.IGNORECASE,
)
"""The words of the law that a user's process does not use."""


@given(days(dt.date(2005, 1, 1), dt.date(2029, 12, 31)))
def test_a_users_process_has_only_stage_and_stays(day):
    """A process that names no facts gets no facts of the law, in data or in print."""
    history = tf.History("Somewhere", [NamedEvent("2016-10-06", what="grant")])
    result = tf.facts(history, day, process=ASKING)
    happened = day >= dt.date(2016, 10, 6)
    assert ("granted" if happened else None) == result.stage.on_record
    assert tf.Truth.MAYBE is result.judgement.known
    names = ["authority", "as_of", "stage", "stays", "stage_known_to", "abolished_by", "abolition"]
    assert names == list(result.to_dict())
    assert ["asked", "granted"][: 1 + happened] == [stay.stage for stay in result.stays]
    for text in (json.dumps(result.to_dict()), str(result), repr(result)):
        assert LAW.search(text) is None


def test_a_fact_as_data():
    """Events are given by trigger and date; without a source there is no confidence."""
    history = tf.History("Sandwell", [ev.InspectionPublished("2015-06", judgement="inadequate")])
    assert {
        "value": None,
        "known": "cannot be told",
        "on_record": "inadequate",
        "events": [{"trigger": "inspection_published_inadequate", "on": "2015-06"}],
        "confidence": None,
        "checked_to": {"inspections": None},
        "since": "2015-06",
        "abolished_by": None,
    } == tf.facts(history, "2019-01-01").to_dict()["judgement"]
