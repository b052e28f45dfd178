"""The build says how many events rest on a primary source, and which do not."""

from record.__main__ import main
from record.build import build
from record.confidence import confidence_text, unconfirmed_text
from record.layout import columns_text
from tests.small_record import DIRECTION, FACT, small_record


def test_the_shares_of_events_by_confidence(tmp_path):
    """Six of the seven events are from Ofsted; so is the one that changed the stage."""
    histories = tuple(build(small_record(tmp_path)).histories.values())
    assert (
        "events           number    high  medium   low\n"
        "all events            7   85.7%   14.3%  0.0%\n"
        "changed a stage       1  100.0%    0.0%  0.0%"
    ) == confidence_text(histories)
    assert "" == unconfirmed_text(histories)


def test_a_record_without_events_has_shares():
    """Nothing is no share of nothing."""
    assert "all events            0  0.0%" in confidence_text(())


def test_events_that_changed_a_stage_without_a_primary_source(tmp_path, capsys):
    """The command lists each of them with its authority, date and confidence."""
    appointed = {
        "event": "commissioner_appointed",
        "on": "2019-07",
        "rows": "sourced-facts.csv:3",
    }
    fact = {**FACT, "event": "commissioner_appointed", "date_edtf": "2019-07"}
    folder = small_record(
        tmp_path / "record",
        events=[DIRECTION, appointed],
        rows={"sourced-facts.csv": [FACT, fact]},
    )
    out = str(tmp_path / "out")
    assert 0 == main(["--record", str(folder), "--out", out, "--unconfirmed"])
    listed = capsys.readouterr().out
    assert "\nBarchester: 2019-07 commissioner_appointed (medium)\n" in listed


def test_columns_are_aligned():
    """The first column is on the left, and the others are on the right."""
    assert "a     10\nlong   5" == columns_text([("a", "10"), ("long", "5")])
