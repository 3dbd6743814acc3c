//! Groups of outcomes that are compared as one: those whose names share a first word, or those that are asked for.

use crate::study::evaluation::Quantity;

/// Outcomes that are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Their label.
    pub label: String,
    /// The outcomes.
    pub outcomes: Vec<String>,
}

impl Group {
    /// The outcomes that are asked for, as one.
    pub(crate) fn of(outcomes: Vec<String>) -> Self {
        let label = outcomes.join(" or ");
        Self { label, outcomes }
    }

    /// The headlines by default: outcomes whose names share their first word belong together. Where no
    /// two do, or all do, each outcome is a headline. Of two headlines that are everything together, the first is
    /// enough: the second is what it leaves of 1.
    pub(crate) fn headlines(outcomes: &[String]) -> Vec<Self> {
        let kinds = kinds(outcomes);
        let together = kinds.len() > 1 && kinds.iter().any(|kind| kind.outcomes.len() > 1);
        let mut headlines = kinds;
        if together {
            headlines.retain(|kind| kind.outcomes.len() > 1);
        } else {
            let alone = |outcome: &String| Self::of(vec![outcome.clone()]);
            headlines = outcomes.iter().map(alone).collect();
        }
        let covered: usize = headlines.iter().map(|group| group.outcomes.len()).sum();
        if headlines.len() == 2 && covered == outcomes.len() {
            headlines.truncate(1);
        }
        headlines
    }

    /// The places of its outcomes among the quantities of a study.
    pub(crate) fn places(&self, quantities: &[Quantity]) -> Vec<usize> {
        let is_own = |quantity: &Quantity| matches!(quantity, Quantity::Outcome(name) if self.outcomes.contains(name));
        let numbered = quantities.iter().enumerate();
        numbered
            .filter(|(_, quantity)| is_own(quantity))
            .map(|(place, _)| place)
            .collect()
    }

    /// The name in tables.
    pub(crate) fn name(&self) -> String {
        self.outcomes.join("+")
    }
}

/// First words that do not say what an outcome is.
const EMPTY: [&str; 8] = ["both", "neither", "no", "not", "one", "some", "all", "never"];

/// The outcomes by the first word of their names, in the order of these words; an outcome whose first word says nothing
/// about it is alone.
fn kinds(outcomes: &[String]) -> Vec<Group> {
    let mut kinds: Vec<Group> = Vec::new();
    for outcome in outcomes {
        let word = outcome.split('_').next().unwrap_or(outcome);
        let word = if EMPTY.contains(&word) { outcome } else { word };
        let label = format!("any {word}");
        let outcomes = vec![outcome.clone()];
        match kinds.iter_mut().find(|kind| kind.label == label) {
            Some(kind) => kind.outcomes.extend(outcomes),
            None => kinds.push(Group { label, outcomes }),
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::Group;

    fn headlines(outcomes: &[&str]) -> Vec<(String, String)> {
        let outcomes: Vec<String> = outcomes.iter().map(|&name| name.to_owned()).collect();
        let groups = Group::headlines(&outcomes);
        let pairs = groups.iter();
        pairs.map(|group| (group.label.clone(), group.name())).collect()
    }

    fn of(label: &str, name: &str) -> (String, String) {
        (label.to_owned(), name.to_owned())
    }

    #[test]
    fn outcomes_of_one_kind_belong_together() {
        assert_eq!(
            headlines(&["war_alone", "no_deal", "war", "peace"]),
            [of("any war", "war_alone+war")]
        );
        assert_eq!(
            headlines(&["war", "peace_here", "warning"]),
            [
                of("war", "war"),
                of("peace_here", "peace_here"),
                of("warning", "warning")
            ]
        );
        assert_eq!(headlines(&[]), []);
        assert_eq!(
            headlines(&["both_defect", "war_alone", "both_cooperate", "war_together"]),
            [of("any war", "war_alone+war_together")]
        );
    }

    #[test]
    fn what_follows_from_another_headline_is_none() {
        assert_eq!(
            headlines(&["war_alone", "peace_here", "war_together", "peace_there"]),
            [of("any war", "war_alone+war_together")]
        );
        assert_eq!(
            headlines(&["a_1", "b_1", "a_2", "b_2", "c"]),
            [of("any a", "a_1+a_2"), of("any b", "b_1+b_2")],
            "two do not cover everything"
        );
        assert_eq!(headlines(&["war", "peace"]), [of("war", "war")]);
        assert_eq!(
            headlines(&["fights_now", "fights_later", "fights_on"]).len(),
            3,
            "that anything at all happens is certain"
        );
    }
}
