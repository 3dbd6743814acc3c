//! Typed access to TOML tables: every method returns the value that it expects or reports what is there instead.

use crate::numeric::decimal::rounded;
use crate::scenario::ast::{Form, Formula, Formulas, Name, Remarks};
use crate::scenario::keys::Keys;
use crate::scenario::parse::remedies::{decimal_commas, distribution_of, elsewhere, named_table, otherwise_written};
use crate::scenario::suggestion::{list, remark};
use crate::scenario::toml_value::{Entry, Node, Table, Value};
use crate::source::wording::closest;
use crate::source::{Code, Diagnostic, Diagnostics, Span, Spanned};

/// The most diagnostics that are collected.
pub(crate) const MOST_FINDINGS: usize = 1000;

type ReadNumber = fn(&mut Reader, &str, &Value) -> Option<Spanned<f64>>;

/// Reads TOML tables and collects diagnostics.
#[derive(Debug)]
pub(crate) struct Reader {
    /// The diagnostics so far.
    pub(crate) found: Diagnostics,
    /// Whether every entry could be read in spite of the diagnostics, so that later checks make sense.
    pub(crate) whole: bool,
}

/// A table whose keys have been checked.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    keys: &'static Keys,
    table: &'a Table,
    /// Where messages about the whole table point.
    pub(crate) span: Span,
}

impl<'a> Fields<'a> {
    /// The entry of a key that may be left out.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Entry> {
        debug_assert!(self.keys.get(key).is_some(), "`{key}` is not declared");
        self.table.get(key)
    }

    /// The value of a key that may be left out.
    pub(crate) fn value(&self, key: &str) -> Option<&'a Value> {
        self.get(key).map(|entry| &entry.value)
    }

    /// The same table, with messages about it pointing elsewhere.
    pub(crate) fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// Whether an unknown key stands for this one, which is missing.
    fn misspelt(&self, wanted: &str) -> bool {
        let only = self.keys.keys.len() == 1;
        let mut unknown = unknown(self.keys, self.table);
        unknown.any(|key| only || meant(self.keys, self.table, &key.value) == Some(wanted))
    }

    /// The place of a key, where it is given.
    pub(crate) fn key_span(&self, key: &str) -> Option<Span> {
        self.get(key).map(|entry| entry.key.span)
    }
}

/// The keys that a table must not have.
fn unknown<'t>(keys: &'static Keys, table: &'t Table) -> impl Iterator<Item = &'t Name> {
    let given = table.entries.iter().map(|entry| &entry.key);
    given.filter(|key| keys.get(&key.value).is_none())
}

/// The key that an unknown one was probably meant to be, one that is not given first.
fn meant(keys: &'static Keys, table: &Table, unknown: &str) -> Option<&'static str> {
    let known = || keys.keys.iter().map(|known| known.name);
    let free = known().filter(|known| table.get(known).is_none());
    closest(unknown, free).or_else(|| closest(unknown, known()))
}

fn wrong_kind(key: &str, wanted: &str, node: &Value) -> Diagnostic {
    let found = match node.value {
        Node::Integer(value) => value.to_string(),
        // 12.0 is no whole number.
        Node::Number(value) if value.fract() == 0.0 => format!("{value:?}"),
        Node::Number(value) => rounded(value),
        ref other => other.kind().to_owned(),
    };
    let message = format!("`{key}` must be {wanted}, not {found}");
    let mut finding = Code::WrongKind.at(node.span, message);
    finding.help.extend(otherwise_written(wanted, &node.value));
    finding
}

impl Reader {
    pub(crate) fn new() -> Self {
        let found = Diagnostics::new();
        Self { found, whole: true }
    }

    /// Reports an error after which the entry can still be used.
    pub(crate) fn note(&mut self, diagnostic: Diagnostic) {
        if self.found.all().len() < MOST_FINDINGS {
            self.found.push(diagnostic);
        }
    }

    /// Reports an error because of which the entry is left out.
    pub(crate) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.note(diagnostic);
        self.whole = false;
        None
    }

    /// Reports that a value is not of the kind that its key takes.
    pub(crate) fn wrong_kind<T>(&mut self, key: &str, wanted: &str, node: &Value) -> Option<T> {
        self.fail(wrong_kind(key, wanted, node))
    }

    /// Opens a table and reports the keys that it must not have.
    pub(crate) fn open<'a>(
        &mut self,
        keys: &'static Keys,
        name: &str,
        node: &'a Value,
        span: Span,
    ) -> Option<Fields<'a>> {
        let Node::Table(table) = &node.value else {
            let keys = list(keys.keys.iter().map(|key| key.name));
            let message = format!("`{name}` must be a table, not {}", node.value.kind());
            let mut finding = Code::WrongKind.at(node.span, message);
            finding.help.extend(named_table(name, &node.value));
            return self.fail(finding.help(format!("its keys are {keys}")));
        };
        self.unknown_keys(keys, table);
        Some(Fields { keys, table, span })
    }

    /// Opens the table under a name.
    pub(crate) fn open_entry<'a>(&mut self, keys: &'static Keys, entry: &'a Entry) -> Option<Fields<'a>> {
        self.open(keys, &entry.key.value, &entry.value, entry.key.span)
    }

    fn unknown_keys(&mut self, keys: &'static Keys, table: &Table) {
        let known = || keys.keys.iter().map(|known| known.name);
        for Spanned { value: key, span } in unknown(keys, table) {
            let meant = meant(keys, table, key);
            let message = format!("`{key}` is not a key of {}", keys.of);
            let finding = Diagnostic::error(Code::UnknownKey, message);
            let finding = finding.at(*span, remark(key, meant));
            let mut finding = finding.help(format!("{} may have {}", keys.of, list(known())));
            let elsewhere = distribution_of(key).or_else(|| elsewhere(key));
            finding.help.extend(elsewhere.filter(|_| meant.is_none()));
            self.note(finding);
        }
    }

    /// What `read` returns for the value of a key that may be left out.
    pub(crate) fn optional<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: fn(&mut Self, &str, &Value) -> Option<T>,
    ) -> Option<T> {
        read(self, key, fields.value(key)?)
    }

    /// The value of a key that may not be left out.
    pub(crate) fn required<'a>(&mut self, fields: &Fields<'a>, key: &str) -> Option<&'a Value> {
        if let Some(value) = fields.value(key) {
            return Some(value);
        }
        if fields.misspelt(key) {
            // The unknown key is reported already.
            self.whole = false;
            return None;
        }
        let about = fields.keys.get(key).map_or("", |known| known.about);
        let message = format!("{} needs `{key}`", fields.keys.of);
        let finding = Diagnostic::error(Code::MissingKey, message).help(format!("`{key}`: {about}"));
        self.fail(finding.at(fields.span, format!("`{key}` is missing")))
    }

    /// A text for readers; a value of another kind is reported and ignored.
    pub(crate) fn remark(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let value = fields.value(key)?;
        if let Node::Text(text) = &value.value {
            return Some(text.value.clone());
        }
        self.note(wrong_kind(key, "a text", value));
        None
    }

    /// `label`, `note` and `source`.
    pub(crate) fn remarks(&mut self, fields: &Fields<'_>) -> Remarks {
        let mut text = |key: &str| fields.keys.get(key).and_then(|_| self.remark(fields, key));
        Remarks {
            label: text("label"),
            note: text("note").unwrap_or_default(),
            source: text("source").unwrap_or_default(),
        }
    }

    /// A name that is declared somewhere else.
    pub(crate) fn name_of(&mut self, key: &str, node: &Value) -> Option<Name> {
        match &node.value {
            Node::Text(text) => Some(Spanned::new(text.value.clone(), node.span)),
            _ => self.wrong_kind(key, "a name (a text)", node),
        }
    }

    /// The name under a key that may be left out.
    pub(crate) fn name(&mut self, fields: &Fields<'_>, key: &str) -> Option<Name> {
        self.name_of(key, fields.value(key)?)
    }

    /// The name under a key that may not be left out.
    pub(crate) fn required_name(&mut self, fields: &Fields<'_>, key: &str) -> Option<Name> {
        let value = self.required(fields, key)?;
        self.name_of(key, value)
    }

    /// A list of names.
    pub(crate) fn names_of(&mut self, key: &str, node: &Value) -> Option<Vec<Name>> {
        let items = self.items(key, "a list of names", node)?;
        let names = items.iter().filter_map(|item| self.name_of(key, item));
        Some(names.collect())
    }

    /// The list of names under a key that may be left out.
    pub(crate) fn names(&mut self, fields: &Fields<'_>, key: &str) -> Option<Vec<Name>> {
        self.names_of(key, fields.value(key)?)
    }

    /// The items of a list.
    pub(crate) fn items<'a>(&mut self, key: &str, wanted: &str, node: &'a Value) -> Option<&'a [Value]> {
        match &node.value {
            Node::List(items) => Some(items),
            _ => self.wrong_kind(key, wanted, node),
        }
    }

    /// The list of tables under a key, each read by `read`; empty if the key is left out.
    pub(crate) fn tables<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: impl Fn(&mut Self, &Value) -> Option<T>,
    ) -> Vec<T> {
        let wanted = format!("a list of tables (`[[{key}]]`)");
        let list = fields.value(key);
        let items = list.and_then(|list| self.items(key, &wanted, list));
        let items = items.unwrap_or_default();
        // One error is enough where a list holds no tables.
        let first = items.iter().position(|item| !matches!(item.value, Node::Table(_)));
        let items = items.iter().enumerate();
        let items = items.filter(|(at, item)| matches!(item.value, Node::Table(_)) || Some(*at) == first);
        items.filter_map(|(_, item)| read(self, item)).collect()
    }

    /// The entries of a table.
    pub(crate) fn entries<'a>(&mut self, key: &str, wanted: &str, node: &'a Value) -> Option<&'a [Entry]> {
        match &node.value {
            Node::Table(table) => Some(&table.entries),
            _ => self.wrong_kind(key, wanted, node),
        }
    }

    /// The names in a table, each with what `read` returns.
    pub(crate) fn named_of<T>(
        &mut self,
        key: &str,
        wanted: &str,
        node: &Value,
        read: fn(&mut Self, &Entry) -> Option<T>,
    ) -> Option<Vec<(Name, T)>> {
        let entries = self.entries(key, wanted, node)?.iter();
        let named = entries.filter_map(|entry| Some((entry.key.clone(), read(self, entry)?)));
        Some(named.collect())
    }

    /// The names in the table under a key, each with what `read` returns; empty if the key is left out.
    pub(crate) fn named<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        wanted: &str,
        read: fn(&mut Self, &Entry) -> Option<T>,
    ) -> Vec<(Name, T)> {
        let table = fields.value(key);
        let named = table.and_then(|table| self.named_of(key, wanted, table, read));
        named.unwrap_or_default()
    }

    /// True or false; false if it is left out.
    pub(crate) fn flag(&mut self, fields: &Fields<'_>, key: &str) -> bool {
        let truth = fields.value(key).and_then(|value| match value.value {
            Node::Truth(truth) => Some(truth),
            _ => self.wrong_kind(key, "true or false", value),
        });
        truth.unwrap_or(false)
    }

    /// One of a few words.
    pub(crate) fn word(&mut self, key: &str, words: &[&'static str], node: &Value) -> Option<&'static str> {
        let name = self.name_of(key, node)?;
        if let Some(word) = words.iter().find(|&&word| word == name.value) {
            return Some(word);
        }
        let words = || words.iter().copied();
        let message = format!("`{key}` must be one of {}", list(words()));
        let finding = Diagnostic::error(Code::UnknownWord, message);
        self.fail(finding.at(name.span, remark(&name.value, words())))
    }

    /// A finite number.
    pub(crate) fn number_of(&mut self, key: &str, node: &Value) -> Option<Spanned<f64>> {
        let number = self.bound_of(key, node)?;
        if number.value.is_finite() {
            return Some(number);
        }
        let message = format!("`{key}` must be a finite number");
        self.fail(Code::NotFinite.at(node.span, message))
    }

    /// A number that may be infinite.
    pub(crate) fn bound_of(&mut self, key: &str, node: &Value) -> Option<Spanned<f64>> {
        match node.value {
            Node::Integer(value) => Some(Spanned::new(value as f64, node.span)),
            Node::Number(value) if !value.is_nan() => Some(Spanned::new(value, node.span)),
            Node::Number(_) => {
                let message = format!("`{key}` must be a number, not nan");
                self.fail(Code::NotFinite.at(node.span, message))
            }
            _ => self.wrong_kind(key, "a number", node),
        }
    }

    /// A list of numbers, each read by `read`.
    pub(crate) fn numbers(&mut self, key: &str, wanted: &str, node: &Value, read: ReadNumber) -> Option<Vec<f64>> {
        let items = self.items(key, wanted, node)?.iter();
        let numbers = items.map(|item| Some(read(self, key, item)?.value));
        numbers.collect()
    }

    /// A list of two numbers, each read by `read`.
    pub(crate) fn bounds(&mut self, key: &str, node: &Value, read: ReadNumber) -> Option<Spanned<[f64; 2]>> {
        let wanted = "a list of two numbers, `[low, high]`";
        let numbers = self.numbers(key, wanted, node, read)?;
        match <[f64; 2]>::try_from(numbers) {
            Ok(bounds) => Some(Spanned::new(bounds, node.span)),
            Err(numbers) => self.wrong_length(key, wanted, node, numbers.len()),
        }
    }

    /// Reports that a list does not have the wanted length.
    pub(crate) fn wrong_length<T>(&mut self, key: &str, wanted: &str, node: &Value, length: usize) -> Option<T> {
        let message = format!("`{key}` must be {wanted}, not a list of {length}");
        let mut finding = Code::WrongKind.at(node.span, message);
        finding.help.extend(decimal_commas(node));
        self.fail(finding)
    }

    /// A formula.
    pub(crate) fn formula_of(&mut self, key: &str, node: &Value) -> Formula {
        let form = match &node.value {
            Node::Integer(value) => Form::Integer(*value),
            Node::Number(value) if value.is_finite() => Form::Number(*value),
            Node::Truth(value) => Form::Truth(*value),
            Node::Text(text) => {
                let form = Form::expression(&text.value, &text.place);
                form.unwrap_or_else(|finding| self.broken(finding))
            }
            Node::Number(_) => self.not_a_formula(key, node.span, "nan or infinite"),
            other => self.not_a_formula(key, node.span, other.kind()),
        };
        let span = node.span;
        Formula { span, form }
    }

    fn not_a_formula(&mut self, key: &str, span: Span, kind: &str) -> Form {
        let wanted = "a formula (a number, a truth value or a text)";
        let message = format!("`{key}` must be {wanted}, not {kind}");
        self.broken(Code::WrongKind.at(span, message))
    }

    fn broken(&mut self, finding: Diagnostic) -> Form {
        self.note(finding);
        Form::Broken
    }

    /// The formula under a key that may be left out.
    pub(crate) fn formula(&mut self, fields: &Fields<'_>, key: &str) -> Option<Formula> {
        Some(self.formula_of(key, fields.value(key)?))
    }

    /// The formula under a key that may not be left out.
    pub(crate) fn required_formula(&mut self, fields: &Fields<'_>, key: &str) -> Option<Formula> {
        let value = self.required(fields, key)?;
        Some(self.formula_of(key, value))
    }

    /// Names, each with a formula.
    pub(crate) fn formulas_of(&mut self, key: &str, wanted: &str, node: &Value) -> Option<Formulas> {
        self.named_of(key, wanted, node, |reader, entry| {
            Some(reader.formula_of(&entry.key.value, &entry.value))
        })
    }

    /// The names with formulas under a key; empty if the key is left out.
    pub(crate) fn formulas(&mut self, fields: &Fields<'_>, key: &str, wanted: &str) -> Formulas {
        let table = fields.value(key);
        let formulas = table.and_then(|table| self.formulas_of(key, wanted, table));
        formulas.unwrap_or_default()
    }
}
