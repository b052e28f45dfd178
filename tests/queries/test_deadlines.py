"""The deadlines of a history: what is due, by which rule or document, and its status."""

import datetime as dt
from collections import defaultdict

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from trustflow import events as ev
from trustflow.engine import NOT_RECORDED, capital
from trustflow.history import NamedEvent
from trustflow.queries import Status
from trustflow.testing import days, histories, loose_histories, partial_dates
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS

PROCESS = tf.TRUST_TRANSFER
SANDWELL = tf.casebook.load("Sandwell")
GIVEN_UP = {"decision_announced_retain", "direction_issued_pause", "returned_to_council"}
"""The triggers that supersede a planned go-live."""
REACHED = {"direction-to-live": "trust_live", "decision-to-return": "returned_to_council"}
"""The stage in which what a rule requires has already happened, so that nothing is due."""


NEIGHBOURHOODS = (
    (
        "inspection_published_inadequate",
        "inspection_published_not_inadequate",
        "report_published_by_council",
        "action_plan_published",
        "deadline_set",
        "requirement_met",
    ),
    (
        "commissioner_appointed",
        "commissioner_succeeded",
        "commissioner_stood_down",
        "commissioner_reported",
        "commissioner_report_published",
        "decision_announced_retain",
        "direction_issued_pause",
        "direction_issued_trust",
        "direction_revoked",
        "trust_went_live",
        "deadline_set",
    ),
    (
        "visit_letter_published_priority_action",
        "visit_letter_published_jtai_statement",
        "draft_plan_shared",
        "plan_submitted",
        "action_plan_published",
        "report_published_by_council",
        "return_decided",
        "returned_to_council",
        "trust_went_live",
        "direction_issued_trust",
    ),
)
"""Triggers that meet, supersede and cancel each other's deadlines."""


@st.composite
def busy_histories(draw, *, part_known=False):
    """Generate histories of a few related triggers, sorted by day, allowed or not."""
    triggers = st.sampled_from(draw(st.sampled_from(NEIGHBOURHOODS)))
    day = draw(days(dt.date(2013, 1, 1), dt.date(2022, 12, 31)))
    events = []
    for trigger in draw(st.lists(triggers, min_size=1, max_size=7)):
        day += dt.timedelta(draw(st.sampled_from([0, 1, 30, 100, 300])))
        on = draw(partial_dates(st.just(day))) if part_known else tf.PartialDate.of(day)
        events.append(draw(transfer_events(trigger=trigger, on=on, day=day)))
    begins_in = draw(st.sampled_from([None, "commissioner_review", "trust_live"]))
    return tf.History("Sandwell", events, begins_in=begins_in)


def named(result, what):
    """Return the one deadline with a requirement."""
    (one,) = (each for each in result if each.what == what)
    return one


def of_rule(result, rule):
    """Return the one deadline under a rule."""
    (one,) = (each for each in result if each.rule == rule)
    return one


def history(*events, begins_in="commissioner_review"):
    """Return a history of Sandwell."""
    return tf.History("Sandwell", events, begins_in=begins_in)


def directed(*deadlines, on="2016-10-06", **fields):
    """Return a direction to move to a trust."""
    return ev.DirectionIssued(on, purpose="trust", deadlines=list(deadlines), **fields)


def status_of(what, as_of, *events):
    """Return the status of one deadline on a day."""
    return named(tf.deadlines(history(*events), as_of, everything=True), what).status


# The deadlines of Sandwell


def test_sandwell_before_its_plans_were_due():
    """On 1 November 2016 the plans are open, with 22 working days left."""
    plans = named(tf.deadlines(SANDWELL, "2016-11-01"), "transfer plans")
    assert ("open", "2016-12-01", 22) == (plans.status, str(plans.due), plans.left)
    assert ("working days", tf.Strength.DIRECTION) == (plans.unit, plans.strength)
    assert ("deadline_set", "2016-10-06") == (
        plans.set_by.trigger,
        str(plans.set_by.on),
    )
    assert "PSE: Sandwell becomes latest met" in str(plans.citation)


def test_sandwell_after_its_plans_were_due():
    """On 5 December 2016 no event on record meets them, so they are unmet."""
    plans = named(tf.deadlines(SANDWELL, "2016-12-05"), "transfer plans")
    assert ("unmet", -2, None) == (plans.status, plans.left, plans.met_by)
    outcome = "Unmet as of 5 December 2016: due by 1 December 2016. Required: transfer plans."
    assert plans.explain().startswith(f"{outcome} {NOT_RECORDED} ")
    met = ev.RequirementMet("2016-11-30", what="Transfer  Plans")
    events = [event for event in SANDWELL if event.on.last <= met.on.first]
    plans = named(
        tf.deadlines(evolve(SANDWELL, events=[*events, met]), "2016-12-05"), "transfer plans"
    )
    assert ("met", None, met) == (plans.status, plans.left, plans.met_by)
    outcome = "Met as of 5 December 2016: due by 1 December 2016, done on 30 November 2016."
    assert plans.explain().startswith(f"{outcome} ")


def test_the_planned_go_lives_of_sandwell():
    """Each planned go-live is compared with the actual day."""
    result = tf.deadlines(SANDWELL, "2018-05-01")
    plans = [(str(each.due), str(each.status)) for each in result if "go-live" in each.what]
    assert [("2017-22", "met late"), ("2018-04-01", "met")] == plans


def test_a_case_answers_as_its_history_does():
    """`case.deadlines` gives the same as `tf.deadlines` of its history."""
    case = tf.Case.from_history(SANDWELL)
    assert tf.deadlines(SANDWELL, "2018-05-01") == case.deadlines("2018-05-01")
    everything = case.deadlines("2018-05-01", everything=True)
    assert tf.deadlines(SANDWELL, "2018-05-01", everything=True) == everything


# Compared with a plain reading


def walked(history):
    """Yield each event with its possible days and its step; inherited events have no step."""
    for event, on in oracle.inherited_days(history):
        yield event, on, None
    for each in oracle.walk(history):
        if each.is_after != {True}:
            yield each.event, each.days, each.step


def expected_from_documents(history, day):
    """Return every deadline set in a document with its due day and status, by a plain reading."""
    state, result = oracle.State(history.authority), []
    for event, on, step in walked(history):
        before = [(each, state.way_of_meeting(event, each)) for each in state.open_deadlines]
        state.advance(event, on, step)
        result += [
            (pending, settled_status(pending, way, on))
            for pending, way in before
            if not any(is_same(pending, other) for other in state.open_deadlines)
        ]
    result += [(pending, unsettled_status(pending, day)) for pending in state.open_deadlines]
    return sorted(
        (each.deadline.what, max(each.due[0], oracle.BEFORE + 1), status) for each, status in result
    )


def is_same(pending, other):
    """Return whether two states are of one deadline."""
    return pending.setter is other.setter and pending.deadline is other.deadline


def settled_status(pending, way, on):
    """Return the status of a deadline that an event on some days met or superseded."""
    if way is None:
        return "superseded"
    late = oracle.is_later(on, pending.due)
    if late == {False}:
        return "met"
    return "met late" if late == {True} and not pending.is_doubtful else "cannot be told"


def unsettled_status(pending, day):
    """Return the status of a deadline that nothing has met or superseded."""
    return "cannot be told" if pending.is_doubtful else open_status(pending.due, day, "unmet")


def exact(history):
    """Return the history with exact days only, in its deadlines too."""
    inherits = [exact_event(event) for event in history.inherits]
    return evolve(history, events=[exact_event(event) for event in history], inherits=inherits)


def exact_event(event):
    """Return the event with exact days only."""
    changes = {"deadlines": [exact_deadline(each) for each in event.deadlines]}
    if getattr(event, "due", None) is not None:
        changes["due"] = event.due.earliest
    if getattr(event, "received_on", None) is not None:
        changes["received_on"] = event.received_on.earliest
    return evolve(event, **changes)


def exact_deadline(deadline):
    """Return the deadline with an exact due day."""
    return deadline if deadline.due is None else evolve(deadline, due=deadline.due.earliest)


@given(histories(max_events=6) | busy_histories() | busy_histories(part_known=True), MODERN_DAYS)
def test_documents_against_brute_force(history, day):
    """Every deadline set in a document has the due day and status of a plain reading."""
    expected = expected_from_documents(history.as_of(day), day.toordinal())
    result = sorted(
        (each.what, each.due.first, str(each.status))
        for each in tf.deadlines(history, day)
        if each.rule is None
    )
    assert expected == result


def without_deadlines(history):
    """Return the history with exact days only and without deadlines set in documents."""
    events, inherits = (
        [evolve(event, deadlines=()) for event in listed if event.event_name != "deadline_set"]
        for listed in (exact(history).events, exact(history).inherits)
    )
    return evolve(history, events=events, inherits=inherits)


def expected_from_rule(rule, history, day):
    """Yield the due days and the status of each clock of one rule, by a plain reading.

    A clock without due days started when the rule was not in force. If the rule may not have been
    in force, the only certain status is superseded.
    """
    state = oracle.State(history.authority)
    due, certain, superseded, idle = None, True, False, False

    def shown(status):
        return status if certain or status == "superseded" else "cannot be told"

    for event, on, step in walked(history):
        clock, does = state.clocks.get(rule.id), state.effects(event).get(rule.id)
        state.advance(event, on, step)
        newer = state.clocks.get(rule.id)
        started = event.trigger in rule.starts and oracle.meets_condition(rule, event, step)
        if due and does is not None:
            if not idle:
                status = ended_status(rule, does, due, event, on)
                yield due, shown("superseded" if superseded else status)
            due = None
        if step is not None and started:
            idle, superseded = step.after == REACHED.get(rule.id), False
        if due and (newer is None or newer.event is not clock.event):
            yield due, shown(superseded_status(due, on[0], day))
            due = None
        if newer is not None and (clock is None or newer.event is not clock.event):
            due, certain = due_under(rule, newer)
        if rule.id == "direction-to-live" and due and event.trigger in GIVEN_UP:
            superseded = superseded or on[-1] <= due[0]
    if due and not idle:
        yield due, shown("superseded" if superseded else open_status(due, day, "not recorded"))


def due_under(rule, clock):
    """Return the possible due days after an event, and whether the rule was certainly in force."""
    starts, _ = oracle.start_days(rule, clock.event, clock.days)
    in_force = [start for start in starts if rule.is_in_force(start)]
    if rule.id == "reinspection-18-24-months":
        in_force = [each for each in in_force if rule.is_in_force(due_day(rule, each))]
    return [due_day(rule, start) for start in in_force], len(in_force) == len(starts)


def due_day(rule, start):
    """Return the day to which an upper bound leads."""
    return oracle.shifted(start, rule.most, rule.unit)


def ended_status(rule, does, due, event, on):
    """Return the status of a deadline whose clock an event ended, or showed the end of."""
    if rule.id == "reinspection-18-24-months" and event.inspected:
        if does == "shows":
            return "cannot be told"
        on = oracle.earliest_start(event.inspected)
    if on[-1] <= due[0]:
        return "met"
    return "met late" if on[0] > due[-1] and does == "ends" else "cannot be told"


def superseded_status(due, on, day):
    """Return the status of a deadline whose clock was stopped, or started again, on a day."""
    if on <= due[0]:
        return "superseded"
    return "cannot be told" if on <= due[-1] else open_status(due, day, "not recorded")


def open_status(due, day, missed):
    """Return the status of a deadline that nothing has settled."""
    return "open" if day <= due[0] else missed if day > due[-1] else "cannot be told"


@example(
    # Received from 23 March to 2 April 2007; the rules are in force from 1 April.
    tf.History(
        "Sandwell",
        [
            ev.InspectionPublished(
                "2007-03-30",
                subject="children's social care",
                areas={"help and protection": "inadequate"},
            )
        ],
    ),
    dt.date(2007, 3, 20),
)
@example(
    # The return has already happened, so nothing is due.
    tf.History("x", [ev.ReturnedToCouncil("2022-01-01"), ev.ReturnDecided("2022-01-01")]),
    dt.date(2022, 1, 1),
)
@given(
    (histories(max_events=6, precision="day") | busy_histories()).map(without_deadlines),
    MODERN_DAYS,
)
def test_rules_against_brute_force(history, day):
    """Every deadline under a rule has the due days and status of a plain reading."""
    result = defaultdict(list)
    for each in tf.deadlines(history, day, everything=True):
        result[each.rule].append(((each.due.first, each.due.last), str(each.status)))
    for rule in oracle.TIMED:
        if rule.most is not None:
            expected = [
                ((due[0], due[-1]), status)
                for due, status in expected_from_rule(rule, history.as_of(day), day.toordinal())
            ]
            assert sorted(expected) == sorted(result[rule.id]), rule.id


# Properties of every history

ANY = histories(max_events=6) | busy_histories(part_known=True) | loose_histories()
LASTING = {
    "met": {"met"},
    "met late": {"met late"},
    "unmet": {"unmet", "met late", "cannot be told"},
    "not recorded": {"not recorded", "met late", "superseded", "cannot be told"},
}
"""The statuses that can follow each status; a deadline that was met stays met."""
MET = ("met", "met late")


def by_identity(result):
    """Return the statuses of deadlines by requirement, rule and setter.

    The due day can change: an open end reaches to the next event, which may not be on record yet.
    """
    statuses = defaultdict(list)
    for each in result:
        statuses[each.what, each.rule, id(each.set_by)].append(str(each.status))
    return statuses


def is_in_order(history):
    """Return whether the dates allow that the events happened in the order listed."""
    firsts = [event.on.first for event in history]
    return all(
        event.on.last >= max(firsts[: place + 1]) for place, event in enumerate(history.events)
    )


BEFORE_THE_RULE = tf.History(
    "Sandwell",
    [ev.DirectionIssued("../..", purpose="trust"), ev.ReportPublishedByCouncil("2005-01-02")],
)


@given(ANY, st.lists(MODERN_DAYS, min_size=2, max_size=4).map(sorted))
@example(BEFORE_THE_RULE, [dt.date(2005, 1, 1), dt.date(2005, 1, 2)])
def test_a_status_changes_only_as_it_can(history, asked):
    """From one day to a later one, a status changes only to one that can follow it.

    If the history is out of order, a missed deadline can later be met by a misdated event. A
    deadline of which nothing can be told can turn out never to have run, if the next event shows
    that its rule was not yet in force.
    """
    older = {}
    lasting = LASTING if is_in_order(history) else {key: LASTING[key] for key in MET}
    for day in asked:
        newer = by_identity(tf.deadlines(history, day, everything=True))
        for identity, statuses in older.items():
            if not newer[identity]:
                assert statuses == ["cannot be told"]
                continue
            for status, later in zip(statuses, newer[identity], strict=True):
                assert later in lasting.get(status, {later})
        older = {identity: result for identity, result in newer.items() if len(result) == 1}


@given(ANY, MODERN_DAYS)
def test_later_events_change_nothing(history, day):
    """An event that is certainly after the day changes no deadline."""
    assert tf.deadlines(history.as_of(day), day) == tf.deadlines(history, day)


@given(ANY, MODERN_DAYS)
def test_what_the_list_leaves_out(history, day):
    """Deadlines under a rule are left out if old without a record, or superseded before due."""
    everything = tf.deadlines(history, day, everything=True)
    listed = tf.deadlines(history, day)
    assert [each for each in everything if each in listed] == list(listed)
    dues = [each.due.first for each in everything]
    assert sorted(dues) == dues
    a_year_ago = tf.months(12).before(day).toordinal()
    for each in everything:
        left_out = each.rule is not None and (
            (each.status in {"not recorded", "superseded"} and each.due.last < a_year_ago)
            or (each.status == "superseded" and each.due.first >= day.toordinal())
            or (each.status == "cannot be told" and each.due.last < a_year_ago)
        )
        assert left_out == (each not in listed)


@given(ANY, MODERN_DAYS)
def test_days_left_and_explanation_follow_from_the_status(history, day):
    """Days left are positive before the due day, negative after it, and None once it is settled."""
    for each in tf.deadlines(history, day, everything=True):
        if each.status == "open":
            assert each.left >= 0
        elif each.status in {"unmet", "not recorded"}:
            assert each.left <= 0
        else:
            assert each.left is None
        text = each.explain()
        assert len(text.partition(". ")[0].split()) <= 30
        assert (NOT_RECORDED in text) == (each.status in {"unmet", "not recorded"})
        assert text.startswith(f"{capital(each.status)} as of ")
        assert text == each.to_dict()["explanation"]
        assert (each.status == "unmet") <= (each.rule is None)
        assert (each.status == "not recorded") <= (each.rule is not None)


# Examples of each status


def test_the_due_day_itself_is_still_open():
    """A deadline is open on its due day and unmet the day after."""
    direction = directed(tf.Deadline("plans", due="2016-12-01"))
    assert Status.OPEN == status_of("plans", "2016-12-01", direction)
    assert Status.UNMET == status_of("plans", "2016-12-02", direction)


def test_a_partial_due_day():
    """The deadline is open up to its first day, unmet after its last, and unclear in between."""
    direction = directed(tf.Deadline("plans", due="2016-12"))
    assert Status.OPEN == status_of("plans", "2016-12-01", direction)
    assert Status.CANNOT_BE_TOLD == status_of("plans", "2016-12-02", direction)
    assert Status.UNMET == status_of("plans", "2017-01-01", direction)


def test_a_deadline_comes_in_the_list_where_it_may_first_be_due():
    """One due in some day of December comes before one due in the middle of the month."""
    dues = ("2016-12-31", "2016-12-15", "2016-12", "2016-11-30/2017-01-31")
    direction = directed(*(tf.Deadline(due, due=due) for due in dues))
    listed = tf.deadlines(history(direction), "2016-10-06")
    order = ["2016-11-30/2017-01-31", "2016-12", "2016-12-15", "2016-12-31"]
    assert order == [due.what for due in listed if due.what in dues]


@pytest.mark.parametrize(
    ("on", "status"),
    [("2016-12-01", "met"), ("2016-12-02", "met late"), ("2016-12", "cannot be told")],
)
def test_a_requirement_of_the_same_words_meets_a_deadline(on, status):
    """The deadline is met if the event's latest day is in time, and late if no day is."""
    met = ev.RequirementMet(on, what="the  PLANS")
    direction = directed(tf.Deadline("The plans", due="2016-12-01"))
    assert status == status_of("The plans", "2017-01-01", direction, met)


def test_a_named_event_or_a_judgement_meets_a_deadline():
    """A judgement meets the deadline only if it is at least as good as the one asked for."""
    plan = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    live = ev.TrustWentLive("2018-04-01")
    assert "met" == status_of("go-live", "2019-01-01", directed(plan), live)
    good = tf.Deadline("good", due="2018-03", judgement="good")
    better = ev.InspectionPublished("2018-01-01", judgement="requires improvement")
    assert "unmet" == status_of("good", "2019-01-01", directed(good), better)
    best = ev.InspectionPublished("2018-02-01", judgement="outstanding")
    assert "met" == status_of("good", "2019-01-01", directed(good), better, best)


def test_a_later_deadline_of_the_same_words_supersedes_the_earlier():
    """After its due day, the earlier deadline is not superseded and stays unmet."""

    def statuses(due, on):
        first = directed(tf.Deadline("plans", due=due))
        second = ev.DeadlineSet(on, what="Plans", due="2017-03-01")
        result = tf.deadlines(history(first, second), "2017-01-01")
        return [str(each.status) for each in result if each.rule is None]

    assert ["superseded", "open"] == statuses("2016-12-01", "2016-12-01")
    assert ["unmet", "open"] == statuses("2016-12-01", "2016-12-02")
    assert ["cannot be told", "open"] == statuses("2016-12-01", "2016-12")
    # If the due day is a month, its last day is the last that may have been in time.
    assert ["cannot be told", "open"] == statuses("2016-12", "2016-12-31")
    assert ["unmet", "open"] == statuses("2016-12", "2017-01-01")


def test_a_superseded_deadline_names_the_later_event():
    """The field and the explanation both name it."""
    first = directed(tf.Deadline("plans", due="2016-12-01"))
    second = ev.DeadlineSet("2016-11-01", what="plans", due="2017-03-01")
    result = tf.deadlines(history(first, second), "2017-01-01")[0]
    assert second == result.superseded_by
    due = "as of 1 January 2017: due by 1 December 2016"
    replaced = f"Superseded {due}, replaced or cancelled on 1 November 2016. "
    assert result.explain().startswith(replaced)
    met = evolve(result, status=Status.MET, met_by=second)
    assert met.explain().startswith(f"Met {due}, done on 1 November 2016. ")


def test_deadlines_of_a_replaced_direction_are_superseded():
    """The deadlines are not unmet, because the direction that set them is not in force."""
    first = directed(tf.Deadline("plans", due="2016-12-01"), number=1)
    second = ev.DirectionIssued("2016-11-15", purpose="improvement", number=2, replaces=1)
    assert "superseded" == status_of("plans", "2017-01-01", first, second)
    revoked = ev.DirectionRevoked("2016-11-15", direction=1)
    assert "superseded" == status_of("plans", "2017-01-01", first, revoked)
    too_late = evolve(revoked, on="2016-12-02")
    assert "unmet" == status_of("plans", "2017-01-01", first, too_late)


def test_each_planned_go_live_is_kept_until_it_is_given_up():
    """A later plan does not supersede an earlier one; a decision to retain does."""
    plan = tf.Deadline("go-live", due="2017-07-01", met_by="trust_went_live")
    direction = directed(plan)
    later = ev.DeadlineSet("2017-01-01", what="go-live", due="2018-04-01", met_by="trust_went_live")
    result = tf.deadlines(history(direction, later), "2017-08-01")
    stand = [(str(each.due), str(each.status)) for each in result if each.rule is None]
    assert [("2017-07-01", "unmet"), ("2018-04-01", "open")] == stand
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    assert "superseded" == status_of("go-live", "2017-08-01", direction, retained)


def test_a_decision_to_retain_supersedes_the_computed_go_live_too():
    """The day under the rule direction-to-live is superseded as well."""
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    result = tf.deadlines(history(directed(), retained), "2018-12-01")
    live = of_rule(result, "direction-to-live")
    assert ("superseded", retained) == (live.status, live.superseded_by)


def test_a_further_direction_reopens_the_go_live():
    """After a decision to retain, the day counts again from the first direction."""
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    result = tf.deadlines(history(directed(), retained, directed(on="2017-06-01")), "2017-07-01")
    live = of_rule(result, "direction-to-live")
    assert ("open", "2018-10-06") == (live.status, str(live.due))


def test_how_long_a_deadline_is_listed():
    """Without a record it is listed for a year; a superseded one is listed once it is due."""
    appointed = ev.CommissionerAppointed("2016-09-01")
    case = history(appointed, begins_in="rated_inadequate")
    assert "2016-12-01" == str(of_rule(tf.deadlines(case, "2017-12-01"), "commissioner-report").due)
    assert () == tf.deadlines(case, "2017-12-02")
    own = tf.Deadline("report", due="2017-02-01", met_by="commissioner_reported")
    letter = ev.MindedToDirect("2016-10-01", deadlines=own)
    case = history(appointed, letter, begins_in="rated_inadequate")
    for day, rules in (("2016-12-01", [None]), ("2016-12-02", ["commissioner-report", None])):
        assert rules == [each.rule for each in tf.deadlines(case, day)]


def test_what_may_have_been_superseded_in_time_cannot_be_told():
    """The document may have set its own day after the day under the rule."""
    appointed = ev.CommissionerAppointed("2016-09-01")
    letter = ev.DeadlineSet(
        "2016-11/2016-12", what="report", due="2017-02-01", met_by="commissioner_reported"
    )
    reported = ev.CommissionerReported("2017-01-15")
    for events in ([appointed, letter], [appointed, letter, reported]):
        result = tf.deadlines(history(*events, begins_in="rated_inadequate"), "2017-03-01")
        assert "cannot be told" == of_rule(result, "commissioner-report").status


def test_a_live_trust_has_no_day_by_which_to_go_live():
    """A direction after the go-live, as in Bradford, starts no such clock."""
    live = ev.TrustWentLive("2023-04-01")
    direction = directed(on="2023-04-03")
    case = history(live, direction, begins_in="shadow_running")
    rules = [each.rule for each in tf.deadlines(case, "2023-06-01", everything=True)]
    assert "direction-to-live" not in rules
    back = [ev.ReturnedToCouncil("2024-01-01"), ev.CommissionerAppointed("2024-02-01")]
    again = evolve(case, events=[live, *back, directed(on="2024-06-01")])
    assert "2026-06-01" == str(of_rule(tf.deadlines(again, "2024-07-01"), "direction-to-live").due)


def test_a_stated_day_replaces_the_day_under_the_rule():
    """The day under the rule is superseded, whether the deadline is met or not."""
    inspected = ev.InspectionPublished(
        "2016-01-15", judgement="inadequate", received_on="2016-01-11"
    )
    plan = tf.Deadline("the plan", due="2016-03-01", met_by="action_plan_published")
    letter = ev.DeadlineSet("2016-01-20", what=plan.what, due=plan.due, met_by=plan.met_by)
    published = ev.ActionPlanPublished("2016-04-01")
    for events in [(inspected, letter), (inspected, letter, published)]:
        result = tf.deadlines(history(*events), "2016-05-01", everything=True)
        default = of_rule(result, "action-plan")
        assert ("superseded", letter) == (default.status, default.superseded_by)
    # Set after the day under the rule, it comes too late to replace it.
    late = evolve(letter, on="2016-05-01", due="2016-06-01")
    result = tf.deadlines(history(inspected, late), "2016-05-02", everything=True)
    assert "not recorded" == of_rule(result, "action-plan").status


def test_a_newer_inspection_starts_the_clock_again():
    """The new clock supersedes the older one if the older due day has not passed."""
    first, second = (
        ev.InspectionPublished(day, judgement="inadequate", received_on=day)
        for day in ("2016-01-15", "2016-02-15")
    )
    result = tf.deadlines(history(first, second), "2016-07-01")
    plans = [str(each.status) for each in result if each.rule == "action-plan"]
    assert ["superseded", "not recorded"] == plans
    assert "met late" not in plans


def test_an_open_start_cannot_be_told():
    """The clock may have started, and so ended, on any later day."""
    inspected = ev.InspectionPublished("2012-06/..", judgement="inadequate", inspected="2012-06")
    result = tf.deadlines(tf.History("Sandwell", [inspected]), "2014-01-01")
    plan = of_rule(result, "action-plan")
    first = tf.working_days(70).after(tf.working_days(6).before("2012-06-01"))
    assert ("cannot be told", f"{first}/..") == (plan.status, str(plan.due))


def test_a_rule_that_is_or_may_be_out_of_force():
    """The start day decides: no deadline if it is out of force, *cannot be told* if it may be."""
    before, across = (
        tf.History("Sandwell", ev.VisitLetterPublished(on, kind="focused", priority_action=True))
        for on in ("2018-07-25", "2018-08")
    )
    assert () == tf.deadlines(before, "2018-08-31")
    draft = of_rule(tf.deadlines(across, "2018-08-31"), "draft-plan")
    assert ("cannot be told", "2018-09-05/2018-10-01") == (draft.status, str(draft.due))


def test_a_receipt_that_is_not_on_record():
    """The start is the measured range: 6 working days before publication to 1 after it."""
    inspected = ev.InspectionPublished("2018-01-29", judgement="inadequate", framework="SIF")
    plan = of_rule(tf.deadlines(history(inspected), "2018-02-01"), "action-plan")
    assert ("2018-01-19/2018-01-30", "2018-05-01/2018-05-11") == (str(plan.start), str(plan.due))
    assert "it was measured on 59 letters" in plan.explain()
    assert "after a day between 19 January 2018 and 30 January 2018" in plan.explain()
    received = evolve(inspected, received_on="2018-01-22")
    plan = of_rule(tf.deadlines(history(received), "2018-02-01"), "action-plan")
    assert "measured" not in plan.explain()
    assert "70 working days after 22 January 2018, not counting that day" in plan.explain()


def test_a_span_is_counted_from_the_event_that_sets_it():
    """The explanation counts the days as it does for a rule."""
    letter = ev.VisitLetterPublished(
        "2018-11-09", kind="jtai", deadlines=[tf.Deadline("a statement", within="70 working days")]
    )
    result = named(tf.deadlines(history(letter), "2018-12-01"), "a statement")
    assert ("2019-02-20", tf.Strength.LAW) == (str(result.due), result.strength)
    assert "70 working days after 9 November 2018, not counting that day" in result.explain()


def test_the_explanation_names_a_relaxation():
    """Plans due in the summer of 2020 were due as soon as reasonably practicable."""
    relaxed = "The rule was relaxed for this due day: SI 2020/445 regs 7 and 14(1)"
    assert relaxed in tf.due("action-plan", start="2020-02-03").explain()
    assert "relaxed" not in tf.due("action-plan", start="2021-02-03").explain()
    partly = "The rule was relaxed for some of these due days: SI 2020/445"
    assert partly in tf.due("action-plan", start="2020").explain()


def test_days_left_after_the_calendar_are_calendar_days():
    """Working days are projected to 2100 only."""
    direction = directed(tf.Deadline("plans", due="2016-12-01"))
    late = named(tf.deadlines(history(direction), "2199-12-31"), "plans")
    assert dt.date(2016, 12, 1).toordinal() - dt.date(2199, 12, 31).toordinal() == late.left


def test_a_partial_day_is_refused():
    """A status needs one whole day."""
    with pytest.raises(tf.BadDate):
        tf.deadlines(SANDWELL, "2016-12")


def asking(rule):
    """Return a user's process: ask any number of times, then grant."""
    return tf.Process(
        name="kit", title="Asking",
        stages={"asked": tf.StageInfo("Asked", "."), "granted": tf.StageInfo("G", ".", final=True)},
        initial="asked", triggers={"ask": "asked", "grant": "granted"},
        moves=[tf.Move("ask", "asked", "asked"), tf.Move("grant", "asked", "granted")],
        rules=[rule],
    )  # fmt: skip


def test_deadlines_of_a_users_process():
    """The rule of the process has to be in force on the ending day."""
    rule = tf.DateRule(
        id="answer", requires="An answer", starts="ask", ends="grant", at_most="5 days",
        in_force_by_end=True, since="2020-01-12", strength="law", citation=tf.Citation("By-law 1"),
    )  # fmt: skip
    process = asking(rule)
    asked = tf.History("Somewhere", [NamedEvent("2020-01-10", what="ask")])
    (result,) = tf.deadlines(asked, "2020-01-12", process=process)
    assert ("2020-01-15", 3, "days", None) == (
        str(result.due),
        result.left,
        result.unit,
        result.duty_holder,
    )
    assert "due by 15 January 2020, 3 days left." in result.explain()
    assert "2020-01-15" == str(tf.due("answer", start="2020-01-10", process=process).due)


def test_a_deadline_as_data():
    """The data is what the command prints in JSON, without the disclaimer."""
    data = named(tf.deadlines(SANDWELL, "2016-12-05"), "transfer plans").to_dict()
    assert {
        "what": "transfer plans",
        "due": "2016-12-01",
        "status": "unmet",
        "left": -2,
        "unit": "working days",
        "strength": "direction",
        "rule": None,
        "duty_holder": None,
        "set_by": {"trigger": "deadline_set", "on": "2016-10-06"},
        "met_by": None,
        "superseded_by": None,
    } == {key: data[key] for key in list(data)[:11]}
    assert tf.TRUST_TRANSFER.disclaimer not in data["explanation"]
    plain = tf.due("action-plan", start="2016-11-25").to_dict()
    assert (None, None, "2017-03-08") == (plain["status"], plain["left"], plain["due"])


def test_a_whole_deadline_as_data():
    """The deadline under a rule was met late; each bank holiday is named."""
    inspected = ev.InspectionPublished(
        "2017-04-10", judgement="inadequate", framework="SIF", received_on="2017-04-10"
    )
    planned = ev.ActionPlanPublished("2017-07-24")
    result = tf.deadlines(tf.History("Sandwell", [inspected, planned]), "2017-08-01")
    (plan,) = (each for each in result if each.rule == "action-plan")
    source = (
        "SI 2007/462 reg 3; Education and Inspections Act 2006 s.137(3)-(4) "
        "(https://www.legislation.gov.uk/ukpga/2006/40/section/137)"
    )
    asked = "The council publishes its action plan after an inspection report"
    assert {
        "what": asked,
        "due": "2017-07-21",
        "status": "met late",
        "left": None,
        "unit": "working days",
        "strength": "law",
        "rule": "action-plan",
        "duty_holder": "council",
        "set_by": {"trigger": "inspection_published_inadequate", "on": "2017-04-10"},
        "met_by": {"trigger": "action_plan_published", "on": "2017-07-24"},
        "superseded_by": None,
        "inherited_from": None,
        "citation": source,
        "start": "2017-04-10",
        "earliest": None,
        "explanation": (
            "Met late as of 1 August 2017: due by 21 July 2017, done on 24 July 2017. "
            f"Required: {asked}. "
            "Last day: 70 working days after 10 April 2017, not counting that day. "
            "Bank holidays skipped: 14 April 2017 (Good Friday), "
            "17 April 2017 (Easter Monday), 1 May 2017 (May Day), "
            "29 May 2017 (Spring Bank Holiday). "
            "Rule action-plan: at most 70 working days after the report's receipt by the council; "
            "in force since 1 April 2007. "
            f"Source: {source}. Duty holder: council."
        ),
    } == plan.to_dict()


def test_a_stated_day_has_no_start():
    """Only a deadline within a span counts from the event that sets it."""
    stated = tf.Deadline("a board", due="2016-12-01")
    within = tf.Deadline("a chair", within="3 months")
    setter = ev.Note("2016-07-01", deadlines=[stated, within])
    result = tf.deadlines(tf.History("Sandwell", [setter]), "2016-08-01")
    starts = {each.what: each.start for each in result}
    assert {"a board": None, "a chair": tf.PartialDate.parse("2016-07-01")} == starts


def test_superseded_on_the_last_possible_due_day_cannot_be_told():
    """The due day may have been an earlier one, and missed."""
    events = [
        ev.Note("2016-07-01", deadlines=tf.Deadline("a board", due="2016-12")),
        ev.Note("2016-12-31", deadlines=tf.Deadline("a board", due="2017-06-01")),
    ]
    result = tf.deadlines(tf.History("Sandwell", events), "2017-02-01", everything=True)
    assert ["cannot be told", "open"] == [str(each.status) for each in result]


def statuses_by_rule(history, as_of):
    """Return the statuses of the deadlines under rules, by rule."""
    result = tf.deadlines(history, as_of, everything=True)
    return {each.rule: str(each.status) for each in result if each.rule is not None}


def test_no_go_live_is_due_if_the_history_begins_with_a_live_trust():
    """A direction to a trust that is live sets no day by which to go live."""
    directed = [ev.DirectionIssued("2018-01-01", purpose="trust")]
    live = tf.History("Devon", directed, begins_in="trust_live")
    assert {} == statuses_by_rule(live, "2018-02-01")
    reviewed = tf.History("Devon", directed, begins_in="commissioner_review")
    assert {"direction-to-live": "open"} == statuses_by_rule(reviewed, "2018-02-01")


def test_a_decided_return_is_due_in_any_stage():
    """The deadline is listed even in a stage in which the return cannot come next."""
    decided = [ev.ReturnDecided("2022-02-01")]
    for begins_in in (None, "trust_live"):
        history = tf.History("Devon", decided, begins_in=begins_in)
        assert {"decision-to-return": "open"} == statuses_by_rule(history, "2022-03-01")


def test_a_decision_to_retain_supersedes_the_go_live_only():
    """The action plan stays due."""
    inspected = ev.InspectionPublished(
        "2016-11-25", judgement="inadequate", received_on="2016-11-25"
    )
    directed = ev.DirectionIssued("2016-12-01", purpose="trust")
    kept = ev.DecisionAnnounced("2016-12-15", outcome="retain")
    result = statuses_by_rule(tf.History("Devon", [inspected, directed, kept]), "2017-01-01")
    assert ("open", "superseded") == (result["action-plan"], result["direction-to-live"])


def test_an_interval_of_due_days_is_missed_after_its_last():
    """On the last one it cannot be told; the days left count from the last one."""
    history = tf.History("Devon", [ev.DeadlineSet("2016-07-01", what="a plan", due="2016-12")])
    result = [tf.deadlines(history, day)[0] for day in ("2016-12-31", "2017-01-03")]
    assert ["cannot be told", "unmet"] == [str(each.status) for each in result]
    assert [None, -1] == [each.left for each in result]


def test_working_days_are_left_up_to_the_end_of_the_calendar():
    """Only later days are counted as calendar days."""
    history = tf.History("Devon", [ev.DeadlineSet("2016-07-01", what="a plan", due="2100-12-31")])
    (result,) = tf.deadlines(history, "2100-12-24")
    assert tf.working_days_between("2100-12-24", "2100-12-31") == result.left == 3


def test_restarted_on_the_last_possible_due_day_cannot_be_told():
    """The older deadline may have been missed by then."""
    process = asking(tf.DateRule(
        id="answer", requires="An answer", starts="ask", ends="grant", at_most="5 days",
        strength="law", citation=tf.Citation("By-law 1"),
    ))  # fmt: skip
    for again, status in (("2020-01-06", "superseded"), ("2020-01-08", "cannot be told")):
        asked = [NamedEvent("2020-01-01/2020-01-03", what="ask"), NamedEvent(again, what="ask")]
        history = tf.History("Somewhere", asked)
        result = tf.deadlines(history, "2020-02-01", process=process, everything=True)
        assert status == str(result[0].status)


# The rules of the second edition


def rule_status(rule, as_of, *events, **fields):
    """Return the status of the one deadline under a rule."""
    fields = {"begins_in": "rated_inadequate", **fields}
    result = tf.deadlines(tf.History("Sandwell", events, **fields), as_of, everything=True)
    return str(of_rule(result, rule).status)


PRIORITY = ev.VisitLetterPublished(
    "2022-09-21", kind="focused", priority_action=True, received_on="2022-09-21"
)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([ev.PlanSubmitted("2022-12-30")], "met"),
        ([ev.ActionPlanPublished("2022-12-30")], "met"),
        ([ev.PlanSubmitted("2022-12-31")], "met late"),
        ([ev.ActionPlanPublished("2023-03-01")], "cannot be told"),
        ([ev.ActionPlanPublished("2022-12")], "cannot be told"),
        ([ev.ActionPlanPublished("2023-03-01"), ev.PlanSubmitted("2023-03-02")], "cannot be told"),
        ([ev.PlanSubmitted("2022-12-30", responds_to="inspection")], "not recorded"),
        ([ev.PlanSubmitted("2022-12-30", responds_to="the visit")], "met"),
        ([], "not recorded"),
    ],
)
def test_what_shows_that_a_plan_was_submitted(events, status):
    """A published plan shows it if it came in time; otherwise it shows nothing."""
    assert status == rule_status("final-plan", "2023-06-01", PRIORITY, *events)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([ev.CommissionerReported("2017-04-10")], "met"),
        ([ev.CommissionerReportPublished("2017-04-01")], "met"),
        ([ev.CommissionerReported("2017-04-11")], "met late"),
        ([ev.CommissionerReportPublished("2017-06-01")], "cannot be told"),
        ([ev.CommissionerStoodDown("2017-03-01", names="Ann Lee")], "superseded"),
        ([ev.CommissionerStoodDown("2017-04-10")], "superseded"),
        ([ev.CommissionerStoodDown("2017-05-01")], "not recorded"),
        ([ev.CommissionerStoodDown("2017-04")], "cannot be told"),
        ([ev.InterventionSteppedDown("2017-03-01")], "superseded"),
        ([ev.InterventionEnded("2017-03-01")], "superseded"),
        ([ev.DirectionRevoked("2017-03-01")], "superseded"),
        ([ev.InterventionEnded("2017-03-01", partly=True)], "not recorded"),
        ([ev.CommissionerSucceeded("2017-02-01", names="Bo Day")], "not recorded"),
        (
            [
                ev.CommissionerSucceeded("2017-02-01", names="Bo Day"),
                ev.CommissionerStoodDown("2017-03-01", names="Bo Day"),
            ],
            "superseded",
        ),
        ([], "not recorded"),
    ],
)
def test_a_commissioners_report(events, status):
    """A published report shows it; the end of the post cancels it, up to the due day."""
    direction = ev.DirectionIssued("2017-01-01", purpose="improvement")
    appointed = ev.CommissionerAppointed("2017-01-10", names="Ann Lee")
    listed = direction, appointed, *events
    assert status == rule_status("commissioner-report", "2017-09-01", *listed)


@pytest.mark.parametrize(
    ("inspected", "status"),
    [
        ("2015-07-10", "met"),
        ("2015-07-09", "met"),  # too early, which is another finding
        ("2016-01-11", "met late"),
        ("2016-01", "cannot be told"),
        ("2014-01-10/2014-02-01", "not recorded"),  # it began before the earlier report
        ("2014-01/2014-02-01", "cannot be told"),  # it may have begun before
        (["2016-01-01", "2015-06-01"], "met"),
    ],
)
def test_a_reinspection_is_met_by_its_start(inspected, status):
    """The earliest start counts, and one that began before the earlier report meets nothing."""
    first = ev.InspectionPublished("2014-01-10", judgement="inadequate", framework="SIF")
    later = evolve(first, on="2016-02-20", judgement="good", inspected=inspected)
    rule = "reinspection-18-24-months"
    assert status == rule_status(rule, "2016-06-01", first, later)


def test_a_reinspection_of_which_only_the_report_is_known():
    """It shows the start if it came in time."""
    first = ev.InspectionPublished("2014-01-10", judgement="inadequate", framework="SIF")
    rule = "reinspection-18-24-months"
    for on, status in (("2016-01-10", "met"), ("2016-01-11", "cannot be told")):
        later = evolve(first, on=on, judgement="good")
        assert status == rule_status(rule, "2016-06-01", first, later)


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2014-05-30", "2016-05-30"),
        ("2014-05-31", None),
        ("2014-05", "2016-05-01/2016-05-30"),
        ("2014-06", None),
    ],
)
def test_a_rule_that_must_be_in_force_until_the_due_day(on, due):
    """A deadline whose due day is after the end of the rule is not listed."""
    inspected = ev.InspectionPublished(on, judgement="inadequate", framework="SIF")
    result = tf.deadlines(tf.History("Sandwell", inspected), "2014-07-01", everything=True)
    found = [each for each in result if each.rule == "reinspection-18-24-months"]
    assert ([] if due is None else [due]) == [str(each.due) for each in found]
    assert not due or [due == "2016-05-30"] == [each.status == "open" for each in found]


JOINT = ev.VisitLetterPublished(
    "2018-11-09", kind="jtai", statement_required=True, received_on="2018-11-09"
)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([ev.ActionPlanPublished("2019-02-20")], "met"),
        ([ev.ActionPlanPublished("2019-02-21")], "met late"),
        ([ev.ActionPlanPublished("2019-02-20", responds_to="inspection")], "not recorded"),
    ],
)
def test_a_joint_statement(events, status):
    """A plan that answers another document does not meet it."""
    assert status == rule_status("joint-statement", "2019-06-01", JOINT, *events)
    without = evolve(JOINT, received_on=None)
    plan = ev.ActionPlanPublished("2019-02-15")
    assert "cannot be told" == rule_status("joint-statement", "2019-06-01", without, plan)


def test_another_body_holds_the_duty():
    """Only a plan that says that it answers a joint inspection meets its deadline."""
    letter = evolve(JOINT, principal_authority="West Midlands Police")
    rule, as_of = "joint-statement", "2019-06-01"
    own = ev.ActionPlanPublished("2019-02-20")
    theirs = evolve(own, responds_to="joint  Inspection")
    assert "not recorded" == rule_status(rule, as_of, letter, own)
    assert "met" == rule_status(rule, as_of, letter, theirs)
    result = tf.deadlines(tf.History("Sandwell", [letter]), "2019-01-01")
    holders = {each.rule: each.duty_holder for each in result}
    assert "West Midlands Police" == holders["joint-statement"] == holders["joint-report"]
    assert all("Duty holder: West Midlands Police." in each.explain() for each in result)
    named = evolve(letter, principal_authority="sandwell")
    assert (
        "council"
        == of_rule(tf.deadlines(tf.History("Sandwell", [named]), "2019-01-01"), rule).duty_holder
    )


def test_either_event_meets_a_stated_day():
    """A stated day takes the place of a rule with showing events; a late one is doubtful."""
    plan = tf.Deadline("the plan", due="2022-12-01", met_by="plan_submitted")
    letter = evolve(PRIORITY, deadlines=plan)

    def status(*events):
        listed = tf.History("Sandwell", [letter, *events])
        return str(named(tf.deadlines(listed, "2023-06-01", everything=True), "the plan").status)

    assert "met" == status(ev.PlanSubmitted("2022-12-01"))
    assert "met late" == status(ev.PlanSubmitted("2022-12-02"))
    assert "met" == status(ev.ActionPlanPublished("2022-12-01"))
    assert "cannot be told" == status(ev.ActionPlanPublished("2022-12-02"))
    assert "unmet" == status()
    assert "superseded" == rule_status("final-plan", "2023-06-01", letter)


# Abolished and new authorities

ABOLISHED = ev.AuthorityReorganised("2021-04-01", into=["Northshire", "Westshire"])


@pytest.mark.parametrize(
    ("due", "status"),
    [("2021-03-31", "unmet"), ("2021-04-01", "superseded"), ("2021-09-01", "superseded"),
     ("2021", "cannot be told"), ("2021-04", "superseded")],
)  # fmt: skip
def test_an_abolition_supersedes_what_is_not_past(due, status):
    """A deadline that was due before stays unmet."""
    setter = ev.Note("2020-12-01", deadlines=tf.Deadline("plans", due=due))
    assert status == status_of("plans", "2022-01-01", setter, ABOLISHED)
    going_on = evolve(ABOLISHED, into=["Sandwell", "Westshire"])
    assert "unmet" == status_of("plans", "2022-01-01", setter, going_on)


def test_an_abolition_ends_the_clocks():
    """No rule counts on, and nothing that comes later meets it."""
    inspected = ev.InspectionPublished(
        "2021-03-01", judgement="inadequate", received_on="2021-03-01"
    )
    plan = ev.ActionPlanPublished("2021-05-01")
    for events in ([inspected, ABOLISHED], [inspected, ABOLISHED, plan]):
        result = of_rule(
            tf.deadlines(history(*events), "2021-07-01", everything=True), "action-plan"
        )
        assert ("superseded", ABOLISHED, None) == (
            result.status,
            result.superseded_by,
            result.met_by,
        )


def test_inherited_clocks_and_deadlines_name_the_predecessor():
    """They go on in the successor, whose own events meet them."""
    plan = tf.Deadline("a review", due="2021-09-01")
    inherits = [
        ev.InspectionPublished("2021-03-01", judgement="inadequate", received_on="2021-03-01"),
        ev.Note("2021-03-15", deadlines=plan),
    ]
    own = ev.ActionPlanPublished("2021-06-01")
    new = tf.History(
        "Northshire", [own], succeeds="Oldshire", inherits=inherits, begins_in="rated_inadequate"
    )
    result = tf.deadlines(new, "2021-07-01", everything=True)
    assert {"Oldshire"} == {each.inherited_from for each in result}
    clock, review = of_rule(result, "action-plan"), named(result, "a review")
    assert ("met", own, "open") == (clock.status, clock.met_by, review.status)
    assert "It comes from an event of Oldshire (1 March 2021)." in clock.explain()
    assert "Oldshire" == clock.to_dict()["inherited_from"]
    met = evolve(new, events=[own, ev.RequirementMet("2021-08-01", what="A review")])
    assert "met" == named(tf.deadlines(met, "2021-10-01"), "a review").status
    # `as_of` leaves out own events only.
    assert "open" == of_rule(tf.deadlines(new, "2021-05-01"), "action-plan").status
    own_only = tf.deadlines(SANDWELL, "2016-11-01")
    assert {None} == {each.inherited_from for each in own_only}


def test_an_inherited_appointment_starts_no_clock_of_a_review():
    """The review began in the history of the predecessor."""
    inherits = [ev.CommissionerAppointed("2021-03-01")]
    new = tf.History(
        "Northshire", succeeds="Oldshire", inherits=inherits, begins_in="commissioner_review"
    )
    assert () == tf.deadlines(new, "2021-04-01", everything=True)


def test_no_day_of_the_casebook_contradicts_a_status():
    """What was met in time was done by its due day, and what was met late after it."""
    seen = set()
    for name in tf.casebook.names():
        for due in tf.deadlines(tf.casebook.load(name), "2026-11-01", everything=True):
            if due.status in {Status.MET, Status.MET_LATE}:
                done = due.met_on or due.met_by.on
                is_in_time = due.status is Status.MET
                assert is_in_time is (done.last <= due.due.last), due.explain()
                seen.add((is_in_time, due.met_on is not None))
    assert {(True, True), (True, False), (False, True), (False, False)} == seen
