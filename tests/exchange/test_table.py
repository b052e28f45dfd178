"""Histories become rows of a table with each field in its cell, and rows become histories."""

import pytest
from attrs import evolve

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import Limits, dumps_csv, event_from_row, loads_csv
from trustflow.exchange.history_rows import rows_of
from trustflow.exchange.read_options import ReadOptions
from trustflow.exchange.table_cases import TableCase, TableReader
from trustflow.history import NamedEvent
from trustflow.process import CLASSES_NOT_GIVEN

PROCESS = tf.TRUST_TRANSFER
NOTE = ev.Note("2016")
TIMES = tf.Source(
    "The Times", url="https://example.org/1", published="2016-10-10", evidence_row="7"
)
RICH = tf.History(
    "Devon",
    [
        ev.DirectionIssued(
            "2016-10-06",
            purpose="trust",
            replaces=1,
            known_on="2016-10-07",
            note="=signed",
            sources=[TIMES, tf.Source("Ofsted", confidence="high")],
            deadlines=tf.Deadline("a plan; a board", within="3 months"),
        ),
        ev.Note("2017"),
    ],
    gss_code="E10000008",
    begins_in="commissioner_review",
    succeeds="Old Devon",
    checked_to="2020",
)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"authority": "a\x07"}, "authority"),
        ({"authority": "a\x07", "case": "1"}, "authority"),
        ({"case": "a\x07"}, "case"),
        ({"authority": "Devon", "begins_in": "nowhere"}, "begins_in"),
    ],
)
def test_a_fault_of_the_history_has_its_column(row, column):
    """Examples are a control character in the name and an unknown stage."""
    faults = []
    reader = TableReader(PROCESS, ReadOptions(on_fault=faults.append))
    reader.add("row 1", {"event": "note", "on": "2016", **row})
    assert [f"row 1, column {column}"] == [fault.path for fault in faults]
    assert {} == reader.finish_all("row 1")


def test_every_cell_of_a_history():
    """The first source has seven columns; fields without a column are in the details."""
    first, second = rows_of("Devon (2)", RICH, PROCESS)
    assert {
        "authority": "Devon",
        "case": "Devon (2)",
        "gss_code": "E10000008",
        "begins_in": "commissioner_review",
        "succeeds": "Old Devon",
        "checked_to": "2020",
        "event": "direction_issued_trust",
        "on": "2016-10-06",
        "known_on": "2016-10-07",
        "note": "=signed",
        "source": "The Times",
        "source_url": "https://example.org/1",
        "source_published": "2016-10-10",
        "source_confidence": "medium",
        "source_evidence_row": "7",
        "details": (
            'purpose=trust; replaces=1; deadlines=[{"what": "a plan; a board", '
            '"within": "3 months"}]; sources=[{"title": "Ofsted", "confidence": "high"}]'
        ),
        "event_id": "devon-2016-10-06-direction",
    } == first
    assert {
        "authority": "Devon",
        "case": "Devon (2)",
        "gss_code": "E10000008",
        "event": "note",
        "on": "2017",
        "event_id": "devon-2017-note",
    } == second


INADEQUATE = {"event": "inspection_published_inadequate"}
PLAN = '[{"what": 1}]'


@pytest.mark.parametrize(
    ("row", "path", "found"),
    [
        ({"event": ""}, "event", "nothing"),
        ({"event": "nota"}, "event", "'nota'"),
        ({"event": "note", "details": "event=nota"}, "event", "'nota'"),
        ({"event": "trust_went_live", "details": "event=note"}, "event", "'trust_went_live'"),
        ({**INADEQUATE, "details": "judgement=good"}, "event", "'inspection_published_inadequate'"),
        ({**INADEQUATE, "details": "judgement=bad"}, "details, judgement", "'bad'"),
        ({**INADEQUATE, "judgement": "bad"}, "judgement", "'bad'"),
        ({"event": "deadline_set"}, "details, what", "nothing"),
        (
            {"event": "deadline_set", "what": "x", "due": "2016", "within": "1 day"},
            "event",
            "a contradiction",
        ),
        ({"event": "note", "kind": "x"}, "kind", "an unknown field"),
        ({"event": "note", "deadlines": PLAN}, "deadlines[0].what", "1"),
        ({"event": "note", "details": f"deadlines={PLAN}"}, "details, deadlines[0].what", "1"),
        ({"event": "note", "on": "late"}, "on", "'late'"),
        ({"event": "direction_issued_trust", "on": "late"}, "on", "'late'"),
        ({"event": "note", "source_url": "https://example.org"}, "source", "nothing"),
        ({"event": "note", "source": "x", "source_url": "y"}, "source_url", "'y'"),
        ({"event": "note", "source": "x", "details": "sources=y"}, "details, sources", "'y'"),
        (
            {"event": "note", "source": "x", "source_copy_of": "y", "source_confidence": "high"},
            "source",
            "a contradiction",
        ),
    ],
)
def test_a_fault_of_a_row_has_its_column(row, path, found):
    """A fault in the cell `details` has its place inside the cell too."""
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row({"on": "2016", **row}, PROCESS)
    (fault,) = caught.value.faults
    assert (path, found) == (fault.path, fault.found)


def test_a_field_is_given_once():
    """A field is in its column or in the details, but not in both."""
    row = {"event": "note", "on": "2016", "note": "x", "details": "note=y"}
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row(row, PROCESS)
    expected = "details: found the field 'note', which also has a column. Expected each field once."
    assert [expected] == [str(fault) for fault in caught.value.faults]


def test_the_fields_that_a_trigger_implies_need_not_be_given():
    """The event has the implied fields and the source in the row."""
    row = {"event": "direction_issued_trust", "on": "2016", "source": "x"}
    event = ev.DirectionIssued("2016", purpose="trust", sources=tf.Source("x"))
    assert event == event_from_row(row, PROCESS)


@pytest.mark.parametrize("others", [{}, {"note": "x"}, {"note": "x", "known_on": "2017"}])
def test_a_trigger_is_enough_for_a_lenient_reader(others):
    """The event then has only the trigger, without the fields that its class needs."""
    row = {"event": "deadline_set", "on": "2016", **others}
    bare = NamedEvent("2016", what="deadline_set", **others)
    assert bare == event_from_row(row, PROCESS, lenient=True)
    reader = TableReader(PROCESS, lenient=True)
    reader.add("row 1", {"authority": "Devon", **row})
    found = TableCase("Devon", tf.History("Devon", [bare]), ("row 1",))
    assert {"Devon": found} == reader.finish_all("row 1")
    assert {} == reader.finish_all("row 1")
    reader.add("row 2", {"authority": "Devon", "event": "note", "on": "2016"})
    found = TableCase("Devon", tf.History("Devon", [ev.Note("2016")]), ("row 2",))
    assert found == reader.finish("Devon", "row 2")
    assert reader.finish("Devon", "row 2") is None


def test_a_lenient_reader_uses_the_class_if_the_trigger_gives_all_it_needs():
    """A `NamedEvent` is only for a class that needs another field."""
    row = {"event": "direction_issued_trust", "on": "2016"}
    event = ev.DirectionIssued("2016", purpose="trust")
    assert event == event_from_row(row, PROCESS, lenient=True)


def test_a_second_row_must_agree_with_the_first():
    """A later row can give a field of the history that no earlier row of its case gives."""
    first = {"authority": "Devon", "event": "note", "on": "2016", "checked_to": "2020"}
    reader = TableReader(PROCESS)
    reader.add("row 1", first)
    reader.add("row 2", {**first, "checked_to": "2021"})
    reader.add("row 3", {"case": "1", "event": "note", "on": "2016"})
    reader.add("row 4", {"case": "1", "authority": "Kent", "event": "note", "on": "2016"})
    reader.add("row 5", {"case": "1", "authority": "Surrey", "event": "note", "on": "2016"})
    assert [
        "row 2, column checked_to: found '2021'. Expected '2020', as in an earlier row.",
        "row 5, column authority: found 'Surrey'. Expected 'Kent', as in an earlier row.",
    ] == [str(fault) for fault in reader.faults]


def test_a_row_needs_a_date():
    """The date can be given by its earliest or latest day."""
    expected = r"on: found nothing. Expected a date .* Write \.\./\.\. if the day is unknown\."
    with pytest.raises(tf.BadHistory, match=expected):
        event_from_row({"event": "note"}, PROCESS)
    assert "2016/.." == event_from_row({"event": "note", "earliest": "2016"}, PROCESS).on.text
    assert "../2016" == event_from_row({"event": "note", "latest": "2016"}, PROCESS).on.text
    same = {"event": "note", "earliest": "2016", "latest": "2016"}
    assert "2016" == event_from_row(same, PROCESS).on.text


def test_a_lenient_reader_ignores_columns_for_fields_of_other_events():
    """A lenient reader does not refuse a field that the event's class does not have."""
    row = {"event": "note", "on": "2016", "kind": "x"}
    assert ev.Note("2016") == event_from_row(row, PROCESS, lenient=True)


def test_details_can_be_longer_than_a_text():
    """The limit applies to each text in the details, not to the whole cell."""
    row = {"event": "visit_made", "on": "2016", "details": "kind=jtai; number=1; note=0123456789"}
    options = ReadOptions(limits=Limits(text=10))
    assert "0123456789" == event_from_row(row, PROCESS, options).note
    with pytest.raises(tf.BadHistory, match="a text of 11 characters"):
        event_from_row({**row, "details": "kind=jtai; note=01234567890"}, PROCESS, options)


def test_an_event_of_a_class_that_the_process_does_not_have_is_read_back_equal():
    """The details of the event name its class."""
    text = dumps_csv(RICH, evolve(PROCESS, events=CLASSES_NOT_GIVEN))
    assert "event=direction_issued" in text
    assert (RICH,) == loads_csv(text)


def test_a_text_that_looks_like_a_number_is_quoted():
    """The quoted text is read back as a text."""
    for replaces, details in ((12, "replaces=12"), ("12", 'replaces="12"')):
        history = tf.History("Devon", [ev.DirectionIssued("2016", replaces=replaces)])
        (row,) = rows_of("Devon", history, PROCESS)
        assert details == row["details"]
        assert (history,) == loads_csv(dumps_csv(history))


def test_the_name_of_a_case_stands_in_for_a_missing_authority():
    """The name is used both when one history is taken out and when all are."""
    row, history = {"case": "Devon", "event": "note", "on": "2016"}, tf.History("Devon", [NOTE])
    reader = TableReader(PROCESS)
    found = TableCase("Devon", history, ("row 1",))
    reader.add("row 1", row)
    assert found == reader.finish("Devon", "row 1")
    reader.add("row 1", row)
    assert {"Devon": found} == reader.finish_all("row 1")
    assert reader.finish(None, "row 1") is None


def test_the_fields_of_a_history_count_also_in_a_row_with_a_fault():
    """Otherwise the fault of the event would seem to be one of the history, too."""
    reader = TableReader(PROCESS)
    heir = {"authority": "Heir", "event": "note", "on": "soon", "succeeds": "Devon"}
    reader.add("row 1", {**heir, "inherited": "yes"})
    reader.add("row 2", {"authority": "Heir", "event": "note", "on": "2016", "inherited": "yes"})
    assert tf.History("Heir", succeeds="Devon", inherits=[NOTE]) == reader.finish("Heir", "")[1]
    assert ["row 1, column on"] == [fault.path for fault in reader.faults]


def test_a_case_of_which_no_row_can_be_read_is_left_out():
    """Its fields alone are no history."""
    faults = []
    reader = TableReader(PROCESS, ReadOptions(on_fault=faults.append))
    reader.add("row 1", {"authority": "Kent", "gss_code": "E10000016", "event": "x", "on": "2016"})
    assert {} == reader.finish_all("row 1")
    assert ["row 1, column event"] == [fault.path for fault in faults]


def test_a_day_that_cannot_be_read_gives_one_fault():
    """The other end of the date is not compared with it."""
    row = {"event": "note", "earliest": "soon", "latest": "2015"}
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row(row, PROCESS)
    assert [("earliest", "'soon'")] == [(fault.path, fault.found) for fault in caught.value.faults]
