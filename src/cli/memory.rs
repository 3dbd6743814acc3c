//! How much memory there is for a command, so that a game too large for it is refused before the system ends the program.

use std::fs;

/// The memory that the program may still take, in bytes; `None` where the system does not say, as outside of Linux.
pub(super) fn available() -> Option<u64> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let free = kibibytes(&read("/proc/meminfo"), "MemAvailable:");
    let address_space = bytes(&read("/proc/self/limits"), "Max address space");
    // Inside a container this is the container's.
    let group = read("/sys/fs/cgroup/memory.max").trim().parse().ok();
    [free, address_space, group].into_iter().flatten().min()
}

/// The most memory that the program has had at once, in bytes; `None` where the system does not say.
pub(super) fn peak() -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/status").ok()?, "VmHWM:")
}

fn kibibytes(text: &str, name: &str) -> Option<u64> {
    Some(bytes(text, name)?.saturating_mul(1024))
}

/// The first number behind a name at the beginning of a line; `None` where it is no number, as `unlimited`.
fn bytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{bytes, kibibytes};

    #[test]
    fn what_the_system_says_is_read() {
        let memory = "MemTotal:       24105000 kB\nMemAvailable:   20494 kB\n";
        assert_eq!(kibibytes(memory, "MemAvailable:"), Some(20_494 * 1024));
        let limits = "Max file size             unlimited            unlimited            bytes\n\
                      Max address space         6144000000           unlimited            bytes\n";
        assert_eq!(bytes(limits, "Max address space"), Some(6_144_000_000));
        assert_eq!(bytes(limits, "Max file size"), None);
        assert_eq!(bytes("", "Max file size"), None);
    }
}
