"""The commands `next` and `paths`."""

import csv
import json
from pathlib import Path

import pytest

import trustflow as tf
from tests.cli.command_words import TODAY
from tests.cli.samples import SANDWELL, row
from trustflow import events as ev
from trustflow.process import Mark, StageInfo

MOVES = Path(__file__).parents[1] / "data" / "moves.csv"


def table_of(text, number=1):
    """Return the lines of a table of the output, without its headings."""
    return text.split("\n\n")[number].splitlines()[1:]


def test_next_lists_the_moves(answer):
    """Each move has its stage, its last day and its mark; the rest is counted in one line."""
    text = answer("next", "Sandwell", "--as-of", "2016-11-01")
    state = 'in the stage "Direction issued: move to a trust"'
    assert text.startswith(f"Sandwell, as of 1 November 2016: {state}.\n\nEvent  ")
    days = "no day; possibly from 6 July 2017 to 31 August 2017"
    expected = ["trust went live", "Trust live", days, "standard", "5"]
    assert expected == row(text, "trust went live")
    assert "\nRefused: 8 events. --refused lists them with reasons.\n" in text
    assert "action plan published" not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Sandwell", "Doncaster", "Birmingham", "Slough", "Kirklees"])
def test_next_counts_what_only_all_lists(answer, name, monkeypatch):
    """The line counts the events that the table leaves out, and `--all` lists each of them."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2016-11-01")
    known = tf.casebook.names()
    name = name if name in known else known[0]
    options = [each for each in tf.what_next(tf.casebook.load(name), "2016-11-01") if each.allowed]
    possible = [each for each in options if each.moves and each.mark is Mark.POSSIBLE]
    moves = [each for each in options if each.moves and each not in possible]
    stays = [each for each in options if not each.moves]
    text = answer("next", name)
    assert len(moves) == len(table_of(text)) or not moves
    assert f"Allowed too: {len(stays)} events that do not change the stage" in text
    assert not possible or f" and {len(possible)} possible move" in text
    everything = answer("next", name, "--all")
    assert "Allowed too" not in everything
    labels = tf.TRUST_TRANSFER.triggers
    listed = [line.split("  ")[0] for line in table_of(everything)]
    assert [labels[each.trigger] for each in [*moves, *possible]] == listed
    assert "\n\nEvents that do not change the stage:\n\n" in everything
    listed = {line.split("  ")[0] for line in table_of(everything, 3)}
    assert {labels[each.trigger] for each in stays} == listed


def test_next_marks_a_day_that_has_passed(answer):
    """The last day that keeps the rules can be before the day asked about."""
    text = answer("next", "Sandwell", "--as-of", "2016-11-01", "--all")
    assert "until 4 September 2015 (passed)" in row(text, "action plan published")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2017-07-05", "from 6 July 2017 to 1 September 2017"),
        ("2017-08-31", "until 1 September 2017"),
        ("2017-09-01", "until 1 September 2017"),
        ("2017-09-02", "until 1 September 2017 (passed)"),
        ("2026-11-29", "until 1 September 2017 (passed)"),
    ],
)
def test_next_marks_a_day_that_has_passed_by_the_day_asked_about(answer, saved, day, words):
    """A day is marked from the day after it on, however long ago the last event was."""
    planned = tf.Deadline("go-live", due="2017-09-01", met_by="trust_went_live")
    direction = ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=[planned])
    text = answer("next", saved(tf.History("Kent", [direction])), "--as-of", day)
    assert words in row(text, "trust went live")


def test_next_names_the_rules_behind_the_days(answer, saved):
    """Each listed event that rules bound has a line: the rules at its ends, or in conflict."""
    text = answer("next", "Bradford", "--as-of", "2022-07-01")
    assert "from 9 November 2022 to 1 April 2023" in row(text, "trust went live")
    assert (
        '\nThe rules behind "Keeps the rules":\n- trust went live: first day by direction-to-live '
        '(practice); last day by the deadline "trust goes live" (practice)\n'
    ) in text
    text = answer("next", "Doncaster", "--as-of", "2013-10-01")
    assert "no day" in row(text, "trust went live")
    assert (
        "\n- trust went live: direction-to-live (practice) from 1 May 2014 on; the deadline "
        '"trust live" (practice) up to 30 April 2014\n'
    ) in text
    assert "The rules behind" not in answer("next", saved(tf.History("Kent")))
    text = answer("next", "Sandwell", "--as-of", "2016-11-01", "--all")
    assert "- action plan published: action-plan (law) up to 4 September 2015\n" in text


def test_next_is_asked_about_today(answer, monkeypatch):
    """The output says so, and `today` as a value gives the same answer."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2016-11-01")
    text = answer("next", "Sandwell")
    assert text.startswith("Sandwell, as of 1 November 2016 (today): ")
    assert text == answer("next", "Sandwell", "--as-of", "today")
    assert text.replace(" (today)", "") == answer("next", "Sandwell", "--as-of", "2016-11-01")


SMALL = tf.Process(
    name="small",
    title="Small",
    stages={
        "open": StageInfo("Open", "Open."),
        "waiting": StageInfo("Waiting", "Waiting."),
        "closed": StageInfo("C", "C.", final=True),
    },
    initial="open",
    triggers={"note": "note", "asked": "asked", "wait": "wait", "went_on": "went on"},
    moves=[
        tf.Move("note", "open", "closed"),
        tf.Move("asked", "open", "open"),
        tf.Move("wait", "open", "waiting", Mark.POSSIBLE),
        tf.Move("went_on", "waiting", "open", Mark.POSSIBLE),
    ],
)
OWN = ["--process", "tests.cli.test_next_moves:SMALL"]


@pytest.fixture
def small(run, tmp_path):
    """Return a function that saves a case of the small process with events of 1 January 2016."""

    def save(*triggers):
        path = tmp_path / f"{'-'.join(['case', *triggers])}.json"
        run("new", path, "Kent", *OWN)
        for trigger in triggers:
            assert 0 == run("record", path, trigger, "2016-01-01", *OWN)[0]
        return path

    return save


def test_next_of_an_own_process(answer, small):
    """There is no column of councils, and one event is counted in the singular."""
    text = answer("next", small(), *OWN)
    assert "Councils" not in text
    assert "casebook" not in text
    assert ["note", "C", "standard"] == row(text, "note")
    counted = "1 event that does not change the stage and 1 possible move. --all lists them."
    assert f"\nAllowed too: {counted}\n" in text
    text = answer("next", small(), "--all", *OWN)
    assert ["wait", "Waiting", "possible"] == row(text, "wait")
    assert ["asked", "standard"] == row(text, "asked")


def test_next_of_a_stage_from_which_nothing_leads(answer, small):
    """A sentence takes the place of the table."""
    final = "The stage is final: no event leads out of it."
    path = small("note")
    for more in ([], ["--all"]):
        assert f"\n\n{final}\n" in answer("next", path, *more, *OWN)
    text = answer("next", small("wait"), *OWN)
    assert "\n\nNo standard or attested move leads out of the stage on this day.\n" in text
    assert "\nAllowed too: 1 possible move. --all lists them.\n" in text


def test_next_after_the_abolition_of_the_council(answer, saved):
    """The line says when the council was abolished and which councils to see; no event is next."""
    into = ("North Somewhere", "West Somewhere")
    events = [
        ev.InspectionPublished("2019-07-30", judgement="inadequate"),
        ev.AuthorityReorganised("2021-04-01", into=into),
    ]
    path = saved(tf.History("Somewhere", events))
    text = "Somewhere: abolished on 1 April 2021; see North Somewhere and West Somewhere.\n"
    for words in ([], ["--as-of", "2022-01-01"], ["--refused"]):
        assert text == answer("next", path, *words)
    assert [] == json.loads(answer("next", path, "--json"))
    assert "abolished" not in answer("next", path, "--as-of", "2021-03-31")
    assert answer("next", path, "--as-of", "2021-03-31").startswith("Somewhere, as of")


def test_next_lists_the_councils_to_which_it_happened(answer):
    """The councils are those of the casebook that left the same stage by the event."""
    text = answer("next", "Sandwell", "--as-of", "2016-09-01")
    assert "5" == row(text, "direction issued: move")[-1]
    councils = "Doncaster, Northamptonshire, Sandwell, West Sussex, Worcestershire"
    assert councils not in text
    named = answer("next", "Sandwell", "--as-of", "2016-09-01", "--all")
    assert f"\n- direction issued: move to a trust: {councils}\n" in named
    assert '"Councils" counts those of this casebook that left the stage "Commissioner' in text
    assert "\nCouncils with that stage on record: 29. Still in that stage" in text
    assert "\nLeft out because of low confidence: 3.\n" in text
    data = json.loads(answer("next", "Sandwell", "--json"))
    returned = {option["trigger"]: option["councils"] for option in data}["returned_to_council"]
    assert {"Doncaster", "Worcestershire", "Reading"} == set(returned)
    assert 3 == len(returned)


def test_next_gives_the_reason_for_each_refusal_on_one_line(answer):
    """The line has the stage and a route; it does not repeat the events that are allowed."""
    text = answer("next", "Sandwell", "--as-of", "2016-11-01", "--refused")
    stage = 'is not allowed in the stage "Direction issued: move to a trust".'
    lines = text.partition("\nRefused:\n")[2].splitlines()
    assert f'- "Return decided" {stage} Record first: "Trust went live".' in lines
    assert all(line.startswith("- ") for line in lines)
    assert "--refused" not in text


def test_next_gives_a_refused_event_no_days(answer):
    """In a Markdown table, its cell for the days is empty."""
    words = ("--as-of", "2016-11-01", "--refused", "--markdown")
    text = answer("next", "Sandwell", *words)
    (line,) = (line for line in text.splitlines() if "return decided" in line.lower())
    assert line.split("|")[3].strip() == ""
    assert "is not allowed in the stage" in line


def test_next_gives_a_route_of_several_events(answer, saved):
    """If several events have to come before the refused one, the line lists them in order."""
    text = answer("next", saved(tf.History("Kent")), "--refused")
    lines = text.partition("\nRefused:\n")[2].splitlines()
    assert any('Record first: "' in line and '", then "' in line for line in lines)


def test_next_gives_the_reasons_of_a_day_on_one_line(answer, saved):
    """If an event is refused only on the given day, the line says why."""
    live = tf.events.TrustWentLive("2016-04-01")
    direction = tf.events.DirectionIssued("2015-01-01", purpose="trust")
    path = saved(tf.History("Somewhere", [direction, live, tf.events.Note("2015-07/2020-01")]))
    text = answer("next", path, "--as-of", "2016-04-01", "--refused")
    reasons = {
        option.trigger: " ".join(option.reasons)
        for option in tf.what_next(tf.load(path), "2016-04-01")
        if not option.allowed and option.mark is not None
    }
    assert {"returned_to_council"} == reasons.keys()
    assert f"\n- {reasons['returned_to_council']}\n" in text


def test_next_has_no_route_to_what_nothing_would_allow(answer, small):
    """The line says that nothing recorded first would allow the event."""
    text = answer("next", small("note"), "--refused", *OWN)
    stage = 'is not allowed in the stage "C".'
    nothing = "Nothing that could be recorded first would allow it."
    assert f'\n- "Asked" {stage} {nothing}\n' in text


def test_next_as_data(answer):
    """The JSON contains the options, each with its councils."""
    for day in (TODAY, "2016-11-01"):
        found = json.loads(answer("next", "Sandwell", "--as-of", day, "--json"))
        councils = [option.pop("councils") for option in found]
        assert [option.to_dict() for option in tf.what_next(SANDWELL, day)] == found
        assert any(councils)
    assert "shadow" not in answer("next", "Sandwell")


def test_paths_to_a_live_trust(answer):
    """The first line counts the paths, shortest first; the last one counts the moves left out."""
    first, _, *lines, _, last = answer("paths", "trust_live", "--marks", "standard").splitlines()
    assert 'Routes from "Not on the road to a trust" to "Trust live": 4.' == first
    assert 4 == len(lines)
    assert lines[0].endswith("Commissioner review → Direction issued: move to a trust → Trust live")
    assert " attested moves left out: off the ordinary route, but they happened. " in last
    expected = tf.TRUST_TRANSFER.paths(to="trust_live")
    assert [list(path) for path in expected] == json.loads(answer("paths", "trust_live", "--json"))
    all_marks = answer("paths", "trust_live", "--from", "shadow_running", "--marks", "all")
    first, _, *lines = all_marks.splitlines()
    assert "- Trust in shadow → Trust live" == lines[0]
    assert f'Routes from "Trust in shadow" to "Trust live": {len(lines)}.' == first


def simple_routes(marks):
    """Return the number of routes to a live trust by the moves in the table of the domain."""
    onward = {}
    with MOVES.open(encoding="utf-8") as table:
        for move in csv.DictReader(table):
            if move["mark"] in marks:
                onward.setdefault(move["stage"], set()).add(move["leads_to"])

    def count(stage, passed):
        if stage == "trust_live":
            return 1
        return sum(count(each, {*passed, each}) for each in onward[stage] - passed)

    return count("routine_oversight", {"routine_oversight"})


@pytest.mark.parametrize(
    ("words", "marks", "least", "most"),
    [([], "SA", 25, 40), (["--marks", "all"], "SAP", 2_000, 10_000)],
)
def test_the_number_of_routes_to_a_live_trust(answer, words, marks, least, most):
    """Without possible moves there are about thirty simple routes; with them, thousands."""
    found = json.loads(answer("paths", "trust_live", *words, "--json"))
    assert simple_routes(marks) == len(found)
    assert least < len(found) < most
    assert all(len(set(path)) == len(path) for path in found)


def test_paths_refuse_an_unknown_stage(refusal):
    """The message lists the stages."""
    assert "Expected one of: routine_oversight" in refusal("paths", "nowhere")
