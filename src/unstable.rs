//! What benchmarks, fuzz targets and white-box tests of this crate need of its inside, name by name. Nothing here is stable.
pub mod explore {
    pub use crate::explore::{ExploreError, Explored, Limits, ProofResult, Size, Violation, explore, prove, unused};
}
pub mod expression {
    pub use crate::expression::{Binary, Slot, Tape, Tree, Unary};
    pub mod cone {
        pub use crate::expression::cone::Cone;
    }
    pub mod interval {
        pub use crate::expression::interval::Interval;
    }
    pub mod polynomial {
        pub use crate::expression::polynomial::{Shares, bounds};
    }
}
pub mod game {
    pub use crate::game::{
        Bound, ChanceCheck, DecisionKind, Edge, Factor, Game, InformationSet, Layer, LayerKind, Leaf, Members, Names,
        Node, Part, PaymentSet, PeriodGraph, PeriodState, Play, PrivateAttribute, Profile, Promise, Start, StartEnding,
        StartNext, StartNode, StartTo, Total, TypeProfile,
    };
}
pub mod interchange {
    pub use crate::interchange::{
        Cells, ExtensiveForm, Form, GameFile, Imported, Kind, NotATable, Table, TooManyNodes, Tree, chain, efg,
        equivalence_notes, extensive_form, import, nfg, open, parse, prism, read, table,
    };
}
pub mod numeric {
    pub mod copula {
        pub use crate::numeric::copula::Copula;
    }
    pub mod dirichlet {
        pub use crate::numeric::dirichlet::dirichlet;
    }
    pub mod distribution {
        pub use crate::numeric::distribution::{DirichletShare, Distribution, Empirical, Quantiles};
    }
    pub mod lanes {
        pub use crate::numeric::lanes::{LANES, Lanes, splat};
    }
    pub mod latin_hypercube {
        pub use crate::numeric::latin_hypercube::latin_hypercube;
    }
    pub mod math {
        pub use crate::numeric::math::{exp, ln, ln_gamma, log1p, logistic, max, min, pow, sin, sqrt};
    }
    pub mod path_following {
        pub use crate::numeric::path_following::Branch;
    }
    pub mod quantile {
        pub use crate::numeric::level::Level;
        pub use crate::numeric::quantile::student_t;
    }
    pub mod sketch {
        pub use crate::numeric::sketch::Sketch;
    }
    pub mod sobol_points {
        pub use crate::numeric::sobol_points::SobolPoints;
    }
    pub mod stream {
        pub use crate::numeric::stream::{Purpose, StreamKey};
    }
    pub mod summary {
        pub use crate::numeric::summary::{mean, standard_deviation};
    }
}
pub mod play {
    pub use crate::play::{
        Beliefs, BeliefsAfterEvents, CommitmentTally, CompiledGame, Compliance, Draw, Event, Events, Exact, Moments,
        Observers, Question, Simulator, Tallies, Trust, exact, exact_observed,
    };
}
#[cfg(feature = "cli")]
pub mod report {
    pub mod inventory {
        pub use crate::report::inventory::{SettingRow, settings};
    }
    pub mod listing {
        pub use crate::report::listing::listing;
    }
}
pub mod scenario {
    pub use crate::scenario::{
        Document, LoadError, Model, ParameterSampler, Varied, formatted, load, merged, read, unsourced,
    };
    pub mod keys {
        pub use crate::scenario::keys::{ALL, DISTRIBUTION};
    }
    pub mod model {
        pub use crate::scenario::model::{
            Binding, Branch, Chance, Choice, Commitment, Correlated, Effect, Joint, JointTypes, Model, Nest,
            NestMember, Outcome, Paid, Role, StageKind, Start, Strategy, Structural, Term,
        };
    }
}
pub mod source {
    pub use crate::source::{Code, Diagnostic, Diagnostics, Severity, Sources, Span, render};
    pub mod code {
        pub use crate::source::code::all;
    }
    pub mod error_texts {
        pub use crate::source::error_texts::page;
    }
}
pub mod strategy {
    pub use crate::strategy::{
        ActionValues, Beliefs, BranchMethod, Derivatives, EventProbabilities, Evidence, NoDerivative, Options,
        PrincipalBranch, Reachable, Recall, SingularPoint, Solution, Status, Tie, action_values, best_response_value,
        derivatives, solve,
    };
}
pub mod study {
    pub use crate::study::{Plan, SelectedDraw, SetFilter, StudyError, Variant, Watch, central, run, solve, verify};
    pub mod sensitivity {
        pub use crate::study::sensitivity::{
            Estimate, MorrisDesign, Resampling, Rows, ShapleyDesign, SobolDesign, morris_effects, pawn_index,
            saltelli_row, shapley_effects, sobol_indices,
        };
    }
    pub mod soundness {
        pub use crate::study::soundness::{check, wrong};
    }
    pub mod draws {
        pub use crate::study::draws::Draws;
    }
}
