"""Summaries of the casebook, and the search for councils in it."""

import pytest

import trustflow as tf
from trustflow.casebook.summary import entry_of
from trustflow.queries import INTERVENTIONS

ENTRIES = tf.casebook.overview()
CLASSES = {event.class_name for history in tf.casebook.histories() for event in history}


def authorities(histories):
    """Return the authorities of histories."""
    return [history.authority for history in histories]


def test_all_is_another_name_of_histories():
    """The functions `all` and `histories` return every history."""
    assert tf.casebook.histories() == tf.casebook.all()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.authority)
def test_an_entry_sums_up_its_history(entry):
    """The entry agrees with the report and with the facts at the end of the record."""
    history = tf.casebook.load(entry.authority)
    report = tf.check(history)
    end = max(event.on.earliest for event in history)
    known = tf.facts(history, as_of=end)
    assert report.stage == entry.stage == known.stays[-1].stage
    assert known.stays[-1].since == entry.since
    assert known.judgement.on_record == entry.judgement
    assert entry.intervention in INTERVENTIONS
    assert entry.intervention in {known.intervention.on_record, known.intervention.value}
    assert (len(history), len(report.findings)) == (entry.events, entry.findings)
    assert history[-1].on == entry.ends
    assert list(dict.fromkeys(stay.stage for stay in known.stays)) == list(entry.reached)
    assert history.gss_code == entry.gss_code


def test_an_entry_as_data():
    """Dates and stages are texts."""
    data = next(entry for entry in ENTRIES if entry.authority == "Sandwell").to_dict()
    assert ("2018-04-01", "2025-12-02", "trust_live") == (
        data["since"],
        data["ends"],
        data["stage"],
    )
    assert "rated_inadequate" in data["reached"]
    assert {str, int, list} == {type(value) for value in data.values()}


def test_an_empty_record_has_an_entry():
    """The entry has the stage in which the history begins, and no events."""
    entry = entry_of(tf.History("Nowhere", begins_in="trust_live"))
    assert ("trust_live", None, None, "cannot be told", None, 0, 0) == (
        entry.stage,
        entry.since,
        entry.judgement,
        entry.intervention,
        entry.ends,
        entry.events,
        entry.findings,
    )
    assert ("trust_live",) == entry.reached


def test_a_search_without_filters_finds_all():
    """Every history is returned."""
    assert tf.casebook.histories() == tf.casebook.search()


@pytest.mark.parametrize("event", sorted(CLASSES | set(tf.TRUST_TRANSFER.triggers)))
def test_search_by_event(event):
    """The event can be named by its trigger or without its variant."""
    expected = [
        history.authority
        for history in tf.casebook.histories()
        if any(
            each.trigger == event
            or (event not in tf.TRUST_TRANSFER.triggers and each.class_name == event)
            for each in history
            if each.trigger != "other_subject" or event == "other_subject"
        )
    ]
    assert expected == authorities(tf.casebook.search(event=event))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stage", [str(stage) for stage in tf.Stage]),
        ("judgement", ["inadequate", "good", "requires improvement to be good", "adequate"]),
        ("intervention", INTERVENTIONS),
    ],
)
def test_search_by_the_end_of_the_record(name, words):
    """The last stage, judgement and intervention on record are compared."""
    for word in words:
        stored = word.removesuffix(" to be good")
        expected = [entry.authority for entry in ENTRIES if getattr(entry, name) == stored]
        assert expected == authorities(tf.casebook.search(**{name: word}))


def test_search_by_a_stage_at_any_time():
    """The search finds a council if it was in the stage at any time."""
    result = authorities(tf.casebook.search(reached="externally_led"))
    assert ["Isle of Wight", "Kirklees"] == result


def test_every_filter_must_match():
    """A second filter narrows the result of the first."""
    result = tf.casebook.search(event="trust_went_live", stage="returned_to_council")
    assert ["Doncaster", "Reading", "Worcestershire"] == authorities(result)
    assert () == tf.casebook.search(event="trust_went_live", intervention="notice")


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        ({"event": "trust_went_liv"}, "trust_went_live"),
        ({"stage": "trust_liv"}, "trust_live"),
        ({"reached": "trust_liv"}, "trust_live"),
        ({"judgement": "inadequat"}, "inadequate"),
        ({"intervention": "notic"}, "notice"),
    ],
)
def test_an_unknown_word_is_refused(filters, near):
    """The message suggests the nearest word."""
    with pytest.raises(tf.InvalidValue, match=near):
        tf.casebook.search(**filters)
