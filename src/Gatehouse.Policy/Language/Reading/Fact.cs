using System.Collections.Immutable;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>One fact about the call: what it can be, and so how it can be tested.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Words">The words that it can be, if they are known.</param>
/// <param name="MayBeMissing">Whether it can be absent, and not merely unknown.</param>
/// <param name="IsClaim">Whether the client or the server says it of itself.</param>
internal sealed record Fact(FactKind Kind, ImmutableArray<string> Words, bool MayBeMissing = false,
    bool IsClaim = false)
{
    private static readonly string[] _equality = ["eq", "neq", "in", "not_in", "exists"];
    private static readonly string[] _order = ["lt", "lte", "gt", "gte"];

    private static readonly string[] _text =
        ["regex", "contains", "starts_with", "ends_with", "length_gt", "length_lt"];

    private static readonly string[] _place =
        ["path_within", "path_not_within", "host_in", "host_not_in", "sql_in", "sql_not_in"];

    /// <summary>The operators that can be used on it; null is every one.</summary>
    public ImmutableArray<string>? Operators { get; } = Kind switch
    {
        FactKind.Any => null,
        FactKind.Calls => ["contains"],
        FactKind.Word or FactKind.Flag => [.. _equality],
        FactKind.Hour or FactKind.Date => [.. _equality, .. _order],
        FactKind.Name => [.. _equality, .. _text],
        _ => [.. _equality, .. _text, .. _place],
    };
}

/// <summary>The types of facts.</summary>
internal enum FactKind : byte
{
    /// <summary>Any JSON: what a server declares.</summary>
    Any = 0,

    /// <summary>A name or id.</summary>
    Name,

    /// <summary>Free text, which may be a path or URL.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A boolean.</summary>
    Flag,

    /// <summary>0 to 23.</summary>
    Hour,

    /// <summary><c>YYYY-MM-DD</c>, ordered.</summary>
    Date,

    /// <summary>What was called, asked by <c>contains</c> only.</summary>
    Calls,
}
