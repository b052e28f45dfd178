"""`mark_checked`: to which day somebody has looked for later events, kind by kind."""

import datetime as dt
import pickle

import pytest

import trustflow as tf
from tests.case.samples import directed_case
from trustflow import events as ev
from trustflow.history import ONGOING

DAY = "2026-08-22"
KINDS = tf.TRUST_TRANSFER.kinds


def checked(case):
    """Return what a case is checked to: kind to text, one text, or None."""
    value = case.history.checked_to
    return {kind: str(day) for kind, day in value.items()} if hasattr(value, "items") else value


def test_every_kind_is_marked_unless_some_are_given():
    """One day for every kind is one day; one kind may be given alone."""
    case = tf.Case("Sandwell")
    assert checked(case) is None
    case.mark_checked(DAY, kinds="inspections")
    assert {"inspections": DAY} == checked(case)
    case.mark_checked("2026-01-31", kinds=["delivery", "intervention"])
    assert {"inspections": DAY, "delivery": "2026-01-31", "intervention": "2026-01-31"} == checked(
        case
    )
    case.mark_checked(DAY)
    assert tf.PartialDate(DAY) == checked(case)


def test_a_mapping_gives_each_kind_its_day():
    """The text of a CSV cell does, too."""
    case, other = tf.Case("Sandwell"), tf.Case("Sandwell")
    case.mark_checked({"inspections": dt.date(2026, 8, 22), "plans": "2026-01"})
    other.mark_checked("inspections=2026-08-22; plans=2026-01")
    assert {"inspections": DAY, "plans": "2026-01"} == checked(case) == checked(other)
    case.mark_checked({"inspections": "2026-11", "plans": "2026-11"}, kinds=["plans"])
    assert {"inspections": DAY, "plans": "2026-11"} == checked(case)


def test_no_day_moves_back():
    """Somebody has looked to the later day; a month counts to its first day."""
    case = tf.Case("Sandwell", checked_to=DAY)
    for earlier in ("2026-08-21", "2026-08", "2026"):
        case.mark_checked(earlier)
        case.mark_checked(earlier, kinds=["plans"])
        assert tf.PartialDate(DAY) == checked(case)
    case.mark_checked("2026-08-23", kinds=["plans"])
    assert {**dict.fromkeys(KINDS, DAY), "plans": "2026-08-23"} == checked(case)


@pytest.mark.parametrize("day", ["2020-07-01", "2062-06-30", "2020-07", "2021", "plans=2020-07-01"])
def test_a_day_that_has_not_come_is_refused(day, monkeypatch):
    """Nobody can have looked up to it, and it could not be taken back; today is accepted."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2020-06-30")
    case = tf.Case("Sandwell", checked_to="2019")
    expected = "has not come yet. Expected a day up to today, 30 June 2020, or ongoing.$"
    with pytest.raises(tf.InvalidValue, match=expected):
        case.mark_checked(day)
    case.mark_checked({"inspections": "2062", "plans": "2020-06"}, kinds="plans")
    case.mark_checked("2020-06-30", kinds="delivery")
    assert {**dict.fromkeys(KINDS, "2019"), "plans": "2020-06", "delivery": "2020-06-30"} == (
        checked(case)
    )


def test_an_ongoing_case_stays_so():
    """Every event is recorded as it happens, so no day says more."""
    case = tf.Case("Sandwell", checked_to="plans=2026")
    case.mark_checked(" Ongoing")
    assert ONGOING == checked(case)
    case.mark_checked(DAY)
    case.mark_checked(DAY, kinds=["plans"])
    assert ONGOING == checked(case)


def test_facts_are_certain_to_the_day_marked(monkeypatch):
    """After that day, they are what the record last had; an ongoing case is certain to today."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2020-06-30")
    case = directed_case()
    days = ("2016-10-06", "2019-12-31", "2020-01-01", "2020-06-30", "2020-07-01")

    def certain():
        return [case.facts(day).stage.known is tf.Truth.YES for day in days]

    assert [True, False, False, False, False] == certain()
    case.mark_checked("2019-12-31", kinds=["delivery"])
    assert [True, False, False, False, False] == certain()
    case.mark_checked("2020-01-01", kinds=["intervention", "delivery"])
    assert [True, True, True, False, False] == certain()
    case.mark_checked("ongoing")
    assert [True, True, True, True, False] == certain()


def test_marks_are_kept_by_corrections_copies_and_histories():
    """They belong to the history of the case, and change no event."""
    case = directed_case()
    events = case.history.events
    case.mark_checked(DAY)
    assert events == case.history.events
    case.insert(ev.Note("2016-01-01"))
    assert tf.PartialDate(DAY) == checked(case)
    assert case == pickle.loads(pickle.dumps(case))  # noqa: S301 - our own pickle
    assert tf.PartialDate(DAY) == checked(tf.Case.from_history(case.history))


@pytest.mark.parametrize(
    ("day", "kinds", "message"),
    [
        (
            DAY,
            ["inspection"],
            (
                "Unknown kind of event 'inspection'. Did you mean 'inspections'? Expected one of: "
                "inspections, focused visits, joint inspections, monitoring, intervention, "
                "delivery, plans."
            ),
        ),
        ({"letters": DAY}, None, "Unknown kind of event 'letters'. Expected one of: inspections"),
        (
            "ongoing",
            ["plans"],
            (
                "Invalid kinds for ongoing: ['plans']. Expected no kinds, because in an ongoing "
                "case every event is recorded."
            ),
        ),
        ("ongoing", "plans", "Invalid kinds for ongoing: 'plans'. Expected no kinds"),
        (None, None, "Invalid day to mark as checked: None. Expected a day or ongoing."),
        ({}, None, "Invalid day to mark as checked: {}. Expected a day or ongoing."),
        ("plans=soon", None, "Invalid checked_to of 'plans': 'soon'. "),
        ("soon", None, "Invalid date: 'soon'. "),
    ],
    ids=str,
)
def test_a_mark_that_cannot_be_read_changes_nothing(day, kinds, message):
    """The error says what was found and what is expected."""
    case = tf.Case("Sandwell", checked_to="plans=2026")
    with pytest.raises(tf.TrustflowError) as caught:
        case.mark_checked(day, kinds)
    assert str(caught.value).startswith(message)
    assert {"plans": "2026"} == checked(case)


def test_a_kind_without_a_day_in_a_mapping_is_refused():
    """Each kind that is asked for needs its day."""
    case = tf.Case("Sandwell")
    with pytest.raises(tf.InvalidValue) as caught:
        case.mark_checked({"plans": "2026"}, kinds=["plans", "inspections"])
    assert (
        "Invalid kinds of a mapping of days: ['plans', 'inspections']. "
        "Expected some of the kinds with a day: plans." == str(caught.value)
    )
    assert checked(case) is None


def test_a_case_of_a_process_without_kinds_has_one_kind():
    """A case is built with the kinds of its process only."""
    process = tf.Process(
        name="loan",
        title="A loan",
        stages={"home": tf.StageInfo("At home", "Here.", final=True)},
        initial="home",
        triggers={"read": "read"},
        moves=[tf.Move("read", "home", "home")],
    )
    case = tf.Case("Leeds", process)
    case.mark_checked(DAY, kinds=["events"])
    assert tf.PartialDate(DAY) == checked(case)
    with pytest.raises(tf.InvalidValue, match="Unknown kind of event 'plans'"):
        tf.Case("Leeds", process, checked_to={"plans": DAY})
    with pytest.raises(tf.InvalidValue, match="Did you mean 'plans'"):
        tf.Case("Leeds", checked_to={"plan": DAY})
