//! What `check` finds, each finding once with the variants in which it holds; told to people, or as data to programs.

use serde_json::{Value, json};

use super::console::Console;
use super::failure::Failure;
use super::scenario::shown;
use crate::source::data::datum;
use crate::source::{Diagnostic, Severity, Sources};

/// Findings in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

#[derive(Clone, Debug)]
struct Finding {
    diagnostic: Diagnostic,
    /// The variants in which it holds; none where it is said of the file as a whole.
    variants: Vec<String>,
}

impl Findings {
    /// Notes findings about the file as a whole.
    pub(super) fn of_file(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let findings = diagnostics.into_iter().map(|diagnostic| Finding {
            diagnostic,
            variants: Vec::new(),
        });
        self.found.extend(findings);
    }

    /// Notes a finding about a variant.
    pub(super) fn of_variant(&mut self, variant: &str, diagnostic: Diagnostic) {
        let same = self
            .found
            .iter_mut()
            .find(|finding| finding.diagnostic == diagnostic);
        match same {
            Some(finding) => finding.variants.push(variant.to_owned()),
            None => self.found.push(Finding {
                diagnostic,
                variants: vec![variant.to_owned()],
            }),
        }
    }

    /// Whether any of them is an error.
    pub(super) fn has_errors(&self) -> bool {
        let severe = |finding: &Finding| finding.diagnostic.severity == Severity::Error;
        self.found.iter().any(severe)
    }

    /// Tells all findings of a severity to people.
    pub(super) fn say(&self, severity: Severity, sources: &Sources, console: &Console) {
        let mut before: &[String] = &[];
        let findings = self.found.iter();
        for finding in findings.filter(|finding| finding.diagnostic.severity == severity) {
            if finding.variants != before && !finding.variants.is_empty() {
                console.say(&format!("in {}:\n", named(&finding.variants)));
            }
            before = &finding.variants;
            let text = shown(sources, std::slice::from_ref(&finding.diagnostic), console);
            console.say(&format!("{text}\n"));
        }
    }

    /// All findings as data.
    pub(super) fn data(&self, sources: &Sources) -> Result<Value, Failure> {
        let unexpected = |error: serde_json::Error| Failure::Unexpected(error.to_string());
        let mut all = Vec::new();
        for finding in &self.found {
            let mut value =
                serde_json::to_value(datum(sources, &finding.diagnostic)).map_err(unexpected)?;
            value["variants"] = json!(finding.variants);
            all.push(value);
        }
        Ok(Value::Array(all))
    }
}

fn named(variants: &[String]) -> String {
    let quoted: Vec<String> = variants.iter().map(|name| format!("`{name}`")).collect();
    let plural = if quoted.len() > 1 {
        "variants"
    } else {
        "variant"
    };
    format!("{plural} {}", quoted.join(", "))
}
