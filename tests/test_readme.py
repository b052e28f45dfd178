"""The README has its fixed parts; its code blocks are tested elsewhere."""

import re
from pathlib import Path

import trustflow as tf
from trustflow.cli import main
from trustflow.trust_transfer import TRUST_TRANSFER

PATH = Path(__file__).parents[1] / "README.md"
README = PATH.read_text(encoding="utf-8")
FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")


def test_the_third_line_says_how_to_install():
    """The third line contains the pip command, which installs this project."""
    assert "run `pip install .` in a clone of this repository" in README.splitlines()[2]


def test_the_first_commands_are_the_demo_and_the_tests():
    """The first two `make` commands in the README are `demo` and `test`."""
    assert ["demo", "test"] == re.findall(r"^make (\w+)", README, re.MULTILINE)


def test_the_readme_has_the_disclaimer():
    """The README contains the disclaimer word for word."""
    assert TRUST_TRANSFER.disclaimer in README


def test_the_diagram_is_up_to_date(holds):
    """The README contains the diagram of four stages as `diagram` writes it, in its block."""
    drawn = tf.diagram(tf.TRUST_TRANSFER, stages=FOUR, marks="standard")
    (shown,) = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
    holds(PATH, README.replace(shown, drawn))
    part = ["--stages", *FOUR, "--marks", "standard"]
    assert 0 == main(["diagram", *part, "--check", str(PATH)])


def test_the_diagram_has_the_emphasised_stages():
    """The four stages are those that the process emphasises."""
    stages = tf.TRUST_TRANSFER.stages
    assert list(FOUR) == [stage for stage, text in stages.items() if text.emphasised]
