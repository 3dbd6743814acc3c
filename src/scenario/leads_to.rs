//! Whether setting a variable may make a condition true, judged by the syntax: what is said to lead nowhere does not.

use crate::expression::syntax::{Node, Syntax};
use crate::expression::{Binary, Unary};
use crate::scenario::ast::{Form, Formula, Scenario, Values};

/// Whether a condition may become true because a variable takes the value of a formula. It may not where the condition
/// does not read the variable, or only asks whether it has other values than the one it takes.
pub(crate) fn leads_to(written: &Scenario, (variable, value): (&str, &Formula), condition: &Formula) -> bool {
    let Form::Expression { syntax, .. } = &condition.form else {
        return false;
    };
    let mut reading = Reading {
        written,
        variable,
        wanted: Vec::new(),
        otherwise: false,
        negated: false,
    };
    reading.walk(syntax, &mut Vec::new());
    if reading.otherwise || (reading.negated && !reading.wanted.is_empty()) {
        return true;
    }
    let taken = named_value(written, variable, value);
    reading
        .wanted
        .iter()
        .any(|wanted| taken.is_none_or(|taken| taken == wanted))
}

/// The named value that a formula always is.
fn named_value<'f>(written: &Scenario, variable: &str, value: &'f Formula) -> Option<&'f str> {
    let Form::Expression { syntax, .. } = &value.form else {
        return None;
    };
    let Node::Name(name) = &syntax.node else {
        return None;
    };
    let mut variables = written.variables.iter();
    let values = &variables.find(|known| known.name.value == variable)?.values;
    let Values::Named(values) = values else {
        return None;
    };
    values.iter().any(|known| known.value == *name).then_some(name)
}

/// How a condition reads a variable.
struct Reading<'s> {
    written: &'s Scenario,
    variable: &'s str,
    /// The names that it is compared with by `==`.
    wanted: Vec<String>,
    /// Whether it is read in any other way.
    otherwise: bool,
    /// Whether anything is negated.
    negated: bool,
}

impl<'s> Reading<'s> {
    /// Reads an expression; `open` are the definitions that it stands in.
    fn walk(&mut self, syntax: &'s Syntax, open: &mut Vec<&'s str>) {
        match &syntax.node {
            Node::Number { .. } | Node::Truth(_) => {}
            Node::Name(name) => self.name(name, open),
            Node::Unary(operation, operand) => {
                self.negated |= *operation == Unary::Not;
                self.walk(operand, open);
            }
            Node::Binary(Binary::Equal, _, operands) => match [&operands[0].node, &operands[1].node] {
                [Node::Name(name), Node::Name(other)] if name == self.variable => self.wanted.push(other.clone()),
                [Node::Name(other), Node::Name(name)] if name == self.variable => self.wanted.push(other.clone()),
                _ => operands.iter().for_each(|operand| self.walk(operand, open)),
            },
            Node::Binary(_, _, operands) => operands.iter().for_each(|operand| self.walk(operand, open)),
            // A condition may stand in an argument, and count the other way round.
            Node::Call(_, arguments) => {
                self.negated = true;
                arguments.iter().for_each(|argument| self.walk(argument, open));
            }
        }
    }

    fn name(&mut self, name: &'s str, open: &mut Vec<&'s str>) {
        self.otherwise |= name == self.variable;
        let mut definitions = self.written.definitions.iter();
        let Some(definition) = definitions.find(|known| known.name.value == name) else {
            return;
        };
        if let Form::Expression { syntax, .. } = &definition.value.form
            && !open.contains(&name)
        {
            open.push(name);
            self.walk(syntax, open);
            open.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::leads_to;
    use crate::scenario::ast::Formula;
    use crate::scenario::read;
    use crate::source::Sources;

    const FILE: &str = r#"
title = "t"
periods = 1
[actors.a]
[variables.war]
values = ["no", "alone", "joint"]
start = "no"
[variables.count]
range = [0, 2]
start = 0
[definitions.fought]
value = "war == alone or war == joint"
[[stages]]
name = "s"
branches = [
  { name = "peace", probability = 0.1, set = { war = "no" } },
  { name = "attack", probability = 0.1, set = { war = "alone" } },
  { name = "any", probability = 0.1, set = { war = "if(count == 1, alone, no)" } },
  { name = "more", probability = 0.1, set = { count = 1 } },
  { otherwise = true },
]
[[outcomes]]
name = "alone"
when = "war == alone and count < 5"
[[outcomes]]
name = "fought"
when = "fought"
[[outcomes]]
name = "not_peace"
when = "not (war == no)"
[[outcomes]]
name = "end"
at_end = true
"#;

    #[test]
    fn only_what_cannot_lead_to_a_condition_is_left_out() {
        let mut sources = Sources::new();
        let document = read(FILE, "f.toml", &mut sources).unwrap_or_else(|found| panic!("{:?}", found.all()));
        let written = document.ast();
        let stage = &written.stages[0];
        let crate::scenario::ast::StageKind::Chance(effect) = &stage.kind else {
            panic!("chance")
        };
        let reached = |branch: usize| -> Vec<&str> {
            let (name, value) = &effect.branches[branch].set[0];
            let leads = |when: &Formula| leads_to(written, (&name.value, value), when);
            let outcomes = written
                .outcomes
                .iter()
                .filter(|outcome| outcome.when.as_ref().is_some_and(leads));
            outcomes.map(|outcome| outcome.name.value.as_str()).collect()
        };
        assert_eq!(reached(0), ["not_peace"], "a negation may turn the comparison round");
        assert_eq!(reached(1), ["alone", "fought", "not_peace"]);
        assert_eq!(
            reached(2),
            ["alone", "fought", "not_peace"],
            "a computed value may be any"
        );
        assert_eq!(reached(3), ["alone"]);
    }
}
