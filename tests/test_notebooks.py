"""What a notebook shows: tables of answers, a process with folded tables, and pictures."""

import copy
import html
import html.parser
import json
import pickle
import xml.etree.ElementTree as ET
from base64 import b64decode

import pytest
from attrs import evolve
from hypothesis import given

import trustflow as tf
from tests.examples import at_most
from tests.process.samples import letter_process, letter_rule
from trustflow import events as ev
from trustflow import testing
from trustflow.engine import Finding
from trustflow.history import NamedEvent
from trustflow.ledger import CaseFinding, LedgerFault, Recheck
from trustflow.queries import PlannedGoLive, options
from trustflow.testing.provenance import texts
from trustflow.views import DIAGRAM_FORMATS

SANDWELL = tf.casebook.load("Sandwell")
REPORT = tf.check(SANDWELL)
FACTS = tf.facts(SANDWELL, "2017-01-01")
ABOLISHED = tf.History("Dorset", ev.AuthorityReorganised("2019-04-01", into="Dorset Council"))
VOID = {"img"}
"""The tags that are never closed."""


class Reader(html.parser.HTMLParser):
    """Reads HTML, and refuses a tag that is not closed in its place."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.cells = [], [], []
        self.feed(text)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        """Keep a tag with the names of its attributes."""
        self.tags.append((tag, *(name for name, _ in attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"td", "th", "caption", "summary", "p"}:
            self.cells.append("")

    def handle_endtag(self, tag):
        """Refuse a tag that is not the last one opened."""
        assert tag == self.open.pop()

    def handle_data(self, data):
        """Add a text to the last cell."""
        self.cells[-1] += data


def shown(value):
    """Return the texts of what a notebook shows of a value, in order."""
    return Reader(value._repr_html_()).cells


def fields_of(value):
    """Return the fields in the table of one record, by label."""
    caption, *cells = shown(value)
    return {"": caption, **dict(zip(cells[::2], cells[1::2], strict=True))}


# One record


def test_a_finding_shows_its_message_rule_and_source():
    """Its heading is its severity and strength. Fields without a value are left out."""
    finding = REPORT.findings[0]
    fields = fields_of(finding)
    assert finding.label == fields[""]
    assert finding.message == fields["Message"]
    assert (str(finding.index), "publication-lag") == (fields["Index of the event"], fields["Rule"])
    assert str(finding.citation) == fields["Source"]
    assert None not in fields.values()
    (unknown,) = tf.check(tf.History("X", begins_in="nowhere")).findings
    assert ["", "Message"] == [*fields_of(unknown)]


def test_a_deadline_shows_its_day_status_and_explanation():
    """Its heading is what is due."""
    (due, *_) = tf.deadlines(SANDWELL, "2016-11-25")
    fields = fields_of(due)
    assert "Transfer plans" == fields[""]
    assert ("1 December 2016", "open") == (fields["Due"], fields["Status"])
    assert "4 working days" == fields["Left"]
    assert due.explain() == fields["Explanation"]
    bare = tf.due("employee-information-28", start="2016-01-04")
    assert {"Due", "Status", "Left"}.isdisjoint(fields_of(bare))


def test_an_option_shows_whether_it_is_allowed_and_why_not():
    """A refused option has its reasons, one on each line, and no stage to lead to."""
    by_trigger = {option.trigger: option for option in tf.what_next(SANDWELL)}
    allowed = fields_of(by_trigger["returned_to_council"])
    assert ("returned_to_council", "yes") == (allowed[""], allowed["Allowed"])
    assert ("returned_to_council", "standard") == (allowed["Leads to"], allowed["Mark"])
    assert "Reasons" not in allowed
    refused = next(option for option in by_trigger.values() if not option.allowed)
    fields = fields_of(refused)
    assert ("no", "\n".join(refused.reasons)) == (fields["Allowed"], fields["Reasons"])
    assert "Leads to" not in fields


def test_facts_show_each_fact_that_applies():
    """A fact with several values has a row for each."""
    caption, *cells = shown(FACTS)
    assert "Sandwell, 1 January 2017" == caption
    headings, rows = cells[:5], [cells[at : at + 5] for at in range(5, len(cells), 5)]
    assert ["Fact", "Value", "Certain", "Since", "Confidence"] == headings
    names = [row[0] for row in rows]
    assert {"stage", *(name.replace("_", " ") for name in FACTS.names)} >= {*names}
    assert "planned go live" in names
    plan = next(value for value in FACTS.planned_go_live if isinstance(value, PlannedGoLive))
    row = next(row for row in rows if row[0] == "planned go live")
    assert ["planned go live", plan.due.words, "", plan.set_by.on.words] == row[:4]
    stage = rows[0]
    assert ["stage", FACTS.stage.words()] == stage[:2]
    assert {"yes", "no", ""} >= {row[2] for row in rows}


def test_facts_after_an_abolition_say_so_first():
    """The heading has the day and the successor."""
    facts = tf.facts(ABOLISHED, "2020-01-01")
    assert facts.abolition is not None
    assert f"Dorset, 1 January 2020: {facts.abolition}" == shown(facts)[0]


# Reports, processes and tables


def test_a_report_shows_its_last_stage_before_its_steps():
    """A finding on the history itself comes between them."""
    odd = tf.check(tf.History("Oddshire", ev.Note("2016"), begins_in="nowhere"))
    first, second, caption, *cells = shown(odd)
    assert odd.on_record == first
    assert str(odd.findings[0]) == second
    assert "Oddshire: The road to a children's services trust" == caption
    assert ["Date", "Event", "Stage after it", "Findings"] == cells[:4]
    assert ["2016", "note"] == cells[4:6]


def test_a_process_shows_its_counts_with_its_tables_folded():
    """Moves that stay in their stage are only counted."""
    process = letter_process(rules=[letter_rule()])
    staying = sum(move.stays for move in process.moves)
    leading = len(process.moves) - staying
    cells = shown(process)
    assert process.title == cells[0]
    moves = f"{leading} moves to another stage, {staying} within a stage"
    for words in ("3 stages", moves, "1 date rule"):
        assert words in cells
    assert cells[cells.index("read-soon") :][:3] == [
        "read-soon",
        "A letter is read soon",
        "at most 3 days",
    ]
    tags = [tag for tag, *_ in Reader(tf.TRUST_TRANSFER._repr_html_()).tags]
    assert (3, 3, 4) == (tags.count("details"), tags.count("summary"), tags.count("table"))


def test_options_are_a_table_that_equals_the_tuple():
    """A slice of it shows itself too, and the table has no open dates."""
    found = tf.what_next(SANDWELL, "2020-01-01")
    assert tuple(found) == found
    cells = shown(found[:2])
    assert "2 rows" == cells[0]
    assert {"trigger", "allowed", "leads_to"} <= {*cells}
    frame = found.to_arrow()
    assert [option.trigger for option in found] == frame["trigger"].to_pylist()
    assert [option.earliest for option in found] == frame["earliest"].to_pylist()
    assert ["; ".join(option.reasons) or None for option in found] == frame["reasons"].to_pylist()
    assert [getattr(option.mark, "label", None) for option in found] == frame["mark"].to_pylist()
    assert () == options(tf.check(ABOLISHED).replay)


def test_a_recheck_shows_its_faults_and_findings():
    """The parts that have nothing to show are left out."""
    sound = Recheck((), (), 2, 9, head="ab12")
    assert shown(sound) == ["2 cases with 9 entries: 0 faults.", "One hash over the ledger: ab12"]
    (finding,) = REPORT.findings[:1]
    faults = (LedgerFault("Sandwell", 3, "<b> is wrong"), LedgerFault(None, None, "a trigger"))
    found = Recheck(faults, (CaseFinding("Devon", finding),), 1, 4, unchecked=("Devon", "Slough"))
    assert shown(found) == [
        "1 case with 4 entries: 2 faults.",
        *("What does not fit", "Case", "Version", "Fault"),
        *("Sandwell", "3", "<b> is wrong", "", "", "a trigger"),
        *("What today's rules say", "Case", "Finding", "Devon", str(finding)),
        "Of another process, so not asked: Devon, Slough.",
    ]


# Hostile texts


TAGS = {
    "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "details", "summary",
}  # fmt: skip


@at_most(60)
@given(texts(), texts())
@pytest.mark.parametrize("wrap", ["{}", "<script>{}</script>", "<b onclick='{}'>", "</td>{}<!--"])
def test_no_text_becomes_markup(wrap, text, other):
    """The tags are those of a harmless text, and the text is read back with its escapes."""
    hostile, harmless = wrap.format(text).replace("\n", " ").strip(), "harmless"
    values = {}
    for words in (hostile, harmless):
        process = letter_process(title=words)
        history = tf.History(words, NamedEvent("2016", what="letter_sent", note=other))
        values[words] = [
            process,
            tf.check(history, process),
            tf.facts(history, "2017-01-01", process=process),
            Finding("x", tf.Strength.LAW, certain=True, index=0, message=words),
            evolve(tf.deadlines(SANDWELL, "2016-11-25")[0], what=words),
            evolve(tf.what_next(SANDWELL)[0], trigger=words, reasons=(words, words)),
            tf.check(history, process).findings,
            history,
        ]
    for one, same in zip(values[hostile], values[harmless], strict=True):
        read = Reader(one._repr_html_())
        assert Reader(same._repr_html_()).tags == read.tags
        assert {tag for tag, *_ in read.tags} <= TAGS
        assert {name for _, *names in read.tags for name in names} <= {"style"}


# Pictures

PICTURES = {
    "diagram": lambda **options: tf.diagram(SANDWELL, "svg", **options),
    "diagram of a process": lambda **options: tf.diagram(format="svg", **options),
    "timeline": lambda **options: tf.timeline(SANDWELL, **options),
    "timelines": lambda **options: tf.timeline([SANDWELL, tf.casebook.load("Slough")], **options),
    "aligned timelines": lambda **options: tf.timeline(
        [SANDWELL], align="trust_went_live", **options
    ),
}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PICTURES)
def test_an_svg_shows_itself_as_a_picture(name, dark):
    """It is the same text as before, as an image whose words for screen readers are its title."""
    picture = PICTURES[name](dark=dark)
    assert picture._repr_svg_() == picture
    assert str is type(picture._repr_svg_())
    (tag,) = Reader(picture._repr_html_()).tags
    assert ("img", "alt", "src") == tag
    _, alt, _, source, _ = picture._repr_html_().split('"')
    title = ET.fromstring(picture).find("{http://www.w3.org/2000/svg}title").text  # noqa: S314
    assert title == html.unescape(alt)
    assert picture == b64decode(source.partition(",")[2]).decode()


def test_an_svg_is_a_text():
    """It can be copied, pickled, written as JSON and joined, and has the type of a text."""
    picture = tf.diagram(format="svg")
    plain = str(picture)
    assert (str, plain, hash(plain)) == (type(plain), picture, hash(picture))
    for twin in (copy.copy(picture), copy.deepcopy(picture), pickle.loads(pickle.dumps(picture))):  # noqa: S301
        assert (type(picture), picture) == (type(twin), twin)
        assert twin._repr_svg_() == plain
    assert plain == json.loads(json.dumps(picture))
    assert f"<p>{plain}</p>" == f"<p>{picture}</p>"
    assert repr(plain) == repr(picture)


class Printer:
    """Keeps the text that a pretty printer of IPython would print."""

    def text(self, text):
        """Keep a text."""
        self.printed = text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("draw", [tf.diagram, tf.timeline])
def test_a_picture_is_named_where_it_cannot_be_shown(draw, form):
    """A notebook keeps these words beside the picture, not all of its text."""
    printer = Printer()
    draw(SANDWELL, form)._repr_pretty_(printer, False)  # noqa: FBT003 - as IPython calls it
    assert printer.printed.startswith(f"<{form.upper()} picture of ")
    assert len(printer.printed) < 50


def test_an_svg_without_a_title_has_no_words():
    """Any text can be an SVG picture."""
    kind = type(tf.diagram(format="svg"))
    assert 'alt=""' in kind("<svg/>")._repr_html_()
    assert (
        'alt="a &quot;b&quot; &lt;i&gt;"'
        in kind('<svg><title>a "b" &lt;i&gt;</title></svg>')._repr_html_()
    )


@pytest.mark.slow
@pytest.mark.parametrize("draw", [tf.diagram, tf.timeline])
def test_a_png_shows_itself_at_half_its_size(draw):
    """It has twice the pixels, so that it is sharp on fine screens."""
    picture = draw(SANDWELL, "png")
    data, size = picture._repr_png_()
    assert (bytes, picture) == (type(data), data)
    svg = ET.fromstring(draw(SANDWELL, "svg"))  # noqa: S314 - our own text
    for name in ("width", "height"):
        assert abs(float(svg.get(name)) - size[name]) < 40
    again = pickle.loads(pickle.dumps(picture))  # noqa: S301 - our own pickle
    assert (type(picture), picture) == (type(again), again)


@pytest.mark.parametrize("form", [form for form in DIAGRAM_FORMATS if form not in {"svg", "png"}])
def test_the_other_formats_are_plain_texts(form):
    """They are meant to be read and edited."""
    assert str is type(tf.diagram(format=form))


@at_most(20)
@given(testing.processes())
def test_any_process_shows_itself(process):
    """Its HTML has a row for each stage, move to another stage, and date rule."""
    tags = [tag for tag, *_ in Reader(process._repr_html_()).tags]
    moves = [move for move in process.moves if not move.stays]
    records = 3 + (process.disclaimer is not None)
    assert records + 3 + len(process.stages) + len(moves) + len(process.rules) == tags.count("tr")
