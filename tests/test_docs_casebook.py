"""The pages of the docs on the casebook show what their code prints."""

import contextlib
import io
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PAGES = ("casebook.md", "how-long-it-takes.md")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_its_code_prints(name):
    """Each block of text after one of code is what that code prints, run from the top."""
    blocks = BLOCK.findall((DOCS / name).read_text("utf-8"))
    names = {}
    printed = ""
    compared = 0
    for language, text in blocks:
        if language == "python":
            written = io.StringIO()
            with contextlib.redirect_stdout(written):
                exec(compile(text, name, "exec"), names)  # noqa: S102 - our own page
            printed = written.getvalue()
        elif language == "text":
            assert text == printed
            compared += 1
    assert compared
