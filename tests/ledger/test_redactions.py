"""A text is overwritten wherever it is, and nothing else is."""

import datetime as dt
import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from trustflow.ledger import Draft, Kind, sealed
from trustflow.ledger.checking import chain_faults
from trustflow.ledger.personal_data import redactions

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
# Characters that are in no name of a field and in no value that a ledger adds itself.
WORDS = st.text("JÆé\U0001f600", max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 12) | WORDS,
    lambda part: st.lists(part, max_size=2) | st.dictionaries(WORDS, part, max_size=2),
    max_leaves=4,
)
METAS = st.dictionaries(WORDS, VALUES, max_size=3)
FIELDS = st.fixed_dictionaries(
    {"on": st.just("2015-01-01"), "note": WORDS},
    optional={
        "sources": st.lists(st.fixed_dictionaries({"title": WORDS, "url": WORDS}), max_size=2)
    },
)


def case_of(*drafts):
    """Return entries of one case, after one that creates it."""
    made = [Draft(id="0", name="X", kind=Kind.CREATED, data={"authority": "X", "process": "p"})]
    for number, values in enumerate(drafts, start=1):
        given_values = {"kind": Kind.RECORDED, "place": number - 1, **values}
        made.append(Draft(id=str(number), name="X", **given_values))
    return list(sealed(made, None, now=NOW, after=None))


def redacted(entries, text, **changes):
    """Return the entries after a redaction, with the entry about it."""
    made = redactions(entries, text)
    by_id = {each.entry.id: each.entry for each in made}
    after = [by_id.get(each.id, each) for each in entries]
    targets = {
        each.entry.id: {
            "places": list(each.places),
            "hash": each.entry.counted_hash(first=False),
        }
        for each in made
    }
    values = {"kind": Kind.REDACTED, "data": {"targets": targets}, **changes}
    draft = Draft(id=f"r{len(entries)}", name="X", recorded_by="data officer", **values)
    return [*after, *sealed([draft], after[-1], now=NOW, after=after[-1].recorded_at)]


def strings(data):
    """Yield every text in plain data, names too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def said(entries):
    """Return what does not fit in entries."""
    return [(fault.version, fault.what) for fault in chain_faults(entries)]


@given(FIELDS, METAS, WORDS | st.none(), WORDS, WORDS.filter(bool))
def test_no_text_is_left_and_all_else_is_as_before(event, meta, by, why, text):
    """Every string is the old one with the text overwritten; the chain fits, and tells changes."""
    entries = case_of(
        {"event_json": json.dumps(event), "meta": meta, "recorded_by": by, "reason": why},
        {"event_json": json.dumps({"note": why})},
    )
    after = redacted(entries, text)
    for old, new in zip(entries, after, strict=False):
        olds, news = (list(strings(each.content())) for each in (old, new))
        assert not any(text in each for each in news)
        links = {each["url"] for each in event.get("sources", ()) if text in each["url"]}
        expected = [each.replace(text, "[redacted]") for each in olds if each not in links]
        if not links and not any(each.startswith("[redacted] ") for each in news):
            assert expected == news
        assert (old == new) == (not any(text in each for each in olds))
        assert (old.hash, old.content_hash) == (new.hash, new.content_hash)
    faults = said(after)
    assert faults in ([], [(len(after), "it does not say what was redacted")])
    assert bool(faults) == (entries == after[:-1])
    assert said([after[0], evolve(after[1], reason="forged"), *after[2:]]) != faults
    assert redactions(after, text) == ()


def test_each_place_is_named():
    """The places are those of a reader; of `meta`, whose names are a user's, only that."""
    event = {"note": "Jane's", "sources": [{"url": "https://x.test/Jane", "title": "t"}, "Jane"]}
    entries = case_of(
        {"event_json": json.dumps(event), "recorded_by": "Jane"},
        {"meta": {"Jane": {"b": 5}, "[redacted]": 1, "x": ["Jane", "Jane"]}, "kind": Kind.CHECKED},
        {"reason": "of Jane", "kind": Kind.WITHDRAWN, "data": {"note": "Jane"}},
        {"data": {"inherits": [{"note": "Jane"}]}, "kind": Kind.CHECKED},
    )
    made = redactions(entries, "Jane")
    assert [each.places for each in made] == [
        ("recorded_by", "event.note", "event.sources.0.url", "event.sources.1"),
        ("meta",),
        ("reason",),
        ("data.inherits.0.note",),
    ]
    assert json.loads(made[0].entry.event_json) == {
        "note": "[redacted]'s",
        "sources": [{"url": None, "title": "t"}, "[redacted]"],
    }
    assert made[1].entry.meta == {
        "[redacted] 2": {"b": 5},
        "[redacted]": 1,
        "x": ["[redacted]", "[redacted]"],
    }


@pytest.mark.parametrize(
    ("field", "text", "after", "place"),
    [
        ({"areas": {"Jane": "good"}}, "Jane", {"areas": {"[redacted]": "good"}}, "areas"),
        ({"areas": {"Jane": "Jane"}}, "Jane", {"areas": {"[redacted]": "[redacted]"}}, "areas"),
        ({"areas": {"Tom": "Jane"}}, "Jane", {"areas": {"Tom": "[redacted]"}}, "areas"),
        ({"own": [{"Jane": {"a": 1}}]}, "Jane", {"own": [{"[redacted]": {"a": 1}}]}, "own.0"),
        ({"own": [["Jane"]]}, "Jane", {"own": [["[redacted]"]]}, "own.0.0"),
        ({"phone": 7946000000}, "7946000000", {"phone": "[redacted]"}, "phone"),
        ({"event": "event"}, "event", {"event": "[redacted]"}, "event"),
        ({"sources": [{"title": "a title"}]}, "title", {"sources": [{"title": "a [redacted]"}]}, 0),
    ],
)
@pytest.mark.parametrize("in_data", [False, True])
def test_a_name_in_an_event(field, text, after, place, in_data):
    """A name of a user's is overwritten, and is in no place that is told; a field's name stays."""
    place = "sources.0.title" if place == 0 else place
    entries = case_of(
        {"data": {"inherits": [field]}, "kind": Kind.CHECKED, "place": None}
        if in_data
        else {"event_json": json.dumps(field)}
    )
    done = redacted(entries, text)
    data = done[1].data["inherits"][0] if in_data else json.loads(done[1].event_json)
    assert data == after
    [said_places] = [each["places"] for each in done[-1].data["targets"].values()]
    assert said_places == [f"{'data.inherits.0' if in_data else 'event'}.{place}"]
    assert said(done) == []
    assert redactions(done, text) == ()


@pytest.mark.parametrize(
    ("value", "text", "after"),
    [
        ("Jane Jane", "Jane", "[redacted] [redacted]"),
        ("[redacted] and red", "red", "[redacted] and [redacted]"),
        ("[redacted]", "redacted", "[redacted]"),
        ("[redacted]", "[redacted]", "[redacted]"),
        ("Jane [redacted] Jane", "Jane", "[redacted] [redacted] [redacted]"),
        (7946000000, "7946000000", "[redacted]"),
        (79, "7", 79),
        (1.5, "1.5", "[redacted]"),
        (True, "true", True),
        (None, "null", None),
        ("n\u00e9e", "n\u00e9", "[redacted]e"),
        ("JANE", "Jane", "JANE"),
    ],
)
def test_a_value_of_meta(value, text, after):
    """Only the same characters are overwritten; a number, if it reads so."""
    [entry] = case_of({"meta": {"v": value}})[1:]
    made = redactions([entry], text)
    assert [each.entry.meta["v"] for each in made] == ([] if value == after else [after])


@pytest.mark.parametrize("event_json", ["not Jane's JSON", '{"a": "Jane", "a": 1}', '"Jane"', "{}"])
def test_an_event_that_no_ledger_wrote(event_json):
    """The text goes from it too, and what does not fit is said as before."""
    entries = case_of({"event_json": "{}"})
    entries[1] = evolve(entries[1], event_json=event_json)
    before = said(entries)
    assert bool(before) == (event_json != "{}")
    after = redacted(entries, "Jane")
    assert "Jane" not in after[1].event_json
    assert before == said(after)[: len(before)]


ROW = {"event_json": json.dumps({"on": "2015", "note": "Jane", "sources": [{"url": "Jane"}]})}
AFTER = {"on": "2015", "note": "[redacted]", "sources": [{"url": None}]}
"""The event of the row after "Jane" was redacted."""
CHANGED = "its content was changed"


def test_a_redaction_of_a_redaction():
    """What an entry about a redaction says can be redacted as well, and the chain fits."""
    after = redacted(case_of(ROW), "Jane", reason="asked by J. Doe")
    again = redacted(redacted(after, "Doe"), "J.")
    assert said(again) == []
    assert again[2].reason == "asked by [redacted] [redacted]"


@pytest.mark.parametrize(
    "change",
    [
        {"event_json": json.dumps({**AFTER, "on": "2016"})},
        {"event_json": json.dumps({**AFTER, "note": "forged"})},
        {"event_json": json.dumps({**AFTER, "note": None})},
        {"event_json": json.dumps({**AFTER, "sources": [{"url": 1}]})},
        {"event_json": json.dumps({**AFTER, "sources": []})},
        {"event_json": None},
        {"reason": "[redacted]"},
        {"reason": "forged"},
        {"meta": {"a": 1}},
        {"target": "0"},
        {"place": 1},
        {"salt": ""},
        {"salt": "[]"},
        {"salt": '[["not a path","x","y"]]'},
        {"recorded_at": NOW + dt.timedelta(microseconds=1, seconds=1)},
    ],
)
def test_a_redaction_excuses_no_other_change(change):
    """After a redaction, any other change of the entry is found, also one of the same value."""
    after = redacted(case_of(ROW), "Jane")
    assert said(after) == []
    forged = [after[0], evolve(after[1], **change), *after[2:]]
    assert (2, CHANGED) in said(forged)


@pytest.mark.parametrize(
    "forged",
    [
        {"note": "forged"},
        {"note": "[redacted]"},
        {"on": "2016", "note": "[redacted]"},
        {"note": "Jane", "on": "[redacted]"},
        {},
    ],
)
@pytest.mark.parametrize("salt", ["kept", "erased"])
def test_an_entry_about_a_redaction_made_by_hand_excuses_nothing(forged, salt):
    """It names the place and the new hash, but what it excuses does not prove."""
    entries = case_of(ROW)
    event = {**json.loads(ROW["event_json"]), **forged}
    entry = evolve(entries[1], event_json=json.dumps(event))
    if salt == "erased":
        [made] = redactions([evolve(entries[1], event_json=json.dumps({**event, "note": "Jane"}))],
                            "Jane")  # fmt: skip
        entry = evolve(entry, salt=made.entry.salt)
    said_of_it = {"places": ["event.note"], "hash": entry.counted_hash(first=False)}
    draft = Draft(id="r", name="X", kind=Kind.REDACTED, data={"targets": {"1": said_of_it}})
    after = [entries[0], entry]
    after += sealed([draft], entries[1], now=NOW, after=entries[1].recorded_at)
    assert said(after) != []


@pytest.mark.parametrize(
    ("targets", "what"),
    [
        (None, "it does not say what was redacted"),
        ([], "it does not say what was redacted"),
        ({}, "it does not say what was redacted"),
        ({"1": {}}, "it does not say what was redacted"),
        ({"1": 5}, "it does not say what was redacted"),
        ({"1": {"places": 5, "hash": ""}}, "it does not say what was redacted"),
        ({"9": {"places": [], "hash": ""}}, "the entry that was redacted is not before it"),
        ({"r2": {"places": [], "hash": ""}}, "the entry that was redacted is not before it"),
        (
            {"1": {"places": ["reason", "event.note"], "hash": ""}},
            "entry 2 was not redacted at event.note, reason",
        ),
    ],
)
def test_a_forged_entry_about_a_redaction_is_said(targets, what):
    """It names nothing, no entry before it, or a place that was not redacted."""
    after = redacted(case_of(ROW), "nowhere", data={"targets": targets})
    assert (3, what) in said(after)


def test_an_entry_about_a_redaction_that_was_left_out_is_missed():
    """Without it, or before it, the redacted entry does not fit."""
    after = redacted(case_of(ROW), "Jane")
    assert said(after[:-1]) == [(2, CHANGED)]
    moved = [after[0], evolve(after[2], version=2), evolve(after[1], version=3)]
    assert (2, "the entry that was redacted is not before it") in said(moved)


def test_entries_that_are_each_others_target_come_to_an_end():
    """A circle of targets is said, and the text goes from both."""
    entries = case_of(
        {"event_json": '{"note": "Jane"}', "kind": Kind.REPLACED, "target": "2", "place": 0},
        {"event_json": '{"note": "Jane"}', "kind": Kind.REPLACED, "target": "1", "place": 0},
        {"event_json": '{"note": "Jane"}', "target": "3"},
    )
    assert len(redactions(entries, "Jane")) == 3
    assert "is not in force" in said(entries)[0][1]
