//! Groups of exchangeable members: what distinguishes members, and how many of each kind there may be.

use crate::expression::{Binary, Kind, Symbol, Tree};
use crate::numeric::counts::{binomial, counts, ways};
use crate::scenario::ast::{self, Drawing, Effect, Name, StageKind, find};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::actors::Belief;
use crate::scenario::lower::formulas::operation;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Group, MemberKind, Role, Start};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// The fewest and most members of a group.
const MEMBERS: std::ops::RangeInclusive<i64> = 2..=1_000;
/// The most compositions of a group.
const MOST_COMPOSITIONS: usize = 10_000;

/// The most ways to count the actions of a group's members.
const MOST_WAYS: usize = 32_767;

/// What formulas read besides the cells of a state, numbered behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The type of the member of a group, to itself.
    OwnType { actor: usize },
    /// How many took an action in the stage whose tally reads it: of a group or a single actor.
    Count { actor: usize, action: String },
}

/// A group while the scenario is lowered.
#[derive(Clone, Debug)]
pub(crate) struct LoweredGroup {
    pub(crate) group: Group,
    /// The cell that holds the mood, where members share one.
    pub(crate) mood: Option<usize>,
    /// The cell that holds the composition; `None` where all members are of one kind.
    pub(crate) cell: Option<usize>,
    /// The number, behind the cells, of a member's own type, where members have types.
    pub(crate) own_type: Option<usize>,
}

impl Lowering<'_> {
    /// Whether an actor is a group; what makes no group of it is reported.
    pub(crate) fn is_group(&self, actor: usize) -> bool {
        self.groups[actor].is_some()
    }

    /// Finds the groups, with the kinds of their members.
    pub(crate) fn find_groups(&mut self) {
        let scenario = self.scenario;
        for actor in &scenario.actors {
            let group = self.find_group(actor);
            self.groups.push(group.map(|group| LoweredGroup {
                group,
                mood: None,
                cell: None,
                own_type: None,
            }));
        }
        for (actor, declared) in scenario.actors.iter().enumerate() {
            if self.is_group(actor) {
                self.check_group(declared);
            }
        }
    }

    fn find_group(&mut self, actor: &ast::Actor) -> Option<Group> {
        let members = actor.members.as_ref()?;
        if !MEMBERS.contains(&members.value) {
            let message = format!("a group has 2 to 1000 members, not {}", members.value);
            let finding = Code::BadGroup.at(members.span, message);
            return self.fail(finding.help("an actor without `members` is one"));
        }
        let mut kinds = match actor.types.len() {
            0 => vec![MemberKind::default()],
            types => (0..types).map(MemberKind::of_type).collect(),
        };
        let promises = self.scenario.commitments.iter().enumerate();
        let own = promises.filter(|(_, promise)| promise.actor.value == actor.name.value);
        for (promise, _) in own.filter(|(_, promise)| promise.drawn == Drawing::PerGame) {
            kinds = kinds.iter().flat_map(|kind| kind.free_and_bound(promise)).collect();
        }
        self.name_kinds(actor, &mut kinds);
        let members = u32::try_from(members.value).expect("it was checked");
        if ways(group_members(actor), kinds.len(), MOST_COMPOSITIONS).is_none() {
            let message = format!(
                "{} may be composed in more than {MOST_COMPOSITIONS} ways",
                quoted(&actor.name.value)
            );
            let finding = Diagnostic::error(Code::BadGroup, message).at(actor.name.span, "");
            let help = "every count of every type is a state of its own: take fewer members, types or promises";
            return self.fail(finding.help(help));
        }
        Some(Group {
            types: actor.type_names().cloned().collect(),
            compositions: counts(members, kinds.len()),
            members,
            kinds,
            first: 0,
        })
    }

    /// Reports what groups cannot do.
    fn check_group(&mut self, group: &ast::Actor) {
        let scenario = self.scenario;
        let is_it = |name: &Name| name.value == group.name.value;
        for table in &scenario.joint_types {
            if let Some(name) = table.actors.iter().find(|name| is_it(name)) {
                let help = "members of a group have independent types";
                self.no_group(name.span, "types that are drawn jointly", help);
            }
        }
        for promise in scenario.commitments.iter().filter(|promise| is_it(&promise.actor)) {
            if let Some(seer) = promise.seen_by.first() {
                let help = "only counts are seen; leave `seen_by` out";
                self.no_group(seer.span, "promises that others see to bind", help);
            }
        }
        for stage in &scenario.stages {
            let StageKind::Decision { choices, joint } = &stage.kind else {
                continue;
            };
            for choice in choices.iter().filter(|choice| is_it(&choice.actor)) {
                let nothing = |effect: &Effect| effect.set.is_empty() && effect.branches.is_empty();
                if ways(group_members(group), choice.actions.len() + 1, MOST_WAYS).is_none() {
                    let message = "there are too many ways to count what so many members do";
                    let finding = Code::BadGroup.at(choice.actor.span, message);
                    self.report(finding.help("take fewer members or actions"));
                }
                for action in choice.actions.iter().filter(|action| !nothing(&action.effect)) {
                    let help = "let the stage's `tally` read how many took it";
                    self.no_group(action.name.span, "effects of a single member's action", help);
                }
            }
            let mut picks = joint.iter().flat_map(|joint| &joint.picks);
            if let Some((name, _)) = picks.find(|(name, _)| is_it(name)) {
                let help = "let the stage's `tally` read how many took an action";
                self.no_group(name.span, "picks in joint effects", help);
            }
        }
    }

    fn no_group(&mut self, span: Span, what: &str, help: &str) {
        let finding = Code::BadGroup.at(span, format!("groups have no {what}"));
        self.report(finding.help(help));
    }

    /// Declares what formulas may read of a group besides the cell of its composition: the number of members of each type.
    pub(crate) fn outline_group(&mut self, actor: usize, declared: &ast::Actor) {
        let name = &declared.name.value;
        let hint = format!("how many of a group have a type is {}", quoted(&format!("{name}.TYPE")));
        self.symbols.add_hint(name.clone(), hint);
        let Some(lowered) = self.groups[actor].clone() else {
            return;
        };
        let group = &lowered.group;
        let nobody = vec![false; self.scenario.actors.len()];
        let mut mood = None;
        if !declared.alike.is_empty() {
            let kind = Kind::Named(self.symbols.domain(declared.alike.iter().map(|(name, _)| &name.value)));
            mood = Some(self.cells.len());
            self.symbols
                .declare(format!("{name}.mood"), Symbol::Cell(self.cells.len(), kind));
            let called = Name::new(format!("{name}.mood"), declared.name.span);
            self.add_cell(
                &called,
                Role::Type { actor },
                kind,
                declared.alike.len(),
                nobody.clone(),
            );
        }
        let mut cell = None;
        if group.kinds.len() > 1 {
            let names: Vec<String> = group.compositions.iter().map(|of| composition(group, of)).collect();
            let kind = Kind::Named(self.symbols.domain(names.iter()));
            cell = Some(self.cells.len());
            self.add_cell(&declared.name, Role::Type { actor }, kind, names.len(), nobody);
        }
        for (number, kind) in declared.type_names().enumerate() {
            let count = |of: &Vec<u32>| {
                let counts = group.kinds.iter().zip(of);
                let own = counts.filter(|(kind, _)| kind.own_type == Some(number));
                Tree::Constant(f64::from(own.map(|(_, count)| count).sum::<u32>()))
            };
            let counts: Vec<Tree> = group.compositions.iter().map(count).collect();
            let tree = match cell {
                Some(cell) => Tree::Select(cell, counts),
                None => counts[0].clone(),
            };
            self.symbols
                .declare(format!("{name}.{kind}"), Symbol::Tree(tree, Kind::Integer));
        }
        self.groups[actor] = Some(LoweredGroup { mood, cell, ..lowered });
    }

    /// Names the kinds of members: by their type, and the promises that bind them.
    fn name_kinds(&self, declared: &ast::Actor, kinds: &mut [MemberKind]) {
        for kind in kinds {
            let own_type = kind.own_type.and_then(|number| declared.type_names().nth(number));
            let promise = |&promise: &usize| format!("bound by {}", self.scenario.commitments[promise].name.value);
            let words = own_type.cloned().into_iter().chain(kind.bound.iter().map(promise));
            kind.name = words.collect::<Vec<String>>().join(" ");
            if kind.name.is_empty() {
                "member".clone_into(&mut kind.name);
            }
        }
    }

    /// Declares what stands behind the cells: a member's own type, and counts for tallies.
    pub(crate) fn outline_beside(&mut self) {
        let scenario = self.scenario;
        for (actor, declared) in scenario.actors.iter().enumerate() {
            if self.is_group(actor) && !declared.types.is_empty() {
                let number = self.cells.len() + self.beside.len();
                let domain = self.symbols.domain(declared.type_names());
                let symbol = Symbol::Cell(number, Kind::Named(domain));
                self.symbols.declare(format!("{}.type", declared.name.value), symbol);
                self.beside.push(Beside::OwnType { actor });
                if let Some(group) = &mut self.groups[actor] {
                    group.own_type = Some(number);
                }
            }
        }
        for stage in &scenario.stages {
            let StageKind::Decision { choices, joint } = &stage.kind else {
                continue;
            };
            if !joint.iter().any(|joint| joint.tally) {
                self.check_counted(stage, choices);
                continue;
            }
            for choice in choices {
                if let Some(actor) = self.actor(&choice.actor) {
                    choice
                        .actions
                        .iter()
                        .for_each(|action| self.outline_count(actor, choice, &action.name));
                }
            }
        }
    }

    /// Reports a group whose choices nothing counts.
    fn check_counted(&mut self, stage: &ast::Stage, choices: &[ast::Choice]) {
        for choice in choices {
            let group = self.actor(&choice.actor).filter(|&actor| self.is_group(actor));
            if group.is_some() {
                let name = quoted(&choice.actor.value);
                let message = format!("nothing counts what {name} does here");
                let finding = Diagnostic::error(Code::BadGroup, message).at(choice.actor.span, "a group");
                let help = format!(
                    "give the stage {} a `tally` that reads its counts",
                    quoted(&stage.name.value)
                );
                self.report(finding.help(help));
            }
        }
    }

    fn outline_count(&mut self, actor: usize, choice: &ast::Choice, action: &Name) {
        let count = Beside::Count {
            actor,
            action: action.value.clone(),
        };
        if self.beside.contains(&count) {
            return;
        }
        let name = format!("{}.{}", choice.actor.value, action.value);
        let types = self.scenario.actors[actor].type_names();
        if types.into_iter().any(|kind| *kind == action.value) {
            let message = format!("{} would be a count of members and a count of actions", quoted(&name));
            let finding = Code::BadGroup.at(action.span, message);
            return self.report(finding.help("give the type or the action another name"));
        }
        let number = self.cells.len() + self.beside.len();
        let members = self.groups[actor].as_ref().map_or(1, |group| group.group.members);
        self.symbols.declare(name, Symbol::Cell(number, Kind::Integer));
        self.symbols
            .note_range(number, 0, i32::try_from(members).expect("few members"));
        self.beside.push(count);
    }

    /// What a formula may not read of what stands behind the cells.
    pub(crate) fn beside_read(&self, number: usize, context: &Context) -> Option<(String, &'static str)> {
        match &self.beside[number - self.cells.len()] {
            Beside::OwnType { actor } => {
                let own = match context.reads {
                    Access::SeenBy(reader) | Access::TypeOf(reader) => reader == *actor,
                    Access::All => self.member_of == Some(*actor),
                    Access::Parameters | Access::MoodOf(_) => false,
                };
                let name = quoted(&format!("{}.type", self.scenario.actors[*actor].name.value));
                let help = "a member's type is known to itself: its payoffs, choices and promises may read it";
                (!own).then(|| {
                    (
                        format!("{} cannot read {name}, the type of one member", context.what),
                        help,
                    )
                })
            }
            Beside::Count { actor, action } => {
                let here = self.tally_of.is_some_and(|stage| {
                    let own = self.choice_of(stage, &self.scenario.actors[*actor].name.value);
                    own.is_some_and(|(_, choice)| choice.actions.iter().any(|known| known.name.value == *action))
                });
                let name = quoted(&format!("{}.{action}", self.scenario.actors[*actor].name.value));
                let help = "only the tally of their stage reads it; let a variable hold what matters later";
                (!here).then(|| (format!("{} cannot read the count {name}", context.what), help))
            }
        }
    }

    /// The chances of a group's kinds of members, given those of its types.
    pub(crate) fn kind_chances(&mut self, actor: usize, types: &[Tree]) -> Option<Vec<Tree>> {
        let LoweredGroup { group, own_type, .. } = self.groups[actor].clone()?;
        let mut chances = Vec::new();
        for kind in &group.kinds {
            let mut chance = kind
                .own_type
                .map_or(Tree::Constant(1.0), |number| types[number].clone());
            for (promises, bound) in [(&kind.bound, true), (&kind.free, false)] {
                for &promise in promises {
                    let context = Context::number("the credibility", Access::TypeOf(actor));
                    let credibility = &self.scenario.commitments[promise].credibility;
                    let credibility = to_member(&self.probability(credibility, &context)?, own_type, kind);
                    let factor = if bound { credibility } else { less(credibility) };
                    chance = operation(Binary::Multiply, chance, factor);
                }
            }
            chances.push(chance);
        }
        Some(chances)
    }

    /// What tallies count: by stage, the choice and the action.
    pub(crate) fn counts(&self) -> Vec<Vec<Option<(usize, usize)>>> {
        let of_count = |beside: &Beside| {
            let Beside::Count { actor, action } = beside else {
                return None;
            };
            let name = &self.scenario.actors[*actor].name.value;
            let in_stage = |stage: usize| {
                let (number, choice) = self.choice_of(stage, name)?;
                let mut actions = choice.actions.iter();
                Some((number, actions.position(|known| known.name.value == *action)?))
            };
            Some((0..self.scenario.stages.len()).map(in_stage).collect())
        };
        self.beside.iter().filter_map(of_count).collect()
    }

    fn mood_chances(&mut self, declared: &ast::Actor) -> Option<Vec<Tree>> {
        let chances = self.chances(
            "the chance of a mood",
            declared.alike.iter().map(|(_, formula)| formula),
        )?;
        self.sum_to_one("the chances of the moods", &chances, declared.alike[0].0.span);
        Some(chances)
    }

    /// For each group, what a member of each kind believes of its mood and composition.
    pub(crate) fn beliefs_of_members(&mut self) -> Vec<Vec<Vec<Belief>>> {
        let scenario = self.scenario;
        let mut all = Vec::new();
        for (actor, declared) in scenario
            .actors
            .iter()
            .enumerate()
            .filter(|(_, declared)| declared.members.is_some())
        {
            let believed = find(&declared.believed, &declared.name.value);
            let types = match believed {
                Some(chances) => {
                    let ordered = declared.type_names().filter_map(|kind| find(chances, kind));
                    self.chances("a believed chance", ordered)
                }
                None => self.type_chances(declared),
            };
            let moods = if declared.alike.is_empty() {
                Some(Vec::new())
            } else {
                self.mood_chances(declared)
            };
            let known = moods.zip(types);
            let own = known.and_then(|(moods, types)| self.believed_by_members(actor, &moods, &types));
            all.push(own.unwrap_or_default());
        }
        all
    }

    /// How the mood of a group starts, or its composition: every value with its chance.
    pub(crate) fn group_start(&mut self, actor: usize, cell: usize) -> Option<Start> {
        let declared = &self.scenario.actors[actor];
        if self.groups[actor].as_ref()?.mood == Some(cell) {
            let chances = self.mood_chances(declared)?;
            return Some(Start::Drawn((0..).zip(chances).collect()));
        }
        let types = &self.type_chances(declared)?;
        let chances = self.kind_chances(actor, types)?;
        let group = &self.groups[actor].as_ref()?.group;
        let all = group.compositions.iter().map(|of| multinomial(of, &chances));
        Some(Start::Drawn((0..).zip(all).collect()))
    }
}

fn group_members(group: &ast::Actor) -> usize {
    let members = group.members.as_ref();
    members
        .and_then(|members| usize::try_from(members.value).ok())
        .unwrap_or(1)
}

/// A composition in words.
fn composition(group: &Group, counts: &[u32]) -> String {
    let kinds = group.kinds.iter().zip(counts);
    let parts = kinds.map(|(kind, count)| format!("{count} {}", kind.name));
    parts.collect::<Vec<_>>().join(", ")
}

/// The probability of a composition.
pub(super) fn multinomial(counts: &[u32], chances: &[Tree]) -> Tree {
    let mut left: u32 = counts.iter().sum();
    let mut all = Tree::Constant(1.0);
    for (&count, chance) in counts.iter().zip(chances) {
        let power = match count {
            0 => continue,
            1 => chance.clone(),
            _ => operation(Binary::Power, chance.clone(), Tree::Constant(f64::from(count))),
        };
        // The coefficient stands beside the power that it makes up for, so that neither leaves the range of numbers.
        let factor = operation(Binary::Multiply, Tree::Constant(binomial(left, count)), power);
        all = operation(Binary::Multiply, all, factor);
        left -= count;
    }
    all
}

/// 1 minus a chance.
fn less(chance: Tree) -> Tree {
    operation(Binary::Subtract, Tree::Constant(1.0), chance)
}

/// A tree as it is for a member of a kind.
pub(super) fn to_member(tree: &Tree, own_type: Option<usize>, kind: &MemberKind) -> Tree {
    let Some((cell, value)) = own_type.zip(kind.own_type) else {
        return tree.clone();
    };
    tree.with_cell(cell, value)
}
