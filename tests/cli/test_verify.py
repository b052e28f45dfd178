"""The command `verify`."""

import json

import pytest

import trustflow as tf
from tests.cli.own import LAW, MODULE


@pytest.fixture
def letters(tmp_path, monkeypatch):
    """Return the name of a process of a module, in which two laws exclude each other."""
    made = """
        tf.DateRule(
            id="slow", requires="Slow", starts="application_received", ends="place_offered",
            at_least="9 weeks", strength="law", citation=tf.Citation("The code"),
        ),
        tf.DateRule(
            id="quick", requires="Quick", starts="application_received", ends="place_offered",
            at_most="3 weeks", strength="law", citation=tf.Citation("The code"),
        ),
    """
    text = MODULE.replace("    rules=[", f"    rules=[{made}", 1)
    assert text != MODULE
    (tmp_path / "verified_school.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "verified_school:SCHOOL"


def test_the_trust_transfer_is_verified(answer):
    """There is no finding, in words and as data."""
    assert answer("verify") == f"{tf.verify().summary}.\n"
    assert json.loads(answer("verify", "--json")) == tf.verify().to_dict()


def test_faults_of_a_process_are_listed(run, letters):
    """The exit code is 1, and each finding is an item."""
    code, out, err = run("verify", "--process", letters)
    assert (code, err) == (1, "")
    heading, blank, *items = out.rstrip("\n").split("\n")
    assert heading == "A school place (an illustration): 1 fault, 1 remark:"
    assert blank == ""
    assert [item.split(":")[0] for item in items] == ["- fault", "- remark"]
    assert "The rules slow (law) and quick (law) leave no day" in out
    assert not LAW.search(out)
    code, out, _ = run("verify", "--process", letters, "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


def test_the_shortest_time_is_printed(answer):
    """The first line has the time, and each event of the route is an item."""
    words = ("verify", "--from", "direction_issued", "--to", "trust_live", "--on", "2026-01-05")
    shortest = tf.verify().shortest(
        "direction_issued", "trust_live", on="2026-01-05", strength="all"
    )
    first, *steps = shortest.sentences()
    expected = "".join([f"{first}\n", *(f"- {step}\n" for step in steps)])
    assert answer(*words, "--strength", "all") == expected
    data = json.loads(answer(*words, "--strength", "all", "--json"))
    assert data == shortest.to_dict()


def test_the_shortest_time_starts_today_in_the_first_stage(answer, monkeypatch):
    """Without more options, the first stage of the process and the present day count."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-02-03")
    text = answer("verify", "--to", "trust_live", "--through", "employee_information_given")
    assert text.startswith('From "Not on the road to a trust" to "Trust live"')
    assert "at least 28 days from 3 February 2026" in text


def test_no_route(run, letters):
    """The exit code is 1 if no route keeps the rules."""
    words = ("verify", "--process", letters, "--from", "no_place", "--to", "offered")
    code, out, err = run(*words, "--on", "2026-01-05", "--through", "letter_sent")
    assert (code, out, err) == (1, "No route keeps these rules.\n", "")
    code, out, _ = run(*words, "--json", "--through", "letter_sent", "--strength", "all")
    assert (code, json.loads(out)) == (1, None)


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "trust_live"),
        ("--on", "2026-01-05"),
        ("--on", "today"),
        ("--through", "trust_live"),
        ("--strength", "all"),
        ("--strength", "law"),
        ("--marks", "standard", "attested"),
        ("--marks", "all"),
    ],
)
def test_the_options_of_a_shortest_time_need_its_last_stage(run, words):
    """Without `--to`, none of them would have an effect, so each is refused."""
    code, out, err = run("verify", *words)
    assert (code, out) == (2, "")
    assert f"{words[0]} needs --to. Add --to and the stage to reach." in err


def test_all_options_without_a_last_stage_are_named(run):
    """The message lists those that were given."""
    code, out, err = run("verify", "--marks", "all", "--from", "trust_live", "--on", "2026-01-05")
    assert (code, out) == (2, "")
    assert "--from, --on and --marks need --to." in err


def test_an_empty_name_of_a_stage_is_unknown(run):
    """It does not stand for the first stage."""
    code, out, err = run("verify", "--from", "", "--to", "trust_live")
    assert (code, out) == (2, "")
    assert "Unknown stage ''" in err


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "trust_lives"),
        ("--to", "trust_live", "--from", "nowhere"),
        ("--to", "trust_live", "--on", "soon"),
        ("--to", "trust_live", "--through", "nothing"),
        ("--to", "trust_live", "--strength", "lore"),
    ],
)
def test_unknown_words_are_refused(run, words):
    """The message names the word."""
    code, out, err = run("verify", *words)
    assert (code, out) == (2, "")
    assert words[-1] in err
