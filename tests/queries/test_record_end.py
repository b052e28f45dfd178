"""What may be said of a day: facts end where the record ends, by kind of event."""

import datetime as dt
import json
import re

import pytest
from attrs import evolve, fields
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.history import checked_day
from trustflow.queries import Fact
from trustflow.testing import histories, loose_histories
from trustflow.testing.dates import MODERN_DAYS
from trustflow.views import fact_rows, stay_rows

ANY = histories(max_events=6) | loose_histories(max_events=6)
YES, MAYBE = tf.Truth.YES, tf.Truth.MAYBE
KINDS = tuple(tf.TRUST_TRANSFER.record_kinds)


def every_fact(result):
    """Map a name to each fact of a `Facts`; directions are named by their event."""
    found = {}
    for each in fields(tf.Facts):
        value = getattr(result, each.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Fact):
                key = (each.name, str(one.on_record)) if isinstance(value, tuple) else each.name
                found[key] = one
    return found


def history(*events, **fields):
    """Return a history of Sandwell."""
    return tf.History("Sandwell", events, **fields)


# Inexact and open dates

INADEQUATE = ev.InspectionPublished("2010-10/..", judgement="inadequate")
GOOD = ev.InspectionPublished("2014-01-10", judgement="good")


def test_an_open_end_is_not_for_ever():
    """It reaches to the next event; a stage is certain up to the last event that confirms it."""
    open_end = history(INADEQUATE, GOOD)
    assert MAYBE is tf.facts(open_end, "2035-01-01").stage.known
    assert ("routine_oversight", YES) == stage_on(open_end, "2014-01-10")
    for day in ("2010-10-01", "2012-01-01", "2014-01-09"):
        assert MAYBE is tf.facts(open_end, day).stage.known
        assert MAYBE is tf.facts(evolve(open_end, checked_to="2020-01-01"), day).stage.known
    assert ("routine_oversight", YES) == stage_on(
        evolve(open_end, checked_to="2020-01-01"), "2019-12-31"
    )
    assert MAYBE is tf.facts(evolve(open_end, checked_to="2020-01-01"), "2020-01-02").stage.known


@pytest.mark.parametrize("days", ["2099-01-01", dict.fromkeys(KINDS, "2099"), "ongoing"])
def test_no_fact_is_certain_after_today(days, monkeypatch):
    """A day in the future counts as today, as in an ongoing record; the file is still read."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2020-06-30")
    kept = tf.loads(tf.dumps(history(GOOD, checked_to=days)))
    for each in (kept, kept.known_on("2100-01-01"), kept.as_of("2100-01-01")):
        facts = {day: every_fact(tf.facts(each, day)) for day in ("2020-06-30", "2020-07-01")}
        assert YES in {fact.known for fact in facts["2020-06-30"].values()}
        assert {MAYBE} == {fact.known for fact in facts["2020-07-01"].values()}
        assert "checked to 30 June 2020" in str(facts["2020-07-01"]["stage"])
        assert "checked to 30 June 2020" in tf.check(kept).on_record


def stage_on(history, day):
    """Return the stage on a day, and whether it is known."""
    stage = tf.facts(history, day).stage
    return stage.value, stage.known


@pytest.mark.parametrize("name", tf.casebook.names())
def test_no_council_is_certain_for_ever(name):
    """Without a later search, no fact of the casebook is certain in 2035."""
    result = tf.facts(tf.casebook.load(name), "2035-01-01")
    assert {MAYBE} == {fact.known for fact in every_fact(result).values()}


@pytest.mark.parametrize(
    ("on", "open_days", "then"),
    [
        ("2016-03", "2016-03-01 2016-03-15 2016-03-31", "2016-04-01"),
        ("2016-03/..", "2016-03-01 2016-04-15 2016-06-01", "2016-06-02"),
        ("../2016-03-10", "2015-02-01 2016-01-01 2016-03-10", "2016-03-11"),
        ("../..", "2015-02-01 2016-01-01 2016-06-01", "2016-06-02"),
    ],
)
def test_what_an_inexact_event_changes_cannot_be_told_on_its_possible_days(on, open_days, then):
    """Checked or not; other facts are still certain if checked."""
    first = ev.InspectionPublished("2015-02-01", judgement="inadequate")
    changing = ev.CommissionerAppointed(on, names="Ann Lee")
    last = ev.Note("2016-06-01")
    checked = history(first, changing, last, checked_to="2020-01-01")
    for day in open_days.split():
        result = tf.facts(checked, day)
        doubted = (result.stage, result.commissioners, result.intervention)
        assert [MAYBE] * 3 == [each.known for each in doubted]
        assert YES is result.judgement.known
        assert YES is result.delivered_by.known  # the council, in both stages
    result = tf.facts(checked, then)
    assert ("commissioner_review", ("Ann Lee",)) == (
        result.stage.value,
        result.commissioners.value,
    )


def test_an_open_end_without_a_later_event_has_no_last_day():
    """`as_of` and `known_on` cut the later event away, too."""
    checked = history(INADEQUATE, checked_to="2020-01-01")
    for each, day in (
        (checked, "2015-01-01"),
        (evolve(checked, events=[INADEQUATE, GOOD]), "2013-12-31"),
        (evolve(checked, events=[INADEQUATE, GOOD]).known_on("2013-12-31"), "2013-12-31"),
    ):
        result = tf.facts(each, day)
        assert [MAYBE] * 2 == [result.stage.known, result.judgement.known]
        assert "last on record: inadequate, October 2010 or later" in str(result.judgement)


# The record's end, by kind of event


def test_a_judgement_out_of_date_is_the_last_on_record():
    """Nothing says that Walsall is inadequate fourteen years later."""
    walsall = history(ev.InspectionPublished("2012-07", judgement="inadequate"))
    judgement = tf.facts(walsall, "2026-11-29").judgement
    assert (None, "inadequate") == (judgement.value, judgement.on_record)
    assert "last on record: inadequate, July 2012; inspections not checked" == str(judgement)
    checked = evolve(walsall, checked_to={"inspections": "2026-08-22"})
    judgement = tf.facts(checked, "2026-11-29").judgement
    shown = "last on record: inadequate, July 2012; inspections checked to 22 August 2026"
    assert shown == str(judgement)
    assert "inadequate" == str(tf.facts(checked, "2026-08-22").judgement)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("judgement", "inspections"),
        ("intervention", "intervention"),
        ("notice_open", "intervention"),
        ("commissioners", "intervention"),
        ("trust", "intervention, delivery"),
        ("chair", "intervention, delivery"),
        ("went_live", "intervention, delivery"),
        ("delivered_by", "intervention, delivery"),
        ("stage", "intervention, delivery"),
        ("visits", "focused visits, joint inspections, monitoring"),
        ("visit_letters", "focused visits, joint inspections, monitoring"),
    ],
)
def test_the_kinds_that_a_fact_needs(name, kinds):
    """A fact is known if all of them are checked, and not if one is not."""
    listed = tf.casebook.load("Sandwell").as_of("2018-10-01")
    exact = [event for event in listed if event.on.last < tf.PartialDate("2018-10-01").first]
    live = evolve(listed, events=exact)
    needed = kinds.split(", ")
    for left_out in KINDS:
        days = {kind: "2018-10-01" for kind in KINDS if kind != left_out}
        fact = getattr(tf.facts(evolve(live, checked_to=days), "2018-10-01"), name)
        assert (fact.known is MAYBE) == (left_out in needed), left_out
        assert list(fact.checked_to) == needed


def test_the_stage_needs_every_kind_that_leads_out_of_it():
    """Of a council rated inadequate, inspections are one of them."""
    rated = history(ev.InspectionPublished("2015-01-01", judgement="inadequate"))
    assert ["inspections", "intervention", "delivery"] == list(
        tf.facts(rated, "2016-01-01").stage.checked_to
    )


def test_a_case_marks_how_far_it_is_checked():
    """Facts are then certain up to that day, and other fields of the history stay."""
    case = tf.Case("Sandwell", gss_code="E08000028", begins_in="rated_inadequate")
    case.record(ev.CommissionerAppointed("2015-12-01", names="Ann Lee"))
    assert MAYBE is case.facts("2016-01-01").commissioners.known
    case.mark_checked("2016-02", kinds=["intervention"])
    assert ("Ann Lee",) == case.facts("2016-02-01").commissioners.value
    assert MAYBE is case.facts("2016-02-02").commissioners.known
    assert MAYBE is case.facts("2016-01-01").judgement.known
    assert ("E08000028", "rated_inadequate") == (case.history.gss_code, case.history.begins_in)


def test_an_ongoing_record_is_certain_up_to_today(monkeypatch):
    """On any earlier day as well, and not after it."""
    kept = history(ev.InspectionPublished("2015-01-01", judgement="good"), checked_to="ongoing")
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    for day, known in (("2015-06-01", YES), ("2026-11-29", YES), ("2026-11-30", MAYBE)):
        facts = every_fact(tf.facts(kept, day))
        named = ("stage", "judgement", "intervention", "commissioners", "delivered_by")
        assert {known} == {facts[name].known for name in named}
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2015-05-01")
    assert MAYBE is tf.facts(kept, "2015-06-01").judgement.known
    # What was known on a day is checked to that day.
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    then = kept.known_on("2016-01-01")
    assert YES is tf.facts(then, "2016-01-01").judgement.known
    assert MAYBE is tf.facts(then, "2016-01-02").judgement.known


def test_what_was_known_has_no_later_search():
    """`known_on` leaves out days in `checked_to` after the day."""
    good = ev.InspectionPublished("2015-01-01", judgement="good")
    days = {"inspections": "2020-01-01", "intervention": "2016-01-01"}
    then = history(good, checked_to=days).known_on("2018-01-01")
    result = tf.facts(then, "2016-01-01")
    assert [MAYBE, YES] == [result.judgement.known, result.intervention.known]
    whole = history(good, checked_to="2020-01-01")
    assert whole.known_on("2019-12-31").checked_to is None
    assert whole == whole.known_on("2020-01-01")


# Posts and notices end with what they belong to


@pytest.mark.parametrize("order", [1, -1])
def test_a_revoked_direction_with_a_notice_in_its_place(order):
    """The commissioner is not in post any longer, and the notice is open, in either order."""
    opened = [
        ev.DirectionIssued("2015-01-01", number=1),
        ev.CommissionerAppointed("2015-01-02", names="Ann Lee"),
    ]
    for ending in (
        ev.DirectionRevoked("2016-01-01", direction=1),
        ev.InterventionSteppedDown("2016-01-01"),
        ev.InterventionEnded("2016-01-01"),
    ):
        together = [ending, ev.ImprovementNoticeIssued("2016-01-01")][::order]
        result = tf.facts(history(*opened, *together), "2016-01-01")
        assert ((), (), "notice", True) == (
            result.commissioners.value,
            result.directions,
            result.intervention.value,
            result.notice_open.value,
        )


# Reorganised authorities


def facts_of(name, day):
    """Return the facts of a named history on a day."""
    return tf.facts(tf.casebook.load(name), day)


@pytest.mark.parametrize(
    ("name", "on", "see"),
    [
        ("Northamptonshire", "1 April 2021", "North Northamptonshire and West Northamptonshire"),
        ("Cumbria", "1 April 2023", "Cumberland and Westmorland and Furness"),
    ],
)
def test_after_an_abolition_no_fact_is_known(name, on, see):
    """Each fact says what was last on record, and which authorities to see."""
    result = facts_of(name, "2024-01-01")
    words = f"abolished on {on}; see {see}"
    assert words == result.abolition == result.to_dict()["abolition"]
    for fact in every_fact(result).values():
        assert MAYBE is fact.known
        assert str(fact).endswith(f"; authority {words}")
    assert "last on record: " in str(result.stage)
    assert result.stage.on_record == tf.check(tf.casebook.load(name)).stage


def test_the_day_of_an_abolition():
    """Everything open closes that day; a day before is as it was, and one after is abolished."""
    opened = ev.DirectionIssued("2020-01-01"), ev.CommissionerAppointed("2020-01-01", names="A")
    gone = ev.AuthorityReorganised("2021-04-01", into=["Northshire", "Southshire", "Westshire"])
    old = history(*opened, ev.ImprovementNoticeIssued("2020-02-01"), gone, checked_to="2022-01-01")
    before, on, after = (tf.facts(old, day) for day in ("2021-03-31", "2021-04-01", "2021-04-02"))
    assert ("direction with commissioner", ("A",)) == (
        before.intervention.value,
        before.commissioners.value,
    )
    assert ("none", (), False, ()) == (
        on.intervention.value,
        on.commissioners.value,
        on.notice_open.value,
        on.directions,
    )
    assert [None, None] == [before.abolition, on.abolition]
    assert "see Northshire, Southshire and Westshire" in after.abolition
    assert "direction with commissioner" == after.intervention.on_record
    assert ("A",) == after.commissioners.on_record
    assert [True] == [each.on_record is opened[0] for each in after.directions]


def test_what_comes_after_an_abolition_changes_no_fact():
    """Neither a refused event nor a report that others publish does."""
    gone = ev.AuthorityReorganised("2021-04-01", into="Northshire")
    good = ev.InspectionPublished("2020-01-01", judgement="good")
    late = (
        ev.InspectionPublished("2021-06-01", judgement="inadequate"),
        ev.ChairAppointed("2021-07"),
    )
    result = tf.facts(history(good, gone, *late), "2022-01-01")
    assert ("good", None) == (result.judgement.on_record, result.chair.on_record)


def test_on_a_possible_day_of_an_abolition_nothing_can_be_told():
    """It may have happened, or not."""
    inspected = ev.InspectionPublished("2020-01-01", judgement="good")
    gone = ev.AuthorityReorganised("2021-04", into="Northshire")
    old = history(inspected, gone, checked_to="2022-01-01")
    for day in ("2021-04-01", "2021-04-30"):
        result = tf.facts(old, day)
        assert {MAYBE} == {fact.known for fact in every_fact(result).values()}
        assert (None, None) == (result.abolition, result.stage_known_to)
    assert tf.facts(old, "2021-05-01").abolition == "abolished in April 2021; see Northshire"
    assert YES is tf.facts(old, "2021-03-31").judgement.known


def test_an_authority_that_goes_on():
    """With its own name among the successors, or none, nothing ends."""
    inspected = ev.InspectionPublished("2020-01-01", judgement="good")
    for into in ((), ("sandwell ", "Northshire")):
        kept = ev.AuthorityReorganised("2021-04-01", into=into)
        result = tf.facts(history(inspected, kept, checked_to="2022-01-01"), "2021-05-01")
        assert (None, "good") == (result.abolition, result.judgement.value)


@pytest.mark.parametrize("name", ["North Northamptonshire", "West Northamptonshire"])
def test_inherited_events_are_evidence(name):
    """The trust, its chair, the judgement, directions and commissioners come from them."""
    result = facts_of(name, "2021-06-01")
    assert "Northamptonshire Children's Trust" == result.trust.on_record
    assert "Northamptonshire Children's Trust" == result.delivered_by.on_record
    assert "last on record: trust_live, 1 November 2020" in str(result.stage)
    assert "last on record: Northamptonshire Children's Trust, 1 November 2020" in str(
        result.delivered_by
    )
    assert ("inadequate", "Clare Chamberlain") == (
        result.judgement.on_record,
        result.chair.on_record,
    )
    assert tf.PartialDate("2020-11-01") == result.went_live.on_record
    assert "direction with commissioner" == result.intervention.on_record
    # One of two commissioners left in the history of the predecessor.
    assert ("Andrew Christie",) == result.commissioners.on_record
    assert 2 == len(result.directions)
    # Visits of the predecessor are not counted, so neither is the number since its judgement.
    assert [None, None] == [result.visits.on_record, result.visit_letters.on_record]
    own = tf.casebook.load(name)
    assert "trust_live" == tf.facts(own, own[0].on.earliest).stage.on_record


def test_an_inherited_event_after_the_day_is_no_evidence():
    """`as_of` keeps inherited events, and a day before them knows nothing of them."""
    result = facts_of("North Northamptonshire", "2019-07-31")
    assert ("cannot be told", None) == (str(result.trust).partition(";")[0], result.chair.on_record)
    assert "inadequate" == result.judgement.on_record
    assert MAYBE is result.judgement.known


def test_what_confirms_an_inherited_stage():
    """An inherited event that leads into the stage, and those that are allowed after it."""
    live = ev.TrustWentLive("2020-11-01", trust="The Trust")
    visited = ev.VisitLetterPublished("2021-01-01", kind="monitoring")
    noted = ev.Note("2021-02-01")
    early = ev.PartnershipStarted("2019-01-01", partner="Other")
    inherits = [early, live, visited, noted]
    new = tf.History("New", begins_in="trust_live", succeeds="Old", inherits=inherits)
    assert ("trust_live", YES) == stage_on(new, "2021-01-01")
    assert ("The Trust", YES) == (
        tf.facts(new, "2021-01-01").delivered_by.value,
        tf.facts(new, "2021-01-01").trust.known,
    )
    assert MAYBE is tf.facts(new, "2021-02-01").stage.known
    assert (live,) == tf.facts(new, "2021-02-01").stage.events


def test_a_plan_of_the_predecessor_is_compared_with_its_go_live():
    """Both are inherited."""
    plan = tf.Deadline("go-live", due="2020-07-01", met_by="trust_went_live")
    inherits = [
        ev.DirectionIssued("2019-06-10", purpose="trust", deadlines=plan),
        ev.TrustWentLive("2020-07-11"),
    ]
    new = tf.History("New", begins_in="trust_live", succeeds="Old", inherits=inherits)
    (planned,) = tf.facts(new, "2022-01-01").planned_go_live
    assert (10, 10) == planned.slip


# Properties of every history


@given(ANY, MODERN_DAYS)
def test_no_fact_is_certain_beyond_its_evidence(history, day):
    """A fact is certain only if one of the events is of that day, or its kinds are checked."""
    report = tf.check(history.as_of(day))
    evidence = {report.days(event)[0] for event in (*history.inherits, *report.history)}
    for fact in every_fact(tf.facts(history, day)).values():
        checked = [checked_day(history.checked_to, kind) for kind in fact.checked_to]
        is_checked = all(each is not None and each >= day.toordinal() for each in checked)
        if fact.known is YES:
            assert is_checked or day.toordinal() in evidence


@st.composite
def narrowed(draw):
    """Generate a history and one like it with a narrower date of one of its events."""
    history = evolve(
        draw(ANY), checked_to=draw(st.sampled_from([None, "2015-01-01", "2030-01-01"]))
    )
    inexact = [index for index, event in enumerate(history) if not event.on.is_day]
    if not inexact:
        return history, history
    index = draw(st.sampled_from(inexact))
    event = history[index]
    first, last = tf.check(history).days(event)
    first, last = (
        max(first, dt.date(2004, 1, 1).toordinal()),
        min(last, dt.date(2031, 1, 1).toordinal()),
    )
    if first > last:
        return history, history
    ends = sorted(draw(st.tuples(st.integers(first, last), st.integers(first, last))))
    on = tf.PartialDate.between(*ends)
    events = [*history.events[:index], evolve(event, on=on), *history.events[index + 1 :]]
    return history, evolve(history, events=events)


@at_most(150)
@given(narrowed(), MODERN_DAYS)
def test_a_narrower_date_never_turns_a_certain_value_into_another(pair, day):
    """It can only make more facts certain, or show that an event came after the day."""
    wide, narrow = (every_fact(tf.facts(each, day)) for each in pair)
    for name, fact in wide.items():
        if fact.known is YES and name in narrow and narrow[name].known is YES:
            assert same(fact.value) == same(narrow[name].value), name


def same(value):
    """Return a value for comparison: of an event only what it is, and of a date that it is one."""
    return type(value) if isinstance(value, tf.PartialDate) else getattr(value, "trigger", value)


def has_open_period(history):
    """Return whether an inspection has a period on site without a first or last day."""
    periods = [
        period
        for event in (*history.inherits, *history)
        for period in getattr(event, "inspected", ())
    ]
    return any(period.is_open_start or period.is_open_end for period in periods)


BOUND = re.compile("1900|2199|1899|2200")


@given(ANY, MODERN_DAYS)
def test_no_bound_of_the_calendar_is_printed(history, day):
    """Open dates are put in words, in every finding, fact, deadline and option."""
    assume(not has_open_period(history))
    report = tf.check(history)
    facts = tf.facts(history, day)
    due = tf.deadlines(history, day, everything=True)
    options = tf.what_next(history, day)
    texts = [
        *map(str, report.findings),
        report.on_record,
        *(str(fact) for fact in every_fact(facts).values()),
        *(row.value for row in fact_rows(facts, tf.TRUST_TRANSFER)),
        *(row.value for row in stay_rows(facts, tf.TRUST_TRANSFER)),
        json.dumps(facts.to_dict()),
        *(json.dumps(each.to_dict()) for each in due),
        *(json.dumps(option.to_dict()) for option in options),
    ]
    assert [] == [text for text in texts if BOUND.search(text)]


@at_most(10)
@given(ANY, MODERN_DAYS)
def test_no_bound_of_the_calendar_is_shown(history, day):
    """The same for the page and the timeline, in words and tooltips."""
    assume(not has_open_period(history))
    shown = re.sub(r'="[^"]*"', "", tf.case_page(history, as_of=day) + tf.timeline(history))
    shown = re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)
    assert [] == BOUND.findall(shown)


def test_an_option_on_no_day_names_no_bound():
    """Without a first accepted day, the reasons have no day of the calendar's end."""
    for start in ("2016", "../..", "2016/.."):
        case = history(ev.TrustWentLive(start), begins_in="shadow_running")
        texts = [reason for each in tf.what_next(case) for reason in each.reasons]
        assert [] == [text for text in texts if BOUND.search(text)]


@pytest.mark.parametrize(
    ("due", "latest"),
    [("../..", None), ("../2018", None), ("../2018-05-04", None), ("2018/..", "2018-01-01")],
)
def test_a_deadline_with_an_open_day_gives_no_bound(due, latest):
    """The last day that keeps a deadline is not given if its first possible day is open."""
    deadline = tf.Deadline("transfer plans", due=due, met_by="trust_went_live")
    direction = ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=[deadline])
    options = {each.trigger: each for each in tf.what_next(tf.History("Sandwell", [direction]))}
    assert latest == options["trust_went_live"].to_dict()["latest"]
