"""The page of a case: all that is on record, harmless whatever it says, and the same each time."""

import base64
import datetime as dt
import hashlib
import html
import re
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.contrast import SHAPE_CONTRAST, TEXT_CONTRAST, shape_pairs, text_pairs
from tests.views.samples import HOSTILE, broken, short_history
from trustflow import events as ev
from trustflow.engine import NOT_RECORDED
from trustflow.errors import MissingExtra
from trustflow.history import Source
from trustflow.testing import histories, loose_histories
from trustflow.views.case_page import page as page_module
from trustflow.views.case_page.citations import (
    Cited,
    cited_rule,
    cited_source,
    once_each,
    safe_link,
)
from trustflow.views.case_page.event_details import Detail, asked_for, details
from trustflow.views.case_page.page import record_end
from trustflow.views.case_page.style import dark_colours, policy, style_sheet
from trustflow.views.svg.palette import LIGHT, contrast

VOID = {"meta", "br", "img", "link"}
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
LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={"home": tf.StageInfo("Home", "Here."), "out": tf.StageInfo("Out", "There.")},
    initial="home",
    triggers={"lent": "lent out", "returned": "brought back"},
    moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
    rules=[],
)


class Read(HTMLParser):
    """A page as a browser reads it: its elements, its links, its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.ids, self.words = [], [], [], []
        self.open = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep it."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Keep one that holds nothing, as pictures have."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        """See that it ends what was begun last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep the words that are shown."""
        if "style" not in self.open:
            self.words.append(data)

    @property
    def links(self):
        """Where the page leads to."""
        return [value for tag, name, value in self.attributes if name == "href"]

    @property
    def text(self):
        """All words on a line."""
        return " ".join("".join(self.words).split())


def words_of(source, **options):
    """The words of a page."""
    return Read(tf.case_page(source, **options)).text


def assert_harmless(text):
    """It is well-formed, runs nothing, loads nothing, and leads to the web or to its own places."""
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
    """A history with an event of every kind that holds the text wherever it holds any text."""
    sources = [
        Source(text, url="https://example.org/?a='&b=%22%3E", confidence="high"),
        Source(
            text, url="http://example.org/", copy_of=text, evidence_row=text, stated_date="2016"
        ),
        Source(text, confidence="low", published="2015"),
    ]
    events = []
    for cls in tf.TRUST_TRANSFER.events:
        for given_fields in cls.triggers().values():
            common = {"note": text, "sources": sources, "deadlines": [tf.Deadline(text)]}
            fields = {**_needed(cls, text), **given_fields, **common}
            events.append(cls("2016", **{**_texts(cls, fields, text), **fields}))
    return tf.History(text, events, succeeds=text)


def _needed(cls, text):
    """The fields that an event cannot be without."""
    known = {"what": text, "kind": "fostering"}
    return {
        each.name: known[each.name]
        for each in attrs.fields(cls)
        if each.init and each.default is attrs.NOTHING and each.name in known
    }


def _texts(cls, fields, text):
    """Every other field of a class that takes any text."""
    found = {}
    for each in attrs.fields(cls):
        if not each.init or each.name in {"on", "known_on"} or each.name in fields:
            continue
        value = {text: "good"} if each.name == "areas" else text
        try:
            cls("2016", **{**fields, each.name: value})
        except (ValueError, TypeError):
            continue
        found[each.name] = value
    return found


@pytest.mark.parametrize("text", [each for each in HOSTILE if "\x07" not in each])
def test_hostile_text_is_shown_and_does_nothing(text):
    """In every field that takes text, of every event, it is nothing but text."""
    page = tf.case_page(full_of(text))
    assert_harmless(page)
    assert "<script" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


def test_every_free_text_is_shown():
    """Nothing that somebody wrote is left out: each field shows its own words."""
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
        for detail in details(tf.TRUST_TRANSFER, event)
    )
    asked = sum("Qxq" in each for event in history for each in asked_for(tf.TRUST_TRANSFER, event))
    held = sum(
        str(value).count("Qxq")
        for event in history
        for name, value in event.given().items()
        if name not in {"note", "sources", "deadlines"}
    )
    own = sum(event.class_name == "deadline_set" for event in history)
    assert held - own == shown
    assert len(history) + own == asked


@at_most(25)
@given(histories() | loose_histories())
def test_any_history_makes_a_sound_page(history):
    """Whatever it says, with findings or without, the page is sound and names every event."""
    page = tf.case_page(history)
    assert_harmless(page)
    assert len(history) == len(re.findall(r'<li id="event-\d+"', page))
    assert len(tf.check(history).findings) == len(re.findall(r'<li id="finding-\d+"', page))


@at_most(10)
@given(histories(), st.dates(dt.date(2006, 1, 1), dt.date(2100, 12, 31)))
def test_any_day_makes_a_sound_page(history, day):
    """On a day, and as known on a day."""
    assert_harmless(tf.case_page(history, as_of=day))
    assert_harmless(tf.case_page(history, known_on=day))


@given(st.text())
def test_only_addresses_of_the_web_are_links(text):
    """Whatever else an address is, it is no link."""
    assert safe_link(text) in {None, text}
    assert safe_link(f"javascript:{text}") is None
    assert safe_link(f"data:{text}") is None
    assert f"https://{text}" == safe_link(f"https://{text}")
    assert safe_link(None) is None


def test_nothing_runs_and_nothing_loads():
    """The policy forbids all but the one style sheet, which names nothing that would be loaded."""
    page = tf.case_page(SANDWELL)
    style = re.search("<style>(.*)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    content = html.unescape(re.search('Policy" content="([^"]*)"', page)[1])
    assert policy(style) == content
    assert content.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "@import" not in style
    assert "url(" not in style


# All that is on record


def test_the_page_holds_what_is_on_record():
    """Every event, source, note and finding of Sandwell, and every deadline and fact."""
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
    assert "Deadlines as of 2 December 2025" in page.text
    assert "Sandwell Children's Trust" in page.text


def test_what_the_record_cannot_say_stands_on_the_page():
    """The wording of what is not claimed."""
    text = words_of(short_history())
    assert tf.TRUST_TRANSFER.disclaimer in text
    assert NOT_RECORDED in text
    assert "not the stage today" in text
    assert "It is not a finding that anybody broke the law." in text
    assert "Inferred from A guess; no source states it." in text
    assert "low confidence" in text
    assert "named only for the public office" in text


def test_findings_by_law_do_not_say_that_it_was_broken():
    """A finding of law is told as a date later than the rule's."""
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
    assert "1 later than the rule, on these dates" in text
    assert "This is not a finding that the council broke the law." in text
    assert "An event it rests on was not checked against a primary source." in text
    assert "breach" not in text


def test_a_finding_rests_on_its_weakest_event():
    """Low confidence is told, and so is that there is no source."""
    low = [Source("A guess", confidence="low")]
    inspected = ev.InspectionPublished("2016", judgement="inadequate", sources=low)
    text = words_of(tf.History("Lowshire", [inspected, ev.TrustWentLive("2018", sources=low)]))
    assert "Low confidence: no source states an event it rests on." in text
    assert "An event it rests on has no source." in words_of(broken())
    assert "Not allowed by the process there" in words_of(broken())


def test_a_copy_is_printed_and_not_linked():
    """Its address is not the publisher's."""
    copy = Source(
        "A page", url="https://copies.example/", copy_of="A publisher", stated_date="2015-12"
    )
    page = Read(tf.case_page(tf.History("Copyshire", [ev.Note("2016", sources=[copy])])))
    assert "https://copies.example/" not in page.links
    assert "The copy, not linked here: https://copies.example/" in page.text
    assert "Copy of a page first published by A publisher; the original was not seen." in page.text
    assert "It gives another date: December 2015." in page.text


def test_an_empty_history():
    """It says that there is nothing, and that this is no proof."""
    text = words_of(tf.History("Nowhereshire"))
    assert "No event is on record. That does not mean that nothing happened." in text
    assert "there is no event to hold against the rules" in text
    assert "None: no day is on record." in text
    assert tf.TRUST_TRANSFER.disclaimer in text


def test_a_history_without_findings():
    """It does not say that every rule was kept."""
    text = words_of(tf.History("Goodshire", [ev.Note("2016")]))
    assert "That does not show that every rule was kept." in text
    assert "None on record." in text


def test_what_a_history_says_of_itself():
    """Its code, where it begins, whom it succeeds, and how far it was checked."""
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
    assert "The history begins in the stage “Trust live”." in text
    assert "The authority took over from Oldshire." in text
    assert "looked for later events up to 1 May 2020" in text
    assert "Facts as of 1 May 2020" in text
    odd = tf.History("Oddshire", begins_in="nowhere", checked_to="2020-05-01")
    assert "The history begins in the stage “nowhere”." in words_of(odd)


# Days


def test_as_of_a_day():
    """What came after is left out, and the page says so."""
    text = words_of(SANDWELL, as_of="2016-12-05")
    left_out = len(SANDWELL) - len(SANDWELL.as_of("2016-12-05"))
    assert f"Told as of 5 December 2016; {left_out} events on record left out." in text
    assert "Deadlines as of 5 December 2016" in text
    assert "unmet" in text
    assert "Stage from here on: Trust live" not in text
    assert "Stage from here on: Trust live" in words_of(SANDWELL)


def test_as_known_on_a_day():
    """What was not known is left out; both days together are told together."""
    text = words_of(SANDWELL, known_on="2016-08-01")
    assert "Told as it was known on 1 August 2016;" in text
    both = words_of(SANDWELL, as_of="2025-12-31", known_on="2025-12-31")
    assert "Told as of 31 December 2025, as it was known on 31 December 2025." in both


def test_a_day_has_to_be_a_day():
    """A month is none."""
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
def test_where_the_record_ends(dates, checked_to, expected):
    """The last day that an event can have been, or to which it was checked."""
    history = tf.History("Endshire", [ev.Note(date) for date in dates], checked_to=checked_to)
    end = record_end(history)
    assert expected == (None if end is None else end.text)


# Any case of any process


def test_cases_and_reports():
    """The page of a case, of its report and of its history is one."""
    case = tf.Case.from_history(SANDWELL)
    expected = tf.case_page(SANDWELL)
    assert expected == tf.case_page(case)
    assert expected == tf.case_page(tf.check(SANDWELL))
    with pytest.raises(TypeError, match="a page is made of"):
        tf.case_page(tf.TRUST_TRANSFER)


def test_a_process_of_your_own():
    """Its stages and moves are told, and no facts that only councils have."""
    events = [LOAN.event("lent", "2016-01-31"), LOAN.event("returned", "2016-02-01", note="Late.")]
    text = words_of(tf.History("Atlas", events), process=LOAN)
    assert "A book on loan" in text
    assert "Stage from here on: Out" in text
    assert "Last stage on record: Home, since 1 February 2016" in text
    assert "Services delivered by" not in text
    assert "brought back (returned)" not in text


def test_the_page_is_the_same_each_time():
    """Nothing of the day or the machine is in it."""
    assert tf.case_page(short_history()) == tf.case_page(short_history())


def test_without_the_extra(monkeypatch):
    """It says what to install."""
    page_module._template.cache_clear()  # noqa: SLF001 - as in a fresh Python
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(MissingExtra, match="trustflow\\[page\\]"):
        tf.case_page(short_history())


# Its parts


def test_details_do_not_repeat_the_label():
    """What the words for the trigger say is not said again."""
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
        Detail("Became known", "1 January 2017"),
        Detail("Areas", "leadership: good"),
        Detail("Framework", "SIF"),
        Detail("Inspectors there", "November 2015, December 2015"),
        Detail("A re-inspection", "yes"),
    ] == list(details(process, inspection))
    visit = ev.VisitMade("2016", kind="jtai", number=2)
    assert [Detail("Number", "2")] == list(details(process, visit))
    revoked = ev.DirectionRevoked("2016", direction=1, partly=False)
    expected = [Detail("Which direction", "number 1")]
    assert expected == list(details(process, revoked))[:1]
    signed = ev.ContractSigned("2016", term_years=5)
    assert [Detail("Years", "5")] == list(details(process, signed))


def test_deadlines_that_an_event_sets():
    """By a day or within a span, and what meets them."""
    letter = ev.DeadlineSet(
        "2016-01-04", what="A plan", within="20 working days", met_by="action_plan_published"
    )
    good = ev.Note("2016", deadlines=[tf.Deadline("Better", due="2017", judgement="good")])
    process = tf.TRUST_TRANSFER
    expected = ["A plan, within 20 working days, met by: action plan published (practice)"]
    assert expected == list(asked_for(process, letter))
    expected = ["Better, due 2017, met by a judgement of good or better (practice)"]
    assert expected == list(asked_for(process, good))
    assert [] == list(details(process, letter))


def test_sources_as_sentences():
    """Each with the words that say how well it is founded."""
    primary = Source(
        "A report", url="https://example.org/", confidence="high", evidence_row="a.csv:1"
    )
    expected = Cited(title="A report", after=".", link="https://example.org/")
    assert expected == cited_source(primary)
    assert Cited(title="An Act") == cited_rule(tf.Citation("An Act"))
    again = attrs.evolve(primary, evidence_row="b.csv:2")
    assert [attrs.evolve(primary, evidence_row=None)] == once_each([primary, again])


def test_dark_pictures_can_be_read():
    """Each colour is repainted with one that has enough contrast in every part it plays."""
    dark = dark_colours()
    for text, behind in text_pairs(LIGHT):
        assert TEXT_CONTRAST <= contrast(dark.get(text, text), dark.get(behind, behind)), text
    for shape, behind in shape_pairs(LIGHT):
        assert SHAPE_CONTRAST <= contrast(dark.get(shape, shape), dark.get(behind, behind)), shape


def test_every_colour_of_a_picture_is_repainted():
    """No colour of a diagram or a timeline stays light on a dark screen."""
    page = tf.case_page(SANDWELL)
    used = set(re.findall(r' (?:fill|stroke)="(#[0-9a-f]{6})"', page))
    assert used <= set(dark_colours())
    for colour in used:
        assert f'.picture [fill="{colour}"]' in style_sheet()


def test_the_style_sheet_knows_its_colours():
    """Every variable that a rule uses is given, in light and in dark."""
    style = style_sheet()
    for name in set(re.findall(r"var\(--([a-z0-9-]+)\)", style)) - {"stage"}:
        assert 2 == style.count(f"--{name}: #"), name


def test_how_well_events_are_founded():
    """Counted in the summary, one in the singular and several in the plural."""
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
