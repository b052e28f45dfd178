"""Try a random sample of mutants: python -m tests.mutant_sample NUMBER SEED [PACKAGE ...].

`make mutant-sample` runs it; tests/mutants.md describes it.
"""

import hashlib
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.mutant_sample import report
from tests.mutant_sample.changes import mutants_of
from tests.mutant_sample.reach import Reach, body_lines, first_changed_line
from tests.mutant_sample.selection import modules, near_tests, package_of, stages_of_tests
from tests.mutant_sample.trial import KILLED, Copy

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build/mutant-sample"


class Trial(NamedTuple):
    """What became of a mutant.

    Attributes:
        path: The module.
        result: Whether the mutant was killed.
        test: The test that failed, or None.
        text: The result with the mutant as a difference.
    """

    path: Path
    result: str
    test: str | None
    text: str


def main():
    """Try the mutants, print each that survives, and write the table."""
    number, seed, *packages = sys.argv[1:]
    safe, unsafe = modules(packages, ROOT)
    everything = [mutant for path in safe for mutant in mutants_of(path, ROOT)]
    chosen = random.Random(int(seed))  # noqa: S311 - a sample, no secret
    sample = chosen.sample(everything, min(int(number), len(everything)))
    names = " ".join(packages) or "all packages"
    heading = [
        f"{len(sample)} of {len(everything)} mutants of {names}, seed {seed}",
        *(f"left out, as it deletes files or ends processes: {path}" for path in unsafe),
    ]
    print(*heading, sep="\n", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        copy = Copy(ROOT, Path(folder))
        trials = [*_trials(copy, sample)]
        wrong = _killing_nothing(copy, trials)
    counted = [(trial.path, trial.result) for trial in trials if trial.test not in wrong]
    end = [*(f"fails on the unchanged code too: {test}" for test in wrong), report.table(counted)]
    print(*end, sep="\n")
    alive = [trial.text for trial in trials if trial.result != KILLED]
    text = "\n\n".join(["\n".join(heading), *alive, "\n".join(end)])
    (FOLDER / "report.txt").write_text(text + "\n", "utf-8")
    sys.exit(bool(wrong))


def _trials(copy, sample):
    """Try each mutant; yield a trial, and print what became of the mutant."""
    reach = {}
    for index, mutant in enumerate(sample, 1):
        package = package_of(mutant.path)
        near = near_tests(package, ROOT)
        if near and package not in reach:
            reach[package] = _reach(copy, package, near)
        start = time.monotonic()
        old, new = (ROOT / mutant.path).read_text("utf-8"), mutant.code()
        lines = body_lines(old, first_changed_line(old, new))
        reaching = reach[package].tests(mutant.path, lines) if near else set()
        with copy.changed(mutant.path, new):
            result, failed = copy.result_of(stages_of_tests(mutant.path, reaching, ROOT), near)
        name = f"{mutant.path}: {mutant.function}"
        seconds = time.monotonic() - start
        print(f"{index}/{len(sample)} {result} in {seconds:.0f} s: {name}", *failed, flush=True)
        difference = report.diff(mutant.path, old, new)
        if result != KILLED:
            print(difference, flush=True)
        yield Trial(
            mutant.path, result, next(iter(failed), None), f"{result}: {name}\n{difference}"
        )


def _reach(copy, package, tests):
    """Return which tests run which lines; record it if the code has changed since."""
    files = sorted(path for top in ("src", "tests") for path in (ROOT / top).rglob("*.py"))
    state = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    record = FOLDER / f"{package}-{state}"
    if not record.exists():
        for outdated in FOLDER.glob(f"{package}-*"):
            outdated.unlink()
        print(f"recording which lines the tests of {package} run", flush=True)
        for failed in copy.record(tests, record):
            print(f"fails on the unchanged code: {failed}", flush=True)
    return Reach(record)


def _killing_nothing(copy, trials):
    """Return the tests that killed a mutant and also fail on the code without a change."""
    tests = sorted({trial.test for trial in trials if trial.test})
    return copy.failing(tests) if tests else []


if __name__ == "__main__":
    main()
