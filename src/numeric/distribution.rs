//! Distributions.

/// How an uncertain parameter is drawn.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "to be replaced")]
pub enum Distribution {
    Uniform {
        low: f64,
        high: f64,
    },
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    Pert {
        low: f64,
        mode: f64,
        high: f64,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    Beta {
        alpha: f64,
        beta: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    Loguniform {
        low: f64,
        high: f64,
    },
    Discrete {
        values: Vec<f64>,
        weights: Vec<f64>,
    },
    Truncated {
        inner: Box<Distribution>,
        low: Option<f64>,
        high: Option<f64>,
    },
}
