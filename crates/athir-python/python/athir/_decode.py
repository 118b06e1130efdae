"""Records from JSON: the fields of a dataclass say what is read."""

from __future__ import annotations

import dataclasses
import functools
import types
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Read = Callable[[Any], Any]


def key(name: str) -> dict[str, str]:
    """Metadata of a field that is called otherwise in JSON."""
    return {"json": name}


def record(of: type[T], data: Mapping[str, Any]) -> T:
    """Makes a record of a JSON object. Keys that the record lacks are left alone; fields that JSON lacks keep their default."""
    fields = _fields(cast(Hashable, of))
    values = {name: read(data[json]) for name, json, read in fields if json in data}
    return of(**values)


@functools.cache
def _fields(of: Any) -> tuple[tuple[str, str, Read], ...]:
    hints = get_type_hints(of)
    return tuple(
        (field.name, field.metadata.get("json", field.name), _reader(hints[field.name]))
        for field in dataclasses.fields(of)
        if field.init
    )


def _reader(hint: Any) -> Read:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _reader(args[0])
        return lambda value: tuple(item(part) for part in value)
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return functools.partial(record, hint)
    return lambda value: value
