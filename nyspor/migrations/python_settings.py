"""Settings files in Python, read without running them: what they assign, and their text without some statements."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Any


class NotLiteral(ValueError):
    """A value that is only known when the file is run."""


def assignments(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the values that names are given at the top level, unevaluated; the last one counts."""
    return {name: value for _, names, value in _assigning(tree) for name in names}


def _assigning(tree: ast.Module) -> Iterator[tuple[ast.stmt, list[str], ast.expr]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            targets, value = [statement.target], statement.value
        else:
            continue
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if len(names) == len(targets):
            yield statement, names, value


def assigning(tree: ast.Module, wanted: Collection[str]) -> list[ast.stmt]:
    """Return the statements that give a value to nothing but `wanted` names."""
    return [statement for statement, names, _ in _assigning(tree) if {*names} <= {*wanted}]


def literal(value: ast.expr) -> Any:
    """Return the value of an expression: a literal, the default of `os.environ.get`, or a call as its arguments.

    Raises `NotLiteral`.
    """
    match value:
        case ast.Tuple(elts) | ast.List(elts):
            return [literal(item) for item in elts]
        case ast.Call(ast.Attribute(attr="get" | "getenv"), [_, default]):
            return literal(default)
        case ast.BoolOp(ast.Or(), [*_, default]):
            return literal(default)
        case ast.Call(ast.Name(), arguments, keywords):
            return [literal(item) for item in (*arguments, *(word.value for word in keywords))]
    try:
        return ast.literal_eval(value)
    except ValueError as error:
        raise NotLiteral(ast.unparse(value)) from error


def text_without(source: str, statements: Collection[ast.stmt]) -> str:
    """Return the text without these statements and the comments that stand right above them."""
    lines = source.splitlines()
    dropped: set[int] = set()
    for statement in statements:
        first = statement.lineno - 1
        while first and lines[first - 1].startswith("#"):
            first -= 1
        dropped.update(range(first, statement.end_lineno or statement.lineno))
    kept = "\n".join(line for number, line in enumerate(lines) if number not in dropped)
    while "\n\n\n" in kept:
        kept = kept.replace("\n\n\n", "\n\n")
    return kept.strip() + "\n"


def unused_imports(source: str, modules: Collection[str]) -> list[ast.stmt]:
    """Return the imports of these modules of which the rest of the text uses no name."""
    tree = ast.parse(source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [
        statement
        for statement in tree.body
        if _module(statement) in modules and not {*_bound_names(statement)} & used
    ]


def _module(statement: ast.stmt) -> str:
    match statement:
        case ast.Import([ast.alias(name)]):
            return name
        case ast.ImportFrom(module, _, 0):
            return module or ""
    return ""


def _bound_names(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]


def imported_modules(tree: ast.Module) -> set[str]:
    """Return the modules that the file imports, or imports from, at the top level."""
    return {module for statement in tree.body if (module := _module(statement))}


def imports_from(tree: ast.Module, modules: Collection[str]) -> list[ast.stmt]:
    """Return the statements that import these modules, or from them."""
    return [statement for statement in tree.body if _module(statement) in modules]
