"""The texts of due days and options, compared word for word with golden files.

`pytest --update-snapshots` rewrites the files, for a reader to review.
"""

import json
from pathlib import Path

import pytest

import trustflow as tf

GOLDEN = Path(__file__).parents[1] / "golden"
STARTS = ("1999-06-01", "2016-11-25", "2016-12", "2016/2018", "2020-05-01", "2030-03-29", "2016/..")
SANDWELL = tf.casebook.load("Sandwell")
DAYS = ("2016-11-01", "2018-06-01")


def explanation(rule, start):
    """Return the explanation of a due day, or the error if there is no due day."""
    try:
        return tf.due(rule, start=start).explain()
    except tf.TrustflowError as error:
        return str(error)


def test_every_rule_explained_from_every_kind_of_start(holds):
    """Starts are a day, a month, years, open ends, and the first and last day in force."""
    texts = [
        f"{rule.id} from {start}\n{explanation(rule, start)}\n"
        for rule in tf.TRUST_TRANSFER.rules
        for start in (*STARTS, *ends_in_force(rule))
    ]
    holds(GOLDEN / "due_days.txt", "\n".join(texts))


def ends_in_force(rule):
    """Return the first and last day on which a rule is in force, where it has them."""
    return [str(day) for day in (rule.since, rule.until) if day is not None]


def test_the_deadlines_and_options_of_sandwell(holds):
    """The days are before and after its deadlines; the options are written as data."""
    texts = []
    for day in DAYS:
        due = tf.deadlines(SANDWELL, day, everything=True)
        texts += [f"# {day}", *(each.explain() for each in due)]
    case = tf.Case.from_history(SANDWELL.as_of(DAYS[0]))
    options = [each.to_dict() for each in case.what_next(DAYS[0])]
    moving = [each for each in options if each["latest"] or each["leads_to"] != case.stage]
    texts += [json.dumps(each, ensure_ascii=False) for each in moving if each["allowed"]]
    holds(GOLDEN / "sandwell_due.txt", "\n".join(texts) + "\n")


def test_the_first_day_in_force_is_in_force():
    """The day before it is refused."""
    assert "2007-04-01" == str(tf.due("action-plan", start="2007-04-01").start)
    with pytest.raises(tf.InvalidValue, match=r"is in force \(since 1 April 2007\)"):
        tf.due("action-plan", start="2007-03-31")
