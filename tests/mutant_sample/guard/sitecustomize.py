"""Refuse to write, rename or delete a file outside the folder that MUTANT_FOLDER names.

Python imports this module at its start if its folder is in PYTHONPATH. So it also guards the
processes that a test starts, whatever a mutant does.
"""

import os
import sys
from pathlib import Path

FOLDER = Path(os.environ["MUTANT_FOLDER"]).resolve()
PATHS = {
    "os.chmod": 1, "os.chown": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.truncate": 1,
    "shutil.rmtree": 1,
}  # fmt: skip
"""The number of paths with which the arguments of an event begin."""
WITHOUT_FOLDER = {"os.truncate", "shutil.rmtree"}
"""Events whose last argument is no open folder to which the path is relative."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
DEVICES = ("/dev/", "/proc/")
"""Folders with files that may be opened for writing, but not removed."""


def is_inside(path):
    """Return whether a path, or the link that it is, lies in the folder."""
    place = Path(os.fsdecode(path))
    return (place.parent.resolve() / place.name).is_relative_to(FOLDER)


def refuse(event, arguments):
    """Raise an error if an event changes a file outside the folder."""
    if event in PATHS:
        # `shutil.rmtree` removes a name in an open folder; it was asked about the folder before.
        if event not in WITHOUT_FOLDER and arguments[-1] != -1:
            return
        paths = [path for path in arguments[: PATHS[event]] if not isinstance(path, int)]
    elif event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & WRITING:
        paths = [] if os.fsdecode(arguments[0]).startswith(DEVICES) else [arguments[0]]
    else:
        return
    for path in paths:
        if not is_inside(path):
            raise PermissionError(f"{event} outside the copy: {path!r}")


sys.addaudithook(refuse)
