"""Validators and converters of fields."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.errors import InvalidValue
from trustflow.history import number_or_text, one_line_each, one_of, plain_text, yes_or_no

NOT_TEXT = st.none() | st.integers() | st.binary() | st.lists(st.text(), max_size=2)
WORDS = ("SIF", "ILACS", "looked after")


@given(st.sampled_from(WORDS), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_a_word_matches_in_any_case(word, change_case):
    """The word is returned with the spelling of the list."""
    assert word == one_of(change_case(word), WORDS, "framework")


@given(st.text() | st.sampled_from(WORDS) | NOT_TEXT)
def test_any_other_value_is_refused_with_the_words_accepted(value):
    """A value is one of the words in any case, or the error lists the words."""
    folded = {word.casefold(): word for word in WORDS}
    if isinstance(value, str) and value.casefold() in folded:
        assert folded[value.casefold()] == one_of(value, WORDS, "framework")
        return
    with pytest.raises(InvalidValue) as caught:
        one_of(value, WORDS, "framework")
    accepted = "Expected one of: SIF, ILACS, looked after."
    assert ("framework", WORDS) == (caught.value.what, caught.value.words)
    assert caught.value.accepted.startswith(accepted)
    assert str(caught.value).startswith(f"Unknown framework {caught.value.found}. {accepted}")


@attrs.frozen
class Record:
    """A record with one field for each validator that no other test of this folder uses."""

    number: int | str = attrs.field(default=1, validator=number_or_text)
    names: tuple[str, ...] = attrs.field(default=(), validator=one_line_each)
    remark: str = attrs.field(default="x", validator=plain_text)
    is_new: bool = attrs.field(default=False, validator=yes_or_no)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"number": "third"},
        {"names": ("Ann Lee", "Bob Ray")},
        {"names": {"leadership": "good", "number": 3}},
        {"remark": "one line\n\tand another"},
        {"remark": "\u202e"},
        {"is_new": True},
    ],
    ids=str,
)
def test_a_valid_value_is_kept(fields):
    """A number may be a text in its place; the values of a mapping may be of any type."""
    assert fields.items() <= attrs.asdict(Record(**fields)).items()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"number": -1},
            "Invalid number for number: -1. Expected a whole number, 0 or more, such as 2.",
        ),
        (
            {"number": True},
            "Invalid number for number: True. Expected a whole number, 0 or more, such as 2.",
        ),
        ({"number": 1.5}, "Invalid text for number: 1.5. Expected a text."),
        (
            {"number": ""},
            "Invalid text for number: ''. Expected a text that is not empty.",
        ),
        ({"names": ("Ann Lee", 7)}, "Invalid text for names: 7. Expected a text."),
        (
            {"names": {" ": "good"}},
            "Invalid text for names: ' '. Expected a text that is not empty.",
        ),
        (
            {"names": {"leadership": "good\nx"}},
            (
                "Invalid text for names: 'good\\nx'. "
                "Expected one line of text, without line breaks or control characters."
            ),
        ),
        ({"remark": 7}, "Invalid text for remark: 7. Expected a text."),
        *(
            (
                {"remark": text},
                (
                    f"Invalid text for remark: {text!r}. "
                    "Expected a text that is not empty and has no control characters."
                ),
            )
            for text in ("", " \n", "\u00e9\x1b", "a\rb", "\x9b", "\ud800")
        ),
        ({"is_new": 1}, "Invalid answer for is_new: 1. Expected True or False."),
        ({"is_new": None}, "Invalid answer for is_new: None. Expected True or False."),
    ],
    ids=str,
)
def test_an_invalid_value_is_refused_by_the_name_of_its_field(fields, message):
    """The error has the field, the value and what is expected."""
    with pytest.raises(InvalidValue) as caught:
        Record(**fields)

    assert message == str(caught.value)
