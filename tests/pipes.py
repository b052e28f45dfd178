"""Named pipes and open pipes that threads fill and empty, for tests of streams."""

import os
import threading
from contextlib import contextmanager


@contextmanager
def fed(path, data):
    """Make a named pipe that a thread writes data into, as soon as somebody reads it."""
    os.mkfifo(path)
    with _in_thread(path.write_bytes, data):
        yield path


@contextmanager
def emptied(path):
    """Make a named pipe; yield a list that gets what was written into it, when the block ends."""
    os.mkfifo(path)
    read = []
    with _in_thread(lambda: read.append(path.read_bytes())):
        yield read


@contextmanager
def open_pipe(data):
    """Yield the path ``/dev/fd/N`` of an open pipe that contains data, as `<(…)` gives."""
    ours, theirs = os.pipe()
    with _in_thread(_write_and_close, theirs, data):
        try:
            yield f"/dev/fd/{ours}"
        finally:
            os.close(ours)


def _write_and_close(descriptor, data):
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


@contextmanager
def _in_thread(function, *arguments):
    # A daemon does not keep a failed test from ending.
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    yield
    thread.join(timeout=30)
    assert not thread.is_alive()
