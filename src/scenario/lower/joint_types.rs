//! Joint types: combinations of several actors' types, and what they mean for an observer with a prior of its own.

use crate::expression::{Scope, Symbol, Tree};
use crate::scenario::ast::{self, Form};
use crate::scenario::lower::Builder;
use crate::scenario::lower::formulas::constant_sum;
use crate::scenario::lower::read_access::{Reads, Use};
use crate::scenario::model::{Actor, JointRow, JointTypes, Start};
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// The actors of a table, in the order of their cells: the place in the file's row, the actor, the cell of its type.
type Members = Vec<(usize, usize, usize)>;

impl Builder<'_> {
    /// The tables of joint types; each member's cell is drawn from its table.
    pub(crate) fn build_joint_types(&mut self) -> Vec<JointTypes> {
        let written = self.written;
        let mut tables = Vec::new();
        for declared in &written.joint_types {
            if let Some(table) = self.joint_table(declared, tables.len()) {
                tables.push(table);
            }
        }
        self.check_listed(written);
        tables
    }

    /// Notes types without chances that stand in no table.
    fn check_listed(&mut self, written: &ast::Scenario) {
        for actor in &written.actors {
            let listed = actor
                .types
                .iter()
                .any(|(_, formula)| matches!(formula.form, Form::Joint));
            let name = &actor.name;
            let named = |table: &ast::JointTypes| table.actors.iter().any(|member| member.value == name.value);
            if listed && !written.joint_types.iter().any(named) {
                let message = format!("the types of {} have no chances", quoted(&name.value));
                let finding = Diagnostic::error(Code::JointTypes, message).at(actor.types[0].0.span, "");
                self.report(
                    finding
                        .at(name.span, "its types")
                        .help("write `types = { … = chance, … }`, or name the actor in `[[joint_types]]`"),
                );
            }
        }
    }

    fn joint_table(&mut self, declared: &ast::JointTypes, number: usize) -> Option<JointTypes> {
        let members = self.joint_members(declared)?;
        for (member, &(_, _, cell)) in members.iter().enumerate() {
            self.cells[cell].start = Start::Joint { table: number, member };
        }
        let mut rows: Vec<JointRow> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        let mut fine = true;
        for row in &declared.table {
            let Some(built) = self.joint_row(declared, &members, row) else {
                fine = false;
                continue;
            };
            if let Some(before) = rows.iter().position(|known| known.values == built.values) {
                let finding = Diagnostic::error(Code::JointTypes, "this combination of types appears twice");
                let finding = finding.at(row.span, "again here");
                self.report(finding.at(spans[before], "first here"));
                fine = false;
            }
            rows.push(built);
            spans.push(row.span);
        }
        if !fine {
            return None;
        }
        let chances: Vec<Tree> = rows.iter().map(|row| row.chance.clone()).collect();
        self.sum_to_one("the chances of joint types", &chances, declared.span);
        let names = members.iter().map(|&(at, ..)| &declared.actors[at].value);
        let mut table = JointTypes {
            name: names.cloned().collect::<Vec<_>>().join(" and "),
            cells: members.iter().map(|&(.., cell)| cell).collect(),
            rows,
            span: declared.span,
        };
        self.complete_given(&mut table, &spans);
        Some(table)
    }

    fn joint_members(&mut self, declared: &ast::JointTypes) -> Option<Members> {
        let mut members = Members::new();
        let mut fine = true;
        for (at, name) in declared.actors.iter().enumerate() {
            match self.joint_member(name) {
                Some((actor, cell)) if !members.iter().any(|&(_, known, _)| known == actor) => {
                    members.push((at, actor, cell));
                }
                Some(_) => {
                    let message = format!("{} is named twice", quoted(&name.value));
                    self.report(Diagnostic::error(Code::NamedTwice, message).at(name.span, "again here"));
                    fine = false;
                }
                None => fine = false,
            }
        }
        members.sort_by_key(|&(.., cell)| cell);
        fine.then_some(members)
    }

    /// An actor whose types are free to stand in a table, and their cell.
    fn joint_member(&mut self, name: &Spanned<String>) -> Option<(usize, usize)> {
        let actor = self.actor(name)?;
        let declared = &self.written.actors[actor];
        let Some(Symbol::Cell(cell, _)) = self.names.lookup(&format!("{}.type", name.value)) else {
            let message = format!("{} has no types", quoted(&name.value));
            let finding = Diagnostic::error(Code::NoTypes, message).at(name.span, "");
            self.report(finding.at(declared.name.span, "declared here"));
            return None;
        };
        if matches!(self.cells[cell].start, Start::Joint { .. }) {
            let message = format!("{} stands in two tables of joint types", quoted(&name.value));
            self.report(Diagnostic::error(Code::JointTypes, message).at(name.span, "again here"));
            return None;
        }
        let own = declared
            .types
            .iter()
            .find(|(_, formula)| !matches!(formula.form, Form::Joint));
        if let Some((kind, _)) = own {
            let message = format!("the types of {} have chances of their own already", quoted(&name.value));
            let finding = Diagnostic::error(Code::JointTypes, message).at(name.span, "");
            self.report(
                finding
                    .at(kind.span, "here")
                    .help("let the actor name its types only, `types = [\"…\", \"…\"]`"),
            );
            return None;
        }
        Some((actor, cell))
    }

    fn joint_row(&mut self, declared: &ast::JointTypes, members: &Members, row: &ast::JointRow) -> Option<JointRow> {
        let mut values = Vec::new();
        for &(at, actor, _) in members {
            let types: Vec<String> = self.written.actors[actor]
                .types
                .iter()
                .map(|(name, _)| name.value.clone())
                .collect();
            let what = format!("a type of {}", quoted(&declared.actors[at].value));
            let value = self.value_of(&what, &row.types[at], &types);
            values.push(value.and_then(|value| i32::try_from(value).ok()));
        }
        let usage = Use::number("a joint chance", Reads::Parameters);
        let chance = match &row.chance {
            Some(formula) => self.probability(formula, &usage),
            None => Some(Tree::Constant(0.0)),
        };
        let mut given = vec![None; members.len()];
        for (name, formula) in &row.given {
            let member = members
                .iter()
                .position(|&(at, ..)| declared.actors[at].value == name.value);
            let Some(member) = member else {
                let actors = declared.actors.iter().map(|actor| actor.value.as_str());
                let actors: Vec<&str> = actors.collect();
                self.unknown(Code::UnknownActor, "an actor of this table", name, &actors);
                return None;
            };
            given[member] = Some(self.probability(formula, &usage)?);
        }
        Some(JointRow {
            values: values.into_iter().collect::<Option<_>>()?,
            chance: chance?,
            given,
        })
    }

    /// Where the chances given a type are said for some combinations, the others have none; together they must be one.
    fn complete_given(&mut self, table: &mut JointTypes, spans: &[Span]) {
        for member in 0..table.cells.len() {
            for value in types_in(table, member) {
                let rows = rows_of(table, member, value);
                let said = rows.iter().find(|&&row| table.rows[row].given[member].is_some());
                let Some(&said) = said else {
                    continue;
                };
                let place = spans[said];
                let chances: Vec<Tree> = rows
                    .iter()
                    .map(|&row| {
                        let given = &mut table.rows[row].given[member];
                        given.get_or_insert(Tree::Constant(0.0)).clone()
                    })
                    .collect();
                self.sum_to_one("the chances given a type", &chances, place);
                if marginal(table, member, value).is_some_and(|sum| sum > 0.0) {
                    let finding = Diagnostic::error(
                        Code::JointTypes,
                        "chances given a type count only where the type itself has no chance",
                    );
                    self.report(
                        finding
                            .at(place, "has one")
                            .help("otherwise they follow from the chances of the combinations"),
                    );
                }
            }
        }
    }

    /// Checks that what observers believe about one member says what they believe about the others.
    pub(crate) fn check_joint_beliefs(&mut self, tables: &[JointTypes], actors: &[Actor]) {
        for (observer, actor) in actors.iter().enumerate() {
            for table in tables {
                let member = |cell: &usize| table.cells.iter().position(|known| known == cell);
                let about: Vec<(usize, &Vec<Tree>)> = actor
                    .believed
                    .iter()
                    .filter_map(|(cell, chances)| Some((member(cell)?, chances)))
                    .collect();
                match about[..] {
                    [] => {}
                    [(member, chances)] => {
                        self.check_conditionals(observer, table, member, chances);
                    }
                    _ => self.several_beliefs(observer, table),
                }
            }
        }
    }

    fn several_beliefs(&mut self, observer: usize, table: &JointTypes) {
        let declared = &self.written.actors[observer];
        let message = format!(
            "{} believes otherwise about several actors of one table",
            quoted(&declared.name.value)
        );
        let mut finding = Diagnostic::error(Code::JointBelief, message);
        for (about, _) in &declared.believed {
            finding = finding.at(about.span, "");
        }
        self.report(finding.at(table.span, "the table").help(
            "a belief about one of them replaces its chances and keeps what they say of the \
             others; two would contradict each other",
        ));
    }

    /// Notes types that an observer thinks possible while nothing says what goes with them.
    fn check_conditionals(&mut self, observer: usize, table: &JointTypes, member: usize, chances: &[Tree]) {
        let declared = &self.written.actors[observer];
        let cell = &self.cells[table.cells[member]];
        let about = cell.name.clone();
        let types: Vec<String> = match self.written.actors.iter().find(|a| a.name.value == about) {
            Some(actor) => actor.types.iter().map(|(name, _)| name.value.clone()).collect(),
            None => return,
        };
        let unsaid: Vec<&str> = (0..)
            .zip(chances)
            .zip(&types)
            .filter(|((value, chance), _)| {
                let said = |&row: &usize| table.rows[row].given[member].is_some();
                **chance != Tree::Constant(0.0)
                    && marginal(table, member, *value) == Some(0.0)
                    && !rows_of(table, member, *value).iter().any(said)
            })
            .map(|(_, name)| name.as_str())
            .collect();
        if unsaid.is_empty() {
            return;
        }
        let message = format!(
            "{} thinks it possible that {about} is {}, and nothing says what would go with it",
            quoted(&declared.name.value),
            list(unsaid.iter().copied())
        );
        let place = declared
            .believed
            .iter()
            .find(|(name, _)| name.value == about)
            .map_or(declared.name.span, |(name, _)| name.span);
        self.report(
            Diagnostic::error(Code::JointBelief, message)
                .at(place, "")
                .at(table.span, "without a chance here")
                .help(format!(
                    "give combinations with it `given = {{ {about} = … }}`, which sum to 1"
                )),
        );
    }
}

/// The types of a member that appear in a table, each once.
fn types_in(table: &JointTypes, member: usize) -> Vec<i32> {
    let mut values: Vec<i32> = table.rows.iter().map(|row| row.values[member]).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The combinations with a type of a member.
fn rows_of(table: &JointTypes, member: usize, value: i32) -> Vec<usize> {
    let rows = table.rows.iter().enumerate();
    rows.filter(|(_, row)| row.values[member] == value)
        .map(|(number, _)| number)
        .collect()
}

/// The chance of a type of a member, where it is a constant.
fn marginal(table: &JointTypes, member: usize, value: i32) -> Option<f64> {
    let chances: Vec<Tree> = rows_of(table, member, value)
        .into_iter()
        .map(|row| table.rows[row].chance.clone())
        .collect();
    constant_sum(&chances)
}
