"""Write a file so that a crash leaves either the old file or the new one, complete."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import InvalidValue, quoted
from .inputs import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

__all__ = ["TEMPORARY", "is_replaced", "naming", "replacing", "sync_folder", "write_atomically"]

TEMPORARY = ".trustflow-"
"""The start of the name of every temporary file and folder."""
NEW_FILE_MODE = 0o666
"""The permissions of a new file; the operating system applies the umask to them."""
PRIVATE_MODE = 0o600
"""The permissions of a temporary file until it gets those of the file that it replaces."""
SEPARATORS = (os.sep, os.altsep or os.sep)
"""The characters at the end of a path that say that it is the path of a folder."""
MAX_LINKS = 40
"""The most symbolic links that are followed, as on Linux."""


def write_atomically(
    path: str | os.PathLike[str], data: bytes, *, mode: int = NEW_FILE_MODE
) -> None:
    """Write bytes to a file; a crash leaves the old file or the new one, complete.

    If the path is a symbolic link, the file that it leads to is replaced, and the link stays. An
    existing file keeps its owner, group and permissions, as far as the operating system allows it;
    a file that must not be written to is refused. A device, a named pipe or an open file such as
    ``/dev/stdout`` is written into, as `replacing` describes.

    Args:
        path: The path of the file.
        data: The bytes.
        mode: The permissions of a new file, from which the operating system takes those of the
            umask.

    Raises:
        InvalidValue: The path or the data are of another type.
        OSError: The file cannot be written to; it is then unchanged.
    """
    if not isinstance(data, bytes):
        raise InvalidValue(quoted(data), "data", "Expected bytes, such as text.encode().")
    with replacing(path, mode=mode) as file:
        file.write(data)


@contextmanager
def replacing(
    path: str | os.PathLike[str],
    *,
    temporary: str | None = None,
    is_new: bool = False,
    mode: int = NEW_FILE_MODE,
) -> Iterator[BinaryIO]:
    """Yield a temporary file that replaces the file at a path when the block ends.

    If the block raises an error, the temporary file is deleted and the old file stays. Otherwise
    the data are synced to disk before the temporary file is renamed.

    Only a regular file is replaced. If the path leads to a device, a named pipe or a file that is
    already open (``/dev/stdout``, ``/dev/fd/3``), the block writes straight into that, and what it
    wrote before an error stays there.

    Args:
        path: The path of the file.
        temporary: The name of the temporary file; a random one by default.
        is_new: Whether the file must not exist yet. A file that another program creates at the
            same time is then never replaced.
        mode: The permissions of a new file, from which the operating system takes those of the
            umask.

    Raises:
        OSError: The path is a folder, or cannot be written to; the file is then unchanged. The
            error names the path, never a temporary file.
    """
    path = path_of(path)
    try:
        with (
            _replacement(path, temporary, is_new=is_new, mode=mode)
            if is_replaced(path)
            else _stream(path)
        ) as file:
            yield file
    except OSError as error:
        if not _is_temporary(error.filename):
            raise
        raise _named(error, path) from None


def is_replaced(path: str | os.PathLike[str]) -> bool:
    """Return whether `replacing` replaces what is at a path, instead of writing into it.

    Raises:
        OSError: The path is a folder, or the operating system cannot look at it.
    """
    if _descriptor(path_of(path)) is not None:
        return False
    status = _status(path)
    if os.fspath(path).endswith(SEPARATORS) or (status and stat.S_ISDIR(status.st_mode)):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    return status is None or stat.S_ISREG(status.st_mode)


@contextmanager
def _replacement(
    path: str | os.PathLike[str], name: str | None, *, is_new: bool, mode: int
) -> Iterator[BinaryIO]:
    """Yield a temporary file that is renamed to a path when the block ends."""
    target = Path(os.path.realpath(path))
    old = _status(target)
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
    # The temporary name does not contain the target's name: if that is long, the two together
    # could exceed the longest name that the operating system allows.
    import secrets

    temporary = target.parent / (name or f"{TEMPORARY}{secrets.token_hex(8)}")
    first_mode = mode if old is None else PRIVATE_MODE
    raw = _NamedFile(
        temporary, "x", opener=lambda name, flags: os.open(name, flags, first_mode), path=path
    )
    try:
        with io.BufferedWriter(raw) as file:
            yield file
            file.flush()
            with naming(path):
                os.fsync(file.fileno())
        if old is not None:
            _copy_access(old, temporary)
        if is_new:
            _move_new(temporary, target)
        else:
            temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _copy_access(old: os.stat_result, temporary: Path) -> None:
    """Give a temporary file the owner, the group and the permissions of the file it replaces."""
    mode = stat.S_IMODE(old.st_mode)
    new = temporary.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:  # only an administrator can give a file to another user
            try:
                os.chown(temporary, -1, old.st_gid)
            except PermissionError:
                # The file has another group now, which may do only what everybody may.
                mode = mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    temporary.chmod(mode)


def _move_new(temporary: Path, target: Path) -> None:
    """Rename a temporary file, unless there is a file with its new name.

    Raises:
        FileExistsError: There is one.
    """
    try:
        # Unlike a rename, a link never takes the place of a file.
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        temporary.replace(target)
    else:
        temporary.unlink()


@contextmanager
def _stream(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Yield what a path leads to, open for writing; nothing is created or made shorter."""
    unwanted = os.O_CREAT | os.O_TRUNC
    with naming(path):
        descriptor = _descriptor(path)
        # A copy of a descriptor keeps its place in a file, so that earlier output is kept.
        raw = (
            _NamedFile(
                path, "w", opener=lambda name, flags: os.open(name, flags & ~unwanted), path=path
            )
            if descriptor is None
            else _NamedFile(os.dup(descriptor), "w", path=path)
        )
    with io.BufferedWriter(raw) as file:
        yield file


class _NamedFile(io.FileIO):
    """A file open for writing whose errors name another path than that of the file."""

    def __init__(self, *arguments: Any, path: str | os.PathLike[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._path = path

    def write(self, data: ReadableBuffer, /) -> int:
        """Write data as `io.FileIO` does, and name the path in an error."""
        with naming(self._path):
            return super().write(data)


@contextmanager
def naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Name a path in every error that the operating system raises in the block."""
    try:
        yield
    except OSError as error:
        raise _named(error, path) from None


def _named(error: OSError, path: str | os.PathLike[str]) -> OSError:
    """Return an error of the operating system with a path in place of its own."""
    return OSError(error.errno, error.strerror, os.fspath(path))


def _is_temporary(name: object) -> bool:
    """Return whether an error is about a temporary file, or a file in a temporary folder."""
    return isinstance(name, str) and any(part.startswith(TEMPORARY) for part in Path(name).parts)


def _status(path: str | os.PathLike[str]) -> os.stat_result | None:
    """Return the status of what is at a path, or None if there is nothing."""
    try:
        return Path(path).stat()
    except FileNotFoundError:
        return None


def _descriptor(path: str | os.PathLike[str]) -> int | None:
    """Return the number of the open file that a path such as ``/dev/stdout`` leads to, or None.

    The links are followed one by one: the last one leads from the number to the file itself.
    """
    place = Path(path)
    for _ in range(MAX_LINKS):
        if place.name.isdecimal() and os.path.realpath(place.parent) == os.path.realpath("/dev/fd"):
            return int(place.name)
        if not place.is_symlink():
            return None
        place = place.parent / place.readlink()
    return None


def sync_folder(folder: Path) -> None:
    """Sync the names of the files in a folder to disk, if the operating system can open it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
