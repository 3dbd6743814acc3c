//! Parses dependence between random quantities: rank correlations and joint types.

use crate::scenario::ast::{Correlation, JointRow, JointTypes, MatrixRow, Ranks};
use crate::scenario::keys::{CORRELATION, JOINT_ROW, JOINT_TYPES};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::Value;
use crate::source::{Code, Diagnostic, Spanned};

pub(super) fn correlation(reader: &mut Reader, item: &Value) -> Option<Correlation> {
    let fields = reader.open(&CORRELATION, "correlations", item, item.span)?;
    reader.remarks(&fields);
    let given = reader.required(&fields, "between")?;
    let between = reader.names_of("between", given);
    let ranks = ranks(reader, &fields);
    let between = between?;
    if between.len() < 2 {
        let message = "a correlation needs at least two parameters";
        return reader.fail(Code::BadCorrelation.at(given.span, message));
    }
    let ranks = ranks?;
    Some(Correlation { between, ranks })
}

fn ranks(reader: &mut Reader, fields: &Fields<'_>) -> Option<Ranks> {
    match (fields.value("rank"), fields.value("matrix")) {
        (Some(rank), None) => Some(Ranks::Each(reader.number_of("rank", rank)?)),
        (None, Some(matrix)) => {
            let rows = reader.items("matrix", "a list of rows, `[[1, …], […, 1]]`", matrix)?;
            let rows: Option<Vec<_>> = rows.iter().map(|row| numbers(reader, row)).collect();
            Some(Ranks::Matrix(rows?, matrix.span))
        }
        _ => {
            let message = "a correlation needs either `rank` or `matrix`";
            reader.fail(Code::NotExactlyOne.at(fields.span, message))
        }
    }
}

fn numbers(reader: &mut Reader, row: &Value) -> Option<MatrixRow> {
    let items = reader.items("matrix", "a list of rows of numbers", row)?;
    let numbers: Option<Vec<_>> = items.iter().map(|item| reader.number_of("matrix", item)).collect();
    Some(Spanned::new(numbers?, row.span))
}

pub(super) fn joint_types(reader: &mut Reader, item: &Value) -> Option<JointTypes> {
    let fields = reader.open(&JOINT_TYPES, "joint_types", item, item.span)?;
    reader.remarks(&fields);
    let given = reader.required(&fields, "actors")?;
    let (span, actors) = (given.span, reader.names_of("actors", given)?);
    if actors.len() < 2 {
        return reader.fail(Code::JointTypes.at(span, "joint types need at least two actors"));
    }
    reader.required(&fields, "table")?;
    let count = actors.len();
    let table = reader.tables(&fields, "table", |reader, row| joint_row(reader, row, count));
    Some(JointTypes { span, actors, table })
}

fn joint_row(reader: &mut Reader, item: &Value, actors: usize) -> Option<JointRow> {
    let fields = reader.open(&JOINT_ROW, "table", item, item.span)?;
    reader.remarks(&fields);
    let given = reader.required(&fields, "types")?;
    let (span, types) = (given.span, reader.names_of("types", given)?);
    if types.len() != actors {
        let message = format!("a combination names a type for each of the {actors} actors");
        let finding = Diagnostic::error(Code::JointTypes, message);
        return reader.fail(finding.at(span, format!("{} of them", types.len())));
    }
    let chance = reader.formula(&fields, "chance");
    let given = reader.formulas(&fields, "given", "a table of actors with chances");
    if chance.is_none() && given.is_empty() {
        let finding = Code::JointTypes.at(span, "a combination needs its `chance`");
        return reader.fail(finding.help("leave out combinations that cannot be"));
    }
    Some(JointRow {
        span,
        types,
        chance,
        given,
    })
}
