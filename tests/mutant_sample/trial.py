"""Run tests on a copy of the project, in which a mutant takes the place of a module."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["KILLED", "SURVIVED", "TIMED_OUT", "Copy"]

KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"
SECONDS_PER_TEST = 60
SECONDS_PER_SLOW_TEST = 600
SLOW = ("-m", "(slow or proof) and not long")
SECONDS_PER_RUN = 3600
NOT_COPIED = (".*cache", ".git", ".hypothesis", ".venv", "__pycache__", "build", "dist", "mutants")
GUARD = Path(__file__).parent / "guard"
NO_TESTS = 5
"""The exit status of pytest if it has selected no test."""
OPTIONS = ("-qq", "-n0", "--no-header", "--tb=no", "-m", "not (slow or long or proof)")
COVERAGE = "[run]\nsource_pkgs = trustflow\nrelative_files = true\n"


class Copy:
    """A copy of the project in a temporary folder, outside which the tests can change no file."""

    def __init__(self, root, folder):
        self._folder = folder
        self._root = folder / "project"
        self._home = folder / "home"
        self._last_failed = self._root / ".pytest_cache/v/cache/lastfailed"
        self._home.mkdir()
        shutil.copytree(root, self._root, ignore=shutil.ignore_patterns(*NOT_COPIED))
        # A server of PostgreSQL that root starts runs as another user, in a folder below this one.
        for each in (folder, self._home):
            each.chmod(0o755)

    @contextmanager
    def changed(self, path, code):
        """Put code in the place of a file while the block runs."""
        file = self._root / path
        original = file.read_bytes()
        # Python would take compiled code for that of a source of the same second and size.
        compiled = Path(importlib.util.cache_from_source(file))
        try:
            compiled.unlink(missing_ok=True)
            file.write_text(code, "utf-8")
            yield
        finally:
            file.write_bytes(original)
            compiled.unlink(missing_ok=True)

    def record(self, tests, file):
        """Run tests once, write the lines that each runs to a file, and return what failed."""
        settings = self._home / "coverage.ini"
        settings.write_text(COVERAGE, "utf-8")
        options = ["--cov", "--cov-context=test", "--cov-report=", f"--cov-config={settings}"]
        self._run([*options, *tests], COVERAGE_FILE="reach", MUTANT_UNDER_TEST="stats")
        shutil.move(self._root / "reach", file)
        return self._failed()

    def result_of(self, stages, slow):
        """Run tests until one fails; return the result and what failed.

        Args:
            stages: Lists of tests, of which the fast ones run.
            slow: Tests of which the slow ones and the proofs run last.
        """
        runs = [[*_limit(SECONDS_PER_TEST), *tests] for tests in stages]
        if slow:
            runs.append([*_limit(SECONDS_PER_SLOW_TEST), *SLOW, *slow])
        for arguments in runs:
            result = self._run(["-x", *arguments])
            if result != SURVIVED:
                return result, self._failed()
        return SURVIVED, []

    def failing(self, tests):
        """Return those of the tests that fail."""
        self._run(["-m", "not long", *tests])
        return self._failed()

    def _run(self, arguments, **variables):
        """Run pytest; return the result."""
        self._last_failed.unlink(missing_ok=True)
        with TemporaryDirectory(dir=self._home) as temporary:
            Path(temporary).chmod(0o755)
            environment = {
                **os.environ,
                "HOME": str(self._home),
                "HYPOTHESIS_PROFILE": "mutants",
                "MUTANT_FOLDER": str(self._folder),
                "PYTHONPATH": f"{GUARD}{os.pathsep}{self._root / 'src'}",
                "TMPDIR": temporary,
                **variables,
            }
            # Thousands of names of tests may be too long for a command.
            listed = Path(temporary, "arguments")
            listed.write_text("\n".join([*OPTIONS, *arguments]), "utf-8")
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", f"@{listed}"],
                cwd=self._root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            try:
                _, errors = process.communicate(timeout=SECONDS_PER_RUN)
            except subprocess.TimeoutExpired:
                return TIMED_OUT
            finally:
                _end(process, temporary)
        if process.returncode in {0, NO_TESTS}:
            return SURVIVED
        return TIMED_OUT if "Timeout (" in errors else KILLED

    def _failed(self):
        """Return the tests and files that failed in the last run."""
        try:
            return [*json.loads(self._last_failed.read_text("utf-8"))]
        except FileNotFoundError:
            return []


def _limit(seconds):
    """Return the options that end pytest if a test takes longer."""
    limit = f"faulthandler_timeout={seconds}"
    return ["-o", limit, "-o", "faulthandler_exit_on_timeout=true"]


def _end(process, temporary):
    """End what a run of tests has left: its processes, and a server of PostgreSQL."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for file in Path(temporary).glob("pg-*/data/postmaster.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(file.read_text("utf-8").split()[0]), signal.SIGQUIT)
