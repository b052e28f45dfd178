"""The commands `rules`, `due` and `deadlines`."""

import json

import pytest
from icalendar import Calendar

import trustflow as tf
from tests.cli.samples import SANDWELL, row
from trustflow.engine import NOT_RECORDED

RULES = tf.TRUST_TRANSFER.rules


# rules


def test_rules_are_listed_with_their_sources(answer):
    """The list gives each rule's bound, strength, period, duty holder and source."""
    for rule, line in zip(RULES, answer("rules").splitlines()[1:], strict=True):
        cells = (rule.id, rule.bound, str(rule.strength), rule.period_words, str(rule.citation))
        assert all(cell in line for cell in cells)
        assert (rule.duty_holder or "") in line


def test_rules_in_force_on_a_day(answer):
    """Only rules in force on the day are listed: employee information in 14 days, later in 28."""
    for day, expected in (("2014-04-30", "-14"), ("2014-05-01", "-28")):
        rules = json.loads(answer("rules", "--on", day, "--json"))
        found = [rule["id"] for rule in rules if rule["id"].startswith("employee")]
        assert [f"employee-information{expected}"] == found
        assert [rule.id for rule in tf.TRUST_TRANSFER.rules_in_force(day)] == [
            rule["id"] for rule in rules
        ]


def test_rules_as_data(answer):
    """The JSON contains the data of each rule."""
    assert [rule.to_dict() for rule in RULES] == json.loads(answer("rules", "--json"))


# due


def test_due_explains_how_the_day_is_counted(answer):
    """The command prints the day, the bank holidays that were skipped, the rule and its source."""
    text = answer("due", "action-plan", "--from", "2016-11-25")
    assert tf.due("action-plan", start="2016-11-25").explain() == text.rstrip("\n")
    assert "8 March 2017" in text
    text = answer("due", "action-plan", "--from", "2025-03-04")
    assert "16 June 2025" in text
    assert "18 April 2025 (Good Friday)" in text
    assert "at most 70 working days after the report's receipt by the council" in text


def test_due_as_data(answer):
    """The JSON has the day that is printed as text."""
    data = json.loads(answer("due", "action-plan", "--from", "2016-11-25", "--json"))
    assert "2017-03-08" == data["due"]
    assert tf.due("action-plan", start="2016-11-25").to_dict() == data


def test_due_refuses_unknown_rules_and_bad_days(refusal):
    """The message gives the nearest rule, the period in force or the form of a date."""
    assert "Did you mean 'action-plan'" in refusal("due", "actionplan", "--from", "2025-03-04")
    assert "since 1 April 2007" in refusal("due", "action-plan", "--from", "2006-01-01")
    assert "Expected a date such as 2016-07-14" in refusal(
        "due", "action-plan", "--from", "yesterday"
    )


# deadlines


def test_deadlines_of_sandwell(answer):
    """On 1 November 2016 the plans are open, with 22 working days left."""
    text = answer("deadlines", "Sandwell", "--as-of", "2016-11-01")
    expected = ["1 December 2016", "transfer plans", "open", "22 working days", "direction"]
    assert expected == row(text, "1 December 2016")[:5]
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
    words = ["deadlines", "Sandwell", "--as-of", "2016-12-05", "--json"]
    some, everything = json.loads(answer(*words)), json.loads(answer(*words, "--everything"))
    assert [each.to_dict() for each in tf.deadlines(SANDWELL, "2016-12-05")] == some
    assert len(everything) > len(some)
    assert all(each in everything for each in some)


def test_deadlines_to_a_calendar_file(answer, tmp_path):
    """The command prints the number of calendar events; with `--json`, also the deadlines."""
    path = tmp_path / "sandwell.ics"
    words = ["deadlines", "Sandwell", "--as-of", "2016-12-05", "--ics", str(path)]
    assert f"{path}: 2 deadlines\n" == answer(*words)
    assert 2 == len(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    before = path.read_bytes()
    assert 2 == len(json.loads(answer(*words, "--json")))
    assert before == path.read_bytes()


def test_deadlines_need_an_exact_day(refusal):
    """Without `--as-of`, or with a month, the command is refused."""
    assert "--as-of 2016-12-05" in refusal("deadlines", "Sandwell")
    assert "Expected an exact day" in refusal("deadlines", "Sandwell", "--as-of", "2016-12")
    assert "not in this casebook" in refusal("deadlines", "Nowhere", "--as-of", "2016-12-05")


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
@pytest.mark.parametrize("command", ["deadlines", "next", "case"])
def test_the_first_and_the_last_day_of_the_calendar(answer, command, day):
    """Each command works on these days."""
    assert answer(command, "Sandwell", "--as-of", day)
    assert json.loads(answer(command, "Sandwell", "--as-of", day, "--json")) is not None
