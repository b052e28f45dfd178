"""How far a record is checked: the forms of `checked_to`, and what is made of them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.dates import PartialDate
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import ONGOING, History
from trustflow.history.record_end import (
    checked_day,
    checked_days,
    checked_to_of,
    checked_to_text,
    checked_words,
    known_checked_to,
    later_checked_to,
)
from trustflow.testing import partial_dates
from trustflow.testing.dates import MODERN_DAYS

DAY = PartialDate("2026-08-22")
KINDS = ("inspections", "intervention", "delivery")


def forms(dates):
    """Generate values of `checked_to` in all their forms."""
    by_kind = st.dictionaries(st.sampled_from(KINDS), dates, min_size=1)
    return (st.just(ONGOING) | dates | by_kind).map(checked_to_of)


FORMS = forms(partial_dates(MODERN_DAYS, precision="simple"))
"""One day for all kinds, a day for each of some kinds, or ongoing."""


def ordinal(text):
    """Return the first day of a date as an ordinal; None for None."""
    return None if text is None else PartialDate(text).first


class TestForms:
    """What `checked_to` may be."""

    @pytest.mark.parametrize("value", ["2026-08-22", dt.date(2026, 8, 22), DAY])
    def test_a_day(self, value):
        """One day counts for every kind."""
        assert DAY == checked_to_of(value)

    @pytest.mark.parametrize("value", ["ongoing", " Ongoing\n"])
    def test_ongoing(self, value):
        """The word in any case stands for a record that is kept as things happen."""
        assert ONGOING == checked_to_of(value) == checked_to_of(ONGOING)

    @pytest.mark.parametrize(
        "value",
        [
            {"inspections": "2026-08-22", "focused visits": "2026-02"},
            "inspections=2026-08-22; focused visits=2026-02",
            " inspections = 2026-08-22 ;; focused visits=2026-02;",
        ],
    )
    def test_a_day_for_each_kind(self, value):
        """A mapping, or the text that a CSV cell has."""
        checked = checked_to_of(value)
        assert ["inspections", "focused visits"] == list(checked)
        assert (DAY, PartialDate("2026-02")) == tuple(checked.values())
        assert checked == checked_to_of(checked)

    @pytest.mark.parametrize("value", [None, {}])
    def test_nothing(self, value):
        """No kind is checked."""
        assert checked_to_of(value) is None

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (
                "inspections=2026-08-22; plans",
                (
                    "Invalid checked_to: 'plans'. Expected a day such as 2026-08-22, a day for "
                    "each kind of event such as letters=2026-08-22; decisions=2026-01-31, "
                    "or ongoing."
                ),
            ),
            ("=2026-08-22", "Invalid kind of event in checked_to: ''. Expected a day such as"),
            ({"a\t": "2026"}, r"Invalid kind of event in checked_to: 'a\t'. Expected a day such"),
            (
                "plans=2026;plans=2027",
                (
                    "Invalid repeated kind of event in checked_to: 'plans'. Expected one day for "
                    "each kind of event."
                ),
            ),
            ({"plans": "soon"}, "Invalid checked_to of 'plans': 'soon'. "),
            ("plans=ongoing", "Invalid checked_to of 'plans': 'ongoing'. "),
        ],
    )
    def test_another_value_is_refused(self, value, message):
        """The error gives the value and the forms that are accepted, with an example."""
        with pytest.raises(InvalidValue) as caught:
            History("Sandwell", checked_to=value)
        assert str(caught.value).startswith(message)

    @pytest.mark.parametrize("value", ["now", 2026, dt.datetime(2026, 8, 22, tzinfo=dt.UTC)])
    def test_an_unreadable_day_is_refused(self, value):
        """The error is that of any date."""
        with pytest.raises(BadDate):
            History("Sandwell", checked_to=value)

    @given(FORMS)
    def test_the_text_is_read_back(self, value):
        """A CSV cell holds this text."""
        assert value == checked_to_of(checked_to_text(value))

    def test_the_text_of_kinds_is_a_list(self):
        """Each kind has its day."""
        value = checked_to_of({"inspections": DAY, "focused visits": "2026-02"})
        assert "inspections=2026-08-22; focused visits=2026-02" == checked_to_text(value)

    def test_a_history_names_the_kinds_that_are_checked(self):
        """One day for all kinds, or ongoing, names none."""
        assert ("plans",) == History("Sandwell", checked_to="plans=2026").kinds_checked
        for value in (None, "2026", ONGOING):
            assert () == History("Sandwell", checked_to=value).kinds_checked


class TestDays:
    """To which day a kind of event is checked."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, None),
            ("2026-08-22", "2026-08-22"),
            ("2026-08", "2026-08-01"),
            ("2026", "2026-01-01"),
            ({"inspections": "2026-08"}, "2026-08-01"),
            ({"plans": "2026-08"}, None),
            (ONGOING, "2030-01-31"),
        ],
    )
    def test_a_month_counts_to_its_first_day(self, value, expected, monkeypatch):
        """An ongoing record is checked to the present day."""
        monkeypatch.setenv("TRUSTFLOW_TODAY", "2030-01-31")
        assert ordinal(expected) == checked_day(checked_to_of(value), "inspections")

    def test_days_as_words(self):
        """Kinds of the same day are named together, those not checked as well."""
        value = checked_to_of({"inspections": "2026-08", "plans": "2026-08-01"})
        days = checked_days(value, ("inspections", "intervention", "plans", "delivery"))
        assert (
            "inspections and plans checked to 1 August 2026, "
            "intervention and delivery not checked" == checked_words(days)
        )
        assert "plans checked to 1 August 2026" == checked_words(checked_days(value, ["plans"]))
        assert "a, b and c not checked" == checked_words(checked_days(None, "abc"))
        assert "" == checked_words(checked_days(value, ()))


class TestKnown:
    """What could be known on a day."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, None),
            ("2026-08-22", "2026-08-22"),
            ("2026-08-23", None),
            ("2026-09", None),
            ("2026-08", "2026-08"),
            (ONGOING, "2026-08-22"),
            ({"a": "2026-08-22", "b": "2026-08-23"}, {"a": "2026-08-22"}),
            ({"b": "2026-08-23"}, None),
        ],
    )
    def test_later_days_are_left_out(self, value, expected):
        """An ongoing record counts as checked to the day."""
        known = known_checked_to(checked_to_of(value), DAY.first)
        assert checked_to_of(expected) == known
        assert known == History("Sandwell", checked_to=value).known_on(DAY).checked_to


class TestLater:
    """What is checked after somebody has looked again."""

    @given(st.none() | FORMS, FORMS, st.sets(st.sampled_from(KINDS)))
    def test_no_day_moves_back(self, before, to, kinds):
        """Each kind that was looked for is checked to the later day; no other kind changes."""
        if isinstance(to, type(checked_to_of({"a": DAY}))):
            kinds = set(to)
        after = later_checked_to(before, to, kinds, KINDS) if kinds or to == ONGOING else before
        if ONGOING in (before, to):
            assert ONGOING == after
            return
        for kind in KINDS:
            days = [checked_day(before, kind)]
            days += [checked_day(to, kind)] if kind in kinds else []
            known = [day for day in days if day is not None]
            assert (max(known) if known else None) == checked_day(after, kind)

    def test_one_day_for_every_kind_is_written_as_one_day(self):
        """Kinds with different days are written one by one."""
        assert DAY == later_checked_to(None, DAY, KINDS, KINDS)
        first = later_checked_to(None, DAY, KINDS[:1], KINDS)
        assert "inspections=2026-08-22" == checked_to_text(first)
        assert DAY == later_checked_to(first, DAY, KINDS[1:], KINDS)
        assert (
            "inspections=2027-01-01; intervention=2026-08-22; delivery=2026-08-22"
            == checked_to_text(later_checked_to(DAY, PartialDate("2027-01-01"), KINDS[:1], KINDS))
        )
