"""Run the command `trustflow`, or report that another package has overwritten trustflow.

pip installs packages that share a folder over each other. This module is outside that folder, and
imports only the standard library, so that it works when the folder is no longer ours.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]

DISTRIBUTION = "trustflow-england"
PACKAGE = "trustflow"


def main() -> int:
    """Run the command line tool, and return its exit code.

    Returns:
        The exit code of the command; 2 if another package has overwritten files of trustflow, or
        files are missing; 130 if the start is interrupted.
    """
    try:
        command = _command()
    except KeyboardInterrupt:
        print(f"{PACKAGE}: interrupted", file=sys.stderr)
        return 130
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the code may be another project's
        return _explain(error)
    try:
        return command()
    except Exception as error:  # noqa: BLE001 - as above: most modules load on first use
        return _explain(error)


def _command() -> Callable[[], int]:
    """Return the command; raise an `ImportError` if the package is not ours."""
    import trustflow

    if not _is_ours():
        found = getattr(trustflow, "__file__", None) or f"A folder without __init__.py, {PACKAGE},"
        msg = f"{found} is not from {DISTRIBUTION}"
        raise ImportError(msg, name=PACKAGE)
    from trustflow.cli import main as command

    return command


def _is_ours() -> bool:
    """Return whether the imported package `trustflow` has the mark of this distribution."""
    return getattr(sys.modules.get(PACKAGE), "__distribution__", None) == DISTRIBUTION


def _explain(error: BaseException) -> int:
    """Print how to mend an overwritten package, and return 2; otherwise raise the error."""
    others = _other_distributions()
    missing = error.name or "" if isinstance(error, ImportError) else ""
    if _is_ours() and not others and missing.partition(".")[0] != PACKAGE:
        raise error
    print(_message(others, error), file=sys.stderr)
    return 2


def _other_distributions() -> dict[str, str]:
    """Return the version of each other installed distribution that has a package `trustflow`."""
    from importlib.metadata import packages_distributions, version

    names = {*packages_distributions().get(PACKAGE, ())} - {DISTRIBUTION}
    return {name: version(name) for name in sorted(names)}


def _message(others: dict[str, str], error: BaseException) -> str:
    """Return what has happened to the package, and the commands that mend it."""
    reason = f"{type(error).__name__}: {str(error)!r}"  # quoted: any text can come from elsewhere
    named = ", ".join(f"{name} {version}" for name, version in others.items())
    happened = (
        f"another project has overwritten files of {DISTRIBUTION}: {named}."
        if others
        else f"files of {DISTRIBUTION} are missing, or another `{PACKAGE}` is imported instead."
    )
    steps = [
        *(f"pip uninstall {other}" for other in others),
        "pip install --force-reinstall --no-deps PATH",
    ]
    return "\n".join(
        [
            f"{PACKAGE}: {happened} ({reason})",
            f"To mend it, run these commands, where PATH is your clone or wheel of {DISTRIBUTION}:",
            *(f"  {step}" for step in steps),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
