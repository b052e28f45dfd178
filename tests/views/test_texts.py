"""The text formats: golden files, what real readers make of them, and hostile words."""

import html
import re
import sys
import time
import xml.etree.ElementTree as ET

import mermaidx
import pygraphviz
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import at_most
from tests.views.golden import CASES, ENDINGS, path_of
from tests.views.samples import FOUR, HOSTILE, labels, processes, road
from trustflow.process import Move, Process, StageInfo
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import diagram
from trustflow.views.diagrams import mermaid, plantuml
from trustflow.views.diagrams.dot import quoted
from trustflow.views.svg.text import plain


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", ENDINGS)
def test_golden(name, form):
    """A diagram is what it was; if it should differ, run python -m tests.views.golden."""
    assert path_of(name, form).read_text("utf-8") == CASES[name](form)


@pytest.mark.parametrize("name", CASES)
def test_mermaid_draws_every_word(name):
    """A real Mermaid shows each stage and each word of each move."""
    text = CASES[name]("mermaid")
    shown = seen_by_mermaid(text)
    for label in re.findall(r'state "(.*)" as', text):
        assert read(label) in shown
    for words in re.findall(r" --> .*?: (.*)", text):
        for line in words.split("<br/>"):
            assert read(line) in shown


@pytest.mark.parametrize("words", HOSTILE)
def test_mermaid_draws_hostile_words_as_text(words):
    """Whatever the words are, Mermaid shows them, and makes nothing else of them."""
    svg = mermaidx.render(diagram(tiny(words), "mermaid")).svg()
    assert "<script" not in svg
    assert " ".join(plain(words).split()) in text_of(svg)


@given(processes())
@settings(max_examples=4)  # of nearly a second each, at night too
def test_mermaid_draws_any_process(process):
    """Any process gives text that Mermaid draws, with all its stages."""
    shown = seen_by_mermaid(diagram(process, "mermaid"))
    for text in process.stages.values():
        assert " ".join(plain(text.label).split()) in shown


@given(labels())
@example("x-y")
@example("x--y")
def test_escapes_are_undone_by_reading(words):
    """What Mermaid and PlantUML read is the text that is meant."""
    assert plain(words) == read(mermaid.escaped(words))
    hexed = re.sub(
        r"<U\+([0-9A-F]+)>", lambda found: chr(int(found[1], 16)), plantuml.escaped(words)
    )
    assert plain(words) == hexed


@given(labels())
@example('"\\')
@example("\\N\\G")
def test_graphviz_reads_what_is_meant(words):
    """A label is the text itself for Graphviz, drawn by it as it is."""
    graph = pygraphviz.AGraph(string=f"digraph {{ a [label={quoted(words)}] }}")
    svg = graph.draw(format="svg", prog="dot").decode()
    drawn = ET.fromstring(svg)  # noqa: S314 - Graphviz wrote it
    shown = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert plain(words).split() == " ".join(shown).replace("\u00a0", " ").split()


@pytest.mark.parametrize("name", CASES)
def test_graphviz_reads_every_diagram(name):
    """Graphviz finds as many stages and moves as the drawing has."""
    text = CASES[name]("dot")
    graph = pygraphviz.AGraph(string=text)
    assert text.count(" -> ") == graph.number_of_edges()
    assert text.count("shape=point") + text.count("peripheries=") == graph.number_of_nodes()


@given(processes())
@at_most(25)
def test_plantuml_has_one_statement_a_line(process):
    """Every line is one of the statements we mean, whatever the words are."""
    statement = re.compile(
        r"@startuml|@enduml|title .*|(left to right|top to bottom) direction|hide empty description"
        r"|skinparam .*|  \w+(<<\w+>>)? #[0-9a-f]{6}|}"
        r'|state "[^"]*" as stage\d+( <<\w+>>)?|\[\*\] --> stage\d+|stage\d+ --> \[\*\]'
        r"|stage\d+ -\[#[0-9a-f]{6}(,\w+)*\]-> stage\d+( : .*)?"
    )
    for line in diagram(process, "plantuml").splitlines():
        assert statement.fullmatch(line), line


@given(processes(), st.sampled_from(sorted(ENDINGS)))
@at_most(25)
def test_the_same_gives_the_same(process, form):
    """Text is deterministic, and no character in it is a control character."""
    text = diagram(process, form)
    assert text == diagram(process, form)
    assert text.replace("\n", "").isprintable()


def test_mermaid_of_the_process_is_quick():
    """The process as Mermaid takes less than 5 ms: the best of a few, other work aside."""
    diagram(TRUST_TRANSFER, "mermaid")
    took = []
    for _ in range(7):
        start = time.process_time()
        diagram(TRUST_TRANSFER, "mermaid")
        took.append(time.process_time() - start)
    assert min(took) < (0.005 if sys.gettrace() is None else 0.05)  # coverage counts lines


def test_mermaid_marks_dashes_where_the_move_is():
    """The style that dashes an arrow names the arrow that Mermaid has in that place."""
    text = diagram(TRUST_TRANSFER, "mermaid")
    arrows = re.findall(r"^    \S+ --> .*$", text, flags=re.MULTILINE)
    settings_line = re.search(r"themeCSS: (.*)", text)[1]
    for rule, word in (("6 4", "(attested)"), ("1.5 4", "(possible)")):
        selectors = re.search(rf"([^}}]*){{ stroke-dasharray: {rule};", settings_line)[1]
        dashed = {int(place) for place in re.findall(r"edge(\d+)", selectors)}
        lines = [arrow.split(": ", 1)[-1].split("<br/>") for arrow in arrows]
        marked = {
            place for place, words in enumerate(lines) if all(each.endswith(word) for each in words)
        }
        assert marked == dashed


def test_final_stages_lead_to_an_end():
    """A final stage is followed by the end mark."""
    process = tiny("done")
    assert "b --> [*]" in diagram(process, "mermaid")
    assert "stage2 --> [*]" in diagram(process, "plantuml")
    assert "peripheries=2" in diagram(process, "dot")


@pytest.mark.parametrize("form", ["mermaid", "dot", "plantuml"])
def test_a_case_says_what_it_rests_on(form):
    """Steps are numbered and dated, and low confidence is said in words."""
    text = diagram(road(), form)
    for words in ("1. inspection published", "4. trust went live", "low confidence"):
        assert words in text


def tiny(words):
    """A process of two stages with the words everywhere."""
    label = "".join(each for each in words if each.isprintable() or each in "\n\t") or "x"
    return Process(
        name="tiny",
        title="Tiny",
        stages={"a": StageInfo(label, "m"), "b": StageInfo("end", "m", final=True)},
        initial="a",
        triggers={"go": words},
        moves=[Move("go", "a", "b")],
        rules=[],
    )


def read(text):
    """A text as Mermaid reads it: numbers are characters."""
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def text_of(svg):
    """The text that a browser shows of an SVG, the title and description, too."""
    bare = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<br ?/>|<[^>]*>", " ", bare)).split())


def seen_by_mermaid(text):
    """The text of the picture that a real Mermaid makes."""
    return text_of(mermaidx.render(text).svg())


def test_dark_without_anything_to_dash():
    """A dark diagram asks for the dark theme, also where no arrow needs a style of its own."""
    text = diagram(TRUST_TRANSFER, stages=FOUR, standard=True, dark=True)
    assert ["---", "config:", "  theme: dark", "---"] == text.splitlines()[:4]
