//! The commands of the README run.

use crate::folder::Folder;
use crate::support::files::{project, text};

/// The commands of the page that take no long time.
#[test]
fn the_commands_of_the_readme_run() {
    let readme = text("README.md");
    let temp = Folder::with(&[]);
    std::os::unix::fs::symlink(project("scenarios"), temp.path().join("scenarios")).expect("a link can be made");
    let commands = readme.lines().filter_map(|line| line.strip_prefix("pactum "));
    let commands = commands.map(|line| line.split(" #").next().unwrap_or_default().trim());
    let quick = |line: &&str| {
        !["run ", "compare ", "report "]
            .iter()
            .any(|slow| line.starts_with(slow))
    };
    let quick: Vec<&str> = commands.filter(quick).collect();
    assert!(quick.len() >= 5, "{quick:?}");
    for line in quick {
        temp.run(0, &line.split(' ').collect::<Vec<_>>());
    }
}
