"""What must hold between two histories, whatever the rules are.

That the beginning of a history checks the same by itself, and what deleting an event does, is
tested where `check` and deletion are.
"""

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.strategies import date_rules
from trustflow import testing
from trustflow.dates import MAX_DAY, MIN_DAY, PartialDate, Unit

ANY = testing.histories() | testing.loose_histories()


def breaches(report):
    """By event and rule, whether the breach of a date rule is certain."""
    return {
        (finding.index, finding.rule): finding.certain
        for finding in report.findings
        if finding.code == "date_rule"
    }


def told(report):
    """The findings as far as rules decide them: not how well founded they are."""
    return [
        (each.code, each.index, each.rule, each.strength, each.certain) for each in report.findings
    ]


@st.composite
def narrowed(draw, process, history):
    """The history with one date narrowed to a span inside it, and without deadlines.

    A deadline that may have been superseded, and then is not, beats a rule; that is a law of its
    own.
    """
    bare = [evolve(event, deadlines=()) for event in history]
    plain = [event for event in bare if not event.deadlines_set]
    places = [index for index, event in enumerate(plain) if not event.on.is_day]
    assume(places)
    place = draw(st.sampled_from(places))
    on = plain[place].on
    first = draw(st.integers(on.first, on.last))
    last = draw(st.integers(first, on.last))
    changed = [*plain]
    changed[place] = evolve(plain[place], on=PartialDate.between(first, last))
    return evolve(history, events=plain), evolve(history, events=changed), process


def assert_narrowing_only_tells(wide, narrow, process):
    """Hold two reports together: what was told stays told, and nothing is said that was not."""
    before, after = breaches(tf.check(wide, process)), breaches(tf.check(narrow, process))
    assert set(after) <= set(before)
    assert {key for key, certain in before.items() if certain} <= {
        key for key, certain in after.items() if certain
    }


@given(ANY.flatmap(lambda history: narrowed(tf.TRUST_TRANSFER, history)))
def test_narrowing_a_date_only_tells_what_could_not_be_told(found):
    """A breach that cannot be told becomes one that is certain, or none; all others stay."""
    assert_narrowing_only_tells(*found)


@given(
    testing.processes().flatmap(
        lambda process: testing.loose_histories(process).flatmap(
            lambda history: narrowed(process, history)
        )
    )
)
def test_narrowing_a_date_only_tells_in_any_process(found):
    """The same for random processes, with rules of every kind."""
    assert_narrowing_only_tells(*found)


# Shifting in time


def moved(date, count):
    """The date so many days on."""
    return None if date is None else PartialDate.between(date.first + count, date.last + count)


def shifted(history, count):
    """The history so many days on."""
    events = [
        evolve(event, on=moved(event.on, count), known_on=moved(event.known_on, count))
        for event in history
    ]
    return evolve(history, events=events)


def timeless(process):
    """The process with those rules only that are always in force and count days."""
    rules = [
        rule
        for rule in process.rules
        if (rule.since, rule.until) == (None, None)
        and {span.unit for span in spans_of(rule)} == {Unit.DAYS}
    ]
    return evolve(process, rules=rules)


def spans_of(rule):
    """Every span a rule has."""
    return [span for span in (rule.at_least, rule.at_most, *(rule.fallback or ())) if span]


@given(testing.processes().map(timeless), st.integers(-3000, 3000), st.data())
def test_time_can_be_shifted(process, count, data):
    """What counts days and is always in force says the same of another time."""
    history = data.draw(testing.loose_histories(process))
    plain = evolve(history, events=[evolve(event, deadlines=()) for event in history])
    days = [date for event in plain for date in (event.on, event.known_on) if date is not None]
    assume(all(date.first + count >= MIN_DAY for date in days))
    assume(all(date.last + count <= MAX_DAY for date in days))
    assert told(tf.check(plain, process)) == told(tf.check(shifted(plain, count), process))


# What does not matter


@given(ANY, st.randoms())
def test_the_order_of_sources_does_not_matter(history, random):
    """Neither to what is found, nor to how it is told, nor to how well founded it is."""
    events = [
        evolve(event, sources=random.sample(event.sources, len(event.sources))) for event in history
    ]
    assert tf.check(history).findings == tf.check(evolve(history, events=events)).findings


@given(ANY)
def test_who_says_so_does_not_matter_to_what_is_found(history):
    """Sources, notes and when it became known decide no rule of the trust transfer."""
    bare = [evolve(event, sources=(), note=None, known_on=None) for event in history]
    assert told(tf.check(history)) == told(tf.check(evolve(history, events=bare)))


# Rules do not disturb one another


@given(testing.processes(), st.data())
def test_a_rule_more_adds_its_own_findings_only(process, data):
    """Of what the others say nothing changes, and no move does."""
    rule = data.draw(date_rules(process))
    history = data.draw(testing.loose_histories(process))
    before = tf.check(history, process)
    after = tf.check(history, process.extended(rules=[rule]))
    assert told(before) == [each for each in told(after) if each[2] != rule.id]
    assert [step.after for step in before.steps] == [step.after for step in after.steps]


@given(ANY, st.sampled_from([rule.id for rule in tf.TRUST_TRANSFER.rules]))
def test_a_rule_less_takes_its_own_findings_only(history, rule_id):
    """The same for the rules of the trust transfer, one at a time."""
    rules = [rule for rule in tf.TRUST_TRANSFER.rules if rule.id != rule_id]
    fewer = evolve(tf.TRUST_TRANSFER, rules=rules)
    left = [each for each in told(tf.check(history)) if each[2] != rule_id]
    assert left == told(tf.check(history, fewer))
