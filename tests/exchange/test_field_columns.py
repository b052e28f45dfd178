"""Columns under the name of a field: those that no event of the table has are unknown columns."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import ReadOptions, from_frame, loads_csv, read_file

HEADINGS = ["LA", "Event", "Date"]
INSPECTED = ["Leeds", "inspection published: inadequate", "2016-01"]
APPOINTED = ["Leeds", "commissioner appointed", "2016-05"]
ANNOUNCED = ["Leeds", "decision announced: trust", "2016-06"]
ALL_OTHERS = {"*": "-"}
LEEDS = tf.History(
    "Leeds",
    [
        ev.InspectionPublished("2016-01", judgement="inadequate"),
        ev.CommissionerAppointed("2016-05"),
    ],
)


def as_csv(*rows):
    """Return rows as CSV."""
    return "".join(f"{','.join(row)}\n" for row in rows).encode()


def as_workbook(*rows):
    """Return rows as the only sheet of a workbook."""
    book = Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMATS = pytest.mark.parametrize("table", [as_csv, as_workbook])


def read(data, **options):
    """Return the histories of a table, and the faults without which it is read."""
    try:
        return [*read_file(io.BytesIO(data), options=ReadOptions(**options))], []
    except tf.BadHistory as error:
        return [], [str(fault) for fault in error.faults]


def with_column(heading, *cells):
    """Return a table of two events with a column more."""
    rows = (INSPECTED, APPOINTED)
    return [[*HEADINGS, heading], *([*row, cell] for row, cell in zip(rows, cells, strict=True))]


@FORMATS
@pytest.mark.parametrize("heading", ["Status", "Owner", "Outcome"])
def test_a_column_of_another_event_is_one_fault_with_its_way_out(table, heading):
    """The fault names the option that leaves the column out; both ways out work."""
    data = table(*with_column(heading, "open", "closed"))
    _, (fault,) = read(data)
    assert f"headings, column {heading}: found the field `{heading.lower()}` only on" in fault
    assert f"--map {heading}=- (in Python, with columns=…)" in fault
    for columns in ({heading: "-"}, ALL_OTHERS):
        assert ([LEEDS], []) == read(data, columns=columns)


@FORMATS
def test_the_fault_is_never_handed_on(table):
    """Like an unknown column, it is no fault of a row, so no row is lost for it."""
    faults = []
    data = table(*with_column("Status", "open", "closed"))
    assert 1 == len(read(data, on_fault=faults.append)[1])
    assert ([LEEDS], []) == read(data, on_fault=faults.append, columns=ALL_OTHERS)
    assert [] == faults


@FORMATS
def test_a_column_that_is_mapped_is_not_left_out_with_the_unknown_ones(table):
    """Who gives a column its name does not mean to leave it out."""
    data = table(*with_column("How it stands", "open", "closed"))
    columns = {"How it stands": "status", **ALL_OTHERS}
    _, (fault,) = read(data, columns=columns)
    assert "found the field `status` only on" in fault
    assert "--map 'How it stands=-'" in fault


@FORMATS
def test_an_empty_column_is_no_fault(table):
    """A template can have it."""
    assert ([LEEDS], []) == read(table(*with_column("Status", "", "")))


@FORMATS
@pytest.mark.parametrize("columns", [None, ALL_OTHERS])
def test_a_cell_is_a_fault_if_another_event_has_the_field(table, columns):
    """The column is read, so its other cells are refused in one fault with their places."""
    rows = [[*APPOINTED[:2], f"2016-{month:02}", "x"] for month in range(2, 10)]
    announced = [*ANNOUNCED, "final"]
    _, (fault,) = read(table([*HEADINGS, "Status"], announced, *rows[:1]), columns=columns)
    assert "3, column Status: found an unknown field. Expected one of" in fault
    assert fault.endswith(
        "or leave the column out with --map Status=- (in Python, with columns=…)."
    )
    _, (fault,) = read(table([*HEADINGS, "Status"], announced, *rows), columns=columns)
    assert "found an unknown field, as in 7 other rows (" in fault
    assert " 8, 2 more). Expected" in fault


@FORMATS
def test_the_faults_of_cells_are_handed_on_one_by_one(table):
    """Each row is left out, and the first fault has the way out."""
    faults = []
    rows = [[*INSPECTED, ""], [*ANNOUNCED, "final"], [*APPOINTED, "x"], [*APPOINTED, "x"]]
    ((history,), _) = read(table([*HEADINGS, "Status"], *rows), on_fault=faults.append)
    assert ["inspection_published_inadequate", "decision_announced_trust"] == [
        event.trigger for event in history
    ]
    assert [True, False] == ["--map Status=-" in fault.accepted for fault in faults]


def test_a_row_without_a_known_event_does_not_decide():
    """Its own fault is reported, and the column is judged by the other rows."""
    rows = with_column("Status", "open", "closed")
    _, faults = read(as_csv(*rows, ["Leeds", "nothing known", "2016-07", "x"]))
    assert ["headings, column Status", "line 4, column Event"] == [
        fault.partition(": found")[0] for fault in faults
    ]


def test_the_class_in_the_details_decides():
    """A row can name its class there."""
    row = [
        "Leeds",
        "other_subject",
        "2016-05",
        "event=decision_announced; outcome=trust; subject=SEND",
        "final",
    ]
    ((history,), faults) = read(as_csv([*HEADINGS, "Details", "Status"], row))
    assert (["final"], []) == ([event.status for event in history], faults)


def test_a_frame_ignores_such_a_column():
    """As the docs say of frames."""
    pa = pytest.importorskip("pyarrow")
    headings, *rows = with_column("Status", "open", "closed")
    frame = pa.table(dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True)))
    assert {"Leeds": LEEDS} == from_frame(frame)


FIELDS = ["status", "owner", "outcome", "trust", "names", "judgement", "topic"]


@given(
    st.lists(st.sampled_from([INSPECTED, APPOINTED, ANNOUNCED]), min_size=1, max_size=4),
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True),
    st.data(),
)
def test_leaving_out_what_is_named_is_leaving_out_what_is_unknown(rows, fields, data):
    """With the ways out of the faults of headings, the table is read as with `*`."""
    cells = [
        data.draw(st.lists(st.sampled_from(["", "x"]), min_size=len(fields), max_size=len(fields)))
        for _ in rows
    ]
    table = as_csv(
        [*HEADINGS, *fields], *([*row, *more] for row, more in zip(rows, cells, strict=True))
    )
    _, faults = read(table)
    named = [
        fault.split(": ")[0].rpartition(" ")[2]
        for fault in faults
        if fault.startswith("headings, ")
    ]
    without = [fault for fault in faults if not fault.startswith("headings, ")]
    found = read(table, columns=dict.fromkeys(named, "-"))
    assert found == read(table, columns=ALL_OTHERS)
    if not without and not named:
        assert found[0] == [*loads_csv(table)]
