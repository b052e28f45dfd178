"""`verify` finds rules that exclude each other, are superfluous, and stages that trap."""

import datetime as dt
import itertools
import json
import pickle
import sys

import pendulum
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.verify_plants import SOMETIMES_LONGER, rule
from trustflow import testing
from trustflow.dates import LAST_CALENDAR_DAY, Span, days_of_span
from trustflow.engine import evaluate
from trustflow.history import Citation, NamedEvent
from trustflow.process import Condition, StageInfo
from trustflow.queries import ExampleEvent, shortest_time
from trustflow.queries.verification.days import compared, earliest_days, is_longer

DAY = pendulum.Date(2025, 1, 1)
"""The first start day that is compared."""


def process(*rules, moves=(), stages=("sent", "read", "answered"), final=(), **fields):
    """Return a process of letters: each event leads to the next stage."""
    triggers = {"send": "letter sent", "read": "letter read", "answer": "letter answered"}
    standard = [
        tf.Move("send", "new", "sent"),
        tf.Move("read", "sent", "read"),
        tf.Move("answer", "read", "answered"),
    ]
    names = ("new", *stages)
    return tf.Process(
        name="letters",
        title="Letters",
        stages={name: StageInfo(name.title(), "A stage.", final=name in final) for name in names},
        initial="new",
        triggers={**triggers, **fields.pop("triggers", {})},
        moves=[*standard, *moves],
        rules=rules,
        **fields,
    )


def letters(*rules, **fields):
    """Return the process in which an answer is the end."""
    return process(*rules, final=("answered",), **fields)


def found(of, code):
    """Return the only finding of a verification, of whose code it is."""
    (finding,) = tf.verify(of).findings
    assert finding.code == code
    return finding


# The trust transfer


def test_the_trust_transfer_has_no_fault():
    """Nothing in it is wrong or superfluous."""
    verification = tf.verify()
    assert verification.ok
    assert verification.findings == ()
    assert verification == tf.verify(tf.TRUST_TRANSFER)


def test_shortest_times_of_the_trust_transfer():
    """By law, only employee information takes time (28 days); in practice, 9 months."""
    shortest = tf.verify().shortest
    by_law = shortest("rated_inadequate", "trust_live", on="2026-01-05")
    assert (by_law.days, by_law.time, by_law.rules) == (0, "0 days", ())
    assert by_law.explain().endswith("No such rule on this route sets a shortest time.")
    informed = shortest(
        "rated_inadequate", "trust_live", on="2026-01-05", through="employee_information_given"
    )
    assert (informed.days, informed.time) == (28, "28 days")
    directed = shortest("direction_issued", "trust_live", on="2026-01-05", strength="all")
    assert (directed.days, directed.time) == (273, "9 months")
    assert directed.path == ("direction_issued", "trust_live")
    returned = shortest("trust_live", "returned_to_council", on="2026-01-05", strength="logic")
    assert (returned.days, [rule.id for rule in returned.rules]) == (1, ["return-after-live"])


@pytest.mark.parametrize(
    ("on", "days"), [("2014-04-01", 14), ("2014-04-16", 14), ("2014-04-17", 28), ("2014-05-01", 28)]
)
def test_the_rule_in_force_counts(on, days):
    """Employee information took 14 days for transfers up to 30 April 2014, and 28 days after."""
    shortest = tf.verify().shortest(
        "direction_issued", "trust_live", on=on, through="employee_information_given"
    )
    assert shortest.days == days


# Rules that exclude each other


def test_two_laws_on_the_same_events_are_a_fault():
    """The example is the shortest history, and ends with the event for which no day is left."""
    least = rule("least", "send", "answer", at_least="8 weeks")
    most = rule("most", "send", "answer", at_most="3 weeks")
    finding = found(letters(least, most), "rules_exclude")
    assert finding.is_fault
    assert finding.always
    assert finding.rules == ("least", "most")
    assert finding.begins_in == "new"
    assert finding.example == (
        ExampleEvent("send", "letter sent", DAY),
        ExampleEvent("read", "letter read", DAY),
        ExampleEvent("answer", "letter answered", None),
    )
    assert finding.message == (
        'The rules least (law) and most (law) leave no day for "Letter answered": least allows at '
        "least 8 "
        'weeks from "Letter sent" to "Letter answered"; most allows at most 3 weeks from "Letter '
        'sent" to "Letter answered". For example, after "Letter sent" on 1 January 2025, "Letter '
        'read" on 1 January 2025.'
    )


@pytest.mark.parametrize("strength", ["logic", "law", "inspectorate", "policy", "direction"])
def test_only_law_and_logic_are_faults(strength):
    """Against any other rule, it is a remark."""
    least = rule("least", "send", "answer", at_least="8 weeks", strength=strength)
    most = rule("most", "send", "answer", at_most="3 weeks")
    verification = tf.verify(letters(least, most))
    assert verification.ok == (strength not in {"logic", "law"})
    assert len(verification.faults) + len(verification.remarks) == 1


@pytest.mark.parametrize(("shorter", "longer"), SOMETIMES_LONGER)
def test_rules_that_exclude_each_other_on_some_days(shorter, longer):
    """The example starts on such a day; on another day, both can be kept."""
    least = rule("least", "send", "answer", at_least=longer)
    most = rule("most", "send", "answer", at_most=shorter)
    finding = found(letters(least, most), "rules_exclude")
    assert not finding.always
    assert "from some start days" in finding.message
    start = finding.example[0].day
    assert Span.of(longer).after(start) > Span.of(shorter).after(start)


@pytest.mark.parametrize(("shorter", "longer"), SOMETIMES_LONGER)
def test_one_rule_can_exclude_itself(shorter, longer):
    """Its own bounds can leave no day too, from some start days."""
    both = rule("both", "send", "answer", at_least=longer, at_most=shorter)
    finding = found(letters(both), "rules_exclude")
    assert finding.rules == ("both",)
    assert finding.message.startswith("The rule both (law) leaves no day")


@pytest.mark.parametrize(
    "fields",
    [
        {"until": "2020-12-31"},
        {"answers": "a letter"},
        {"condition": Condition("note", "by hand")},
        {"in_force_by_end": True, "until": "2025-01-05", "since": "2025-01-01"},
        {"end_field": "known_on"},
    ],
)
def test_rules_that_need_not_meet_are_left_alone(fields):
    """They are in force at other times, answer other letters, or leave another day free."""
    least = rule("least", "send", "answer", at_least="8 weeks", **fields)
    other = {"since": "2021-01-01"}
    if "condition" in fields:
        other["condition"] = Condition("note", "by post")
    most = rule("most", "send", "answer", at_most="3 weeks", **other)
    made = letters(least, most, events=tf.process.CLASSES_NOT_GIVEN)
    assert tf.verify(made).findings == ()


def test_days_for_which_a_rule_was_relaxed_are_left_out():
    """A rule that was relaxed for all days compared excludes nothing."""
    relaxed = tf.process.Relaxation("2024-01-01", "2030-01-01", Citation("The order"))
    least = rule("least", "send", "answer", at_least="8 weeks")
    most = rule("most", "send", "answer", at_most="3 weeks", relaxed=relaxed)
    assert tf.verify(letters(least, most)).findings == ()


def test_a_deadline_shorter_than_the_steps_to_it_is_never_met():
    """If another way leads round a step, the rules only exclude each other on the way through."""
    rules = (
        rule("reading", "send", "read", at_least="8 days"),
        rule("writing", "read", "answer", at_least="8 days"),
        rule("whole", "send", "answer", at_most="10 days"),
    )
    finding = found(letters(*rules), "deadline_never_met")
    assert {*finding.rules} == {"reading", "writing", "whole"}
    assert finding.message.startswith(
        'The rule whole (law) can never be met by "Letter answered" if the rules writing (law) and '
        "reading (law) are kept"
    )
    assert [event.day for event in finding.example] == [DAY, DAY.add(days=8), None]
    round_it = tf.Move("skip", "sent", "read")
    other = letters(*rules, moves=[round_it], triggers={"skip": "letter skipped"})
    assert found(other, "rules_exclude").rules == finding.rules


def test_a_wait_longer_than_two_deadlines():
    """A lower bound can exclude two upper bounds one after the other."""
    rules = (
        rule("reading", "send", "read", at_most="5 days"),
        rule("writing", "read", "answer", at_most="5 days"),
        rule("whole", "send", "answer", at_least="11 days"),
    )
    assert {*found(letters(*rules), "rules_exclude").rules} == {"reading", "writing", "whole"}
    kept = evolve(rules[2], at_least="10 days")
    assert tf.verify(letters(*rules[:2], kept)).findings == ()


def test_a_single_event_can_break_a_rule_always():
    """A wait from an event to itself cannot be kept."""
    wait = rule("wait", "send", "send", at_least="1 day", same_event=True)
    finding = found(letters(wait), "deadline_never_met")
    assert (finding.is_fault, finding.rules) == (True, ("wait",))


@pytest.mark.parametrize("ordered", [True, False])
def test_the_order_of_events_can_exclude(ordered):
    """A wait from a later event is longer than one from an earlier one only in order."""
    rules = (
        rule("whole", "send", "answer", at_most="10 days"),
        rule("writing", "read", "answer", at_least="11 days"),
    )
    findings = tf.verify(letters(*rules, ordered=ordered)).findings
    assert [each.code for each in findings] == (["deadline_never_met"] if ordered else [])


def test_a_third_rule_adds_no_finding():
    """If two rules exclude each other, no finding has a third rule besides."""
    rules = (
        rule("whole", "send", "answer", at_most="20 days"),
        rule("writing", "read", "answer", at_least="30 days"),
        rule("reading", "send", "read", at_least="5 days"),
    )
    assert {*found(letters(*rules), "deadline_never_met").rules} == {"whole", "writing"}


def test_a_rule_can_be_left_by_its_deadline():
    """An event that ends only one of the rules leaves the other alone."""
    rules = (
        rule("least", "send", "answer", at_least="30 days"),
        rule("most", "send", ("read", "answer"), at_most="20 days"),
    )
    assert tf.verify(letters(*rules)).findings == ()


# Rules that never apply or bind


def _silent_rules():
    plain = {"at_most": "9 days"}
    return {
        "cancelled before": rule("r", "send", "answer", cancelled_by="read", **plain),
        "shown before": rule("r", "send", "answer", shown_by="read", **plain),
        "only shown": rule("r", "send", (), shown_by="answer", **plain),
        "the same day": rule("r", "send", "send", same_event=True, **plain),
        "no day waited": rule("r", "send", "send", same_event=True, at_least="0 days"),
        "due after its period": rule(
            "r",
            "send",
            "answer",
            since="2020-01-01",
            until="2020-01-05",
            in_force_to_due=True,
            **plain,
        ),
    }


@pytest.mark.parametrize("name", sorted(_silent_rules()))
def test_rules_that_never_apply(name):
    """They are faults, because whoever wrote them meant something."""
    finding = found(letters(_silent_rules()[name]), "rule_never_applies")
    assert (finding.is_fault, finding.rules, finding.example) == (True, ("r",), ())
    assert finding.message.startswith("The rule r (law) can never apply: ")


@pytest.mark.parametrize(
    "fields",
    [
        {"cancelled_by": "stop"},
        {"shown_by": "stop"},
        {
            "at_least": "1 day",
            "in_force_to_due": True,
            "since": "2020-01-01",
            "until": "2020-01-05",
        },
        {"since": "2020-01-01", "until": "2020-01-20", "in_force_to_due": True},
        {"start_field": "known_on", "same_event": True, "ends": "send"},
    ],
)
def test_rules_that_apply_only_sometimes_are_left_alone(fields):
    """One way, one start day or one bound is enough."""
    stop = tf.Move("stop", "read", "read")
    one = tf.process.DateRule(
        **{
            "id": "r",
            "requires": "An answer",
            "starts": "send",
            "ends": "answer",
            "at_most": "9 days",
            "strength": "law",
            "citation": Citation("The order"),
            **fields,
        }
    )
    made = letters(one, moves=[stop], triggers={"stop": "letter stopped"})
    assert tf.verify(made).findings == ()


def test_an_event_that_may_leave_a_post_open_does_not_silence_a_rule():
    """If the starting event opens something, only what closes it cancels the clock."""
    commissioner = tf.TRUST_TRANSFER.rule("commissioner-report")
    assert commissioner.cancelled_by
    assert not [each for each in tf.verify().findings if commissioner.id in each.rules]


def test_a_looser_rule_never_binds():
    """It is a remark, which names the tighter rule."""
    loose = rule("loose", "send", "answer", at_most="30 days", strength="practice")
    tight = rule("tight", "send", "answer", at_most="2 weeks")
    finding = found(letters(loose, tight), "rule_never_binds")
    assert (finding.is_fault, finding.rules) == (False, ("loose", "tight"))
    assert found(letters(tight, loose), "rule_never_binds").rules == ("loose", "tight")
    assert finding.message == (
        "The rule loose (practice) never binds: it allows at most 30 days, and tight (law) at most "
        "2 weeks, "
        "which is always as tight."
    )


def test_lengths_of_different_units_are_compared_day_by_day():
    """Of 48 months none is shorter than 1,460 days, though some have 1,461."""
    loose = rule("loose", "send", "answer", at_most="48 months")
    tight = rule("tight", "send", "answer", at_most="1460 days")
    assert found(letters(loose, tight), "rule_never_binds").rules == ("loose", "tight")
    longer = evolve(tight, at_most="1461 days")
    assert found(letters(loose, longer), "rule_never_binds").rules == ("tight", "loose")


def test_of_two_equal_rules_the_later_never_binds():
    """Only one of them is superfluous."""
    first, second = (rule(name, "send", "answer", at_most="2 weeks") for name in ("a", "b"))
    assert found(letters(first, second), "rule_never_binds").rules == ("b", "a")


def test_a_wait_of_no_days_never_binds_in_order():
    """The order of events already asks for it; without order, it binds."""
    wait = rule("wait", "send", "answer", at_least="0 days")
    assert found(letters(wait), "rule_never_binds").rules == ("wait", "in-order")
    assert tf.verify(letters(wait, ordered=False)).findings == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"strength": "practice"},
        {"at_most": "31 days"},
        {"at_most": "1 month"},
        {"at_most": None, "at_least": "1 day"},
        {"duty_holder": "office"},
        {"since": "2000-01-01"},
        {"until": "2030-01-01"},
        {"from_first": True},
        {"cancelled_by": "read"},
        {"relaxed": tf.process.Relaxation("2020-04-24", "2020-09-24", Citation("The order"))},
        {"since": "1900-01-01", "until": "2100-01-01", "in_force_to_due": True},
    ],
)
def test_a_rule_that_another_does_not_cover_binds(fields):
    """The other is weaker, looser, on another body, at another time, or stopped by more events."""
    one = rule("one", "send", "answer", at_most="30 days")
    other = rule("other", "send", "answer", **{"at_most": "30 days", **fields})
    assert not [
        each
        for each in tf.verify(letters(one, other)).findings
        if each.code == "rule_never_binds" and each.rules[0] == "one"
    ]


# Stages that trap


def test_stages_that_lead_only_to_each_other_trap():
    """They do so only if the process has a final stage, which they do not reach."""
    back = tf.Move("back", "answered", "read")
    fields = {"triggers": {"back": "letter given back"}, "moves": [back]}
    assert tf.verify(process(**fields)).findings == ()
    lost = tf.Move("lose", "sent", "lost")
    stages = ("sent", "read", "answered", "lost")
    fields["triggers"]["lose"] = "letter lost"
    with_end = process(stages=stages, final=("lost",), **{**fields, "moves": [back, lost]})
    finding = found(with_end, "stage_traps")
    assert (finding.is_fault, finding.stages) == (True, ("read", "answered"))
    assert finding.message == (
        'No way leads from "Read" and "Answered" to a final stage, and none of them is final.'
    )
    out = tf.Move("lose", "answered", "lost", mark="possible")
    free = process(stages=stages, final=("lost",), **{**fields, "moves": [back, lost, out]})
    assert tf.verify(free).findings == ()


# The answer


def test_a_verification_can_be_read_and_kept():
    """It has a text, plain data, HTML for notebooks, and can be pickled."""
    least = rule("least", "send", "answer", at_least="8 weeks")
    most = rule("most", "send", "answer", at_most="3 weeks")
    loose = rule("loose", "send", "answer", at_most="5 weeks")
    verification = tf.verify(letters(loose, least, most))
    assert repr(verification) == "<Verification of letters: 2 faults, 1 remark>"
    assert str(verification) == verification.text
    heading, *lines = verification.text.split("\n")
    assert heading == verification.summary == "Letters: 2 faults, 1 remark"
    assert lines == [f"- {finding}" for finding in verification.findings]
    assert [line[2:7] for line in lines] == ["fault", "fault", "remar"]
    data = json.loads(json.dumps(verification.to_dict()))
    assert (data["process"], data["ok"]) == ("letters", False)
    assert [each["severity"] for each in data["findings"]] == ["fault", "fault", "remark"]
    example = data["findings"][0]["example"]
    assert example[0] == {"trigger": "send", "day": "2025-01-01"}
    assert example[-1]["day"] is None
    assert data["findings"][2]["begins_in"] is None
    assert "<td>rules_exclude</td>" in verification._repr_html_()
    assert pickle.loads(pickle.dumps(verification)) == verification  # noqa: S301 - our own data
    assert "0 faults, 0 remarks" in tf.verify(letters())._repr_html_()


# Shortest times


def test_waits_on_a_route_add_up():
    """The time is their sum, with the route and the day of each event."""
    made = letters(
        rule("reading", "send", "read", at_least="1 month"),
        rule("writing", "read", "answer", at_least="10 working days"),
    )
    shortest = tf.verify(made).shortest("new", "answered", on="2025-01-31")
    assert shortest.time == "1 month + 10 working days"
    assert [step.day.isoformat() for step in shortest.steps] == [
        "2025-01-31",
        "2025-02-28",
        "2025-03-14",
    ]
    assert shortest.days == 42
    assert shortest.path == ("new", "sent", "read", "answered")
    assert repr(shortest) == (
        "<ShortestTime from new to answered: 1 month + 10 working days (42 days)>"
    )
    assert shortest.explain() == (
        'From "New" to "Answered", every rule of logic and law kept, it takes at least 1 month + '
        '10 working days (42 days) from 31 January 2025. "Letter sent": 31 January 2025. "Letter '
        'read": 28 February 2025, by reading (law), at least 1 month from "Letter sent". "Letter '
        'answered": 14 March 2025, by writing (law), at least 10 working days from "Letter read".'
    )
    data = json.loads(json.dumps(shortest.to_dict()))
    assert (data["time"], data["days"], data["rules"]) == (
        shortest.time,
        42,
        ["reading", "writing"],
    )
    assert [step["rule"] for step in data["steps"]] == [None, "reading", "writing"]
    assert "1 month + 10 working days (42 days)" in shortest._repr_html_()
    assert pickle.loads(pickle.dumps(shortest)) == shortest  # noqa: S301 - our own data


def test_a_deadline_can_push_an_event_on():
    """If the answer must wait, it can be too late after an early reading, which then waits too."""
    made = letters(
        rule("whole", "send", "answer", at_least="20 days"),
        rule("writing", "read", "answer", at_most="5 days"),
    )
    shortest = tf.verify(made).shortest("new", "answered", on="2025-01-01")
    assert [step.day.day for step in shortest.steps] == [1, 16, 21]
    assert shortest.time == "20 days"
    reading = tf.verify(made).shortest("new", "read", on="2025-01-01")
    assert reading.days == 0
    assert [step.ended_rule for step in shortest.steps] == [None, None, None]


@pytest.mark.parametrize(
    ("fields", "others", "days", "ended"),
    [
        # A deadline ends sooner than the wait for the same event.
        ({"at_most": "5 days", "until": "2025-01-10"}, {}, [5, 11, 35], "writing"),
        # It ends while there is still time: the reading waits for the deadline instead.
        ({"at_most": "28 days", "until": "2025-01-10"}, {}, [5, 7, 35], None),
        # Up to its last start day, its due day lies in its period.
        (
            {"at_most": "5 days", "until": "2025-01-15", "in_force_to_due": True},
            {},
            [5, 11, 35],
            "writing",
        ),
        # Another rule ends on the same day and is kept a day earlier too.
        (
            {"at_most": "5 days", "until": "2025-01-10"},
            {"at_most": "40 days", "until": "2025-01-10"},
            [5, 11, 35],
            "writing",
        ),
        # A rule that must be in force on the day of its end ends for the event that ends it.
        (
            {"at_least": "50 days", "until": "2025-02-10", "in_force_by_end": True},
            {},
            [5, 5, 42],
            "writing",
        ),
    ],
)
def test_the_rule_that_an_event_outlasts_is_named(fields, others, days, ended):
    """It is the one that the event would break a day earlier."""
    rules = [rule("whole", "send", "answer", at_least="30 days")]
    if others:
        rules.append(rule("other", "read", "answer", **others))
    rules.append(rule("writing", "read", "answer", **fields))
    shortest = tf.verify(letters(*rules)).shortest("new", "answered", on="2025-01-05")
    counted = [(step.day - DAY).days + 1 for step in shortest.steps]
    assert counted == days
    assert [step.ended_rule.id for step in shortest.steps if step.ended_rule] == (
        [] if ended is None else [ended]
    )


def test_many_rules_that_end_are_compared_soon():
    """Only a rule that is broken needs a choice, so their number does not multiply."""
    stages = [f"s{number}" for number in range(20)]
    moves = [
        tf.Move(f"e{number}", before, after)
        for number, (before, after) in enumerate(itertools.pairwise(stages))
    ]
    rules = [
        rule(
            f"r{number}",
            f"e{number}",
            f"e{number + 1}",
            at_least="5 days",
            at_most="9 days",
            since=f"{1990 + number}-01-01",
            until="2030-12-31",
        )
        for number in range(18)
    ]
    made = tf.Process(
        name="long",
        title="Long",
        stages={name: StageInfo(name, "A stage.", final=name == stages[-1]) for name in stages},
        initial=stages[0],
        triggers={move.trigger: move.trigger for move in moves},
        moves=moves,
        rules=rules,
    )
    shortest = tf.verify(made).shortest(stages[0], stages[-1], on="2025-01-01")
    assert shortest.days == 18 * 5


PERIODS = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(sorted)


@st.composite
def temporary_rules(draw):
    """Generate rules between three events, some of them in force for a few days of January."""
    starts, ends = draw(st.sampled_from((("send", "read"), ("read", "answer"), ("send", "answer"))))
    least = draw(st.none() | st.integers(0, 6))
    most = draw(st.integers(0, 6)) if least is None or draw(st.booleans()) else None
    since, until = draw(PERIODS)
    is_temporary = draw(st.integers(0, 3))
    return {
        "start": starts,
        "end": ends,
        "at_least": None if least is None else f"{least} days",
        "at_most": None if most is None else f"{most + (least or 0)} days",
        "since": f"2025-01-0{since + 1}" if is_temporary > 1 else None,
        "until": f"2025-01-0{until + 1}" if is_temporary else None,
        "in_force_by_end": draw(st.booleans()),
    }


@given(st.lists(temporary_rules(), min_size=1, max_size=4))
@settings(max_examples=min(60, settings.default.max_examples))
def test_the_shortest_time_is_that_of_all_days_tried(drawn):
    """The engine finds no earlier days for the events, in whatever period a rule is in force."""
    rules = [
        rule(
            f"r{number}",
            fields["start"],
            fields["end"],
            **{name: value for name, value in fields.items() if name not in {"start", "end"}},
        )
        for number, fields in enumerate(drawn)
    ]
    made = letters(*rules)
    shortest = tf.verify(made).shortest("new", "answered", on=DAY)
    first, places = DAY.toordinal(), ("send", "read", "answer")

    def are_kept(*days):
        on = dict(zip(places, [(first + day, first + day) for day in days], strict=True))
        return all(
            evaluate(one, on[one.starts[0]], on[one.ends[0]]) is None
            for one in made.rules
            if not one.is_in_order
        )

    tried = (
        answer for answer in range(40) for read in range(answer + 1) if are_kept(0, read, answer)
    )
    assert (None if shortest is None else shortest.days) == next(tried, None)


def test_the_time_is_in_days_if_no_sum_gives_it():
    """An event that waits until a rule is out of force has no rule that it waits for."""
    made = letters(rule("writing", "read", "answer", at_least="30 days", until="2025-01-10"))
    shortest = tf.verify(made).shortest("new", "answered", on="2025-01-05")
    assert (shortest.days, shortest.time, shortest.rules) == (6, "6 days", ())
    assert [step.day.day for step in shortest.steps] == [5, 11, 11]
    assert [step.rule for step in shortest.steps] == [None, None, None]
    assert [step.ended_rule and step.ended_rule.id for step in shortest.steps] == [
        None,
        "writing",
        None,
    ]
    assert '"Letter read": 11 January 2025, when writing (law) no longer applies.' in (
        shortest.sentences()
    )
    assert [step["ended_rule"] for step in shortest.to_dict()["steps"]] == [None, "writing", None]
    later = tf.verify(made).shortest("new", "answered", on="2024-12-05")
    assert (later.days, later.time) == (30, "30 days")


def test_a_rule_that_comes_into_force_later():
    """An early event is free of it."""
    made = letters(rule("writing", "read", "answer", at_least="30 days", since="2025-01-10"))
    assert tf.verify(made).shortest("new", "answered", on="2025-01-05").days == 0
    assert tf.verify(made).shortest("new", "answered", on="2025-01-10").days == 30


def test_no_time_is_given_if_no_route_keeps_the_rules():
    """It is None, as for an event that no route has."""
    least = rule("least", "send", "answer", at_least="8 weeks")
    most = rule("most", "send", "answer", at_most="3 weeks", strength="policy")
    verification = tf.verify(letters(least, most))
    assert verification.shortest("new", "answered", on=DAY).days == 56
    assert verification.shortest("new", "answered", on=DAY, strength="all") is None
    assert verification.shortest("answered", "new", on=DAY) is None
    assert verification.shortest("read", "answered", on=DAY, through="send") is None


def test_a_route_can_be_chosen():
    """Through stages and events, and by the marks of its moves."""
    short = tf.Move("skip", "new", "read", mark="possible")
    note = tf.Move("note", "sent", "sent")
    made = letters(
        rule("reading", "send", "read", at_least="9 days"),
        rule("noting", "note", "read", at_least="12 days"),
        moves=[short, note],
        triggers={"skip": "reading skipped", "note": "note made"},
    )
    shortest = tf.verify(made).shortest
    assert shortest("new", "read", on=DAY).days == 9
    assert shortest("new", "read", on=DAY, marks=["standard", "possible"]).days == 0
    assert shortest("new", "read", on=DAY, marks="possible").path == ("new", "read")
    assert shortest("new", "read", on=DAY, marks=list(tf.Mark), through="sent").days == 9
    noted = shortest("new", "read", on=DAY, through=["sent", "note"])
    assert [step.move.trigger for step in noted.steps] == ["send", "note", "read"]
    assert noted.days == 12
    assert shortest("sent", "read", on=DAY, through="note").days == 12
    assert shortest("new", "new", on=DAY).steps == ()
    assert shortest("new", "new", on=DAY).path == ("new",)
    assert shortest("sent", "sent", on=DAY).days == 0


def test_an_event_is_not_put_before_the_stage_is_entered():
    """The start day is that of the event that enters the first stage."""
    note = tf.Move("note", "new", "new")
    made = letters(
        rule("noting", "note", "read", at_least="12 days"),
        moves=[note],
        triggers={"note": "note made"},
    )
    shortest = tf.verify(made).shortest
    assert shortest("sent", "read", on=DAY, through="note") is None
    assert shortest("new", "read", on=DAY, through="note").days == 12


def test_rules_that_leave_every_day_free_do_not_count():
    """A condition need not be met, and a day in a field can be long before."""
    made = letters(
        rule("handed", "send", "read", at_least="9 days", condition=Condition("note", "by hand")),
        rule("known", "send", "read", at_least="8 days", start_field="known_on"),
        rule("within", "read", "read", at_most="8 days", start_field="known_on", same_event=True),
    )
    assert tf.verify(made).shortest("new", "read", on=DAY).days == 0


def test_the_start_day_is_today_by_default(monkeypatch):
    """The environment variable for tests replaces it."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-02-03")
    assert tf.verify(letters()).shortest("new", "sent").on == pendulum.Date(2026, 2, 3)


@pytest.mark.parametrize(
    ("words", "fields", "error"),
    [
        (("knew", "read"), {}, "stage 'knew'"),
        (("new", "red"), {}, "stage 'red'"),
        (("new", "read"), {"through": "sends"}, "stage or event 'sends'"),
        (("new", "read"), {"through": ["sent", "reed"]}, "stage or event 'reed'"),
        (("new", "read"), {"through": "foo"}, "stage or event 'foo'"),
        (("new", "read"), {"through": ""}, "stage or event ''"),
        (("new", "read"), {"through": 5}, "stage or event 5"),
        (("new", "read"), {"strength": "lore"}, "strength of a shortest time 'lore'"),
        (("new", "read"), {"marks": "standart"}, "mark of a move 'standart'"),
    ],
)
def test_unknown_names_are_refused(words, fields, error):
    """The message names what is unknown."""
    with pytest.raises(tf.InvalidValue, match=f"(?i)unknown {error}"):
        tf.verify(letters()).shortest(*words, on=DAY, **fields)


def test_names_on_a_route_are_suggested():
    """The message suggests a stage or an event, whichever is nearer, and lists both."""
    with pytest.raises(tf.InvalidValue) as caught:
        tf.verify(letters()).shortest("new", "answered", on=DAY, through="snd")
    assert caught.value.words == ("new", "sent", "read", "answered", "send", "answer")
    assert "Expected one of: new, sent, read, answered, send, answer." in str(caught.value)


@pytest.mark.parametrize("day", ["2025-01", "2025", "2025-13-01", "soon", 5, ""])
def test_a_start_day_must_be_exact(day):
    """The message names the argument."""
    with pytest.raises(tf.BadDate, match=r"^Invalid on: "):
        tf.verify(letters()).shortest("new", "read", on=day)


@pytest.mark.parametrize("mark", list(tf.Mark))
def test_the_mark_of_a_step_is_a_word(mark):
    """It is the same word in all plain data, not the letter of the mark."""
    skip = tf.Move("skip", "new", "read", mark=mark)
    made = letters(moves=[skip], triggers={"skip": "reading skipped"})
    (step,) = tf.verify(made).shortest("new", "read", on=DAY, marks=mark).to_dict()["steps"]
    assert step["mark"] == mark.label


def test_longer_routes_are_not_timed_once_the_last_event_is_on_the_start_day(monkeypatch):
    """No other route is shorter, so it makes no difference; equally long ones are compared."""
    made = letters(
        moves=[
            tf.Move("skip", "new", "answered", mark="possible"),
            tf.Move("jump", "new", "read", mark="possible"),
        ],
        triggers={"skip": "all skipped", "jump": "reading skipped"},
    )
    timed = []

    def count(limits, nodes, *others, **fields):
        timed.append(len(nodes))
        return earliest_days(limits, nodes, *others, **fields)

    of_times = sys.modules[shortest_time.__module__]  # the package has the function by this name
    monkeypatch.setattr(of_times, "earliest_days", count)
    shortest = tf.verify(made).shortest("new", "answered", on=DAY, marks=list(tf.Mark))
    assert [step.move.trigger for step in shortest.steps] == ["skip"]
    assert timed == [1, 2]


# Properties


@given(testing.processes(), st.data())
@settings(max_examples=min(40, settings.default.max_examples))
def test_the_steps_of_a_shortest_time_keep_the_rules(process, data):
    """The engine gives no finding by a counted rule on a history of these events on these days."""
    stages = st.sampled_from([*process.stages])
    verification = tf.Verification(process, ())
    shortest = verification.shortest(
        data.draw(stages),
        data.draw(stages),
        on=data.draw(st.dates(dt.date(2009, 1, 1), dt.date(2020, 1, 1))),
        strength="all",
        marks=list(tf.Mark),
    )
    if shortest is None or not shortest.steps:
        return
    events = [NamedEvent(step.day, what=step.move.trigger) for step in shortest.steps]
    first = shortest.steps[0].move.stage
    report = tf.check(tf.History("Case", events, begins_in=first), process)
    assert report.stage == shortest.end
    counted = {
        rule.id
        for rule in process.rules
        if rule.condition is None and (rule.start_field, rule.end_field) == ("on", "on")
    }
    late = [each for each in report.findings if each.code in {"date_rule", "out_of_order"}]
    assert not [each for each in late if each.rule in counted]


SPANS = st.builds(Span, st.integers(0, 400), st.sampled_from(tf.dates.Unit))
DAYS = st.integers(dt.date(1901, 1, 1).toordinal(), dt.date(2090, 1, 1).toordinal())


@at_most(60)
@given(SPANS, DAYS)
def test_no_span_is_shorter_or_longer_than_its_length(span, day):
    """The bounds hold from every start day."""
    if span.shift(day) < LAST_CALENDAR_DAY:
        least, most = days_of_span(span)
        assert least <= span.shift(day) - day <= most


@at_most(60)
@given(SPANS, SPANS, DAYS)
def test_a_longer_span_is_longer_on_every_day(one, other, day):
    """If it is not, some day shows it."""
    starts = compared((day, day + 400), (one, other))
    assume(starts)
    expected = all(one.shift(start) >= other.shift(start) for start in starts)
    assert is_longer(one, other, starts) == expected
