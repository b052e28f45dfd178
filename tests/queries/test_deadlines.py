"""What is due, by which rule or document, and how it stands on a day."""

import datetime as dt
from collections import defaultdict

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests import oracle
from trustflow import events as ev
from trustflow.engine import NOT_RECORDED
from trustflow.history import NamedEvent
from trustflow.queries import Status
from trustflow.testing import days, histories, loose_histories, partial_dates
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS

PROCESS = tf.TRUST_TRANSFER
SANDWELL = tf.casebook.load("Sandwell")
TIMED = {rule.id: rule for rule in oracle.TIMED}
GIVEN_UP = {"decision_announced_retain", "returned_to_council"}
"""What supersedes a planned go-live."""
REACHED = {"direction-to-live": "trust_live", "decision-to-return": "returned_to_council"}
"""The stage in which what a rule asks for is there already, so that nobody waits for it."""


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
"""Triggers that meet, supersede and take back one another's deadlines."""


@st.composite
def busy_histories(draw, *, part_known=False):
    """Histories of a few related triggers, in the order of their days, allowed or not."""
    triggers = st.sampled_from(draw(st.sampled_from(NEIGHBOURHOODS)))
    day = draw(days(dt.date(2013, 1, 1), dt.date(2022, 12, 31)))
    events = []
    for trigger in draw(st.lists(triggers, min_size=1, max_size=7)):
        day += dt.timedelta(draw(st.sampled_from([0, 1, 30, 100, 300])))
        on = draw(partial_dates(st.just(day))) if part_known else tf.PartialDate.of(day)
        events.append(draw(transfer_events(trigger=trigger, on=on, day=day)))
    begins_in = draw(st.sampled_from([None, "commissioner_review", "trust_live"]))
    return tf.History("Sandwell", events, begins_in=begins_in)


def named(found, what):
    """The one deadline of some words."""
    (one,) = (each for each in found if each.what == what)
    return one


def of_rule(found, rule):
    """The one deadline that follows from a rule."""
    (one,) = (each for each in found if each.rule == rule)
    return one


def history(*events, begins_in="commissioner_review"):
    """A history of Sandwell's."""
    return tf.History("Sandwell", events, begins_in=begins_in)


def directed(*deadlines, on="2016-10-06", **fields):
    """A direction to move to a trust."""
    return ev.DirectionIssued(on, purpose="trust", deadlines=list(deadlines), **fields)


def status_of(what, as_of, *events):
    """How one deadline stands on a day."""
    return named(tf.deadlines(history(*events), as_of, everything=True), what).status


# Sandwell


def test_sandwell_before_its_plans_were_due():
    """On 1 November 2016 the plans are open, with 22 working days left, by the direction."""
    plans = named(tf.deadlines(SANDWELL, "2016-11-01"), "transfer plans")
    assert ("open", "2016-12-01", 22) == (plans.status, str(plans.due), plans.left)
    assert ("working days", tf.Strength.DIRECTION) == (plans.unit, plans.strength)
    assert ("direction_issued_trust", "2016-10-06") == (
        plans.set_by.trigger,
        str(plans.set_by.on),
    )
    assert "gov.uk: Direction issued to Sandwell" in str(plans.citation)


def test_sandwell_after_its_plans_were_due():
    """On 5 December 2016 nothing on record met them: unmet, which is no proof."""
    plans = named(tf.deadlines(SANDWELL, "2016-12-05"), "transfer plans")
    assert ("unmet", -2, None) == (plans.status, plans.left, plans.met_by)
    assert plans.explain().endswith(f"On 5 December 2016: unmet. {NOT_RECORDED}")
    met = ev.RequirementMet("2016-11-30", what="Transfer  Plans")
    events = [event for event in SANDWELL if event.on.last <= met.on.first]
    plans = named(
        tf.deadlines(evolve(SANDWELL, events=[*events, met]), "2016-12-05"), "transfer plans"
    )
    assert ("met", None, met) == (plans.status, plans.left, plans.met_by)
    assert "On 5 December 2016: met, it was done on 30 November 2016." in plans.explain()


def test_sandwell_s_planned_go_live_was_met_late():
    """Each planned go-live is measured against the actual day; the later plan was kept."""
    found = tf.deadlines(SANDWELL, "2018-05-01")
    plans = [(str(each.due), str(each.status)) for each in found if "go-live" in each.what]
    assert [("2017-22", "met late"), ("2018-04-01", "met")] == plans


def test_a_case_answers_as_its_history_does():
    """`case.deadlines` is `tf.deadlines` of its history."""
    case = tf.Case.from_history(SANDWELL)
    assert tf.deadlines(SANDWELL, "2018-05-01") == case.deadlines("2018-05-01")
    everything = case.deadlines("2018-05-01", everything=True)
    assert tf.deadlines(SANDWELL, "2018-05-01", everything=True) == everything


# Against brute force


def expected_of_documents(events, day):
    """What a plain reading says of every deadline set: its due days and its status."""
    opened, found = [], []
    for event in events:
        closed = [each for each in opened if oracle.closes(event, each, opened)]
        opened = [each for each in opened if each not in closed]
        if event.event_name in oracle.OPENING and oracle.is_about_children(event):
            opened.append(event)
        for duty in found:
            duty["status"] = duty["status"] or what_becomes_of(duty, event, closed)
        for deadline in oracle.deadlines_of(event):
            due = oracle.due_days(deadline, event)
            if due is not None:
                found.append({"setter": event, "deadline": deadline, "due": due, "status": None})
    for duty in found:
        if duty["status"] is None:
            duty["status"] = "open" if day <= duty["due"][-1] else "unmet"
    return sorted((duty["deadline"].what, duty["due"][0], duty["status"]) for duty in found)


def what_becomes_of(duty, event, closed):
    """The status that an event gives a deadline, if it meets it or takes its place."""
    (on,) = oracle.days_of(event.on)
    open_one = oracle.OpenDeadline(
        duty["setter"], duty["deadline"], "", duty["due"], possibly_superseded=False
    )
    if oracle.meets(event, duty["deadline"]):
        return "met" if on <= duty["due"][-1] else "met late"
    if oracle.supersedes(event, open_one, closed) and on <= duty["due"][-1]:
        return "superseded"
    return None


def exact(history):
    """The history with days only, its deadlines among them."""
    return evolve(history, events=[exact_event(event) for event in history])


def exact_event(event):
    """The event with days only."""
    changes = {"deadlines": [exact_deadline(each) for each in event.deadlines]}
    if getattr(event, "due", None) is not None:
        changes["due"] = event.due.earliest
    if getattr(event, "received_on", None) is not None:
        changes["received_on"] = event.received_on.earliest
    return evolve(event, **changes)


def exact_deadline(deadline):
    """The deadline with a day for a due day."""
    return deadline if deadline.due is None else evolve(deadline, due=deadline.due.earliest)


@given((histories(max_events=6, precision="day") | busy_histories()).map(exact), MODERN_DAYS)
def test_documents_against_brute_force(history, day):
    """Every deadline that a document set, on its due day and status, by the plainest reading."""
    events = history.as_of(day).events
    found = sorted(
        (each.what, each.due.first, str(each.status))
        for each in tf.deadlines(history, day)
        if each.rule is None
    )
    assert expected_of_documents(events, day.toordinal()) == found


def bare(history):
    """The history with days only and no deadlines set."""
    events = [
        evolve(event, deadlines=())
        for event in exact(history)
        if event.event_name != "deadline_set"
    ]
    return evolve(history, events=events)


def expected_of_rule(rule, events, steps, day):
    """What a plain reading says of one rule: the due days and the status of each clock.

    A clock without due days started when the rule was not in force; of one that may have started
    then, no more can be told than what superseded it.
    """
    is_first = rule.id == "direction-to-live"  # it counts from the first of its starting events
    due, certain, gone, idle = None, True, False, False

    def told(status):
        return status if certain or status == "superseded" else "cannot be told"

    for event, step in zip(events, steps, strict=True):
        (on,) = oracle.days_of(event.on)
        if event.trigger in rule.ends:
            if due and not idle:
                yield due, told("superseded" if gone else _done(due, on))
            due = None
        if event.trigger in rule.starts and oracle.meets_condition(rule, event, step):
            idle, gone = step.after == REACHED.get(rule.id), False
            if due is None or not is_first:
                if due:
                    yield due, told(_gone(due, on, day))
                due, certain = due_under(rule, event)
        if is_first and due and event.trigger in GIVEN_UP:
            gone = gone or on <= due[0]
    if due and not idle:
        yield due, told("superseded" if gone else _left(due, day))


def due_under(rule, event):
    """The days on which what a rule asks for can be due after an event, and whether it is then."""
    starts, _ = oracle.start_days(rule, event)
    in_force = [start for start in starts if rule.is_in_force(start)]
    due = [oracle.shifted(start, rule.most, rule.unit) for start in in_force]
    return due, len(in_force) == len(starts)


def _done(due, on):
    return "met" if on <= due[0] else "met late" if on > due[-1] else "cannot be told"


def _gone(due, on, day):
    return "superseded" if on <= due[0] else "cannot be told" if on <= due[-1] else _left(due, day)


def _left(due, day):
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
    # Nobody waits for a return that has been.
    tf.History("x", [ev.ReturnedToCouncil("2022-01-01"), ev.ReturnDecided("2022-01-01")]),
    dt.date(2022, 1, 1),
)
@given((histories(max_events=6, precision="day") | busy_histories()).map(bare), MODERN_DAYS)
def test_rules_against_brute_force(history, day):
    """Every day that follows from a rule, and how it stands, by the plainest reading."""
    shown = history.as_of(day)
    steps = oracle.replay(shown)
    found = defaultdict(list)
    for each in tf.deadlines(history, day, everything=True):
        found[each.rule].append(((each.due.first, each.due.last), str(each.status)))
    for rule in oracle.TIMED:
        if rule.most is not None:
            expected = [
                ((due[0], due[-1]), status)
                for due, status in expected_of_rule(rule, shown.events, steps, day.toordinal())
            ]
            assert sorted(expected) == sorted(found[rule.id]), rule.id


# What holds of every history

ANY = histories(max_events=6) | busy_histories(part_known=True) | loose_histories()
LASTING = {
    "met": {"met"},
    "met late": {"met late"},
    "unmet": {"unmet", "met late", "cannot be told"},
    "not recorded": {"not recorded", "met late", "superseded", "cannot be told"},
}
"""What a status may become; nothing that was met is ever anything else."""
MET = ("met", "met late")


def by_identity(found):
    """The statuses of some deadlines, by what they are."""
    statuses = defaultdict(list)
    for each in found:
        statuses[each.what, each.rule, str(each.due), id(each.set_by)].append(str(each.status))
    return statuses


def is_in_order(history):
    """Whether there is a day for each event on which they stand in order."""
    firsts = [event.on.first for event in history]
    return all(
        event.on.last >= max(firsts[: place + 1]) for place, event in enumerate(history.events)
    )


@given(ANY, st.lists(MODERN_DAYS, min_size=2, max_size=4).map(sorted))
def test_what_was_met_stays_met(history, asked):
    """As the days go by a status changes only as it can.

    What a misdated event did may become known after it was missed: it is listed after a later one.
    """
    older = {}
    lasting = LASTING if is_in_order(history) else {key: LASTING[key] for key in MET}
    for day in asked:
        newer = by_identity(tf.deadlines(history, day, everything=True))
        for identity, statuses in older.items():
            for status, later in zip(statuses, newer[identity], strict=True):
                assert later in lasting.get(status, {later})
        older = {identity: found for identity, found in newer.items() if len(found) == 1}


@given(ANY, MODERN_DAYS)
def test_only_what_can_have_happened_counts(history, day):
    """What is certainly after the day changes nothing."""
    assert tf.deadlines(history.as_of(day), day) == tf.deadlines(history, day)


@given(ANY, MODERN_DAYS)
def test_the_list_leaves_out_what_is_long_past(history, day):
    """Set deadlines are listed, computed ones unless old without a record or superseded ahead."""
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
def test_days_left_and_words_go_with_the_status(history, day):
    """Days are left before the due day, negative after it, and none where it is settled."""
    for each in tf.deadlines(history, day, everything=True):
        if each.status == "open":
            assert each.left >= 0
        elif each.status in {"unmet", "not recorded"}:
            assert each.left <= 0
        else:
            assert each.left is None
        text = each.explain()
        assert (NOT_RECORDED in text) == (each.status in {"unmet", "not recorded"})
        assert f": {each.status}" in text
        assert text == each.to_dict()["explanation"]
        assert (each.status == "unmet") <= (each.rule is None)
        assert (each.status == "not recorded") <= (each.rule is not None)


# Each status, by example


def test_the_due_day_itself_is_still_open():
    """A deadline is open on its day and unmet the day after."""
    direction = directed(tf.Deadline("plans", due="2016-12-01"))
    assert Status.OPEN == status_of("plans", "2016-12-01", direction)
    assert Status.UNMET == status_of("plans", "2016-12-02", direction)


def test_a_due_day_known_in_part():
    """Open to its first day, unmet after its last, between them it cannot be told."""
    direction = directed(tf.Deadline("plans", due="2016-12"))
    assert Status.OPEN == status_of("plans", "2016-12-01", direction)
    assert Status.CANNOT_BE_TOLD == status_of("plans", "2016-12-02", direction)
    assert Status.UNMET == status_of("plans", "2017-01-01", direction)


@pytest.mark.parametrize(
    ("on", "status"),
    [("2016-12-01", "met"), ("2016-12-02", "met late"), ("2016-12", "cannot be told")],
)
def test_met_by_a_requirement_of_the_same_words(on, status):
    """Met when its latest day is not after the due day, late when its earliest is."""
    met = ev.RequirementMet(on, what="the  PLANS")
    direction = directed(tf.Deadline("The plans", due="2016-12-01"))
    assert status == status_of("The plans", "2017-01-01", direction, met)


def test_met_by_the_event_it_names_or_a_judgement_at_least_as_good():
    """A go-live meets a planned one; only a good inspection meets "good"."""
    plan = tf.Deadline("go-live", due="2018-04-01", met_by="trust_went_live")
    live = ev.TrustWentLive("2018-04-01")
    assert "met" == status_of("go-live", "2019-01-01", directed(plan), live)
    good = tf.Deadline("good", due="2018-03", judgement="good")
    better = ev.InspectionPublished("2018-01-01", judgement="requires improvement")
    assert "unmet" == status_of("good", "2019-01-01", directed(good), better)
    best = ev.InspectionPublished("2018-02-01", judgement="outstanding")
    assert "met" == status_of("good", "2019-01-01", directed(good), better, best)


def test_a_later_deadline_of_the_same_words_supersedes_the_earlier():
    """Only before the due day: what is unmet stays unmet."""

    def statuses(due, on):
        first = directed(tf.Deadline("plans", due=due))
        second = ev.DeadlineSet(on, what="Plans", due="2017-03-01")
        found = tf.deadlines(history(first, second), "2017-01-01")
        return [str(each.status) for each in found if each.rule is None]

    assert ["superseded", "open"] == statuses("2016-12-01", "2016-12-01")
    assert ["unmet", "open"] == statuses("2016-12-01", "2016-12-02")
    assert ["cannot be told", "open"] == statuses("2016-12-01", "2016-12")
    # Of a due day known to the month the last is the last that may have been in time.
    assert ["cannot be told", "open"] == statuses("2016-12", "2016-12-31")
    assert ["unmet", "open"] == statuses("2016-12", "2017-01-01")


def test_a_superseded_deadline_says_what_took_its_place():
    """The explanation and the value name the later event."""
    first = directed(tf.Deadline("plans", due="2016-12-01"))
    second = ev.DeadlineSet("2016-11-01", what="plans", due="2017-03-01")
    found = tf.deadlines(history(first, second), "2017-01-01")[0]
    assert second == found.superseded_by
    taken = "On 1 January 2017: superseded, something else took its place on 1 November 2016."
    assert found.explain().endswith(taken)
    met = evolve(found, status=Status.MET, met_by=second)
    assert met.explain().endswith("On 1 January 2017: met, it was done on 1 November 2016.")


def test_a_replaced_direction_s_open_deadlines_are_superseded():
    """They are not unmet: the direction that asked for them is no more."""
    first = directed(tf.Deadline("plans", due="2016-12-01"), number=1)
    second = ev.DirectionIssued("2016-11-15", purpose="improvement", number=2, replaces=1)
    assert "superseded" == status_of("plans", "2017-01-01", first, second)
    revoked = ev.DirectionRevoked("2016-11-15", direction=1)
    assert "superseded" == status_of("plans", "2017-01-01", first, revoked)
    too_late = evolve(revoked, on="2016-12-02")
    assert "unmet" == status_of("plans", "2017-01-01", first, too_late)


def test_each_planned_go_live_stands_until_it_is_given_up():
    """A later plan does not supersede an earlier one; a decision to retain does."""
    plan = tf.Deadline("go-live", due="2017-07-01", met_by="trust_went_live")
    direction = directed(plan)
    later = ev.DeadlineSet("2017-01-01", what="go-live", due="2018-04-01", met_by="trust_went_live")
    found = tf.deadlines(history(direction, later), "2017-08-01")
    stand = [(str(each.due), str(each.status)) for each in found if each.rule is None]
    assert [("2017-07-01", "unmet"), ("2018-04-01", "open")] == stand
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    assert "superseded" == status_of("go-live", "2017-08-01", direction, retained)


def test_a_decision_to_retain_supersedes_the_computed_go_live_too():
    """Nobody waits for a trust that was given up."""
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    found = tf.deadlines(history(directed(), retained), "2018-12-01")
    live = of_rule(found, "direction-to-live")
    assert ("superseded", retained) == (live.status, live.superseded_by)


def test_a_further_direction_takes_up_the_go_live_again():
    """After a decision to retain the trust is awaited again, from the first direction on."""
    retained = ev.DecisionAnnounced("2017-02-01", outcome="retain")
    found = tf.deadlines(history(directed(), retained, directed(on="2017-06-01")), "2017-07-01")
    live = of_rule(found, "direction-to-live")
    assert ("open", "2018-10-06") == (live.status, str(live.due))


def test_what_is_listed_to_the_day():
    """Without a record a computed day is listed for a year, and superseded once it is due."""
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
    """A day that was perhaps set after the default's own may have come too late."""
    appointed = ev.CommissionerAppointed("2016-09-01")
    letter = ev.DeadlineSet(
        "2016-11/2016-12", what="report", due="2017-02-01", met_by="commissioner_reported"
    )
    reported = ev.CommissionerReported("2017-01-15")
    for events in ([appointed, letter], [appointed, letter, reported]):
        found = tf.deadlines(history(*events, begins_in="rated_inadequate"), "2017-03-01")
        assert "cannot be told" == of_rule(found, "commissioner-report").status


def test_a_trust_that_is_live_has_no_day_by_which_to_go_live():
    """A direction that comes after the go-live, as Bradford's did, starts no such clock."""
    live = ev.TrustWentLive("2023-04-01")
    direction = directed(on="2023-04-03")
    case = history(live, direction, begins_in="shadow_running")
    rules = [each.rule for each in tf.deadlines(case, "2023-06-01", everything=True)]
    assert "direction-to-live" not in rules
    back = [ev.ReturnedToCouncil("2024-01-01"), ev.CommissionerAppointed("2024-02-01")]
    again = evolve(case, events=[live, *back, directed(on="2024-06-01")])
    assert "2026-06-01" == str(of_rule(tf.deadlines(again, "2024-07-01"), "direction-to-live").due)


def test_a_stated_day_takes_the_place_of_the_default():
    """The default is superseded, before its end and after it, met or not."""
    inspected = ev.InspectionPublished(
        "2016-01-15", judgement="inadequate", received_on="2016-01-11"
    )
    plan = tf.Deadline("the plan", due="2016-03-01", met_by="action_plan_published")
    letter = ev.DeadlineSet("2016-01-20", what=plan.what, due=plan.due, met_by=plan.met_by)
    published = ev.ActionPlanPublished("2016-04-01")
    for events in [(inspected, letter), (inspected, letter, published)]:
        found = tf.deadlines(history(*events), "2016-05-01", everything=True)
        default = of_rule(found, "action-plan")
        assert ("superseded", letter) == (default.status, default.superseded_by)
    # Set after the default's day, it comes too late to take its place.
    late = evolve(letter, on="2016-05-01", due="2016-06-01")
    found = tf.deadlines(history(inspected, late), "2016-05-02", everything=True)
    assert "not recorded" == of_rule(found, "action-plan").status


def test_a_newer_inspection_starts_the_clock_again():
    """And supersedes the older one, where that was not yet due."""
    first, second = (
        ev.InspectionPublished(day, judgement="inadequate", received_on=day)
        for day in ("2016-01-15", "2016-02-15")
    )
    found = tf.deadlines(history(first, second), "2016-07-01")
    plans = [str(each.status) for each in found if each.rule == "action-plan"]
    assert ["superseded", "not recorded"] == plans
    assert "met late" not in plans


def test_an_open_start_cannot_be_told():
    """A clock that may have started at any time may end at any time."""
    inspected = ev.InspectionPublished("2012-06/..", judgement="inadequate", inspected="2012-06")
    found = tf.deadlines(tf.History("Sandwell", [inspected]), "2014-01-01")
    plan = of_rule(found, "action-plan")
    first = tf.working_days(70).after(tf.working_days(6).before("2012-06-01"))
    assert ("cannot be told", f"{first}/..") == (plan.status, str(plan.due))


def test_a_rule_not_in_force_sets_nothing_and_one_perhaps_in_force_cannot_be_told():
    """The period in force is asked of the day counted from."""
    before, across = (
        tf.History("Sandwell", ev.VisitLetterPublished(on, kind="focused", priority_action=True))
        for on in ("2018-08-15", "2018-08")
    )
    assert () == tf.deadlines(before, "2018-08-31")
    draft = of_rule(tf.deadlines(across, "2018-08-31"), "draft-plan")
    assert ("cannot be told", "2018-09-14/2018-09-28") == (draft.status, str(draft.due))


def test_a_receipt_that_is_not_recorded_is_said_to_be_measured():
    """From six working days before publication to one after it."""
    inspected = ev.InspectionPublished("2018-01-29", judgement="inadequate", framework="SIF")
    plan = of_rule(tf.deadlines(history(inspected), "2018-02-01"), "action-plan")
    assert ("2018-01-19/2018-01-30", "2018-05-01/2018-05-11") == (str(plan.start), str(plan.due))
    assert "it was measured on 59 letters" in plan.explain()
    assert "after a day between 19 January 2018 and 30 January 2018" in plan.explain()
    received = evolve(inspected, received_on="2018-01-22")
    plan = of_rule(tf.deadlines(history(received), "2018-02-01"), "action-plan")
    assert "measured" not in plan.explain()
    assert "70 working days after 22 January 2018, that day not counted" in plan.explain()


def test_a_deadline_within_a_span_is_counted_from_the_event_that_carries_it():
    """Its explanation counts the days as a rule's does."""
    letter = ev.VisitLetterPublished(
        "2018-11-09", kind="jtai", deadlines=[tf.Deadline("a statement", within="70 working days")]
    )
    found = named(tf.deadlines(history(letter), "2018-12-01"), "a statement")
    assert ("2019-02-20", tf.Strength.LAW) == (str(found.due), found.strength)
    assert "70 working days after 9 November 2018, that day not counted" in found.explain()


def test_a_relaxed_due_day_is_said_to_be():
    """Plans due in the summer of 2020 were due as soon as reasonably practicable."""
    relaxed = "The rule was relaxed for due days then: SI 2020/445 reg 7"
    assert relaxed in tf.due("action-plan", start="2020-02-03").explain()
    assert "relaxed" not in tf.due("action-plan", start="2021-02-03").explain()
    partly = "The rule was relaxed for some of these due days: SI 2020/445"
    assert partly in tf.due("action-plan", start="2020").explain()


def test_days_after_the_calendar_s_end_are_counted_as_days():
    """Working days are projected to 2100 only."""
    direction = directed(tf.Deadline("plans", due="2016-12-01"))
    late = named(tf.deadlines(history(direction), "2199-12-31"), "plans")
    assert dt.date(2016, 12, 1).toordinal() - dt.date(2199, 12, 31).toordinal() == late.left


def test_a_day_known_in_part_is_refused():
    """Deadlines stand on a day."""
    with pytest.raises(tf.BadDate):
        tf.deadlines(SANDWELL, "2016-12")


def asking(rule):
    """A process of one's own: asked, as often as one likes, then granted."""
    return tf.Process(
        name="kit", title="Asking",
        stages={"asked": tf.StageInfo("Asked", "."), "granted": tf.StageInfo("G", ".", final=True)},
        initial="asked", triggers={"ask": "asked", "grant": "granted"},
        moves=[tf.Move("ask", "asked", "asked"), tf.Move("grant", "asked", "granted")],
        rules=[rule],
    )  # fmt: skip


def test_another_process():
    """A rule whose period goes by the ending day, in a process of one's own."""
    rule = tf.DateRule(
        id="answer", requires="An answer", starts="ask", ends="grant", at_most="5 days",
        in_force_by_end=True, since="2020-01-12", strength="law", citation=tf.Citation("By-law 1"),
    )  # fmt: skip
    process = asking(rule)
    asked = tf.History("Somewhere", [NamedEvent("2020-01-10", what="ask")])
    (found,) = tf.deadlines(asked, "2020-01-12", process=process)
    assert ("2020-01-15", 3, "days", None) == (
        str(found.due),
        found.left,
        found.unit,
        found.duty_holder,
    )
    assert "open, 3 days left" in found.explain()
    assert "2020-01-15" == str(tf.due("answer", start="2020-01-10", process=process).due)


def test_as_data():
    """What the command prints as JSON."""
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


def test_all_of_it_as_data_word_for_word():
    """A rule's day that was met late, with every bank holiday by name."""
    inspected = ev.InspectionPublished(
        "2017-04-10", judgement="inadequate", framework="SIF", received_on="2017-04-10"
    )
    planned = ev.ActionPlanPublished("2017-07-24")
    found = tf.deadlines(tf.History("Sandwell", [inspected, planned]), "2017-08-01")
    (plan,) = (each for each in found if each.rule == "action-plan")
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
            "70 working days after 10 April 2017, that day not counted: the last day is "
            "21 July 2017. Bank holidays skipped: 14 April 2017 (Good Friday), "
            "17 April 2017 (Easter Monday), 1 May 2017 (May Day), "
            f"29 May 2017 (Spring Bank Holiday). {asked}: at most 70 working days after the "
            "report's receipt by the council; in force since 1 April 2007. "
            f"Source: {source}. The rule falls on: council. "
            "On 1 August 2017: met late, it was done on 24 July 2017."
        ),
    } == plan.to_dict()


def test_a_stated_day_is_counted_from_nothing():
    """Only a time within which counts from the event that sets it."""
    stated = tf.Deadline("a board", due="2016-12-01")
    within = tf.Deadline("a chair", within="3 months")
    setter = ev.Note("2016-07-01", deadlines=[stated, within])
    found = tf.deadlines(tf.History("Sandwell", [setter]), "2016-08-01")
    starts = {each.what: each.start for each in found}
    assert {"a board": None, "a chair": tf.PartialDate.parse("2016-07-01")} == starts


def test_what_is_superseded_on_the_last_day_it_may_be_due_cannot_be_told():
    """It may have been due before then, and missed."""
    events = [
        ev.Note("2016-07-01", deadlines=tf.Deadline("a board", due="2016-12")),
        ev.Note("2016-12-31", deadlines=tf.Deadline("a board", due="2017-06-01")),
    ]
    found = tf.deadlines(tf.History("Sandwell", events), "2017-02-01", everything=True)
    assert ["cannot be told", "open"] == [str(each.status) for each in found]


def of_rules(history, as_of):
    """The rules of which something is due, and how it stands."""
    found = tf.deadlines(history, as_of, everything=True)
    return {each.rule: str(each.status) for each in found if each.rule is not None}


def test_a_history_that_begins_in_a_stage_waits_for_nothing_that_is_there():
    """A direction to a trust that is live sets no day by which to go live."""
    directed = [ev.DirectionIssued("2018-01-01", purpose="trust")]
    live = tf.History("Devon", directed, begins_in="trust_live")
    assert {} == of_rules(live, "2018-02-01")
    reviewed = tf.History("Devon", directed, begins_in="commissioner_review")
    assert {"direction-to-live": "open"} == of_rules(reviewed, "2018-02-01")


def test_a_return_is_waited_for_wherever_it_was_decided():
    """Even where it could not follow at once."""
    decided = [ev.ReturnDecided("2022-02-01")]
    for begins_in in (None, "trust_live"):
        history = tf.History("Devon", decided, begins_in=begins_in)
        assert {"decision-to-return": "open"} == of_rules(history, "2022-03-01")


def test_a_decision_to_retain_gives_up_the_go_live_and_nothing_else():
    """The action plan is as due as it was."""
    inspected = ev.InspectionPublished(
        "2016-11-25", judgement="inadequate", received_on="2016-11-25"
    )
    directed = ev.DirectionIssued("2016-12-01", purpose="trust")
    kept = ev.DecisionAnnounced("2016-12-15", outcome="retain")
    found = of_rules(tf.History("Devon", [inspected, directed, kept]), "2017-01-01")
    assert ("open", "superseded") == (found["action-plan"], found["direction-to-live"])


def test_a_span_of_due_days_is_missed_after_its_last():
    """On the last one it cannot be told yet, and after it by so many working days."""
    history = tf.History("Devon", [ev.DeadlineSet("2016-07-01", what="a plan", due="2016-12")])
    found = [tf.deadlines(history, day)[0] for day in ("2016-12-31", "2017-01-03")]
    assert ["cannot be told", "unmet"] == [str(each.status) for each in found]
    assert [None, -1] == [each.left for each in found]


def test_working_days_are_left_up_to_the_calendar_s_last_day():
    """Only beyond it are they days."""
    history = tf.History("Devon", [ev.DeadlineSet("2016-07-01", what="a plan", due="2100-12-31")])
    (found,) = tf.deadlines(history, "2100-12-24")
    assert tf.working_days_between("2100-12-24", "2100-12-31") == found.left == 3


def test_a_clock_started_again_on_the_last_day_it_may_be_due_cannot_be_told():
    """It may have been late by then."""
    process = asking(tf.DateRule(
        id="answer", requires="An answer", starts="ask", ends="grant", at_most="5 days",
        strength="law", citation=tf.Citation("By-law 1"),
    ))  # fmt: skip
    for again, status in (("2020-01-06", "superseded"), ("2020-01-08", "cannot be told")):
        asked = [NamedEvent("2020-01-01/2020-01-03", what="ask"), NamedEvent(again, what="ask")]
        history = tf.History("Somewhere", asked)
        found = tf.deadlines(history, "2020-02-01", process=process, everything=True)
        assert status == str(found[0].status)
