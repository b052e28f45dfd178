"""The command `triggers`."""

import json
import shlex

import pytest

import trustflow as tf
from tests.cli.samples import row
from trustflow.process import StageInfo

PROCESS = tf.TRUST_TRANSFER
CLASSES = [cls.class_name for cls in PROCESS.events]
NAMES = [*dict.fromkeys((*PROCESS.triggers, *CLASSES))]
SCHOOL = tf.Process(
    name="school",
    title="An order on a school",
    stages={"open": StageInfo("Open", "O."), "ordered": StageInfo("Ordered", "O.", final=True)},
    initial="open",
    triggers={"order_made": "order made", "visited": "school visited"},
    moves=[tf.Move("order_made", "open", "ordered"), tf.Move("visited", "open", "open")],
)


OWN = "tests.cli.test_triggers:SCHOOL"


def test_every_trigger_is_listed_with_its_label(answer):
    """They come in the order of the process."""
    table = answer("triggers").split("\n\n")[0].splitlines()[1:]
    assert list(PROCESS.triggers) == [line.split()[0] for line in table]
    assert all(label in line for label, line in zip(PROCESS.triggers.values(), table, strict=True))
    assert PROCESS.triggers == json.loads(answer("triggers", "--json"))


@pytest.mark.parametrize("stage", PROCESS.stages)
def test_the_triggers_of_a_stage(answer, stage):
    """Only those that the stage allows are listed."""
    assert (
        PROCESS.table[stage].keys()
        == json.loads(answer("triggers", "--stage", stage, "--json")).keys()
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_a_trigger_does(answer, name):
    """The moves and the rules are those of the process; a class has all its triggers."""
    data = json.loads(answer("triggers", name, "--json"))
    classes = {cls.class_name: list(cls.triggers()) for cls in PROCESS.events}
    expected = [name] if name in PROCESS.triggers else classes[name]
    assert expected == list(data["triggers"])
    for trigger, found in data["triggers"].items():
        moves = {(each["stage"], each["leads_to"], each["mark"]) for each in found["moves"]}
        assert {
            (move.stage, move.leads_to, move.mark.label)
            for move in PROCESS.moves
            if move.trigger == trigger
        } == moves
        assert [rule.id for rule in PROCESS.starting.get(trigger, ())] == found["starts"]
        assert [rule.id for rule in PROCESS.ending.get(trigger, ())] == found["ends"]
        assert [rule.id for rule in PROCESS.showing.get(trigger, ())] == found["shows"]
        assert [rule.id for rule in PROCESS.cancelling.get(trigger, ())] == found["cancels"]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_example_can_be_recorded(run, answer, saved, name):
    """The command line is accepted as it is, save for the name of the file."""
    data = json.loads(answer("triggers", name, "--json"))
    example = data["example"]
    assert f"  {example}\n" in answer("triggers", name)
    program, *words = shlex.split(example)
    stage = next(iter(data["triggers"].values()))["moves"][0]["stage"]
    path = saved(tf.History("Kent", begins_in=stage), "case.json")
    assert "trustflow" == program
    code, _, err = run(*(str(path) if word == "case.json" else word for word in words))
    assert (0, "") == (code, err)
    assert tf.load(path)[0].trigger.startswith(name)


def test_the_fields_have_their_words(answer):
    """The fields are those of the class, its own first, each with what it accepts and is for."""
    data = json.loads(answer("triggers", "inspection_published", "--json"))["fields"]
    assert "judgement" == next(iter(data))
    assert {"good", "outstanding"} <= {*data["judgement"]["words"]}
    assert "ILACS" in data["framework"]["words"]
    assert data["areas"]["kind"].startswith("pairs of a name and one of: inadequate")
    assert (
        "a date, as far as it is known, or several as a list in JSON" == data["inspected"]["kind"]
    )
    assert "yes or no" == data["reinspection"]["kind"]
    assert "a length of time" in answer("triggers", "deadline_set")
    assert "a whole number, or one line of text" in answer("triggers", "direction_issued")
    text = answer("triggers", "deadline_set")
    assert "\n- what, required: one line of text\n" in text
    assert "\n- met_by: a trigger\n" in text
    assert data.keys().isdisjoint({"event", "on", "sources"})
    assert {"note", "deadlines", "known_on"} <= data.keys()


def test_a_field_that_the_trigger_implies_says_so(answer):
    """The value is given once, and the example leaves it out."""
    text = answer("triggers", "direction_issued_trust")
    assert "\n- purpose, trust if not given: one of: improvement, trust, pause, takeover\n" in text
    assert "purpose=" not in text
    assert "- partly, yes if not given: yes or no\n" in answer(
        "triggers", "returned_to_council_partly"
    )


def test_a_class_without_its_variant(answer):
    """Each variant has its effects, and the example gives a field that decides."""
    text = answer("triggers", "inspection_published")
    assert text.startswith("inspection_published: an event with 5 variants, which its fields ")
    assert "--field judgement=inadequate" in text
    assert '\n- leads to "Rated inadequate" (standard): "Not on the road to a trust", ' in text
    assert "\n- does not change the stage (standard): in every stage\n" in text
    assert "\n- ends the rules publication-lag, " in text
    assert "\n- starts the rule direction-to-live\n" in answer("triggers", "direction_issued_trust")


def test_the_effects_in_one_stage(answer):
    """With `--stage`, what the trigger does elsewhere is left out."""
    text = answer("triggers", "trust_went_live", "--stage", "shadow_running")
    assert '\n- leads to "Trust live" (standard): "Trust in shadow"\n' in text
    assert 1 == text.count("leads to")
    text = answer("triggers", "return_decided", "--stage", "routine_oversight")
    assert "\n- not allowed\n" in text


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("inspection_publishd", "inspection_published"),
        ("trust_went_liv", "trust_went_live"),
        ("Direction_Isued", "direction_issued"),
        ("trust-went-live", "trust_went_live"),
    ],
)
def test_a_wrong_name_has_its_suggestion_first(refusal, word, meant):
    """The message names the nearest trigger or class, and the command that lists them."""
    message = refusal("triggers", word)
    assert message.startswith(f"trustflow: Unknown trigger '{word}'. Did you mean '{meant}'?")
    assert "`trustflow triggers` lists them" in message


def test_a_wrong_stage_is_refused(refusal):
    """The message names the nearest stage."""
    assert "Did you mean 'trust_live'?" in refusal("triggers", "--stage", "trust_liv")


def test_a_process_without_classes(answer, run, tmp_path):
    """Its events have the fields that every event has; the example names the process."""
    table = answer("triggers", "--process", OWN)
    assert ["visited", "school visited"] == row(table, "visited")
    text = answer("triggers", "order_made", "--process", OWN)
    assert text.startswith('order_made: order made\n- leads to "Ordered" (standard): "Open"\n')
    assert "\n- note: a text\n" in text
    assert "Ofsted" not in text
    *_, example = text.splitlines()
    path = tmp_path / "school.json"
    run("new", path, "Hill School", "--process", OWN)
    words = [str(path) if word == "case.json" else word for word in shlex.split(example)[1:]]
    assert 0 == run(*words)[0]
    empty = answer("triggers", "--stage", "ordered", "--process", OWN)
    assert 'The stage "Ordered" allows no event.\n' == empty


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Letter", "minded_to_direct"),
        ("published letter", None),
        ("letter_published", "visit_letter_published_jtai"),
        ("trust registered", "agency_registered"),
        ("minded-to", "minded_to_direct"),
        ("lette", None),
        ("", None),
    ],
)
def test_a_word_is_searched_for(run, word, found):
    """The triggers with these whole words, in this order, in their name or label are listed."""
    code, out, err = run("triggers", word)
    if found is None:
        assert (2, "") == (code, out)
        assert "add a word to search for it" in err
    else:
        assert 0 == code
        assert f"\n{found} " in out
        assert len(out.splitlines()) < 15


def test_found_triggers_as_data(answer):
    """The JSON is that of the list."""
    data = json.loads(answer("triggers", "letter", "--json"))
    assert "minded-to letter sent" == data["minded_to_direct"]
    assert "note" not in data


def test_a_word_is_searched_for_in_a_stage(answer):
    """Only what the stage allows is listed."""
    out = answer("triggers", "monitoring", "--stage", "routine_oversight")
    assert 'The stage "Not on the road to a trust" allows no such event.\n' == out


def test_an_unknown_event_is_a_note(refusal, kept):
    """The message says so where the process has notes."""
    message = refusal("record", kept, "meeting", "2018")
    assert " An event without a trigger of its own is a note. `trustflow triggers` lists" in message
