"""The messages for mistakes that people make with the kit are those in a reviewed file.

`make regenerate` rewrites the file.
"""

from pathlib import Path

import pytest

from tests.kit_mistakes import MISTAKES, message_of
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
