"""How hard Hypothesis tries, chosen by the variable HYPOTHESIS_PROFILE.

`dev` looks for new examples on every run, `ci` the same ones each time, `long` is for a night;
`mutants` takes few and shrinks none, because it runs once for each of thousands of mutants, and
has no health checks, so that what kills a mutant is a test.
"""

import os
import sys
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, settings

# No deadline anywhere: the first use of the calendar loads it, which is slower than any later use.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)
KEEPS = type(cache(len))
"""The type of a function that keeps its answers."""
SLOW = ("trustflow.casebook", "trustflow.testing")
"""What keeps what it has read or made through all tests; no mutants are made of it."""


def pytest_runtest_setup():
    """Forget what functions have kept while it is seen which test calls which function."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        for name, module in sys.modules.items():
            if name.startswith("trustflow.") and not name.startswith(SLOW):
                for each in vars(module).values():
                    if isinstance(each, KEEPS):
                        each.cache_clear()


def pytest_configure(config):
    """Take, for mutants, whole files, from which the wanted tests are picked below.

    A mutant asks for its tests by name, often for thousands, and finding each takes long.
    """
    if PROFILE == "mutants":
        config.wanted = {each for each in config.args if "::" in each}
        config.args = sorted({each.partition("::")[0] for each in config.args})


def pytest_collection_modifyitems(config, items):
    """Put, for mutants, the properties last, and leave out what they cannot run.

    A test that kills another process would wait for it as long as it may.
    """
    if PROFILE == "mutants":
        items[:] = [
            item
            for item in items
            if "test_a_kill_at_any_moment" not in item.name
            and (not config.wanted or item.nodeid in config.wanted)
        ]
        items.sort(key=lambda item: hasattr(item.obj, "is_hypothesis_test"))


def pytest_addoption(parser):
    """Add the option that writes what is compared, for a reader to review as a difference."""
    parser.addoption(
        "--update-snapshots", action="store_true", help="write the snapshots and generated pages"
    )


@pytest.fixture
def holds(request):
    """Hold a file to a text, or write the text to it when the snapshots are to be updated."""

    def hold(path, text):
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text

    return hold
