//! Parses parameters: one number, one for each named value, or Dirichlet shares; each certain or drawn.

use crate::scenario::ast::{Amount, Amounts, Drawn, Name, Parameter, Remarks, Share};
use crate::scenario::keys::{AMOUNT, PARAMETER, SHARE, SPREAD, Takes};
use crate::scenario::parse::distribution::distribution;
use crate::scenario::parse::table_reader::{BOUNDS, Fields, Reader};
use crate::scenario::toml_value::{Entry, Node};
use crate::source::{Code, Diagnostic, Span, Spanned};

pub(super) fn parameter(reader: &mut Reader, entry: &Entry) -> Option<Parameter> {
    if let Node::Integer(_) | Node::Number(_) = entry.value.value {
        let name = &entry.key.value;
        let message = format!("`{name}` must be a table");
        let finding = Code::WrongKind.at(entry.value.span, message);
        let help = "write the number as `value`, which leaves room for `unit`, `source` and `note`";
        return reader.fail(finding.help(help));
    }
    let fields = reader.open_entry(&PARAMETER, entry)?;
    let remarks = reader.remarks(&fields);
    let amounts = match fields.get("by") {
        _ if fields.get("dirichlet").is_some() => Amounts::Shares(shares(reader, &fields)?),
        None => Amounts::One(Box::new(one(reader, &fields, &remarks)?)),
        Some(by) => {
            let by = reader.name_of("by", &by.value);
            let amounts = many(reader, &fields, &remarks)?;
            Amounts::By(by?, amounts)
        }
    };
    Some(Parameter {
        name: entry.key.clone(),
        amounts,
        unit: reader.remark(&fields, "unit").unwrap_or_default(),
        lever: reader.flag(&fields, "lever"),
        remarks,
    })
}

fn one(reader: &mut Reader, fields: &Fields<'_>, remarks: &Remarks) -> Option<Amount> {
    if let Some(span) = fields.key_span("values") {
        let finding = Code::KeyOutOfPlace.at(span, "`values` needs `by`");
        return reader.fail(finding.help("`by` names the actor or the variable on whose value the parameter depends"));
    }
    let amount = parts(reader, fields, remarks.clone());
    complete(reader, &amount);
    Some(amount)
}

/// Shares that are drawn together.
fn shares(reader: &mut Reader, fields: &Fields<'_>) -> Option<Vec<(Name, Share)>> {
    let drawn = fields.get("dirichlet")?;
    let others = AMOUNT.keys.iter().filter(|key| !matches!(key.takes, Takes::Text));
    for key in others.map(|key| key.name).chain(["by", "values"]) {
        if let Some(span) = fields.key_span(key) {
            let message = format!("a parameter has either `dirichlet` or `{key}`, not both");
            let finding = Code::NotExactlyOne.at(span, message);
            reader.fail::<()>(finding.at(drawn.key.span, ""));
        }
    }
    let wanted = "a table with a concentration for each share";
    let entries = reader.entries("dirichlet", wanted, &drawn.value)?;
    if entries.len() < 2 {
        let finding = Diagnostic::error(Code::BadShares, "`dirichlet` needs at least two shares");
        return reader.fail(finding.at(drawn.value.span, ""));
    }
    let shares: Vec<Option<(Name, Share)>> = entries.iter().map(|entry| share(reader, entry)).collect();
    shares.into_iter().collect()
}

fn share(reader: &mut Reader, entry: &Entry) -> Option<(Name, Share)> {
    let name = &entry.key.value;
    let share = if matches!(entry.value.value, Node::Table(_)) {
        let fields = reader.open_entry(&SHARE, entry)?;
        let value = reader.required(&fields, "value")?;
        Share::Fixed(reader.number_of("value", &value.value)?)
    } else {
        let concentration = reader.number_of(name, &entry.value)?;
        if concentration.value <= 0.0 {
            let message = format!("a concentration must be above 0, not {}", concentration.value);
            let finding = Code::BadShares.at(concentration.span, message);
            return reader.fail(finding.help(
                "the larger the concentrations, the closer the shares stay to their means; \
                 `{ value = 0 }` fixes a share at 0",
            ));
        }
        Share::Drawn(concentration)
    };
    Some((entry.key.clone(), share))
}

/// The numbers of a parameter that depends on a named value; `spread` and `truncate` at the top apply to each.
fn many(reader: &mut Reader, fields: &Fields<'_>, remarks: &Remarks) -> Option<Vec<(Name, Amount)>> {
    for key in ["value", "range", "distribution", "nominal"] {
        if let Some(span) = fields.key_span(key) {
            let message = format!("with `by`, `{key}` belongs to each of the `values`");
            let finding = Code::KeyOutOfPlace.at(span, message);
            reader.fail::<()>(finding.help("only `spread` and `truncate` at the top apply to each value"));
        }
    }
    let drawn = drawn(reader, fields);
    let truncate = truncate(reader, fields);
    let values = reader.required(fields, "values")?;
    let wanted = "a table with a number for each value";
    let entries = reader.entries("values", wanted, &values.value)?;
    let mut amounts = Vec::new();
    for entry in entries {
        let Some(mut amount) = each(reader, entry, remarks) else {
            continue;
        };
        amount.drawn = amount.drawn.or_else(|| drawn.clone());
        if amount.drawn.is_some() {
            amount.truncate = amount.truncate.or_else(|| truncate.clone());
        }
        complete(reader, &amount);
        amounts.push((entry.key.clone(), amount));
    }
    Some(amounts)
}

fn each(reader: &mut Reader, entry: &Entry, remarks: &Remarks) -> Option<Amount> {
    if let Node::Integer(_) | Node::Number(_) = entry.value.value {
        let value = reader.number_of(&entry.key.value, &entry.value)?;
        return Some(plain_number(value, entry.key.span, remarks));
    }
    let fields = reader.open_entry(&AMOUNT, entry)?;
    let own = reader.remarks(&fields);
    let or_shared = |own: String, shared: &String| if own.is_empty() { shared.clone() } else { own };
    let remarks = Remarks {
        label: None,
        note: or_shared(own.note, &remarks.note),
        source: or_shared(own.source, &remarks.source),
    };
    Some(parts(reader, &fields, remarks))
}

/// A certain number.
pub(crate) fn plain_number(value: Spanned<f64>, span: Span, remarks: &Remarks) -> Amount {
    Amount {
        span,
        value: Some(value),
        drawn: None,
        truncate: None,
        nominal: None,
        remarks: remarks.clone(),
    }
}

fn parts(reader: &mut Reader, fields: &Fields<'_>, remarks: Remarks) -> Amount {
    let mut number = |key: &str| reader.number_of(key, &fields.get(key)?.value);
    let value = number("value");
    let nominal = number("nominal");
    Amount {
        span: fields.span,
        value,
        drawn: drawn(reader, fields),
        truncate: truncate(reader, fields),
        nominal,
        remarks,
    }
}

fn drawn(reader: &mut Reader, fields: &Fields<'_>) -> Option<Spanned<Drawn>> {
    let exclusive = PARAMETER.exclusive.iter();
    let given: Vec<&Entry> = exclusive.filter_map(|key| fields.get(key)).collect();
    if let [first, second, ..] = given[..] {
        let (a, b) = (&first.key, &second.key);
        let message = format!("a number has either `{}` or `{}`, not both", a.value, b.value);
        let finding = Code::NotExactlyOne.at(b.span, message);
        return reader.fail(finding.at(a.span, ""));
    }
    let entry = *given.first()?;
    let node = &entry.value;
    let drawn = match entry.key.value.as_str() {
        "range" => Drawn::Range(reader.numbers("range", BOUNDS, node, false)?.value),
        "spread" => {
            let inner = reader.open(&SPREAD, "spread", node, node.span)?;
            let entry = reader.required(&inner, "uniform")?;
            Drawn::Spread(reader.number_of("uniform", &entry.value)?.value)
        }
        _ => Drawn::Distribution(distribution(reader, node)?),
    };
    Some(Spanned::new(drawn, node.span))
}

fn truncate(reader: &mut Reader, fields: &Fields<'_>) -> Option<Spanned<[f64; 2]>> {
    let entry = fields.get("truncate")?;
    reader.numbers("truncate", BOUNDS, &entry.value, true)
}

/// Reports keys that a number lacks, or that do not go together.
fn complete(reader: &mut Reader, amount: &Amount) {
    let incomplete = match (
        &amount.value,
        amount.drawn.as_ref().map(|drawn| (&drawn.value, drawn.span)),
    ) {
        (None, None) if reader.whole => {
            let message = "a parameter needs `value` or `distribution`";
            Some(Code::MissingKey.at(amount.span, message))
        }
        (None, Some((Drawn::Range(_), span))) => Some(without_centre(amount, "range", span)),
        (None, Some((Drawn::Spread(_), span))) => Some(without_centre(amount, "spread", span)),
        _ => None,
    };
    if let Some(finding) = incomplete {
        reader.fail::<()>(finding);
    }
    if amount.drawn.is_none() && reader.whole {
        let truncate = amount.truncate.as_ref().map(|truncate| truncate.span);
        let nominal = amount.nominal.as_ref().map(|nominal| nominal.span);
        for span in [truncate, nominal].into_iter().flatten() {
            let message = "only a number that is drawn can be truncated or have a nominal value";
            let finding = Code::KeyOutOfPlace.at(span, message);
            reader.note(finding.help("a `distribution`, `range` or `spread` makes it a drawn one"));
        }
    }
}

fn without_centre(amount: &Amount, key: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` needs a `value` to lie around");
    let finding = Diagnostic::error(Code::NoCentre, message).at(amount.span, "`value` is missing");
    finding.at(span, "")
}
