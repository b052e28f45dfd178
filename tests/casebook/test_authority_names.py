"""The casebook's councils are found by their other spellings and by their codes."""

import csv

import pytest

import trustflow as tf
from record.tables import FOLDER
from trustflow import casebook
from trustflow.cli import main

NAMES = casebook.authority_names()
FORMER = [
    ("Buckinghamshire", "E10000002", "2018-07-12", "2021-02-24", "E06000060"),
    ("North Yorkshire", "E10000023", "2021-07-26", "2023-07-03", "E06000065"),
    ("Somerset", "E10000027", "2022-09-21", "2024-05-20", "E06000066"),
]


def rows(name):
    """Return the rows of a file of the record."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("history", casebook.histories(), ids=lambda history: history.authority)
def test_every_council_is_found_by_its_code(history):
    """`load` and the table of names agree, in upper and lower case."""
    code = history.gss_code
    assert history.authority == NAMES.resolve(code) == NAMES.resolve(code.lower())
    assert history is casebook.load(code)
    assert history is casebook.load(f" {code.lower()} ")


@pytest.mark.parametrize("row", rows("authorities.csv"), ids=lambda row: row["name"])
def test_every_council_is_found_by_the_names_and_numbers_of_the_record(row):
    """Ofsted's number and the name that the Office for National Statistics uses find it."""
    for text in filter(None, (row["name"], row["ons_name"], row["ofsted_urn"], row["gss_code"])):
        assert row["name"] == casebook.load(text).authority


@pytest.mark.parametrize("row", rows("spellings.csv"), ids=lambda row: row["spelling"])
def test_every_other_spelling_is_found(row):
    """Upper case and the words of a title make no difference."""
    for text in (row["spelling"], row["spelling"].upper(), f"{row['spelling']} Council"):
        assert row["authority"] == casebook.load(text).authority


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bradford Metropolitan District Council", "Bradford"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Hertfordshire County Council", "Hertfordshire"),
        ("saint helens", "St Helens"),
        ("St. Helens Council", "St Helens"),
        ("Bristol City Council", "Bristol"),
        ("Hull City Council", "Kingston upon Hull"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("Newcastle City Council", "Newcastle upon Tyne"),
        ("Stockton on Tees", "Stockton-on-Tees"),
        ("the city of london corporation", "City of London"),
        ("Brighton & Hove City Council", "Brighton and Hove"),
        ("E08000028", "Sandwell"),
        ("80549", "Sandwell"),
        (" e10000002 ", "Buckinghamshire"),
    ],
)
def test_load_understands_titles_and_codes(text, name):
    """So the command `trustflow case` does too."""
    assert name == casebook.load(text).authority


@pytest.mark.parametrize("text", ["Sandwell MBC", "E08000028", "80549", "sandwell council"])
def test_the_command_understands_titles_and_codes(text, capsys):
    """The answer has the name of the casebook."""
    assert 0 == main(["case", text])
    assert capsys.readouterr().out.startswith("Sandwell (E08000028): ")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Kingston", ("Kingston upon Hull", "Kingston upon Thames")),
        ("Northampton", ()),
        ("Bournemouth", ("Bournemouth, Christchurch and Poole",)),
        ("Bournmouth", ("Bournemouth, Christchurch and Poole",)),
        ("Poole", ("Bournemouth, Christchurch and Poole",)),
        ("Cheshire", ("Cheshire East", "Cheshire West and Chester")),
        ("Yorkshire", ("East Riding of Yorkshire", "North Yorkshire")),
        ("Isle of White", ("Isle of Wight",)),
        ("Sandwel", ("Sandwell",)),
        ("E08000099", ()),
        ("99999", ()),
        ("Council", ()),
        ("", ()),
        ("Xyzzy", ()),
    ],
)
def test_an_unknown_name_has_the_nearest_names(text, nearest):
    """The error suggests councils with a history: at most three, those with its words first."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load(text)
    assert text == caught.value.name
    assert {*caught.value.nearest} <= {*casebook.names()}
    assert nearest == caught.value.nearest[: len(nearest)]
    assert len(caught.value.nearest) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("case", FORMER)
def test_a_former_code_is_that_of_its_days(case, capsys):
    """A history up to a day has the code of that day, and every code finds the history."""
    name, former, last, first, code = case
    history = casebook.load(former)
    assert (name, code) == (history.authority, history.gss_code)
    assert former == casebook.history_as_of(history, last).gss_code
    assert code == casebook.history_as_of(history, first).gss_code
    codes = {
        day: entry.gss_code
        for day in (last, first)
        for entry in casebook.overview(as_of=day)
        if entry.authority == name
    }
    assert {last: former, first: code} == codes
    assert 0 == main(["case", name, "--as-of", last])
    assert capsys.readouterr().out.startswith(f"{name} ({former}): ")


def test_a_code_of_your_own_is_kept():
    """A history of yours with another code, or of no council, is only cut."""
    for history in (
        tf.History("Buckinghamshire", gss_code="E00000000"),
        tf.History("Barchester"),
    ):
        assert history == casebook.history_as_of(history, "2010-01-01")


def test_no_spelling_means_two_councils():
    """Every spelling and code resolves to the name that the table has for it."""
    for spelling, name in NAMES.spellings.items():
        assert name == NAMES.resolve(spelling)


def test_the_table_is_built_once():
    """Reading many tables takes no longer for it."""
    assert NAMES is casebook.authority_names()


def test_the_table_has_only_councils_of_the_casebook():
    """Every name is a council of the casebook."""
    assert {*casebook.names()} == {*NAMES.spellings.values()}
