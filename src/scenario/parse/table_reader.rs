//! Typed access to TOML tables: every method returns the value that it expects or reports what is there instead.

use crate::expression::parse;
use crate::scenario::ast::{Form, Formula, Formulas, Name, Remarks};
use crate::scenario::keys::{ALL, Keys};
use crate::scenario::suggestion::{list, remark};
use crate::scenario::toml_value::{Entry, Node, Table, Value};
use crate::source::wording::closest;
use crate::source::{Code, Diagnostic, Diagnostics, Span, Spanned};

/// The most diagnostics that are collected.
pub(crate) const MOST_FINDINGS: usize = 1000;

/// The form of a list of two bounds, for messages.
pub(super) const BOUNDS: &str = "a list of two numbers, `[low, high]`";

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
        debug_assert!(self.declares(key), "`{key}` is not declared");
        self.table.get(key)
    }

    /// The same table, with messages about it pointing elsewhere.
    pub(crate) fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// Whether the table may have this key.
    pub(crate) fn declares(&self, key: &str) -> bool {
        self.keys.get(key).is_some()
    }

    /// The place of a key, where it is given.
    pub(crate) fn key_span(&self, key: &str) -> Option<Span> {
        self.get(key).map(|entry| entry.key.span)
    }
}

/// The kinds of tables to which a misplaced key belongs.
fn elsewhere(key: &str) -> Option<String> {
    let tables = ALL.iter().filter(|table| table.get(key).is_some());
    let tables: Vec<&str> = tables.map(|table| table.of).collect();
    let (last, before) = tables.split_last()?;
    let of = match before {
        [] => (*last).to_owned(),
        _ => format!("{} or {last}", before.join(", ")),
    };
    Some(format!(
        "`{key}` is a key of {of}; a key belongs to the last `[…]` above it"
    ))
}

/// How a value of the wrong kind would be written, where that can be guessed.
fn otherwise_written(wanted: &str, node: &Node) -> Option<String> {
    let Node::Text(text) = node else {
        return None;
    };
    let text = text.value.trim();
    let plain = |fits: bool| fits.then(|| format!("write it without quotes: `{text}`"));
    if wanted.contains("list of names") {
        return Some(format!("write `[\"{text}\"]`"));
    }
    if wanted.contains("number") {
        return plain(text.parse::<f64>().is_ok());
    }
    plain(wanted == "true or false" && ["true", "false"].contains(&text))
}

impl Reader {
    pub(crate) fn new() -> Self {
        Self {
            found: Diagnostics::new(),
            whole: true,
        }
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
        let message = format!("`{key}` must be {wanted}, not {}", node.value.kind());
        let finding = Code::WrongKind.at(node.span, message);
        self.fail(match otherwise_written(wanted, &node.value) {
            Some(help) => finding.help(help),
            None => finding,
        })
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
            let finding = Code::WrongKind.at(node.span, message);
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
        for entry in &table.entries {
            let key = &entry.key.value;
            let known = || keys.keys.iter().map(|known| known.name);
            if !known().any(|known| known == key) {
                let free = known().filter(|known| table.get(known).is_none());
                let meant = closest(key, free).or_else(|| closest(key, known()));
                let message = format!("`{key}` is not a key of {}", keys.of);
                let finding = Diagnostic::error(Code::UnknownKey, message)
                    .at(entry.key.span, remark(key, meant))
                    .help(format!("{} may have {}", keys.of, list(known())));
                self.note(match elsewhere(key).filter(|_| meant.is_none()) {
                    Some(help) => finding.help(help),
                    None => finding,
                });
            }
        }
    }

    /// The entry of a key that may not be left out.
    pub(crate) fn required<'a>(&mut self, fields: &Fields<'a>, key: &str) -> Option<&'a Entry> {
        if let Some(entry) = fields.get(key) {
            return Some(entry);
        }
        let about = fields.keys.get(key).map_or("", |known| known.about);
        let message = format!("{} needs `{key}`", fields.keys.of);
        let finding = Diagnostic::error(Code::MissingKey, message);
        let finding = finding.at(fields.span, format!("`{key}` is missing"));
        self.fail(finding.help(format!("`{key}`: {about}")))
    }

    /// A text for readers; a value of another kind is reported and ignored.
    pub(crate) fn remark(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let entry = fields.get(key)?;
        if let Node::Text(text) = &entry.value.value {
            return Some(text.value.clone());
        }
        let whole = self.whole;
        self.wrong_kind::<()>(key, "a text", &entry.value);
        self.whole = whole;
        None
    }

    /// `label`, `note` and `source`.
    pub(crate) fn remarks(&mut self, fields: &Fields<'_>) -> Remarks {
        let mut text = |key: &str| {
            if fields.declares(key) {
                self.remark(fields, key)
            } else {
                None
            }
        };
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
        fields.get(key).and_then(|entry| self.name_of(key, &entry.value))
    }

    /// The name under a key that may not be left out.
    pub(crate) fn required_name(&mut self, fields: &Fields<'_>, key: &str) -> Option<Name> {
        let entry = self.required(fields, key)?;
        self.name_of(key, &entry.value)
    }

    /// A list of names.
    pub(crate) fn names_of(&mut self, key: &str, node: &Value) -> Option<Vec<Name>> {
        let items = self.items(key, "a list of names", node)?;
        let names = items.iter().filter_map(|item| self.name_of(key, item));
        Some(names.collect())
    }

    /// The list of names under a key that may be left out.
    pub(crate) fn names(&mut self, fields: &Fields<'_>, key: &str) -> Option<Vec<Name>> {
        fields.get(key).and_then(|entry| self.names_of(key, &entry.value))
    }

    /// The items of a list.
    pub(crate) fn items<'a>(&mut self, key: &str, wanted: &str, node: &'a Value) -> Option<&'a [Value]> {
        match &node.value {
            Node::List(items) => Some(items),
            _ => self.wrong_kind(key, wanted, node),
        }
    }

    /// The items of the list of tables under a key; empty if the key is left out.
    pub(crate) fn list<'a>(&mut self, fields: &Fields<'a>, key: &str) -> &'a [Value] {
        let Some(entry) = fields.get(key) else {
            return &[];
        };
        let wanted = format!("a list of tables (`[[{key}]]`)");
        self.items(key, &wanted, &entry.value).unwrap_or_default()
    }

    /// The list of tables under a key, each read by `read`; empty if the key is left out.
    pub(crate) fn tables<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: fn(&mut Self, &Value) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(fields, key);
        items.iter().filter_map(|item| read(self, item)).collect()
    }

    /// The entries of a table.
    pub(crate) fn entries<'a>(&mut self, key: &str, wanted: &str, node: &'a Value) -> Option<&'a [Entry]> {
        match &node.value {
            Node::Table(table) => Some(&table.entries),
            _ => self.wrong_kind(key, wanted, node),
        }
    }

    /// The entries of the table under a key; empty if the key is left out.
    pub(crate) fn table<'a>(&mut self, fields: &Fields<'a>, key: &str, wanted: &str) -> &'a [Entry] {
        let Some(entry) = fields.get(key) else {
            return &[];
        };
        self.entries(key, wanted, &entry.value).unwrap_or_default()
    }

    /// The names in the table under a key, each with what `read` returns; empty if the key is left out.
    pub(crate) fn named<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        wanted: &str,
        read: fn(&mut Self, &Entry) -> Option<T>,
    ) -> Vec<(Name, T)> {
        let mut named = Vec::new();
        for entry in self.table(fields, key, wanted) {
            named.extend(read(self, entry).map(|value| (entry.key.clone(), value)));
        }
        named
    }

    /// True or false; false if it is left out.
    pub(crate) fn flag(&mut self, fields: &Fields<'_>, key: &str) -> bool {
        let Some(entry) = fields.get(key) else {
            return false;
        };
        if let Node::Truth(truth) = entry.value.value {
            return truth;
        }
        self.wrong_kind::<()>(key, "true or false", &entry.value);
        false
    }

    /// One of a few words.
    pub(crate) fn word(&mut self, key: &str, words: &[&'static str], node: &Value) -> Option<&'static str> {
        let name = self.name_of(key, node)?;
        if let Some(word) = words.iter().find(|&&word| word == name.value) {
            return Some(word);
        }
        let words = words.iter().copied();
        let message = format!("`{key}` must be one of {}", list(words.clone()));
        let finding = Diagnostic::error(Code::UnknownWord, message);
        self.fail(finding.at(name.span, remark(&name.value, words)))
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

    /// A list of numbers of one length, or of any.
    pub(crate) fn numbers<const N: usize>(
        &mut self,
        key: &str,
        wanted: &str,
        node: &Value,
        infinite: bool,
    ) -> Option<Spanned<[f64; N]>> {
        let items = self.items(key, wanted, node)?;
        let read = if infinite { Self::bound_of } else { Self::number_of };
        let numbers = items.iter().map(|item| Some(read(self, key, item)?.value));
        let numbers: Option<Vec<f64>> = numbers.collect();
        match <[f64; N]>::try_from(numbers?) {
            Ok(numbers) => Some(Spanned::new(numbers, node.span)),
            Err(numbers) => {
                let message = format!("`{key}` must be {wanted}, not a list of {}", numbers.len());
                self.fail(Code::WrongKind.at(node.span, message))
            }
        }
    }

    /// A formula.
    pub(crate) fn formula_of(&mut self, key: &str, node: &Value) -> Formula {
        let form = match &node.value {
            Node::Integer(value) => Form::Integer(*value),
            Node::Number(value) if value.is_finite() => Form::Number(*value),
            Node::Truth(value) => Form::Truth(*value),
            Node::Text(text) => match parse(&text.value, &text.place) {
                Ok(syntax) => Form::Expression {
                    text: text.value.clone(),
                    place: text.place.clone(),
                    syntax,
                },
                Err(diagnostic) => {
                    self.note(diagnostic);
                    Form::Broken
                }
            },
            other => {
                let kind = match other {
                    Node::Number(_) => "nan or infinite",
                    _ => other.kind(),
                };
                let message = format!("`{key}` must be a formula (a number, a truth value or a text), not {kind}");
                self.note(Code::WrongKind.at(node.span, message));
                Form::Broken
            }
        };
        Formula { span: node.span, form }
    }

    /// The formula under a key that may be left out.
    pub(crate) fn formula(&mut self, fields: &Fields<'_>, key: &str) -> Option<Formula> {
        fields.get(key).map(|entry| self.formula_of(key, &entry.value))
    }

    /// The formula under a key that may not be left out.
    pub(crate) fn required_formula(&mut self, fields: &Fields<'_>, key: &str) -> Option<Formula> {
        let entry = self.required(fields, key)?;
        Some(self.formula_of(key, &entry.value))
    }

    /// Names, each with a formula.
    pub(crate) fn formulas_of(&mut self, key: &str, wanted: &str, node: &Value) -> Option<Formulas> {
        let entries = self.entries(key, wanted, node)?.iter();
        let named = entries.map(|Entry { key, value }| (key.clone(), self.formula_of(&key.value, value)));
        Some(named.collect())
    }

    /// The names with formulas under a key; empty if the key is left out.
    pub(crate) fn formulas(&mut self, fields: &Fields<'_>, key: &str, wanted: &str) -> Formulas {
        let Some(entry) = fields.get(key) else {
            return Formulas::new();
        };
        self.formulas_of(key, wanted, &entry.value).unwrap_or_default()
    }
}
