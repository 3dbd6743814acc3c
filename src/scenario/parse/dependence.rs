//! Parses dependence between random quantities: rank correlations and joint types.

use crate::scenario::ast::{Correlation, JointRow, JointTypes, MatrixRow, Ranks};
use crate::scenario::keys::{CORRELATION, JOINT_ROW, JOINT_TYPES};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::Value;
use crate::source::{Code, Diagnostic, Spanned};

pub(super) fn correlation(reader: &mut Reader, item: &Value) -> Option<Correlation> {
    let fields = reader.open(&CORRELATION, "correlations", item, item.span)?;
    reader.remarks(&fields);
    let between = reader.required(&fields, "between")?;
    let names = reader.names_of("between", &between.value);
    let ranks = ranks(reader, &fields);
    let between_span = between.value.span;
    let between = names?;
    if between.len() < 2 {
        let finding = Diagnostic::error(Code::BadCorrelation, "a correlation needs at least two parameters");
        return reader.fail(finding.at(between_span, ""));
    }
    Some(Correlation {
        span: between_span,
        between,
        ranks: ranks?,
    })
}

fn ranks(reader: &mut Reader, fields: &Fields<'_>) -> Option<Ranks> {
    match (fields.get("rank"), fields.get("matrix")) {
        (Some(rank), None) => Some(Ranks::Each(reader.number_of("rank", &rank.value)?)),
        (None, Some(matrix)) => {
            let wanted = "a list of rows, `[[1, …], […, 1]]`";
            let rows = reader.items("matrix", wanted, &matrix.value)?;
            let rows: Option<Vec<_>> = rows.iter().map(|row| numbers(reader, row)).collect();
            Some(Ranks::Matrix(rows?, matrix.value.span))
        }
        _ => {
            let finding = Diagnostic::error(Code::NotExactlyOne, "a correlation needs either `rank` or `matrix`");
            reader.fail(finding.at(fields.span, ""))
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
    let actors = reader.required(&fields, "actors")?;
    let span = actors.value.span;
    let actors = reader.names_of("actors", &actors.value)?;
    if actors.len() < 2 {
        let finding = Diagnostic::error(Code::JointTypes, "joint types need at least two actors");
        return reader.fail(finding.at(span, ""));
    }
    reader.required(&fields, "table")?;
    let rows = reader.list(&fields, "table").iter();
    let table: Vec<Option<JointRow>> = rows.map(|row| joint_row(reader, row, actors.len())).collect();
    Some(JointTypes {
        span,
        actors,
        table: table.into_iter().collect::<Option<_>>()?,
    })
}

fn joint_row(reader: &mut Reader, item: &Value, actors: usize) -> Option<JointRow> {
    let fields = reader.open(&JOINT_ROW, "table", item, item.span)?;
    reader.remarks(&fields);
    let types = reader.required(&fields, "types")?;
    let span = types.value.span;
    let types = reader.names_of("types", &types.value)?;
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
