using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>
/// <c>--header-env</c>: a header whose value is in a variable. Beside <c>--header "NAME: ${env:VARIABLE}"</c> because several clients
/// replace <c>${env:…}</c> in the commands that they start, and by variables of their own.
/// </summary>
internal static class HeaderVariables
{
    /// <summary>A new option; each verb has its own.</summary>
    public static Option<string[]> Create() => new("--header-env")
    {
        Description = "Header for the upstream whose value is in a variable, like \"Authorization: MY_TOKEN\"",
        HelpName = "NAME: VARIABLE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Both kinds of header as the first kind.</summary>
    public static string[] Join(string[]? headers, string[]? variables) =>
    [
        .. headers ?? [],
        .. (variables ?? []).Select(one => one.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 } variable]
            ? $"{name}: ${{env:{variable}}}" : one),
    ];
}
