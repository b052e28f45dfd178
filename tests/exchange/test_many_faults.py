"""Every reader collects at most 1,000 faults, and finds the first of them as before."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import exchange
from trustflow.exchange import AuthorityNames, Limits, authority_names
from trustflow.exchange.history_rows import case_names
from trustflow.exchange.limits import MAX_FAULTS, add_faults, bounded
from trustflow.exchange.read_options import ReadOptions
from trustflow.exchange.reader import event_from_data
from trustflow.exchange.row_texts import case_of
from trustflow.exchange.table_cases import TableReader

MANY = 1_100


def text_of(*events, **fields):
    """Return JSON of a history with some events."""
    return json.dumps({"format": "trustflow/1", "authority": "X", "events": events, **fields})


def unknown_events(count):
    """Return JSON in which no event is known."""
    return text_of(*({"event": f"visitt {index}", "on": "2016"} for index in range(count)))


def unknown_fields(count):
    """Return JSON of one event with unknown fields."""
    return text_of({"event": "note", "on": "2016", **{f"feild{n:05}": 1 for n in range(count)}})


def repeated_keys(count):
    """Return JSON of one object in which each key is repeated."""
    pairs = ", ".join(f'"key{number:05}": 1, "key{number:05}": 2' for number in range(count))
    return f"{{{pairs}}}"


def repeated_in_each(count):
    """Return JSON in which each event has a key twice."""
    events = ", ".join(['{"event": "note", "on": "2016", "on": "2017"}'] * count)
    return f'{{"format": "trustflow/1", "authority": "X", "events": [{events}]}}'


def long_texts(count):
    """Return JSON of events with longer texts than the limit."""
    return text_of(*({"event": "note", "on": "2016", "note": "x" * 50} for _ in range(count)))


def several(count):
    """Return JSON of histories that each have a fault."""
    histories = [{"authority": f"X{n}", "event": []} for n in range(count)]
    return json.dumps({"format": "trustflow/1", "histories": histories})


def further_fields(count):
    """Return JSON of several histories with unknown fields beside them."""
    fields = {f"x{n:05}": 1 for n in range(count)}
    return json.dumps({"format": "trustflow/1", "histories": [], **fields})


READERS = [
    unknown_events,
    unknown_fields,
    repeated_keys,
    repeated_in_each,
    long_texts,
    several,
    further_fields,
]


def faults_of(text):
    """Return the faults of a JSON text."""
    with pytest.raises(tf.BadHistory) as caught:
        exchange.loads_all(text, limits=Limits(text=40))
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("make", READERS)
def test_the_first_thousand_faults_are_collected(make):
    """The last fault says that there are more; the others are the first of them."""
    *first, last = faults_of(make(MANY))
    assert MAX_FAULTS == len(first)
    assert last.startswith("$: found more than 1000 faults. Correct the faults above")
    # The hint at other processes is in the first fault only, whatever follows.
    assert faults_of(make(MAX_FAULTS)) == first


def test_the_message_counts_the_faults_that_it_does_not_list():
    """It lists fifty."""
    with pytest.raises(tf.BadHistory) as caught:
        exchange.loads_all(unknown_fields(MANY))
    assert str(caught.value).endswith("\n  and 951 more")


def test_a_process_with_many_faults_has_the_first_of_them():
    """A process is read in the same way."""
    data = json.loads(exchange.process_to_json(tf.TRUST_TRANSFER))
    data |= {f"x{n:05}": 1 for n in range(MANY)}
    with pytest.raises(tf.BadProcess) as caught:
        exchange.process_from_json(json.dumps(data))
    assert MAX_FAULTS + 1 == len(caught.value.faults)
    assert caught.value.faults[-1].startswith("$: found more than 1000 faults.")


def test_an_event_with_many_faults_has_the_first_of_them():
    """One event is read in the same way, and so is one with longer texts than the limit."""
    fields = {f"x{n:05}": "y" * 50 for n in range(MANY)}
    data = {"event": "note", "on": "2016", **fields}
    for limits in (Limits(), Limits(text=40)):
        with pytest.raises(tf.BadHistory) as caught:
            event_from_data(data, tf.TRUST_TRANSFER, limits=limits)
        assert MAX_FAULTS + 1 == len(caught.value.faults)


@pytest.mark.parametrize("repeated", [False, True])
def test_many_unknown_headings_leave_room_for_missing_ones(repeated):
    """A missing column is still a fault, because it can mean that these are no headings."""
    names = ["note" if repeated else f"colour{n}" for n in range(MANY)]
    with pytest.raises(tf.BadHistory) as caught:
        exchange.loads_csv(f"authority,on,{','.join(names)}\r\nX,2016\r\n")
    *first, more, missing, stopped = caught.value.faults
    assert MAX_FAULTS == len(first)
    assert "more than 1000 faults" == more.found
    assert ("headings", "nothing") == (missing.path, missing.found)
    assert "line 2" == stopped.path


@given(st.integers(0, 3), st.integers(0, 3))
def test_faults_are_added_up_to_one_more_than_are_kept(had, more):
    """What is not kept is not looked for."""
    fault = tf.errors.Fault("$", "x", "Expected y.")
    start = MAX_FAULTS - 2 + had
    faults, looked = [fault] * start, []
    add_faults(faults, (looked.append(n) or fault for n in range(more)))
    assert min(more, max(0, MAX_FAULTS + 1 - start)) == len(looked) == len(faults) - start
    kept = bounded(faults)
    assert faults[:MAX_FAULTS] == kept[:MAX_FAULTS]
    assert min(len(faults), MAX_FAULTS + 1) == len(kept)
    assert (len(faults) > MAX_FAULTS) == (kept[-1].found == "more than 1000 faults")


PLACES = st.lists(st.text("abc", min_size=4, max_size=7), max_size=12)


@given(PLACES, st.text("abc", min_size=3, max_size=8))
def test_near_names_are_those_of_a_search_of_every_name(places, text):
    """The suggestion has the same names, in the same order."""
    names = AuthorityNames({place: place for place in places})
    shortest = authority_names.SHORTEST
    near = [
        other
        for other in dict.fromkeys(places)
        if len(other) >= shortest and authority_names._is_near(text, other)  # noqa: SLF001 - the rule
    ]
    expected = f"Did you mean {' or '.join(near)}?" if near and len(text) >= shortest else ""
    assert ("" if text in places else expected) == names.suggestion(text)


@given(st.lists(st.sampled_from(["X", "X (2)", "X (3)", "Y"]), max_size=12))
def test_names_of_cases_are_the_first_that_are_free(authorities):
    """The number of a repeated name is the first one that no case has."""
    taken = []
    for authority in authorities:
        numbered = (f"{authority} ({number})" for number in range(2, 20))
        taken.append(next(name for name in (authority, *numbered) if name not in taken))
    assert taken == [name for name, _ in case_names([tf.History(each) for each in authorities])]


NAMES = AuthorityNames({"E08000028": "Sandwell", "Sandwell MBC": "Sandwell", "Slough": "Slough"})
CELLS = st.sampled_from(
    ["", "Sandwell", "sandwell mbc", "Sandwall", "E08000028", "Slough", "Devon"]
)


@given(
    st.sampled_from([("authority",), ("case",), ("gss_code",), ("case", "authority", "gss_code")]),
    st.tuples(CELLS, CELLS, CELLS),
    st.booleans(),
)
def test_the_name_of_a_case_is_that_of_the_whole_row(columns, texts, has_names):
    """A row without such a name has a fault, so that no case has it for its last row."""
    reader = TableReader(tf.TRUST_TRANSFER, ReadOptions(names=NAMES if has_names else None))
    reader.begin_table(dict.fromkeys(columns, "Heading"), [])
    cells = list(zip(columns, texts, strict=False))
    row, faults = reader.row_of(cells)
    expected = case_of(row)
    # A code is no name.
    named = [text for name, text in cells if name != "gss_code"]
    assert expected is not None or faults or not any(named)
    if expected is not None:
        assert expected == reader.name_of_case(cells, guarded=False)
