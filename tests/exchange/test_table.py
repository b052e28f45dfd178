"""The cells of an event: which of what is known stands where, word for word."""

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import Limits, dumps_csv, event_from_row, loads_csv
from trustflow.exchange.table import Gathering, rows_of
from trustflow.history import NamedEvent

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
def test_what_cannot_be_said_of_a_history_is_told_under_its_column(row, column):
    """Its name with a control character in it, or a stage that there is none of."""
    gathering = Gathering(PROCESS)
    with pytest.raises(tf.BadHistory) as caught:
        gathering.add({"event": "note", "on": "2016", **row})
    assert [column] == [fault.path for fault in caught.value.faults]
    assert {} == gathering.take_all()


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


TELLS = {"event": "inspection_published_inadequate"}
PLAN = '[{"what": 1}]'


@pytest.mark.parametrize(
    ("row", "path", "found"),
    [
        ({"event": ""}, "event", "nothing"),
        ({"event": "nota"}, "event", "'nota'"),
        ({"event": "note", "details": "event=nota"}, "event", "'nota'"),
        ({"event": "trust_went_live", "details": "event=note"}, "event", "'trust_went_live'"),
        ({**TELLS, "details": "judgement=good"}, "event", "'inspection_published_inadequate'"),
        ({**TELLS, "details": "judgement=bad"}, "details, judgement", "'bad'"),
        ({**TELLS, "judgement": "bad"}, "judgement", "'bad'"),
        ({"event": "deadline_set"}, "details, what", "nothing"),
        (
            {"event": "deadline_set", "what": "x", "due": "2016", "within": "1 day"},
            "event",
            "a contradiction",
        ),
        ({"event": "note", "kind": "x"}, "kind", "a field that is not known"),
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
def test_what_a_row_cannot_say(row, path, found):
    """The column is told, or what it is within the details; and what was found there."""
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row({"on": "2016", **row}, PROCESS)
    (fault,) = caught.value.faults
    assert (path, found) == (fault.path, fault.found)


def test_a_field_is_given_once():
    """In its column or in the details."""
    row = {"event": "note", "on": "2016", "note": "x", "details": "note=y"}
    with pytest.raises(tf.BadHistory) as caught:
        event_from_row(row, PROCESS)
    told = "details: found note, which has a column, too; give it once"
    assert [told] == [str(fault) for fault in caught.value.faults]


def test_what_the_trigger_says_need_not_be_said_again():
    """Its source stays with it."""
    row = {"event": "direction_issued_trust", "on": "2016", "source": "x"}
    event = ev.DirectionIssued("2016", purpose="trust", sources=tf.Source("x"))
    assert event == event_from_row(row, PROCESS)


@pytest.mark.parametrize("besides", [{}, {"note": "x"}, {"note": "x", "known_on": "2017"}])
def test_a_bare_trigger_is_enough_where_that_is_asked(besides):
    """Nothing more is known of it, not even what its class needs; nor is anything made up."""
    row = {"event": "deadline_set", "on": "2016", **besides}
    bare = NamedEvent("2016", what="deadline_set", **besides)
    assert bare == event_from_row(row, PROCESS, lenient=True)
    gathering = Gathering(PROCESS, lenient=True)
    gathering.add({"authority": "Devon", **row})
    assert {"Devon": tf.History("Devon", [bare])} == gathering.take_all()
    assert {} == gathering.take_all()
    gathering.add({"authority": "Devon", "event": "note", "on": "2016"})
    assert tf.History("Devon", [ev.Note("2016")]) == gathering.take("Devon")
    assert gathering.take("Devon") is None


def test_a_class_that_needs_no_more_is_taken_where_its_trigger_is_enough():
    """The bare event is only for what cannot be made."""
    row = {"event": "direction_issued_trust", "on": "2016"}
    event = ev.DirectionIssued("2016", purpose="trust")
    assert event == event_from_row(row, PROCESS, lenient=True)


def test_a_second_row_may_not_contradict_the_first():
    """But the authority may be said on any row of a case that is numbered."""
    first = {"authority": "Devon", "event": "note", "on": "2016", "checked_to": "2020"}
    gathering = Gathering(PROCESS)
    gathering.add(first)
    with pytest.raises(tf.BadHistory) as caught:
        gathering.add({**first, "checked_to": "2021"})
    told = "checked_to: found '2021'; an earlier row of the case has '2020'"
    assert [told] == [str(fault) for fault in caught.value.faults]
    gathering.add({"case": "1", "event": "note", "on": "2016"})
    gathering.add({"case": "1", "authority": "Kent", "event": "note", "on": "2016"})
    with pytest.raises(tf.BadHistory, match="an earlier row of the case has 'Kent'"):
        gathering.add({"case": "1", "authority": "Surrey", "event": "note", "on": "2016"})


def test_a_row_needs_a_date():
    """Or the earliest or latest day; how dates are written is told."""
    with pytest.raises(tf.BadHistory, match=r"on: found nothing. Expected a date such as"):
        event_from_row({"event": "note"}, PROCESS)
    assert "2016/.." == event_from_row({"event": "note", "earliest": "2016"}, PROCESS).on.text
    assert "../2016" == event_from_row({"event": "note", "latest": "2016"}, PROCESS).on.text
    same = {"event": "note", "earliest": "2016", "latest": "2016"}
    assert "2016" == event_from_row(same, PROCESS).on.text


def test_other_people_s_columns_are_passed_over_where_that_is_asked():
    """Condition those for fields that the event does not have."""
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
        stages={"a": tf.StageInfo("A", "."), "b": tf.StageInfo("B", ".", final=True)},
        triggers={"note": "note"}, moves=[tf.Move("note", "a", "b")],
    ))  # fmt: skip
    assert "event=direction_issued" in text
    assert (RICH,) == loads_csv(text)


def test_what_is_replaced_may_be_words_that_look_like_a_number():
    """They stay words."""
    for replaces, told in ((12, "replaces=12"), ("12", 'replaces="12"')):
        history = tf.History("Devon", [ev.DirectionIssued("2016", replaces=replaces)])
        (row,) = rows_of("Devon", history, PROCESS)
        assert told == row["details"]
        assert (history,) == loads_csv(dumps_csv(history))


def test_a_case_without_an_authority_is_called_as_its_case():
    """However it is taken."""
    row, history = {"case": "Devon", "event": "note", "on": "2016"}, tf.History("Devon", [NOTE])
    gathering = Gathering(PROCESS)
    gathering.add(row)
    assert history == gathering.take("Devon")
    gathering.add(row)
    assert {"Devon": history} == gathering.take_all()
    assert gathering.take(None) is None
