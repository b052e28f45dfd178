"""Make copies of a value, for tests that the value survives copying and pickling."""

import copy
import pickle


def copies_of(value):
    """Return a copy, a deep copy and an unpickled copy of a value."""
    unpickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own pickle
    return copy.copy(value), copy.deepcopy(value), unpickled
