"""The machine code of the kernel is kept in a folder, and is never stale, damaged or needed."""

import inspect
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from trustflow.bulk import compiled
from trustflow.bulk.arrays import Ints
from trustflow.bulk.compiled import (
    CACHE_VARIABLE,
    Compiled,
    _compile,  # to count what numba does
    _read,  # a file that others have written
    _write,  # a file for others to read
    cache_folder,
)
from trustflow.bulk.iso_days import read_iso_days
from trustflow.bulk.kernel import check_cases
from trustflow.bulk.kernel.log_rows import Place
from trustflow.bulk.row_loops import change_points, group_rows, look_up_days, number_facts
from trustflow.bulk.text_views import number_views


class Pair(NamedTuple):
    """Two arrays."""

    left: Ints
    right: Ints


class Swapped(NamedTuple):
    """The same arrays in the other order."""

    right: Ints
    left: Ints


def dot(pair, factor):
    """Return the sum of the products of two arrays, times a factor."""
    total = 0
    for place in range(len(pair.left)):
        total += pair.left[place] * pair.right[place]
    return total * factor


PAIR = Pair(np.arange(4), np.arange(4))
RESULT = 14 * 3


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Return the folder for machine code, which does not exist yet."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept" / "here"))
    return tmp_path / "kept" / "here"


@pytest.fixture
def compilations(monkeypatch):
    """Return a list to which each compilation adds its function."""
    done = []

    def counted(function, arguments):
        done.append(function)
        return _compile(function, arguments)

    monkeypatch.setattr(compiled, "_compile", counted)  # to count what numba does
    return done


def test_later_processes_load_what_the_first_one_kept(folder, compilations):
    """A function is compiled once; `Compiled` is new in each process."""
    assert [Compiled(dot)(PAIR, 3) for _ in range(3)] == [RESULT] * 3
    assert compilations == [dot]
    assert len([*folder.iterdir()]) == 1


def test_a_function_is_compiled_once_for_the_types_of_its_arguments(folder, compilations):
    """Arrays of another type need other code; others of the same types do not."""
    function = Compiled(dot)
    assert function(PAIR, 3) == function(PAIR, 3) == RESULT
    assert compilations == [dot]
    assert function(Pair(PAIR.left.astype(np.int16), PAIR.right), 3) == RESULT
    assert compilations == [dot, dot]
    assert len([*folder.iterdir()]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        (0, b""),
        (20, b""),
        (-1, b""),
        (None, b"x"),
        (-5, b"12345"),
        (0, b"text" * 100),
        (40, bytes(1000)),
    ],
    ids=["empty", "short", "cut", "longer", "other end", "text", "zeros"],
)
def test_a_damaged_file_is_ignored_and_written_again(folder, compilations, damage):
    """A file whose hash is not that of its content counts as missing."""
    Compiled(dot)(PAIR, 3)
    (file,) = folder.iterdir()
    content = file.read_bytes()
    kept, added = damage
    file.write_bytes(content[:kept] + added)
    assert Compiled(dot)(PAIR, 3) == RESULT
    assert compilations == [dot, dot]
    assert Compiled(dot)(PAIR, 3) == RESULT
    assert compilations == [dot, dot]


@pytest.mark.parametrize("place", ["file", "file/below", "kept/file"])
def test_a_folder_that_cannot_be_used_costs_only_time(monkeypatch, tmp_path, compilations, place):
    """The code is compiled in each process if the folder is a file, or is in one."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").symlink_to(tmp_path / "kept" / "file")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / place))
    assert [Compiled(dot)(PAIR, 3) for _ in range(2)] == [RESULT] * 2
    assert compilations == [dot, dot]


def test_nothing_is_kept_without_a_folder(monkeypatch, compilations):
    """An empty variable switches the folder off."""
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert cache_folder() is None
    assert [Compiled(dot)(PAIR, 3) for _ in range(2)] == [RESULT] * 2
    assert compilations == [dot, dot]


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches", "HOME": "/home/a"}, "/caches/trustflow"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/home/a"}, "/home/a/.cache/trustflow"),
        ("linux", {"HOME": "here"}, None),
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Caches/trustflow"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/trustflow"),
        ("win32", {}, None),
    ],
)
def test_the_folder_is_where_the_system_keeps_such_files(
    monkeypatch, platform, variables, expected
):
    """Without the variable, the folder is in the user's own folder for caches."""
    for name in (CACHE_VARIABLE, "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == (None if expected is None else Path(expected))


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("compiled.version", str.upper),
        ("compiled.sys.version", "3.0"),
        ("compiled.sys.platform", "other"),
        ("kernel.clocks.NONE", -9),
        ("compiled.binding.get_host_cpu_name", str),
    ],
    ids=lambda part: part if isinstance(part, str) else "value",
)
def test_whatever_has_changed_has_another_name(monkeypatch, target, value):
    """A file is of these versions, this processor and these constants only."""
    before = Compiled(dot).key("int")
    assert before == Compiled(dot).key("int") != Compiled(dot).key("float")
    monkeypatch.setattr(f"trustflow.bulk.{target}", value)
    assert Compiled(dot).key("int") != before


def test_other_code_has_another_name():
    """Python 3.14 keeps slices among the constants of code, and functions can contain functions."""

    def sliced(values):
        return values[1:3]

    def named(values):
        return sorted(values, key=lambda value: -value)

    code = sliced.__code__
    sliced.__code__ = code.replace(co_consts=(*code.co_consts, slice(1, 3)))
    before = Compiled(sliced).key("int")
    assert before == Compiled(sliced).key("int") != Compiled(named).key("int")
    sliced.__code__ = code.replace(co_consts=(*code.co_consts, slice(1, 4)))
    assert before != Compiled(sliced).key("int")


def test_settings_of_numba_are_part_of_the_name(monkeypatch):
    """Numba reads variables, such as the processor to compile for."""
    before = Compiled(dot).key("int")
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    assert Compiled(dot).key("int") != before


def test_several_can_write_at_once(folder):
    """Each writes a file of its own and renames it, so that no one reads half a file."""
    path = folder / "name"
    contents = [bytes([number]) * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            tuple(threads.map(lambda content: _write(path, content), contents))
            read = [*threads.map(lambda _: _read(path), contents)]
            assert {*read} <= {*contents}
    assert [*folder.iterdir()] == [path]


FACTOR = 2


def times(value):
    """Return a value times a constant, which numba writes into the machine code."""
    return value * FACTOR


def test_a_constant_that_has_changed_counts_at_once(folder, monkeypatch):
    """The code that was kept with the old one is not used."""
    assert 10 == Compiled(times)(5)
    monkeypatch.setattr(sys.modules[__name__], "FACTOR", 3)
    assert 15 == Compiled(times)(5)
    assert len([*folder.iterdir()]) == 2


def first_of(pair):
    """Return the first item of an array, which is found by the place of its name in the tuple."""
    return pair.left[0]


def test_fields_in_another_order_have_another_name(folder):
    """The arrays have the same types in both orders."""
    one, two = np.array([1]), np.array([2])
    assert 1 == Compiled(first_of)(Pair(one, two))
    assert 2 == Compiled(first_of)(Swapped(one, two))
    assert len([*folder.iterdir()]) == 2


def made_right(value):
    """Return the field of a named tuple that the compiled code makes."""
    return Pair(value, value + 1).right


def test_the_fields_of_a_tuple_that_is_made_are_part_of_the_name(folder, monkeypatch):
    """Nothing else would change if the fields of the class changed places."""
    assert 6 == Compiled(made_right)(5)
    monkeypatch.setattr(sys.modules[__name__], "Pair", Swapped)
    assert 5 == Compiled(made_right)(5)
    assert len([*folder.iterdir()]) == 2


COMPILED = [
    *compiled._helpers,  # noqa: SLF001 - what the compiled functions call
    *(check_cases, read_iso_days, number_views),
    *(change_points, group_rows, look_up_days, number_facts),
]


@pytest.mark.parametrize("function", COMPILED, ids=lambda function: function.__name__)
def test_what_compiled_code_reads_is_part_of_its_name(monkeypatch, function):
    """Each global value is a constant whose change counts, or a function whose code counts."""
    before = Compiled(function).key("int")
    values = inspect.getclosurevars(function).globals
    constants = {name: value for name, value in values.items() if isinstance(value, int)}
    for name, value in constants.items():
        with monkeypatch.context() as changed:
            changed.setattr(sys.modules[function.__module__], name, value + 1)
            assert Compiled(function).key("int") != before, name
    others = [value for name, value in values.items() if name not in constants]
    assert {*others} <= {*COMPILED, Place, np}


def test_the_key_is_that_of_the_code_in_memory(folder):
    """A source on disk may already be another one, or there may be none."""
    found = {}
    for factor in (2, 3):
        names = {}
        exec(f"def made(value):\n    return value * {factor}", names)  # noqa: S102 - our own text
        function = names["made"]
        function.__module__ = __name__
        found[factor] = Compiled(function)(5)
    assert found == {2: 10, 3: 15}
    assert len([*folder.iterdir()]) == 2


def test_without_a_compiler_the_plain_function_runs(monkeypatch, compilations):
    """The variable is that of numba."""
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert Compiled(dot)(PAIR, 3) == RESULT
    assert compilations == []


def failing(value):
    """Raise an error for a value above 0."""
    if value > 0:
        raise ValueError
    return value


def test_an_array_with_gaps_is_refused(folder):
    """A copy of it would not do: what is written to a copy is lost."""
    every_second = np.arange(8)[::2]
    with pytest.raises(ValueError, match="without gaps"):
        Compiled(dot)(Pair(PAIR.left, every_second), 1)
    assert not folder.exists()


def test_a_file_that_nothing_uses_is_deleted(folder):
    """Only when another one of the same function is written."""
    folder.mkdir(parents=True, mode=0o700)
    for name in ("dot-old", "dot-new", "other-old"):
        (folder / name).write_bytes(b"")
        if name.endswith("old"):
            os.utime(folder / name, (0, 0))
    Compiled(dot)(PAIR, 3)
    names = {path.name for path in folder.iterdir()}
    assert "dot-old" not in names
    assert {"dot-new", "other-old"} <= names


def test_a_write_that_fails_leaves_no_file(monkeypatch, folder):
    """Whatever ends it."""
    for error in (KeyboardInterrupt, OSError):

        def fail(*_, _error=error):
            raise _error

        monkeypatch.setattr(Path, "replace", fail)
        with suppress(KeyboardInterrupt):
            _write(folder / "name-key", b"content")
        assert [] == [*folder.iterdir()]


def test_an_error_in_machine_code_is_an_error(folder):
    """Its result would otherwise pass for one without findings."""
    assert Compiled(failing)(0) == 0
    with pytest.raises(RuntimeError, match="ended with the status"):
        Compiled(failing)(1)
    assert folder.exists()


def test_a_processor_whose_features_are_unknown_is_no_error(monkeypatch, folder):
    """Its name is part of the key all the same."""

    def unknown():
        raise RuntimeError

    monkeypatch.setattr(compiled.binding, "get_host_cpu_features", unknown)
    assert Compiled(dot)(PAIR, 3) == RESULT
    assert folder.exists()


@pytest.mark.parametrize("mode", [0o777, 0o770])
def test_a_folder_that_others_can_write_to_is_not_used(folder, compilations, mode):
    """Whoever writes there could have any code run."""
    folder.mkdir(parents=True)
    folder.chmod(mode)
    for _ in range(2):
        assert Compiled(dot)(PAIR, 3) == RESULT
    assert len(compilations) == 2
    assert [*folder.iterdir()] == []


def test_without_owners_the_folder_is_used(monkeypatch, folder, compilations):
    """Windows has no numbers of users; there, the folder is in the user's own."""
    monkeypatch.delattr(os, "geteuid")
    for _ in range(2):
        Compiled(dot)(PAIR, 3)
    assert len(compilations) == 1
    assert folder.exists()


def test_a_folder_of_another_user_is_not_used(monkeypatch, folder, compilations):
    """The same holds for one that somebody else owns."""
    assert Compiled(dot)(PAIR, 3) == RESULT
    monkeypatch.setattr(compiled.os, "geteuid", lambda: 4711)
    assert Compiled(dot)(PAIR, 3) == RESULT
    assert len(compilations) == 2
    assert len([*folder.iterdir()]) == 1
