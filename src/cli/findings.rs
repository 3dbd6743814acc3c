//! The findings of `check`, each once with the variants in which it holds; printed for people or as data for programs.

use serde::Serialize;

use super::console::Console;
use super::failure::more;
use crate::source::data::DiagnosticJson;
use crate::source::{Diagnostic, Severity, Sources, render};

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
        let mut found = self.found.iter_mut();
        let variants = vec![variant.to_owned()];
        match found.find(|finding| finding.diagnostic == diagnostic) {
            Some(finding) => finding.variants.extend(variants),
            None => self.found.push(Finding { diagnostic, variants }),
        }
    }

    /// Whether any of them is an error.
    pub(super) fn has_errors(&self) -> bool {
        let severe = |finding: &Finding| finding.diagnostic.severity == Severity::Error;
        self.found.iter().any(severe)
    }

    /// Tells all findings to people, and where more is said about the first error.
    pub(super) fn say(&self, sources: &Sources, console: &Console) {
        let mut before: &[String] = &[];
        let mut printed = Vec::new();
        for finding in &self.found {
            let of_others = finding.variants != before && !finding.variants.is_empty();
            before = &finding.variants;
            let heading = of_others.then(|| format!("in {}:\n", named(before)));
            let diagnostic = std::slice::from_ref(&finding.diagnostic);
            let text = render(sources, diagnostic, console.colour);
            printed.push(heading.unwrap_or_default() + &text);
        }
        let more = more(self.found.iter().map(|finding| &finding.diagnostic));
        console.say(&(printed.join("\n") + &more.unwrap_or_default()));
    }

    /// All findings as data.
    pub(super) fn data<'a>(&'a self, sources: &'a Sources) -> Vec<FindingJson<'a>> {
        let data = |Finding { diagnostic, variants }: &'a Finding| FindingJson {
            diagnostic: DiagnosticJson::new(sources, diagnostic),
            variants,
        };
        self.found.iter().map(data).collect()
    }
}

/// A finding as JSON.
#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    #[serde(flatten)]
    diagnostic: DiagnosticJson<'a>,
    /// The variants in which it holds; none where it is said of the file as a whole.
    variants: &'a [String],
}

fn named(variants: &[String]) -> String {
    let quoted: Vec<String> = variants.iter().map(|name| format!("`{name}`")).collect();
    let plural = if quoted.len() > 1 { "s" } else { "" };
    format!("variant{plural} {}", quoted.join(", "))
}
