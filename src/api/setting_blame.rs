//! Which setting is to blame for an error that exploring a variant or a draw of it shows.

use super::error::bad_draw;
use super::scenario::Scenario;
use crate::explore::ExploreError;
use crate::scenario::setting_place;
use crate::source::{Diagnostic, Sources};
use crate::study::solve::bound;
use crate::study::{BadDraw, SelectedDraw, StudyError, Variant};

impl Scenario {
    /// What exploring a variant found wrong, each with the place of the settings without which it would not be.
    pub(crate) fn findings_of(&self, variant: &str, error: &ExploreError) -> Vec<Diagnostic> {
        self.traced_to_settings(variant, error.diagnostics(), |_| Vec::new())
    }

    /// What is wrong in a draw, with the place of the settings without which it would not be.
    pub(crate) fn finding_of<'v>(&self, bad: &BadDraw, variants: impl IntoIterator<Item = &'v Variant>) -> Diagnostic {
        let which = SelectedDraw {
            draw: bad.draw,
            seed: bad.seed,
        };
        let again = |variant: &Variant| match bound(variant, which) {
            Err(StudyError::Unsound(bad)) => vec![bad_draw(&bad, [variant])],
            _ => Vec::new(),
        };
        let found = bad_draw(bad, variants);
        let traced = self.traced_to_settings(&bad.variant, vec![found.clone()], again);
        traced.into_iter().next().unwrap_or(found)
    }

    /// Errors in a variant, each with the place of the settings without which neither exploring nor `more` finds it.
    fn traced_to_settings(
        &self,
        variant: &str,
        found: Vec<Diagnostic>,
        more: impl Fn(&Variant) -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let place = |finding: &Diagnostic| finding.labels.first().map(|(span, _)| *span);
        let mut traced = found.clone();
        for (at, setting) in self.settings.iter().enumerate() {
            let Some(setting) = setting_place(setting, &self.sources) else {
                continue;
            };
            let others = [&self.settings[..at], &self.settings[at + 1..]].concat();
            let Ok((model, _)) = self.document.model(variant, &others, &mut Sources::new()) else {
                continue;
            };
            let rest = match self.explored(variant, &model) {
                Ok(explored) => more(&explored),
                Err(error) => error.diagnostics(),
            };
            for (finding, traced) in found.iter().zip(&mut traced) {
                let remains = |other: &Diagnostic| (other.code, place(other)) == (finding.code, place(finding));
                if !rest.iter().any(remains) {
                    traced.caused_at(setting);
                }
            }
        }
        traced
    }
}
