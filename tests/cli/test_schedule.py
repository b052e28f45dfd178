"""The command `schedule`."""

import json

import pytest

import trustflow as tf
from tests.cli.samples import row

SANDWELL = ("Sandwell", "--to", "trust_live", "--by", "2017-08-31", "--as-of", "2016-12-05")
BRADFORD = ("Bradford", "--to", "trust_live", "--by", "2023-04-01", "--as-of", "2022-07-01")


def route(text, number):
    """Return what is printed on one route."""
    return text.split("\nRoute ")[number]


def test_schedule_prints_the_days_of_each_step(answer):
    """Each route that fits is a table of its steps, with the deadlines on the way."""
    text = answer("schedule", *BRADFORD)
    assert text.startswith(
        "Bradford, as of 1 July 2022: in the stage"
        ' "Direction issued: move to a trust".\n\nBradford can reach "Trust live" by 1 April 2023 '
        "and keep all rules and deadlines: of 2 standard routes, 2 fit, the shortest with 1 step; "
        "of the 5 shortest routes with moves off the ordinary route, 5 fit, the shortest with 5 "
        "steps.\n"
        "\nRoute 1: trust went live\n\nEvent  "
    )
    assert row(route(text, 1), "Trust went live") == [
        "Trust went live",
        "from 9 November 2022 to 1 April 2023",
        "143 days",
        "direction-to-live (practice: habit, not law)",
        "the day to finish by",
    ]
    deadlines = "\nDeadlines on the way, if each step comes as early as it can:\n"
    assert f"{deadlines}- 1 April 2023: trust goes live (practice)\n" in text
    assert text.endswith("\nLeft out: 59 other routes. --route asks about one.\n")


def test_schedule_prints_what_would_have_to_move(answer):
    """A route that does not fit has a list: why, by which rules, and what would help."""
    text = answer("schedule", *SANDWELL)
    lines = route(text, 1).splitlines()[2:]
    assert lines[0].startswith("- Direction-to-live (practice: habit, not law) and the deadline")
    assert lines[1].startswith("- Direction-to-live (practice: habit, not law): A trust goes live")
    assert lines[2].startswith('- The deadline "go-live of the trust" (practice): due in summer 20')
    assert lines[3].endswith(" (practice), 35 days later, to 6 July 2017.")
    assert lines[4] == (
        '- Possible on the dates held here: "Trust went live" from 6 July 2017 to 31 August 2017.'
    )


def test_schedule_marks_attested_moves(answer):
    """The mark is beside the event, in the words of the route and in its table."""
    text = route(answer("schedule", *SANDWELL), 3)
    assert text.startswith(
        "3: direction issued: set-up paused (attested) → decision announced: retained by the "
        "council (attested) → commissioner appointed (attested) → decision announced: voluntary "
        "trust → trust went live\n"
    )
    assert row(text, "Commissioner appointed (attested)")[0] == "Commissioner appointed (attested)"
    assert row(text, "Trust went live")[0] == "Trust went live"


def test_schedule_asks_about_one_route(answer):
    """Its events can leave the stage as it is; only law counts, if asked for."""
    events = ("--route", "employee_information_given", "trust_went_live", "--strength", "law")
    text = answer("schedule", *BRADFORD, *events)
    assert "the standard route fits, with 2 steps." in text
    assert (
        row(route(text, 1), "Employee liability information given")[1]
        == "from 1 July 2022 to 4 March 2023"
    )
    assert row(route(text, 1), "Trust went live")[1] == "from 29 July 2022 to 1 April 2023"
    assert "habit" not in text
    assert "Left out" not in text


def test_schedule_prints_json(answer):
    """It is the plain data of the schedule."""
    expected = tf.schedule(
        tf.casebook.load("Sandwell"), to="trust_live", finish_by="2017-08-31", as_of="2016-12-05"
    )
    assert json.loads(answer("schedule", *SANDWELL, "--json")) == expected.to_dict()


def test_schedule_begins_today(answer, saved, monkeypatch):
    """Without a day, the steps begin today; a slack that nothing bounds is left out."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    history = saved(tf.History("Kent", begins_in="voluntary_transfer"))
    text = answer("schedule", history, "--to", "trust_live", "--by", "2026-12-05")
    assert text.startswith("Kent, as of 29 November 2026 (today): in the stage")
    assert row(route(text, 1), "Trust went live")[:3] == [
        "Trust went live",
        "from 29 November 2026 to 5 December 2026",
        "6 days",
    ]


def test_schedule_says_which_option_asks_about_other_moves(answer, case, own):
    """No route of standard and attested moves leads back to where a case begins."""
    asked = ("--to", "no_place", "--by", "2030-01-01", "--process", own)
    text = answer("schedule", case, *asked)
    assert "\nNo route of standard and attested moves leads to " in text
    assert text.endswith("\n--route asks about one with other moves, if there are any.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "trust_live", "--by", "2017"), "--by"),
        (("--to", "trust_liv", "--by", "2017-08-31"), "Did you mean 'trust_live'?"),
    ],
)
def test_schedule_refuses_a_wrong_question(refusal, words, message):
    """The message names the option, or the nearest word."""
    assert message in refusal("schedule", "Sandwell", "--as-of", "2016-12-05", *words)
