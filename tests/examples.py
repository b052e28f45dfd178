"""How many examples a property takes where, by day, fewer than the profile's have to do."""

from hypothesis import settings

NIGHT = 10_000
"""A profile with more examples than this has time for all of them in every property."""


def at_most(count):
    """So many examples at most; in `make proof` as many as any other property."""
    usual = settings.default.max_examples
    return settings(max_examples=usual if usual > NIGHT else min(count, usual))
