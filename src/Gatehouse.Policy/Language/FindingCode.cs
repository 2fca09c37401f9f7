namespace Gatehouse.Policy.Language;

/// <summary>One kind of finding: its stable word, what it weighs, and its line in docs/reference/findings.md.</summary>
/// <param name="Word">Kebab case.</param>
/// <param name="Severity">What it weighs, always.</param>
/// <param name="Explanation">One sentence, Markdown.</param>
internal sealed record FindingCode(string Word, FindingSeverity Severity, string Explanation)
{
    // Findings of the text.
    public static readonly FindingCode NotUtf8 = Error("not-utf8", "The text is not UTF-8.") with { IsOfText = true };
    public static readonly FindingCode ByteOrderMark =
        Error("byte-order-mark", "The text begins with a byte-order mark.") with { IsOfText = true };
    public static readonly FindingCode TooLarge =
        Error("too-large", "The text has more than 2 MiB.") with { IsOfText = true };
    public static readonly FindingCode JsonSyntax =
        Error("json-syntax", "The text is not JSON; nothing behind this place was read.") with { IsOfText = true };
    public static readonly FindingCode JsonComment =
        Error("json-comment", "The text has a comment; JSON has none.") with { IsOfText = true };
    public static readonly FindingCode JsonTrailingComma =
        Error("json-trailing-comma", "A comma stands before a closing bracket.") with { IsOfText = true };
    public static readonly FindingCode JsonLoneSurrogate =
        Error("json-lone-surrogate", "An escape writes half of a surrogate pair.") with { IsOfText = true };
    public static readonly FindingCode JsonTooDeep = Error(
        "json-too-deep",
        "The document nests deeper than 64 levels; nothing behind this place was read.") with { IsOfText = true };
    public static readonly FindingCode MemberRepeated = Error(
        "member-repeated",
        "An object has two members of one name, however they are escaped.") with { IsOfText = true };

    // Findings of the shape.
    public static readonly FindingCode MemberUnknown =
        Error("member-unknown", "A member is not one that the language has at this place.");
    public static readonly FindingCode MemberMissing =
        Error("member-missing", "A member that must be there is missing.");
    public static readonly FindingCode TypeWrong =
        Error("type-wrong", "A value has another JSON type than its place needs.");
    public static readonly FindingCode WordUnknown =
        Error("word-unknown", "A text is not one of the words that its place knows.");
    public static readonly FindingCode VersionUnsupported = Error("version-unsupported", "`version` is not `\"1\"`.");
    public static readonly FindingCode NumberNotWhole =
        Error("number-not-whole", "A number must be whole and is not.");
    public static readonly FindingCode NumberRange = Error("number-range", "A number is outside of its range.");
    public static readonly FindingCode NumberInexact =
        Error("number-inexact", "A number has more than 28 significant digits or 28 decimals, or is 10^28 or more.");
    public static readonly FindingCode TextEmpty = Error("text-empty", "A text that must say something is empty.");
    public static readonly FindingCode TextTooLong = Error("text-too-long", "A text is longer than its cap.");
    public static readonly FindingCode TooMany = Error("too-many", "A list is longer than its cap.");
    public static readonly FindingCode DurationInvalid =
        Error("duration-invalid", "A duration is not a whole number and `s`, `m`, `h` or `d`.");
    public static readonly FindingCode DurationRange = Error("duration-range", "A duration is outside of its range.");

    // Findings of the document and its rules.
    public static readonly FindingCode ToolsKeyAll =
        Error("tools-key-all", "A key of `tools` is nothing but `*`, which would undo `default: deny`.");
    public static readonly FindingCode TimezoneUnknown =
        Error("timezone-unknown", "`timezone` is not an IANA name that this machine's time zone database has.");
    public static readonly FindingCode TimezoneDataMissing =
        Error("timezone-data-missing", "This machine has no time zone database, so no zone but `UTC` can be used.");
    public static readonly FindingCode ObserveUntilMissing =
        Error("observe-until-missing", "`mode: observe` has no `observe_until`.");
    public static readonly FindingCode ObserveUntilInvalid =
        Error("observe-until-invalid", "`observe_until` is not an RFC 3339 time.");
    public static readonly FindingCode ObserveUntilTooFar =
        Error("observe-until-too-far", "`observe_until` is more than 30 days away.");
    public static readonly FindingCode ReasonWithoutAction =
        Error("reason-without-action", "`reason` stands without an `action` that denies or asks.");
    public static readonly FindingCode IdRepeated =
        Error("id-repeated", "Two entries of one list have the same `id`.");
    public static readonly FindingCode CounterRepeated =
        Error("counter-repeated", "Two limits of one list have the same `counter`.");
    public static readonly FindingCode SessionsUnused =
        Error("sessions-unused", "`sessions` stands on a limit whose scope is not `session`.");
    public static readonly FindingCode IncrementFromAllTools =
        Error("increment-from-all-tools", "`increment_from` stands in `all_tools`.");
    public static readonly FindingCode IncrementFromFact =
        Error("increment-from-fact", "`increment_from` is not a path into the arguments.");

    // Findings of conditions.
    public static readonly FindingCode PathInvalid =
        Error("path-invalid", "A path is not spelt as a root and at most 8 steps.");
    public static readonly FindingCode PathRootUnknown =
        Error("path-root-unknown", "A path begins with a root that the language does not have.");
    public static readonly FindingCode FactUnknown = Error("fact-unknown", "A path names a fact that does not exist.");
    public static readonly FindingCode FactOperator =
        Error("fact-operator", "An operator cannot be used on this fact.");
    public static readonly FindingCode FactValue = Error("fact-value", "A value is not one that this fact can have.");
    public static readonly FindingCode OperatorUnknown =
        Error("operator-unknown", "`op` is not an operator of the language.");
    public static readonly FindingCode OperandInvalid =
        Error("operand-invalid", "The operator cannot use this `value`.");
    public static readonly FindingCode PatternInvalid =
        Error("pattern-invalid", "A `regex` is not spelt as the language's regular expressions are.");
    public static readonly FindingCode OperandEmpty = Error("operand-empty", "A text or list in `value` is empty.");
    public static readonly FindingCode DialectUnused =
        Error("dialect-unused", "`dialect` stands on an operator that reads no SQL.");

    // Findings that need a yes on saving.
    public static readonly FindingCode MatchesNoTool = Confirm(
        "matches-no-tool",
        "A key that restricts, or an entry of `hide` or `outside`, matches no tool: it protects nothing.");
    public static readonly FindingCode PatternOpensCritical =
        Confirm("pattern-opens-critical", "A pattern under `default: deny` opens a tool of critical risk.");
    public static readonly FindingCode CriticalUnlisted =
        Confirm("critical-unlisted", "`default: allow` opens tools of critical risk that no key names.");
    public static readonly FindingCode Observe =
        Confirm("observe", "The document only observes until `observe_until`.");

    // Findings worth a look.
    public static readonly FindingCode ObserveOver =
        Warn("observe-over", "`observe_until` has passed, so the document enforces.");
    public static readonly FindingCode ObserveUntilUnused =
        Warn("observe-until-unused", "`observe_until` stands without `mode: observe`.");
    public static readonly FindingCode PatternRepeated =
        Warn("pattern-repeated", "An entry stands in its list twice, or another one covers it.");
    public static readonly FindingCode OpensNothing =
        Warn("opens-nothing", "A key without rules matches no tool of the server.");
    public static readonly FindingCode HiddenRules =
        Warn("hidden-rules", "A key's tools are hidden, so its rules never matter.");
    public static readonly FindingCode RuleNeverReached =
        Warn("rule-never-reached", "A rule stands behind a denial that always holds.");
    public static readonly FindingCode RequireEmpty =
        Warn("require-empty", "An entry of `require` has no conditions, so it always holds.");
    public static readonly FindingCode RequireContradiction = Warn(
        "require-contradiction",
        "What `require` asks for and what else is required or denied leaves no value that passes.");
    public static readonly FindingCode NeverHolds =
        Warn("never-holds", "The conditions of an entry, or a single one, can never hold.");
    public static readonly FindingCode AllowOnPattern = Warn(
        "allow-on-pattern",
        "`action: allow` on a pattern says no more than `{}`; only an exact key is an exception.");
    public static readonly FindingCode ExactUnderDenial =
        Warn("exact-under-denial", "An exact key stands under a pattern that denies it.");
    public static readonly FindingCode ArgumentUndeclared =
        Warn("argument-undeclared", "A path names an argument that the tool's schema does not have.");
    public static readonly FindingCode ArgumentType =
        Warn("argument-type", "A condition needs another type than the tool's schema gives the argument.");
    public static readonly FindingCode BoundOnOptional =
        Warn("bound-on-optional", "A bound stands on an argument that may be left out: leaving it out denies.");
    public static readonly FindingCode RegexUnanchored =
        Warn("regex-unanchored", "A `regex` in `require` does not hold for the whole text.");
    public static readonly FindingCode RegexRepetition =
        Warn("regex-repetition", "A `regex` repeats a counted repetition, which grows its states.");
    public static readonly FindingCode TextTestOnPath =
        Warn("text-test-on-path", "A test of text is used on a path or URL, which can be spelt in many ways.");
    public static readonly FindingCode EveryTwice =
        Warn("every-twice", "Two conditions of one entry have `[*]` and may be met by different elements.");
    public static readonly FindingCode ContainsAmbiguous =
        Warn("contains-ambiguous", "`contains` stands on an argument that may be a string or an array.");
    public static readonly FindingCode StarKey =
        Warn("star-key", "A path has the key `*`, which is a name and not every element.");
    public static readonly FindingCode Claim =
        Warn("claim", "A condition believes what the client or the server says of itself.");
    public static readonly FindingCode SessionLimitOnly = Warn(
        "session-limit-only",
        "A critical tool has session limits only, which the client can lift by opening sessions.");

    // Findings that explain.
    public static readonly FindingCode ApprovalIdiom =
        Note("approval-idiom", "A `deny_if` entry is read as an approval, because its message says so.");

    /// <summary>Every code, in the order of the reference.</summary>
    public static readonly FindingCode[] All =
    [
        NotUtf8, ByteOrderMark, TooLarge, JsonSyntax, JsonComment, JsonTrailingComma, JsonLoneSurrogate, JsonTooDeep,
        MemberRepeated, MemberUnknown, MemberMissing, TypeWrong, WordUnknown, VersionUnsupported, NumberNotWhole,
        NumberRange, NumberInexact, TextEmpty, TextTooLong, TooMany, DurationInvalid, DurationRange, ToolsKeyAll,
        TimezoneUnknown, TimezoneDataMissing, ObserveUntilMissing, ObserveUntilInvalid, ObserveUntilTooFar,
        ReasonWithoutAction, IdRepeated, CounterRepeated, SessionsUnused, IncrementFromAllTools, IncrementFromFact,
        PathInvalid, PathRootUnknown, FactUnknown, FactOperator, FactValue, OperatorUnknown, OperandInvalid,
        PatternInvalid, OperandEmpty, DialectUnused, MatchesNoTool, PatternOpensCritical, CriticalUnlisted, Observe,
        ObserveOver, ObserveUntilUnused, PatternRepeated, OpensNothing, HiddenRules, RuleNeverReached, RequireEmpty,
        RequireContradiction, NeverHolds, AllowOnPattern, ExactUnderDenial, ArgumentUndeclared, ArgumentType,
        BoundOnOptional, RegexUnanchored, RegexRepetition, TextTestOnPath, EveryTwice, ContainsAmbiguous, StarKey,
        Claim, SessionLimitOnly, ApprovalIdiom,
    ];

    /// <summary>Whether the text itself is at fault, so that another reader of JSON may not read it alike.</summary>
    public bool IsOfText { get; private init; }

    private static FindingCode Error(string word, string explanation) => new(word, FindingSeverity.Error, explanation);

    private static FindingCode Confirm(string word, string explanation) =>
        new(word, FindingSeverity.Confirmation, explanation);

    private static FindingCode Warn(string word, string explanation) => new(word, FindingSeverity.Warning, explanation);

    private static FindingCode Note(string word, string explanation) => new(word, FindingSeverity.Note, explanation);
}
