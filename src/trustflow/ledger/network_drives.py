"""Find out whether a folder is on a network drive."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["drive_type_of"]

NETWORK_TYPES = (
    *("9p", "afs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "gpfs", "lustre", "ncp", "nfs"),
    *("prl_fs", "pvfs2", "smb", "vboxsf", "virtiofs", "fuse."),
)
"""The beginnings of the names of file systems that are on other machines, or can be."""
LOCAL_PROGRAMS = frozenset(
    {"fuse.bindfs", "fuse.cryfs", "fuse.encfs", "fuse.fuse-overlayfs", "fuse.gocryptfs"}
    | {"fuse.mergerfs", "fuse.ntfs-3g", "fuse.unionfs"}
)
"""The file systems of programs that show files of this machine."""
MOUNTS = Path("/proc/self/mounts")
TYPE_FIELD = 2
"""The field of a line of the mounts that has the type; the one before it has the folder."""
WINDOWS_REMOTE = 4
"""The answer of Windows for a drive on another machine."""


def drive_type_of(folder: Path) -> str | None:
    """Return the kind of network drive that a folder is on; None if it is on a local disk.

    Where the operating system does not say, the folder counts as local.
    """
    if sys.platform == "win32":  # pragma: no cover - only Windows has `windll`
        import ctypes

        root = os.path.splitdrive(folder)[0] + "\\"
        is_remote = root.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(root) == WINDOWS_REMOTE
        )
        return "Windows share" if is_remote else None
    return _type_of(folder.resolve(), _mounts())


def _mounts() -> list[tuple[Path, str]]:
    """Return each mounted file system, with its folder and its type."""
    try:
        text = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return []
    fields = [line.split(" ") for line in text.split("\n")]
    return [
        (Path(_unescaped(each[1])), each[TYPE_FIELD]) for each in fields if len(each) > TYPE_FIELD
    ]


def _type_of(folder: Path, mounts: list[tuple[Path, str]]) -> str | None:
    """Return the type of the file system of a folder, if it is on another machine."""
    nearest = [mount for mount in mounts if folder.is_relative_to(mount[0])]
    if not nearest:
        return None
    # Of several at one folder, the last one is seen.
    _, kind = max(enumerate(nearest), key=lambda each: (len(each[1][0].parts), each[0]))[1]
    return kind if kind.startswith(NETWORK_TYPES) and kind not in LOCAL_PROGRAMS else None


def _unescaped(text: str) -> str:
    """Return a path of the list of mounts, where spaces and the like are octal escapes."""
    for code in (" ", "\t", "\n", "\\"):
        text = text.replace(f"\\{ord(code):03o}", code)
    return text
