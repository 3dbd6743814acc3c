//! Which types prefer war at the first balance of forces, and in how many draws.

use pactum::unstable::numeric::math::logistic;
use pactum::unstable::study::Variant;
use pactum::unstable::study::draws::Draws;

use crate::figures::Style;
use crate::quantity::setting;
use crate::runs::Run;
use crate::tables::{table, written};

/// The draws over which the conditions are counted.
const MANY: u64 = 1_000;

/// What a type of Russia weighs.
#[derive(Clone, Copy, Debug)]
struct Worth {
    complying: f64,
    war: f64,
    /// Complying while membership is pending.
    pending: f64,
}

/// A type, the condition that it is anchored by, and how that reads.
type Condition = (&'static str, fn(Worth) -> bool, &'static str);

const CONDITIONS: [Condition; 4] = [
    ("revisionist", |w| w.war > w.complying, "war beats complying"),
    ("security_seeker", |w| w.war < w.complying, "complying beats war"),
    (
        "security_seeker",
        |w| w.pending < w.war,
        "war beats complying while membership is pending",
    ),
    ("status_quo", |w| w.war < w.complying, "complying beats war"),
];

/// The table of these conditions.
pub(crate) fn wants_table() -> String {
    let variant = &Run::read("nato_clause plain_ceasefire").explored();
    let central = Draws::new(&variant.model, 0, true).at(0);
    let drawn = Draws::new(&variant.model, 0, false);
    let rows = CONDITIONS.iter().map(|&(kind, holds, says)| {
        let worth = worth(variant, &central, kind);
        let count = (0..MANY)
            .filter(|&draw| holds(self::worth(variant, &drawn.at(draw), kind)))
            .count();
        assert!(holds(worth), "{kind}: {says}");
        let mut row = vec![kind.replace('_', "-")];
        row.extend([worth.complying, worth.war, worth.pending].map(|x| written(x, Style::Payoff)));
        row.push(says.to_owned());
        row.push(format!("{} %", written(count as f64 / MANY as f64, Style::Percent)));
        row
    });
    let head = [
        "type",
        "complying",
        "a war alone",
        "complying while membership is pending",
        "condition",
        "holds in draws",
    ];
    table(&head.map(str::to_owned), rows)
}

fn worth(variant: &Variant, draw: &[f64], kind: &str) -> Worth {
    let parameters = &variant.model.parameters;
    let own = |name: &str| {
        let key = format!("{name}.{kind}");
        let drawn = parameters.iter().position(|parameter| parameter.name == key);
        drawn.map_or_else(|| setting(variant, &key), |place| draw[place])
    };
    let wins = logistic(-0.1 - setting(variant, "deployment"));
    let complying = own("value_of_complying");
    Worth {
        complying,
        war: wins * own("victory") + (1.0 - wins) * own("defeat") - own("cost_of_war"),
        pending: complying - own("fear_of_membership"),
    }
}
