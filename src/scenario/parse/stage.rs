//! Parses stages: decisions, simultaneous decisions and chance.

use crate::scenario::ast::{
    Action, Branch, Chance, Choice, Effect, Formula, Formulas, Joint, Name, Nest, Stage, StageKind,
};
use crate::scenario::keys::{ACTION, BRANCH, CHOICE, JOINT, NEST, STAGE, TALLY};
use crate::scenario::parse::name_rules::declared_once;
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Value};
use crate::source::{Code, Diagnostic};

const ASSIGNMENTS: &str = "a table of variables with their new values";

pub(super) fn stage(reader: &mut Reader, item: &Value) -> Option<Stage> {
    let fields = reader.open(&STAGE, "stages", item, item.span)?;
    let (name, fields) = name(reader, fields)?;
    let kind = kind(reader, &fields)?;
    let (remarks, when) = (reader.remarks(&fields), reader.formula(&fields, "when"));
    Some(Stage {
        name,
        remarks,
        when,
        kind,
    })
}

/// The name of a listed table; from here on, messages about the table point at it.
fn name<'a>(reader: &mut Reader, fields: Fields<'a>) -> Option<(Name, Fields<'a>)> {
    let name = reader.required_name(&fields, "name")?;
    let span = name.span;
    Some((name, fields.at(span)))
}

/// Which keys belong to which kind of stage: the first key present decides, and the others must go with it.
const KINDS: [(&str, &[&str]); 4] = [
    ("choices", &["joint", "tally"]),
    ("actor", &["opportunity", "actions", "nests", "tally"]),
    ("branches", &["set"]),
    ("set", &["branches"]),
];

fn kind(reader: &mut Reader, fields: &Fields<'_>) -> Option<StageKind> {
    let Some((deciding, others)) = KINDS.iter().find(|(key, _)| fields.get(key).is_some()) else {
        let message = "a stage needs `actor`, `choices`, `branches` or `set`";
        let finding = Diagnostic::error(Code::NothingHappens, message);
        return reader.fail(finding.at(fields.span, "nothing happens in it"));
    };
    for key in [
        "joint",
        "tally",
        "actor",
        "opportunity",
        "actions",
        "nests",
        "branches",
        "set",
    ] {
        let fits = key == *deciding || others.contains(&key);
        if let Some(span) = fields.key_span(key).filter(|_| !fits) {
            let beside = fields.key_span(deciding).unwrap_or(fields.span);
            let message = format!("`{key}` does not go with `{deciding}` in one stage");
            reader.fail::<()>(Code::KeyOutOfPlace.at(span, message).at(beside, ""));
        }
    }
    Some(match *deciding {
        "choices" => simultaneous(reader, fields),
        "actor" => StageKind::Decision {
            choices: vec![choice(reader, fields)?],
            joint: tally(reader, fields).into_iter().collect(),
        },
        _ => StageKind::Chance(effect(reader, fields)),
    })
}

fn simultaneous(reader: &mut Reader, fields: &Fields<'_>) -> StageKind {
    let choices = reader.tables(fields, "choices", |reader, item| {
        let fields = reader.open(&CHOICE, "choices", item, item.span)?;
        Some(Choice {
            not_asked: reader.name(&fields, "not_asked"),
            ..choice(reader, &fields)?
        })
    });
    let mut joint = reader.tables(fields, "joint", joint);
    let tally = tally(reader, fields);
    if let (Some(beside), Some(span), Some(_)) = (fields.key_span("joint"), fields.key_span("tally"), &tally) {
        let message = "`joint` does not go with `tally` in one stage";
        reader.fail::<()>(Code::KeyOutOfPlace.at(beside, message).at(span, ""));
    }
    joint.extend(tally);
    declared_once(reader, "actor", choices.iter().map(|choice| &choice.actor));
    StageKind::Decision { choices, joint }
}

fn choice(reader: &mut Reader, fields: &Fields<'_>) -> Option<Choice> {
    let actor = reader.required_name(fields, "actor");
    reader.required(fields, "actions")?;
    let actions = reader.tables(fields, "actions", action);
    if actions.is_empty() && reader.whole {
        let span = fields.key_span("actions").unwrap_or(fields.span);
        let message = "an actor that decides needs at least one action";
        return reader.fail(Code::Empty.at(span, message));
    }
    let nests = reader.tables(fields, "nests", nest);
    let nest_names = nests.iter().map(|nest| &nest.name);
    declared_once(
        reader,
        "action or nest",
        actions.iter().map(|action| &action.name).chain(nest_names),
    );
    Some(Choice {
        actor: actor?,
        opportunity: reader.formula(fields, "opportunity"),
        not_asked: None,
        actions,
        nests,
    })
}

fn action(reader: &mut Reader, item: &Value) -> Option<Action> {
    let fields = reader.open(&ACTION, "actions", item, item.span)?;
    let (name, fields) = name(reader, fields)?;
    Some(Action {
        name,
        remarks: reader.remarks(&fields),
        guard: reader.formula(&fields, "guard"),
        effect: effect(reader, &fields),
    })
}

fn nest(reader: &mut Reader, item: &Value) -> Option<Nest> {
    let fields = reader.open(&NEST, "nests", item, item.span)?;
    let (name, fields) = name(reader, fields)?;
    reader.required(&fields, "members")?;
    let members = reader.names(&fields, "members")?;
    if members.is_empty() && reader.whole {
        let finding = Diagnostic::error(Code::Empty, "a nest needs at least one member");
        return reader.fail(finding.at(name.span, ""));
    }
    Some(Nest {
        remarks: reader.remarks(&fields),
        multiple: reader.formula(&fields, "multiple"),
        name,
        members,
    })
}

fn joint(reader: &mut Reader, item: &Value) -> Option<Joint> {
    let fields = reader.open(&JOINT, "joint", item, item.span)?;
    let given = reader.required(&fields, "picks")?;
    let wanted = "a table of actors with their actions";
    let pick = |reader: &mut Reader, pick: &Entry| reader.name_of(&pick.key.value, &pick.value);
    let picks = reader.named_of("picks", wanted, given, pick)?;
    let effect = effect(reader, &fields);
    Some(Joint {
        tally: false,
        picks,
        effect,
    })
}

fn tally(reader: &mut Reader, fields: &Fields<'_>) -> Option<Joint> {
    let given = fields.value("tally")?;
    let fields = reader.open(&TALLY, "tally", given, given.span)?;
    Some(Joint {
        tally: true,
        picks: Vec::new(),
        effect: effect(reader, &fields),
    })
}

/// `set` and `branches`.
fn effect(reader: &mut Reader, fields: &Fields<'_>) -> Effect {
    let set = reader.formulas(fields, "set", ASSIGNMENTS);
    let given = fields.value("branches");
    let branches = reader.tables(fields, "branches", branch);
    if let Some(given) = given.filter(|_| branches.is_empty() && reader.whole) {
        reader.fail::<()>(Code::Empty.at(given.span, "`branches` needs at least one branch"));
    }
    let names = branches.iter().filter_map(|branch| branch.name.as_ref());
    declared_once(reader, "branch", names);
    one_otherwise(reader, &branches);
    for branch in &branches {
        not_twice(reader, &set, branch);
    }
    let span = fields.span;
    Effect { set, branches, span }
}

fn branch(reader: &mut Reader, item: &Value) -> Option<Branch> {
    let fields = reader.open(&BRANCH, "branches", item, item.span)?;
    let otherwise = reader.flag(&fields, "otherwise");
    let chance = match (fields.get("probability"), otherwise) {
        (Some(entry), false) => Chance::Given(reader.formula_of("probability", &entry.value)),
        (None, true) => Chance::Otherwise,
        (probability, _) => {
            let span = probability.map_or(item.span, |entry| entry.key.span);
            let remark = probability.map_or("neither", |_| "not both");
            let message = "a branch needs either `probability` or `otherwise = true`";
            return reader.fail(Diagnostic::error(Code::NotExactlyOne, message).at(span, remark));
        }
    };
    if let Some(span) = fields.key_span("when").filter(|_| otherwise) {
        let finding = Code::KeyOutOfPlace.at(span, "`otherwise` cannot have a `when`");
        reader.note(finding.help("it takes whatever probability the other branches leave"));
    }
    Some(Branch {
        name: reader.name(&fields, "name"),
        chance,
        when: reader.formula(&fields, "when"),
        set: reader.formulas(&fields, "set", ASSIGNMENTS),
        span: item.span,
    })
}

fn one_otherwise(reader: &mut Reader, branches: &[Branch]) {
    let is_otherwise = |branch: &&Branch| matches!(branch.chance, Chance::Otherwise);
    let mut otherwise = branches.iter().filter(is_otherwise);
    if let Some((first, second)) = otherwise.next().zip(otherwise.next()) {
        let message = "only one branch may be `otherwise`";
        let finding = Diagnostic::error(Code::SecondOtherwise, message);
        let finding = finding.at(second.span, "the second");
        reader.note(finding.at(first.span, "the first"));
    }
}

fn not_twice(reader: &mut Reader, set: &Formulas, branch: &Branch) {
    for (variable, _) in &branch.set {
        let same = |(beside, _): &&(Name, Formula)| beside.value == variable.value;
        if let Some((beside, _)) = set.iter().find(same) {
            let name = &variable.value;
            let message = format!("`{name}` is set twice: in the branch, and beside the branches");
            let finding = Diagnostic::error(Code::AssignedTwice, message);
            let finding = finding.at(variable.span, "in the branch");
            reader.note(finding.at(beside.span, "in every branch"));
        }
    }
}
