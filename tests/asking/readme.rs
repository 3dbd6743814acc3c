//! What the README shows is what the program prints.

use std::fs;
use std::path::Path;

use crate::program::{call, scenario};

#[test]
fn the_readme_shows_what_explain_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path)
        .expect("it is there")
        .replace("\r\n", "\n");
    let command = "pactum explain scenarios/nato_clause.toml --variant clause --type revisionist\n";
    let (_, after) = readme.split_once(command).expect("it shows the command");
    let shown = after.split("```\n").nth(2).expect("and what it prints");
    let file = scenario("nato_clause");
    let said = call(
        0,
        &[
            "explain",
            &file,
            "--variant",
            "clause",
            "--type",
            "revisionist",
        ],
    );
    assert_eq!(shown, said.out, "the README shows something else");
}
