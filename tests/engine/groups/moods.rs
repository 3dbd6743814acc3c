//! Members in a mood that nobody sees: by count, and by name with types that are drawn together with those of an actor who
//! does nothing but have the mood.

use super::named_members::{Counted, Features, Named, text, texts_agree};

/// The moods: how likely each is, and how likely a member is willing then.
const MOODS: [(&str, f64, f64); 2] = [("good", 0.6, 0.9), ("bad", 0.4, 0.2)];

/// Every combination of a mood and the types of named members.
fn joint_types(members: usize) -> String {
    let mut rows = String::new();
    for (mood, chance, willing) in MOODS {
        for combination in 0..1_usize << members {
            let mut row = (format!("\"{mood}\""), chance);
            for member in 0..members {
                let (own, chance) = match combination >> member & 1 {
                    0 => ("willing", willing),
                    _ => ("reluctant", 1.0 - willing),
                };
                row = (format!("{}, \"{own}\"", row.0), row.1 * chance);
            }
            rows += &format!("{{ types = [{}], chance = {} }},\n", row.0, row.1);
        }
    }
    let actors: String = (1..=members).map(|member| format!(", \"ally_{member}\"")).collect();
    format!(
        "[actors.mood]\ndiscount = 0.9\ntypes = [\"good\", \"bad\"]\n[[joint_types]]\nactors = [\"mood\"{actors}]\ntable = [\n{rows}]\n"
    )
}

/// What members are and are paid, with a mood in place of independent types.
fn in_a_mood(text: &str, types: &str, mood: &str) -> String {
    let independent = "types = { willing = 0.7, reluctant = 0.3 }";
    let paid = "willing, 3, -1.5) + ";
    assert!(text.contains(independent) && text.contains(paid));
    let more = format!("{paid}if({mood} == good, 0.8, -0.6) + ");
    text.replace(independent, types).replace(paid, &more)
}

#[track_caller]
fn agree(members: usize, features: Features) {
    let [(good, likely, willing), (bad, unlikely, seldom)] = MOODS;
    let if_good = |good: f64, bad: f64| format!("\"if(ally.mood == good, {good}, {bad})\"");
    let shared = format!(
        "alike = {{ {good} = {likely}, {bad} = {unlikely} }}\ntypes = {{ willing = {}, reluctant = {} }}",
        if_good(willing, seldom),
        if_good(1.0 - willing, 1.0 - seldom),
    );
    let counted = in_a_mood(
        &text(&Counted("ally", members), members, features),
        &shared,
        "ally.mood",
    );
    let listed = "types = [\"willing\", \"reluctant\"]";
    let named = in_a_mood(&text(&Named("ally", members), members, features), listed, "mood.type");
    texts_agree([&counted, &(named + &joint_types(members))], members, features);
}

#[test]
fn a_mood_is_a_type_that_is_drawn_with_those_of_the_members() {
    for members in [2, 3] {
        agree(members, Features::default());
    }
}

#[test]
fn members_in_a_mood_are_asked_promise_and_play_on_as_others_do() {
    let further = [
        (3, Some("if(count > 0, 0.5, 0.8)"), None, false),
        (2, None, Some("per_game"), false),
        (3, None, Some("per_occasion"), false),
        (2, None, None, true),
    ];
    for (members, opportunity, promise, goes_on) in further {
        let features = Features {
            opportunity,
            promise,
            goes_on,
            ..Features::default()
        };
        agree(members, features);
    }
}
