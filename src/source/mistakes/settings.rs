//! Mistakes in what variants and the command line change.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::UnknownVariant,
        number: 601,
        title: "There is no such variant",
        explanation: "Variants are declared as `[variants.NAME]`. A file without any has one, called `base`.",
        example: r#"pactum run deal.toml --variant plain"#,
    },
    Mistake {
        code: Code::UnknownSetting,
        number: 602,
        title: "There is no such key to set",
        explanation: "A key is `parameter`, `parameter.value`, `variable.start`, `actor.type`, `actor.discount`, \
            `commitment.credibility` or `commitment.cost`. `pactum check FILE --parameters` lists them all.",
        example: r#"--set clause=none         # wrong, for a variable
--set clause.start=none   # right"#,
    },
    Mistake {
        code: Code::NotKeyValue,
        number: 603,
        title: "A `--set` argument is not KEY=VALUE",
        explanation: "The key, an equals sign, the value; the whole in quotes where the shell would split it.",
        example: r#"--set precision 0.1   # wrong
--set precision=0.1   # right"#,
    },
    Mistake {
        code: Code::CannotRescale,
        number: 604,
        title: "The chances of the other types cannot be rescaled",
        explanation: "Where one prior is set, the others share what is left in their old proportions. If all of them \
            are 0, there are none: set all of them.",
        example: r#"types = { hawk = 1, dove = 0, owl = 0 }
set = { "actor.hawk" = 0.5 }                          # wrong
set = { "actor.hawk" = 0.5, "actor.dove" = 0.5 }      # right"#,
    },
    Mistake {
        code: Code::SetTwice,
        number: 691,
        title: "A key is set twice on the command line",
        explanation: "The last one counts. That is legal, but rarely meant.",
        example: r#"--set precision=0.1 --set precision=0.2"#,
    },
    Mistake {
        code: Code::SeenByNobody,
        number: 692,
        title: "`seen_by` has no effect here",
        explanation: "A commitment that is drawn on every occasion is over when the occasion is: there is nothing to \
            be seen.",
        example: r#"drawn = "per_occasion"
seen_by = ["observer"]   # has no effect"#,
    },
    Mistake {
        code: Code::NotCorrelated,
        number: 693,
        title: "A correlation has no effect",
        explanation: "A parameter that is fixed follows nothing. That is so when it is set on the command line or by a variant.",
        example: r#"--set lag=4   # and a correlation between lag and worth"#,
    },
];
