"""The commands `rules` and `due`."""

import json

import pytest

import trustflow as tf
from trustflow.history import Citation
from trustflow.process import CLASSES_NOT_GIVEN, Condition, StageInfo

RULES = tf.TRUST_TRANSFER.rules


# rules


def test_rules_are_listed_with_their_sources(answer):
    """In a pipe, the list gives each rule's bound, strength, period, duty holder and source."""
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


def test_rules_in_force_today(answer, monkeypatch):
    """The day is said in words, and `today` is replaced by it."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2014-04-30")
    text = answer("rules", "--on", "today")
    assert text.startswith("Rules in force on 30 April 2014 (today):\n\nRule  ")
    assert text.replace(" (today)", "") == answer("rules", "--on", "2014-04-30")


def test_rules_as_data(answer):
    """The JSON contains the data of each rule, or of the one that is named."""
    assert [rule.to_dict() for rule in RULES] == json.loads(answer("rules", "--json"))
    for rule in RULES:
        assert rule.to_dict() == json.loads(answer("rules", rule.id, "--json"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_one_rule_is_printed_whole(answer, rule):
    """Each fact of the rule has a line; what the rule does not say has none."""
    heading, *facts = answer("rules", rule.id).splitlines()
    assert f"{rule.id}: {rule.requires}." == heading
    shown = dict(line.removeprefix("- ").split(": ", 1) for line in facts)
    assert all(line.startswith("- ") for line in facts)
    assert f"{rule.bound}." == shown["Bound"]
    assert f"{rule.strength}." == shown["Strength"]
    assert f"{rule.period_words}." == shown["In force"]
    assert f"{rule.citation}." == shown["Source"]
    assert (rule.duty_holder is not None) == ("Duty holder" in shown)
    assert (rule.relaxed is not None) == ("Relaxed" in shown)
    assert (rule.fallback is not None) == ("If that day is not on record" in shown)
    assert (rule.condition is not None) == ("Starts only if" in shown)
    assert (rule.on_entering is not None) == ("Starts only if it leads to" in shown)
    labels = [] if rule.is_in_order else [tf.TRUST_TRANSFER.triggers[end] for end in rule.ends]
    assert all(label[1:] in shown["Ends with"] for label in labels)


def test_the_exceptions_of_a_rule_are_printed(answer):
    """They are the days for which it was relaxed, its condition, and the way round a lost day.

    So are the events that start it, stop it or show that it was kept.
    """
    text = answer("rules", "action-plan")
    assert "- Relaxed: for due days from 24 April 2020 to 24 September 2020 (SI 2020/445" in text
    assert "- Starts only if: the field framework is one of SIF, " in text
    assert ", or is not given.\n" in text
    assert "- Counted from: the report's receipt by the council.\n" in text
    assert "it is from 6 working days before to 1 working day after the event.\n" in text
    text = answer("rules", "employee-information-28")
    assert "- Decided by: the ending day.\n" in text
    text = answer("rules", "reinspection-18-24-months")
    assert "- Decided by: the starting day and, for the upper bound, the due day too.\n" in text
    assert "- Counted to: the first day of the field inspected; " in text
    text = answer("rules", "commissioner-report")
    assert '- Starts with: "Commissioner appointed"' in text
    assert '- Shown to be kept by: "Commissioner\'s report published".\n' in text
    assert '- Cancelled by: "Commissioner\'s appointment ended"; ' in text
    text = answer("rules", "joint-report")
    assert "- Duty holder: council, or whom the field principal_authority names.\n" in text


def small(*rules):
    """Return a process with two stages and these rules, without one on the order of events."""
    return tf.Process(
        name="small",
        title="Small",
        stages={"open": StageInfo("Open", "Open."), "shut": StageInfo("Shut", "S.", final=True)},
        initial="open",
        triggers={"shut": "shut", "asked": "asked"},
        moves=[tf.Move("shut", "open", "shut"), tf.Move("asked", "open", "open")],
        rules=rules,
        events=CLASSES_NOT_GIVEN,
        ordered=False,
    )


ANSWER = small(
    tf.DateRule(
        id="answer",
        requires="An answer is given",
        starts="asked",
        ends="shut",
        at_most="5 days",
        strength="contract",
        citation=Citation("Contract 7"),
        since="2020-01-01",
        condition=Condition("what", ("asked",)),
        answers="letter",
        from_first=True,
    )
)
NONE = small()


def own(name):
    """Return the options for a process of this module."""
    return "--process", f"tests.cli.test_rules:{name}"


def test_the_rules_of_an_own_process(answer):
    """A rule with a condition and an answer is printed whole."""
    text = answer("rules", "answer", *own("ANSWER"))
    assert "- Starts only if: the field what is one of asked.\n" in text
    assert "- Ends only if it responds to: letter.\n" in text
    assert "- If several events start it: the first one counts.\n" in text
    assert "answer" in answer("rules", *own("ANSWER")).splitlines()[1]
    due = answer("due", "answer", "--from", "2025-01-01", *own("ANSWER"))
    assert due.startswith("Due by 6 January 2025.\n")


def test_a_list_without_rules_is_a_sentence(answer):
    """No empty table is printed."""
    assert "The process has no date rules.\n" == answer("rules", *own("NONE"))
    text = answer("rules", "--on", "2019-01-01", *own("ANSWER"))
    assert "No rule is in force on 1 January 2019.\n" == text


@pytest.mark.parametrize("word", ["actionplan", "action-pln", "ACTION-PLAN", "acton-plan"])
@pytest.mark.parametrize("command", [["rules"], ["due", "--from", "2025-03-04"]])
def test_a_wrong_name_has_its_suggestion_first(refusal, command, word):
    """The nearest name comes before the others, of which only a few are listed."""
    message = refusal(command[0], word, *command[1:])
    assert f"Unknown rule '{word}'. Did you mean 'action-plan'?" in message
    assert message.count(",") < len(RULES)


def test_one_rule_has_no_day(refusal):
    """`--on` selects from the list."""
    assert "Leave out" in refusal("rules", "action-plan", "--on", "today")


# due


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_due_says_the_day_first_and_then_a_fact_on_each_line(answer, rule):
    """The lines are the sentences of the explanation, and the first has the day."""
    start = "2014-06-02" if rule.since is None or rule.since.first < 735000 else str(rule.since)
    start = str(rule.until) if rule.until is not None else start
    found = tf.due(rule, start=start)
    lines = answer("due", rule.id, "--from", start).splitlines()
    assert list(found.sentences()) == lines
    assert found.explain() == " ".join(lines)
    assert found.due is None or lines[0].startswith(f"Due by {found.due.words}")


def test_due_explains_how_the_day_is_counted(answer):
    """The command prints the day, the bank holidays that were skipped, the rule and its source."""
    lines = answer("due", "action-plan", "--from", "2025-03-04").splitlines()
    assert "Due by 16 June 2025." == lines[0]
    assert any(line.startswith("Bank holidays skipped: 18 April 2025 (Good") for line in lines)
    bound = "at most 70 working days after the report's receipt by the council"
    assert any(line.startswith(f"Rule action-plan: {bound}") for line in lines)
    assert "8 March 2017" in answer("due", "action-plan", "--from", "2016-11-25")


def test_due_from_today(answer, monkeypatch):
    """`today` is a day like another."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2025-03-04")
    expected = answer("due", "action-plan", "--from", "2025-03-04")
    assert expected == answer("due", "action-plan", "--from", "today")


def test_due_as_data(answer):
    """The JSON has the day that is printed as text."""
    data = json.loads(answer("due", "action-plan", "--from", "2016-11-25", "--json"))
    assert "2017-03-08" == data["due"]
    assert tf.due("action-plan", start="2016-11-25").to_dict() == data


def test_due_refuses_bad_days(refusal):
    """The message gives the period in force or the form of a date."""
    assert "since 1 April 2007" in refusal("due", "action-plan", "--from", "2006-01-01")
    assert "Expected a date such as 2016-07-14" in refusal(
        "due", "action-plan", "--from", "last week"
    )
