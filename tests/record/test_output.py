"""The build says what it changes, and writes histories compactly."""

from attrs import evolve

import trustflow as tf
from record.build import build
from record.output import changes_text, compact_json, held_histories, write_histories
from tests.small_record import DIRECTION, small_record
from trustflow import events as ev


def built(folder, **changes):
    """Return the only history of a small record."""
    (history,) = build(small_record(folder, **changes)).histories.values()
    return history


def test_nothing_changed(tmp_path):
    """The same histories give only the numbers."""
    held = {"barchester": built(tmp_path)}
    assert "histories: 1 -> 1\nevents: 7 -> 7\nfindings: 0 -> 0" == changes_text(held, held)


def test_an_event_changed_the_facts(tmp_path):
    """A change names the authority, the numbers, and each fact that is another one."""
    before = built(tmp_path)
    report = ev.InspectionPublished("2023-05-01", judgement="good", framework="ILACS")
    after = evolve(before, events=[*before, report])
    (line, *_) = changes_text({"barchester": before}, {"barchester": after}).splitlines()
    assert line == (
        "barchester: 7 -> 8 events, 0 -> 0 findings, stage rated_inadequate -> routine_oversight, "
        "judgement inadequate -> good"
    )


def test_histories_are_added_and_removed(tmp_path):
    """A new history and one that is gone are named with the numbers of their events."""
    history, empty = built(tmp_path), tf.History("Plumstead")
    text = changes_text({"plumstead": empty}, {"barchester": history})
    assert text.splitlines()[:2] == [
        "barchester: added, 7 events, 0 findings",
        "plumstead: removed, 0 events, 0 findings",
    ]


def test_an_empty_history_gets_an_event():
    """Without events there is no fact on record."""
    before = tf.History("Plumstead")
    after = evolve(before, events=[ev.Note("2013", topic="other")])
    (line, *_) = changes_text({"plumstead": before}, {"plumstead": after}).splitlines()
    assert line.startswith("plumstead: 0 -> 1 events, 0 -> 0 findings, stage ")


def test_a_history_has_one_line_for_each_event(tmp_path):
    """The file is compact, and a changed event changes one line."""
    history = built(tmp_path, events=[{**DIRECTION, "note": "Barchester’s, not Plumstead’s."}])
    lines = compact_json(history).splitlines()
    assert [7, 1] == [
        sum(line.startswith('{"event":') for line in lines),
        sum("Barchester’s" in line for line in lines),
    ]


def test_what_is_written_is_held(tmp_path):
    """The histories of a folder are those that were written; a missing folder has none."""
    history = built(tmp_path / "record")
    write_histories({"barchester": history}, tmp_path / "out")
    assert {"barchester": history} == held_histories(tmp_path / "out")
    assert {} == held_histories(tmp_path / "nothing")
