"""The messages for invalid input are those in a reviewed golden file.

`make regenerate` rewrites the file.
"""

import json
import re
from pathlib import Path

import trustflow as tf
from trustflow.exchange import loads_csv, process_from_json

GOLDEN = Path(__file__).parent / "golden" / "refusals.txt"

SOURCE = {"title": "x", "url": "javascript:1", "confidence": "sure"}


def devon(*events, **changes):
    """Return a history of Devon as JSON, with some fields added or changed."""
    return json.dumps({"format": "trustflow/1", "authority": "Devon", "events": events, **changes})


def happened(name, **fields):
    """Return an event in 2016 as plain data."""
    return {"event": name, "on": "2016", **fields}


def process(**changes):
    """Return a process of one stage as JSON, with some fields changed."""
    whole = {
        "format": "trustflow-process/1",
        "name": "loan",
        "title": "A loan",
        "initial": "home",
        "stages": {"home": {"label": "At home", "meaning": "Here."}},
        "triggers": {"read": "read"},
        "moves": [{"trigger": "read", "stage": "home", "leads_to": "home"}],
    }
    return json.dumps({**whole, **changes})


def rule(**changes):
    """Return a list with one rule as plain data, with some fields changed."""
    events = {"id": "often", "requires": "It is read", "starts": "read", "ends": "read"}
    bound = {"at_most": "1 month", "strength": "practice", "citation": {"text": "The card"}}
    return [{**events, **bound, **changes}]


DATES = (
    "", "late", "1899", "2200", "16-01-01", "2016-1-1", "2016-01-01T00:00", "2016/2015",
    "2016-12/..-", "[2016", "[2017..2016]", "2016-01-01/2016-01-01/2016", "2016~~", "\uff12016",
)  # fmt: skip
HISTORIES = (
    "[1]",
    "{",
    "NaN",
    '{"a": 1, "a": 2}',
    devon() + " x",
    '{"format": "trustflow/1"}',
    devon(format="trustflow/2"),
    devon(format=1),
    '{"histories": 1, "more": 2, "other": 3}',
    '{"format": "trustflow/1", "histories": {"a": 1}, "more": 2}',
    '{"format": "trustflow/1", "histories": []}',
    devon(events=1),
    devon(1, {}, happened("nota"), happened(["note"])),
    devon({"event": "note"}, happened("note", on=2016), happened("note", on="late")),
    devon(happened("inspection_published", areas={"x": 1, "y z": "bad"})),
    devon(happened("inspection_published", judgement="bad", areas=1)),
    devon(
        happened(
            "direction_issued",
            purpose="trust",
            replaces=-1,
            deadlines=[
                {"what": 1, "within": "soon"},
                5,
                {"what": "x", "due": "2016", "within": "1 day"},
            ],
        )
    ),
    devon(happened("commissioner_appointed", names="Ann", sources=[SOURCE])),
    devon(happened("commissioner_appointed", names={"a": 1}, nane=1)),
    devon(happened("visit_made", kind="jtai", number=1.5)),
    devon(happened("note", note="a\x07"), happened("note", acted_by="ann")),
    devon(happened("note", deadlines=[{"what": "x", "set_by": "y"}])),
    devon(happened("note", on="2016-01-01" * 40)),
    devon(authority=" ", gss_code="E1", checked_to="2016-01-01T00:00", begins_in=1),
    devon(inherits=[happened("note"), happened("nota")]),
    devon(inherits=[happened("note")]),
    devon(inherits=1, succeeds="All of it"),
    devon(checked_to={"inspections": "late", "letters": "2016"}),
    devon(checked_to={"letters": "2016"}),
    devon(checked_to="inspections=2016; plans"),
    devon(checked_to=["2016"]),
    devon(
        happened("inspection_published", judgement="good", lifts_inadequate=True),
        happened("visit_letter_published", kind="focused", statement_required=True),
        happened("visit_letter_published", kind="jtai", plan_asked="no", principal_authority=1),
        happened("authority_reorganised", into=[""]),
        happened("direction_issued", power="5"),
        happened("returned_to_council", partly="yes"),
    ),
)
TABLES = (
    "",
    "who,what\na,b\n",
    '"authority"x,event,on\n',
    "\ufeffauthority,\ufeffevent,on,evnt\n",
    "authority,event,on,date\n",
    "authority,event,on,note\nDevon,note,2016,a,b,c\n",
    "authority,event,on\nDevon,note\n",
    'authority,event,on\nDevon,note,"2016\n',
    'authority,event,on\nDevon,note,"2016"x\nDevon,note,2017\nDevon,note,late\n',
    "authority,event,on\n,note,2016\nDevon,,2016\nDevon,note,\nDevon,nota,2016\n",
    b"\xff\xfea\x00",
    b"PK\x03\x04",
    "authority,event,on\nDev\xe9n,note,2016\nDevon,n\xf8te,2017\n".encode("latin-1"),
    "authority,event,timestamp\nDevon,note,late\n",
    "authority,event,earliest,latest\nDevon,note,2016,late\nDevon,note,2016,2015\n",
    "authority,event,on,details\nDevon,note,2016,x\nDevon,note,2016,subject=a; subject=b\n",
    "authority,event,on,details\nDevon,inspection_published,2016,areas=1; more=2\n",
    'authority,event,on,details\nDevon,note,2016,"note=""a"" b"\nDevon,note,2016,"note=""a"\n',
    "authority,event,on,details\nDevon,visit_made,2016,kind=jtai; number=1.5\n",
    "authority,event,on,source_confidence,source_url\nDevon,note,2016,high,\n",
    "authority,event,on,source,source_confidence,source_url\nDevon,note,2016,x,sure,ftp://x\n",
    "authority,event,on,gss_code\nDevon,note,2016,E10000008\nDevon,note,2016,E10000009\n",
    "authority,event,on,inherited\nDevon,note,2016,yes\nDevon,note,2017,perhaps\n",
    "authority,event,on,inherited\nDevon,note,2016,yes\n",
    "authority,event,on,checked_to\nDevon,note,2016,plans=2016; inspections\n",
)
PROCESSES = (
    "[]",
    process(format="trustflow-process/2"),
    process(initial="nowhere", title=" "),
    process(moves=1, stages=[]),
    process(moves=[{"trigger": "read", "stage": "home", "leads_to": "home", "mark": "usual"}]),
    process(moves=[{"trigger": "reed", "stage": "home", "leads_to": "hone"}]),
    process(rules=rule(start_field="__class__")),
    process(rules=rule(start_field="trigger")),
    process(rules=rule(start_field="a-b", condition={"field": "_x", "allowed": ["y"]})),
    process(rules=rule(at_most="soon", strength="custom", fallback=["1 day"])),
    process(rules=rule() * 2),
    process(rules=rule(starts="reed", at_least="2 months", id=" ")),
    process(legs={"first": {"title": "The first reading", "start": "reed"}}, facts=["place"]),
    process(legs={"first": 1}, disclaimer="", duty_note=7),
    process(rules=rule(shown_by="reed", cancelled_by="read")),
    process(rules=rule(shown_by="read", at_least="1 day", at_most=None)),
    process(rules=rule(in_force_to_due=True, in_force_by_end=True)),
    process(rules=rule(duty_holder_field="lender")),
    process(rules=rule(end_field="trigger", answers="", duty_holder_field="__class__")),
    process(record_kinds={"books": ["read", "reed"], "cards": ["read"], "a=b": []}),
    process(record_kinds=["read"]),
)


def message(read, value):
    """Return the message with which a reader refuses a value, or the result if it accepts it."""
    try:
        return repr(read(value))
    except tf.TrustflowError as error:
        return str(error)


def messages():
    """Yield each reader and value, with the message that the reader gives."""
    readers = (
        (tf.PartialDate.parse, DATES),
        (tf.loads, HISTORIES),
        (loads_csv, TABLES),
        (process_from_json, PROCESSES),
    )
    for read, values in readers:
        for value in values:
            yield f"{read.__qualname__}({value!r})\n{message(read, value)}\n"


def test_the_messages_are_those_of_the_golden_file(holds):
    """Each message lists every fault with its place, the value found and what is accepted."""
    holds(GOLDEN, "\n".join(messages()))


def test_every_fault_is_one_line_of_whole_sentences():
    """A line begins with the place and the value, and every sentence ends with a full stop."""
    lines = [line for text in messages() for line in text.splitlines() if line.startswith("  ")]
    assert len(lines) > len(HISTORIES) + len(TABLES) + len(PROCESSES)
    for line in lines:
        place, _, rest = line.partition(": found ")
        assert place.strip()
        assert re.search(r"\. [A-Z]", rest), line
        assert rest.endswith((".", "?")), line
        assert "is needed" not in rest, line
