"""The packages `dates`, `history` and `process` contain no word of the law."""

import re
from pathlib import Path

import pytest

import trustflow

ROOT = Path(trustflow.__file__).parent
LAW = re.compile(
    r"ofsted|council|children|commissioner|inspection|direction_|directions|secretary of state",
    re.IGNORECASE,
)
FILES = [path for kit in ("dates", "history", "process") for path in (ROOT / kit).glob("*.py")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_kit_has_no_word_of_law(path):
    """So users can build a process on another subject with these packages."""
    found = [line for line in path.read_text("utf-8").splitlines() if LAW.search(line)]
    assert [] == found
