"""The parts of `make mutant-sample` that need neither mutmut nor a change of the library."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutant_sample import report, trial
from tests.mutant_sample.reach import Reach, body_lines, first_changed_line
from tests.mutant_sample.selection import (
    is_destructive,
    modules,
    near_tests,
    stages_of_tests,
)

ROOT = Path(__file__).parents[1]
EXPLORER = Path("src/trustflow/views/explorer/page.py")
CODE = """
def half(number=2):
    def inner():
        return number
    return inner() / 2
"""
TESTS = """
import pytest
import time
from half import half
def test_of_four():
    assert half(4) == 2
def test_that_runs_nothing():
    if half(0):
        time.sleep(60)
@pytest.mark.slow
def test_of_six():
    assert half(6) == 3
"""


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Return a copy of a project with one module and one file of tests."""
    project, folder = tmp_path / "project", tmp_path / "copies"
    for file, text in {"src/half.py": CODE, "tests/test_half.py": TESTS}.items():
        (project / file).parent.mkdir(parents=True)
        (project / file).write_text(text, "utf-8")
    (project / "pytest.ini").write_text("[pytest]\nmarkers =\n    slow: takes long\n", "utf-8")
    folder.mkdir()
    monkeypatch.setattr(trial, "SECONDS_PER_TEST", 2)
    return trial.Copy(project, folder)


def test_a_name_selects_the_modules_of_a_package_or_one_module():
    """Other modules whose names begin alike are not selected."""
    safe, _ = modules(["views/explorer", "cli/legs", "_text"], ROOT)
    assert EXPLORER.parent in {path.parent for path in safe}
    others = [str(path) for path in safe if EXPLORER.parent not in path.parents]
    assert ["src/trustflow/_text.py", "src/trustflow/cli/legs.py"] == others


def test_modules_that_delete_files_are_left_out():
    """The modules are either safe or left out, and those known to delete files are left out."""
    safe, unsafe = modules([], ROOT)
    assert {*(ROOT / "src/trustflow").rglob("*.py")} == {ROOT / path for path in safe + unsafe}
    assert {"atomic.py", "atomic_folder.py", "file_lock.py"} <= {path.name for path in unsafe}


@pytest.mark.parametrize(
    "code",
    ["path.unlink()", "shutil.rmtree(path)", "rmtree(path)", "os.kill(1, 9)", "a.replace(path)"],
)
def test_what_deletes_renames_or_kills_is_destructive(code):
    """A function or method with such a name is, whatever it is called on."""
    assert is_destructive(f"def act():\n    {code}")


@pytest.mark.parametrize(
    "code", ["'a'.replace('a', 'b')", "event.replace(on=1)", "names.remove(1)"]
)
def test_changes_of_values_are_not_destructive(code):
    """Texts, events and lists have methods with similar names."""
    assert not is_destructive(code)


def test_the_tests_of_a_package_are_in_its_folder_or_at_the_top():
    """A package without a folder of tests has a file, and what has neither has no tests."""
    assert [f"tests/views/{file.name}" for file in sorted(ROOT.glob("tests/views/test_*"))] == (
        near_tests("views", ROOT)
    )
    assert ["tests/test_sphinx.py"] == near_tests("sphinx", ROOT)
    assert ["tests/test_text.py"] == near_tests("_text", ROOT)
    assert [] == near_tests("_lazy", ROOT)


def test_the_nearest_tests_come_first():
    """Nearest are files with a word of the module's name, then the package, then the top."""
    explorer, chart = "tests/views/test_explorer.py::test_b", "tests/views/test_charts.py::test_a"
    nearest, near, top = stages_of_tests(EXPLORER, {chart, explorer}, ROOT)
    assert ([explorer], [chart]) == (nearest, near)
    assert "tests/test_wrong_arguments.py" in top
    assert {"tests"} == {str(Path(file).parent) for file in top}


def test_a_module_that_no_test_is_known_to_run_has_all_tests_of_its_package():
    """It runs on import, in another process or compiled."""
    nearest, near, _ = stages_of_tests(EXPLORER, set(), ROOT)
    assert "tests/views/test_explorer.py" in nearest
    assert near_tests("views", ROOT) == sorted(nearest + near)
    table = Path("src/trustflow/sphinx/table.py")
    assert [["tests/test_sphinx.py"]] == stages_of_tests(table, set(), ROOT)


def test_the_lines_of_the_innermost_function_are_found():
    """A default is outside the body of its function, because it runs on import."""
    bodies = [[2], [3, 4, 5], [4], [3, 4, 5]]
    assert bodies == [[*body_lines(CODE, line)] for line in (2, 3, 4, 5)]
    assert 5 == first_changed_line(CODE, CODE.replace("/ 2", "/ 3"))


def test_a_record_gives_the_tests_that_run_a_line(copy, tmp_path, monkeypatch):
    """A line that also runs on import gives none, because any test can depend on it."""
    monkeypatch.setattr(trial, "COVERAGE", trial.COVERAGE.replace("trustflow", "half"))
    assert [] == copy.record(["tests"], tmp_path / "reach")
    reach = Reach(tmp_path / "reach")
    names = {f"tests/test_half.py::{name}" for name in ("test_of_four", "test_that_runs_nothing")}
    assert names == reach.tests("src/half.py", [4])
    assert set() == reach.tests("src/half.py", [2, 4])


@pytest.mark.parametrize(
    ("change", "result", "failed"),
    [
        (("", ""), trial.SURVIVED, []),
        (("/ 2", "/ 3"), trial.KILLED, ["tests/test_half.py::test_of_four"]),
        (("def half", "def whole"), trial.KILLED, ["tests/test_half.py"]),
        (("/ 2", "/ 2 or 1"), trial.TIMED_OUT, []),
    ],
)
def test_a_mutant_is_killed_by_a_failed_test(copy, change, result, failed):
    """A failed test and a failed import kill it, a test without an end is counted apart."""
    with copy.changed(Path("src/half.py"), CODE.replace(*change)):
        assert (result, failed) == copy.result_of([["tests/test_half.py"]], [])
    assert [] == copy.failing(["tests/test_half.py::test_of_four"])


def test_slow_tests_run_last(copy):
    """They run only if they are named for it, and no fast test has failed."""
    tests = ["tests/test_half.py"]
    slow = [f"{tests[0]}::test_of_six"]
    with copy.changed(Path("src/half.py"), CODE.replace("/ 2", "/ 2 - number // 6")):
        assert (trial.SURVIVED, []) == copy.result_of([tests], [])
        assert (trial.KILLED, slow) == copy.result_of([tests], tests)
    assert (trial.SURVIVED, []) == copy.result_of([tests], tests)


def test_a_process_of_the_tests_changes_no_file_outside_the_copy(tmp_path):
    """Deleting, renaming and writing are refused outside a folder, and work inside it."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    code = """
import os, pathlib, shutil, sys
inside, outside = map(pathlib.Path, sys.argv[1:])
for change in (
    lambda: outside.write_text("x"),
    lambda: os.open(outside, os.O_CREAT),
    outside.unlink,
    outside.rmdir,
    lambda: outside.chmod(0),
    lambda: os.truncate(outside, 0),
    lambda: (inside / "file").rename(outside),
    lambda: outside.rename(inside / "other"),
    lambda: shutil.rmtree(outside),
):
    (inside / "file").write_text("x")
    try:
        change()
    except PermissionError as error:
        assert "outside the copy" in str(error)
    else:
        raise AssertionError("not refused")
(inside / "file").rename(inside / "folder")
(inside / "folder").unlink()
(inside / "folder").mkdir()
(inside / "folder/file").touch()
shutil.rmtree(inside / "folder")
open(os.devnull, "w").close()
"""
    environment = {**os.environ, "MUTANT_FOLDER": str(inside), "PYTHONPATH": str(trial.GUARD)}
    arguments = [sys.executable, "-B", "-c", code, str(inside), str(outside)]
    subprocess.run(arguments, check=True, env=environment)
    assert [] == [*inside.iterdir()]
    assert not outside.exists()


def test_the_interval_of_a_share_is_that_of_wilson():
    """The values are those of R, prop.test(…, correct = FALSE), to three digits."""
    rounded = {
        args: tuple(round(end, 3) for end in report.share_between(*args))
        for args in [(60, 60), (0, 10), (57, 60)]
    }
    assert {(60, 60): (0.940, 1.0), (0, 10): (0.0, 0.278), (57, 60): (0.863, 0.983)} == rounded
    assert (0.0, 1.0) == report.share_between(0, 0)


def test_the_table_counts_each_package():
    """A mutant whose tests do not end is counted apart, and did not survive."""
    results = [
        (EXPLORER, trial.KILLED),
        (EXPLORER, trial.TIMED_OUT),
        (Path("src/trustflow/_text.py"), trial.SURVIVED),
    ]
    expected = """
package           tried   killed  survived  timed out  not survived     95 % interval
_text                 1        0         1          0          0.0%      0.0% – 79.3%
views                 2        1         0          1        100.0%    34.2% – 100.0%
together              3        1         1          1         66.7%     20.8% – 93.9%"""
    assert expected[1:] == report.table(results)


def test_a_difference_shows_the_changed_lines():
    """Two lines around a change are shown."""
    text = report.diff("half.py", CODE, CODE.replace("/ 2", "/ 3"))
    assert ["-    return inner() / 2", "+    return inner() / 3"] == text.splitlines()[-2:]
