using System.Collections.Immutable;

namespace Gatehouse.Policy.Language;

/// <summary>One policy as it was written and found valid: `policy-language` section 1.</summary>
public sealed record PolicyDocument
{
    /// <summary>SHA-256 of the text in lower-case hex: the version that records name.</summary>
    public required string Hash { get; init; }

    /// <summary>Free text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>What happens to a tool that no key of <see cref="Tools"/> matches.</summary>
    public required PolicyDefault Default { get; init; }

    /// <summary>Whether the document is enforced or only logged.</summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>From this instant on the document enforces; set exactly when the mode is observe.</summary>
    public DateTimeOffset? ObserveUntil { get; init; }

    /// <summary>What <c>tools/list</c> shows.</summary>
    public ListMode List { get; init; } = ListMode.All;

    /// <summary>Tools that are absent.</summary>
    public ImmutableArray<NamePattern> Hide { get; init; } = [];

    /// <summary>Rules by key: exact keys first, then most literal characters, then ordinally.</summary>
    public ImmutableArray<ToolRules> Tools { get; init; } = [];

    /// <summary>Rules for every tool that is let through; null where the document has none.</summary>
    public ToolRules? AllTools { get; init; }

    /// <summary>URIs that may be read; null where the document does not say.</summary>
    public ImmutableArray<NamePattern>? Resources { get; init; }

    /// <summary>Prompts that may be fetched; null where the document does not say.</summary>
    public ImmutableArray<NamePattern>? Prompts { get; init; }

    /// <summary>Tools whose results carry outside content; null means every tool.</summary>
    public ImmutableArray<NamePattern>? Outside { get; init; }

    /// <summary>The zone of the <c>time</c> facts.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
}

/// <summary>The <c>default</c> of a document.</summary>
public enum PolicyDefault : byte
{
    /// <summary>Only tools that a key matches can pass.</summary>
    Deny = 0,

    /// <summary>Tools that no key matches pass.</summary>
    Allow,
}

/// <summary>The <c>mode</c> of a document.</summary>
public enum PolicyMode : byte
{
    /// <summary>Decisions hold.</summary>
    Enforce = 0,

    /// <summary>Decisions are logged as what would have happened.</summary>
    Observe,
}

/// <summary>The <c>list</c> of a document.</summary>
public enum ListMode : byte
{
    /// <summary>Denied tools stay visible, as PolicyLayer has it.</summary>
    All = 0,

    /// <summary>What is denied whatever the arguments is left out of <c>tools/list</c>.</summary>
    Allowed,
}

/// <summary>The rules under one key of <c>tools</c>, or under <c>all_tools</c>: section 2.</summary>
public sealed record ToolRules
{
    /// <summary>The key; null for <c>all_tools</c>.</summary>
    public required NamePattern? Key { get; init; }

    /// <summary>JSON Pointer of these rules, for example <c>/tools/drop_*</c> or <c>/all_tools</c>.</summary>
    public required string Pointer { get; init; }

    /// <summary>The <c>action</c>; null where none is written.</summary>
    public ToolAction? Action { get; init; }

    /// <summary>Message of a denying or asking action.</summary>
    public string? Reason { get; init; }

    /// <summary>Entries whose conditions must all hold.</summary>
    public ImmutableArray<RuleEntry> Require { get; init; } = [];

    /// <summary>Entries that deny, without those of the approval idiom.</summary>
    public ImmutableArray<RuleEntry> DenyIf { get; init; } = [];

    /// <summary>Entries that ask a person, those of the approval idiom included (section 2).</summary>
    public ImmutableArray<RuleEntry> RequireApproval { get; init; } = [];

    /// <summary>Limits, <c>rate_limit</c> included as the sliding session limit that it is.</summary>
    public ImmutableArray<LimitRule> Limits { get; init; } = [];

    /// <summary>Which members <c>params.arguments</c> may have.</summary>
    public ArgumentsRule Arguments { get; init; } = ArgumentsRule.Any;
}

/// <summary>The <c>action</c> of a key.</summary>
public enum ToolAction : byte
{
    /// <summary>Blocked completely, final.</summary>
    Deny = 0,

    /// <summary>Every call needs a person.</summary>
    RequireApproval,

    /// <summary>On an exact key: the only key that applies to its tool.</summary>
    Allow,
}

/// <summary>One entry of <c>require</c>, <c>deny_if</c> or <c>require_approval</c>.</summary>
public sealed record RuleEntry
{
    /// <summary>The rule id that is logged, a JSON Pointer: section 4.</summary>
    public required string Rule { get; init; }

    /// <summary>All must hold; empty always holds.</summary>
    public required ImmutableArray<Condition> Conditions { get; init; }

    /// <summary>The author's <c>on_deny</c> or <c>message</c>; null where none is written.</summary>
    public string? Message { get; init; }

    /// <summary>How long a request stays open, and again how long an approval can be used.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the call itself waits for its answer.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.Zero;

    /// <summary>Number of distinct people, 1 to 5.</summary>
    public int Approvers { get; init; } = 1;

    /// <summary>Whether it is a <c>deny_if</c> entry read as an approval.</summary>
    public bool IsIdiom { get; init; }
}

/// <summary>The <c>arguments</c> of a key.</summary>
/// <param name="Mode">Which check.</param>
/// <param name="Names">The permitted names of <see cref="ArgumentsMode.Names"/>, else empty.</param>
public sealed record ArgumentsRule(ArgumentsMode Mode, ImmutableArray<string> Names)
{
    /// <summary>No check.</summary>
    public static readonly ArgumentsRule Any = new(ArgumentsMode.Any, []);
}

/// <summary>Which members the arguments may have.</summary>
public enum ArgumentsMode : byte
{
    /// <summary>Any.</summary>
    Any = 0,

    /// <summary>The listed names at the top, no other.</summary>
    Names,

    /// <summary>None that the accepted input schema lacks.</summary>
    Declared,

    /// <summary>They validate against the accepted input schema.</summary>
    Schema,
}
