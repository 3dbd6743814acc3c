//! Lowers dependence between parameters: rank correlations, whose pairs become groups with a copula each, and joint draws.

use std::collections::BTreeMap;

use crate::numeric::copula::Copula;
use crate::numeric::decimal::rounded;
use crate::scenario::ast::{self, Amount, Amounts, Correlation, Drawn, MatrixRow, Name, Ranks, find};
use crate::scenario::lower::Lowering;
use crate::scenario::model::{Correlated, JointDraws};
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// The correlated parameters in the order in which the file first names them.
#[derive(Default)]
struct Pairs {
    names: Vec<String>,
    /// By indices into `names`, the later one first: the rank correlation and its span.
    ranks: BTreeMap<(usize, usize), (f64, Span)>,
}

impl Pairs {
    fn place(&mut self, name: &str) -> usize {
        let known = self.names.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    /// The groups of parameters that depend on one another, each in the order of first mention.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut group: Vec<usize> = (0..self.names.len()).collect();
        for &(later, earlier) in self.ranks.keys() {
            let (from, to) = (group[later], group[earlier]);
            for number in &mut group {
                if *number == from {
                    *number = to;
                }
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (member, &number) in group.iter().enumerate() {
            groups.entry(number).or_default().push(member);
        }
        groups.into_values().collect()
    }

    fn rank(&self, a: usize, b: usize) -> Option<&(f64, Span)> {
        self.ranks.get(&(a.max(b), a.min(b)))
    }
}

impl Lowering<'_> {
    /// The groups of correlated parameters, and the names of those among them that are fixed.
    pub(crate) fn lower_correlations(&mut self) -> (Vec<Correlated>, Vec<String>) {
        let scenario = self.scenario;
        let mut pairs = Pairs::default();
        let mut fine = true;
        for correlation in &scenario.correlations {
            fine &= self.note_pairs(correlation, &mut pairs).is_some();
        }
        let (mut correlations, mut absent) = (Vec::new(), Vec::new());
        if !fine {
            return (correlations, absent);
        }
        for group in pairs.groups() {
            let Some(copula) = self.copula(&pairs, &group) else {
                continue;
            };
            let members = group.iter().map(|&member| {
                let name = &pairs.names[member];
                let drawn = self.parameters.iter().position(|p| p.name == *name);
                drawn.unwrap_or_else(|| {
                    absent.push(name.clone());
                    self.parameters.len() + absent.len() - 1
                })
            });
            let members = members.collect();
            correlations.push(Correlated { members, copula });
        }
        (correlations, absent)
    }

    /// The tables of which parameters are drawn together; each adds a name that chooses the row to those of absent
    /// parameters.
    pub(crate) fn lower_joint_draws(&mut self, absent: &mut Vec<String>) -> Vec<JointDraws> {
        let scenario = self.scenario;
        let mut lowered = Vec::new();
        for joint in &scenario.joint_draws {
            let member = |(column, name): (usize, &Name)| {
                let key = &name.value;
                let drawn = scenario
                    .parameters
                    .iter()
                    .find_map(|declared| declared.amount(key)?.drawn.as_ref());
                let jointly = matches!(drawn?.value, Drawn::Jointly(_));
                let place = self.parameters.iter().position(|parameter| parameter.name == *key);
                Some((place.filter(|_| jointly)?, column))
            };
            let members: Vec<_> = joint.parameters.iter().enumerate().filter_map(member).collect();
            if members.is_empty() {
                continue;
            }
            absent.push(format!("joint_draws.{}", joint.name.value));
            let rows = joint.rows.iter();
            lowered.push(JointDraws {
                coordinate: self.parameters.len() + absent.len() - 1,
                rows: rows
                    .map(|row| members.iter().map(|&(_, column)| row[column]).collect())
                    .collect(),
                members: members.into_iter().map(|(place, _)| place).collect(),
            });
        }
        lowered
    }

    fn note_pairs(&mut self, correlation: &Correlation, pairs: &mut Pairs) -> Option<()> {
        let between = &correlation.between;
        let mut fine = true;
        for (at, name) in between.iter().enumerate() {
            let first = !pairs.names.contains(&name.value);
            fine &= self.correlates(name, first).is_some();
            let mut before = between[..at].iter();
            if before.any(|before| before.value == name.value) {
                let message = format!("{} is named twice", quoted(&name.value));
                let finding = Diagnostic::error(Code::NamedTwice, message);
                self.report(finding.at(name.span, "again here"));
                fine = false;
            }
        }
        let ranks = self.ranks(correlation)?;
        if !fine {
            return None;
        }
        let places = between.iter().map(|name| pairs.place(&name.value));
        let places: Vec<usize> = places.collect();
        for (i, row) in ranks.iter().enumerate() {
            for (j, rank) in row.iter().enumerate() {
                let (a, b) = (places[i], places[j]);
                let given = (rank.value, rank.span);
                if let Some((_, before)) = pairs.ranks.insert((a.max(b), a.min(b)), given) {
                    let (a, b) = (quoted(&between[j].value), quoted(&between[i].value));
                    let message = format!("the correlation between {a} and {b} is given twice");
                    let finding = Diagnostic::error(Code::BadCorrelation, message);
                    let finding = finding.at(rank.span, "again here");
                    self.report(finding.at(before, "first here"));
                    fine = false;
                }
            }
        }
        fine.then_some(())
    }

    /// Checks that a name is that of a number that can be correlated with others; `first` if it was not named before.
    fn correlates(&mut self, name: &Name, first: bool) -> Option<()> {
        let key = &name.value;
        let mut parts = key.splitn(2, '.');
        let (outer, case) = (parts.next()?, parts.next());
        let parameters = &self.scenario.parameters;
        let declared = parameters.iter().find(|p| p.name.value == outer);
        if self.symbols.is_broken(outer) || self.symbols.is_broken(key) {
            return None;
        }
        let (message, help) = match (declared.map(|declared| &declared.amounts), case) {
            (Some(Amounts::One(_)), None) => return self.is_increasing(name, first),
            (Some(Amounts::By(_, values)), Some(case)) if find(values, case).is_some() => {
                return self.is_increasing(name, first);
            }
            (Some(Amounts::By(..)), None) => {
                let keys = declared.map(ast::Parameter::keys).unwrap_or_default();
                let message = format!("{} is several numbers", quoted(outer));
                let help = format!("name those that are meant: {}", list(keys));
                (message, help)
            }
            (Some(Amounts::Shares(_)), _) => {
                let message = format!("{} is drawn together with other shares", quoted(key));
                let help = "what shares of one have to do with each other follows from their concentrations";
                (message, help.to_owned())
            }
            _ => {
                let is_shares = |p: &&ast::Parameter| matches!(p.amounts, Amounts::Shares(_));
                let single = parameters.iter().filter(|p| !is_shares(p));
                let keys: Vec<String> = single.flat_map(ast::Parameter::keys).collect();
                self.unknown(Code::UnknownParameter, "a parameter", name, &keys);
                return None;
            }
        };
        self.fail(Code::CannotCorrelate.at(name.span, message).help(help))
    }

    /// Checks that the quantile function of a parameter increases; warns once of one that is not drawn at all.
    fn is_increasing(&mut self, name: &Name, first: bool) -> Option<()> {
        let shown = quoted(&name.value);
        let drawn = self.parameters.iter().find(|p| p.name == name.value);
        let Some(drawn) = drawn else {
            if first {
                let message = format!("{shown} is not drawn here");
                let finding = Diagnostic::warning(Code::NotCorrelated, message).at(name.span, "");
                self.report(finding.help("its correlation has no effect while it is fixed"));
            }
            return Some(());
        };
        let jointly =
            |amount: &Amount| matches!(&amount.drawn, Some(drawn) if matches!(drawn.value, Drawn::Jointly(_)));
        let declared = &self.scenario.parameters;
        if declared
            .iter()
            .any(|declared| declared.amount(&name.value).is_some_and(jointly))
        {
            let message = format!("{shown} is drawn together with others already");
            let help = "the rows of `joint_draws` say what goes with what";
            return self.fail(Code::CannotCorrelate.at(name.span, message).help(help));
        }
        if drawn.distribution.rises() {
            return Some(());
        }
        let message = format!("{shown} cannot be correlated: its values do not rise as listed");
        let finding = Code::CannotCorrelate.at(name.span, message);
        let finding = finding.at(drawn.span, "drawn from here");
        self.fail(finding.help("list the values of a discrete distribution in ascending order"))
    }

    /// The rank correlation of each parameter with each before it.
    fn ranks(&mut self, correlation: &Correlation) -> Option<Vec<Vec<Spanned<f64>>>> {
        let size = correlation.between.len();
        let ranks: Vec<Vec<Spanned<f64>>> = match &correlation.ranks {
            Ranks::Each(rank) => (0..size).map(|i| vec![rank.clone(); i]).collect(),
            Ranks::Matrix(rows, span) => {
                self.square(rows, *span, size)?;
                let rows = rows.iter().enumerate();
                rows.map(|(i, row)| row.value[..i].to_vec()).collect()
            }
        };
        let outside = |rank: &&Spanned<f64>| rank.value <= -1.0 || rank.value >= 1.0;
        if let Some(Spanned { value, span }) = ranks.iter().flatten().find(outside) {
            let value = rounded(*value);
            let message = format!("a rank correlation must lie between -1 and 1, not at {value}");
            let finding = Code::BadCorrelation.at(*span, message);
            let help = "of two numbers that rise together exactly, make one a definition over the other";
            return self.fail(finding.help(help));
        }
        Some(ranks)
    }

    /// Checks that a matrix is square and symmetric with 1 on its diagonal.
    fn square(&mut self, rows: &[MatrixRow], span: Span, size: usize) -> Option<()> {
        let uneven = rows.iter().find(|row| row.value.len() != size);
        if rows.len() != size || uneven.is_some() {
            let message = format!("the matrix needs {size} rows of {size} numbers");
            let place = uneven.map_or(span, |row| row.span);
            let finding = Code::BadCorrelation.at(place, message);
            return self.fail(finding.help("one row for each parameter, in the order of `between`"));
        }
        let mut fine = true;
        for (i, row) in rows.iter().enumerate() {
            let own = &row.value[i];
            if own.value != 1.0 {
                let message = format!("the diagonal of the matrix must be 1, not {}", rounded(own.value));
                self.report(Code::BadCorrelation.at(own.span, message));
                fine = false;
            }
            for (j, entry) in row.value[..i].iter().enumerate() {
                let mirrored = &rows[j].value[i];
                if entry.value != mirrored.value {
                    let finding = Diagnostic::error(Code::BadCorrelation, "the matrix is not symmetric");
                    let finding = finding.at(entry.span, format!("{} here", entry.value));
                    self.report(finding.at(mirrored.span, format!("{} here", mirrored.value)));
                    fine = false;
                }
            }
        }
        fine.then_some(())
    }

    /// The copula of a group; pairs that the file does not name are not correlated.
    fn copula(&mut self, pairs: &Pairs, group: &[usize]) -> Option<Copula> {
        let rank = |i: usize, j: usize| pairs.rank(group[i], group[j]);
        let row = |i| (0..i).map(|j| rank(i, j).map_or(0.0, |(rank, _)| *rank)).collect();
        let ranks: Vec<Vec<f64>> = (0..group.len()).map(row).collect();
        let failed = match Copula::new(&ranks) {
            Ok(copula) => return Some(copula),
            Err(failed) => failed,
        };
        let among: Vec<usize> = failed.among.iter().map(|&at| group[at]).collect();
        self.fail(impossible(pairs, &among))
    }
}

/// The error of correlations whose matrix is not positive definite.
fn impossible(pairs: &Pairs, among: &[usize]) -> Diagnostic {
    let mut entries = Vec::new();
    let mut places = Vec::new();
    for (at, &later) in among.iter().enumerate() {
        for &earlier in &among[..at] {
            let (a, b) = (quoted(&pairs.names[earlier]), quoted(&pairs.names[later]));
            match pairs.rank(later, earlier) {
                Some((rank, span)) => {
                    entries.push(format!("{a} and {b} {rank}"));
                    places.push((*span, format!("{a} and {b}")));
                }
                None => entries.push(format!("{a} and {b} 0 (not given)")),
            }
        }
    }
    let entries = entries.join(", ");
    let message = format!("these rank correlations cannot hold together: {entries}");
    let help = "their matrix is not positive definite: two numbers that both go with a third must go \
                    with each other to some degree";
    let finding = Diagnostic::error(Code::BadCorrelation, message).help(help);
    Diagnostic {
        labels: places,
        ..finding
    }
}
