using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>What a path leads to: the table "met on the way" of section 3.</summary>
internal abstract record Found
{
    /// <summary>Absent, null, or past the end: one thing everywhere.</summary>
    internal sealed record Missing : Found;

    /// <summary>The walk could not go on, or the gateway does not have the fact.</summary>
    internal sealed record Unclear(UnknownWhy Why) : Found;

    /// <summary>One value that is not null.</summary>
    internal sealed record Value(JsonElement Json) : Found;

    /// <summary><c>[*]</c>: one result for each element.</summary>
    internal sealed record Every(IReadOnlyList<Found> Parts) : Found;

    /// <summary>A set of which some members are known, some may be there, and the rest is not: <c>session.called</c>.</summary>
    internal sealed record Members(Func<string, Truth> Holds) : Found;

    public static Found Of(string? text) =>
        text is null ? new Missing() : new Value(JsonSerializer.SerializeToElement(text));

    public static Found Of(bool flag) => new Value(JsonSerializer.SerializeToElement(flag));

    public static Found Of(int number) => new Value(JsonSerializer.SerializeToElement(number));
}
