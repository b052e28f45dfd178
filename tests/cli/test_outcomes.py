"""The command `outcomes`."""

import csv
import io
import json
from pathlib import Path

import pytest

import trustflow as tf
from trustflow.cohorts import search_history

CASEBOOK = tf.casebook.histories()


def test_outcomes_prints_the_sentence_and_the_shares(answer):
    """After the sentence, each end has a row; then come the number of histories and a warning."""
    out = answer("outcomes", "commissioner_review")
    found = tf.outcomes(CASEBOOK, "commissioner_review")
    sentence, note, shares, last = out.split("\n\n")
    assert found.sentence() == " ".join(sentence.split())
    assert " ".join(note.split()).endswith("less, so it is not the number divided by all.")
    rows = shares.splitlines()
    assert rows[0].startswith("End  ")
    assert ["Retained by the council", "Direction issued: move to a trust"] == [
        row.split("  ")[0] for row in rows[1:3]
    ]
    share = found.share("retained_by_council")
    expected = [f"{100 * each:.0f}%" for each in (share.share, share.low, share.high)]
    assert expected == [word for word in rows[1].split() if "%" in word][:3]
    assert last.startswith(f"Examined: {len(CASEBOOK)} histories. A share describes the cases on")
    first, latest = found.start_years
    assert last.endswith(f"\nStarts: {first} to {latest}.\nRecords go to {found.known_to.words}.\n")


def test_outcomes_of_few_cases(answer):
    """Fewer than ten cases are listed, and why there are no shares is said once."""
    out = answer("outcomes", "direction_issued")
    assert out.startswith('Only 7 councils entered "Direction issued: move to a trust" on record:')
    assert 1 == out.count("\nNo shares: 7 cases on record, and a share needs at least 10.\n")


def test_outcomes_of_a_stage_that_nobody_entered(answer, saved):
    """There is neither a share nor a reason."""
    path = saved([tf.casebook.load("Kent")])
    out = answer("outcomes", "trust_live", path)
    assert out.startswith('No council entered "Trust live" on record.\n\nExamined: 1 history.')
    assert "Starts" not in out
    assert "Records go" not in out
    assert out == answer("outcomes", "trust_live", path, "--names")


def test_outcomes_of_councils_and_files(answer, saved):
    """Several names and files can be given; options narrow or change the ends."""
    path = saved([tf.casebook.load("Reading"), tf.casebook.load("Sandwell")])
    words = ("outcomes", "commissioner_review", path, "Doncaster", "--json")
    data = json.loads(answer(*words))
    assert ["Reading", "Sandwell", "Doncaster"] == [case["authority"] for case in data["cases"]]
    assert 3 == data["histories"]
    ends = ("--ends", "a trust=trust_live, voluntary_transfer", "--ends", "retained_by_council")
    data = json.loads(answer(*words, *ends))
    assert ["a trust", "retained_by_council"] == data["ends"]
    assert data["sentence"].startswith("Only 3 councils entered")
    data = json.loads(answer(*words, "--ends", "trust_live,retained_by_council"))
    assert ["trust_live", "retained_by_council"] == data["ends"]


def test_outcomes_with_names(answer):
    """Each end has the councils that came to it, and those of none are last."""
    out = answer("outcomes", "commissioner_review", "--names", "--markdown")
    rows = [row.strip("| ").split(" | ") for row in out.splitlines()]
    assert ["End", "Councils", "Names"] == rows[0]
    councils = ["Doncaster", "Northamptonshire", "Sandwell", "West Sussex", "Worcestershire"]
    assert ["Direction issued: move to a trust", "5", ", ".join(councils)] == rows[3]
    assert rows[-1][0].startswith("None on record")
    text = answer("outcomes", "trust_live", "--names")
    assert "\nEnd                      Councils  Names\n" in text
    assert "\nNone on record " in text
    assert "Names" not in answer("outcomes", "trust_live")


@pytest.mark.parametrize("year", ["99", "1899", "2200", "-2014"])
def test_outcomes_since_a_year_without_days(refusal, year):
    """Every case, or none, started since: the year is mistyped."""
    message = refusal("outcomes", "rated_inadequate", "--since", year)
    assert f"Invalid --since: {year}. Expected a year from 1900 to 2199." in message


def test_outcomes_since_a_year(answer):
    """Cases that started before are left out and counted; the years of the starts are printed."""
    words = ("outcomes", "rated_inadequate", "--since")
    found = tf.outcomes(
        CASEBOOK, "rated_inadequate", given=lambda facts: facts.as_of.earliest.year >= 2014
    )
    assert (2014, 2026) == found.start_years
    out = answer(*words, "2014")
    assert f"{found.dropped} more do not meet the condition." in " ".join(out.split())
    assert "\nStarts: 2014 to 2026.\n" in out
    assert "\nStarts: 2026.\n" in answer(*words, "2026")
    data = json.loads(answer(*words, "2014", "--json"))
    assert [2014, 2026] == data["start_years"]
    assert str(found.known_to) == data["known_to"]
    assert "Starts" not in answer(*words, "2100")


def test_outcomes_with_another_level(answer):
    """The bands are those of the level, and so are the headings."""
    words = ("outcomes", "trust_live", "--level", "0.5")
    share = tf.outcomes(CASEBOOK, "trust_live").share("returned_to_council", level=0.5)
    (found,) = json.loads(answer(*words, "--json"))["shares"]
    assert share.to_dict() == found
    assert " 50% band " in answer(*words)
    assert "| 50% band |" in answer(*words, "--curve", "--markdown")
    assert " 99.5% band " in answer("outcomes", "trust_live", "--level", "0.995", "--curve")


def test_outcomes_in_json_have_the_shares(answer):
    """Each end has its share within the days that were given."""
    data = json.loads(answer("outcomes", "rated_inadequate", "--days", "365", "--json"))
    found = tf.outcomes(CASEBOOK, "rated_inadequate")
    assert [found.share(end, 365).to_dict() for end in found.ends] == data["shares"]
    assert found.sentence(365) == data["sentence"]
    assert len(found.cases) == len(data["cases"])


def test_outcomes_of_any_confidence(answer):
    """`--confidence any` counts cases of low confidence, and those without a source."""
    words = ("outcomes", "commissioner_review")
    assert (
        '3 more, all of which moved to "Retained by the council", were left out because'
        in " ".join(answer(*words).split())
    )
    assert "left out" not in answer(*words, "--confidence", "any")


def test_outcomes_as_tables(answer):
    """CSV and Markdown have the cases."""
    found = tf.outcomes(CASEBOOK, "trust_live").cases
    rows = list(csv.DictReader(io.StringIO(answer("outcomes", "trust_live", "--csv"))))
    assert [column.name for column in found.columns] == list(rows[0])
    assert [case.authority for case in found] == [row["authority"] for row in rows]
    lines = answer("outcomes", "trust_live", "--markdown").splitlines()
    assert "| Birmingham | 1 April 2018 |  | 24 October 2024 | 2,398 | high |" == lines[2]
    assert len(found) + 2 == len(lines)


def test_outcomes_as_curves(answer):
    """`--curve` prints the share of each end day by day, in every format."""
    words = ("outcomes", "trust_live", "--curve")
    points = tf.outcomes(CASEBOOK, "trust_live").incidence("returned_to_council")
    rows = list(csv.DictReader(io.StringIO(answer(*words, "--csv"))))
    assert ["end", *(column.name for column in points.columns)] == list(rows[0])
    assert [point.share for point in points] == [float(row["share"]) for row in rows]
    data = json.loads(answer(*words, "--json"))
    assert [point.at_risk for point in points] == [row["at_risk"] for row in data]
    assert "| Returned to the council | 1,146 | 0% |" in answer(*words, "--markdown")
    assert len(points) + 1 == len(answer(*words).splitlines())


def test_outcomes_that_nobody_searched(answer, monkeypatch):
    """Where it makes a difference, the share with them is said."""
    returned = {
        case.authority
        for case in tf.outcomes(CASEBOOK, "trust_live").cases
        if case.end == "returned_to_council"
    }
    monkeypatch.setattr(
        search_history, "is_unresearched", lambda history: history.authority == "Worcestershire"
    )
    assert "Worcestershire" in returned
    out = " ".join(answer("outcomes", "trust_live", "--days", "2000").split())
    assert "nobody searched for such ends there: Worcestershire." in out
    assert 'With the cases that nobody searched, the share of "Returned to the council" is' in out


def rated(name, then=None, **fields):
    """Return a council that was rated inadequate in 2015, and the event after that."""
    events = [tf.events.InspectionPublished("2015-01-01", judgement="inadequate")]
    return tf.History(name, [*events, *([] if then is None else [then])], **fields)


def test_outcomes_that_were_lost_sooner_than_ends(answer, saved):
    """How many are still followed is a column; where open cases are lost, both readings are said.

    Five of ten came to the review in the second year, and nobody looked at the others after the
    first month.
    """
    end = tf.events.CommissionerAppointed("2016-06-01")
    path = saved(
        [
            *(rated(f"Ended {i}", end) for i in range(5)),
            *(rated(f"Open {i}", checked_to="2015-02-01") for i in range(5)),
            rated("Watched", checked_to="2020-01-01"),
        ]
    )
    words = ("outcomes", "rated_inadequate", path, "--confidence", "any", "--days")
    out = " ".join(answer(*words, "730").split())
    assert "End Ended so Still followed Share" in out
    assert "Commissioner review 5 1 83%" in out
    assert (
        'If the open cases were still open, the share of "Commissioner review" would be 45%.'
        in (out)
    )
    assert "No case is followed" not in out
    assert "were still open, the share" not in answer(*words, "30")


def test_outcomes_that_are_followed_no_longer(answer, saved):
    """Where nobody is followed any longer and a case is open, the number has a note."""
    end = tf.events.CommissionerAppointed("2016-06-01")
    path = saved(
        [
            *(rated(f"Ended {i}", end, checked_to="2020-01-01") for i in range(10)),
            rated("Open", checked_to="2015-02-01"),
        ]
    )
    out = answer("outcomes", "rated_inadequate", path, "--confidence", "any")
    assert 1 == out.count("No case is followed so long; 1 is open.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "Unknown stage 'nowhere'"),
        (["trust_live", "--ends", "nowhere"], "Invalid ends: 'nowhere'."),
        (["trust_live", "--ends", "trust_live", "--ends", "trust_live"], "It is given twice."),
        (["trust_live", "--days", "-1"], "Invalid number of days: -1."),
        (["direction_issued", "--curve"], "Invalid number of cases for a curve: 7."),
        (["trust_live", "Nowhere"], "Nowhere"),
        (["commissioner_review", "--level", "90"], "Invalid level: 90.0."),
        (["trust_live", "--chart", "--names"], "Leave out --names."),
        (["trust_live", "--chart", "--level", "0.5"], "Leave out --level."),
    ],
)
def test_outcomes_refuses_a_bad_question(refusal, words, message):
    """The message names what was given, and what is accepted."""
    assert message in refusal("outcomes", *words)


def test_outcomes_of_an_own_process_need_a_file(refusal, own):
    """The casebook does not follow another process."""
    assert "Name a file" in refusal("outcomes", "refused", "--process", own)


def test_the_chart_is_saved_or_printed(answer, refusal, tmp_path, monkeypatch):
    """The ending of the file chooses the format; a table cannot be asked for beside it."""
    monkeypatch.chdir(tmp_path)
    assert answer("outcomes", "shadow_running", "--chart").startswith("<svg")
    assert (
        answer("outcomes", "commissioner_review", "--chart", "-o", "c.png") == "c.png: 29 cases\n"
    )
    assert Path("c.png").read_bytes().startswith(b"\x89PNG")
    assert "Leave out --curve." in refusal("outcomes", "trust_live", "--chart", "--curve")
