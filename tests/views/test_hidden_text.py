"""No page, picture or table has a hidden character, or a structure that a text has forged."""

import html.parser
import re
import xml.etree.ElementTree as ET

import pytest
from attrs import evolve, validators
from hypothesis import example, given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.samples import HOSTILE, SVG
from trustflow._text import visible
from trustflow.exchange import process_to_scxml
from trustflow.history import Citation, NamedEvent, Source
from trustflow.process import DateRule, Move, Precedent, Process, StageInfo
from trustflow.views import TABLE_KINDS, process_table
from trustflow.views.diagrams import HOVER_STYLE


def hostile():
    """Return texts with hidden characters and with markup; a citation refuses an address."""
    texts = st.text(min_size=1, max_size=12)
    return st.sampled_from(HOSTILE) | texts.filter(lambda text: "://" not in text)


def process_of(text):
    """Return a process with a text in every field of text. The text is not validated."""
    with validators.disabled():
        citation = Citation(text, url=f"https://example.org/{text}")
        moves = [
            Move("go", "a", "b", "A", [Precedent(text, "2016", citation=citation)]),
            Move("stay", "a", "a"),
        ]
        rule = DateRule(
            id=text,
            requires=text,
            starts="stay",
            ends="go",
            at_most="1 month",
            strength="law",
            citation=citation,
            duty_holder=text,
            start_label=text,
            start_field="known_on",
            fallback=("0 days", "0 days"),
            fallback_note=text,
        )
        return Process(
            name="drawn",
            title=text,
            stages={"a": StageInfo(text, text), "b": StageInfo(f"{text}.", text, final=True)},
            initial="a",
            triggers={"go": text, "stay": f"{text}."},
            moves=moves,
            rules=[rule],
            disclaimer=text,
            duty_note=text.replace("{", "(").replace("}", ")"),
        )


def history_of(text):
    """Return a history with a late event and a text in every field of text, not validated."""
    with validators.disabled():
        source = Source(text, url=f"https://example.org/{text}", copy_of=text)
        deadline = tf.Deadline(text, due="2016-03-01")
        common = {"note": text, "sources": source}
        return tf.History(
            text,
            [
                NamedEvent("2016-01-01", what="stay", deadlines=deadline, **common),
                NamedEvent("2016-12-01", what="go", **common),
            ],
            succeeds=text,
            inherits=[NamedEvent("2015", what="stay", **common)],
        )


def drawn(form, subject=tf.Report):
    """Return the function that draws a text as a diagram of its process or of its report."""

    def draw(text):
        process = process_of(text)
        if subject is Process:
            return tf.diagram(process, form, marks="all", stays=True)
        with validators.disabled():
            return tf.diagram(tf.check(history_of(text), process), form, marks="all", stays=True)

    return draw


def of_report(write):
    """Return the function that writes the report on a text."""

    def draw(text):
        with validators.disabled():
            return write(tf.check(history_of(text), process_of(text)))

    return draw


FORMS = ("mermaid", "dot", "plantuml", "svg")
WRITERS = {
    **{f"{form} of a process": drawn(form, Process) for form in FORMS},
    **{f"{form} of a case": drawn(form) for form in FORMS},
    **{
        f"{kind} in {form}": lambda text, kind=kind, form=form: getattr(
            process_table(process_of(text), kind, marks="all"), form
        )()
        for kind in TABLE_KINDS
        for form in ("markdown", "html")
    },
    "page": of_report(tf.case_page),
    "explorer": of_report(
        lambda report: tf.explorer(
            report.process, histories=report.history, first="2016-01-01", last="2016-01-31"
        )
    ),
    "timeline": of_report(tf.timeline),
    "strip": of_report(lambda report: tf.timeline(report, strip=True)),
    "timelines": of_report(
        lambda report: tf.timeline(
            [report.history, evolve(report.history, begins_in="a")], process=report.process
        )
    ),
    "report in a notebook": of_report(lambda report: report._repr_html_()),
    "history in a notebook": lambda text: history_of(text)._repr_html_(),
    "scxml": lambda text: process_to_scxml(process_of(text)),
}


@pytest.mark.parametrize("name", WRITERS)
@given(hostile())
@example("\u202e\u200b\x1b\x07\x9b\ufe0f\U000e0041\ud800\ufffe\u2028 x\ny")
@at_most(20)
def test_hidden_characters_are_shown(name, text):
    """The output is that for the visible text, and nothing in it is hidden."""
    written = WRITERS[name](text)
    assert visible(written, keep_lines=True) == written
    assert WRITERS[name](visible(text, keep_lines=True)) == written


@pytest.mark.parametrize("name", [name for name in WRITERS if not name.startswith("svg")])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure(name, text):
    """The output has the tags, or the lines, of the output for a harmless text."""
    assert structure_of(WRITERS[name]("harmless")) == structure_of(WRITERS[name](text))


@pytest.mark.parametrize(
    "name", ["svg of a process", "svg of a case", "timeline", "strip", "timelines"]
)
@pytest.mark.parametrize("text", HOSTILE)
def test_pictures_have_only_shapes_and_words(name, text):
    """A picture is XML whose elements are shapes and texts, and one style sheet of our own.

    Words are only in the elements for them, because a viewer shows no others.
    """
    picture = ET.fromstring(WRITERS[name](text))  # noqa: S314 - our own
    shapes = {"svg", "title", "desc", "rect", "g", "path", "polygon", "circle", "text", "line"}
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {*shapes, "style"}
    assert {style.text for style in picture.iter(f"{SVG}style")} <= {HOVER_STYLE}
    for element in picture.iter():
        of_words = element.tag.removeprefix(SVG) in {"title", "desc", "text", "style"}
        between = [*([] if of_words else [element.text]), *(child.tail for child in element)]
        assert not "".join(filter(None, between)).strip()


def structure_of(written):
    """Return the tags of HTML and SCXML, the cells of Markdown, or the first word of each line."""
    if written.startswith("|"):
        return [line.count("|") for line in written.splitlines()]
    if not written.startswith("<"):
        return [re.match(r"\W*\w*", line)[0] for line in written.splitlines()]
    tags = []
    reader = html.parser.HTMLParser()
    reader.handle_starttag = lambda tag, attributes: tags.append((tag, len(attributes)))
    reader.feed(re.sub("(?s)<svg.*?</svg>", "<svg/>", written))
    return tags


# What is printed


@given(hostile())
@example("\u202e\u200b\x1b\x07\x9b\ufe0f\U000e0041\ud800\ufffe\u2028 x\ny")
@at_most(20)
def test_nothing_printed_is_hidden(text):
    """The representations of a history, a process and a report, and its findings, are visible."""
    history = history_of(text)
    with validators.disabled():
        unknown = NamedEvent("2018-01-01", what=text)
        history = evolve(history, events=[*history, unknown])
        process = evolve(process_of(text), name=text)
        report = tf.check(history, process)
    assert report.findings
    for value in (repr(history), repr(process), repr(report), *map(str, report.findings)):
        assert visible(value, keep_lines=True) == value
    assert "\n" not in repr(history) + repr(process) + repr(report)


def test_a_refusal_shows_what_is_hidden():
    """The message names the label, in which nothing can move the cursor."""
    with validators.disabled():
        process = process_of("\x1b[2J\u202e")
        case = tf.Case("Sandwell", process)
        case.record(NamedEvent("2016", what="go"))
        with pytest.raises(tf.MoveNotAllowed) as caught:
            case.record(NamedEvent("2017", what="go"))
    assert "\\x1b[2J\\u202e" in str(caught.value)
    assert visible(str(caught.value), keep_lines=True) == str(caught.value)
