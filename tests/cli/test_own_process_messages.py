"""What the command says to a user of another process: commands, refusals, plans, legs."""

import json
import re
import sys

import pytest

from tests.cli.own import LAW

COMMAND = re.compile(r"`?trustflow (?:record|insert|triggers|rules|schema|case|check|new)\b[^`\n]*")
"""A command to run, in the output of another command."""
SAID = {
    "an unknown trigger": ["record", "anna.json", "apeal_lodged", "2024-03-01"],
    "a class of another process": ["triggers", "inspection_published"],
    "the list of events": ["triggers"],
    "one event": ["triggers", "letter_sent"],
    "a place that is not one": ["withdraw", "anna.json", "9"],
    "facts that are not certain": ["case", "anna.json", "--as-of", "today"],
    "a late event": ["record", "anna.json", "letter_sent", "2024-01-10"],
    "no such file": ["record", "bert.json", "letter_sent", "2024-01-10"],
    "a new file": ["new", "carl.json", "Carl"],
}


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("words", SAID.values(), ids=SAID)
def test_every_command_in_a_message_has_the_process(own, run, words):
    """The command can be run as it is printed; without the process it would fail."""
    _, out, err = run(*words, "--process", own)
    commands = COMMAND.findall(" ".join(f"{out}{err}".split("\n  ")).replace("\n--", " --"))
    assert commands
    for command in commands:
        assert f"--process {own}" in command


def test_a_narrow_table_names_the_command_with_the_process(own, answer, monkeypatch):
    """The command that prints what is left out of the table of rules has the process, too."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    text = " ".join(answer("rules", "--process", own).split())
    assert f"See `trustflow rules RULE --process {own}`." in text


PROCESS_AS_HISTORY = [
    ["case", "{}"],
    ["check", "{}"],
    ["diagram", "{}"],
    ["timeline", "{}"],
    ["page", "{}"],
    ["next", "{}"],
    ["deadlines", "{}"],
    ["convert", "{}", "out.csv"],
    ["legs", "--file", "{}"],
]


@pytest.mark.parametrize("words", PROCESS_AS_HISTORY, ids=lambda words: words[0])
def test_a_process_in_the_place_of_a_history(folder, answer, refusal, words):
    """The one fault says what it is, and which option takes it."""
    answer("convert", "school_place", "school.json", "--process", "places:SCHOOL")
    message = refusal(*[word.format("school.json") for word in words])
    assert "1 fault in school.json:" in message
    assert "This file contains a process, not histories." in message
    assert "--process FILE" in message
    if words[0] != "legs":
        message = refusal(*[word.format("places:SCHOOL") for word in words])
        assert "Give it as --process places:SCHOOL." in message
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize("words", [["rules"], ["triggers"], ["diagram"], ["case", "anna.json"]])
@pytest.mark.usefixtures("folder")
def test_a_history_in_the_place_of_a_process(answer, refusal, words):
    """The one fault says what the file is."""
    answer("new", "anna.json", "Anna", "--process", "places:SCHOOL")
    message = refusal(*words, "--process", "anna.json")
    assert "1 fault in the process:" in message
    assert "This file contains histories, not a process." in message


@pytest.mark.usefixtures("case")
def test_the_faults_of_a_file_name_it(own, folder, refusal):
    """Of several files, the message names the one with the fault."""
    (folder / "bad.json").write_text('{"format": "trustflow/1", "authority": 3}')
    (folder / "bad.csv").write_text("event,on\nsleep,2024\n")
    for name in ("bad.json", "bad.csv"):
        for command in ("check", "deadlines", "timeline"):
            message = refusal(command, "anna.json", name, "--process", own)
            assert re.search(rf"\d faults? in {name}:", message)


# Plans

DEADLINE_SET = """
from places import SCHOOL
import trustflow as tf

PLANS = SCHOOL.extended(
    triggers={"deadline_set": "deadline set"},
    moves=[tf.Move("deadline_set", stage, stage) for stage in ("applied", "refused")],
)
"""


@pytest.mark.usefixtures("case")
def test_a_plan_is_offered_only_if_the_process_has_plans(own, refusal):
    """Without the trigger of a plan, the refusal of the option says what is missing."""
    words = ["record", "anna.json", "appeal_lodged", "2024-04-02", "--process", own]
    assert "--planned" not in refusal(*words)
    assert "give the process the trigger deadline_set" in refusal(*words, "--planned")


def test_a_plan_of_ones_own_process(folder, answer, refusal):
    """With that trigger, a future event is recorded as a deadline, and the event meets it."""
    (folder / "plans.py").write_text(DEADLINE_SET)
    own = ["--process", "plans:PLANS"]
    answer("new", "anna.json", "Anna", *own)
    answer("record", "anna.json", "application_received", "2024-01-08", *own)
    answer("record", "anna.json", "place_refused", "2024-02-05", *own)
    words = ["anna.json", "appeal_lodged", "2024-04-02", *own]
    assert "With --planned" in refusal("record", *words)
    assert "due 2 April 2024" in answer("record", *words, "--planned", "--source", "Letter")
    text = answer("deadlines", "anna.json", *own)
    assert "2 April 2024" in text
    assert not LAW.search(text)
    answer("convert", "school_place", "plans.json", *own)
    assert text == answer("deadlines", "anna.json", "--process", "plans.json")
    sys.modules.pop("plans")


# Legs and moves


def test_legs_have_the_words_of_the_process(own, case, answer, refusal):
    """Cases are counted, not councils; a process without legs says so, and what to give."""
    file = ["--file", case, "--process", own]
    texts = [
        answer("legs", *file, "--start", "application_received", "--end", "place_refused"),
        answer("outcomes", "refused", case, *file[2:], "--confidence", "any", "--names"),
        answer("legs", *file),
    ]
    assert "  0 cases, 0 legs: 0 ended" in texts[0]
    assert texts[1].startswith('Only 1 case entered "Refused" on record: ')
    assert ["End", "Cases", "Names"] in map(str.split, texts[1].splitlines())
    assert "The process school_place names no legs. Give one with --start and --end." in texts[2]
    assert "Invalid leg: 'answer'. There are none." in refusal("legs", "answer", *file)
    assert "Name a file with --file FILE" in refusal("legs", "--process", own)
    assert "Name a file with --file FILE" in refusal("diagram", "--counts", "--process", own)
    for text in texts:
        assert not LAW.search(text), text


def test_next_in_json_has_no_councils(own, case, answer):
    """Councils are those of the casebook, which is of another process."""
    for option in json.loads(answer("next", case, "--process", own, "--json")):
        assert "councils" not in option
