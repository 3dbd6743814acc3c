//! Lowers joint types: the joint prior of several actors, and an observer's own prior about one of them.

use crate::expression::Tree;
use crate::scenario::ast::{self, Name};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::formulas::constant_sum;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Actor, JointRow, JointTypes, Start};
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The actors of a table, in the order of their cells: the index in the file's row, the actor, the cell of its type.
type Members = Vec<(usize, usize, usize)>;

impl Lowering<'_> {
    /// The tables of joint types; each member's cell is drawn from its table.
    pub(crate) fn lower_joint_types(&mut self) -> Vec<JointTypes> {
        let scenario = self.scenario;
        let mut tables = Vec::new();
        for declared in &scenario.joint_types {
            tables.extend(self.joint_table(declared, tables.len()));
        }
        self.check_listed();
        tables
    }

    /// Reports types without chances that stand in no table.
    fn check_listed(&mut self) {
        let scenario = self.scenario;
        for actor in &scenario.actors {
            let name = &actor.name;
            let mut listed = scenario.joint_types.iter().flat_map(|table| &table.actors);
            if actor.has_joint_types() && !listed.any(|member| member.value == name.value) {
                let message = format!("the types of {} have no chances", quoted(&name.value));
                let finding = Code::JointTypes.at(actor.types[0].0.span, message);
                let help = "write `types = { … = chance, … }`, or name the actor in `[[joint_types]]`";
                self.report(finding.at(name.span, "its types").help(help));
            }
        }
    }

    fn joint_table(&mut self, declared: &ast::JointTypes, number: usize) -> Option<JointTypes> {
        let members = self.joint_members(declared)?;
        for (member, &(_, _, cell)) in members.iter().enumerate() {
            let table = number;
            self.cells[cell].start = Start::Joint { table, member };
        }
        let (mut rows, mut spans) = (Vec::<JointRow>::new(), Vec::new());
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
                    let finding = Diagnostic::error(Code::NamedTwice, message);
                    self.report(finding.at(name.span, "again here"));
                    fine = false;
                }
                None => fine = false,
            }
        }
        members.sort_by_key(|&(.., cell)| cell);
        fine.then_some(members)
    }

    /// An actor whose types are free to stand in a table, and their cell.
    fn joint_member(&mut self, name: &Name) -> Option<(usize, usize)> {
        let actor = self.actor(name)?;
        if self.is_group(actor) {
            // It is reported as something that groups do not have.
            return None;
        }
        let declared = &self.scenario.actors[actor];
        let shown = quoted(&name.value);
        let Some((cell, _)) = self.symbols.type_cell(&name.value) else {
            let message = format!("{shown} has no types");
            let finding = Code::NoTypes.at(name.span, message);
            return self.fail(finding.at(declared.name.span, "declared here"));
        };
        if matches!(self.cells[cell].start, Start::Joint { .. }) {
            let message = format!("{shown} stands in two tables of joint types");
            let finding = Diagnostic::error(Code::JointTypes, message);
            return self.fail(finding.at(name.span, "again here"));
        }
        if !declared.has_joint_types() {
            let first = &declared.types[0].0;
            let message = format!("the types of {shown} have chances of their own already");
            let finding = Code::JointTypes.at(name.span, message);
            let finding = finding.at(first.span, "here");
            return self.fail(finding.help("let the actor name its types only, `types = [\"…\", \"…\"]`"));
        }
        Some((actor, cell))
    }

    fn joint_row(&mut self, declared: &ast::JointTypes, members: &Members, row: &ast::JointRow) -> Option<JointRow> {
        let mut values = Vec::new();
        for &(at, actor, _) in members {
            let what = format!("a type of {}", quoted(&declared.actors[at].value));
            let types = self.scenario.actors[actor].type_names();
            let value = self.position(Code::UnknownValue, &what, &row.types[at], types);
            values.push(value.and_then(|value| i32::try_from(value).ok()));
        }
        let context = Context::number("a joint chance", Access::Parameters);
        let chance = match &row.chance {
            Some(formula) => self.probability(formula, &context),
            None => Some(Tree::Constant(0.0)),
        };
        let mut given = vec![None; members.len()];
        for (name, formula) in &row.given {
            let mut members = members.iter();
            let member = members.position(|&(at, ..)| declared.actors[at].value == name.value);
            let Some(member) = member else {
                let actors = declared.actors.iter().map(|actor| actor.value.as_str());
                let actors: Vec<&str> = actors.collect();
                self.unknown(Code::UnknownActor, "an actor of this table", name, &actors);
                return None;
            };
            given[member] = Some(self.probability(formula, &context)?);
        }
        Some(JointRow {
            values: values.into_iter().collect::<Option<_>>()?,
            chance: chance?,
            given,
        })
    }

    /// Where the chances given a type are given for some combinations, the others have chance 0; they must sum to 1.
    fn complete_given(&mut self, table: &mut JointTypes, spans: &[Span]) {
        for member in 0..table.cells.len() {
            for value in types_in(table, member) {
                let rows = rows_of(table, member, value);
                let has_given = |&&row: &&usize| table.rows[row].given[member].is_some();
                let Some(&first) = rows.iter().find(has_given) else {
                    continue;
                };
                let chances = rows.iter().map(|&row| {
                    let given = &mut table.rows[row].given[member];
                    given.get_or_insert(Tree::Constant(0.0)).clone()
                });
                let chances: Vec<Tree> = chances.collect();
                self.sum_to_one("the chances given a type", &chances, spans[first]);
                if marginal(table, member, value).is_some_and(|sum| sum > 0.0) {
                    let message = "chances given a type count only where the type itself has no chance";
                    let finding = Diagnostic::error(Code::JointTypes, message);
                    let help = "otherwise they follow from the chances of the combinations";
                    self.report(finding.at(spans[first], "has one").help(help));
                }
            }
        }
    }

    /// Checks that an observer's own prior about one member determines its prior about the others.
    pub(crate) fn check_joint_beliefs(&mut self, tables: &[JointTypes], actors: &[Actor]) {
        for (observer, actor) in actors.iter().enumerate() {
            for table in tables {
                let is_member = |(cell, _): &&(usize, Vec<Tree>)| table.cells.contains(cell);
                let about: Vec<_> = actor.believed.iter().filter(is_member).collect();
                match about[..] {
                    [] => {}
                    [(cell, chances)] => self.check_given(observer, table, *cell, chances),
                    _ => self.several_beliefs(observer, table),
                }
            }
        }
    }

    fn several_beliefs(&mut self, observer: usize, table: &JointTypes) {
        let declared = &self.scenario.actors[observer];
        let name = quoted(&declared.name.value);
        let message = format!("{name} believes otherwise about several actors of one table");
        let finding = Diagnostic::error(Code::JointBelief, message);
        let about = declared.believed.iter().map(|(about, _)| about.span);
        let finding = about.fold(finding, |finding, span| finding.at(span, ""));
        let help = "a belief about one of them replaces its chances and keeps what they say of the \
                    others; two would contradict each other";
        self.report(finding.at(table.span, "the table").help(help));
    }

    /// Reports types that an observer thinks possible though the table does not say what goes with them.
    fn check_given(&mut self, observer: usize, table: &JointTypes, cell: usize, chances: &[Tree]) {
        let declared = &self.scenario.actors[observer];
        let about = self.cells[cell].name.clone();
        let mut actors = self.scenario.actors.iter();
        let actor = actors.find(|actor| actor.name.value == about);
        let member = table.cells.iter().position(|&known| known == cell);
        let (Some(actor), Some(member)) = (actor, member) else {
            return;
        };
        let undetermined = |value: i32, chance: &Tree| {
            let given = |&row: &usize| table.rows[row].given[member].is_some();
            *chance != Tree::Constant(0.0)
                && marginal(table, member, value) == Some(0.0)
                && !rows_of(table, member, value).iter().any(given)
        };
        let types = (0..).zip(chances).zip(actor.type_names());
        let types = types.filter(|&((value, chance), _)| undetermined(value, chance));
        let types: Vec<&str> = types.map(|(_, name)| name.as_str()).collect();
        if types.is_empty() {
            return;
        }
        let (who, types) = (quoted(&declared.name.value), list(types));
        let message =
            format!("{who} thinks it possible that {about} is {types}, and nothing says what would go with it");
        let mut believed = declared.believed.iter();
        let belief = believed.find(|(name, _)| name.value == about);
        let place = belief.map_or(declared.name.span, |(name, _)| name.span);
        let finding = Code::JointBelief.at(place, message);
        let finding = finding.at(table.span, "without a chance here");
        let help = format!("give combinations with it `given = {{ {about} = … }}`, which sum to 1");
        self.report(finding.help(help));
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
    let rows = 0..table.rows.len();
    rows.filter(|&row| table.rows[row].values[member] == value).collect()
}

/// The chance of a type of a member, where it is a constant.
fn marginal(table: &JointTypes, member: usize, value: i32) -> Option<f64> {
    let rows = table.rows.iter().filter(|row| row.values[member] == value);
    constant_sum(rows.map(|row| &row.chance))
}
