//! Splits the text of an expression into tokens: numbers, names, signs.

use super::binary::Binary;
use super::number_slip;
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
        let start = self.text.len() - self.rest().trim_start().len();
        self.at = start;
        let (token, end) = (self.word()?, self.at);
        Ok(Lexeme { token, start, end })
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
            let next = rest.get(length + 1);
            let starts_part = next.is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_');
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
        let wrong = |why: &str, help: String| {
            let message = format!("{} is {why}", quoted(word));
            Err(Code::MalformedNumber.at(span, message).help(help))
        };
        if let Some(help) = malformed(word) {
            return wrong("not a number", help);
        }
        let whole = word.bytes().all(|b| b.is_ascii_digit());
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Token::Number(value, whole)),
            _ => wrong(
                "too large for a number",
                "the largest number is about 1.8e308".to_owned(),
            ),
        }
    }

    /// The error of a character that begins no token.
    fn foreign_sign(&self) -> Diagnostic {
        let rest = self.rest();
        let first = rest.chars().next();
        if let Some(quote @ ('"' | '\'')) = first {
            return self.quotes(quote);
        }
        let pair = FOREIGN_PAIRS.into_iter().find(|pair| rest.starts_with(pair));
        let sign = pair.unwrap_or(&rest[..first.map_or(0, char::len_utf8)]);
        let span = self.place.span(self.at, self.at + sign.len());
        if sign == "=" && self.text[..self.at].trim().is_empty() {
            return Code::StraySign
                .at(span, "a formula begins without `=`")
                .help("leave the `=` out");
        }
        Code::StraySign
            .at(span, complaint(sign))
            .help(self.number_slip(self.at, remedy(sign)))
    }

    /// How a percentage or a number with a decimal comma around a byte is written; `otherwise` where there is none.
    pub(super) fn number_slip(&self, at: usize, otherwise: &str) -> String {
        number_slip::around(self.text, at).map_or_else(|| otherwise.to_owned(), |(_, remedy)| remedy)
    }

    fn quotes(&self, quote: char) -> Diagnostic {
        let inner = self.rest()[1..].split(quote).next().unwrap_or_default();
        let closed = self.rest()[1 + inner.len()..].starts_with(quote);
        let end = self.at + 1 + inner.len() + usize::from(closed);
        let span = self.place.span(self.at, end);
        let starts_name = inner.starts_with(|c: char| c.is_ascii_alphabetic());
        let help = if starts_name && inner.bytes().all(is_name_byte) {
            format!("write the named value bare: {}", quoted(inner))
        } else {
            "named values are written bare, like `in_force`".to_owned()
        };
        Code::QuotesInside
            .at(span, "there are no quotes within an expression")
            .help(help)
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
    let mut parts = word.splitn(2, ['e', 'E']);
    let (mantissa, exponent) = (parts.next().unwrap_or(word), parts.next());
    let mut parts = mantissa.splitn(2, '.');
    let (whole, fraction) = (parts.next().unwrap_or(mantissa), parts.next());
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let number = digits(whole) && fraction.is_none_or(digits);
    let underscored = word.split(['_', '.']).all(digits) && word.contains('_');
    let why = match fraction {
        _ if mantissa.matches('.').count() > 1 => "a number has one point",
        Some("") => "a digit is missing after the point",
        _ if number && exponent.is_none_or(is_exponent) => return None,
        _ if number && matches!(exponent, Some("" | "+" | "-")) => "digits are missing after the `e`, as in `1e-3`",
        _ if underscored => "digits are written without `_`",
        _ => {
            let letters = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let number = &word[..word.len() - letters.len()];
            let product = quoted(&format!("{number} * {letters}"));
            return Some(format!("to multiply, write {product}"));
        }
    };
    Some(why.to_owned())
}

fn is_exponent(exponent: &str) -> bool {
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Signs of other languages that have two characters.
const FOREIGN_PAIRS: [&str; 6] = ["=>", "=<", "<>", "&&", "||", "**"];

/// What is wrong with a sign that stands in no expression.
fn complaint(sign: &str) -> String {
    match sign {
        "=>" | "=<" | "<>" => format!("`{sign}` is no comparison"),
        "=" => "`=` does not compare".to_owned(),
        "!" => "`!` does not negate".to_owned(),
        "&&" | "&" | "||" | "|" => format!("`{sign}` does not join truths"),
        "**" => "`**` is no power".to_owned(),
        "[" | "]" => "brackets cannot stand in an expression".to_owned(),
        "{" | "}" => "braces cannot stand in an expression".to_owned(),
        "." => "this `.` belongs to no name and no number".to_owned(),
        "−" => "this is a typographic minus sign".to_owned(),
        "–" => "this is a dash, not a minus sign".to_owned(),
        _ => format!("{} cannot stand in an expression", quoted(sign)),
    }
}

/// What to write instead of such a sign.
fn remedy(sign: &str) -> &'static str {
    match sign {
        "=>" | "≥" => "write `>=`",
        "=<" | "≤" => "write `<=`",
        "=" => "write `==`",
        "<>" | "≠" => "write `!=`",
        "!" => "write `not`",
        "&&" | "&" => "write `and`",
        "||" => "write `or`",
        "|" => "write `or`; an absolute value is `abs(x)`",
        "**" => "write `^`",
        "%" => "write a percentage as a fraction: 0.35 for 35 %",
        "?" => "write `if(condition, value_if_true, value_if_false)`",
        "[" | "]" | "{" | "}" => "group with parentheses: `(` and `)`",
        ";" => "arguments are separated by `,`",
        "." => "write a dotted name without blanks, like `russia.type`",
        "−" | "–" => "write the plain `-` of the keyboard",
        "×" | "·" => "write `*`",
        "÷" => "write `/`",
        _ => "names are written with the letters a–z, digits and `_`",
    }
}
