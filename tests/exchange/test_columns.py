"""Headings as people write them are matched to the columns that trustflow reads."""

import shlex

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow.exchange.columns import columns_of, leaving_out, parse_columns
from trustflow.exchange.headings import SYNONYMS, normalised

PROCESS = tf.TRUST_TRANSFER
NEEDED = ["authority", "event", "on"]


def read(*headings, process=PROCESS, **columns):
    """Return the columns of headings, without those that every table needs, and the faults."""
    needed = [name for name in NEEDED if name not in columns_of(headings, process, None)[0]]
    names, faults = columns_of([*needed, *headings], process, columns.get("columns"))
    return names[len(needed) :], [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Local Authority", "authority"),
        ("LA", "authority"),
        ("LA name", "authority"),
        ("LA Name ", "authority"),
        ("Council name", "authority"),
        ("Council", "authority"),
        ("Authority", "authority"),
        ("Name of authority", "authority"),
        ("Name of local authority", "authority"),
        ("LA code", "gss_code"),
        ("New LA code", "gss_code"),
        ("GSS code", "gss_code"),
        ("ONS code", "gss_code"),
        ("Code", "gss_code"),
        ("Event", "event"),
        ("Event type", "event"),
        ("What happened", "event"),
        ("Type of event", "event"),
        ("EVENT¹", "event"),
        ("Event ¹", "event"),
        ("Event (1)", "event"),
        ("Event†", "event"),
        ("Event [a]", "event"),
        ("Date of event", "on"),
        ("Event date", "on"),
        ("Date (approx)", "on"),
        ("Date (if known)", "on"),
        ("Date (EDTF)", "on"),
        ("Date (dd/mm/yyyy)", "on"),
        ("Date dd-mmm-yy", "on"),
        ("Date (day/month/year)", "on"),
        ("Date [yyyy]", "on"),
        ("Date (ISO 8601)", "on"),
        ("Date (e.g. 2016-07)", "on"),
        ("Date\nof\nevent", "on"),
        ("Date\r\nof event (dd/mm/yyyy)*", "on"),
        ("When", "on"),
        ("When?", "on"),
        ("Date:", "on"),
        ("Ofsted judgement", "judgement"),
        ("Judgment", "judgement"),
        ("Judgement*", "judgement"),
        ("Overall effectiveness", "judgement"),
        ("Overall judgement", "judgement"),
        ("Grade", "judgement"),
        ("Rating", "judgement"),
        ("Inspection framework", "framework"),
        ("Date of inspection", "inspected"),
        ("Date received", "received_on"),
        ("Source", "source"),
        ("Source(s)", "source"),
        ("Reference", "source"),
        ("Source link", "source_url"),
        ("Source URL", "source_url"),
        ("Source\u00a0URL", "source_url"),
        ("Web address", "source_url"),
        ("Date published", "source_published"),
        ("Published", "source_published"),
        ("Notes", "note"),
        ("Note (optional)", "note"),
        ("Comments", "note"),
        ("Remarks", "note"),
        ("Trust name", "trust"),
        ("Name of trust", "trust"),
        ("Commissioner", "names"),
        ("Commissioner(s)", "names"),
        ("Commissioner name", "names"),
        ("Type of visit", "kind"),
        ("Priority action (Y/N)", "priority_action"),
        ("Local authority (LA)", "authority"),
        ("LA (Council)", "authority"),
        ("Council / LA", "authority"),
        ("Local authority/council name", "authority"),
        ("Date / when", "on"),
        ("Event (what happened)", "event"),
        ("GSS code [LA code]", "gss_code"),
        ("Notes/comments", "note"),
        ("Date (date received)", None),
        ("Council / date", None),
        ("Date (/)", "on"),
        ("Re-inspection (yes/no)", None),
        ("Reinspection (yes/no)", "reinspection"),
        ("Event day", None),
        ("Judgement (previous)", None),
        ("Event 1", None),
        ("Date (to)", None),
        ("*", None),
    ],
)
def test_a_heading_in_the_wild(heading, column):
    """Units, footnotes and line breaks do not matter, but words with a meaning of their own do."""
    names, faults = read(heading)
    assert [column or "-"] == names
    assert (column is None) == any("the unknown column" in fault for fault in faults)


@given(st.data())
def test_every_synonym_is_read_in_any_case_and_with_any_punctuation(data):
    """A footnote or the form of a date behind the heading changes nothing."""
    column = data.draw(st.sampled_from(sorted(SYNONYMS)))
    other = data.draw(st.sampled_from([name for name in SYNONYMS[column] if name != "type"]))
    space = data.draw(st.sampled_from([" ", "_", "\n", " - ", "\u00a0"]))
    after = data.draw(st.sampled_from(["", "*", " ²", " (2)", "?", " (dd/mm/yyyy)", ":"]))
    change = data.draw(st.sampled_from([str, str.upper, str.title]))
    names, faults = read(change(other.replace("_", space)) + after)
    assert ([column], []) == (names, faults)


def test_no_synonym_is_the_name_of_another_column():
    """Otherwise the synonym would never be used. All synonyms are in normalised form."""
    names = {field.name for cls in PROCESS.events for field in cls.__attrs_attrs__ if field.init}
    synonyms = [other for others in SYNONYMS.values() for other in others]
    assert not names & set(synonyms) - {"type"}
    assert not set(SYNONYMS) & set(synonyms)
    assert synonyms == [normalised(other) for other in synonyms]
    assert len(synonyms) == len(set(synonyms))


WAY_OUT = (
    "Name the column with --map HEADING=COLUMN, or leave it out with --map HEADING=-, or every "
    "unknown column with --map '*=-' (in Python, with columns=…)."
)


@pytest.mark.parametrize("heading", ["Type", "TYPE", "type ", "Type*", "Type (optional)"])
def test_a_heading_that_could_mean_two_columns_is_not_read(heading):
    """The fault names both, and a mapping decides between them."""
    names, faults = read(heading)
    assert ["-"] == names
    fault = (
        f"headings, column {heading.strip()}: found the column {heading!r}, which can mean `event` "
        f"or `kind`. Expected the heading of one column. {WAY_OUT}"
    )
    assert [fault] == faults
    assert (["kind"], []) == read(heading, columns={heading: "kind"})


def test_the_fault_of_an_unknown_column_says_how_to_leave_all_of_them_out():
    """It suggests the nearest heading first."""
    _, faults = read("Judgemnt")
    fault = (
        "headings, column Judgemnt: found the unknown column 'Judgemnt'. Did you mean 'judgement'? "
        f"Expected a column such as authority, event or on, or a field of an event. {WAY_OUT}"
    )
    assert [fault] == faults


def test_only_the_first_unknown_columns_get_a_suggestion():
    """A table with very many unknown columns is refused in little time."""
    _, faults = read(*(f"Judgement {number}" for number in range(60)))
    assert 60 == len(faults)
    assert [True] * 50 + [False] * 10 == ["Did you mean 'judgement'?" in fault for fault in faults]


# Mappings


def test_all_unknown_columns_can_be_left_out():
    """Known columns are still read."""
    everything = read("Officer", "Type", "Grade", "Ward", columns={"*": "-"})
    assert (["-", "-", "judgement", "-"], []) == everything


def test_a_mapping_to_an_unknown_column_is_a_fault_though_unknown_columns_are_left_out():
    """The mapping has a mistake that leaving out the column would hide."""
    names, faults = read("Officer", "Ward", columns={"*": "-", "Ward": "wadr"})
    assert ["-", "-"] == names
    assert ["headings, column Ward: found the unknown column 'wadr'"] == [
        fault.partition(".")[0] for fault in faults
    ]


@pytest.mark.parametrize("value", ["note", "*", "", "--", "event"])
def test_other_columns_cannot_be_mapped_to_one_column(value):
    """The key * is only for leaving columns out."""
    _, faults = read("Grade", columns={"*": value})
    assert [
        f"headings, column *: found {value!r}. Expected -, which leaves out every unknown column."
    ] == faults


@pytest.mark.parametrize(
    ("heading", "key", "column"),
    [
        ("Grade", "Grade", "note"),
        ("Grade", "GRADE ", "note"),
        ("Grade*", "grade", "note"),
        ("Judgement", "judgement", "-"),
        ("Date published", "Date published", "known_on"),
        ("Type", "Type", "Type of visit"),
        ("Commissioner", "Commissioner", "replaces"),
    ],
)
def test_a_mapping_comes_before_a_known_heading(heading, key, column):
    """The column of the mapping can itself be a synonym."""
    expected = "kind" if column == "Type of visit" else column
    assert ([expected], []) == read(heading, columns={key: column})


def test_a_heading_in_the_same_spelling_comes_first():
    """So one of two similar headings can be left out, and two equal ones are both left out."""
    headings = ["Date", "DATE"]
    for left_out in headings:
        names, faults = columns_of(["council", "event", *headings], PROCESS, {left_out: "-"})
        assert [] == faults
        assert ["-" if heading == left_out else "on" for heading in headings] == names[2:]
    assert (["-", "-"], []) == read("Grade", "Grade", columns={"Grade": "-"})


@pytest.mark.parametrize(
    ("first", "second", "column"),
    [
        ("Grade", "Ofsted rating", "judgement"),
        ("Notes", "Comments", "note"),
        ("Link", "Source URL", "source_url"),
        ("Trust", "Name of trust", "trust"),
        ("Notes", "Notes", "note"),
        ("Published", "Date published*", "source_published"),
    ],
)
def test_two_headings_for_one_column_are_a_fault(first, second, column):
    """The fault names both headings."""
    _, (fault,) = read(first, second)
    assert fault.startswith(
        f"headings, column {second}: found a second column for `{column}`, besides '{first}'. "
        f"Expected one column for `{column}`. "
    )


@pytest.mark.parametrize(
    ("second", "option"),
    [
        ("When", "--map When=-"),
        ("Event date", "--map 'Event date=-'"),
        ("DATE", "--map DATE=-"),
    ],
)
def test_the_way_out_of_a_second_column_works(second, option):
    """The mapping that the fault names leaves out one column and keeps the other."""
    _, (fault,) = read("Date", second)
    assert f"Leave one of them out, such as with {option} (in Python," in fault
    (mapping,) = shlex.split(option.removeprefix("--map "))
    assert (["on", "-"], []) == read("Date", second, columns=parse_columns([mapping]))


def test_two_equal_headings_cannot_be_mapped():
    """A mapping would leave out both columns, so one has to get another heading."""
    _, (fault,) = read("Date", " Date ")
    assert fault.endswith("Write another heading over one of the two.")
    assert ["-", "-"] == read("Date", " Date ", columns={"Date": "-"})[0][-2:]


@pytest.mark.parametrize("heading", ["On\n", "On (" + "x" * 100 + ")"])
def test_a_heading_that_is_shown_in_another_form_is_not_named(heading):
    """A mapping of what is shown would not find the column."""
    assert "--map HEADING=- (in" in leaving_out(f"a{heading}b")


# Other processes


@frozen(repr=False, eq=False, kw_only=True)
class Filed(tf.Event):
    """An event of another process."""

    grade: str | None = field(default=None)
    clerk: str | None = field(default=None, metadata={"headings": ("Clerk's name", "Case")})
    judge: str | None = field(default=None, metadata={"headings": ("Who", "officer")})
    usher: str | None = field(default=None, metadata={"headings": ("Officer",)})


COURT = tf.Process(
    name="court",
    title="A case at court",
    stages={"open": tf.StageInfo("Open", "It is not decided.", final=True)},
    initial="open",
    triggers={"filed": "filed"},
    moves=[tf.Move("filed", "open", "open")],
    events=(Filed,),
)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("CLERK'S NAME", "clerk"),
        ("case", "case"),
        ("Grade", "grade"),
        ("who?", "judge"),
        ("Ofsted judgement", "-"),
        ("Officer", "-"),
    ],
)
def test_headings_come_from_the_classes_of_the_process(heading, column):
    """The name of a column comes before another heading of a field, and a doubt is a fault."""
    names, _ = read(heading, process=COURT)
    assert [column] == names
