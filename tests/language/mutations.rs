//! Reading a mutated scenario file ends with a model or with diagnostics, never with a panic.

use std::time::{Duration, Instant};

use pactum::unstable::scenario::read;
use pactum::unstable::source::{Diagnostics, Sources, Span};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

use crate::SAMPLE;
use crate::joint_distributions::JOINT;

fn sample(together: bool) -> &'static str {
    if together { JOINT } else { SAMPLE }
}

/// Reads a text and looks at every place of every finding.
fn digest(text: &str, sets: &[String]) {
    let mut sources = Sources::new();
    let document = match read(text, "mutated.toml", &mut sources) {
        Ok(document) => document,
        Err(found) => return places(&found, &sources),
    };
    for variant in document.variants() {
        match document.model(variant, sets, &mut sources) {
            Ok((_, found)) | Err(found) => places(&found, &sources),
        }
    }
    let _ = document.resolved_toml(sets);
}

fn places(found: &Diagnostics, sources: &Sources) {
    let spans = found.all().iter().flat_map(|finding| &finding.labels);
    for &(span, _) in spans {
        let Span { source, start, end } = span;
        assert!(start <= end && end <= sources.text(source).len(), "{found:?}");
        let _ = (sources.slice(span), sources.line_column(span));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 900, ..ProptestConfig::default() })]

    #[test]
    fn changed_characters(
        together in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
        other in "[\\x00-\\x7f]|[\"'\\\\{}\\[\\]=.,#é\u{1F600}\n]",
    ) {
        let mut characters: Vec<char> = sample(together).chars().collect();
        for (at, from) in changes {
            let at = at.index(characters.len());
            let from = from.index(characters.len() + 1);
            characters[at] = characters.get(from).copied().unwrap_or_else(|| other.chars().next().unwrap_or('x'));
        }
        digest(&characters.into_iter().collect::<String>(), &[]);
    }

    #[test]
    fn removed_and_repeated_pieces(
        together in any::<bool>(),
        start in any::<prop::sample::Index>(),
        length in 0_usize..40,
        insert in "[a-z0-9\"'\\\\{}\\[\\]=., \n#é-]{0,6}",
    ) {
        let characters: Vec<char> = sample(together).chars().collect();
        let start = start.index(characters.len());
        let end = (start + length).min(characters.len());
        let text: String = characters[..start].iter().copied().chain(insert.chars()).chain(characters[end..].iter().copied()).collect();
        digest(&text, &[]);
    }

    #[test]
    fn settings(set in "(widest|calm|worth|worth.revisionist|clause.start|balance.start|us.committed|russia.revisionist|entry.cost|x)?=?[a-z0-9.{}=\"' +-]{0,8}") {
        digest(SAMPLE, &[set]);
    }

    #[test]
    fn settings_of_what_is_drawn_together(set in "(mood|mood.calm|sky.fair|sky.foul|sky|worth|cost|delay|grudge|grudge.status_quo|us.committed|china.calm|china|x)?=?[a-z0-9.{}=\"' +-]{0,8}") {
        digest(JOINT, &[set]);
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        digest(&text, &[]);
    }
}

#[test]
fn large_and_deep_files_are_read_quickly() {
    let begun = Instant::now();
    digest(&format!("title = {}1{}", "[".repeat(100_000), "]".repeat(100_000)), &[]);
    digest(&"[[stages]]\nname = \"a\"\n".repeat(20_000), &[]);
    let mut chain = String::from(
        "title = \"x\"\nperiods = 1\n[actors.a]\n[[outcomes]]\nname = \"o\"\nat_end = true\n[definitions]\n",
    );
    for at in 0..20_000 {
        chain.push_str(&format!("d{at} = {{ value = \"d{} + 1\" }}\n", at + 1));
    }
    chain.push_str("d20000 = { value = 1 }\n");
    digest(&chain, &[]);
    digest(&chain.replace("{ value = 1 }", "{ value = \"d0\" }"), &[]);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
