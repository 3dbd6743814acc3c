//! Solving: derivatives, the principal branch, games with several equilibria, and best-response strategies.

mod best_response_strategy;
mod branches;
mod derivatives;
mod matrix_game;
mod reference_path;
