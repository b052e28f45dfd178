"""A council or a file that is named twice is read once, whatever the spelling."""

import json
from pathlib import Path

import pytest

import trustflow as tf
from tests.cli.samples import LATE
from trustflow.cli.inputs import distinct_names

SANDWELL = ["Sandwell", "SANDWELL", "Sandwell MBC", "E08000028"]


def test_the_first_spelling_stays_in_its_place(tmp_path, monkeypatch):
    """A file is the same by each path to it; a name that means nothing is kept, to be refused."""
    monkeypatch.chdir(tmp_path)
    tf.dump(LATE, "kent.json")
    Path("link.json").symlink_to("kent.json")
    same = ["link.json", "./kent.json", str(tmp_path / "kent.json")]
    names = ["kent.json", *SANDWELL, "Leeds", "Nowhere", "-", *same, "leeds", "Nowhere"]
    assert ["kent.json", "Sandwell", "Leeds", "Nowhere", "-"] == distinct_names(names)
    assert [] == distinct_names([])
    with pytest.raises(ValueError, match="- is given twice"):
        distinct_names(["-", "Leeds", "-"])


@pytest.mark.slow
def test_no_count_is_doubled(answer, run, tmp_path):
    """The same council in two spellings is one case, and its deadlines are listed once."""
    once, twice = (
        json.loads(answer("deadlines", *names, "--json", "--as-of", "2016-12-05"))
        for names in (SANDWELL[:1], SANDWELL)
    )
    assert once == twice
    once, twice = (
        json.loads(run("check", *names, "--json")[1]) for names in (["Leeds"], ["Leeds", "leeds"])
    )
    assert once == twice
    words = ("outcomes", "rated_inadequate")
    assert answer(*words, SANDWELL[0]) == answer(*words, *SANDWELL)
    assert answer("timeline", SANDWELL[0]) == answer("timeline", *SANDWELL)
    pages = [tmp_path / "once.html", tmp_path / "twice.html"]
    answer("explorer", SANDWELL[0], "-o", pages[0])
    answer("explorer", *SANDWELL, "-o", pages[1])
    assert pages[0].read_bytes() == pages[1].read_bytes()
