"""The messages for the mistakes that people make with the kit are those in a reviewed file.

`make regenerate` rewrites the file.
"""

import ast
import re
from pathlib import Path

import pytest

import trustflow as tf
from tests.kit_mistakes import MISTAKES, letter, message_of
from trustflow import dates, history, process
from trustflow.errors import TrustflowError

GOLDEN = Path(__file__).parent / "golden" / "kit_mistakes.txt"


def indented(text):
    """Return a text with each line indented."""
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def test_the_messages_are_those_of_the_golden_file(holds):
    """Each mistake has what was meant, the code and the message."""
    parts = []
    for number, mistake in enumerate(MISTAKES, start=1):
        kind, message = message_of(mistake.code)
        parts.append(
            f"{number}. {mistake.meant}\n{indented(mistake.code)}\n{kind.__name__}: {message}\n"
        )
    holds(GOLDEN, "\n".join(parts))


@pytest.mark.parametrize("mistake", MISTAKES, ids=range(1, len(MISTAKES) + 1))
def test_each_mistake_is_refused_with_an_error_of_ours(mistake):
    """The error can be caught as a TrustflowError, and its message has a few lines."""
    kind, message = message_of(mistake.code)
    assert issubclass(kind, TrustflowError)
    assert len(message.splitlines()) <= 4


def test_the_mistakes_are_different_ones():
    """Code that is right gives no message."""
    assert len(MISTAKES) == len({code for _, code in MISTAKES})
    assert message_of("letter()") is None


def examples_in(message):
    """Yield the calls and collections, as code, that a message recommends."""
    for marker in re.finditer(r"Example: |such as |Did you mean ", message):
        text = message[marker.end() :]
        for end in re.finditer(r"[)\]}]", text):
            code = text[: end.end()]
            try:
                tree = ast.parse(code, mode="eval").body
            except SyntaxError:
                continue
            if isinstance(tree, ast.Call | ast.Dict | ast.List):
                yield code
            break


@pytest.mark.parametrize("mistake", MISTAKES, ids=range(1, len(MISTAKES) + 1))
def test_each_example_in_a_message_can_be_copied(mistake):
    """What a message recommends is accepted."""
    names = {**vars(dates), **vars(history), **vars(process), **vars(tf), **vars(tf.events)}
    names |= {"process": letter(), "history": tf.History("x"), "check": tf.check, "due": tf.due}
    for code in examples_in(message_of(mistake.code)[1]):
        eval(code, dict(names))  # noqa: S307 - code of our messages


def test_most_messages_have_an_example_to_copy():
    """So the test above finds the examples."""
    found = [mistake for mistake in MISTAKES if [*examples_in(message_of(mistake.code)[1])]]
    assert len(found) > len(MISTAKES) / 3
