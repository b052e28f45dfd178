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
TIMED = {rule.id: rule for rule in oracle.TIMED}
GIVEN_UP = {"decision_announced_retain", "returned_to_council"}
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
        "commissioner_reported",
        "decision_announced_retain",
        "direction_issued_trust",
        "direction_revoked",
        "trust_went_live",
        "deadline_set",
    ),
    (
        "visit_letter_published_priority_action",
        "draft_plan_shared",
        "action_plan_published",
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
    assert ("direction_issued_trust", "2016-10-06") == (
        plans.set_by.trigger,
        str(plans.set_by.on),
    )
    assert "gov.uk: Direction issued to Sandwell" in str(plans.citation)


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


def expected_from_documents(events, day):
    """Return every deadline set in a document with its due day and status, by a plain reading."""
    opened, result = [], []
    for event in events:
        closed = [each for each in opened if oracle.closes(event, each, opened)]
        opened = [each for each in opened if each not in closed]
        if event.event_name in oracle.OPENING and oracle.is_about_children(event):
            opened.append(event)
        for expected in result:
            expected["status"] = expected["status"] or settled_by(expected, event, closed)
        for deadline in oracle.deadlines_of(event):
            due = oracle.due_days(deadline, event)
            if due is not None:
                result.append({"setter": event, "deadline": deadline, "due": due, "status": None})
    for expected in result:
        if expected["status"] is None:
            expected["status"] = "open" if day <= expected["due"][-1] else "unmet"
    return sorted(
        (expected["deadline"].what, expected["due"][0], expected["status"]) for expected in result
    )


def settled_by(expected, event, closed):
    """Return the status that an event gives a deadline if it meets or supersedes it."""
    (on,) = oracle.days_of(event.on)
    open_one = oracle.OpenDeadline(
        expected["setter"], expected["deadline"], "", expected["due"], possibly_superseded=False
    )
    if oracle.meets(event, expected["deadline"]):
        return "met" if on <= expected["due"][-1] else "met late"
    if oracle.supersedes(event, open_one, closed) and on <= expected["due"][-1]:
        return "superseded"
    return None


def exact(history):
    """Return the history with exact days only, in its deadlines too."""
    return evolve(history, events=[exact_event(event) for event in history])


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


@given((histories(max_events=6, precision="day") | busy_histories()).map(exact), MODERN_DAYS)
def test_documents_against_brute_force(history, day):
    """Every deadline set in a document has the due day and status of a plain reading."""
    events = history.as_of(day).events
    result = sorted(
        (each.what, each.due.first, str(each.status))
        for each in tf.deadlines(history, day)
        if each.rule is None
    )
    assert expected_from_documents(events, day.toordinal()) == result


def without_deadlines(history):
    """Return the history with exact days only and without deadlines set in documents."""
    events = [
        evolve(event, deadlines=())
        for event in exact(history)
        if event.event_name != "deadline_set"
    ]
    return evolve(history, events=events)


def expected_from_rule(rule, events, steps, day):
    """Yield the due days and the status of each clock of one rule, by a plain reading.

    A clock without due days started when the rule was not in force. If the rule may not have been
    in force, the only certain status is superseded.
    """
    is_first = rule.id == "direction-to-live"  # it counts from the first of its starting events
    due, certain, superseded, idle = None, True, False, False

    def certain_or_superseded(status):
        return status if certain or status == "superseded" else "cannot be told"

    for event, step in zip(events, steps, strict=True):
        (on,) = oracle.days_of(event.on)
        if event.trigger in rule.ends:
            if due and not idle:
                yield (
                    due,
                    certain_or_superseded("superseded" if superseded else met_status(due, on)),
                )
            due = None
        if event.trigger in rule.starts and oracle.meets_condition(rule, event, step):
            idle, superseded = step.after == REACHED.get(rule.id), False
            if due is None or not is_first:
                if due:
                    yield due, certain_or_superseded(superseded_status(due, on, day))
                due, certain = due_under(rule, event)
        if is_first and due and event.trigger in GIVEN_UP:
            superseded = superseded or on <= due[0]
    if due and not idle:
        yield due, certain_or_superseded("superseded" if superseded else open_status(due, day))


def due_under(rule, event):
    """Return the possible due days after an event, and whether the rule was certainly in force."""
    starts, _ = oracle.start_days(rule, event)
    in_force = [start for start in starts if rule.is_in_force(start)]
    due = [oracle.shifted(start, rule.most, rule.unit) for start in in_force]
    return due, len(in_force) == len(starts)


def met_status(due, on):
    """Return the status of a deadline that was met on a day."""
    return "met" if on <= due[0] else "met late" if on > due[-1] else "cannot be told"


def superseded_status(due, on, day):
    """Return the status of a deadline whose clock was started again on a day."""
    if on <= due[0]:
        return "superseded"
    return "cannot be told" if on <= due[-1] else open_status(due, day)


def open_status(due, day):
    """Return the status of a deadline that nothing has settled."""
    return "open" if day <= due[0] else "not recorded" if day > due[-1] else "cannot be told"


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
    shown = history.as_of(day)
    steps = oracle.replay(shown)
    result = defaultdict(list)
    for each in tf.deadlines(history, day, everything=True):
        result[each.rule].append(((each.due.first, each.due.last), str(each.status)))
    for rule in oracle.TIMED:
        if rule.most is not None:
            expected = [
                ((due[0], due[-1]), status)
                for due, status in expected_from_rule(rule, shown.events, steps, day.toordinal())
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
    """Return the statuses of deadlines by requirement, rule, due day and setter."""
    statuses = defaultdict(list)
    for each in result:
        statuses[each.what, each.rule, str(each.due), id(each.set_by)].append(str(each.status))
    return statuses


def is_in_order(history):
    """Return whether the dates allow that the events happened in the order listed."""
    firsts = [event.on.first for event in history]
    return all(
        event.on.last >= max(firsts[: place + 1]) for place, event in enumerate(history.events)
    )


@given(ANY, st.lists(MODERN_DAYS, min_size=2, max_size=4).map(sorted))
def test_a_status_changes_only_as_it_can(history, asked):
    """From one day to a later one, a status changes only to one that can follow it.

    If the history is out of order, a missed deadline can later be met by a misdated event.
    """
    older = {}
    lasting = LASTING if is_in_order(history) else {key: LASTING[key] for key in MET}
    for day in asked:
        newer = by_identity(tf.deadlines(history, day, everything=True))
        for identity, statuses in older.items():
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
        for on in ("2018-08-15", "2018-08")
    )
    assert () == tf.deadlines(before, "2018-08-31")
    draft = of_rule(tf.deadlines(across, "2018-08-31"), "draft-plan")
    assert ("cannot be told", "2018-09-14/2018-09-28") == (draft.status, str(draft.due))


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
    relaxed = "The rule was relaxed for this due day: SI 2020/445 reg 7"
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
        "set_by": {"trigger": "direction_issued_trust", "on": "2016-10-06"},
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
