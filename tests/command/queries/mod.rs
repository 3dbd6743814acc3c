//! The commands `solve`, `explain`, `compare`, `discover`, `sweep` and `sensitivity`, and the tables of `run` about promises.
//! The commands `solve`, `explain`, `compare`, `discover`, `sweep` and `value`, and the tables of `run` about promises.

mod compare;
mod compare_folders;
mod compare_with;
mod recomputed_comparison;

mod action_values;
mod backtest;
mod closed_form_tables;
mod compared_sides;
mod design;
mod discover;
mod estimate;
mod explain;
mod far_end;
mod game_files;
mod joint_draws;
mod one_of_two_stages;
mod peace;
mod promise_tables;
mod readme;
mod robustness;
mod sensitivity;
mod sensitivity_points;
mod solve;
mod sweep;
mod switching_values;
mod threshold;
mod value;
mod value_nested;
