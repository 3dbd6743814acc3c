//! Source texts by number, and spans of bytes in them.

/// Which source a [`Span`] points into: a scenario file, or one `--set` argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(usize);

/// A half-open range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value and the place where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// All texts that diagnostics may point into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The name of each, and its text.
    files: Vec<(String, String)>,
}

impl Sources {
    /// No sources yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that messages show, usually a path.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.files.push((name.into(), text.into()));
        SourceId(self.files.len() - 1)
    }

    /// Adds a text, unless the same text is there already under the same name.
    pub fn add_once(&mut self, name: &str, text: &str) -> SourceId {
        let mut files = self.files.iter();
        let known = files.position(|(other, written)| other == name && written == text);
        known.map_or_else(|| self.add(name, text), SourceId)
    }

    /// The source with this text whose name begins so.
    pub(crate) fn find(&self, name: &str, text: &str) -> Option<SourceId> {
        let mut files = self.files.iter();
        let found = files.position(|(known, written)| known.starts_with(name) && written == text);
        found.map(SourceId)
    }

    /// Calls a text whose name begins so by another name in messages.
    pub(crate) fn rename(&mut self, name: &str, text: &str, other: &str) {
        let mut files = self.files.iter_mut();
        if let Some((known, _)) = files.find(|(known, written)| known.starts_with(name) && written == text) {
            other.clone_into(known);
        }
    }

    /// The name a source was added under.
    pub fn name(&self, source: SourceId) -> &str {
        &self.files[source.0].0
    }

    /// The whole text of a source.
    pub fn text(&self, source: SourceId) -> &str {
        &self.files[source.0].1
    }

    /// The text at a place.
    pub fn slice(&self, span: Span) -> &str {
        &self.text(span.source)[span.start..span.end]
    }

    /// The line and column, both counted from 1 and the column in characters, at which a place begins.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.at(span.source, span.start)
    }

    /// The same of the place right behind it.
    pub fn end_line_column(&self, span: Span) -> (usize, usize) {
        self.at(span.source, span.end)
    }

    fn at(&self, source: SourceId, byte: usize) -> (usize, usize) {
        let text = self.text(source);
        let before = &text[..text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
}
