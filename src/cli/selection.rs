//! The flags of `solve` and `explain` that select a variant, a draw and information sets.

use super::args::{self, Sets, Solving};
use super::console::Console;
use super::failure::Failure;
use super::scenario::{explore, load};
use crate::api::{Question, Scenario};
use crate::source::wording::alternatives;
use crate::study::{SelectedDraw, SetFilter, Variant};

/// The selected variant, explored; the first of the file by default.
pub(super) fn variant(
    scenario: &args::Scenario,
    solving: &Solving,
    console: &Console,
) -> Result<(Scenario, Variant), Failure> {
    let chosen: Vec<String> = solving.variant.iter().cloned().collect();
    let mut loaded = load(scenario, &chosen, console)?;
    loaded.keep_first();
    if let Some(precision) = solving.lambda {
        loaded = loaded.with_precision(precision);
    }
    let variants = explore(&loaded, console)?;
    let variant = variants.into_iter().next();
    let variant = variant.ok_or_else(|| Failure::Unexpected("there is no variant".to_owned()))?;
    let all = loaded.document.variants();
    if solving.variant.is_none() && all.len() > 1 {
        let name = &variant.name;
        let others: Vec<&str> = all.into_iter().filter(|other| other != name).collect();
        let others = alternatives(&others);
        console.remark(&format!("This is variant `{name}`; --variant chooses {others}."));
    }
    Ok((loaded, variant))
}

impl Solving {
    /// The selected draw.
    pub(super) fn which(&self) -> SelectedDraw {
        SelectedDraw {
            draw: self.draw,
            seed: self.seed,
        }
    }

    /// The selected draw in words.
    pub(super) fn description(&self) -> String {
        match self.draw {
            Some(draw) => format!("draw {draw}, seed {}", self.seed),
            None => "the nominal point".to_owned(),
        }
    }
}

/// The selected information sets, by number.
pub(super) fn wanted(
    sets: &Sets,
    variant: &Variant,
    loaded: &mut Scenario,
    console: &Console,
) -> Result<SetFilter, Failure> {
    let wanted = sets.question().of_variant(variant, &mut loaded.sources);
    wanted.map_err(|error| console.failure(error))
}

impl Sets {
    /// The selection as the library takes it.
    pub(super) fn question(&self) -> Question {
        Question {
            stage: self.at.clone(),
            actor: self.actor.clone(),
            actor_type: self.type_.clone(),
            period: self.period,
            when: self.when.clone(),
            seen: self.seen.clone(),
        }
    }

    /// The error that no information set fits the selection.
    pub(super) fn nothing_fits(&self) -> Failure {
        let flag = |name: &str, value: Option<&str>| value.map(|value| format!("{name} '{value}'"));
        let period = self.period.map(|period| period.to_string());
        let asked = [
            flag("--at", self.at.as_deref()),
            flag("--actor", self.actor.as_deref()),
            flag("--type", self.type_.as_deref()),
            flag("--period", period.as_deref()),
            flag("--seen", self.seen.as_deref()),
            flag("--when", self.when.as_deref()),
        ];
        let asked: Vec<String> = asked.into_iter().flatten().collect();
        if asked.is_empty() {
            return Failure::usage("no actor decides anything in this scenario");
        }
        let reads = "; --when fits only where the actor sees all that it reads";
        let reads = if self.when.is_some() { reads } else { "" };
        Failure::Usage(format!(
            "no information set fits {}{reads}\n`pactum solve` without these lists all information sets",
            asked.join(" ")
        ))
    }
}

/// Fails with a warning where the draw is not solved.
pub(super) fn require_solved(fine: bool, console: &Console) -> Result<(), Failure> {
    if fine {
        return Ok(());
    }
    console.warn("this draw is not solved; the numbers are where the solver stopped");
    Err(Failure::NotSolved)
}
