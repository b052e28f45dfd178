"""The position of each council on a day, and the search for councils."""

import csv
import datetime as dt

import pytest

import trustflow as tf
from record.tables import FOLDER
from trustflow.casebook.index import authorities as indexed
from trustflow.casebook.summary import AREAS, entry_of
from trustflow.dates import PartialDate
from trustflow.queries import CANNOT_BE_TOLD, INTERVENTIONS

DAYS = [None, "2012-03-31", "2016-08-31", "2021-03-31", "2024-03-31", "2026-11-29"]
OVERVIEWS = {day: tf.casebook.overview(as_of=day) for day in DAYS}
ENTRIES = OVERVIEWS[None]
CLASSES = {event.class_name for history in tf.casebook.histories() for event in history}
FACTS = ("judgement", "stage", "intervention", "delivered_by")
GRADES = ["outstanding", "good", "requires improvement", "inadequate"]
CERTAINTIES = {"certain", "last on record", "nothing on record", "not researched"}
CASES = [(day, entry) for day, entries in OVERVIEWS.items() for entry in entries]


def authorities(found):
    """Return the authorities of histories or entries."""
    return [each.authority for each in found]


def case_name(value):
    """Return the name of a test."""
    return value.authority if isinstance(value, tf.casebook.OverviewRow) else str(value)


@pytest.mark.parametrize(("day", "entry"), CASES, ids=case_name)
def test_an_entry_sums_up_the_history_on_the_day(day, entry):
    """The entry agrees with the report and the facts on the day."""
    day = day or "2026-08-22"
    history = tf.casebook.load(entry.authority).as_of(day)
    report, known = tf.check(history), tf.facts(history, as_of=day)
    assert str(entry.as_of) == day
    assert report.stage == entry.stage
    assert report.stays[-1].since == entry.since
    for name in FACTS:
        fact = getattr(known, name)
        if name != "stage":
            assert fact.on_record == getattr(entry, name)
        certainty = getattr(entry, f"{name}_certainty")
        assert certainty in CERTAINTIES
        is_certain = fact.known is tf.Truth.YES and fact.on_record is not None
        assert is_certain == (certainty == "certain")
        assert (certainty == "last on record") == (fact.on_record is not None and not is_certain)
        assert fact.confidence == getattr(entry, f"{name}_confidence")
    assert known.judgement.since == entry.judgement_on
    assert (len(history), len(report.findings)) == (entry.events, entry.findings)
    assert (history[-1].on if history.events else None) == entry.ends
    assert list(dict.fromkeys(stay.stage for stay in known.stays)) == list(entry.reached)


def test_the_grades_are_those_of_the_last_report():
    """On each council's last report, judgement, day, framework and areas are as in the record.

    The rows are read here on their own. Since 2026, reports give no overall judgement.
    """
    columns = {
        "leadership": "leadership",
        "help_and_protection": "help and protection",
        "care_leavers": "care leavers",
    }
    with (FOLDER / "evidence" / "ofsted-outcomes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["overall"]]
    last = {row["authority"]: row for row in sorted(rows, key=lambda row: row["published"])}
    compared = 0
    for entry in ENTRIES:
        row = last.get(entry.authority)
        if row is None or not row["framework"].startswith("ILACS"):
            continue
        compared += 1
        grades = {area: row[column] for column, area in columns.items() if row[column]}
        grades["children in care"] = row["in_care"]
        assert grades == dict(entry.areas)
        overall, basis = row["overall"], "overall"
        if overall == "none":
            overall, basis = max(grades.values(), key=GRADES.index), "lowest area"
        assert (overall, basis, row["published"], "ILACS", "certain", "high") == (
            entry.judgement,
            entry.judgement_basis,
            str(entry.judgement_on),
            entry.framework,
            entry.judgement_certainty,
            str(entry.judgement_confidence),
        )
    assert compared > 140


@pytest.mark.parametrize(
    ("authority", "judgement", "day"),
    [
        ("Walsall", "outstanding", "2025-07-08"),
        ("Liverpool", "requires improvement", "2026-07-07"),
        ("Bournemouth, Christchurch and Poole", "good", "2025-01-29"),
        ("Knowsley", "inadequate", "2025-01-20"),
        ("Trafford", "inadequate", "2026-08-03"),
        ("Harrow", "inadequate", "2025-03-04"),
        ("Devon", "inadequate", "2025-05-13"),
        ("Sandwell", "good", "2025-12-02"),
    ],
)
def test_the_judgement_of_a_council_is_that_of_its_last_report(authority, judgement, day):
    """It is certain on the day of the casebook, and last on record after it."""
    with (FOLDER / "evidence" / "ofsted-outcomes.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["authority"] == authority]
    last = max(rows, key=lambda row: row["published"])
    assert day == last["published"]
    assert last["overall"] in {judgement, "none"}
    for asked, certainty in (("2026-08-22", "certain"), ("2026-11-29", "last on record")):
        (entry,) = (
            each for each in tf.casebook.overview(as_of=asked) if each.authority == authority
        )
        assert (judgement, day, certainty) == (
            entry.judgement,
            str(entry.judgement_on),
            entry.judgement_certainty,
        )


def test_a_council_that_nobody_searched_says_so():
    """Without a row of the table of facts, no intervention on record is not "none"."""
    with (FOLDER / "evidence" / "sourced-facts.csv").open(encoding="utf-8", newline="") as file:
        searched = {row["authority"] for row in csv.DictReader(file)}
    # What was searched is the authority before these.
    searched |= {"Northamptonshire", "North Northamptonshire", "West Northamptonshire"}
    searched |= {"Cumberland", "Westmorland and Furness"}
    for entry in ENTRIES:
        if entry.authority in searched:
            assert "not researched" != entry.intervention_certainty
        else:
            assert "none" != entry.intervention
            expected = "not researched" if entry.intervention is None else "last on record"
            assert expected == entry.intervention_certainty


def test_no_absence_is_certain():
    """A fact without a value is never certain, on any day."""
    for entries in OVERVIEWS.values():
        for entry in entries:
            for name in FACTS:
                if getattr(entry, name) is None:
                    assert "certain" != getattr(entry, f"{name}_certainty")


def test_councils_that_did_not_exist_are_left_out():
    """A reorganised council is listed until the day before, and its successors from the day."""
    for old, new, day in (
        ("Northamptonshire", ("North Northamptonshire", "West Northamptonshire"), "2021-04-01"),
        ("Cumbria", ("Cumberland", "Westmorland and Furness"), "2023-04-01"),
    ):
        before = dt.date.fromisoformat(day) - dt.timedelta(days=1)
        listed = {
            each: authorities(tf.casebook.overview(as_of=each)) for each in (before, day, None)
        }
        assert (True, False, False) == tuple(old in names for names in listed.values())
        for name in new:
            assert (False, True, True) == tuple(name in names for names in listed.values())
    assert len(tf.casebook.names()) - 2 == len(ENTRIES)


def test_what_was_not_yet_known_is_left_out():
    """A report is known from its day, also on a later day."""

    def judged(**days):
        entries = tf.casebook.overview(**days)
        return next(str(each.judgement_on) for each in entries if each.authority == "Walsall")

    assert "2021-11-26" == judged(as_of="2022-12-31")
    assert "2021-11-26" == judged(as_of="2022-12-31", known_on="2021-11-26")
    assert "2021-11-26" != judged(as_of="2022-12-31", known_on="2021-11-25")


@pytest.mark.parametrize("days", [{"as_of": "2024"}, {"as_of": "2024-03/.."}, {"known_on": "2024"}])
def test_a_day_must_be_exact(days):
    """A month or a year is refused."""
    for function in (tf.casebook.overview, tf.casebook.search):
        with pytest.raises(tf.BadDate):
            function(**days)


def test_an_entry_as_data():
    """Dates, stages and grades are texts."""
    data = next(entry for entry in ENTRIES if entry.authority == "Sandwell").to_dict()
    assert ("2018-04-01", "2026-08-22", "trust_live", "80549") == (
        data["since"],
        data["as_of"],
        data["stage"],
        data["ofsted_urn"],
    )
    assert "rated_inadequate" in data["reached"]
    assert {"leadership", "help and protection"} < {*data["areas"]}
    assert {str, int, list, dict} == {type(value) for value in data.values()}


def test_the_table_has_a_column_for_every_area():
    """No area of any inspection is missing from the columns."""
    held = {area for entries in OVERVIEWS.values() for entry in entries for area in entry.areas}
    assert held <= {*AREAS}
    columns = [column.name for column in tf.casebook.OverviewTable.columns]
    assert len(columns) == len({*columns})
    row = next(row for row in ENTRIES.to_arrow().to_pylist() if row["authority"] == "Sandwell")
    entry = next(entry for entry in ENTRIES if entry.authority == "Sandwell")
    for area in AREAS:
        assert entry.areas.get(area) == row[f"areas_{area.replace(' ', '_')}"]


def test_an_empty_record_has_an_entry():
    """The entry has the stage in which the history begins, and no events."""
    entry = entry_of(tf.History("Nowhere", begins_in="trust_live"), PartialDate.of("2020-01-01"))
    assert ("trust_live", None, None, None, None, 0, 0) == (
        entry.stage,
        entry.since,
        entry.judgement,
        entry.intervention,
        entry.ends,
        entry.events,
        entry.findings,
    )
    assert ("trust_live",) == entry.reached
    assert (None, None, {}) == (entry.judgement_on, entry.framework, dict(entry.areas))
    assert "nothing on record" == entry.intervention_certainty


# Search


def test_a_search_without_filters_finds_all():
    """Every history is returned."""
    assert tf.casebook.histories() == tf.casebook.search()
    assert tf.casebook.histories() == tf.casebook.search(as_of="1990-01-01")


@pytest.mark.parametrize("event", sorted(CLASSES | set(tf.TRUST_TRANSFER.triggers)))
def test_search_by_event(event):
    """The event can be named by its trigger or without its variant."""
    expected = [
        history.authority
        for history in tf.casebook.histories()
        if any(
            each.trigger == event
            or (event not in tf.TRUST_TRANSFER.triggers and each.class_name == event)
            for each in history
            if each.trigger != "other_subject" or event == "other_subject"
        )
    ]
    assert expected == authorities(tf.casebook.search(event=event))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stage", [str(stage) for stage in tf.Stage]),
        ("judgement", ["inadequate", "good", "requires improvement to be good", "adequate"]),
        ("intervention", INTERVENTIONS),
        ("delivered_by", ["the council", "a trust", "sandwell children's trust", "leeds"]),
    ],
)
def test_search_by_the_end_of_the_record(name, words, day):
    """The last values on record on the day are compared."""
    for word in words:
        stored = word.removesuffix(" to be good")
        expected = [
            entry.authority
            for entry in OVERVIEWS[day]
            if stored == getattr(entry, name)
            or (name == "intervention" and [stored, entry.intervention] == [CANNOT_BE_TOLD, None])
            or (name == "delivered_by" and stored in map(str.casefold, entry.bodies))
        ]
        if name == "delivered_by" and not expected:
            continue  # on that day, the body delivered nothing
        found = authorities(tf.casebook.search(**{name: word}, as_of=day))
        listed = {entry.authority for entry in OVERVIEWS[day]}
        assert expected == [authority for authority in found if authority in listed]


def test_every_trust_delivers():
    """Who asks for trusts gets the councils whose last stage on record is a live trust."""
    found = authorities(tf.casebook.search(delivered_by="a trust"))
    assert authorities(tf.casebook.search(stage="trust_live")) == found
    assert {"Sandwell", "Birmingham"} < {*found}


def test_search_by_a_stage_at_any_time():
    """The search finds a council if it was in the stage at any time up to the day."""
    result = authorities(tf.casebook.search(reached="externally_led"))
    assert {"Isle of Wight", "Kirklees"} <= {*result}
    for authority in tf.casebook.names():
        stays = tf.check(tf.casebook.load(authority)).stays
        assert (authority in result) == ("externally_led" in {stay.stage for stay in stays})
    assert () == tf.casebook.search(reached="externally_led", as_of="2010-01-01")


def test_search_by_an_event_up_to_a_day():
    """An event counts from its day, and from the day on which it was known."""
    for days, is_found in (
        ({"as_of": "2018-03-31"}, False),
        ({"as_of": "2018-04-01"}, True),
        ({"as_of": "2018-04-01", "known_on": "2018-03-31"}, False),
    ):
        found = authorities(tf.casebook.search(event="trust_went_live", **days))
        assert is_found == ("Sandwell" in found)


def test_every_filter_must_match():
    """A second filter narrows the result of the first."""
    result = tf.casebook.search(event="trust_went_live", stage="returned_to_council")
    assert {"Doncaster", "Reading", "Worcestershire"} <= {*authorities(result)}
    assert {"returned_to_council"} == {tf.check(history).stage for history in result}
    assert () == tf.casebook.search(event="trust_went_live", intervention="notice")


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        ({"event": "trust_went_liv"}, "trust_went_live"),
        ({"stage": "trust_liv"}, "trust_live"),
        ({"reached": "trust_liv"}, "trust_live"),
        ({"judgement": "inadequat"}, "inadequate"),
        ({"intervention": "notic"}, "notice"),
        ({"delivered_by": "the counci"}, "the council"),
        ({"delivered_by": "Leed"}, "Leeds"),
    ],
)
def test_an_unknown_word_is_refused(filters, near):
    """The message suggests the nearest word."""
    with pytest.raises(tf.InvalidValue, match=near):
        tf.casebook.search(**filters)


def test_every_authority_of_the_index_has_its_history():
    """The index and the histories agree on names and codes."""
    for name, authority in indexed().items():
        history = tf.casebook.load(name)
        assert (name, authority.gss_code) == (history.authority, history.gss_code)
