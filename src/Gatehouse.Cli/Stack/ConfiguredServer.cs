using System.Collections.Immutable;

namespace Gatehouse.Cli.Stack;

/// <summary>A server as one client's configuration has it, with the variables of this machine put in.</summary>
internal sealed record ConfiguredServer
{
    /// <summary>Its name there. Outside text.</summary>
    public required string Name { get; init; }

    /// <summary>The client's name, for people.</summary>
    public required string Client { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line in the file on which its entry begins.</summary>
    public required int Line { get; init; }

    /// <summary>The entry itself.</summary>
    public required ConfigNode Entry { get; init; }

    /// <summary>Program and arguments; empty for a server over HTTP.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The environment that the entry adds. May hold secrets.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Its working folder, or null for the client's.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>The address; null for a program.</summary>
    public string? Address { get; init; }

    /// <summary>Headers for the address. May hold secrets.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether the address is an event stream of 2024-11-05.</summary>
    public bool IsSse { get; init; }

    /// <summary>Whether the client does not start it.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Variables and inputs that only the client knows, as they are written; without them it cannot be started.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Whether the command is <c>gatehouse run</c> already.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>What makes two entries one server: the same program, environment and address.</summary>
    public string Key => string.Join('\n', [
        .. Command, "", WorkingFolder ?? "", Address ?? "", .. Environment.Select(pair => $"{pair.Key}={pair.Value}"),
        .. Headers.Select(pair => $"{pair.Key}:{pair.Value}")]);

    /// <summary>Every value that may be a secret, for taking it out of what is shown.</summary>
    public ImmutableArray<string> Secrets => [.. Environment.Values.Concat(Headers.Values).Concat(SecretWords.In(Command)).Where(value => value.Length >= 6).Distinct(StringComparer.Ordinal)];
}
