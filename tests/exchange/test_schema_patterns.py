"""The patterns of the schemas mean the same to an ECMAScript engine as to Python."""

import json
import re

import pytest
import quickjs
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.exchange.sample_processes import LOAN
from tests.strategies import edtf_texts
from trustflow.exchange import SCHEMAS, event_schema, schema_of
from trustflow.history import one_line, plain_text, web_address


@frozen(repr=False, kw_only=True)
class LetterSent(tf.Event):
    """A letter of a user's process, with a field for each kind of text."""

    title: str = field(validator=one_line)
    body: str = field(default="x", validator=plain_text)
    link: str = field(default="https://example.org", validator=web_address)
    free: str = ""
    by_name: tuple[str, ...] = ()


OWN = tf.TRUST_TRANSFER.extended(
    triggers={"letter_sent": "letter sent", "lost": "lost"},
    moves=[tf.Move(trigger, "trust_live", "trust_live") for trigger in ("letter_sent", "lost")],
    events=[LetterSent],
)
PROCESSES = (tf.TRUST_TRANSFER, LOAN, OWN)


def patterns_in(part):
    """Yield each pattern in a part of a schema."""
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        # A schema with names for patterns would need a test of its own.
        assert "patternProperties" not in part
    for child in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from patterns_in(child)


def schemas():
    """Yield every schema: of each kind, and of each trigger and class of three processes."""
    for process in PROCESSES:
        yield from (schema_of(kind, process) for kind in SCHEMAS)
        names = {*process.triggers, *(cls.class_name for cls in process.events)}
        yield from (event_schema(name, process) for name in sorted(names))


PATTERNS = sorted({pattern for schema in schemas() for pattern in patterns_in(schema)})
ENGINE = quickjs.Context()
MATCHES = ENGINE.eval(
    '((pattern, texts) => { const compiled = new RegExp(JSON.parse(pattern), "u");'
    " return JSON.stringify(JSON.parse(texts).map((text) => compiled.test(text))); })"
)
SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
HIDDEN = "\x00\x7f\xad\u200b\u202e\ufffd\uffff\ud800\udc00\udfff\U000e0000\U000e0fff\U000e1000"
AWKWARD = f'{SPACES}{HIDDEN}"\\/<>[]{{}}()?*+^$|-~.,:a0Zéß一\U0001f600\U0010ffff'
"""White space of every kind, hidden characters, and characters with a meaning in patterns."""


def ecmascript(pattern, texts):
    """Return whether each text matches, as a validator with an ECMAScript engine finds out."""
    return json.loads(MATCHES(json.dumps(pattern), json.dumps(texts)))


def test_every_kind_of_pattern_is_tested():
    """Dates, spans, three kinds of text, links, names of fields and codes have a pattern."""
    assert 8 == len(PATTERNS)


@pytest.mark.parametrize(
    "wrong", [r"\"", r"\A", r"\Z", "(?i)a", "(?P<n>a)", "{", r"\-", r"\U000e0000", "(?<=a)*"]
)
def test_the_engine_refuses_what_only_python_accepts(wrong):
    """The tests below would fail for a pattern with one of these."""
    with pytest.raises(quickjs.JSException, match="SyntaxError"):
        ecmascript(wrong, [])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_depends_on_what_each_engine_calls_space_or_word(pattern):
    """These classes have other members in Python than in ECMAScript."""
    assert not re.search(r"\\[sSwWdDbB]", pattern)


def near(pattern):
    """Return texts that match a pattern, and near misses: one character more, less or another."""
    right = st.from_regex(pattern) | st.just("2016-07-14") | edtf_texts()

    @st.composite
    def changed(draw):
        text = draw(right)
        place = draw(st.integers(0, len(text)))
        inserted = draw(st.text(AWKWARD, max_size=2) | st.text(max_size=1))
        return text[:place] + inserted + text[place + draw(st.integers(0, 1)) :]

    return right | changed() | st.text(AWKWARD, max_size=4).map("https://x{}".format)


@pytest.mark.parametrize("pattern", PATTERNS)
@at_most(40)
@given(data=st.data())
def test_a_pattern_matches_the_same_texts_as_in_python(pattern, data):
    """The texts match, or miss by one or two characters."""
    texts = data.draw(st.lists(near(pattern), min_size=1, max_size=5))
    assert [re.search(pattern, text) is not None for text in texts] == ecmascript(pattern, texts)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("form", ["{}", "{}\n", "x{}", "{}x", "https://x{}", "2016{}", "3 day{}"])
def test_a_pattern_matches_the_same_characters_as_in_python(pattern, form):
    """Every awkward character is alone, at the start, at the end and inside a text."""
    texts = [form.format(character) for character in ("", *AWKWARD)]
    assert [re.search(pattern, text) is not None for text in texts] == ecmascript(pattern, texts)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_the_same_code_points_as_in_python(pattern):
    """Every character there is, inside a link and alone."""
    for form in ("https://x{}y", "{}"):
        for start in range(0, 0x110000, 0x4000):
            texts = [form.format(chr(code)) for code in range(start, start + 0x4000)]
            in_python = [re.search(pattern, text) is not None for text in texts]
            assert in_python == ecmascript(pattern, texts)


def test_a_text_of_any_length_is_matched_quickly():
    """A text that nearly matches takes time in proportion to its length."""
    for pattern in PATTERNS:
        for text in ("2016-07,[" * 20_000, " " * 200_000, "https://" + "a" * 200_000 + '"'):
            assert [re.search(pattern, text) is not None] == ecmascript(pattern, [text])
