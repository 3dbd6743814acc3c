//! The typed tree of an expression: names are resolved to numbers, kinds are known to agree.

use std::collections::BTreeSet;

use super::binary::Binary;
use super::unary::Unary;

/// A typed expression. Every value is held as an `f64`: truth as 1 or 0, a named value as its place in its list,
/// whole numbers exactly.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A constant; parameters without a distribution are constants too.
    Constant(f64),
    /// The value of a cell of the state: a variable, a type, or bound-or-free.
    Cell(usize),
    /// The current period, counted from 1 (0 before the first).
    Period,
    /// A parameter that has a distribution, by its number.
    Parameter(usize),
    /// A parameter that depends on a named value: the cell, and one tree for each value, in order.
    Select(usize, Vec<Tree>),
    /// One operand.
    Unary(Unary, Box<Tree>),
    /// Two operands.
    Binary(Binary, Box<[Tree; 2]>),
    /// `if(condition, then, else)`
    If(Box<[Tree; 3]>),
}

impl Tree {
    /// The trees directly below this one.
    pub fn children(&self) -> &[Tree] {
        match self {
            Tree::Constant(_) | Tree::Cell(_) | Tree::Period | Tree::Parameter(_) => &[],
            Tree::Select(_, cases) => cases,
            Tree::Unary(_, a) => std::slice::from_ref(a),
            Tree::Binary(_, parts) => &parts[..],
            Tree::If(parts) => &parts[..],
        }
    }

    /// The tree where a cell has this value.
    pub(crate) fn with_cell(&self, cell: usize, value: usize) -> Tree {
        let within = |tree: &Tree| tree.with_cell(cell, value);
        match self {
            Tree::Cell(read) if *read == cell => Tree::Constant(value as f64),
            Tree::Select(read, cases) if *read == cell => within(&cases[value]),
            Tree::Select(read, cases) => Tree::Select(*read, cases.iter().map(within).collect()),
            Tree::Unary(unary, a) => Tree::Unary(*unary, Box::new(within(a))),
            Tree::Binary(binary, parts) => {
                Tree::Binary(*binary, Box::new([0, 1].map(|part: usize| within(&parts[part]))))
            }
            Tree::If(parts) => Tree::If(Box::new([0, 1, 2].map(|part: usize| within(&parts[part])))),
            Tree::Constant(_) | Tree::Cell(_) | Tree::Period | Tree::Parameter(_) => self.clone(),
        }
    }

    /// Calls `visit` on this tree and on every tree below it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Tree)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// The cells that the tree reads, in ascending order, each once.
    pub fn cells(&self) -> Vec<usize> {
        self.collect(|tree| match tree {
            Tree::Cell(cell) | Tree::Select(cell, _) => Some(*cell),
            _ => None,
        })
    }

    /// Whether the tree reads the current period.
    pub fn reads_period(&self) -> bool {
        let mut found = false;
        self.walk(&mut |tree| found |= matches!(tree, Tree::Period));
        found
    }

    /// The parameters with a distribution that the tree reads, in ascending order, each once.
    pub fn parameters(&self) -> Vec<usize> {
        self.collect(|tree| match tree {
            Tree::Parameter(parameter) => Some(*parameter),
            _ => None,
        })
    }

    fn collect(&self, read: impl Fn(&Tree) -> Option<usize>) -> Vec<usize> {
        let mut found = BTreeSet::new();
        self.walk(&mut |tree| found.extend(read(tree)));
        found.into_iter().collect()
    }
}
