//! Parses the tokens of an expression to its syntax, by precedence climbing.

use super::binary::Binary;
use super::function::{Function, reserved_words};
use super::lexer::{Lexeme, Lexer, Token};
use super::syntax::{Node, Place, Syntax};
use super::unary::Unary;
use crate::source::wording::{closest, quoted};
use crate::source::{Code, Diagnostic, Span};

/// The deepest nesting of parentheses, calls, signs and powers.
const NESTING: usize = 200;

/// The greatest height of the syntax, to which a long sum adds one for each sign; recursion over the syntax and its tree
/// goes this deep.
pub(super) const HEIGHT: usize = 500;

/// The most numbers, names and operations of an expression.
const NODES: usize = 10_000;

/// How tightly operators bind; a larger number binds tighter.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const NEGATION: u8 = 7;
const POWER: u8 = 8;

/// Reads one expression.
///
/// # Errors
/// A diagnostic at the first token that cannot continue the expression.
pub(crate) fn parse(text: &str, place: &Place) -> Result<Syntax, Diagnostic> {
    if text.trim().is_empty() {
        return Err(Code::EmptyFormula.at(place.span(0, text.len()), "the expression is empty"));
    }
    let mut lexer = Lexer::new(text, place);
    let next = lexer.next()?;
    let mut parser = Parser {
        place,
        lexer,
        next,
        nesting: 0,
        nodes: 0,
    };
    match parser.expression(OR) {
        Ok(parsed) if parser.next.token == Token::End => Ok(*parsed.syntax),
        Ok(_) => Err(parser.trailing()),
        Err(found) => Err(*found),
    }
}

/// A part, or its error.
type Outcome<T = Parsed> = Result<T, Box<Diagnostic>>;

struct Parser<'t> {
    place: &'t Place,
    lexer: Lexer<'t>,
    next: Lexeme<'t>,
    nesting: usize,
    nodes: usize,
}

/// A part of the expression, its range of bytes in the text with parentheses around it, and how high its syntax is.
/// Small, as it lies on the stack many times over while the parser calls itself.
struct Parsed {
    syntax: Box<Syntax>,
    start: usize,
    end: usize,
    height: usize,
}

impl<'t> Parser<'t> {
    fn advance(&mut self) -> Outcome<Lexeme<'t>> {
        let following = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.next, following))
    }

    fn span(&self, lexeme: Lexeme<'_>) -> Span {
        self.place.span(lexeme.start, lexeme.end)
    }

    /// An operand and the operators behind it that bind at least this tightly.
    fn expression(&mut self, least: u8) -> Outcome {
        let mut left = self.operand(least)?;
        while let Token::Operator(operation) = self.next.token {
            let tightness = tightness(operation);
            if tightness < least {
                break;
            }
            let sign = self.advance()?;
            let right = if operation == Binary::Power {
                self.inside(sign, POWER)?
            } else {
                self.expression(tightness + 1)?
            };
            if operation.is_comparison() {
                self.forbid_chain(sign)?;
            }
            left = self.join(operation, sign, left, right)?;
        }
        Ok(left)
    }

    fn operand(&mut self, least: u8) -> Outcome {
        match self.next.token {
            Token::Number(value, whole) => self.leaf(Node::Number { value, whole }),
            Token::Truth(value) => self.leaf(Node::Truth(value)),
            Token::Name(name) => self.named(name),
            Token::Not if least > NOT => Err(self.misplaced_not().into()),
            Token::Not => self.prefix(Unary::Not, NOT),
            Token::Operator(Binary::Subtract) => self.prefix(Unary::Negate, NEGATION),
            Token::Open => self.parentheses(),
            Token::Operator(_) | Token::Close | Token::Comma | Token::End => Err(self.missing_operand().into()),
        }
    }

    fn leaf(&mut self, node: Node) -> Outcome {
        let lexeme = self.advance()?;
        self.node(node, lexeme.start, lexeme.end, 0)
    }

    /// A new node above others of the given height.
    fn node(&mut self, node: Node, start: usize, end: usize, below: usize) -> Outcome {
        let span = self.place.span(start, end);
        self.nodes += 1;
        if self.nodes > NODES {
            return Err(too_long(span).into());
        }
        if below >= HEIGHT {
            return Err(too_high(span).into());
        }
        Ok(Parsed {
            syntax: Box::new(Syntax { span, node }),
            start,
            end,
            height: below + 1,
        })
    }

    fn join(&mut self, operation: Binary, sign: Lexeme<'_>, left: Parsed, right: Parsed) -> Outcome {
        let operands = Box::new([*left.syntax, *right.syntax]);
        let node = Node::Binary(operation, self.span(sign), operands);
        self.node(node, left.start, right.end, left.height.max(right.height))
    }

    fn prefix(&mut self, operation: Unary, least: u8) -> Outcome {
        let sign = self.advance()?;
        let operand = self.inside(sign, least)?;
        let node = Node::Unary(operation, operand.syntax);
        self.node(node, sign.start, operand.end, operand.height)
    }

    fn parentheses(&mut self) -> Outcome {
        let open = self.advance()?;
        let inner = self.inside(open, OR)?;
        let (start, end) = (open.start, self.close(open)?.end);
        Ok(Parsed { start, end, ..inner })
    }

    fn named(&mut self, name: &'t str) -> Outcome {
        let lexeme = self.advance()?;
        match (Function::named(name), self.next.token) {
            (Some(function), Token::Open) => self.call(function, lexeme),
            (Some(function), _) => Err(not_called(function, self.span(lexeme)).into()),
            (None, Token::Open) => Err(unknown_function(name, self.span(lexeme)).into()),
            (None, _) => self.node(Node::Name(name.to_owned()), lexeme.start, lexeme.end, 0),
        }
    }

    fn call(&mut self, function: Function, name: Lexeme<'_>) -> Outcome {
        let open = self.advance()?;
        let mut arguments = Vec::new();
        let mut height = 0;
        let mut more = self.next.token != Token::Close;
        while more {
            let argument = self.inside(open, OR)?;
            height = height.max(argument.height);
            arguments.push(*argument.syntax);
            more = self.next.token == Token::Comma;
            if more {
                self.advance()?;
            }
        }
        let end = self.close(open)?.end;
        let (least, more) = function.arity();
        if arguments.len() < least || arguments.len() > least && !more {
            let span = self.place.span(name.start, end);
            return Err(wrong_count(function, arguments.len(), span).into());
        }
        self.node(Node::Call(function, arguments), name.start, end, height)
    }

    /// Reads an expression inside of something else.
    fn inside(&mut self, opener: Lexeme<'_>, least: u8) -> Outcome {
        if self.nesting == NESTING {
            return Err(too_deep(self.span(opener)).into());
        }
        self.nesting += 1;
        let parsed = self.expression(least);
        self.nesting -= 1;
        parsed
    }

    fn forbid_chain(&self, first: Lexeme<'_>) -> Outcome<()> {
        match self.next.token {
            Token::Operator(second) if second.is_comparison() => {}
            _ => return Ok(()),
        }
        Err(Diagnostic::error(Code::Chained, "comparisons cannot be chained")
            .at(self.span(self.next), "a second comparison")
            .at(self.span(first), "the first one")
            .help("join two comparisons: `a < b and b < c`")
            .into())
    }

    fn misplaced_not(&self) -> Diagnostic {
        Code::MisplacedNot
            .at(self.span(self.next), "`not` behind an operator needs parentheses")
            .help("write `(not …)`")
    }

    fn missing_operand(&self) -> Diagnostic {
        let span = self.span(self.next);
        let sign = match self.next.token {
            Token::End => {
                let message = "the expression ends where a value is missing";
                return Diagnostic::error(Code::MissingValue, message).at(span, "a value is missing here");
            }
            Token::Operator(Binary::Add) => {
                return Diagnostic::error(Code::MissingValue, "`+` stands between two values")
                    .at(span, "no value before it")
                    .help("a positive number is written without a sign");
            }
            Token::Operator(operation) => operation.sign(),
            Token::Comma => ",",
            _ => ")",
        };
        Code::MissingValue.at(span, format!("a value is missing before `{sign}`"))
    }

    /// Takes the `)` that belongs to an opening parenthesis.
    fn close(&mut self, open: Lexeme<'_>) -> Outcome<Lexeme<'t>> {
        let found = match self.next.token {
            Token::Close => return self.advance(),
            Token::End => Code::OpenParenthesis
                .at(self.span(open), "this `(` is never closed")
                .help("a `)` is missing"),
            _ => self.trailing(),
        };
        Err(found.into())
    }

    /// Something follows that continues nothing.
    fn trailing(&self) -> Diagnostic {
        let span = self.span(self.next);
        match self.next.token {
            Token::Close => Code::Leftover.at(span, "this `)` closes nothing"),
            Token::Comma => Code::Leftover
                .at(span, "a comma stands only between the arguments of a function")
                .help(self.lexer.number_slip(self.next.start, "the decimal point is `.`")),
            Token::Name(name) if reserved_words().any(|word| word != name && word == name.to_lowercase()) => {
                let help = format!("write {} in small letters", quoted(&name.to_lowercase()));
                Code::Leftover
                    .at(span, format!("{} is no operator", quoted(name)))
                    .help(help)
            }
            _ => Code::Leftover
                .at(span, "an operator is missing before this")
                .help("to multiply, write `*`"),
        }
    }
}

fn tightness(operation: Binary) -> u8 {
    match operation {
        Binary::Or => OR,
        Binary::And => AND,
        Binary::Add | Binary::Subtract => SUM,
        Binary::Multiply | Binary::Divide => PRODUCT,
        Binary::Power => POWER,
        _ => COMPARISON,
    }
}

fn too_deep(span: Span) -> Diagnostic {
    let help = format!("at most {NESTING} levels are possible; name parts of it as definitions");
    let found = Diagnostic::error(Code::TooLarge, "the expression nests too deep");
    found.at(span, format!("this is level {}", NESTING + 1)).help(help)
}

fn too_long(span: Span) -> Diagnostic {
    Code::TooLarge.at(span, "the expression is too long").help(format!(
        "at most {NODES} numbers, names and operations are possible; name parts of it as definitions"
    ))
}

/// What to say where an expression would grow higher than [`HEIGHT`].
pub(super) fn too_high(span: Span) -> Diagnostic {
    let help = format!("at most {HEIGHT} are possible; group the parts of a long sum with parentheses");
    Code::TooLarge
        .at(span, "too many operations follow from each other")
        .help(help)
}

fn not_called(function: Function, span: Span) -> Diagnostic {
    let message = format!("`{}` is a function", function.name());
    Code::Arguments
        .at(span, message)
        .help(format!("write `{}`", function.usage()))
}

fn wrong_count(function: Function, found: usize, span: Span) -> Diagnostic {
    let name = function.name();
    let (least, more) = function.arity();
    let wanted = match (least, more) {
        (1, _) => "1 argument".to_owned(),
        (count, false) => format!("{count} arguments"),
        (count, true) => format!("at least {count} arguments"),
    };
    let message = format!("`{name}` takes {wanted}, but here are {found}");
    Code::Arguments
        .at(span, message)
        .help(format!("write `{}`", function.usage()))
}

fn unknown_function(name: &str, span: Span) -> Diagnostic {
    let found = Code::UnknownFunction.at(span, format!("there is no function {}", quoted(name)));
    let help = match name {
        "log" => "the natural logarithm is `ln(x)`",
        "pow" | "power" => "a power is written `a ^ b`",
        "mod" | "rem" => "there is no remainder; `x - n * floor(x / n)` is one",
        "round" => "rounding is `floor(x + 0.5)`",
        "sigmoid" | "logit" => "1 / (1 + exp(-x)) is `logistic(x)`",
        _ => match closest(name, Function::names()) {
            Some(meant) => return found.help(format!("did you mean `{meant}`?")),
            None => "to multiply, write `*` before the parenthesis",
        },
    };
    found.help(help)
}

#[cfg(test)]
mod tests;
