"""The build says what a version adds, completes, corrects and withdraws, and why."""

import csv
import json

import pytest

from record.__main__ import main
from record.build import build
from record.changes import CHANGE_HEADINGS, Reasons, changes_between, changes_of_versions
from record.output import held_histories, release
from record.released import (
    PlainEvent,
    plain_events,
    read_released,
    released_paths,
    version_key,
    version_of,
    write_released,
)
from tests.small_record import AUTHORITY, DIRECTION, small_record
from trustflow import History
from trustflow.history import ONGOING

TITLES = {
    "ofsted-outcomes.csv:2": "Ofsted report",
    "sourced-facts.csv:2": "Chronicle",
    "sourced-facts.csv:3": "Gazette",
    "sourced-facts.csv:4": "Herald",
    "priority-action-wording.csv:2": "Letter",
}
REASONS = Reasons(TITLES, {"sourced-facts.csv:9": "on another council"})
FACT_ROW = "sourced-facts.csv:2"


def event(name="inspection_published", on="2019-06", rows=FACT_ROW, **fields):
    """Return an event of a version."""
    return PlainEvent({"event": name, "on": on, **fields}, frozenset(rows.split()))


def changes(before, after):
    """Return the changes of Barchester between two lists of events, without its name."""
    found = changes_between({"Barchester": before}, {"Barchester": after}, REASONS)
    return [(kind, *rest) for kind, _, *rest in found]


def test_equal_events_are_no_change():
    """Nor is another order of the fields, or another row that they cite."""
    held = event(judgement="good", framework="SIF")
    same = event(framework="SIF", judgement="good", rows="sourced-facts.csv:3")
    assert [] == changes([held], [same])


def test_an_added_event():
    """It has its fields, and the titles of its sources, Ofsted's own report first."""
    added = event(judgement="good", rows="sourced-facts.csv:2 ofsted-outcomes.csv:2")
    assert [
        (
            "added",
            "inspection_published",
            "2019-06",
            "",
            "judgement=good",
            "Ofsted report; Chronicle",
        )
    ] == changes([], [added])


def test_at_most_two_sources_are_named():
    """A table of Ofsted's comes first, one that is in no list last; rows without a title do not."""
    rows = " ".join([*TITLES, "stated-in-reports.csv:4"])
    (change,) = changes([], [event(rows=rows)])
    assert "Ofsted report; Chronicle" == change[-1]
    (change,) = changes([], [event(rows="priority-action-wording.csv:2 sourced-facts.csv:4")])
    assert "Herald; Letter" == change[-1]


def test_a_corrected_event():
    """It has the fields that differ as they were and are, and the title of the new source."""
    held = event(judgement="good", framework="SIF")
    now = event(on="2019-06-03", judgement="good", framework="ILACS", rows=f"{FACT_ROW} {ROW_3}")
    assert [
        (
            "corrected",
            "inspection_published",
            "2019-06-03",
            "on=2019-06; framework=SIF",
            "on=2019-06-03; framework=ILACS",
            "Gazette",
        )
    ] == changes([held], [now])


ROW_3 = "sourced-facts.csv:3"


def test_an_event_read_again():
    """Without a new source, the reason is the sources that it had."""
    (change,) = changes([event(judgement="good")], [event(judgement="inadequate")])
    assert ("corrected", "Chronicle") == (change[0], change[-1])


def test_a_completed_event():
    """An event that only gets further fields is completed; values of other types are JSON."""
    (change,) = changes([event()], [event(number=2, areas={"leadership": "good"})])
    assert ("completed", "", 'number=2; areas={"leadership": "good"}') == (
        change[0],
        change[3],
        change[4],
    )


def test_an_event_that_lost_a_field():
    """It is corrected, and now has nothing there."""
    (change,) = changes([event(number=2)], [event()])
    assert ("corrected", "number=2", "") == (change[0], change[3], change[4])


def test_an_event_of_another_class():
    """Two events that cite one row are the same, so the name is what changed."""
    (change,) = changes([event("direction_revoked")], [event("intervention_ended")])
    assert ("corrected", "event=direction_revoked", "event=intervention_ended") == (
        change[0],
        change[3],
        change[4],
    )


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("2019-06", "2019-06-03", True),
        ("2019", "2019-06-03", True),
        ("2019-06-03", "2019-07-03", False),
        ("2018-09/..", "2019-06-03", True),
        ("2012-06/..", "2019-06-03", False),
        ("../2019-06", "2019-01-02", True),
        ("../2019-06", "2012-01-02", False),
    ],
)
def test_events_of_other_sources_are_the_same_if_their_dates_overlap(before, after, is_same):
    """An open date reaches a year."""
    held, now = event(on=before), event(on=after, rows=ROW_3)
    kinds = [change[0] for change in changes([held], [now])]
    assert (["corrected"] if is_same else ["added", "withdrawn"]) == kinds


def test_an_equal_event_is_matched_before_a_similar_one():
    """The earlier of two events of one day is new, and the other one is unchanged."""
    held = event(judgement="good")
    (change,) = changes([held], [event(judgement="inadequate"), held])
    assert "added" == change[0]


def test_a_withdrawn_event_whose_source_is_on_another_event():
    """The reason names the other event."""
    kept = event("visit_made", rows=f"{FACT_ROW} {ROW_3}")
    gone = event("note", topic="review")
    assert [
        (
            "withdrawn",
            "note",
            "2019-06",
            "topic=review",
            "",
            "Its source is on another event: visit made (June 2019).",
        )
    ] == changes([kept, gone], [kept])


def test_a_withdrawn_event_whose_source_is_left_out():
    """The reason is that of the row; if nothing is known, it says that no row supports it."""
    assert "on another council" == changes([event(rows="sourced-facts.csv:9")], [])[0][-1]
    assert "No row of evidence supports it." == changes([event(rows=ROW_3)], [])[0][-1]


def test_a_whole_history_is_one_change():
    """One that is new has the number of events, and which tables they come from."""
    two = [event(), event("visit_made", rows="visit-letters.csv:2")]
    assert [
        (
            "added",
            "Barchester",
            "",
            "",
            "",
            "2 events",
            "Ofsted's letters on visits; facts from other sources",
        ),
        ("withdrawn", "Plumstead", "", "", "1 event", "", "The record has no such authority."),
    ] == [*changes_between({"Plumstead": [event()]}, {"Barchester": two}, REASONS)]


def test_each_version_is_compared_with_the_one_before():
    """The changes of the last version come first; the first version has none."""
    versions = {
        "0.1.0": {"Barchester": [event()]},
        "2026.8.22": {"Barchester": [event(number=1)]},
        "2026.9.22": {"Barchester": [event(number=2)]},
    }
    found = [*changes_of_versions(versions, REASONS)]
    assert [("2026.9.22", "corrected"), ("2026.8.22", "completed")] == [
        change[:2] for change in found
    ]
    assert {len(CHANGE_HEADINGS)} == {len(change) for change in found}


# Versions


@pytest.mark.parametrize(
    ("checked_to", "version"),
    [
        ("2026-08-22", "2026.8.22"),
        ("2026-11", "2026.11.1"),
        ({"inspections": "2026-08-22", "intervention": "2026-09-01"}, "2026.9.1"),
        (None, "0"),
    ],
)
def test_the_version_is_the_last_day_checked(checked_to, version):
    """It is the last day of any kind of event; a record that is not checked has version 0."""
    histories = [History("Barchester", checked_to=checked_to), History("Plumstead")]
    assert version == version_of(histories)


def test_versions_sort_by_their_numbers():
    """September comes before October."""
    versions = ["2026.10.1", "0.1.0", "2026.9.30", "0"]
    assert ["0", "0.1.0", "2026.9.30", "2026.10.1"] == sorted(versions, key=version_key)


def test_a_released_version_is_read_as_written(tmp_path):
    """Events keep their fields and rows, and versions their order."""
    events = {"Barchester": (event(areas={"leadership": "good"}, rows=f"{FACT_ROW} {ROW_3}"),)}
    for version in ("2026.10.1", "0.1.0"):
        write_released(events, tmp_path / "released" / f"{version}.csv")
    paths = released_paths(tmp_path / "released")
    assert ["0.1.0", "2026.10.1"] == [*paths]
    assert events == read_released(paths["0.1.0"])
    assert {} == released_paths(tmp_path / "nothing")


def test_notes_and_sources_are_not_compared(tmp_path):
    """The events of a history have their other fields, and the rows that they cite."""
    built = build(small_record(tmp_path, events=[{**DIRECTION, "note": "A note."}]))
    events = plain_events(built.histories["barchester"])
    assert all({"note", "sources"}.isdisjoint(each.fields) for each in events)
    (direction,) = (each for each in events if each.name == "direction_issued")
    assert ({FACT_ROW}, "2019-06") == ({*direction.rows}, str(direction.on))


def test_the_command_writes_what_changed_since_the_last_release(tmp_path):
    """A released version has no changes; an event that is curated later is one."""
    checked = {**AUTHORITY, "checked_to": "inspections=2026-08-22"}
    folder, out = small_record(tmp_path / "record", authorities=[checked]), tmp_path / "out"
    words = ["--record", str(folder), "--out", str(out), "--open"]

    def listed():
        with (out / "changes.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    assert 0 == main([*words, "--release"])
    assert [] == listed()
    assert "2026.8.22\n" == (out / "version.txt").read_text("utf-8")
    assert ["2026.8.22.csv"] == [path.name for path in (folder / "released").iterdir()]
    text = (folder / "authorities.csv").read_text("utf-8").replace("2026-08-22", "2026-09-22")
    (folder / "authorities.csv").write_text(text, "utf-8")
    path = folder / "events" / "barchester.csv"
    path.write_text(
        path.read_text("utf-8").replace("purpose=improvement", "purpose=trust"), "utf-8"
    )
    assert 0 == main(words)
    (change,) = listed()
    assert ("2026.9.22", "corrected", "purpose=improvement", "purpose=trust") == (
        change["version"],
        change["change"],
        change["was"],
        change["now"],
    )
    assert "Barchester Chronicle: a direction" == change["why"]
    release(held_histories(out).values(), tmp_path / "later")
    assert ["2026.9.22.csv"] == [path.name for path in (tmp_path / "later").iterdir()]


def test_every_field_of_a_released_event_is_json():
    """So a reader needs nothing but a CSV and a JSON reader."""
    from record.tables import FOLDER

    with (FOLDER / "released" / "0.1.0.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (77, 872) == (len({row["authority"] for row in rows}), len(rows))
    assert all({"event", "on"} <= json.loads(row["event"]).keys() for row in rows)


def test_a_record_that_is_kept_as_things_happen_has_no_day():
    """Its day would be the present one, which a build must not depend on."""
    assert "0" == version_of([History("Barchester", checked_to=ONGOING)])
