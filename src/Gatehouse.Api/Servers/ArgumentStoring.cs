using System.Collections.Immutable;

namespace Gatehouse.Api.Servers;

/// <summary>That the values of arguments of a server's calls are stored, encrypted. Without it only names, types and lengths are.</summary>
public sealed record ArgumentStoring
{
    /// <summary>How long a value is kept; a shorter time holds for what is stored already.</summary>
    /// <value>1 to 365 days.</value>
    public required int KeepDays { get; init; }

    /// <summary>What is left out, besides what always is: names and forms of passwords, tokens, keys and the like.</summary>
    public ArgumentRedactions? Redact { get; init; }
}

/// <summary>Values that are not stored; of each its type and a class of its length stay.</summary>
public sealed record ArgumentRedactions
{
    /// <summary>Names of members, at any depth; <c>*</c> stands for anything. Letter case and signs between letters do not matter.</summary>
    /// <value>At most 64.</value>
    public ImmutableArray<string>? Names { get; init; }

    /// <summary>Paths into the arguments as conditions have them, <c>args.customer.email</c>, <c>args.items[*].note</c>.</summary>
    /// <value>At most 64.</value>
    public ImmutableArray<string>? Paths { get; init; }

    /// <summary>Patterns as the operator <c>regex</c> has them, looked for in strings and in numbers as they are written.</summary>
    /// <value>At most 64.</value>
    public ImmutableArray<string>? Values { get; init; }
}
