//! The listing of `check --parameters` for people: a line for each key, its source and note below.

use super::inventory::SettingRow;
use super::layout::{Printout, padded, width, wrapped};

/// A line with a key is no wider than this, however wide the terminal.
const WIDEST: usize = 120;

/// Longer keys and values stand out of their columns.
const LONG_KEY: usize = 40;
const LONG_VALUE: usize = 12;

/// How far what is said of a key stands in, and how far what it says.
const INDENT: usize = 4;
const TEXT_INDENT: usize = 12;

/// The keys for a terminal of this width. No key, unit or distribution is broken, and no value that is not a list too long for
/// a line; `source` and `note` are wrapped, and said once where the values of one thing share them, or a variant has them from the first.
pub fn listing(keys: &[SettingRow], wide: usize) -> String {
    let wide = wide.min(WIDEST);
    let columns = Columns::of(keys);
    let first = keys.first().map_or("", |key| &key.variant);
    let several = keys.iter().any(|key| key.variant != first);
    let mut text = columns.header(wide) + "\n";
    let mut variant = "";
    for group in keys.chunk_by(together) {
        let lead = &group[0];
        if several && lead.variant != variant {
            variant = &lead.variant;
            let compared = format!(", where it differs from {first}");
            let compared = if variant == first { "" } else { &compared };
            text += &format!("\n{}", wrapped(&format!("variant {variant}{compared}"), wide));
        }
        text += &columns.group(group, wide);
        let known = |key: &SettingRow| key.variant == first && key.key == lead.key && alike(key, lead);
        if lead.variant == first || !keys.iter().any(known) {
            text += &remark("source", &lead.source, wide);
            text += &remark("note", &lead.note, wide);
        }
    }
    text
}

/// Whether two keys that follow each other belong to one thing, of which the same is said.
fn together(one: &SettingRow, other: &SettingRow) -> bool {
    one.variant == other.variant && thing(one) == thing(other) && alike(one, other)
}

/// Whether the same is said of two keys.
fn alike(one: &SettingRow, other: &SettingRow) -> bool {
    one.unit == other.unit && one.source == other.source && one.note == other.note
}

/// What a key is about: the parameter, the actor, the variable.
fn thing(key: &SettingRow) -> &str {
    let name = &key.key;
    name.split_once('.').map_or(name, |(thing, _)| thing)
}

/// How wide the columns of keys and values are.
struct Columns {
    key: usize,
    value: usize,
}

impl Columns {
    fn of(keys: &[SettingRow]) -> Self {
        let widest = |text: fn(&SettingRow) -> &str, most: usize, header: &str| {
            let widths = keys.iter().map(|key| width(text(key)));
            let usual = widths.filter(|&wide| wide <= most);
            usual.fold(width(header), usize::max)
        };
        Self {
            key: widest(|key| &key.key, LONG_KEY, "key"),
            value: widest(|key| &key.value, LONG_VALUE, "value"),
        }
    }

    /// The first line, as far as it fits.
    fn header(&self, wide: usize) -> String {
        let whole = self.line("key", "value", &["unit", "distribution", "lever"]);
        match width(&whole) <= wide {
            true => whole,
            false => self.line("key", "value", &[]),
        }
    }

    /// The line of a key; pieces that are empty are left out.
    fn line(&self, key: &str, value: &str, pieces: &[&str]) -> String {
        let head = format!("{}  {}", padded(key, self.key), padded(value, self.value));
        let line = format!("{head}  {}", joined(pieces));
        line.trim_end().to_owned()
    }

    /// The lines of keys of which the same is said; a unit that makes one of them too long comes below.
    fn group(&self, keys: &[SettingRow], wide: usize) -> String {
        let line = |key: &SettingRow| {
            let pieces = [&key.unit, distribution(key), lever(key)];
            self.line(&key.key, &key.value, &pieces)
        };
        let mut lines: Vec<String> = keys.iter().map(line).collect();
        if lines.iter().any(|line| width(line) > wide) {
            let line = |key| self.without_unit(key, wide);
            lines = keys.iter().map(line).collect();
            lines.push(below("unit", &keys[0].unit));
        }
        let lines = lines.iter().filter(|line| !line.is_empty());
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// A key alone, with how it is drawn on a line of its own where that is too long.
    fn without_unit(&self, key: &SettingRow, wide: usize) -> String {
        let distribution = distribution(key);
        if width(&self.line(&key.key, &key.value, &[])) > wide {
            let pieces = [
                key.key.clone(),
                remark("value", &key.value, wide),
                below("drawn", distribution),
            ];
            return pieces.map(|piece| piece.trim_end().to_owned()).join("\n");
        }
        let line = |pieces: &[&str]| self.line(&key.key, &key.value, pieces);
        let whole = line(&[distribution, lever(key)]);
        if distribution.is_empty() || width(&whole) <= wide {
            return whole;
        }
        format!("{}\n{}", line(&[lever(key)]), below("drawn", distribution))
    }
}

fn distribution(key: &SettingRow) -> &str {
    key.distribution.as_deref().unwrap_or_default()
}

fn lever(key: &SettingRow) -> &'static str {
    if key.lever { "lever" } else { "" }
}

fn joined(pieces: &[&str]) -> String {
    let there = pieces.iter().filter(|piece| !piece.is_empty()).copied();
    there.collect::<Vec<_>>().join(" · ")
}

/// A named text below a key; empty where there is none.
fn below(name: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let name = padded(name, TEXT_INDENT - INDENT);
    format!("{}{name}{text}", " ".repeat(INDENT))
}

/// The same for a long text, wrapped.
fn remark(name: &str, text: &str, wide: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = below(name, &words.join(" "));
    if line.is_empty() {
        return line;
    }
    let mut page = Printout::default();
    page.hang(&line, TEXT_INDENT);
    page.lay_out(wide)
}
