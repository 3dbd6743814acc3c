//! The one door by which texts come in: files, pipes and standard input, up to a size.

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// What stands for standard input in place of a path.
pub(crate) const STANDARD_INPUT: &str = "-";

/// The bytes of a file, or of standard input.
///
/// # Errors
/// The system does not let it be read; it has more bytes than this (`FileTooLarge`); or it is no file, and reading it
/// might never end.
pub(crate) fn bytes_of(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    if path == Path::new(STANDARD_INPUT) {
        return all(io::stdin().lock(), most);
    }
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    match endless(kind, path) {
        None => all(File::open(path)?, most),
        Some(what) => Err(io::Error::other(format!(
            "it is {what}, and reading it might never end; give `{STANDARD_INPUT}` and redirect it to standard input"
        ))),
    }
}

/// How messages call what a path stands for.
pub(crate) fn name_of(path: &Path) -> &Path {
    if path == Path::new(STANDARD_INPUT) {
        Path::new("standard input")
    } else {
        path
    }
}

fn all(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A pipe has no length to check beforehand.
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// What a path stands for if reading it might never end. A pipe without a name, as behind `/dev/stdin` and `<(…)`, has
/// been opened by who writes into it; one with a name waits until somebody does.
#[cfg(unix)]
fn endless(kind: FileType, path: &Path) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() && path.canonicalize().is_ok() {
        Some("a named pipe")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("a device")
    } else if kind.is_socket() {
        Some("a socket")
    } else {
        None
    }
}

#[cfg(not(unix))]
fn endless(_: FileType, _: &Path) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::{all, bytes_of};

    #[test]
    fn what_is_too_large_is_refused() {
        assert_eq!(all(&b"12345"[..], 5).expect("it fits"), b"12345");
        let error = all(&b"123456"[..], 5).expect_err("it is too large");
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_read() {
        let error = bytes_of("/dev/zero".as_ref(), 5).expect_err("it never ends");
        assert!(error.to_string().starts_with("it is a device, "), "{error}");
    }
}
