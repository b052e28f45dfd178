"""The live case: what it accepts, what it refuses, and what can be seen of it."""

import gc
import pickle
import weakref

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.case.samples import ARTICLE, REFUSALS, directed_case, named
from tests.copies import copies_of
from tests.examples import HALF
from tests.open_ends import has_open_end
from trustflow import events as ev
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories


def visible_state(case):
    """Return all that can be seen of a case."""
    return (
        case.stage,
        case.history,
        case.findings,
        len(case),
        tuple(case),
        case.report(),
        {trigger: case.suppose(named(trigger)) for trigger in tf.TRUST_TRANSFER.triggers},
    )


def empty(history):
    """Return a case with the inherited events of a history, and none of its own."""
    return tf.Case.from_history(evolve(history, events=()))


def recorded(history):
    """Return a case of the events of a history that it accepts, one after another."""
    case = empty(history)
    for event in history:
        try:
            case.record(event)
        except REFUSALS:
            continue
    return case


# Properties


@HALF
@given(histories() | histories(precision="simple"))
def test_a_case_of_an_accepted_history_equals_its_report(history):
    """The case has the stage and the findings of `check`, and no finding is a refusal.

    With open ends, `check` can find out more than the case, which knew no later event.
    """
    case = tf.Case.from_history(history)
    report = tf.check(history)
    assert history == case.history
    assert report.stage == case.stage
    assert report == case.report()
    assert not any(finding.is_refusal for finding in case.findings)
    if not has_open_end(history):
        assert report.findings == case.findings
        assert report.ok


@HALF
@given(loose_histories() | histories(precision="simple"))
def test_a_case_accepts_every_event_that_adds_no_refusal(history):
    """The case refuses every event that adds a certain finding of strength `logic`."""
    case = empty(history)
    for event in history:
        if has_open_end(case.history):
            break
        longer = tf.check(evolve(case.history, events=(*case, event)))
        try:
            findings = case.record(event)
        except REFUSALS as refusal:
            assert not longer.ok
            assert refusal.finding in longer.findings  # noqa: PT017 - the other outcome is as good
        else:
            assert longer.ok
            assert longer.steps[-1].findings == findings
            assert longer.findings == case.findings


@HALF
@given(loose_histories(), transfer_events())
def test_a_refused_event_changes_nothing(history, event):
    """After a refusal, the case is as it was in all that can be seen of it."""
    case = recorded(history)
    before = visible_state(case)
    try:
        case.record(event)
    except REFUSALS:
        assert before == visible_state(case)
    else:
        assert len(case) == before[3] + 1


@HALF
@given(loose_histories(), transfer_events())
def test_suppose_returns_what_record_would_and_changes_nothing(history, event):
    """Where the event would be refused, the refusal is among the findings."""
    case = recorded(history)
    before = visible_state(case)
    supposed = case.suppose(event)
    assert before == visible_state(case)
    try:
        findings = case.record(event)
    except REFUSALS as refusal:
        findings = refusal.finding
        supposed = next(finding for finding in supposed if finding.is_refusal)
    assert findings == supposed


@HALF
@given(loose_histories(max_events=5))
def test_a_copy_of_a_case_is_equal_and_independent(history):
    """An event recorded in a copied or unpickled case does not change the first."""
    case = recorded(history)
    before = visible_state(case)
    for twin in copies_of(case):
        assert case == twin
        assert before == visible_state(twin)
        twin.record(ev.Note("2199"))  # a note can come also after an abolition
        assert case != twin
    assert before == visible_state(case)


@HALF
@given(histories())
def test_a_case_that_goes_on_does_not_change_its_copies(history):
    """Each copy can take the same event, and gives the same findings on it."""
    case = recorded(history)
    before, twins = visible_state(case), copies_of(case)
    findings = case.record(ev.Note("2199"))
    for twin in twins:
        assert before == visible_state(twin)
        assert findings == twin.record(ev.Note("2199"))
        assert visible_state(case) == visible_state(twin)


@HALF
@given(histories(min_events=1, precision="day"), st.data())
def test_a_case_can_continue_any_start_of_a_history(history, data):
    """Recording the rest gives the case and the findings of the whole history."""
    size = data.draw(st.integers(0, len(history)))
    case = tf.Case.from_history(evolve(history, events=history[:size]))
    for event in history[size:]:
        case.record(event)
    assert tf.Case.from_history(history) == case
    if not has_open_end(history):  # of an inherited event
        assert tf.check(history).findings == case.findings


# Refusals


def test_a_move_that_is_not_allowed_is_refused_with_its_data():
    """The error has the stage, the event, what is allowed there, and what to record first."""
    case = directed_case()
    event = ev.ReturnedToCouncil("2017-01-01")
    with pytest.raises(tf.MoveNotAllowed) as caught:
        case.record(event)
    error = caught.value
    assert (tf.Stage.DIRECTION_ISSUED, event, ("trust_went_live",)) == (
        error.stage,
        error.event,
        error.first,
    )
    moves = tf.TRUST_TRANSFER.moves_from("direction_issued")
    assert tuple(move.trigger for move in moves) == error.allowed
    assert ("move_not_allowed", 3) == (error.finding.code, error.finding.index)
    assert error.finding.message == str(error)
    assert str(error).startswith(
        '"Services returned to the council" (1 January 2017) is not allowed in the stage '
        '"Direction issued: move to a trust".\n'
    )
    assert str(error).endswith('\nRecord first:\n  "Trust went live"')


def test_an_unknown_event_is_refused():
    """Nothing that could be recorded first would allow it; the nearest trigger is suggested."""
    case = tf.Case("Sandwell")
    with pytest.raises(tf.MoveNotAllowed) as caught:
        case.record(named("direction_isued_trust"))
    assert caught.value.first is None
    assert "Did you mean 'direction_issued_trust'?" in str(caught.value)


def test_an_event_that_no_later_stage_allows_is_refused():
    """The error says that nothing could be recorded first."""
    process = tf.TRUST_TRANSFER.extended(
        stages={"renamed": tf.StageInfo("Renamed", "It has another name.", final=True)},
        triggers={"trust_renamed": "trust renamed", "council_renamed": "council renamed"},
        moves=[
            tf.Move("trust_renamed", "routine_oversight", "renamed"),
            tf.Move("council_renamed", "routine_oversight", "routine_oversight"),
        ],
    )
    case = tf.Case("Sandwell", process)
    case.record(named("trust_renamed"))
    with pytest.raises(tf.MoveNotAllowed, match="Nothing that could be recorded first") as caught:
        case.record(named("council_renamed"))
    assert caught.value.first is None


def test_an_event_out_of_order_is_refused_with_its_data():
    """The error has the event, the finding, the rule and its citation."""
    case = directed_case()
    event = ev.ChairAppointed("2015-01-01")
    with pytest.raises(tf.DateRuleBroken) as caught:
        case.record(event)
    error = caught.value
    assert (event, "in-order", tf.Citation("order of events")) == (
        error.event,
        error.rule,
        error.citation,
    )
    assert "out_of_order" == error.finding.code
    assert f"{error.finding.message} {LEARNT_LATE}" == str(error)


LEARNT_LATE = "Learnt late? Case.insert puts it in its place."


@given(histories(min_events=1, max_events=6), transfer_events())
def test_a_refusal_of_an_earlier_event_names_insert(history, event):
    """It does if the event is certainly earlier than a recorded one, whatever refuses it first."""
    case = tf.Case.from_history(history)
    assume(all(finding.code != "after_abolition" for finding in case.suppose(event)))
    is_earlier = event.on.last < max(other.on.first for other in history)
    refusal = refusal_of(case, event)
    if refusal is None:
        assert not is_earlier
    else:
        gap = "\n" if isinstance(refusal, tf.MoveNotAllowed) else " "
        way_out = f"{gap}{LEARNT_LATE}" if is_earlier else ""
        assert f"{refusal.finding.message}{way_out}" == str(refusal)
        assert is_earlier == getattr(refusal, "is_earlier", is_earlier)


def refusal_of(case, event):
    """Return the error with which a case refuses an event; None if it records it."""
    try:
        case.record(event)
    except REFUSALS as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    ("event", "is_late"),
    [
        (ev.ReturnedToCouncil("2015-07-01"), True),
        (ev.ReturnedToCouncil("2017-07-01"), False),
        (ev.ReturnedToCouncil("2015/2017"), False),
        (ev.AdviserAppointed("2015-07-01", names="Ann Lee"), True),
        (ev.Note("2016-10-05"), True),
    ],
)
def test_how_to_record_what_was_learnt_late(event, is_late):
    """A finding of `check` does not name a method of a case; a refusal by a case does."""
    case = directed_case()
    with pytest.raises((tf.MoveNotAllowed, tf.DateRuleBroken)) as caught:
        case.record(event)
    assert is_late == (LEARNT_LATE in str(caught.value))
    assert LEARNT_LATE not in caught.value.finding.message
    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301 - our own pickle


@pytest.mark.parametrize(
    ("events", "rule", "code"),
    [
        (
            [ev.PartnershipStarted("2016-01-02"), ev.ReturnedToCouncil("2016-01-02")],
            "return-after-live",
            "date_rule",
        ),
        (
            [ev.InspectionPublished("2016-01-02", judgement="good", inspected="2016-01-03")],
            None,
            "inspected_after_published",
        ),
        ([ev.InspectionPublished("2016-01-02", judgement="adequate")], None, "bad_judgement"),
    ],
)
def test_an_event_that_cannot_have_happened_is_refused(events, rule, code):
    """Each rule of strength logic refuses an event that certainly breaks it."""
    case = tf.Case("Sandwell")
    *before, last = events
    for event in before:
        case.record(event)
    with pytest.raises(tf.DateRuleBroken) as caught:
        case.record(last)
    assert (rule, code) == (caught.value.rule, caught.value.finding.code)
    assert caught.value.citation is not None


def test_an_event_neither_allowed_nor_in_order_is_refused_for_its_move():
    """The stage is checked before the day."""
    case = directed_case()
    with pytest.raises(tf.MoveNotAllowed):
        case.record(ev.ReturnedToCouncil("2001"))


def test_a_late_event_is_accepted_with_a_finding():
    """Being late does not undo an event."""
    case = tf.Case("Sandwell")
    case.record(
        ev.InspectionPublished("2016-11-25", judgement="inadequate", received_on="2016-11-25")
    )
    (finding,) = case.record(ev.ActionPlanPublished("2017-03-09"))
    assert ("action-plan", "law", True) == (finding.rule, finding.strength, finding.certain)
    assert 2 == len(case)


@pytest.mark.parametrize("error", REFUSALS)
def test_a_refusal_is_a_value_error(error):
    """A user can catch a refusal without knowing the errors of trustflow."""
    assert issubclass(error, tf.TrustflowError)
    assert issubclass(error, ValueError)


@pytest.mark.parametrize("event", [ev.ReturnedToCouncil("2017"), ev.ChairAppointed("2001")])
def test_a_pickled_refusal_keeps_its_data(event):
    """The refusal can be sent to another process."""
    with pytest.raises(tf.TrustflowError) as caught:
        directed_case().record(event)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own pickle
    assert type(caught.value) is type(again)
    assert vars(caught.value) == vars(again)
    assert str(caught.value) == str(again)


def test_from_history_refuses_what_a_case_refuses():
    """A missing event, a wrong order and an unknown first stage are refused."""
    incomplete = tf.History("Sandwell", [ev.CommissionerReported("2016-07")])
    with pytest.raises(tf.MoveNotAllowed):
        tf.Case.from_history(incomplete)
    with pytest.raises(tf.DateRuleBroken):
        tf.Case.from_history(tf.History("Sandwell", [ev.Note("2016"), ev.Note("2015")]))
    with pytest.raises(tf.InvalidValue, match=r"Did you mean 'trust_live'\?"):
        tf.Case.from_history(tf.History("Sandwell", begins_in="trust_liv"))


# The case itself


def test_an_event_with_an_open_date_that_is_recorded_twice_is_two_objects():
    """The possible days of each depend on its neighbours."""
    case = directed_case()
    note = ev.Note("2016-11/..", note="the same")
    case.record(note)
    case.record(note)
    first, second = case.history[-2:]
    assert (note, note) == (first, second)
    assert first is note
    assert second is not note
    assert tf.what_next(case.history, "2017-01-01") == case.what_next("2017-01-01")


def test_the_example_of_the_readme():
    """The example's events are accepted without findings, and lead to the stage it prints."""
    case = tf.Case("Sandwell")
    case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
    case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
    case.record(
        ev.CommissionerReportPublished(
            "2016-07", recommends="removal from council control", sources=[ARTICLE]
        )
    )
    findings = case.record(
        ev.DirectionIssued(
            "2016-10-06",
            purpose="trust",
            sources=[ARTICLE],
            deadlines=[tf.Deadline("transfer plans", due="2016-12-01")],
        )
    )
    assert () == findings
    assert case.stage is tf.Stage.DIRECTION_ISSUED
    assert "direction_issued" == case.stage
    assert () == case.suppose(ev.TrustWentLive("2017-10-01"))


def test_a_case_keeps_the_fields_of_its_history():
    """All fields but the events are given when the case is built."""
    case = tf.Case(
        "Sandwell",
        gss_code="E08000028",
        begins_in="trust_live",
        succeeds="West Bromwich",
        checked_to="2025-12-31",
    )
    assert (
        tf.History(
            "Sandwell",
            gss_code="E08000028",
            begins_in="trust_live",
            succeeds="West Bromwich",
            checked_to="2025-12-31",
        )
        == case.history
    )
    assert case.authority == "Sandwell"
    assert case.process is tf.TRUST_TRANSFER
    assert case.stage is tf.Stage.TRUST_LIVE


@pytest.mark.parametrize("wrong", [{"authority": ""}, {"begins_in": "nowhere"}, {"gss_code": "x"}])
def test_a_wrong_field_is_refused(wrong):
    """A case refuses what a history refuses, and an unknown first stage."""
    with pytest.raises(ValueError, match=r"nowhere|''|'x'"):
        tf.Case(**{"authority": "Sandwell", **wrong})


@given(histories(max_events=4))
def test_a_history_in_place_of_the_authority_names_from_history(history):
    """The way to continue a history is in the error."""
    with pytest.raises(tf.InvalidValue, match=r"use Case\.from_history\(history\)"):
        tf.Case(history)


@pytest.mark.parametrize(
    "value",
    [tf.Case("Devon"), [tf.History("Devon")], {"Devon": tf.History("Devon")}, "Devon", None, ()],
    ids=["case", "list", "dict", "text", "none", "empty"],
)
def test_from_history_refuses_another_value(value):
    """The error says what is expected, as in every function of one history."""
    with pytest.raises(tf.InvalidValue, match=r"Expected a History.*of a case, use \.history"):
        tf.Case.from_history(value)


def test_a_case_has_the_parts_of_its_history():
    """The history known on a day, and the history up to a day."""
    case = directed_case()
    assert case.history.known_on("2016-01-01") == case.known_on("2016-01-01")
    assert case.history.as_of("2016-01-01") == case.as_of("2016-01-01")
    assert 2 == len(case.as_of("2016-01-01"))


def test_cases_are_equal_by_history_and_process():
    """A case does not equal its history, and has no hash because it changes."""
    assert directed_case() == directed_case()
    assert directed_case() != tf.Case("Sandwell")
    assert directed_case() != tf.Case("Sandwell", evolve(tf.TRUST_TRANSFER, title="Other"))
    assert directed_case() != directed_case().history
    with pytest.raises(TypeError, match="unhashable"):
        hash(directed_case())


def test_a_case_holds_no_machine():
    """The case has no attribute dictionary; the case and its pickle do not use `transitions`."""
    case = directed_case()
    assert not hasattr(case, "__dict__")
    referents = gc.get_referents(case)
    assert not any(type(value).__module__.startswith("transitions") for value in referents)
    assert b"transitions" not in pickle.dumps(case)


def test_a_case_can_be_referred_to_weakly():
    """A registry of live cases need not keep them alive."""
    case = directed_case()
    refers = weakref.ref(case)
    assert refers() is case
    del case
    gc.collect()
    assert refers() is None


def test_cases_of_one_process_are_independent():
    """The shared machine moves only the case whose event it takes."""
    first, second = directed_case(), tf.Case("Sandwell")
    second.record(ev.Note("2016"))
    assert (tf.Stage.DIRECTION_ISSUED, tf.Stage.ROUTINE_OVERSIGHT) == (first.stage, second.stage)


def test_a_case_follows_any_process():
    """An event of an extended process is accepted there and refused by the trust transfer."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"trust_renamed": "trust renamed"},
        moves=[tf.Move("trust_renamed", "trust_live", "trust_live")],
    )
    case = tf.Case("Sandwell", process, begins_in="trust_live")
    assert () == case.record(process.event("trust_renamed", "2020"))
    with pytest.raises(tf.MoveNotAllowed):
        tf.Case.from_history(case.history)


def test_the_repr_of_a_case_gives_its_stage_and_count():
    """In a notebook, a case is shown as the table of its report."""
    assert "<Case Sandwell: direction_issued, 3 events>" == repr(directed_case())
    assert "<Case Kent: routine_oversight, 0 events>" == repr(tf.Case("Kent"))
    assert directed_case().report()._repr_html_() == directed_case()._repr_html_()
