"""Set the number of examples for slow properties."""

from hypothesis import settings

OVERNIGHT = 10_000
"""A profile with more examples than this is for a night, and `at_most` does not reduce it."""


def at_most(count):
    """Return settings with at most `count` examples; the profile for a night is not reduced."""
    usual = settings.default.max_examples
    return settings(max_examples=usual if usual > OVERNIGHT else min(count, usual))


HALF = at_most(settings.default.max_examples // 2)
"""For slow properties: half the examples of the profile."""
QUARTER = at_most(settings.default.max_examples // 4)
"""For slower ones: a quarter of the examples of the profile."""
