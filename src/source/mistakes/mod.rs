//! The table of mistakes, by group.

mod explored;
mod extending;
mod file;
mod formulas;
mod games;
mod idle;
mod names;
mod numbers;
mod reading;
mod settings;

use super::code::Mistake;

/// Mistakes of one sort.
#[derive(Debug)]
pub(crate) struct Group {
    /// What they are about.
    pub title: &'static str,
    /// Its mistakes, by number.
    pub mistakes: &'static [Mistake],
}

/// All groups; the hundreds of a code are the number of its group, from 1.
pub(crate) static GROUPS: [Group; 10] = [
    Group {
        title: "The file and its keys",
        mistakes: file::MISTAKES,
    },
    Group {
        title: "Names",
        mistakes: names::MISTAKES,
    },
    Group {
        title: "Formulas",
        mistakes: formulas::MISTAKES,
    },
    Group {
        title: "What may be read where",
        mistakes: reading::MISTAKES,
    },
    Group {
        title: "Numbers",
        mistakes: numbers::MISTAKES,
    },
    Group {
        title: "Variants and `--set`",
        mistakes: settings::MISTAKES,
    },
    Group {
        title: "One file from another",
        mistakes: extending::MISTAKES,
    },
    Group {
        title: "What exploring finds",
        mistakes: explored::MISTAKES,
    },
    Group {
        title: "What can never matter, and what cannot be judged",
        mistakes: idle::MISTAKES,
    },
    Group {
        title: "Game files",
        mistakes: games::MISTAKES,
    },
];
