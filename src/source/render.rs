//! Diagnostics as text for people: the source line, what is wrong underlined in it, and what would mend it.

use std::iter::{once, repeat};
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::wording::visible;
use super::{Diagnostic, Severity, SourceId, Sources, Span};

/// Labels on one line are drawn together only if the line is no longer than this.
const LONG_LINE: usize = 100;

/// The longest underline.
const LONG_SPAN: usize = 80;

/// How much of a line is kept behind what is underlined in it.
const BEHIND: usize = 200;

/// Findings as text, one below the other with an empty line between, in terminal colours or plain. The same findings
/// give the same text on every terminal.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let block = |diagnostic| renderer.render(&[group(sources, diagnostic)]) + "\n";
    diagnostics.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn group<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let snippets = excerpts(sources, diagnostic).into_iter().map(Excerpt::snippet);
    let help = diagnostic
        .help
        .iter()
        .map(|sentence| Level::HELP.message(lines(sentence)));
    let title = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code.name());
    Group::with_title(title).elements(snippets).elements(help)
}

/// One line of a source with what is underlined in it.
struct Excerpt<'a> {
    source: SourceId,
    name: &'a str,
    number: usize,
    /// Where the line begins in the source.
    start: usize,
    text: &'a str,
    underlined: Vec<Annotation<'a>>,
}

/// The lines that a diagnostic points into, the most telling one first.
fn excerpts<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let kinds = once(AnnotationKind::Primary).chain(repeat(AnnotationKind::Context));
    for ((span, remark), kind) in diagnostic.labels.iter().zip(kinds) {
        let mut excerpt = Excerpt::of(sources, *span);
        let range = underline(excerpt.text, excerpt.start, *span);
        let behind = range.end.saturating_add(BEHIND);
        let label = Some(visible(remark)).filter(|remark| !remark.is_empty());
        let underlined = kind.span(range).label(label);
        let is_same = |other: &&mut Excerpt<'a>| (other.source, other.start) == (excerpt.source, excerpt.start);
        let same = excerpts.iter_mut().find(is_same);
        if let Some(same) = same.filter(|_| excerpt.text.len() <= LONG_LINE) {
            same.underlined.push(underlined);
        } else {
            excerpt.text = &excerpt.text[..excerpt.text.floor_char_boundary(behind)];
            excerpt.underlined.push(underlined);
            excerpts.push(excerpt);
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    /// The line in which a place begins.
    fn of(sources: &'a Sources, span: Span) -> Self {
        let text = sources.text(span.source);
        let at = text.floor_char_boundary(span.start);
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[start..].split('\n').next().unwrap_or_default();
        Self {
            source: span.source,
            name: sources.name(span.source),
            number: text[..at].bytes().filter(|&byte| byte == b'\n').count() + 1,
            start,
            text: line.strip_suffix('\r').unwrap_or(line),
            underlined: Vec::new(),
        }
    }

    fn snippet(self) -> Snippet<'a, Annotation<'a>> {
        let snippet = Snippet::source(self.text).path(visible(self.name));
        snippet.line_start(self.number).annotations(self.underlined)
    }
}

/// The part of a line to underline: a place that spans several lines ends with the first.
fn underline(line: &str, line_start: usize, span: Span) -> Range<usize> {
    let start = line.floor_char_boundary(span.start.saturating_sub(line_start));
    let longest = start.saturating_add(LONG_SPAN);
    let end = span.end.saturating_sub(line_start).min(longest);
    start..line.floor_char_boundary(end).max(start)
}

/// The same for a text of several lines.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::source::{Code, Diagnostic, SourceId, Sources, Span};

    const FILE: &str = "title = \"x\"\n[variables.clause]\n\twhen = 'größe = membr'\r\nlast";

    fn sources() -> (Sources, SourceId) {
        let mut sources = Sources::new();
        let id = sources.add("deal.toml", FILE);
        (sources, id)
    }

    fn span(source: SourceId, part: &str) -> Span {
        let start = FILE.find(part).unwrap();
        Span {
            source,
            start,
            end: start + part.len(),
        }
    }

    #[test]
    fn the_place_is_underlined_and_help_follows() {
        let (sources, id) = sources();
        let found = [
            Diagnostic::error(Code::UnknownName, "`membr` is not known here")
                .at(span(id, "membr"), "not a value")
                .at(span(id, "größe"), "of this")
                .at(span(id, "[variables.clause]"), "declared here")
                .help("did you mean `member`?")
                .help("write it bare"),
            Diagnostic::warning(Code::UnknownName, "nothing ever happens"),
        ];
        let expected = "\
error[E313]: `membr` is not known here
 --> deal.toml:3:18
  |
3 |     when = 'größe = membr'
  |             -----   ^^^^^ not a value
  |             |
  |             of this
  |
 ::: deal.toml:2:1
  |
2 | [variables.clause]
  | ------------------ declared here
  |
  = help: did you mean `member`?
  = help: write it bare

warning[E313]: nothing ever happens
";
        assert_eq!(render(&sources, &found, false), expected);
    }

    #[test]
    fn columns_agree_with_the_sources() {
        let (sources, id) = sources();
        let place = span(id, "membr");
        assert_eq!(sources.line_column(place), (3, 18));
    }

    #[test]
    fn help_without_a_place_is_shown() {
        let (sources, _) = sources();
        let found = [Diagnostic::error(Code::UnknownName, "no actor").help("add one")];
        assert_eq!(
            render(&sources, &found, false),
            "error[E313]: no actor\n |\n = help: add one\n"
        );
    }

    #[test]
    fn odd_places_do_no_harm() {
        let (mut sources, id) = sources();
        let empty = sources.add("", "");
        let end = FILE.len();
        let inside = FILE.find('ö').unwrap() + 1;
        for (source, start, stop) in [
            (id, end, end),
            (id, end, end + 10),
            (id, end + 5, end + 10),
            (id, 0, end),
            (id, 11, 12),
            (id, 5, 3),
            (id, inside, inside),
            (id, inside, inside + 1),
            (empty, 0, 0),
            (empty, 7, 9),
        ] {
            let place = Span {
                source,
                start,
                end: stop,
            };
            let found = [Diagnostic::error(Code::UnknownName, "m")
                .at(place, "here")
                .at(place, "")];
            assert!(
                render(&sources, &found, false).starts_with("error[E313]: m\n"),
                "{place:?}"
            );
            assert!(!render(&sources, &found, true).is_empty());
        }
    }

    #[test]
    fn a_place_of_several_lines_shows_its_first() {
        let (sources, source) = sources();
        let place = Span {
            source,
            start: 12,
            end: FILE.len(),
        };
        let text = render(
            &sources,
            &[Diagnostic::error(Code::UnknownName, "m").at(place, "")],
            false,
        );
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(
            text.contains("2 | [variables.clause]\n  | ^^^^^^^^^^^^^^^^^^\n"),
            "{text}"
        );
    }

    #[test]
    fn a_long_line_is_cut() {
        let mut sources = Sources::new();
        let line = format!("{}é!{}", "a".repeat(100_000), "ü".repeat(1_000_000));
        let source = sources.add("long.toml", line);
        let at = |start, end| Span { source, start, end };
        let found = [Diagnostic::error(Code::UnknownName, "m")
            .at(at(100_002, 100_003), "here")
            .at(at(0, 100_000), "there")
            .at(at(100_003, 2_000_000), "")];
        let text = render(&sources, &found, false);
        assert!(text.contains("long.toml:1:100002\n"), "{text}");
        assert!(text.len() < 3_000, "{}", text.len());
    }

    #[test]
    fn control_characters_become_visible() {
        let mut sources = Sources::new();
        let source = sources.add("a\u{1b}b", "x\u{1b}[31my");
        let place = Span {
            source,
            start: 0,
            end: 1,
        };
        let found = [Diagnostic::error(Code::UnknownName, "m\u{1b}")
            .at(place, "l\u{1b}")
            .help("h\u{1b}")];
        assert!(!render(&sources, &found, false).contains('\u{1b}'));
    }

    #[test]
    fn colour_only_adds_escapes() {
        let (sources, id) = sources();
        let found = [Diagnostic::error(Code::UnknownName, "m")
            .at(span(id, "membr"), "here")
            .help("h")];
        let coloured = render(&sources, &found, true);
        assert!(coloured.contains("\u{1b}["));
        let mut plain = String::new();
        let mut parts = coloured.split("\u{1b}[");
        plain.push_str(parts.next().unwrap());
        for part in parts {
            plain.push_str(part.split_once('m').unwrap().1);
        }
        assert_eq!(plain, render(&sources, &found, false));
    }
}
