//! Folders of results: the first line names a file in one, and what follows stands in it.
#![no_main]

use std::cell::OnceCell;
use std::fs;

use libfuzzer_sys::{Corpus, fuzz_target};
use pactum_fuzz::command::{Workplace, offer_seeds, pactum};

/// The commands whose results are there, with their flags.
const COMMANDS: [&[&str]; 3] = [
    &["run", "--draws", "20", "--games", "2"],
    &["sweep", "--vary", "worth=0:2:1", "--nominal"],
    &["compare", "--draws", "9"],
];
/// The package that says how large each table is.
const PACKAGE: &str = "datapackage.json";

/// The files of the results, as they were written.
struct Results {
    files: Vec<(String, String)>,
    #[expect(dead_code, reason = "the folder is there as long as it is")]
    place: Workplace,
}

thread_local! {
    static RESULTS: OnceCell<Results> = const { OnceCell::new() };
}

fuzz_target!(init: { RESULTS.with(|results| { results.get_or_init(Results::new); }) }, |text: &str| -> Corpus {
    RESULTS.with(|results| judge(results.get_or_init(Results::new), text))
});

impl Results {
    fn new() -> Self {
        let place = Workplace::enter();
        let mut files = Vec::new();
        for command in COMMANDS {
            let (kind, flags) = command.split_first().expect("it has a name");
            let folder = format!("results/{kind}/0");
            let line = [kind, "scenario.toml", "--threads", "1", "--quiet", "--out", &folder];
            assert_eq!(pactum(line.into_iter().chain(flags.iter().copied())), 0);
            for entry in fs::read_dir(&folder).expect("it is there") {
                let path = entry.expect("it is there").path();
                if let (Some(name), Ok(text)) = (path.to_str(), fs::read_to_string(&path)) {
                    files.push((name.to_owned(), text));
                }
            }
        }
        files.sort();
        let seeds: Vec<(String, Vec<u8>)> = files
            .iter()
            .map(|(name, text)| (name.replace('/', "_"), format!("{name}\n{text}").into_bytes()))
            .collect();
        offer_seeds(&seeds);
        Self { files, place }
    }

    fn text(&self, name: &str) -> Option<&str> {
        let known = self.files.iter().find(|(known, _)| known == name);
        known.map(|(_, text)| text.as_str())
    }
}

fn judge(results: &Results, input: &str) -> Corpus {
    let Some((name, text)) = input.split_once('\n') else {
        return Corpus::Reject;
    };
    let Some(before) = results.text(name) else {
        return Corpus::Reject;
    };
    let (folder, file) = name.rsplit_once('/').expect("it lies in a folder");
    let package = format!("{folder}/{PACKAGE}");
    fs::write(name, text).expect("there is room");
    if let (Some(all), true) = (results.text(&package), file.ends_with(".csv")) {
        fs::write(&package, with_size(all, file, text.len())).expect("there is room");
    }
    read(folder, text.len());
    fs::write(name, before).expect("there is room");
    if let Some(all) = results.text(&package) {
        fs::write(&package, all).expect("there is room");
    }
    Corpus::Keep
}

/// Has one of the commands read the folder that read such folders.
fn read(folder: &str, number: usize) {
    let out = ["--quiet", "--force", "--out"];
    let run = folder.contains("/run/");
    match number % 5 {
        0 => pactum(["runs"]),
        1 => pactum(["runs", "--format", "csv"]),
        2 if run => pactum(["compare", folder].into_iter().chain(out).chain(["compared"])),
        3 if run => {
            let what = ["--outcome", "fought", "--above", "0.3"];
            pactum(["discover", folder].into_iter().chain(what).chain(out).chain(["boxes"]))
        }
        _ => pactum(
            ["report", folder]
                .into_iter()
                .chain(out)
                .chain(["page.html", "--xlsx", "book.xlsx"]),
        ),
    };
}

/// The package with another size for a file, so that the file is read.
fn with_size(package: &str, file: &str, size: usize) -> String {
    let named = format!("\"path\": \"{file}\"");
    let (before, after) = package.split_once(&named).unwrap_or((package, ""));
    let Some((between, rest)) = after.split_once("\"bytes\": ") else {
        return package.to_owned();
    };
    let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    format!("{before}{named}{between}\"bytes\": {size}{rest}")
}
