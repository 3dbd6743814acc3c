//! A terminal of some width, as a command sees one.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::command::Finished;

/// Runs a command whose standard output is a terminal with this many columns.
pub(crate) fn on_terminal(mut command: Command, columns: u16) -> Finished {
    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal is to be had");
    grantpt(&screen).and_then(|()| unlockpt(&screen)).expect("it is ours");
    let name = ptsname(&screen, Vec::new()).expect("it has a name");
    let name = name.into_string().expect("its name is text");
    let terminal = File::options().read(true).write(true).open(name);
    let terminal = terminal.expect("it can be opened");
    let size = Winsize {
        ws_row: 50,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&terminal, size).expect("it takes a size");
    let command = command.stdout(terminal).stderr(Stdio::piped());
    let child = command.spawn().expect("pactum starts");
    // The command holds the terminal open, and reading would never end.
    command.stdout(Stdio::null());
    let mut shown = Vec::new();
    let mut screen = File::from(screen);
    let mut bytes = [0; 4096];
    // Where nobody holds the terminal any more, reading fails.
    while let Ok(count @ 1..) = screen.read(&mut bytes) {
        shown.extend_from_slice(&bytes[..count]);
    }
    let mut output = child.wait_with_output().expect("it ends");
    // A terminal moves to the first column at each new line.
    output.stdout = String::from_utf8_lossy(&shown).replace("\r\n", "\n").into_bytes();
    Finished::of(output)
}
