"""Another tool that runs the SCXML passes through the same stages as the process."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from attrs import NOTHING, evolve, fields, validators
from hypothesis import given
from hypothesis import strategies as st
from statemachine.exceptions import InvalidDefinition
from statemachine.io import load
from statemachine.io.scxml.reader import parse_scxml

import trustflow as tf
from tests.examples import at_most
from tests.exchange.sample_processes import LOAN, NAMES, processes
from trustflow.exchange import process_to_scxml
from trustflow.exchange.scxml import scxml_name

GOLDEN = Path(__file__).parents[1] / "golden" / "small.scxml"
SCXML = "{http://www.w3.org/2005/07/scxml}"
OURS = "{urn:trustflow:scxml:1}"


def root_of(text):
    """Return the root element of an SCXML text that trustflow has written."""
    return ET.fromstring(text)  # noqa: S314 - we wrote it


def stages_passed(process, triggers):
    """Return the stage after each trigger; a trigger that is not allowed changes nothing."""
    stage, passed = process.initial, []
    for trigger in triggers:
        move = process.table[stage].get(trigger)
        stage = stage if move is None else move.leads_to
        passed.append(stage)
    return passed


def states_passed(machine, triggers):
    """Return the state of another tool's machine after each trigger."""
    passed = []
    for trigger in triggers:
        machine.send(scxml_name(trigger))
        passed.append(*machine.configuration_values)
    return passed


@pytest.fixture(scope="module")
def machine_class():
    """Return the machine class that python-statemachine builds from the trust transfer."""
    return load(process_to_scxml(), format="scxml")


@at_most(50)
@given(st.lists(st.sampled_from(list(tf.TRUST_TRANSFER.triggers)), max_size=30))
def test_another_tool_passes_the_stages_of_the_trust_transfer(machine_class, triggers):
    """The triggers come in any order."""
    assert stages_passed(tf.TRUST_TRANSFER, triggers) == states_passed(machine_class(), triggers)


@at_most(50)
@given(st.data(), processes())
def test_another_tool_passes_the_stages_of_any_process(data, process):
    """SCXML would read some names in the process as several events, or as all events."""
    triggers = data.draw(st.lists(st.sampled_from(list(process.triggers)), max_size=8))
    machine = load(process_to_scxml(process), format="scxml")()
    expected = [scxml_name(stage) for stage in stages_passed(process, triggers)]
    assert expected == states_passed(machine, triggers)


@at_most(40)
@given(processes())
def test_the_text_contains_every_stage_and_move_once(process):
    """The names and marks in the text are those of the process."""
    root = root_of(process_to_scxml(process))
    assert scxml_name(process.initial) == root.get("initial")
    states = [*root.iter(f"{SCXML}state"), *root.iter(f"{SCXML}final")]
    by_id = {state.get("id"): state.get(f"{OURS}name", state.get("id")) for state in states}
    assert sorted(process.stages) == sorted(by_id.values())
    moves = {
        (
            transition.get(f"{OURS}name", transition.get("event")),
            by_id[state.get("id")],
            by_id[transition.get("target", state.get("id"))],
            transition.get(f"{OURS}mark"),
        )
        for state in states
        for transition in state
    }
    assert moves == {
        (move.trigger, move.stage, move.leads_to, move.mark.label) for move in process.moves
    }


def test_date_rules_are_elements_in_a_namespace_of_our_own():
    """Each element has the bound, source and period of its rule; another tool ignores it."""
    rules = root_of(process_to_scxml()).findall(f"{OURS}rule")
    assert [rule.id for rule in tf.TRUST_TRANSFER.rules] == [
        rule.get(f"{OURS}id") for rule in rules
    ]
    (plan,) = [rule for rule in rules if "action-plan" == rule.get(f"{OURS}id")]
    assert "70 working days" == plan.get(f"{OURS}at-most")
    assert "SI 2007/462" in plan.get(f"{OURS}citation")


def test_the_structure_passes_the_checks_of_another_tool():
    """Every target exists as a state, and every state can be reached."""
    definition = parse_scxml(process_to_scxml())
    states = definition.states
    targets = {
        transition.target
        for state in states.values()
        for transition in state.transitions
        if transition.target
    }
    assert [tf.TRUST_TRANSFER.initial] == definition.initial_states
    assert set(tf.TRUST_TRANSFER.stages) == set(states) == targets | {tf.TRUST_TRANSFER.initial}
    broken = process_to_scxml().replace('target="trust_live"', 'target="nowhere"')
    with pytest.raises((InvalidDefinition, KeyError)):
        load(broken, format="scxml")


@given(NAMES, NAMES)
def test_different_names_stay_different(name, other):
    """No written name contains a character that makes SCXML match several events."""
    assert (name == other) == (scxml_name(name) == scxml_name(other))
    assert scxml_name(name).isascii()
    assert not set(scxml_name(name)) & set(". *")


def test_the_text_of_a_small_process(holds):
    """A move that stays has no target; a final state is a stage without moves."""
    month = tf.DateRule(
        id="month",
        requires="It comes back",
        starts="lent out",
        ends=["sold", "lost"],
        at_most="1 month",
        strength="practice",
        citation=tf.Citation("The card"),
    )
    process = tf.Process(
        name="a loan",
        title="A loan",
        stages={
            "home": tf.StageInfo("At home", "Here."),
            "sold": tf.StageInfo("Sold", "Not ours.", final=True),
            "lost": tf.StageInfo("Lost", "Nowhere.", final=True),
        },
        initial="home",
        triggers={"lent out": "was lent", "sold": "was sold", "lost": "was lost"},
        moves=[
            tf.Move("lent out", "home", "home", tf.Mark.POSSIBLE),
            tf.Move("sold", "home", "sold"),
            tf.Move("lost", "home", "lost"),
            tf.Move("sold", "lost", "lost"),
        ],
        rules=[month],
    )
    holds(GOLDEN, process_to_scxml(process))


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("a\x01\n<b>", "a\\x01\n<b>"),
        ("\u202egnol", "\\u202egnol"),
        ("Sand\u200bwell", "Sand\\u200bwell"),
        ("\ud800 \ufffe", "\\ud800 \\ufffe"),
    ],
    ids=ascii,
)
def test_a_hidden_character_is_an_escape(label, shown):
    """That includes what XML does not allow, in a process that was made without validation."""
    stage = tf.TRUST_TRANSFER.initial
    with validators.disabled():
        process = tf.TRUST_TRANSFER.extended(
            triggers={"x": label}, moves=[tf.Move("x", stage, stage)]
        )
    labels = [element.get(f"{OURS}label") for element in root_of(process_to_scxml(process)).iter()]
    assert shown in labels


# What the file does not contain


def names_in_docstring():
    """Return the names of data that, by the docstring, the file does not contain."""
    _, _, left_out = process_to_scxml.__doc__.partition("It does not contain:")
    return set(re.findall(r"`(\w+)`", left_out.partition("`process_to_json`")[0]))


def test_the_docstring_lists_the_fields_of_a_process_that_are_left_out():
    """A field is listed if a change of the field does not change the SCXML."""

    def is_left_out(field):
        # The rules and legs name fields of classes of events, which the process needs then.
        full = evolve(LOAN, rules=(), legs={}) if field.name == "events" else LOAN
        without = evolve(full, **{field.name: field.default})
        return process_to_scxml(full) == process_to_scxml(without)

    given = [field for field in fields(tf.Process) if field.default is not NOTHING]
    left_out = {field.name for field in given if is_left_out(field)}
    assert left_out == names_in_docstring() & {field.name for field in fields(tf.Process)}


def test_the_docstring_lists_the_fields_of_a_rule_that_are_left_out():
    """A field is listed if the rule's plain data do not contain it."""
    names = {field.name for field in fields(tf.DateRule)}
    left_out = names - set(LOAN.rules[0].to_dict())
    assert left_out == names_in_docstring() & names
