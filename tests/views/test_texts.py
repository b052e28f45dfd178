"""The text formats: golden files, hostile labels, and how Mermaid and Graphviz read the text."""

import html
import re
import xml.etree.ElementTree as ET

import mermaidx
import pygraphviz
import pytest
from attrs import validators
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import at_most
from tests.views.golden import CASES, ENDINGS, path_of
from tests.views.samples import FOUR, HOSTILE, labels, processes, short_history
from trustflow.process import Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram
from trustflow.views.diagrams.escapes import dot_string, mermaid_text, plantuml_text
from trustflow.views.svg.text import plain


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", ENDINGS)
def test_golden(name, form, holds):
    """A diagram equals its golden file."""
    holds(path_of(name, form), CASES[name](form))


@pytest.mark.parametrize("name", CASES)
def test_mermaid_draws_every_word(name):
    """The picture that Mermaid draws shows every stage and every label."""
    text = CASES[name]("mermaid")
    shown = seen_by_mermaid(text)
    labels = re.findall(r's\d+\("(.*)"\)', text)
    words = [line for found in re.findall(r'\|"(.*)"\|', text) for line in found.split("<br/>")]
    assert labels
    assert words
    for each in (*labels, *words):
        assert unescaped(each) in shown


@pytest.mark.parametrize("words", HOSTILE)
def test_mermaid_draws_hostile_words_as_text(words):
    """Mermaid shows any label as text and never as markup."""
    svg = mermaidx.render(diagram(tiny(words), "mermaid")).svg()
    assert "<script" not in svg
    assert " ".join(plain(words).split()) in text_of(svg)


@pytest.mark.slow
@given(processes())
@settings(max_examples=4)  # each example takes nearly a second
def test_mermaid_draws_any_process(process):
    """Mermaid draws any process with all its stages."""
    shown = seen_by_mermaid(diagram(process, "mermaid"))
    for text in process.stages.values():
        assert " ".join(plain(text.label).split()) in shown


@given(labels())
@example("x-y")
@example("x--y")
def test_escapes_are_read_as_the_text(words):
    """Mermaid and PlantUML read an escaped label as the plain label."""
    assert plain(words) == unescaped(mermaid_text(words))
    decoded = re.sub(
        r"<U\+([0-9A-F]+)>", lambda match: chr(int(match[1], 16)), plantuml_text(words)
    )
    assert plain(words) == decoded


@given(labels())
@example('"\\')
@example("\\N\\G")
def test_graphviz_draws_the_text(words):
    """Graphviz draws an escaped label as the plain label."""
    graph = pygraphviz.AGraph(string=f"digraph {{ a [label={dot_string([words])}] }}")
    svg = graph.draw(format="svg", prog="dot").decode()
    drawn = ET.fromstring(svg)  # noqa: S314 - Graphviz wrote it
    shown = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert plain(words).split() == " ".join(shown).replace("\u00a0", " ").split()


@pytest.mark.parametrize("name", CASES)
def test_graphviz_reads_every_diagram(name):
    """Graphviz reads as many nodes and edges as the text has."""
    text = CASES[name]("dot")
    graph = pygraphviz.AGraph(string=text)
    assert text.count(" -> ") == graph.number_of_edges()
    assert text.count("shape=point") + text.count("peripheries=") == graph.number_of_nodes()


@given(processes())
@at_most(25)
def test_plantuml_has_one_statement_a_line(process):
    """Whatever the labels are, every line is one of the intended statements."""
    statement = re.compile(
        r"@startuml|@enduml|title .*|(left to right|top to bottom) direction|hide empty description"
        r"|skinparam .*|  \w+(<<\w+>>)? #[0-9a-f]{6}|}"
        r'|state "[^"]*" as stage\d+( <<\w+>>)?|\[\*\] --> stage\d+|stage\d+ --> \[\*\]'
        r"|stage\d+ -\[#[0-9a-f]{6}(,\w+)*\]-> stage\d+( : .*)?"
        r"|legend|  ([\w ,.;:()'’·-]|<U\+[0-9A-F]+>)+|endlegend"
    )
    for line in diagram(process, "plantuml").splitlines():
        assert statement.fullmatch(line), line


@given(processes(), st.sampled_from(sorted(ENDINGS)))
@at_most(25)
def test_the_same_gives_the_same(process, form):
    """The text is deterministic and contains no control characters."""
    text = diagram(process, form)
    assert text == diagram(process, form)
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("name", ["process", "every", "case"])
def test_mermaid_marks_dashes_where_the_move_is(name):
    """An arrow is dashed if its label, or its entry for the number, names the mark for it."""
    text = CASES[name]("mermaid")
    links = re.findall(r'^    \w+ (-->|==>|-\.->)(?:\|"(.*)"\|)? \w+$', text, flags=re.MULTILINE)
    key = dict(re.findall(r"%% (\d+)\. .*?: (.*)", text))
    styles = {
        int(number): style
        for numbers, style in re.findall(r"linkStyle (\S+) (.*)", text)
        for number in numbers.split(",")
    }
    assert any("dasharray" in style for style in styles.values())
    for number, (line, label) in enumerate(links):
        marked = set(re.findall(r"\((attested|possible)\)$", key.get(label, label)))
        dashes = re.findall(r"stroke-dasharray:([\d. ]+)", styles.get(number, ""))
        assert (line == "-.->") == bool(dashes)
        if dashes and label:
            assert {"6 4": {"attested"}, "1.5 4": {"possible"}}[dashes[0]] == marked


def test_final_stages_lead_to_an_end():
    """A final stage leads to the end state, or has a second outline."""
    process = tiny("done")
    assert "s2 --> e0" in diagram(process, "mermaid")
    assert "stage2 --> [*]" in diagram(process, "plantuml")
    assert "peripheries=2" in diagram(process, "dot")


@pytest.mark.parametrize("form", ["mermaid", "dot", "plantuml"])
def test_a_case_has_numbers_dates_and_confidence(form):
    """Moves that a case made have a number and a date; low confidence is in words."""
    text = re.sub(r"<br/>|\\n", " ", unescaped(diagram(short_history(), form)))
    for words in ("1. inspection published", "4. trust went live", "low confidence"):
        assert words in text


def tiny(words):
    """Return a process of two stages with the words as labels."""
    with validators.disabled():  # otherwise the process would refuse some of the words
        return Process(
            name="tiny",
            title="Tiny",
            stages={"a": StageInfo(words, "m"), "b": StageInfo("the other stage", "m", final=True)},
            initial="a",
            triggers={"go": words},
            moves=[Move("go", "a", "b")],
            rules=[],
        )


def unescaped(text):
    """Return a text as Mermaid reads it: with each code replaced by its character."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), text)


def text_of(svg):
    """Return the text of an SVG document, with its title and its description."""
    bare = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<br ?/>|<[^>]*>", " ", bare)).split())


def seen_by_mermaid(text):
    """Return the text of the picture that Mermaid draws."""
    return text_of(mermaidx.render(text).svg())


def test_dark_without_anything_to_dash():
    """A dark diagram sets the dark theme even if no arrow needs a style."""
    text = diagram(TRUST_TRANSFER, stages=FOUR, marks="standard", dark=True)
    assert ["---", "config:", "  layout: dagre", "  theme: dark", "---"] == text.splitlines()[:5]
