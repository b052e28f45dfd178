"""Hidden characters in texts are shown as escapes."""

import json
import re
import unicodedata

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow._text import NOT_IN_LINE, NOT_IN_LINK, NOT_IN_TEXT, shortened, visible
from trustflow.errors import (
    BadDate,
    BadHistory,
    BadProcess,
    Fault,
    InvalidValue,
    StaleFile,
    UnknownCase,
    bulleted,
    quoted,
)
from trustflow.exchange import Limits, loads_csv
from trustflow.process import NamedLeg

HIDDEN = (
    "\x07\x1b\x7f\x85\x9b\xad\u061c\u200b\u200d\u200f\u2028\u202e\u2066\u2069\u3164\ufe0f\ufeff"
)
EVERYWHERE = f"a{HIDDEN}\u2800\U0001d159\U000e0041\U000e0100\ud800\ufffeb"
"""A text with a hidden character of each kind."""
SIGNS_OF_NUMBERS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Signs around Arabic and Syriac numbers, which have the category of hidden marks but are seen."""
NAMED_BLANKS = {
    "BRAILLE PATTERN BLANK",
    "COMBINING GRAPHEME JOINER",
    "MUSICAL SYMBOL NULL NOTEHEAD",
}
"""Characters that draw nothing, which `unicodedata` has no property for."""


def is_hidden(character):
    """Return whether people cannot see a character, by its properties in Unicode."""
    name, category = unicodedata.name(character, ""), unicodedata.category(character)
    return (
        category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        or "VARIATION SELECTOR" in name
        or name.startswith("KHMER VOWEL INHERENT")
        or (name.endswith("FILLER") and "HANGUL" in name)
        or name in NAMED_BLANKS
    )


def test_exactly_the_hidden_characters_are_escaped():
    """Every other character is kept, among them spaces of every width."""
    wrong = [
        hex(code)
        for code in range(0x110000)
        if (visible(chr(code)) == chr(code)) == is_hidden(chr(code))
    ]
    assert [] == wrong


@given(st.text(), st.integers(2, 50))
@example(EVERYWHERE, 20)
def test_a_text_is_shortened(text, most):
    """It has no more characters than asked for, and no hidden one; a short text is kept."""
    shown = shortened(text, most)
    assert len(shown) <= most
    assert visible(shown) == shown
    assert shown == visible(text) or shown.endswith("…")
    assert shown == visible(text) or len(visible(text)) > most


@given(st.text())
@example(EVERYWHERE)
@example("\u00e9\ufe0f")
def test_an_escape_is_that_of_python(text):
    """A text without backslashes can be read back; a visible text is not changed again."""
    shown = visible(text)
    assert shown == visible(shown)
    if "\\" not in text:
        back = re.sub(
            r"\\(?:[tnr]|x..|u....|U........)",
            lambda escape: escape[0].encode().decode("unicode_escape"),
            shown,
        )
        assert text == back


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sandwell", "Sandwell"),
        ("Ynys M\u00f4n", "Ynys M\u00f4n"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("\u202egnol", "\\u202egnol"),
        ("Sand\u200bwell", "Sand\\u200bwell"),
        ("\U000e0041", "\\U000e0041"),
        ("a\n\tb\r", "a\\n\\tb\\r"),
    ],
    ids=ascii,
)
def test_visible(text, shown):
    """Line breaks and tabs are escapes too."""
    assert shown == visible(text)


def test_lines_can_be_kept():
    """Line feeds and tabs are kept, other characters that break or overwrite a line are not."""
    text = "one\n\ttwo\rthree\x85four\u2028five\v"
    shown = "one\n\ttwo\\rthree\\x85four\\u2028five\\x0b"
    assert shown == visible(text, keep_lines=True)


@pytest.mark.slow
def test_what_one_line_may_not_contain_breaks_lines_or_controls_a_terminal():
    """A text may have tabs and line feeds; a link may have no hidden character up to U+FFFF."""
    patterns = [re.compile(f"[{refused}]") for refused in (NOT_IN_TEXT, NOT_IN_LINE, NOT_IN_LINK)]
    for code in range(0x110000):
        character = chr(code)
        control = unicodedata.category(character) in {"Cc", "Cs"}
        breaks = len(f"a{character}b".splitlines()) > 1
        in_text, in_line, in_link = (each.match(character) is not None for each in patterns)
        assert (control or breaks) == in_line
        assert in_text == (control and character not in "\n\t")
        assert in_link or not in_line
        if code < 0x10000 and is_hidden(character) and character not in SIGNS_OF_NUMBERS:
            assert in_link or unicodedata.category(character) in {"Co", "Cn"}


# Errors


@pytest.mark.parametrize(
    "error",
    [
        BadDate(EVERYWHERE, "Write a day."),
        BadDate("x", EVERYWHERE),
        InvalidValue(EVERYWHERE, "word", "Expected a word."),
        InvalidValue(EVERYWHERE, "word", EVERYWHERE, (EVERYWHERE,)),
        BadHistory([Fault(EVERYWHERE, EVERYWHERE, EVERYWHERE)]),
        BadProcess([EVERYWHERE]),
        UnknownCase(EVERYWHERE, [EVERYWHERE]),
        StaleFile(EVERYWHERE, EVERYWHERE),
        Fault(f"path {EVERYWHERE}", "x", "x").path,
        Fault("x", f"found {EVERYWHERE}", "x").found,
        quoted(EVERYWHERE),
        quoted([EVERYWHERE]),
        quoted(EVERYWHERE.encode(errors="surrogatepass")),
        bulleted("Files", [EVERYWHERE, "two\nlines"]),
    ],
    ids=str,
)
def test_a_message_has_no_hidden_character(error):
    """Every detail from the input is shown, whatever it contains."""
    assert visible(str(error), keep_lines=True) == str(error)
    assert "\\u202e" in str(error) or "\\xe2" in str(error)


def test_an_item_of_a_list_is_one_line():
    """An item with a line break cannot look like two items."""
    assert "Files:\n  a\\n  b" == bulleted("Files", ["a\n  b"])


HOSTILE_NAMES = ["\x1b[2J\x07", "\u202egnol", "Sand\u200bwell", "a\ufe0fb", "x\u2028y"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_fault_in_a_file_shows_the_names_in_it(name):
    """The names are those of JSON fields at several depths, of CSV headings and of columns."""
    texts = [
        {name: 1},
        {"format": "trustflow/1", "authority": "X", name: 1},
        {"format": "trustflow/1", "authority": "X", "events": [{"event": name, "on": "2016"}]},
        {"format": "trustflow/1", "authority": "X", "checked_to": {name: "2016"}},
        {
            "format": "trustflow/1",
            "authority": "X",
            "events": [{"event": "note", "on": "2016", name: 1}],
        },
    ]
    refused = [(tf.loads, json.dumps(text)) for text in texts]
    refused += [
        (loads_csv, f"authority,event,on,{name}\nX,note,2016,x\n"),
        (loads_csv, f"authority,event,on,{name} on\nX,note,{name},x\n"),
        (lambda text: loads_csv(text, columns={name: name}), "authority,event,on\nX,note,2016\n"),
        (lambda text: loads_csv(text, columns={name: "on"}), f"authority,event,{name}\nX,note,x\n"),
        (lambda text: tf.loads(text, limits=Limits(nesting=2)), json.dumps({name: {name: {}}})),
    ]
    for read, text in refused:
        with pytest.raises(BadHistory) as caught:
            read(text)
        assert visible(str(caught.value), keep_lines=True) == str(caught.value)
        assert visible(name) in str(caught.value)


@pytest.mark.parametrize("field", ["stages", "triggers", "facts", "legs", "delivered_by"])
@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "\x85", "\u2029"], ids=ascii)
def test_a_process_refuses_names_that_are_not_one_line(field, name):
    """That is so for each name, and for each label that is a text."""
    leg = NamedLeg("Leg", start="note", end="note")
    values = {
        "stages": [{name: tf.StageInfo("x", "x")}],
        "legs": [{name: leg}],
    }
    for value in values.get(field, [{name: "x"}, {"x": name}]):
        with pytest.raises(InvalidValue, match=f"text for {field}: .* Expected one line of text"):
            evolve(tf.TRUST_TRANSFER, **{field: value})
