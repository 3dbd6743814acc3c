//! Reads `.nfg` files: games in normal form, with payoffs or an outcome for each combination of strategies.

use super::error::{FileError, fault};
use super::lexer::Token;
use super::limits::{MOST_NODES, MOST_PAYOFFS, too_large, too_many};
use super::number::Number;
use super::table::{Cells, Table};
use super::token_reader::Reader;
use super::tree::Outcome;
use super::unique_labels::{name, name_outcomes, warnings};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span};

/// Reads a file whose first word says that it is one.
pub(super) fn read(source: SourceId, text: &str) -> Result<(Table, Vec<Diagnostic>), FileError> {
    let mut reader = Reader::new(source, text)?;
    let title = reader.header("NFG", "1")?;
    let players = reader.players()?.into_iter();
    let (mut players, player_places): (Vec<String>, Vec<Span>) = players.unzip();
    let (mut strategies, strategy_places) = strategies(&mut reader, &players)?;
    let comment = reader.comment()?;
    let mut renamed = name(players.iter_mut(), &player_places);
    for (own, places) in strategies.iter_mut().zip(&strategy_places) {
        renamed.extend(name(own.iter_mut(), places));
    }
    let mut table = Table {
        title,
        comment,
        players,
        strategies,
        cells: Cells::Payoffs(Vec::new()),
    };
    table.cells = match reader.token() {
        Token::Open => outcomes(&mut reader, &table, &mut renamed)?,
        Token::Number(_) => payoffs(&mut reader, &table)?,
        _ => return Err(reader.wants("a list of outcomes, or the first payoff")),
    };
    if !reader.at_end() {
        let message = "something follows after the end of the game";
        let count = table.combinations();
        let help = format!("there are {count} combinations of strategies");
        return Err(fault((Code::GameLeftover, reader.span()), message, help));
    }
    let mut all = reader.warnings();
    all.extend(warnings(&renamed, &[]));
    Ok((table, all))
}

/// The strategies of each player, and where they are named.
type Strategies = (Vec<Vec<String>>, Vec<Vec<Span>>);

fn strategies(reader: &mut Reader<'_>, players: &[String]) -> Result<Strategies, FileError> {
    reader.open("the strategies")?;
    let named = *reader.token() == Token::Open;
    let (mut all, mut places) = (Vec::new(), Vec::new());
    let mut combinations = 1_usize;
    for player in players {
        let span = reader.span();
        let (own, own_places) = if named {
            let what = format!("the strategies of {}", quoted(player));
            reader.open(&what)?;
            let labels = reader.labels("a strategy")?;
            reader.close(&what)?;
            labels.into_iter().unzip()
        } else {
            let what = format!("the number of strategies of {}", quoted(player));
            let count = usize::try_from(reader.whole(&what)?.0).unwrap_or(0);
            // Before so many names are made.
            combinations_of(combinations, count, span)?;
            let numbers: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
            (numbers, vec![span; count])
        };
        if own.is_empty() {
            let message = format!("{} has no strategies", quoted(player));
            let help = "one that has nothing to decide has one strategy";
            return Err(fault((Code::NoStrategies, span), message, help));
        }
        combinations = combinations_of(combinations, own.len(), span)?;
        all.push(own);
        places.push(own_places);
    }
    reader.close("the strategies")?;
    Ok((all, places))
}

/// How many combinations there are with these strategies too; refused before anything so large is made.
fn combinations_of(before: usize, count: usize, span: Span) -> Result<usize, FileError> {
    let product = before.checked_mul(count);
    let product = product.filter(|&product| product <= MOST_NODES);
    product.ok_or_else(|| too_many(span, MOST_NODES, "combinations of strategies"))
}

fn payoffs(reader: &mut Reader<'_>, table: &Table) -> Result<Cells, FileError> {
    if table.combinations() * table.players.len() > MOST_PAYOFFS {
        return Err(too_many(reader.span(), MOST_PAYOFFS, "payoffs"));
    }
    let mut payoffs: Vec<Number> = Vec::new();
    for _ in 0..table.combinations() {
        for player in &table.players {
            payoffs.push(reader.payoff(player)?);
            if *reader.token() == Token::Comma {
                let message = "a comma stands in a list of payoffs";
                let help = "a number has a decimal point, as `1.5`; spaces separate payoffs";
                return Err(fault((Code::GameToken, reader.span()), message, help));
            }
        }
    }
    Ok(Cells::Payoffs(payoffs))
}

fn outcomes(reader: &mut Reader<'_>, table: &Table, renamed: &mut Vec<Span>) -> Result<Cells, FileError> {
    let (mut outcomes, mut places) = (Vec::new(), Vec::new());
    reader.open("the outcomes")?;
    while *reader.token() == Token::Open {
        reader.open("an outcome")?;
        let (label, span) = reader.label("the label of the outcome")?;
        if (outcomes.len() + 1) * table.players.len().max(1) > MOST_PAYOFFS {
            return Err(too_many(span, MOST_PAYOFFS, "payoffs"));
        }
        let payoffs = reader.payoffs(&table.players)?;
        reader.close("the payoffs of the outcome")?;
        let number = i32::try_from(outcomes.len() + 1);
        outcomes.push(Outcome {
            number: number.map_err(|_| too_large(span, "too many outcomes"))?,
            label,
            payoffs,
        });
        places.push(span);
    }
    reader.close("the outcomes")?;
    renamed.extend(name_outcomes(&mut outcomes, &places));
    let choices = (0..table.combinations()).map(|_| choice(reader, outcomes.len()));
    let chosen = choices.collect::<Result<_, _>>()?;
    Ok(Cells::Outcomes { outcomes, chosen })
}

/// The outcome of a combination, by its number.
fn choice(reader: &mut Reader<'_>, count: usize) -> Result<Option<usize>, FileError> {
    let what = "the number of the outcome of a combination of strategies";
    let (number, span) = reader.whole(what)?;
    if number == 0 {
        return Ok(None);
    }
    let chosen = usize::try_from(number).ok().map(|number| number - 1);
    let chosen = chosen.filter(|&chosen| chosen < count);
    chosen.map(Some).ok_or_else(|| {
        let message = format!("there is no outcome {number}");
        let help = format!("the list has {count}; 0 pays nothing");
        fault((Code::NoSuchOutcome, span), message, help)
    })
}
