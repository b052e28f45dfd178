"""The command `cases`, which lists the councils of the casebook."""

import csv
import io
import json

import pytest

import trustflow as tf


def rows_of(text):
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def test_cases_lists_every_council(answer):
    """Each council has a line or is named as abolished; sentences say what the list shows."""
    out = answer("cases")
    for name in tf.casebook.names():
        assert name in out
    count = len(tf.casebook.names())
    assert (
        f"{count - 2} of {count} councils in this casebook ({tf.casebook.version}), "
        "as of 22 August 2026.\n"
        "Not listed, because they did not exist on that day: Cumbria, Northamptonshire.\n"
        '"Not researched": nobody searched for interventions there.\n'
    ) in out
    assert "may also have had an intervention" in out
    assert "Sandwell" in out.split("E08000028")[0]


def test_cases_narrows_the_list(answer, refusal):
    """The options are the arguments of `search`, and an unknown word is refused."""
    out = answer("cases", "--event", "trust_went_live", "--stage", "returned_to_council")
    assert (True, False) == ("Reading" in out, "Sandwell" in out)
    found = tf.casebook.search(event="trust_went_live", stage="returned_to_council")
    assert f"{len(found)} of {len(tf.casebook.names())} councils" in out
    assert "Not listed" not in out
    assert "Did you mean 'trust_live'" in refusal("cases", "--stage", "trust_liv")


def test_a_list_without_councils_that_nobody_searched_does_not_name_them(answer):
    """The sentence is printed only if the word is in the list."""
    assert "not researched" not in answer("cases", "--delivered-by", "a trust").casefold()


def test_cases_as_csv(answer):
    """Each council has a row, and the columns are those of the data frame."""
    out = answer("cases", "--csv", "--judgement", "inadequate")
    rows = rows_of(out)
    listed = {entry.authority for entry in tf.casebook.overview()}
    found = [
        each for each in tf.casebook.search(judgement="inadequate") if each.authority in listed
    ]
    assert [history.authority for history in found] == [row["authority"] for row in rows]
    assert [history.gss_code for history in found] == [row["gss_code"] for row in rows]
    assert {"inadequate"} == {row["judgement"] for row in rows}
    assert [column.name for column in tf.casebook.OverviewTable.columns] == [*rows[0]]


@pytest.mark.parametrize("day", ["2012-03-31", "2021-04-01", "2024-03-31"])
def test_cases_on_a_day(day, answer):
    """The rows are those of the overview on the day, each fact with its certainty."""
    rows = {row["authority"]: row for row in rows_of(answer("cases", "--as-of", day, "--csv"))}
    entries = tf.casebook.overview(as_of=day)
    assert [entry.authority for entry in entries] == [*rows]
    for entry in entries:
        row = rows[entry.authority]
        assert day == row["as_of"]
        for name in ("judgement", "stage", "intervention", "delivered_by"):
            assert (getattr(entry, name) or "") == row[name]
            assert getattr(entry, f"{name}_certainty") == row[f"{name}_certainty"]
        for area, grade in entry.areas.items():
            assert grade == row[f"areas_{area.replace(' ', '_')}"]


def test_cases_as_known_on_a_day(answer):
    """A trust was not known to be live on the day before it went live."""
    words = ("cases", "--event", "trust_went_live", "--as-of", "2018-04-01")
    assert "Sandwell" in answer(*words)
    assert "Sandwell" not in answer(*words, "--known-on", "2018-03-31")


def test_cases_today(answer, monkeypatch):
    """The day can be today, when nothing is certain any longer."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    rows = rows_of(answer("cases", "--as-of", "today", "--csv"))
    assert {"2026-11-29"} == {row["as_of"] for row in rows}
    assert "certain" not in {row["judgement_certainty"] for row in rows}
    assert "as of 29 November 2026." in answer("cases", "--as-of", "today")


def test_cases_refuses_a_day_that_is_not_exact(refusal):
    """A year is no day."""
    assert "2024" in refusal("cases", "--as-of", "2024")
    assert "2024" in refusal("cases", "--known-on", "2024-03")


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--judgement", "good", "judgement"),
        ("--stage", "trust_live", "stage"),
        ("--intervention", "notice", "intervention"),
        ("--delivered-by", "Achieving for Children", "delivered_by"),
    ],
)
def test_each_filter_keeps_the_rows_with_its_value(option, value, field, answer):
    """And all of them."""
    rows = rows_of(answer("cases", "--csv", option, value))
    every = rows_of(answer("cases", "--csv"))
    assert rows
    assert rows == [row for row in every if row[field] == value]


def test_cases_as_json(answer):
    """The JSON contains the entries as `to_dict` returns them."""
    (entry,) = json.loads(answer("cases", "--json", "--reached", "shadow_running"))
    assert "Worcestershire" == entry["authority"]
    assert [entry] == [
        each.to_dict() for each in tf.casebook.overview() if each.authority == "Worcestershire"
    ]
