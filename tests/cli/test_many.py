"""The commands about many histories, and what `check --all` and `next` say of the casebook."""

import csv
import io
import json

import pytest

import trustflow as tf
from trustflow.cli import main

NAMES = tf.casebook.names()


@pytest.fixture
def run(capsys):
    """Run the command; gives its exit code, what it printed, and what it complained of."""

    def call(*words):
        code = main(words)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_cases_lists_every_council(run):
    """Each on a line, with a word on what the list does not say."""
    code, out, _ = run("cases")
    assert 0 == code
    for name in NAMES:
        assert name in out
    assert "77 of 77 councils in this casebook." in out
    assert "may have had an intervention all the same" in out
    assert "Sandwell" in out.split("E08000028")[0]


def test_cases_narrows(run):
    """The filters are those of the search, and what is asked for wrongly is refused."""
    code, out, _ = run("cases", "--event", "trust_went_live", "--stage", "returned_to_council")
    assert (0, True, False) == (code, "Reading" in out, "Sandwell" in out)
    assert "3 of 77 councils" in out
    code, out, err = run("cases", "--stage", "trust_liv")
    assert (2, "") == (code, out)
    assert "did you mean 'trust_live'" in err


def test_cases_as_csv(run):
    """One row a council, the columns those of the entries."""
    code, out, _ = run("cases", "--csv", "--judgement", "inadequate")
    rows = list(csv.DictReader(io.StringIO(out)))
    found = tf.casebook.search(judgement="inadequate")
    assert 0 == code
    assert [history.authority for history in found] == [row["authority"] for row in rows]
    assert [history.gss_code for history in found] == [row["gss_code"] for row in rows]
    assert {"inadequate"} == {row["judgement"] for row in rows}


def test_cases_as_json(run):
    """The entries as plain data."""
    code, out, _ = run("cases", "--json", "--reached", "shadow_running")
    (entry,) = json.loads(out)
    assert (0, "Worcestershire") == (code, entry["authority"])


def test_legs_sums_up_the_known_ones(run):
    """Each on a line, with how many councils were looked at and what was left out."""
    code, out, _ = run("legs")
    assert 0 == code
    for leg in tf.TRUST_TRANSFER.legs.values():
        assert leg.title in out
    assert "Of 77 councils looked at." in out
    assert "left out for their confidence" in out


def test_legs_lists_the_cases_of_one(run):
    """With the span of days where a date is known in part."""
    code, out, _ = run("legs", "decision-to-return")
    assert (0, True) == (code, "123 to 152" in out)
    assert "Isle of Wight" in out
    assert "left out" not in out.splitlines()[-1]


def test_legs_of_ones_own(run, tmp_path):
    """Any two triggers, and any file of histories."""
    path = tmp_path / "two.json"
    tf.dump([tf.casebook.load("Reading"), tf.casebook.load("Sandwell")], path)
    asked = ("--start", "trust_went_live", "--end", "return_decided", "--file", str(path))
    code, out, _ = run("legs", *asked)
    assert (0, True) == (code, "trust_went_live to return_decided" in out)
    assert "Of 2 councils looked at." in out
    assert "open" in out
    code, out, _ = run("legs", *asked, "--json")
    (found,) = json.loads(out).values()
    assert (1, 1, 2) == (found["ended"], found["open"], found["histories"])


def test_what_happened_next(run):
    """Who went where, by name."""
    code, out, _ = run("legs", "--after", "commissioner_review")
    assert (0, True) == (code, "Doncaster, Sandwell, Worcestershire" in out)
    assert "Still there, as far as the record goes" in out
    code, out, _ = run("legs", "--after", "shadow_running", "--json")
    assert {"trust_live": ["Worcestershire"]} == json.loads(out)["by_destination"]


@pytest.mark.parametrize(
    "words",
    [
        ("decision-to-return", "--after", "trust_live"),
        ("--start", "note"),
        ("--end", "note"),
        ("decision-to-return", "--start", "note", "--end", "note"),
        ("--after", "trust_liv"),
        ("--start", "not", "--end", "note"),
    ],
)
def test_legs_refuses_what_it_cannot_tell(run, words):
    """More than one question at a time, half a leg, a word that is not in use."""
    code, out, err = run("legs", *words)
    assert (2, "") == (code, out)
    assert err.startswith("trustflow: ")


def test_next_shows_who_went_so(run):
    """Beside each option the councils of the casebook that took it from the same stage."""
    code, out, _ = run("next", "Sandwell", "--as-of", "2016-09-01")
    (line,) = (each for each in out.splitlines() if each.startswith("direction issued: move"))
    assert (0, True) == (code, line.endswith("Doncaster, Sandwell, Worcestershire"))
    assert "of the 20 councils of this casebook" in out
    code, out, _ = run("next", "Sandwell", "--json")
    went = {option["trigger"]: option["went_so"] for option in json.loads(out)}
    assert ["Doncaster", "Worcestershire", "Reading"] == sorted(
        went["returned_to_council"], key=["Doncaster", "Worcestershire", "Reading"].index
    )


def test_a_diagram_counts_on_its_arrows(run):
    """On request it says how many of the casebook went where."""
    code, out, _ = run("diagram", "--casebook")
    assert (0, True) == (code, "3 of 20 authorities" in out)
    assert "authorities" not in run("diagram")[1]


def test_check_all_sums_up(run):
    """Every history, and how many findings of each gravity; none is an error."""
    code, out, _ = run("check", "--all")
    last = out.splitlines()[-1]
    events = sum(map(len, tf.casebook.histories()))
    assert 0 == code
    none = "0 errors, 0 later than the rule, on these dates"
    assert last.startswith(f"77 histories, {events} events: {none}, ")
    found = [each for name in NAMES for each in tf.check(tf.casebook.load(name)).findings]
    certain = [each for each in found if each.certain]
    departures = sum(each.strength.severity == "departure" for each in certain)
    assert f"{departures} departures" in last
    assert last.endswith(f"{len(found) - len(certain)} that cannot be told.")


def test_check_of_one_sums_up_in_the_singular(run, tmp_path):
    """One history, one event, one remark."""
    path = tmp_path / "one.json"
    tf.dump(tf.History("Leeds", (tf.events.ImprovementNoticeLifted("2011-12"),)), path)
    code, out, _ = run("check", str(path))
    none = "0 errors, 0 later than the rule, on these dates, 0 departures"
    expected = f"1 history, 1 event: {none}, 1 remark; "
    assert (0, True) == (code, expected in out)
