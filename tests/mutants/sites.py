"""What can be changed in a module, one thing at a time, so that it should no longer do what it says."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

_TURNED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_TRADED = {ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add}
_OTHER = {"min": "max", "max": "min"}
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
CALLED = "_called"
_ORDERS = ast.Lt | ast.LtE | ast.Gt | ast.GtE


@dataclass(frozen=True)
class Mutant:
    """A module with one thing changed.

    Attributes:
        path: of the module.
        line: where it is changed.
        function: the qualified name of the innermost function that holds the change; nothing outside of functions.
        change: the code before and after.
        code: the module's, compiled.
    """

    path: str
    line: int
    function: str
    change: str
    code: CodeType

    @property
    def module(self) -> str:
        """What it is imported by."""
        return self.path.removesuffix(".py").replace("/", ".")

    @property
    def name(self) -> str:
        """What it is known by wherever its lines stand."""
        return f"{self.path} {self.function or 'outside'}: {self.change}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    source = path.read_text(encoding="utf-8")
    seen: Counter[str] = Counter()
    for number, (holders, node) in enumerate(_nodes(ast.parse(source), ())):
        for which, _ in enumerate(_others(holders[-1:], node)):
            tree = ast.parse(source)
            holders_here, here = list(_nodes(tree, ()))[number]
            shown = holders_here[-1] if isinstance(here, ast.Constant | ast.Name) else here
            before = ast.unparse(shown)
            other = list(_others(holders_here[-1:], here))[which]
            _put(holders_here[-1], here, other)
            change = " ".join(f"{before} → {ast.unparse(other if shown is here else shown)}".split())
            function = _qualified(holders)
            seen[function + change] += 1
            if seen[function + change] > 1:
                change += f" #{seen[function + change]}"
            code = compile(ast.fix_missing_locations(tree), str(path), "exec")
            yield Mutant(path.as_posix(), getattr(node, "lineno", 0), function, change, code)


def noting_calls(path: Path) -> Mutant:
    """Return a module that does what it does, and adds the name of every function that is called to a set."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for holders, node in list(_nodes(tree, ())):
        if isinstance(node, _FUNCTIONS):
            called = path.as_posix(), _qualified((*holders, node))
            node.body[:0] = ast.parse(f"{CALLED}.add({called!r})").body
    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
    return Mutant(path.as_posix(), 0, "", "calls are noted", code)


def _nodes(node: ast.AST, holders: tuple[ast.AST, ...]) -> Iterator[tuple[tuple[ast.AST, ...], ast.AST]]:
    """Yield what stands in a tree, each with all that holds it, from the module inwards."""
    for child in ast.iter_child_nodes(node):
        yield (*holders, node), child
        yield from _nodes(child, (*holders, node))


def _qualified(holders: tuple[ast.AST, ...]) -> str:
    names: list[str] = []
    for holder in holders:
        if isinstance(holder, _FUNCTIONS):
            names += [holder.name, "<locals>"]
        elif isinstance(holder, ast.ClassDef):
            names.append(holder.name)
    return ".".join(names[:-1]) if names[-1:] == ["<locals>"] else ""


def _others(holder: tuple[ast.AST, ...], node: ast.AST) -> Iterator[ast.AST]:
    """Yield what can stand in a node's place."""
    match node:
        case ast.Compare(left, ops, comparators):
            for place, op in enumerate(ops):
                turned = [*ops[:place], _TURNED[type(op)](), *ops[place + 1 :]]
                yield ast.Compare(left, turned, comparators)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(_TRADED[type(op)](), values)
        case ast.UnaryOp(ast.Not(), operand):
            yield operand
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            yield ast.Constant(value + 1)
        case ast.Name(name) if name in _OTHER:
            yield ast.Name(_OTHER[name], ast.Load())
        case ast.BinOp(left, ast.Add() | ast.Sub() as op, right):
            yield ast.BinOp(left, _TRADED[type(op)](), right)
        case ast.AugAssign(target, ast.Add() | ast.Sub() as op, value):
            yield ast.AugAssign(target, _TRADED[type(op)](), value)
    if _is_condition(holder[0], node):
        yield ast.UnaryOp(ast.Not(), node)


def _is_condition(holder: ast.AST, node: ast.AST) -> bool:
    """Tell whether a branch hangs on an expression that is not turned as it is."""
    match holder:
        case ast.If(test) | ast.IfExp(test) | ast.While(test):
            asked = node is test
        case ast.comprehension(ifs=ifs):
            asked = node in ifs
        case _:
            asked = False
    match node:
        case ast.UnaryOp(ast.Not()):
            return False
        case ast.Compare(ops=[op]):
            return asked and isinstance(op, _ORDERS)
    return asked


def _put(holder: ast.AST, node: ast.AST, other: ast.AST) -> None:
    for name, value in ast.iter_fields(holder):
        if value is node:
            setattr(holder, name, other)
        elif isinstance(value, list):
            value[:] = [other if one is node else one for one in value]
