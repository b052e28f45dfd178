"""The shipped histories: all of them load, say who says so, and cannot be impossible."""

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


def named(file):
    """The name under which a test of a file runs."""
    return file.name


@pytest.fixture(scope="module")
def histories():
    """Every shipped history."""
    return casebook.histories()


def test_the_first_case_is_there():
    """The history that the project starts from."""
    assert "Sandwell" in casebook.names()
    assert "Sandwell" == casebook.load("Sandwell").authority


def test_names_are_those_of_the_files():
    """One file for an authority, in alphabetical order."""
    authorities = [json.loads(file.read_text("utf-8"))["authority"] for file in FILES]
    assert tuple(sorted(authorities)) == casebook.names()
    assert len(authorities) == len(set(authorities))


def test_histories_stand_in_the_order_of_their_names(histories):
    """One for each name."""
    assert casebook.names() == tuple(history.authority for history in histories)
    assert histories == tuple(casebook.load(name) for name in casebook.names())


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_file_is_as_it_would_be_saved(file):
    """It loads, and saved again it is the same to the byte."""
    text = file.read_bytes()
    assert text == tf.dumps(tf.loads(text)).encode()


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_file_is_named_after_its_authority(file):
    """In lower case, words joined by hyphens."""
    authority = json.loads(file.read_text("utf-8"))["authority"]
    words = re.findall(r"[a-z]+", authority.casefold().replace("'", ""))
    assert f"{'-'.join(words)}.json" == file.name


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_history_can_have_happened(file):
    """No finding on it is certain and of strength logic, so a live case accepts it whole."""
    history = tf.loads(file.read_bytes())
    refusals = [str(each) for each in tf.check(history).findings if each.is_refusal]
    assert [] == refusals
    assert history == tf.Case.from_history(history).history


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_event_has_a_source(file):
    """One that gives its date, and no copy is taken for a primary source."""
    for event in tf.loads(file.read_bytes()):
        assert event.sources
        assert event.confidence is not None
        assert any(source.stated_date is None for source in event.sources)
        assert all(
            source.stated_date is None or source.stated_date != event.on for source in event.sources
        )


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_history_has_a_code_and_events(file):
    """The nine characters of the Office for National Statistics."""
    history = tf.loads(file.read_bytes())
    assert re.fullmatch(r"E[0-9]{8}", history.gss_code)
    assert len(history)


# Names


@pytest.mark.parametrize("name", casebook.names())
def test_a_name_is_found_however_it_is_written(name):
    """Whatever its case, with "and" or "&", with what an official name says besides."""
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


def test_a_name_that_is_not_there_names_the_nearest():
    """And says what that does not mean; a reader may have meant another one."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load("Sandwel")
    assert ("Sandwel", "Sandwell") == (caught.value.name, caught.value.nearest[0])
    assert isinstance(caught.value, LookupError)
    assert (
        "'Sandwel' is not in this casebook, which does not mean that there was no intervention "
        "there. Did you mean Sandwell" in str(caught.value)
    )


def test_a_name_near_to_none_offers_nothing():
    """No near match is made up."""
    with pytest.raises(tf.UnknownCase) as caught:
        casebook.load("Xyzzy")
    assert () == caught.value.nearest
    assert "Did you mean" not in str(caught.value)


@given(st.text())
def test_any_name_is_found_or_unknown(name):
    """Nothing else comes of a name, however odd."""
    try:
        found = {casebook.load(name).authority}
    except tf.UnknownCase as error:
        assert error.name == name  # noqa: PT017 - either answer is right
        found = {*error.nearest}
    assert found <= {*casebook.names()}


# Sandwell


def test_sandwell_is_the_road_from_inadequate_to_good():
    """Two inadequate judgements, a direction, a trust, and what came of it."""
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
