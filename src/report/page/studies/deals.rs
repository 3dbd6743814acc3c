//! Deals judged by several criteria, and which of them are in the Pareto set.

use super::{Study, whole};
use crate::report::chart::Chart;
use crate::report::chart::points::{Point, PointChart};
use crate::report::page::html::Section;
use crate::report::page::run::distinct;
use crate::report::past_results::Unreadable;
use crate::scenario::LabelKind;

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let table = study.table("design")?;
    let variants = distinct(&table.texts("variant"), |name| (*name).to_owned());
    let objective = table.numbers("expected");
    let [names, pareto, best] = ["variant", "pareto", "best_by"].map(|column| table.texts(column));
    let chart = |actor: &str| {
        let payoffs = table.numbers(&format!("payoff_{actor}"));
        let points = (0..table.len()).filter_map(|row| {
            Some(Point {
                series: variants.iter().position(|name| name == names[row])?,
                place: (objective[row]?, payoffs[row]?),
                filled: pareto[row] == "true",
                label: match best[row] {
                    "" => String::new(),
                    by => format!("best by {}", by.replace('+', ", ")),
                },
            })
        });
        let called = study.labels.get(LabelKind::Actor, actor);
        let picture = PointChart {
            legend: variants
                .iter()
                .enumerate()
                .map(|(series, name)| (series, study.variant(name)))
                .collect(),
            points: points.collect(),
            axes: ["objective, expected".to_owned(), format!("expected payoff of {called}")],
        };
        Chart {
            name: format!("deals-{actor}"),
            title: format!("The deals: the objective and {called}"),
            description:
                "A point is a deal; it is filled where no other deal is at least as good by the objective and all \
                          payoffs that count, and better by one (the Pareto set)."
                    .to_owned(),
            picture: picture.draw(),
            numbers: whole(&table),
        }
    };
    Ok(Section {
        title: "Which deals are best".to_owned(),
        charts: table.family("payoff_").into_iter().map(chart).collect(),
        ..Section::default()
    })
}
