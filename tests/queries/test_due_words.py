"""How due days and options are explained, word for word: golden files for a reader to review.

`make snapshots` writes them anew.
"""

import json
from pathlib import Path

import pytest

import trustflow as tf

GOLDEN = Path(__file__).parents[1] / "golden"
STARTS = ("1999-06-01", "2016-11-25", "2016-12", "2016/2018", "2020-05-01", "2030-03-29", "2016/..")
SANDWELL = tf.casebook.load("Sandwell")
DAYS = ("2016-11-01", "2018-06-01")


def explained(rule, start):
    """What is said of the day due under a rule, or why there is none."""
    try:
        return tf.due(rule, start=start).explain()
    except tf.TrustflowError as error:
        return str(error)


def test_every_rule_from_every_kind_of_start(holds):
    """A day, a month, years, a day before it was in force, one on its first and last day."""
    said = [
        f"{rule.id} from {start}\n{explained(rule, start)}\n"
        for rule in tf.TRUST_TRANSFER.rules
        for start in (*STARTS, *edges(rule))
    ]
    holds(GOLDEN / "due_days.txt", "\n".join(said))


def edges(rule):
    """The first and the last day on which a rule is in force, where it has them."""
    return [str(day) for day in (rule.since, rule.until) if day is not None]


def test_what_is_due_in_sandwell_and_what_can_happen_next(holds):
    """On days before and after its deadlines; as data, too."""
    said = []
    for day in DAYS:
        due = tf.deadlines(SANDWELL, day, everything=True)
        said += [f"# {day}", *(each.explain() for each in due)]
    case = tf.Case.from_history(SANDWELL.as_of(DAYS[0]))
    options = [each.to_dict() for each in case.what_next(DAYS[0])]
    moving = [each for each in options if each["latest"] or each["leads_to"] != case.stage]
    said += [json.dumps(each, ensure_ascii=False) for each in moving if each["allowed"]]
    holds(GOLDEN / "sandwell_due.txt", "\n".join(said) + "\n")


def test_the_first_day_in_force_is_in_force():
    """And the day before it is not."""
    assert "2007-04-01" == str(tf.due("action-plan", start="2007-04-01").start)
    with pytest.raises(tf.InvalidValue, match=r"is in force \(since 1 April 2007\)"):
        tf.due("action-plan", start="2007-03-31")
