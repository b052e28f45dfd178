"""The command `legs`, and diagrams with counts from the casebook."""

import json
import re
from pathlib import Path

import pytest

import trustflow as tf


def test_legs_lists_the_legs_of_the_process(answer):
    """Each leg has a line with its name; then come the numbers of histories used and left out."""
    out = answer("legs")
    for name, leg in tf.TRUST_TRANSFER.legs.items():
        assert f"\n{name} " in out
        assert leg.title in out
    assert f"Examined: {len(tf.casebook.names())} histories." in out
    note = "Left out because of low confidence, or no source: 6. --confidence any includes them."
    assert note in out


def test_legs_of_any_confidence_leave_nothing_out(answer):
    """`--confidence any` counts legs of low confidence, and those without a source."""
    assert "Left out because" not in answer("legs", "--confidence", "any")


def test_the_table_in_the_docs_is_the_one_that_is_printed(answer, holds):
    """The page shows the Markdown of the command as a table."""
    page = Path(__file__).parents[2] / "docs/how-long-it-takes.md"
    pasted = re.compile(r"^\| Leg \|.*\n(?:\|.*\n)*", re.MULTILINE)
    text, number = pasted.subn(answer("legs", "--markdown"), page.read_text("utf-8"))
    assert 1 == number
    holds(page, text)


def test_legs_lists_the_councils_of_one_leg(answer):
    """The number of days is a range if a date is inexact."""
    out = answer("legs", "decision-to-return")
    assert "123 to 152" in out
    assert "Isle of Wight" in out
    assert "Left out because" not in out


def test_legs_between_two_events_of_your_own(answer, saved):
    """A leg can be measured between any two events, in any file of histories."""
    path = saved([tf.casebook.load("Reading"), tf.casebook.load("Sandwell")])
    words = ("--start", "trust_went_live", "--end", "return_decided", "--file", path)
    out = answer("legs", *words)
    assert "trust_went_live to return_decided" in out
    assert "Examined: 2 histories." in out
    assert "open" in out
    (found,) = json.loads(answer("legs", *words, "--json")).values()
    assert (1, 1, 2) == (found["ended"], found["open"], found["histories"])


def test_legs_after_a_stage(answer):
    """The councils are grouped by the stage that came next."""
    out = answer("legs", "--after", "commissioner_review")
    assert out.startswith('Cases with the stage "Commissioner review" on record: 29.\n\n')
    assert "Doncaster, Northamptonshire, Sandwell, West Sussex, Worcestershire" in out
    assert "\nNone on record " in out
    data = json.loads(answer("legs", "--after", "shadow_running", "--json"))
    assert {"trust_live": ["Worcestershire"]} == data["by_destination"]


@pytest.mark.parametrize(
    "words",
    [
        ("decision-to-return", "--after", "trust_live"),
        ("--start", "note"),
        ("--end", "note"),
        ("decision-to-return", "--start", "note", "--end", "note"),
        ("--after", "trust_liv"),
        ("--after", ""),
        ("--file", ""),
        ("",),
        ("--start", "not", "--end", "note"),
    ],
)
def test_legs_refuses_a_bad_question(refusal, words):
    """Two questions at a time, a leg without an end, and an unknown name are refused."""
    assert refusal("legs", *words)


def test_a_diagram_counts_the_councils_on_its_arrows(answer):
    """With `--casebook`, each arrow has the number of councils that took it."""
    assert "5 of 7 authorities" in answer("diagram", "--casebook")
    assert "authorities" not in answer("diagram")


def test_a_leg_without_cases_has_no_empty_table(answer, saved):
    """Only the counts are printed, and they count cases, whatever the process."""
    path = saved(tf.History("Kent", []))
    words = ("--start", "trust_went_live", "--end", "return_decided", "--file", path)
    out = answer("legs", *words)
    assert "Confidence" not in out
    assert "Cases" in out.splitlines()[0]
    assert "Council" not in out
