"""Tables as Arrow, handed over without a copy by the PyCapsule interface."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from . import _athir

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_SHOWN = 8
_WIDE = 12


class ArrowStream(Protocol):
    """Whatever hands over Arrow batches: tables of pyarrow, pandas, polars, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class ArrowArray(Protocol):
    """Whatever hands over one Arrow batch."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


def is_arrow(value: object) -> bool:
    """Whether a value hands over Arrow batches."""
    return hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__")


def tidied(value: Any, columns: Collection[str]) -> Any:
    """The value without what it cannot hand over: polars hands over columns without a type in a form that Arrow refuses."""
    if not type(value).__module__.startswith("polars.") or not hasattr(value, "schema"):
        return value
    return value.select([name for name, kind in value.schema.items() if name in columns and str(kind) != "Null"])


class Table:
    """A table of athir: rows and columns in Arrow's form.

    Any library that knows Arrow takes it without a copy: ``polars.DataFrame(table)``, ``pyarrow.table(table)``,
    ``duckdb.sql("select * from table")`` over the latter. ``len(table)`` counts rows; ``columns`` names the columns.
    """

    __slots__ = ("_arrow",)

    def __init__(self, arrow: _athir.ArrowTable) -> None:
        self._arrow = arrow

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._arrow.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._arrow.__arrow_c_schema__()

    def __len__(self) -> int:
        return len(self._arrow)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._arrow.column_names)

    def __repr__(self) -> str:
        return f"athir.Table({len(self)} rows: {', '.join(self.columns)})"

    def to_pyarrow(self) -> pa.Table:
        """The same memory as a table of pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of pandas, by way of pyarrow. Days become ``datetime.date``, lists of texts numpy arrays."""
        frame: pd.DataFrame = self.to_pyarrow().to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A data frame of polars, over the same memory."""
        import polars

        return polars.DataFrame(self)

    def _repr_html_(self) -> str:
        about = f"<p>{len(self)} rows × {len(self.columns)} columns</p>"
        try:
            rows = self.to_pyarrow().slice(0, _SHOWN).to_pylist()
        except ImportError:
            return about + f"<p>{escape(', '.join(self.columns))}</p>"
        shown = self.columns[:_WIDE]
        more = "<th>…</th>" if len(self.columns) > _WIDE else ""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in shown)
        body = "".join("<tr>" + "".join(f"<td>{_cell(row[name])}</td>" for name in shown) + "</tr>" for row in rows)
        return f"{about}<table><thead><tr>{head}{more}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = "; ".join("" if part is None else str(part) for part in value) if isinstance(value, list) else str(value)
    return escape(text if len(text) <= 60 else text[:59] + "…")
