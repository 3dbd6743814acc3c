//! Sets of settings that `compare --with` puts side by side.

use super::failure::Failure;
use crate::api::Error;
use crate::source::Sources;
use crate::source::wording::quoted;

/// The settings of one side, each `KEY=VALUE`; none for a side as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SettingSet {
    settings: Vec<String>,
}

impl SettingSet {
    /// The sets that the arguments name; a single one without settings where there are no arguments.
    pub(super) fn all(arguments: &[String]) -> Result<Vec<Self>, Failure> {
        if arguments.is_empty() {
            return Ok(vec![Self::default()]);
        }
        let mut sets: Vec<Self> = Vec::new();
        for argument in arguments {
            let set = Self::parse(argument).map_err(Failure::Usage)?;
            if sets.contains(&set) {
                let message = format!("--with {} is given twice\nleave one of them out", quoted(argument));
                return Err(Failure::Usage(message));
            }
            sets.push(set);
        }
        Ok(sets)
    }

    /// Settings separated by blanks. A value may hold blanks itself: a setting begins where a name and a single `=` follow
    /// a blank, outside quotes.
    fn parse(argument: &str) -> Result<Self, String> {
        let starts: Vec<usize> = word_starts(argument)
            .into_iter()
            .filter(|&at| is_key(&argument[at..]))
            .collect();
        let ends = starts.iter().skip(1).copied().chain([argument.len()]);
        let before = argument[..starts.first().copied().unwrap_or(argument.len())].trim();
        if !before.is_empty() {
            let (before, argument) = (quoted(before), quoted(argument));
            return Err(format!(
                "--with {argument}: {before} is no KEY=VALUE\nfor instance --with \"credibility=0.9 cost=3\""
            ));
        }
        let mut settings = Vec::new();
        for (start, end) in starts.iter().zip(ends) {
            let setting = argument[*start..end].trim();
            if setting.ends_with('=') {
                let (setting, argument) = (quoted(setting), quoted(argument));
                return Err(format!("--with {argument}: there is no value after {setting}"));
            }
            settings.push(setting.to_owned());
        }
        Ok(Self { settings })
    }

    /// What the set is called; empty where there are no settings.
    pub(super) fn name(&self) -> String {
        self.settings.join(" ")
    }

    /// These settings over others, which lose the keys that both have.
    pub(super) fn over(&self, others: &[String]) -> Vec<String> {
        let key = |setting: &String| setting.split('=').next().unwrap_or_default().trim().to_owned();
        let own: Vec<String> = self.settings.iter().map(key).collect();
        let others = others.iter().filter(|other| !own.contains(&key(other)));
        others.chain(&self.settings).cloned().collect()
    }

    /// Has messages about these settings point at `--with`.
    pub(super) fn name_sources(&self, sources: &mut Sources) {
        for setting in &self.settings {
            sources.rename("--set", setting, "--with");
        }
    }

    /// The same in an error.
    pub(super) fn blamed(&self, mut error: Error) -> Error {
        if let Error::Scenario(mistakes) = &mut error {
            self.name_sources(&mut mistakes.sources);
        }
        error
    }
}

/// Where words begin that are not within quotes.
fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut quote, mut blank) = (None, true);
    for (at, character) in text.char_indices() {
        if blank && quote.is_none() && !character.is_whitespace() {
            starts.push(at);
        }
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            _ => {}
        }
        blank = character.is_whitespace();
    }
    starts
}

/// Whether a text begins with a key and a single `=`; two are a comparison within a formula.
fn is_key(text: &str) -> bool {
    let rest = text.trim_start_matches(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let named = rest.len() < text.len() && !text.starts_with(|letter: char| letter.is_ascii_digit());
    let value = rest.trim_start().strip_prefix('=');
    named && value.is_some_and(|value| !value.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::SettingSet;

    fn parsed(argument: &str) -> Vec<String> {
        SettingSet::parse(argument).expect("it is right").settings
    }

    #[test]
    fn settings_are_separated_by_blanks() {
        assert_eq!(parsed("credibility=.9"), ["credibility=.9"]);
        assert_eq!(parsed("  a.b=1   c = 2 "), ["a.b=1", "c = 2"]);
        assert!(parsed("").is_empty() && parsed("  ").is_empty());
    }

    #[test]
    fn values_may_be_formulas_and_texts() {
        assert_eq!(parsed("a=b + 0.1 * c d=3"), ["a=b + 0.1 * c", "d=3"]);
        assert_eq!(parsed("a=if b == c then 1 else 2"), ["a=if b == c then 1 else 2"]);
        assert_eq!(parsed("a=b <= c d=e >= f"), ["a=b <= c", "d=e >= f"]);
        assert_eq!(parsed("start=\"x y=z\" b='p q=r'"), ["start=\"x y=z\"", "b='p q=r'"]);
        assert_eq!(parsed("a=1 2=3"), ["a=1 2=3"], "a key begins with a letter");
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for wrong in ["credibility", "0.9 credibility=1", "=3", "a=", "a=1 b=", "a==1"] {
            SettingSet::parse(wrong).expect_err(wrong);
        }
    }

    #[test]
    fn a_set_wins_over_other_settings_of_the_same_key() {
        let set = SettingSet::parse("a=1 b=2").expect("it is right");
        let others = ["b = 3", "c=4"].map(str::to_owned);
        assert_eq!(set.over(&others), ["c=4", "a=1", "b=2"]);
    }
}
