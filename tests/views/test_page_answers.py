"""The first screen of a page: where the case stands, what is due, what may happen, how sure."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from record.output import STAY_HEADINGS, stay_rows
from record.released import csv_text
from tests.examples import at_most
from tests.views.test_page import LOAN, SANDWELL, Read, words_of
from trustflow import events as ev
from trustflow.casebook.packaged import packaged_text
from trustflow.casebook.stays import PackagedStay
from trustflow.engine import NOT_RECORDED, Finding
from trustflow.history import Source
from trustflow.queries import Due, Status
from trustflow.testing import days, histories
from trustflow.views.case_page import event_label
from trustflow.views.case_page import others as others_module
from trustflow.views.case_page.finding_headings import finding_heading
from trustflow.views.case_page.others import others_from_here
from trustflow.views.case_page.position import days_to, likely_moves

HIGH = [Source("A report", confidence="high")]
INADEQUATE = ev.InspectionPublished(
    "2026-11-20", judgement="inadequate", received_on="2026-11-16", sources=HIGH
)


def head_of(source, **options):
    """Return the text of a page before its sections."""
    return words_of(source, **options).partition("How to read it")[0]


def test_the_five_answers():
    """The head has the stage, its start, what is due, what may happen, and how sure this is."""
    text = head_of(SANDWELL, as_of="2016-11-25")
    stage = "Stage Direction issued: move to a trust Last evidence: 6 October 2016"
    assert f"{stage} In this stage since 6 October 2016" in text
    assert "Latest judgement Inadequate 5 June 2015" in text
    assert "How sure The stage is reported, not from a primary source Last stage on record;" in text
    assert "it may have changed. Later intervention and delivery: not checked." in text
    assert "Due next Transfer plans: 1 December 2016 4 working days left; 1 more below" in text
    others = others_from_here(tf.check(SANDWELL.as_of("2016-11-25")))
    live, shadow = others.times("trust_live"), others.times("shadow_running")
    assert others.total == 6
    assert (live, shadow, others.remaining) == (4, 1, 0)
    assert (
        'May happen next A move to "Trust live" or "Trust in shadow" Possible, not predicted: '
        "other councils entered this stage 6 times on record: "
        '4 moved to "Trust live", 1 moved to "Trust in shadow" and 1 moved to another stage'
    ) in text


def test_the_answers_where_the_record_says_little(monkeypatch):
    """Nothing due, no move, a stage from before the record and a fact that is certain."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-12-01")
    days = {"checked_to": "2016-05-01"}
    text = head_of(tf.History("X", [ev.Note("2016", sources=HIGH)], **days), as_of="2016-05-01")
    assert "In this stage since Before the record" in text
    assert "Due next Nothing on record May happen next" in text
    certain = tf.History("X", [INADEQUATE], checked_to="2027-01-01")
    assert "How sure The stage is from a primary source Known on 1 December 2026." in head_of(
        certain, as_of="2026-12-01"
    )
    plan = tf.Deadline("a plan", due="2027-01-05")
    planned = tf.History("X", [ev.Note("2026-12-20", deadlines=[plan])])
    text = head_of(planned, as_of="2027-06-01")
    assert (
        "Due next No due day ahead 1 earlier due day: no record either way May happen next" in text
    )
    end = tf.Process(
        name="end",
        title="An end",
        stages={"on": tf.StageInfo("On", "On."), "off": tf.StageInfo("Off", "Off.", final=True)},
        initial="on",
        triggers={"stop": "stopped"},
        moves=[tf.Move("stop", "on", "off")],
        rules=[],
    )
    over = tf.History("Y", [end.event("stop", "2020-01-01")])
    text = head_of(over, process=end, as_of="2020-03-01")
    assert "May happen next No ordinary move to another stage" in text
    assert "How sure The stage has no source Known on 1 March 2020." in text


def test_what_others_did_most_often_comes_first():
    """No change comes before it where more of the others did not move."""
    text = head_of(tf.casebook.load("Camden"), as_of="2026-11-30")
    assert 'May happen next No change, or a move to "Rated inadequate" Possible, not' in text
    as_known = head_of(tf.casebook.load("Camden"), known_on="2026-11-30")
    either = 'A move to "Rated inadequate" or "Commissioner review"'
    assert f"May happen next {either} Possible, not predicted How sure" in as_known
    history = tf.History("X", [INADEQUATE])
    moves = likely_moves(tf.what_next(history), others_from_here(tf.check(history)))
    others = moves.others
    made = [others.times(option.leads_to) for option in moves.named if option.mark == "S"]
    assert sorted(made, reverse=True) == made
    assert len(moves.stages(ended_by=())) == 2
    assert all(others.times(stage) for stage in moves.stages(ended_by=()))
    assert len(likely_moves(tf.what_next(history), None).stages(ended_by=())) == 2


@pytest.mark.parametrize(("day", "left"), [("2026-11-30", 3), ("2026-12-03", 0)])
def test_a_deadline_that_may_be_open_is_due_next(day, left):
    """Its day is not exact and may be ahead, so that it cannot be told whether it has passed."""
    text = head_of(tf.casebook.load("Slough"), as_of=day)
    days = "between 24 November 2026 and 3 December 2026"
    plan = "The council publishes its action plan after an inspection report"
    passed = f"Perhaps passed; at most {left} days left; 14 earlier due days: no record either way"
    assert f"Due next {plan}: {days} {passed}" in text
    past = head_of(tf.casebook.load("Slough"), as_of="2026-12-04")
    assert "Due next No due day ahead 15 earlier due days: no record either way" in past


def test_a_deadline_without_a_known_last_day_may_have_passed():
    """Its first possible day is before the day of the page."""
    text = words_of(tf.casebook.load("Worcestershire"), as_of="2012-03-02", brief=True)
    assert "Due 4 November 2010 or later: perhaps passed." in text


@pytest.mark.parametrize("brief", [False, True])
def test_due_days_of_long_ago_are_counted(brief):
    """The page does not list them, and does not say either that nothing is due."""
    inspection = ev.InspectionPublished("2015-06-05", judgement="inadequate")
    history = tf.History("X", [inspection])
    text = words_of(history, as_of="2017-01-05", brief=brief)
    assert "Nothing is due on record." not in text
    assert "No due day is ahead on record." in text
    rules = "under rules, more than twelve months before this day"
    assert (
        f"Not listed: 2 due days {rules}, without a record that they were met. {NOT_RECORDED}"
        in text
    )
    if not brief:
        assert "Due next No due day ahead 2 earlier due days: no record either way" in text
    text = words_of(history, as_of="2015-07-01")
    assert "Not listed:" not in text


@at_most(25)
@given(histories(), days())
def test_the_due_days_that_were_missed_add_up(history, day):
    """What the first screen counts is what the page lists, and what it says it does not list."""
    page = Read(tf.case_page(history, as_of=day)).text
    every = tf.deadlines(history, day, everything=True)
    missed = sum(each.status in (Status.UNMET, Status.NOT_RECORDED) for each in every)
    counted = re.search(r"(\d+) earlier due days?: no record either way", page)
    unlisted = re.search(r"Not listed: (\d+) due days?", page)
    assert missed == (int(counted[1]) if counted else 0)
    assert missed == page.count("Was due ") + (int(unlisted[1]) if unlisted else 0)
    assert not (missed and "Nothing is due on record." in page)


@at_most(25)
@given(histories() | st.sampled_from(tf.casebook.histories()), days())
def test_what_no_record_means_is_said_once(history, day):
    """It is said where the due days are listed, or else where the page says how to read it."""
    for brief in (False, True):
        page = tf.case_page(history, as_of=day, brief=brief)
        said = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL).count(NOT_RECORDED)
        missed = "Was due " in page or "Not listed: " in page
        assert said == (missed or not brief)


@at_most(25)
@given(histories() | st.sampled_from(tf.casebook.histories()))
def test_no_two_headings_of_findings_and_events_are_the_same(history):
    """A reader who goes from heading to heading can tell them apart by their numbers."""
    page = tf.case_page(history)
    sections = re.findall(
        r'<section id="(?:findings|events|inherited)".*?</section>', page, re.DOTALL
    )
    headings = [
        " ".join(re.sub("<[^>]*>", "", heading).split())
        for section in sections
        for heading in re.findall(r"<h\d.*?</h\d>", section, re.DOTALL)
    ]
    assert len(headings) > 2 or not history.events
    assert len(headings) == len({*headings})


def test_what_has_ended_does_not_come_next():
    """The intervention in Doncaster ended before the services returned."""
    text = head_of(tf.casebook.load("Doncaster"), as_of="2026-11-30")
    ways = '3 had not moved on and 2 moved to "Not on the road to a trust"'
    entered = "other councils entered this stage 5 times on record"
    remark = f"Possible, not predicted: {entered}: {ways}"
    assert f"May happen next No change {remark}" in text
    text = head_of(tf.casebook.load("Reading"), as_of="2026-11-30")
    moved = 'No change, or a move to "Not on the road to a trust"'
    assert f"May happen next {moved} Possible" in text


@pytest.mark.parametrize(
    ("day", "fields", "expected"),
    [
        ("2020-01-09", {"left": 5}, "5 working days left"),
        ("2020-01-09", {"left": 1, "unit": "days"}, "1 day left"),
        ("2020-01", {}, "perhaps passed; at most 29 days left"),
        ("2020-02", {}, "30 to 58 days left"),
        ("2020-01-09/..", {}, "at least 7 days left"),
        ("2020-01-02/..", {}, "at least 0 days left"),
        ("2020-01-01/..", {}, "perhaps passed"),
        (None, {}, "no last day"),
    ],
)
def test_the_days_that_are_left(day, fields, expected):
    """They are counted in the unit of the rule, or in days where the due day is not exact."""
    date = None if day is None else tf.PartialDate.parse(day)
    due = Due(what="x", due=date, strength=tf.Strength.LAW, **fields)
    assert expected == days_to(due, tf.PartialDate.parse("2020-01-02"))


def test_a_page_on_one_sheet():
    """The brief page has the head, what is due, what may happen and how sure, and no record."""
    deadlines = [tf.Deadline(f"plan {number}", due=f"2017-01-0{number}") for number in range(1, 7)]
    direction = ev.DirectionIssued("2016-10-06", purpose="trust", deadlines=deadlines)
    history = tf.History("Exampleshire", [direction])
    for day, more in (("2016-12-01", "3 more in the full page."), ("2017-02-01", "2 more in")):
        page = Read(tf.case_page(history, as_of=day, brief=True))
        assert {"due", "next", "sure"} <= set(page.ids)
        assert not {"path", "findings", "facts", "events", "reading"} & set(page.ids)
        assert more in page.text
        assert tf.TRUST_TRANSFER.disclaimer in page.text
    assert "plan 1" not in page.text.lower()


def test_a_message_without_a_result():
    """An event outside a rule on each of its possible days is neither late nor early."""
    event = ev.TrustWentLive("2018")
    message = '"Trust went live" (2018) breaks direction-to-live on each of its possible days.'
    finding = Finding(
        "date_rule", tf.Strength.LAW, certain=True, index=0, rule="own", message=message
    )
    history = tf.History("X", [event])
    heading = finding_heading(finding, history, tf.TRUST_TRANSFER)
    assert "Trust went live, not in the time of the rule" == heading.replace(
        "live not", "live, not"
    )


# Others


def test_the_packaged_stays_are_those_of_the_casebook():
    """They are worked out anew from every history, and are the same."""
    made = csv_text([STAY_HEADINGS, *stay_rows(tf.casebook.histories())])
    assert made == packaged_text("stays.csv")


def test_how_it_went_for_others():
    """The numbers are those of `outcomes` without the authority itself."""
    report = tf.check(tf.casebook.load("Tameside").as_of("2024-03-31"))
    others = others_from_here(report)
    found = [
        stay
        for stay in tf.outcomes(tf.casebook.histories(), report.stage).outcomes
        if stay.authority != "Tameside" and stay.days is not None
    ]
    assert len(found) == others.total
    assert len({stay.authority for stay in found}) == others.authorities
    assert sum(stay.leads_to is None for stay in found) == others.remaining
    moved = sum(way.times for way in others.ways)
    assert sum(way.times for way in others.shown) + others.rest == moved
    assert others.total == moved + others.remaining
    assert "Retained by the council" == others.ways[0].label
    text = words_of(tf.casebook.load("Tameside"), as_of="2024-03-31")
    assert f"{others.ways[0].times} of {others.total} moved to" in text


def stays_of(*authorities, days=(10, 20)):
    """Return stays in a stage that the authorities left."""
    return {
        "rated_inadequate": [
            PackagedStay(authority=each, leads_to="routine_oversight", days=days)
            for each in authorities
        ]
    }


@pytest.mark.parametrize(
    ("authorities", "expected"),
    [
        ("A", "another council entered {stage} once on record"),
        ("AA", "another council entered {stage} 2 times on record"),
        ("AB", "other councils entered {stage} 2 times on record"),
        ("AAB", "other councils entered {stage} 3 times on record (2 councils)"),
    ],
)
def test_stays_and_councils_are_counted_apart(monkeypatch, authorities, expected):
    """A council can enter a stage several times."""
    monkeypatch.setattr(others_module, "packaged_stays", lambda: stays_of(*authorities))
    text = words_of(tf.History("X", [INADEQUATE]))
    moved = f'{len(authorities)} moved to "Not on the road to a trust"'
    assert f"not predicted: {expected.format(stage='this stage')}: {moved}" in text
    section = expected.format(stage='the stage "Rated inadequate"')
    assert f"{section[0].upper()}{section[1:]}: {len(authorities)} of" in text


def test_a_median_without_an_upper_bound(monkeypatch):
    """It is a least length of time, not one that reaches to the end of the calendar."""
    monkeypatch.setattr(others_module, "packaged_stays", lambda: stays_of("A", days=(259, None)))
    assert "after at least 8 months" in words_of(tf.History("X", [INADEQUATE]))


def test_where_there_are_no_numbers():
    """Nothing is said of other processes, of a stage that nobody else entered, or of the past."""
    assert others_from_here(tf.check(tf.History("X"), LOAN)) is None
    paused = tf.History("West Sussex", begins_in="setup_paused")
    assert others_from_here(tf.check(paused)) is None
    assert "How it went for others" in words_of(SANDWELL)
    assert "How it went for others" not in words_of(SANDWELL, known_on="2020-01-01")


# Headings


def headings_of(history, process=tf.TRUST_TRANSFER):
    """Return the headings of all findings of a history."""
    report = tf.check(history, process)
    return [finding_heading(finding, history, process) for finding in report.findings]


def test_a_finding_is_headed_by_its_result():
    """A late event has the time by which it was late; other findings say what is wrong."""
    doncaster = headings_of(tf.casebook.load("Doncaster"))
    assert "Trust went live, 29 days late" in doncaster
    assert "Ofsted inspected again about 4 months later than usual" in headings_of(
        tf.casebook.load("Birmingham")
    )
    hull = headings_of(tf.casebook.load("Kingston upon Hull"))
    assert "The commissioner reported at least 1 year 6 months later than usual" in hull
    bradford = headings_of(tf.casebook.load("Bradford"))
    assert "Commissioner reported, possibly late" in bradford
    assert any(each.startswith("Off the ordinary route: ") for each in bradford + hull)


def test_other_findings_say_what_is_wrong():
    """They name the event after what is wrong with it."""
    events = [ev.TrustWentLive("2018"), ev.Note("2016"), ev.RequirementMet("2019", what="x")]
    found = headings_of(tf.History("X", events))
    assert "Not allowed in its stage: trust went live" in found
    assert "Listed out of order: note" in found
    assert "Nothing on record asks for it: requirement met" in found
    assert "Error (logic)" in headings_of(tf.History("X", begins_in="nowhere"))
    assert any(
        "lent out" in each.lower()
        for each in headings_of(
            tf.History("Y", [LOAN.event("lent", "2016-01-01"), LOAN.event("lent", "2016-02-01")]),
            LOAN,
        )
    )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.InspectionPublished("2016", judgement="good"), "Inspection published: good"),
        (
            ev.InspectionPublished("2016", areas={"a": "outstanding", "b": "good"}),
            "Inspection published: good to outstanding",
        ),
        (ev.InspectionPublished("2016", areas={"a": "good"}), "Inspection published: good"),
        (INADEQUATE, "Inspection published: inadequate"),
        (ev.Note("2016"), "Note"),
    ],
)
def test_an_inspection_is_titled_by_its_judgement(event, expected):
    """The title has the word that Ofsted used, not that it was not inadequate."""
    assert expected == event_label(tf.TRUST_TRANSFER, event)


@pytest.mark.slow
def test_a_path_that_is_too_large_to_draw():
    """The page has no diagram, and the list of stages stands alone."""
    notes = [
        ev.InspectionPublished(f"{2010 + number // 60}-01-01", judgement=grade)
        for number in range(600)
        for grade in ("inadequate", "good")[number % 2 :: 2]
    ]
    page = Read(tf.case_page(tf.History("X", notes), as_of="2021-01-01"))
    assert "The diagram shows the moves" not in page.text
    assert "events" in page.ids


def test_statuses_are_sorted():
    """What is open comes first, what was missed next, and the rest stands in the record."""
    text = words_of(SANDWELL)
    due, others = text.index("What is due as of"), text.index("Other deadlines as of")
    assert due < text.index("Transfer plans Was due on 1 December 2016") < others
    assert others < text.index(f"Good Ofsted judgement: {Status.MET_LATE}")


def test_a_page_has_inexact_dates_as_parts_of_sentences():
    """After "since", "from" and "to", a date is a noun: never "from by" or "from between"."""
    history = tf.History(
        "X",
        [
            ev.CommissionerAppointed("../2020-03-03"),
            ev.DecisionAnnounced("[2020-04-01..2020-04-20]", outcome="retain"),
            ev.Note("2020-05/2020-07"),
        ],
    )
    words = " ".join(tf.case_page(history).split())
    assert "from 3 March 2020 or earlier to a day between 1 April 2020 and 20 April 2020" in words
    assert "from 3 March 2020 or earlier to a day between May 2020 and July 2020" in words
    assert "since a day between 1 April 2020 and 20 April 2020" in words
