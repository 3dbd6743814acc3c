//! `pactum merge`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::study::{FromFile, command_line};
use crate::report::results::STUDY;

/// The arguments of `pactum merge`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum merge big.shards
  pactum merge node1/big.shards node2/big.shards --out big

The results are those of one machine, to the byte. Folders of shards stay as they are.")]
pub(super) struct Merge {
    /// The folders of shards that `--shard` wrote; several where machines share no disk.
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace an older results folder.
    #[arg(long)]
    force: bool,
}

impl Merge {
    /// The command whose shards they are, as a file.
    pub(super) fn study(&self) -> FromFile {
        FromFile::of(self.folders[0].join(STUDY))
    }

    /// The command line that joins them.
    pub(super) fn command_line(&self) -> Result<Vec<OsString>, Failure> {
        let file = self.folders[0].join(STUDY);
        if !file.exists() {
            let folder = self.folders[0].display();
            return Err(Failure::Output(format!(
                "{folder} holds no {STUDY}, so it is no folder of shards; --shard I/N writes one"
            )));
        }
        let mut line = command_line(&self.study())?;
        let flag = |name: &str, folder: &PathBuf| {
            let mut flag = OsString::from(name);
            flag.push(folder);
            flag
        };
        line.extend(self.folders.iter().map(|folder| flag("--shards=", folder)));
        line.extend(self.out.iter().map(|out| flag("--out=", out)));
        line.extend(self.force.then(|| "--force".into()));
        Ok(line)
    }
}
