//! Random game trees as text, with everything that the format allows.

use crate::support::random_numbers::RandomNumbers;

/// What a random tree may be like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// The most nodes, roughly.
    pub(crate) nodes: usize,
    /// Whether sets may cross in time and be met twice on a path.
    pub(crate) forgetful: bool,
}

struct Growing<'c> {
    random: &'c mut RandomNumbers,
    kind: Kind,
    players: usize,
    text: String,
    nodes: usize,
    outcomes: usize,
    /// By player: the number of actions of each set, and the depth it belongs to.
    sets: Vec<Vec<(usize, usize)>>,
    chances: usize,
    /// The sets above.
    path: Vec<(usize, usize)>,
}

/// The text of a random tree.
pub(crate) fn tree(random: &mut RandomNumbers, kind: Kind) -> String {
    let mut growing = Growing::new(random, kind);
    growing.node(0);
    growing.text
}

/// The text of a tree of so many random trees, one of which chance picks. What one player knows may be the same in several.
pub(crate) fn forest(random: &mut RandomNumbers, kind: Kind, trees: usize) -> String {
    let mut growing = Growing::new(random, kind);
    growing.chances += 1;
    growing.text.push_str("c \"\" 1 \"\" {");
    for tree in 0..trees {
        growing.text.push_str(&format!(" \"t{tree}\" 1/{trees}"));
    }
    growing.text.push_str(" } 0\n");
    for _ in 0..trees {
        growing.nodes = 0;
        growing.node(1);
    }
    growing.text
}

impl<'c> Growing<'c> {
    fn new(random: &'c mut RandomNumbers, kind: Kind) -> Self {
        let players = 1 + random.below(4);
        let mut growing = Self {
            players,
            text: String::from("EFG 2 R \"a random tree\" {"),
            nodes: 0,
            outcomes: 0,
            sets: vec![Vec::new(); players],
            chances: 0,
            path: Vec::new(),
            kind,
            random,
        };
        for player in 1..=players {
            growing.text.push_str(&format!(" \"P{player}\""));
        }
        growing.text.push_str(" }\n\"made by\nchance\"\n");
        growing
    }

    fn node(&mut self, depth: usize) {
        self.nodes += 1;
        let above = self.path.len();
        let full = self.nodes + 2 * depth >= self.kind.nodes || depth > 8;
        let actions = if full || (depth > 0 && self.random.once_in(4)) {
            0
        } else if self.random.once_in(4) {
            self.chance_node()
        } else {
            self.player_node(depth)
        };
        if actions == 0 {
            self.text.push_str("t \"\"");
        }
        self.outcome();
        for _ in 0..actions {
            self.node(depth + 1);
        }
        self.path.truncate(above);
    }

    fn chance_node(&mut self) -> usize {
        self.chances += 1;
        let actions = 1 + self.random.below(3);
        let number = self.chances;
        self.text.push_str(&format!("c \"\" {number} \"\" {{"));
        let weights: Vec<usize> = (0..actions).map(|_| self.random.below(4)).collect();
        let total: usize = weights.iter().sum();
        for (action, weight) in weights.iter().enumerate() {
            let chance = match total {
                0 if action == 0 => "1.0".to_owned(),
                0 => "0".to_owned(),
                _ => format!("{weight}/{total}"),
            };
            self.text.push_str(&format!(" \"c{action}\" {chance}"));
        }
        self.text.push_str(" }");
        actions
    }

    fn player_node(&mut self, depth: usize) -> usize {
        let player = self.random.below(self.players);
        let known: Vec<usize> = (0..self.sets[player].len())
            .filter(|&set| self.fits(player, set, depth))
            .collect();
        let number = |set: usize| 7 * set as i64 - 3;
        let label = ["", "n"][self.random.below(2)].to_owned();
        let label = if label.is_empty() {
            label
        } else {
            format!("n{}", self.nodes)
        };
        if !known.is_empty() && !self.random.once_in(3) {
            let set = *self.random.pick(&known);
            self.text
                .push_str(&format!("p \"{label}\" {} {}", player + 1, number(set)));
            self.path.push((player, set));
            return self.sets[player][set].0;
        }
        let (set, actions) = (self.sets[player].len(), 1 + self.random.below(3));
        self.sets[player].push((actions, depth));
        self.path.push((player, set));
        let set_label = if self.random.once_in(2) {
            format!("s{set}")
        } else {
            String::new()
        };
        self.text.push_str(&format!(
            "p \"{label}\" {} {} \"{set_label}\" {{",
            player + 1,
            number(set)
        ));
        for action in 0..actions {
            self.text.push_str(&format!(" \"a{action}\""));
        }
        self.text.push_str(" }");
        actions
    }

    /// Whether a set may be met here: at its own depth; of a forgetful player, hardly ever twice on a path.
    fn fits(&mut self, player: usize, set: usize, depth: usize) -> bool {
        if self.kind.forgetful {
            !self.path.contains(&(player, set)) || self.random.once_in(30)
        } else {
            self.sets[player][set].1 == depth
        }
    }

    fn outcome(&mut self) {
        let choice = self.random.below(4);
        match choice {
            0 => self.text.push_str(" 0\n"),
            1 if self.outcomes > 0 => {
                let known = 1 + self.random.below(self.outcomes);
                self.text.push_str(&format!(" {known}\n"));
            }
            _ => {
                self.outcomes += 1;
                let number = self.outcomes;
                self.text.push_str(&format!(" {number} \"o{number}\" {{"));
                for _ in 0..self.players {
                    let payoff = self.payoff();
                    self.text.push_str(&format!(" {payoff},"));
                }
                self.text.push_str(" }\n");
            }
        }
    }

    fn payoff(&mut self) -> String {
        let whole = self.random.below(21) as i64 - 10;
        match self.random.below(5) {
            0 => format!("{whole}/{}", 1 + self.random.below(6)),
            1 => format!(".{}", self.random.below(100)),
            2 => format!("{whole}e-{}", self.random.below(3)),
            3 => format!("{whole}.50"),
            _ => whole.to_string(),
        }
    }
}
