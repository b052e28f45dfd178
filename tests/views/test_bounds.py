"""The bounds of date rules on the arrows of a diagram, also of rules that span several moves."""

import re

import pytest
from attrs import evolve
from hypothesis import given

import trustflow as tf
from tests.examples import at_most
from tests.views.samples import words_of
from trustflow import testing
from trustflow.process import DateRule, Move, Process, StageInfo
from trustflow.views import build_diagram

ORDER = tf.Citation("The Order, article 34")


def rule(rule_id, starts, ends, **changes):
    """Return a date rule of law, by default with an upper bound of 56 days."""
    fields = {"at_most": "56 days", "strength": "law", "citation": ORDER, **changes}
    return DateRule(id=rule_id, requires="It is done.", starts=starts, ends=ends, **fields)


def planning(*rules, moves=()):
    """Return the process of a planning application with some rules."""
    return Process(
        name="planning",
        title="A planning application",
        initial="draft",
        stages={
            "draft": StageInfo("Draft", "."),
            "received": StageInfo("Received", "."),
            "valid": StageInfo("Validated", "."),
            "closed": StageInfo("Consultation closed", "."),
            "granted": StageInfo("Granted", ".", final=True),
            "refused": StageInfo("Refused", ".", final=True),
        },
        triggers={
            "submitted": "application submitted",
            "validated": "application validated",
            "paid": "fee paid",
            "ended": "consultation ended",
            "granted": "permission granted",
            "refused": "permission refused",
        },
        moves=[
            Move("submitted", "draft", "received"),
            Move("validated", "received", "valid"),
            Move("paid", "received", "received"),
            Move("ended", "valid", "closed"),
            Move("granted", "closed", "granted"),
            Move("refused", "closed", "refused"),
            *moves,
        ],
        rules=rules,
    )


def bounds(process, start, end, **options):
    """Return the bounds of all labels on the arrow between two stages."""
    arrows = build_diagram(process, process=process, **options).arrows
    (arrow,) = (each for each in arrows if (each.start, each.end) == (start, end))
    return tuple(bound for label in arrow.labels for bound in (*label.bounds, *label.spanning))


SPANNING = rule("decide", "validated", ("granted", "refused"))
AFTER = "at most 56 days after application validated"


def test_a_rule_that_spans_several_moves_is_on_each_that_ends_it():
    """The bound names the event that starts the clock, which is not the one before."""
    process = planning(SPANNING)
    assert (AFTER,) == bounds(process, "closed", "granted")
    assert (AFTER,) == bounds(process, "closed", "refused")
    assert () == bounds(process, "valid", "closed")


@pytest.mark.parametrize("form", ["mermaid", "dot", "plantuml", "svg"])
def test_every_format_has_the_bound_of_a_rule_that_spans_several_moves(form):
    """It is in the label of each arrow that ends it, or the legend explains its name there."""
    drawn = tf.diagram(planning(SPANNING), form)
    words = words_of(drawn) if form == "svg" else drawn.replace("\\n", " ")
    words = re.sub(r"(\s|<br/>)+", " ", words)
    if form == "mermaid":
        assert 2 <= words.count(AFTER)
    else:
        assert 1 == words.count(f"limit 1: {AFTER}")
        assert 2 == words.count("limit 1") - words.count("limit 1:")


@pytest.mark.parametrize(
    ("changes", "bound"),
    [
        ({"at_most": "6 months", "at_least": "2 months"}, "2–6 months after application validated"),
        ({"at_most": None, "at_least": "21 days"}, "at least 21 days after application validated"),
        ({"start_label": "the day of the stamp"}, "at most 56 days after the day of the stamp"),
        ({"since": "2010-01-01"}, AFTER),
        ({"on_entering": "valid"}, AFTER),
        # A rule that is no longer in force, only logic, or cancelled on the way is not shown.
        ({"until": "2020-01-01"}, None),
        ({"strength": "logic", "at_most": None, "at_least": "1 day"}, None),
        ({"cancelled_by": "ended"}, None),
    ],
)
def test_a_spanning_rule_that_limits_the_move_is_shown_with_its_start(changes, bound):
    """The words are those of a rule that starts during the stay."""
    process = planning(rule("decide", "validated", "granted", **changes))
    assert (() if bound is None else (bound,)) == bounds(process, "closed", "granted")


def test_several_rules_come_in_the_order_of_the_process():
    """A rule on the time in the stage comes first."""
    process = planning(
        rule("guarantee", "submitted", "granted", at_most="182 days"),
        SPANNING,
        rule("report", "ended", "granted", at_most="5 days"),
    )
    assert (
        "at most 5 days",
        "at most 182 days after application submitted",
        AFTER,
    ) == bounds(process, "closed", "granted")


def test_a_rule_on_a_stage_that_its_end_leaves_is_shown_only_there():
    """It needs no second place, as before."""
    process = planning(SPANNING, moves=[Move("granted", "valid", "granted", "attested")])
    assert ("at most 56 days",) == bounds(process, "valid", "granted")
    assert () == bounds(process, "closed", "granted")


def test_a_rule_that_starts_with_an_event_in_an_earlier_stage_spans_its_moves_too():
    """The fee is paid while the application waits, and the decision comes two moves later."""
    process = planning(rule("refund", "paid", "granted"))
    assert ("at most 56 days after fee paid",) == bounds(process, "closed", "granted")


def test_an_arrow_for_a_path_has_the_bound_of_the_whole_path():
    """Its clock starts with the event that leads into the first stage of the path."""
    process = planning(SPANNING)
    assert ("at most 56 days",) == bounds(process, "valid", "granted", stages=("valid", "granted"))
    shown = ("received", "granted")
    assert (AFTER,) == bounds(process, *shown, stages=shown)


def test_a_path_that_starts_the_clock_again_is_not_limited_from_its_first_stage():
    """The clock counts from the latest start, which is on the path."""
    process = planning(rule("decide", ("submitted", "validated"), "granted"))
    shown = ("received", "granted")
    assert ("at most 56 days after application submitted or application validated",) == bounds(
        process, *shown, stages=shown
    )


def can_end(process, rule):
    """Return whether some walk starts the clock of a rule and then stops it."""
    stages = {
        move.leads_to
        for move in process.moves
        if move.trigger in rule.starts and rule.on_entering in {None, move.leads_to}
    }
    passing = [
        move for move in process.moves if move.trigger not in (*rule.ends, *rule.cancelled_by)
    ]
    for _ in process.stages:
        stages |= {move.leads_to for move in passing if move.stage in stages}
    return any(move.trigger in rule.ends for move in process.moves if move.stage in stages)


@at_most(100)
@given(testing.processes())
def test_each_rule_that_sets_a_last_day_is_on_an_arrow_if_a_walk_can_keep_it(process):
    """The arrows of stays are shown as well, because a rule can end with a stay."""
    for each in process.rules:
        alone = evolve(process, rules=[each])
        arrows = build_diagram(alone, process=alone, marks="all", stays=True).arrows
        found = [
            bound
            for arrow in arrows
            for label in arrow.labels
            for bound in (*label.bounds, *label.spanning)
        ]
        binds = each.until is None and each.strength != "logic" and not each.same_event
        if not binds:
            assert [] == found
        elif each.at_most is not None and can_end(process, each):
            assert found


def test_the_diagram_of_the_trust_transfer_has_the_bounds_that_it_had():
    """None of its rules spans several moves without being on one of them."""
    found = {
        bound
        for arrow in build_diagram(tf.TRUST_TRANSFER, process=tf.TRUST_TRANSFER).arrows
        for label in arrow.labels
        for bound in (*label.bounds, *label.spanning)
    }
    assert {
        "9–24 months",
        "9–24 months after direction issued: move to a trust",
        "3–12 months after return decided",
    } == found
