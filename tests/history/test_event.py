"""What every event has, on the events of the trust transfer and of other processes."""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.copies import copies_of
from trustflow import events as ev
from trustflow.errors import BadArguments, BadDate, InvalidValue
from trustflow.history import (
    Citation,
    Deadline,
    Event,
    Irregularity,
    NamedEvent,
    Source,
    Strength,
    in_order,
    weakest,
)
from trustflow.testing import events as transfer_events
from trustflow.testing import partial_dates, sources
from trustflow.testing.dates import MODERN_DAYS
from trustflow.testing.provenance import texts

RANKS = {None: 0, "low": 1, "medium": 2, "high": 3}


class TestEvent:
    """An event as a value, shown on the events of the trust transfer."""

    @given(transfer_events())
    @example(ev.InspectionPublished("2015", areas={"leadership": "inadequate"}))
    def test_a_copy_is_the_same_event(self, event):
        """A copy is equal and has the same hash and trigger."""
        for twin in copies_of(event):
            assert (event, hash(event), event.trigger) == (twin, hash(twin), twin.trigger)

    @given(transfer_events())
    def test_the_given_fields_build_the_event_again(self, event):
        """`given` has the day, every field that is not at its default, and no other."""
        given_fields = event.given()

        assert event == type(event)(**given_fields)
        assert "on" in given_fields
        assert "trigger" not in given_fields
        defaults = {field.name: field.default for field in attrs.fields(type(event))}
        assert not any(defaults[name] == value for name, value in given_fields.items())

    @given(transfer_events())
    def test_the_repr_has_the_given_fields(self, event):
        """The repr has the class and the date, then each field that is not at its default."""
        fields = "".join(
            f", {field.name}={getattr(event, field.name)!r}"
            for field in attrs.fields(type(event))
            if field.name not in {"on", "trigger"} and getattr(event, field.name) != field.default
        )

        assert f"{type(event).__name__}({event.on.text!r}{fields})" == repr(event)

    @given(transfer_events(), transfer_events())
    def test_events_are_equal_when_their_class_and_fields_are(self, one, other):
        """Events of different classes are never equal."""
        assert ((type(one), one.given()) == (type(other), other.given())) == (one == other)

    def test_different_events_mostly_have_different_hashes(self):
        """If hashes collided, a set of events would be as slow as a list."""
        events = {ev.Note(f"{year}") for year in range(2000, 2020)}

        assert len({hash(event) for event in events}) > 10

    @given(transfer_events())
    def test_an_event_cannot_change(self, event):
        """No field can be assigned, and no attribute added."""
        for name in ("on", "trigger", "anything"):
            with pytest.raises(AttributeError):
                setattr(event, name, "2016")

    def test_a_changed_copy_has_the_trigger_of_its_own_fields(self):
        """`attrs.evolve` computes the trigger again."""
        event = ev.DirectionIssued("2016", purpose="trust")

        assert "direction_issued_pause" == attrs.evolve(event, purpose="pause").trigger
        assert "direction_issued_trust" == event.trigger

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"on": "July"}, BadDate),
            ({"on": None}, BadDate),
            ({"on": dt.datetime(2016, 1, 1, tzinfo=dt.UTC)}, BadDate),
            ({"known_on": "soon"}, BadDate),
            ({"note": ""}, InvalidValue),
            ({"sources": "CYPN"}, InvalidValue),
            ({"sources": 5}, InvalidValue),
            ({"sources": [Source("CYPN"), None]}, InvalidValue),
            ({"deadlines": "plan"}, InvalidValue),
            ({"deadlines": [Source("CYPN")]}, InvalidValue),
        ],
        ids=str,
    )
    def test_an_unreadable_field_is_refused(self, fields, error):
        """Each field is checked when the event is built, not when it is first used."""
        with pytest.raises(error):
            ev.Note(**{"on": "2016", **fields})

    def test_the_error_for_a_wrong_member_gives_its_place(self):
        """The message gives the index, the value and an example."""
        with pytest.raises(
            InvalidValue,
            match=r"Invalid sources\[1\]: 'CYPN'\. Expected a Source, such as Source\('CYPN'\)",
        ):
            ev.Note("2016", sources=[Source("BBC"), "CYPN"])
        with pytest.raises(
            InvalidValue,
            match=r"Invalid deadlines\[0\]: 'plan'\. Expected a Deadline, such as Deadline\('plan'",
        ):
            ev.Note("2016", deadlines=["plan"])

    def test_one_source_or_several_may_be_given(self):
        """A single source or deadline becomes a tuple of one."""
        source, deadline = Source("CYPN"), Deadline("plan", due="2017")
        event = ev.Note("2016", sources=source, deadlines=deadline)

        assert ((source,), (deadline,)) == (event.sources, event.deadlines)
        assert event == ev.Note("2016", sources=iter([source]), deadlines=[deadline])

    def test_only_the_day_is_positional(self):
        """Every other field must be named."""
        with pytest.raises(
            BadArguments,
            match=r"takes 1 argument without a name \('on'\), but 2 were given\. Name the second",
        ):
            ev.Note("2016", "2017")


class TestBaseClass:
    """An event of the base class, and events without a class of their own."""

    def test_the_base_class_has_no_effect_of_its_own(self):
        """The event opens, closes, sets and meets nothing; its deadlines are `practice`."""
        event = Event("2016")

        assert ("event", "event") == (event.trigger, event.event_name)
        assert {"event": {}} == Event.triggers()
        assert () == event.closes([event]) == event.irregularities() == event.deadlines_set
        assert not event.opens
        assert event.requirement is None
        assert event.grade is None
        assert Strength.PRACTICE is event.deadline_strength

    @given(texts(), partial_dates())
    def test_a_named_event_has_the_trigger_it_is_given(self, what, on):
        """Its name, repr and copies have that trigger; an empty one is refused."""
        event = NamedEvent(on, what=what)

        assert what == event.trigger == event.event_name
        assert f"NamedEvent({on.text!r}, what={what!r})" == repr(event)
        for twin in copies_of(event):
            assert (event, event.trigger) == (twin, twin.trigger)
        with pytest.raises(InvalidValue):
            NamedEvent(on, what="")

    def test_a_class_gets_its_trigger_from_its_name_in_snake_case(self):
        """The class is one that a user defines."""

        class LetterSentTwice(Event):
            """A class made in a test."""

        assert "letter_sent_twice" == LetterSentTwice("2016").trigger

    def test_irregularities_are_equal_by_content(self):
        """Copies of such events are equal, because events are values."""
        fields = ("bad", Strength.LOGIC, "It is bad.", Citation("x"))

        assert Irregularity(*fields) == Irregularity(*fields)


class TestGrade:
    """The rank of the grade that an event gives."""

    @pytest.mark.parametrize(
        ("fields", "grade"),
        [
            ({"judgement": "inadequate"}, 1),
            ({"judgement": "adequate"}, 2),
            ({"judgement": "requires improvement"}, 2),
            ({"judgement": "not inadequate"}, 2),
            ({"judgement": "good"}, 3),
            ({"judgement": "outstanding"}, 4),
            ({"areas": {"leadership": "good", "in care": "outstanding"}}, 3),
            ({"areas": {"leadership": "inadequate", "in care": "outstanding"}}, 1),
            ({"judgement": "good", "areas": {"leadership": "outstanding"}}, 3),
            ({"judgement": "inadequate", "remit": "safeguarding"}, 1),
            ({"judgement": "good", "remit": "safeguarding"}, None),
            ({"judgement": "inadequate", "subject": "SEND"}, None),
            ({}, None),
        ],
        ids=str,
    )
    def test_an_inspection_has_the_rank_of_the_worst_grade_that_decides(self, fields, grade):
        """A part that is not inadequate, another subject and no grade have no rank."""
        assert grade == ev.InspectionPublished("2016-06-05", **fields).grade

    @given(transfer_events())
    def test_only_an_inspection_that_changes_the_judgement_has_a_grade(self, event):
        """Rank 1 is inadequate, and 2 to 4 are not."""
        expected = {
            "inspection_published_inadequate": {1},
            "inspection_published_not_inadequate": {2, 3, 4},
        }

        assert event.grade in expected.get(event.trigger, {None})


class TestKnowing:
    """When an event can have been known, and how well it is founded."""

    @given(
        st.sampled_from([ev.DirectionIssued, ev.ContractSigned]),
        partial_dates(MODERN_DAYS),
        st.lists(sources(), max_size=3),
    )
    def test_an_event_is_known_from_its_day_or_its_earliest_source(self, kind, on, given_sources):
        """A public act is known from its day; another from its earliest source, if later."""
        event = kind(on, sources=given_sources)
        published = [source.published.first for source in given_sources if source.published]
        private = kind is ev.ContractSigned and published

        assert (max(on.first, min(published)) if private else on.first) == event.known_from

    @given(transfer_events(), partial_dates(MODERN_DAYS))
    def test_a_stated_day_of_knowledge_counts(self, event, known_on):
        """An event is known from `known_on`, but never before its own day."""
        event = attrs.evolve(event, known_on=known_on)

        assert max(event.on.first, known_on.first) == event.known_from

    @given(st.lists(sources(), max_size=4))
    def test_the_confidence_is_that_of_the_best_source(self, given_sources):
        """Sources that give another date count only where there are no others."""
        agreeing = [source for source in given_sources if source.stated_date is None]
        counted = agreeing or given_sources
        best = max((RANKS[source.confidence] for source in counted), default=0)

        assert best == RANKS[ev.Note("2016", sources=given_sources).confidence]

    @given(st.lists(transfer_events(), max_size=4))
    def test_the_weakest_confidence_is_none_where_an_event_has_no_source(self, events):
        """If every event has a source, the result is the lowest confidence."""
        expected = min((RANKS[event.confidence] for event in events), default=0)

        assert expected == RANKS[weakest(events)]


class TestInOrder:
    """Events sorted by date."""

    @given(st.lists(transfer_events(on=None), max_size=8))
    def test_in_order_is_a_stable_sort_by_earliest_day_and_class(self, events):
        """No event is lost, and events that are equal in both keep their order."""
        ordered = in_order(events)

        assert sorted(map(id, events)) == sorted(map(id, ordered))
        keys = [(event.on.first, event.rank) for event in ordered]
        assert sorted(keys) == keys
        for key in set(keys):
            same = [event for event in events if (event.on.first, event.rank) == key]
            start = keys.index(key)
            assert [id(event) for event in same] == [
                id(event) for event in ordered[start : start + len(same)]
            ]
        assert ordered == in_order(ordered)

    def test_events_of_one_day_follow_the_order_of_the_process(self):
        """An inspection comes before the commissioner, and the direction before the go-live."""
        events = [
            ev.TrustWentLive("2016"),
            ev.DirectionIssued("2016"),
            ev.CommissionerAppointed("2016"),
            ev.InspectionPublished("2016"),
        ]

        assert tuple(reversed(events)) == in_order(events)


class TestClasses:
    """What a class of events can do, worked out when the class is created."""

    @pytest.mark.parametrize("name", ["irregularities", "requirement"])
    def test_a_class_that_overrides_a_remark_remarks_on_itself(self, name):
        """The event does not act on other events."""
        cls = type("OwnEvent", (Event,), {name: lambda _: ()})

        assert (True, False) == (cls.remarks_on_itself, cls.acts_on_others)
        assert "own_event" == cls.class_name

    @pytest.mark.parametrize("name", ["opens", "closes", "deadlines_set"])
    def test_a_class_that_overrides_an_effect_acts_on_others(self, name):
        """Only one that overrides `deadlines_set` can set deadlines besides its field."""
        cls = type("OwnEvent", (Event,), {name: ()})

        assert (False, True) == (cls.remarks_on_itself, cls.acts_on_others)
        assert (name == "deadlines_set") is cls.sets_deadlines


def test_an_event_without_a_class_is_an_error_after_an_abolition():
    """A class can say otherwise, as those of reports that others publish do."""
    assert NamedEvent("2018", what="letter_sent").strength_after_abolition is Strength.LOGIC
