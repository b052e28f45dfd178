"""The fields of an event in one cell, as texts."""

import pytest

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import dumps_csv
from trustflow.exchange.details import details_of, fields_in, text_of, typed
from trustflow.exchange.records import Misread

WANTED = {"count": int | str, "open": bool | None, "name": str}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("a; b", '"a; b"'),
        ("[2015,2016]", "[2015,2016]"),
        ('["a"]', '"[\\"a\\"]"'),
        (" x", '" x"'),
        ("", '""'),
        ("é;", '"é;"'),
        (["é"], '["é"]'),
        (12, "12"),
        (True, "true"),
    ],
)
def test_a_value_is_plain_where_it_is_read_back(value, text):
    """Else it is JSON, with the letters of any script as they are."""
    assert f"name={text}" == details_of({"name": value}, WANTED)


def test_a_text_that_would_be_read_as_a_number_or_an_answer_is_quoted():
    """Condition where the field may hold one."""
    texts = {"count": "12", "open": "yes", "name": "12"}
    assert 'count="12"; open="yes"; name=12' == details_of(texts, WANTED)
    assert texts == fields_in('count="12"; open="yes"; name=12', WANTED)
    assert {"count": 12, "open": True} == fields_in("count=12; open=yes", WANTED)


def test_a_cell_of_its_own_may_hold_a_semicolon():
    """Nothing follows in it."""
    assert "a; b" == text_of("a; b")
    assert '"a; b"' == text_of("a; b", within=True)


@pytest.mark.parametrize(
    ("cell", "count"), [("; ;", 0), ("", 0), ("\n", 0), ("a=1;", 1), (";a=", 1)]
)
def test_semicolons_may_be_too_many(cell, count):
    """They say nothing."""
    assert count == len(fields_in(cell, {}))


@pytest.mark.parametrize("cell", ["X", "a=1; X", "a=1; 2=b", "=", "a-b=1"])
def test_what_has_no_name_is_told(cell):
    """With what is written instead."""
    with pytest.raises(Misread) as caught:
        fields_in(cell, {})
    assert "write name=value; name=value" == caught.value.accepted


@pytest.mark.parametrize(
    ("text", "value"),
    [('["a"]', ["a"]), ('["a"] b', '["a"] b'), ('["a"', '["a"'), ('["a"] ', ["a"]), ("[a]", "[a]")],
)
def test_json_is_read_where_it_is_whole(text, value):
    """Else it is a text that begins as JSON does."""
    assert value == typed(text, str)


def test_an_event_s_details_are_what_a_person_would_write():
    """No quotes where none are needed."""
    event = ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF")
    assert "judgement=inadequate; framework=SIF" in dumps_csv(tf.History("Devon", [event]))
