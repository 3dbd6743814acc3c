//! Reads `.efg` files: games in extensive form, node by node in preorder.

use rustc_hash::FxHashMap;

use super::error::{FileError, fault};
use super::lexer::Token;
use super::limits::{MOST_NODES, MOST_PAYOFFS, too_many};
use super::number::Number;
use super::probabilities;
use super::token_reader::{Reader, Tally};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use super::unique_labels::{TreeSpans, make_unique};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span};

/// A tree as it was read, where each node begins in the file, and warnings.
type ReadTree = (Tree, Vec<Span>, Vec<Diagnostic>);

/// Reads a file whose first word is `EFG`.
pub(super) fn read(source: SourceId, text: &str) -> Result<ReadTree, FileError> {
    let codes = [Code::SetsDisagree, Code::SetUndescribed];
    let of_outcomes = [Code::OutcomesDisagree, Code::OutcomeUndescribed];
    let mut reading = Reading {
        reader: Reader::new(source, text)?,
        tree: Tree::default(),
        places: TreeSpans::default(),
        sets: Shared::new("information set", codes),
        chances: Shared::new("chance", codes),
        outcomes: Shared::new("outcome", of_outcomes),
        rounded: Tally::default(),
    };
    reading.head()?;
    reading.body()?;
    Ok(reading.finish())
}

struct Reading<'t> {
    reader: Reader<'t>,
    tree: Tree,
    places: TreeSpans,
    sets: Shared<InformationSet>,
    chances: Shared<ChanceSet>,
    outcomes: Shared<Outcome>,
    rounded: Tally,
}

/// Parts of a tree that nodes share; the first node of each describes it.
struct Shared<T> {
    /// How messages call one.
    name: &'static str,
    /// The codes of parts that are described in two ways, and of parts that are not described.
    codes: [Code; 2],
    /// By player (0 for chance and outcomes) and number in the file.
    known: FxHashMap<(usize, i32), usize>,
    parts: Vec<T>,
    /// Where each was first described.
    places: Vec<Span>,
}

impl<T> Shared<T> {
    fn new(name: &'static str, codes: [Code; 2]) -> Self {
        Self {
            name,
            codes,
            known: FxHashMap::default(),
            parts: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The part that a node describes; `differences` compares it with an earlier description of it.
    fn described<const N: usize>(
        &mut self,
        key: (usize, i32),
        part: T,
        place: Span,
        differences: impl FnOnce(&T, &T) -> [(bool, &'static str); N],
    ) -> Result<usize, FileError> {
        let Some(&known) = self.known.get(&key) else {
            self.known.insert(key, self.parts.len());
            self.parts.push(part);
            self.places.push(place);
            return Ok(self.parts.len() - 1);
        };
        let differences = differences(&self.parts[known], &part);
        let Some((_, what)) = differences.iter().find(|(differ, _)| *differ) else {
            return Ok(known);
        };
        let message = format!("{} {} is described with {what} before", self.name, key.1);
        let fault = self.codes[0].at(place, message);
        let fault = fault.at(self.places[known], "first described here");
        let help = "give one of them another number, or describe both alike";
        Err(Box::new(fault.help(help)))
    }

    /// A part that an earlier node described; every description gives a label and `further`.
    fn known(&self, key: (usize, i32), place: Span, further: &str) -> Result<usize, FileError> {
        self.known.get(&key).copied().ok_or_else(|| {
            let message = format!("{} {} is met before it is described", self.name, key.1);
            let help = format!("behind its number, the first node gives a label and {further}");
            fault((self.codes[1], place), message, help)
        })
    }
}

/// What describes a set, for messages.
const ACTIONS: &str = "the actions: `\"\" { \"stay\" \"leave\" }`";

impl Reading<'_> {
    fn head(&mut self) -> Result<(), FileError> {
        self.tree.title = self.reader.header("EFG", "2")?;
        (self.tree.players, self.places.players) = self.reader.players()?.into_iter().unzip();
        self.tree.comment = self.reader.comment()?;
        Ok(())
    }

    fn body(&mut self) -> Result<(), FileError> {
        // The number of nodes that were read or must follow.
        let mut count = 1;
        while self.tree.nodes.len() < count {
            let place = self.reader.span();
            count += self.node()?;
            if count > MOST_NODES {
                return Err(too_many(place, MOST_NODES, "nodes"));
            }
        }
        Ok(())
    }

    /// Reads a node; returns the number of its children.
    fn node(&mut self) -> Result<usize, FileError> {
        self.places.nodes.push(self.reader.span());
        let letter = match self.reader.token() {
            Token::Word(word) => *word,
            Token::Label(label) => label,
            _ => "",
        };
        let kind: fn(&mut Self) -> Result<Kind, FileError> = match letter {
            "c" => Self::chance,
            "p" => Self::decision,
            "t" => |_| Ok(Kind::End),
            _ => return Err(self.no_kind()),
        };
        self.reader.take()?;
        let label = self.reader.label("the label of the node")?.0;
        let kind = kind(self)?;
        let outcome = self.outcome()?;
        self.tree.nodes.push(TreeNode::new(label, kind, outcome));
        Ok(match kind {
            Kind::End => 0,
            Kind::Decision(set) => self.sets.parts[set].actions.len(),
            Kind::Chance(set) => self.chances.parts[set].actions.len(),
        })
    }

    fn no_kind(&self) -> FileError {
        let help = match self.reader.token() {
            Token::End => return self.reader.wants("a node"),
            Token::Word(word) if word.starts_with(['c', 'p', 't']) => {
                format!("put a space behind the letter {}", quoted(&word[..1]))
            }
            _ => "c: chance moves; p: a player moves; t: the game is over".to_owned(),
        };
        let message = "a node should begin here, with c, p or t";
        fault((Code::NodeKind, self.reader.span()), message, help)
    }

    fn decision(&mut self) -> Result<Kind, FileError> {
        let player = self.player()?;
        let (number, span) = self.reader.whole("the number of an information set")?;
        if !self.reader.at_label() {
            let known = self.sets.known((player, number), span, ACTIONS)?;
            return Ok(Kind::Decision(known));
        }
        let label = self.reader.label("the label of the information set")?.0;
        self.reader.open("the actions")?;
        let mut actions = vec![self.reader.label("an action")?.0];
        let further = self.reader.labels("an action")?.into_iter();
        actions.extend(further.map(|(label, _)| label));
        self.reader.close("the actions")?;
        let set = InformationSet {
            player,
            number,
            label,
            actions,
        };
        let differences = |before: &InformationSet, set: &InformationSet| {
            [
                (before.label != set.label, "another label"),
                (before.actions != set.actions, "other actions"),
            ]
        };
        let set = self.sets.described((player, number), set, span, differences);
        set.map(Kind::Decision)
    }

    fn player(&mut self) -> Result<usize, FileError> {
        let (number, span) = self.reader.whole("the number of a player")?;
        let count = self.tree.players.len();
        let player = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        player.filter(|&player| player < count).ok_or_else(|| {
            let help = match count {
                0 => "the file lists no players".to_owned(),
                _ => format!("the file lists {count}, numbered from 1"),
            };
            let message = format!("there is no player {number}");
            fault((Code::NoSuchPlayer, span), message, help)
        })
    }

    fn chance(&mut self) -> Result<Kind, FileError> {
        let span = self.reader.span();
        let number = self.reader.any_whole("the number of what chance does")?;
        if !self.reader.at_label() {
            let known = self.chances.known((0, number), span, ACTIONS)?;
            return Ok(Kind::Chance(known));
        }
        let set = self.chance_set(number)?;
        let differences = |before: &ChanceSet, set: &ChanceSet| {
            let chances = !same_numbers(&before.chances, &set.chances);
            [
                (before.label != set.label, "another label"),
                (before.actions != set.actions, "other actions"),
                (chances, "other probabilities"),
            ]
        };
        let set = self.chances.described((0, number), set, span, differences);
        set.map(Kind::Chance)
    }

    /// The label and the actions of what chance does.
    fn chance_set(&mut self, number: i32) -> Result<ChanceSet, FileError> {
        let label = self.reader.label("the label of what chance does")?.0;
        let open = self.reader.open("the actions")?;
        let (mut actions, mut chances) = (Vec::new(), Vec::new());
        loop {
            actions.push(self.reader.label("an action of chance")?.0);
            let (chance, span) = self.reader.number("the probability of the action")?;
            if chance.value() < 0.0 {
                return Err(probabilities::negative(&chance, span));
            }
            chances.push(chance);
            if !self.reader.at_label() || actions.len() > MOST_NODES {
                break;
            }
        }
        let close = self.reader.close("the actions")?;
        let braces = Span { end: close.end, ..open };
        if probabilities::make_exact(&mut chances, braces)? {
            self.rounded.note(braces);
        }
        Ok(ChanceSet {
            number,
            label,
            actions,
            chances,
        })
    }

    /// The outcome that a node carries.
    fn outcome(&mut self) -> Result<Option<usize>, FileError> {
        let (number, span) = self.reader.whole("the number of an outcome")?;
        if !self.reader.at_label() {
            let known = || self.outcomes.known((0, number), span, "the payoffs");
            return (number != 0).then(known).transpose();
        }
        if number == 0 {
            let message = "outcome 0 is given a label, but it means that nothing is paid";
            let place = (Code::NullOutcome, self.reader.span());
            return Err(fault(place, message, "number outcomes from 1 on"));
        }
        if (self.outcomes.parts.len() + 1) * self.tree.players.len() > MOST_PAYOFFS {
            return Err(too_many(span, MOST_PAYOFFS, "payoffs"));
        }
        let label = self.reader.label("the label of the outcome")?.0;
        let payoffs = self.reader.payoffs_in_braces(&self.tree.players)?;
        let outcome = Outcome { number, label, payoffs };
        let differences = |before: &Outcome, outcome: &Outcome| {
            let payoffs = !same_numbers(&before.payoffs, &outcome.payoffs);
            [
                (before.label != outcome.label, "another label"),
                (payoffs, "other payoffs"),
            ]
        };
        self.outcomes
            .described((0, number), outcome, span, differences)
            .map(Some)
    }

    /// Makes labels unique and collects the warnings.
    fn finish(self) -> ReadTree {
        let (mut tree, mut places) = (self.tree, self.places);
        (tree.sets, places.sets) = (self.sets.parts, self.sets.places);
        (tree.chances, places.chances) = (self.chances.parts, self.chances.places);
        (tree.outcomes, places.outcomes) = (self.outcomes.parts, self.outcomes.places);
        tree.close();
        let mut warnings = self.reader.warnings();
        let messages = [
            "the probabilities of chance sum to 1 only within rounding",
            "times the probabilities of chance sum to 1 only within rounding",
        ];
        let help = "Gambit refuses that; write fractions like `1/3`";
        warnings.extend(self.rounded.warning(Code::ChancesRounded, messages, help));
        warnings.extend(make_unique(&mut tree, &places));
        if !self.reader.at_end() {
            let message = "what follows after the tree is left out";
            let warning = Diagnostic::warning(Code::TextAfterTree, message);
            warnings.push(warning.at(self.reader.span(), "from here on"));
        }
        (tree, places.nodes, warnings)
    }
}

fn same_numbers(a: &[Number], b: &[Number]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_equal(b))
}
