"""The commands that answer questions: rules, due, deadlines, next, paths, and case on a day."""

import json

import pytest
from icalendar import Calendar

import trustflow as tf
from trustflow.cli import main
from trustflow.engine import NOT_RECORDED

SANDWELL = tf.casebook.load("Sandwell")


@pytest.fixture
def run(capsys):
    """Run the command: what it prints, once it has ended well."""

    def run_it(*words):
        code = main(words)
        printed = capsys.readouterr()
        assert (0, "") == (code, printed.err)
        return printed.out

    return run_it


@pytest.fixture
def refused(capsys):
    """Run the command: what it complains of, once it has ended with 2."""

    def run_it(*words):
        assert 2 == main(words)
        printed = capsys.readouterr()
        assert "" == printed.out
        assert printed.err.startswith("trustflow: ")
        assert "Traceback" not in printed.err
        return printed.err

    return run_it


def row(text, beginning):
    """The one line of a table with some beginning, its cells."""
    (line,) = (line for line in text.splitlines() if line.startswith(beginning))
    return [cell for cell in line.split("  ") if cell]


# deadlines


def test_deadlines_of_sandwell(run):
    """On 1 November 2016: the plans are open, with 22 working days left."""
    text = run("deadlines", "Sandwell", "--as-of", "2016-11-01")
    cells = [cell.strip() for cell in row(text, "2016-12-01")]
    assert ["2016-12-01", "transfer plans", "open", "22 working days", "direction"] == cells[:5]
    assert NOT_RECORDED not in text
    assert text.endswith(f"\n\n{tf.TRUST_TRANSFER.disclaimer}\n")


def test_deadlines_that_were_missed(run):
    """On 5 December they are unmet, which shows nothing but that no record is held."""
    text = run("deadlines", "Sandwell", "--as-of", "2016-12-05")
    cells = [cell.strip() for cell in row(text, "2016-12-01")]
    assert ["unmet", "2 working days ago"] == cells[2:4]
    assert f"\nUnmet, not recorded: {NOT_RECORDED}\n" in text
    explained = run("deadlines", "Sandwell", "--as-of", "2016-12-05", "--explain")
    assert (
        "Unmet as of 5 December 2016: due by 1 December 2016. Required: transfer plans."
        in explained
    )
    assert 1 == explained.count(NOT_RECORDED)


def test_deadlines_as_known_on_a_day(run):
    """In August nobody knew of October's direction."""
    days = ["--known-on", "2016-08-01", "--as-of", "2016-12-05"]
    assert "transfer plans" not in run("deadlines", "Sandwell", *days)


def test_old_deadlines_on_request(run):
    """What fell due long ago without a record is listed when asked for."""
    asked = ["deadlines", "Sandwell", "--as-of", "2016-12-05", "--json"]
    some, everything = json.loads(run(*asked)), json.loads(run(*asked, "--everything"))
    assert [each.to_dict() for each in tf.deadlines(SANDWELL, "2016-12-05")] == some
    assert len(everything) > len(some)
    assert all(each in everything for each in some)


def test_deadlines_to_a_calendar_file(run, tmp_path):
    """The file is written whole, and how many events it has is said."""
    path = tmp_path / "sandwell.ics"
    asked = ["deadlines", "Sandwell", "--as-of", "2016-12-05", "--ics", str(path)]
    assert f"{path}: 3 deadlines\n" == run(*asked)
    assert 3 == len(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    before = path.read_bytes()
    assert 3 == len(json.loads(run(*asked, "--json")))
    assert before == path.read_bytes()


def test_deadlines_need_a_day(refused):
    """They stand on a day, which is known whole."""
    assert "--as-of 2016-12-05" in refused("deadlines", "Sandwell")
    assert "Expected an exact day" in refused("deadlines", "Sandwell", "--as-of", "2016-12")
    assert "not in this casebook" in refused("deadlines", "Nowhere", "--as-of", "2016-12-05")


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
@pytest.mark.parametrize("command", ["deadlines", "next", "case"])
def test_the_first_and_the_last_day_of_all(run, command, day):
    """No day breaks an answer."""
    assert run(command, "Sandwell", "--as-of", day)
    assert json.loads(run(command, "Sandwell", "--as-of", day, "--json")) is not None


# due and rules


def test_due_without_a_case(run):
    """The day, and each bank holiday skipped."""
    text = run("due", "action-plan", "--from", "2025-03-04")
    assert text.startswith("Due by 16 June 2025. ")
    assert "Bank holidays skipped: 18 April 2025 (Good Friday)" in text
    assert "at most 70 working days after the report's receipt by the council" in text
    data = json.loads(run("due", "action-plan", "--from", "2025-03-04", "--json"))
    assert tf.due("action-plan", start="2025-03-04").to_dict() == data


def test_due_of_what_is_not_there(refused):
    """An unknown rule, a rule out of force, and a bad day say what would do."""
    assert "Did you mean 'action-plan'" in refused("due", "actionplan", "--from", "2025-03-04")
    assert "(since 1 April 2007)" in refused("due", "action-plan", "--from", "2006-01-01")
    assert "Expected a date such as 2016-07-14" in refused(
        "due", "action-plan", "--from", "yesterday"
    )


def test_rules_over_time(run):
    """Employee information: 14 days to April 2014, 28 from May on."""
    for day, expected in (("2014-04-30", "-14"), ("2014-05-01", "-28")):
        rules = json.loads(run("rules", "--on", day, "--json"))
        found = [rule["id"] for rule in rules if rule["id"].startswith("employee")]
        assert [f"employee-information{expected}"] == found
        assert [rule.id for rule in tf.TRUST_TRANSFER.rules_in_force(day)] == [
            rule["id"] for rule in rules
        ]
    text = run("rules")
    assert all(rule.id in text and str(rule.citation) in text for rule in tf.TRUST_TRANSFER.rules)


# next


def test_next_lists_moves_first(run):
    """What may happen, where it leads, from when, and until when it keeps the rules."""
    text = run("next", "Sandwell", "--as-of", "2016-11-01")
    live = [cell.strip() for cell in row(text, "trust went live")]
    assert ["trust went live", "Trust live", "standard", "2016-10-06", "2017-06-01"] == live[:5]
    assert "9 others refused; --refused says why." in text
    plan = [cell.strip() for cell in row(text, "action plan published")]
    assert "2015-09-04 (passed)" in plan


def test_next_says_why_not(run):
    """Each refused one with its reasons and what to record first."""
    text = run("next", "Sandwell", "--as-of", "2016-11-01", "--refused")
    assert "- “return decided”: not allowed in the stage “Direction issued" in text
    assert "Record first: trust went live." in text
    assert "others refused" not in text


def test_next_as_data(run):
    """The same as the library's answer, with a day and without."""
    for words in ([], ["--as-of", "2016-11-01"]):
        found = json.loads(run("next", "Sandwell", *words, "--json"))
        went_so = [each.pop("went_so") for each in found]
        assert [each.to_dict() for each in tf.what_next(SANDWELL, *words[1:])] == found
        assert any(went_so)
    assert "shadow" not in run("next", "Sandwell")


# paths


def test_paths_to_a_live_trust(run):
    """Shortest first; by ordinary moves unless other marks are named."""
    lines = run("paths", "trust_live").splitlines()
    assert 4 == len(lines)
    assert lines[0].endswith("Commissioner review → Direction issued: move to a trust → Trust live")
    more = json.loads(run("paths", "trust_live", "--marks", "standard", "attested", "--json"))
    expected = tf.TRUST_TRANSFER.paths(to="trust_live", marks=("standard", "attested"))
    assert [list(path) for path in expected] == more
    start = run("paths", "trust_live", "--from", "shadow_running")
    assert "Trust in shadow → Trust live\n" == start


def test_paths_to_nowhere(refused):
    """An unknown stage is named with those there are."""
    assert "accepted: routine_oversight" in refused("paths", "nowhere")


# case on a day


def test_case_on_a_day_tells_the_facts(run):
    """Below the header, what can be told on that day and what was last on record."""
    text = run("case", "Sandwell", "--as-of", "2026-01-01")
    cells = [cell.strip() for cell in row(text, "Commissioner in post")]
    assert ["cannot be told; last on record: Malcolm Newsam", "2016-10", "high"] == cells[1:]
    assert "Stage                           cannot be told; last on record: Trust live" in text
    assert "summer 2017; it went live 213 to 304 days later" in text
    assert "1 April 2018; it went live as planned" in text
    assert ["Latest judgement", "good", "2025-12-02", "high"] == [
        cell.strip() for cell in row(text, "Latest judgement")
    ]
    assert text.index("Latest judgement") < text.index("2010-01 ")
    assert "Not on the road to a trust: its beginning is not on record" in text
    assert "Rated inadequate: 731 to 789 days, to February 2012" in text
    assert "Trust live: 2832 days, so far on record" in text


def test_case_on_a_day_before_the_trust_was_live(run):
    """A plan is told without a slip while nothing has come of it."""
    text = run("case", "Sandwell", "--as-of", "2016-11-01")
    assert ["Planned go-live", "summer 2017", "../2016-12-02", "medium"] == [
        cell.strip() for cell in row(text, "Planned go-live")
    ]


def test_case_on_a_day_known_before(run):
    """Both days together; the facts are of what was known."""
    text = run("case", "Sandwell", "--as-of", "2016-11-01", "--known-on", "2016-08-01")
    assert "last on record: Commissioner review" in text
    assert "Planned go-live" not in text


def test_case_without_a_day_tells_no_facts(run):
    """Without a day there is none on which they would hold."""
    assert "Latest judgement" not in run("case", "Sandwell")
    assert "facts" not in json.loads(run("case", "Sandwell", "--json"))
    data = json.loads(run("case", "Sandwell", "--as-of", "2016-11-01", "--json"))
    assert tf.facts(SANDWELL, "2016-11-01").to_dict() == data["facts"]


@pytest.mark.parametrize(
    ("due", "live", "words"),
    [
        ("2018-04", "2018-04-01", "April 2018; it went live as planned"),
        ("2018-04-01", "2018-03-02", "1 April 2018; it went live 30 days earlier"),
        ("2018-04-01", "2018-04-02", "1 April 2018; it went live 1 day later"),
        ("2018-03", "2018-02", "March 2018; it went live 1 to 58 days earlier"),
        ("2018-04-01", "2018-04", "1 April 2018; it went live 0 to 29 days later"),
        ("2018-04-10", "2018-04", "10 April 2018; it went live 9 days earlier to 20 days later"),
    ],
)
def test_how_a_plan_was_kept(run, tmp_path, due, live, words):
    """In days, at least and at most, where a date is known in part."""
    from trustflow import events as ev

    plan = tf.Deadline("go-live", due=due, met_by="trust_went_live")
    direction = ev.DirectionIssued("2017-01-01", purpose="trust", deadlines=[plan])
    history = tf.History("Sandwell", [direction, ev.TrustWentLive(live)])
    path = tmp_path / "a.json"
    tf.dump(history, path)
    assert f"  {words}  " in run("case", str(path), "--as-of", "2020-01-01")


def test_facts_where_next_to_nothing_is_known(run, tmp_path):
    """A history without an event: nothing is said to have been on record."""
    path = tmp_path / "a.json"
    tf.dump(tf.History("Somewhere"), path)
    text = run("case", str(path), "--as-of", "2020-01-01")
    assert "last on record:" not in text
    assert ["Stage", "cannot be told"] == [cell.strip() for cell in row(text, "Stage ")]
    tf.dump(tf.History("Somewhere", checked_to="2020-01-01"), path)
    text = run("case", str(path), "--as-of", "2020-01-01")
    assert ["Improvement notice", "not open"] == [
        cell.strip() for cell in row(text, "Improvement notice")
    ]
