"""How public values are printed: format specifications, and values of many events or rows."""

import importlib
import inspect
import pkgutil

import pytest

import trustflow as tf
from trustflow import casebook
from trustflow import events as ev
from trustflow.exchange import AuthorityNames
from trustflow.history import Citation

PACKAGES = (
    "trustflow",
    *(f"trustflow.{each.name}" for each in pkgutil.iter_modules(tf.__path__) if each.ispkg),
    "trustflow.errors",
)
LATE = tf.check(casebook.load("Sandwell")).findings[0]
VALUES = (
    *(tf.PartialDate("2016-07"), tf.working_days(5), tf.Truth.MAYBE, tf.Strength.LAW, LATE),
    *(tf.Confidence.HIGH, tf.Severity.BREACH, tf.Mark.POSSIBLE, tf.Stage.TRUST_LIVE),
    *(Citation("The Act", url="https://x.org"), tf.Precedent("Doncaster", "2014")),
    *(tf.facts(casebook.load("Sandwell"), "2020-01-01").stage, tf.verify(tf.TRUST_TRANSFER)),
    *(tf.Fault("$", "1", "Expected a text."), tf.BadDate("'x'", "Expected a date.")),
)


def classes_with_a_text():
    """Yield the public classes whose text is not their printed form in code."""
    for name in PACKAGES:
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            found = getattr(module, public)
            if inspect.isclass(found) and found.__str__ not in {object.__str__, tuple.__str__}:
                yield found


def test_every_value_with_a_text_takes_a_format_specification():
    """No class of trustflow has the `__format__` of objects, which refuses every one."""
    found = {each for each in classes_with_a_text() if each.__module__.startswith("trustflow")}
    refusing = {each.__name__ for each in found if each.__format__ is object.__format__}
    assert set() == refusing
    assert {tf.PartialDate, tf.Finding, tf.UnknownCase} <= found


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("specification", ["", "600", ">600", "^9", "*<600s", ".4", "9.2"])
def test_a_format_specification_applies_to_the_text(value, specification):
    """It pads and cuts the text, as it does for a text itself."""
    assert format(str(value), specification) == format(value, specification)


SANDWELL = casebook.load("Sandwell")
FACTS = tf.facts(SANDWELL, "2020-01-01")
BEFORE = SANDWELL.as_of("2016-12-05")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (
            FACTS,
            (
                "<Facts about Sandwell on 2020-01-01: stage last on record: trust_live, "
                "1 April 2018; intervention and delivery not checked>"
            ),
        ),
        (tf.facts(SANDWELL, "2018-04-01").stage, "<Fact: trust_live>"),
        (FACTS.stage, f"<Fact: {FACTS.stage}>"),
        (casebook.changelog()[:6], "<ChangeTable: 6 rows>"),
        (AuthorityNames({"Nord": "North"}), "<AuthorityNames: 1 name, 2 spellings>"),
    ],
    ids=["facts", "known", "not-known", "table", "names"],
)
def test_a_value_of_many_events_or_rows_prints_its_result_or_their_number(value, printed):
    """What it contains is in its attributes."""
    assert printed == repr(value)


def test_facts_after_an_abolition_print_it():
    """Then no fact is known."""
    gone = ev.AuthorityReorganised("2021-04-01", into="New")
    facts = tf.facts(tf.History("Old\u200b", [gone]), "2021-05-01")
    assert "<Facts about Old\\u200b on 2021-05-01: abolished on 1 April 2021; see New>" == repr(
        facts
    )


PUBLIC_VALUES = {
    "history": lambda: SANDWELL,
    "report": lambda: tf.check(SANDWELL),
    "findings": lambda: tf.check(SANDWELL).findings,
    "case": lambda: tf.Case.from_history(SANDWELL),
    "facts": lambda: FACTS,
    "directions": lambda: FACTS.directions[0],
    "process": lambda: tf.TRUST_TRANSFER,
    "rule": lambda: tf.TRUST_TRANSFER.rules[0],
    "deadlines": lambda: tf.deadlines(SANDWELL, "2016-12-05", everything=True),
    "due": lambda: tf.deadlines(SANDWELL, "2016-12-05")[0],
    "options": lambda: tf.what_next(SANDWELL, as_of="2016-12-05"),
    "window": lambda: tf.window(BEFORE, "trust_went_live"),
    "schedule": lambda: tf.schedule(BEFORE, finish_by="2018-04-01", to="trust_live"),
    "legs": lambda: tf.legs(
        casebook.histories(), start="direction_issued_trust", end="trust_went_live"
    ),
    "outcomes": lambda: tf.outcomes(casebook.histories(), "rated_inadequate"),
    "cases": lambda: tf.outcomes(casebook.histories(), "rated_inadequate").cases,
    "verification": lambda: tf.verify(tf.TRUST_TRANSFER),
    "overview": casebook.overview,
    "changelog": casebook.changelog,
    "names": casebook.authority_names,
}


@pytest.mark.parametrize("name", PUBLIC_VALUES)
def test_no_public_value_prints_as_many_pages(name):
    """However many events, rows or histories it has, it fits on one screen."""
    assert len(repr(PUBLIC_VALUES[name]())) < 5_000
