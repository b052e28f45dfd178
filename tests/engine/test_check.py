"""`check` and its report: steps, stays, findings, and what a report shows."""

import copy
import html
import pickle
from itertools import groupby

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.engine.samples import (
    asking_process,
    broken_rules,
    history_of,
    inspection,
    named,
)
from tests.examples import HALF
from tests.open_ends import has_open_end
from trustflow import events as ev
from trustflow.engine import Replay, Stay
from trustflow.testing import histories, loose_histories, processes


@st.composite
def checked(draw):
    """Draw a report on a history of the trust transfer or of a random process."""
    if draw(st.booleans()):
        return tf.check(draw(histories() | loose_histories()))
    process = draw(processes())
    return tf.check(draw(histories(process) | loose_histories(process)), process)


# Steps and findings


@HALF
@given(histories() | loose_histories())
def test_a_report_has_a_step_for_each_event(history):
    """Each step starts in the stage in which the step before it ended."""
    report = tf.check(history)
    start = history.begins_in or "routine_oversight"
    afters = [step.after for step in report.steps]
    assert list(history) == [step.event for step in report.steps]
    assert list(range(len(history))) == [step.index for step in report.steps]
    assert [start, *afters] == [*(step.before for step in report.steps), report.stage]


@HALF
@given(histories() | loose_histories())
def test_findings_come_in_the_order_of_the_events(history):
    """The findings of a report are those of its steps, each with the index of its step."""
    report = tf.check(history)
    pairs = [(step, finding) for step in report.steps for finding in step.findings]
    assert report.findings == tuple(finding for _, finding in pairs)
    assert all(step.index == finding.index for step, finding in pairs)


@given(loose_histories())
def test_a_refused_event_has_one_finding_or_the_index_of_its_cause(history):
    """The cause is an earlier refused event, after which the stage did not change.

    An event certainly after the abolition of the authority has that finding only.
    """
    report = tf.check(history)
    for step in report.steps:
        codes = [finding.code for finding in step.findings]
        is_after = any(
            finding.code == "after_abolition" and finding.certain for finding in step.findings
        )
        if step.allowed or is_after:
            assert "move_not_allowed" not in codes
            assert step.caused_by is None
            assert not is_after or ["after_abolition"] == codes
        elif step.caused_by is None:
            assert ["move_not_allowed"] == codes
        else:
            assert [] == codes
            cause = report.steps[step.caused_by]
            assert (False, None) == (cause.allowed, cause.caused_by)
            between = report.steps[step.caused_by : step.index]
            assert {step.before} == {other.after for other in between}


@HALF
@given(loose_histories())
def test_a_report_is_ok_when_no_finding_is_a_refusal(history):
    """A refusal is a finding that is certain and of strength logic."""
    report = tf.check(history)
    refusals = [
        finding for finding in report.findings if finding.certain and finding.strength == "logic"
    ]
    assert report.ok is not bool(refusals)


@HALF
@given(loose_histories() | histories(precision="simple"), st.data())
def test_later_events_do_not_change_earlier_steps(history, data):
    """The start of a history, checked by itself, gives the same steps.

    Later events bound an open end, so only histories without one are compared.
    """
    size = data.draw(st.integers(0, len(history)))
    part = tf.check(evolve(history, events=history[:size]))
    assert size == len(part.steps)
    if not has_open_end(history):
        assert tf.check(history).steps[:size] == part.steps


@HALF
@given(loose_histories())
def test_a_report_is_a_value(history):
    """Two reports on one history are equal, and so are pickled and copied ones."""
    report = tf.check(history)
    assert report == tf.check(history)
    assert report == pickle.loads(pickle.dumps(report))  # noqa: S301 - our own pickle
    assert report == copy.deepcopy(report)


@HALF
@given(checked())
def test_a_pickled_report_answers_as_before(report):
    """A report is pickled as its history and process, and checked again when it is loaded."""
    again = pickle.loads(pickle.dumps(report))  # noqa: S301 - our own pickle
    assert report == again
    assert (report.stage, report.ok, report.on_record) == (again.stage, again.ok, again.on_record)
    assert (report.steps, report.stays) == (again.steps, again.stays)
    assert [str(finding) for finding in report.findings] == [
        str(finding) for finding in again.findings
    ]
    assert report._repr_html_() == again._repr_html_()


def test_a_report_and_its_parts_make_one_replay(monkeypatch):
    """The steps, stays and findings are read from the replay that `check` made."""
    starts = []
    before = Replay.before

    def counted(history, process):
        starts.append(history)
        return before(history, process)

    monkeypatch.setattr(Replay, "before", counted)
    history = history_of(inspection("2015-06-05"), ev.TrustWentLive("2018-04-01"))
    report = tf.check(history)
    assert (2, 3, 1) == (len(report.steps), len(report.stays), len(report.findings))
    assert (report.ok, report.stage) == (False, "trust_live")
    assert report.on_record
    assert report._repr_html_()
    assert [history] == starts


# Stays


def stay_of(stage, since=None, until=None, entered_by=None, days=None):
    """Return a stay with its dates given as texts."""
    dates = (None if text is None else tf.PartialDate(text) for text in (since, until))
    return Stay(stage, *dates, entered_by, days)


def test_stays_give_the_stages_their_dates_and_what_led_there():
    """The days count between the dates: from 5 June 2015 to some day of December 2015."""
    rated = inspection("2015-06-05")
    appointed = ev.CommissionerAppointed("2015-12")
    decided = ev.DecisionAnnounced("2016-07-14", outcome="retain")
    report = tf.check(history_of(rated, ev.Note("2015-07-01"), appointed, decided))
    assert (
        stay_of("routine_oversight", until="2015-06-05"),
        stay_of("rated_inadequate", "2015-06-05", "2015-12", rated, (179, 209)),
        stay_of("commissioner_review", "2015-12", "2016-07-14", appointed, (196, 226)),
        stay_of("retained_by_council", "2016-07-14", None, decided),
    ) == report.stays


def test_stays_of_a_history_that_begins_in_a_later_stage():
    """The first stay has no start on record, and so no length."""
    returned = ev.ReturnedToCouncil("2020-01-01")
    again = inspection("2021-03-01")
    report = tf.check(history_of(returned, again, begins_in="trust_live"))
    assert (
        stay_of("trust_live", until="2020-01-01"),
        stay_of("returned_to_council", "2020-01-01", "2021-03-01", returned, (425, 425)),
        stay_of("rated_inadequate", "2021-03-01", None, again),
    ) == report.stays


def test_a_refused_event_ends_a_stay_only_if_it_moves_the_stage():
    """A refused memorandum moves nothing; a refused go-live leads to its only stage."""
    rated = inspection("2015-06-05")
    live = ev.TrustWentLive("2018-04-01")
    report = tf.check(history_of(rated, ev.MemorandumSigned("2016-01"), live))
    assert [True, False, False] == [step.allowed for step in report.steps]
    assert (
        stay_of("routine_oversight", until="2015-06-05"),
        stay_of("rated_inadequate", "2015-06-05", "2018-04-01", rated, (1031, 1031)),
        stay_of("trust_live", "2018-04-01", None, live),
    ) == report.stays


@pytest.mark.parametrize("begins_in", [None, "trust_live"])
def test_an_empty_history_has_one_stay(begins_in):
    """The stay is in the first stage, or in `begins_in`, and has no dates."""
    report = tf.check(history_of(begins_in=begins_in))
    assert (stay_of(begins_in or "routine_oversight"),) == report.stays
    assert "; no events are on record; " in report.on_record


def test_a_stay_left_before_it_began_lasts_no_days():
    """Dates that contradict each other do not give a negative length."""
    live, returned = ev.TrustWentLive("2018-04-01"), ev.ReturnedToCouncil("2017")
    report = tf.check(history_of(live, returned))
    assert stay_of("trust_live", "2018-04-01", "2017", live, (0, 0)) == report.stays[1]


@HALF
@given(checked())
def test_stays_are_the_runs_of_one_stage(report):
    """Each stay after the first begins with the event that led there and ends with the next."""
    runs = [
        (stage, next(steps)) for stage, steps in groupby(report.steps, key=lambda step: step.after)
    ]
    first = report.steps[0].before if report.steps else report.stage
    entries = runs[1:] if runs and runs[0][0] == first else runs
    assert [first, *(stage for stage, _ in entries)] == [stay.stage for stay in report.stays]
    assert [None, *(step.event for _, step in entries)] == [
        stay.entered_by for stay in report.stays
    ]
    dates = [step.event.on for _, step in entries]
    assert [None, *dates] == [stay.since for stay in report.stays]
    assert [*dates, None] == [stay.until for stay in report.stays]
    assert report.stage == report.stays[-1].stage


@HALF
@given(histories(precision="day"))
def test_a_stay_between_whole_days_has_an_exact_length(history):
    """Without a start or an end on record it has none."""
    for stay in tf.check(history).stays:
        if stay.since is None or stay.until is None:
            assert stay.days is None
        else:
            days = stay.until.first - stay.since.first
            assert (days, days) == stay.days


CHECKED = {
    None: "inspections, intervention and delivery not checked",
    "2016-01": "inspections, intervention and delivery checked to 1 January 2016",
    "inspections=2016-01-31; delivery=2016-01-31; plans=2020": (
        "inspections and delivery checked to 31 January 2016, intervention not checked"
    ),
}
"""How far the kinds of event that lead out of the stage are checked, in words."""


@pytest.mark.parametrize(("checked_to", "words"), CHECKED.items())
def test_the_stage_on_record_has_its_day_its_last_event_and_how_far_it_is_checked(
    checked_to, words
):
    """The kinds are those of the events that lead out of the stage: it is not the stage today."""
    history = evolve(
        history_of(inspection("2015-06-05"), ev.Note("2015-12")), checked_to=checked_to
    )
    assert (
        "Last stage on record: Rated inadequate, since 5 June 2015; last event: December 2015; "
        f"{words}." == tf.check(history).on_record
    )


def test_a_history_that_begins_in_its_last_stage_gives_no_day_for_it():
    """No inspection leads out of a stage with a live trust."""
    assert (
        "Last stage on record: Trust live; last event: December 2015; "
        "intervention and delivery not checked."
        == tf.check(history_of(ev.Note("2015-12"), begins_in="trust_live")).on_record
    )


def test_a_stage_that_nothing_leads_out_of_needs_no_check():
    """The sentence ends with the last event."""
    process = asking_process()
    history = tf.History("Somewhere", [process.event("grant", "2020-01-01")])
    assert (
        "Last stage on record: Done, since 1 January 2020; last event: 1 January 2020."
        == tf.check(history, process).on_record
    )


# What never raises


def test_an_unknown_trigger_is_a_finding():
    """An event that the process does not have is refused, and the nearest trigger suggested."""
    report = tf.check(history_of(named("direction_isued_trust")))
    assert [("move_not_allowed", 0)] == [
        (finding.code, finding.index) for finding in report.findings
    ]
    assert "'direction_isued_trust' is not an event of" in report.findings[0].message
    assert "Did you mean 'direction_issued_trust'?" in report.findings[0].message


def test_an_event_without_its_class_counts_by_its_trigger():
    """The event moves the stage and starts clocks as an event of the class does."""
    events = [
        named("partnership_started", "2016-01-02"),
        named("returned_to_council", "2016-01-02"),
    ]
    assert [("return-after-live", "logic", True)] == broken_rules(*events)


def test_an_unknown_first_stage_is_a_finding():
    """The history is then checked from the first stage of the process."""
    report = tf.check(history_of(inspection("2016-01-01"), begins_in="rated_inadequat"))
    finding = report.findings[0]
    assert ("unknown_stage", -1, "logic", True) == (
        finding.code,
        finding.index,
        finding.strength,
        finding.certain,
    )
    assert "Did you mean 'rated_inadequate'?" in finding.message
    assert "routine_oversight" == report.steps[0].before
    assert "rated_inadequate" == report.stage
    assert not report.ok


@pytest.mark.parametrize("history", [history_of(named("zzzz")), history_of(begins_in="zzzz")])
def test_no_name_is_suggested_where_none_is_similar(history):
    """The finding on an unknown trigger or stage makes no suggestion."""
    (finding,) = tf.check(history).findings
    assert "Did you mean" not in finding.message


@pytest.mark.parametrize(
    "year", ["1900", "1900-01-01", "2100-12-31", "2199", "2199-12-31", "../.."]
)
def test_the_first_and_the_last_years_raise_no_error(year):
    """Rules and deadlines due before the first day or after the last are still worded."""
    first = [named("inspection_published_inadequate", year), named("partnership_started", year)]
    for trigger in tf.TRUST_TRANSFER.triggers:
        deadline = tf.Deadline("all of it", within="100000 days", met_by=trigger)
        last = [ev.Note(year, deadlines=deadline), named(trigger, year), named(trigger, year)]
        report = tf.check(history_of(*first, *last))
        assert 5 == len(report.steps)
        assert all(finding.message for finding in report.findings)


def test_a_bound_after_the_last_day_is_still_checked():
    """A return on the day of the start is too early, also on the last day of all."""
    events = [ev.PartnershipStarted("2199-12-31"), ev.ReturnedToCouncil("2199-12-31")]
    assert [("return-after-live", "logic", True)] == broken_rules(*events)


def test_an_inspection_after_the_calendar_may_use_the_words_in_use():
    """Working days are counted to 2100 only, which does not move a later inspection to 2013."""
    report = tf.check(
        history_of(inspection("2150-01-01", areas={"leadership": "requires improvement"}))
    )
    assert report.ok


# What a report shows


def test_the_repr_of_a_report_gives_its_stage_and_counts():
    """The repr has the authority and the numbers of events and findings."""
    assert "<Report on Sandwell: 0 events, routine_oversight, 0 findings>" == repr(
        tf.check(history_of())
    )
    report = tf.check(history_of(ev.ImprovementNoticeLifted("2018")))
    assert "<Report on Sandwell: 1 event, routine_oversight, 1 finding>" == repr(report)


def test_the_table_of_a_report_escapes_every_text():
    """A name or trigger cannot put a tag into the table."""
    hostile = tf.History("<script>", [ev.Note("2016-07", note="x"), named("<b>")])
    table = tf.check(hostile)._repr_html_()
    assert "<script>" not in table
    assert "&lt;script&gt;" in table
    assert "&lt;b&gt;" in table
    assert "<td>2016-07</td><td>note</td><td>Not on the road to a trust</td>" in table


def test_the_table_of_a_report_is_word_for_word():
    """An unknown trigger is shown as it is, and several findings on one event share a cell."""
    events = [
        ev.CommissionerStoodDown("2016-01-02"),
        ev.CommissionerAppointed("2015"),
        named("odd_thing", "2017"),
    ]
    report = tf.check(tf.History("Sandwell", events))
    cells = [html.escape(" ".join(map(str, step.findings))) for step in report.steps]
    assert 2 == len(report.steps[1].findings)
    headings = ("Date", "Event", "Stage after it", "Findings")
    rows = [
        (
            "2016-01-02",
            "commissioner&#x27;s appointment ended",
            "Not on the road to a trust",
            cells[0],
        ),
        ("2015", "commissioner appointed", "Commissioner review", cells[1]),
        ("2017", "odd_thing", "Commissioner review", cells[2]),
    ]
    head = "".join(f"<th>{text}</th>" for text in headings)
    body = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    assert (
        f"<p>{html.escape(report.on_record)}</p>"
        "<table><caption>Sandwell: The road to a children&#x27;s services trust</caption>"
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{row}</tr>' for row in body)}</tbody></table>"
    ) == report._repr_html_()


def test_a_report_its_steps_and_findings_cannot_change():
    """No attribute of them can be assigned."""
    report = tf.check(history_of(ev.ImprovementNoticeLifted("2018")))
    for value, name in (
        (report, "stage"),
        (report.steps[0], "after"),
        (report.findings[0], "code"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "x")
