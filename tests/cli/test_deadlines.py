"""The command `deadlines`."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import trustflow as tf
from tests.cli.samples import SANDWELL, row
from trustflow import events as ev
from trustflow.engine import NOT_RECORDED
from trustflow.history import Citation
from trustflow.process import StageInfo

TODAY = "2016-12-05"
WINDOW = ["--as-of", TODAY, "--within", "7 days"]


def due_on(authority, *days):
    """Return a history with a deadline for each day, named after the day."""
    events = [ev.DeadlineSet("2016-10-06", what=f"paper of {day}", due=day) for day in days]
    return tf.History(authority, events)


def test_deadlines_of_sandwell(answer):
    """On 1 November 2016 the plans are open, with 22 working days left."""
    text = answer("deadlines", "Sandwell", "--as-of", "2016-11-01")
    expected = ["1 December 2016", "transfer plans", "open", "22 working days", "direction"]
    assert expected == row(text, "1 December 2016")[:5]
    assert text.startswith("Sandwell, as of 1 November 2016.\n\nDue  ")
    assert NOT_RECORDED not in text
    assert text.endswith(f"\n\n{tf.TRUST_TRANSFER.disclaimer}\n")


def test_missed_deadlines(answer):
    """A deadline that no event meets is listed as unmet, with a sentence on what that means."""
    text = answer("deadlines", "Sandwell", "--as-of", "2016-12-05")
    assert ["unmet", "2 working days ago"] == row(text, "1 December 2016")[2:4]
    assert f"\nUnmet or not recorded: {NOT_RECORDED}\n" in text
    explained = answer("deadlines", "Sandwell", "--as-of", "2016-12-05", "--explain")
    explanations = [each.explain() for each in tf.deadlines(SANDWELL, "2016-12-05")]
    assert all(f"\n\n- {each}\n" in explained for each in explanations)
    assert 1 == explained.count(NOT_RECORDED)


def test_deadlines_as_known_on_a_day(answer):
    """The direction of October 2016 was not known in August."""
    days = ["--known-on", "2016-08-01", "--as-of", "2016-12-05"]
    assert "transfer plans" not in answer("deadlines", "Sandwell", *days)


def test_old_deadlines_are_listed_with_everything(answer):
    """Without `--everything`, old deadlines of rules without a record are left out."""
    words = ["deadlines", "Sandwell", "--as-of", TODAY, "--json"]
    some, everything = json.loads(answer(*words)), json.loads(answer(*words, "--everything"))
    expected = [each.to_dict() for each in tf.deadlines(SANDWELL, TODAY)]
    assert [{"authority": "Sandwell", **each} for each in expected] == some
    assert len(everything) > len(some)
    assert all(each in everything for each in some)


def test_the_day_is_today_by_default(answer, monkeypatch):
    """The output says so, and `today` as a value gives the same answer."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", TODAY)
    text = answer("deadlines", "Sandwell")
    assert text.startswith("Sandwell, as of 5 December 2016 (today).\n")
    assert text == answer("deadlines", "Sandwell", "--as-of", "today")
    named = answer("deadlines", "Sandwell", "--as-of", TODAY)
    assert text.replace(" (today)", "") == named
    # A history is also cut at the day up to which it was known.
    assert "transfer plans" in answer("deadlines", "Sandwell", "--known-on", "today")


def test_deadlines_to_a_calendar_file(answer, tmp_path):
    """The command prints the number of calendar events; with `--json`, also the deadlines."""
    path = tmp_path / "sandwell.ics"
    words = ["deadlines", "Sandwell", "--as-of", TODAY, "--ics", str(path)]
    assert f"{path}: 2 deadlines\n" == answer(*words)
    assert 2 == len(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    before = path.read_bytes()
    assert 2 == len(json.loads(answer(*words, "--json", "--force")))
    assert before == path.read_bytes()
    assert f"{path}: 0 deadlines\n" == answer(*words, "--force", "--within", "7 days")


def test_one_calendar_for_many_cases(answer, saved, tmp_path):
    """Files and councils go together; the file has what the list has, each case under its name."""
    path = tmp_path / "all.ics"
    kent, devon = due_on("Kent", "2016-12-08", "2016-12-06"), due_on("Devon", "2016-12-07")
    words = ["deadlines", saved([kent, devon]), "Sandwell", "--as-of", TODAY]
    assert f"{path}: 5 deadlines of 3 cases\n" == answer(*words, "--ics", path)
    calendar, found = summaries(path)
    assert "Deadlines of 3 cases" == calendar["X-WR-CALNAME"]
    listed = json.loads(answer(*words, "--json"))
    expected = [f"{each['authority']}: {each['what']} ({each['status']})" for each in listed]
    assert sorted(expected) == sorted(found)

    window = [*words, "--within", "2 days"]
    written = answer(*window, "--ics", path, "--force")
    assert f"{path}: 2 deadlines of 3 cases\n" == written
    assert ["Devon", "Kent"] == sorted(each.partition(":")[0] for each in summaries(path)[1])
    assert answer(*window, "--csv") == answer(*window, "--csv", "--ics", path, "--force")


def summaries(path):
    """Return a calendar and the summaries of its events, each of which has a UID of its own."""
    calendar = Calendar.from_ical(path.read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == len({event["UID"] for event in events})
    return calendar, [str(event["SUMMARY"]) for event in events]


def test_a_calendar_of_cases_of_the_same_name(answer, saved, tmp_path):
    """Each case keeps its deadlines."""
    path = tmp_path / "all.ics"
    one, other = due_on("Kent", "2016-12-08"), due_on("Kent", "2016-12-08", "2016-12-07")
    answer("deadlines", saved([one, other]), "--as-of", TODAY, "--ics", path)
    expected = ["Kent: paper of 2016-12-08 (open)"] * 2 + ["Kent: paper of 2016-12-07 (open)"]
    assert sorted(expected) == sorted(summaries(path)[1])


def test_a_calendar_of_no_cases(answer, saved, tmp_path):
    """A file without histories gives a calendar without events."""
    path = tmp_path / "all.ics"
    written = answer("deadlines", saved([], "none.json"), "--ics", path)
    assert f"{path}: 0 deadlines of 0 cases\n" == written
    assert [] == summaries(path)[1]


def test_the_calendar_of_a_case_is_that_of_the_library(answer, tmp_path):
    """The file has the bytes that `deadlines_to_ics` returns."""
    path = tmp_path / "sandwell.ics"
    words = ["deadlines", "Sandwell", "--as-of", TODAY, "--ics", path]
    answer(*words, "--alarm", "3 days", "--alarm", "5 working days")
    deadlines = tf.deadlines(SANDWELL, TODAY)
    alarm = ["3 days", "5 working days"]
    expected = tf.exchange.deadlines_to_ics(deadlines, authority="Sandwell", alarm=alarm)
    assert expected == path.read_bytes()
    assert b"BEGIN:VALARM" in expected


@pytest.mark.parametrize("alarm", ["soon", "3", "3 weekdays", "", "-1 days"])
def test_a_wrong_alarm_is_refused(refusal, tmp_path, alarm):
    """The message shows what is accepted, and nothing is written."""
    path = tmp_path / "sandwell.ics"
    message = refusal("deadlines", "Sandwell", "--ics", path, f"--alarm={alarm}")
    assert f"Invalid span: {alarm!r}. " in message
    assert "such as '" in message or "Did you mean '" in message
    assert not path.exists()


def test_an_alarm_needs_a_calendar(refusal):
    """Without `--ics` there is nothing that rings."""
    message = refusal("deadlines", "Sandwell", "--alarm", "3 days")
    assert "--alarm is for a calendar file. Give --ics FILE too." in message


# Many cases


def test_the_deadlines_of_many_cases_are_sorted_by_due_day(answer, saved):
    """The first column is the case; files with several histories and councils go together."""
    kent, devon = due_on("Kent", "2016-12-08", "2016-12-06"), due_on("Devon", "2016-12-07")
    file = saved([kent, devon])
    text = answer("deadlines", file, "Sandwell", *WINDOW)
    lines = text.split("\n\n")[1].splitlines()
    assert lines[0].split()[:3] == ["Case", "Due", "What"]
    assert [["Kent", "6"], ["Devon", "7"], ["Kent", "8"]] == [
        line.split()[:2] for line in lines[1:]
    ]
    assert text.startswith("3 cases, as of 5 December 2016: falls due, or may fall due, from 5 ")
    data = json.loads(answer("deadlines", file, "Sandwell", *WINDOW, "--json"))
    assert ["Kent", "Devon", "Kent"] == [each["authority"] for each in data]


def test_the_whole_casebook(answer):
    """With `--all`, each council's deadlines are those that the library lists."""
    data = json.loads(answer("deadlines", "--all", *WINDOW[:3], "3 months", "--json"))
    expected = [
        (history.authority, each.what)
        for history in tf.casebook.histories()
        for each in tf.deadlines(history, TODAY, within="3 months")
    ]
    assert sorted(expected) == sorted((each["authority"], each["what"]) for each in data)
    due_days = [each["due"] for each in data]
    assert due_days


def test_names_or_all_are_needed(refusal):
    """Neither is refused, and so are both."""
    for words in ([], ["Sandwell", "--all"]):
        assert "names or files, or --all" in refusal("deadlines", *words)


def test_each_explanation_has_its_case(answer, saved):
    """With several cases, an explanation begins with the case."""
    file = saved([due_on("Kent", "2016-12-08"), due_on("Devon", "2016-12-07")])
    explained = answer("deadlines", file, *WINDOW, "--explain")
    assert "\n- Devon: Open as of 5 December 2016: due by 7 December 2016, " in explained
    assert "\n- Kent: Open as of 5 December 2016: due by 8 December 2016, " in explained


SCHOOL = tf.Process(
    name="school",
    title="An order on a school",
    stages={"open": StageInfo("Open", "O."), "ordered": StageInfo("Ordered", "O.", final=True)},
    initial="open",
    triggers={"asked": "order asked for", "made": "order made"},
    moves=[tf.Move("asked", "open", "open"), tf.Move("made", "open", "ordered")],
    rules=[
        tf.DateRule(
            id="answer",
            requires="The order is made",
            starts="asked",
            ends="made",
            at_most="30 days",
            strength="law",
            citation=Citation("An Act"),
        )
    ],
)
OWN = ["--process", "tests.cli.test_deadlines:SCHOOL"]


def test_the_deadlines_of_an_own_process(answer, refusal, tmp_path):
    """The last line is the table's: a process without a disclaimer prints none."""
    path = tmp_path / "school.json"
    answer("new", path, "Hill School", *OWN)
    answer("record", path, "asked", "2016-11-10", *OWN)
    text = answer("deadlines", path, "--as-of", TODAY, "--within", "7 days", *OWN)
    assert text.startswith("Hill School, as of 5 December 2016: falls due, or may fall due, from ")
    last = ["10 December 2016", "The order is made", "open", "5 days", "law", "An Act"]
    assert last == row(text, "10 December")
    assert text.endswith("An Act\n")
    assert "casebook follows the process" in refusal("deadlines", "--all", *OWN)


# Within a time


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due=st.dates(date(2016, 11, 20), date(2016, 12, 25)),
    first=st.dates(date(2016, 11, 20), date(2016, 12, 25)),
    length=st.integers(0, 20),
)
def test_what_falls_due_in_an_interval(answer, saved, due, first, length):
    """An exact day is listed exactly if it lies in the interval, with both of its ends."""
    last = date.fromordinal(first.toordinal() + length)
    file = saved(due_on("Kent", due.isoformat()))
    words = ["deadlines", file, "--as-of", TODAY, "--within", f"{first}/{last}", "--json"]
    found = json.loads(answer(*words))
    assert (first <= due <= last) == bool(found)
    assert all(each["falls_due"] == "yes" for each in found)


@pytest.mark.parametrize(
    ("due", "falls_due"),
    [
        ("2016-12-12", "yes"),
        ("2016-12-13", None),
        ("2016-12", "may"),
        ("2016-12-11/2016-12-20", "may"),
        ("2016-11/2016-12-05", "may"),
        ("2016-12-06/2016-12-09", "yes"),
    ],
)
def test_what_may_fall_due_is_listed_and_marked(answer, saved, due, falls_due):
    """A day that is known only in part may fall due, and the status says so."""
    file = saved(due_on("Kent", due))
    found = json.loads(answer("deadlines", file, *WINDOW, "--json"))
    assert [falls_due] * bool(falls_due) == [each["falls_due"] for each in found]
    text = answer("deadlines", file, *WINDOW)
    assert (falls_due == "may") == (", may fall due  " in text)
    assert "falls_due" not in json.loads(answer("deadlines", file, "--json"))[0]


def test_what_is_overdue_is_counted(answer, saved):
    """What was missed before the window is not listed with `--within`, but counted."""
    file = saved(due_on("Kent", "2016-12-01", "2016-11-28", "2016-12-06"))
    text = answer("deadlines", file, *WINDOW)
    assert "paper of 2016-12-01" not in text
    counted = "\nOverdue before then (unmet or not recorded): 2; listed without --within.\n"
    assert counted in text
    assert NOT_RECORDED not in text
    assert "paper of 2016-12-01" in answer("deadlines", file, "--as-of", TODAY)
    assert "Overdue" not in answer("deadlines", file, "--as-of", "2016-11-01", "--within", "7 days")


def test_what_only_everything_lists_is_counted(run, answer, saved, tmp_path):
    """The number is that of the deadlines that the option adds; a saved table says it too."""
    file = saved(tf.History("Kent", [ev.InspectionPublished("2012-01-10", judgement="inadequate")]))
    words = ["deadlines", file, "--as-of", TODAY]
    older = len(json.loads(answer(*words, "--everything", "--json")))
    assert older > 1
    text = answer(*words)
    counted = (
        f"Not listed: {older} deadlines from more than 12 months ago, not recorded as met. "
        "--everything lists them too.\n"
    )
    heading = "Kent, as of 5 December 2016: no open deadlines, and none from the last 12 months."
    assert text.startswith(f"{heading}\n\n{counted}\n")
    table = tmp_path / "due.csv"
    assert (0, f"{table}: 0 rows\n", counted) == run(*words, "-o", table)
    assert "Not listed" not in answer(*words, "--everything")
    assert "Not listed" not in answer(*words, "--within", "7 days")
    assert (0, "") == run(*words, "--csv", "-o", tmp_path / "all.csv", "--everything")[::2]


def test_superseded_deadlines_are_counted_alone(answer):
    """They are not listed before their day, and are not late."""
    words = ["deadlines", "--all", "--as-of", TODAY]
    every = json.loads(answer(*words, "--everything", "--json"))
    listed = json.loads(answer(*words, "--json"))
    superseded, others = (
        sum((each["status"] == "superseded") == wanted for each in every)
        - sum((each["status"] == "superseded") == wanted for each in listed)
        for wanted in (True, False)
    )
    assert min(superseded, others) > 1
    expected = f"{others} deadlines from more than 12 months ago, not recorded as met; {superseded}"
    assert f"Not listed: {expected} superseded deadlines. --everything" in answer(*words)


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ([], "Kent, as of 5 December 2016: no deadlines."),
        (
            ["--within", "2017-05-06/2017-05-09"],
            "Kent, as of 5 December 2016: nothing falls due from 6 May 2017 to 9 May 2017.",
        ),
        (
            ["--within", "2016-12-24"],
            "Kent, as of 5 December 2016: nothing falls due on 24 December 2016.",
        ),
    ],
)
def test_without_deadlines_there_is_a_sentence(answer, saved, words, heading):
    """No empty table is printed."""
    text = answer("deadlines", saved(tf.History("Kent")), "--as-of", TODAY, *words)
    assert f"{heading}\n\n{tf.TRUST_TRANSFER.disclaimer}\n" == text


@pytest.mark.parametrize("within", ["soon", "7", "2016-12", "2016-12-09/2016-12-05"])
def test_a_wrong_window_is_refused(refusal, within):
    """The message names what is accepted."""
    message = refusal("deadlines", "Sandwell", "--as-of", TODAY, "--within", within)
    assert "Expected" in message


def test_deadlines_need_an_exact_day(refusal):
    """A month, and an unknown council, are refused."""
    assert "Expected an exact day" in refusal("deadlines", "Sandwell", "--as-of", "2016-12")
    assert "not in this casebook" in refusal("deadlines", "Nowhere", "--as-of", "2016-12-05")


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
@pytest.mark.parametrize("command", ["deadlines", "next", "case"])
def test_the_first_and_the_last_day_of_the_calendar(answer, command, day):
    """Each command works on these days."""
    assert answer(command, "Sandwell", "--as-of", day)
    assert json.loads(answer(command, "Sandwell", "--as-of", day, "--json")) is not None


@pytest.mark.parametrize("command", ["deadlines", "check", "timeline"])
def test_standard_input_is_read_once(refusal, command):
    """A second `-` would find nothing, so it is refused."""
    assert "standard input can be read only once" in refusal(command, "-", "Sandwell", "-")


@pytest.mark.parametrize("name", ["somewhere.json", "Somewhere.json", "somewhere.csv"])
def test_a_council_whose_file_is_meant(refusal, tmp_path, monkeypatch, name):
    """The name of a council that has a file in this folder is refused with the name of the file."""
    monkeypatch.chdir(tmp_path)
    tf.exchange.save(tf.History("Somewhere"), name)
    message = refusal("deadlines", "Somewhere")
    assert f" To use your file, write {name}." in message
    assert "'Somewhere' is not in this casebook" in message
    assert "To use your file" not in refusal("deadlines", "Nowhere")
