//! What `--shard` takes.

use crate::study::block_store::Shard;

/// The shard that a flag names: `I/N`, or the index of an array that Slurm or Kubernetes gives.
pub(super) fn parse(text: &str) -> Result<Shard, String> {
    let number = |text: &str| text.parse::<u64>().ok();
    let variable = |name: &str| {
        let value = std::env::var(name).ok().and_then(|value| number(&value));
        value.ok_or_else(|| format!("the variable {name} holds no number; it does in a task of an array"))
    };
    let (own, of) = match text.split_once('/') {
        None if text == "slurm" => {
            let (first, last) = (variable("SLURM_ARRAY_TASK_MIN")?, variable("SLURM_ARRAY_TASK_MAX")?);
            let from_first = |index: u64| index.checked_sub(first).and_then(|index| index.checked_add(1));
            (from_first(variable("SLURM_ARRAY_TASK_ID")?), from_first(last))
        }
        Some(("slurm", of)) => (Some(variable("SLURM_ARRAY_TASK_ID")?), number(of)),
        Some(("k8s", of)) => (variable("JOB_COMPLETION_INDEX")?.checked_add(1), number(of)),
        Some((own, of)) => (number(own), number(of)),
        None => (None, None),
    };
    let shard = own.zip(of).map(|(number, of)| Shard { number, of });
    shard
        .filter(|shard| 1 <= shard.number && shard.number <= shard.of)
        .ok_or_else(|| "not a shard; write I/N with I from 1 to N, as 3/8, or slurm, slurm/N or k8s/N".to_owned())
}
