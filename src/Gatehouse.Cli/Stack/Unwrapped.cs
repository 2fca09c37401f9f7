using System.Collections.Immutable;

namespace Gatehouse.Cli.Stack;

/// <summary>What stands behind a <c>gatehouse run</c> of a configuration.</summary>
/// <param name="Command">The server's own command; empty for an address.</param>
/// <param name="Address">The server's address, or null.</param>
/// <param name="IsSse">Whether the address is an event stream.</param>
/// <param name="HeaderVariables">Headers whose value is in a variable: name and variable.</param>
internal sealed record Unwrapped(
    ImmutableArray<string> Command, string? Address, bool IsSse, ImmutableArray<KeyValuePair<string, string>> HeaderVariables)
{
    /// <summary>Reads it; null for a command that is something else.</summary>
    public static Unwrapped? Of(ImmutableArray<string> command)
    {
        if (command.Length < 3 || Path.GetFileNameWithoutExtension(command[0]) is not "gatehouse" || command[1] != "run")
        {
            return null;
        }

        if (command.IndexOf("--") is > 0 and var at && at + 1 < command.Length)
        {
            return new([.. command.Skip(at + 1)], null, false, []);
        }

        string? After(int place) => place + 1 < command.Length ? command[place + 1] : null;
        return command.IndexOf("--upstream") is > 0 and var url && After(url) is { } address
            ? new([], address, command.Contains("--sse"), [.. Enumerable.Range(2, command.Length - 2)
                .Where(place => command[place] == "--header-env").Select(place => After(place)?.Split(':', 2, StringSplitOptions.TrimEntries))
                .OfType<string[]>().Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))])
            : null;
    }

    /// <summary>The headers, with the values that the entry's environment has for them.</summary>
    public ImmutableSortedDictionary<string, string> Headers(IReadOnlyDictionary<string, string> environment) =>
        HeaderVariables.Where(pair => environment.ContainsKey(pair.Value))
            .ToImmutableSortedDictionary(pair => pair.Key, pair => environment[pair.Value], StringComparer.OrdinalIgnoreCase);
}
