"""What the README promises besides the code that it runs."""

import re
from pathlib import Path

from trustflow import TRUST_TRANSFER
from trustflow.wording import DISCLAIMER

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
MERMAID = re.search(r"```mermaid\nstateDiagram-v2\n(.*?)```", README, re.DOTALL)[1]
DIAGRAM = MERMAID.replace("#58;", ":")


def test_the_third_line_says_how_to_install():
    """As a dependency of one's own project."""
    assert "pip install trustflow" in README.splitlines()[2]


def test_the_first_commands_are_the_demo_and_the_tests():
    """In this order."""
    assert ["demo", "test"] == re.findall(r"^make (\w+)", README, re.MULTILINE)


def test_what_it_does_not_claim():
    """Word for word."""
    assert DISCLAIMER in README


def test_the_diagram_has_the_stages_of_the_card():
    """Those that the process emphasises, under their names."""
    drawn = dict(re.findall(r"^ +(\w+): (.+)$", DIAGRAM, re.MULTILINE))
    emphasised = {
        stage: text.label for stage, text in TRUST_TRANSFER.stages.items() if text.emphasised
    }
    assert emphasised == drawn


def test_the_diagram_has_moves_of_the_ordinary_route():
    """Each arrow is a standard move, by the words of its trigger."""
    arrows = re.findall(r"^ +(\w+) --> (\w+): (.+)$", DIAGRAM, re.MULTILINE)
    assert 3 == len(arrows)
    for stage, leads_to, words in arrows:
        moves = TRUST_TRANSFER.moves_from(stage)
        assert [leads_to] == [
            move.leads_to
            for move in moves
            if not move.stays
            and move.mark.label == "standard"
            and TRUST_TRANSFER.triggers[move.trigger] == words
        ]


def test_the_diagram_can_be_drawn():
    """Mermaid takes one colon a line; another one has to be escaped."""
    lines = [line for line in MERMAID.splitlines() if line.strip()]
    assert 7 == len(lines)
    assert all(1 == line.count(":") for line in lines)
