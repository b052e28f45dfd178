"""A plugin of pytest that ends the run when tests of enough functions have failed.

It writes the ids of these functions to a file. A test that takes too long has failed. Hypothesis
does not look for a shorter example of a failure, which nobody would read.
"""

import signal
from pathlib import Path

from hypothesis import Phase, settings

MAX_SECONDS = 120
"""The longest time that a test may take."""


def pytest_addoption(parser):
    """Add the options: the file, and the number of functions that is enough."""
    parser.addoption("--found-by", type=Path, help="the file for the ids of the failed functions")
    parser.addoption("--enough", type=int, help="the number of functions that is enough")


def pytest_configure(config):
    """Begin without a failed function."""
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("faults", settings.default, phases=phases)
    settings.load_profile("faults")
    options = config.getoption("--found-by"), config.getoption("--enough")
    config.pluginmanager.register(_FirstFailures(*options))


class _FirstFailures:
    """Collects the functions with a failed test."""

    def __init__(self, path, enough):
        self.path = path
        self.enough = enough
        self.failed = {}
        self.session = None

    def pytest_sessionstart(self, session):
        self.session = session
        signal.signal(signal.SIGALRM, _end_test)

    def pytest_runtest_setup(self):
        signal.alarm(MAX_SECONDS)

    def pytest_runtest_logreport(self, report):
        if report.when == "teardown":
            signal.alarm(0)
        self._note(report)

    def pytest_collectreport(self, report):
        self._note(report)

    def _note(self, report):
        if report.failed:
            self.failed[report.nodeid.partition("[")[0]] = None
            if len(self.failed) >= self.enough:
                self.session.shouldstop = "enough functions have failed"

    def pytest_sessionfinish(self):
        self.path.write_text("".join(f"{each}\n" for each in self.failed), "utf-8")


def _end_test(_number, _frame):
    msg = f"The test takes more than {MAX_SECONDS} seconds."
    raise TimeoutError(msg)
