"""Open the ledger that the options name, and read its cases."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeVar

from .._text import without_passwords
from ..errors import InvalidValue, UnknownCase, joined, quoted
from .ledger_options import VARIABLE, is_in_ledger, signature
from .output import complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..case import Case
    from ..history import History
    from ..ledger import Entry, Ledger, StoredCase
    from ..process import Process

__all__ = [
    "begin_case",
    "each_of_process",
    "entry_time",
    "entry_words",
    "last_entry",
    "ledger_case",
    "ledger_history",
    "opened_ledger",
    "redacted_places",
    "stored_cases",
]

Value = TypeVar("Value")


def opened_ledger(
    options: argparse.Namespace, *, create: bool = False, also: Iterable[Process] = ()
) -> Ledger:
    """Return the ledger that the options name, which stays open until the command ends.

    Args:
        options: The arguments of the command.
        create: Whether to make a ledger that does not exist.
        also: Other processes of its cases than the one that the options name.

    Raises:
        ValueError: No ledger is named, or there is no ledger at the place.
        MissingExtra: SQLAlchemy is not installed.
        LedgerFailed: The database cannot be opened.
    """
    known: Ledger | None = getattr(options, "open_ledger", None)
    if known is not None:
        return known
    if not options.ledger:
        msg = f"Name the ledger with --ledger PLACE, or in the environment variable {VARIABLE}."
        raise ValueError(msg)
    # Here, because only a command that uses a ledger needs the package for databases.
    from ..ledger import Ledger

    processes = {each.name: each for each in (*also, options.process)}
    try:
        ledger = Ledger(options.ledger, processes=processes.values(), create=create)
    except FileNotFoundError:
        shown = without_passwords(options.ledger)
        msg = f"There is no ledger {shown}. Make it with: trustflow ledger init --ledger {shown}"
        raise ValueError(msg) from None
    options.closing.enter_context(ledger)
    options.open_ledger = ledger
    return ledger


def ledger_history(name: str, options: argparse.Namespace) -> History:
    """Return the history of a case of the ledger, perhaps as it was recorded on a day.

    Raises:
        UnknownCase: The ledger does not have it, or did not have it on that day.
    """
    from .inputs import day_text

    day = getattr(options, "recorded_on", None)
    recorded_on = None if day is None else day_text(day)
    return opened_ledger(options).history(name, recorded_on=recorded_on)


def stored_cases(names: Sequence[str], options: argparse.Namespace) -> Iterator[StoredCase]:
    """Yield cases of the ledger, perhaps as they were recorded on a day, with one read of it.

    Without names, they are all that can be read with the process; the others are left out as by
    `each_of_process`.

    Args:
        names: The names of the cases.
        options: The arguments of the command.

    Raises:
        UnknownCase: The ledger does not have one of the names, or did not have it on that day.
    """
    from .inputs import day_text

    day = getattr(options, "recorded_on", None)
    left_out = _LeftOut(options)
    yield from opened_ledger(options).read_all(
        names or None,
        recorded_on=None if day is None else day_text(day),
        on_unread=_refuse if names else left_out.note,
    )
    left_out.complain()


def _refuse(_name: str, error: Exception) -> NoReturn:
    raise error


class _LeftOut:
    """The cases that a command leaves out, because it cannot read them with its process.

    Args:
        options: The arguments of the command, which then exits with 1 unless a case is only of
            another process.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._of_others: list[str] = []

    def note(self, name: str, error: Exception) -> None:
        """Note why a case is left out.

        Raises:
            InvalidValue: The error is another one than that of a case that cannot be read.
        """
        if isinstance(error, InvalidValue):
            if error.what != "process":
                raise error
            self._of_others.append(name)
            return
        self._options.has_failed = True
        complain(f"{quoted(name)} is left out, because it cannot be read. {error}")

    def complain(self) -> None:
        """Name the cases of another process on standard error."""
        if self._of_others:
            names = joined(self._of_others)
            complain(f"Left out, because they are of another process: {names}. Use --process.")


def each_of_process(
    names: Iterable[str], read: Callable[[str], Value], options: argparse.Namespace
) -> Iterator[Value]:
    """Yield what is read of each case; name on standard error those that are left out.

    They are the cases of another process, and those that cannot be read, for which the command
    then exits with 1. A case that was removed meanwhile, or was not there yet on the day asked
    about, is left out too.

    Args:
        names: The names of the cases.
        read: What reads a case, such as a method of the ledger.
        options: The arguments of the command.
    """
    from ..ledger import BadLedger

    left_out = _LeftOut(options)
    for name in names:
        try:
            value = read(name)
        except (InvalidValue, BadLedger) as error:
            left_out.note(name, error)
        except UnknownCase:
            continue
        else:
            yield value
    left_out.complain()


def begin_case(case: Case, options: argparse.Namespace) -> None:
    """Begin a case in the ledger, and keep its version in the options.

    Raises:
        InvalidValue: The ledger has a case of that name.
    """
    entry = opened_ledger(options).create(case.history, **signature(options))
    options.version = entry.version


@contextmanager
def ledger_case(options: argparse.Namespace) -> Iterator[Case]:
    """Yield a live case of the ledger whose changes are recorded when the block ends.

    The version after them is kept in the options.

    Raises:
        UnknownCase: The ledger does not have the case.
        StaleCase: The case does not have the version that the options expect, or somebody changed
            it before the block ended.
    """
    name, expected = options.file, options.expected_version
    ledger = opened_ledger(options)
    version = ledger.entries(name)[-1].version if expected is None else expected
    edit = ledger.edit(name, expected_version=version, **signature(options))
    with edit as case:
        yield case
    options.version = edit.version


def last_entry(options: argparse.Namespace) -> Entry | None:
    """Return the last entry of the case that the options name; None if it is not in a ledger.

    Of a case as it was recorded on an earlier day, it is None too: nobody changes that case.
    """
    if not is_in_ledger(options) or options.recorded_on is not None:
        return None
    return opened_ledger(options).entries(options.history)[-1]


def entry_words(entry: Entry) -> str:
    """Return the version of a case, and who made the last change of it, and when."""
    by = "" if entry.recorded_by is None else f" by {quoted(entry.recorded_by)}"
    return f"Version {entry.version}, recorded{by} at {entry_time(entry)} UTC."


def entry_time(entry: Entry) -> str:
    """Return when an entry was recorded, in UTC, without parts of a second."""
    return f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}"


def redacted_places(entry: Entry) -> dict[str, Sequence[str]]:
    """Return where each entry was overwritten, by its id, as the entry of a redaction says."""
    return {target: said["places"] for target, said in entry.data["targets"].items()}
