"""Properties that relate the findings on two histories, or by two processes, for any rules.

`tests/engine/test_check.py` compares a history with its beginning, and `tests/test_deletion.py`
compares a history with the same history without one event.
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
    """Return the breaches of date rules, by event and rule: for each, whether it is certain.

    Rules are left out that end on a day in a field, or that other events cancel. If a date is in
    doubt, nobody can tell whether such an event ends the clock, and there is no finding; a narrower
    date can then give one.
    """
    left_out = {
        rule.id for rule in report.process.rules if rule.end_field != "on" or rule.cancelled_by
    }
    return {
        (finding.index, finding.rule): finding.certain
        for finding in report.findings
        if finding.code == "date_rule" and finding.rule not in left_out
    }


def decided(report):
    """Return the fields of findings that rules decide, so without confidence and wording."""
    return [
        (finding.code, finding.index, finding.rule, finding.strength, finding.certain)
        for finding in report.findings
    ]


@st.composite
def narrowed(draw, process, history):
    """Generate a history, a copy with one narrower date, and the process.

    The narrower date lies within the possible days of the event, which bound an open end. Both
    histories are without deadlines: a narrower date can show that a deadline was not superseded,
    and the deadline then replaces the bound of a rule.
    """
    plain = without_deadlines(history)
    inexact = [index for index, event in enumerate(plain) if not event.on.is_day]
    assume(inexact)
    index = draw(st.sampled_from(inexact))
    possible = tf.check(plain, process).days(plain[index])
    first = draw(st.integers(max(possible[0], MIN_DAY), min(possible[1], MAX_DAY)))
    last = draw(st.integers(first, min(possible[1], MAX_DAY)))
    narrower = evolve(plain[index], on=PartialDate.between(first, last))
    # A letter that may be of the time in which letters asked for no plan is read as not asking.
    assume(asked(narrower) == asked(plain[index]))
    changed = [*plain]
    changed[index] = narrower
    return plain, evolve(history, events=changed, inherits=plain.inherits), process


def without_deadlines(history):
    """Return a history of the events that set no deadline but in their field `deadlines`."""
    events, inherits = (
        [
            event
            for event in (evolve(event, deadlines=()) for event in listed)
            if not event.deadlines_set
        ]
        for listed in (history, history.inherits)
    )
    return evolve(history, events=events, inherits=inherits)


def asked(event):
    """Return whether a letter asks for a plan; None for other events."""
    return getattr(event, "plan_request", None)


def assert_narrowing_only_decides(wide, narrow, process):
    """Assert that a narrower date adds no breach, and that certain breaches stay certain.

    A date that contradicts the order, or an abolition, can change which days and events count.
    """
    reports = tf.check(wide, process), tf.check(narrow, process)
    for report in reports:
        assume(report.replay.abolished_by is None)
        assume("out_of_order" not in {finding.code for finding in report.findings})
    before, after = map(breaches, reports)
    assert set(after) <= set(before)
    assert {key for key, certain in before.items() if certain} <= {
        key for key, certain in after.items() if certain
    }


@given(ANY.flatmap(lambda history: narrowed(tf.TRUST_TRANSFER, history)))
def test_narrowing_a_date_only_decides_what_was_uncertain(narrowing):
    """A possible breach becomes certain, disappears or stays; certain breaches stay."""
    assert_narrowing_only_decides(*narrowing)


@given(
    testing.processes().flatmap(
        lambda process: testing.loose_histories(process).flatmap(
            lambda history: narrowed(process, history)
        )
    )
)
def test_narrowing_a_date_only_decides_in_any_process(narrowing):
    """This holds for random processes, with rules of every kind."""
    assert_narrowing_only_decides(*narrowing)


# Shifting in time


def shifted_date(date, count):
    """Return the date shifted by a number of days; None for None."""
    return None if date is None else PartialDate.between(date.first + count, date.last + count)


def shifted(history, count):
    """Return the history with every date shifted by a number of days."""
    events = [
        evolve(
            event, on=shifted_date(event.on, count), known_on=shifted_date(event.known_on, count)
        )
        for event in history
    ]
    return evolve(history, events=events)


def timeless(process):
    """Return the process with only the rules that are always in force and count days."""
    rules = [
        rule
        for rule in process.rules
        if (rule.since, rule.until) == (None, None)
        and {span.unit for span in spans_of(rule)} == {Unit.DAYS}
    ]
    return evolve(process, rules=rules)


def spans_of(rule):
    """Return all spans that a rule contains."""
    return [span for span in (rule.at_least, rule.at_most, *(rule.fallback or ())) if span]


@given(testing.processes().map(timeless), st.integers(-3000, 3000), st.data())
def test_time_can_be_shifted(process, count, data):
    """If all dates are shifted, rules in days that are always in force give equal findings."""
    history = data.draw(testing.loose_histories(process, inherits=False))
    plain = evolve(history, events=[evolve(event, deadlines=()) for event in history])
    assume(not any(event.on.is_open_start or event.on.is_open_end for event in plain))
    days = [date for event in plain for date in (event.on, event.known_on) if date is not None]
    assume(all(date.first + count >= MIN_DAY for date in days))
    assume(all(date.last + count <= MAX_DAY for date in days))
    assert decided(tf.check(plain, process)) == decided(tf.check(shifted(plain, count), process))


# Sources and notes


@given(ANY, st.randoms())
def test_the_order_of_sources_changes_only_which_source_is_cited(history, random):
    """The findings stay the same, except for the citation of a missed deadline."""
    events = [
        evolve(event, sources=random.sample(event.sources, len(event.sources))) for event in history
    ]
    assert without_set_citations(tf.check(history)) == without_set_citations(
        tf.check(evolve(history, events=events))
    )


@given(ANY, st.randoms())
def test_the_order_of_sources_after_the_first_does_not_matter(history, random):
    """If the first source stays first, the findings stay the same in every field."""
    events = [
        evolve(event, sources=[*first, *random.sample(others, len(others))])
        for event in history
        for first, others in [(event.sources[:1], event.sources[1:])]
    ]
    assert tf.check(history).findings == tf.check(evolve(history, events=events)).findings


def without_set_citations(report):
    """Return the findings without the citations of deadlines that are set in documents."""
    return [
        evolve(finding, citation=None) if finding.code == "deadline_missed" else finding
        for finding in report.findings
    ]


def test_a_missed_deadline_cites_the_first_source_of_the_event_that_set_it():
    """So the citation changes if another source of that event comes first."""
    letter, article = tf.Source("A letter"), tf.Source("An article")
    plans = tf.Deadline("transfer plans", due="2016-12-01")
    for sources in ([letter, article], [article, letter]):
        events = [
            tf.events.Note("2016-10-06", deadlines=plans, sources=sources),
            tf.events.RequirementMet("2016-12-05", what="transfer plans"),
        ]
        (finding,) = tf.check(tf.History("Sandwell", events)).findings
        assert finding.citation.text.endswith(sources[0].title)


@given(ANY)
def test_sources_and_notes_do_not_change_which_findings_there_are(history):
    """No rule of the trust transfer depends on sources, notes or the day an event became known."""
    bare = [evolve(event, sources=(), note=None, known_on=None) for event in history]
    assert decided(tf.check(history)) == decided(tf.check(evolve(history, events=bare)))


# Rules are independent


def of_other_rules(report, rule_id):
    """Return `decided` without the findings of a rule."""
    return [fields for fields in decided(report) if fields[2] != rule_id]


@given(testing.processes(), st.data())
def test_an_added_rule_adds_only_its_own_findings(process, data):
    """The stages, and the findings of the other rules, stay the same.

    The words that a rule has in `answers` are known to the other rules, too. By what shows the end
    of a rule, a deadline can be met.
    """
    rule = data.draw(date_rules(process))
    if rule.answers not in process.answers:
        rule = evolve(rule, answers=None, duty_holder_field=None)
    history = data.draw(testing.loose_histories(process))
    if rule.answers or rule.shown_by:
        history = without_deadlines(history)
    before = tf.check(history, process)
    after = tf.check(history, process.extended(rules=[rule]))
    assert decided(before) == of_other_rules(after, rule.id)
    assert [step.after for step in before.steps] == [step.after for step in after.steps]


@given(ANY, st.sampled_from([rule.id for rule in tf.TRUST_TRANSFER.rules]))
def test_a_removed_rule_removes_only_its_own_findings(history, rule_id):
    """This holds for each rule of the trust transfer."""
    if tf.TRUST_TRANSFER.rule(rule_id).shown_by:
        history = without_deadlines(history)
    rules = [rule for rule in tf.TRUST_TRANSFER.rules if rule.id != rule_id]
    fewer = evolve(tf.TRUST_TRANSFER, rules=rules, ordered=rule_id != "in-order")
    assert of_other_rules(tf.check(history), rule_id) == decided(tf.check(history, fewer))
