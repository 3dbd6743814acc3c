"""Tables of settings as people have them: data frames, columns, records."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ._command import as_text, key_of
from ._errors import UsageError
from ._folder import Folder


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
    return [key_of(key) for key in columns], [list(row) for row in zip(*columns.values())]


@contextmanager
def cases_file(cases: Any) -> Iterator[str]:
    """The path of a table of cases: the one that is given, or that of a CSV file of the table that is given."""
    if isinstance(cases, str | os.PathLike):
        yield str(Path(cases).expanduser())
        return
    columns = _columns(cases, empty="")
    folder = Folder()
    path = folder.path / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values()))
    yield str(path)


def _columns(settings: Any, empty: str | None = None) -> dict[str, list[str]]:
    """The columns of a table as text; what is missing is `empty`, or else refused."""

    def cells(column: Any) -> list[str]:
        return _cells(column, empty)

    if isinstance(settings, Mapping):
        return {str(key): cells(column) for key, column in settings.items()}
    if hasattr(settings, "column_names"):  # pyarrow
        return {name: cells(settings[name].to_pylist()) for name in settings.column_names}
    if hasattr(settings, "columns"):  # pandas, polars
        return {str(name): cells(settings[name]) for name in settings.columns}
    if isinstance(settings, Iterable):
        return _of_records(list(settings), cells)
    raise UsageError(f"a table of settings is a data frame, columns or records, no {type(settings).__name__}", 2)


def _of_records(records: list[Any], cells: Callable[[Any], list[str]]) -> dict[str, list[str]]:
    for number, record in enumerate(records, 1):
        if not isinstance(record, Mapping):
            raise UsageError(f"records are dictionaries, and number {number} is {record!r}", 2)
        if differing := sorted(map(str, record.keys() ^ records[0].keys())):
            raise UsageError(f"records have the same keys, and number {number} differs in {', '.join(differing)}", 2)
    return {str(key): cells(record[key] for record in records) for key in records[0]} if records else {}


def _cells(column: Any, empty: str | None) -> list[str]:
    if isinstance(column, str) or not isinstance(column, Iterable):
        raise UsageError("a column of settings is a list of values", 2)
    return [empty if empty is not None and _missing(value) else as_text(value) for value in column]


def _missing(value: Any) -> bool:
    # Only what is no number differs from itself.
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value
