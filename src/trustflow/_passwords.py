"""Hide the passwords in the address of a database, so that messages can show the address."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

__all__ = ["without_passwords"]

HIDDEN = "***"
"""What is shown in place of a password."""
WITHOUT_USER = re.compile(r"[A-Za-z]:[\\/]|sqlite[^:/]*://", re.IGNORECASE)
"""The start of a path of Windows, or of the URL of a file."""
PARAMETER = re.compile(r"([?&])([^=&?]*)=[^&]*")
SECRET = re.compile("pass|pwd|secret|token", re.IGNORECASE)
"""What is in the name of a parameter whose value is hidden, such as ``sslpassword``."""
USER = re.compile(r"\A([^:/]*:/+[^:]*|(?![^:/]*:/)/{0,2}[^:/]*):.*@", re.DOTALL)
"""What precedes a host: a user, and a password that can contain every character."""
NO_PORT = re.compile(r"\A([^:/]*://[^:/?#\[]*):(?!\d*(?:[,/?#]|$)).*", re.DOTALL)
"""A host and what is not the number of a port, as if a user and a password had no host."""


def without_passwords(place: str) -> str:
    """Return the place of a ledger with three asterisks for each password in it.

    A password is what follows a user, or the value of a parameter such as ``password``. The URL can
    be a wrong one: where it is not clear what is part of a password, it is hidden too.

    Args:
        place: The path of a file, or a URL.
    """
    place = PARAMETER.sub(_hidden_parameter, place)
    if WITHOUT_USER.match(place):
        return place
    shown, count = USER.subn(rf"\1:{HIDDEN}@", place, count=1)
    return shown if count else NO_PORT.sub(rf"\1:{HIDDEN}", place)


def _hidden_parameter(found: re.Match[str]) -> str:
    is_secret = SECRET.search(unquote_plus(found[2]))
    return f"{found[1]}{found[2]}={HIDDEN}" if is_secret else found[0]
