"""Stages, moves, their marks and their precedents."""

import pytest
from hypothesis import given

from trustflow.errors import InvalidValue
from trustflow.process import Colour, Mark, Move, Precedent, StageInfo
from trustflow.testing.provenance import texts


class TestMark:
    """How ordinary a move is."""

    @pytest.mark.parametrize(
        ("letter", "word"), [("S", "standard"), ("A", "attested"), ("P", "possible")]
    )
    def test_a_mark_is_read_from_its_letter_or_its_word(self, letter, word):
        """Both give the same mark; a word in capitals is refused."""
        assert Mark(letter) is Mark(word) is Move("a", "b", "c", word).mark
        assert word == Mark(letter).label
        with pytest.raises(ValueError, match="is not a valid Mark"):
            Mark(word.upper())

    def test_the_rank_counts_from_the_ordinary(self):
        """A standard move has rank 0, an attested one 1 and a possible one 2."""
        assert {"standard": 0, "attested": 1, "possible": 2} == {
            mark.label: mark.rank for mark in Mark
        }


class TestMove:
    """What one trigger does in one stage."""

    @given(texts(), texts())
    def test_a_move_stays_when_it_leads_to_its_own_stage(self, stage, other):
        """A move to any other stage does not stay."""
        assert (stage == other) == Move("event", stage, other).stays


class TestStageInfo:
    """What people read about a stage."""

    @pytest.mark.parametrize("fields", [("", "It."), ("Lost", " "), (None, "It.")])
    def test_a_stage_needs_a_label_and_a_meaning(self, fields):
        """An empty text, or no text, is refused."""
        with pytest.raises(InvalidValue):
            StageInfo(*fields)

    @pytest.mark.parametrize("word", [*map(str, Colour), None])
    def test_a_stage_can_have_a_colour(self, word):
        """A word gives the colour of that name; without one, there is none."""
        colour = StageInfo("Lost", "It.", colour=word).colour
        assert word == colour
        assert colour is None or type(colour) is Colour

    @pytest.mark.parametrize(
        ("word", "near"),
        [("gray", "grey"), ("read", "red"), ("green ", "green"), ("#ff0000", None), ("", None)],
    )
    def test_an_unknown_colour_is_refused(self, word, near):
        """The message suggests the most similar colour and lists them all."""
        with pytest.raises(InvalidValue, match="Unknown colour of a stage") as caught:
            StageInfo("Lost", "It.", colour=word)
        assert (near is not None) == (f"Did you mean '{near}'?" in str(caught.value))
        assert "grey, red, amber" in str(caught.value)


class TestPrecedent:
    """A real case that made a move."""

    @pytest.mark.parametrize(
        ("on", "words"), [(None, "Leeds"), ("2011-12", "Leeds, December 2011")]
    )
    def test_a_precedent_prints_its_council_and_date(self, on, words):
        """Without a date, it prints the council alone."""
        assert words == str(Precedent("Leeds", on))
