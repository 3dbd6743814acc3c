//! Parses parameters: one number, one for each named value, or Dirichlet shares; each certain or drawn.

use crate::numeric::decimal::rounded;
use crate::numeric::distribution::LARGEST_SHAPE;
use crate::numeric::prior::Prior;
use crate::scenario::ast::{Amount, Amounts, Drawn, Estimable, Name, Parameter, Remarks, Share};
use crate::scenario::keys::{AMOUNT, PARAMETER, SHARE, SPREAD, Takes};
use crate::scenario::parse::distribution::{distribution, prior};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Node};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

pub(super) fn parameter(reader: &mut Reader, entry: &Entry) -> Option<Parameter> {
    if let Node::Integer(_) | Node::Number(_) = entry.value.value {
        let message = format!("`{}` must be a table", entry.key.value);
        let help = "write the number as `value`, which leaves room for `unit`, `source` and `note`";
        return reader.fail(Code::WrongKind.at(entry.value.span, message).help(help));
    }
    let fields = reader.open_entry(&PARAMETER, entry)?;
    let remarks = reader.remarks(&fields);
    let amounts = if let Some(drawn) = fields.get("dirichlet") {
        Amounts::Shares(shares(reader, &fields, drawn)?)
    } else if let Some(by) = fields.value("by") {
        let by = reader.name_of("by", by);
        let amounts = many(reader, &fields, &remarks)?;
        Amounts::By(by?, amounts)
    } else {
        Amounts::One(Box::new(one(reader, &fields, &remarks)?))
    };
    let parameter = Parameter {
        name: entry.key.clone(),
        amounts,
        unit: reader.remark(&fields, "unit").unwrap_or_default(),
        lever: reader.flag(&fields, "lever"),
        case: reader.flag(&fields, "case"),
        remarks,
    };
    if parameter.case {
        differs(reader, &fields, &parameter);
    }
    Some(parameter)
}

/// Checks that a parameter in which cases differ is certain in each, and not estimated from them.
fn differs(reader: &mut Reader, fields: &Fields<'_>, parameter: &Parameter) {
    let is_other = |amount: &Amount| amount.drawn.is_some() || amount.estimate.is_some();
    let wrong = match &parameter.amounts {
        Amounts::One(amount) => is_other(amount),
        Amounts::By(_, values) => values.iter().any(|(_, amount)| is_other(amount)),
        Amounts::Shares(_) => true,
    };
    if let (true, Some(span)) = (wrong, fields.key_span("case")) {
        let name = quoted(&parameter.name.value);
        let message = format!("{name} is drawn or estimated, and `case` says that cases differ in it");
        let help =
            "a table of cases gives its value in each; leave out `case`, or what it is drawn from and `estimate`";
        reader.note(Code::KeyOutOfPlace.at(span, message).help(help));
    }
}

fn one(reader: &mut Reader, fields: &Fields<'_>, remarks: &Remarks) -> Option<Amount> {
    if let Some(span) = fields.key_span("values") {
        let finding = Code::KeyOutOfPlace.at(span, "`values` needs `by`");
        let help = "`by` names the actor or the variable on whose value the parameter depends";
        return reader.fail(finding.help(help));
    }
    let (mut amount, estimated) = parts(reader, fields, remarks.clone());
    amount.estimate = estimated.settled(reader, amount.number());
    complete(reader, &amount, fields.get("value").is_some());
    Some(amount)
}

/// Shares that are drawn together.
fn shares(reader: &mut Reader, fields: &Fields<'_>, drawn: &Entry) -> Option<Vec<(Name, Share)>> {
    let keys = AMOUNT.keys.iter();
    let others = keys.filter(|key| !matches!(key.takes, Takes::Text));
    for key in others.map(|key| key.name).chain(["by", "values"]) {
        if let Some(span) = fields.key_span(key) {
            let message = format!("a parameter has either `dirichlet` or `{key}`, not both");
            reader.fail::<()>(Code::NotExactlyOne.at(span, message).at(drawn.key.span, ""));
        }
    }
    let wanted = "a table with a concentration for each share";
    let entries = reader.entries("dirichlet", wanted, &drawn.value)?;
    if entries.len() < 2 {
        let message = "`dirichlet` needs at least two shares";
        return reader.fail(Code::BadShares.at(drawn.value.span, message));
    }
    let shares: Vec<_> = entries.iter().map(|entry| share(reader, entry)).collect();
    shares.into_iter().collect()
}

fn share(reader: &mut Reader, entry: &Entry) -> Option<(Name, Share)> {
    let name = &entry.key;
    if let Node::Table(_) = entry.value.value {
        let fields = reader.open_entry(&SHARE, entry)?;
        let value = reader.required(&fields, "value")?;
        let value = reader.number_of("value", value)?;
        return Some((name.clone(), Share::Fixed(value)));
    }
    let concentration = reader.number_of(&name.value, &entry.value)?;
    let number = concentration.value;
    if number > LARGEST_SHAPE {
        let message = format!("a concentration must be at most {LARGEST_SHAPE:e}, not {number:e}");
        let help = "shares so close to their means are certain: write `{ value = … }`";
        return reader.fail(Code::BadShares.at(concentration.span, message).help(help));
    }
    if number <= 0.0 {
        let message = format!("a concentration must be above 0, not {}", rounded(number));
        let help = "the larger the concentrations, the closer the shares stay to their means; \
                    `{ value = 0 }` fixes a share at 0";
        return reader.fail(Code::BadShares.at(concentration.span, message).help(help));
    }
    Some((name.clone(), Share::Drawn(concentration)))
}

/// The numbers of a parameter that depends on a named value; `spread` and `truncate` at the top apply to each.
fn many(reader: &mut Reader, fields: &Fields<'_>, remarks: &Remarks) -> Option<Vec<(Name, Amount)>> {
    for key in ["value", "range", "distribution", "nominal"] {
        if let Some(span) = fields.key_span(key) {
            let message = format!("with `by`, `{key}` belongs to each of the `values`");
            let help = "only `spread` and `truncate` at the top apply to each value";
            reader.fail::<()>(Code::KeyOutOfPlace.at(span, message).help(help));
        }
    }
    let drawn = drawn(reader, fields);
    let truncate = truncate(reader, fields);
    let shared = Estimated::read(reader, fields);
    let values = reader.required(fields, "values")?;
    let entries = reader.entries("values", "a table with a number for each value", values)?;
    let mut amounts = Vec::new();
    for entry in entries {
        let Some((mut amount, estimated)) = each(reader, entry, remarks) else {
            continue;
        };
        amount.drawn = amount.drawn.or_else(|| drawn.clone());
        amount.estimate = estimated.over(&shared).settled(reader, amount.number());
        if amount.drawn.is_some() {
            amount.truncate = amount.truncate.or_else(|| truncate.clone());
        }
        let table = entry.value.table();
        complete(reader, &amount, table.is_some_and(|table| table.get("value").is_some()));
        amounts.push((entry.key.clone(), amount));
    }
    Some(amounts)
}

fn each(reader: &mut Reader, entry: &Entry, remarks: &Remarks) -> Option<(Amount, Estimated)> {
    if let Node::Integer(_) | Node::Number(_) = entry.value.value {
        let value = reader.number_of(&entry.key.value, &entry.value)?;
        return Some((plain_number(value, entry.key.span, remarks), Estimated::default()));
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
        estimate: None,
        remarks: remarks.clone(),
    }
}

fn parts(reader: &mut Reader, fields: &Fields<'_>, remarks: Remarks) -> (Amount, Estimated) {
    let value = reader.optional(fields, "value", Reader::number_of);
    let nominal = reader.optional(fields, "nominal", Reader::number_of);
    let (drawn, truncate) = (drawn(reader, fields), truncate(reader, fields));
    let span = fields.span;
    let amount = Amount {
        span,
        value,
        drawn,
        truncate,
        nominal,
        estimate: None,
        remarks,
    };
    (amount, Estimated::read(reader, fields))
}

/// What the keys of a number say about estimating it.
#[derive(Clone, Default)]
struct Estimated {
    /// Whether it is estimated, where that is said.
    asked: Option<bool>,
    bounds: Option<Spanned<[f64; 2]>>,
    prior: Option<Spanned<Prior>>,
}

impl Estimated {
    fn read(reader: &mut Reader, fields: &Fields<'_>) -> Self {
        let asked = fields
            .get("estimate")
            .is_some()
            .then(|| reader.flag(fields, "estimate"));
        let bounds = fields.value("bounds");
        let prior_node = fields.value("prior");
        Self {
            asked,
            bounds: bounds.and_then(|bounds| reader.bounds("bounds", bounds, Reader::bound_of)),
            prior: prior_node.and_then(|node| Some(Spanned::new(prior(reader, node)?, node.span))),
        }
    }

    /// These keys of one value, laid over those of all.
    fn over(self, shared: &Self) -> Self {
        Self {
            asked: self.asked.or(shared.asked),
            bounds: self.bounds.or_else(|| shared.bounds.clone()),
            prior: self.prior.or_else(|| shared.prior.clone()),
        }
    }

    /// What they come to for a number with this value, whose bounds and prior it has to fit.
    fn settled(self, reader: &mut Reader, value: Option<f64>) -> Option<Estimable> {
        let bounds_at = self.bounds.as_ref().map(|bounds| bounds.span);
        let prior_at = self.prior.as_ref().map(|prior| prior.span);
        if self.asked.is_none() {
            for (key, span) in [("bounds", bounds_at), ("prior", prior_at)] {
                if let Some(span) = span {
                    let finding = Code::KeyOutOfPlace.at(span, format!("only a number that is estimated has `{key}`"));
                    once(reader, finding.help("`estimate = true` says that it is"));
                }
            }
        }
        if self.asked != Some(true) {
            return None;
        }
        let estimable = Estimable {
            bounds: self.bounds.map(|bounds| bounds.value),
            prior: self.prior.map(|prior| prior.value),
        };
        if let (Some(span), [low, high]) = (prior_at.or(bounds_at), estimable.ends()) {
            let ends = [low, high].map(rounded).join(" and ");
            if low >= high {
                let message = "no value lies within the bounds and where the prior is above 0";
                once(reader, Code::EmptyRange.at(span, message));
            } else if let Some(value) = value.filter(|value| !(low < *value && *value < high)) {
                let value = rounded(value);
                let message = format!("the value {value}, from which it is estimated, does not lie between {ends}");
                once(reader, Code::EmptyRange.at(span, message));
            }
        }
        Some(estimable)
    }
}

/// Reports what several values may share once.
fn once(reader: &mut Reader, finding: Diagnostic) {
    if !reader.found.all().contains(&finding) {
        reader.note(finding);
    }
}

fn drawn(reader: &mut Reader, fields: &Fields<'_>) -> Option<Spanned<Drawn>> {
    let mut given = PARAMETER.exclusive.iter().filter_map(|key| fields.get(key));
    let Entry { key, value: node } = given.next()?;
    if let Some(Entry { key: other, .. }) = given.next() {
        let (one, two) = (&key.value, &other.value);
        let message = format!("a number has either `{one}` or `{two}`, not both");
        return reader.fail(Code::NotExactlyOne.at(other.span, message).at(key.span, ""));
    }
    let drawn = match key.value.as_str() {
        "range" => Drawn::Range(reader.bounds("range", node, Reader::number_of)?.value),
        "spread" => {
            let inner = reader.open(&SPREAD, "spread", node, node.span)?;
            let uniform = reader.required(&inner, "uniform")?;
            Drawn::Spread(reader.number_of("uniform", uniform)?.value)
        }
        _ => Drawn::Distribution(distribution(reader, node)?),
    };
    Some(Spanned::new(drawn, node.span))
}

fn truncate(reader: &mut Reader, fields: &Fields<'_>) -> Option<Spanned<[f64; 2]>> {
    reader.bounds("truncate", fields.value("truncate")?, Reader::bound_of)
}

/// Reports keys that a number lacks, or that do not go together; a `value` that is given but wrong is reported already.
fn complete(reader: &mut Reader, amount: &Amount, has_value: bool) {
    let around = amount.drawn.as_ref().and_then(|drawn| match drawn.value {
        Drawn::Range(_) => Some(("range", drawn.span)),
        Drawn::Spread(_) => Some(("spread", drawn.span)),
        Drawn::Distribution(_) | Drawn::Jointly(_) => None,
    });
    if let (false, None, Some((key, span))) = (has_value, &amount.value, around) {
        let message = format!("`{key}` needs a `value` to lie around");
        let finding = Diagnostic::error(Code::NoCentre, message);
        reader.fail::<()>(finding.at(amount.span, "`value` is missing").at(span, ""));
    }
    if amount.drawn.is_some() || !reader.whole {
        return;
    }
    if amount.value.is_none() {
        let message = "a parameter needs `value` or `distribution`";
        reader.fail::<()>(Code::MissingKey.at(amount.span, message));
        return;
    }
    let truncate = amount.truncate.as_ref().map(|truncate| truncate.span);
    let nominal = amount.nominal.as_ref().map(|nominal| nominal.span);
    for span in [truncate, nominal].into_iter().flatten() {
        let message = "only a number that is drawn can be truncated or have a nominal value";
        let help = "a `distribution`, `range` or `spread` makes it a drawn one";
        reader.note(Code::KeyOutOfPlace.at(span, message).help(help));
    }
}
