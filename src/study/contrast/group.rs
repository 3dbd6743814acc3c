//! Outcomes that are taken together: those of one kind, as their names tell, or those that are asked for.

/// Outcomes that are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What people call them.
    pub label: String,
    /// The outcomes.
    pub outcomes: Vec<String>,
}

impl Group {
    /// The outcomes that are asked for, as one.
    pub fn of(outcomes: Vec<String>) -> Self {
        Self {
            label: outcomes.join(" or "),
            outcomes,
        }
    }

    /// The headlines where nothing is asked for: outcomes whose names share their first word belong together. Where no
    /// two do, each outcome is a headline.
    pub fn headlines(outcomes: &[String]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for outcome in outcomes {
            let word = outcome.split('_').next().unwrap_or(outcome);
            match groups.iter_mut().find(|group| group.label == word) {
                Some(group) => group.outcomes.push(outcome.clone()),
                None => groups.push(Self {
                    label: word.to_owned(),
                    outcomes: vec![outcome.clone()],
                }),
            }
        }
        if groups.iter().any(|group| group.outcomes.len() > 1) {
            groups.retain(|group| group.outcomes.len() > 1);
            for group in &mut groups {
                group.label.insert_str(0, "any ");
            }
            return groups;
        }
        outcomes
            .iter()
            .map(|outcome| Self::of(vec![outcome.clone()]))
            .collect()
    }

    /// The name in tables.
    pub fn name(&self) -> String {
        self.outcomes.join("+")
    }
}

#[cfg(test)]
mod tests {
    use super::Group;

    fn headlines(outcomes: &[&str]) -> Vec<(String, String)> {
        let outcomes: Vec<String> = outcomes.iter().map(|&name| name.to_owned()).collect();
        let groups = Group::headlines(&outcomes);
        let told = groups.iter();
        told.map(|group| (group.label.clone(), group.name()))
            .collect()
    }

    #[test]
    fn outcomes_of_one_kind_belong_together() {
        let of = |label: &str, name: &str| (label.to_owned(), name.to_owned());
        assert_eq!(
            headlines(&["war_alone", "no_deal", "war", "peace"]),
            [of("any war", "war_alone+war")]
        );
        assert_eq!(
            headlines(&["war", "peace_here"]),
            [of("war", "war"), of("peace_here", "peace_here")]
        );
        assert_eq!(headlines(&[]), []);
    }
}
