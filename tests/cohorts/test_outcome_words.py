"""Sentences on what became of cases: the numbers add up, and few cases are listed."""

import re
from functools import cache

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.cohorts.outcome_words import duration, end_label, tally
from trustflow.testing import histories

CASEBOOK = tf.casebook.histories()
HIGH = tf.Source("A report", confidence="high")
LOW = tf.Source("A guess", confidence="low")
RATED = "rated_inadequate"


def rated(name, year, then=None, **fields):
    """Return a council that was rated inadequate on 1 January, and what came next."""
    events = [ev.InspectionPublished(f"{year}-01-01", judgement="inadequate", sources=[HIGH])]
    if then is not None:
        events.append(evolve(then, sources=then.sources or [HIGH]))
    return tf.History(name, events, checked_to=fields.pop("checked_to", "2020-01-01"), **fields)


def review(on, **fields):
    """Return the event that leads to the commissioner review."""
    return ev.CommissionerAppointed(on, **fields)


def better(on):
    """Return the event that ends the intervention."""
    return ev.InspectionPublished(on, judgement="good")


COHORT = (
    *(rated(f"R{place}", 2015, review("2015-03-01")) for place in range(3)),
    *(rated(f"B{place}", 2015, better("2016-03-01")) for place in range(2)),
    rated("Late", 2015, better("2018-03-01")),
    rated("Open", 2015),
    rated("Recent", 2019),
    rated("Recent and ended", 2019, review("2019-03-01")),
    rated("Stopped", 2015, checked_to="2016-01-01"),
    rated("Unsure", 2015, better("2016-12/2017-06")),
)
SENTENCE = (
    'Of 11 councils that entered "Rated inadequate", it is known of 8 what followed within two '
    'years: 3 moved to "Commissioner review", 2 to "Not on the road to a trust" and 3 were still '
    'there after two years. 2 are more recent: 1 moved to "Commissioner review" and 1 has not '
    "moved on record. The record follows 1 for less than two years. Inexact dates leave open "
    "whether 1 of these was within two years."
)


def test_a_sentence_says_what_became_of_the_cases():
    """It has the ends, the most frequent first; then what is open, too recent or not followed."""
    assert SENTENCE == tf.outcomes(COHORT, RATED).sentence()


def test_the_limit_of_a_sentence_can_be_set():
    """Within one year, fewer had ended; the words follow the number."""
    one = tf.outcomes(COHORT, RATED).sentence(365)
    assert one.startswith(
        'Of 11 councils that entered "Rated inadequate", it is known of 11 what followed within '
        'one year: 4 moved to "Commissioner review" and 7 were still there'
    )
    assert one.endswith("still there after one year.")
    none = tf.outcomes(COHORT, RATED).sentence(0)
    assert "known of 11 what followed within 0 days: 11 were still there after 0 days." in none
    with pytest.raises(tf.InvalidValue, match="number of days"):
        tf.outcomes(COHORT, RATED).sentence(-1)


def test_given_ends_have_their_own_words():
    """A label of one's own is kept; a stage and a trigger have the label of the process."""
    found = tf.outcomes(COHORT, RATED, ends={"a way out": ["routine_oversight"]})
    assert '2 ended with "a way out" and 6 had none of these ends by then.' in found.sentence()
    found = tf.outcomes(COHORT, RATED, ends=["commissioner_appointed", "routine_oversight"])
    assert '3 ended with "Commissioner appointed", 2 with "Not on the' in found.sentence()


def test_several_cases_of_one_authority():
    """Then times are counted, not councils."""
    twice = evolve(COHORT[1], authority="R0", gss_code="E06000000")
    sentence = tf.outcomes([COHORT[0], twice, *COHORT[2:]], RATED).sentence()
    assert sentence.startswith('Of 11 times that 10 councils entered "Rated inadequate", it is')
    few = tf.outcomes([COHORT[0], twice], RATED).sentence()
    assert few.startswith('"Rated inadequate" was entered only 2 times on record: R0 (1 January')


def test_few_cases_are_listed():
    """Below ten cases, each is described: when it started, how it ended and after how long."""
    some = [
        rated("A", 2015, review("2015-01-02")),
        rated("B", 2015, review("2016")),
        rated("C", 2015, review("2019-01-01")),
        rated("D", 2015),
    ]
    assert (
        'Only 4 councils entered "Rated inadequate" on record: '
        'A (1 January 2015) moved to "Commissioner review" after 1 day; '
        'B (1 January 2015) moved to "Commissioner review" after 365 to 730 days; '
        'C (1 January 2015) moved to "Commissioner review" after 1,461 days; '
        "D (1 January 2015) has not moved on record."
    ) == tf.outcomes(some, RATED).sentence()
    (one, other) = (tf.outcomes(each, RATED, ends="trust_live").sentence() for each in some[2:])
    assert "Only 1 council entered" in one
    assert "D (1 January 2015) had none of these ends on record." in other
    assert (
        'No council entered "Trust live" on record.' == tf.outcomes(some, "trust_live").sentence()
    )


def test_what_is_left_out_is_said():
    """The numbers of cases of low confidence come last."""
    doubtful = [rated(f"X{place}", 2015, review("2015-03-01", sources=[LOW])) for place in range(2)]
    last = (
        ' 2 more, all of which moved to "Commissioner review", were left out because of low '
        "confidence, or no source."
    )
    assert SENTENCE + last == tf.outcomes([*COHORT, *doubtful], RATED).sentence()
    dropped = tf.outcomes(COHORT, RATED, given=lambda facts: facts.authority == "Open")
    assert dropped.sentence().endswith("on record. 10 more do not meet the condition.")


def doubtful(place, then=None):
    """Return a council of which one event has a low confidence."""
    found = rated(f"X{place}", 2015, then)
    first, *others = found.events
    return evolve(found, events=(evolve(first, sources=[LOW]), *others))


LEFT_OUT = "left out because of low confidence, or no source"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["2015-03-01"], f'1 more, which moved to "Commissioner review", was {LEFT_OUT}.'),
        ([None], f"1 more, which has not moved on record, was {LEFT_OUT}."),
        ([None] * 2, f"2 more, all of which have not moved on record, were {LEFT_OUT}."),
        (
            ["2015-03-01", None],
            (
                f'2 more were {LEFT_OUT}: 1 moved to "Commissioner review" and 1 has not moved on '
                "record."
            ),
        ),
        (
            ["2016-03-01", "2015-03-01", "good", "good", None],
            (
                f'5 more were {LEFT_OUT}: 2 moved to "Commissioner review", 2 to "Not on the road '
                'to a trust" and 1 has not moved on record.'
            ),
        ),
    ],
)
def test_cases_of_low_confidence_have_their_outcomes(kinds, words):
    """Whoever reads the sentence sees whether those left out differ from the others."""
    some = [
        doubtful(place, kind and (better("2016-03-01") if kind == "good" else review(kind)))
        for place, kind in enumerate(kinds)
    ]
    assert f"{SENTENCE} {words}" == tf.outcomes([*COHORT, *some], RATED).sentence()


def test_stays_without_a_start_are_counted_apart():
    """They are no cases, because their start is not on record."""
    begun = [tf.History(f"Y{i}", [better("2016-03-01")], begins_in=RATED) for i in range(2)]
    found = tf.outcomes([*COHORT, *begun], RATED)
    assert f"{SENTENCE} 2 more began in this stage, so their starts are not on record." == (
        found.sentence()
    )
    assert (2, 2) == (found.without_start, found.to_dict()["without_start"])
    one = tf.outcomes([*COHORT, begun[0]], RATED, confidence=None).sentence()
    assert one.endswith(" 1 more began in this stage, so its start is not on record.")


@pytest.mark.parametrize(
    ("year", "on", "is_counted"),
    [
        (2015, "2015-09-01", True),
        (2015, "2018-01-01", False),
        (2019, "2019-09-01", True),
        (2018, "2019-12-31", True),
    ],
)
def test_abolished_councils_are_counted_apart(year, on, is_counted):
    """They are among those that are followed for less, or are more recent."""
    gone = rated("Gone", year, ev.AuthorityReorganised(on, into=["New"]), checked_to=on)
    counted = tf.outcomes([*COHORT, gone], RATED).sentence()
    assert is_counted == ("1 of these was abolished before that." in counted)
    assert "abolished" not in SENTENCE


def test_a_listed_council_that_was_abolished():
    """The list has the day."""
    gone = rated("Gone", 2015, ev.AuthorityReorganised("2016-01-01", into=["New"]))
    end = "when it was abolished (1 January 2016)."
    assert f"Gone (1 January 2015) had not moved {end}" in tf.outcomes(gone, RATED).sentence()
    assert f"had none of these ends {end}" in tf.outcomes(gone, RATED, ends="note").sentence()


AWAY = 'moved to "Not on the road to a trust"'


@pytest.mark.parametrize(
    ("recent", "words"),
    [
        ([rated("X", 2019)], "1 is more recent: 1 has not moved on record."),
        ([rated("X", 2019, better("2019-03-01"))], f"1 is more recent: 1 {AWAY}."),
        (
            [*(rated(name, 2019, better("2019-03-01")) for name in "XY"), rated("Z", 2019)],
            f"3 are more recent: 2 {AWAY} and 1 has not moved on record.",
        ),
    ],
)
def test_recent_cases(recent, words):
    """A case that started too late for the records counts as recent, whether or not it ended."""
    older = [rated(str(place), 2015) for place in range(10)]
    sentence = tf.outcomes([*older, *recent], RATED).sentence()
    assert f"10 were still there after two years. {words}" in sentence


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (364, "364 days"),
        (365, "one year"),
        (730, "two years"),
        (3650, "ten years"),
        (4015, "4,015 days"),
    ],
)
def test_durations(days, words):
    """Whole years up to ten are in words."""
    assert words == duration(days)


def test_labels_of_ends():
    """A stage and a trigger have the label of the process; another label is its own."""
    labels = [end_label(tf.TRUST_TRANSFER, name) for name in ("trust_live", "trust_went_live", "x")]
    assert ["Trust live", "Trust went live", "x"] == labels


@cache
def casebook_outcomes(stage, ends):
    """Return the outcomes of the casebook."""
    return tf.outcomes(CASEBOOK, stage, ends=ends)


def numbers_of(sentence):
    """Return the numbers of a sentence with its parts: all, followed, each way, recent, short."""
    sentence = re.sub(r'"[^"]*"', '""', sentence)
    total = int(re.match(r"Of (\d+) ", sentence)[1])
    followed = re.search(r", it is known of (\d+|none) what", sentence)[1]
    ways = re.search(r"what followed within [^:.]*(?:: (.*?))?\.", sentence)[1] or ""
    recent = re.search(r"(\d+) (?:is|are) more recent", sentence)
    short = re.search(r"The record follows (\d+) for", sentence)
    return (
        total,
        0 if followed == "none" else int(followed),
        [int(number) for number in re.findall(r"(?:^|, | and )(\d+) ", ways)],
        *(int(found[1]) if found else 0 for found in (recent, short)),
    )


@pytest.mark.parametrize("days", [100, 365, 730, 2000, 5000])
@pytest.mark.parametrize("ends", [None, ("trust_live", "routine_oversight")])
@pytest.mark.parametrize("stage", [RATED, "commissioner_review", "trust_live"])
def test_the_numbers_of_the_casebook_add_up(stage, ends, days):
    """Every case is counted once, in the sentence as printed."""
    found = casebook_outcomes(stage, ends)
    total, followed, ways, recent, short = numbers_of(found.sentence(days))
    assert len(found.cases) == total == followed + recent + short
    assert followed == sum(ways)


@at_most(30)
@given(
    st.lists(histories(), max_size=5, unique=True),
    st.integers(0, 3000),
    st.sampled_from([None, "trust_live"]),
)
def test_every_case_is_counted_once(several, days, ends):
    """Whatever the histories, the numbers of a tally are those of the cases."""
    found = tf.outcomes(several, RATED, ends=ends, confidence=None)
    known_to = None if found.known_to is None else found.known_to.first
    counted = tally(found.cases, found.ends, days, known_to)
    assert len(found.cases) == counted.followed + counted.short + counted.recent
    assert sum(counted.recent_ended.values()) <= counted.recent
    assert 0 <= counted.unsure <= len(found.cases)


def test_an_own_process_counts_cases(own_cases):
    """Where it is not the trust transfer, cases are counted, not councils."""
    process, several = own_cases
    found = tf.outcomes(several, "lent", process=process, confidence=None)
    assert (
        'Of 12 cases that entered "Lent", it is known of none what followed within one year. '
        '12 are more recent: 12 moved to "At home".'
    ) == found.sentence(365)
    assert (
        'Of 12 cases that entered "Lent", it is known of 12 what followed within 20 days: 12 were '
        "still there after 20 days."
    ) == found.sentence(20)
    later = [evolve(each, checked_to="2018-01-01") for each in several]
    found = tf.outcomes(later, "lent", process=process, confidence=None)
    assert (
        'Of 12 cases that entered "Lent", it is known of 12 what followed within one year: '
        '12 moved to "At home".' == found.sentence(365)
    )
    assert "council" not in str(found.to_dict())


@pytest.fixture
def own_cases():
    """Return a process of books that are lent, and the histories of twelve."""
    process = tf.Process(
        name="loan",
        title="A loan",
        initial="home",
        stages={"home": tf.StageInfo("At home", "Here."), "lent": tf.StageInfo("Lent", "There.")},
        triggers={"lend": "lent", "return": "returned"},
        moves=[tf.Move("lend", "home", "lent"), tf.Move("return", "lent", "home")],
    )
    events = [process.event("lend", "2015-01-01"), process.event("return", "2015-02-01")]
    return process, [tf.History(f"Book {place}", events) for place in range(12)]
