"""How hard Hypothesis tries, chosen by the variable HYPOTHESIS_PROFILE.

`dev` looks for new examples on every run, `ci` the same ones each time, `long` is for a night.
"""

import os

from hypothesis import settings

# No deadline anywhere: the first use of the calendar loads it, which is slower than any later use.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
