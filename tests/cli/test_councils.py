"""The command `cases`, which lists the councils of the casebook."""

import csv
import io
import json

import trustflow as tf


def test_cases_lists_every_council(answer):
    """Each council has a line, and a sentence says what the list does not show."""
    out = answer("cases")
    for name in tf.casebook.names():
        assert name in out
    count = len(tf.casebook.names())
    assert f"{count} of {count} councils in this casebook." in out
    assert "may also have had an intervention" in out
    assert "Sandwell" in out.split("E08000028")[0]


def test_cases_narrows_the_list(answer, refusal):
    """The options are the arguments of `search`, and an unknown word is refused."""
    out = answer("cases", "--event", "trust_went_live", "--stage", "returned_to_council")
    assert (True, False) == ("Reading" in out, "Sandwell" in out)
    assert f"3 of {len(tf.casebook.names())} councils" in out
    assert "Did you mean 'trust_live'" in refusal("cases", "--stage", "trust_liv")


def test_cases_as_csv(answer):
    """Each council has a row, and the columns are the fields of an entry."""
    out = answer("cases", "--csv", "--judgement", "inadequate")
    rows = list(csv.DictReader(io.StringIO(out)))
    found = tf.casebook.search(judgement="inadequate")
    assert [history.authority for history in found] == [row["authority"] for row in rows]
    assert [history.gss_code for history in found] == [row["gss_code"] for row in rows]
    assert {"inadequate"} == {row["judgement"] for row in rows}


def test_cases_as_json(answer):
    """The JSON contains the entries as `to_dict` returns them."""
    (entry,) = json.loads(answer("cases", "--json", "--reached", "shadow_running"))
    assert "Worcestershire" == entry["authority"]
    assert [entry] == [
        each.to_dict() for each in tf.casebook.overview() if each.authority == "Worcestershire"
    ]
