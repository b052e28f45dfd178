"""The version of the casebook, and what changed with each version."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from record.released import read_released, released_paths
from record.tables import FOLDER
from trustflow.casebook import ChangeTable, changelog

CHANGES = changelog()
RELEASED = {
    version: read_released(path) for version, path in released_paths(FOLDER / "released").items()
}


def test_the_version_is_the_last_day_to_which_the_record_is_checked():
    """It is read from the authorities' own days here."""
    with (FOLDER / "authorities.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["checked_to"] for row in csv.DictReader(file)]
    days = [part.partition("=")[2] for cell in cells for part in cell.split("; ")]
    year, month, day = max(day for day in days if len(day) == len("2026-08-22")).split("-")
    assert f"{year}.{int(month)}.{int(day)}" == tf.casebook.version
    assert tf.PartialDate.of(f"{year}-{month}-{day}") == tf.casebook.version_day()


def test_every_change_is_of_a_version_after_the_first():
    """The first version that was released has no changes; the present one has."""
    assert {"0.1.0"} == {*RELEASED} - {change.version for change in CHANGES}
    assert tf.casebook.version == CHANGES[0].version


@pytest.mark.parametrize(
    ("since", "is_all"),
    [
        ("0.1.0", True),
        ("0.1", True),
        ("0", True),
        ("2026.8.21", True),
        ("2026.08.21", True),
        (tf.casebook.version, False),
        (f"{tf.casebook.version}.0", False),
        ("2026.10.1", False),
        ("2027.1.1", False),
    ],
)
def test_changes_since_a_version(since, is_all):
    """Only changes of later versions are returned; versions compare by their numbers."""
    assert (CHANGES if is_all else ()) == changelog(since=since)
    assert isinstance(changelog(since=since), ChangeTable)


@given(st.lists(st.integers(0, 12) | st.integers(2020, 2030), min_size=1, max_size=4))
def test_versions_are_compared_number_by_number(numbers):
    """As Python compares tuples, so 2026.10 is later than 2026.8; zeros at the end do not count."""
    since = ".".join(map(str, numbers))
    later = [each for each in CHANGES if numbers_of(each.version) > numbers_of(since)]
    assert later == list(changelog(since=since))


def numbers_of(version):
    """Return the numbers of a version, with zeros at the end up to six."""
    numbers = tuple(map(int, version.split(".")))
    return (*numbers, *[0] * (6 - len(numbers)))


@pytest.mark.parametrize("since", ["", "yesterday", "v0.1", "0.1.0-rc1", "2026-08-22", 1, ("0",)])
def test_another_text_is_not_a_version(since):
    """The error names the form of a version."""
    with pytest.raises(tf.InvalidValue, match=f"such as '?{tf.casebook.version}"):
        changelog(since=since)


def test_the_changes_lead_from_the_released_version_to_this_one():
    """The number of events grows by what was added and falls by what was withdrawn."""
    before = {name: len(events) for name, events in RELEASED["0.1.0"].items()}
    for history in tf.casebook.histories():
        changes = [each for each in CHANGES if each.authority == history.authority]
        if history.authority not in before:
            (change,) = changes
            number = f"{len(history)} event{'' if len(history) == 1 else 's'}"
            assert ("added", None, None, number) == (
                change.change,
                change.event,
                change.was,
                change.now,
            )
            continue
        counts = {
            word: sum(each.change == word for each in changes) for word in ("added", "withdrawn")
        }
        growth = counts["added"] - counts["withdrawn"]
        assert len(history) == before[history.authority] + growth


def is_moved(change):
    """Return whether all that an event lost, its deadlines, is in events of their own."""
    name, _, text = (change.was or "").partition("=")
    if name != "deadlines" or change.now is not None:
        return False
    history = tf.casebook.load(change.authority)
    held = {event.what for event in history if event.class_name == "deadline_set"}
    return held.issuperset(each["what"] for each in json.loads(text))


def test_every_change_has_its_reason():
    """It says why, and has what was and what is as its kind requires."""
    for change in CHANGES:
        assert change.why
        had, has = change.was is not None, change.now is not None
        if change.change == "added":
            assert not had  # an event can have no other field than its date
        else:
            expected = {
                "completed": (False, True),
                "corrected": (True, not is_moved(change)),
                "withdrawn": (True, False),
            }
            assert expected[change.change] == (had, has), change


def test_every_changed_event_is_in_the_casebook():
    """An event that was added or corrected is on record with its date."""
    for change in CHANGES:
        if change.event is not None and change.change != "withdrawn":
            history = tf.casebook.load(change.authority)
            held = {(event.class_name, str(event.on)) for event in history}
            assert (change.event, change.on) in held


def test_a_change_as_data():
    """Every column of the table is a field."""
    (barnet, *_) = (each for each in CHANGES if each.authority == "Barnet")
    assert [column.name for column in ChangeTable.columns] == [*barnet.to_dict()]
    assert barnet.to_dict() == CHANGES.to_arrow().to_pylist()[CHANGES.index(barnet)]
