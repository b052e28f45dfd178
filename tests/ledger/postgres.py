"""A server of PostgreSQL for the tests, on a socket in a temporary folder, never as root."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

__all__ = ["killable_server", "programs", "require_programs", "running_server"]

USERS = ("postgres", "nobody")
"""The users of which the first that exists runs the server if the tests run as root."""
OPTIONS = "-c listen_addresses= -c max_connections=60"
TRIES = 100


def programs():
    """Return the folder of the newest server's programs, or None if none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def require_programs():
    """Skip a test where no server is installed; fail in the gate, which installs one."""
    if programs() is None:
        assert not os.environ.get("CI"), "install the package postgresql, as .ci/run does"
        pytest.skip("the package postgresql is not installed")


def other_user():
    """Return the arguments of a process that drop the rights of root."""
    if os.geteuid():
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = next(known[name] for name in USERS if name in known)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def running_server():
    """Yield the URL of a server that stops when the block ends."""
    with killable_server("-c fsync=off") as (url, _):
        yield url


@contextmanager
def killable_server(options):
    """Yield the URL of a server, and a function that kills the server and starts it again.

    Args:
        options: The options of the server.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    rights = other_user()
    if rights:
        os.chown(folder, rights["user"], rights["group"])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(program, *arguments):
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run(
                [str(programs() / program), "-D", str(folder / "data"), *arguments],
                check=True,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **rights,
            )

    def start():
        run("pg_ctl", "-w", "-o", f"-k {folder} {OPTIONS} {options}", "start")

    def kill():
        number = (folder / "data" / "postmaster.pid").read_text().split("\n")[0]
        os.kill(int(number), signal.SIGKILL)
        for _ in range(TRIES):
            # Its children have to notice that it is gone.
            with suppress(subprocess.CalledProcessError):
                start()
                return
        msg = "the server does not start again"
        raise RuntimeError(msg)

    try:
        run("initdb", "-U", "keeper", "-A", "trust", "--no-sync", "-E", "UTF8")
        start()
        try:
            yield f"postgresql+psycopg://keeper@/postgres?host={folder}", kill
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)
