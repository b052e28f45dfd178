"""The facts on a day: what is known, what cannot be told, and the events each rests on."""

import datetime as dt
import json
import re
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
    """Return the facts on a day of a history of Sandwell."""
    return tf.facts(tf.History("Sandwell", events, **fields), on)


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
    assert names == list(result.to_dict())
    assert is_json(result.to_dict())
    for each in all_facts(result):
        assert all(event in history.events for event in each.events)
        assert all(event.on.first <= day.toordinal() for event in each.events)
        assert weakest(each.events) == each.confidence
        assert ("cannot be told" in str(each)) == (each.known is tf.Truth.MAYBE)


@given(ANY, MODERN_DAYS)
def test_a_lasting_fact_is_known_up_to_its_last_confirmation(history, day):
    """After the last event on record, nothing that may have ended is known."""
    history = evolve(history, checked_to=None)
    result = tf.facts(history, day)
    if any(event.on.last >= day.toordinal() for event in history.as_of(day)):
        return
    lasting = (
        result.stage, result.intervention, result.notice_open, result.commissioners, result.chair,
        result.delivered_by, *result.directions,
    )  # fmt: skip
    for each in lasting:
        assert tf.Truth.MAYBE is each.known
        assert each.value in {None, (), "cannot be told"}


@given(ANY, MODERN_DAYS)
def test_a_checked_record_keeps_its_last_facts(history, day):
    """If somebody has looked for later events, the last facts on record still hold."""
    result = tf.facts(evolve(history, checked_to=day), day)
    unchecked = tf.facts(evolve(history, checked_to=None), day)
    pairs = zip(all_facts(result), all_facts(unchecked), strict=True)
    for each, other in pairs:
        assert each.events == other.events
        if each.known is tf.Truth.YES and other.on_record is not None:
            assert each.value == each.on_record == other.on_record
    assert tf.Truth.YES is result.stage.known
    assert tf.check(history.as_of(day)).stage == result.stage.value


@given(ANY, MODERN_DAYS, st.data())
def test_an_event_on_another_subject_changes_no_fact(history, day, data):
    """Only events about children's social care count."""
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
        assert (stay.since is None) == (stay.days is None)
        assert stay.days is None or 0 <= stay.days[0] <= stay.days[1]


@given(histories(max_events=8, precision="day"), MODERN_DAYS)
def test_days_in_each_stage_add_up(history, day):
    """With exact dates, they sum to the days from the first move to the day asked about."""
    result = tf.facts(history, day)
    known = [stay for stay in result.stays if stay.since is not None]
    total = sum(stay.days[0] for stay in known)
    assert total == (day.toordinal() - known[0].since.first if known else 0)
    assert all(stay.days[0] == stay.days[1] for stay in known)


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
    """The direction is issued, and the month of the commissioner's appointment is over."""
    result = tf.facts(SANDWELL, "2016-11-01")
    assert (tf.Stage.DIRECTION_ISSUED, "inadequate") == (result.stage.value, result.judgement.value)
    (report,) = result.judgement.events
    assert ("SIF", "all", "2015-06-05") == (report.framework, report.remit, str(report.on))
    assert "the council" == result.delivered_by.value
    assert ("Malcolm Newsam",) == result.commissioners.on_record
    assert tf.Truth.MAYBE is result.commissioners.known
    assert (0, 1) == (result.visits.value, result.visit_letters.value)
    assert ["2014-07-22", "2016-10-06"] == [str(each.on_record.on) for each in result.directions]


def test_sandwell_on_31_october_2016():
    """In the month of the appointment the commissioner is known to be in post."""
    result = tf.facts(SANDWELL, "2016-10-31")
    assert ("Malcolm Newsam",) == result.commissioners.value
    assert "direction with commissioner" == result.intervention.value
    assert "Malcolm Newsam" == str(result.commissioners)


def test_the_planned_go_live_of_sandwell_slipped():
    """The slip from summer 2017 to 1 April 2018 is a range, because a season is one."""
    planned = tf.facts(SANDWELL, "2018-05-01").planned_go_live
    assert [("2017-22", (213, 304)), ("2018-04-01", (0, 0))] == [
        (str(plan.due), plan.slip) for plan in planned
    ]
    assert [None] == [plan.slip for plan in tf.facts(SANDWELL, "2016-11-01").planned_go_live]


def test_an_old_appointment_does_not_show_who_is_in_post():
    """On 1 January 2026 the appointment of October 2016 is only the last on record."""
    result = tf.facts(SANDWELL, "2026-01-01")
    assert ((), tf.Truth.MAYBE) == (result.commissioners.value, result.commissioners.known)
    assert "cannot be told; last on record: Malcolm Newsam" == str(result.commissioners)
    assert "cannot be told; last on record: direction with commissioner" == str(result.intervention)
    assert ("good", tf.Truth.YES) == (result.judgement.value, result.judgement.known)
    assert "cannot be told; last on record: Sandwell Children's Trust" == str(result.delivered_by)
    assert "1 April 2018" == f"{result.went_live.value.words}" == str(result.went_live)


def test_a_case_answers_as_its_history_does():
    """`case.facts` gives the same as `tf.facts` of its history."""
    case = tf.Case.from_history(SANDWELL)
    assert tf.facts(SANDWELL, "2016-11-01") == case.facts("2016-11-01")
    with pytest.raises(tf.BadDate):
        case.facts("2016-11")


# Judgements

INADEQUATE = ev.InspectionPublished("2018-01-29", judgement="inadequate", framework="SIF")


def test_a_judgement_of_a_part_does_not_replace_that_of_the_whole():
    """Only an inadequate judgement of a part replaces it."""
    part = ev.InspectionPublished("2019-01-10", judgement="good", remit="fostering")
    result = facts(INADEQUATE, part)
    assert ("inadequate", (INADEQUATE,)) == (result.judgement.value, result.judgement.events)
    assert "good" == facts(part).judgement.value
    worse = ev.InspectionPublished("2019-02-10", areas={"leadership": "inadequate"}, remit="part")
    better = evolve(INADEQUATE, on="2018-06-01", judgement="good")
    assert worse == facts(INADEQUATE, better, worse).judgement.events[0]


def test_a_judgement_of_areas_only():
    """The judgement is inadequate if that of any area is, and otherwise not inadequate."""
    areas = {"leadership": "good", "help and protection": "inadequate"}
    assert "inadequate" == facts(ev.InspectionPublished("2019", areas=areas)).judgement.value
    areas = {"leadership": "good", "help and protection": "outstanding"}
    assert "not inadequate" == facts(ev.InspectionPublished("2019", areas=areas)).judgement.value


def test_ungraded_and_agency_inspections_give_no_judgement():
    """The latest judgement stays the one before them."""
    ungraded = ev.InspectionPublished("2019-01-10")
    agency = ev.InspectionPublished("2019-01-10", judgement="good", framework="other")
    assert "inadequate" == facts(INADEQUATE, ungraded, agency).judgement.value
    assert "cannot be told" == str(facts(ungraded).judgement)
    assert "none" == str(facts(checked_to="2020-01-01").judgement)


def test_visits_and_letters_are_counted_separately():
    """Both are counted since the last inadequate judgement; without one, neither is known."""
    visit = ev.VisitMade("2017-01-01", kind="monitoring")
    letter = ev.VisitLetterPublished("2018-03-01", kind="monitoring")
    later = evolve(visit, on="2018-02-15")
    other = ev.VisitMade("2018-02-16", kind="jtai", subject="SEND")
    result = facts(visit, INADEQUATE, later, other, letter, evolve(letter, on="2018-05-01"))
    assert (1, 2) == (result.visits.value, result.visit_letters.value)
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
    """The type follows from what is open; a commissioner without a direction leaves it open."""
    result = facts(*events, on="2016-10-07", checked_to="2020-01-01").intervention
    assert kind == result.value
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
    assert "cannot be told; last on record: yes" == str(later)


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
        assert "cannot be told" == str(each)


def test_a_direction_for_a_stated_period_ends_after_it():
    """After the period, the direction is not in force, and the intervention counts as ended."""
    stated = evolve(DIRECTION, ends="2018-03")
    assert [stated] == [each.on_record for each in facts(stated, on="2018-03-31").directions]
    result = facts(stated, on="2018-04-01")
    assert ((), "ended") == (result.directions, result.intervention.on_record)


def test_directions_in_force_are_listed_in_order():
    """Directions that were revoked or replaced are left out."""
    second = ev.DirectionIssued("2017-01-01", purpose="trust", number=2, replaces=1)
    third = ev.DirectionIssued("2017-02-01", number=3)
    result = facts(DIRECTION, second, third).directions
    assert [2, 3] == [each.on_record.number for each in result]
    assert 1 == result[0].on_record.replaces
    assert "cannot be told; last on record: direction issued trust, 1 January 2017" == str(
        result[0]
    )


def test_whether_an_improvement_notice_is_open():
    """The fact is known on the days of the notice and its lifting, not of a part lifting."""
    lifted = ev.ImprovementNoticeLifted("2017-01-01")
    assert "yes" == str(facts(NOTICE, on=DAY).notice_open)
    assert "no" == str(facts(NOTICE, lifted, on="2017-01-01").notice_open)
    assert "cannot be told; last on record: no" == str(facts(NOTICE, lifted).notice_open)
    partly = ev.InterventionEnded("2017-01-01", partly=True)
    assert "cannot be told" == str(facts(partly, on="2017-01-01").notice_open)


# Commissioners


def test_commissioners_leave_one_by_one():
    """A commissioner who stood down is no longer in post; the other commissioner is."""
    left = ev.CommissionerStoodDown("2016-10-07", names="ann  LEE")
    result = facts(APPOINTED, left, on="2016-10-07", checked_to="2016-10-07")
    assert ("Bo Day",) == result.commissioners.value
    both = facts(DIRECTION, APPOINTED, left, evolve(left, names="Bo Day"), on="2016-10-07")
    assert () == both.commissioners.on_record
    assert "cannot be told" == str(both.commissioners)
    assert "direction" == both.intervention.on_record


def test_a_commissioner_comes_back():
    """The end of an earlier appointment does not end a later one."""
    left = ev.CommissionerStoodDown("2017-01-01", names="Ann Lee")
    back = ev.CommissionerAppointed("2018-01-01", names="Ann Lee")
    result = facts(APPOINTED, left, back).commissioners
    assert (("Ann Lee", "Bo Day"), (back, APPOINTED)) == (result.on_record, result.events)


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
    assert ("Jacqui Smith", "cannot be told") == (result.chair.on_record, known_value(result.chair))
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


def test_plans_that_are_a_season_or_a_span():
    """The slip is then a range."""
    season = ev.DeadlineSet("2016-12-02", what="go-live", due="2017-22", met_by="trust_went_live")
    within = tf.Deadline("go-live", within="6 months", met_by="trust_went_live")
    undated = tf.Deadline("go-live", met_by="trust_went_live")
    direction = evolve(SET_UP, on="2016-10", deadlines=[within, undated])
    early, late = facts(direction, season, LIVE).planned_go_live
    assert ("2017-04-01/2017-04-30", (336, 365)) == (str(early.due), early.slip)
    assert ("2017-22", (213, 304)) == (str(late.due), late.slip)


def test_services_led_from_outside():
    """The partner delivers the services, or the body that the direction names."""
    partner = ev.PartnershipStarted("2013-07", partner="Hampshire County Council")
    first = evolve(INADEQUATE, on="2012-11-01")
    result = facts(first, partner, on="2013-07-31")
    assert "Hampshire County Council" == result.delivered_by.on_record
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
    assert (1, tf.Confidence.LOW) == (result.visits.value, result.visits.confidence)
    assert (0, tf.Confidence.HIGH) == (result.visit_letters.value, result.visit_letters.confidence)


def test_only_the_last_event_confirms_the_stage():
    """An event listed before it was not later, however wide the range of its dates is."""
    vague, last = ev.Note("2018-06/2019-06"), ev.Note("2018-07-01")
    assert "cannot be told" == known_value(facts(INADEQUATE, vague, last, on="2019-01-01").stage)
    assert "rated_inadequate" == known_value(facts(INADEQUATE, vague, on="2019-01-01").stage)


def test_a_published_report_confirms_who_is_in_post():
    """A report that was handed over confirms it as well."""
    appointed = ev.CommissionerAppointed("2018-06-01", names=["Ann Lee"])
    for report in (ev.CommissionerReported, ev.CommissionerReportPublished):
        late = report("2018-12/2019-02")
        assert ("Ann Lee",) == known_value(
            facts(INADEQUATE, appointed, late, on="2019-01-01").commissioners
        )


def test_days_in_a_stage_are_a_range_if_a_date_is_partial():
    """The days are given as at least and at most."""
    appointed = ev.CommissionerAppointed("2018-03")
    stays = facts(INADEQUATE, appointed, on="2018-04-30").stays
    assert [None, (31, 61), (30, 60)] == [stay.days for stay in stays]
    same_day = ev.CommissionerAppointed(INADEQUATE.on)
    assert (0, 0) == facts(INADEQUATE, same_day, on="2018-04-30").stays[1].days


LAW = re.compile(
    "judgement|inspect|ofsted|intervention|notice|direction|commissioner|trust|chair|go_live|"
    "live|deliver|visit|letter|council|\\bact\\b",
    re.IGNORECASE,
)
"""The words of the law that a user's process does not use."""


@given(days(dt.date(2005, 1, 1), dt.date(2029, 12, 31)))
def test_a_users_process_has_only_stage_and_stays(day):
    """A process that names no facts gets no facts of the law, in data or in print."""
    process = tf.Process(
        name="kit", title="Asking",
        stages={"asked": tf.StageInfo("Asked", "."), "granted": tf.StageInfo("G", ".", final=True)},
        initial="asked", triggers={"grant": "granted"},
        moves=[tf.Move("grant", "asked", "granted")],
    )  # fmt: skip
    history = tf.History("Somewhere", [NamedEvent("2016-10-06", what="grant")])
    result = tf.facts(history, day, process=process)
    happened = day >= dt.date(2016, 10, 6)
    assert ("granted" if happened else None) == result.stage.on_record
    assert tf.Truth.MAYBE is result.judgement.known
    assert ["authority", "as_of", "stage", "stays"] == list(result.to_dict())
    assert ["asked", "granted"][: 1 + happened] == [stay.stage for stay in result.stays]
    for text in (json.dumps(result.to_dict()), str(result), repr(result)):
        assert LAW.search(text) is None


def test_a_fact_as_data():
    """Events are given by trigger and date; without a source there is no confidence."""
    history = tf.History("Sandwell", [ev.InspectionPublished("2015-06", judgement="inadequate")])
    assert {
        "value": "inadequate",
        "known": "yes",
        "on_record": "inadequate",
        "events": [{"trigger": "inspection_published_inadequate", "on": "2015-06"}],
        "confidence": None,
    } == tf.facts(history, "2019-01-01").to_dict()["judgement"]
