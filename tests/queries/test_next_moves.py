"""An option is what a live case accepts next, with its first and last day."""

import json
import pickle

import pytest
from attrs import evolve, fields
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import MAX_DAY, MIN_DAY
from trustflow.engine import capital
from trustflow.history import NamedEvent
from trustflow.queries import bounds_words
from trustflow.testing import histories
from trustflow.testing.dates import MODERN_DAYS

PROCESS = tf.TRUST_TRANSFER
NEEDED = {
    "agency_registered": {"kind": "fostering"},
    "deadline_set": {"what": "an unknown requirement", "due": "2199"},
    "requirement_met": {"what": "an unknown requirement"},
}
"""The fields that an event needs besides its day, if its trigger does not give them."""
LIVE = tf.Case("Sandwell", begins_in="direction_issued")
LIVE.record(ev.TrustWentLive("2018-04-01"))


def event_on(trigger, day):
    """Return the event of a trigger on a day, with only the fields it needs."""
    return PROCESS.event(trigger, day, **NEEDED.get(trigger, {}))


def accepts(case, event):
    """Return whether a case would accept an event; the case is not changed."""
    try:
        tf.Case.from_history(case.history).record(event)
    except (tf.MoveNotAllowed, tf.DateRuleBroken):
        return False
    return True


def option(result, trigger):
    """Return the option of one trigger."""
    (one,) = (each for each in result if each.trigger == trigger)
    return one


def kit(*rules, initial="asked", ordered=False):
    """Return a small user's process: ask, then grant, then revoke; in any order of days."""
    stages = {"asked": tf.StageInfo("Asked", "waiting"), "granted": tf.StageInfo("Granted", "done")}
    moves = [
        tf.Move("ask", "asked", "asked"),
        tf.Move("grant", "asked", "granted"),
        tf.Move("revoke", "granted", "asked"),
    ]
    triggers = {"ask": "asked", "grant": "granted", "revoke": "revoked"}
    return tf.Process(
        name="kit", title="Asking", stages=stages, initial=initial, triggers=triggers,
        moves=moves, rules=rules, ordered=ordered,
    )  # fmt: skip


def rule(strength, **fields):
    """Return a rule from asking to granting."""
    return tf.DateRule(
        id="answer", requires="An answer", starts="ask", ends="grant", strength=strength,
        citation=tf.Citation("By-law 1"), **fields,
    )  # fmt: skip


def asked_on(process, day):
    """Return a case of that process, asked on a day."""
    case = tf.Case("Somewhere", process)
    case.record(NamedEvent(day, what="ask"))
    return case


# Properties of every case


@given(histories(max_events=5), MODERN_DAYS, st.data())
@example(LIVE.history, tf.PartialDate.parse("2018-04-01").earliest, None)
def test_an_option_is_allowed_exactly_when_it_is_accepted(history, day, data):
    """On any day, an option is allowed if and only if a live case records its event.

    After its abolition an authority has no options, but others can still publish reports on it.
    """
    case = tf.Case.from_history(history)
    result = case.what_next(day)
    if not result:
        assert tf.check(history).replay.is_abolished_on(day.toordinal())
        return
    triggers = list(PROCESS.triggers)
    if data is not None:
        triggers = data.draw(st.lists(st.sampled_from(triggers), min_size=1, max_size=5))
    for trigger in triggers:
        assert accepts(case, event_on(trigger, day)) == option(result, trigger).allowed, trigger


@given(histories(max_events=6), st.sets(st.sampled_from(list(PROCESS.triggers))))
def test_the_earliest_day_is_accepted_and_the_day_before_is_not(history, triggers):
    """Every trigger that has an earliest day is tested, in every history."""
    case = tf.Case.from_history(history)
    for each in case.what_next():
        if each.trigger not in triggers or each.earliest is None:
            continue
        assert accepts(case, event_on(each.trigger, each.earliest)), each.trigger
        if each.earliest.toordinal() > MIN_DAY:
            day_before = each.earliest.subtract(days=1)
            assert not accepts(case, event_on(each.trigger, day_before)), each.trigger


def with_exact_deadlines(history):
    """Return the history without the deadlines whose due day is not exact."""

    def is_exact(due):
        return due is None or due.is_day

    kept = [event for event in history if is_exact(getattr(event, "due", None))]
    return evolve(
        history,
        events=[
            evolve(event, deadlines=[each for each in event.deadlines if is_exact(each.due)])
            for event in kept
        ],
    )


@given(histories(min_events=1, precision="day"))
def test_the_latest_day_keeps_the_rules_and_the_day_after_does_not(history):
    """On the latest day no rule or deadline is broken; a day later one is.

    A deadline of which only the latest day is known may have been earlier, so there is none here.
    """
    case = tf.Case.from_history(with_exact_deadlines(history))
    for each in case.what_next():
        if each.latest is None or "inspection" in each.trigger:
            continue  # whether an inspection meets a deadline depends on its judgement
        late = {"deadline_missed", "date_rule"}
        on_time = {finding.code for finding in case.suppose(event_on(each.trigger, each.latest))}
        assert on_time.isdisjoint(late), each.trigger
        if each.latest.toordinal() < MAX_DAY:
            after = case.suppose(event_on(each.trigger, each.latest.add(days=1)))
            assert not {finding.code for finding in after}.isdisjoint(late), each.trigger


@given(histories(max_events=5), st.none() | MODERN_DAYS)
def test_every_trigger_is_listed_once(history, day):
    """Options that move the stage come first, then those that stay, then the refused ones.

    Possible moves are the last of those that are allowed. An abolished authority has no options.
    """
    case = tf.Case.from_history(history)
    result = case.what_next(day)
    if tf.check(history).replay.is_abolished_on(None if day is None else day.toordinal()):
        assert () == result
        return
    assert sorted(PROCESS.triggers) == sorted(each.trigger for each in result)
    possible = tf.Mark.POSSIBLE
    order = [(not each.allowed, each.mark is possible, not each.moves) for each in result]
    assert sorted(order) == order
    for each in result:
        move = PROCESS.table[case.stage].get(each.trigger)
        assert (None if move is None else move.leads_to) == each.leads_to
        assert (None if move is None else move.mark) == each.mark
        assert (move is not None and not move.stays) == each.moves
        assert bool(each.reasons) != each.allowed


@given(histories(max_events=5), st.none() | MODERN_DAYS)
def test_asking_changes_nothing(history, day):
    """`what_next` does not change the case."""
    case = tf.Case.from_history(history)

    def state():
        return pickle.dumps(case.history), case.process, case.stage, case.findings

    before = state()
    case.what_next(day)
    assert before == state()


@given(histories(max_events=5), MODERN_DAYS)
def test_a_history_and_a_case_give_the_same_options(history, day):
    """For a history, the events after the day are left out first."""
    shown = history.as_of(day)
    expected = tf.Case.from_history(shown).what_next(day)
    assert expected == tf.what_next(history, day)
    assert tf.Case.from_history(history).what_next() == tf.what_next(history)


@given(histories(max_events=5))
def test_what_to_record_first_is_enough(history):
    """A refusal lists the shortest route to a stage in which the event is allowed."""
    case = tf.Case.from_history(history)
    for each in case.what_next():
        if each.leads_to is not None:
            continue
        route = PROCESS.shortest(case.stage, each.trigger)
        labels = [f'  "{capital(PROCESS.triggers[move.trigger])}"' for move in route]
        assert "\n".join(["Record first:", *labels]) in each.reasons[0]
        stage = case.stage
        for move in route:
            assert stage == move.stage
            stage = move.leads_to
        assert each.trigger in PROCESS.table[stage]


# Examples


def test_every_reason_is_given():
    """A trigger that is not allowed, on a day before the last event, has two reasons."""
    refused = option(LIVE.what_next("2018-03-01"), "trust_went_live")
    not_allowed, out_of_order = refused.reasons
    assert not_allowed.startswith('not allowed in the stage "Trust live".')
    assert 'Record first:\n  "Services returned to the council"\n' in not_allowed
    assert "is listed after an event of 1 April 2018" in out_of_order
    assert (None, None, None) == (refused.leads_to, refused.earliest, refused.latest)


def test_a_return_comes_a_day_after_the_go_live():
    """A rule of logic moves the earliest day on, and is named when it is broken."""
    back = option(LIVE.what_next(), "returned_to_council")
    assert (True, "2018-04-02") == (back.allowed, back.earliest.isoformat())
    assert (tf.Mark.STANDARD, "returned_to_council") == (back.mark, back.leads_to)
    same_day = option(LIVE.what_next("2018-04-01"), "returned_to_council")
    (reason,) = same_day.reasons
    assert not same_day.allowed
    assert "is 1 day too early under return-after-live" in reason
    assert "not before 2 April 2018. That is 1 day after " in reason
    assert "Source of the rule: order of events." in reason


def test_nothing_is_accepted_after_the_calendar():
    """If no day is left, the option is refused with a reason."""
    case = tf.Case("Sandwell", begins_in="direction_issued")
    case.record(ev.TrustWentLive("2199-12-31"))
    back = option(case.what_next(), "returned_to_council")
    assert (False, None) == (back.allowed, back.earliest)
    assert len(back.reasons) == 1


def test_the_latest_day_is_the_first_of_the_last_days():
    """A day set in a direction replaces the last day under the rule, and can leave no day."""
    case = tf.Case("Sandwell", begins_in="commissioner_review")
    direction = ev.DirectionIssued("2016-10-06", purpose="trust")
    case.record(direction)
    assert "2018-10-06" == option(case.what_next(), "trust_went_live").latest.isoformat()
    case = tf.Case("Sandwell", begins_in="commissioner_review")
    plan = tf.Deadline("go-live", due="2017-22", met_by="trust_went_live")
    case.record(evolve(direction, deadlines=[plan]))
    planned = option(case.what_next(), "trust_went_live")
    assert planned.latest is None
    by_plan, by_rule = planned.window.conflict.bounds
    assert "2017-07-06" == by_rule.keeps[0].first.isoformat()
    assert "2017-06-01" == by_plan.keeps[0].last.isoformat()


def test_a_partial_day_is_refused():
    """An option needs one whole day."""
    with pytest.raises(tf.BadDate):
        LIVE.what_next("2018-04")
    with pytest.raises(tf.BadDate):
        tf.what_next(LIVE.history, "2018-04")


def test_an_option_as_data():
    """The data is what the command prints in JSON."""
    allowed = option(LIVE.what_next(), "report_published_by_council").to_dict()
    assert {
        "trigger": "report_published_by_council",
        "allowed": True,
        "reasons": [],
        "leads_to": "trust_live",
        "mark": "standard",
        "earliest": "2018-04-01",
        "latest": None,
        "moves": False,
        "window": LIVE.window("report_published_by_council").to_dict(),
    } == allowed
    refused = option(LIVE.what_next("2019-01-01"), "shadow_started").to_dict()
    assert (False, None, None) == (refused["allowed"], refused["mark"], refused["earliest"])


@at_most(30)
@given(histories(max_events=4, precision="day"))
def test_every_option_is_data_that_json_keeps(history):
    """The data has each field of the option, and JSON gives it back unchanged."""
    for one in tf.what_next(history):
        data = one.to_dict()
        assert [each.name for each in fields(tf.Option)] == list(data)
        assert data == json.loads(json.dumps(data))


# Users' processes


def test_a_process_without_an_order_takes_any_day():
    """Without the rule in-order, there is no earliest day."""
    grant = option(asked_on(kit(), "2020-01-10").what_next(), "grant")
    assert (True, None) == (grant.allowed, grant.earliest)
    assert grant.latest is None


def test_a_rule_of_logic_can_have_a_last_day():
    """A late event is refused until the rule is no longer in force."""
    strict = {"at_least": "2 days", "at_most": "5 days"}
    case = asked_on(kit(rule("logic", **strict)), "2020-01-10")
    grant = option(case.what_next(), "grant")
    assert ("2020-01-12", "2020-01-15") == (grant.earliest.isoformat(), grant.latest.isoformat())
    assert grant.allowed
    assert not option(case.what_next("2020-01-16"), "grant").allowed
    lapsing = rule(
        "logic", at_most="5 days", in_force_by_end=True, since="2020-01-01", until="2020-03-31"
    )
    case = asked_on(kit(lapsing, ordered=True), "2020-01-10")
    case.record(NamedEvent("2020-01-10", what="ask"))
    grant = option(case.what_next(), "grant")
    assert ("2020-01-10", None) == (grant.earliest.isoformat(), grant.latest)
    assert ["2020-01-10/2020-01-15", "2020-04-01/.."] == [each.text for each in grant.window.kept]


def test_a_rule_of_logic_that_is_no_longer_in_force():
    """The earliest day is then the first one after the rule's period."""
    over = rule("logic", at_least="100 days", in_force_by_end=True, until="2020-01-31")
    case = asked_on(kit(over, ordered=True), "2020-01-10")
    assert "2020-02-01" == option(case.what_next(), "grant").earliest.isoformat()


def test_a_rule_out_of_force_sets_no_last_day():
    """Neither bound counts if the rule was not in force when its clock started."""
    case = asked_on(kit(rule("law", at_most="5 days", until="2019-12-31")), "2020-01-10")
    assert option(case.what_next(), "grant").latest is None


def test_a_rule_in_force_on_some_of_the_start_days():
    """The latest day counts from the first start day on which the rule was in force."""
    case = asked_on(kit(rule("law", at_most="5 days", since="2020-01-20")), "2020-01")
    assert "2020-01-25" == option(case.what_next(), "grant").latest.isoformat()


def test_a_last_day_after_the_calendar_is_none():
    """A bound after the last day of the calendar gives no latest day."""
    case = asked_on(kit(rule("law", at_most="5 days")), "2199-12-30")
    assert option(case.what_next(), "grant").latest is None


def test_a_trigger_that_ends_no_rule():
    """Such a trigger has no reason to be refused, and no latest day."""
    ask = option(asked_on(kit(), "2020-01-10").what_next("2019-01-01"), "ask")
    assert (True, (), None) == (ask.allowed, ask.reasons, ask.latest)


def test_the_earliest_day_counts_from_the_earliest_start():
    """From a later start the event may be too early, but not certainly."""
    case = asked_on(kit(rule("logic", at_least="5 days")), "2020-01-01/2020-01-05")
    assert "2020-01-06" == option(case.what_next(), "grant").earliest.isoformat()
    assert not option(case.what_next("2020-01-05"), "grant").allowed


def test_the_last_day_of_the_calendar_can_be_the_earliest():
    """Nothing is refused only because no later day exists."""
    case = asked_on(kit(rule("logic", at_least="1 day")), "2199-12-30")
    grant = option(case.what_next(), "grant")
    assert (True, "2199-12-31") == (grant.allowed, grant.earliest.isoformat())


def test_a_rule_that_counts_from_a_fallback_refuses_nothing():
    """The start is not on record, so it may have been early enough."""
    span = tf.Span.parse("2 days")
    measured = rule("logic", at_least="5 days", start_field="known_on", fallback=(span, span))
    case = asked_on(kit(measured), "2020-01-10")
    assert option(case.what_next("2020-01-10"), "grant").allowed


def test_a_reason_is_the_message_of_the_finding():
    """The reason is the message of the finding that a live case would give."""
    case = asked_on(kit(rule("logic", at_least="5 days"), ordered=True), "2020-01-10")
    reasons = option(case.what_next("2020-01-12"), "grant").reasons
    findings = case.suppose(NamedEvent("2020-01-12", what="grant"))
    assert tuple(finding.message for finding in findings) == reasons


def test_rules_without_an_upper_bound_set_no_latest_day():
    """The latest day is then that of another rule that has an upper bound."""
    case = tf.Case("Sandwell", begins_in="commissioner_review")
    case.record(ev.DirectionIssued("2016-10-06", purpose="trust"))
    case.record(ev.EmployeeInformationGiven("2017-10-06"))
    live = option(case.what_next(), "trust_went_live")
    assert "2018-10-06" == live.latest.isoformat()


def test_an_option_that_the_stage_forbids_has_no_bounds():
    """It has no window, so no rule is named at an end of one."""
    refused = [option for option in tf.what_next(tf.History("X", [])) if option.window is None]
    assert refused
    assert {bounds_words(option) for option in refused} == {""}
