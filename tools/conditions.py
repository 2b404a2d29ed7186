"""Conditions in prose: names, numbers and words compared and put together, and nothing else."""

import ast
import operator
from collections.abc import Callable
from itertools import pairwise
from numbers import Real

Value = str | Real
Named = Callable[[str], Value]

ARITHMETIC = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
COMPARED = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
JOINED = {ast.And: all, ast.Or: any}
ALLOWED = "names, numbers, 'words', + - * /, comparisons, and, or, not"


def holds(condition: str, named: Named) -> bool:
    """Whether a condition holds.

    Args:
        condition: as it stands in a mark.
        named: gives the value of a name, dotted or not.

    Raises:
        ValueError: if the condition holds anything else than it may, or is no yes or no.

    >>> holds("high > low and verdict.order == 'holds'",
    ...       {"high": 0.5, "low": 0.4, "verdict.order": "holds"}.get)
    True
    """
    try:
        tree = ast.parse(condition, mode="eval")
    except SyntaxError as error:
        raise ValueError(f"it cannot be read: {error.msg}; it is made of {ALLOWED}") from None
    try:
        return _truth(tree.body, named)
    except ArithmeticError as error:
        raise ValueError(f"it cannot be calculated: {error}") from None


def _value(node: ast.expr, named: Named) -> Value:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, str):
        return node.value
    if isinstance(node, ast.Name | ast.Attribute):
        return named(_dotted(node))
    if isinstance(node, ast.BoolOp):
        return JOINED[type(node.op)]([_truth(part, named) for part in node.values])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _truth(node.operand, named)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(node.operand, named)
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        return ARITHMETIC[type(node.op)](_number(node.left, named), _number(node.right, named))
    if isinstance(node, ast.Compare) and all(type(op) in COMPARED for op in node.ops):
        return _compared(node, named)
    raise ValueError(f"{ast.unparse(node)!r} may not stand in it; it is made of {ALLOWED}")


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Name):
        return node.id
    raise ValueError(f"{ast.unparse(node)!r} is no name")


def _compared(node: ast.Compare, named: Named) -> bool:
    values = [_value(part, named) for part in (node.left, *node.comparators)]
    if len({isinstance(value, str) for value in values}) > 1:
        raise ValueError(f"{ast.unparse(node)!r} compares words with a number")
    compared = zip(node.ops, pairwise(values), strict=True)
    return all(bool(COMPARED[type(op)](*pair)) for op, pair in compared)


def _truth(node: ast.expr, named: Named) -> bool:
    found = _value(node, named)
    if not isinstance(found, bool):
        raise ValueError(f"{ast.unparse(node)!r} is no yes or no; compare it with something")
    return found


def _number(node: ast.expr, named: Named) -> Real:
    found = _value(node, named)
    if isinstance(found, str | bool):
        raise ValueError(f"{ast.unparse(node)!r} is no number, so it cannot be calculated with")
    return found
