//! The engine of pactum for the live report.
