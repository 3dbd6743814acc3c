//! What `--shard` takes.

use crate::study::block_store::Shard;

/// The shard that a flag names: `I/N`, or the index of an array that Slurm or Kubernetes gives.
pub(super) fn parse(text: &str) -> Result<Shard, String> {
    let number = |text: &str| text.parse::<u64>().ok();
    let variable = |name: &str| {
        let value = std::env::var(name).ok().and_then(|value| number(&value));
        value.ok_or_else(|| format!("the variable {name} holds no number; it does in a task of an array"))
    };
    let shard = match text.split_once('/') {
        None if text == "slurm" => {
            let (first, last) = (variable("SLURM_ARRAY_TASK_MIN")?, variable("SLURM_ARRAY_TASK_MAX")?);
            Shard {
                number: variable("SLURM_ARRAY_TASK_ID")?.saturating_sub(first) + 1,
                of: last.saturating_sub(first) + 1,
            }
        }
        Some(("k8s", of)) => Shard {
            number: variable("JOB_COMPLETION_INDEX")? + 1,
            of: number(of).unwrap_or(0),
        },
        Some((own, of)) => Shard {
            number: number(own).unwrap_or(0),
            of: number(of).unwrap_or(0),
        },
        None => Shard { number: 0, of: 0 },
    };
    let fine = 1 <= shard.number && shard.number <= shard.of;
    fine.then_some(shard)
        .ok_or_else(|| "not a shard; write I/N with I from 1 to N, as 3/8, or slurm, or k8s/N".to_owned())
}
