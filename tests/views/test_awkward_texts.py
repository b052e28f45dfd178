"""What is written for Mermaid, Graphviz and PlantUML is read back as the texts of the diagram."""

import itertools
import re
import xml.etree.ElementTree as ET

import pygraphviz
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine.io import load

from tests.awkward_texts import AWKWARD, awkward_process, awkward_processes
from tests.examples import at_most
from tests.views.samples import processes, short_history
from trustflow import casebook, testing
from trustflow.exchange import process_to_scxml
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import build_diagram, diagram
from trustflow.views.diagrams.model import CaseStatus
from trustflow.views.svg import plain

PROCESSES = (awkward_process(), *awkward_processes())
FORMS = ("mermaid", "dot", "plantuml")
COUNTS = {"counts": casebook.histories()}
MERMAID = re.compile(
    r'    s\d+\("(?P<label>[^"]+)"\)'
    r'|    (?P<start>s\d+) (-->|==>|-\.->)(\|"(?P<text>[^"|]+)"\|)? (?P<end>s\d+)'
    r"|    s0\(\( \)\)|    e0\(\(\( \)\)\)|    s\d+ --> e0|    linkStyle \d+(,\d+)* [\w#:., -]+"
    r"|    (classDef|class|style) .*|    %% [^%{}]*|    acc(Title|Descr): [^;]*(#\d+;[^;]*)*"
    r"|flowchart (TB|BT|LR|RL)|---|config:|  (theme: dark|layout: dagre)"
)
"""Every line that a diagram in Mermaid may have."""
PLANTUML = re.compile(
    r'state "(?P<label>[^"]+)" as stage\d+( <<\w+>>)?'
    r"|(?P<start>stage\d+) -\[[\w#,=]+\]-> (?P<end>stage\d+)( : (?P<text>.*))?"
)
CODES = {"mermaid": r"#(\d+);", "plantuml": r"<U\+([0-9A-F]+)>"}
BASES = {"mermaid": 10, "plantuml": 16}
BREAKS = {"mermaid": "<br/>", "plantuml": "\\n"}


def unescaped(text, form):
    """Return a text as the program reads it."""
    return re.sub(CODES[form], lambda match: chr(int(match[1], BASES[form])), text)


def read_back(text, form):
    """Return the labels of the stages, and the ends and the text of each arrow.

    A stage at the end of an arrow is its position among the stages.
    """
    if form == "dot":
        return read_dot(text)
    labels, arrows = [], []
    for line in text.splitlines():
        match = {"mermaid": MERMAID, "plantuml": PLANTUML}[form].fullmatch(line)
        assert match or form != "mermaid", line
        if match and match["label"]:
            labels.append(unescaped(match["label"], form))
        elif match and match["start"] and match["start"] != "s0":
            ends = (int(re.sub(r"\D", "", match[end])) - 1 for end in ("start", "end"))
            lines = (match["text"] or "").split(BREAKS[form])
            arrows.append((*ends, [unescaped(part, form) for part in lines if part]))
    return labels, arrows


def read_dot(text):
    """Return what `read_back` returns, as Graphviz reads the text."""
    graph = pygraphviz.AGraph(string=text)
    nodes = [node for node in graph.nodes() if node.attr["shape"] != "point"]
    arrows = [
        (nodes.index(edge[0]), nodes.index(edge[1]), read_lines(edge.attr["label"]))
        for edge in graph.edges()
        if edge[0] in nodes
    ]
    return [" ".join(read_lines(node.attr["label"])) for node in nodes], sorted(arrows)


def read_lines(label):
    """Return the lines that Graphviz draws for a label."""
    signs = re.findall(r"\\.|[^\\]", label)
    text = "".join("\n" if sign == r"\n" else sign[-1] for sign in signs)
    return [line for line in text.replace("&amp;", "&").split("\n") if line]


def check_texts(source, form, **options):
    """Check that a diagram is read back as its model: labels, ends and texts."""
    model = build_diagram(source, process=TRUST_TRANSFER, **options)
    labels, arrows = read_back(diagram(source, form, **options), form)
    is_dot = form == "dot"
    texts = [
        f"{box.label} {box.remark}" if is_dot and box.remark else box.text for box in model.boxes
    ]
    assert [plain(text) for text in texts] == labels
    assert len(arrows) == len(model.arrows)
    stages = [box.stage for box in model.boxes]
    assert [(arrow.start, arrow.end) for arrow in model.arrows] == [
        (stages[start], stages[end]) for start, end, _ in arrows
    ]
    limits = {} if form == "mermaid" else model.limits
    expected = [
        [*map(plain, arrow.texts(marked=form == "mermaid", limits=limits))]
        for arrow in model.arrows
    ]
    if form == "mermaid" and are_numbered(model):
        numbers = itertools.count(1)
        expected = [[str(next(numbers))] if texts else [] for texts in expected]
        arrows = [(*ends, [text.partition(" (")[0] for text in texts]) for *ends, texts in arrows]
    # In Mermaid and DOT, long labels are broken into lines.
    assert [re.sub("[ ·]", "", "".join(texts)) for texts in expected] == [
        re.sub("[ ·]", "", "".join(texts)) for *_, texts in arrows
    ]


def are_numbered(model):
    """Return whether the arrows of a diagram in Mermaid have numbers."""
    labelled = [arrow for arrow in model.arrows if arrow.texts()]
    is_case = any(arrow.case_status is not CaseStatus.NO_CASE for arrow in labelled)
    return len(labelled) > 12 and not is_case


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("process", PROCESSES, ids=range(len(PROCESSES)))
def test_sixty_awkward_texts(process, form):
    """Every awkward name and label is shown as text."""
    check_texts(process, form, marks="all")


def test_there_are_sixty_awkward_texts():
    """No text is in the list twice."""
    assert 60 == len(set(AWKWARD)) == len(AWKWARD)


@given(processes() | testing.processes(), st.sampled_from(FORMS), st.booleans())
@at_most(40)
def test_any_process_is_read_back(process, form, dark):
    """Ids are distinct, every label is shown as text, and every arrow joins declared stages."""
    check_texts(process, form, marks="all", dark=dark)


@given(processes() | testing.processes(), st.sampled_from(("mermaid", "plantuml")))
@at_most(40)
def test_moves_that_stay_are_in_their_stage(process, form):
    """They are lines in the box of the stage, or a note if they stay in every stage."""
    model = build_diagram(process, process=process, marks="all", stays=True)
    text = diagram(process, form, marks="all", stays=True)
    shown = unescaped(text, form)
    assert not re.search(r"^ *(s\d+|stage\d+) -\S* *(\|.*\|)? ?\1\b", text, re.MULTILINE)
    # Mermaid has no legend, so its arrows have the bounds themselves.
    limits = {} if form == "mermaid" else model.limits
    for arrow in model.arrows:
        for words in arrow.texts(limits=limits) if arrow.stays else ():
            assert plain(words) in shown


@pytest.mark.parametrize("form", FORMS)
def test_the_trust_transfer_is_read_back(form):
    """So are the whole process, with counts and without, and a case."""
    for source, options in [(TRUST_TRANSFER, {}), (TRUST_TRANSFER, COUNTS), (short_history(), {})]:
        check_texts(source, form, **options)


@pytest.mark.parametrize("process", PROCESSES, ids=range(len(PROCESSES)))
def test_another_tool_reads_the_scxml(process):
    """The ids are valid in XML and distinct, and the names are in attributes."""
    text = process_to_scxml(process)
    states = [element for element in ET.fromstring(text) if "id" in element.attrib]  # noqa: S314
    ids = [state.get("id") for state in states]
    assert len(set(ids)) == len(process.stages)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) for name in ids)
    names = [state.get("{urn:trustflow:scxml:1}name", state.get("id")) for state in states]
    # A character that cannot be seen is an escape.
    assert names == [name.replace("\u200d", "\\u200d") for name in process.stages]
    assert [ids[0]] == [*load(text, format="scxml")().configuration_values]


def test_moves_that_stay_in_every_stage_are_in_a_note():
    """Mermaid has them in a comment once, and not in each box."""
    text = diagram(TRUST_TRANSFER, stays=True)
    assert 1 == text.count("support and supervision started")
    assert re.search("%% in every stage also: .*; support and supervision started; ", text)
