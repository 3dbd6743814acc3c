//! Parses dependence between random quantities: rank correlations, joint draws and joint types.

use crate::numeric::distribution::{Distribution, Empirical};
use crate::scenario::ast::{
    Amount, Amounts, Correlation, Drawn, JointDraws, JointRow, JointTypes, MatrixRow, Name, Parameter, Ranks,
};
use crate::scenario::keys::{CORRELATION, JOINT_DRAWS, JOINT_ROW, JOINT_TYPES};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::suggestion::{list, remark};
use crate::scenario::toml_value::{Entry, Value};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Spanned};

/// The most draws of a table. Each is written into the scenario of a folder of results.
const MOST_DRAWS: usize = 10_000;

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
            let rows: Option<Vec<_>> = rows.iter().map(|row| numbers(reader, "matrix", row)).collect();
            Some(Ranks::Matrix(rows?, matrix.span))
        }
        _ => {
            let message = "a correlation needs either `rank` or `matrix`";
            reader.fail(Code::NotExactlyOne.at(fields.span, message))
        }
    }
}

fn numbers(reader: &mut Reader, key: &str, row: &Value) -> Option<MatrixRow> {
    let items = reader.items(key, "a list of rows of numbers", row)?;
    let numbers: Option<Vec<_>> = items.iter().map(|item| reader.number_of(key, item)).collect();
    Some(Spanned::new(numbers?, row.span))
}

pub(super) fn joint_draws(reader: &mut Reader, entry: &Entry) -> Option<JointDraws> {
    let fields = reader.open_entry(&JOINT_DRAWS, entry)?;
    let remarks = reader.remarks(&fields);
    let (Some(names), Some(given)) = (fields.value("parameters"), fields.value("rows")) else {
        let message = "joint draws need `from`, or `parameters` and `rows`";
        let help = "`from` names a CSV file with a column for each parameter and a row for each draw";
        return reader.fail(Code::MissingKey.at(fields.span, message).help(help));
    };
    let parameters = reader.names_of("parameters", names)?;
    let mut rows = Vec::new();
    for row in reader.items("rows", "a list of draws, each a list of numbers", given)? {
        let Spanned { value, span } = numbers(reader, "rows", row)?;
        if rows.len() == MOST_DRAWS {
            let finding = Code::JointDraws.at(span, format!("there are more than {MOST_DRAWS} draws"));
            return reader.fail(finding.help("fewer say as much: keep every tenth, for instance"));
        }
        if value.len() != parameters.len() {
            let message = format!(
                "the draw has {} cells, and `parameters` {}",
                value.len(),
                parameters.len()
            );
            let help = "a draw has a number for each of the `parameters`, in their order";
            return reader.fail(Code::JointDraws.at(span, message).help(help));
        }
        rows.push(value.into_iter().map(|number| number.value).collect());
    }
    if rows.is_empty() || parameters.is_empty() {
        return reader.fail(Code::JointDraws.at(fields.span, "there is no draw"));
    }
    let name = entry.key.clone();
    Some(JointDraws {
        name,
        parameters,
        rows,
        remarks,
    })
}

/// Lets parameters be drawn from the rows of tables.
pub(super) fn draw_jointly(reader: &mut Reader, parameters: &mut [Parameter], joint: &mut [JointDraws]) {
    for draws in joint {
        for (column, name) in draws.parameters.iter_mut().enumerate() {
            name.value = key_of_column(&name.value, parameters);
            let Some(amount) = free_amount(reader, parameters, name) else {
                continue;
            };
            let mut values: Vec<f64> = draws.rows.iter().map(|row| row[column]).collect();
            values.sort_by(f64::total_cmp);
            let distribution = Distribution::Empirical(Empirical { values });
            amount.drawn = Some(Spanned::new(Drawn::Jointly(distribution), name.span));
            let remarks = &mut amount.remarks;
            if remarks.source.is_empty() && remarks.note.is_empty() {
                remarks.source.clone_from(&draws.remarks.source);
                remarks.note.clone_from(&draws.remarks.note);
            }
        }
    }
}

/// The key that a column is named after: it stands there as it is, or in the header of a results file, with `__` for its
/// dot.
fn key_of_column(column: &str, parameters: &[Parameter]) -> String {
    let keys: Vec<String> = parameters.iter().flat_map(Parameter::keys).collect();
    let is_meant = |key: &&String| key.replace('.', "__") == column;
    match keys.iter().find(is_meant) {
        Some(key) if !keys.iter().any(|key| key == column) => key.clone(),
        _ => column.to_owned(),
    }
}

/// The number of this key, which must be drawn in no other way.
fn free_amount<'p>(reader: &mut Reader, parameters: &'p mut [Parameter], name: &Name) -> Option<&'p mut Amount> {
    let (key, span, shown) = (&name.value, name.span, quoted(&name.value));
    let (outer, _) = key.split_once('.').unwrap_or((key, ""));
    let known: Vec<String> = parameters.iter().flat_map(Parameter::keys).collect();
    let Some(declared) = parameters.iter_mut().find(|declared| declared.name.value == outer) else {
        if reader.whole {
            let remark = remark(key, known.iter().map(String::as_str));
            let finding = Diagnostic::error(Code::UnknownParameter, format!("{shown} is no parameter"));
            let help = "a column without a parameter has to go; a credibility or a chance can read a parameter";
            reader.note(finding.at(span, remark).help(help));
        }
        return None;
    };
    let refused = if declared.case {
        Some(format!("{shown} differs between cases, and cannot be drawn"))
    } else if matches!(declared.amounts, Amounts::Shares(_)) {
        Some(format!("{shown} is drawn together with other shares"))
    } else if !known.contains(key) {
        let keys = list(declared.keys());
        Some(format!(
            "{shown} is no single number: name those that are meant, {keys}"
        ))
    } else {
        None
    };
    if let Some(message) = refused {
        reader.note(Code::JointDraws.at(span, message));
        return None;
    }
    let amount = declared.amount_mut(key)?;
    if let Some(drawn) = &amount.drawn {
        let finding = Code::JointDraws.at(span, format!("{shown} is drawn already"));
        let finding = finding.at(drawn.span, "from here");
        reader.note(finding.help("leave out the one or the other; its `value` stays, as the nominal one"));
        return None;
    }
    Some(amount)
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
