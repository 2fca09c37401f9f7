using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.Records;

/// <summary>The values of a recorded call's arguments. They are text from an agent and may be hostile.</summary>
public sealed record StoredArgumentsView
{
    /// <summary>The call.</summary>
    public required string Call { get; init; }

    /// <summary>Whether there are any.</summary>
    public required StoredState State { get; init; }

    /// <summary>As they were sent, but for what is redacted.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Which values are redacted: this list says so, not what stands in their place, which anybody can send.</summary>
    public ImmutableArray<RedactedValue>? Redacted { get; init; }

    /// <summary>Their size as they were sent.</summary>
    public int? Bytes { get; init; }

    /// <summary>Until when they are kept.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A value that was not stored.</summary>
/// <param name="Path">Where it stood, as a condition names it; <c>args</c> alone where too many were redacted to list them.</param>
/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>object</c> or <c>array</c>.</param>
/// <param name="Length">How many characters a string had, as a class like <c>9-32</c>.</param>
public sealed record RedactedValue(string Path, string Type, string? Length = null);

/// <summary>What became of a call's values.</summary>
[JsonConverter(typeof(WordConverter<StoredState>))]
public enum StoredState : byte
{
    /// <summary>None were to be stored: the server's setting did not say so, or the call had none.</summary>
    None = 0,

    /// <summary>They were to be stored and are not there: their time is over, or the store did not take them.</summary>
    Missing,

    /// <summary>They were too large to be stored.</summary>
    TooLarge,

    /// <summary>They are there.</summary>
    Stored,
}

/// <summary>Whose arguments were read, for the audit: never a value.</summary>
/// <param name="Calls">How many calls'.</param>
/// <param name="Redacted">How many of their values were redacted.</param>
public sealed record ReadArguments(int Calls, int Redacted);
