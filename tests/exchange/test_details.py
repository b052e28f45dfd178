"""The cell `details` contains the fields of an event as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.exchange import dumps_csv, loads_csv
from trustflow.exchange.details import details_of, fields_in, parse_value, value_text
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
def test_a_value_is_written_as_plain_text_if_it_is_read_back_equal(value, text):
    """Any other value is written as JSON, with the letters of any script unescaped."""
    assert f"name={text}" == details_of({"name": value}, WANTED)


def test_a_text_that_would_be_read_as_a_number_or_an_answer_is_quoted():
    """The text is quoted only if its field can contain a number or an answer such as yes."""
    texts = {"count": "12", "open": "yes", "name": "12"}
    assert 'count="12"; open="yes"; name=12' == details_of(texts, WANTED)
    assert texts == fields_in('count="12"; open="yes"; name=12', WANTED)
    assert {"count": 12, "open": True} == fields_in("count=12; open=yes", WANTED)


def test_a_semicolon_is_quoted_only_in_a_list_of_fields():
    """A cell for one field needs no quotation marks, because no other field can follow."""
    assert "a; b" == value_text("a; b")
    assert '"a; b"' == value_text("a; b", in_list=True)


@pytest.mark.parametrize(
    ("cell", "count"), [("; ;", 0), ("", 0), ("\n", 0), ("a=1;", 1), (";a=", 1)]
)
def test_additional_semicolons_are_ignored(cell, count):
    """Such semicolons are neither fields nor faults."""
    assert count == len(fields_in(cell, {}))


@pytest.mark.parametrize("cell", ["X", "a=1; X", "a=1; 2=b", "=", "a-b=1"])
def test_a_value_without_a_name_is_refused(cell):
    """The message shows the correct form of a field."""
    with pytest.raises(Misread) as caught:
        fields_in(cell, {})
    example = "note=signed; known_on=2016-07"
    assert f"Expected name=value; name=value, such as {example}." == caught.value.accepted
    assert 2 == len(fields_in(example, {}))


@pytest.mark.parametrize(
    ("text", "value"),
    [('["a"]', ["a"]), ('["a"] b', '["a"] b'), ('["a"', '["a"'), ('["a"] ', ["a"]), ("[a]", "[a]")],
)
def test_json_is_read_if_it_is_the_whole_text(text, value):
    """If more text follows the JSON, the whole text is used unchanged."""
    assert value == parse_value(text, str)


@pytest.mark.parametrize(
    "cell", ['areas={"a": "b", "a": "c"}', 'x=1; y=[{"a": 1, "b": 2, "\\u0061": 3}]']
)
def test_an_object_with_a_name_twice_is_refused(cell):
    """Otherwise the first of its values would be lost; a file of JSON is refused too."""
    with pytest.raises(Misread) as caught:
        fields_in(cell, {})
    assert (caught.value.found, caught.value.accepted) == (
        "the name 'a' twice",
        "Expected each name once.",
    )
    for column, text in (("areas", cell.partition("=")[2]), ("details", cell)):
        row = text.replace('"', '""')
        with pytest.raises(tf.BadHistory, match=f"column {column}"):
            loads_csv(
                f'authority,event,on,{column}\nDevon,inspection_published,2026-09-01,"{row}"\n'
            )


AREAS = FrozenMap[str]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("help and protection=inadequate; care leavers=good",
         {"help and protection": "inadequate", "care leavers": "good"}),
        ("leadership=good", {"leadership": "good"}),
        (" leadership = requires improvement ;", {"leadership": "requires improvement"}),
        ("a=b=c", {"a": "b=c"}),
        ('{"a": "b"}', {"a": "b"}),
        ('{"a": "b", "a": "c"}', '{"a": "b", "a": "c"}'),
        ("a=", {"a": ""}),
        ("good", "good"),
        ("a=b; good", "a=b; good"),
        ("a=b; a=c", "a=b; a=c"),
        ("", ""),
    ],
)  # fmt: skip
def test_names_with_texts_are_read_as_an_object(text, value):
    """A text that is neither that nor JSON, or has a name twice, is unchanged, and so a fault."""
    assert value == parse_value(text, AREAS)
    assert text == '{"a": "b"}' or text == parse_value(text, str)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]+( [a-z]+)?", fullmatch=True), st.sampled_from(["good", "inadequate"])
    )
)
def test_areas_are_read_from_a_column_as_from_json(areas):
    """The column `areas` of a table takes both forms."""
    plain = "; ".join(f"{name}={grade}" for name, grade in areas.items())
    heading = "authority,event,on,areas\nDevon,inspection_published,2026-09-01,"
    event = ev.InspectionPublished("2026-09-01", areas=areas)
    assert [event] == list(loads_csv(f"{heading}{plain}\n")[0])
    quoted = value_text(areas).replace('"', '""')
    assert [event] == list(loads_csv(f'{heading}"{quoted}"\n')[0])


def test_the_details_of_an_event_have_no_unnecessary_quotation_marks():
    """The details are as a person would write them."""
    event = ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF")
    assert "judgement=inadequate; framework=SIF" in dumps_csv(tf.History("Devon", [event]))
