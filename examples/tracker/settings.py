"""The settings of the tracker, from environment variables."""

import os
import secrets

from attrs import field, frozen

import trustflow as tf

PROCESS = tf.TRUST_TRANSFER
"""The process of every case; put one of your own here."""


@frozen(kw_only=True)
class Settings:
    """What differs from one place to another.

    Args:
        ledger: The file of SQLite or the URL of the database with the cases.
        user_header: The header in which the sign-on proxy sends the name of the user.
        secret: What the tokens of forms are signed with; all processes of a server need the same.
        is_development: Whether a user without a name is called "unknown" instead of refused.
    """

    ledger: str
    user_header: str = "X-Forwarded-User"
    secret: str = field(factory=secrets.token_hex, repr=False)
    is_development: bool = False


def from_environment():
    """Return the settings that the environment gives; `README.md` lists the variables."""
    given = {
        "ledger": os.environ.get("TRACKER_LEDGER", "cases.db"),
        "user_header": os.environ.get("TRACKER_USER_HEADER"),
        "secret": os.environ.get("TRACKER_SECRET"),
        "is_development": os.environ.get("TRACKER_DEVELOPMENT") == "1",
    }
    return Settings(**{name: value for name, value in given.items() if value})
