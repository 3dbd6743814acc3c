//! What is wrong with an `.efg` or `.nfg` file, or keeps it from being solved.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::GameHeader,
        number: 1001,
        title: "The file does not begin like a game",
        explanation: "A file that ends in `.efg` or `.nfg` begins with its kind, its version, `R` or `D`, the title in \
            quotes, and the players in braces. Both kinds are told by their first word, not by the file's name.",
        example: r#"EFG 2 R "a game in extensive form" { "Alice" "Bob" }
NFG 1 R "a game in normal form" { "Alice" "Bob" }"#,
    },
    Mistake {
        code: Code::GameToken,
        number: 1002,
        title: "Something else should stand here",
        explanation: "Game files are read word by word: labels in quotes, numbers, braces. The message says what \
            should come and what does. Words are kept apart by spaces; a comma may only follow a payoff of an outcome.",
        example: r#"t "" 1 "war" -5 -5        # wrong: payoffs stand in braces
t "" 1 "war" { -5, -5 }   # right"#,
    },
    Mistake {
        code: Code::GameEnds,
        number: 1003,
        title: "The file ends in the middle of the game",
        explanation: "In an `.efg` file each action of each node is followed by a node, and each node by everything \
            beyond it; in an `.nfg` file each combination of strategies has its payoffs or its outcome. Some are \
            missing.",
        example: r#"p "" 1 1 "" { "stay" "leave" } 0   # two actions: two nodes follow
t "" 1 "" { 1 }
t "" 2 "" { 0 }"#,
    },
    Mistake {
        code: Code::OpenLabel,
        number: 1004,
        title: "A label is never closed",
        explanation: "A label stands between double quotes. A quote inside it is written with a backslash before it; \
            therefore no label can end with a backslash.",
        example: r#"t "C:\" 0   # wrong
t "C:/" 0   # right"#,
    },
    Mistake {
        code: Code::GameNumber,
        number: 1005,
        title: "A number is not written as game files write numbers",
        explanation: "Payoffs and probabilities are written as `3`, `-2.5`, `.5`, `1e2`, `1.5e-3` or `1/3`. No number \
            begins with a plus sign or has one in its exponent, and one that begins with a point has no exponent. \
            Players, information sets and outcomes have whole numbers.",
        example: r#"{ +1, 1e+2 }   # wrong
{ 1, 1e2 }     # right"#,
    },
    Mistake {
        code: Code::GameTooLarge,
        number: 1006,
        title: "A game file is too large",
        explanation: "There are limits on the size of the file, on its nodes or combinations of strategies, and on the \
            memory that solving it would take. The message names the one that is met.",
        example: r#"{ 1000 1000 1000 }   # a billion combinations of strategies"#,
    },
    Mistake {
        code: Code::NodeKind,
        number: 1007,
        title: "A node is of no known kind",
        explanation: "A node begins with `c` where chance moves, `p` where a player does, and `t` where the game is \
            over, and a space behind it.",
        example: r#"t"" 0    # wrong
t "" 0   # right"#,
    },
    Mistake {
        code: Code::NoSuchPlayer,
        number: 1008,
        title: "A node belongs to a player that is not there",
        explanation: "Players are numbered from 1 in the order in which the file lists them. Chance has nodes of its \
            own, which begin with `c`.",
        example: r#"EFG 2 R "two players" { "Alice" "Bob" }
p "" 3 1 "" { "stay" } 0   # wrong: 1 is Alice, 2 is Bob"#,
    },
    Mistake {
        code: Code::SetUndescribed,
        number: 1009,
        title: "An information set is met before it is described",
        explanation: "The first node of an information set gives its label and its actions; only later ones may leave \
            them out. Each player, and chance, numbers its sets by itself.",
        example: r#"p "" 1 4 "" { "stay" "leave" } 0   # the first node of set 4
p "" 1 4 0                         # a later one"#,
    },
    Mistake {
        code: Code::SetsDisagree,
        number: 1010,
        title: "An information set is described in two ways",
        explanation: "All nodes of an information set have the same label and the same actions in the same order, and \
            at chance the same probabilities: the player could tell them apart otherwise. Give one of them another \
            number.",
        example: r#"p "" 1 4 "" { "stay" "leave" } 0
p "" 1 4 "" { "leave" "stay" } 0   # wrong: another set, or another order"#,
    },
    Mistake {
        code: Code::OutcomeUndescribed,
        number: 1011,
        title: "An outcome is met before it is described",
        explanation: "The first node that carries an outcome gives its label and its payoffs; later ones may leave \
            them out. 0 is no outcome at all.",
        example: r#"t "" 1 "war" { -5, -5 }   # the first
t "" 1                    # a later one
t "" 0                    # nothing is paid"#,
    },
    Mistake {
        code: Code::OutcomesDisagree,
        number: 1012,
        title: "An outcome is described in two ways",
        explanation: "Wherever an outcome is described it has the same label and the same payoffs. Give one of them \
            another number.",
        example: r#"t "" 1 "war" { -5, -5 }
t "" 1 "war" { -5, -6 }   # wrong"#,
    },
    Mistake {
        code: Code::NullOutcome,
        number: 1013,
        title: "Outcome 0 is given payoffs",
        explanation: "The number 0 says that a node carries no outcome: nothing is paid there.",
        example: r#"t "" 0 "peace" { 1, 1 }   # wrong
t "" 3 "peace" { 1, 1 }   # right"#,
    },
    Mistake {
        code: Code::ChancesNotOne,
        number: 1014,
        title: "The probabilities of chance make no sense",
        explanation: "They are not negative, and sum to exactly 1. Thirds are written as fractions.",
        example: r#"c "" 1 "" { "a" .33 "b" .33 "c" .33 } 0   # wrong
c "" 1 "" { "a" 1/3 "b" 1/3 "c" 1/3 } 0   # right"#,
    },
    Mistake {
        code: Code::NoStrategies,
        number: 1015,
        title: "A player has no strategies",
        explanation: "Each player of a game in normal form has at least one strategy.",
        example: r#"{ 0 2 }   # wrong
{ 1 2 }   # right: a player that has nothing to decide"#,
    },
    Mistake {
        code: Code::NoSuchOutcome,
        number: 1016,
        title: "A combination of strategies has an outcome that is not there",
        explanation: "Outcomes of an `.nfg` file are numbered from 1 in the order of their list; 0 pays nothing.",
        example: r#"{ { "war" -5, -5 } { "peace" 1, 1 } }
1 2 3 1   # wrong: there are two"#,
    },
    Mistake {
        code: Code::GameLeftover,
        number: 1017,
        title: "Something follows after the end of the game",
        explanation: "An `.nfg` file has as many payoffs as players × combinations of strategies, or as many outcome \
            numbers as combinations, and then ends.",
        example: r#"NFG 1 R "one player" { "Alice" } { 2 }
10 20 30   # wrong: two strategies, two payoffs"#,
    },
    Mistake {
        code: Code::NobodyPlays,
        number: 1018,
        title: "A game without players cannot be solved",
        explanation: "It can be read and written, but there is nobody whose play could be worked out.",
        example: r#"EFG 2 R "nobody" { }
t "" 0"#,
    },
    Mistake {
        code: Code::SetTwiceOnPath,
        number: 1019,
        title: "An information set is met twice on one path",
        explanation: "A player who forgets that it has moved already cannot have beliefs about where in the game it is \
            that follow from Bayes' rule. Such a game can be read and written, but not solved. Give the later node \
            another set.",
        example: r#"p "" 1 1 "" { "on" "off" } 0
p "" 1 1 "" { "on" "off" } 0   # beyond the first: the same set again
t "" 0
t "" 0
t "" 0"#,
    },
    Mistake {
        code: Code::SetsCross,
        number: 1020,
        title: "Information sets cannot be put in an order of time",
        explanation: "On one path the one set is met first, on another path the other. Games are solved set by set, \
            each after all that may come before it, so that such a game can be read and written, but not solved.",
        example: r#"p "" 1 1 "" { "a" "b" } 0          # after a: set 2 then set 3; after b: set 3 then set 2
p "" 2 2 "" { "x" } 0
p "" 3 3 "" { "y" } 0
t "" 0
p "" 3 3 0
p "" 2 2 0
t "" 0"#,
    },
    Mistake {
        code: Code::LabelsRenamed,
        number: 1051,
        title: "Labels are empty, or given twice",
        explanation: "Players, actions of one information set, outcomes and strategies of one player are told apart by \
            their labels, and so are nodes and one player's information sets where they have labels. They are given \
            numbers. Gambit 16.7 does the same for the first sort, and refuses the file for the second.",
        example: r#"p "" 1 1 "" { "stay" "stay" } 0   # read as stay_1 and stay_2"#,
    },
    Mistake {
        code: Code::LabelRefused,
        number: 1052,
        title: "A label is one that Gambit refuses",
        explanation: "Gambit 16.7 takes printable ASCII in labels, without spaces at the ends and without two spaces \
            together. The label is read as it stands, and written as near to it as Gambit allows.",
        example: r#"{ "Österreich" " Serbia" }   # read; written as ?sterreich and Serbia"#,
    },
    Mistake {
        code: Code::OddNumber,
        number: 1053,
        title: "A number is cut short",
        explanation: "Gambit reads a number that lacks digits as if they were 0, and of a number that must be whole \
            what stands before the point. So it is here, but the writer may have meant something else.",
        example: r#"p "" 1.5 1 "" { "stay" } 0   # read as player 1
t "" 1 "" { - }              # read as 0"#,
    },
    Mistake {
        code: Code::ChancesRounded,
        number: 1054,
        title: "Probabilities of chance sum to 1 only within rounding",
        explanation: "Gambit refuses chances that do not sum to exactly 1 as they are written. Here they are divided \
            by their sum. Write fractions.",
        example: r#"{ "a" 0.3333333333333333 "b" 0.6666666666666666 }   # their sum is not 1
{ "a" 1/3 "b" 2/3 }                                 # right"#,
    },
    Mistake {
        code: Code::TextAfterTree,
        number: 1055,
        title: "Something follows after the tree",
        explanation: "An `.efg` file is over when every action has been followed to its end. What comes then is left \
            out, as in Gambit; but a node with an action too few may have cut the tree short.",
        example: r#"p "" 1 1 "" { "stay" } 0   # one action: one node follows
t "" 0
t "" 0                     # left out"#,
    },
];
