//! Random tables of joint types.

use super::formulas::shares;
use super::number_source::NumberSource;
use super::sections::{Draft, quoted};

/// A combination of types.
struct Row {
    types: Vec<&'static str>,
    chance: &'static str,
    /// The chance given the type of a member, by member.
    given: Vec<Option<&'static str>>,
}

impl Draft {
    /// The types of actors that are drawn together: a few combinations. What goes with a type that has no chance is
    /// always said, and sometimes with one whose chance is uncertain.
    pub(super) fn joint_types(&mut self, numbers: &mut NumberSource<'_>) {
        let members = self.sketch.joint.clone();
        if members.is_empty() {
            return;
        }
        let types: Vec<Vec<&'static str>> = members
            .iter()
            .map(|&actor| self.sketch.actors[actor].types.clone())
            .collect();
        let mut rows = some_rows(numbers, &types);
        for (member, kinds) in types.iter().enumerate() {
            for kind in kinds {
                say_given(numbers, &mut rows, &types, member, kind);
            }
        }
        let names: Vec<&str> = members.iter().map(|&actor| self.sketch.actors[actor].name).collect();
        let table: Vec<String> = rows.iter().map(|row| written(row, &names)).collect();
        let table = table.join("\n");
        self.line(&format!(
            "[[joint_types]]\nactors = [{}]\ntable = [\n{table}\n]",
            quoted(&names)
        ));
    }
}

/// Two or three different combinations with chances that sum to one.
fn some_rows(numbers: &mut NumberSource<'_>, types: &[Vec<&'static str>]) -> Vec<Row> {
    let mut combinations: Vec<Vec<&'static str>> = vec![Vec::new()];
    for kinds in types {
        combinations = combinations
            .iter()
            .flat_map(|before| kinds.iter().map(|&kind| [before.as_slice(), &[kind]].concat()))
            .collect();
    }
    let count = 2 + numbers.below(2);
    let chances = shares(numbers, count);
    chances
        .into_iter()
        .map(|chance| Row {
            types: combinations.remove(numbers.below(combinations.len())),
            chance,
            given: vec![None; types.len()],
        })
        .collect()
}

/// Writes what a type of a member needs.
fn say_given(
    numbers: &mut NumberSource<'_>,
    rows: &mut Vec<Row>,
    types: &[Vec<&'static str>],
    member: usize,
    kind: &'static str,
) {
    let of_kind = |row: &&mut Row| row.types[member] == kind;
    let chances: Vec<&str> = rows.iter_mut().filter(of_kind).map(|row| row.chance).collect();
    let certain = |chance: &&str| chance.parse::<f64>().is_ok();
    let needed = chances.iter().all(|chance| *chance == "0");
    if !needed && (chances.iter().all(certain) || numbers.chance(50)) {
        return;
    }
    if chances.is_empty() {
        let types = types
            .iter()
            .enumerate()
            .map(|(number, kinds)| if number == member { kind } else { *numbers.one(kinds) });
        let types = types.collect();
        rows.push(Row {
            types,
            chance: "0",
            given: vec![None; rows[0].given.len()],
        });
    }
    let given = shares(numbers, chances.len().max(1));
    for (row, given) in rows.iter_mut().filter(of_kind).zip(given) {
        row.given[member] = Some(given);
    }
}

fn written(row: &Row, names: &[&str]) -> String {
    let given: Vec<String> = names
        .iter()
        .zip(&row.given)
        .filter_map(|(name, given)| Some(format!("{name} = \"{}\"", (*given)?)))
        .collect();
    let given = if given.is_empty() {
        String::new()
    } else {
        format!(", given = {{ {} }}", given.join(", "))
    };
    format!(
        "  {{ types = [{}], chance = \"{}\"{given} }},",
        quoted(&row.types),
        row.chance
    )
}
