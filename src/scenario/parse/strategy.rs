//! Parses strategies.

use crate::scenario::ast::{Play, Rule, Strategies, Strategy, StrategyKind};
use crate::scenario::keys::{RULE, STRATEGY};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Entry, Node, Value};
use crate::source::{Code, Diagnostic, Spanned};

const FORMS: &str = "`{ logit = … }`, \"best_response\", `{ fixed = { … } }` or `{ rules = [ … ] }`";

/// A strategy.
pub(super) fn strategy(reader: &mut Reader, key: &str, node: &Value) -> Option<Strategy> {
    let kind = match &node.value {
        Node::Text(text) if text.value == "best_response" => StrategyKind::BestResponse,
        Node::Text(text) => {
            let words = ["best_response", "logit", "fixed", "rules"];
            let message = format!("`{}` is not a strategy", text.value);
            let finding = Diagnostic::error(Code::NotAStrategy, message);
            let finding = finding.at(node.span, remark(&text.value, words));
            return reader.fail(finding.help(format!("a strategy is {FORMS}")));
        }
        Node::Table(_) => form(reader, node)?,
        _ => return reader.wrong_kind(key, &format!("a strategy ({FORMS})"), node),
    };
    Some(Strategy { span: node.span, kind })
}

fn form(reader: &mut Reader, node: &Value) -> Option<StrategyKind> {
    let fields = reader.open(&STRATEGY, "strategy", node, node.span)?;
    let given = ["logit", "fixed", "rules"].map(|key| fields.get(key));
    match given {
        [Some(logit), None, None] => Some(StrategyKind::Logit(reader.formula_of("logit", &logit.value))),
        [None, Some(fixed), None] => {
            let wanted = "a table of actions with their probabilities";
            let play = reader.formulas_of("fixed", wanted, &fixed.value);
            play.map(StrategyKind::Fixed)
        }
        [None, None, Some(rules)] => {
            let items = reader.items("rules", "a list of rules", &rules.value)?;
            let rules = items.iter().filter_map(|item| rule(reader, item)).collect();
            Some(StrategyKind::Rules(rules))
        }
        _ => {
            let message = "a strategy is exactly one of `logit`, `fixed` and `rules`";
            let finding = Code::NotAStrategy.at(node.span, message);
            reader.fail(finding.help(format!("a strategy is {FORMS}")))
        }
    }
}

fn rule(reader: &mut Reader, item: &Value) -> Option<Rule> {
    let fields = reader.open(&RULE, "rules", item, item.span)?;
    let when = reader.formula(&fields, "when");
    let play = reader.required(&fields, "play")?;
    let play = match &play.value.value {
        Node::Text(text) => Play::Action(Spanned::new(text.value.clone(), play.value.span)),
        _ => Play::Mixture(reader.formulas_of("play", "an action or a table of actions", &play.value)?),
    };
    Some(Rule {
        when,
        play,
        span: item.span,
    })
}

/// A strategy for each name under a key; empty if the key is left out.
pub(super) fn strategies(reader: &mut Reader, fields: &Fields<'_>, key: &str) -> Strategies {
    match fields.get(key) {
        Some(entry) => strategies_of(reader, key, &entry.value),
        None => Strategies::new(),
    }
}

/// A strategy for each name in a table.
pub(super) fn strategies_of(reader: &mut Reader, key: &str, node: &Value) -> Strategies {
    let entries = reader.entries(key, "a table of strategies", node);
    let mut strategies = Strategies::new();
    for Entry { key, value } in entries.unwrap_or_default() {
        let strategy = strategy(reader, &key.value, value);
        strategies.extend(strategy.map(|strategy| (key.clone(), strategy)));
    }
    strategies
}
