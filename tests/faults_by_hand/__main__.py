"""Plant faults by hand, one at a time: python -m tests.faults_by_hand [--nearest] [FAULT ...].

Each fault is planted in a copy of the repository. The nearest tests run first, and then the others
that can see it, until tests of two functions have failed that pass without the fault. The tests
that found each fault are written to `found.md`. The exit code is 1 if fewer than two found one.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.faults_by_hand.faults import FAULTS, ROOT
from tests.faults_by_hand.found import read_found, write_found

LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", "build", "dist", "mutants"),
    *("__pycache__", ".hypothesis", ".*_cache"),
)
"""What the copy does not have."""
PYTEST = (
    *(sys.executable, "-m", "pytest", "-q", "-n0"),
    *("-p", "tests.faults_by_hand.first_failures", "-p", "no:cacheprovider"),
    "--continue-on-collection-errors",
)
"""The command that runs tests, one after another."""
MAX_SECONDS = 1800
"""The longest time that the tests of one fault may take."""
NICE = 10
ENOUGH = 2
"""The number of functions that must find a fault."""


class Copy:
    """A copy of the repository.

    Args:
        folder: The folder of the copy, which must not exist.
    """

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)

    def failed(self, tests, *, enough, left_out=(), marked="not long"):
        """Return the functions with a failed test.

        Args:
            tests: The tests to run: files, folders or ids of functions.
            enough: The number of functions after which the others are not run.
            left_out: The files, folders or ids that are not run.
            marked: The markers of the tests that are run.
        """
        found = self.folder / "failed.txt"
        found.write_text("", "utf-8")
        command = [
            *PYTEST,
            f"--found-by={found}",
            f"--enough={enough}",
            *("-m", marked),
            *(f"--deselect={name}" for name in left_out),
            *tests,
        ]
        environment = {
            **os.environ,
            "HYPOTHESIS_PROFILE": "ci",
            "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), str(self.folder)]),
        }
        try:
            subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=MAX_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            print(f"stopped after {MAX_SECONDS} seconds", file=sys.stderr)
        return found.read_text("utf-8").splitlines()

    def found_by(self, fault, *, only_nearest, left_out):
        """Return the functions that find a fault, two if there are so many.

        Args:
            fault: The fault.
            only_nearest: Whether only the nearest tests are run.
            left_out: The functions that do not count.
        """
        path = self.folder / fault.path
        sound = path.read_text("utf-8")
        path.write_text(fault.planted(sound), "utf-8")
        nearest = [f"tests/{name}" for name in fault.nearest]
        try:
            found = self.failed(nearest, enough=ENOUGH, left_out=left_out)
            if len(found) < ENOUGH and not only_nearest:
                ran = [*nearest, *left_out]
                found += self.failed(
                    others(fault),
                    enough=ENOUGH - len(found),
                    left_out=ran,
                    marked="not slow and not long",
                )
        finally:
            path.write_text(sound, "utf-8")
        return found


def others(fault):
    """Return the tests that can see a fault: those of its layer and of higher ones, then the rest.

    The journeys are left out, because they use the built wheel.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["id"] == "layers")
    # From the lowest layer to the highest.
    packages = [layer.split(" | ") for layer in reversed(layers)]
    lowest = next(place for place, names in enumerate(packages) if fault.path.parts[2] in names)
    seeing = [name for names in packages[lowest:] for name in names]
    folders = [name for name in seeing if (ROOT / "tests" / name).is_dir()]
    files = sorted(path.name for path in (ROOT / "tests").glob("test_*.py"))
    return [f"tests/{name}" for name in (*folders, "record", *files)]


def parser():
    """Return the parser of the arguments."""
    made = argparse.ArgumentParser(prog="tests.faults_by_hand", description=__doc__.splitlines()[0])
    names = [fault.name for fault in FAULTS]
    made.add_argument("faults", nargs="*", metavar="FAULT", help=f"any of {', '.join(names)}")
    made.add_argument("--nearest", action="store_true", help="run only the nearest tests")
    return made


def main():
    """Plant the faults that the arguments name, or all; return the exit code."""
    options = parser().parse_args()
    if unknown := set(options.faults) - {fault.name for fault in FAULTS}:
        parser().error(f"no such faults: {', '.join(sorted(unknown))}")
    os.nice(NICE)
    chosen = [fault for fault in FAULTS if not options.faults or fault.name in options.faults]
    left, found, failing = chosen, {}, set()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder, "copy"))
        while left:
            for fault in left:
                tests = copy.found_by(fault, only_nearest=options.nearest, left_out=failing)
                found[fault.name] = tests
                print(f"{fault.name}: {', '.join(tests) or 'not found'}", flush=True)
                write_found({**read_found(), fault.name: tests})
            # A test that fails without a fault has not found one.
            named = sorted({test for fault in left for test in found[fault.name]})
            failing |= set(copy.failed(named, enough=len(named)) if named else ())
            left = [fault for fault in left if not failing.isdisjoint(found[fault.name])]
    return 0 if all(len(tests) >= ENOUGH for tests in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
