"""The paragraph at the head of a page says what the record carries, and nothing else."""

import re

import attrs
import pytest
from hypothesis import given

import trustflow as tf
from tests.examples import at_most
from trustflow import events as ev
from trustflow.dates import MONTH_NAMES
from trustflow.history import Source
from trustflow.testing import histories
from trustflow.trust_transfer import GRADES
from trustflow.views.case_page import summary_sentences
from trustflow.views.case_page.date_phrases import length_between, on_date
from trustflow.views.case_page.summary import MOST_SENTENCES

HIGH = [Source("A report", confidence="high")]
LOW = [Source("A guess", confidence="low")]
INADEQUATE = ev.InspectionPublished("2015-06-05", judgement="inadequate", sources=HIGH)
LIVE = ev.TrustWentLive("2018-04-01", trust="A Trust", sources=HIGH)
DATE = re.compile(rf"(?:\d+ )?(?:{'|'.join(MONTH_NAMES)}) \d{{4}}|\b(?:19|20|21)\d\d\b")
CAPITALS = re.compile(r"(?<!^)(?<![.;] )\b[A-Z]\w+")
VOCABULARY = {"Ofsted", "Secretary", "State", *MONTH_NAMES}


def sentences_of(*events, authority="Exampleshire", **fields):
    """Return the sentences on a history of events."""
    return summary_sentences(tf.check(tf.History(authority, events, **fields)))


def last_of(*events):
    """Return the last sentence on a history of events that begins with an inspection."""
    return sentences_of(INADEQUATE, *events)[-1]


def carried_by(history):
    """Return all texts of a history from which the paragraph is made."""
    fields = (
        f"{value.words if isinstance(value, tf.PartialDate) else value}"
        for event in history
        for value in event.given().values()
    )
    return " ".join([history.authority, history.succeeds or "", *fields])


def assert_carried(history):
    """Check that each name, date and judgement of the paragraph comes from an event."""
    sentences = summary_sentences(tf.check(history))
    carried = carried_by(history)
    graded = {
        grade
        for event in history
        for grade in (getattr(event, "judgement", None), *getattr(event, "areas", {}).values())
    }
    assert len(sentences) <= MOST_SENTENCES
    assert bool(sentences) >= bool(history.events)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "{name}" not in sentence
        for words in (*DATE.findall(sentence), *CAPITALS.findall(sentence)):
            assert words in VOCABULARY or words in carried, (words, sentence)
        if sentence.startswith("Ofsted rated"):
            assert {grade for grade in GRADES if f" {grade}" in sentence} & graded, sentence


def test_every_paragraph_of_the_casebook_is_carried_by_its_record():
    """Each name, date and judgement comes from the record."""
    for name in tf.casebook.names()[::5]:
        assert_carried(tf.casebook.load(name))


@at_most(25)
@given(histories())
def test_any_paragraph_is_carried_by_its_record(history):
    """The same holds for any history."""
    assert_carried(history)


def test_the_paragraph_of_a_trust():
    """It has the judgement, the direction, the go-live with its length, and the last judgement."""
    assert (
        "Ofsted rated Exampleshire inadequate on 5 June 2015.",
        (
            "The Secretary of State directed the council to move its services to a trust on 6 "
            "October 2016."
        ),
        (
            "A Trust went live on 1 April 2018, about 1 year 6 months after the direction to move "
            "to a trust."
        ),
        (
            "Ofsted rated the council good on 2 December 2025, about 10 years 6 months after it "
            "was rated inadequate."
        ),
    ) == sentences_of(
        INADEQUATE,
        ev.DirectionIssued("2016-10-06", purpose="trust", sources=HIGH),
        LIVE,
        ev.InspectionPublished("2025-12-02", judgement="good", sources=HIGH),
    )


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            ev.InspectionPublished("2017", judgement="inadequate"),
            "Ofsted rated the council inadequate again in 2017.",
        ),
        (
            ev.InspectionPublished("2017", judgement="not inadequate"),
            (
                "Ofsted did not rate the council inadequate in 2017, about 1 year 7 months to 2 "
                "years 7 months after it was rated inadequate; the record does not have the grade."
            ),
        ),
        (
            ev.InspectionPublished("2015-06", areas={"leadership": "good", "looked after": "good"}),
            (
                "Ofsted rated the council good for leadership and services for looked-after "
                "children in June 2015."
            ),
        ),
        (
            ev.InspectionPublished(
                "2026-07-28/..", areas={"leadership": "outstanding", "care leavers": "good"}
            ),
            (
                "Ofsted rated the council outstanding for leadership and good for care leavers on "
                "28 July 2026 or later."
            ),
        ),
        (
            ev.InspectionPublished(
                "2017", judgement="good", remit="fostering", lifts_inadequate=True
            ),
            "Ofsted rated the council good for fostering in 2017; a part was inadequate before.",
        ),
        (
            ev.InspectionPublished(
                "2017", judgement="not inadequate", remit="fostering", lifts_inadequate=True
            ),
            "Ofsted found a part of the services no longer inadequate in 2017: fostering.",
        ),
        (
            ev.InspectionPublished("2017", judgement="good", remit="part", lifts_inadequate=True),
            "Ofsted found a part of the services no longer inadequate in 2017.",
        ),
        (
            ev.DirectionIssued("2017-01-01", purpose="improvement", dated="published"),
            (
                "The Secretary of State directed the council to improve its services, in a "
                "direction published on 1 January 2017."
            ),
        ),
        (
            ev.DirectionIssued("../2017-01-01"),
            (
                "The Secretary of State issued a direction to the council by 1 January 2017; its "
                "purpose is not on record."
            ),
        ),
        (
            ev.DecisionAnnounced("2017", outcome="retain", status="provisional"),
            "The provisional decision that the council keeps its services was announced in 2017.",
        ),
        (
            ev.DirectionRevoked("2017", partly=True),
            "A part of a direction to the council was revoked in 2017.",
        ),
        (ev.CommissionerAppointed("2017"), "A commissioner was appointed in 2017."),
        (ev.AdviserAppointed("2017"), "An adviser was appointed in 2017."),
        (
            ev.CommissionerAppointed("[2016-01-05..2016-01-08]", names=("A. B", "C. D")),
            "A. B and C. D were appointed commissioners between 5 January 2016 and 8 January 2016.",
        ),
        (
            ev.CommissionerAppointed("[2015-12,2016-01]", names="A. B"),
            "A. B was appointed commissioner in December 2015 or January 2016.",
        ),
        (
            ev.PartnershipStarted("2017", partner="Otherton"),
            "A partnership of the council with Otherton started in 2017.",
        ),
        (
            ev.OwnershipChanged("2017", owner="the council"),
            "The trust for the council came under another owner in 2017: the council owns it.",
        ),
        (
            ev.OwnershipChanged("2017"),
            "The trust for the council came under another owner in 2017.",
        ),
        (ev.PartnershipStarted("2017"), "A partnership for the council started in 2017."),
        (ev.TrustWentLive("2017"), "The trust for the council went live in 2017."),
        (
            ev.ReturnedToCouncil("2017", partly=True, services="adoption"),
            "Part of the services (adoption) returned to the council in 2017.",
        ),
        (ev.InterventionEnded("2017", partly=True), "A part of the intervention ended in 2017."),
        (ev.InterventionEnded("2017"), "The intervention ended in 2017."),
        (ev.AuthorityReorganised("2017"), "The council was reorganised in 2017."),
        (
            ev.AuthorityReorganised("2017", into=("North", "South")),
            "The council was abolished in 2017; North and South took its place.",
        ),
        (
            ev.MindedToDirect("2017~"),
            "A minded-to letter was sent to the council in about 2017.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sentence_on_each_kind_of_event(event, expected):
    """Each sentence has the words, the date and the length that the record carries."""
    assert expected == last_of(attrs.evolve(event, sources=HIGH))


def test_lengths_that_need_earlier_events():
    """A notice, a set-up and a return have their lengths, where one earlier event is meant."""
    issued = ev.ImprovementNoticeIssued("2016-01-01", sources=HIGH)
    lifted = ev.ImprovementNoticeLifted("2017-01-01", sources=HIGH)
    expected = "The improvement notice was lifted on 1 January 2017"
    assert f"{expected}, about 1 year after it was issued." == last_of(issued, lifted)
    assert f"{expected}." == last_of(issued, issued_again(issued), lifted)
    decided = ev.DecisionAnnounced("2017-04-01", outcome="trust", sources=HIGH)
    assert last_of(decided, LIVE).endswith("about 1 year after the announcement of the decision.")
    first = ev.DirectionIssued("2017-04-01", purpose="trust", sources=HIGH)
    second = ev.DirectionIssued("2017-10-01", purpose="trust", sources=HIGH)
    assert last_of(first, second, LIVE).endswith("after the first direction to move to a trust.")
    returned = ev.ReturnedToCouncil("2020-04-01", sources=HIGH)
    assert (
        "The services returned to the council on 1 April 2020, about 2 years after the trust went "
        "live." == last_of(LIVE, returned)
    )
    again = ev.TrustWentLive("2022-04-01", trust="A Trust", sources=HIGH)
    assert "A Trust went live on 1 April 2022." == last_of(first, LIVE, returned, again)


def test_a_length_counts_from_the_last_of_several_judgements():
    """A reader would otherwise take it for the whole time in which the services were inadequate."""
    again = ev.InspectionPublished("2017-06-05", judgement="inadequate", sources=HIGH)
    good = ev.InspectionPublished("2018-06-05", judgement="good", sources=HIGH)
    later = ev.InspectionPublished("2019-06-05", judgement="inadequate", sources=HIGH)
    cleared = ev.InspectionPublished("2020-06-05", judgement="good", sources=HIGH)
    assert last_of(again, good).endswith("about 1 year after it was last rated inadequate.")
    assert last_of(again, good, later, cleared).endswith("1 year after it was rated inadequate.")
    part = ev.InspectionPublished(
        "2017-06-05", judgement="inadequate", remit="fostering", sources=HIGH
    )
    assert last_of(part, good).endswith("about 1 year after the last inadequate judgement.")


def test_a_judgement_is_the_same_again_only_if_none_is_between():
    """This also holds if the one between has no sentence, for want of room."""
    grades = ("good", "good", "requires improvement", *("good",) * 9)
    inspections = [
        ev.InspectionPublished(f"20{at}", judgement=grade, sources=HIGH)
        for at, grade in enumerate(grades, 10)
    ]
    found = sentences_of(INADEQUATE, *inspections, LIVE)
    assert MOST_SENTENCES == len(found)
    assert "The record has 7 other judgements." == found[-1]
    two = sentences_of(*inspections[1:4])
    assert [" again " in each for each in two] == [False, False, False]
    assert " again " in sentences_of(*inspections[:2])[1]


def test_not_inadequate_is_never_so_again():
    """To deny that it was inadequate again would say that it had been inadequate before."""
    inspections = [
        ev.InspectionPublished(f"{year}-06-05", judgement="not inadequate", sources=HIGH)
        for year in (2015, 2018)
    ]
    ending = "on 5 June 2018; the record does not have the grade."
    assert sentences_of(*inspections)[-1] == f"Ofsted did not rate the council inadequate {ending}"


def test_a_further_direction_is_called_so():
    """It is not taken for the first, and after the go-live none moves the services."""
    first = ev.DirectionIssued("2016-01-01", purpose="improvement", sources=HIGH)
    second = ev.DirectionIssued("2017-01-01", purpose="trust", sources=HIGH)
    third = ev.DirectionIssued("2019-04-03", purpose="trust", dated="published", sources=HIGH)
    directed = "The Secretary of State directed the council to"
    assert last_of(first).startswith(f"{directed} improve its services on 1 January")
    moved = f"{directed} move its services to a trust, in a further direction, on 1 January 2017."
    assert moved == last_of(first, second)
    assert last_of(first, second, LIVE, third) == (
        "The Secretary of State gave directions on the trust, in a further direction published on "
        "3 April 2019."
    )


def test_a_decision_that_settles_a_provisional_one_is_kept():
    """One that repeats a settled decision is a detail."""
    provisional, settled, repeated = (
        ev.DecisionAnnounced(day, outcome="trust", status=status, sources=HIGH)
        for day, status in (("2016", "provisional"), ("2017", "final"), ("2018", "final"))
    )
    fillers = [
        ev.InspectionPublished(f"20{year}", judgement="good", sources=HIGH)
        for year in range(19, 23)
    ]
    found = " ".join(sentences_of(INADEQUATE, provisional, settled, repeated, LIVE, *fillers))
    assert (
        "The decision to move the services of the council to a trust was announced in 2017" in found
    )
    assert "2018." not in found.replace("1 April 2018.", "")


def test_what_is_only_inferred_matters_less():
    """Where there is no room for both, the sentence with a source is kept."""
    kept = ev.DirectionIssued("2016-01-01", purpose="improvement", sources=HIGH)
    guessed = ev.DirectionIssued("2017-01-01", purpose="improvement", sources=LOW)
    ends = [ev.InterventionEnded(f"20{year}", sources=HIGH) for year in range(18, 23)]
    found = " ".join(sentences_of(INADEQUATE, kept, guessed, LIVE, *ends))
    assert "1 January 2016" in found
    assert "1 January 2017" not in found


def issued_again(issued):
    """Return another notice, of a later day."""
    return type(issued)("2016-06-01", sources=HIGH)


def test_a_revoked_direction_with_a_successor_has_no_sentence():
    """The direction that replaces it has one."""
    assert 1 == len(sentences_of(INADEQUATE, ev.DirectionRevoked("2016", replaced_by=2)))


def test_a_judgement_of_a_part():
    """The part is named, and the length is counted from the judgement, not from a rating."""
    part = ev.InspectionPublished(
        "2013", judgement="inadequate", remit="child protection", sources=HIGH
    )
    whole = ev.InspectionPublished("2016", judgement="good", sources=HIGH)
    first, second = sentences_of(part, whole)
    assert "Ofsted rated Exampleshire inadequate for child protection in 2013." == first
    assert second.endswith("after the inadequate judgement.")


def test_doubt_follows_the_fact():
    """Low confidence is said in brackets, a missing source only where other events have one."""
    low = ev.InterventionEnded("2016", sources=LOW)
    assert "The intervention ended in 2016 (low confidence)." == last_of(low)
    assert "The intervention ended in 2016 (no source)." == last_of(ev.InterventionEnded("2016"))
    alone = ev.InspectionPublished("2016", judgement="good")
    assert ("Ofsted rated Exampleshire good in 2016.",) == sentences_of(alone)
    guessed = ev.InspectionPublished("2015", judgement="inadequate", sources=LOW)
    assert "after" not in sentences_of(guessed, alone)[-1]


def test_what_is_kept_where_there_is_no_room():
    """The most important and the latest sentences are kept, in the order of the events."""
    notices = [
        ev.ImprovementNoticeIssued(f"20{year}-01-01", sources=HIGH) for year in range(10, 25)
    ]
    found = sentences_of(*notices[:5], INADEQUATE, *notices[6:], ev.Note("2026", sources=HIGH))
    assert MOST_SENTENCES == len(found)
    assert "Ofsted rated Exampleshire inadequate on 5 June 2015." == found[0]
    assert "An improvement notice was issued to the council on 1 January 2024." == found[-1]


def test_records_without_a_sentence():
    """The first and the last event stand for the others; an empty record has no sentence."""
    assert () == sentences_of()
    assert ("On record in 2016: note.",) == sentences_of(ev.Note("2016"))
    two = sentences_of(ev.Note("2016"), ev.Note("2017"), ev.Note("2018"))
    assert ("On record in 2016: note.", "On record in 2018: note.") == two


def test_a_text_that_looks_like_the_place_of_the_name():
    """Nothing is put in its place."""
    trust = ev.TrustWentLive("2018", trust="{name}", sources=HIGH)
    assert "{name} went live in 2018." == last_of(trust)
    named = ev.PartnershipStarted("2018", partner="{name}", sources=HIGH)
    assert "A partnership of the council with {name} started in 2018." == last_of(named)


def test_a_successor():
    """The first sentence names the authority that it took over from."""
    found = sentences_of(
        LIVE, authority="Newshire", succeeds="Oldshire", begins_in="shadow_running"
    )
    assert ("Newshire took over from Oldshire.", "A Trust went live on 1 April 2018.") == found


def own_process(*, emphasised):
    """Return a process of a user's own."""
    return tf.Process(
        name="loan",
        title="A book on loan",
        stages={
            "home": tf.StageInfo("Home", "Here."),
            "out": tf.StageInfo("Out", "There.", emphasised=emphasised),
        },
        initial="home",
        triggers={"lent": "lent out", "returned": "brought back"},
        moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
        rules=[],
    )


@pytest.mark.parametrize("emphasised", [True, False])
def test_a_process_of_your_own(emphasised):
    """The sentences name the emphasised stages, or all if none is, with the time before them."""
    loan = own_process(emphasised=emphasised)
    history = tf.History(
        "Atlas",
        [
            loan.event("lent", "2016-01-31"),
            loan.event("returned", "2016-03-01"),
            loan.event("lent", "2016-05-01"),
        ],
    )
    home = '"Brought back" on 1 March 2016 led to "Home", after 30 days in "Out".'
    assert (
        '"Lent out" on 31 January 2016 led to "Out".',
        *(() if emphasised else (home,)),
        '"Lent out" on 1 May 2016 led to "Out", after about 2 months in "Home".',
    ) == summary_sentences(tf.check(history, loan))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2016-07-14", "on 14 July 2016"),
        ("2016-07~", "in about July 2016"),
        ("2017-22", "in summer 2017"),
        ("2021-07/..", "in July 2021 or later"),
        ("../..", "on an unknown day"),
        ("[2016-01-05,2016-02]", "on 5 January 2016 or February 2016"),
    ],
)
def test_dates_have_their_prepositions(date, expected):
    """A day has "on", a month or a year "in"."""
    assert expected == on_date(tf.PartialDate.parse(date))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2016-01-01", "2017-01-01", "about 1 year"),
        ("2016-01-01", "2016-01-01", None),
        ("2016", "2016-05", None),
        ("2010", "2011", None),
        ("../2015", "2016", None),
        ("2015", "2016/..", None),
    ],
)
def test_a_length_that_says_nothing_is_left_out(start, end, expected):
    """Open, vague and reversible dates give no length."""
    dates = tf.PartialDate.parse(start), tf.PartialDate.parse(end)
    assert expected == length_between(*dates)
