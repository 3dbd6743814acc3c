//! The canonical form of a scenario's text: no comments, one way to write each key and value, uniform layout.

use toml_edit::visit_mut::{self, VisitMut};
use toml_edit::{Array, DocumentMut, Formatted, InlineTable, Item, KeyMut, Table, Value};

use crate::scenario::formatter::formatted;
use crate::source::Sources;

/// The text of a document without comments; files that differ in comments and blank lines alone become equal. The order of
/// everything stays, as it has a meaning.
pub(crate) fn canonical(mut document: DocumentMut) -> String {
    Bare.visit_document_mut(&mut document);
    let text = document.to_string();
    formatted(&text, "scenario.toml", &mut Sources::new()).unwrap_or(text)
}

/// Removes what surrounds keys and values, and writes each in its default way.
struct Bare;

impl VisitMut for Bare {
    fn visit_document_mut(&mut self, document: &mut DocumentMut) {
        document.set_trailing("");
        visit_mut::visit_document_mut(self, document);
    }

    fn visit_table_mut(&mut self, table: &mut Table) {
        table.decor_mut().clear();
        visit_mut::visit_table_mut(self, table);
    }

    fn visit_table_like_kv_mut(&mut self, mut key: KeyMut<'_>, item: &mut Item) {
        key.leaf_decor_mut().clear();
        key.dotted_decor_mut().clear();
        key.fmt();
        visit_mut::visit_table_like_kv_mut(self, key, item);
    }

    fn visit_value_mut(&mut self, value: &mut Value) {
        value.decor_mut().clear();
        visit_mut::visit_value_mut(self, value);
    }

    fn visit_array_mut(&mut self, array: &mut Array) {
        array.set_trailing("");
        array.set_trailing_comma(false);
        visit_mut::visit_array_mut(self, array);
    }

    fn visit_inline_table_mut(&mut self, table: &mut InlineTable) {
        table.set_trailing("");
        table.set_trailing_comma(false);
        visit_mut::visit_inline_table_mut(self, table);
    }

    fn visit_string_mut(&mut self, value: &mut Formatted<String>) {
        value.fmt();
    }

    fn visit_integer_mut(&mut self, value: &mut Formatted<i64>) {
        value.fmt();
    }

    fn visit_float_mut(&mut self, value: &mut Formatted<f64>) {
        value.fmt();
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[track_caller]
    fn of(text: &str) -> String {
        canonical(text.parse().expect("it is TOML"))
    }

    #[test]
    fn comments_and_layout_do_not_count_but_values_do() {
        let one = "# why\ntitle = 'a' # b\n\n\n[actors.x]  # who\n  types = {a=0.50, b = 0.5}\n[[stages]]\nactions = [ # these\n 'go', # c\n 'stay',\n]\n# the end\n";
        let other =
            "title = \"a\"\n[actors.x]\ntypes = { a = 0.5, \"b\" = 0.5 }\n[[stages]]\nactions = [\"go\", \"stay\"]\n";
        assert_eq!(of(one), of(other));
        assert!(!of(one).contains('#'), "{}", of(one));
        assert_ne!(of(one), of(&one.replace("'a'", "'A'")));
        assert_eq!(of(&of(one)), of(one));
    }
}
