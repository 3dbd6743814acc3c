//! Mistakes with `extends`.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::NoBase,
        number: 701,
        title: "The file to extend cannot be read",
        explanation: "`extends` names another scenario file, from the folder of the file that extends it.",
        example: r#"extends = "bsae.toml"   # wrong
extends = "base.toml"   # right"#,
    },
    Mistake {
        code: Code::BaseOutside,
        number: 702,
        title: "The file to extend lies outside of the scenario's folder",
        explanation: "A scenario and all it extends lie in one folder or below it, so that the folder can be copied as \
            a whole. Symbolic links count as what they point to.",
        example: r#"extends = "../shared/base.toml"   # wrong
extends = "shared/base.toml"      # right"#,
    },
    Mistake {
        code: Code::ExtendsCircle,
        number: 703,
        title: "Files extend each other in a circle",
        explanation: "A file cannot rest on itself.",
        example: r#"a.toml: extends = "b.toml"
b.toml: extends = "a.toml"   # wrong"#,
    },
    Mistake {
        code: Code::ExtendsTooDeep,
        number: 704,
        title: "Too many files extend each other",
        explanation: "At most 16 files may lie on each other. Whoever reads the result has to read them all.",
        example: r#"extends = "base.toml""#,
    },
    Mistake {
        code: Code::CannotMerge,
        number: 705,
        title: "The extending file replaces something by another kind of thing",
        explanation: "A table can only be extended by a table, and a list of tables only by a list of tables.",
        example: r#"base.toml:      [parameters.cost]
                value = 3
extending file: [parameters]
                cost = 4             # wrong
extending file: [parameters.cost]
                value = 4            # right"#,
    },
];
