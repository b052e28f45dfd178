"""SCXML: read by python-statemachine's reader, it goes the way the process goes."""

import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine.exceptions import InvalidDefinition
from statemachine.io import load
from statemachine.io.scxml.reader import parse_scxml

import trustflow as tf
from tests.examples import at_most
from trustflow.exchange import process_to_scxml
from trustflow.exchange.scxml import scxml_name

GOLDEN = Path(__file__).parents[1] / "golden" / "small.scxml"
SCXML = "{http://www.w3.org/2005/07/scxml}"
OURS = "{urn:trustflow:scxml:1}"
NAMES = st.text("ab.*_x2E- é<&\"'", min_size=1, max_size=6)


@st.composite
def processes(draw):
    """Processes of a few stages and triggers with awkward names, every stage reachable."""
    # The other tool keeps states and events in one namespace, beside names of its own.
    stages = draw(st.lists(NAMES.map("S{}".format), min_size=1, max_size=4, unique=True))
    triggers = draw(st.lists(NAMES.map("T{}".format), min_size=1, max_size=4, unique=True))
    chain = [tf.Move(triggers[0], stage, later) for stage, later in pairwise(stages)]
    taken = {(move.stage, move.trigger) for move in chain}
    places = st.tuples(*[st.sampled_from(each) for each in (triggers, stages, stages)])
    for trigger, stage, leads_to in draw(st.lists(places, max_size=6)):
        if (stage, trigger) not in taken:
            taken.add((stage, trigger))
            chain.append(tf.Move(trigger, stage, leads_to))
    onward = {move.stage for move in chain if not move.stays}
    return tf.Process(
        name=draw(NAMES.filter(str.strip)),
        title="A process",
        stages={
            stage: tf.StageInfo("Label", "Meaning", final=stage not in onward) for stage in stages
        },
        initial=stages[0],
        triggers=dict.fromkeys(triggers, "happened"),
        moves=chain,
    )


def parsed(text):
    """The root element of our own text."""
    return ET.fromstring(text)  # noqa: S314 - we wrote it


def stages_passed(process, triggers):
    """The stages of the process after each trigger; one that is not allowed changes nothing."""
    stage, passed = process.initial, []
    for trigger in triggers:
        move = process.table[stage].get(trigger)
        stage = stage if move is None else move.leads_to
        passed.append(stage)
    return passed


def states_passed(machine, triggers):
    """The states of another tool's machine after each trigger."""
    passed = []
    for trigger in triggers:
        machine.send(scxml_name(trigger))
        passed.append(*machine.configuration_values)
    return passed


@pytest.fixture(scope="module")
def machine_class():
    """The trust transfer as python-statemachine reads it."""
    return load(process_to_scxml(), format="scxml")


@at_most(50)
@given(st.lists(st.sampled_from(list(tf.TRUST_TRANSFER.triggers)), max_size=30))
def test_another_tool_goes_the_way_the_process_goes(machine_class, triggers):
    """Whatever happens, in whatever order."""
    assert stages_passed(tf.TRUST_TRANSFER, triggers) == states_passed(machine_class(), triggers)


@at_most(50)
@given(st.data(), processes())
def test_any_process_goes_the_same_way(data, process):
    """Names that could be taken for several, or for all events, among them."""
    triggers = data.draw(st.lists(st.sampled_from(list(process.triggers)), max_size=8))
    machine = load(process_to_scxml(process), format="scxml")()
    expected = [scxml_name(stage) for stage in stages_passed(process, triggers)]
    assert expected == states_passed(machine, triggers)


@at_most(40)
@given(processes())
def test_the_text_says_all_of_the_process(process):
    """Every stage, move, mark and label is there once, and the names come back."""
    root = parsed(process_to_scxml(process))
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


def test_the_date_rules_stand_in_a_namespace_of_our_own():
    """Each with its bound, its source and its period; another tool passes them over."""
    rules = parsed(process_to_scxml()).findall(f"{OURS}rule")
    assert [rule.id for rule in tf.TRUST_TRANSFER.rules] == [
        rule.get(f"{OURS}id") for rule in rules
    ]
    (plan,) = [rule for rule in rules if "action-plan" == rule.get(f"{OURS}id")]
    assert "70 working days" == plan.get(f"{OURS}at-most")
    assert "SI 2007/462" in plan.get(f"{OURS}citation")


def test_the_other_tool_finds_nothing_wrong_with_its_structure():
    """Its own checks hold: every target is a state, and every state can be reached and left."""
    definition = parse_scxml(process_to_scxml())
    states = definition.states
    targets = {
        each.target for state in states.values() for each in state.transitions if each.target
    }
    assert [tf.TRUST_TRANSFER.initial] == definition.initial_states
    assert set(tf.TRUST_TRANSFER.stages) == set(states) == targets | {tf.TRUST_TRANSFER.initial}
    broken = process_to_scxml().replace('target="trust_live"', 'target="nowhere"')
    with pytest.raises((InvalidDefinition, KeyError)):
        load(broken, format="scxml")


@given(NAMES, NAMES)
def test_two_names_stay_two(name, other):
    """No two names become the same, and none can stand for several."""
    assert (name == other) == (scxml_name(name) == scxml_name(other))
    assert scxml_name(name).isascii()
    assert not set(scxml_name(name)) & set(". *")


def test_the_whole_text_of_a_small_process(holds):
    """What stays has no target, and a stage is final for SCXML when nothing happens in it."""
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


def test_what_xml_cannot_hold_is_left_out():
    """Its place is marked."""
    process = tf.TRUST_TRANSFER.extended(triggers={"x": "a\x01\n<b>"}, moves=[])
    assert "x" not in process_to_scxml(process).split('"')
    stage = tf.TRUST_TRANSFER.initial
    process = process.extended(moves=[tf.Move("x", stage, stage)])
    labels = [each.get(f"{OURS}label") for each in parsed(process_to_scxml(process)).iter()]
    assert "a\ufffd\n<b>" in labels
