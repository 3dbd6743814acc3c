//! Parses strategies.

use crate::scenario::ast::{Play, Rule, Strategies, Strategy, StrategyKind};
use crate::scenario::keys::{RULE, STRATEGY};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Node, Value};
use crate::source::{Code, Diagnostic, Spanned};

const FORMS: &str = "`{ logit = … }`, \"best_response\", `{ fixed = { … } }` or `{ rules = [ … ] }`";

/// A strategy.
pub(super) fn strategy(reader: &mut Reader, key: &str, node: &Value) -> Option<Strategy> {
    let kind = match &node.value {
        Node::Text(text) if text.value == "best_response" => StrategyKind::BestResponse,
        Node::Text(text) if written(&text.value).is_some() => {
            let message = format!("`{}` alone is not a strategy", text.value);
            let mut finding = Code::NotAStrategy.at(node.span, message);
            finding.help.extend(written(&text.value));
            return reader.fail(finding);
        }
        Node::Text(text) => {
            let remark = remark(&text.value, ["best_response", "logit", "fixed", "rules"]);
            let message = format!("`{}` is not a strategy", text.value);
            let finding = Diagnostic::error(Code::NotAStrategy, message).at(node.span, remark);
            return reader.fail(finding.help(format!("a strategy is {FORMS}")));
        }
        Node::Table(_) => form(reader, node)?,
        _ => return reader.wrong_kind(key, &format!("a strategy ({FORMS})"), node),
    };
    Some(Strategy { span: node.span, kind })
}

/// How a strategy is written whose key stands alone.
fn written(key: &str) -> Option<String> {
    let form = match key {
        "logit" => "`{ logit = 0.1 }`, where 0.1 is the precision: how surely better actions are chosen",
        "fixed" => "`{ fixed = { … } }`, with a probability for each action",
        "rules" => "`{ rules = [{ when = \"…\", play = \"…\" }, … ] }`",
        _ => return None,
    };
    Some(format!("write {form}"))
}

fn form(reader: &mut Reader, node: &Value) -> Option<StrategyKind> {
    let fields = reader.open(&STRATEGY, "strategy", node, node.span)?;
    match ["logit", "fixed", "rules"].map(|key| fields.value(key)) {
        [Some(logit), None, None] => Some(StrategyKind::Logit(reader.formula_of("logit", logit))),
        [None, Some(fixed), None] => {
            let wanted = "a table of actions with their probabilities";
            reader.formulas_of("fixed", wanted, fixed).map(StrategyKind::Fixed)
        }
        [None, None, Some(rules)] => {
            let items = reader.items("rules", "a list of rules", rules)?.iter();
            Some(StrategyKind::Rules(
                items.filter_map(|item| rule(reader, item)).collect(),
            ))
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
    let play = match &play.value {
        Node::Text(text) => Play::Action(Spanned::new(text.value.clone(), play.span)),
        _ => Play::Mixture(reader.formulas_of("play", "an action or a table of actions", play)?),
    };
    let span = item.span;
    Some(Rule { when, play, span })
}

/// A strategy for each name under a key; empty if the key is left out.
pub(super) fn strategies(reader: &mut Reader, fields: &Fields<'_>, key: &str) -> Strategies {
    reader.optional(fields, key, strategies_of).unwrap_or_default()
}

/// A strategy for each name in a table.
pub(super) fn strategies_of(reader: &mut Reader, key: &str, node: &Value) -> Option<Strategies> {
    reader.named_of(key, "a table of strategies", node, |reader, entry| {
        strategy(reader, &entry.key.value, &entry.value)
    })
}
