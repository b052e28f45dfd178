"""List the mutants of a module: each function with one of the changes that mutmut knows.

mutmut itself changes no function with a decorator, such as a property; these are changed too.
"""

from pathlib import Path
from typing import NamedTuple

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

__all__ = ["Mutant", "mutants_of"]

UNCHANGED_CALLS = {"len", "isinstance"}
UNCHANGED_FUNCTIONS = {"__getattribute__", "__setattr__", "__new__"}
"""As in mutmut: a change of these shows nothing, or leaves an object that cannot be used."""


class Mutant(NamedTuple):
    """One change of one function.

    Attributes:
        path: The file, relative to the root of the project.
        function: The name of the function, after those of the classes and functions around it.
        module: The module without the change.
        old: The node of the module that changes.
        new: What takes its place.
    """

    path: Path
    function: str
    module: cst.Module
    old: cst.CSTNode
    new: cst.CSTNode

    def code(self):
        """Return the code of the module with the change."""
        return self.module.deep_replace(self.old, self.new).code


def mutants_of(path, root):
    """Return the mutants of a file."""
    # The wrapper copies the module, so that no two places share a node.
    module = cst.MetadataWrapper(cst.parse_module((root / path).read_bytes())).module
    changes = _Changes()
    module.visit(changes)
    return [Mutant(path, name, module, old, new) for name, old, new in changes.found]


class _Changes(cst.CSTVisitor):
    """Collect each node of a function that can change, with the function's name and the change."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._around = []

    def on_visit(self, node):
        """Collect the changes of a node; return whether the nodes in it can change."""
        if _stays(node):
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._around.append(node)
        elif any(isinstance(each, cst.FunctionDef) for each in self._around):
            name = ".".join(each.name.value for each in self._around)
            self.found.extend((name, node, changed) for changed in _changed(node))
        return True

    def on_leave(self, original_node):
        """Leave a class or a function."""
        if self._around and self._around[-1] is original_node:
            self._around.pop()


def _changed(node):
    """Yield the node with each change that can make a difference."""
    for kind, changes in mutation_operators:
        if isinstance(node, kind):
            for changed in changes(node):
                if not (isinstance(node, cst.Call) and _same_call(node, changed)):
                    yield changed


def _same_call(old, new):
    """Return whether two calls differ in `strict` only; the lengths are equal where it is given."""
    return isinstance(new, cst.Call) and _without_strict(old).deep_equals(_without_strict(new))


def _without_strict(call):
    """Return a call without the argument `strict`."""
    kept = [each for each in call.args if not _is_strict(each)]
    # The last argument may have no comma, whichever is the last.
    return call.with_changes(
        args=[each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in kept]
    )


def _is_strict(node):
    """Return whether a node is the argument `strict`."""
    return isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value == "strict"


def _stays(node):
    """Return whether a node and all in it stay as they are."""
    match node:
        case cst.Annotation() | cst.Decorator():
            return True
        case cst.Call(func=cst.Name(value=name)):
            return name in UNCHANGED_CALLS
        case cst.FunctionDef(name=cst.Name(value=name)):
            return name in UNCHANGED_FUNCTIONS
        case cst.Param(default=cst.BaseExpression() as default):
            # Other defaults run on import, and a change of them would fail every test.
            return not isinstance(default, cst.Name | cst.BaseNumber | cst.BaseString)
    return _is_strict(node)
