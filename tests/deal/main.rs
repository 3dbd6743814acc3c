//! The deal: what its scenario family must hold, which way each lever moves it, and the pages that tell of it.

mod family;
mod figures;
mod history;
mod marks;
mod moves;
mod pages;
mod quantity;
mod runs;
mod signs;
mod tables;
mod wants;
