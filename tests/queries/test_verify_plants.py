"""What is planted in random processes is found, and nothing else is; z3 and the engine agree."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import OVERNIGHT
from tests.verify_by_walks import excluding_rules, small_processes
from tests.verify_oracle import can_run, confirm_conflict, is_as_tight, stages_that_trap
from tests.verify_plants import planted_processes
from tests.verify_plants import rule as planted_rule
from trustflow import testing
from trustflow.process import Condition
from trustflow.queries import ProcessFinding

IS_NIGHT = settings.default.max_examples > OVERNIGHT
CONFLICTS = {"rules_exclude", "deadline_never_met"}


def examples(count):
    """Return settings with this many examples, or with 10,000 in a night."""
    usual = settings.default.max_examples
    return settings(max_examples=10_000 if IS_NIGHT else min(count, usual))


@examples(80)
@given(planted_processes())
def test_what_is_planted_is_found(planted):
    """The finding has the rules or stages that were planted, and says whether it is a fault."""
    process, expected, fields = planted
    findings = tf.verify(process).findings
    if expected is None:
        assert not any(name.startswith("p-") for each in findings for name in each.rules)
        return
    code, names, is_fault = expected
    found, *_ = (
        each for each in findings if each.code == code and names <= {*each.rules, *each.stages}
    )
    assert found.is_fault == is_fault
    for name, value in fields.items():
        assert getattr(found, name) == value


def confirm(process):
    """Assert that z3 and the engine agree with every finding on a process, and miss none."""
    findings = tf.verify(process).findings
    of = {code: [each for each in findings if each.code == code] for code in codes(findings)}
    for each in findings:
        if each.example:
            confirm_conflict(process, each)
    for each in of.get("rule_never_binds", ()):
        loose, tight = map(process.rule, each.rules)
        assert tight.strength.severity.rank >= loose.strength.severity.rank
        assert tight.is_in_order or is_as_tight(tight, loose)
    silent = {name for each in of.get("rule_never_applies", ()) for name in each.rules}
    for rule in process.rules:
        if rule.is_in_order or rule.same_event:
            continue
        binds = rule.at_least is not None or rule.last_binding_start >= rule.period[0]
        assert (rule.id in silent) != (bool(rule.ends) and binds and can_run(process, rule))
    trapping = [stage for each in of.get("stage_traps", ()) for stage in each.stages]
    assert trapping == stages_that_trap(process)


def codes(findings):
    """Return the codes of findings, each once."""
    return dict.fromkeys(each.code for each in findings)


@pytest.mark.slow
@examples(10)
@given(planted_processes())
def test_nothing_is_invented(planted):
    """z3 finds no days for a conflict, and some without any of its rules; the window is empty.

    Of every rule, z3 finds a walk on which it applies unless a finding says that it never does.
    """
    process, _, _ = planted
    confirm(process)


@pytest.mark.parametrize(
    ("fields", "others"),
    [
        (
            {"condition": Condition("note", ("first",))},
            {"condition": Condition("note", ("again", "first"))},
        ),
        (
            {"condition": Condition("note", "first"), "answers": "plan"},
            {"answers": "plan"},
        ),
        (
            {
                "condition": Condition("note", "first"),
                "answers": "plan",
                "duty_holder_field": "note",
            },
            {"answers": "plan"},
        ),
        (
            {"condition": Condition("note", ("first",), if_missing=True)},
            {"condition": Condition("note", (), if_missing=True)},
        ),
        (
            {"condition": Condition("note", ("first",), if_missing=True)},
            {"condition": Condition("note", ("again", "first"))},
        ),
        ({"duty_holder_field": "note", "answers": "plan"}, {"answers": "plan"}),
    ],
)
def test_an_example_can_meet_what_its_rules_ask(fields, others):
    """One event meets the conditions of both rules, and the last one answers what they ask.

    "again" would meet the condition of one rule only; and if a note names another body, only an
    event that says so responds to it.
    """
    stages = {name: tf.StageInfo(name, "A stage.", final=name == "c") for name in "abc"}
    process = tf.Process(
        name="filings",
        title="Filings",
        stages=stages,
        initial="a",
        triggers={"filed": "filed"},
        moves=[tf.Move("filed", "a", "b"), tf.Move("filed", "b", "c")],
        rules=[
            planted_rule("most", "filed", "filed", at_most="0 days", **others),
            planted_rule("least", "filed", "filed", at_least="1 day", **fields),
        ],
        events=tf.process.CLASSES_NOT_GIVEN,
        ordered=False,
    )
    (finding,) = tf.verify(process).findings
    assert finding.rules == ("least", "most")
    confirm(process)


@examples(40)
@given(testing.processes())
def test_random_processes_are_verified(process):
    """The same holds for random processes with rules of every kind."""
    confirm(process)


@examples(150)
@given(small_processes())
def test_rules_that_exclude_each_other_are_all_found(fields):
    """In a small process, they are the same as those found by trying every short walk."""
    try:
        process = tf.Process(**fields)
    except tf.BadProcess:
        return
    found = {
        frozenset(each.rules) for each in tf.verify(process).findings if each.code in CONFLICTS
    }
    assert found == excluding_rules(process)


@examples(25)
@given(testing.processes(), st.data())
def test_a_rule_that_never_applies_or_binds_gives_no_finding_of_its_own(process, data):
    """No history has a certain finding of it, but for one of the tighter rule on the same event."""
    silent = {
        each.rules[0]: each.rules[1:]
        for each in tf.verify(process).findings
        if each.code.startswith("rule_never")
    }
    history = data.draw(testing.loose_histories(process))
    findings = [each for each in tf.check(history, process).findings if each.certain]
    for each in findings:
        if each.rule in silent and silent[each.rule] != ("in-order",):
            (tighter,) = silent[each.rule]
            assert any((other.rule, other.index) == (tighter, each.index) for other in findings)


@given(planted_processes())
@examples(10)
def test_rules_in_another_order_give_the_same_conflicts(planted):
    """The order in which a process lists its rules does not matter."""
    process, _, _ = planted
    other = evolve(process, rules=process.rules[::-1])

    def conflicts(findings: tuple[ProcessFinding, ...]) -> set[object]:
        return {
            (each.code, frozenset(each.rules), each.is_fault)
            for each in findings
            if each.code in CONFLICTS
        }

    assert conflicts(tf.verify(process).findings) == conflicts(tf.verify(other).findings)
