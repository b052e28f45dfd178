"""The name under which trustflow is installed, and how to install its extras.

The name of the distribution differs from the name of the package, because `trustflow` in the
public package index is another project.
"""

from __future__ import annotations

__all__ = ["DISTRIBUTION", "VERSION", "install_words"]

DISTRIBUTION = "trustflow-england"
"""The name of the distribution, as in pyproject.toml; `trustflow_england.py` repeats it."""
VERSION = "0.2.0"
"""The version, as in pyproject.toml. To look it up in the installed files takes long."""
__version__ = VERSION
"""The version, by the name that the package gives it."""


def install_words(extra: str | None) -> str:
    """Return the sentences that say how to install this project, with an extra if one is given."""
    here = f"pip install '{DISTRIBUTION}[{extra}]' in this environment, or "
    add = "" if extra is None else here
    target = "PATH" if extra is None else f"'PATH[{extra}]'"
    return (
        f"Run {add}pip install {target}, where PATH is your clone or wheel of {DISTRIBUTION}. "
        "In the public package index, trustflow is another project."
    )
