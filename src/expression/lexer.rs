//! Splits the text of an expression into tokens: numbers, names, signs.

use super::binary::Binary;
use super::syntax::Place;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// A token of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    /// A number, and whether it is written as a whole one.
    Number(f64, bool),
    Truth(bool),
    Name(&'t str),
    /// A sign between two operands, `and` or `or`.
    Operator(Binary),
    Not,
    Open,
    Close,
    Comma,
    End,
}

/// A token and its range of bytes in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'t> {
    pub(super) token: Token<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Reads one token after another.
pub(super) struct Lexer<'t> {
    text: &'t str,
    place: &'t Place,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str, place: &'t Place) -> Self {
        Self { text, place, at: 0 }
    }

    /// The next token; after the last one always `End`.
    pub(super) fn next(&mut self) -> Result<Lexeme<'t>, Diagnostic> {
        let blank = self
            .rest()
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(self.rest().len());
        self.at += blank;
        let start = self.at;
        let token = self.word()?;
        Ok(Lexeme {
            token,
            start,
            end: self.at,
        })
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn word(&mut self) -> Result<Token<'t>, Diagnostic> {
        let rest = self.rest().as_bytes();
        let second = rest.get(1).copied();
        let Some(&first) = rest.first() else {
            return Ok(Token::End);
        };
        match first {
            b'0'..=b'9' => self.number(),
            b'.' if second.is_some_and(|b| b.is_ascii_digit()) => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Ok(self.name()),
            _ => self.sign(first, second),
        }
    }

    /// Takes this many bytes as a word.
    fn take(&mut self, length: usize) -> &'t str {
        let word = &self.rest()[..length];
        self.at += length;
        word
    }

    fn sign(&mut self, first: u8, second: Option<u8>) -> Result<Token<'t>, Diagnostic> {
        let (length, token) = match (first, second) {
            (b'=', Some(b'=')) => (2, Token::Operator(Binary::Equal)),
            (b'!', Some(b'=')) => (2, Token::Operator(Binary::NotEqual)),
            (b'<', Some(b'=')) => (2, Token::Operator(Binary::LessOrEqual)),
            (b'>', Some(b'=')) => (2, Token::Operator(Binary::GreaterOrEqual)),
            (b'*', Some(b'*')) | (b'<', Some(b'>')) => return Err(self.foreign_sign()),
            (b'<', _) => (1, Token::Operator(Binary::Less)),
            (b'>', _) => (1, Token::Operator(Binary::Greater)),
            (b'+', _) => (1, Token::Operator(Binary::Add)),
            (b'-', _) => (1, Token::Operator(Binary::Subtract)),
            (b'*', _) => (1, Token::Operator(Binary::Multiply)),
            (b'/', _) => (1, Token::Operator(Binary::Divide)),
            (b'^', _) => (1, Token::Operator(Binary::Power)),
            (b'(', _) => (1, Token::Open),
            (b')', _) => (1, Token::Close),
            (b',', _) => (1, Token::Comma),
            _ => return Err(self.foreign_sign()),
        };
        self.take(length);
        Ok(token)
    }

    /// A name with its dots: `russia.type` is one.
    fn name(&mut self) -> Token<'t> {
        let rest = self.rest().as_bytes();
        let mut length = 1;
        while let Some(&byte) = rest.get(length) {
            let starts_part = rest
                .get(length + 1)
                .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
            if !(is_name_byte(byte) || byte == b'.' && starts_part) {
                break;
            }
            length += 1;
        }
        match self.take(length) {
            "true" => Token::Truth(true),
            "false" => Token::Truth(false),
            "and" => Token::Operator(Binary::And),
            "or" => Token::Operator(Binary::Or),
            "not" => Token::Not,
            name => Token::Name(name),
        }
    }

    fn number(&mut self) -> Result<Token<'t>, Diagnostic> {
        let start = self.at;
        let word = self.take(number_length(self.rest().as_bytes()));
        let span = self.place.span(start, self.at);
        if let Some(why) = malformed(word) {
            return Err(Code::MalformedNumber
                .at(span, format!("{} is not a number", quoted(word)))
                .help(why));
        }
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                let whole = word.bytes().all(|b| b.is_ascii_digit());
                Ok(Token::Number(value, whole))
            }
            _ => Err(Code::MalformedNumber
                .at(span, format!("{} is too large for a number", quoted(word)))
                .help("the largest number is about 1.8e308")),
        }
    }

    /// The error of a character that begins no token.
    fn foreign_sign(&self) -> Diagnostic {
        let rest = self.rest();
        for (written, message, help) in FOREIGN_SIGNS {
            if rest.starts_with(written) {
                let span = self.place.span(self.at, self.at + written.len());
                return Code::StraySign.at(span, *message).help(*help);
            }
        }
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            return self.quotes(quote);
        }
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let span = self.place.span(self.at, self.at + length);
        Code::StraySign
            .at(
                span,
                format!("{} cannot stand in an expression", quoted(&rest[..length])),
            )
            .help("names are written with the letters a–z, digits and `_`")
    }

    fn quotes(&self, quote: char) -> Diagnostic {
        let inner = self.rest()[1..].split(quote).next().unwrap_or_default();
        let closed = self.rest()[1 + inner.len()..].starts_with(quote);
        let end = self.at + 1 + inner.len() + usize::from(closed);
        let found = Code::QuotesInside.at(
            self.place.span(self.at, end),
            "there are no quotes within an expression",
        );
        let is_name = inner.bytes().all(is_name_byte) && inner.starts_with(|c: char| c.is_ascii_alphabetic());
        found.help(if is_name {
            format!("write the named value bare: {}", quoted(inner))
        } else {
            "named values are written bare, like `in_force`".to_owned()
        })
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a word that begins like a number, including letters that cannot follow a number directly.
fn number_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(&byte) = bytes.get(length) {
        let signed_exponent = matches!(byte, b'+' | b'-')
            && length > 0
            && matches!(bytes[length - 1], b'e' | b'E')
            && bytes[..length - 1].iter().all(|b| b.is_ascii_digit() || *b == b'.');
        if !(is_name_byte(byte) || byte == b'.' || signed_exponent) {
            break;
        }
        length += 1;
    }
    length
}

/// Why a word is not a number, if it is none.
fn malformed(word: &str) -> Option<String> {
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if mantissa.matches('.').count() > 1 {
        Some("a number has one point".to_owned())
    } else if fraction == Some("") {
        Some("a digit is missing after the point".to_owned())
    } else if digits(whole) && fraction.is_none_or(digits) && exponent.is_some_and(lacks_digits) {
        Some("digits are missing after the `e`, as in `1e-3`".to_owned())
    } else if word.contains('_') && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.')) {
        Some("digits are written without `_`".to_owned())
    } else if digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(is_exponent) {
        None
    } else {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &word[..word.len() - letters.len()];
        Some(format!(
            "to multiply, write {}",
            quoted(&format!("{number} * {letters}"))
        ))
    }
}

fn lacks_digits(exponent: &str) -> bool {
    matches!(exponent, "" | "+" | "-")
}

fn is_exponent(exponent: &str) -> bool {
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Signs of other languages, each with an error and its remedy; a sign comes before its prefixes.
const FOREIGN_SIGNS: &[(&str, &str, &str)] = &[
    ("=>", "`=>` is no comparison", "write `>=`"),
    ("=<", "`=<` is no comparison", "write `<=`"),
    ("=", "`=` does not compare", "write `==`"),
    ("<>", "`<>` is no comparison", "write `!=`"),
    ("!", "`!` does not negate", "write `not`"),
    ("&&", "`&&` does not join truths", "write `and`"),
    ("&", "`&` does not join truths", "write `and`"),
    ("||", "`||` does not join truths", "write `or`"),
    (
        "|",
        "`|` does not join truths",
        "write `or`; an absolute value is `abs(x)`",
    ),
    ("**", "`**` is no power", "write `^`"),
    (
        "%",
        "`%` cannot stand in an expression",
        "write a percentage as a fraction: 0.35 for 35 %",
    ),
    (
        "?",
        "`?` cannot stand in an expression",
        "write `if(condition, value_if_true, value_if_false)`",
    ),
    (
        "[",
        "brackets cannot stand in an expression",
        "group with parentheses: `(` and `)`",
    ),
    (
        "]",
        "brackets cannot stand in an expression",
        "group with parentheses: `(` and `)`",
    ),
    (
        "{",
        "braces cannot stand in an expression",
        "group with parentheses: `(` and `)`",
    ),
    (
        "}",
        "braces cannot stand in an expression",
        "group with parentheses: `(` and `)`",
    ),
    (
        ";",
        "`;` cannot stand in an expression",
        "arguments are separated by `,`",
    ),
    (
        ".",
        "this `.` belongs to no name and no number",
        "write a dotted name without blanks, like `russia.type`",
    ),
    ("≠", "`≠` cannot stand in an expression", "write `!=`"),
    ("≤", "`≤` cannot stand in an expression", "write `<=`"),
    ("≥", "`≥` cannot stand in an expression", "write `>=`"),
    (
        "−",
        "this is a typographic minus sign",
        "write the plain `-` of the keyboard",
    ),
    (
        "–",
        "this is a dash, not a minus sign",
        "write the plain `-` of the keyboard",
    ),
    ("×", "`×` cannot stand in an expression", "write `*`"),
    ("·", "`·` cannot stand in an expression", "write `*`"),
    ("÷", "`÷` cannot stand in an expression", "write `/`"),
];
