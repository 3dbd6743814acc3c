"""Tables of settings as people have them: data frames, columns, records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ._command import as_text
from ._errors import UsageError


def key_of(name: str) -> str:
    """A key from the name of a Python argument: two underscores stand for a point."""
    return name.replace("__", ".")


def points_of(settings: Any) -> tuple[list[str], list[list[str]]]:
    """The keys of a table of settings, and a value for each of them in each row, as text."""
    columns = _columns(settings)
    if not columns:
        raise UsageError("a table of settings has a column for each key, and this has none", 2)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) != 1:
        raise UsageError(
            f"the columns of a table of settings are equally long, and these are not: {sorted(lengths)}", 2
        )
    return list(columns), [list(row) for row in zip(*columns.values())]


def _columns(settings: Any) -> dict[str, list[str]]:
    if isinstance(settings, Mapping):
        return {str(key): _cells(column) for key, column in settings.items()}
    if hasattr(settings, "column_names"):  # pyarrow
        return {name: _cells(settings[name].to_pylist()) for name in settings.column_names}
    if hasattr(settings, "columns"):  # pandas, polars
        return {str(name): _cells(settings[name]) for name in settings.columns}
    if isinstance(settings, Iterable):
        return _of_records(list(settings))
    raise UsageError(f"a table of settings is a data frame, columns or records, no {type(settings).__name__}", 2)


def _of_records(records: list[Any]) -> dict[str, list[str]]:
    for record in records:
        if not isinstance(record, Mapping) or record.keys() != records[0].keys():
            raise UsageError("records of settings are dictionaries with the same keys", 2)
    return {str(key): _cells(record[key] for record in records) for key in records[0]} if records else {}


def _cells(column: Iterable[Any]) -> list[str]:
    if isinstance(column, str) or not isinstance(column, Iterable):
        raise UsageError("a column of settings is a list of values", 2)
    return [as_text(value) for value in column]
