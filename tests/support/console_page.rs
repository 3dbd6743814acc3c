//! Pages whose `console` blocks are worked out: every command is run as it stands there, and what it prints follows it.

use std::path::Path;
use std::process::Command;

use super::command::Finished;

const BEGIN: &str = "```console\n";
const END: &str = "```\n";
const PROMPT: &str = "$ ";
/// What pages call the folder in which the commands run.
const ANYWHERE: &str = "/home/you/deals";

/// The page with the output of every command as it is now, run in a folder.
pub(crate) fn worked_out(page: &str, folder: &Path) -> String {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (block, after) = after.split_once(END).expect("a block is ended");
        filled += before;
        filled += BEGIN;
        for line in block.lines().filter(|line| line.starts_with(PROMPT)) {
            filled += &format!("{line}\n{}", output(&line[PROMPT.len()..], folder));
        }
        filled += END;
        rest = after;
    }
    filled + rest
}

/// What a command prints on standard output, in a shell that knows `pactum`; pages do not say where they were worked out.
fn output(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_pactum"));
    let script = format!("pactum() {{ '{}' \"$@\"; }}\n{command}", binary.display());
    let mut shell = Command::new("sh");
    let finished = shell.args(["-c", &script]).current_dir(folder).output();
    let finished = Finished::of(finished.expect("a shell starts")).expect(0);
    finished.out.replace(&folder.display().to_string(), ANYWHERE)
}
