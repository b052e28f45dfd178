"""Who sends a request, and whether a form is one that the tracker gave to the same user."""

import hashlib
import hmac
import json
import time

HOURS = 12
"""How long a form can be sent."""
UNKNOWN = "unknown"
"""The user without a name, in development only."""


def user_of(headers, settings):
    """Return the name of the user that the sign-on proxy sends; None if it sends none."""
    found = headers.getlist(settings.user_header)
    if len(found) > 1:
        return None  # a browser sent one of them, past a proxy that only adds its own
    # HTTP carries bytes, which Starlette reads as Latin-1; proxies send UTF-8.
    sent = "".join(found).encode("latin-1").decode("utf-8", "replace")
    return sent.strip() or (UNKNOWN if settings.is_development else None)


def new_token(user, settings):
    """Return a signed token for the forms of a user.

    A page of another site can make a browser send a form, but it cannot read or make this token.
    """
    made = str(int(time.time()))
    return f"{made}.{_signature(made, user, settings)}"


def is_valid(token, user, settings):
    """Return whether a token was signed for this user, and not too long ago."""
    made, _, signature = token.partition(".")
    signed = hmac.compare_digest(signature.encode(), _signature(made, user, settings).encode())
    return signed and time.time() - int(made) < HOURS * 3600


def _signature(made, user, settings):
    message = json.dumps([made, user]).encode()
    return hmac.new(settings.secret.encode(), message, hashlib.sha256).hexdigest()
