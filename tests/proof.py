"""Run the tests in parts that take about as long as each other, and gather the figures of each.

`python -m tests.proof 3/8` runs the third of eight parts, and `python -m tests.proof` prints the
figures. A part that has passed at this commit is not run again unless `--again` is given. Other
options are those of pytest. `make proof` and `make proof-table` call this module. It is also the
plugin of pytest that selects the tests and counts them.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

FIGURES = Path("build", "proof.jsonl")
"""The file with the figures: a line of JSON for each part that was run to its end."""
SECONDS = Path(__file__).parent / "data" / "proof_seconds.json"
"""The file with the seconds that tests took in `make proof`, with all examples."""
USUAL_SECONDS = {True: 150, False: 0.1}
"""The seconds of a test that is not in the file, by whether it tests a property."""
LEAST_KNOWN = 5
"""The least seconds of a test for which they are kept."""
EXAMPLES = re.compile(r"(\d+) passing[^,]*, (\d+) failing")
"""How the statistics of Hypothesis give the numbers of examples, in every version."""
TESTS = ("tests", "tests/proof_pairs.py")


# Parts


def part_of(text):
    """Return the number of a part and of all parts that a text such as ``3/8`` names."""
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text)
    if match and int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    msg = f"Invalid part: {text!r}. Expected a text such as 3/8, for the third of eight parts."
    raise argparse.ArgumentTypeError(msg)


def parts_of(seconds, count):
    """Return a number of sets of tests that take about as long as each other.

    Args:
        seconds: The seconds of each test, by its name.
        count: The number of sets.
    """
    parts, loads = [set() for _ in range(count)], [0] * count
    # Each test goes to the part with the least to do; the longest ones go first.
    for name in sorted(seconds, key=lambda name: (-seconds[name], name)):
        place = loads.index(min(loads))
        parts[place].add(name)
        loads[place] += seconds[name]
    return parts


def name_of(nodeid):
    """Return the name of a test without its parameters, which always run in one part."""
    return nodeid.partition("[")[0]


def seconds_of(items):
    """Return about how long each test takes, by its name."""
    known = json.loads(SECONDS.read_text("utf-8"))
    seconds = defaultdict(int)
    for item in items:
        seconds[name_of(item.nodeid)] += USUAL_SECONDS[hasattr(item.obj, "hypothesis")]
    return {name: known.get(name, usual) for name, usual in seconds.items()}


# The plugin of pytest


def pytest_addoption(parser):
    """Add the option `--part`."""
    parser.addoption("--part", type=part_of, default=(1, 1), help="run a part, such as 3/8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Select the tests of the part."""
    number, count = config.getoption("--part")
    part = parts_of(seconds_of(items), count)[number - 1]
    items[:] = [item for item in items if name_of(item.nodeid) in part]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Note how many examples of a property were tried, for the process that prints."""
    report = yield
    if report.when == "call":
        statistics = getattr(item, "hypothesis_statistics", "")
        tried = sum(sum(map(int, found)) for found in EXAMPLES.findall(statistics))
        report.user_properties.append(("examples", tried))
    return report


def pytest_configure(config):
    """Count the tests, in the process that prints."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Figures(config))


class Figures:
    """The figures of a part.

    Args:
        config: The configuration of pytest.
    """

    def __init__(self, config):
        number, count = config.getoption("--part")
        self.part = f"{number}/{count}"
        self.counts = Counter()
        self.seconds = Counter()

    def pytest_runtest_logreport(self, report):
        """Count a test, and the errors before and after it."""
        self.seconds[name_of(report.nodeid)] += report.duration
        self.counts["failures"] += report.failed
        if report.when == "call":
            self.counts["tests"] += 1
            self.counts["examples"] += dict(report.user_properties)["examples"]

    def pytest_sessionfinish(self, exitstatus):
        """Write the figures, unless the run was interrupted."""
        if exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            return
        slow = {name: round(each) for name, each in self.seconds.items() if each >= LEAST_KNOWN}
        figures = {
            **state(),
            "part": self.part,
            **{name: self.counts[name] for name in ("tests", "examples", "failures")},
            "seconds": round(sum(self.seconds.values())),
            "by_test": slow,
        }
        FIGURES.parent.mkdir(exist_ok=True)
        with FIGURES.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(figures)}\n")


def state():
    """Return the commit, with a plus if files differ from it, and the profile of Hypothesis."""
    commit, changes = (
        subprocess.run(["git", *words], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
        for words in (["rev-parse", "--short=8", "HEAD"], ["status", "--porcelain"])
    )
    return {
        "commit": f"{commit}+" if changes else commit,
        "profile": os.environ.get("HYPOTHESIS_PROFILE", "dev"),
    }


# The command


def figures_now():
    """Return the newest figures of each part at this commit, by the name of the part."""
    now = state().items()
    lines = FIGURES.read_text("utf-8").splitlines() if FIGURES.exists() else ()
    figures = [each for each in map(json.loads, lines) if each.items() >= now]
    return {each["part"]: each for each in figures}


def has_passed(part):
    """Return whether a part has passed at this commit, in which no file was changed since."""
    found = figures_now().get(part)
    return found is not None and not found["failures"] and not found["commit"].endswith("+")


def table():
    """Return the figures of all parts at this commit as a table, with their sum."""
    figures = sorted(figures_now().values(), key=lambda each: part_of(each["part"])[::-1])
    names = ("tests", "examples", "failures", "seconds")
    rows = [[each["part"], *(each[name] for name in names)] for each in figures]
    sums = ["all", *(sum(each[name] for each in figures) for name in names)]
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in ([*["part"], *names], *rows, sums)]
    lines.insert(1, "|---|--:|--:|--:|--:|")
    now = state()
    return "\n".join([f"commit {now['commit']}, profile {now['profile']}", "", *lines])


def _cell(value):
    return f"{value:,}" if isinstance(value, int) else value


def keep_seconds():
    """Write how long tests took to the file from which parts are made."""
    known = json.loads(SECONDS.read_text("utf-8"))
    for figures in figures_now().values():
        known |= figures["by_test"]
    SECONDS.write_text(json.dumps(known, indent=0, sort_keys=True) + "\n", "utf-8")


def main(arguments=None):
    """Run a part, or print the figures; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("part", nargs="?", type=lambda text: part_of(text) and text)
    parser.add_argument("--tests", nargs="+", default=TESTS, help="the files of the tests")
    parser.add_argument("--again", action="store_true", help="run a part that has passed too")
    parser.add_argument("--keep-seconds", action="store_true", help="make later parts of these")
    options, others = parser.parse_known_args(arguments)
    if options.keep_seconds:
        keep_seconds()
    if options.part is None:
        print(table())  # noqa: T201
        return 0
    if has_passed(options.part) and not options.again:
        print(f"Part {options.part} has passed at this commit.")  # noqa: T201
        return 0
    plugin = ["-p", "tests.proof", "--part", options.part]
    return int(pytest.main([*plugin, *others, *options.tests]))


if __name__ == "__main__":
    sys.exit(main())
