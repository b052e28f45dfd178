"""The command `legs`, and diagrams with counts from the casebook."""

import json
import re
from pathlib import Path

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.cohorts import days_in_words, named_leg


def test_legs_lists_the_legs_of_the_process(answer):
    """Each leg has a line with its name; then come the numbers of histories used and left out."""
    out = answer("legs")
    for name, leg in tf.TRUST_TRANSFER.legs.items():
        assert f"{name}: {leg.title}\n" in out
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


def test_days_are_never_without_the_counts(answer):
    """Each leg says how many ended, are open and ended otherwise, and whose days it gives."""
    out = answer("legs")
    for name in tf.TRUST_TRANSFER.legs:
        leg = named_leg(tf.casebook.histories(), name)
        counts = (
            f"  {len(leg.authorities)} councils, {len(leg.legs)} legs: {len(leg.ended)} ended, "
            f"{len(leg.open)} open, {len(leg.ended_otherwise)} ended otherwise "
            f"({len(leg.left_out)} left out)\n"
        )
        median = f"  Days of those that ended: median {days_in_words(leg.median_of_ended)};"
        assert f"{counts}{median}" in out
    assert "  Fewer than half of all 88 had ended\n" in out
    assert "  Half of all 7 had ended after 416 to 426 days\n" in out
    headings = answer("legs", "--markdown").splitlines()[0]
    assert 3 == headings.count("of those that ended (days)")
    assert "Median (days)" not in headings


def test_a_leg_of_your_own_can_start_with_the_first_start(answer, saved):
    """`--from-first` counts from the first of several starts, as in Python."""
    days = ("2020-01-01", "2020-02-01")
    events = [*map(ev.ReturnDecided, days), ev.ReturnedToCouncil("2020-03-01")]
    path = saved(tf.History("Kent", events))
    words = ("legs", path, "--start", "return_decided", "--end", "returned_to_council")
    words += ("--confidence", "any")
    assert "median 29;" in answer(*words)
    assert "median 60;" in answer(*words, "--from-first")


def test_a_file_needs_no_option(answer, saved):
    """`legs FILE` is `legs --file FILE`, beside a leg or alone."""
    path = saved([tf.casebook.load("Reading"), tf.casebook.load("Sandwell")])
    assert answer("legs", "--file", path) == answer("legs", path)
    leg = "direction-to-live"
    assert answer("legs", leg, "--file", path) == answer("legs", leg, path)


@pytest.mark.parametrize(
    "words",
    [
        ("--start", "note"),
        ("--end", "note"),
        ("decision-to-return", "--start", "note", "--end", "note"),
        ("--start", "", "--end", "note"),
        ("--file", ""),
        ("",),
        ("--start", "not", "--end", "note"),
    ],
)
def test_legs_refuses_a_bad_question(refusal, words):
    """Two questions at a time, a leg without an end, and an unknown name are refused."""
    assert refusal("legs", *words)


def test_a_diagram_counts_the_councils_on_its_arrows(answer, refusal, saved):
    """With `--counts`, each arrow has the number of councils that took it, or cases of a file."""
    assert "taken by 5, median about 1 year 2 months" in answer("diagram", "--counts")
    assert "taken by" not in answer("diagram")
    path = saved(tf.casebook.load("Sandwell"))
    counted = answer("diagram", "--counts", "--file", path, "--confidence", "any")
    assert "taken by 1" in counted
    assert "taken by 2" not in counted
    assert "--file is for --counts" in refusal("diagram", "--file", path)


def test_a_leg_without_cases_has_no_empty_table(answer, saved):
    """Only the counts are printed; no day is given by which half of none had ended."""
    path = saved(tf.History("Kent", []))
    words = ("--start", "trust_went_live", "--end", "return_decided", "--file", path)
    out = answer("legs", *words)
    assert "Confidence" not in out
    assert "  0 councils, 0 legs: 0 ended, 0 open, 0 ended otherwise (0 left out)\n" in out
    assert not {"median", "half"} & set(out.casefold().split())
