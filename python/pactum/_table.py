"""Tables of results."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import _pactum

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

SHOWN = 20
"""How many rows a notebook shows."""


class Table:
    """A table of results, in the memory layout of Apache Arrow.

    Everything that knows the Arrow PyCapsule interface takes it as it is: `polars.DataFrame(table)`,
    `pyarrow.table(table)`, `duckdb.sql("select * from table")`. `to_pandas()` needs pandas and pyarrow.
    """

    def __init__(self, native: _pactum.Table) -> None:
        self._native = native

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._native.columns

    def __len__(self) -> int:
        return len(self._native)

    def __getitem__(self, column: str) -> list[Any]:
        """The cells of a column, `None` where one is missing."""
        return self._native.cells(column, 0, len(self))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, each a dictionary."""
        columns = self.columns
        for row in zip(*(self[column] for column in columns)):
            yield dict(zip(columns, row))

    def meaning(self, column: str) -> str:
        """What a column holds, and its unit."""
        for name, _, meaning, unit in self._native.fields:
            if name == column:
                return meaning + (f" Unit: {unit}." if unit else "")
        raise KeyError(f"there is no column {column}")

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a data frame of pandas; columns of numbers without a missing cell are not copied."""
        return self.to_arrow().to_pandas(split_blocks=True)

    def to_arrow(self) -> pyarrow.Table:
        """The table as one of pyarrow, without a copy."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The table as a data frame of polars."""
        import polars

        return polars.DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __reduce__(self) -> tuple[Any, ...]:
        return table_of_json, (json.dumps(list(self)), self._native.fields)

    def __repr__(self) -> str:
        columns = ", ".join(self.columns)
        return f"<pactum.Table of {len(self)} rows: {columns}>"

    def _repr_html_(self) -> str:
        columns = self.columns
        head = "".join(f'<th title="{html.escape(self.meaning(name))}">{html.escape(name)}</th>' for name in columns)
        cells = zip(*(self._native.cells(name, 0, SHOWN) for name in columns))
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in cells)
        more = f"<p>{SHOWN} of {len(self)} rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, float):
        return f'<td style="text-align: right">{value:.4g}</td>'
    if isinstance(value, int) and not isinstance(value, bool):
        return f'<td style="text-align: right">{value}</td>'
    return f'<td style="text-align: left">{html.escape(str(value))}</td>'


def table_of_json(records: str, fields: list[_pactum.Field]) -> Table:
    """The table of records in JSON, with these columns."""
    return Table(_pactum.table_of_json(records, fields))
