"""Every example script runs as it stands, says something, and is short."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.py"))


def test_there_are_examples():
    """An empty folder would pass every other test."""
    assert EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path, tmp_path, tmp_path_factory):
    """Anywhere, with warnings as errors, and without a word on the error stream."""
    command = [sys.executable, "-W", "error", str(path)]
    # Hypothesis keeps what it knows in the folder it is run in, unless told of another.
    storage = {"HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path_factory.mktemp("hypothesis"))}
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | storage,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_short_and_says_what_it_shows(path):
    """Under sixty lines, with a docstring first."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) < 60
