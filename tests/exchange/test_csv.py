"""CSV: histories are read back equal, and every fault is reported with its place."""

import csv
import io
import os
import signal
import string
import subprocess
import sys
import textwrap

import pytest
from attrs import evolve, validators
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import EXPECTED_DATE
from trustflow.exchange import (
    Limits,
    csv_cell,
    csv_template,
    dump_csv,
    dumps_csv,
    load_csv,
    loads_csv,
    stream_csv,
)
from trustflow.exchange.details import (
    details_of,
    field_types,
    fields_in,
    parse_value,
    value_text,
)
from trustflow.exchange.guarded_cells import text_cell, unguarded
from trustflow.testing import loose_histories
from trustflow.testing.provenance import texts

HEADINGS = "authority,event,on"
AWKWARD = (
    "=1+1", "+1", "-1", "@x", "'=1", "''=1", "'quoted'", " x", "x ", "a;b", 'a"b',
    "a,b", '"all"', "[1]", '["a"]', "{}", "true", "12", "a=b; c=d", "\uff1d1",
    "'", "' ", "-",
)  # fmt: skip
AWKWARD_NOTES = ("\tx", "x\n", "a\nb")


def awkward():
    """Return a strategy for names, including names that a spreadsheet could misread."""
    return st.sampled_from(AWKWARD).filter(str.strip) | texts()


def awkward_notes():
    """Return a strategy for notes, which can have several lines."""
    return st.sampled_from(AWKWARD_NOTES) | awkward()


@st.composite
def awkward_histories(draw):
    """Draw a history of few events with awkward texts in every text field."""
    sources = st.lists(
        st.builds(tf.Source, awkward(), evidence_row=st.none() | awkward()), max_size=2
    )
    events = st.one_of(
        st.builds(ev.RequirementMet, st.just("2016-07"), what=awkward(), sources=sources),
        st.builds(ev.DirectionIssued, st.just("2016"), replaces=awkward() | st.integers(0, 3)),
        st.builds(ev.CommissionerAppointed, st.just("2016~"), names=st.lists(awkward())),
        st.builds(ev.Note, st.just("2016"), note=awkward_notes(), subject=awkward()),
        st.builds(
            ev.InspectionPublished,
            st.just("2016-07-01"),
            areas=st.dictionaries(awkward(), st.sampled_from(["good", "inadequate"])),
            deadlines=st.lists(st.builds(tf.Deadline, awkward(), due=st.just("2017")), max_size=1),
        ),
    )
    return tf.History(
        draw(awkward()), draw(st.lists(events, max_size=3)), succeeds=draw(st.none() | awkward())
    )


def faults_of(text, **options):
    """Return the faults of an unreadable CSV text as lines."""
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(text, **options)
    return [str(fault) for fault in caught.value.faults]


def table(*rows, headings=HEADINGS):
    """Return a CSV text with the given headings and rows."""
    return "\n".join([headings, *rows]) + "\n"


# Round trips


@at_most(50)
@given(st.lists(loose_histories(max_events=4), max_size=2))
def test_every_history_is_read_back_equal(histories):
    """A file can have any number of histories, whose events have any fields."""
    assert sorted(histories, key=repr) == sorted(loads_csv(dumps_csv(histories)), key=repr)


@at_most(60)
@given(st.lists(awkward_histories(), max_size=2))
def test_awkward_texts_are_read_back_equal(histories):
    """Formulas, quotation marks, spaces, JSON and delimiters in a text are kept."""
    assert histories == list(loads_csv(dumps_csv(histories)))


@pytest.mark.slow
def test_the_casebook_is_read_back_equal(tmp_path):
    """One file with all shipped histories is read back equal."""
    path = tmp_path / "casebook.csv"
    dump_csv(tf.casebook.histories(), path)
    assert tf.casebook.histories() == load_csv(path)


def test_several_histories_of_one_authority_stay_separate():
    """The column `case` numbers the second history and any later one."""
    histories = (tf.History("Devon"), tf.History("Devon (2)"), tf.History("Devon"))
    text = dumps_csv(histories)
    assert ["", "", "Devon (3)"] == [row["case"] for row in rows_in(text)]
    assert histories == loads_csv(text)


def test_an_event_with_the_trigger_of_another_class_is_read_back_equal():
    """Events of several classes can have the trigger for another subject; each keeps its class."""
    visit = ev.VisitMade("2018", kind="jtai", number=2, subject="SEND")
    history = tf.History("Devon", [visit])
    assert "other_subject" == rows_in(dumps_csv(history))[0]["event"]
    assert (history,) == loads_csv(dumps_csv(history))


def test_events_without_a_class_are_read_back_equal():
    """Such events have only a trigger and the fields that every event has."""
    process = tf.Process(
        name="door",
        title="A door",
        stages={"shut": tf.StageInfo("Shut", "no way"), "open": tf.StageInfo("Open", "a way")},
        initial="shut",
        triggers={"opens": "opened", "shuts": "shut"},
        moves=[tf.Move("opens", "shut", "open"), tf.Move("shuts", "open", "shut")],
    )
    history = tf.History("Door", [process.event("opens", "2016", note="=late")])
    assert (history,) == loads_csv(dumps_csv(history, process), process)


def rows_in(text):
    """Return the rows of a CSV text as the standard library reads them."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


# Safety in spreadsheets


@at_most(40)
@given(awkward_histories())
def test_no_cell_is_a_formula(history):
    """No cell begins like a formula, not even after spaces."""
    text = dumps_csv(history)
    for cells in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]


@given(texts())
@example("=HYPERLINK(1)")
@example("+cmd|x")
@example("@SUM(A1)")
@example("\uff1dx")
@example("\x1e=x")
@example("'' =x")
@example("' x")
def test_an_apostrophe_is_written_only_where_it_is_needed(text):
    """An apostrophe protects a text that a spreadsheet would change, such as a formula."""
    with validators.disabled():  # an authority may not have control characters
        history = tf.History(text)
    cell = rows_in(dumps_csv(history))[0]["authority"]
    assert cell == text_cell(text)
    assert csv_cell(text) in {cell, text}
    assert unguarded(cell) == (None if cell == text else text)
    assert cell in {text, f"'{text}"}
    is_formula = text.lstrip(f"'{string.whitespace}")[:1] in tuple("=+-@")
    assert cell != text or not is_formula


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1/2",
            "007",
            "1e5",
            "1.50",
            "12:30",
            "50%",
            "£5",
            "(5)",
            "1,000",
            ".5",
            "2016-07",
            "5 pm",
        ),
        *("Jul-16", "5 June", "June 2015", "4 Sept 2015", "TRUE", "false", "#N/A", "#REF!", "'1/2"),
        "1234567890123456",
    ],
)
def test_a_text_that_a_spreadsheet_would_convert_is_protected(text):
    """It would become a number, a day, a time, an error or a truth value."""
    history = tf.History("Devon", [ev.Note("2016", note=text)])
    assert f"'{text}" == rows_in(dumps_csv(history))[0]["note"]
    assert (history,) == loads_csv(dumps_csv(history))


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "0",
        "2016",
        "2016-07-14",
        "May",
        "12th",
        "1 of 2",
        "Junes 5",
        "true story",
        "#1",
        "5 June x",
    ],
)
def test_a_text_that_no_spreadsheet_changes_is_written_as_it_is(text):
    """A whole number or a day is read back with the same text."""
    history = tf.History("Devon", [ev.Note("2016", note=text)])
    assert text == rows_in(dumps_csv(history))[0]["note"]


# Differences that are accepted


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_spreadsheets_are_read(delimiter, mark, end):
    """The files have any delimiter, a byte order mark or none, and either line ending."""
    lines = [["Local Authority", "EVENT", "Date"], ["Sandwell", "trust went live", "2018-04-01"]]
    text = mark + "".join(delimiter.join(line) + end for line in lines)
    expected = tf.History("Sandwell", [ev.TrustWentLive("2018-04-01")])
    assert (expected,) == loads_csv(text)


def test_the_line_that_names_the_delimiter_is_followed():
    """Excel writes and reads a first line such as `sep=;`."""
    text = "sep=|\nauthority|event|on\nSandwell|note|2018\n"
    assert (tf.History("Sandwell", [ev.Note("2018")]),) == loads_csv(text)


@pytest.mark.parametrize(
    "name",
    [
        "direction_issued_trust",
        "Direction issued trust",
        "direction-issued-trust",
        tf.TRUST_TRANSFER.triggers["direction_issued_trust"],
    ],
)
def test_an_event_can_be_named_by_trigger_or_label(name):
    """Case and punctuation in the name do not matter."""
    (history,) = loads_csv(table(f"Sandwell,{name},2016-10-06"))
    assert (ev.DirectionIssued("2016-10-06", purpose="trust"),) == history.events


def test_an_event_can_be_named_without_its_variant():
    """The details of the event then decide the variant."""
    row = "Sandwell,inspection_published,2015-06-05,judgement=Inadequate; framework=SIF"
    (history,) = loads_csv(table(row, headings=f"{HEADINGS},details"))
    expected = ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF")
    assert (expected,) == history.events


def test_a_field_can_have_a_column_of_its_own():
    """Existing spreadsheets often have a column for the judgement."""
    text = table(
        "Sandwell,inspection_published,2015-06-05,inadequate,",
        "Sandwell,visit_letter_published_focused,2016,,yes",
        headings=f"{HEADINGS},Judgement,Priority action",
    )
    with pytest.raises(tf.BadHistory, match="which is the event with these details"):
        loads_csv(text)
    (history,) = loads_csv(text.replace("_focused", ""))
    assert ["inspection_published_inadequate", "visit_letter_published_priority_action"] == [
        event.trigger for event in history
    ]


def test_the_fields_that_a_trigger_implies_need_not_be_given():
    """For example, the variant of the trigger gives the judgement."""
    row = "Sandwell,inspection_published_inadequate,2015-06-05,framework=SIF"
    (history,) = loads_csv(table(row, headings=f"{HEADINGS},details"))
    assert "inadequate" == history[0].judgement


def test_rows_of_a_case_need_not_be_together():
    """A table sorted by date gives one history for each authority."""
    rows = ["Devon,note,2016", "Leeds,note,2017", "Devon,note,2018", "Leeds,note,2019"]
    assert [("Devon", 2), ("Leeds", 2)] == [
        (history.authority, len(history)) for history in loads_csv(table(*rows))
    ]


def test_other_headings_can_be_mapped_and_left_out():
    """The fault for an unknown heading shows how to map it or leave it out."""
    text = "Whom;What happened;When;Officer\nDevon;note;2016;A. Nonymous\n"
    renamed = {"whom": "authority", "What happened": "event", "When": "on", "Officer": "-"}
    assert (tf.History("Devon", [ev.Note("2016")]),) == loads_csv(text, columns=renamed)
    assert "--map HEADING=-" in faults_of(text)[0]


def test_the_filled_in_template_is_read():
    """The template's headings are the columns of trustflow."""
    cells = ["Devon", "E10000008", "note", "2016", "", "topic=other", "", "A paper", "", "", "low"]
    text = csv_template() + ",".join(cells) + "\n"
    event = ev.Note("2016", topic="other", sources=[tf.Source("A paper", confidence="low")])
    assert (tf.History("Devon", [event], gss_code="E10000008"),) == loads_csv(text)
    assert () == loads_csv(csv_template())


# Faults and their places


def test_every_bad_row_is_reported_with_its_line_and_column():
    """All faults are reported at once, and each names the heading that the file has."""
    rows = [
        "Devon,note,2016-13",
        "Devon,not,2016",
        ",note,2016",
        "",
        "Devon,requirement_met,2016",
        "Devon,note,",
        "Devon,note,2016,more",
        'Devon,note,"2016"x',
    ]
    faults = faults_of(table(*rows, headings="Council,Event,Date"))
    assert [
        "line 8: found 4 cells under 3 headings",
        "line 9: found invalid CSV (',' expected after '\"')",
        "line 2, column Date: found '2016-13'",
        "line 3, column Event: found 'not'",
        "line 4, column Council: found nothing",
        "line 6, column details, what: found nothing",
        "line 7, column Date: found nothing",
    ] == [fault.partition(". ")[0] for fault in sorted(faults, key=lambda line: "column" in line)]
    assert " Did you mean 'note'?" in str(faults)


def test_good_rows_are_kept_on_request():
    """A function receives the faults; a case without a readable row is left out."""
    faults = []
    rows = ["Devon,note,2016", "Devon,note,late", "Leeds,note,soon", "Leeds,,", "Kent,,"]
    text = table(*rows, headings=HEADINGS)
    histories = loads_csv(text, on_fault=faults.append)
    assert ["line 3, column on", "line 4, column on"] == [fault.path for fault in faults]
    assert [("Devon", 1), ("Leeds", 0), ("Kent", 0)] == [
        (history.authority, len(history)) for history in histories
    ]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("topic=other; topic=other", "the field 'topic' twice"),
        ("what is this", "Expected name=value; name=value"),
        ('topic="other" x', "Expected a semicolon after the value"),
        ('topic="other', "Expected JSON, because"),
        ("topc=other", "details, topc: found an unknown field"),
        ("topic=othr", "details, topic: found 'othr'"),
        ("topic=other; acted_by=Ofsted; note=x", "the field 'note', which also has a column"),
        ('deadlines=[{"what": 1}]', "details, deadlines[0].what: found 1"),
        ('deadlines=[{"what": "x", "due": "2016", "within": "3 days"}]', "a contradiction"),
        ('sources=[{"title": "x", "url": "javascript:1"}]', "details, sources[0].url"),
        ("sources=x", "details, sources"),
        ("event=not", "column event"),
    ],
)
def test_a_fault_in_details_is_reported(cell, fault):
    """The fault's place is the column and the field inside the cell."""
    row = f'Devon,note,2016,"{cell.replace(chr(34), chr(34) * 2)}",a note'
    (reported,) = faults_of(table(row, headings=f"{HEADINGS},details,note"))
    assert fault in reported


def test_a_fault_in_details_is_reported_while_an_error_is_handled():
    """Then Python has another error for a keyword that is given twice."""
    rows = table('Devon,note,2016,"sources=x",a note', headings=f"{HEADINGS},details,note")
    try:
        tf.PartialDate("soon")
    except tf.BadDate:
        reported = faults_of(rows)
    assert "details, sources" in reported[0]


@pytest.mark.parametrize(
    ("headings", "row", "fault"),
    [
        ("source,source_url", "A,ftp://x", "column source_url: found 'ftp://x'"),
        ("source_url", "https://x", "column source: found nothing"),
        ("gss_code", "E1", "column gss_code"),
        ("begins_in", "nowhere", "column begins_in: found 'nowhere'"),
        ("checked_to", "soon", "column checked_to: found 'soon'"),
        ("known_on", "soon", "column known_on: found 'soon'"),
        ("judgement", "good", "column judgement: found the field `judgement` only on events"),
        ("earliest", "x", None),
    ],
)
def test_every_column_is_read_strictly(headings, row, fault):
    """Each fault names its column; `earliest` and `latest` are read only without `on`."""
    text = table(f"Devon,note,2016,{row}", headings=f"{HEADINGS},{headings}")
    if fault is None:
        assert ev.Note("2016") == loads_csv(text)[0][0]
    else:
        assert fault in faults_of(text)[0]


def test_rows_of_a_case_must_agree_on_the_history():
    """A field of the history must have the same value in every row that gives the field."""
    rows = ["Devon,note,2016,E10000008", "Devon,note,2016,E10000009", "Devon,note,2017,"]
    (fault,) = faults_of(table(*rows, headings=f"{HEADINGS},gss_code"))
    assert fault == (
        "line 3, column gss_code: found 'E10000009'. Expected 'E10000008', as in an earlier row."
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "$: found an empty file"),
        (b"\xef\xbb\xbf", "$: found an empty file"),
        ("\n", "Expected a column for the authority"),
        ("authority,event\n", "Expected a column for the day"),
        ("authority,event,on,date\n", "a second column for `on`"),
        ("authority,event,on,evnt\n", " Did you mean 'event'?"),
        (b"PK\x03\x04...", "a workbook or another zip file"),
        (b"\x1f\x8b....", "a gzip file"),
        ("authority".encode("utf-16"), "UTF-16 text"),
        ("authority".encode("utf-16-le"), "UTF-16 text"),
        ("authority".encode("utf-16-be"), "UTF-16 text"),
        ("authority,event,on\rDevon,note,2016\r", "a line that ends with a carriage return alone"),
        (
            b"authority,event,on\nSt\xe9,note,2016\n",
            "line 2, byte 3: found bytes that are not UTF-8",
        ),
        ('authority,event,on\n"Devon,note,2016\n', "unexpected end of data"),
        ('"authority"x,event,on\n', "line 1: found invalid CSV"),
    ],
)
def test_a_file_that_is_not_a_table_of_events_is_refused(text, fault):
    """The message says what is missing or wrong."""
    assert fault in "\n".join(faults_of(text))


def test_a_mapped_heading_must_be_in_the_table():
    """Mapping a heading that the table lacks is a fault; the message suggests the nearest one."""
    faults = faults_of(table("Devon,note,2016"), columns={"When": "on"})
    assert [
        "headings, column When: found no such column. Expected one of: authority, event, on."
    ] == faults
    (fault,) = faults_of(table("Devon,note,2016"), columns={"evnt": "event"})
    assert fault.endswith(" Did you mean 'event'? Expected one of: authority, event, on.")


# Limits


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        (Limits(text=40), "line 2, column note: found a text of 60 characters"),
        (Limits(text=2), "found a row of more than 20 bytes"),
        (Limits(size=60), "line 1: found more bytes"),
        (Limits(events=1), "line 3, column event: found one more event"),
        (Limits(nesting=2), "details.deadlines[0]: found deeper nesting"),
    ],
)
def test_a_file_beyond_a_limit_is_refused(limits, fault):
    """The fault shows how to set a higher limit; the default limits accept the file."""
    history = tf.History(
        "Devon",
        [ev.Note("2016", note="x" * 60), ev.Note("2016", deadlines=[tf.Deadline("x", due="2017")])],
    )
    text = dumps_csv(history)
    faults = "\n".join(faults_of(text, limits=limits))
    assert fault in faults
    assert "Set a higher limit with Limits(" in faults
    assert (history,) == loads_csv(text)


def test_reading_stops_after_very_many_faults():
    """So a hostile file takes little time and memory."""
    faults = faults_of(table(*["Devon,note,late"] * 1200))
    assert 1002 == len(faults)
    assert (
        "line 1002: found more than 1000 faults. "
        "Reading stopped here. Correct the faults above, then read the table again."
    ) == faults[-1]


def test_no_history_is_returned_after_the_first_fault():
    """Histories before the first fault are returned complete."""
    rows = ["Devon,note,2016", "Kent,note,late", "Leeds,note,2016"]
    reading = stream_csv(io.BytesIO(table(*rows).encode()))
    assert "Devon" == next(reading).authority
    with pytest.raises(tf.BadHistory):
        next(reading)


def test_a_large_file_is_read_in_bounded_memory():
    """Each history is returned as soon as its last row is read."""
    read = []

    class Source(io.BytesIO):
        def readline(self, size=-1):
            read.append(self.tell())
            return super().readline(size)

    rows = [f"{name},note,2016" for name in ("Devon", "Kent", "Leeds") for _ in range(3)]
    histories = stream_csv(Source(table(*rows).encode()))
    positions = []
    for history in histories:
        positions.append(read[-1])
        assert 3 == len(history)
    assert positions[0] < positions[1] < positions[2]


# Details


@given(st.dictionaries(st.sampled_from(["what", "note", "met_by"]), awkward()))
def test_the_cell_of_details_can_contain_any_text(fields):
    """Every text is read back equal."""
    types = field_types(ev.DeadlineSet)
    assert fields == fields_in(details_of(fields, types), types)


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("12", int | None, 12),
        ("-1", int | None, -1),
        ("12", str, "12"),
        ("12", int | str | None, 12),
        ("Yes", bool, True),
        ("FALSE", bool | None, False),
        ("maybe", bool, "maybe"),
        ('["a", "b"]', tuple[str, ...], ["a", "b"]),
        ("[2015-12,2016-01]", tuple[str, ...], "[2015-12,2016-01]"),
        ('"in quotes" and more', str, '"in quotes" and more'),
    ],
    ids=str,
)
def test_a_text_is_read_by_the_type_of_its_field(text, wanted, expected):
    """The value is a number, yes or no, JSON or the text; a written value is read back equal."""
    assert expected == parse_value(text, wanted)
    assert expected == parse_value(value_text(expected, wanted), wanted)


# Saving


def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    """After a kill, the file contains either the old table or the new table."""
    path = tmp_path / "saved.csv"
    program = textwrap.dedent(
        """
        import sys
        import trustflow as tf
        from trustflow import events as ev
        from trustflow.exchange.csv import dump_csv
        histories = [
            tf.History("Devon", [ev.Note("2016", note="x" * 5000)] * count) for count in (4, 40)
        ]
        for turn in range(200):
            dump_csv(histories[turn % 2], sys.argv[1])
            print(turn, flush=True)
        """
    )
    for kill_after in (1, 4):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, env=os.environ
        )
        for _ in range(kill_after):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        (history,) = load_csv(path)
        assert len(history) in {4, 40}


def test_an_error_while_saving_leaves_the_file_unchanged(tmp_path):
    """The error leaves no other file in the folder, either."""

    def histories():
        yield tf.History("Devon")
        raise RuntimeError("no more")

    path = tmp_path / "saved.csv"
    dump_csv(tf.History("Kent"), path)
    with pytest.raises(RuntimeError, match="no more"):
        dump_csv(histories(), path)
    assert (tf.History("Kent"),) == load_csv(path)
    assert [path] == list(tmp_path.iterdir())


# Inherited events and the end of the record

HEIR = tf.History(
    "North Northamptonshire",
    [ev.Note("2021-04-01")],
    gss_code="E06000061",
    succeeds="Northamptonshire",
    inherits=[
        ev.DirectionIssued("2018-11-29", purpose="trust"),
        ev.CommissionerAppointed("2018-11-30"),
    ],
    checked_to={"inspections": "2026-08-22", "focused visits": "2026-02-03"},
)


def test_inherited_events_come_first():
    """They are marked in a column and have no id, because another authority had them."""
    rows = list(csv.DictReader(io.StringIO(dumps_csv(HEIR).removeprefix("\ufeff"))))
    assert [
        ("direction_issued_trust", "yes", ""),
        ("commissioner_appointed", "yes", ""),
        ("note", "", "north-northamptonshire-2021-04-01-note"),
    ] == [(row["event"], row["inherited"], row["event_id"]) for row in rows]
    in_first = {(row["succeeds"], row["checked_to"]) for row in rows[:1]}
    assert {("Northamptonshire", "inspections=2026-08-22; focused visits=2026-02-03")} == in_first
    assert {""} == {row[name] for row in rows[1:] for name in ("succeeds", "checked_to")}
    only_inherited = evolve(HEIR, authority="West Northamptonshire", events=())
    assert (HEIR, only_inherited) == loads_csv(dumps_csv([HEIR, only_inherited]))


@pytest.mark.parametrize(
    ("cell", "checked_to"),
    [
        ("2026-08", "2026-08"),
        ("Ongoing", "ongoing"),
        ("inspections = 2026-08-22 ;plans=2026;", {"inspections": "2026-08-22", "plans": "2026"}),
    ],
)
def test_checked_to_is_a_day_a_word_or_a_day_for_each_kind(cell, checked_to):
    """Spaces do not matter."""
    (history,) = loads_csv(f"authority,event,on,checked_to\nDevon,note,2016,{cell}\n")
    assert tf.History("Devon", [ev.Note("2016")], checked_to=checked_to) == history
    assert (history,) == loads_csv(dumps_csv(history))


HEIR_HEADINGS = "authority,event,on,succeeds,checked_to,Inherited\n"
KINDS = (
    "Expected one of: inspections, focused visits, joint inspections, monitoring, intervention, "
    "delivery, plans."
)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            "Devon,note,2016,,inspection=2016,",
            (
                "line 2, column checked_to, inspection: found an unknown kind of event. "
                f"Did you mean 'inspections'? {KINDS}"
            ),
        ),
        (
            "Devon,note,2016,,focused visits=2016-13,",
            (
                "line 2, column checked_to, 'focused visits': found '2016-13'. Expected a month "
                "from "
                "01 to 12, or a season from 21 (spring) to 24 (winter)."
            ),
        ),
        (
            'Devon,note,2016,,"plans=2016, inspections=2016",',
            (f"line 2, column checked_to, plans: found '2016, inspections=2016'. {EXPECTED_DATE}"),
        ),
        (
            "Devon,note,2016,,plans=2016; plans=2017,",
            (
                "line 2, column checked_to: found 'plans=2017'. Expected one day for each kind of "
                "event, such as inspections=2026-08-22; focused visits=2026-08-22."
            ),
        ),
        (
            "Devon,note,2016,,plans=2016; 2017,",
            (
                "line 2, column checked_to: found '2017'. Expected one day for each kind of event, "
                "such as inspections=2026-08-22; focused visits=2026-08-22."
            ),
        ),
        (
            "Devon,note,2016,,soon,",
            (
                "line 2, column checked_to: found 'soon'. Expected a day such as 2026-08-22, a "
                "day for "
                "each kind of event such as inspections=2026-08-22; focused visits=2026-08-22, or "
                "ongoing."
            ),
        ),
        (
            "Devon,note,2016,X,,maybe",
            (
                "line 2, column Inherited: found 'maybe'. Expected yes for an event that the "
                "authority "
                "inherits, or an empty cell."
            ),
        ),
        (
            "Devon,note,2016,X,,\nDevon,note,2016,,,yes",
            (
                "line 3, column Inherited: found an inherited event after an own event. Expected "
                "the "
                "inherited events before the authority's own events."
            ),
        ),
        (
            "Devon,note,2016,,,yes\nDevon,note,2016,,,",
            (
                "line 3, column succeeds: found nothing. Expected the name of the authority that "
                "had "
                "the inherited events, in the column `succeeds` of any row of the case."
            ),
        ),
    ],
)
def test_a_fault_in_these_columns_names_its_place(rows, fault):
    """The line is that of the row; what only the whole case shows is placed in its last row."""
    faults = []
    histories = loads_csv(f"{HEIR_HEADINGS}{rows}\nKent,note,2016,,,\n", on_fault=faults.append)
    assert [fault] == [str(each) for each in faults]
    assert "Kent" == histories[-1].authority
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(f"{HEIR_HEADINGS}{rows}\n")
    assert (fault,) == tuple(map(str, caught.value.faults))


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "TRUE"])
def test_inherited_events_are_marked_with_yes(word):
    """Spreadsheets write TRUE; `no` is the same as an empty cell."""
    rows = f"Devon,note,2016,X,,{word}\nDevon,note,2017,,,no\n"
    (history,) = loads_csv(HEIR_HEADINGS + rows)
    assert ((ev.Note("2016"),), (ev.Note("2017"),)) == (history.inherits, history.events)


def test_the_number_of_inherited_events_has_a_limit():
    """It is the limit of the events of one history."""
    with pytest.raises(tf.BadHistory, match="at most 1 events in one history"):
        loads_csv(HEIR_HEADINGS + "Devon,note,2016,X,,yes\n" * 2, limits=Limits(events=1))


@pytest.mark.parametrize(
    ("headings", "place"),
    [
        ("authority,event,on,,note", "cell 4"),
        ("authority,event,on, ,note", "cell 4"),
        ("authority,,event,on,note", "cell 2"),
        (",authority,event,,on,note", "cell 4"),
        ("authority,event,,,on,note", "cell 3"),
    ],
)
def test_a_cell_under_no_heading_is_a_fault(headings, place):
    """The first column can be an index without a heading; a column in between cannot."""
    names = headings.split(",")
    given = {"authority": "Devon", "event": "note", "on": "2016", "note": "x", "": "0"}
    cells = [given[name.strip()] for name in names]
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(f"{headings}\n{','.join(cells)}\n")
    assert f"line 2, {place}" in [fault.path for fault in caught.value.faults]
    inner = [
        "" if not name.strip() and at else cell
        for at, (name, cell) in enumerate(zip(names, cells, strict=True))
    ]
    assert 1 == len(loads_csv(f"{headings}\n{','.join(inner)}\n"))
