"""Events, deadlines and histories of any process."""

import copy
import datetime as dt
import pickle
from collections.abc import Mapping

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trustflow import events as ev
from trustflow._frozen_map import FrozenMap
from trustflow.dates import PartialDate, days, months
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import (
    Confidence,
    Deadline,
    Event,
    History,
    Irregularity,
    NamedEvent,
    Source,
    Strength,
    in_order,
    weakest,
)
from trustflow.testing import deadlines, histories, loose_histories, partial_dates, sources, spans
from trustflow.testing import events as transfer_events
from trustflow.testing.dates import MODERN_DAYS
from trustflow.testing.provenance import REQUIREMENTS, texts

RANKS = {None: 0, "low": 1, "medium": 2, "high": 3}


def twins(value):
    """Copies of a value made in every way Python has."""
    return copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))  # noqa: S301 - our own pickle


class TestFrozenMap:
    """A mapping that cannot change, against a dict."""

    @given(st.dictionaries(st.text(), st.integers()))
    def test_is_the_dict_it_was_made_from(self, items):
        """It holds the same items in the same order, from a mapping or from pairs."""
        frozen = FrozenMap(items)

        assert isinstance(frozen, Mapping)
        assert items == frozen == FrozenMap(list(items.items()))
        assert list(items.items()) == list(frozen.items())
        assert len(items) == len(frozen)
        assert f"FrozenMap({items!r})" == repr(frozen)
        for twin in twins(frozen):
            assert (frozen, hash(frozen), list(frozen)) == (twin, hash(twin), list(twin))

    @given(st.permutations([("a", 1), ("b", 2), ("c", 3)]))
    def test_equal_maps_hash_the_same(self, pairs):
        """As for a dict, the order does not count for equality, nor for the hash."""
        one, other = FrozenMap({"a": 1, "b": 2, "c": 3}), FrozenMap(pairs)

        assert one == other
        assert hash(one) == hash(other)

    def test_cannot_change(self):
        """Neither its items nor its attributes, and not through what it was made from."""
        items = {"a": 1}
        frozen = FrozenMap(items)
        items["b"] = 2

        assert {"a": 1} == frozen
        with pytest.raises(TypeError):
            frozen["b"] = 2
        with pytest.raises(AttributeError, match="'_items': a FrozenMap is immutable"):
            frozen._items = {}  # noqa: SLF001 - even this is refused
        with pytest.raises(AttributeError, match="'_items': a FrozenMap is immutable"):
            del frozen._items  # noqa: SLF001 - and this
        with pytest.raises(KeyError):
            frozen["b"]


class TestDeadline:
    """What is asked for, and by when."""

    @given(deadlines())
    def test_survives_copy_and_pickle(self, deadline):
        """A copy is the same deadline."""
        for twin in twins(deadline):
            assert (deadline, hash(deadline)) == (twin, hash(twin))

    @given(partial_dates(MODERN_DAYS), partial_dates(MODERN_DAYS), spans(200))
    def test_falls_due_on_its_day_or_after_its_span(self, on, due, within):
        """The due day itself, or the span counted from both ends of the day it was set."""
        assert (due.first, due.last) == Deadline("plan", due=due).span_from(on)
        assert (within.shift(on.first), within.shift(on.last)) == Deadline(
            "plan", within=within
        ).span_from(on)
        assert Deadline("plan").span_from(on) is None

    def test_takes_text(self):
        """Dates, spans and strengths may be given as their text."""
        deadline = Deadline("plan", within="3 months", set_by="LAW")

        assert (months(3), Strength.LAW) == (deadline.within, deadline.set_by)
        assert "2016-12~" == Deadline("plan", due="2016-12~").due.text

    def test_has_one_way_to_fall_due(self):
        """A day and a span contradict each other."""
        with pytest.raises(ValueError, match="'plan' has both a due day and a span; give one"):
            Deadline("plan", due="2016-12-01", within=days(3))

    def test_is_no_rule_of_logic(self):
        """Being late does not undo a fact, so that no live case may refuse one for it."""
        with pytest.raises(InvalidValue) as caught:
            Deadline("plan", set_by="logic")
        assert ("'logic'", "strength of a deadline") == (caught.value.found, caught.value.what)
        reason = "being late does not undo a fact, so no deadline is a rule of logic"
        assert reason == caught.value.accepted
        with pytest.raises(InvalidValue, match="being late does not undo a fact"):
            ev.DeadlineSet("2016", what="plan", set_by=Strength.LOGIC)

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"what": ""}, InvalidValue),
            ({"what": None}, InvalidValue),
            ({"due": "soon"}, BadDate),
            ({"due": dt.datetime(2016, 1, 1, tzinfo=dt.UTC)}, BadDate),
            ({"within": "soon"}, BadDate),
            ({"within": 70}, BadDate),
            ({"set_by": "the mayor"}, InvalidValue),
            ({"met_by": ""}, InvalidValue),
            ({"judgement": ""}, InvalidValue),
        ],
        ids=str,
    )
    def test_refuses_what_it_cannot_read(self, fields, error):
        """Each field is checked, with an error that says which."""
        with pytest.raises(error):
            Deadline(**{"what": "plan", **fields})

    @given(texts(), st.sampled_from([str.upper, str.lower, str.title]))
    def test_words_match_whatever_their_case_and_spacing(self, text, cased):
        """The words of a requirement are folded and their spaces single."""
        assume(cased(text).casefold() == text.casefold())
        spaced = f"  {'   '.join(cased(text).split())}\n"

        assert Deadline(text).words == Deadline(spaced).words

    @given(st.sampled_from(REQUIREMENTS), st.sampled_from(REQUIREMENTS), partial_dates())
    def test_is_met_by_the_same_words(self, asked, done, on):
        """A requirement met meets the deadline of its words, and no other."""
        same = asked.casefold().split() == done.casefold().split()
        event = ev.RequirementMet(on, what=done)

        assert same == event.meets(Deadline(asked))
        assert not ev.Note(on, note=done).meets(Deadline(asked))

    @given(transfer_events(), st.sampled_from(["trust_went_live", "note", None]))
    def test_is_met_by_its_trigger(self, event, trigger):
        """An event meets the deadlines that name its trigger."""
        named = event.trigger if trigger is None else trigger
        deadline = Deadline("words that nobody uses", met_by=named)

        assert (named == event.trigger) == event.meets(deadline)


class TestEvent:
    """What every event has, shown on the trust transfer's."""

    @given(transfer_events())
    @example(ev.InspectionPublished("2015", areas={"leadership": "inadequate"}))
    def test_survives_copy_and_pickle(self, event):
        """A copy is equal, hashes the same and has the same trigger."""
        for twin in twins(event):
            assert (event, hash(event), event.trigger) == (twin, hash(twin), twin.trigger)

    @given(transfer_events())
    def test_is_made_again_from_what_was_given(self, event):
        """The fields that are not at their default make the event again."""
        given_fields = event.given()

        assert event == type(event)(**given_fields)
        assert "on" in given_fields
        assert "trigger" not in given_fields
        defaults = {field.name: field.default for field in attrs.fields(type(event))}
        assert not any(defaults[name] == value for name, value in given_fields.items())

    @given(transfer_events())
    def test_prints_what_was_given(self, event):
        """The repr has class and date, then each field that was given, and no other."""
        fields = "".join(
            f", {field.name}={getattr(event, field.name)!r}"
            for field in attrs.fields(type(event))
            if field.name not in {"on", "trigger"} and getattr(event, field.name) != field.default
        )

        assert f"{type(event).__name__}({event.on.text!r}{fields})" == repr(event)

    @given(transfer_events(), transfer_events())
    def test_equal_only_with_class_and_fields(self, one, other):
        """Two events are the same when their class and what was given are."""
        assert ((type(one), one.given()) == (type(other), other.given())) == (one == other)

    @given(transfer_events())
    def test_cannot_change(self, event):
        """An event is frozen, and has no room for more."""
        for name in ("on", "trigger", "anything"):
            with pytest.raises(AttributeError):
                setattr(event, name, "2016")

    def test_a_changed_copy_has_its_own_trigger(self):
        """The trigger follows from the fields of the copy, not from those of the original."""
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
            ({"sources": "CYPN"}, TypeError),
            ({"sources": 5}, TypeError),
            ({"sources": [Source("CYPN"), None]}, TypeError),
            ({"deadlines": "plan"}, TypeError),
            ({"deadlines": [Source("CYPN")]}, TypeError),
        ],
        ids=str,
    )
    def test_refuses_what_it_cannot_read(self, fields, error):
        """Each field is checked when the event is made, not when it is first used."""
        with pytest.raises(error):
            ev.Note(**{"on": "2016", **fields})

    def test_names_the_source_that_is_none(self):
        """The message says which one of several it is."""
        with pytest.raises(TypeError, match=r"sources\[1\] is no source: 'CYPN'"):
            ev.Note("2016", sources=[Source("BBC"), "CYPN"])
        with pytest.raises(TypeError, match=r"deadlines\[0\] is no deadline: 'plan'"):
            ev.Note("2016", deadlines=["plan"])

    def test_takes_one_source_or_several(self):
        """One source or deadline by itself is a tuple of one."""
        source, deadline = Source("CYPN"), Deadline("plan")
        event = ev.Note("2016", sources=source, deadlines=deadline)

        assert ((source,), (deadline,)) == (event.sources, event.deadlines)
        assert event == ev.Note("2016", sources=iter([source]), deadlines=[deadline])

    def test_only_the_day_may_stand_without_its_name(self):
        """Every other field has to be named."""
        with pytest.raises(TypeError):
            ev.Note("2016", "2017")

    def test_the_base_knows_no_law(self):
        """A bare event opens, closes and says nothing, and its deadlines are practice."""
        event = Event("2016")

        assert ("event", "event") == (event.trigger, event.event_name)
        assert {"event": {}} == Event.triggers()
        assert () == event.closes([event]) == event.irregularities() == event.deadlines_set
        assert not event.opens
        assert event.requirement is None
        assert Strength.PRACTICE is event.deadline_strength

    @given(texts(), partial_dates())
    def test_named_events_are_what_they_are_named(self, what, on):
        """An event without a class of its own has the trigger it is given."""
        event = NamedEvent(on, what=what)

        assert what == event.trigger == event.event_name
        assert f"NamedEvent({on.text!r}, what={what!r})" == repr(event)
        for twin in twins(event):
            assert (event, event.trigger) == (twin, twin.trigger)
        with pytest.raises(InvalidValue):
            NamedEvent(on, what="")

    def test_a_class_is_named_in_snake_case(self):
        """A class of one's own gets its trigger from its name."""

        class LetterSentTwice(Event):
            """A class made in a test."""

        assert "letter_sent_twice" == LetterSentTwice("2016").trigger

    def test_an_irregularity_is_a_value(self):
        """What an event says is wrong with itself compares by content."""
        fields = ("bad", Strength.LOGIC, "It is bad.", None)

        assert Irregularity(*fields) == Irregularity(*fields)


class TestKnowing:
    """When an event can have been known, and how well it is founded."""

    @given(
        st.sampled_from([ev.DirectionIssued, ev.ContractSigned]),
        partial_dates(MODERN_DAYS),
        st.lists(sources(), max_size=3),
    )
    def test_known_from_its_day_or_its_sources(self, kind, on, given_sources):
        """A public act from its day; another from the day of its earliest source, if later."""
        event = kind(on, sources=given_sources)
        published = [each.published.first for each in given_sources if each.published]
        private = kind is ev.ContractSigned and published

        assert (max(on.first, min(published)) if private else on.first) == event.known_from

    @given(transfer_events(), partial_dates(MODERN_DAYS))
    def test_known_on_is_believed(self, event, known_on):
        """A day on which it became known is the one, but never before the event itself."""
        event = attrs.evolve(event, known_on=known_on)

        assert max(event.on.first, known_on.first) == event.known_from

    @given(st.lists(sources(), max_size=4))
    def test_confidence_is_that_of_the_best_source(self, given_sources):
        """Sources that give another day count only where there are no others."""
        agreeing = [each for each in given_sources if each.stated_date is None] or given_sources
        best = max((RANKS[each.confidence] for each in agreeing), default=0)

        assert best == RANKS[ev.Note("2016", sources=given_sources).confidence]

    @given(st.lists(transfer_events(), max_size=4))
    def test_weakest(self, events):
        """Several events are as well founded as the weakest of them; one without makes none."""
        expected = min((RANKS[event.confidence] for event in events), default=0)

        assert expected == RANKS[weakest(events)]


class TestInOrder:
    """Events of any order put in one."""

    @given(st.lists(transfer_events(on=None), max_size=8))
    def test_is_a_stable_sort_by_earliest_day(self, events):
        """Nothing is lost; earliest days do not fall; within a day classes keep their order."""
        ordered = in_order(events)

        assert sorted(map(id, events)) == sorted(map(id, ordered))
        keys = [(event.on.first, event.rank) for event in ordered]
        assert sorted(keys) == keys
        for key in set(keys):
            same = [event for event in events if (event.on.first, event.rank) == key]
            at = keys.index(key)
            assert [id(event) for event in same] == [
                id(event) for event in ordered[at : at + len(same)]
            ]
        assert ordered == in_order(ordered)

    def test_one_day_stands_as_things_follow(self):
        """An inspection before the commissioner it leads to, the direction before the go-live."""
        events = [
            ev.TrustWentLive("2016"),
            ev.DirectionIssued("2016"),
            ev.CommissionerAppointed("2016"),
            ev.InspectionPublished("2016"),
        ]

        assert tuple(reversed(events)) == in_order(events)


class TestHistory:
    """One authority's events."""

    @given(loose_histories())
    def test_is_a_sequence_of_its_events(self, history):
        """Length, iteration, indexing and slicing are those of its events."""
        assert len(history.events) == len(history)
        assert list(history.events) == list(history)
        assert history.events[1:3] == history[1:3]
        assert list(history.events) == [history[index] for index in range(len(history))]

    @given(loose_histories())
    def test_survives_copy_and_pickle(self, history):
        """A copy is equal and hashes the same."""
        for twin in twins(history):
            assert (history, hash(history)) == (twin, hash(twin))

    @given(loose_histories(), MODERN_DAYS)
    def test_as_of_is_the_longest_prefix(self, history, day):
        """No event certainly after the day is in it, and the next one left out is."""
        part = history.as_of(day)
        size = len(part)

        assert history.events[:size] == part.events
        assert all(event.on.earliest <= day for event in part)
        assert size == len(history) or history[size].on.earliest > day
        assert history.authority == part.authority

    @given(loose_histories(), MODERN_DAYS)
    def test_known_on_leaves_out_what_was_not_known(self, history, day):
        """Exactly the events that can have been known stay, in their order."""
        part = history.known_on(day)

        assert [event for event in history if event.known_from <= day.toordinal()] == list(part)
        assert all(event.on.earliest <= day for event in part)

    @given(loose_histories(), MODERN_DAYS, MODERN_DAYS)
    def test_more_is_known_later(self, history, one, other):
        """What was known on a day is known ever after."""
        earlier, later = (history.known_on(day) for day in sorted((one, other)))

        assert earlier == later.known_on(min(one, other))

    @given(loose_histories(), st.sampled_from(Confidence))
    def test_at_least_keeps_what_is_well_founded(self, history, least):
        """Events of less confidence, or of no source, are left out."""
        part = history.at_least(least.upper())

        assert [event for event in history if RANKS[event.confidence] >= RANKS[least]] == list(part)

    @pytest.mark.parametrize("ask", [History.as_of, History.known_on])
    def test_asks_for_a_whole_day(self, ask):
        """A day known in part is none to stand on."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            ask(History("Sandwell"), "2016-07")

    @pytest.mark.parametrize(
        ("fields", "error", "message"),
        [
            ({"authority": ""}, InvalidValue, "text for authority"),
            ({"authority": None}, InvalidValue, "text for authority"),
            ({"events": ["2016"]}, TypeError, r"events\[0\] is no event: '2016'"),
            ({"events": [ev.Note("2016"), None]}, TypeError, r"events\[1\] is no event: None"),
            ({"gss_code": "E0800002"}, ValueError, "a letter and eight digits"),
            ({"gss_code": "E08000028\n"}, ValueError, "a letter and eight digits"),
            ({"gss_code": "E0800002\u0668"}, ValueError, "a letter and eight digits"),
            ({"begins_in": ""}, InvalidValue, "text for begins_in"),
            ({"succeeds": "\x00"}, InvalidValue, "text for succeeds"),
            ({"checked_to": "now"}, BadDate, "'now'"),
        ],
        ids=range(10),  # the messages do not make names that every tool can pass on
    )
    def test_refuses_what_it_cannot_read(self, fields, error, message):
        """Each field is checked, with an error that says what it should be."""
        with pytest.raises(error, match=message):
            History(**{"authority": "Sandwell", **fields})

    def test_prints_its_span(self):
        """The repr says whose it is, how many events it has, and from when to when."""
        one, two = ev.Note("2015~"), ev.Note("2016-07")

        assert "<History of Sandwell: no events>" == repr(History("Sandwell"))
        assert "<History of Sandwell: 1 event, 2015~ to 2015~>" == repr(History("Sandwell", [one]))
        assert "<History of Sandwell: 2 events, 2015~ to 2016-07>" == repr(
            History("Sandwell", [one, two])
        )

    @given(histories())
    def test_shows_a_row_for_each_event(self, history):
        """In a notebook every event has its row, with date, trigger and sources."""
        table = history._repr_html_()

        assert len(history) + 1 == table.count("<tr>")
        for event in history:
            assert f"<td>{event.on.text}</td><td>{event.trigger}</td>" in table

    def test_takes_events_from_anywhere(self):
        """Any iterable of events will do, another history among them."""
        events = (ev.Note("2016"), ev.Note("2017"))
        history = History("Sandwell", iter(events))

        assert history == History("Sandwell", events) == History("Sandwell", history)
        assert PartialDate.parse("2017") == History("Sandwell", checked_to="2017").checked_to

    def test_is_a_table_in_a_notebook(self):
        """Word for word, with all sources of an event."""
        note = ev.Note("2016-07", sources=[Source("A"), Source("B <c>")])
        assert (
            "<table><caption>Sandwell</caption>"
            "<thead><tr><th>Date</th><th>Event</th><th>Sources</th></tr></thead>"
            "<tbody><tr><td>2016-07</td><td>note</td><td>A; B &lt;c&gt;</td></tr></tbody></table>"
        ) == History("Sandwell", [note])._repr_html_()


class TestClasses:
    """What a class of events says of itself, worked out when the class is made."""

    @pytest.mark.parametrize("name", ["irregularities", "requirement"])
    def test_one_that_can_be_wrong_by_itself_is_asked(self, name):
        """By either of the two members; others are not asked."""
        own = type("OwnEvent", (Event,), {name: lambda _: ()})

        assert (True, False) == (own.remarks_on_itself, own.acts_on_others)
        assert "own_event" == own.class_name

    @pytest.mark.parametrize("name", ["opens", "closes", "deadlines_set"])
    def test_one_that_acts_on_others_is_asked(self, name):
        """By any of the three members."""
        own = type("OwnEvent", (Event,), {name: ()})

        assert (False, True) == (own.remarks_on_itself, own.acts_on_others)

    def test_hashes_tell_events_apart(self):
        """Else a set of them would be as slow as a list."""
        events = {ev.Note(f"{year}") for year in range(2000, 2020)}
        maps = [FrozenMap({"year": year}) for year in range(20)]

        assert len({hash(event) for event in events}) > 10
        assert len({hash(each) for each in maps}) > 10
