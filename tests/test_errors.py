"""What went wrong, told shortly, with its data attached."""

import importlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.errors import (
    LONGEST_SHOWN,
    BadDate,
    BadHistory,
    BadProcess,
    Fault,
    InvalidValue,
    MissingExtra,
    TrustflowError,
    UnknownCase,
    bulleted,
    from_extra,
    pluralised,
    quoted,
    suggestion,
)

FAULTS = [Fault("$.events[3].on", "'July'", "write 2016-07"), Fault("$.x", "1", "nothing")]
ERRORS = [
    (BadDate("'July'", "Expected 2016-07."), ValueError),
    (InvalidValue("'bad'", "judgement", "accepted: good"), ValueError),
    (BadHistory(FAULTS), ValueError),
    (BadProcess(["no stages", "no moves"]), ValueError),
    (UnknownCase("Sandwel", ["Sandwell"]), LookupError),
    (MissingExtra("numba", "bulk"), ImportError),
]


@pytest.mark.parametrize(
    ("error", "built_in"), ERRORS, ids=[type(error).__name__ for error, _ in ERRORS]
)
class TestEveryError:
    """What all errors have in common."""

    def test_is_caught_as_ours_and_as_pythons(self, error, built_in):
        """Each is a TrustflowError, and the built-in error a user would catch."""
        assert isinstance(error, TrustflowError)
        assert isinstance(error, built_in)

    def test_survives_pickle(self, error, built_in):
        """An error crosses to another process with its data and its message."""
        twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own pickle

        assert isinstance(twin, built_in)
        assert (str(error), vars(error)) == (str(twin), vars(twin))


class TestMessages:
    """What the messages say."""

    def test_bad_date(self):
        """The message names what was asked for, quotes what was found, and shows what to write."""
        assert "Invalid date: 'July'. Expected 2016-07." == str(ERRORS[0][0])
        assert "Invalid span: 'soon'. Expected 3 days." == str(
            BadDate("'soon'", "Expected 3 days.", "span")
        )

    def test_not_accepted(self):
        """A word that is refused is quoted, with what it should be and what is accepted."""
        assert "'bad' is no judgement; accepted: good" == str(ERRORS[1][0])

    def test_bad_history(self):
        """Every fault has a line, with its place."""
        assert (
            "2 faults in the history:\n"
            "  $.events[3].on: found 'July'; write 2016-07\n"
            "  $.x: found 1; nothing"
        ) == str(ERRORS[2][0])
        assert tuple(FAULTS) == ERRORS[2][0].faults

    def test_bad_process(self):
        """Every fault of a process has a line."""
        assert "2 faults in the process:\n  no stages\n  no moves" == str(ERRORS[3][0])
        assert "1 fault in the process:\n  no stages" == str(BadProcess(["no stages"]))

    @pytest.mark.parametrize(
        ("nearest", "ending"),
        [
            ([], ""),
            (["Sandwell"], " Did you mean Sandwell?"),
            (["Bath", "Bury"], " Did you mean Bath or Bury?"),
        ],
    )
    def test_unknown_case(self, nearest, ending):
        """A missing council is not in the casebook, which is not "no intervention"."""
        expected = (
            "'Bth' is not in this casebook, which does not mean that there was no intervention "
            f"there.{ending}"
        )

        assert expected == str(UnknownCase("Bth", nearest))

    def test_missing_extra(self):
        """An import that fails says which extra installs what is missing."""
        with pytest.raises(MissingExtra) as caught, from_extra("draw"):
            importlib.import_module("no_such_package.module")

        assert ("no_such_package", "draw") == (caught.value.package, caught.value.extra)
        assert "pip install 'trustflow[draw]'" in str(caught.value)
        assert isinstance(caught.value.__cause__, ModuleNotFoundError)

    def test_missing_extra_without_a_name(self):
        """An import error that names no module is told all the same."""
        with pytest.raises(MissingExtra, match=r"^a package is needed"), from_extra("draw"):
            raise ModuleNotFoundError

    def test_other_errors_pass_through(self):
        """What is not a missing package is not taken for one."""
        with pytest.raises(ZeroDivisionError), from_extra("draw"):
            _ = 1 / 0


class TestShown:
    """How a value stands in a message."""

    @given(st.text() | st.binary() | st.lists(st.text()) | st.integers() | st.none())
    def test_is_one_short_line(self, value):
        """Whatever the value, it is one short line that can be printed."""
        text = quoted(value)

        assert 0 < len(text) <= LONGEST_SHOWN
        assert text.isprintable()
        assert (repr(value) == text) == (len(repr(value)) <= LONGEST_SHOWN)

    def test_long_values_end_in_an_ellipsis(self):
        """What is cut off is shown to be."""
        assert "'" + "x" * 78 + "…" == quoted("x" * 100)
        assert "'" + "x" * 78 + "'" == quoted("x" * 78)

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("Sandwel", "; did you mean 'Sandwell'?"),
            ("SANDWELL", "; did you mean 'Sandwell'?"),
            ("Leeds", ""),
            ("", ""),
            (None, ""),
            (7, ""),
            ("Sandwell" * 10_000, ""),
        ],
        ids=lambda word: repr(word)[:20],
    )
    def test_near_match(self, word, expected):
        """A near word is offered, whatever its case; a far one, or what is no word, is not."""
        assert expected == suggestion(word, ["Sandwell", "Birmingham"])

    @given(st.integers(0, 200))
    def test_lists_are_long_enough_and_no_longer(self, count):
        """Up to fifty items have a line each; of more, the rest is counted."""
        first, *lines = bulleted("Faults", range(count)).split("\n")

        assert "Faults:" == first
        assert [f"  {item}" for item in range(min(count, 50))] == lines[:50]
        assert ([f"  and {count - 50} more"] if count > 50 else []) == lines[50:]

    @pytest.mark.parametrize(
        ("number", "words"), [(0, "0 faults"), (1, "1 fault"), (2, "2 faults")]
    )
    def test_counted(self, number, words):
        """One is singular, none and many are plural."""
        assert words == pluralised(number, "fault")
