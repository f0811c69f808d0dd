"""Strict hooks for ``cattrs``. By default it converts values: ``3`` to ``"3"``, and a text to a list of letters."""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Callable, Mapping
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from grader.language import _, either
from grader.records.words import value_text

if TYPE_CHECKING:
    from cattrs import BaseConverter, Converter

KINDS = {
    str: _("must be a text in quotes"),
    bool: _("must be true or false"),
    int: _("must be a whole number"),
    float: _("must be a finite number"),
    datetime.datetime: _("must be a date and time without quotes, like 2026-11-30T23:59:00"),
}
"""By type, what a value must be, as a predicate that follows the key in a message."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A condition for a value in addition to its type. Write it as ``Annotated[type, Rule(...)]``.

    Attributes:
        says: the condition as a predicate that follows the key in a message: "must be positive".
        holds: returns whether a value meets the condition.
    """

    says: str
    holds: Callable[[Any], object]


class Wrong(ValueError):  # noqa: N818 - as in grader.errors, names of exceptions do not end in Error if they say what happened
    """One value is wrong. ``says`` may contain ``{key}``, which is replaced by the key as written in the file."""

    def __init__(self, says: str, value: object = None) -> None:
        super().__init__(says)
        self.says = says
        self.value = value


@cache
def strict_converter() -> Converter:
    """Return a converter that makes records and never converts a value to another type."""
    from cattrs import Converter  # 15 ms, which commands that read no record do not wait for; so below

    converter = Converter()
    for kind in KINDS:
        converter.register_structure_hook(kind, _read_scalar)
    converter.register_structure_hook_factory(_is_a(Literal), _choice_hook)
    converter.register_structure_hook_factory(_is_a(tuple), _list_hook)
    converter.register_structure_hook_factory(_is_a(dict), _table_hook)
    converter.register_structure_hook_factory(dataclasses.is_dataclass, _dataclass_hook)
    converter.register_structure_hook_factory(_is_a(Annotated), _constrained_hook)
    return converter


def _is_a(origin: object) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


def _read_scalar(value: Any, kind: Any) -> Any:
    if kind is float and type(value) is int and abs(value) <= 2**53:  # a larger float may be another number
        return float(value)
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        raise Wrong(KINDS[kind], value)
    return value


def _choice_hook(kind: Any) -> Callable[[Any, Any], Any]:
    choices = get_args(kind)

    def read(value: Any, kind: Any) -> Any:
        if not isinstance(value, str) or value not in choices:
            raise Wrong(_("must be {choices}", choices=either(map(value_text, choices))), value)
        return value

    return read


def _list_hook(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    items: Any = GenericAlias(list, get_args(kind)[:1])
    inner = converter.get_structure_hook(items)
    of_tables = dataclasses.is_dataclass(get_args(kind)[0])
    says = _("must be tables: write [[{key}]] above each") if of_tables else _("must be a list in square brackets")

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise Wrong(says, value)
        return tuple(inner(value, items))

    return read


def _table_hook(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    from cattrs.cols import mapping_structure_factory  # as above

    return _only_tables(mapping_structure_factory(kind, converter))


def _dataclass_hook(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    from cattrs.gen import make_dict_structure_fn, override  # as above

    hints = get_type_hints(kind, include_extras=True)  # by default cattrs would ignore the rules
    hooks = {name: override(struct_hook=_attribute_hook(converter, hint)) for name, hint in hints.items()}
    return _only_tables(
        make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **hooks)  # type: ignore[arg-type]
    )


def _attribute_hook(converter: BaseConverter, hint: Any) -> Callable[[Any, Any], Any]:
    hook = converter.get_structure_hook(hint)
    return lambda value, _: hook(value, hint)


def _only_tables(inner: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def read(value: Any, kind: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Wrong(_("must be a table: write [{key}] above its lines"), value)
        return inner(value, kind)

    return read


def _constrained_hook(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    plain, rules = kind.__origin__, kind.__metadata__
    inner = converter.get_structure_hook(plain)

    def read(value: Any, _: Any) -> Any:
        try:
            found = inner(value, plain)
        except Wrong as wrong:
            raise Wrong(rules[-1].says, wrong.value) if plain in KINDS else wrong from None
        for rule in rules:
            if not rule.holds(found):
                raise Wrong(rule.says, value if plain in KINDS else None)
        return found

    return read
