//! The graph in the language of Graphviz.

use super::{Graph, Move};
use crate::source::wording::visible;

/// The graph as text.
pub(super) fn write(graph: &Graph) -> String {
    let mut text = format!(
        "digraph scenario {{\n  label={};\n  labelloc=t;\n  node [shape=box, fontname=\"sans-serif\"];\n",
        quoted(&[&format!("{} ({})", graph.title, graph.periods)])
    );
    for (number, stage) in graph.stages.iter().enumerate() {
        let when = match stage.when.as_str() {
            "" => String::new(),
            when => format!("when {when}"),
        };
        text += &format!("  s{number} [style=bold, label={}];\n", quoted(&[&stage.label, &when]));
        for (place, mover) in stage.movers.iter().enumerate() {
            for (action, each) in mover.moves.iter().enumerate() {
                let name = format!("s{number}_{place}_{action}");
                text += &node(&name, &mover.who, each);
                text += &format!("  s{number} -> {name};\n");
                text += &leads(&name, each);
                for (branch, each) in each.branches.iter().enumerate() {
                    let below = format!("{name}_{branch}");
                    text += &node(&below, "chance", each);
                    text += &format!("  {name} -> {below};\n");
                    text += &leads(&below, each);
                }
            }
        }
        if number > 0 {
            text += &format!("  s{} -> s{number} [style=bold, label=\"then\"];\n", number - 1);
        }
    }
    if graph.stages.len() > 1 {
        text += &format!("  s{} -> s0 [style=dashed, label=\"next\"];\n", graph.stages.len() - 1);
    }
    for (number, outcome) in graph.outcomes.iter().enumerate() {
        let label = quoted(&[&outcome.label, &outcome.when]);
        text += &format!("  o{number} [shape=ellipse, label={label}];\n");
    }
    text + "}\n"
}

fn node(name: &str, who: &str, each: &Move) -> String {
    let first = format!("{who}: {}", each.label);
    let mut lines = vec![first.as_str()];
    lines.extend(each.lines.iter().map(String::as_str));
    format!("  {name} [label={}];\n", quoted(&lines))
}

fn leads(name: &str, each: &Move) -> String {
    let outcomes = each.outcomes.iter();
    outcomes.map(|outcome| format!("  {name} -> o{outcome};\n")).collect()
}

/// Lines as a quoted text of Graphviz; empty ones are left out.
fn quoted(lines: &[&str]) -> String {
    let lines = lines.iter().filter(|line| !line.is_empty());
    let lines: Vec<String> = lines
        .map(|line| {
            visible(&line.replace('\n', " "))
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
        })
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotes_do_not_end_a_text() {
        assert_eq!(quoted(&["a \"b\" \\", "", "c\nd"]), "\"a \\\"b\\\" \\\\\\nc d\"");
    }
}
