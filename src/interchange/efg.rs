//! Reads `.efg` files: games in extensive form, node by node in preorder.

use rustc_hash::FxHashMap;

use super::error::FileError;
use super::lexer::Token;
use super::limits::{MOST_NODES, MOST_PAYOFFS, too_large};
use super::number::Number;
use super::probabilities;
use super::token_reader::{Reader, Tally};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree, TreeNode};
use super::unique_labels::{TreeSpans, make_unique};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span};

/// A tree as it was read.
#[derive(Clone, Debug)]
pub(super) struct ReadTree {
    pub(super) tree: Tree,
    /// Where each node begins in the file.
    pub(super) places: Vec<Span>,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Reads a file whose first word is `EFG`.
pub(super) fn read(source: SourceId, text: &str) -> Result<ReadTree, FileError> {
    let mut reading = Reading::new(Reader::new(source, text)?);
    reading.head()?;
    reading.body()?;
    Ok(reading.finish())
}

struct Reading<'t> {
    reader: Reader<'t>,
    tree: Tree,
    places: TreeSpans,
    /// Sets by player and number, chance sets and outcomes by number.
    sets: FxHashMap<(usize, i32), usize>,
    chances: FxHashMap<i32, usize>,
    outcomes: FxHashMap<i32, usize>,
    /// Nodes with children still to be read, and their number.
    open: Vec<(usize, usize)>,
    /// The number of nodes that were read or must follow.
    node_count: usize,
    rounded: Tally,
}

impl<'t> Reading<'t> {
    fn new(reader: Reader<'t>) -> Self {
        Self {
            reader,
            tree: Tree::default(),
            places: TreeSpans::default(),
            sets: FxHashMap::default(),
            chances: FxHashMap::default(),
            outcomes: FxHashMap::default(),
            open: Vec::new(),
            node_count: 1,
            rounded: Tally::default(),
        }
    }

    fn head(&mut self) -> Result<(), FileError> {
        self.tree.title = self.reader.header("EFG", "2")?;
        let players = self.reader.players()?;
        (self.tree.players, self.places.players) = players.into_iter().unzip();
        if self.reader.at_label() {
            self.tree.comment = self.reader.prose("a comment")?.0;
        }
        Ok(())
    }

    fn body(&mut self) -> Result<(), FileError> {
        loop {
            let place = self.reader.span();
            let children = self.node()?;
            self.node_count += children;
            if self.node_count > MOST_NODES {
                return Err(too_large(place, &format!("more than {MOST_NODES} nodes")));
            }
            if children > 0 {
                self.open.push((self.tree.nodes.len() - 1, children));
                continue;
            }
            self.close();
            if self.open.is_empty() {
                return Ok(());
            }
        }
    }

    /// Completes the nodes whose last descendant has just been read.
    fn close(&mut self) {
        let end = self.tree.nodes.len();
        while let Some((node, missing)) = self.open.last_mut() {
            *missing -= 1;
            if *missing > 0 {
                break;
            }
            self.tree.nodes[*node].end = end;
            self.open.pop();
        }
    }

    /// Reads a node; returns the number of its children.
    fn node(&mut self) -> Result<usize, FileError> {
        let place = self.reader.span();
        let letter = match self.reader.token() {
            Token::Word(word) => *word,
            Token::Label(label) => label,
            _ => "",
        };
        match letter {
            "c" => self.chance(place),
            "p" => self.decision(place),
            "t" => self.end(place),
            _ => Err(self.no_kind()),
        }
    }

    fn no_kind(&self) -> FileError {
        if self.reader.at_end() {
            return self.reader.wants("a node");
        }
        let stuck = match self.reader.token() {
            Token::Word(word) => word
                .starts_with(['c', 'p', 't'])
                .then(|| format!("put a space behind the letter {}", quoted(&word[..1]))),
            _ => None,
        };
        let message = "a node should begin here, with c, p or t";
        let fault = Diagnostic::error(Code::NodeKind, message).at(self.reader.span(), "");
        Box::new(
            fault.help(stuck.unwrap_or_else(|| "c: chance moves; p: a player moves; t: the game is over".to_owned())),
        )
    }

    fn add(&mut self, label: String, kind: Kind, outcome: Option<usize>, place: Span) {
        let end = self.tree.nodes.len() + 1;
        self.places.nodes.push(place);
        self.tree.nodes.push(TreeNode {
            label,
            kind,
            outcome,
            end,
        });
    }

    fn end(&mut self, place: Span) -> Result<usize, FileError> {
        self.reader.take()?;
        let label = self.node_label()?;
        let outcome = self.outcome()?;
        self.add(label, Kind::End, outcome, place);
        Ok(0)
    }

    fn decision(&mut self, place: Span) -> Result<usize, FileError> {
        self.reader.take()?;
        let label = self.node_label()?;
        let player = self.player()?;
        let (number, span) = self.reader.whole("the number of an information set")?;
        let known = self.sets.get(&(player, number)).copied();
        let set = if self.reader.at_label() {
            let set = self.described_set(player, number)?;
            match known {
                Some(known) => self.matching_set(known, &set, span)?,
                None => self.new_set(set, span),
            }
        } else {
            known.ok_or_else(|| undescribed("information set", number, span))?
        };
        let outcome = self.outcome()?;
        self.add(label, Kind::Decision(set), outcome, place);
        Ok(self.tree.sets[set].actions.len())
    }

    fn chance(&mut self, place: Span) -> Result<usize, FileError> {
        self.reader.take()?;
        let label = self.node_label()?;
        let span = self.reader.span();
        let number = self.reader.any_whole("the number of what chance does")?;
        let known = self.chances.get(&number).copied();
        let set = if self.reader.at_label() {
            let set = self.described_chance(number)?;
            match known {
                Some(known) => self.matching_chance(known, &set, span)?,
                None => self.new_chance(set, span)?,
            }
        } else {
            known.ok_or_else(|| undescribed("chance", number, span))?
        };
        let outcome = self.outcome()?;
        self.add(label, Kind::Chance(set), outcome, place);
        Ok(self.tree.chances[set].actions.len())
    }

    fn node_label(&mut self) -> Result<String, FileError> {
        Ok(self.reader.label("the label of the node")?.0)
    }

    fn player(&mut self) -> Result<usize, FileError> {
        let (number, span) = self.reader.whole("the number of a player")?;
        let count = self.tree.players.len();
        let player = usize::try_from(number).ok().and_then(|n| n.checked_sub(1));
        player.filter(|&player| player < count).ok_or_else(|| {
            let message = format!("there is no player {number}");
            let fault = Diagnostic::error(Code::NoSuchPlayer, message).at(span, "");
            Box::new(fault.help(match count {
                0 => "the file lists no players".to_owned(),
                _ => format!("the file lists {count}, numbered from 1"),
            }))
        })
    }

    /// The label and the actions of an information set.
    fn described_set(&mut self, player: usize, number: i32) -> Result<InformationSet, FileError> {
        let label = self.reader.label("the label of the information set")?.0;
        self.reader.open("the actions")?;
        let mut actions = vec![self.reader.label("an action")?.0];
        actions.extend(self.reader.labels("an action")?.into_iter().map(|(label, _)| label));
        self.reader.close("the actions")?;
        Ok(InformationSet {
            player,
            number,
            label,
            actions,
        })
    }

    fn new_set(&mut self, set: InformationSet, span: Span) -> usize {
        self.sets.insert((set.player, set.number), self.tree.sets.len());
        self.places.sets.push(span);
        self.tree.sets.push(set);
        self.tree.sets.len() - 1
    }

    fn matching_set(&self, known: usize, set: &InformationSet, span: Span) -> Result<usize, FileError> {
        if self.tree.sets[known] == *set {
            return Ok(known);
        }
        let what = if self.tree.sets[known].label == set.label {
            "other actions"
        } else {
            "another label"
        };
        let message = format!("information set {} is described with {what} before", set.number);
        Err(disagree(Code::SetsDisagree, message, span, self.places.sets[known]))
    }

    fn described_chance(&mut self, number: i32) -> Result<ChanceSet, FileError> {
        let label = self.reader.label("the label of what chance does")?.0;
        let open = self.reader.open("the actions")?;
        let mut set = ChanceSet {
            number,
            label,
            actions: Vec::new(),
            chances: Vec::new(),
        };
        loop {
            set.actions.push(self.reader.label("an action of chance")?.0);
            let (chance, span) = self.reader.number("the probability of the action")?;
            if chance.value() < 0.0 {
                return Err(probabilities::negative(&chance, span));
            }
            set.chances.push(chance);
            if !self.reader.at_label() || set.actions.len() > MOST_NODES {
                break;
            }
        }
        let close = self.reader.close("the actions")?;
        let braces = Span { end: close.end, ..open };
        if probabilities::make_exact(&mut set.chances, braces)? {
            self.rounded.note(braces);
        }
        Ok(set)
    }

    fn new_chance(&mut self, set: ChanceSet, span: Span) -> Result<usize, FileError> {
        self.chances.insert(set.number, self.tree.chances.len());
        self.places.chances.push(span);
        self.tree.chances.push(set);
        Ok(self.tree.chances.len() - 1)
    }

    fn matching_chance(&self, known: usize, set: &ChanceSet, span: Span) -> Result<usize, FileError> {
        let before = &self.tree.chances[known];
        let what = if before.label != set.label {
            "another label"
        } else if before.actions != set.actions {
            "other actions"
        } else if !same_numbers(&before.chances, &set.chances) {
            "other probabilities"
        } else {
            return Ok(known);
        };
        let message = format!("chance {} is described with {what} before", set.number);
        Err(disagree(Code::SetsDisagree, message, span, self.places.chances[known]))
    }

    /// The outcome that a node carries.
    fn outcome(&mut self) -> Result<Option<usize>, FileError> {
        let (number, span) = self.reader.whole("the number of an outcome")?;
        if !self.reader.at_label() {
            if number == 0 {
                return Ok(None);
            }
            let known = self.outcomes.get(&number).copied();
            return known.map(Some).ok_or_else(|| {
                let message = format!("outcome {number} is met before it is described");
                let fault = Diagnostic::error(Code::OutcomeUndescribed, message).at(span, "");
                Box::new(fault.help("behind its number, the first node gives a label and the payoffs"))
            });
        }
        if number == 0 {
            let message = "outcome 0 is given a label, but it means that nothing is paid";
            let fault = Diagnostic::error(Code::NullOutcome, message).at(self.reader.span(), "");
            return Err(Box::new(fault.help("number outcomes from 1 on")));
        }
        if (self.tree.outcomes.len() + 1) * self.tree.players.len() > MOST_PAYOFFS {
            return Err(too_large(span, &format!("more than {MOST_PAYOFFS} payoffs")));
        }
        let outcome = self.described_outcome(number)?;
        match self.outcomes.get(&number) {
            Some(&known) => self.matching_outcome(known, &outcome, span).map(Some),
            None => {
                self.outcomes.insert(number, self.tree.outcomes.len());
                self.places.outcomes.push(span);
                self.tree.outcomes.push(outcome);
                Ok(Some(self.tree.outcomes.len() - 1))
            }
        }
    }

    fn described_outcome(&mut self, number: i32) -> Result<Outcome, FileError> {
        let label = self.reader.label("the label of the outcome")?.0;
        let payoffs = self.reader.payoffs_in_braces(&self.tree.players)?;
        Ok(Outcome { number, label, payoffs })
    }

    fn matching_outcome(&self, known: usize, outcome: &Outcome, span: Span) -> Result<usize, FileError> {
        let before = &self.tree.outcomes[known];
        let what = if before.label != outcome.label {
            "another label"
        } else if !same_numbers(&before.payoffs, &outcome.payoffs) {
            "other payoffs"
        } else {
            return Ok(known);
        };
        let message = format!("outcome {} is described with {what} before", outcome.number);
        Err(disagree(
            Code::OutcomesDisagree,
            message,
            span,
            self.places.outcomes[known],
        ))
    }

    /// Makes labels unique and collects the warnings.
    fn finish(mut self) -> ReadTree {
        let mut warnings: Vec<Diagnostic> = self.reader.warnings().collect();
        warnings.extend(
            self.rounded
                .warning(
                    Code::ChancesRounded,
                    "the probabilities of chance sum to 1 only within rounding",
                    "times the probabilities of chance sum to 1 only within rounding",
                )
                .map(|warning| warning.help("Gambit refuses that; write fractions like `1/3`")),
        );
        warnings.extend(make_unique(&mut self.tree, &self.places));
        if !self.reader.at_end() {
            let warning = Diagnostic::warning(Code::TextAfterTree, "what follows after the tree is left out");
            warnings.push(warning.at(self.reader.span(), "from here on"));
        }
        ReadTree {
            tree: self.tree,
            places: self.places.nodes,
            warnings,
        }
    }
}

fn same_numbers(a: &[Number], b: &[Number]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_equal(b))
}

fn undescribed(what: &str, number: i32, span: Span) -> FileError {
    let message = format!("{what} {number} is met before it is described");
    let fault = Diagnostic::error(Code::SetUndescribed, message).at(span, "");
    Box::new(fault.help(
        "behind its number, the first node gives a label and the actions: `\"\" { \"stay\" \"leave\" \
    }`",
    ))
}

fn disagree(code: Code, message: String, span: Span, before: Span) -> FileError {
    let fault = Diagnostic::error(code, message);
    let fault = fault.at(span, "").at(before, "first described here");
    Box::new(fault.help("give one of them another number, or describe both alike"))
}
