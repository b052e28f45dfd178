"""Names of authorities and words of fields in tables are read as people write them."""

import pytest
from hypothesis import given

import trustflow as tf
from trustflow import casebook, testing
from trustflow.exchange import dumps_csv, from_frame, loads_csv, to_frame

NAMES = casebook.authority_names()
TABLE = """LA name,LA code,Event type,Date of event,Ofsted judgement,Areas,Remit,Officer
Sandwell MBC,E08000028,inspection_published,2015-06-05,RI,leadership=R.I.; adoption=Good,All,x
E08000028,E08000028,Inspection published,2018-01-29,Inadequate ,,All services,y
City of Bradford,,inspection published,2018-10-29,Requires Improvement to be good,,,z
"""


def test_a_table_as_people_keep_it():
    """Rows of one council in several spellings are one case."""
    sandwell, bradford = loads_csv(TABLE, columns={"*": "-"}, names=NAMES)
    assert ("Sandwell", 2, "Bradford") == (sandwell.authority, len(sandwell), bradford.authority)
    assert "requires improvement" == sandwell[0].judgement == bradford[0].judgement
    assert {"leadership": "requires improvement", "adoption": "good"} == dict(sandwell[0].areas)
    assert "inspection_published_inadequate" == sandwell[1].trigger
    assert ["all", "all"] == [event.remit for event in sandwell]


def test_a_name_that_is_nearly_a_council_is_a_fault_of_its_row():
    """A mapping with the text itself keeps it, and a council outside the table is kept."""
    text = "authority,event,on\nSandwall,note,2016\nExampleshire,note,2016\n"
    with pytest.raises(tf.BadHistory) as caught:
        loads_csv(text, names=NAMES)
    (fault,) = caught.value.faults
    assert ("line 2, column authority", "'Sandwall'") == (fault.path, fault.found)
    assert fault.accepted.startswith("Did you mean Sandwell?")
    kept = loads_csv(text, names=NAMES.extended({"Sandwall": "Sandwall"}))
    assert ["Sandwall", "Exampleshire"] == [history.authority for history in kept]


@given(testing.histories())
def test_what_is_written_is_read_back_equal(history):
    """Other spellings of words change nothing that trustflow writes."""
    assert (history,) == loads_csv(dumps_csv(history))


@pytest.mark.parametrize("remit", ["All services", "ALL", "all", "whole service", "care leavers"])
@pytest.mark.parametrize("subject", ["Children\u2019s social care", "SEND"])
def test_texts_that_are_spellings_of_words_are_written_exactly(remit, subject):
    """A field that accepts any text keeps it."""
    from trustflow import events as ev

    event = ev.InspectionPublished("2016", judgement="good", remit=remit, subject=subject)
    history = tf.History("x", [event])
    assert (history,) == loads_csv(dumps_csv(history))
    assert {"x": history} == from_frame(to_frame(history, details=True))


@pytest.mark.parametrize(
    "rows",
    [
        "Sandwell MBC,Sandwell,note,2016\nSandwell MBC,,note,2017\n",
        "Sandwell MBC,,note,2016\nSandwell MBC,Sandwell,note,2017\n",
        "Sandwell MBC,,note,2016\nSandwell MBC,,note,2017\n",
        "E08000028,SANDWELL COUNCIL,note,2016\nE08000028,,note,2017\n",
        "Sandwall,Sandwell,note,2016\nSandwall,,note,2017\n",
        "Dudley,Sandwell,note,2016\nDudley,Sandwell MBC,note,2017\n",
    ],
)
def test_the_name_of_a_case_is_not_changed_beside_that_of_its_authority(rows):
    """Rows with the same name of a case are one case, also if only one of them has an authority."""
    (history,) = loads_csv(f"case,authority,event,on\n{rows}", names=NAMES)
    assert ("Sandwell", 2) == (history.authority, len(history))


@pytest.mark.parametrize("case", ["Sandwell MBC", "E08000028", "sandwell", "Sandwell Council"])
def test_the_name_of_a_case_is_that_of_its_authority_if_there_is_no_other(case):
    """Two spellings of a council in the only column of names are one case."""
    rows = f"case,event,on\n{case},note,2016\nSandwell,note,2017\n"
    assert ["Sandwell"] == [history.authority for history in loads_csv(rows, names=NAMES)]
