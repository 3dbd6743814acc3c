//! How the actors' play is found: derivatives against differences, the principal branch against a slow follower of
//! matrix games, and what is said where there is more than one equilibrium.

mod best_response_strategy;
mod branches;
mod derivatives;
mod follower;
mod matrix_game;
