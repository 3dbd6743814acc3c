//! Puts a folder in the place of another.

use std::fs;
use std::io;
use std::path::Path;

/// Puts a folder in the place of an older one: at once where the system can swap two names, so that the older one has the
/// first one's path afterwards. Otherwise the older one is set aside first, and a process that stops in between leaves it
/// there.
///
/// # Errors
/// The system refuses it. The older folder is in its place then.
pub(super) fn swap(folder: &Path, older: &Path, aside: &Path) -> io::Result<()> {
    match exchange(folder, older) {
        Some(done) => done,
        None => {
            fs::rename(older, aside)?;
            fs::rename(folder, older).inspect_err(|_| {
                // The first failure is the one to report.
                let _ = fs::rename(aside, older);
            })
        }
    }
}

/// Swaps two names at once; `None` where the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => None,
        done => Some(done.map_err(io::Error::from)),
    }
}

/// Swaps two names at once, which other systems cannot.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> Option<io::Result<()>> {
    None
}
