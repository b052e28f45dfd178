"""Events from the texts of a web form, whose faults have the names of the form's fields."""

import json

import pytest
from attrs import evolve, field, frozen
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import event_from_form, event_to_data
from trustflow.exchange.columns import SOURCE_COLUMNS
from trustflow.history import NamedEvent
from trustflow.testing import events as transfer_events

PROCESS = tf.TRUST_TRANSFER
DAY = {"on": "2016-07-14"}


def faults_of(trigger, texts, process=PROCESS):
    """Return the messages of a refused form by the names of its fields."""
    with pytest.raises(tf.BadHistory) as caught:
        event_from_form(trigger, texts, process=process)
    assert "the form" == caught.value.where
    return caught.value.by_path


def form_of(event):
    """Return the fields of an event with at most one source, as a browser sends them."""
    data = event_to_data(event)
    del data["event"]
    (source,) = data.pop("sources", [{}])
    data |= {column: source[name] for column, name in SOURCE_COLUMNS.items() if name in source}
    return {name: as_texts(name, value) for name, value in data.items()}


def as_texts(name, value):
    """Return the text of a value, or its texts."""
    if isinstance(value, bool):
        return "on" if value else "no"
    if isinstance(value, dict):
        return [f"{key}={text}" for key, text in value.items()]
    if isinstance(value, list) and name != "deadlines":
        return value
    return value if isinstance(value, str) else json.dumps(value)


@given(transfer_events().map(lambda event: evolve(event, sources=event.sources[:1])))
def test_the_form_of_an_event_gives_it_back(event):
    """Each field of the event and of its first source is a field of the form."""
    # The trigger `other_subject` does not decide the class.
    name = event.event_name if event.trigger == "other_subject" else event.trigger
    built = event_from_form(name, form_of(event))
    assert stripped(event_to_data(event)) == stripped(event_to_data(built))


def stripped(value):
    """Return plain data with each text stripped."""
    if isinstance(value, dict):
        return {name.strip(): stripped(part) for name, part in value.items()}
    if isinstance(value, list):
        return [stripped(part) for part in value]
    return value.strip() if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("trigger", "texts", "event"),
    [
        ("note", {}, ev.Note("2016-07-14")),
        ("note", {"note": " a ", "known_on": "", "topic": "  "}, ev.Note("2016-07-14", note="a")),
        ("note", {"note": "a\r\nb"}, ev.Note("2016-07-14", note="a\nb")),
        ("note", {"note": '["a"]', "topic": None}, ev.Note("2016-07-14", note='["a"]')),
        ("note", {"note": ["", "a"]}, ev.Note("2016-07-14", note="a")),
        ("note", {"on": " 2016-07 "}, ev.Note("2016-07")),
        ("note", {"topic": "COURT"}, ev.Note("2016-07-14", topic="court")),
        (
            "commissioner_appointed",
            {"names": ["A", " B ", ""]},
            ev.CommissionerAppointed("2016-07-14", names=["A", "B"]),
        ),
        (
            "commissioner_appointed",
            {"names": ("A",)},
            ev.CommissionerAppointed("2016-07-14", names="A"),
        ),
        (
            "commissioner_appointed",
            {"names": '["A", "B"]'},
            ev.CommissionerAppointed("2016-07-14", names=["A", "B"]),
        ),
        (
            "inspection_published_inadequate",
            {"inspected": ["2015-11", "2015-12-01"], "reinspection": "on"},
            ev.InspectionPublished(
                "2016-07-14",
                judgement="inadequate",
                inspected=["2015-11", "2015-12-01"],
                reinspection=True,
            ),
        ),
        (
            "inspection_published_inadequate",
            {"inspected": '["2015-11", "2015-12-01"]', "reinspection": "no"},
            ev.InspectionPublished(
                "2016-07-14",
                judgement="inadequate",
                inspected=["2015-11", "2015-12-01"],
                reinspection=False,
            ),
        ),
        (
            "inspection_published",
            {"areas": ["help=good", "care=inadequate"]},
            ev.InspectionPublished("2016-07-14", areas={"help": "good", "care": "inadequate"}),
        ),
        (
            "inspection_published",
            {"areas": "help=good; care=inadequate"},
            ev.InspectionPublished("2016-07-14", areas={"help": "good", "care": "inadequate"}),
        ),
        (
            "direction_issued_trust",
            {"number": "2", "replaces": "1"},
            ev.DirectionIssued("2016-07-14", purpose="trust", number=2, replaces=1),
        ),
        (
            "note",
            {"deadlines": '[{"what": "a plan", "due": "2017"}]'},
            ev.Note("2016-07-14", deadlines=tf.Deadline("a plan", due="2017")),
        ),
        (
            "note",
            {"source": "Ofsted", "source_url": "https://a.b", "source_published": "2016-08"},
            ev.Note(
                "2016-07-14",
                sources=tf.Source("Ofsted", url="https://a.b", published="2016-08"),
            ),
        ),
        (
            "note",
            {"source": "Ofsted", "source_confidence": "High", "source_stated_date": "2016"},
            ev.Note(
                "2016-07-14",
                sources=tf.Source("Ofsted", confidence="high", stated_date="2016"),
            ),
        ),
    ],
)
def test_a_form_is_read(trigger, texts, event):
    """Texts are stripped, and empty ones are missing; several texts are a list."""
    assert event == event_from_form(trigger, {**DAY, **texts})


@pytest.mark.parametrize(
    ("trigger", "texts", "messages"),
    [
        ("note", {"on": ""}, {"on": "Found nothing. This field is required. Expected a date"}),
        ("note", {"on": "soon"}, {"on": "Found 'soon'. Expected a date in words, such as"}),
        ("note", {"on": ["2016", "2017"]}, {"on": "Found 2 texts. Expected one text."}),
        ("note", {"known_on": "2016-13"}, {"known_on": "Found '2016-13'."}),
        ("note", {"tpic": "x"}, {"tpic": "Found an unknown field. Did you mean 'topic'?"}),
        ("note", {"sorce_url": "x"}, {"sorce_url": "Did you mean 'source_url'?"}),
        ("note", {"sources": "x"}, {"sources": "Found an unknown field. Did you mean 'source'?"}),
        ("note", {"event": "note"}, {"event": "Found an unknown field."}),
        ("note", {"topic": "cort"}, {"topic": "Found 'cort'. Did you mean 'court'?"}),
        ("note", {"note": "a\x00b"}, {"note": "Expected a text without control characters."}),
        ("note", {"note": 3}, {"note": "Found 3. Expected a text."}),
        ("note", {"note": ["a", 3]}, {"note": "Found 3. Expected a text."}),
        ("note", {"note": ["a", "b"]}, {"note": "Found 2 texts. Expected one text."}),
        ("note", {"note": "a" * 100_001}, {"note": "Found a text of 100,001 characters."}),
        ("note", {"deadlines": "a plan"}, {"deadlines": "Expected a list in square brackets."}),
        (
            "note",
            {"deadlines": '[{"what": "a", "due": "x"}]'},
            {"deadlines": "Found 'x' at [0].due."},
        ),
        (
            "note",
            {
                "deadlines": '[{"what": "a", "due": "2017"}, '
                '{"what": "a", "due": "2016", "within": "1 day"}]'
            },
            {"deadlines": "Found a contradiction at [1]. Invalid deadline: 'a'. It has both"},
        ),
        (
            "note",
            {"source_url": "https://a.b"},
            {"source": "Found nothing. This field is required."},
        ),
        ("note", {"source": "a", "source_url": "a.b"}, {"source_url": "Expected an address that"}),
        ("note", {"source": "a", "source_published": "?"}, {"source_published": "Found '?'."}),
        (
            "note",
            {"source": "a", "source_confidence": "hgh"},
            {"source_confidence": "Found 'hgh'. Did you mean 'high'?"},
        ),
        (
            "note",
            {"source": "a", "source_copy_of": "b", "source_confidence": "high"},
            dict.fromkeys(
                ["source_copy_of", "source_confidence"],
                "Found a contradiction. Invalid confidence of the copy: 'a'. A copy has at most",
            ),
        ),
        ("agency_registered", {}, {"kind": "Found nothing. This field is required."}),
        (
            "agency_registered",
            {"kind": "schools"},
            {"kind": "Expected one of: fostering, adoption"},
        ),
        ("direction_issued_trust", {"number": "two"}, {"number": "Expected a whole number"}),
        ("direction_issued_trust", {"purpose": "trst"}, {"purpose": "Did you mean 'trust'?"}),
        (
            "direction_issued_trust",
            {"purpose": "pause"},
            {"purpose": "Found a contradiction. With these fields the event is direction_issued_p"},
        ),
        (
            "inspection_published_inadequate",
            {"judgement": "good", "framework": "SIF"},
            {"judgement": "With these fields the event is inspection_published_not_inadequate"},
        ),
        ("inspection_published", {"areas": "good"}, {"areas": "Found 'good'."}),
        ("inspection_published", {"areas": "help=fine"}, {"areas": "Found 'fine'."}),
        (
            "inspection_published",
            {"inspected": ["2016", "x"], "judgement": "good"},
            {"inspected": "Found 'x'."},
        ),
        (
            "inspection_published",
            {"reinspection": "perhaps", "judgement": "good"},
            {"reinspection": "Found 'perhaps'. Expected true or false."},
        ),
        (
            "inspection_published",
            {"framework": "SIF"},
            dict.fromkeys(["judgement", "areas"], "Found nothing. Give judgement=… or areas=…"),
        ),
        (
            "inspection_published",
            {"judgement": "good", "lifts_inadequate": "on"},
            {"lifts_inadequate": "Found a contradiction. Invalid inspection with lifts_inadequate"},
        ),
        (
            "visit_letter_published_focused",
            {"statement_required": "on"},
            {"statement_required": "Found a contradiction. Invalid kind with statement_required"},
        ),
        (
            "deadline_set",
            {"what": "a", "due": "2016-12", "within": "3 months"},
            dict.fromkeys(
                ["due", "within"], "Found a contradiction. Invalid deadline: 'a'. It has both"
            ),
        ),
    ],
)
def test_a_fault_is_at_the_field_of_the_form(trigger, texts, messages):
    """A contradiction is at each field that decides it."""
    found = faults_of(trigger, {**DAY, **texts})
    assert messages.keys() == found.keys()
    assert all(message in found[name] for name, message in messages.items())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-10-06", "2016-10-06"),
        ("6 October 2016", "2016-10-06"),
        ("25/10/2016", "2016-10-25"),
        ("October 2016", "2016-10"),
        ("summer 2017", "2017-22"),
        ("about 2016", "2016~"),
        ("2016-10-06T00:00", "2016-10-06"),
    ],
)
def test_a_date_is_read_as_people_write_it(text, day):
    """Every field of a date, and each of several dates, is read so."""
    form = {"on": text, "known_on": text, "inspected": [text, "2015"], "received_on": text}
    form |= {"source": "a", "source_published": text, "judgement": "good"}
    event = event_from_form("inspection_published", form)
    read = [event.on, event.known_on, event.received_on, event.sources[0].published]
    assert {day} == {str(date) for date in (*read, event.inspected[0])}


def test_a_date_of_two_readings_is_refused_unless_days_come_first():
    """The message gives both readings."""
    form = {"on": "06/10/2016", "known_on": "07/10/2016"}
    found = faults_of("note", form)
    assert {"on", "known_on"} == found.keys()
    assert "It may be 6 October 2016 or 10 June 2016." in found["on"]
    event = event_from_form("note", form, day_first=True)
    assert ev.Note("2016-10-06", known_on="2016-10-07") == event


@pytest.mark.parametrize("trigger", ["", "nte", None, "NOTE", "trust went live"])
def test_an_unknown_trigger_is_a_fault_of_the_form(trigger):
    """Its path is that of the trigger in a table: `event`."""
    assert {"event"} == faults_of(trigger, DAY).keys()
    assert "Did you mean 'note'? Expected one of" in faults_of("nte", {})["event"]


def test_all_faults_are_found_at_once():
    """They are in the order of the form, and those of fields that it does not have come last."""
    form = {
        "colour": "red",
        "within": "3 months",
        "due": "2016",
        "what": "",
        "known_on": "x",
        "source_url": "x",
        "acted_by": "nobody",
    }
    found = faults_of("deadline_set", form)
    assert ["colour", "what", "known_on", "source_url", "acted_by", "on"] == [
        name for name in found if name != "source"
    ]
    assert "source" in found
    # A contradiction is found beside other faults, if none of their fields decides it.
    del form["source_url"]
    assert [
        "colour", "within", "due", "known_on", "acted_by", "on"
    ] == [*faults_of("deadline_set", {**form, "what": "a plan"})]  # fmt: skip


def test_a_contradiction_of_a_field_that_cannot_be_read_is_not_reported():
    """Whether there is one is known only when the field can be read."""
    form = {**DAY, "kind": "fcsed", "statement_required": "on"}
    assert {"kind"} == faults_of("visit_letter_published", form).keys()
    assert {"judgement"} == faults_of("inspection_published", {**DAY, "judgement": "x"}).keys()


BROKEN = {
    "on": "31/31/2016", "known_on": "soon", "source_published": "x", "source_url": "x",
    "source_confidence": "none", "acted_by": "nobody", "note": "a\x00", "deadlines": "x",
    "colour": "red", "source_stated_date": ["2016", "2017"], "subject": "a\nb",
}  # fmt: skip


@given(
    st.sampled_from(sorted(PROCESS.by_class)),
    st.sets(st.sampled_from(sorted(BROKEN)), min_size=1),
)
def test_every_broken_field_has_its_message(trigger, names):
    """Each field of the form that cannot be read is in the error, whatever the others are."""
    form = {**DAY, "source": "Ofsted", "what": "x", "due": "2017", "kind": "fostering"}
    needed = {
        "agency_registered": {"kind"},
        "deadline_set": {"what", "due"},
        "requirement_met": {"what"},
    }
    form = {
        name: text
        for name, text in form.items()
        if name in {"on", "source"} | needed.get(trigger, set())
    }
    assert names == faults_of(trigger, form | {name: BROKEN[name] for name in names}).keys()


VALUES = st.sampled_from(
    ["", "x", "2016", "yes", "on", "good", "a=good", "[]", "{", "[1]", '[{"what": 1}]', None, 1]
)
NAMES = sorted({field.name for cls in PROCESS.events for field in cls.__attrs_attrs__})


@given(
    st.sampled_from([*PROCESS.triggers, *(cls.class_name for cls in PROCESS.events), "x"]),
    st.dictionaries(
        st.sampled_from([*NAMES, *SOURCE_COLUMNS, "colour", "$", "a.b", ""]),
        VALUES | st.lists(VALUES, max_size=2),
        max_size=6,
    ),
)
@example("inspection_published_ungraded", {"on": "2016", "areas": "a=good"})
def test_any_form_gives_an_event_or_faults_with_the_names_of_fields(trigger, texts):
    """No other error is raised."""
    try:
        event = event_from_form(trigger, texts)
    except tf.BadHistory as error:
        event, paths = None, {fault.path for fault in error.faults}
    assert isinstance(event, tf.Event) or paths
    assert event or paths <= {*NAMES, *SOURCE_COLUMNS, *texts, "event"}


# Other processes


@frozen(repr=False, eq=False, kw_only=True)
class Loan(tf.Event):
    """A loan, whose length decides its variant."""

    days: int = field(default=0)
    returned: tuple[tf.PartialDate, ...] = ()
    variants = {"long": {}, "short": {}}  # noqa: RUF012 - a user's class

    def _variant(self):
        return "long" if self.days > 30 else "short"


OWN = PROCESS.extended(
    triggers={"loan_long": "long loan", "loan_short": "short loan", "renamed": "renamed"},
    moves=[
        tf.Move(trigger, "trust_live", "trust_live")
        for trigger in ("loan_long", "loan_short", "renamed")
    ],
    events=[Loan],
)


def test_an_event_without_a_class_is_read():
    """Its form has the fields of every event."""
    event = event_from_form("renamed", {**DAY, "note": "x", "source": "a"}, process=OWN)
    assert NamedEvent("2016-07-14", what="renamed", note="x", sources=tf.Source("a")) == event
    found = faults_of("renamed", {**DAY, "what": "x", "topic": "court"}, OWN)
    assert {"what", "topic"} == found.keys()


def test_a_fault_that_no_field_decides_is_at_the_trigger():
    """The class of the event does not say which fields decide."""
    assert {"event"} == faults_of("loan", DAY, OWN).keys()
    assert {"event"} == faults_of("loan_long", DAY, OWN).keys()
    assert {"days"} == faults_of("loan_short", {**DAY, "days": "31"}, OWN).keys()
    assert Loan("2016-07-14", days=31) == event_from_form(
        "loan_long", {**DAY, "days": "31"}, process=OWN
    )


def test_a_word_can_be_written_as_in_a_table():
    """So the same spelling is read in a form, in texts and in a spreadsheet."""
    form = {"on": "2016", "judgement": "RI", "areas": "leadership=Inadequate "}
    event = event_from_form("inspection_published", form)
    assert "requires improvement" == event.judgement
    assert {"leadership": "inadequate"} == event.areas
