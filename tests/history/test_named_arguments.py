"""Errors for dates and lengths of time that name the argument, and calls that lack a name."""

import datetime as dt
import gc
import pickle
import weakref
from contextlib import suppress

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import dates
from trustflow import events as ev
from trustflow.dates import explained, guessed_call
from trustflow.errors import BadArguments, BadDate, InvalidValue
from trustflow.history import Event
from trustflow.process import Relaxation

CITATION = tf.Citation("The post order")


def rule(**changes):
    """Return a date rule with some fields changed."""
    fields = {"id": "x", "requires": "y", "starts": "a", "ends": "b", "strength": "policy"}
    return tf.DateRule(**{**fields, **changes})


ARGUMENTS = {
    "on": ev.Note,
    "known_on": lambda value: ev.Note("2016", known_on=value),
    "published": lambda value: tf.Source("x", published=value),
    "stated_date": lambda value: tf.Source("x", stated_date=value),
    "due": lambda value: tf.Deadline("x", due=value),
    "since": lambda value: rule(since=value),
    "until": lambda value: rule(until=value),
    "due_from": lambda value: Relaxation(value, "2020", CITATION),
    "due_to": lambda value: Relaxation("2020", due_to=value, citation=CITATION),
    "as_of": tf.History("x").as_of,
    "start": lambda value: tf.due("action-plan", start=value),
}
MORE_AS_OF = {
    "deadlines": lambda value: tf.deadlines(tf.History("x"), value),
    "facts": lambda value: tf.facts(tf.History("x"), value),
    "what_next": lambda value: tf.what_next(tf.History("x"), value),
}
SPANS = {
    "within": lambda value: tf.Deadline("x", within=value),
    "at_most": lambda value: rule(at_most=value),
    "at_least": lambda value: rule(at_least=value),
    "fallback": lambda value: rule(fallback=(value, "1 day")),
}


@pytest.mark.parametrize(("name", "call"), ARGUMENTS.items(), ids=ARGUMENTS)
@given(value=st.sampled_from(["soon", "14.7.2016", "2016-13", "", dt.datetime(2016, 7, 14)]))  # noqa: DTZ001
def test_the_error_for_a_date_names_the_argument(name, call, value):
    """So the reader knows which of several dates is wrong; the guess is kept."""
    with pytest.raises(BadDate) as caught:
        call(value)
    assert name == caught.value.what
    assert str(caught.value).startswith(f"Invalid {name}: {value!r}. ")
    assert ("2016-07-14" if value == "14.7.2016" else "") == caught.value.meant


@pytest.mark.parametrize("call", MORE_AS_OF.values(), ids=MORE_AS_OF)
def test_the_error_of_a_function_names_its_argument(call):
    """A date that cannot be read, and one that is not one exact day."""
    for value in ("soon", "2016"):
        with pytest.raises(BadDate, match=f"^Invalid as_of: {value!r}"):
            call(value)


@pytest.mark.parametrize(("name", "call"), SPANS.items(), ids=SPANS)
def test_the_error_for_a_length_of_time_names_the_argument(name, call):
    """It has the guess too, also within a pair."""
    with pytest.raises(BadDate, match=rf"^Invalid {name}: '3 wekks'\. Did you mean '3 weeks'\?$"):
        call("3 wekks")


def test_the_error_outlives_a_process():
    """A worker hands its error on with the name and the guess."""
    with pytest.raises(BadDate) as caught:
        ev.Note("14.7.2016")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - made here
    assert ("on", "2016-07-14", str(caught.value)) == (copy.what, copy.meant, str(copy))


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (lambda: tf.Deadline("x", due="2 weeks"), "within='2 weeks'"),
        (lambda: tf.Deadline("x", due=14), "within='14 days'"),
        (lambda: tf.Deadline("x", due=dt.timedelta(days=3)), "within='3 days'"),
        (lambda: tf.Deadline("x", due=dates.weeks(2)), "within=weeks(2)"),
        (lambda: tf.Deadline("x", within="2016-12-01"), "due='2016-12-01'"),
        (lambda: tf.Deadline("x", within="2016"), "due='2016'"),
        (lambda: ev.DeadlineSet("2016", what="x", due="3 weeks"), "within='3 weeks'"),
        (lambda: tf.Precedent("x", CITATION), f"citation={CITATION!r}"),
    ],
)
def test_a_value_for_another_argument_is_given_to_it(call, meant):
    """The message has the argument that takes the value."""
    with pytest.raises(BadDate) as caught:
        call()
    assert f"Did you mean {meant}?" == caught.value.reason


@pytest.mark.parametrize(
    "call",
    [
        lambda: rule(at_most="2016-07-14"),  # since or until
        lambda: ev.Note("inadequate"),
        lambda: tf.Deadline("x", due="soon"),
        lambda: tf.Deadline("x", due="2 weeks", within="2 weeks"),
    ],
    ids=range(4),
)
def test_nothing_is_guessed_if_several_arguments_or_none_would_do(call):
    """A text fits nothing that takes any text."""
    with pytest.raises(BadDate) as caught:
        call()
    assert "Did you mean" not in caught.value.reason


class TestCallsWithoutNames:
    """Values that need the name of their argument."""

    @pytest.mark.parametrize(
        ("call", "fault", "example"),
        [
            (
                lambda: tf.Deadline("an answer", "2016-12-01"),
                (
                    "Deadline takes 1 argument without a name ('what'), but 2 were given. "
                    "Name the second."
                ),
                "Deadline('an answer', due='2016-12-01')",
            ),
            (
                lambda: tf.StageInfo("Sent", "In the post.", *(True,)),
                (
                    "StageInfo takes 2 arguments without a name ('label' and 'meaning'), but 3 "
                    "were given. Name the third: emphasised or final."
                ),
                "StageInfo('Sent', 'In the post.', final=True)",
            ),
            (
                lambda: tf.StageInfo("Sent", "In the post.", *(True, "red")),
                (
                    "StageInfo takes 2 arguments without a name ('label' and 'meaning'), but 4 "
                    "were given. Name the others."
                ),
                "StageInfo('Sent', 'In the post.', final=True, colour='red')",
            ),
            (
                lambda: tf.Deadline("an answer", "some words", 3),
                (
                    "Deadline takes 1 argument without a name ('what'), but 3 were given. "
                    "Name the others: due, within, set_by, met_by or judgement."
                ),
                "Deadline('an answer', within='2 weeks')",
            ),
            (
                lambda: ev.Note("2016", "By hand."),
                (
                    "Note takes 1 argument without a name ('on'), but 2 were given. Name the "
                    "second: known_on, sources, note, deadlines, subject, acted_by or topic."
                ),
                "Note('2016')",
            ),
            (
                lambda: tf.Span(1, "day", 3),
                (
                    "Span takes 2 arguments without a name ('count' and 'unit'), but 3 were given. "
                    "Leave out the last."
                ),
                "Span(1, 'day')",
            ),
            (
                lambda: tf.Span(1, "day", 3, 4),
                (
                    "Span takes 2 arguments without a name ('count' and 'unit'), but 4 were given. "
                    "Leave out the others."
                ),
                "Span(1, 'day')",
            ),
            (
                lambda: ev.Note("soon", "2017", known_on="2018"),
                (
                    "Note takes 1 argument without a name ('on'), but 2 were given. Name the "
                    "second: sources, note, deadlines, subject, acted_by or topic."
                ),
                "Note('2016-07-14', known_on='2018')",
            ),
        ],
        ids=range(8),
    )
    def test_the_message_counts_and_names_them(self, call, fault, example):
        """The example has the values that were given, where the class accepts them."""
        with pytest.raises(BadArguments) as caught:
            call()
        assert (fault, example) == (caught.value.fault, caught.value.example)

    def test_one_argument_of_a_class_that_needs_names(self):
        """The sentence is in the singular."""
        with pytest.raises(BadArguments, match=r"without a name, but 1 was given\."):
            tf.Process(5)
        with pytest.raises(BadArguments, match=r"without a name, but 2 were given\. Name each\. E"):
            tf.Process("letter", "A letter")

    def test_a_history_has_no_process(self):
        """The message says where the process belongs, with and without a name."""
        process = tf.TRUST_TRANSFER
        for call in (
            lambda: tf.History("x", [], process),
            lambda: tf.History("x", process=process),
        ):
            with pytest.raises(BadArguments, match=r"such as check\(history, process\)"):
                call()

    @pytest.mark.parametrize(
        ("call", "meant"),
        [
            (lambda: ev.Note(date="2016"), "on"),
            (lambda: tf.History("x", starts_in="sent"), "begins_in"),
            (lambda: rule(max="3 weeks"), "at_most"),
            (lambda: rule(minimum="3 weeks"), "at_least"),
            (lambda: tf.StageInfo("x", "y", color="red"), "colour"),
            (lambda: tf.Citation("x", link="https://www.gov.uk"), "url"),
            (lambda: tf.Source("x", publishd="2016"), "published"),
        ],
        ids=range(7),
    )
    def test_another_name_of_an_argument_is_known(self, call, meant):
        """People who try it are given the right one."""
        with pytest.raises(BadArguments, match=rf"Did you mean '{meant}'\? Example: "):
            call()

    def test_an_unknown_name_lists_all_names(self):
        """Also if there are many."""
        with pytest.raises(BadArguments) as caught:
            rule(zzz=1)
        names = [each.name for each in attrs.fields(tf.DateRule)]
        assert f"Expected one of: {', '.join(names)}." in caught.value.fault


class Broken(Exception):
    """An error of a user's converter."""


def _odd(value):
    raise Broken if value == "odd" else BadDate(repr(value), "It is odd.")


@attrs.frozen(kw_only=True)
class Odd(Event):
    """An event whose converter raises errors of its own."""

    other: str = attrs.field(default="", converter=lambda value: value and _odd(value))
    due: tf.PartialDate | None = attrs.field(
        default=None, converter=attrs.converters.optional(_odd)
    )


class TestUsersClasses:
    """Classes with converters and methods of their own."""

    def test_an_error_of_a_user_is_not_changed(self):
        """It is for the user to see."""
        with pytest.raises(Broken):
            Odd("2016", other="odd")

    def test_a_date_of_a_user_is_named(self):
        """A converter of the user can raise the error for dates."""
        with pytest.raises(BadDate, match=r"^Invalid due: 'x'\. It is odd\."):
            Odd("2016", due="x")

    def test_an_error_that_no_argument_gives_is_kept(self):
        """An error for a date in a method names what the method says."""

        class Late(Event):
            """An event that reads a date of its own."""

            def _variant(self):
                raise BadDate("'x'", "It is late.", "day of the stamp")

        with pytest.raises(BadDate, match=r"^Invalid day of the stamp: 'x'\. It is late\.$"):
            Late("2016")


class TestGuessedCalls:
    """A record that is given as a tuple or a text."""

    @pytest.mark.parametrize(
        ("cls", "value", "code"),
        [
            (tf.Move, ("sent", "a", "b"), "Move('sent', 'a', 'b')"),
            (tf.Move, ["sent", "a", "b", "possible"], "Move('sent', 'a', 'b', 'possible')"),
            (tf.Source, "Minutes", "Source('Minutes')"),
            (tf.Citation, ("The order",), "Citation('The order')"),
            (tf.Precedent, "12 High Street", "Precedent('12 High Street')"),
            (tf.Move, ("sent", "a"), "Move('sent', 'a', 'valid')"),
            (tf.Move, ("sent", "a", "b", "usual"), ""),
            (tf.Move, ("sent", "a", "b", "possible", [], 3), ""),
            (tf.Source, "", ""),
            (tf.Source, (), ""),
            (tf.Source, "x" * 200, ""),
            (tf.Deadline, "a plan", "Deadline('a plan', within='2 weeks')"),
            (tf.DateRule, ("x", "y"), ""),
            (Event, "2016", ""),
            (tf.Move, {"trigger": "sent"}, ""),
        ],
        ids=repr,
    )
    def test_the_call_is_one_that_works(self, cls, value, code):
        """It is empty if something is missing, refused, or too long to show."""
        assert code == guessed_call(cls, value)


class TestFunctions:
    """Functions that explain their arguments."""

    def test_a_call_that_fits_is_not_changed(self):
        """The name, the documentation and the result are those of the function."""

        @explained("double(2)")
        def double(number):
            """Return twice a number."""
            return number * 2

        assert ("double", "Return twice a number.", 4) == (
            double.__name__,
            double.__doc__,
            double(2),
        )
        with pytest.raises(TypeError, match="unsupported operand"):
            double(None)
        with pytest.raises(BadArguments, match=r"double needs the argument 'number'\. Example: "):
            double()

    @pytest.mark.parametrize(
        ("call", "fault"),
        [
            (lambda p: p.event("note"), "Process.event needs the argument 'on'."),
            (
                lambda p: p.event("note", "2016", "By hand."),
                (
                    "Process.event takes 2 arguments without a name ('trigger' and 'on'), but 3 "
                    "were given."
                ),
            ),
            (lambda p: type(p).event("note", "2016"), "Process.event needs the argument 'on'."),
            (
                lambda p: p.extended(trigger={}),
                "Process.extended has no argument 'trigger'. Did you mean 'triggers'?",
            ),
            (
                lambda p: p.extended([]),
                "Process.extended takes no arguments without a name, but 1 was given.",
            ),
            (
                lambda p: tf.due("action-plan", "2016-11-25", process=p),
                "due takes 1 argument without a name ('rule'), but 2 were given.",
            ),
        ],
        ids=range(6),
    )
    def test_a_call_that_does_not_fit_is_explained(self, call, fault):
        """The process itself is not counted."""
        with pytest.raises(BadArguments) as caught:
            call(tf.TRUST_TRANSFER)
        assert fault == caught.value.fault


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([["a"], "b"], ("Invalid starts[0]: ['a']. It is a list inside a list. Did you mean starts="
         "['a', 'b']?")),
        ([["a", "b"]], ("Invalid starts: ['a', 'b']. It is a list inside a list. Did you mean "
         "starts=['a', 'b']?")),
        (["a", ("b", "c")], ("Invalid starts[1]: ('b', 'c'). It is a list inside a list. Did you "
         "mean starts=['a', 'b', 'c']?")),
        ([["a"], 5], ("Invalid starts[0]: ['a']. Expected a text, such as 'letter_sent', or a list "
         "of texts, such as ['letter_sent'].")),
        ([[]], ("Invalid starts: []. Expected a text, such as 'letter_sent', or a list of texts, "
         "such as ['letter_sent'].")),
        ({"a": 1}, ("Invalid starts: {'a': 1}. Expected a text, such as 'letter_sent', or a list "
         "of texts, such as ['letter_sent'].")),
        (["a", None], ("Invalid starts[1]: None. Expected a text, such as 'letter_sent', or a list "
         "of texts, such as ['letter_sent'].")),
    ],
)  # fmt: skip
def test_a_list_in_a_list_of_names_is_flattened(value, message):
    """Otherwise what is refused looks like what is recommended."""
    with pytest.raises(InvalidValue) as caught:
        rule(starts=value)
    assert message == str(caught.value)


@pytest.mark.parametrize(
    "text", ["2020-01-01/..", "../2020", "2020~", "2020?", "2020/2021", "[2020]"]
)
@pytest.mark.parametrize("name", ["since", "until", "due_from", "due_to"])
def test_a_period_begins_and_ends_on_a_known_day(name, text):
    """Otherwise a rule would be in force to "or later"; a month or a year is a known end."""
    for good in ("2020-01-01", "2020-01", "2020", "2020-22"):
        ARGUMENTS[name](good) if name[:3] != "due" else Relaxation(good, good, CITATION)
    with pytest.raises(
        BadDate, match=rf"^Invalid {name}: .* Expected one day, such as '2020-01-01"
    ):
        ARGUMENTS[name](text)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("www.gov.uk", "Expected an address that starts with http:// or https://."),
        ("ftp://x.org", "Expected an address that starts with http:// or https://."),
        (5, "Expected an address that starts with http:// or https://."),
        ("http://", "It ends after //. Expected an address such as https://www.gov.uk."),
        ("https://", "It ends after //. Expected an address such as https://www.gov.uk."),
        ("http://a b", ("It contains a space, which an address cannot have. Write it in a form "
         "such as %20.")),
        ("http://a<b", ("It contains <, which an address cannot have. Write it in a form "
         "such as %20.")),
    ],
)  # fmt: skip
def test_a_refused_address_has_its_reason(link, reason):
    """An address that starts in the right way is refused for something else."""
    with pytest.raises(InvalidValue) as caught:
        tf.Citation("x", url=link)
    assert reason == caught.value.accepted


@pytest.mark.parametrize("text", ["http://a.org", "https://www.gov.uk/order"])
def test_the_title_of_a_citation_is_not_its_address(text):
    """An address in the title would be no link."""
    with pytest.raises(InvalidValue, match=r"^Invalid text: .* Give it as url, after a title"):
        tf.Citation(text)


def test_the_authority_comes_before_the_events():
    """A text in place of the events is the name of the authority."""
    with pytest.raises(InvalidValue, match="The name of the authority comes first"):
        tf.History([ev.Note("2016")], "12 High Street")


@pytest.mark.parametrize("text", ["today", "now", "letters", "tomorrow", ""])
def test_a_word_for_checked_to_gets_the_accepted_forms(text):
    """They are those of `checked_to`, not of any date."""
    with pytest.raises(BadDate, match=r"^Invalid checked_to: .* or ongoing\.$"):
        tf.History("x", checked_to=text)


def test_a_date_for_checked_to_is_suggested():
    """A date in another form keeps its guess."""
    with pytest.raises(BadDate, match=r"^Invalid checked_to: '14.7.2016'\. Did you mean '2016-07-"):
        tf.History("x", checked_to="14.7.2016")
    with pytest.raises(
        BadDate, match=r"^Invalid checked_to: 3\. Expected a date, such as '2016-07"
    ):
        tf.History("x", checked_to=3)


def test_a_refused_call_leaves_no_circle_of_references():
    """What the callers hold is freed at once, without a search for such circles."""

    class Held:
        """An object that can be watched."""

    def call(_held):
        with suppress(BadArguments):
            tf.History()

    gc.disable()
    try:
        held = Held()
        watched = weakref.ref(held)
        call(held)
        del held
        assert watched() is None
    finally:
        gc.enable()
