"""The data and the messages of trustflow's errors, and the functions that build messages."""

import difflib
import importlib
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow._distribution import install_words
from trustflow._text import has_unseen, visible
from trustflow.errors import (
    MAX_QUOTED,
    BadDate,
    BadHistory,
    BadProcess,
    Fault,
    InvalidValue,
    MissingExtra,
    StaleFile,
    TrustflowError,
    UnknownCase,
    bulleted,
    expected_one_of,
    from_extra,
    pluralised,
    quoted,
    suggestion,
)

FAULTS = [
    Fault("$.events[3].on", "'July'", "Expected a date such as 2016-07."),
    Fault("$.x", "1", "Expected a text."),
]
WORDS = st.lists(
    st.sampled_from(sorted(tf.TRUST_TRANSFER.triggers))
    | st.from_regex("[a-z]{3,8}", fullmatch=True),
    unique=True,
    min_size=1,
    max_size=80,
)
ERRORS = [
    (BadDate("'July'", "Expected 2016-07."), ValueError),
    (InvalidValue("'bad'", "judgement", "Expected one of: good.", ("good",)), ValueError),
    (InvalidValue("'\\x07'", "title", "Expected a text."), ValueError),
    (BadHistory(FAULTS), ValueError),
    (BadProcess(["The process has no stages.", "It has no moves."]), ValueError),
    (UnknownCase("Sandwel", ["Sandwell"]), LookupError),
    (StaleFile("kent.json", "it does not exist any more"), RuntimeError),
    (MissingExtra("numba", "bulk"), ImportError),
    (MissingExtra("modin", None), ImportError),
]


@pytest.mark.parametrize(
    ("error", "built_in"),
    ERRORS,
    ids=[f"{type(error).__name__}-{error.args[0]}" for error, _ in ERRORS],
)
class TestEveryError:
    """Tests on every error class."""

    def test_is_a_trustflow_error_and_a_built_in_one(self, error, built_in):
        """A user can catch an error by either class."""
        assert isinstance(error, TrustflowError)
        assert isinstance(error, built_in)

    def test_survives_pickle(self, error, built_in):
        """An error keeps its data and its message in another process."""
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own pickle

        assert isinstance(copy, built_in)
        assert (str(error), vars(error)) == (str(copy), vars(copy))


class TestMessages:
    """Tests on the messages of errors."""

    def test_bad_date(self):
        """The message names the kind of value, quotes the text, and shows a valid example."""
        assert "Invalid date: 'July'. Expected 2016-07." == str(ERRORS[0][0])
        assert "Invalid span: 'soon'. Expected 3 days." == str(
            BadDate("'soon'", "Expected 3 days.", "span")
        )

    def test_the_messages_of_a_form(self):
        """`by_path` has one message for each path, in the order of the faults."""
        faults = [
            Fault("on", "'x'", "One."),
            Fault("note", "1", "Two."),
            Fault("on", "2", "Three."),
        ]
        expected = {"on": "Found 'x'. One. Found 2. Three.", "note": "Found 1. Two."}
        assert expected == BadHistory(faults).by_path
        assert ["on", "note"] == list(BadHistory(faults).by_path)
        assert {} == BadHistory([]).by_path

    def test_an_unknown_word(self):
        """The message names the kind of word, quotes the word, and lists the accepted words."""
        assert "Unknown judgement 'bad'. Expected one of: good." == str(ERRORS[1][0])

    def test_an_invalid_value(self):
        """Without a list of words the message says what is accepted."""
        assert "Invalid title: '\\x07'. Expected a text." == str(ERRORS[2][0])

    @pytest.mark.parametrize(
        ("nearest", "ending"),
        [
            ([], ""),
            (["Sandwell"], " Did you mean Sandwell?"),
            (["Bath", "Bury"], " Did you mean Bath or Bury?"),
        ],
    )
    def test_unknown_case(self, nearest, ending):
        """The message does not claim that there was no intervention, and suggests near names."""
        expected = (
            "'Bth' is not in this casebook, which does not mean that there was no intervention "
            f"there.{ending}"
        )

        assert expected == str(UnknownCase("Bth", nearest))

    def test_missing_extra(self):
        """If a package is missing, the error names the extra to install."""
        with pytest.raises(MissingExtra) as caught, from_extra("draw"):
            importlib.import_module("no_such_package.module")

        assert ("no_such_package", "draw") == (caught.value.package, caught.value.extra)
        assert str(caught.value).startswith(
            "no_such_package is not installed. It comes with the extra `draw` of trustflow-england."
        )
        assert str(caught.value).endswith(install_words("draw"))
        assert isinstance(caught.value.__cause__, ModuleNotFoundError)

    @given(st.lists(st.sampled_from(["bulk", "draw", "frames", "page"]), min_size=1, max_size=4))
    def test_the_outermost_extra_is_named(self, extras):
        """If one feature uses another, the extra of the feature that was asked for is named."""

        def enter(outer, *inner):
            with from_extra(outer):
                return enter(*inner) if inner else importlib.import_module("no_such_package")

        with pytest.raises(MissingExtra) as caught:
            enter(*extras)
        assert ("no_such_package", extras[0]) == (caught.value.package, caught.value.extra)

    def test_a_package_of_no_extra(self):
        """The error does not name an extra that would not install the package."""
        with pytest.raises(MissingExtra) as caught, from_extra(None):
            importlib.import_module("no_such_package")

        assert "no_such_package" == caught.value.package
        assert caught.value.extra is None
        assert str(caught.value).endswith("installs it, so install it by its name.")
        assert "[" not in str(caught.value)

    def test_missing_extra_without_a_name(self):
        """An import error without the name of a module is reported as "a package"."""
        with pytest.raises(MissingExtra, match=r"^a package is not installed"), from_extra("draw"):
            raise ModuleNotFoundError

    def test_other_errors_pass_through(self):
        """Only a missing package raises `MissingExtra`."""
        with pytest.raises(ZeroDivisionError), from_extra("draw"):
            _ = 1 / 0


class TestWording:
    """Tests on the functions that format values, words and lists for messages."""

    @given(st.text() | st.binary() | st.lists(st.text()) | st.integers() | st.none())
    @example("\U000e0100")
    def test_a_quoted_value_is_one_short_line(self, value):
        """This holds for any value, including texts with characters that cannot be seen."""
        text, shown = quoted(value), visible(repr(value))

        assert 0 < len(text) <= MAX_QUOTED
        assert text.isprintable()
        assert not has_unseen(text)
        assert (shown == text) == (len(shown) <= MAX_QUOTED)

    def test_long_values_end_in_an_ellipsis(self):
        """Only long values are cut and end in an ellipsis."""
        assert "'" + "x" * 78 + "…" == quoted("x" * 100)
        assert "'" + "x" * 78 + "'" == quoted("x" * 78)

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("Sandwel", " Did you mean 'Sandwell'?"),
            ("SANDWELL", " Did you mean 'Sandwell'?"),
            ("Leeds", ""),
            ("", ""),
            (None, ""),
            (7, ""),
            ("Sandwell" * 10_000, ""),
        ],
        ids=lambda word: repr(word)[:20],
    )
    def test_a_near_word_is_suggested(self, word, expected):
        """Case does not matter; distant words and values that are not texts get no suggestion."""
        assert expected == suggestion(word, ["Sandwell", "Birmingham"])

    @given(st.integers(1, 12), st.sampled_from([None, "", "zzzzzz", 7]))
    def test_up_to_twelve_words_are_all_listed(self, count, word):
        """Without a similar word, the sentence is only the list."""
        words = [f"word {number}" for number in range(count)]

        assert f"Expected one of: {', '.join(words)}." == expected_one_of(word, words)

    @given(st.sampled_from([None, "", "zzzzzz", 7]))
    def test_that_there_are_no_words_is_said(self, word):
        """No list is printed that contains nothing."""
        assert "There are none." == expected_one_of(word, ())

    @given(
        WORDS, st.text(max_size=6) | st.sampled_from(["trust", "trust_wnt_live", "Note", "word"])
    )
    @example([*map(str, range(12)), "note"], "NO")
    def test_a_sentence_on_many_words_is_short(self, words, word):
        """It suggests a word first, and then shows up to five words and their number."""
        text = expected_one_of(word, words)
        question = suggestion(word, words).lstrip()

        assert text.startswith(f"{question} Expected " if question else "Expected ")
        assert "Did you mean" not in text[len(question) :]
        shown = text.partition("Expected one of")[2]
        if len(words) <= 12:
            assert f": {', '.join(words)}." == shown
            return
        number, _, listed = shown.removesuffix(".").partition(", such as ")
        assert len(words) == int(number)
        examples = listed.split(", ")
        assert 0 < len(examples) <= 5
        assert set(examples) <= set(words)
        assert len(set(examples)) == len(examples)
        assert not any(repr(example) in question for example in examples)

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            (
                "trust_wnt_live",
                "Did you mean 'trust_went_live'? Expected one of 16, such as trust_live, trust_w.",
            ),
            ("insp", "Expected one of 16, such as inspection_published, inspection_made."),
            ("INSP", "Expected one of 16, such as inspection_published, inspection_made."),
            ("note", "Did you mean 'note'? Expected one of 16, such as note_made."),
            ("x", "Expected one of 16, such as trust_went_live, trust_w, trust_live, note, seen."),
            ("", "Expected one of 16, such as trust_went_live, trust_w, trust_live, note, seen."),
            (5, "Expected one of 16, such as trust_went_live, trust_w, trust_live, note, seen."),
        ],
    )  # fmt: skip
    def test_the_words_shown_of_many(self, word, expected):
        """They are similar, or begin in the same way, or are the first ones."""
        words = ["trust_went_live", "trust_w", "trust_live", "note", "seen", "note_made"]
        words += ["inspection_published", "inspection_made", *map(str, range(1000, 1008))]

        assert expected == expected_one_of(word, words)

    def test_a_repeated_fault_is_searched_once(self, monkeypatch):
        """A big file can have the same unknown word on every line."""
        words = [f"once {number}" for number in range(65)]
        searches = []

        def search(*args, n):
            searches.append((*args, n))
            return []

        monkeypatch.setattr(difflib, "get_close_matches", search)
        messages = {expected_one_of("searched once only", words) for _ in range(1000)}

        assert (1, 1) == (len(messages), len(searches))

    @given(st.integers(0, 200))
    def test_a_list_has_at_most_fifty_items(self, count):
        """Each listed item has a line; the remaining items are counted in a last line."""
        first, *lines = bulleted("Faults", range(count)).split("\n")

        assert "Faults:" == first
        assert [f"  {item}" for item in range(min(count, 50))] == lines[:50]
        rest = [f"  and {count - 50} more"] if count > 50 else []
        assert rest == lines[50:]

    @pytest.mark.parametrize(
        ("number", "words"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults")]
    )
    def test_a_noun_is_singular_only_after_one(self, number, words):
        """All other numbers, zero included, take the plural."""
        assert words == pluralised(number, "fault")
