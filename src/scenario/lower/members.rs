//! The members of groups as actors: one of each kind stands for all of that kind.
//!
//! Such a member is an actor behind the declared ones, with the payoffs, strategy and discount of its group. Its prior about
//! the composition is that of a member who knows its own kind: n − 1 others are drawn independently. The group itself does
//! not choose; its payoff is the average over its members.

use std::ops::Range;

use crate::expression::{Binary, Tree};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::actors::Belief;
use crate::scenario::lower::formulas::operation;
use crate::scenario::lower::groups::{LoweredGroup, multinomial, to_member};
use crate::scenario::model::{
    Action, Actor, Binding, Choice, Commitment, Group, Joint, MemberKind, MemberTerm, Model, Nest, Paid, Rule, Stage,
    StageKind, Strategy, Structural, Term,
};

/// A group, and what is known of its members.
struct Lowered {
    actor: usize,
    cell: Option<usize>,
    own_type: Option<usize>,
    group: Group,
}

impl Lowering<'_> {
    /// What an actor and each of its kinds of members believe of a group's composition, given the chances of its types.
    pub(crate) fn believed_composition(&mut self, actor: usize, types: &[Tree]) -> Option<(usize, Vec<Tree>)> {
        let chances = self.kind_chances(actor, types)?;
        let LoweredGroup { group, cell, .. } = self.groups[actor].as_ref()?;
        let all = group.compositions.iter().map(|of| multinomial(of, &chances));
        Some(((*cell)?, all.collect()))
    }

    /// What a member of each kind believes of the mood and the composition of its own group, given the chances of moods and
    /// types.
    pub(crate) fn believed_by_members(
        &mut self,
        actor: usize,
        moods: &[Tree],
        types: &[Tree],
    ) -> Option<Vec<Vec<Belief>>> {
        let chances = self.kind_chances(actor, types)?;
        let LoweredGroup { group, mood, cell, .. } = self.groups[actor].as_ref()?;
        let of_kind = |kind: usize| {
            let others = |of: &Vec<u32>| {
                let mut others = of.clone();
                match others[kind].checked_sub(1) {
                    Some(left) => others[kind] = left,
                    None => return Tree::Constant(0.0),
                }
                multinomial(&others, &chances)
            };
            let moods = mood.map(|mood| (mood, moods_given(mood, moods, &chances[kind])));
            let composition = cell.map(|cell| (cell, group.compositions.iter().map(others).collect()));
            moods.into_iter().chain(composition).collect()
        };
        Some((0..group.kinds.len()).map(of_kind).collect())
    }
}

/// The chance of each mood given that a member is of a kind, whose chance reads the mood.
fn moods_given(mood: usize, moods: &[Tree], kind: &Tree) -> Vec<Tree> {
    let joint = moods.iter().enumerate();
    let joint = joint.map(|(value, chance)| operation(Binary::Multiply, chance.clone(), kind.with_cell(mood, value)));
    let joint: Vec<Tree> = joint.collect();
    let sum = joint
        .iter()
        .cloned()
        .reduce(|sum, part| operation(Binary::Add, sum, part));
    match sum {
        // Of a kind that no mood makes possible, any belief will do.
        None | Some(Tree::Constant(0.0)) => moods.to_vec(),
        Some(sum) => joint
            .into_iter()
            .map(|part| operation(Binary::Divide, part, sum.clone()))
            .collect(),
    }
}

/// Puts the members of groups into a model; `beliefs` holds what those of each group believe of its composition.
pub(super) fn seat_members(model: &mut Model, groups: &[Option<LoweredGroup>], beliefs: Vec<Vec<Vec<Belief>>>) {
    let mut seated = Vec::new();
    let mut beliefs = beliefs.into_iter();
    for (actor, lowered) in groups.iter().enumerate() {
        let Some(LoweredGroup {
            group, cell, own_type, ..
        }) = lowered
        else {
            continue;
        };
        let group = Group {
            first: model.actors.len(),
            ..group.clone()
        };
        let believed = beliefs.next().unwrap_or_default();
        seat(model, actor, &group, believed);
        model.actors[actor].group = Some(group.clone());
        seated.push(Lowered {
            actor,
            cell: *cell,
            own_type: *own_type,
            group,
        });
    }
    let choices: Vec<Vec<Range<usize>>> = model
        .stages
        .iter_mut()
        .map(|stage| choices_of_members(stage, &seated))
        .collect();
    // Where a choice has an error that is reported already, it has no place.
    let place = |stage: usize, choice: usize| {
        let place = choices[stage].get(choice).cloned();
        place.unwrap_or(choice..choice + 1)
    };
    for term in &mut model.terms {
        if let Paid::OnAction { stage, choice, .. } = &mut term.paid {
            *choice = place(*stage, *choice).start;
        }
    }
    for count in &mut model.counts {
        for (stage, counted) in count.iter_mut().enumerate() {
            if let Some((choice, _)) = counted {
                *choice = place(stage, *choice).start;
            }
        }
    }
    for (number, promise) in model.commitments.iter_mut().enumerate() {
        promise.choices = place(promise.stage, promise.choices.start);
        if let Some(lowered) = seated.iter().find(|lowered| lowered.actor == promise.actor) {
            promised_by_members(number, promise, lowered);
        }
    }
    for lowered in &seated {
        terms_of_members(model, lowered);
    }
}

/// Adds an actor for each kind of members.
fn seat(model: &mut Model, actor: usize, group: &Group, believed: Vec<Vec<Belief>>) {
    let mut believed = believed.into_iter();
    for kind in 0..group.kinds.len() {
        let own = believed.next().unwrap_or_default();
        let declared = &model.actors[actor];
        let known = |about: usize| own.iter().any(|(cell, _)| *cell == about);
        let others: Vec<Belief> = declared
            .believed
            .iter()
            .filter(|(about, _)| !known(*about))
            .cloned()
            .collect();
        let member = Actor {
            name: format!("{}.{}", declared.name, group.kinds[kind].name),
            type_cell: None,
            believed: own.into_iter().chain(others).collect(),
            group: None,
            member: Some((actor, kind)),
            ..declared.clone()
        };
        model.actors.push(member);
        for cell in &mut model.cells {
            let seen = cell.seen[actor];
            cell.seen.push(seen);
        }
    }
    // A group itself neither chooses nor believes.
    model.actors[actor].believed.clear();
}

/// Replaces the choices of groups by those of their kinds of members; for each choice as declared, those that stand for it.
fn choices_of_members(stage: &mut Stage, seated: &[Lowered]) -> Vec<Range<usize>> {
    let StageKind::Decision { choices, joint } = &mut stage.kind else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut all = Vec::new();
    for choice in choices.drain(..) {
        let first = all.len();
        match seated.iter().find(|lowered| lowered.actor == choice.actor) {
            None => all.push(choice),
            Some(lowered) => {
                let kinds = lowered.group.kinds.iter().enumerate();
                all.extend(kinds.map(|(number, kind)| of_member(&choice, lowered, number, kind)));
            }
        }
        places.push(first..all.len());
    }
    for Joint { picks, .. } in joint {
        let mut moved = vec![None; all.len()];
        for (place, pick) in places.iter().zip(picks.iter()) {
            moved[place.start] = *pick;
        }
        *picks = moved;
    }
    *choices = all;
    places
}

fn of_member(choice: &Choice, lowered: &Lowered, number: usize, kind: &MemberKind) -> Choice {
    let tree = |tree: &Tree| to_member(tree, lowered.own_type, kind);
    let when = |when: &Structural| Structural {
        tree: tree(&when.tree),
        span: when.span,
    };
    let action = |action: &Action| Action {
        guard: action.guard.as_ref().map(when),
        ..action.clone()
    };
    let nest = |nest: &Nest| Nest {
        multiple: tree(&nest.multiple),
        ..nest.clone()
    };
    let rule = |rule: &Rule| Rule {
        when: rule.when.as_ref().map(when),
        play: rule.play.iter().map(tree).collect(),
        span: rule.span,
    };
    Choice {
        actor: lowered.group.first + number,
        opportunity: choice.opportunity.as_ref().map(tree),
        not_asked: choice.not_asked,
        actions: choice.actions.iter().map(action).collect(),
        nests: choice.nests.iter().map(nest).collect(),
        strategy: match &choice.strategy {
            Strategy::Logit(precision) => Strategy::Logit(tree(precision)),
            Strategy::BestResponse => Strategy::BestResponse,
            Strategy::Fixed(play) => Strategy::Fixed(play.iter().map(tree).collect()),
            Strategy::Rules(rules) => Strategy::Rules(rules.iter().map(rule).collect()),
        },
    }
}

/// A promise of each member: by kind, when it is due and whether it binds.
fn promised_by_members(number: usize, promise: &mut Commitment, lowered: &Lowered) {
    let kinds = || lowered.group.kinds.iter();
    let when = &promise.when[0];
    let due = kinds().map(|kind| Structural {
        tree: to_member(&when.tree, lowered.own_type, kind),
        span: when.span,
    });
    promise.when = due.collect();
    promise.binding = match &promise.binding {
        Binding::Occasion { credibility } => Binding::Occasion {
            credibility: kinds()
                .map(|kind| to_member(&credibility[0], lowered.own_type, kind))
                .collect(),
        },
        Binding::Game { .. } | Binding::Kind { .. } => Binding::Kind {
            bound: kinds().map(|kind| kind.bound.contains(&number)).collect(),
        },
    };
}

/// The terms of a group's members; those of the group become averages over its members.
fn terms_of_members(model: &mut Model, lowered: &Lowered) {
    let Lowered {
        actor, own_type, group, ..
    } = lowered;
    for number in 0..model.terms.len() {
        if model.terms[number].actor != *actor {
            continue;
        }
        let term = model.terms[number].clone();
        for (kind, described) in group.kinds.iter().enumerate() {
            let own = Term {
                actor: group.first + kind,
                paid: paid_to(term.paid, kind),
                when: term.when.as_ref().map(|when| Structural {
                    tree: to_member(&when.tree, *own_type, described),
                    span: when.span,
                }),
                amount: to_member(&term.amount, *own_type, described),
                ..term.clone()
            };
            if let Paid::OnAction { .. } | Paid::OnReneging { .. } = own.paid {
                let share = Tree::Constant(1.0 / f64::from(group.members));
                model.member_terms.push(MemberTerm {
                    term: number,
                    paid: own.paid,
                    when: own.when.clone(),
                    amount: operation(Binary::Multiply, own.amount.clone(), share),
                    span: own.span,
                });
            }
            model.terms.push(own);
        }
        match term.paid {
            Paid::OnAction { .. } | Paid::OnReneging { .. } => model.terms[number].paid = Paid::ByMembers,
            _ => average(&mut model.terms[number], lowered),
        }
    }
}

/// When a member of a kind is paid.
fn paid_to(paid: Paid, kind: usize) -> Paid {
    match paid {
        Paid::OnAction {
            stage,
            choice,
            action,
            branch,
        } => Paid::OnAction {
            stage,
            choice: choice + kind,
            action,
            branch,
        },
        Paid::OnReneging { commitment, .. } => Paid::OnReneging { commitment, kind },
        other => other,
    }
}

/// Makes an amount that reads a member's own type the average over the members, by composition.
fn average(term: &mut Term, lowered: &Lowered) {
    let Lowered {
        cell, own_type, group, ..
    } = lowered;
    let Some(own_type) = *own_type else { return };
    let reads = |tree: &Tree| tree.cells().contains(&own_type);
    let in_when = term.when.as_ref().is_some_and(|when| reads(&when.tree));
    if !in_when && !reads(&term.amount) {
        return;
    }
    let of_kind = |kind: &MemberKind| {
        let amount = to_member(&term.amount, Some(own_type), kind);
        match &term.when {
            Some(when) if in_when => {
                let when = to_member(&when.tree, Some(own_type), kind);
                Tree::If(Box::new([when, amount, Tree::Constant(0.0)]))
            }
            _ => amount,
        }
    };
    let amounts: Vec<Tree> = group.kinds.iter().map(of_kind).collect();
    let of_composition = |counts: &Vec<u32>| {
        let parts = counts.iter().zip(&amounts).filter(|(count, _)| **count > 0);
        let parts = parts.map(|(count, amount)| {
            let share = Tree::Constant(f64::from(*count) / f64::from(group.members));
            operation(Binary::Multiply, amount.clone(), share)
        });
        let sum = parts.reduce(|sum, part| operation(Binary::Add, sum, part));
        sum.expect("a group has members")
    };
    term.amount = match *cell {
        Some(cell) => Tree::Select(cell, group.compositions.iter().map(of_composition).collect()),
        // All members are of one kind.
        None => of_composition(&group.compositions[0]),
    };
    if in_when {
        term.when = None;
    }
}
