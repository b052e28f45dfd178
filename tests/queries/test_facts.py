"""The facts on a day: what the record says, what it cannot say, and on which events each rests."""

import datetime as dt
import json
from pathlib import Path

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
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
    """The facts on a day of a history of Sandwell's."""
    return tf.facts(tf.History("Sandwell", events, **fields), on)


def told(fact):
    """What a fact tells, or else that it cannot be told."""
    return fact.value if fact.known is tf.Truth.YES else "cannot be told"


TOLD = (
    ("Sandwell", "2016-08-01"),
    ("Sandwell", "2018-04-01"),
    ("Kirklees", "2018-01-01"),
    ("Isle of Wight", "2014-01-01"),
    ("Birmingham", "2018-06-01"),
    ("Doncaster", "2022-10-01"),
    ("Worcestershire", "2021-11-01"),
)


def test_the_facts_of_some_councils_word_for_word(holds):
    """A golden file, so that a reader can hold them against the record."""
    said = []
    for name, day in TOLD:
        told = tf.facts(tf.casebook.load(name), day).to_dict()
        said += [f"{name} on {day}", *(f"{key}: {json.dumps(told[key])}" for key in told), ""]
    holds(Path(__file__).parents[1] / "golden" / "facts.txt", "\n".join(said))


# What holds of every history


@given(ANY, MODERN_DAYS)
def test_only_what_can_have_happened_counts(history, day):
    """A fact as of a day depends only on events that can have happened by then."""
    assert tf.facts(history.as_of(day), day) == tf.facts(history, day)


@given(ANY, MODERN_DAYS)
def test_each_fact_names_events_that_can_have_happened(history, day):
    """And has the confidence of the weakest of them; as data all of them are plain."""
    found = tf.facts(history, day)
    names = [each.name for each in fields(tf.Facts) if each.name != "names"]
    assert names == list(found.to_dict())
    assert needs_no_check(found.to_dict())
    for each in all_facts(found):
        assert all(event in history.events for event in each.events)
        assert all(event.on.first <= day.toordinal() for event in each.events)
        assert weakest(each.events) == each.confidence
        assert ("cannot be told" in str(each)) == (each.known is tf.Truth.MAYBE)


@given(ANY, MODERN_DAYS)
def test_what_goes_on_is_told_up_to_its_last_confirmation_only(history, day):
    """After every event on record, nothing that may have ended is said to hold."""
    history = evolve(history, checked_to=None)
    found = tf.facts(history, day)
    if any(event.on.last >= day.toordinal() for event in history.as_of(day)):
        return
    lasting = (
        found.stage, found.intervention, found.notice_open, found.commissioners, found.chair,
        found.delivered_by, *found.directions,
    )  # fmt: skip
    for each in lasting:
        assert tf.Truth.MAYBE is each.known
        assert each.value in {None, (), "cannot be told"}


@given(ANY, MODERN_DAYS)
def test_what_was_looked_for_is_told(history, day):
    """Where somebody has looked for later events, the last on record still holds."""
    found = tf.facts(evolve(history, checked_to=day), day)
    unchecked = tf.facts(evolve(history, checked_to=None), day)
    pairs = zip(all_facts(found), all_facts(unchecked), strict=True)
    for each, other in pairs:
        assert each.events == other.events
        if each.known is tf.Truth.YES and other.on_record is not None:
            assert each.value == each.on_record == other.on_record
    assert tf.Truth.YES is found.stage.known
    assert tf.check(history.as_of(day)).stage == found.stage.value


@given(ANY, MODERN_DAYS, st.data())
def test_what_is_about_another_subject_enters_no_fact(history, day, data):
    """Whatever happened to the whole council, the children's services stand as they stood."""
    trigger = "other_subject"
    other = data.draw(transfer_events(trigger=trigger, on=tf.PartialDate("1999-01-01")))
    place = data.draw(st.integers(0, len(history)))
    events = [*history.events[:place], evolve(other, deadlines=()), *history.events[place:]]
    expected, found = (
        tf.facts(evolve(history, events=each, checked_to=day), day)
        for each in (history.as_of(day).events, evolve(history, events=events).as_of(day).events)
    )
    assert expected.to_dict() == found.to_dict()


@given(ANY, MODERN_DAYS)
def test_the_stays_follow_one_another(history, day):
    """From the first stage to the last on record, each as long as its dates say."""
    found = tf.facts(history, day)
    report = tf.check(history.as_of(day))
    moved = [step for step in report.steps if step.before != step.after]
    stages = [report.steps[0].before if report.steps else report.stage]
    assert stages + [step.after for step in moved] == [stay.stage for stay in found.stays]
    assert [step.event.on for step in moved] == [stay.until for stay in found.stays[:-1]]
    assert [None] + [step.event.on for step in moved] == [stay.since for stay in found.stays]
    for stay in found.stays:
        assert (stay.since is None) == (stay.days is None)
        assert stay.days is None or 0 <= stay.days[0] <= stay.days[1]


@given(histories(max_events=8, precision="day"), MODERN_DAYS)
def test_days_in_each_stage_add_up(history, day):
    """Of dates that are days, the days from the first move to the day asked for."""
    found = tf.facts(history, day)
    known = [stay for stay in found.stays if stay.since is not None]
    total = sum(stay.days[0] for stay in known)
    assert total == (day.toordinal() - known[0].since.first if known else 0)
    assert all(stay.days[0] == stay.days[1] for stay in known)


def all_facts(found):
    """Every fact of some facts."""
    values = [getattr(found, each.name) for each in fields(tf.Facts)]
    flat = [one for value in values for one in (value if isinstance(value, tuple) else [value])]
    return [value for value in flat if isinstance(value, Fact)]


def needs_no_check(data):
    """Whether it is what JSON can say."""
    if isinstance(data, dict):
        return all(isinstance(key, str) and needs_no_check(each) for key, each in data.items())
    if isinstance(data, list):
        return all(needs_no_check(each) for each in data)
    return data is None or isinstance(data, str | int | bool)


# Sandwell


def test_sandwell_on_1_november_2016():
    """As a journalist asks it: the direction is out, the commissioner's month is over."""
    found = tf.facts(SANDWELL, "2016-11-01")
    assert (tf.Stage.DIRECTION_ISSUED, "inadequate") == (found.stage.value, found.judgement.value)
    (report,) = found.judgement.events
    assert ("SIF", "all", "2015-06-05") == (report.framework, report.remit, str(report.on))
    assert "the council" == found.delivered_by.value
    assert ("Malcolm Newsam",) == found.commissioners.on_record
    assert tf.Truth.MAYBE is found.commissioners.known
    assert (0, 1) == (found.visits.value, found.visit_letters.value)
    assert ["2014-07-22", "2016-10-06"] == [str(each.on_record.on) for each in found.directions]


def test_sandwell_on_31_october_2016():
    """In the month of the appointment the commissioner is said to be in post."""
    found = tf.facts(SANDWELL, "2016-10-31")
    assert ("Malcolm Newsam",) == found.commissioners.value
    assert "direction with commissioner" == found.intervention.value
    assert "Malcolm Newsam" == str(found.commissioners)


def test_sandwell_s_planned_go_live_slipped():
    """From summer 2017 to 1 April 2018: a span of days, since a season is one."""
    planned = tf.facts(SANDWELL, "2018-05-01").planned_go_live
    assert [("2017-22", (213, 304)), ("2018-04-01", (0, 0))] == [
        (str(plan.due), plan.slip) for plan in planned
    ]
    assert [None] == [plan.slip for plan in tf.facts(SANDWELL, "2016-11-01").planned_go_live]


def test_nobody_is_in_post_on_the_strength_of_an_old_row():
    """On 1 January 2026 the record of October 2016 no longer tells who is in post."""
    found = tf.facts(SANDWELL, "2026-01-01")
    assert ((), tf.Truth.MAYBE) == (found.commissioners.value, found.commissioners.known)
    assert "cannot be told; last on record: Malcolm Newsam" == str(found.commissioners)
    assert "cannot be told; last on record: direction with commissioner" == str(found.intervention)
    assert ("good", tf.Truth.YES) == (found.judgement.value, found.judgement.known)
    assert "cannot be told; last on record: Sandwell Children's Trust" == str(found.delivered_by)
    assert "1 April 2018" == f"{found.went_live.value.words}" == str(found.went_live)


def test_a_case_answers_as_its_history_does():
    """`case.facts` is `tf.facts` of its history."""
    case = tf.Case.from_history(SANDWELL)
    assert tf.facts(SANDWELL, "2016-11-01") == case.facts("2016-11-01")
    with pytest.raises(tf.BadDate):
        case.facts("2016-11")


# Judgements

INADEQUATE = ev.InspectionPublished("2018-01-29", judgement="inadequate", framework="SIF")


def test_a_part_takes_no_earlier_judgement_s_place():
    """A better one on a part of the services does not lift that of the whole."""
    part = ev.InspectionPublished("2019-01-10", judgement="good", remit="fostering")
    found = facts(INADEQUATE, part)
    assert ("inadequate", (INADEQUATE,)) == (found.judgement.value, found.judgement.events)
    assert "good" == facts(part).judgement.value
    worse = ev.InspectionPublished("2019-02-10", areas={"leadership": "inadequate"}, remit="part")
    better = evolve(INADEQUATE, on="2018-06-01", judgement="good")
    assert worse == facts(INADEQUATE, better, worse).judgement.events[0]


def test_a_judgement_of_areas_only():
    """Inadequate if any area is; else no more than that it is not."""
    areas = {"leadership": "good", "help and protection": "inadequate"}
    assert "inadequate" == facts(ev.InspectionPublished("2019", areas=areas)).judgement.value
    areas = {"leadership": "good", "help and protection": "outstanding"}
    assert "not inadequate" == facts(ev.InspectionPublished("2019", areas=areas)).judgement.value


def test_ungraded_inspections_and_agencies_are_no_judgement():
    """Neither says how the services were judged."""
    ungraded = ev.InspectionPublished("2019-01-10")
    agency = ev.InspectionPublished("2019-01-10", judgement="good", framework="other")
    assert "inadequate" == facts(INADEQUATE, ungraded, agency).judgement.value
    assert "cannot be told" == str(facts(ungraded).judgement)
    assert "none" == str(facts(checked_to="2020-01-01").judgement)


def test_visits_and_letters_are_counted_apart_since_the_last_inadequate_judgement():
    """As recorded here; before any such judgement there is nothing to count from."""
    visit = ev.VisitMade("2017-01-01", kind="monitoring")
    letter = ev.VisitLetterPublished("2018-03-01", kind="monitoring")
    later = evolve(visit, on="2018-02-15")
    other = ev.VisitMade("2018-02-16", kind="jtai", subject="SEND")
    found = facts(visit, INADEQUATE, later, other, letter, evolve(letter, on="2018-05-01"))
    assert (1, 2) == (found.visits.value, found.visit_letters.value)
    assert "cannot be told" == str(facts(visit).visits)


# Intervention

DAY = "2016-10-06"
NOTICE = ev.ImprovementNoticeIssued(DAY)
DIRECTION = ev.DirectionIssued(DAY, purpose="improvement", number=1)
APPOINTED = ev.CommissionerAppointed(DAY, names=["Ann Lee", "Bo Day"])
SUPPORT = ev.SupportAndSupervisionStarted(DAY)
ENDED = ev.InterventionEnded(DAY)


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([], "none"),
        ([NOTICE], "notice"),
        ([NOTICE, DIRECTION], "direction"),
        ([DIRECTION, APPOINTED], "direction with commissioner"),
        ([APPOINTED], "cannot be told"),
        ([DIRECTION, ENDED], "ended"),
        ([DIRECTION, ENDED, SUPPORT], "support and supervision"),
        ([DIRECTION, evolve(ENDED, partly=True)], "direction"),
        ([NOTICE, ev.ImprovementNoticeLifted(DAY)], "none"),
        ([NOTICE, ev.ImprovementNoticeLifted(DAY), ENDED], "ended"),
        ([DIRECTION, APPOINTED, ev.CommissionerStoodDown(DAY)], "direction"),
        ([DIRECTION, ENDED, NOTICE], "notice"),
        ([DIRECTION, ev.DirectionRevoked("2016-10-07", direction=1)], "none"),
    ],
)
def test_the_type_of_intervention(events, kind):
    """By what is open; a commissioner without a direction on record is of no certain type."""
    found = facts(*events, on="2016-10-07", checked_to="2020-01-01").intervention
    assert kind == found.value
    if events and events != [APPOINTED]:
        assert kind == facts(*events, on="2016-10-07").intervention.on_record
        later = facts(*events).intervention
        assert f"cannot be told; last on record: {kind}" == str(later)


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
def test_what_an_ending_tells_of_its_day(events, day, kind):
    """That nothing is open then, where nothing took its place; the last of them tells it."""
    found = facts(*events, on=day).intervention
    assert (kind or "cannot be told") == found.value
    assert (kind is None) == (found.known is tf.Truth.MAYBE)


def test_the_last_of_several_is_told():
    """Of ends of the intervention, of notices lifted, and of chairs."""
    first, last = ev.InterventionEnded(DAY), ev.InterventionEnded(LATER)
    found = facts(NOTICE, first, last, on=LATER)
    assert (last,) == found.intervention.events == found.notice_open.events
    chairs = [ev.ChairAppointed(DAY, name="Ann Lee"), ev.ChairAppointed(LATER, name="Bo Day")]
    chair = facts(*chairs, on=LATER).chair
    assert ("Bo Day", (chairs[1],)) == (chair.value, chair.events)


def test_an_old_report_confirms_nobody_in_post():
    """Only the last one can, however long its day may have lasted."""
    reports = [ev.CommissionerReported("2016-11/2017-02"), ev.CommissionerReported("2016-12-01")]
    found = facts(DIRECTION, APPOINTED, *reports, on="2017-01-01")
    assert () == found.commissioners.value
    assert ("Ann Lee", "Bo Day") == found.commissioners.on_record


def test_who_follows_himself_stays():
    """An event ends only what was listed before it."""
    again = ev.CommissionerSucceeded(LATER, names="Ann Lee", replaces="Ann Lee")
    found = facts(ev.CommissionerAppointed(DAY, names="Ann Lee"), again).commissioners
    assert (("Ann Lee",), (again,)) == (found.on_record, found.events)


def test_commissioners_are_as_sure_as_the_weakest_source():
    """Also where nothing tells what kind of intervention it is."""
    sure, unsure = (
        ev.CommissionerAppointed(DAY, names=name, sources=source)
        for name, source in (("Ann Lee", HIGH), ("Bo Day", LOW))
    )
    found = facts(sure, unsure)
    assert tf.Confidence.LOW is found.commissioners.confidence is found.intervention.confidence


def test_a_plan_of_an_event_that_knows_its_trigger_only():
    """It is about children's services, as nothing says otherwise."""
    plan = tf.Deadline("the trust", due="2018-04-01", met_by="trust_went_live")
    setter = NamedEvent(DAY, what="note", deadlines=plan)
    (planned,) = facts(setter, LIVE).planned_go_live
    assert (setter, (0, 0)) == (planned.set_by, planned.slip)


def test_what_was_looked_for_in_a_month_may_end_before_its_last_day():
    """A day to which somebody has looked reaches as far as its earliest day."""
    notice = facts(NOTICE, on="2020-01-01", checked_to="2020-01").notice_open
    assert "yes" == str(notice)
    later = facts(NOTICE, on="2020-01-02", checked_to="2020-01").notice_open
    assert "cannot be told; last on record: yes" == str(later)


def test_where_nothing_is_recorded_nothing_is_said():
    """An empty record is no "none": neither a stage nor a type of intervention was on record."""
    found = facts()
    for each in (found.stage, found.intervention, found.notice_open, found.chair, found.went_live):
        assert "cannot be told" == str(each)


def test_a_direction_for_a_stated_period_is_over_after_it():
    """It is no longer in force, and the intervention counts as ended."""
    stated = evolve(DIRECTION, ends="2018-03")
    assert [stated] == [each.on_record for each in facts(stated, on="2018-03-31").directions]
    found = facts(stated, on="2018-04-01")
    assert ((), "ended") == (found.directions, found.intervention.on_record)


def test_directions_in_force_in_order():
    """Those revoked or replaced are gone; the event says what it replaced."""
    second = ev.DirectionIssued("2017-01-01", purpose="trust", number=2, replaces=1)
    third = ev.DirectionIssued("2017-02-01", number=3)
    found = facts(DIRECTION, second, third).directions
    assert [2, 3] == [each.on_record.number for each in found]
    assert 1 == found[0].on_record.replaces
    assert "cannot be told; last on record: direction issued trust, 1 January 2017" == str(found[0])


def test_an_improvement_notice_open_or_not():
    """Told on its day, and on the day it was lifted; a part-ended intervention lifts nothing."""
    lifted = ev.ImprovementNoticeLifted("2017-01-01")
    assert "yes" == str(facts(NOTICE, on=DAY).notice_open)
    assert "no" == str(facts(NOTICE, lifted, on="2017-01-01").notice_open)
    assert "cannot be told; last on record: no" == str(facts(NOTICE, lifted).notice_open)
    partly = ev.InterventionEnded("2017-01-01", partly=True)
    assert "cannot be told" == str(facts(partly, on="2017-01-01").notice_open)


# Commissioners


def test_commissioners_leave_one_by_one():
    """Whoever stood down or was followed is no longer in post; the other is."""
    left = ev.CommissionerStoodDown("2016-10-07", names="ann  LEE")
    found = facts(APPOINTED, left, on="2016-10-07", checked_to="2016-10-07")
    assert ("Bo Day",) == found.commissioners.value
    both = facts(DIRECTION, APPOINTED, left, evolve(left, names="Bo Day"), on="2016-10-07")
    assert () == both.commissioners.on_record
    assert "cannot be told" == str(both.commissioners)
    assert "direction" == both.intervention.on_record


def test_a_commissioner_comes_back():
    """What ended an earlier appointment does not end a later one."""
    left = ev.CommissionerStoodDown("2017-01-01", names="Ann Lee")
    back = ev.CommissionerAppointed("2018-01-01", names="Ann Lee")
    found = facts(APPOINTED, left, back).commissioners
    assert (("Ann Lee", "Bo Day"), (back, APPOINTED)) == (found.on_record, found.events)


def test_a_successor_and_a_report():
    """A successor takes the place; a report on the day shows the commissioner in post."""
    next_one = ev.CommissionerSucceeded("2017-01-01", names="Cy Fox", replaces="Ann Lee")
    found = facts(APPOINTED, next_one)
    assert ("Bo Day", "Cy Fox") == found.commissioners.on_record
    report = ev.CommissionerReported("2017-03-01")
    found = facts(APPOINTED, next_one, report, on="2017-03-01").commissioners
    assert ("Bo Day", "Cy Fox") == found.value
    assert "Bo Day, Cy Fox" == str(found)


def test_commissioners_without_a_name_and_of_another_kind():
    """A post without a name is told as one; corporate commissioners are another matter."""
    unnamed = facts(ev.CommissionerAppointed(DAY), on=DAY).commissioners
    assert ("a commissioner who is not named",) == unnamed.value
    corporate = ev.CommissionerAppointed(DAY, names="Ann Lee", subject="best value")
    assert () == facts(corporate, on=DAY, checked_to=DAY).commissioners.value
    left = ev.CommissionerStoodDown("2017-01-01", names="Ann Lee", subject="best value")
    assert ("Ann Lee", "Bo Day") == facts(APPOINTED, left).commissioners.on_record
    assert "nobody" == str(facts(checked_to="2020-01-01").commissioners)


# Delivery

PLAN = tf.Deadline("go-live", due="2017-07-01", met_by="trust_went_live")
SET_UP = ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=[PLAN])
LIVE = ev.TrustWentLive("2018-04-01", trust="Sandwell Children's Trust")


def test_the_trust_its_chair_and_its_go_live():
    """By the last event that tells each."""
    chair = ev.ChairAppointed("2017-07-04", name="Jacqui Smith")
    found = facts(SET_UP, chair, LIVE, begins_in="commissioner_review", on="2018-04-01")
    assert "Sandwell Children's Trust" == found.trust.value == found.delivered_by.value
    assert ("Jacqui Smith", "cannot be told") == (found.chair.on_record, told(found.chair))
    assert (274, 274) == found.planned_go_live[0].slip
    unnamed = facts(SET_UP, evolve(LIVE, trust=None), on="2018-04-01")
    assert "a trust" == unnamed.delivered_by.value


@pytest.mark.parametrize(
    "given_up",
    [ev.DecisionAnnounced("2017-01-01", outcome="retain"), ev.ReturnedToCouncil("2017-01-01")],
)
def test_a_plan_that_was_given_up_slipped_by_nothing(given_up):
    """The go-live of a later round is not measured against it."""
    planned = facts(SET_UP, given_up, LIVE).planned_go_live
    assert [None] == [plan.slip for plan in planned]


def test_a_planned_span_and_a_plan_within_a_span():
    """A plan may be a season, or a span from the event that set it; the slip is then a span."""
    season = ev.DeadlineSet("2016-12-02", what="go-live", due="2017-22", met_by="trust_went_live")
    within = tf.Deadline("go-live", within="6 months", met_by="trust_went_live")
    undated = tf.Deadline("go-live", met_by="trust_went_live")
    direction = evolve(SET_UP, on="2016-10", deadlines=[within, undated])
    early, late = facts(direction, season, LIVE).planned_go_live
    assert ("2017-04-01/2017-04-30", (336, 365)) == (str(early.due), early.slip)
    assert ("2017-22", (213, 304)) == (str(late.due), late.slip)


def test_services_led_from_outside():
    """By the partner that began to lead, or by those the direction named."""
    partner = ev.PartnershipStarted("2013-07", partner="Hampshire County Council")
    first = evolve(INADEQUATE, on="2012-11-01")
    found = facts(first, partner, on="2013-07-31")
    assert "Hampshire County Council" == found.delivered_by.on_record
    others = "another authority or commissioners"
    takeover = ev.DirectionIssued("2020-02-01", purpose="takeover")
    back = ev.ReturnedToCouncil("2019-01-01")
    again = evolve(INADEQUATE, on="2020-01-01")
    found = facts(first, partner, back, again, takeover, on="2020-02-01")
    assert others == found.delivered_by.value
    assert others == facts(begins_in="externally_led", checked_to=DAY, on=DAY).delivered_by.value


# What the whole is like


def test_confidence_is_that_of_the_weakest_event():
    """The stage rests on every move."""
    high = evolve(INADEQUATE, sources=[HIGH])
    low = ev.CommissionerAppointed("2018-03-01", sources=[LOW])
    found = facts(high, low)
    assert (tf.Confidence.LOW, tf.Confidence.HIGH) == (
        found.stage.confidence,
        found.judgement.confidence,
    )
    assert facts(INADEQUATE, low).stage.confidence is None


def test_what_is_counted_rests_on_the_judgement_and_on_each_that_is_counted():
    """One visit of low confidence makes the number so."""
    visit = ev.VisitMade("2018-09-01", kind="monitoring", sources=[LOW])
    found = facts(evolve(INADEQUATE, sources=[HIGH]), visit)
    assert (1, tf.Confidence.LOW) == (found.visits.value, found.visits.confidence)
    assert (0, tf.Confidence.HIGH) == (found.visit_letters.value, found.visit_letters.confidence)


def test_only_the_last_event_confirms_the_stage():
    """One listed before it was no later, however late its date may be."""
    vague, last = ev.Note("2018-06/2019-06"), ev.Note("2018-07-01")
    assert "cannot be told" == told(facts(INADEQUATE, vague, last, on="2019-01-01").stage)
    assert "rated_inadequate" == told(facts(INADEQUATE, vague, on="2019-01-01").stage)


def test_a_published_report_confirms_who_is_in_post():
    """As one that was handed over does."""
    appointed = ev.CommissionerAppointed("2018-06-01", names=["Ann Lee"])
    for report in (ev.CommissionerReported, ev.CommissionerReportPublished):
        late = report("2018-12/2019-02")
        assert ("Ann Lee",) == told(
            facts(INADEQUATE, appointed, late, on="2019-01-01").commissioners
        )


def test_days_in_a_stage_are_a_span_where_a_date_is_part_known():
    """At least and at most."""
    appointed = ev.CommissionerAppointed("2018-03")
    stays = facts(INADEQUATE, appointed, on="2018-04-30").stays
    assert [None, (31, 61), (30, 60)] == [stay.days for stay in stays]
    same_day = ev.CommissionerAppointed(INADEQUATE.on)
    assert (0, 0) == facts(INADEQUATE, same_day, on="2018-04-30").stays[1].days


@given(days(dt.date(2005, 1, 1), dt.date(2029, 12, 31)))
def test_another_process_has_its_stages(day):
    """Of a process of one's own the stage is told, and what is not in it is not."""
    process = tf.Process(
        name="kit", title="Asking",
        stages={"asked": tf.StageInfo("Asked", "."), "granted": tf.StageInfo("G", ".", final=True)},
        initial="asked", triggers={"grant": "granted"},
        moves=[tf.Move("grant", "asked", "granted")],
    )  # fmt: skip
    history = tf.History("Somewhere", [NamedEvent("2016-10-06", what="grant")])
    found = tf.facts(history, day, process=process)
    happened = day >= dt.date(2016, 10, 6)
    assert ("granted" if happened else None) == found.stage.on_record
    assert tf.Truth.MAYBE is found.judgement.known


def test_a_fact_as_data_word_for_word():
    """Its events by trigger and day; no confidence where no source is given."""
    history = tf.History("Sandwell", [ev.InspectionPublished("2015-06", judgement="inadequate")])
    assert {
        "value": "inadequate",
        "known": "yes",
        "on_record": "inadequate",
        "events": [{"trigger": "inspection_published_inadequate", "on": "2015-06"}],
        "confidence": None,
    } == tf.facts(history, "2019-01-01").to_dict()["judgement"]
