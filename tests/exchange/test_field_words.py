"""The words of fields are read as people write them, and what is written is read back equal."""

import re

import pytest
from attrs import field, fields, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.errors import InvalidValue
from trustflow.exchange.details import (
    details_of,
    field_types,
    fields_in,
    parse_value,
    value_text,
    word_key,
)
from trustflow.exchange.field_words import field_words
from trustflow.history import Source, one_of

CLASSES = (*tf.TRUST_TRANSFER.events, Source)
WORDS = [
    (cls, name, key, word)
    for cls in CLASSES
    for name, words in field_words(cls).items()
    for key, word in words.items()
]


def converted(cls, name, text):
    """Return the value that a field of a class has for the text of a cell."""
    value = parse_value(text, field_types(cls)[name], field_words(cls).get(name, {}))
    converter = getattr(fields(cls), name).converter
    return value if converter is None else converter(value)


def accepted_words(cls, name):
    """Return the words that the error of a field lists."""
    probe = {"x": "no such word"} if name == "areas" else "no such word"
    try:
        (getattr(fields(cls), name).converter or str)(probe)
    except InvalidValue as error:
        return [str(word) for word in error.words]
    return []


@st.composite
def rewritten(draw, word):
    """Generate a text that differs from a word in case, spaces, hyphens and underscores."""
    space = draw(st.sampled_from([" ", "  ", "-", "_", "\u00a0", "\u2011", " \u2013 ", ""]))
    change = draw(st.sampled_from([str, str.upper, str.lower, str.title]))
    return change(re.sub(r"[ -]", space, word)) + draw(st.sampled_from(["", ".", " "]))


@given(st.sampled_from(WORDS), st.data())
def test_every_word_of_every_field_is_read_however_it_is_written(entry, data):
    """Case, spaces, hyphens, underscores and full stops do not matter."""
    cls, name, _, word = entry
    text = data.draw(rewritten(word))
    if name == "areas":
        assert converted(cls, name, word and f"x={word}") == converted(cls, name, f"x={text}")
    else:
        assert converted(cls, name, word) == converted(cls, name, text)


def test_every_field_with_a_list_of_words_is_found():
    """All the words that the error of a field lists are among its words."""
    found = {(cls, name) for cls, name, _, _ in WORDS}
    for cls, name in found:
        keys = {word_key(word) for word in accepted_words(cls, name)}
        assert keys <= field_words(cls)[name].keys()
    assert {(ev.DecisionAnnounced, "outcome"), (ev.VisitMade, "kind")} < found
    assert {(ev.DirectionIssued, "power"), (ev.DeadlineSet, "set_by")} < found
    assert {(Source, "confidence"), (ev.CommissionerAppointed, "remit")} < found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("RI", "requires improvement"),
        ("ri", "requires improvement"),
        ("R.I.", "requires improvement"),
        ("Requires Improvement", "requires improvement"),
        ("Requires improvement (RI)", "requires improvement"),
        ("requires-improvement", "requires improvement"),
        ("REQUIRES\u00a0IMPROVEMENT", "requires improvement"),
        ("requires improvement to be good", "requires improvement"),
        ("Requires Improvement To Be Good.", "requires improvement"),
        ("Inadequate ", "inadequate"),
        ("Good.", "good"),
        ("Outstanding", "outstanding"),
        ("not_inadequate", "not inadequate"),
        ("Not-Inadequate", "not inadequate"),
        ("Adequate", "adequate"),
    ],
)
@pytest.mark.parametrize("cls", [ev.InspectionPublished, ev.DeadlineSet])
def test_a_judgement_as_people_write_it(cls, text, word):
    """The same spellings are read in the judgements of areas."""
    assert word == converted(cls, "judgement", text)
    assert {"x": word} == dict(converted(ev.InspectionPublished, "areas", f"x = {text}"))


@pytest.mark.parametrize(
    "text", ["I", "G", "O", "R", "RIs", "Good?", "good / outstanding", "Inadeqate", "2", "not good"]
)
def test_a_text_that_is_not_a_judgement_is_refused_as_it_was_written(text):
    """One letter could mean several judgements, and a question mark is a doubt."""
    with pytest.raises(InvalidValue) as caught:
        converted(ev.InspectionPublished, "judgement", text)
    assert repr(text) == caught.value.found
    assert "inadequate" in caught.value.accepted


@pytest.mark.parametrize(
    ("cls", "name", "text", "value"),
    [
        (ev.InspectionPublished, "framework", "Single Inspection Framework", "SIF"),
        (ev.InspectionPublished, "framework", "sif", "SIF"),
        (
            ev.InspectionPublished,
            "framework",
            "Safeguarding & looked after",
            None,
        ),
        (ev.InspectionPublished, "remit", "All", "all"),
        (ev.InspectionPublished, "remit", "All services", "all"),
        (ev.InspectionPublished, "remit", "care leavers", "care leavers"),
        (ev.InspectionPublished, "subject", "Children\u2019s Social Care", ev.Note("2016").subject),
        (ev.InspectionPublished, "subject", "SEND", "SEND"),
        (ev.InspectionPublished, "acted_by", "SoS", "Secretary of State"),
        (ev.VisitMade, "kind", "Monitoring visit", "monitoring"),
        (ev.VisitLetterPublished, "kind", "JTAI", "jtai"),
        (ev.DecisionAnnounced, "outcome", "Voluntary Trust", "voluntary trust"),
        (ev.CommissionerAppointed, "remit", "Setup", "set-up"),
        (ev.DirectionIssued, "power", "4a", "4A"),
        (ev.DeadlineSet, "set_by", "LAW", tf.Strength.LAW),
        (Source, "confidence", "High", tf.Confidence.HIGH),
        (ev.Note, "topic", "Annual-Rating", "annual rating"),
        (ev.VisitLetterPublished, "priority_action", "Y", True),
        (ev.VisitLetterPublished, "priority_action", "n", False),
    ],
)
def test_other_words_as_people_write_them(cls, name, text, value):
    """A text that fits no word stays as it is, which a field with a list of words refuses."""
    if value is None:
        with pytest.raises(InvalidValue):
            converted(cls, name, text)
    else:
        assert value == converted(cls, name, text)


def test_json_is_strict():
    """Other spellings are for tables only."""
    with pytest.raises(tf.BadHistory):
        tf.loads(
            '{"format": "trustflow/1", "authority": "x", "events": [{"event": '
            '"inspection_published", "on": "2016", "judgement": "RI"}]}'
        )


def test_json_in_a_cell_is_strict():
    """A text in quotation marks is not changed."""
    words = field_words(ev.InspectionPublished)["remit"]
    assert "All services" == parse_value('"All services"', str, words)


@given(st.sampled_from(WORDS), st.data())
def test_a_value_is_written_so_that_it_is_read_back_equal(entry, data):
    """A text that would be read as another word is written as JSON."""
    cls, name, _, word = entry
    types, words = field_types(cls), field_words(cls)
    text = data.draw(rewritten(word)).strip()
    value = {"x": text} if name == "areas" else text
    assert value == parse_value(
        value_text(value, types[name], words[name]), types[name], words[name]
    )
    assert {name: value} == fields_in(details_of({name: value}, types, words), types, words)


def test_a_cell_of_details_reads_the_words_of_each_field():
    """A field that has no words is unchanged."""
    cls = ev.InspectionPublished
    read = fields_in(
        "judgement=RI; remit=All; note=RI; areas=x", field_types(cls), field_words(cls)
    )
    assert {
        "judgement": "requires improvement",
        "remit": "all",
        "note": "RI",
        "areas": "x",
    } == read


# The classes of other processes


def colour(value):
    """Return the colour of a list."""
    return one_of(value, ("off-white", "offwhite", "dark red"), "colour")


def crashing(value):
    """Fail on any text, as a converter of a user can."""
    raise AttributeError(value)


@frozen(repr=False, eq=False, kw_only=True)
class Painted(tf.Event):
    """An event of another process."""

    colour: str = field(default="dark red", converter=colour)
    tone: str = field(
        default="x", converter=str, metadata={"spellings": {"the same": "x", ".": "y"}}
    )
    shade: str = field(default=None, converter=crashing)
    coats: int = field(default=1, converter=int)
    samples: FrozenMap[str] = field(default=FrozenMap(), metadata={"spellings": {"w": "white"}})
    length: float = 1.0


def test_a_class_of_another_process_has_words_too():
    """A key of two words decides for neither, and a converter may raise any error."""
    assert {
        "colour": {"darkred": "dark red"},
        "tone": {"thesame": "x"},
        "samples": {"w": "white"},
    } == field_words(Painted)
