//! Tables in the memory layout of Apache Arrow, which pandas, polars and pyarrow take as they are.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{DataType, Field, Schema};
use pactum::{FieldKind, Row};
use pyo3::exceptions::{PyKeyError, PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde_json::{Map, Value};

/// The type of a column's cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    /// The kind of a type of a data package.
    fn of_package(name: &str) -> Self {
        match name {
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            _ => Self::Text,
        }
    }

    /// The type of a data package.
    fn package(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }

    /// The kind of a column of a table.
    fn of_type(of: &DataType) -> Self {
        match of {
            DataType::Int64 => Self::Integer,
            DataType::Float64 => Self::Number,
            DataType::Boolean => Self::Boolean,
            _ => Self::Text,
        }
    }
}

/// A column that grows.
enum Column {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Boolean(BooleanBuilder),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Integer => Self::Integer(Int64Builder::new()),
            Kind::Number => Self::Number(Float64Builder::new()),
            Kind::Boolean => Self::Boolean(BooleanBuilder::new()),
        }
    }

    /// Adds a cell; of a kind that is not the column's, a text only.
    fn push(&mut self, value: &Value) {
        match self {
            Self::Text(cells) => match value {
                Value::Null => cells.append_null(),
                Value::String(text) => cells.append_value(text),
                other => cells.append_value(other.to_string()),
            },
            Self::Integer(cells) => cells.append_option(value.as_i64()),
            Self::Number(cells) => cells.append_option(value.as_f64()),
            Self::Boolean(cells) => cells.append_option(value.as_bool()),
        }
    }

    /// Adds a cell as a CSV file has it, where nothing is missing; says whether it is one of this column.
    fn read(&mut self, text: &str) -> bool {
        let cell = Some(text).filter(|text| !text.is_empty());
        match self {
            Self::Text(cells) => {
                cells.append_option(cell);
                true
            }
            Self::Integer(cells) => appended(cell.map(str::parse), |cell| cells.append_option(cell)),
            Self::Number(cells) => appended(cell.map(str::parse), |cell| cells.append_option(cell)),
            Self::Boolean(cells) => appended(cell.map(str::parse), |cell| cells.append_option(cell)),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut cells) => Arc::new(cells.finish()),
            Self::Integer(mut cells) => Arc::new(cells.finish()),
            Self::Number(mut cells) => Arc::new(cells.finish()),
            Self::Boolean(mut cells) => Arc::new(cells.finish()),
        }
    }
}

fn appended<T, E>(cell: Option<Result<T, E>>, append: impl FnOnce(Option<T>)) -> bool {
    let cell = cell.transpose();
    cell.map(append).is_ok()
}

/// A table of results.
#[pyclass(frozen)]
pub(crate) struct Table(RecordBatch);

impl Table {
    /// The table of these rows.
    pub(crate) fn of_rows<R: Row>(rows: &[R], columns: Vec<pactum::Field>) -> Self {
        let fields: Vec<PackageField> = columns.into_iter().map(package_field).collect();
        let mut columns = columns_of(&fields);
        for row in rows {
            for (column, value) in columns.iter_mut().zip(row.values().values()) {
                column.push(value);
            }
        }
        Self::of_package(fields, columns)
    }

    /// A table of columns, each with a name, a meaning and perhaps a unit.
    fn new(fields: impl Iterator<Item = (String, String, Option<String>)>, columns: Vec<Column>) -> Self {
        let arrays: Vec<ArrayRef> = columns.into_iter().map(Column::finish).collect();
        let fields = fields.zip(&arrays).map(|((name, meaning, unit), array)| {
            let notes = [("description", Some(meaning)), ("unit", unit)].into_iter();
            let notes = notes.filter_map(|(key, text)| Some((key.to_owned(), text.filter(|text| !text.is_empty())?)));
            Field::new(name, array.data_type().clone(), true).with_metadata(notes.collect())
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let batch = match arrays.is_empty() {
            true => Ok(RecordBatch::new_empty(schema)),
            false => RecordBatch::try_new(schema, arrays),
        };
        Self(batch.expect("all columns have a cell for each row"))
    }

    /// The same of fields of a data package.
    fn of_package(fields: Vec<PackageField>, columns: Vec<Column>) -> Self {
        let fields = fields.into_iter();
        Self::new(fields.map(|(name, _, meaning, unit)| (name, meaning, unit)), columns)
    }

    fn array(&self, name: &str) -> PyResult<&ArrayRef> {
        let array = self.0.column_by_name(name);
        array.ok_or_else(|| PyKeyError::new_err(format!("there is no column {name}")))
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    #[getter]
    fn columns(&self) -> Vec<String> {
        let schema = self.0.schema();
        schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns as a data package has them.
    #[getter]
    fn fields(&self) -> Vec<PackageField> {
        let schema = self.0.schema();
        let field = |field: &Arc<Field>| {
            let note = |key: &str| field.metadata().get(key).cloned();
            let kind = Kind::of_type(field.data_type()).package().to_owned();
            (
                field.name().clone(),
                kind,
                note("description").unwrap_or_default(),
                note("unit"),
            )
        };
        schema.fields().iter().map(field).collect()
    }

    /// The cells of a column from one row to before another, `None` where they are missing.
    fn cells<'py>(&self, py: Python<'py>, name: &str, start: usize, stop: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let array = self.array(name)?;
        let cell = |row: usize| -> PyResult<Bound<'py, PyAny>> {
            if array.is_null(row) {
                return Ok(py.None().into_bound(py));
            }
            Ok(match array.data_type() {
                DataType::Int64 => array
                    .as_primitive::<Int64Type>()
                    .value(row)
                    .into_pyobject(py)?
                    .into_any(),
                DataType::Float64 => array
                    .as_primitive::<Float64Type>()
                    .value(row)
                    .into_pyobject(py)?
                    .into_any(),
                DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
                _ => array.as_string::<i32>().value(row).into_pyobject(py)?.into_any(),
            })
        };
        (start..stop.min(array.len())).map(cell).collect()
    }

    /// The table for programs that take the Arrow PyCapsule interface; its memory is shared, not copied.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows to answer in the table's own types.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let reader: Box<dyn RecordBatchReader + Send> = Box::new(batches);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
    }

    /// The types of the columns, by the same interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref());
        let schema = schema.map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}

/// A column as a data package has it: its name, its type, its meaning and its unit.
pub(crate) type PackageField = (String, String, String, Option<String>);

/// A column of the library as a data package has it.
pub(crate) fn package_field(column: pactum::Field) -> PackageField {
    let kind = match column.kind {
        FieldKind::String => Kind::Text,
        FieldKind::Integer => Kind::Integer,
        FieldKind::Number => Kind::Number,
        FieldKind::Boolean => Kind::Boolean,
    };
    (column.name, kind.package().to_owned(), column.meaning, column.unit)
}

/// The table of records in JSON, with these columns.
#[pyfunction]
pub(crate) fn table_of_json(py: Python<'_>, json: &str, fields: Vec<PackageField>) -> PyResult<Table> {
    py.detach(|| {
        let records: Vec<Map<String, Value>> = serde_json::from_str(json)
            .map_err(|error| PyValueError::new_err(format!("these are no records in JSON: {error}")))?;
        let mut columns = columns_of(&fields);
        for record in &records {
            for (column, (name, ..)) in columns.iter_mut().zip(&fields) {
                column.push(record.get(name).unwrap_or(&Value::Null));
            }
        }
        Ok(Table::of_package(fields, columns))
    })
}

/// Empty columns of the types of these fields.
fn columns_of(fields: &[PackageField]) -> Vec<Column> {
    let kinds = fields.iter().map(|(_, kind, ..)| Kind::of_package(kind));
    kinds.map(Column::new).collect()
}

/// Reads a table of a results folder; fields are names, types, meanings and units as its data package has them.
#[pyfunction]
pub(crate) fn read_table(py: Python<'_>, path: PathBuf, fields: Vec<PackageField>) -> PyResult<Table> {
    py.detach(|| {
        let shown = path.display();
        let cannot = |error: csv::Error| PyOSError::new_err(format!("{shown} cannot be read: {error}"));
        let mut reader = csv::Reader::from_path(&path).map_err(cannot)?;
        let header = reader.headers().map_err(cannot)?;
        if !header.iter().eq(fields.iter().map(|(name, ..)| name)) {
            let message = format!("{shown} has other columns than datapackage.json says");
            return Err(PyValueError::new_err(message));
        }
        let mut columns = columns_of(&fields);
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(cannot)? {
            for ((column, cell), (name, kind, ..)) in columns.iter_mut().zip(&record).zip(&fields) {
                if !column.read(cell) {
                    let line = record.position().map_or(0, csv::Position::line);
                    let message = format!("{shown}, line {line}: `{cell}` in column {name} is no {kind}");
                    return Err(PyValueError::new_err(message));
                }
            }
        }
        Ok(Table::of_package(fields, columns))
    })
}
