//! Chances of joint types, under the true prior and under each observer's own.

use super::chances::sum;
use super::error::ExploreError;
use super::start::StartBuilder;
use crate::expression::{Binary, Slot, Tree};
use crate::scenario::model::JointTypes;

/// The combinations with one type of one member.
struct OfType<'a> {
    table: &'a JointTypes,
    member: usize,
    rows: Vec<usize>,
    /// The true chances of all combinations of the table.
    chances: &'a [Slot],
}

impl StartBuilder<'_> {
    /// The chances of a table's combinations, by prior.
    pub(super) fn joint_chances(&mut self, table: &JointTypes) -> Result<Vec<Vec<Slot>>, ExploreError> {
        let trees: Vec<&Tree> = table.rows.iter().map(|row| &row.chance).collect();
        let place = format!("the chances of the joint types of {}", table.name);
        let chances = self.shares(&trees, &[], &place, table.span)?;
        let mut by_prior = vec![chances.clone()];
        for observer in self.observers.clone() {
            let believed = &self.model.actors[observer].believed;
            let member = |cell: &usize| table.cells.iter().position(|known| known == cell);
            let mut beliefs = believed.iter();
            let about = beliefs.find_map(|(cell, trees)| Some((member(cell)?, &trees[..])));
            by_prior.push(match about {
                Some(about) => self.believed_chances(table, &chances, observer, about)?,
                None => chances.clone(),
            });
        }
        Ok(by_prior)
    }

    /// What an observer believes about one member, and given that what the true chances say of the others.
    fn believed_chances(
        &mut self,
        table: &JointTypes,
        chances: &[Slot],
        observer: usize,
        (member, trees): (usize, &[Tree]),
    ) -> Result<Vec<Slot>, ExploreError> {
        let cell = &self.model.cells[table.cells[member]];
        let trees: Vec<&Tree> = trees.iter().collect();
        let whose = &self.model.actors[observer].name;
        let place = format!("what `{whose}` believes about `{}`", cell.name);
        let types = self.shares(&trees, &[], &place, cell.span)?;
        let nothing = self.tape.constant(0.0);
        let mut believed = vec![nothing; table.rows.len()];
        for (value, &chance) in (0..).zip(&types) {
            if self.tape.constant_value(chance) == Some(0.0) {
                continue;
            }
            let rows = (0..table.rows.len()).filter(|&row| table.rows[row].values[member] == value);
            let of_type = OfType {
                table,
                member,
                rows: rows.collect(),
                chances,
            };
            for (row, share) in self.conditional(&of_type)? {
                // 0 multiplied by a chance that varies would be no constant, and the row would count as possible.
                if self.tape.constant_value(share) != Some(0.0) {
                    believed[row] = self.tape.binary(Binary::Multiply, chance, share);
                }
            }
        }
        Ok(believed)
    }

    /// The chances of combinations given a type: as the true ones have it, or where the type has no chance as the file
    /// says; where it says nothing either, all that are possible alike, as trembles would have it.
    fn conditional(&mut self, of: &OfType<'_>) -> Result<Vec<(usize, Slot)>, ExploreError> {
        let slots: Vec<Slot> = of.rows.iter().map(|&row| of.chances[row]).collect();
        let marginal = sum(self.tape, &slots);
        let given = self.given(of)?;
        let nothing = self.tape.constant(0.0);
        // Whether the type has a chance, where that is the same in every draw.
        let possible = self.tape.constant_value(marginal);
        let possible = possible.map(|chance| chance > 0.0);
        let mut shares = Vec::new();
        for (&row, (&chance, &given)) in of.rows.iter().zip(slots.iter().zip(&given)) {
            let never = self.tape.constant_value(chance) == Some(0.0);
            let share = match possible {
                Some(true) => self.tape.binary(Binary::Divide, chance, marginal),
                Some(false) => given,
                None if never && self.tape.constant_value(given) == Some(0.0) => nothing,
                None => {
                    let share = self.tape.binary(Binary::Divide, chance, marginal);
                    let some = self.tape.binary(Binary::Greater, marginal, nothing);
                    self.tape.choose(some, share, given)
                }
            };
            shares.push((row, share));
        }
        Ok(shares)
    }

    /// The chances given a type that has no chance itself.
    fn given(&mut self, of: &OfType<'_>) -> Result<Vec<Slot>, ExploreError> {
        let table = of.table;
        let said = |&row: &usize| table.rows[row].given[of.member].as_ref();
        let said: Option<Vec<&Tree>> = of.rows.iter().map(said).collect();
        if let Some(trees) = said.filter(|trees| !trees.is_empty()) {
            let place = format!("the chances given a type of {}", table.name);
            return self.shares(&trees, &[], &place, table.span);
        }
        let never = |&row: &usize| self.tape.constant_value(of.chances[row]) == Some(0.0);
        let never: Vec<bool> = of.rows.iter().map(never).collect();
        let count = never.iter().filter(|never| !**never).count();
        let alike = |never| if never { 0.0 } else { 1.0 / count as f64 };
        let given = never.into_iter().map(alike);
        Ok(given.map(|chance| self.tape.constant(chance)).collect())
    }
}
