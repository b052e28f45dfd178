"""The fields of a date rule in processes of a user's own, each by the smallest histories.

Each history keeps the rule, breaks it, or leaves open whether it is kept; the list of deadlines
says the same.
"""

import pytest
from attrs import field, frozen
from attrs.validators import optional

import trustflow as tf
from tests.engine.samples import PROVISION
from trustflow.dates import PartialDate
from trustflow.history import Event, Strength, optional_date, plain_text

KEPT, LATE = "met", "met late"
CANNOT_BE_TOLD, SUPERSEDED, NOT_RECORDED = "cannot be told", "superseded", "not recorded"
LAST_DAY = "2021-01-01"
"""The day of the status, on which everything is past."""


@frozen(repr=False, eq=False, kw_only=True)
class Ordered(Event):
    """A book is ordered; another library may have to lend it."""

    lender: str | None = field(default=None, validator=optional(plain_text))


@frozen(repr=False, eq=False, kw_only=True)
class Lent(Event):
    """A book is lent, in answer to an order or to something else."""

    responds_to: str | None = field(default=None, validator=optional(plain_text))
    begun: PartialDate | None = field(default=None, converter=optional_date)


class Seen(Event):
    """The book was seen with the reader, who must have it by then."""


class Borrowed(Event):
    """Another book is borrowed."""


class CardIssued(Event):
    """A reader gets a card, which opens something."""

    @property
    def opens(self):
        """Whether the event opens something."""
        return True


class CardRenewed(CardIssued):
    """A card takes the place of the one before."""

    def closes(self, opened):
        """Return the cards that are open."""
        return tuple(event for event in opened if event.on.first != self.on.first)


class CardReturned(Event):
    """A card is given back."""

    def closes(self, opened):
        """Return the cards that are open."""
        return tuple(opened)


class Closed(Event):
    """The library is closed, which closes no card."""


EVENTS = (Ordered, Lent, Seen, Borrowed, CardIssued, CardRenewed, CardReturned, Closed)


def library(*rules):
    """Return a process of one stage in which all of these events are allowed."""
    triggers = {cls.class_name: cls.class_name.replace("_", " ") for cls in EVENTS}
    return tf.Process(
        name="library",
        title="A library",
        initial="open",
        stages={"open": tf.StageInfo("Open", "The library is open.", final=True)},
        triggers=triggers,
        moves=[tf.Move(trigger, "open", "open") for trigger in triggers],
        rules=rules,
        events=EVENTS,
    )


def rule(**fields):
    """Return a rule of five days from an order to the loan, with some fields changed."""
    usual = {
        "id": "loan",
        "requires": "The book is lent",
        "starts": "ordered",
        "ends": "lent",
        "at_most": "5 days",
        "strength": "policy",
        "citation": PROVISION,
        "duty_holder": "library",
    }
    return tf.DateRule(**usual | fields)


def results(process, *events, as_of=LAST_DAY):
    """Return the findings on the rule (whether certain), and the statuses of its deadlines."""
    history = tf.History("Somewhere", events)
    findings = [each.certain for each in tf.check(history, process).findings if each.rule == "loan"]
    dues = tf.deadlines(history, as_of, process=process, everything=True)
    return findings, [str(due.status) for due in dues if due.rule == "loan"]


ORDERED = Ordered("2020-01-01")


# shown_by

SHOWN = library(rule(shown_by="seen"))


@pytest.mark.parametrize(
    ("events", "findings", "statuses"),
    [
        ([Lent("2020-01-06")], [], [KEPT]),
        ([Lent("2020-01-07")], [True], [LATE]),
        ([Lent("2020-01")], [False], [CANNOT_BE_TOLD]),
        ([Seen("2020-01-06")], [], [KEPT]),
        ([Seen("2020-01-07")], [], [CANNOT_BE_TOLD]),
        ([Seen("2020-01")], [], [CANNOT_BE_TOLD]),
        ([Seen("2020-01-07"), Lent("2020-02")], [], [CANNOT_BE_TOLD]),
        ([], [], [NOT_RECORDED]),
    ],
)
def test_an_event_that_shows_the_end_can_only_keep_the_rule(events, findings, statuses):
    """If it comes late, nobody can tell; the clock is spent either way."""
    assert (findings, statuses) == results(SHOWN, ORDERED, *events)


def test_a_showing_event_never_breaks_a_lower_bound():
    """The book can have been lent on an earlier day."""
    process = library(rule(shown_by="seen", at_least="3 days"))
    assert ([True], [LATE]) == results(process, ORDERED, Lent("2020-01-09"))
    assert [True] == results(process, ORDERED, Lent("2020-01-02"))[0]
    assert [] == results(process, ORDERED, Seen("2020-01-02"))[0]


@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ([Lent("2020-03-01")], []),
        ([Lent("2020-03-02")], [("deadline_missed", True)]),
        ([Seen("2020-03-01"), Lent("2020-03-02")], []),
        ([Seen("2020-03-02"), Lent("2020-03-03")], [("deadline_missed", False)]),
        ([Seen("2020-03-02")], []),
    ],
)
def test_a_stated_day_for_either_event_is_met_by_either(events, codes):
    """A showing event in time meets it; a late one leaves it open, and nobody can tell."""
    for met_by in ("lent", "seen"):
        ordered = Ordered(
            "2020-01-01", deadlines=tf.Deadline("loan", due="2020-03-01", met_by=met_by)
        )
        if met_by == "seen" and any(isinstance(event, Seen) for event in events):
            continue  # an event that the deadline names meets it, also if it is late
        found = tf.check(tf.History("Somewhere", [ordered, *events]), SHOWN).findings
        assert codes == [(finding.code, finding.certain) for finding in found]


# end_field

BEGUN = library(rule(end_field="begun"))


@pytest.mark.parametrize(
    ("events", "findings", "statuses"),
    [
        ([Lent("2020-02-01", begun="2020-01-06")], [], [KEPT]),
        ([Lent("2020-02-01", begun="2020-01-07")], [True], [LATE]),
        ([Lent("2020-02-01", begun="2020-01-07/2020-01-31")], [True], [LATE]),
        ([Lent("2020-02-01", begun="2020-01-02/2020-01-31")], [], [KEPT]),
        ([Lent("2020-02-01", begun="2020-01-05/2020-01-08")], [], [KEPT]),
        # It had begun before the order, so it answers something else.
        ([Lent("2020-02-01", begun="2020-01-01")], [], [NOT_RECORDED]),
        (
            [Lent("2020-02-01", begun="2019"), Lent("2020-02-02", begun="2020-01-07")],
            [True],
            [LATE],
        ),
        # It may have begun before the order.
        (
            [Lent("2020-02-01", begun="2020-01"), Lent("2020-02-02", begun="2020-01-07")],
            [],
            [CANNOT_BE_TOLD],
        ),
        # Without the field, the event only shows the end.
        ([Lent("2020-01-06")], [], [KEPT]),
        ([Lent("2020-02-01")], [], [CANNOT_BE_TOLD]),
    ],
)
def test_a_rule_can_end_on_a_day_in_a_field(events, findings, statuses):
    """The earliest start in the field counts, if it came after the day that started the clock."""
    assert (findings, statuses) == results(BEGUN, ORDERED, *events)


SEEN_TOO = library(rule(end_field="begun", shown_by="seen"))


@pytest.mark.parametrize(
    ("event", "status", "done"),
    [
        (Lent("2020-02-01", begun="2020-01-06"), KEPT, "on 6 January 2020"),
        (Lent("2020-02-01", begun="2020-01-07/2020-01-31"), LATE, "on 7 January 2020"),
        (
            Lent("2020-02-01", begun="2020-01"),
            CANNOT_BE_TOLD,
            "between 1 January 2020 and 31 January 2020",
        ),
        (Lent("2020-01-06"), KEPT, "by 6 January 2020"),
        (Lent("2020-02"), CANNOT_BE_TOLD, "by 29 February 2020"),
        (Seen("2020-02-01"), CANNOT_BE_TOLD, "by 1 February 2020"),
    ],
)
def test_a_deadline_says_when_it_was_met_by_the_days_that_count(event, status, done):
    """It is not the event's own day, if that day is not what decided the status."""
    history = tf.History("Somewhere", [ORDERED, event])
    (due,) = tf.deadlines(history, LAST_DAY, process=SEEN_TOO, everything=True)
    outcome = f"{status.capitalize()} as of 1 January 2021: due by 6 January 2020, done {done}."
    assert next(due.sentences()) == outcome


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("2020-01-07", "(1 February 2020), counted on 7 January 2020, came"),
        ("2020-01-07/2020-01-31", "(1 February 2020), whose start was on 7 January 2020, came"),
        (
            "2020-01",
            "(1 February 2020), counted between 1 January 2020 and 31 January 2020, may have",
        ),
    ],
)
def test_a_finding_names_the_day_in_the_field(begun, words):
    """A date in the field is counted; only a period has a start."""
    history = tf.History("Somewhere", [Ordered("2019-12-31"), Lent("2020-02-01", begun=begun)])
    (finding,) = tf.check(history, BEGUN).findings
    assert words in finding.message


# in_force_to_due

IN_FORCE = {"since": "2020-01-01", "until": "2020-01-10"}


@pytest.mark.parametrize(
    ("on", "to_due", "by_start"),
    [
        ("2019-12-31", [], []),
        ("2020-01-01", [True], [True]),
        ("2020-01-05", [True], [True]),
        ("2020-01-06", [], [True]),
        ("2020-01-10", [], [True]),
        ("2020-01-11", [], []),
        ("2020-01-05/2020-01-06", [False], [True]),
    ],
)
def test_an_upper_bound_can_need_the_due_day_in_force(on, to_due, by_start):
    """What would be due after the last day in force binds nobody, and is not listed as due."""
    events = [Ordered(on), Lent("2020-06-01")]
    process = library(rule(in_force_to_due=True, **IN_FORCE))
    findings, statuses = results(process, *events)
    assert to_due == findings
    assert {True: LATE, False: CANNOT_BE_TOLD}.get((to_due or [None])[0]) == next(
        iter(statuses), None
    )
    assert by_start == results(library(rule(**IN_FORCE)), *events)[0]


def test_a_lower_bound_needs_the_start_day_only():
    """Too early is too early, though the due day lies after the last day in force."""
    process = library(rule(in_force_to_due=True, at_least="3 days", **IN_FORCE))
    assert [True] == results(process, Ordered("2020-01-10"), Lent("2020-01-12"))[0]
    assert [] == results(process, Ordered("2020-01-10"), Lent("2020-01-13"))[0]


# answers

ANSWERS = library(
    rule(answers="Order  of a book"),
    rule(id="map", starts="borrowed", answers="order of a map"),
)


@pytest.mark.parametrize(
    ("responds_to", "findings", "statuses"),
    [
        ("order of a book", [True], [LATE]),
        (" ORDER of a  book", [True], [LATE]),
        (None, [True], [LATE]),
        ("a letter", [True], [LATE]),
        ("order of a map", [], [NOT_RECORDED]),
    ],
)
def test_an_event_can_answer_another_rule_only(responds_to, findings, statuses):
    """Words that no rule of the process knows, or none, answer every rule."""
    lent = Lent("2020-02-01", responds_to=responds_to)
    assert (findings, statuses) == results(ANSWERS, ORDERED, lent)
    assert {"order of a book", "order of a map"} == set(ANSWERS.answers)


# duty_holder_field

LENDER = library(rule(answers="order", duty_holder_field="lender", strength="law"))


@pytest.mark.parametrize(
    ("lender", "responds_to", "findings", "duty_holder"),
    [
        (None, None, [True], "library"),
        ("Leeds", "order", [True], "Leeds"),
        ("Leeds", None, [], "Leeds"),
        ("Leeds", "a letter", [], "Leeds"),
        (" SOMEWHERE", None, [True], "library"),
    ],
)
def test_the_starting_event_can_name_another_duty_holder(
    lender, responds_to, findings, duty_holder
):
    """Then only what answers the rule ends the clock, and the finding names that body.

    The authority of the history itself is no other body.
    """
    events = [Ordered("2020-01-01", lender=lender), Lent("2020-02-01", responds_to=responds_to)]
    assert findings == results(LENDER, *events)[0]
    history = tf.History("Somewhere", events)
    found = tf.check(history, LENDER).findings
    assert [duty_holder] * len(findings) == [finding.duty_holder for finding in found]
    (due,) = tf.deadlines(history, "2020-01-02", process=LENDER)
    assert (duty_holder, "open") == (due.duty_holder, due.status)
    assert all(f"Duty holder: {duty_holder}." in finding.message for finding in found)


# cancelled_by

CARD = library(rule(starts="card_issued", cancelled_by=["card_returned", "closed"]))
ISSUED = CardIssued("2020-01-01")


@pytest.mark.parametrize(
    ("between", "findings", "status"),
    [
        ([], [True], LATE),
        ([CardReturned("2020-01-03")], [], SUPERSEDED),
        ([CardReturned("2020-01-07")], [], NOT_RECORDED),
        ([CardReturned("2020-01")], [], CANNOT_BE_TOLD),
        ([Closed("2020-01-03")], [True], LATE),
        ([CardRenewed("2020-01-03")], [True], LATE),
        ([CardRenewed("2020-01-03"), CardReturned("2020-01-04")], [], SUPERSEDED),
    ],
)
def test_an_event_that_closes_what_the_start_opened_cancels_the_clock(between, findings, status):
    """An event that renews it takes its place; an event that leaves it open cancels nothing."""
    found, statuses = results(CARD, ISSUED, *between, Lent("2020-02-01"))
    assert (findings, [status]) == (found, statuses)


def test_an_event_that_cancels_the_clock_does_so_although_it_renews_what_it_closes():
    """The rule names it, so the clock does not go on for what the event opens."""
    process = library(rule(starts="card_issued", cancelled_by="card_renewed"))
    events = [ISSUED, CardRenewed("2020-01-03"), Lent("2020-02-01")]
    assert ([], [SUPERSEDED]) == results(process, *events)


def test_a_clock_of_a_start_that_opens_nothing_is_cancelled_by_each_of_the_events():
    """Nothing has to be closed for that."""
    process = library(rule(cancelled_by="closed"))
    assert ([], [SUPERSEDED]) == results(process, ORDERED, Closed("2020-01-03"), Lent("2020-02-01"))


def test_the_rule_reads_its_new_fields():
    """Triggers are one or several; `answers` is kept in lower case with single spaces."""
    made = rule(shown_by="seen", cancelled_by=["closed", "card_returned"], answers=" The  ORDER")
    assert (("seen",), ("closed", "card_returned"), "the order") == (
        made.shown_by,
        made.cancelled_by,
        made.answers,
    )
    assert made.strength is Strength.POLICY
    with pytest.raises(tf.InvalidValue, match="text for answers"):
        rule(answers="")
    with pytest.raises(tf.InvalidValue, match="text for answers"):
        rule(answers=5)
