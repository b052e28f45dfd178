"""Journeys of users who have only the built wheel and the docs; `make journeys` runs them.

Each journey runs in an environment of its own, in which pip has installed the wheel, and the extras
and the other packages that the journey names, and nothing else.
"""

import os
import shutil
import subprocess
import sys

import pytest

WHEEL = os.environ.get("TRUSTFLOW_WHEEL")
collect_ignore_glob = [] if WHEEL else ["test_*.py"]


class Shell:
    """A folder in which commands of a fresh environment are run, as a user would type them."""

    def __init__(self, folder, binaries, today):
        self.folder = folder
        self.environment = {
            "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "TRUSTFLOW_TODAY": today,
        }
        self.commands = []

    def __call__(self, line, code=0):
        """Run a command line, assert its exit code, and return all that it prints."""
        self.commands.append(line)
        done = subprocess.run(  # noqa: S602 - the line is what a user types
            line,
            shell=True,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert code == done.returncode, f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """Return a function that returns the programs of a fresh environment with some packages."""
    made = {}

    def folder_with(extras, packages):
        if (extras, packages) not in made:
            folder = tmp_path_factory.mktemp("environment")
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            wanted = f"{WHEEL}[{','.join(extras)}]" if extras else WHEEL
            pip = [
                str(folder / "bin" / "pip"),
                "install",
                "--quiet",
                "--no-compile",
                wanted,
                *packages,
            ]
            subprocess.run(
                pip, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
            )
            made[extras, packages] = folder / "bin"
        return made[extras, packages]

    return folder_with


@pytest.fixture
def shell(installed, tmp_path):
    """Return a function that returns a shell with some extras and other packages, on a day."""
    assert shutil.which("sh")
    return lambda *extras, today, packages=(): Shell(tmp_path, installed(extras, packages), today)
