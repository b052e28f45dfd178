"""What the README promises besides the code that it runs."""

import re
from pathlib import Path

import trustflow as tf
from trustflow.trust_transfer import TRUST_TRANSFER

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")


def test_the_third_line_says_how_to_install():
    """As a dependency of one's own project."""
    assert "pip install trustflow" in README.splitlines()[2]


def test_the_first_commands_are_the_demo_and_the_tests():
    """In this order."""
    assert ["demo", "test"] == re.findall(r"^make (\w+)", README, re.MULTILINE)


def test_what_it_does_not_claim():
    """Word for word."""
    assert TRUST_TRANSFER.disclaimer in README


def test_the_diagram_is_what_the_definition_gives():
    """The four stages of the card, as the command draws them."""
    drawn = tf.diagram(tf.TRUST_TRANSFER, stages=FOUR, standard=True, direction="right")
    assert [drawn] == re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)


def test_the_diagram_has_the_stages_of_the_card():
    """Those that the process emphasises."""
    stages = tf.TRUST_TRANSFER.stages
    assert list(FOUR) == [stage for stage, text in stages.items() if text.emphasised]
