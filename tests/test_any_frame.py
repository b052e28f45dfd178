"""`from_frame` with `check`, `check_frame` and `check_file` read any table in the same way."""

import csv
import datetime as dt
import decimal
import uuid
from zoneinfo import ZoneInfo

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from trustflow.bulk import check_file, check_frame, log_readers
from trustflow.exchange import CELL_ENDS, Misread, ReadOptions, cell_text, plain_values
from trustflow.exchange.frames import frame_cases

UNREAD = {"bad_date", "bad_field", "no_case"}
"""The codes of findings on rows that `from_frame` refuses."""
LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")


pytestmark = pytest.mark.usefixtures("plain_kernel")


# What both give


def rows_of(frame):
    """Return the rows of a frame of any kind, with the names of the cases as texts."""
    table = nw.from_native(frame)
    table = table.collect() if isinstance(table, nw.LazyFrame) else table
    table = table.with_columns(nw.col("row").cast(nw.Float64))
    # A library can fail at a day that Python does not have, so `plain_values` reads the names.
    case = [text_of(value).strip(CELL_ENDS) for value in plain_values(table["case"])]
    others = [table[name].to_list() for name in table.columns[1:]]
    return [
        (name, position, code, cell_text(rule) or None, strength, certain, cell_text(row))
        for name, position, code, rule, strength, certain, row in zip(case, *others, strict=True)
    ]


def expected_of(frame, **options):
    """Return the findings of `check` on what `from_frame` reads, and the rows with a fault."""
    faults = []
    read = frame_cases(frame, tf.TRUST_TRANSFER, ReadOptions(on_fault=faults.append, **options))
    rows = [
        (
            name,
            each.index,
            each.code,
            each.rule,
            str(each.strength),
            each.certain,
            case.places[each.index].removeprefix("row ") if each.index >= 0 else "",
        )
        for name, case in read.items()
        for each in tf.check(case.history).findings
    ]
    return rows, {fault.path.partition(",")[0].removeprefix("row ") for fault in faults}


def by_case(rows):
    """Return the findings of each case in order, without their positions."""
    found = {}
    for case, _, *finding in rows:
        found.setdefault(case, []).append(finding)
    return found


def assert_agrees(frame, **options):
    """Assert that `check_frame` gives the findings of `from_frame` and `check`."""
    refused = None
    try:
        expected, bad = expected_of(frame, **options)
    except tf.BadHistory as error:
        refused = error.faults
    if refused is not None:
        with pytest.raises(tf.BadHistory) as raised:
            check_frame(frame, **options)
        assert refused == raised.value.faults
        return None
    result = check_frame(frame, **options)
    assert type(frame) is type(result)
    rows = rows_of(result)
    assert bad == {row[-1] for row in rows if row[2] in UNREAD}
    assert by_case(expected) == by_case(row for row in rows if row[2] not in UNREAD)
    if not bad:
        assert expected == rows
    return rows


# Frames of every library


def texts(values):
    """Return values as texts, None for an empty text and for a value without a text."""
    return [text_of(value) or None for value in values]


def text_of(value):
    """Return the text of a value; empty if it has none. A text keeps its spaces."""
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Timedelta):
        value = value.to_pytimedelta()
    try:
        return cell_text(value)
    except Misread:
        return ""


def arrow_column(values):
    """Return a column with the type of its values, or of texts if they have several types."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1:
        return pa.array(texts(values), pa.string())
    try:
        return pa.array(values)
    except pa.ArrowException:
        return pa.array(texts(values), pa.string())


def arrow_frame(columns):
    """Return a pyarrow table."""
    return pa.table({name: arrow_column(values) for name, values in columns.items()})


def chunked(columns):
    """Return a pyarrow table in chunks of two rows."""
    table = arrow_frame(columns)
    return pa.concat_tables([table.slice(start, 2) for start in range(0, len(table), 2)] or [table])


def dictionaries(columns):
    """Return a pyarrow table whose columns of texts are dictionaries."""
    table = arrow_frame(columns)
    for index, column in enumerate(table.columns):
        if pa.types.is_string(column.type):
            table = table.set_column(index, table.column_names[index], column.dictionary_encode())
    return table


def large(columns):
    """Return a pyarrow table of large texts, and a table of views for every second column."""
    table = arrow_frame(columns)
    for index, column in enumerate(table.columns):
        if pa.types.is_string(column.type):
            kind = pa.large_string() if index % 2 else pa.string_view()
            table = table.set_column(index, table.column_names[index], column.cast(kind))
    return table


def objects(columns):
    """Return a pandas frame of objects, with an index that is neither sorted nor distinct."""
    count = len(next(iter(columns.values()), []))
    index = [7 * number % 5 for number in range(count)]
    return pd.DataFrame(columns, dtype=object, index=index)


def inferred(columns):
    """Return a pandas frame with the types that pandas chooses, filtered from a longer one."""
    frame = pd.DataFrame({name: [None, *values] for name, values in columns.items()})
    return frame[frame.index > 0].convert_dtypes()


def categories(columns):
    """Return a pandas frame of categories."""
    return objects({name: texts(values) for name, values in columns.items()}).astype("category")


def arrow_backed(columns):
    """Return a pandas frame whose columns are in Arrow."""
    return arrow_frame(columns).to_pandas(types_mapper=pd.ArrowDtype)


def arrow_views(columns):
    """Return a pandas frame whose texts are Arrow's views, which pandas itself cannot convert."""
    return large(columns).to_pandas(types_mapper=pd.ArrowDtype)


def eager(columns):
    """Return a polars frame."""
    return pl.from_arrow(arrow_frame(columns))


def polars_categories(columns):
    """Return a polars frame whose columns of texts are categories."""
    return eager(columns).with_columns(pl.col(pl.String).cast(pl.Categorical))


def polars_objects(columns):
    """Return a polars frame of Python objects."""
    return pl.DataFrame(
        {name: pl.Series(name, values, dtype=pl.Object) for name, values in columns.items()}
    )


def lazy(columns):
    """Return a lazy polars frame."""
    return eager(columns).lazy()


def relation(columns):
    """Return a duckdb relation."""
    return duckdb.from_arrow(arrow_frame(columns))


MAKERS = (
    *(arrow_frame, chunked, dictionaries, large),
    *(objects, inferred, categories, arrow_backed, arrow_views),
    *(eager, polars_categories, polars_objects, lazy),
    relation,
)


# Logs as people keep them

HEADINGS = {
    "case": ["case", "Case ID", " CASE "],
    "event": ["event", "Activity", "Event name"],
    "on": ["on", "Date", "event_date"],
}
"""Headings under which the columns are found."""
TRIGGERS = [
    "inspection_published_inadequate",
    "inspection_published_not_inadequate",
    "direction_issued_trust",
    "direction_issued_improvement",
    "commissioner_appointed",
    "direction_revoked",
    "trust_went_live",
    "note",
]
WORDS = [" Trust went live", "TRUST_WENT_LIVE ", "inspection_published", "resurrection", "", "n/a"]
DATES = ["2016", "2016-07", "2015-06-05", "2016/..", "../2017", " 2018-04-01 "]
ODD_DATES = ["5 June 2015", "soon", "n/a", "-", "", "2016-05-01T10:00"]
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2019, 1, 1))
MOMENTS = st.datetimes(dt.datetime(2014, 1, 1), dt.datetime(2019, 1, 1))  # noqa: DTZ001 - naive
DATE_KINDS = (
    st.sampled_from([*DATES, None]),
    st.sampled_from([*DATES, *ODD_DATES, None]),
    st.none() | DAYS,
    st.none() | MOMENTS,
    st.none() | st.datetimes(timezones=st.just(TOKYO)).map(lambda day: day.replace(year=2016)),
    st.none() | st.integers(2014, 2019),
    st.sampled_from([*DATES, 2016, dt.date(2016, 7, 14), dt.datetime(2016, 7, 1, 9), None, b"x"]),  # noqa: DTZ001
)
CASE_KINDS = (
    st.sampled_from(["a", "b"]),
    st.sampled_from(["a", "a ", "\xa0b", "b", None, ""]),
    st.sampled_from([12345678.0, 12345679.0, None]),
    st.sampled_from([1, 2]),
    st.sampled_from([0.5, 1.0, float("nan")]),
    st.sampled_from([dt.date(2016, 1, 1), dt.date(2017, 1, 1)]),
    st.sampled_from([True, False]),
    st.sampled_from([1, "1", 1.0, "a", None, uuid.UUID(int=7), decimal.Decimal("1.0"), b"x"]),
    st.sampled_from(["a\nb", "c", "x" * 70, None]),
)
FIELDS = {
    "framework": ("SIF", "ILACS", "other", None),
    "received_on": ("2016-01-02", dt.date(2016, 1, 2), "soon", None),
    "inspected": ("2015-04-01/2015-05-01", "2015", b"x", None),
    "judgement": ("inadequate", "good", None, None),
    "names": ("Ann Lee", None, None),
    "into": ("North", None, None),
    "details": ("framework=SIF", "nothing", None, None, None),
    "note": ("a remark", "two\nlines", "x" * 60, None),
    "known_on": ("2019", "later", None),
    "source": ("A letter", None),
    "source_published": ("June 2016", "soon", None),
    "source_confidence": ("high", "higher", None),
    "source_url": ("https://www.gov.uk", "no link", None),
    "authority": ("Leeds", "leeds", None, None),
    "gss_code": ("E08000035", "E0", None, None),
    "begins_in": ("trust_live", "nowhere", None, None),
    "checked_to": ("2022", "ongoing", "soon", None),
    "timestamp": (dt.date(2016, 1, 1), "2017", None),
    "inherited": ("yes", "no", None, None, None),
    "succeeds": ("West", None, None),
    "term_years": (2.0, 3, "two", None),
}


@st.composite
def tables(draw):
    """Draw the columns of an event log, which can be dirty in any way."""
    count = draw(st.integers(0, 7))

    def column(values):
        return draw(st.lists(values, min_size=count, max_size=count))

    columns = {
        draw(st.sampled_from(HEADINGS["case"])): column(draw(st.sampled_from(CASE_KINDS))),
        draw(st.sampled_from(HEADINGS["event"])): column(
            st.sampled_from(draw(st.sampled_from([TRIGGERS, [*TRIGGERS, *WORDS]])))
        ),
    }
    if draw(st.booleans()):
        columns[draw(st.sampled_from(HEADINGS["on"]))] = column(draw(st.sampled_from(DATE_KINDS)))
    else:
        for name in draw(st.sampled_from([["earliest", "latest"], ["latest"], ["on", "latest"]])):
            columns[name] = column(draw(st.sampled_from(DATE_KINDS)))
    for name in draw(st.lists(st.sampled_from([*FIELDS]), max_size=4, unique=True)):
        columns[name] = column(st.sampled_from(FIELDS[name]))
    if draw(st.integers(0, 3)) == 0:
        blank = draw(st.integers(0, count))
        columns = {
            name: [*values[:blank], None, *values[blank:]] for name, values in columns.items()
        }
    for kind in draw(st.lists(st.sampled_from(["blank", "note", "copied", "row"]), max_size=3)):
        for place, values in enumerate(columns.values()):
            last = values[-1] if values else None
            is_repeated = kind == "row" or (kind == "copied" and place in {0, 3})
            is_note = kind == "note" and place == 0
            values.append(last if is_repeated else "Key: a" if is_note else None)
    return columns


OPTIONS = st.sampled_from(
    [
        {},
        {},
        {"limits": tf.exchange.Limits(text=50, events=2)},
        {"names": {"a": "Leeds", "E08000035": "Leeds", "b": "Bradford"}},
        {"day_first": True},
    ]
)


@pytest.mark.slow
@at_most(400)
@given(tables(), st.sampled_from(MAKERS), OPTIONS)
def test_any_frame_gives_the_findings_of_check(columns, make, options):
    """What one reads, all read; a row that one refuses is a finding of the other."""
    assert_agrees(make(columns), **options)


@pytest.mark.slow
@at_most(100)
@given(columns=tables(), rows_at_once=st.sampled_from([2, 1_000_000]), options=OPTIONS)
def test_a_file_of_the_same_data_gives_the_same_findings(
    tmp_path_factory, columns, rows_at_once, options
):
    """The file is Parquet or CSV, and the log is split or whole."""
    written = {name: texts(values) for name, values in columns.items()}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in written.items()})
    expected = assert_agrees(table, **options)
    folder = tmp_path_factory.mktemp("log")
    paths = [folder / "log.parquet", folder / "log.csv"]
    pq.write_table(table, paths[0])
    with paths[1].open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(written)
        writer.writerows(zip(*written.values(), strict=True))
    for path in paths:
        check_file(path, folder / "f.parquet", rows_at_once=rows_at_once, **options)
        found = rows_of(pq.read_table(folder / "f.parquet"))
        assert sorted(map(repr, expected)) == sorted(map(repr, found))


# The faults that were found, and their siblings


LOG = {
    "case": ["a", "a", "b", "b", "a"],
    "event": ["inspection_published_inadequate", "trust_went_live", "note", "note", "note"],
    "on": ["2015-06-05", "2018-04-01", "2016", "2015", "2017"],
}
"""A log with findings on both cases."""
PANDAS = pd.DataFrame(LOG)
ZONED = [dt.datetime(2016, 6, 30, 23, 30, tzinfo=dt.UTC)] * 5


@pytest.mark.parametrize(
    "frame",
    [
        PANDAS[PANDAS["case"] == "a"],
        PANDAS.sort_values("on"),
        pd.concat([PANDAS, PANDAS]),
        PANDAS.set_index(pd.Index(list("vwxyz"), name="key")),
        PANDAS.set_index(pd.MultiIndex.from_arrays([range(5), range(5)])),
        PANDAS.iloc[::-1],
        PANDAS.groupby("case").head(1),
    ],
    ids=["filtered", "sorted", "concatenated", "named", "levels", "reversed", "grouped"],
)
def test_the_index_of_a_pandas_frame_is_not_read(frame):
    """The rows are numbered by their places."""
    assert_agrees(frame)


def test_a_blank_row_can_follow_a_row_whose_names_contradict_each_other():
    """The name of the authority is worked out, and is in no column of the frame."""
    codes = {"gss_code": ["E08000035", None], "event": ["note", None], "on": ["2016", None]}
    names = {"E08000035": "Leeds", "b": "Bradford"}
    rows = assert_agrees(arrow_frame({"case": ["b", None], **codes}), names=names)
    assert ["bad_field"] == [row[2] for row in rows]


def with_null_entry(values, kind):
    """Return values as a dictionary in Arrow, of which the first entry is a null."""
    texts = [None, *dict.fromkeys(values)]
    entries = pa.array(texts, pa.string()).cast(kind)
    numbers = [0, None, *map(texts.index, values)]
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.uint8()), entries)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
@pytest.mark.parametrize("name", [*LOG, "note"])
def test_a_dictionary_can_contain_a_null(tmp_path, name, kind):
    """It is a missing value, in one dictionary or several, in a frame and in a file."""
    columns = {key: [*values[:2], *values] for key, values in {**LOG, "note": ["x"] * 5}.items()}
    columns[name] = with_null_entry(columns[name][2:], kind)
    table = pa.table(columns)
    blank = table.slice(0, 1).drop_columns([*columns.keys() - {name}])
    frame = pa.concat_tables([table, blank, table], promote_options="default")
    rows = assert_agrees(frame)
    assert rows
    assert_agrees(table.to_pandas(types_mapper=pd.ArrowDtype))
    with pa.ipc.new_stream(tmp_path / "log.arrows", frame.schema) as writer:
        writer.write_table(frame)
    check_file(tmp_path / "log.arrows", tmp_path / "f.parquet", rows_at_once=2)
    found = rows_of(pq.read_table(tmp_path / "f.parquet"))
    assert sorted(map(repr, by_case(rows).items())) == sorted(map(repr, by_case(found).items()))


@pytest.mark.parametrize("name", [*LOG, "note"])
@pytest.mark.parametrize("make", [pa.array, lambda texts, kind: with_null_entry(texts, kind)[2:]])
def test_views_of_bytes_are_read_as_bytes(tmp_path, name, make):
    """Polars writes bytes so. They cannot be read as texts, which is a finding on each row."""
    columns = {**LOG, "note": ["x"] * 5}
    table = pa.table({**columns, name: make(columns[name], pa.binary_view())})
    blank = pa.table({"case": pa.nulls(1, table["case"].type)})
    rows = assert_agrees(pa.concat_tables([table, blank, table], promote_options="default"))
    assert {"no_case" if name == "case" else "bad_date" if name == "on" else "bad_field"} <= {
        row[2] for row in rows
    }
    with pa.ipc.new_stream(tmp_path / "log.arrows", table.schema) as writer:
        writer.write_table(table)
    check_file(tmp_path / "log.arrows", tmp_path / "f.parquet", rows_at_once=2)
    found = rows_of(pq.read_table(tmp_path / "f.parquet"))
    assert sorted(row[2] for row in rows_of(check_frame(table))) == sorted(row[2] for row in found)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2018, 4, 1),
        dt.datetime(2018, 4, 1, 9, 30),  # noqa: DTZ001 - as a spreadsheet has it
        pd.Timestamp("2018-04-01", tz="Europe/London"),
        np.datetime64("2018-04-01"),
        pd.Period("2018-04", "M"),
        2018,
        2018.0,
        tf.PartialDate.parse("2018-04"),
    ],
    ids=lambda cell: type(cell).__name__,
)
@pytest.mark.parametrize("make", [objects, polars_objects])
def test_dates_and_texts_can_be_mixed(cell, make):
    """A spreadsheet has both in one column."""
    rows = assert_agrees(make({**LOG, "on": ["2015-06-05", cell, "2016", None, pd.NaT]}))
    assert ["bad_date"] * 2 == [row[2] for row in rows if row[2] in UNREAD]


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("ids", "names"),
    [
        ([12345678.0, 12345679.0], ["12345678", "12345679"]),
        ([12345678.0, None], ["12345678", ""]),
        ([2.0**52, 2.0**52 + 1], [f"{2**52}", f"{2**52 + 1}"]),
        ([2.0**60, 0.5], ["0.5", ""]),
        ([0.5, 1.5], ["0.5", "1.5"]),
        ([-1.0, 1.0], ["-1", "1"]),
        (["12345678", "12345679"], ["12345678", "12345679"]),
    ],
)
def test_numbers_that_name_cases_are_kept_apart(make, ids, names):
    """They have no exponent and no decimal point, as the same names written as texts."""
    case = [ids[0], ids[0], ids[1], ids[1], ids[1]]
    rows = assert_agrees(make({**LOG, "case": case}))
    assert names == list(dict.fromkeys("" if row[2] == "no_case" else row[0] for row in rows))


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("end", [" ", "\xa0", "\t", "\ufeff", "\u200b", "\r\n"])
def test_spaces_around_the_name_of_a_case_do_not_matter(make, end):
    """The findings name the case without them."""
    case = ["Doncaster", f"Doncaster{end}", f"{end}Doncaster", end, "Doncaster"]
    rows = assert_agrees(make({**LOG, "case": case}))
    assert {"Doncaster", ""} == {row[0] for row in rows}
    assert ["no_case"] == [row[2] for row in rows if not row[0]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "column",
    [
        pl.Series([dt.date(2015, 5, 1), None, None, None, None]),
        pl.Series([dt.datetime(2015, 5, 1, 9), None, None, None, None]),  # noqa: DTZ001
        pl.Series(ZONED),
        pl.Series(["2015-05", None, None, None, None], dtype=pl.Categorical),
        pl.Series(["2015-05"] * 5, dtype=pl.Enum(["2015-05"])),
        pl.Series([2015, None, None, None, None]),
        pl.Series([None] * 5),
    ],
    ids=["date", "moment", "zoned", "category", "enum", "number", "nothing"],
)
@pytest.mark.parametrize("name", ["received_on", "inspected", "known_on", "case", "event", "on"])
def test_columns_of_every_type_are_read(name, column):
    """The types are those of dates, moments, categories, numbers and nothing."""
    frame = pl.DataFrame(LOG).with_columns(column.alias(name))
    for made in (frame, frame.to_arrow(), frame.to_pandas(), frame.lazy()):
        assert_agrees(made)


@pytest.mark.parametrize(
    "column",
    [
        pd.Categorical(["a", None, "b", "b", "a"]),
        pd.Categorical([1, None, "b", "b", 1]),
        pd.Categorical([1.0, 1.0, 2.0, None, 2.0]),
        pd.arrays.SparseArray([1, 1, 2, 2, 1]),
        pd.array([1, None, 2, 2, 1], "Int8"),
        pd.array(["a", "a", None, "b", "b"], "string"),
        pd.array([True, True, False, None, True], "boolean"),
        pd.PeriodIndex(["2016-07"] * 5, freq="M"),
        pd.to_timedelta([1, 1, 2, 2, 1], "D"),
        pd.Series([decimal.Decimal("1.50")] * 5),
        pd.Series([["a"], ["a"], {"b": 1}, None, ("c",)]),
    ],
    ids=[
        *("texts", "mixed", "floats", "sparse", "integers", "nullable texts"),
        *("answers", "periods", "lengths", "decimals", "nested"),
    ],
)
@pytest.mark.parametrize("name", ["case", "on", "note", "term_years"])
def test_columns_of_every_type_of_pandas_are_read(name, column):
    """What `from_frame` cannot read is a finding."""
    assert_agrees(PANDAS.assign(**{name: column}))


@pytest.mark.parametrize(
    ("moments", "day"),
    [
        (pd.Series(ZONED).dt.tz_convert(LONDON), "2016-07-01"),
        (pd.Series(ZONED).dt.tz_convert(TOKYO), "2016-07-01"),
        (pd.Series(ZONED), "2016-06-30"),
        (pd.Series(ZONED).dt.tz_convert("-11:00"), "2016-06-30"),
        (pd.Series(ZONED).dt.tz_convert(TOKYO).dt.normalize(), "2016-07-01"),
        (pd.Series(ZONED).dt.tz_localize(None), "2016-06-30"),
    ],
    ids=["London", "Tokyo", "UTC", "offset", "midnight", "no zone"],
)
def test_a_moment_is_its_day_in_its_own_zone(moments, day):
    """The same holds in every library."""
    first = pd.DataFrame({"case": "a", "event": ["note"], "on": ["2016-06-30"]})
    last = pd.DataFrame({"case": "a", "event": "note", "on": moments[:1]})
    for frame in (last, pl.from_pandas(last), pa.Table.from_pandas(last)):
        assert_agrees(frame)
        back = frame_cases(frame, tf.TRUST_TRANSFER, ReadOptions())["a"].history[0].on
        assert day == back.text
    assert_agrees(pd.concat([first, last]))


@pytest.mark.parametrize("zone", ["Nowhere/Land", "+25:00", "GMT+27", "x", "Europe"])
@pytest.mark.parametrize("name", ["on", "received_on", "known_on"])
def test_a_moment_in_an_unknown_zone_is_a_fault(name, zone):
    """Nobody knows its day there."""
    column = pa.array([0] * 5, pa.timestamp("us", zone))
    table = pa.table({**LOG, name: column})
    rows = assert_agrees(table)
    assert 5 == sum(row[2] in UNREAD for row in rows)


@pytest.mark.parametrize(
    "headings",
    [
        ["case", "event", "on", "on"],
        ["case", "event", "on", "Date"],
        ["case", "Case ID", "event", "on"],
        ["case", "event", "Activity", "on"],
        ["case", "event", "on", "note", "Note"],
        ["case", "event", "on", "remarks of the day"],
        ["event", "on"],
        [],
    ],
    ids=" ".join,
)
def test_headings_that_are_refused_are_refused_by_all(tmp_path, headings):
    """A heading twice, an unknown heading and a missing one are the same error."""
    columns = [pa.array(["2016"])] * len(headings)
    for frame in (
        pa.Table.from_arrays(columns, headings),
        pd.DataFrame([["2016"] * len(headings)], columns=headings),
    ):
        assert assert_agrees(frame) is None
    paths = [tmp_path / "log.csv", tmp_path / "log.parquet"]
    paths[0].write_text(",".join(headings) + "\n", "utf-8")
    pq.write_table(pa.Table.from_arrays(columns, headings), paths[1])
    for path in paths:
        with pytest.raises(tf.BadHistory, match="headings"):
            check_file(path, tmp_path / "f.csv")


def test_unknown_columns_can_be_left_out():
    """The mapping is the one of `from_frame`."""
    frame = PANDAS.assign(colour="red").rename(columns={"on": "When"})
    mapping = {"When": "on", "*": "-"}
    assert assert_agrees(frame, columns=mapping) == assert_agrees(PANDAS)


def test_a_column_in_the_index_is_named_in_the_error():
    """The error says how to make it a column."""
    with pytest.raises(tf.BadHistory, match="reset_index"):
        check_frame(PANDAS.set_index("case"))


@pytest.mark.parametrize(
    "columns",
    [
        {"judgement": ["inadequate", None, None, None, None]},
        {"into": [None, "North", None, None, None]},
        {"begins_in": ["trust_live", None, None, None, None]},
        {"begins_in": [None, None, "nowhere", None, None]},
        {"details": [None, None, "known_on=2017", None, None]},
        {"inherited": ["yes", None, None, None, None], "succeeds": ["West"] * 5},
        {"inherited": ["yes", None, None, None, None]},
        {"inherited": [None, "yes", "perhaps", None, None], "succeeds": ["West"] * 5},
        {"event": ["inspection_published", *LOG["event"][1:]]},
        {"authority": ["Leeds", "Bradford", None, None, None]},
        {"gss_code": ["E1", None, None, None, None]},
        {"checked_to": ["2019", None, "soon", "ongoing", None]},
        {"on": [None] * 5, "event": [None] * 5, "checked_to": ["2019"] * 5},
    ],
    ids=str,
)
def test_what_only_check_can_use_is_read(columns):
    """The findings are in the order of the cases, as if one reader had found them all."""
    for make in (arrow_frame, objects, lazy):
        assert_agrees(make({**LOG, **columns}))


@pytest.mark.parametrize("name", ["case", "event", "on", "timestamp", "note", "names", "authority"])
@pytest.mark.parametrize("make", [objects, polars_objects])
@pytest.mark.parametrize(
    "cell", [b"x", object(), range(3), {1}, 1j], ids=["bytes", "object", "range", "set", "complex"]
)
def test_a_cell_of_a_type_without_texts_is_a_fault(name, make, cell):
    """It is a finding on its row, whatever the other columns say."""
    columns = {**LOG, "timestamp": ["2016"] * 5, "names": ["Ann Lee", *[None] * 4]}
    column = [*columns.get(name, [None] * 5)]
    column[3] = cell
    rows = assert_agrees(make({**columns, name: column}))
    expected = "no_case" if name == "case" else "bad_field"
    if name in {"on", "timestamp"}:
        expected = "bad_date"
    assert [(expected, "3")] == [(row[2], row[-1]) for row in rows if row[2] in UNREAD]


@pytest.mark.parametrize("name", ["event", "on", "latest"])
@pytest.mark.parametrize("note", ["Key: a", None])
def test_a_row_with_an_unreadable_event_or_day_is_not_a_note(name, note):
    """It has a fault, although it has nothing that can be read as an event."""
    columns = {**LOG, "latest": [None] * 5}
    cells = {"case": note, "event": None, "on": None, "latest": None, name: b"x"}
    blank = dict.fromkeys(columns)
    rows = assert_agrees(
        objects({key: [*values, blank[key], cells[key]] for key, values in columns.items()})
    )
    assert "6" in {row[-1] for row in rows if row[2] in UNREAD}


@pytest.mark.parametrize(
    ("names", "authority"),
    [
        (None, None),
        ({"E08000035": "Leeds"}, "Leeds"),
        ({"Leeds MDC": "Leeds", "E08000035": "Leeds", "E06000000": "Bradford"}, "Leeds"),
        ({"leeds": "Leeds City"}, None),
    ],
)
@pytest.mark.parametrize(
    "columns",
    [
        {"gss_code": ["E08000035", None, "E06000000", "E1", "E08000035"]},
        {"authority": ["Leeds MDC"] * 5},
        {"authority": ["leeds", "Leds", None, "", "Leeds"], "gss_code": ["E08000035"] * 5},
        {
            "case": ["a", None, "b", "leeds", None],
            "authority": [None, "leeds", None, None, "Leeds"],
        },
        {"case": ["leeds", "LEEDS", "leeds", "Leeds", None]},
        {"case": [b"x", "LEEDS", "leeds", "Leeds", None], "authority": ["Leeds", *[None] * 4]},
    ],
    ids=str,
)
def test_authorities_are_found_as_from_frame_finds_them(columns, names, authority):
    """They have other spellings and codes, and a row without a case has that of its authority."""
    log = {name: values for name, values in LOG.items() if name != "case"}
    frame = objects({**log, **columns})
    assert_agrees(frame, names=names)
    if authority and "case" not in columns:
        assert authority in {*check_frame(frame, names=names, summary=True)["case"]}


BLANK, KEY = (None, None, None, None), ("RI: requires improvement", None, None, None)
COPIED, ROW = ("a", None, None, "Leeds"), ("a", "note", "2017", "Leeds")
ABOUT = (None, None, None, "Leeds")
TAILS = [
    (BLANK, KEY),
    (BLANK, KEY, BLANK, KEY, KEY),
    (KEY,),
    (BLANK, KEY, ROW),
    (COPIED, ROW, COPIED, COPIED),
    (COPIED, KEY, ROW, BLANK, ABOUT),
    (BLANK, ROW, BLANK, BLANK, ROW, BLANK),
    (ROW, BLANK, KEY, BLANK, ABOUT, ROW, KEY),
]
"""What can be in the rows below a table or between its rows."""


@pytest.mark.slow
@pytest.mark.parametrize("tail", TAILS, ids=range(len(TAILS)))
@pytest.mark.parametrize("first", [(ROW,), (), (BLANK,), (KEY,)], ids=["row", "", "blank", "key"])
@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_notes_and_blank_rows_are_left_out(monkeypatch, tmp_path, tail, first, batch):
    """The same rows are left out of a file, whatever its batches."""
    rows = [*first, *tail]
    names = ["case", "event", "on", "authority"]
    frame = pa.table(
        {
            name: pa.array(cells, pa.string())
            for name, cells in zip(names, zip(*rows, strict=True), strict=True)
        }
    )
    expected = assert_agrees(frame)
    monkeypatch.setattr(log_readers, "BATCH_ROWS", batch)
    path, target = tmp_path / "log.parquet", tmp_path / "findings.parquet"
    pq.write_table(frame, path)
    for rows_at_once in (2, 100):
        check_file(path, target, rows_at_once=rows_at_once)
        assert sorted(map(repr, expected)) == sorted(map(repr, rows_of(pq.read_table(target))))


@pytest.mark.parametrize("unreadable", ["x" * 200_000, b"\xff"], ids=["long", "bytes"])
def test_a_row_with_an_unreadable_cell_is_no_note(unreadable):
    """The note below it is still left out."""
    rows = [(*ROW[:3], None), (*ROW[:3], unreadable), KEY]
    names = ["case", "event", "on", "authority"]

    assert_agrees(pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))))


def test_a_case_that_check_checks_is_counted():
    """The summary has the last stage and the number of the case's own events."""
    columns = {
        "begins_in": ["trust_live", None, "nowhere", None, None],
        "on": ["2015", "soon", "2016", "2015", "2017"],
    }
    frame = pl.DataFrame({**LOG, **columns})
    summary = check_frame(frame, summary=True)
    counts = summary.select("case", "events", "stage").rows()
    assert [("a", 3, "trust_live"), ("b", 2, "routine_oversight")] == counts
