"""The page of a case shows every event, runs no script, and is the same each time."""

import base64
import datetime as dt
import hashlib
import html
import re
import sys
from html.parser import HTMLParser
from unittest.mock import patch

import attrs
import pytest
from attrs import validators
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.contrast import SHAPE_CONTRAST, TEXT_CONTRAST, shape_pairs, text_pairs
from tests.views.samples import HOSTILE, broken, short_history
from trustflow import events as ev
from trustflow._text import visible
from trustflow.engine import NOT_RECORDED, Replay
from trustflow.errors import MissingExtra
from trustflow.history import Source
from trustflow.queries import HOW_TO_CHECK
from trustflow.sphinx.table import table_node
from trustflow.testing import days, histories, loose_histories
from trustflow.views import TABLE_KINDS, process_table
from trustflow.views.case_page import page as page_module
from trustflow.views.case_page.citations import (
    Cited,
    cite_rule,
    cite_source,
    safe_link,
    unique_sources,
)
from trustflow.views.case_page.event_details import Detail, event_details, requirements
from trustflow.views.case_page.page import record_end
from trustflow.views.case_page.style import dark_colours, policy, style_sheet
from trustflow.views.svg.palette import LIGHT, contrast

VOID = {"meta", "br", "img", "link", "input"}
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "p",
    "h1",
    "h2",
    "h3",
    "nav",
    "ul",
    "ol",
    "li",
    "main",
    "section",
    "div",
    "dl",
    "dt",
    "dd",
    "small",
    "strong",
    "span",
    "b",
    "figure",
    "figcaption",
    "time",
    "footer",
    "svg",
    "desc",
    "g",
    "rect",
    "path",
    "circle",
    "polygon",
    "text",
}
SANDWELL = tf.casebook.load("Sandwell")
LIBRARY = tf.Citation("Rules of the library")
LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={"home": tf.StageInfo("Home", "Here."), "out": tf.StageInfo("Out", "There.")},
    initial="home",
    triggers={"lent": "lent out", "renewed": "renewed", "returned": "brought back"},
    moves=[
        tf.Move("lent", "home", "out"),
        tf.Move("renewed", "out", "out", "P"),
        tf.Move("returned", "out", "home"),
    ],
    rules=[
        tf.DateRule(
            id=f"back-by-{strength}",
            requires="The book is brought back",
            starts="lent",
            ends="returned",
            at_most="14 days",
            strength=strength,
            citation=LIBRARY,
        )
        for strength in ("law", "policy", "practice")
    ],
    facts={"delivered_by": "Kept by"},
    delivered_by={"home": "the library", "out": "a reader"},
)
"""A user's own process, with rules and facts but without words of the law."""
LAW_WORDS = re.compile(r"\b(ofsted|councils?|directions?|acts?|legal|broke)\b", re.IGNORECASE)


def atlas():
    """Return a history of `LOAN` that has findings, deadlines and an event that is not allowed."""
    return tf.History(
        "Atlas",
        [
            LOAN.event("lent", "2016-01-31", deadlines=[tf.Deadline("A call", due="2016-02-10")]),
            LOAN.event("renewed", "2016-02", sources=[Source("A slip", confidence="low")]),
            LOAN.event("returned", "2016-03-01", note="Late."),
            LOAN.event("returned", "2016-04-01"),
            LOAN.event("lent", "2016-05-01"),
        ],
    )


class Read(HTMLParser):
    """A page as a browser reads it: its elements, attributes, links and text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids, self.words = [], [], [], []
        self.open = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Store the element and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Store an element without content; such elements occur in pictures."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        """Check that the tag ends the element that was opened last."""
        assert self.open.pop() == tag
        if tag in {"dt", "dd"}:
            self.words.append(" ")

    def handle_data(self, data):
        """Store the text that is shown."""
        if "style" not in self.open:
            self.words.append(data)

    @property
    def links(self):
        """Return the addresses to which the page links."""
        return [value for tag, name, value in self.attributes if name == "href"]

    @property
    def text(self):
        """Return the whole text on one line."""
        return " ".join("".join(self.words).split())


def words_of(source, **options):
    """Return the text of a page."""
    return Read(tf.case_page(source, **options)).text


def assert_harmless(text):
    """Check that a page is well-formed, runs and loads nothing, and has only safe links."""
    page = Read(text)
    assert [] == page.open
    assert set(page.tags) <= TAGS
    assert len(page.ids) == len(set(page.ids))
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in {"src", "style", "action", "srcset", "data"}, (tag, name)
        assert "url(" not in (value or ""), (tag, name)
    for link in page.links:
        own = link.startswith("#") and link[1:] in page.ids
        assert own or re.match(r"https?://", link), link


# Harmless


def full_of(text):
    """Return a history with an event of every trigger and a text in every text field.

    The texts are not validated, as in a history that was made with validators switched off.
    """
    with validators.disabled():
        sources = [
            Source(text, url="https://example.org/?a='&b=%22%3E", confidence="high"),
            Source(
                text, url="http://example.org/", copy_of=text, evidence_row=text, stated_date="2016"
            ),
            Source(text, confidence="low", published="2015"),
        ]
        common = {"note": text, "sources": sources, "deadlines": [tf.Deadline(text, due="2017")]}
    events = []
    for cls in tf.TRUST_TRANSFER.events:
        for given_fields in cls.triggers().values():
            names = _names(cls, {**_needed(cls, "x"), **given_fields, **common})
            texts = {name: {text: "good"} if name == "areas" else text for name in names}
            with validators.disabled():
                fields = {**texts, **_needed(cls, text), **given_fields, **common}
                events.append(cls("2016", **fields))
    with validators.disabled():
        return tf.History(text, events, succeeds=text)


def _needed(cls, text):
    """Return the required fields of an event class, with the text in text fields."""
    known = {"what": text, "kind": "fostering"}
    return {
        field.name: known[field.name]
        for field in attrs.fields(cls)
        if field.init and field.default is attrs.NOTHING and field.name in known
    }


def _names(cls, fields):
    """Return the names of the other fields of an event class that accept any name."""
    names = []
    for field in attrs.fields(cls):
        if not field.init or field.name in {"on", "known_on"} or field.name in fields:
            continue
        try:
            cls("2016", **{**fields, field.name: {"x": "good"} if field.name == "areas" else "x"})
        except (ValueError, TypeError):
            continue
        names.append(field.name)
    return names


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text):
    """Hostile text in any field of any event is shown as text and has no effect."""
    with validators.disabled():
        page = tf.case_page(full_of(text))
    assert_harmless(page)
    assert "<script" not in page
    assert visible(page, keep_lines=True) == page


def test_every_free_text_is_shown():
    """A page shows the text of every field that accepts free text."""
    history = full_of("Qxq")
    fields = {
        name
        for event in history
        for name, value in event.given().items()
        if "Qxq" in str(value) and name not in {"note", "sources", "deadlines"}
    }
    free = {"recommends", "names", "name", "trust", "owner", "reason", "focus", "finding", "into"}
    assert free <= fields
    shown = sum(
        detail.words.count("Qxq")
        for event in history
        for detail in event_details(tf.TRUST_TRANSFER, event)
    )
    required = sum(
        "Qxq" in sentence
        for event in history
        for sentence in requirements(tf.TRUST_TRANSFER, event)
    )
    recorded = sum(
        str(value).count("Qxq")
        for event in history
        for name, value in event.given().items()
        if name not in {"note", "sources", "deadlines"}
    )
    deadline_events = sum(event.class_name == "deadline_set" for event in history)
    assert recorded - deadline_events == shown
    assert len(history) + deadline_events == required


@at_most(25)
@given(histories() | loose_histories())
def test_any_history_makes_a_sound_page(history):
    """The page of any history is harmless and lists every event and finding."""
    page = tf.case_page(history)
    assert_harmless(page)
    assert len(history) == len(re.findall(r'<li id="event-\d+"', page))
    assert len(tf.check(history).findings) == len(re.findall(r'<li id="finding-\d+"', page))


@at_most(10)
@given(histories(), st.dates(dt.date(2006, 1, 1), dt.date(2100, 12, 31)))
def test_any_day_makes_a_sound_page(history, day):
    """A page as of any day, and as known on any day, is harmless."""
    assert_harmless(tf.case_page(history, as_of=day))
    assert_harmless(tf.case_page(history, known_on=day))


@given(st.text())
def test_only_addresses_of_the_web_are_links(text):
    """An address that does not begin with http:// or https:// is not linked."""
    assert safe_link(text) in {None, text}
    assert safe_link(f"javascript:{text}") is None
    assert safe_link(f"data:{text}") is None
    assert f"https://{text}" == safe_link(f"https://{text}")
    assert safe_link(None) is None


def test_nothing_runs_and_nothing_loads():
    """The policy allows only the style sheets of the page and of its diagram; none loads a file."""
    page = tf.case_page(SANDWELL)
    styles = [*dict.fromkeys(re.findall("<style>(.*?)</style>", page, re.DOTALL))]
    digests = [hashlib.sha256(style.encode()).digest() for style in styles]
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    content = html.unescape(re.search('Policy" content="([^"]*)"', page)[1])
    assert 2 == len(styles)
    assert policy(*styles) == content
    assert content.startswith(f"default-src 'none'; style-src {allowed};")
    assert not any(word in style for style in styles for word in ("@import", "url("))


# The whole record


def test_the_page_holds_what_is_on_record():
    """The page of Sandwell has every event, source, note, finding and deadline, and the facts."""
    page = Read(tf.case_page(SANDWELL))
    report = tf.check(SANDWELL)
    assert report.on_record in page.text
    for event in SANDWELL:
        assert event.on.words in page.text
        assert event.note is None or " ".join(event.note.split()) in page.text
        for source in event.sources:
            assert source.title in page.text
            assert source.url is None or source.copy_of or source.url in page.links
            assert source.published is None or f"Published {source.published.words}" in page.text
    for finding in report.findings:
        assert finding.message in page.text
        assert finding.citation.text in page.text
    for due in tf.deadlines(SANDWELL, SANDWELL[-1].on):
        assert due.what in page.text
        assert due.due.words in page.text
    assert "What is due as of 22 August 2026" in page.text
    assert "Sandwell Children's Trust" in page.text


def test_the_page_has_the_fixed_wording_of_what_it_does_not_claim():
    """The disclaimer and the other fixed sentences are on the page."""
    text = words_of(short_history())
    assert tf.TRUST_TRANSFER.disclaimer in text
    assert NOT_RECORDED in text
    assert "not the stage today" in text
    assert "It is not a finding that anybody broke the law." in text
    assert "Inferred from A guess; no source states it." in text
    assert "low confidence" in text
    assert "named only for the public office" in text


def test_a_law_finding_does_not_claim_that_the_law_was_broken():
    """A finding of strength law has its label as heading, and contains the duty note."""
    history = tf.History(
        "Lateshire",
        [
            ev.InspectionPublished(
                "2016-11-28",
                judgement="inadequate",
                framework="SIF",
                received_on="2016-11-25",
                sources=[Source("A report", confidence="high")],
            ),
            ev.ActionPlanPublished("2017-06-01", sources=[Source("A paper")]),
        ],
    )
    text = words_of(history)
    finding = next(one for one in tf.check(history).findings if one.rule == "action-plan")
    assert "law" == finding.strength
    assert f"{finding.label} {finding.message}" in text
    assert f"{finding.label}: 1" in text
    assert "This is not a finding that the council broke the law." in text
    assert "An event behind this finding was not checked against a primary source." in text
    assert "breach" not in text


def test_a_finding_has_the_caveat_of_its_weakest_event():
    """A finding has a caveat if an event behind it has low confidence or no source."""
    low = [Source("A guess", confidence="low")]
    inspected = ev.InspectionPublished("2016", judgement="inadequate", sources=low)
    text = words_of(tf.History("Lowshire", [inspected, ev.TrustWentLive("2018", sources=low)]))
    assert "Low confidence: no source states an event behind this finding." in text
    assert "An event behind this finding has no source." in words_of(broken())
    assert 'Not allowed in the stage "Rated inadequate"' in words_of(broken())


def test_a_copy_is_printed_and_not_linked():
    """The address of a copy is not that of the publisher, so it is printed without a link."""
    copy = Source(
        "A page", url="https://copies.example/", copy_of="A publisher", stated_date="2015-12"
    )
    page = Read(tf.case_page(tf.History("Copyshire", [ev.Note("2016", sources=[copy])])))
    assert "https://copies.example/" not in page.links
    assert "The copy, not linked here: https://copies.example/" in page.text
    assert "Copy of a page first published by A publisher; the original was not seen." in page.text
    assert "It gives another date: December 2015." in page.text


def test_an_empty_history_proves_nothing():
    """The page says that no event is on record, and that events may still have happened."""
    text = words_of(tf.History("Nowhereshire"))
    assert "No event is on record. That does not mean that nothing happened." in text
    assert "There are no findings, because there are no events to check." in text
    assert "No facts can be given, because no day is on record." in text
    assert tf.TRUST_TRANSFER.disclaimer in text


def test_no_findings_do_not_show_that_every_rule_was_kept():
    """Without findings, the page says that this does not show that every rule was kept."""
    text = words_of(tf.History("Goodshire", [ev.Note("2016")]))
    assert "That does not show that every rule was kept." in text
    assert "Nothing is due on record." in text


def test_what_can_happen_next():
    """The page lists a few ordinary moves, with their days and rules, and counts the others."""
    history, day = tf.casebook.load("Bradford"), "2022-07-01"
    text = words_of(history, as_of=day).partition("What may happen next as of 1 July 2022")[2]
    text = text.partition("How it went for others")[0].lower()
    moving = [option for option in tf.what_next(history, day) if option.moves and option.allowed]
    shown = [
        option
        for option in moving
        if f"{tf.TRUST_TRANSFER.triggers[option.trigger].lower()} leads to" in text
    ]
    assert shown == [option for option in moving if option.mark is not tf.Mark.POSSIBLE][:5]
    assert f"{len(moving) - len(shown)} other moves are possible" in text
    assert 'leads to "set-up paused". no rule bounds its day.' in text
    assert 'leads to "trust live". keeps the rules: from 9 november 2022 to 1 april 2023.' in text
    assert "first day by direction-to-live (practice); last day by the deadline" in text


def test_nothing_is_listed_as_next_after_an_abolition_or_without_a_day():
    """Then the page says that there is no such move."""
    cumbria = tf.casebook.load("Cumbria")
    assert "leads to" in words_of(cumbria, as_of="2023-03-31").lower()
    pages = (words_of(cumbria, as_of="2024-01-01"), words_of(tf.History("Nowhereshire")))
    assert "Nothing: the authority was abolished." in pages[0]
    assert "No next moves can be given, because no day is on record." in pages[1]
    assert not any("No move to another stage" in page for page in pages)
    assert not any("leads to" in page.lower() for page in pages)


def test_the_summary_has_the_fields_of_the_history():
    """The summary has the code, first stage and predecessor of the history, and `checked_to`."""
    history = tf.History(
        "Newshire",
        [ev.Note("2016")],
        gss_code="E08000028",
        begins_in="trust_live",
        succeeds="Oldshire",
        checked_to="2020-05-01",
    )
    text = words_of(history)
    assert "GSS code E08000028." in text
    assert 'The history begins in the stage "Trust live".' in text
    assert "The authority took over from Oldshire." in text
    every = "inspections, focused visits, joint inspections, monitoring, intervention, delivery"
    assert f"Searched for later events: {every} and plans checked to 1 May 2020." in text
    assert "Facts as of 1 May 2020" in text
    some = tf.History("X", [ev.Note("2016")], checked_to={"plans": "2020-05-01"})
    assert "Searched for later events: plans checked to 1 May 2020." in words_of(some)
    assert "Searched for" not in words_of(tf.History("X", [ev.Note("2016")]))


# Days


def test_as_of_a_day():
    """The page leaves out later events and gives their number."""
    text = words_of(SANDWELL, as_of="2016-12-05")
    left_out = len(SANDWELL) - len(SANDWELL.as_of("2016-12-05"))
    assert f"The record as of 5 December 2016. Left out: {left_out} events that came" in text
    assert "What is due as of 5 December 2016" in text
    assert "Unmet as of 5 December 2016: due by 1 December 2016." in text
    assert "Transfer plans Was due on 1 December 2016 (direction)" in text
    assert "New stage: Trust live" not in text
    assert "New stage: Trust live" in words_of(SANDWELL)


def test_as_known_on_a_day():
    """Events that were not yet known on a day are left out; `as_of` can be given as well."""
    text = words_of(SANDWELL, known_on="2016-08-01")
    assert "The record as it was known on 1 August 2016. Left out:" in text
    both = words_of(SANDWELL, as_of="2025-12-31", known_on="2025-12-31")
    assert "The record as of 31 December 2025, as it was known on 31 December 2025." in both


def lines_of_later_events(history, day, **options):
    """Return the lines of a page of what was known that the page of the record cut there lacks.

    That page is made without counts of other councils, which a page of what was known never has.
    """
    with patch("trustflow.views.case_page.page.others_from_here", return_value=None):
        cut = set(tf.case_page(history.known_on(day), **options).splitlines())
    lines = tf.case_page(history, known_on=day, **options).splitlines()
    return [line for line in lines if line not in cut]


@pytest.mark.parametrize("day", ["2012-06-01", "2016-08-01", "2019-01-01"])
def test_what_was_known_on_a_day_is_the_whole_page(day):
    """The only other line says how many events are left out."""
    (left_out,) = lines_of_later_events(SANDWELL, day)
    assert "The record as it was known on" in left_out


@at_most(15)
@given(histories(min_events=1), days(dt.date(2005, 1, 1), dt.date(2029, 12, 31)))
def test_what_was_known_of_any_record_is_the_whole_brief_page(history, day):
    """Events that were learnt later decide nothing, not even the day of the page."""
    (left_out,) = lines_of_later_events(history, day, brief=True)
    assert "The record as it was known on" in left_out


def test_a_day_has_to_be_a_day():
    """A page as of a month is refused, because it needs one day."""
    with pytest.raises(tf.BadDate):
        tf.case_page(SANDWELL, as_of="2016-12")
    with pytest.raises(tf.BadDate):
        tf.case_page(SANDWELL, known_on="2016-12")


@pytest.mark.parametrize(
    ("dates", "checked_to", "expected"),
    [
        ([], None, None),
        (["../.."], None, None),
        (["../2016-05-01", "../.."], None, "2016-05-01"),
        (["2016-05-01/.."], None, "2016-05-01"),
        (["2018", "2016"], None, "2018-12-31"),
        (["2018"], "2017-01-01", "2018-12-31"),
        (["2018"], "2020", "2020-01-01"),
    ],
)
def test_the_record_ends_on_its_last_possible_day(dates, checked_to, expected):
    """The record ends on the last possible day of an event, or on the day of the last check."""
    history = tf.History("Endshire", [ev.Note(date) for date in dates], checked_to=checked_to)
    end = record_end(history)
    assert expected == (None if end is None else end.text)


# Inherited events and abolished authorities

NORTH = tf.casebook.load("North Northamptonshire")
OLD = tf.casebook.load("Northamptonshire")


def test_inherited_events_have_a_short_list():
    """It has their dates and sources, and facts link to it."""
    page = tf.case_page(NORTH, as_of="2021-06-01")
    assert_harmless(page)
    assert len(NORTH.inherits) == len(re.findall(r'<li id="inherited-\d+"', page))
    text = Read(page).text
    assert "Inherited from Northamptonshire" in text
    assert f"It inherits {len(NORTH.inherits)} events of that authority." in text
    for event in NORTH.inherits:
        assert event.on.words in text.partition("Inherited from Northamptonshire")[2]
    assert "Latest judgement inadequate July 2019, inherited event 2" in text
    assert "Inherited" not in words_of(SANDWELL)


def test_what_an_inherited_event_requires():
    """Its deadline is listed, and names the authority that had the event."""
    setter = ev.Note("2021-01-01", deadlines=tf.Deadline("a plan", due="2021-09-01"))
    new = tf.History("Newshire", [ev.Note("2021-05-01")], succeeds="Oldshire", inherits=[setter])
    text = words_of(new, as_of="2021-05-01")
    assert "Required: a plan, due on 1 September 2021 (practice)." in text
    assert "It comes from an event of Oldshire (1 January 2021)." in text


def test_the_page_of_a_history_of_inherited_events_only():
    """It has facts and a timeline."""
    page = tf.case_page(tf.History("X", succeeds="Y", inherits=NORTH.inherits), as_of="2021-06-01")
    assert_harmless(page)
    assert "direction with commissioner" in Read(page).text
    assert "A timeline of 0 events." in page


def test_an_abolished_authority():
    """The first sentence and the timeline say so, and no fact is called uncertain."""
    see = "abolished on 1 April 2021; see North Northamptonshire and West Northamptonshire"
    for as_of in (None, "2022-01-01"):
        page = tf.case_page(OLD, as_of=as_of)
        text = Read(page).text
        assert f"Northamptonshire was {see}. Last stage on record: Trust live" in text
        assert f"the authority was {see}" in page
    assert HOW_TO_CHECK not in text
    assert "Type of intervention direction with commissioner 17 October 2019" in text
    assert text.count("Nothing The authority was abolished") == 1
    sure = (
        "How sure The stage is reported, not from a primary source It is the last stage on record."
    )
    assert sure in text
    assert "How it went for others" not in text
    assert see not in words_of(OLD, as_of="2021-03-31")


@pytest.mark.parametrize(
    ("day", "is_certain"),
    [("2023-02-10", False), ("2023-12-30", False), ("2023-12-31", True), ("2024-01-01", True)],
)
def test_an_authority_that_may_have_been_abolished(day, is_certain):
    """It is called abolished from the last day on which that can have happened."""
    inspection = ev.InspectionPublished("2020-06-05", judgement="inadequate")
    abolition = ev.AuthorityReorganised("2023", into=["New"])
    text = words_of(tf.History("Old", [inspection, abolition]), as_of=day)
    doubt = "The authority may already have been abolished in 2023; see New."
    certain = (
        "Last stage Rated inadequate The authority was abolished in 2023; see New.",
        "May happen next Nothing The authority was abolished.",
        "Nothing: the authority was abolished.",
        "It is the last stage on record.",
        "How sure is this Old was abolished in 2023; see New.",
    )
    possible = (
        f"Stage Rated inadequate {doubt}",
        'May happen next A move to "',
        f"{doubt} If so, nothing may happen next.",
        "Last stage on record; it may have changed.",
        "How it went for others",
        f"How sure is this {doubt} Last stage on record: Rated inadequate",
    )
    assert [is_certain] * len(certain) == [each in text for each in certain]
    assert [not is_certain] * len(possible) == [each in text for each in possible]


def test_an_abolition_on_an_unknown_day():
    """Without a day of the page, an abolition on record has come."""
    text = words_of(tf.History("Old", [ev.AuthorityReorganised("../..", into=["New"])]))
    assert "Nothing: the authority was abolished." in text
    assert "No next moves can be given" not in text


def test_how_to_make_facts_certain_stands_on_the_page_once():
    """It is left out if every fact is certain."""
    visited = ev.InspectionPublished("2019-01-01", judgement="inadequate")
    known = tf.History("X", [visited], checked_to="2020-01-01")
    assert HOW_TO_CHECK not in words_of(known)
    text = words_of(known, as_of="2020-01-02")
    assert 1 == text.count(f"{HOW_TO_CHECK} {page_module.HOW_TO_UPDATE}")
    doubt = "medium confidence; last on record; inspections checked to 1 January 2020"
    assert f"inadequate 1 January 2019, event 1{doubt.removeprefix('medium confidence')}" in text
    assert "1 year, up to 1 January 2020, the last day on which it is known" in text
    assert "about 1 year, up to 1 January 2020" in words_of(known)


def test_a_record_that_is_kept_as_things_happen(monkeypatch):
    """It ends on the present day, to which its facts are certain."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2020-05-01")
    visited = ev.InspectionPublished("2019-01-01", judgement="inadequate")
    kept = tf.History("X", [visited], checked_to="ongoing")
    text = words_of(kept)
    assert "The record is kept as things happen." in text
    assert "Facts as of 1 May 2020" in text
    assert "last on record:" not in text.lower().partition("how to read it")[0]


# Cases, reports and other processes


def test_cases_and_reports():
    """A case, its report and its history have the same page; a process is refused."""
    case = tf.Case.from_history(SANDWELL)
    expected = tf.case_page(SANDWELL)
    assert expected == tf.case_page(case)
    assert expected == tf.case_page(tf.check(SANDWELL))
    with pytest.raises(
        tf.InvalidValue, match=r"source of a page: <Process.*Expected a History, a Case or a Report"
    ):
        tf.case_page(tf.TRUST_TRANSFER)


def replays(monkeypatch):
    """Return a list to which the history of every later replay is added."""
    replayed = []
    before = Replay.before

    def counting_before(history, process):
        replayed.append(history)
        return before(history, process)

    monkeypatch.setattr(Replay, "before", counting_before)
    return replayed


def test_the_page_of_a_history_makes_one_replay(monkeypatch):
    """Findings, facts, deadlines, diagram and timeline use the same report."""
    replayed = replays(monkeypatch)
    tf.case_page(SANDWELL, as_of="2016-12-05")
    assert [SANDWELL.as_of("2016-12-05")] == replayed


def test_the_page_of_a_report_makes_no_replay(monkeypatch):
    """A report already has all that a page needs, unless the page leaves out events."""
    report = tf.check(SANDWELL)
    replayed = replays(monkeypatch)
    tf.case_page(report)
    assert [] == replayed
    tf.case_page(report, known_on="2016-08-01")
    assert [SANDWELL.known_on("2016-08-01")] == replayed


def test_a_process_of_your_own():
    """The page has the stages, moves and facts of the user's process, and no other facts."""
    text = words_of(atlas(), process=LOAN)
    assert "A book on loan" in text
    assert "New stage: Out" in text
    assert "Last stage on record: Out, since 1 May 2016" in text
    assert 'Atlas Stage Out In this stage since 1 May 2016 "Lent out" on 31 January' in text
    assert "Stage Out 1 May 2016, event 5 Kept by a reader 1 May 2016, event 5" in text
    assert "How it went for others" not in text
    assert "Services delivered by" not in text
    assert "brought back (returned)" not in text


def test_a_process_of_your_own_shows_no_words_of_the_law():
    """The page, timeline and tables of such a process have no words that only councils need."""
    page = Read(tf.case_page(atlas(), process=LOAN))
    tables = [process_table(LOAN, kind, stays=True) for kind in TABLE_KINDS]
    texts = [
        page.text,
        *(value for _, name, value in page.attributes if name not in {"class", "style"} and value),
        tf.timeline(atlas(), process=LOAN),
        *(table.markdown() for table in tables),
        *(table.html() for table in tables),
        *(table_node(table, None).astext() for table in tables),
    ]
    assert len(page.attributes) > len(texts) > len(TABLE_KINDS)
    assert [] == [text for text in texts if LAW_WORDS.search(text)]
    assert not any(tf.TRUST_TRANSFER.disclaimer in text for text in texts)
    assert {"law", "policy", "practice"} <= {
        str(finding.strength) for finding in tf.check(atlas(), LOAN).findings
    }


def test_the_words_of_the_law_are_found_where_they_belong():
    """The search of the previous test finds such words on a page of the trust transfer."""
    assert LAW_WORDS.search(words_of(short_history()))
    assert LAW_WORDS.search(tf.timeline(short_history()))


def test_times_in_a_stage_are_in_years_and_months():
    """The time in a stage is in words, and the tooltip has the exact number of days."""
    page = tf.case_page(SANDWELL)
    expected = '<span class="days" title="2802 days">about 7 years 8 months, up to 2 December 2025'
    assert expected in page
    assert 'title="731 to 789 days">about 2 years to 2 years 2 months<' in page


def test_a_planned_go_live_has_its_slip_in_months():
    """The delay of the go-live is in words, and the tooltip has the exact number of days."""
    page = tf.case_page(short_history())
    expected = (
        '<dd title="152 to 182 days later">October 2017; it went live about 5 to 6 months later'
    )
    assert expected in page


def test_the_page_is_the_same_each_time():
    """No part of the page depends on the day or on the computer."""
    assert tf.case_page(short_history()) == tf.case_page(short_history())


@pytest.mark.parametrize("missing", [["jinja2"], ["pygraphviz"], ["jinja2", "pygraphviz"]], ids=str)
def test_without_the_extra(monkeypatch, missing):
    """Whichever package is missing, the error names the extra for pages, which brings all."""
    page_module._template.cache_clear()  # noqa: SLF001 - as in a fresh Python
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"trustflow-england\[page\]") as caught:
        tf.case_page(short_history())
    assert (missing[0], "page") == (caught.value.package, caught.value.extra)


# The parts of a page


def test_details_do_not_repeat_the_label():
    """The details leave out a field that the label of the event shows."""
    process = tf.TRUST_TRANSFER
    inspection = ev.InspectionPublished(
        "2016",
        judgement="inadequate",
        framework="SIF",
        areas={"leadership": "good"},
        inspected=["2015-11", "2015-12"],
        reinspection=True,
        known_on="2017-01-01",
    )
    assert [
        Detail("Known on", "1 January 2017"),
        Detail("Areas", "leadership: good"),
        Detail("Framework", "SIF"),
        Detail("Inspected", "November 2015, December 2015"),
        Detail("Reinspection", "yes"),
    ] == list(event_details(process, inspection))
    visit = ev.VisitMade("2016", kind="jtai", number=2)
    assert [Detail("Number", "2")] == list(event_details(process, visit))
    revoked = ev.DirectionRevoked("2016", direction=1, partly=False)
    expected = [Detail("Direction", "1")]
    assert expected == list(event_details(process, revoked))[:1]
    signed = ev.ContractSigned("2016", term_years=5)
    assert [Detail("Term in years", "5")] == list(event_details(process, signed))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            ev.InspectionPublished(
                "2013", judgement="adequate", remit="part", lifts_inadequate=True
            ),
            Detail("Judgement", "adequate"),
        ),
        (ev.CommissionerAppointed("2016", names=["Ed"]), Detail("Names", "Ed")),
        (
            ev.InspectionPublished("2016", judgement="inadequate", reinspection=False),
            Detail("Reinspection", "no"),
        ),
    ],
)
def test_details_have_what_only_resembles_the_label(event, expected):
    """The letters of a field can be part of the label, which has another meaning."""
    assert expected in event_details(tf.TRUST_TRANSFER, event)


@given(text=st.text(st.sampled_from("commissinerapted"), min_size=1, max_size=12))
def test_details_have_every_name(text):
    """Whatever it is, the label of the event does not show it."""
    event = ev.CommissionerAppointed("2016", names=[text])
    assert [Detail("Names", text)] == list(event_details(tf.TRUST_TRANSFER, event))


def test_the_days_of_an_inspection_are_a_period():
    """Details show all days from the first to the last, not one day between them."""
    inspection = ev.InspectionPublished("2016", inspected="2015-11-09/2015-12-03")
    expected = [Detail("Inspected", "9 November 2015 to 3 December 2015")]
    assert expected == list(event_details(tf.TRUST_TRANSFER, inspection))


@pytest.mark.parametrize(
    "event",
    [
        ev.DirectionIssued("2016", purpose="takeover"),
        ev.DecisionAnnounced("2016", outcome="retain"),
        ev.VisitLetterPublished("2016", priority_action=True),
    ],
)
def test_details_leave_out_what_makes_the_trigger(event):
    """The details leave out a field that decides the trigger, because the label has its meaning."""
    assert [] == list(event_details(tf.TRUST_TRANSFER, event))


def test_requirements_have_their_day_or_span():
    """A requirement is printed with its day or span, what meets it, and its strength."""
    letter = ev.DeadlineSet(
        "2016-01-04", what="A plan", within="20 working days", met_by="action_plan_published"
    )
    good = ev.Note("2016", deadlines=[tf.Deadline("Better", due="2017", judgement="good")])
    process = tf.TRUST_TRANSFER
    expected = ['A plan, within 20 working days, met by "Action plan published" (practice)']
    assert expected == list(requirements(process, letter))
    expected = ["Better, due in 2017, met by a judgement of good or better (practice)"]
    assert expected == list(requirements(process, good))
    assert [] == list(event_details(process, letter))


def test_sources_as_sentences():
    """The sentence of a source has its title as the link; equal sources are listed once."""
    primary = Source(
        "A report", url="https://example.org/", confidence="high", evidence_row="a.csv:1"
    )
    expected = Cited(title="A report", after=".", link="https://example.org/")
    assert expected == cite_source(primary)
    again = attrs.evolve(primary, evidence_row="b.csv:2")
    assert [attrs.evolve(primary, evidence_row=None)] == unique_sources([primary, again])


def test_the_citation_of_a_rule_is_a_link_in_its_text():
    """If the text names the citation, the name is a link; otherwise the citation is added."""
    citation = tf.Citation("An Act", url="https://example.org/act")
    link = {"title": "An Act", "link": "https://example.org/act"}
    expected = Cited(
        before="Late under a rule of An Act. Source: ", after=". Nobody did it.", **link
    )
    assert expected == cite_rule(
        f"Late under a rule of An Act. Source: {citation}. Nobody did it.", citation
    )
    expected = Cited(before="Late. Source: ", after=".", **link)
    assert expected == cite_rule("Late. Source: An Act.", citation)
    assert expected == cite_rule("Late.", citation)
    assert Cited(title="Late.") == cite_rule("Late.", None)


def test_dark_pictures_can_be_read():
    """Each dark colour has enough contrast in every place where the page uses it."""
    dark = dark_colours()
    for text, behind in text_pairs(LIGHT):
        assert TEXT_CONTRAST <= contrast(dark.get(text, text), dark.get(behind, behind)), text
    for shape, behind in shape_pairs(LIGHT):
        assert SHAPE_CONTRAST <= contrast(dark.get(shape, shape), dark.get(behind, behind)), shape


def test_every_colour_of_a_picture_has_a_dark_one():
    """Every colour of a diagram or a timeline has a dark colour for dark screens."""
    page = tf.case_page(SANDWELL)
    used = set(re.findall(r' (?:fill|stroke)="(#[0-9a-f]{6})"', page))
    # The black of names in bars stays black, because bars are lighter on dark screens.
    used.remove("#000000")
    assert used <= set(dark_colours())
    for colour in used:
        assert f'.picture [fill="{colour}"]' in style_sheet()


def test_every_colour_of_the_style_sheet_is_defined():
    """Every variable that a rule uses is defined, for light and for dark screens."""
    style = style_sheet()
    for name in set(re.findall(r"var\(--([a-z0-9-]+)\)", style)) - {"stage"}:
        assert 2 == style.count(f"--{name}: #"), name


def test_the_summary_counts_events_by_confidence():
    """The summary counts the events of each confidence, in the singular and in the plural."""
    low, press = Source("A guess", confidence="low"), Source("A paper")
    primary = Source("A report", confidence="high")
    notes = [
        ev.Note("2016", sources=sources) for sources in ([low], [low], [press], [primary], [], [])
    ]
    assert (
        "6 events on record, from 2016 to 2016, with 3 sources: 1 has a primary source; 1 is "
        "reported and not checked against a primary source; 2 are inferred, and no source states "
        "them; 2 have no source." in words_of(tf.History("Mixedshire", notes))
    )
