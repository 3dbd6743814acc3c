//! Solving: derivatives, the principal branch, games with several equilibria, ties, and best-response strategies.

mod best_response_strategy;
mod branches;
mod conventions;
mod derivatives;
mod dynamic_program;
mod event_gradients;
mod matrix_game;
mod parameter_derivatives;
mod reference_path;
mod ties;
