//! Mistakes with names: how they look, what they stand for, and whether anything has them.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::BadName,
        number: 201,
        title: "This cannot be a name",
        explanation: "A name has small letters, digits and underscores, and begins with a letter, so that it can stand \
            in formulas, on the command line and in column headers.",
        example: r#"[actors.United-States]   # wrong
[actors.united_states]   # right"#,
    },
    Mistake {
        code: Code::ReservedName,
        number: 202,
        title: "A word of the language is used as a name",
        explanation: "Words such as `period`, `true`, `min` or `total` mean something in formulas or results and can \
            name nothing else.",
        example: r#"[measures.total]     # wrong
[measures.sum_of_forces]   # right"#,
    },
    Mistake {
        code: Code::NamedTwice,
        number: 203,
        title: "Two things of one kind have the same name",
        explanation: "Stages, outcomes, actions within a stage, payoff terms within an actor, branches within an \
            effect and values within a list are told apart by their names. The cost of a commitment is a \
            payoff term of its actor, named after the commitment.",
        example: r#"values = ["peace", "war", "peace"]   # wrong"#,
    },
    Mistake {
        code: Code::SharedName,
        number: 204,
        title: "One name stands for two things",
        explanation: "Variables, actors, parameters, definitions and commitments share one namespace, because a \
            formula may name any of them. A named value may not be called like a variable, a parameter or a \
            definition either.",
        example: r#"[variables.cost]
[parameters.cost]          # wrong
[parameters.cost_of_war]   # right"#,
    },
    Mistake {
        code: Code::UnknownActor,
        number: 211,
        title: "There is no such actor",
        explanation: "The name must be one of those declared as `[actors.NAME]`.",
        example: r#"seen_by = ["rusia"]    # wrong
seen_by = ["russia"]   # right"#,
    },
    Mistake {
        code: Code::UnknownStage,
        number: 212,
        title: "There is no such stage",
        explanation: "The name must be the `name` of a `[[stages]]` entry.",
        example: r#"strategy_at = { votes = "best_response" }   # wrong
strategy_at = { vote = "best_response" }    # right"#,
    },
    Mistake {
        code: Code::UnknownAction,
        number: 213,
        title: "There is no such action",
        explanation: "The name must be that of an action that the actor has in that stage. For a payoff it is \
            `stage.action`, or `action` where only one stage offers it.",
        example: r#"action = "vote.aprove"    # wrong
action = "vote.approve"   # right"#,
    },
    Mistake {
        code: Code::UnknownBranch,
        number: 214,
        title: "There is no such branch",
        explanation: "The name must be the `name` of one of the branches of that action.",
        example: r#"branch = "losst"   # wrong
branch = "lost"    # right"#,
    },
    Mistake {
        code: Code::UnknownValue,
        number: 215,
        title: "There is no such value or type",
        explanation: "The value must stand in the variable's `values`, or the type in the actor's `types`.",
        example: r#"values = ["none", "in_force"]
start = "in_farce"   # wrong
start = "in_force"   # right"#,
    },
    Mistake {
        code: Code::NotAVariable,
        number: 216,
        title: "Something that is no variable is assigned",
        explanation: "Effects change variables only. Parameters are constant within a game, types and commitments are \
            drawn at its start, and definitions follow from the rest.",
        example: r#"set = { credibility = 0 }       # wrong, for a parameter
set = { clause = "none" }       # right"#,
    },
    Mistake {
        code: Code::NotNamedValues,
        number: 217,
        title: "A parameter cannot depend on this",
        explanation: "`by` names an actor with types or a variable with named values. For a number use a formula in a \
            definition instead.",
        example: r#"by = "balance"    # wrong, for a variable with a range
by = "clause"     # right"#,
    },
    Mistake {
        code: Code::UnknownCommitment,
        number: 218,
        title: "There is no such commitment",
        explanation: "The name must be one of those declared as `[commitments.NAME]`.",
        example: r#"commitments = { entre = { cost = 3 } }   # wrong
commitments = { entry = { cost = 3 } }   # right"#,
    },
    Mistake {
        code: Code::AmbiguousAction,
        number: 219,
        title: "More than one stage has this action",
        explanation: "A payoff is paid on an action of one stage. Where several stages offer an action of that name, \
            the stage must be said.",
        example: r#"action = "comply"                # wrong
action = "russia_moves.comply"   # right"#,
    },
    Mistake {
        code: Code::DoesNotDecide,
        number: 220,
        title: "The actor does not decide in this stage",
        explanation: "A promise, a pick or a strategy for a stage makes sense only where the actor has a choice there.",
        example: r#"stage = "weather"   # wrong, for a stage of chance
stage = "vote"      # right"#,
    },
    Mistake {
        code: Code::NoTypes,
        number: 221,
        title: "A belief is about an actor without types",
        explanation: "A belief is about what is private to another actor: its type. An actor without `types` keeps \
            nothing to itself.",
        example: r#"[actors.us]
types = { committed = 0.5, retrencher = 0.5 }   # needed before anybody can believe anything"#,
    },
    Mistake {
        code: Code::OwnType,
        number: 222,
        title: "An actor has a belief about itself",
        explanation: "An actor always knows its own type.",
        example: r#"[actors.us]
believed = { us = { committed = 1 } }   # wrong"#,
    },
    Mistake {
        code: Code::UnknownParameter,
        number: 223,
        title: "There is no such parameter",
        explanation: "The name must be one of those declared as `[parameters.NAME]`; one number of a parameter with `by` is `parameter.value`. Where `types` takes a parameter, it must be one with `dirichlet`.",
        example: r#"between = ["lag", "worht"]   # wrong
between = ["lag", "worth"]   # right"#,
    },
];
