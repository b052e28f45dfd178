"""A history: one authority's events, and its parts."""

from html import escape

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from tests.copies import copies_of
from trustflow import events as ev
from trustflow.dates import PartialDate
from trustflow.errors import BadDate, InvalidValue
from trustflow.history import ONGOING, Confidence, History, NamedEvent, Source
from trustflow.testing import histories, loose_histories
from trustflow.testing.dates import MODERN_DAYS
from trustflow.trust_transfer import TRUST_TRANSFER, TransferEvent

RANKS = {None: 0, "low": 1, "medium": 2, "high": 3}


class TestSequence:
    """A history as a sequence and as a value."""

    @given(loose_histories())
    def test_a_history_is_a_sequence_of_its_events(self, history):
        """Its length, iteration, indexing and slicing are those of its events."""
        assert len(history.events) == len(history)
        assert list(history.events) == list(history)
        assert history.events[1:3] == history[1:3]
        assert list(history.events) == [history[index] for index in range(len(history))]

    @given(loose_histories())
    def test_a_copy_is_the_same_history(self, history):
        """A copy is equal and has the same hash."""
        for twin in copies_of(history):
            assert (history, hash(history)) == (twin, hash(twin))

    def test_any_iterable_of_events_may_be_given(self):
        """Another history is one."""
        events = (ev.Note("2016"), ev.Note("2017"))
        history = History("Sandwell", iter(events))

        assert history == History("Sandwell", events) == History("Sandwell", history)
        assert PartialDate.parse("2017") == History("Sandwell", checked_to="2017").checked_to

    @pytest.mark.parametrize(
        ("fields", "error", "message"),
        [
            ({"authority": ""}, InvalidValue, "text for authority"),
            ({"authority": None}, InvalidValue, "text for authority"),
            (
                {"events": ["2016"]},
                InvalidValue,
                r"Invalid events\[0\]: '2016'\. Expected an Event",
            ),
            (
                {"events": [ev.Note("2016"), None]},
                InvalidValue,
                r"Invalid events\[1\]: None\. Expected an Event",
            ),
            ({"gss_code": "E0800002"}, ValueError, "a letter and eight digits"),
            ({"gss_code": "E08000028\n"}, ValueError, "a letter and eight digits"),
            ({"gss_code": "E0800002\u0668"}, ValueError, "a letter and eight digits"),
            ({"begins_in": ""}, InvalidValue, "text for begins_in"),
            ({"succeeds": "\x00"}, InvalidValue, "text for succeeds"),
            ({"checked_to": "now"}, BadDate, "'now'"),
        ],
        ids=range(10),  # the messages do not make ids that every tool can pass on
    )
    def test_an_unreadable_field_is_refused(self, fields, error, message):
        """Each field is checked, with an error that gives what is accepted."""
        with pytest.raises(error, match=message):
            History(**{"authority": "Sandwell", **fields})


class TestParts:
    """The part of a history up to a day, known on a day, or of a confidence."""

    @given(loose_histories(), MODERN_DAYS)
    def test_as_of_is_the_longest_start_without_an_event_after_the_day(self, history, day):
        """No event in it is certainly after the day, and the first one left out is."""
        part = history.as_of(day)
        size = len(part)

        assert history.events[:size] == part.events
        assert all(event.on.earliest <= day for event in part)
        assert size == len(history) or history[size].on.earliest > day
        assert history.authority == part.authority

    @given(loose_histories(), MODERN_DAYS)
    def test_known_on_keeps_the_events_that_can_have_been_known(self, history, day):
        """The events keep their order, and none of them is certainly after the day."""
        part = history.known_on(day)

        assert [event for event in history if event.known_from <= day.toordinal()] == list(part)
        assert all(event.on.earliest <= day for event in part)

    @given(loose_histories(), MODERN_DAYS, MODERN_DAYS)
    def test_what_was_known_on_a_day_is_known_on_every_later_day(self, history, one, other):
        """The later part, asked for the earlier day, gives the earlier part.

        The later part of an ongoing record is checked to the later day, and no longer says that it
        was checked to the earlier one.
        """
        earlier, later = (history.known_on(day) for day in sorted((one, other)))
        again = later.known_on(min(one, other))

        if history.checked_to == ONGOING and one != other:
            assert again.checked_to is None
            again = evolve(again, checked_to=earlier.checked_to)
        assert earlier == again

    @given(loose_histories(), st.sampled_from(Confidence))
    def test_at_least_keeps_the_events_of_a_confidence_or_a_higher_one(self, history, least):
        """Events without a source are left out, also of the inherited ones."""
        part = history.at_least(least.upper())

        for listed, kept in ((history, part), (history.inherits, part.inherits)):
            assert [event for event in listed if RANKS[event.confidence] >= RANKS[least]] == list(
                kept
            )

    @pytest.mark.parametrize("ask", [History.as_of, History.known_on])
    def test_a_day_known_only_in_part_is_refused(self, ask):
        """The day asked for is a whole day."""
        with pytest.raises(BadDate, match="Expected an exact day"):
            ask(History("Sandwell"), "2016-07")


class TestInherits:
    """The events that a history inherits from the authority that it replaced."""

    def test_they_need_the_name_of_the_authority_that_had_them(self):
        """The error says how many events there are, and what is missing."""
        inherits = [ev.Note("2015"), ev.Note("2016")]
        with pytest.raises(InvalidValue) as caught:
            History("North Northamptonshire", inherits=inherits)
        assert (
            "Invalid inherits: 2 events. Expected succeeds as well, the name of the authority that "
            "had the events."
        ) == str(caught.value)
        history = History("North Northamptonshire", inherits=inherits, succeeds="Northamptonshire")
        assert tuple(inherits) == history.inherits
        assert (0, ()) == (len(history), history.events)

    def test_one_event_may_be_given_and_another_value_is_refused(self):
        """The error gives the position."""
        note = ev.Note("2016")
        assert (note,) == History("North", inherits=note, succeeds="All").inherits
        with pytest.raises(
            InvalidValue, match=r"Invalid inherits\[1\]: '2016'\. Expected an Event"
        ):
            History("North", inherits=[note, "2016"], succeeds="All")

    @given(loose_histories(), MODERN_DAYS)
    def test_known_on_filters_them_and_as_of_does_not(self, history, day):
        """What the predecessor had is in the history on every day, if it was known."""
        assert history.inherits == history.as_of(day).inherits
        assert [event for event in history.inherits if event.known_from <= day.toordinal()] == list(
            history.known_on(day).inherits
        )

    def test_an_open_date_listed_twice_is_two_events(self):
        """Its possible days depend on its neighbours; an exact date needs no copy."""
        opened, exact = ev.Note("2016/.."), ev.Note("2016-01-01")
        history = History(
            "North",
            [opened, exact, opened, exact],
            inherits=[opened, opened],
            succeeds="All",
        )
        listed = (*history.inherits, *(event for event in history if event.on.is_open_end))
        assert [opened] * 4 == list(listed)
        assert 4 == len({id(event) for event in listed})
        assert history[1] is history[3] is exact


class TestDisplay:
    """A history as text and as a table in a notebook."""

    def test_the_repr_gives_the_first_and_the_last_date(self):
        """The repr also has the authority and the number of events."""
        one, two = ev.Note("2015~"), ev.Note("2016-07")

        assert "<History of Sandwell: no events>" == repr(History("Sandwell"))
        assert "<History of Sandwell: 1 event, 2015~ to 2015~>" == repr(History("Sandwell", [one]))
        assert "<History of Sandwell: 2 events, 2015~ to 2016-07>" == repr(
            History("Sandwell", [one, two])
        )

    @given(histories())
    def test_the_table_has_a_row_for_each_event(self, history):
        """Each row has the date, the event in the words of the process, and the sources."""
        table = history._repr_html_()

        assert len(history) + 1 == table.count("<tr>")
        for event in history:
            label = escape(TRUST_TRANSFER.triggers[event.trigger])
            assert f"<td>{event.on.text}</td><td>{label}</td>" in table

    def test_the_table_has_words_for_any_event(self):
        """A trigger of another process, and one of a user's class, is shown with spaces."""

        @frozen(repr=False, eq=False, kw_only=True)
        class BoardMet(TransferEvent):
            """An event that the trust transfer does not have."""

        events = [NamedEvent("2016", what="place_refused"), BoardMet("2016-07")]
        table = History("Sandwell", events)._repr_html_()
        assert "<td>place refused</td>" in table
        assert "<td>board met</td>" in table

    def test_the_table_lists_all_sources_of_an_event(self):
        """Word for word, with escaped texts."""
        note = ev.Note("2016-07", sources=[Source("A"), Source("B <c>")])
        assert (
            "<table><caption>Sandwell</caption>"
            "<thead><tr><th>Date</th><th>Event</th><th>Sources</th></tr></thead>"
            "<tbody><tr><td>2016-07</td><td>note</td><td>A; B &lt;c&gt;</td></tr></tbody></table>"
        ) == History("Sandwell", [note])._repr_html_()
