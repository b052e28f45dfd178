"""The casebook's councils are found by their other spellings and by their codes."""

import pytest

import trustflow as tf
from trustflow import casebook
from trustflow.cli import main

NAMES = casebook.authority_names()


@pytest.mark.parametrize("history", casebook.histories(), ids=lambda history: history.authority)
def test_every_council_is_found_by_its_code(history):
    """`load` and the table of names agree, in upper and lower case."""
    code = history.gss_code
    assert history.authority == NAMES.resolve(code) == NAMES.resolve(code.lower())
    assert history is casebook.load(code)
    assert history is casebook.load(f" {code.lower()} ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sandwell MBC", "Sandwell"),
        ("SANDWELL METROPOLITAN BOROUGH COUNCIL", "Sandwell"),
        ("City of Bradford", "Bradford"),
        ("Bradford MDC", "Bradford"),
        ("Herefordshire, County of", "Herefordshire"),
        ("LB Croydon", "Croydon"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("saint helens", "St Helens"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("E08000028", "Sandwell"),
    ],
)
def test_load_understands_titles_and_codes(text, name):
    """So the command `trustflow case` does too."""
    assert name == casebook.load(text).authority


@pytest.mark.parametrize("text", ["Sandwell MBC", "E08000028", "sandwell metropolitan council"])
def test_the_command_understands_titles_and_codes(text, capsys):
    """The answer has the name of the casebook."""
    assert 0 == main(["case", text])
    assert capsys.readouterr().out.startswith("Sandwell (E08000028): ")


@pytest.mark.parametrize("text", ["Hertfordshire", "E08000099", "Council", "", "Dorchester"])
def test_a_council_without_a_history_is_unknown(text):
    """The error suggests only councils with a history, at most three of them."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load(text)
    assert text == caught.value.name
    assert {*caught.value.nearest} <= {*casebook.names()}
    assert len(caught.value.nearest) <= 3


def test_a_name_that_is_one_letter_apart_from_a_council_is_in_the_table():
    """Hertfordshire is not a spelling mistake, although Herefordshire is in the casebook."""
    assert "Hertfordshire" == NAMES.name_of("Hertfordshire County Council")
    assert "Hertfordshire" not in casebook.names()


def test_the_table_is_built_once():
    """Reading many tables takes no longer for it."""
    assert NAMES is casebook.authority_names()


def test_the_table_has_only_names_and_codes_of_the_data():
    """Every name is a council of the casebook, or one whose name is similar."""
    assert {*casebook.names(), "Hertfordshire"} == {*NAMES.spellings.values()}
    codes = {spelling for spelling, name in NAMES.spellings.items() if spelling != name}
    assert {history.gss_code for history in casebook.histories()} == codes
