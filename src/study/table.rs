//! A table of results: a row is one struct, and its serialisation and its schema say everything about its columns.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::numeric::decimal::without_negative_zeros;

/// A row of a table.
///
/// The names of its fields are the column names, their doc comments the meanings. The struct's doc comment describes
/// the table. The schema extensions `unit` and `primaryKey` give a column's unit and the columns that name a row; a `unit`
/// of the struct is that of all columns of fractional numbers that have none of their own.
pub trait Row: Serialize + JsonSchema + Clone + Send + 'static {
    /// The name of the table, which is also the file's without `.csv`.
    const TABLE: &'static str;

    /// The values of the row by column, in order. Missing numbers and empty texts are null; no zero has a sign.
    fn values(&self) -> Map<String, Value> {
        let Ok(Value::Object(mut values)) = serde_json::to_value(self) else {
            unreachable!("a row is a struct of texts, numbers and truth values");
        };
        for (_, value) in &mut values {
            if value.as_str() == Some("") {
                *value = Value::Null;
            }
            without_negative_zeros(value);
        }
        values
    }
}

/// Names the table of each row type.
macro_rules! name_tables {
    ($($row:ty: $name:literal),+ $(,)?) => {
        $(impl $crate::study::table::Row for $row {
            const TABLE: &'static str = $name;
        })+
    };
}
pub(crate) use name_tables;

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its header.
    pub name: String,
    /// The type of its cells.
    pub kind: Kind,
    /// Its unit, where it has one.
    pub unit: Option<String>,
    /// What it means, in a sentence or two.
    pub meaning: String,
}

/// A table as its row type describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The name, which is also the file's without `.csv`.
    pub name: &'static str,
    /// What the table holds, beginning with what one row is about.
    pub description: String,
    /// The columns that name a row: no two rows agree in all of them, and none is ever empty. May be empty.
    pub key: Vec<String>,
    /// The columns in order.
    pub fields: Vec<Field>,
}

/// What the columns of a study's tables are named after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Every parameter that carries a distribution in some variant, and its unit.
    pub parameters: Vec<(String, String)>,
    /// The outcomes.
    pub outcomes: Vec<String>,
    /// The actors.
    pub actors: Vec<String>,
    /// What a period is.
    pub period_unit: String,
    /// The keys that a study varies.
    pub keys: Vec<KeyColumn>,
    /// The actions that a study asks about.
    pub decisions: Vec<String>,
    /// The beliefs that a study asks about.
    pub beliefs: Vec<String>,
}

/// The column of a key that a study varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyColumn {
    /// The key.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Whether all its values are numbers.
    pub numbers: bool,
}

impl Shape {
    /// The names that documentation uses where a study has its own.
    #[cfg(test)]
    pub(crate) fn placeholders() -> Self {
        Self {
            parameters: vec![("<parameter>".into(), "the parameter's".into())],
            outcomes: vec!["<outcome>".into()],
            actors: vec!["<actor>".into()],
            period_unit: "period".into(),
            keys: vec![KeyColumn {
                name: "<key>".into(),
                unit: "the key's".into(),
                numbers: true,
            }],
            decisions: vec!["<decision>".into()],
            beliefs: vec!["<belief>".into()],
        }
    }

    /// A field with this study's names in place of `<parameter>`, `<outcome>`, `<actor>`, `<key>`, `<decision>`, `<belief>`
    /// and `<period>`.
    fn named(&self, field: Field) -> Vec<Field> {
        let without_unit = |name: &String| (name.clone(), String::new());
        let plain = |names: &[String]| names.iter().map(without_unit).collect();
        let key = |key: &KeyColumn| (key.name.clone(), key.unit.clone());
        let families: [(&str, Vec<(String, String)>); 6] = [
            ("<parameter>", self.parameters.clone()),
            ("<outcome>", plain(&self.outcomes)),
            ("<actor>", plain(&self.actors)),
            ("<key>", self.keys.iter().map(key).collect()),
            ("<decision>", plain(&self.decisions)),
            ("<belief>", plain(&self.beliefs)),
        ];
        let unit = field.unit;
        let unit = unit.map(|unit| unit.replace("<period>", &self.period_unit));
        let mut families = families.into_iter();
        let Some((word, members)) = families.find(|(word, _)| field.name.contains(word)) else {
            return vec![Field { unit, ..field }];
        };
        let member = |(name, own_unit): (String, String)| {
            let unit = unit.as_ref().map(|unit| unit.replace(word, &own_unit));
            Field {
                name: field.name.replace(word, &column_word(&name)),
                kind: if self.is_text(word, &name) {
                    Kind::String
                } else {
                    field.kind
                },
                unit: unit.filter(|unit| !unit.is_empty()),
                meaning: field.meaning.replace(word, &name),
            }
        };
        members.into_iter().map(member).collect()
    }
}

impl Shape {
    /// Whether a column of a family holds texts.
    fn is_text(&self, word: &str, name: &str) -> bool {
        word == "<key>" && self.keys.iter().any(|key| key.name == name && !key.numbers)
    }
}

/// A scenario's word within a header: what depends on a type is `name.type` there and `name__type` here.
pub(crate) fn column_word(name: &str) -> String {
    name.replace('.', "__")
}

impl Table {
    /// The table whose rows are of type `R`.
    pub(crate) fn of<R: Row>(shape: &Shape) -> Self {
        let mut settings = SchemaSettings::default().for_serialize();
        settings.inline_subschemas = true;
        let schema = settings.into_generator().into_root_schema_for::<R>();
        let schema = schema.to_value();
        let key = schema["primaryKey"].as_array().into_iter().flatten();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let fields = properties.map(|(name, about)| field(name, about, &schema["unit"]));
        let description = text(&schema, "description");
        Self {
            name: R::TABLE,
            description: description.replace("`<period>`", &shape.period_unit),
            key: key.filter_map(Value::as_str).map(str::to_owned).collect(),
            fields: fields.flat_map(|field| shape.named(field)).collect(),
        }
    }

    /// The name of the file.
    pub(crate) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The headers in order.
    pub(crate) fn header(&self) -> Vec<&str> {
        let fields = self.fields.iter();
        fields.map(|field| field.name.as_str()).collect()
    }
}

/// A column from the schema of its field, and the unit of the table's fractional numbers.
fn field(name: &str, schema: &Value, usual: &Value) -> Field {
    let kind = kind(&schema["type"]);
    let usual = usual.as_str().filter(|_| kind == Kind::Number);
    let unit = schema["unit"].as_str().or(usual);
    Field {
        name: name.to_owned(),
        kind,
        unit: unit.filter(|unit| !unit.is_empty()).map(str::to_owned),
        meaning: text(schema, "description"),
    }
}

/// The type that a schema names, besides null; words of an enumeration, which a schema lists one by one, are text.
fn kind(of: &Value) -> Kind {
    let names = of.as_array().into_iter().flatten();
    let mut names = names.chain([of]).filter_map(Value::as_str);
    match names.find(|name| *name != "null") {
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        _ => Kind::String,
    }
}

/// Serialises pairs of a name and a value as a map in their order.
pub(crate) fn as_map<K: Serialize, V: Serialize, S: Serializer>(
    pairs: &[(K, V)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// A text of a schema on one line.
fn text(schema: &Value, key: &str) -> String {
    schema[key].as_str().unwrap_or_default().replace('\n', " ")
}

/// The schema of a family of columns, one for each parameter, outcome or actor, that a row flattens.
pub(super) fn family(name: &str, unit: &str, meaning: &str) -> Schema {
    schemars::json_schema!({
        "type": "object",
        "properties": { name: { "type": "number", "unit": unit, "description": meaning } },
    })
}
