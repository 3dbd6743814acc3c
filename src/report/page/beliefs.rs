//! What observers believe: over time, and after events.

use super::html::Section;
use super::run::{Run, distinct};
use crate::report::chart::heat::{HeatMap, HeatRow};
use crate::report::chart::lines::{Line, LineChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::figure::short;
use crate::report::past_results::Unreadable;
use crate::report::terminal::probability;
use crate::scenario::LabelKind;
use crate::study::rows::comparisons::ANY;
use crate::study::rows::{BeliefAfterRow, BeliefRow, EventKind};

/// Means that differ by less are the same for readers.
const ALIKE: f64 = 0.000_5;

/// The section on beliefs; `None` where nobody has any.
pub(super) fn section(run: &Run<'_>, unit: &str) -> Result<Option<Section>, Unreadable> {
    let over_time: Vec<BeliefRow> = run.past.rows()?;
    let after: Vec<BeliefAfterRow> = run.past.rows()?;
    let mut charts = Vec::new();
    let mut left_out = false;
    for about in distinct(&over_time, |row| &row.about) {
        for variant in distinct(&over_time, |row| &row.variant) {
            let own = over_time
                .iter()
                .filter(|row| row.about == *about && row.variant == *variant);
            let own: Vec<&BeliefRow> = own.collect();
            let views = views(
                &own,
                |row| &row.observer,
                |row| ((row.period, &row.true_type, &row.believed_type), row.belief_mean),
            );
            charts.extend(views.into_iter().map(|view| course(run, &view, unit)));
        }
        for variant in distinct(&after, |row| &row.variant) {
            let own = after
                .iter()
                .filter(|row| row.about == *about && row.variant == *variant && row.true_type == ANY);
            let (own, still) = moving(own.collect(), &over_time);
            left_out |= still;
            let views = views(
                &own,
                |row| &row.observer,
                |row| {
                    let event = (&row.stage, &row.actor, &row.event);
                    ((event, &row.believed_type), row.belief_mean)
                },
            );
            charts.extend(views.into_iter().map(|view| events(run, &view)));
        }
    }
    let text = "What observers think of the types of others, and of whether promises bind. Observers who think the same, \
                to a thousandth, share a chart.";
    let remark =
        "Left out are events after which an observer believes, to a thousandth, what it believed at the start.";
    let remark = left_out.then(|| remark.to_owned());
    Ok((!charts.is_empty()).then(|| Section {
        title: "What is believed".to_owned(),
        text: [text.to_owned()].into_iter().chain(remark).collect(),
        charts,
        ..Section::default()
    }))
}

/// The rows of events after which an observer does not believe what it believed at the start, and whether there are others.
fn moving<'r>(rows: Vec<&'r BeliefAfterRow>, over_time: &[BeliefRow]) -> (Vec<&'r BeliefAfterRow>, bool) {
    let start = over_time.iter().map(|row| row.period).min();
    let at_start = |after: &BeliefAfterRow| {
        let mut same = over_time.iter().filter(|row| {
            Some(row.period) == start
                && row.true_type == ANY
                && row.variant == after.variant
                && row.observer == after.observer
                && row.about == after.about
                && row.believed_type == after.believed_type
        });
        same.next().map(|row| row.belief_mean)
    };
    let moved = |row: &&BeliefAfterRow| at_start(row).is_none_or(|before| (row.belief_mean - before).abs() >= ALIKE);
    let event = |row: &'r BeliefAfterRow| (&row.stage, &row.actor, &row.event, &row.observer);
    let moved: Vec<_> = rows.iter().copied().filter(moved).map(event).collect();
    let all = rows.len();
    let kept: Vec<&BeliefAfterRow> = rows.into_iter().filter(|row| moved.contains(&event(row))).collect();
    let left_out = kept.len() < all;
    (kept, left_out)
}

/// What observers think who think the same.
struct View<'r, R> {
    observers: Vec<&'r str>,
    /// The rows of the first of them.
    rows: Vec<&'r R>,
}

/// The rows by observer; observers who think the same are one view, with the rows of the first.
fn views<'r, R, K: PartialEq>(
    rows: &[&'r R],
    observer: impl Fn(&'r R) -> &'r String,
    content: impl Fn(&'r R) -> (K, f64),
) -> Vec<View<'r, R>> {
    let mut views: Vec<View<'r, R>> = Vec::new();
    for name in distinct(rows, |row| observer(row)) {
        let own: Vec<&R> = rows.iter().copied().filter(|row| observer(row) == name).collect();
        let same = |view: &&mut View<'r, R>| {
            let mut both = view
                .rows
                .iter()
                .zip(&own)
                .map(|(one, other)| (content(one), content(other)));
            let alike = |((what, one), (other_what, other)): ((K, f64), (K, f64))| {
                what == other_what && (one - other).abs() < ALIKE
            };
            view.rows.len() == own.len() && both.all(alike)
        };
        match views.iter_mut().find(same) {
            Some(view) => view.observers.push(name),
            None => views.push(View {
                observers: vec![name],
                rows: own,
            }),
        }
    }
    views
}

/// Who observes, in words.
fn who(run: &Run<'_>, observers: &[&str]) -> String {
    // All but the one whose type or promise it is.
    if observers.len() > 2 && observers.len() + 1 == run.draws.shape.actors.len() {
        return "all others".to_owned();
    }
    let names: Vec<&str> = observers.iter().map(|name| run.actor(name)).collect();
    match &names[..] {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        all => all.concat(),
    }
}

/// The end of a title: the variant, where there are several.
fn in_variant(run: &Run<'_>, variant: &str) -> String {
    match run.row_title(variant) {
        title if title.is_empty() => title,
        title => format!(" ({title})"),
    }
}

/// What a believed type is called; that of a promise is bound or free.
fn believed(run: &Run<'_>, about: &str, name: &str) -> String {
    run.labels.actor_type(about, name).to_owned()
}

/// Beliefs from period to period.
fn course(run: &Run<'_>, view: &View<'_, BeliefRow>, unit: &str) -> Chart {
    let first = view.rows[0];
    let types = distinct(&view.rows, |row| &row.believed_type);
    let place = |row: &&&BeliefRow| (row.period as f64, row.belief_mean);
    let mut lines = Vec::new();
    for (series, name) in types.iter().enumerate() {
        let own = |truth: &str| -> Vec<&&BeliefRow> {
            let own = view
                .rows
                .iter()
                .filter(|row| row.believed_type == **name && row.true_type == truth);
            own.collect()
        };
        let all = own(ANY);
        lines.push(Line {
            name: believed(run, &first.about, name),
            series,
            places: all.iter().map(place).collect(),
            band: all
                .iter()
                .map(|row| (row.period as f64, row.belief_p05, row.belief_p95))
                .collect(),
            dots: false,
        });
        lines.push(Line {
            series,
            places: own(name).iter().map(place).collect(),
            dots: true,
            ..Line::default()
        });
    }
    let chart = LineChart {
        lines,
        scale: vec![0.0, 1.0],
        marked: Vec::new(),
        across: unit.to_owned(),
    };
    let (observers, about) = (who(run, &view.observers), run.labels.about(&first.about));
    Chart {
        name: format!("beliefs-{}-{}-{}", first.variant, view.observers.join("-"), first.about),
        title: format!(
            "What {observers} believe{} of {about}{}",
            plural(&view.observers),
            in_variant(run, &first.variant)
        ),
        description: format!(
            "Mean probability at the start of each {unit}, over games still running; bands hold nine tenths of these games. \
             With dots: the same belief in games where that type is the true one. The further the two lines part, the more \
             the observer has learned."
        ),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                unit,
                "true type",
                "believed type",
                "mean",
                "5 % of games",
                "95 % of games",
            ],
            view.rows.iter().map(|row| {
                let truth = if row.true_type == ANY {
                    "all types".to_owned()
                } else {
                    believed(run, &row.about, &row.true_type)
                };
                let [mean, low, high] = [row.belief_mean, row.belief_p05, row.belief_p95].map(probability);
                [
                    row.period.to_string(),
                    truth,
                    believed(run, &row.about, &row.believed_type),
                    mean,
                    low,
                    high,
                ]
            }),
        ),
    }
}

fn plural(observers: &[&str]) -> &'static str {
    if observers.len() == 1 { "s" } else { "" }
}

/// Beliefs after events.
fn events(run: &Run<'_>, view: &View<'_, BeliefAfterRow>) -> Chart {
    let first = view.rows[0];
    let types = distinct(&view.rows, |row| &row.believed_type);
    let event = |row: &BeliefAfterRow| (row.stage.clone(), row.actor.clone(), row.event.clone());
    let mut rows = Vec::new();
    let mut heading = String::new();
    for name in distinct(&view.rows, |row| event(row)) {
        let own: Vec<&&BeliefAfterRow> = view.rows.iter().filter(|row| event(row) == name).collect();
        let cells = types.iter().map(|wanted| {
            own.iter()
                .find(|row| row.believed_type == **wanted)
                .map(|row| row.belief_mean)
        });
        let stage = run.labels.get(LabelKind::Stage, &name.0).to_owned();
        rows.push(HeatRow {
            heading: if stage == heading { String::new() } else { stage.clone() },
            label: happened(run, own[0]),
            cells: cells.collect(),
        });
        heading = stage;
    }
    let map = HeatMap {
        rows,
        columns: types.iter().map(|name| believed(run, &first.about, name)).collect(),
        numbers: true,
        across: String::new(),
    };
    let (observers, about) = (who(run, &view.observers), run.labels.about(&first.about));
    let numbers = view.rows.iter().map(|row| {
        [
            run.labels.get(LabelKind::Stage, &row.stage).to_owned(),
            happened(run, row),
            believed(run, &row.about, &row.believed_type),
            probability(row.belief_mean),
            short(row.times),
        ]
    });
    Chart {
        name: format!(
            "beliefs-after-{}-{}-{}",
            first.variant,
            view.observers.join("-"),
            first.about
        ),
        title: format!(
            "What {observers} believe{} of {about} after events{}",
            plural(&view.observers),
            in_variant(run, &first.variant)
        ),
        description:
            "Mean probability as the next period starts, over games that go on. An observer need not have seen the \
                      event."
                .to_owned(),
        picture: map.draw(),
        numbers: Numbers::new(["stage", "event", "believed type", "mean", "times a game"], numbers),
    }
}

/// What happened, in words.
fn happened(run: &Run<'_>, row: &BeliefAfterRow) -> String {
    let actor = row.actor.as_deref().unwrap_or_default();
    match row.kind {
        EventKind::Action => format!(
            "{}: {}",
            run.actor(actor),
            run.labels.action(&row.stage, actor, &row.event)
        ),
        EventKind::Branch => format!("chance: {}", row.event.replace('_', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::moving;
    use crate::study::rows::{BeliefAfterRow, BeliefRow, EventKind};

    fn at_start(believed_type: &str, belief_mean: f64) -> BeliefRow {
        BeliefRow {
            variant: "plain".to_owned(),
            period: 1,
            observer: "us".to_owned(),
            about: "russia".to_owned(),
            true_type: "any".to_owned(),
            believed_type: believed_type.to_owned(),
            belief_mean,
            belief_p05: belief_mean,
            belief_p95: belief_mean,
        }
    }

    fn after(event: &str, believed_type: &str, belief_mean: f64) -> BeliefAfterRow {
        BeliefAfterRow {
            variant: "plain".to_owned(),
            stage: "move".to_owned(),
            actor: Some("russia".to_owned()),
            kind: EventKind::Action,
            event: event.to_owned(),
            observer: "us".to_owned(),
            about: "russia".to_owned(),
            true_type: "any".to_owned(),
            believed_type: believed_type.to_owned(),
            times: 1.0,
            belief_mean,
        }
    }

    #[test]
    fn events_that_move_no_belief_are_left_out() {
        let start = [at_start("hawk", 0.4), at_start("dove", 0.6), at_start("owl", 0.0)];
        let rows = [
            after("wait", "hawk", 0.4004),
            after("wait", "dove", 0.5996),
            after("comply", "hawk", 0.3),
            after("comply", "dove", 0.7),
            after("comply", "owl", 0.0),
        ];
        let (kept, left_out) = moving(rows.iter().collect(), &start);
        assert!(left_out);
        assert_eq!(kept, rows[2..].iter().collect::<Vec<_>>());
        assert!(!moving(rows[2..].iter().collect(), &start).1);
    }
}
