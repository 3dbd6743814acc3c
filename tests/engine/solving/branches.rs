//! The equilibrium that is found in games with several.

use pactum::unstable::game::Profile;
use pactum::unstable::strategy::{BranchMethod, Evidence, SingularPoint, Solution, Status};

use super::matrix_game::{Matrices, Xorshift, game, solved};
use super::reference_path::{Found, follow};

/// How many random games are looked at; `PACTUM_BRANCH_GAMES` asks for more.
fn games() -> u64 {
    let wanted = std::env::var("PACTUM_BRANCH_GAMES").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(60)
}

/// A game of two to four actions each; in every other one it pays to meet.
fn random(seed: u64) -> Matrices {
    let mut random = Xorshift::new(seed);
    let size = 2 + (seed % 3) as usize;
    Matrices::random(size, &mut random).meeting(8 * (seed % 2), &mut random)
}

/// The largest difference between a lane of a profile of a matrix game and what the follower found.
fn apart(profile: &Profile, lane: usize, found: &Found) -> f64 {
    let wanted = found.row.iter().chain(&found.column);
    let choices = profile.periods[0].iter();
    choices.zip(wanted).fold(0.0, |most, (choice, wanted)| {
        pactum::unstable::numeric::math::max(most, (choice[lane] - wanted).abs())
    })
}

fn singular_points(solution: &Solution, lane: usize, kind: SingularPoint) -> usize {
    let singular_points = solution.singular_points[lane].iter();
    singular_points.filter(|(turning, _)| *turning == kind).count()
}

/// Every solution of random games is on the branch that a slow follower finds, however precise the actors.
#[test]
fn random_games_are_solved_on_their_principal_branch() {
    let precisions = [0.3, 1.0, 3.0, 8.0];
    let (mut by_sweeps, mut folds, mut lost) = (0, 0, Vec::new());
    for seed in 1..=games() {
        let matrices = random(seed);
        let (explored, _) = game(&matrices.text());
        let draws: Vec<Vec<f64>> = precisions.iter().map(|&precision| vec![precision]).collect();
        let closely = solved(&explored, &draws, BranchMethod::FineSteps);
        let traced = solved(&explored, &draws, BranchMethod::ArcLength);
        for (lane, &precision) in precisions.iter().enumerate() {
            // Where branches cross, or the follower gives up, nothing says which is meant.
            let found = match follow(&matrices, precision) {
                Some(found) if found.crossings == 0 => found,
                _ => continue,
            };
            for solution in [&closely, &traced] {
                let far = apart(&solution.profile, lane, &found);
                if solution.status[lane] != Status::Converged || far > 1e-6 {
                    lost.push((seed, precision, solution.evidence[lane], far, found.folds));
                }
            }
            by_sweeps += usize::from(closely.evidence[lane] == Evidence::Contraction);
            folds += usize::from(found.folds > 0);
            if singular_points(&traced, lane, SingularPoint::Fold) != found.folds {
                lost.push((seed, precision, Evidence::Trace, f64::NAN, found.folds));
            }
        }
    }
    assert!(lost.is_empty(), "{} of them: {lost:?}", lost.len());
    assert!(by_sweeps > 50 && folds > 0, "{by_sweeps}, {folds} with folds");
}

/// Sweeps and tracing agree, on many more games than the slow follower has time for.
#[test]
fn contracting_sweeps_agree_with_tracing() {
    let precisions = [0.3, 0.8, 1.5, 3.0, 5.0, 8.0, 12.0, 20.0];
    let draws: Vec<Vec<f64>> = precisions.iter().map(|&p| vec![p]).collect();
    let (mut by_sweeps, mut elsewhere) = (0, Vec::new());
    for seed in 1..=20 * games() {
        let matrices = random(seed);
        let (explored, _) = game(&matrices.text());
        let swept = solved(&explored, &draws, BranchMethod::FineSteps);
        if !swept.evidence.contains(&Evidence::Contraction) {
            continue;
        }
        let traced = solved(&explored, &draws, BranchMethod::ArcLength);
        for lane in 0..draws.len() {
            if swept.evidence[lane] != Evidence::Contraction {
                continue;
            }
            by_sweeps += 1;
            let pairs = swept.profile.periods[0].iter().zip(&traced.profile.periods[0]);
            let far = pairs.fold(0.0, |most, (a, b)| {
                pactum::unstable::numeric::math::max(most, (a[lane] - b[lane]).abs())
            });
            if far > 1e-6 {
                elsewhere.push((seed, precisions[lane], far));
            }
        }
    }
    // One in some ten thousand goes astray at its first station.
    assert!(
        elsewhere.len() * 5_000 <= by_sweeps && by_sweeps > 500,
        "{by_sweeps} by sweeps, elsewhere: {elsewhere:?}"
    );
}

/// The stag hunt: the branch goes to hares until the stag outweighs the risk.
#[test]
fn draws_on_both_sides_of_risk_dominance_are_solved_separately() {
    let hunt = |stag: f64| Matrices {
        row: vec![vec![stag, 0.0], vec![3.0, 3.0]],
        column: vec![vec![stag, 3.0], vec![0.0, 3.0]],
    };
    for (stag, hunted) in [(4.0, false), (5.5, false), (6.5, true), (9.0, true)] {
        let (explored, _) = game(&hunt(stag).text());
        let draws = [vec![1.0], vec![4.0], vec![20.0]];
        for following in [BranchMethod::Adaptive, BranchMethod::FineSteps, BranchMethod::ArcLength] {
            let solution = solved(&explored, &draws, following);
            for lane in 0..draws.len() {
                let chance = solution.profile.periods[0][0][lane];
                assert_eq!(solution.status[lane], Status::Converged);
                assert_eq!(chance > 0.5, hunted, "stag {stag}, lane {lane}: {chance}");
            }
        }
    }
}

/// Where the game is symmetric and mistakes cancel, two branches leave the one of uniform play: the bifurcation is reported.
#[test]
fn a_bifurcation_is_reported_with_its_place() {
    let both = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
    let pure = Matrices {
        row: both.clone(),
        column: both,
    };
    let (explored, _) = game(&pure.text());
    let solution = solved(&explored, &[vec![8.0]], BranchMethod::Adaptive);
    // Even chance answers itself at any precision; from precision 2 on it is not alone.
    assert!((solution.profile.periods[0][0][0] - 0.5).abs() < 1e-9);
    assert_eq!(solution.status[0], Status::Converged);
    let crossings: Vec<f64> = solution.singular_points[0].iter().map(|(_, s)| *s).collect();
    assert_eq!(
        singular_points(&solution, 0, SingularPoint::Bifurcation),
        1,
        "{crossings:?}"
    );
    assert!((crossings[0] - 0.25).abs() < 1e-2, "{crossings:?}");
}

/// A lane has the same bits alone and in any company, whichever rung answers.
#[test]
fn lanes_are_independent() {
    let mut random = Xorshift::new(77);
    let matrices = Matrices::random(3, &mut random);
    let (explored, _) = game(&matrices.text());
    let draws: Vec<Vec<f64>> = [0.2, 9.0, 0.7, 2.5, 30.0].iter().map(|&p| vec![p]).collect();
    let together = solved(&explored, &draws, BranchMethod::Adaptive);
    for (lane, draw) in draws.iter().enumerate() {
        let alone = solved(&explored, std::slice::from_ref(draw), BranchMethod::Adaptive);
        for (one, all) in alone.profile.periods[0].iter().zip(&together.profile.periods[0]) {
            assert_eq!(one[0].to_bits(), all[lane].to_bits());
        }
        assert_eq!(alone.evidence[0], together.evidence[lane]);
        assert_eq!(alone.sweeps[0], together.sweeps[lane]);
    }
}
