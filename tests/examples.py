"""The number of examples for slow properties."""

from hypothesis import settings

OVERNIGHT = 10_000
"""A profile with more examples than this runs overnight and tries all of them in every property."""


def at_most(count):
    """Return settings with at most a number of examples; overnight, as many as the profile has."""
    usual = settings.default.max_examples
    return settings(max_examples=usual if usual > OVERNIGHT else min(count, usual))
