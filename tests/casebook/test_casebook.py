"""The shipped histories: each one loads, has sources and could have happened."""

import json
import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from trustflow import casebook

FILES = sorted(
    (
        file
        for file in (resources.files("trustflow.casebook") / "data").iterdir()
        if file.name.endswith(".json")
    ),
    key=lambda file: file.name,
)


def file_name(file):
    """Return the name of a file, for the name of a test."""
    return file.name


@pytest.fixture(scope="module")
def histories():
    """Return every history of the casebook."""
    return casebook.histories()


def test_sandwell_is_in_the_casebook():
    """Examples in the docs use this history."""
    assert "Sandwell" in casebook.names()
    assert "Sandwell" == casebook.load("Sandwell").authority


def test_there_is_one_file_for_each_authority():
    """Names are sorted, and none appears twice."""
    authorities = [json.loads(file.read_text("utf-8"))["authority"] for file in FILES]
    assert tuple(sorted(authorities)) == casebook.names()
    assert len(authorities) == len(set(authorities))


def test_histories_are_sorted_by_name(histories):
    """There is one history for each name."""
    assert casebook.names() == tuple(history.authority for history in histories)
    assert histories == tuple(casebook.load(name) for name in casebook.names())


@pytest.mark.parametrize("file", FILES, ids=file_name)
def test_every_file_has_the_same_data_when_saved_again(file):
    """Loading and saving a file gives the same fields in the same order."""
    text = file.read_text("utf-8")
    assert json.dumps(json.loads(text)) == json.dumps(json.loads(tf.dumps(tf.loads(text))))


@pytest.mark.parametrize("file", FILES, ids=file_name)
def test_every_file_is_named_after_its_authority(file):
    """The name is in lower case, with hyphens between the words."""
    authority = json.loads(file.read_text("utf-8"))["authority"]
    words = re.findall(r"[a-z]+", authority.casefold().replace("'", ""))
    assert f"{'-'.join(words)}.json" == file.name


@pytest.mark.parametrize("file", FILES, ids=file_name)
def test_every_history_could_have_happened(file):
    """No history has a certain finding of strength `logic`, so a live case accepts its events."""
    history = tf.loads(file.read_bytes())
    refusals = [str(each) for each in tf.check(history).findings if each.is_refusal]
    assert [] == refusals
    assert history == tf.Case.from_history(history).history


@pytest.mark.parametrize("file", FILES, ids=file_name)
def test_every_event_has_a_source(file):
    """One source of an event agrees on its date, and the other sources state another date."""
    for event in tf.loads(file.read_bytes()):
        assert event.sources
        assert event.confidence is not None
        assert any(source.stated_date is None for source in event.sources)
        assert all(
            source.stated_date is None or source.stated_date != event.on for source in event.sources
        )


@pytest.mark.parametrize("file", FILES, ids=file_name)
def test_every_history_has_a_code_and_events(file):
    """The code has the nine characters of the Office for National Statistics."""
    history = tf.loads(file.read_bytes())
    assert re.fullmatch(r"E[0-9]{8}", history.gss_code)
    assert len(history)


# Names


@pytest.mark.parametrize("name", casebook.names())
def test_every_spelling_of_a_name_is_found(name):
    """Case, "and" or "&", and the other words of an official name make no difference."""
    history = casebook.load(name)
    for written in (
        name.upper(),
        f"  {name.lower()} ",
        name.replace(" and ", " & "),
        name.replace("-", " "),
        f"City of {name}",
        f"Royal Borough of {name}",
        f"{name} Metropolitan Borough Council",
        f"London Borough of {name}",
        f"{name} County Council",
    ):
        assert history == casebook.load(written)


def test_the_error_for_an_unknown_name():
    """The error suggests the nearest name, and warns what a missing history does not mean."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load("Sandwel")
    assert ("Sandwel", "Sandwell") == (caught.value.name, caught.value.nearest[0])
    assert isinstance(caught.value, LookupError)
    assert (
        "'Sandwel' is not in this casebook, which does not mean that there was no intervention "
        "there. Did you mean Sandwell" in str(caught.value)
    )


def test_an_unknown_name_without_a_near_match():
    """For such a name, the error has no suggestion."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load("Xyzzy")
    assert () == caught.value.nearest
    assert "Did you mean" not in str(caught.value)


@given(st.text())
def test_any_name_is_found_or_unknown(name):
    """Any text gives a history or an `UnknownCase` error, and no other error."""
    try:
        expected = {casebook.load(name).authority}
    except tf.UnknownCase as error:
        assert error.name == name  # noqa: PT017 - either answer is right
        expected = {*error.nearest}
    assert expected <= {*casebook.names()}


# Sandwell


def test_sandwell_goes_from_inadequate_to_good():
    """The history has two inadequate judgements, a direction, a trust and later judgements."""
    report = tf.check(casebook.load("Sandwell"))
    triggers = [event.trigger for event in report.history]
    dated = {(event.trigger, str(event.on)) for event in report.history}
    assert {
        ("inspection_published_inadequate", "2018-01-29"),
        ("direction_issued_trust", "2016-10-06"),
        ("trust_went_live", "2018-04-01"),
        ("inspection_published_not_inadequate", "2022-07-05"),
        ("inspection_published_not_inadequate", "2025-12-02"),
    } <= dated
    assert triggers.index("commissioner_report_published") < triggers.index(
        "direction_issued_trust"
    )
    assert tf.Stage.TRUST_LIVE is report.stage
    assert report.ok
