"""Inspections: their triggers, the words in use on their days, and what deadlines they meet."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.strategies import simple_texts
from trustflow import events as ev
from trustflow.dates import PartialDate, working_days
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import Deadline, Strength
from trustflow.testing import days
from trustflow.testing import events as transfer_events
from trustflow.trust_transfer import TRUST_TRANSFER

WORDS_CHANGED = dt.date(2013, 11, 1).toordinal()
NO_MORE_OVERALL = dt.date(2026, 4, 1).toordinal()
WORDS = ("inadequate", "not inadequate", "adequate", "requires improvement", "good", "outstanding")
RANKS = {"inadequate": 1, "adequate": 2, "requires improvement": 2, "good": 3, "outstanding": 4}
AREAS = st.dictionaries(
    st.sampled_from(["leadership", "care leavers"]), st.sampled_from(WORDS), max_size=2
)
BORDER_DAYS = st.sampled_from([dt.date(2013, 11, 1), dt.date(2026, 4, 1)]).flatmap(
    lambda border: days(border - dt.timedelta(120), border + dt.timedelta(120))
)
"""Days near those on which the vocabulary of judgements changed."""


@st.composite
def periods(draw):
    """Return a time on site: a date, or an interval of two."""
    first, last = sorted((draw(BORDER_DAYS), draw(BORDER_DAYS)))
    start, end = draw(simple_texts(first)), draw(simple_texts(last))
    return draw(st.sampled_from([start, f"{start}/{end}"]))


@st.composite
def border_inspections(draw):
    """Return an inspection near a day on which the words changed, with partial dates."""
    return ev.InspectionPublished(
        draw(simple_texts(draw(BORDER_DAYS))),
        judgement=draw(st.none() | st.sampled_from(WORDS)),
        areas=draw(AREAS),
        framework=draw(st.sampled_from([None, "SIF", "ILACS", "child protection", "other"])),
        remit=draw(st.sampled_from(["all", "all", "a part"])),
        inspected=draw(st.lists(periods(), max_size=2)),
    )


def start_days(event):
    """Return every day on which an inspection can have started."""
    if not event.inspected:
        return range(working_days(55).shift(event.on.first, -1), event.on.last + 1)
    starts = [PartialDate.parse(period.text.split("/")[0]) for period in event.inspected]
    return range(min(start.first for start in starts), min(start.last for start in starts) + 1)


def expected_irregularities(event):
    """Return what is wrong with an inspection, tried day by day."""
    starts = start_days(event)
    for period in event.inspected:
        if PartialDate.parse(period.text.split("/")[-1]).first > event.on.last:
            yield "inspected_after_published", Strength.LOGIC
    for word in dict.fromkeys([event.judgement, *event.areas.values()]):
        if word == "adequate" and not any(day < WORDS_CHANGED for day in starts):
            yield "bad_judgement", Strength.LOGIC
        if word == "requires improvement" and not any(day >= WORDS_CHANGED for day in starts):
            yield "bad_judgement", Strength.LOGIC
    had_one = all(WORDS_CHANGED <= day < NO_MORE_OVERALL for day in starts)
    has_none = all(day >= NO_MORE_OVERALL for day in starts)
    graded_whole = event.remit == "all" and event.framework in {None, "SIF", "ILACS"}
    if event.judgement is not None and has_none:
        yield "bad_judgement", Strength.PRACTICE
    if event.judgement is None and had_one and graded_whole:
        yield "bad_judgement", Strength.PRACTICE


class TestVariant:
    """The trigger that a judgement gives."""

    @given(st.none() | st.sampled_from(WORDS), AREAS, st.sampled_from(["all", "safeguarding"]))
    def test_follows_the_judgement_or_else_the_areas(self, judgement, areas, remit):
        """The overall judgement decides; without it, one inadequate area is enough."""
        decisive = set(areas.values()) if judgement is None else {judgement}
        if not decisive:
            expected = "ungraded"
        elif "inadequate" in decisive:
            expected = "inadequate"
        else:
            expected = "not_inadequate" if remit == "all" else "partial"
        event = ev.InspectionPublished("2016", judgement=judgement, areas=areas, remit=remit)

        assert f"inspection_published_{expected}" == event.trigger
        assert decisive == set(event.grades)

    def test_a_part_that_was_inadequate_is_cleared(self):
        """The inspection is of that part only, and found it not inadequate."""
        for grades in ({"judgement": "adequate"}, {"areas": {"safeguarding": "good"}}):
            event = ev.InspectionPublished(
                "2012", remit="safeguarding", lifts_inadequate=True, **grades
            )
            assert "inspection_published_part_cleared" == event.trigger
            assert event.grade is None

    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            ({"judgement": "good"}, "a remit of 'all' with the grades ('good',)"),
            (
                {"judgement": "inadequate", "remit": "safeguarding"},
                "a remit of 'safeguarding' with the grades ('inadequate',)",
            ),
            (
                {"areas": {"a": "good", "b": "inadequate"}, "remit": "safeguarding"},
                "a remit of 'safeguarding' with the grades ('good', 'inadequate')",
            ),
            ({"remit": "safeguarding"}, "a remit of 'safeguarding' with the grades ()"),
        ],
    )
    def test_nothing_else_can_be_cleared(self, fields, found):
        """The whole, an inadequate grade, or no grade: the error says what is expected."""
        with pytest.raises(InvalidValue) as caught:
            ev.InspectionPublished("2012", lifts_inadequate=True, **fields)
        assert (
            f"Invalid inspection with lifts_inadequate: {found}. Expected the remit of one part of "
            "the services, such as safeguarding, with a grade that is not inadequate."
        ) == str(caught.value)

    def test_requires_improvement_to_be_good_is_requires_improvement(self):
        """The long form is read as the short one, overall and in areas."""
        long = "Requires Improvement to be Good"
        event = ev.InspectionPublished("2016", judgement=long, areas={"leadership": long})

        assert "requires improvement" == event.judgement == event.areas["leadership"]

    @pytest.mark.parametrize(
        ("word", "near"),
        [
            ("inadequat", "Did you mean 'inadequate'? "),
            ("requires  improvement", "Did you mean 'requires improvement'? "),
            ("satisfactory", ""),
            (4, ""),
        ],
    )
    def test_unknown_words_are_refused(self, word, near):
        """A word that Ofsted never used is refused with the nearest, overall and in areas."""
        for fields in ({"judgement": word}, {"areas": {"leadership": word}}):
            with pytest.raises(InvalidValue) as caught:
                ev.InspectionPublished("2016", **fields)
            assert caught.value.accepted.startswith(f"{near}Expected one of: inadequate, not ")

    def test_areas_cannot_change(self):
        """The grades of the areas keep their order and cannot be changed."""
        event = ev.InspectionPublished("2016", areas={"b": "good", "a": "Good"})

        assert [("b", "good"), ("a", "good")] == list(event.areas.items())
        with pytest.raises(TypeError):
            event.areas["c"] = "good"

    @pytest.mark.parametrize("areas", [{"": "good"}, {5: "good"}, {"a\x00": "good"}])
    def test_areas_have_names(self, areas):
        """The name of an area is a text that can be shown."""
        with pytest.raises(InvalidValue, match="text for"):
            ev.InspectionPublished("2016", areas=areas)

    @pytest.mark.parametrize("areas", ["good", ["good"], None])
    def test_areas_are_a_mapping(self, areas):
        """Grades without their areas are refused."""
        with pytest.raises(InvalidValue, match="Expected a mapping of area to grade"):
            ev.InspectionPublished("2016", areas=areas)


class TestJudgement:
    """What a report says of the whole, and of its parts."""

    @pytest.mark.parametrize(
        ("fields", "overall", "parts"),
        [
            ({"judgement": "good"}, "good", {"all": "good"}),
            (
                {"judgement": "good", "areas": {"a": "outstanding"}},
                "good",
                {"a": "outstanding"},
            ),
            (
                {"areas": {"a": "good", "b": "requires improvement"}},
                "requires improvement",
                {"a": "good", "b": "requires improvement"},
            ),
            (
                {"judgement": "adequate", "remit": "fostering"},
                "adequate",
                {"fostering": "adequate"},
            ),
        ],
    )
    def test_the_overall_grade_and_those_of_the_parts(self, fields, overall, parts):
        """Without an overall grade the worst area counts; without areas the remit is the part."""
        event = ev.InspectionPublished("2016", **fields)
        assert (overall, parts) == (event.overall, dict(event.parts))
        assert event.is_judgement

    @pytest.mark.parametrize(
        ("fields", "is_judgement", "is_of_the_whole"),
        [
            ({"judgement": "good"}, True, True),
            ({"judgement": "good", "framework": "other"}, False, True),
            ({}, False, True),
            ({"remit": "fostering"}, False, False),
            ({"judgement": "good", "remit": "fostering"}, True, False),
            ({"judgement": "inadequate", "remit": "fostering"}, True, True),
        ],
    )
    def test_one_inadequate_part_counts_as_the_whole(self, fields, is_judgement, is_of_the_whole):
        """A report without a grade, or under another framework, is no judgement."""
        event = ev.InspectionPublished("2016", **fields)
        assert (is_judgement, is_of_the_whole) == (event.is_judgement, event.is_of_the_whole)


class TestInspected:
    """The time on site."""

    @pytest.mark.parametrize(
        ("inspected", "texts"),
        [
            (None, []),
            ((), []),
            ("2015-01/2015-02", ["2015-01/2015-02"]),
            (dt.date(2015, 1, 5), ["2015-01-05"]),
            (PartialDate.parse("2015-01"), ["2015-01"]),
            (["2015-01", dt.date(2015, 3, 1)], ["2015-01", "2015-03-01"]),
        ],
        ids=str,
    )
    def test_one_period_or_several(self, inspected, texts):
        """A single date becomes a tuple of one."""
        event = ev.InspectionPublished("2016", inspected=inspected)

        assert texts == [period.text for period in event.inspected]

    @pytest.mark.parametrize("inspected", [5, b"2015", [None], dt.datetime(2015, 1, 1)])  # noqa: DTZ001 - refused as it is
    def test_refuses_what_is_not_a_date(self, inspected):
        """If several periods are given, each of them must be a date."""
        with pytest.raises(BadDate):
            ev.InspectionPublished("2016", inspected=inspected)


class TestIrregularities:
    """What is wrong with one inspection, compared with a reading day by day."""

    @pytest.mark.slow
    @given(border_inspections())
    @example(ev.InspectionPublished("2013-10-31", judgement="requires improvement"))
    @example(ev.InspectionPublished("2014-01-20", judgement="adequate"))
    @example(ev.InspectionPublished("2014-01-21", judgement="adequate"))
    @example(ev.InspectionPublished("2013-11-01/2014", judgement="adequate"))
    @example(ev.InspectionPublished("2026-04-01", judgement="good", inspected="2026-04-01"))
    @example(ev.InspectionPublished("2026-04-01", judgement="good"))
    @example(ev.InspectionPublished("2026", judgement="good", inspected="2026-05"))
    @example(ev.InspectionPublished("2016-05", inspected="2016-05-30/2016-06"))
    @example(ev.InspectionPublished("2016-05", inspected="2016-05-30/2016-06-01"))
    @example(ev.InspectionPublished("2150-06-01", judgement="requires improvement"))
    @example(ev.InspectionPublished("2014-06-01", judgement="good", inspected=["2014-05", "2014"]))
    @example(ev.InspectionPublished("2013-12-01", inspected="2013-11-01"))
    @example(ev.InspectionPublished("2013-12-01", inspected="2013-10-31"))
    @example(ev.InspectionPublished("2026-04-20", inspected="2026-03-31"))
    @example(ev.InspectionPublished("2026-04-20", inspected="2026-04-01"))
    def test_agree_with_a_reading_day_by_day(self, event):
        """A word is wrong only if it fits no day on which the inspection can have started."""
        found = [(wrong.code, wrong.strength) for wrong in event.irregularities()]

        assert list(expected_irregularities(event)) == found

    @given(border_inspections())
    def test_begin_with_label_and_date_and_have_a_citation(self, event):
        """Each message is a sentence that begins with the label and date, and has a citation."""
        for wrong in event.irregularities():
            label = TRUST_TRANSFER.triggers[event.trigger]
            assert wrong.message.startswith(f'"{label.capitalize()}" ({event.on.words}) ')
            assert wrong.message.endswith(".")
            assert wrong.citation.text

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            (
                {"on": "2016-06-01", "judgement": "adequate"},
                'uses the word "adequate", which was in use only until 31 October 2013',
            ),
            (
                {"on": "2012-06-01", "judgement": "requires improvement"},
                'uses the word "requires improvement", which was in use only from 1 November 2013',
            ),
            (
                {"on": "2026-12-01", "judgement": "good"},
                (
                    "has an overall judgement, but inspections that start on or after "
                    "1 April 2026 have none"
                ),
            ),
            (
                {"on": "2016-06-01"},
                "has no overall judgement on record, but inspections of that time have one",
            ),
            (
                {"on": "2016-05-01", "judgement": "good", "inspected": "2016-04/2016-06-03"},
                "came before the inspection ended: 3 June 2016",
            ),
        ],
        ids=["adequate", "requires improvement", "overall", "none", "late"],
    )
    def test_messages(self, fields, words):
        """The message is the sentence that people read."""
        (found,) = ev.InspectionPublished(**fields).irregularities()

        assert found.message.partition(") ")[2] == f"{words}."


class TestMeeting:
    """The deadlines that an inspection meets."""

    @given(
        st.none() | st.sampled_from(sorted(RANKS)),
        st.dictionaries(st.sampled_from("ab"), st.sampled_from(sorted(RANKS))),
        st.sampled_from(sorted(RANKS)),
    )
    def test_an_inspection_at_least_as_good_as_asked(self, judgement, areas, asked):
        """The overall grade, or else that of every area, has to reach the grade asked for."""
        event = ev.InspectionPublished("2016", judgement=judgement, areas=areas)
        grades = list(areas.values()) if judgement is None else [judgement]
        reached = bool(grades) and all(RANKS[grade] >= RANKS[asked] for grade in grades)

        assert reached == event.meets(Deadline("better", judgement=asked.upper()))

    @pytest.mark.parametrize(
        ("judgement", "asked", "met"),
        [
            ("inadequate", "not inadequate", False),
            ("requires improvement", "not inadequate", True),
            ("not inadequate", "not inadequate", True),
            ("not inadequate", "good", False),
            ("good", "requires improvement to be good", True),
        ],
    )
    def test_not_inadequate(self, judgement, asked, met):
        """Inadequate does not meet "not inadequate", and "not inadequate" does not meet good."""
        event = ev.InspectionPublished("2016", judgement=judgement)

        assert met == event.meets(Deadline("better", judgement=asked))

    @pytest.mark.parametrize("fields", [{"remit": "fostering"}, {"subject": "SEND"}])
    def test_a_part_is_not_the_whole(self, fields):
        """A good grade of a part, or of another subject, does not meet the deadline."""
        event = ev.InspectionPublished("2016", judgement="good", **fields)

        assert not event.meets(Deadline("better", judgement="good"))
        assert event.meets(Deadline("better", judgement="good", met_by=event.trigger))

    @given(transfer_events(), st.sampled_from(sorted(RANKS)))
    def test_only_inspections_meet_a_judgement(self, event, asked):
        """No other event meets a deadline for a judgement."""
        met = event.meets(Deadline("a grade that is asked for", judgement=asked))

        assert not met or isinstance(event, ev.InspectionPublished)
