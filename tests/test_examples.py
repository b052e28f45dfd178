"""Every example script runs without changes, prints something and is short."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.py"))
APART = {
    "check_on_spark": "the example needs a JDK, and `make spark` runs it",
}
ENDING = [path for path in EXAMPLES if path.stem not in APART]
MODULES = sorted((Path(__file__).parent.parent / "examples").glob("*/*.py"))
"""The modules of the examples that are packages, which have tests of their own."""


def test_there_are_examples():
    """Without this test, the other tests would pass on an empty folder."""
    assert len(EXAMPLES) - len(APART) == len(ENDING) > 0


@pytest.mark.slow
@pytest.mark.parametrize("path", ENDING, ids=lambda path: path.stem)
def test_example_runs(path, tmp_path, tmp_path_factory):
    """A script runs in any folder, with warnings as errors, and writes nothing to stderr."""
    command = [sys.executable, "-W", "error", str(path)]
    # Without this, Hypothesis writes its database to the working folder.
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


@pytest.mark.parametrize(("paths", "most_lines"), [(EXAMPLES, 60), (MODULES, 250)])
def test_an_example_is_short_and_has_a_docstring(paths, most_lines):
    """A script begins with a docstring and has fewer than sixty lines; a module is short too."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""'), path
        assert len(text.splitlines()) < most_lines, path


@pytest.mark.parametrize(
    "path", [*EXAMPLES, *MODULES], ids=lambda path: f"{path.parent.stem}/{path.stem}"
)
def test_example_imports_no_private_module(path):
    """A script imports from trustflow and its packages only, not from modules inside them."""
    imported = re.findall(
        r"^(?:from|import) (trustflow[\w.]*)", path.read_text("utf-8"), re.MULTILINE
    )
    assert imported or path in MODULES
    assert all(re.fullmatch(r"trustflow(\.[a-z]\w*)?", module) for module in imported)
