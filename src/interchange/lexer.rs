//! Splits game files into tokens: labels in quotes, numbers, braces, commas, and other words between spaces.

use std::borrow::Cow;

use super::error::FileError;
use crate::source::{Code, Diagnostic, SourceId, Span};

/// A token of a game file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    /// A label, without its quotes.
    Label(Cow<'t, str>),
    /// Something that begins like a number.
    Number(&'t str),
    /// `{`
    Open,
    /// `}`
    Close,
    /// `,`
    Comma,
    /// Anything else, up to the next space.
    Word(&'t str),
    /// The end of the file.
    End,
}

/// Splits a text into tokens from its beginning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    source: SourceId,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(source: SourceId, text: &'t str) -> Self {
        // Some editors begin a text file with a byte order mark.
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, source, at }
    }

    /// The next token and its span.
    pub(super) fn next(&mut self) -> Result<(Token<'t>, Span), FileError> {
        self.skip(is_space);
        let start = self.at;
        let token = match self.byte() {
            None => Token::End,
            Some(b'{') => self.single(Token::Open),
            Some(b'}') => self.single(Token::Close),
            Some(b',') => self.single(Token::Comma),
            Some(b'"') => self.label()?,
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => self.number()?,
            Some(_) => {
                self.skip(|byte| !is_space(byte));
                Token::Word(&self.text[start..self.at])
            }
        };
        Ok((token, self.since(start)))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|&&byte| wanted(byte)).count();
    }

    fn since(&self, start: usize) -> Span {
        Span {
            source: self.source,
            start,
            end: self.at,
        }
    }

    fn single(&mut self, token: Token<'t>) -> Token<'t> {
        self.at += 1;
        token
    }

    /// A label: it ends at the next quote that has no backslash before it.
    fn label(&mut self) -> Result<Token<'t>, FileError> {
        let opening = self.at;
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.byte() {
                None => {
                    self.at = start;
                    let message = "a label in quotes is never closed";
                    let fault = Diagnostic::error(Code::OpenLabel, message);
                    let fault = fault.at(self.since(opening), "it begins here");
                    let help = "inside a label a quote is written `\\\"`; a label cannot end with a backslash";
                    return Err(Box::new(fault.help(help)));
                }
                Some(b'"') if !escaped => break,
                Some(byte) => escaped = byte == b'\\',
            }
            self.at += 1;
        }
        let raw = &self.text[start..self.at];
        self.at += 1;
        Ok(Token::Label(if raw.contains('\\') {
            Cow::Owned(unescaped(raw))
        } else {
            Cow::Borrowed(raw)
        }))
    }

    /// A number: sign, digits, and then a point with digits and an exponent, or a slash with digits, or an exponent.
    fn number(&mut self) -> Result<Token<'t>, FileError> {
        let start = self.at;
        let bare_point = self.byte() == Some(b'.');
        if !bare_point {
            self.step_and_digits();
        }
        match self.byte() {
            Some(b'.') => {
                self.step_and_digits();
                // A number that begins with its point takes no exponent.
                if !bare_point {
                    self.exponent(start)?;
                }
            }
            Some(b'/') => self.step_and_digits(),
            _ => self.exponent(start)?,
        }
        Ok(Token::Number(&self.text[start..self.at]))
    }

    fn exponent(&mut self, start: usize) -> Result<(), FileError> {
        if !matches!(self.byte(), Some(b'e' | b'E')) {
            return Ok(());
        }
        self.at += 1;
        match self.byte() {
            Some(b'0'..=b'9' | b'+' | b'-') => {
                self.step_and_digits();
                Ok(())
            }
            _ => {
                let message = "the exponent of a number is missing";
                let fault = Diagnostic::error(Code::GameNumber, message);
                let fault = fault.at(self.since(start), "digits should follow");
                Err(Box::new(fault.help("write `1e2` or `1e-2`")))
            }
        }
    }

    /// Passes a sign, a point or the like, and the digits after it.
    fn step_and_digits(&mut self) {
        self.at += 1;
        self.skip(|byte| byte.is_ascii_digit());
    }
}

/// Whether a byte separates words.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// A label without the backslashes before quotes. Other backslashes stay, and two in a row become three, as in Gambit.
fn unescaped(raw: &str) -> String {
    let mut label = String::with_capacity(raw.len());
    let mut escaped = false;
    for character in raw.chars() {
        match (escaped, character) {
            (true, '"') => label.push('"'),
            (true, other) => label.extend(['\\', other]),
            (false, '\\') => {}
            (false, other) => label.push(other),
        }
        escaped = character == '\\';
    }
    label
}

#[cfg(test)]
mod tests {
    use super::{Lexer, Token};
    use crate::source::{Code, Sources};

    fn words(text: &str) -> Result<Vec<Token<'_>>, Code> {
        let source = Sources::new().add("game", text);
        let mut lexer = Lexer::new(source, text);
        let mut words = Vec::new();
        loop {
            match lexer.next() {
                Ok((Token::End, _)) => return Ok(words),
                Ok((token, _)) => words.push(token),
                Err(fault) => return Err(fault.code),
            }
        }
    }

    fn label(text: &str) -> Token<'_> {
        Token::Label(text.into())
    }

    #[test]
    fn words_are_cut_as_gambit_cuts_them() {
        let number = Token::Number;
        assert_eq!(
            words("EFG 2 R\r\n{\u{b}\"a\"\"b\"}1,2"),
            Ok(vec![
                Token::Word("EFG"),
                number("2"),
                Token::Word("R"),
                Token::Open,
                label("a"),
                label("b"),
                Token::Close,
                number("1"),
                Token::Comma,
                number("2"),
            ])
        );
        assert_eq!(words("t\"\"1"), Ok(vec![Token::Word("t\"\"1")]));
        assert_eq!(words("\u{feff}x"), Ok(vec![Token::Word("x")]));
    }

    #[test]
    fn numbers_end_where_they_end_in_gambit() {
        let numbers = |text| {
            let words = words(text)?;
            let shown = words.iter().map(|word| match word {
                Token::Number(number) => (*number).to_owned(),
                other => format!("{other:?}"),
            });
            Ok(shown.collect::<Vec<_>>().join(" "))
        };
        for (text, cut) in [
            ("-.5e2", "-.5e2"),
            (".5e2", ".5 Word(\"e2\")"),
            ("--1", "- -1"),
            ("1/-3", "1/ -3"),
            ("1/3.5", "1/3 .5"),
            ("1.2.3", "1.2 .3"),
            ("1e+2", "1e+2"),
            ("1e2.5", "1e2 .5"),
            ("1.5e-", "1.5e-"),
            ("7\"x\"", "7 Label(\"x\")"),
        ] {
            assert_eq!(numbers(text), Ok(cut.to_owned()), "{text}");
        }
        assert_eq!(numbers("5e"), Err(Code::GameNumber));
        assert_eq!(numbers("1.e}"), Err(Code::GameNumber));
    }

    #[test]
    fn labels_may_hold_quotes_and_lines() {
        assert_eq!(words("\"a \\\"b\\\"\n c\""), Ok(vec![label("a \"b\"\n c")]));
        assert_eq!(words("\"a\\nb\""), Ok(vec![label("a\\nb")]));
        assert_eq!(words("\"a\\\\b\""), Ok(vec![label("a\\\\\\b")]));
        assert_eq!(words("\"ä\""), Ok(vec![label("ä")]));
        assert_eq!(words("x \"abc"), Err(Code::OpenLabel));
        assert_eq!(words("\"abc\\\""), Err(Code::OpenLabel));
    }
}
