"""The live case: what it accepts, what it refuses, and the machine that moves it."""

import copy
import gc
import pickle

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from tests.examples import at_most
from trustflow import events as ev
from trustflow.history import NamedEvent
from trustflow.testing import events as transfer_events
from trustflow.testing import histories, loose_histories

FEWER = at_most(settings.default.max_examples // 2)
"""For what takes long: half the examples of the profile."""

CELLS = [(trigger, str(stage)) for trigger in tf.TRUST_TRANSFER.triggers for stage in tf.Stage]
"""Every trigger in every stage."""
ARTICLE = tf.Source("Public Sector Executive", published="2016-10-10")


def sandwell():
    """A case under direction."""
    case = tf.Case("Sandwell")
    case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
    case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
    case.record(ev.DirectionIssued("2016-10-06", purpose="trust", sources=ARTICLE))
    return case


def snapshot(case):
    """All that can be seen of a case."""
    return (
        case.stage,
        case.history,
        case.findings,
        len(case),
        tuple(case),
        case.report(),
        {trigger: case.suppose(named(trigger)) for trigger in tf.TRUST_TRANSFER.triggers},
    )


def named(trigger, on="2199-12-31"):
    """An event known by its trigger only."""
    return NamedEvent(on, what=trigger)


def recorded(history):
    """A case of the history's events, recorded one by one as far as it accepts them."""
    case = tf.Case("Sandwell", begins_in=history.begins_in)
    for event in history:
        try:
            case.record(event)
        except (tf.MoveNotAllowed, tf.DateRuleBroken):
            continue
    return case


# Properties


@FEWER
@given(histories())
def test_what_is_accepted_checks_the_same(history):
    """A live case that accepted a history has the stage and the findings that check gives."""
    case = tf.Case.from_history(history)
    report = tf.check(history)
    assert history == case.history
    assert (report.stage, report.findings) == (case.stage, case.findings)
    assert report == case.report()
    assert report.ok


@FEWER
@given(loose_histories())
def test_a_case_accepts_exactly_what_is_not_certainly_impossible(history):
    """Event by event it accepts what adds no certain finding of strength logic."""
    case = tf.Case("Sandwell", begins_in=history.begins_in)
    for event in history:
        longer = tf.check(evolve(case.history, events=(*case, event)))
        try:
            found = case.record(event)
        except (tf.MoveNotAllowed, tf.DateRuleBroken) as refusal:
            assert not longer.ok
            assert refusal.finding in longer.findings  # noqa: PT017 - the other outcome is as good
        else:
            assert longer.ok
            assert longer.steps[-1].findings == found
            assert longer.findings == case.findings


@FEWER
@given(loose_histories(), transfer_events())
def test_a_refused_event_changes_nothing(history, event):
    """Whatever is refused, the case is exactly as it was."""
    case = recorded(history)
    before = snapshot(case)
    try:
        case.record(event)
    except (tf.MoveNotAllowed, tf.DateRuleBroken):
        assert before == snapshot(case)
    else:
        assert len(case) == before[3] + 1


@FEWER
@given(loose_histories(), transfer_events())
def test_to_suppose_has_no_effect(history, event):
    """It gives what recording would give, a refusal among it, and changes nothing."""
    case = recorded(history)
    before = snapshot(case)
    supposed = case.suppose(event)
    assert before == snapshot(case)
    try:
        said = case.record(event)
    except (tf.MoveNotAllowed, tf.DateRuleBroken) as refusal:
        said = refusal.finding
        supposed = next(each for each in supposed if each.is_refusal)
    assert said == supposed


@FEWER
@given(loose_histories(max_events=5))
def test_a_case_survives_pickling_and_copying(history):
    """A copy is equal and goes its own way."""
    case = recorded(history)
    copies = (
        pickle.loads(pickle.dumps(case)),  # noqa: S301 - our own bytes
        copy.copy(case),
        copy.deepcopy(case),
    )
    before = snapshot(case)
    for each in copies:
        assert case == each
        assert before == snapshot(each)
        each.record(ev.Note("2199"))
        assert case != each
    assert before == snapshot(case)


@FEWER
@given(histories(min_events=1, precision="day"), st.data())
def test_the_case_goes_on_from_any_beginning(history, data):
    """To record the rest on a part gives the same as to record the whole."""
    size = data.draw(st.integers(0, len(history)))
    case = tf.Case.from_history(evolve(history, events=history[:size]))
    for event in history[size:]:
        case.record(event)
    assert tf.Case.from_history(history) == case
    assert tf.check(history).findings == case.findings


# The whole table, in every reader


def expected(trigger, stage):
    """The stage after a trigger in a stage, and its mark, as the domain's table has it."""
    return oracle.moves().get((trigger, stage), (None, None))


def test_the_table_is_whole():
    """The table has every move of the process, and no cell that does not exist."""
    assert len(tf.TRUST_TRANSFER.moves) == len(oracle.moves())
    assert set(oracle.moves()) <= set(CELLS)


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_every_cell_in_the_definition(trigger):
    """What the process holds is what the table says."""
    for stage in tf.Stage:
        move = tf.TRUST_TRANSFER.table[stage].get(trigger)
        found = (None, None) if move is None else (str(move.leads_to), str(move.mark))
        assert expected(trigger, stage) == found


def remarked(findings):
    """The mark that the findings of an allowed event give away."""
    remark = next((each for each in findings if each.code == "off_standard_route"), None)
    if remark is None:
        return "S"
    return "P" if remark.message.endswith("no precedent is on record.") else "A"


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_every_cell_in_the_live_case(trigger):
    """What is allowed leads where it should and is remarked on; the rest is refused."""
    for stage in tf.Stage:
        case = tf.Case("Sandwell", begins_in=stage)
        leads_to, mark = expected(trigger, stage)
        event = tf.TRUST_TRANSFER.event(trigger, "2012-06-01", **needed(trigger))
        if leads_to is None:
            with pytest.raises(tf.MoveNotAllowed):
                case.record(event)
            assert stage == case.stage
        else:
            assert mark == remarked(case.record(event))
            assert leads_to == case.stage
            assert isinstance(case.stage, tf.Stage)


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_every_cell_in_check(trigger):
    """The same in the checker, event by event of a history of one."""
    for stage in tf.Stage:
        leads_to, mark = expected(trigger, stage)
        event = tf.TRUST_TRANSFER.event(trigger, "2012-06-01", **needed(trigger))
        (step,) = tf.check(tf.History("Sandwell", [event], begins_in=stage)).steps
        assert (leads_to is not None) is step.allowed
        if step.allowed:
            assert (leads_to, mark) == (step.after, remarked(step.findings))


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_every_cell_in_the_machine(trigger):
    """The same in a plain machine of transitions, with a model of the user's own."""
    from transitions import MachineError

    for stage in tf.Stage:
        leads_to, _ = expected(trigger, stage)
        model = Model()
        machine = tf.machine(tf.TRUST_TRANSFER, model=model, initial=str(stage))
        assert (trigger in machine.get_triggers(str(stage))) is (leads_to is not None)
        if leads_to is None:
            with pytest.raises(MachineError):
                model.trigger(trigger)
        else:
            assert model.trigger(trigger)
        assert (leads_to or str(stage)) == model.state


def needed(trigger):
    """The fields that an event of the trigger is meaningless without."""
    return {
        "requirement_met": {"what": "plans"},
        "deadline_set": {"what": "plans"},
        "agency_registered": {"kind": "fostering"},
    }.get(trigger, {})


class Model:
    """A model of a user's own."""

    state = ""


# What is refused


def test_a_move_that_is_not_allowed_is_refused_with_its_data():
    """The error carries the stage, the event, what is allowed there, and what to record first."""
    case = sandwell()
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
    assert "Services returned to the council on 1 January 2017" in str(error)
    assert "“Direction issued: move to a trust”" in str(error)
    assert str(error).endswith("Record first: trust went live.")


def test_what_could_be_recorded_first_would_be_accepted():
    """For every cell that is refused, the way that the error names leads to the event."""
    for trigger, stage in CELLS:
        case = tf.Case("Sandwell", begins_in=stage)
        if expected(trigger, stage)[0] is None:
            with pytest.raises(tf.MoveNotAllowed) as caught:
                case.record(named(trigger))
            for day, each in enumerate(caught.value.first, start=1):
                case.record(named(each, f"2012-06-{day:02}"))
            case.record(named(trigger))


def test_an_unknown_event_is_refused():
    """Nothing that could be recorded first would help."""
    case = tf.Case("Sandwell")
    with pytest.raises(tf.MoveNotAllowed) as caught:
        case.record(named("direction_isued_trust"))
    assert caught.value.first is None
    assert "did you mean 'direction_issued_trust'?" in str(caught.value)


def test_an_event_that_nothing_leads_to_is_refused():
    """A trigger of the process that no stage allows any more says so."""
    process = tf.TRUST_TRANSFER.extended(triggers={"trust_renamed": "trust renamed"})
    with pytest.raises(tf.MoveNotAllowed, match="Nothing that could be recorded first") as caught:
        tf.Case("Sandwell", process).record(named("trust_renamed"))
    assert caught.value.first is None


def test_an_event_out_of_order_is_refused_with_its_data():
    """The error carries the event, the finding, the rule and its citation."""
    case = sandwell()
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
    assert error.finding.message == str(error)


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
def test_what_cannot_have_happened_is_refused(events, rule, code):
    """Each rule of strength logic; what cannot be told is accepted."""
    case = tf.Case("Sandwell")
    *before, last = events
    for event in before:
        case.record(event)
    with pytest.raises(tf.DateRuleBroken) as caught:
        case.record(last)
    assert (rule, code) == (caught.value.rule, caught.value.finding.code)
    assert caught.value.citation is not None


def test_the_move_is_refused_before_the_day():
    """An event that is neither allowed nor in order is refused for the move."""
    case = sandwell()
    with pytest.raises(tf.MoveNotAllowed):
        case.record(ev.ReturnedToCouncil("2001"))


def test_late_is_accepted_with_a_finding():
    """Being late does not undo a fact."""
    case = tf.Case("Sandwell")
    case.record(
        ev.InspectionPublished("2016-11-25", judgement="inadequate", received_on="2016-11-25")
    )
    (finding,) = case.record(ev.ActionPlanPublished("2017-03-09"))
    assert ("action-plan", "law", True) == (finding.rule, finding.strength, finding.certain)
    assert 2 == len(case)


@pytest.mark.parametrize("error", [tf.MoveNotAllowed, tf.DateRuleBroken])
def test_refusals_are_value_errors_too(error):
    """What a user would catch, who does not know ours."""
    assert issubclass(error, tf.TrustflowError)
    assert issubclass(error, ValueError)


@pytest.mark.parametrize("event", [ev.ReturnedToCouncil("2017"), ev.ChairAppointed("2001")])
def test_refusals_can_be_pickled(event):
    """They cross a process boundary with all their data."""
    with pytest.raises(tf.TrustflowError) as caught:
        sandwell().record(event)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert type(caught.value) is type(again)
    assert vars(caught.value) == vars(again)
    assert str(caught.value) == str(again)


def test_from_history_refuses_what_a_case_would():
    """A history with a hole in it, or out of order, is no live case."""
    hole = tf.History("Sandwell", [ev.CommissionerReported("2016-07")])
    with pytest.raises(tf.MoveNotAllowed):
        tf.Case.from_history(hole)
    with pytest.raises(tf.DateRuleBroken):
        tf.Case.from_history(tf.History("Sandwell", [ev.Note("2016"), ev.Note("2015")]))
    with pytest.raises(tf.InvalidValue, match="did you mean 'trust_live'"):
        tf.Case.from_history(tf.History("Sandwell", begins_in="trust_liv"))


# The case itself


def test_the_promised_example():
    """The example of the README, as far as recording goes."""
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


def test_a_case_keeps_what_is_known_of_its_authority():
    """All but the events is given when it is made."""
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
def test_a_case_of_nobody_is_refused(wrong):
    """What a history refuses a case refuses too."""
    with pytest.raises(ValueError, match=r"nowhere|''|'x'"):
        tf.Case(**{"authority": "Sandwell", **wrong})


def test_a_case_is_read_as_its_history_is():
    """As known on a day, or up to a day."""
    case = sandwell()
    assert case.history.known_on("2016-01-01") == case.known_on("2016-01-01")
    assert case.history.as_of("2016-01-01") == case.as_of("2016-01-01")
    assert 2 == len(case.as_of("2016-01-01"))


def test_cases_are_equal_by_what_happened():
    """And are equal to nothing else; they change, so they have no hash."""
    assert sandwell() == sandwell()
    assert sandwell() != tf.Case("Sandwell")
    assert sandwell() != tf.Case("Sandwell", tf.TRUST_TRANSFER.extended(triggers={"x": "x"}))
    assert sandwell() != sandwell().history
    with pytest.raises(TypeError, match="unhashable"):
        hash(sandwell())


def test_a_case_is_light():
    """It has no dictionary, and nothing holds it but those who use it, the machine least of all."""
    case = sandwell()
    assert not hasattr(case, "__dict__")
    kept = [
        each for each in gc.get_referents(case) if type(each).__module__.startswith("transitions")
    ]
    assert [] == kept
    assert b"transitions" not in pickle.dumps(case)


def test_cases_of_one_process_do_not_touch_each_other():
    """The shared machine moves the case it is asked to, and no other."""
    first, second = sandwell(), tf.Case("Sandwell")
    second.record(ev.Note("2016"))
    assert (tf.Stage.DIRECTION_ISSUED, tf.Stage.ROUTINE_OVERSIGHT) == (first.stage, second.stage)


def test_a_case_follows_any_process():
    """Another process is another law."""
    process = tf.TRUST_TRANSFER.extended(
        triggers={"trust_renamed": "trust renamed"},
        moves=[tf.Move("trust_renamed", "trust_live", "trust_live")],
    )
    case = tf.Case("Sandwell", process, begins_in="trust_live")
    assert () == case.record(process.event("trust_renamed", "2020"))
    with pytest.raises(tf.MoveNotAllowed):
        tf.Case.from_history(case.history)


def test_cases_print_well():
    """Whose it is, where it stands, how much is recorded; in notebooks a table."""
    assert "<Case Sandwell: direction_issued, 3 events>" == repr(sandwell())
    assert "<Case Kent: routine_oversight, 0 events>" == repr(tf.Case("Kent"))
    assert sandwell().report()._repr_html_() == sandwell()._repr_html_()


# The machine for users


def test_what_stays_in_a_stage_does_not_leave_it():
    """A machine tells nobody that a stage was left or entered when the event leads nowhere else."""
    seen = []

    class Tracker:
        def on_enter_trust_live(self):
            seen.append("entered")

        def on_exit_trust_live(self):
            seen.append("left")

    tracker = Tracker()
    tf.machine(tf.TRUST_TRANSFER, model=tracker, initial="trust_live")
    assert tracker.contract_signed()
    assert [] == seen
    assert tracker.returned_to_council()
    assert ["left"] == seen


def test_a_machine_calls_back():
    """What transitions offers is there: callbacks, more models, another initial stage."""
    entered = []
    machine = tf.machine(
        tf.TRUST_TRANSFER, model=None, after_state_change=lambda: entered.append("changed")
    )
    model = Model()
    machine.add_model(model)
    assert "routine_oversight" == model.state
    model.inspection_published_inadequate()
    model.note()
    assert "rated_inadequate" == model.state
    assert ["changed"] == entered[:1]


def test_a_machine_knows_the_stages_in_order():
    """And none but the process's triggers."""
    machine = tf.machine(tf.TRUST_TRANSFER)
    assert [str(stage) for stage in tf.Stage] == list(machine.states)
    assert set(tf.TRUST_TRANSFER.triggers) == set(machine.events)
    assert [] == machine.models


@FEWER
@given(histories(max_events=6))
def test_a_guarded_machine_takes_what_a_case_accepts(history):
    """Step by step it comes to the same stage."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    case = tf.Case("Sandwell")
    for event in history:
        try:
            case.record(event)
        except (tf.MoveNotAllowed, tf.DateRuleBroken):
            break
        assert model.trigger(event.trigger, event)
        assert case.stage == model.state


def test_a_guarded_machine_does_not_take_what_cannot_have_happened():
    """The trigger answers False and the stage stays; what is late is taken."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    assert model.partnership_started(ev.PartnershipStarted("2016-01-02"))
    assert not model.returned_to_council(ev.ReturnedToCouncil("2016-01-02"))
    assert "externally_led" == model.state
    assert model.returned_to_council(event=ev.ReturnedToCouncil("2016-01-03"))
    assert "returned_to_council" == model.state


def test_a_guarded_machine_asks_each_model_from_where_it_stands():
    """One machine, two models, two histories."""
    first, second = Model(), Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=[first, second])
    assert first.note(ev.Note("2018"))
    assert second.note(ev.Note("2016"))
    assert not first.note(ev.Note("2016"))
    assert (1, 1) == (first.trustflow_replay.size, second.trustflow_replay.size)


@pytest.mark.parametrize("arguments", [(), ("2016",), (ev.MindedToDirect("2016"),)])
def test_a_guarded_machine_needs_the_event_itself(arguments):
    """Nothing else, and no event of another trigger, will do."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model)
    with pytest.raises(TypeError, match=r"model\.note\(event\)"):
        model.note(*arguments)
    assert "routine_oversight" == model.state


def test_a_guarded_machine_hands_callbacks_the_event():
    """They get what transitions knows of the call, our event in it."""
    seen = []
    model = Model()
    tf.machine(
        tf.TRUST_TRANSFER,
        guarded=True,
        model=model,
        after_state_change=lambda call: seen.append(call.args[0]),
    )
    event = ev.InspectionPublished("2016", judgement="inadequate")
    model.inspection_published_inadequate(event)
    assert [event] == seen


def test_a_guarded_machine_may_begin_in_another_stage():
    """As a plain machine may: what is allowed there is taken."""
    model = Model()
    tf.machine(tf.TRUST_TRANSFER, guarded=True, model=model, initial="direction_issued")
    assert model.trust_went_live(ev.TrustWentLive("2018-04-01"))
