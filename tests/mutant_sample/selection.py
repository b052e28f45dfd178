"""Select the modules to change, and the tests that can detect a change of a module."""

import ast
import re
from itertools import groupby
from pathlib import Path

__all__ = ["modules", "near_tests", "package_of", "stages_of_tests"]

SOURCE = Path("src/trustflow")
DESTRUCTIVE = {
    "chmod", "kill", "killpg", "removedirs", "rename", "rmdir", "rmtree", "terminate", "truncate",
    "unlink",
}  # fmt: skip
"""The names of functions and methods that delete or rename a file, or end a process."""
WORDS = re.compile(r"[a-z]+")
COMMON = {"src", "trustflow", "tests", "test", "init", "py"}
"""Words of paths that do not tell one file from another."""


def modules(names, root):
    """Return the modules of the packages named, or of all, and those left out as destructive.

    Args:
        names: Packages or modules below `src/trustflow`, such as "views" or "queries/windows".
        root: The root of the project.
    """
    named = [
        path.relative_to(root)
        for path in sorted((root / SOURCE).rglob("*.py"))
        if not names or any(_is_in(path.relative_to(root / SOURCE), name) for name in names)
    ]
    unsafe = [path for path in named if is_destructive((root / path).read_text("utf-8"))]
    return [path for path in named if path not in unsafe], unsafe


def _is_in(path, name):
    """Return whether a path below `src/trustflow` is that of a package or module, or inside it."""
    return path.with_suffix("").is_relative_to(name)


def is_destructive(code):
    """Return whether code deletes or renames files, or ends processes, itself."""
    return any(_destroys(call) for call in ast.walk(ast.parse(code)) if isinstance(call, ast.Call))


def _destroys(call):
    """Return whether a call does; the method `replace` of a path has one argument."""
    name = getattr(call.func, "attr", getattr(call.func, "id", None))
    is_replace = name == "replace" and len(call.args) == 1 and not call.keywords
    return name in DESTRUCTIVE or is_replace


def package_of(path):
    """Return the name of the package of a module, or of the module if it is in no package."""
    return path.relative_to(SOURCE).with_suffix("").parts[0]


def near_tests(package, root):
    """Return the test files of a package: its folder of tests, or its file at the top."""
    files = {*(root / "tests" / package).glob("test_*.py")}
    files.update((root / "tests").glob(f"test_{package.strip('_')}.py"))
    return sorted(str(file.relative_to(root)) for file in files)


def stages_of_tests(path, reaching, root):
    """Return lists of tests, to be run one after the other until a test fails.

    First come the package's tests in files with a word of the module's name in theirs, then its
    other tests, then the files at the top that name the package.

    Args:
        path: The path of the module, relative to the root of the project.
        reaching: The package's tests that run the changed function. If there are none, because it
            runs on import, in another process or compiled, all tests of the package are returned.
        root: The root of the project.
    """
    package = package_of(path)
    words = _words(path) - _words(Path(package))
    near = near_tests(package, root)

    def is_far(test):
        return words.isdisjoint(_words(Path(test.partition("::")[0])))

    tests = sorted(sorted(reaching or near), key=is_far)
    stages = [[*stage] for _, stage in groupby(tests, is_far)]
    naming = re.compile(rf"trustflow\.{package}\b|\btf\.{package}\b")
    others = [
        str(file.relative_to(root))
        for file in sorted((root / "tests").glob("test_*.py"))
        if naming.search(file.read_text("utf-8"))
    ]
    return [stage for stage in (*stages, sorted({*others} - {*near})) if stage]


def _words(path):
    """Return the words in a path that tell it from others, in the singular."""
    return {word.rstrip("s") for word in WORDS.findall(str(path)) if word not in COMMON}
