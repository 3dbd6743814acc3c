//! Reads the tokens of a game file, with errors where another token is expected.

use super::error::{FileError, fault};
use super::labels::is_accepted;
use super::lexer::{Lexer, Token};
use super::limits::MOST_NODES;
use super::number::{BadNumber, Number};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span};

/// A game file, read up to some token.
pub(super) struct Reader<'t> {
    lexer: Lexer<'t>,
    token: Token<'t>,
    span: Span,
    /// Numbers that Gambit reads differently from what one may expect.
    odd: Tally,
    /// Labels that Gambit refuses.
    refused: Tally,
}

/// The first occurrence of something, and the number of occurrences.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    first: Option<Span>,
    count: usize,
}

impl Tally {
    /// The tally of occurrences at these places.
    pub(super) fn of(places: &[Span]) -> Self {
        Self {
            first: places.first().copied(),
            count: places.len(),
        }
    }

    /// Counts an occurrence.
    pub(super) fn note(&mut self, place: Span) {
        self.first.get_or_insert(place);
        self.count += 1;
    }

    /// A warning about all occurrences, if there are any, with its message for one, and for several.
    pub(super) fn warning(&self, code: Code, messages: [&str; 2], help: &str) -> Option<Diagnostic> {
        let first = self.first?;
        let [one, many] = messages;
        let (message, remark) = match self.count {
            1 => (one.to_owned(), ""),
            count => (format!("{count} {many}"), "the first of them"),
        };
        let warning = Diagnostic::warning(code, message).at(first, remark);
        Some(warning.help(help))
    }
}

impl<'t> Reader<'t> {
    /// A reader at the first token.
    pub(super) fn new(source: SourceId, text: &'t str) -> Result<Self, FileError> {
        let mut lexer = Lexer::new(source, text);
        let (token, span) = lexer.next()?;
        let (odd, refused) = (Tally::default(), Tally::default());
        Ok(Self {
            lexer,
            token,
            span,
            odd,
            refused,
        })
    }

    pub(super) fn token(&self) -> &Token<'t> {
        &self.token
    }

    /// The span of the next token.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Consumes the next token; returns its span.
    pub(super) fn take(&mut self) -> Result<Span, FileError> {
        let span = self.span;
        (self.token, self.span) = self.lexer.next()?;
        Ok(span)
    }

    /// Whether the text is read to its end.
    pub(super) fn at_end(&self) -> bool {
        self.token == Token::End
    }

    /// Whether a label comes next.
    pub(super) fn at_label(&self) -> bool {
        matches!(self.token, Token::Label(_))
    }

    /// The error that something else is expected here.
    pub(super) fn wants(&self, what: &str) -> FileError {
        let found = match &self.token {
            Token::Label(label) => format!("the label {}", quoted(label)),
            Token::Number(number) => format!("the number {}", quoted(number)),
            Token::Word(word) => quoted(word),
            Token::Open => "`{`".to_owned(),
            Token::Close => "`}`".to_owned(),
            Token::Comma => "a comma".to_owned(),
            Token::End => {
                let message = format!("the file ends where {what} should follow");
                return Box::new(Code::GameEnds.at(self.span, message));
            }
        };
        let message = format!("{what} should come here, not {found}");
        Box::new(Code::GameToken.at(self.span, message))
    }

    /// A label in quotes.
    pub(super) fn label(&mut self, what: &str) -> Result<(String, Span), FileError> {
        let (label, span) = self.prose(what)?;
        if !is_accepted(&label) {
            self.refused.note(span);
        }
        Ok((label, span))
    }

    /// A text in quotes that may have several lines.
    pub(super) fn prose(&mut self, what: &str) -> Result<(String, Span), FileError> {
        if let Token::Label(label) = &self.token {
            let label = label.clone().into_owned();
            return Ok((label, self.take()?));
        }
        let fault = self.wants(&format!("{what} in quotes"));
        Err(match self.token {
            Token::Word(word) => Box::new(fault.help(format!("write it in quotes: \"{word}\""))),
            _ => fault,
        })
    }

    /// A comment, which may be missing.
    pub(super) fn comment(&mut self) -> Result<String, FileError> {
        if self.at_label() {
            Ok(self.prose("a comment")?.0)
        } else {
            Ok(String::new())
        }
    }

    /// `{`
    pub(super) fn open(&mut self, what: &str) -> Result<Span, FileError> {
        self.brace(&Token::Open, &format!("`{{` before {what}"))
    }

    /// `}`
    pub(super) fn close(&mut self, what: &str) -> Result<Span, FileError> {
        self.brace(&Token::Close, &format!("`}}` after {what}"))
    }

    fn brace(&mut self, brace: &Token<'_>, what: &str) -> Result<Span, FileError> {
        if self.token == *brace {
            self.take()
        } else {
            Err(self.wants(what))
        }
    }

    /// A payoff or a probability.
    pub(super) fn number(&mut self, what: &str) -> Result<(Number, Span), FileError> {
        let Token::Number(text) = self.token else {
            return Err(self.wants(what));
        };
        let number = Number::read(text).map_err(|why| bad_number(text, self.span, why))?;
        if number.text() != text {
            self.odd.note(self.span);
        }
        Ok((number, self.take()?))
    }

    /// A whole number, of which Gambit reads the leading digits.
    pub(super) fn whole(&mut self, what: &str) -> Result<(i32, Span), FileError> {
        let Token::Number(text) = self.token else {
            return Err(self.wants(what));
        };
        let found = leading_integer(text).and_then(|number| i32::try_from(number).ok());
        let Some(number) = found else {
            let message = format!("{} is not {what}", quoted(text));
            let help = "such a number is whole, and lies between -2147483648 and 2147483647";
            return Err(fault((Code::GameNumber, self.span), message, help));
        };
        self.note_unless_whole(text);
        Ok((number, self.take()?))
    }

    /// A whole number, of which Gambit keeps the lower 32 bits.
    pub(super) fn any_whole(&mut self, what: &str) -> Result<i32, FileError> {
        let Token::Number(text) = self.token else {
            return Err(self.wants(what));
        };
        self.note_unless_whole(text);
        self.take()?;
        let number = leading_integer(text).unwrap_or(0);
        // The lower half of the bits, as a conversion in C.
        Ok(number as i32)
    }

    fn note_unless_whole(&mut self, text: &str) {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.odd.note(self.span);
        }
    }

    /// Reads the beginning of a file up to its title, which it returns.
    pub(super) fn header(&mut self, kind: &str, version: &str) -> Result<String, FileError> {
        let numbers = [Token::Word("R"), Token::Word("D")];
        let beginnings = [
            (&[Token::Word(kind)][..], format!("the word {kind}")),
            (&[Token::Number(version)], format!("the version {version}")),
            (&numbers, "R or D".to_owned()),
        ];
        for (wanted, what) in beginnings {
            if !wanted.contains(&self.token) {
                let message = format!("{what} should come here");
                let begins = format!("{kind} {version} R \"title\" {{ \"player\" … }}");
                let help = format!("the file begins `{begins}`");
                return Err(fault((Code::GameHeader, self.span), message, help));
            }
            self.take()?;
        }
        Ok(self.prose("the title of the game")?.0)
    }

    /// The labels of the players, and their spans.
    pub(super) fn players(&mut self) -> Result<Vec<(String, Span)>, FileError> {
        self.open("the players")?;
        let players = self.labels("a player")?;
        self.close("the players")?;
        Ok(players)
    }

    /// Consecutive labels and their spans; no game has more than its nodes.
    pub(super) fn labels(&mut self, what: &str) -> Result<Vec<(String, Span)>, FileError> {
        let mut labels = Vec::new();
        while self.at_label() && labels.len() <= MOST_NODES {
            labels.push(self.label(what)?);
        }
        Ok(labels)
    }

    /// The payoffs of an outcome in braces.
    pub(super) fn payoffs_in_braces(&mut self, players: &[String]) -> Result<Vec<Number>, FileError> {
        self.open("the payoffs")?;
        let payoffs = self.payoffs(players);
        let all = payoffs.and_then(|payoffs| self.close("the payoffs").map(|_| payoffs));
        let count = players.len();
        let help = || format!("there are {count} players: an outcome has {count} payoffs");
        all.map_err(|fault| Box::new(fault.help(help())))
    }

    /// Payoffs, one for each player; a comma may follow each.
    pub(super) fn payoffs(&mut self, players: &[String]) -> Result<Vec<Number>, FileError> {
        let mut payoffs = Vec::with_capacity(players.len());
        for player in players {
            payoffs.push(self.payoff(player)?);
            if self.token == Token::Comma {
                self.take()?;
            }
        }
        Ok(payoffs)
    }

    /// The payoff of a player.
    pub(super) fn payoff(&mut self, player: &str) -> Result<Number, FileError> {
        match self.token {
            Token::Number(_) => Ok(self.number("a payoff")?.0),
            _ => Err(self.wants(&format!("the payoff of {}", quoted(player)))),
        }
    }

    /// Warnings about numbers and labels that were read.
    pub(super) fn warnings(&self) -> Vec<Diagnostic> {
        let messages = ["a number is cut short", "numbers are cut short"];
        let help = "as in Gambit, digits that are missing are 0, and of a number that must be whole \
                    the rest is left out";
        let odd = self.odd.warning(Code::OddNumber, messages, help);
        let messages = [
            "a label is one that Gambit refuses",
            "labels are such as Gambit refuses",
        ];
        let help = "it takes printable ASCII, without spaces at the ends or two together; \
                    they are written so";
        let refused = self.refused.warning(Code::LabelRefused, messages, help);
        odd.into_iter().chain(refused).collect()
    }
}

/// The whole number at the beginning of a text, saturated at the largest that can be represented; `None` if there is
/// none.
fn leading_integer(text: &str) -> Option<i64> {
    let size = text.strip_prefix(['-', '+']).unwrap_or(text);
    let count = size.bytes().take_while(u8::is_ascii_digit).count();
    let digits = size[..count].bytes().map(|digit| i64::from(digit - b'0'));
    let append = |number: i64, digit| number.saturating_mul(10).saturating_add(digit);
    let number = digits.fold(0, append);
    let negative = text.starts_with('-');
    (count > 0).then_some(if negative { -number } else { number })
}

fn bad_number(text: &str, span: Span, why: BadNumber) -> FileError {
    let (what, cure) = match why {
        BadNumber::Plus => ("begins with a plus sign", "leave the sign out"),
        BadNumber::ExponentPlus => ("has a plus sign in its exponent", "write `1e2` for 100"),
        BadNumber::NoDivisor => ("is divided by nothing", "write `1/2`, or `0.5`"),
        BadNumber::TooLong => ("has more digits than can be reckoned with", "shorten it"),
        BadNumber::TooLarge => {
            let what = "is larger than can be reckoned with";
            (what, "measure in larger units")
        }
    };
    fault(
        (Code::GameNumber, span),
        format!("the number {} {what}", quoted(text)),
        cure,
    )
}
