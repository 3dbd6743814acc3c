//! What `run` shows: outcomes by variant, promises, and in sentences how variants differ from the first; and warnings.

use serde::Serialize;

use super::comparing::differences;
use super::csv::csv;
use super::figure::bar;
use super::json::{Objects, objects, pretty};
use super::labelled;
use super::layout::{Grid, Printout, listed};
use super::promises::{self, by_variant};
use super::summary::Summary;
use super::terminal::{counted, failures, grouped, interval, probability, signed, signed_interval, titles};
use crate::scenario::Labels;
use crate::study::rows::{ComparisonKind, ComparisonRow, OutcomeRow};
use crate::study::{Plan, RunSummary, Until};

/// The tail probability below which a warning says that played games differ from the exact probabilities.
pub(super) const SUSPICIOUS: f64 = 1e-6;

/// A run as JSON: some of its tables, for all variants.
#[derive(Serialize)]
struct RunJson<'a> {
    outcomes: Objects,
    comparisons: Objects,
    commitments: Objects,
    commitments_by_type: Objects,
    commitment_beliefs: Objects,
    /// Why it stopped, where it was to go on until its probabilities are known well enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a Until>,
}

/// What `run` prints: its outcomes; for people and in JSON other tables as well.
pub(crate) fn summary((title, labels): (&str, &Labels), plan: &Plan, summary: &RunSummary) -> Summary {
    let variants = || summary.variants.iter();
    let outcomes = variants().flat_map(|variant| variant.outcomes.clone());
    let outcomes: Vec<OutcomeRow> = outcomes.collect();
    let promises = || variants().flat_map(|variant| &variant.promises);
    let comparisons = variants().flat_map(|variant| &variant.comparisons);
    // Outcomes that are taken together have a sentence only.
    let comparisons = comparisons.filter(|row| row.kind != ComparisonKind::Headline);
    Summary {
        page: for_people((title, labels), plan, summary),
        csv: csv(&outcomes),
        json: pretty(&RunJson {
            outcomes: objects(&outcomes),
            comparisons: objects(comparisons),
            commitments: objects(promises().map(|promise| &promise.played)),
            commitments_by_type: objects(promises().flat_map(|promise| &promise.by_type)),
            commitment_beliefs: objects(promises().flat_map(|promise| &promise.trust)),
            until: summary.until.as_ref(),
        }),
    }
}

fn for_people((title, labels): (&str, &Labels), plan: &Plan, summary: &RunSummary) -> Printout {
    let mut page = Printout::of(&format!("{title}\n{}", effort(plan, summary)));
    let stop = summary.until.as_ref().filter(|until| until.met).and_then(stop);
    page.say(&stop.unwrap_or_default());
    page.say(&titles(
        summary.variants.iter().map(|variant| variant.name.as_str()),
        labels,
    ));
    page.blank();
    let labelled = labelled::summary(summary.clone(), labels);
    page.table(outcomes(plan, &labelled));
    if let Some(games) = games(summary) {
        page.blank();
        page.say(games);
    }
    page.append(promises::table(&labelled));
    let differences = differences(summary, labels);
    if !differences.is_empty() {
        page.blank();
        page.say_all(&differences);
    }
    page
}

/// The outcomes of every variant. Where they are too wide for the terminal, the played shares are left out first, then the
/// bars, then the intervals of differences.
fn outcomes(plan: &Plan, summary: &RunSummary) -> Grid {
    let rows = by_variant(
        summary,
        |variant| variant.outcomes.iter().map(|row| row.outcome.as_str()),
        |name, variant, at| outcome(name, &variant.outcomes[at], variant.comparisons.get(at)),
    );
    let (played, several) = (plan.games > 0, summary.variants.len() > 1);
    let mut header = vec!["outcome", "probability", "95 % interval", ""];
    let mut turns: Vec<Vec<usize>> = vec![Vec::new(), vec![3]];
    if played {
        turns[0] = vec![header.len(), header.len() + 1];
        header.extend(["played", "95 % interval"]);
    }
    if several {
        turns.push(vec![header.len() + 1]);
        header.extend(["difference", "95 % interval"]);
    }
    let turns: Vec<&[usize]> = turns.iter().map(Vec::as_slice).collect();
    Grid::of(header, |column| column > 0 && column != 3, rows).leaving_out(&turns)
}

/// What the games are for, and whether they agree with the exact probabilities.
fn games(summary: &RunSummary) -> Option<&'static str> {
    let agreements: Option<Vec<_>> = summary
        .variants
        .iter()
        .map(|variant| variant.agreement.as_ref())
        .collect();
    let agree = agreements?.iter().all(|found| found.corrected() >= SUSPICIOUS);
    Some(if agree {
        "Probabilities are exact in each draw. The games are played by the same strategies, to show single courses of events \
         and as a check: their shares agree with the probabilities."
    } else {
        "Probabilities are exact in each draw. The games are played by the same strategies, to show single courses of events \
         and as a check: their shares DIFFER from the probabilities by more than chance allows; please report this."
    })
}

/// Where a run stopped that was to go on until its probabilities are known well enough.
fn stop(until: &Until) -> Option<String> {
    let last = until.last()?;
    let looks = counted(until.looks.len() as u64, "look");
    let widest = format!(
        "the widest is {:.4}, of {} in {}",
        last.widest, last.outcome, last.variant
    );
    Some(if until.met {
        format!(
            "stopped at {looks}: every 95 % interval that allows for looking is narrower than {}; {widest}",
            until.target
        )
    } else {
        format!(
            "after {} draws, the most that were allowed, some 95 % interval that allows for looking is not narrower than {} \
             yet: {widest}; --draws allows more",
            grouped(last.draws),
            until.target
        )
    })
}

fn outcome(name: String, row: &OutcomeRow, difference: Option<&ComparisonRow>) -> Vec<String> {
    let mut cells = vec![
        name,
        probability(row.probability),
        row.probability_interval().map(interval).unwrap_or_default(),
        bar(row.probability),
    ];
    if let Some((share, range)) = row.share.zip(row.share_interval()) {
        cells.extend([probability(share), interval(range)]);
    }
    if let Some(difference) = difference {
        cells.push(signed(difference.difference));
        let interval = difference.interval().map(signed_interval);
        cells.push(interval.unwrap_or_default());
    }
    cells
}

fn effort(plan: &Plan, summary: &RunSummary) -> String {
    let failed = summary.variants.iter().map(|variant| variant.solver.failed).sum();
    let failed = match failed {
        0 => String::new(),
        failed => format!("; {} failed and left out", counted(failed, "draw")),
    };
    let (draws, games, seed) = (counted(plan.draws, "draw"), counted(plan.games, "game"), plan.seed);
    match (plan.nominal, plan.games) {
        (true, 0) => "the nominal point, exact results only: no games were played".to_owned(),
        (true, _) => format!("{games} at the nominal point, seed {seed}"),
        (false, 0) => format!("{draws}, seed {seed}, exact results only: no games were played{failed}"),
        (false, _) => format!("{draws} × {games}, seed {seed}{failed}"),
    }
}

/// The warnings, a sentence each.
pub(crate) fn warnings(summary: &RunSummary) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(summary.until.as_ref().filter(|until| !until.met).and_then(stop));
    for variant in &summary.variants {
        let unsolved = variant.solver.unsolved;
        if unsolved > 0 {
            let statuses = variant.solver.statuses.iter();
            let status = |(status, count): &(&str, u64)| format!("{count} {}", status.replace('_', " "));
            let statuses = listed(statuses.map(status));
            warnings.push(format!(
                "{} of {} draws of `{}` were not solved ({}); they stay in, marked in draws.csv, and manifest.json gives the \
                 probabilities without them",
                grouped(unsolved),
                grouped(variant.solver.draws()),
                variant.name,
                statuses,
            ));
        }
        warnings.extend(failures(&variant.solver, &format!("`{}`", variant.name)));
        let agreement = variant.agreement.as_ref();
        if let Some(agreement) = agreement.filter(|found| found.corrected() < SUSPICIOUS) {
            warnings.push(format!(
                "the played games of `{}` differ from the exact probability of `{}` by more than chance allows (tail {:e}); \
                 please report this",
                variant.name, agreement.outcome, agreement.tail,
            ));
        }
    }
    warnings
}
