"""The cells of an event: which of what is known stands where, word for word."""

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import dumps_csv, loads_csv
from trustflow.exchange.limits import Limits
from trustflow.exchange.table import event_from_row, rows_of

PROCESS = tf.TRUST_TRANSFER
TIMES = tf.Source("The Times", url="https://example.org/1", published="2016-10-10", row="7")
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


def test_every_cell_of_a_history():
    """What has a column stands in it, the other fields in one cell, the first source in seven."""
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
        "source_row": "7",
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


@pytest.mark.parametrize(
    ("row", "path", "found"),
    [
        ({"event": "note", "kind": "x"}, "kind", "a field that is not known"),
        ({"event": "trust_went_live", "details": "event=note"}, "event", "'trust_went_live'"),
        ({"event": "note", "details": "event=nota"}, "event", "'nota'"),
        ({"event": ""}, "event", "nothing"),
        ({"event": "nota"}, "event", "'nota'"),
        ({"event": "note", "note": "x", "details": "note=y"}, "details", "note, which has"),
        ({"event": "note", "on": "late"}, "on", "'late'"),
        ({"event": "note", "source_url": "https://example.org"}, "source", "nothing"),
    ],
)
def test_what_a_row_cannot_say(row, path, found):
    """The column is told, and what was found there."""
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row({"on": "2016", **row}, PROCESS)
    (fault,) = caught.value.faults
    assert path == fault.path.partition(",")[0]
    assert fault.found.startswith(found)


def test_a_row_needs_a_date():
    """Or the earliest or latest day; how dates are written is told."""
    with pytest.raises(tf.BadHistory, match="on: found nothing; a date is needed; write 2018"):
        event_from_row({"event": "note"}, PROCESS)
    assert "2016/.." == event_from_row({"event": "note", "earliest": "2016"}, PROCESS).on.text
    assert "../2016" == event_from_row({"event": "note", "latest": "2016"}, PROCESS).on.text
    same = {"event": "note", "earliest": "2016", "latest": "2016"}
    assert "2016" == event_from_row(same, PROCESS).on.text


def test_other_people_s_columns_are_passed_over_where_that_is_asked():
    """Only those for fields that the event does not have."""
    row = {"event": "note", "on": "2016", "kind": "x"}
    assert ev.Note("2016") == event_from_row(row, PROCESS, lenient=True)


def test_details_may_be_longer_than_a_text():
    """Each text in them may not."""
    row = {"event": "visit_made", "on": "2016", "details": "kind=jtai; number=1; note=0123456789"}
    limits = Limits(text=10)
    assert "0123456789" == event_from_row(row, PROCESS, limits=limits).note
    with pytest.raises(tf.BadHistory, match="a text of 11 characters"):
        event_from_row({**row, "details": "kind=jtai; note=01234567890"}, PROCESS, limits=limits)


def test_an_event_of_another_class_comes_back_by_its_own_name():
    """Its trigger is that of another class there."""
    text = dumps_csv(RICH, tf.Process(
        name="kit", title="Kit", initial="a",
        stages={"a": tf.StageText("A", "."), "b": tf.StageText("B", ".", final=True)},
        triggers={"note": "note"}, moves=[tf.Move("note", "a", "b")],
    ))  # fmt: skip
    assert "event=direction_issued" in text
    assert (RICH,) == loads_csv(text)
