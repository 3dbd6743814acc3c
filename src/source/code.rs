//! The codes of errors and warnings, each with the Markdown file that explains it.

macro_rules! codes {
    ($($name:ident = $number:literal,)*) => {
        /// The kind of an error or a warning. Its number never changes and is never used again for another kind; the
        /// hundreds are the number of its group in `error_texts`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the files in `errors/` say what each one is")]
        pub enum Code { $($name = $number,)* }

        /// All codes by number, each with its text: a heading, an explanation, and an example in a code block.
        const TEXTS: &[(Code, &str)] =
            &[$((Code::$name, include_str!(concat!("errors/E", $number, ".md"))),)*];
    };
}

codes! {
    NotToml = 101,
    Unclosed = 102,
    UnknownKey = 103,
    MissingKey = 104,
    WrongKind = 105,
    NotFinite = 106,
    UnknownWord = 107,
    Empty = 108,
    PeriodCount = 109,
    NotAStrategy = 110,
    NotExactlyOne = 111,
    KeyOutOfPlace = 112,
    NoCentre = 113,
    SecondOtherwise = 114,
    AssignedTwice = 115,
    EndsAtOnce = 116,
    TruthFalse = 117,
    NothingHappens = 118,
    NoStrategy = 119,
    MissingCase = 120,
    NotDeclared = 121,
    OwnLaterWithoutLogit = 122,
    BadName = 201,
    ReservedName = 202,
    NamedTwice = 203,
    SharedName = 204,
    UnknownActor = 211,
    UnknownStage = 212,
    UnknownAction = 213,
    UnknownBranch = 214,
    UnknownValue = 215,
    NotAVariable = 216,
    NotNamedValues = 217,
    UnknownCommitment = 218,
    AmbiguousAction = 219,
    DoesNotDecide = 220,
    NoTypes = 221,
    OwnType = 222,
    UnknownParameter = 223,
    BadNest = 224,
    BadGroup = 225,
    MalformedNumber = 301,
    StraySign = 302,
    QuotesInside = 303,
    EmptyFormula = 304,
    Chained = 305,
    MisplacedNot = 306,
    MissingValue = 307,
    OpenParenthesis = 308,
    Leftover = 309,
    TooLarge = 310,
    UnknownFunction = 311,
    Arguments = 312,
    UnknownName = 313,
    NoValue = 314,
    MixedKinds = 315,
    KindMismatch = 316,
    NoResult = 317,
    Circle = 318,
    UncertainStructure = 401,
    Unseen = 402,
    OutOfReach = 403,
    NotAProbability = 501,
    SumNotOne = 502,
    BadDiscount = 503,
    NegativePrecision = 504,
    EmptyRange = 505,
    HugeRange = 506,
    StartOutside = 507,
    BadDistribution = 508,
    ImpossibleNominal = 509,
    BadShares = 510,
    BadCorrelation = 511,
    CannotCorrelate = 512,
    JointTypes = 513,
    JointBelief = 514,
    TooMany = 515,
    BadMultiple = 516,
    JointDraws = 517,
    UnknownVariant = 601,
    UnknownSetting = 602,
    NotKeyValue = 603,
    CannotRescale = 604,
    SetTwice = 691,
    SeenByNobody = 692,
    NotCorrelated = 693,
    NoBase = 701,
    BaseOutside = 702,
    ExtendsCircle = 703,
    ExtendsTooDeep = 704,
    CannotMerge = 705,
    NoAction = 801,
    LeavesRange = 802,
    NoOutcome = 803,
    PicksClash = 804,
    BoundToImpossible = 805,
    TwoPromises = 806,
    NoRule = 807,
    RulePlaysImpossible = 808,
    BadChance = 809,
    TooManyStates = 810,
    BadNumber = 811,
    FailsBeyond = 812,
    NeverMet = 813,
    Undefined = 814,
    OutcomeNeverReached = 901,
    StageNeverRuns = 902,
    NeverAsked = 903,
    ActionNeverAvailable = 904,
    BranchNeverPossible = 905,
    JointNeverApplies = 906,
    CommitmentNeverTriggered = 907,
    TermNeverPaid = 908,
    VariableNeverChanges = 909,
    ValueNeverTaken = 910,
    VariableNeverRead = 911,
    TypeNeverDrawn = 912,
    ParameterNeverUsed = 913,
    DefinitionNeverUsed = 914,
    NoSource = 915,
    NoPayoffs = 916,
    SharpChoice = 917,
    GameHeader = 1001,
    GameToken = 1002,
    GameEnds = 1003,
    OpenLabel = 1004,
    GameNumber = 1005,
    GameTooLarge = 1006,
    NodeKind = 1007,
    NoSuchPlayer = 1008,
    SetUndescribed = 1009,
    SetsDisagree = 1010,
    OutcomeUndescribed = 1011,
    OutcomesDisagree = 1012,
    NullOutcome = 1013,
    ChancesNotOne = 1014,
    NoStrategies = 1015,
    NoSuchOutcome = 1016,
    GameLeftover = 1017,
    NobodyPlays = 1018,
    SetTwiceOnPath = 1019,
    LabelsRenamed = 1051,
    LabelRefused = 1052,
    OddNumber = 1053,
    ChancesRounded = 1054,
    TextAfterTree = 1055,
}

impl Code {
    /// The code as messages show it: `E` and its number.
    pub fn name(self) -> String {
        format!("E{:03}", self.number())
    }

    /// The number of the code.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The Markdown text that explains it.
    pub(crate) fn text(self) -> &'static str {
        let at = TEXTS.binary_search_by_key(&self, |&(code, _)| code);
        TEXTS[at.expect("each code has a text, in order")].1
    }
}

/// All codes, by number.
pub fn all() -> impl Iterator<Item = Code> {
    TEXTS.iter().map(|&(code, _)| code)
}

/// The code with this name; capitals do not matter, and `E` may be left out.
pub(crate) fn find(name: &str) -> Option<Code> {
    let number = name.trim().trim_start_matches(['e', 'E']);
    all().find(|code| format!("{:03}", code.number()) == number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{Code, TEXTS, all, find};

    #[test]
    fn every_code_has_its_text_in_order() {
        assert!(TEXTS.is_sorted_by(|one, next| one.0 < next.0));
        for &(code, text) in TEXTS {
            assert!(text.starts_with(&format!("# {}: ", code.name())), "{code:?}");
            assert_eq!(code.text(), text);
        }
    }

    #[test]
    fn no_code_is_missing_from_the_table() {
        let declared = include_str!("code.rs").lines().filter(|line| {
            let number = line.strip_suffix(',').and_then(|line| line.split_once(" = "));
            number.is_some_and(|(_, number)| number.parse::<u16>().is_ok())
        });
        assert_eq!(declared.count(), TEXTS.len());
    }

    #[test]
    fn codes_and_files_agree() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source/errors");
        let files: BTreeSet<String> = fs::read_dir(folder)
            .expect("the folder of texts")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a plain name")
            })
            .collect();
        let expected: BTreeSet<String> = all().map(|code| format!("{}.md", code.name())).collect();
        assert_eq!(files, expected);
    }

    #[test]
    fn codes_are_found() {
        for name in ["E313", "e313", "313"] {
            assert_eq!(find(name), Some(Code::UnknownName));
        }
        assert_eq!(find("e1001"), Some(Code::GameHeader));
        for name in ["", "E", "E1", "E0313", "E999", "E9999", "x", "E-13"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
