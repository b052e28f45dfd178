"""The command `legs` with `--beside`: a case among those of the casebook or of another file."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.cohorts import named_leg

CASEBOOK = tf.casebook.histories()
CAMFORD = tf.History(
    "Camford",
    [
        ev.ReturnDecided("2023-01", note="Minutes"),
        ev.ReturnedToCouncil("2023-06-20", note="Minutes"),
        ev.ReturnDecided("2024-01-01"),
        ev.Note("2024-08-01"),
    ],
)
LEG = "decision-to-return"


@pytest.fixture
def camford(saved):
    """Return the path of a file with one history, which has no sources."""
    return saved(CAMFORD, "camford.json")


def test_each_leg_of_a_file_has_its_rank(answer, camford):
    """The counts and days of the others come first, then each leg of the file with its rank."""
    out = answer("legs", LEG, camford, "--beside", "casebook")
    ranks = named_leg(CAMFORD, LEG, beside=CASEBOOK).ranks
    assert 2 == len(ranks)
    for rank in ranks:
        assert rank.words in out
    assert "longer than 0 to 3 of 5 that ended; 0 are open; 0 ended otherwise" in out
    assert "so far longer than at least 2 of 5 that ended" in out
    assert "Others: 5 councils, 5 legs: 5 ended, 0 open, 0 ended otherwise (0 left out)" in out
    assert "Days of those that ended: median" in out
    assert f"Examined: {len(CASEBOOK)} other histories." in out
    assert "has them, too" not in out
    assert "\n\n\n" not in out


def test_the_same_council_is_left_out_and_named(answer):
    """A council can be compared with the rest of the casebook; legs that it lacks are named."""
    out = answer("legs", "--file", "Sandwell", "--beside", "casebook")
    assert "Left out of the others, because Sandwell has them, too: Sandwell.\n" in out
    assert f"Examined: {len(CASEBOOK) - 1} other histories." in out
    assert "Not in Sandwell: decision-to-return.\n" in out
    assert "Others: 6 councils, 6 legs" in out


def test_ranks_in_other_formats(answer, camford):
    """JSON has what `to_dict` returns, CSV has the columns of the frame."""
    words = ("legs", LEG, camford, "--beside", "casebook")
    ranks = named_leg(tf.load(camford), LEG, beside=CASEBOOK)
    assert {LEG: ranks.to_dict()} == json.loads(answer(*words, "--json"))
    rows = list(csv.DictReader(io.StringIO(answer(*words, "--csv"))))
    assert [("0", "3", "5"), ("2", "5", "5")] == [
        (row["longer_than_at_least"], row["longer_than_at_most"], row["others_ended"])
        for row in rows
    ]
    assert {LEG} == {row["leg"] for row in rows}
    lines = answer(*words, "--markdown").splitlines()
    assert lines[0] == "| Leg | Council | From | To | Days | Status | Beside the others |"
    assert 4 == len(lines)


def test_a_leg_of_ones_own_beside_another_file(answer, camford, saved):
    """The leg and the confidence are those of the arguments; only the others are left out."""
    events = [
        ev.ReturnDecided("2020-01-01"),
        ev.ReturnDecided("2020-02-01"),
        ev.ReturnedToCouncil("2020-03-01"),
    ]
    others = saved(tf.History("Essex", events), "others.json")
    words = ["legs", camford, "--start", "return_decided", "--end", "returned_to_council"]
    words += ["--beside", others]
    out = answer(*words)
    assert "none of the others ended" in out
    assert "Left out because of low confidence, or no source: 1." in out
    words += ["--confidence", "any"]
    assert "return_decided to returned_to_council\n  Others: 1 council, 1 leg: 1 ended" in answer(
        *words
    )
    assert "median 29" in answer(*words)
    assert "median 60" in answer(*words, "--from-first")


def test_the_word_casebook_is_a_file_if_it_has_a_path(answer, camford, tmp_path, monkeypatch):
    """`casebook` means the casebook, and `casebook.json` a file."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(camford, "casebook.json")
    out = answer("legs", LEG, camford, "--beside", "casebook.json", "--confidence", "any")
    assert "too: Camford." in out


@pytest.mark.parametrize(
    "words",
    [
        ("--beside", "casebook"),
        (LEG, "--beside", "casebook"),
        ("camford.json", "--beside", "absent.json"),
        ("camford.json", "--beside", ""),
        ("camford.json", "--beside", "Atlantis"),
        ("-", "--beside", "-"),
        ("camford.json", "camford.json"),
        ("camford.json", "--file", "camford.json"),
        (LEG, "direction-to-live", "camford.json"),
        ("--from-first",),
        (LEG, "--from-first"),
        ("Sandwell", "--beside", "casebook"),
        ("camford.json", "--beside", "casebook", "--start", "note"),
    ],
)
@pytest.mark.usefixtures("camford")
def test_bad_comparisons_are_refused(refusal, words, tmp_path, monkeypatch):
    """A comparison needs one file, and something to compare it with."""
    monkeypatch.chdir(tmp_path)
    assert refusal("legs", *words)


@pytest.mark.parametrize("words", [["camford.json"], ["Sandwell.json", "--beside", "camford.json"]])
def test_an_input_is_not_overwritten(refusal, camford, words, tmp_path, monkeypatch):
    """The file of the case and the file beside it are both inputs."""
    monkeypatch.chdir(tmp_path)
    before = camford.read_bytes()
    message = refusal("legs", *words, "-o", "camford.json", "--csv", "--force")
    assert message
    assert before == camford.read_bytes()


def test_a_process_of_your_own_has_cases(answer, own, case, refusal):
    """Its histories are cases; it names no legs, and the casebook does not follow it."""
    words = ["legs", case, "--process", own]
    assert "names no legs" in answer(*words, "--beside", case)
    assert "--beside FILE" in refusal(*words, "--beside", "casebook")
    ends = ["--start", "application_received", "--end", "place_refused", "--confidence", "any"]
    others = Path("bea.json")
    others.write_text(Path(case).read_text("utf-8").replace("Anna", "Bea"), "utf-8")
    out = answer(*words, *ends, "--beside", others)
    assert "Others: 1 case, 1 leg: 1 ended, 0 open, 0 ended otherwise (0 left out)" in out
    assert "longer than 0 of 1 that ended; 0 are open" in out
    assert "council" not in out.casefold()
