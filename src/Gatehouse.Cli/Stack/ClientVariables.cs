using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gatehouse.Cli.Stack;

/// <summary>Puts this machine's values in where a client would: <c>${NAME}</c>, <c>${NAME:-x}</c>, <c>${env:NAME}</c>, <c>{env:NAME}</c> and the folders.</summary>
internal sealed partial class ClientVariables(Machine machine, string folder)
{
    private readonly List<string> _missing = [];

    /// <summary>What has no value here, as it is written.</summary>
    public ImmutableArray<string> Missing => [.. _missing.Distinct(StringComparer.Ordinal)];

    /// <summary>The text with values put in.</summary>
    public string Fill(string text) => text.Contains('{', StringComparison.Ordinal) ? Reference().Replace(text, Value) : text;

    /// <summary>The value of one variable; a missing one is noted.</summary>
    public string Of(string name)
    {
        if (machine.Own(name) is { } value)
        {
            return value;
        }

        _missing.Add(name);
        return "";
    }

    private string Value(Match match)
    {
        var name = match.Groups["name"].Value;
        switch (name)
        {
            case "workspaceFolder" or "workspaceRoot":
                return folder;
            case "userHome":
                return machine.Home;
            case "pathSeparator" or "/":
                return machine.System == MachineSystem.Windows ? "\\" : "/";
            default:
                break;
        }

        var variable = name.StartsWith("env:", StringComparison.Ordinal) ? name[4..] : name;
        if (variable.AsSpan().ContainsAny(':', ' '))
        {
            // An input that the client asks for, a file that it reads, another of its own.
            _missing.Add(match.Value);
            return "";
        }

        return machine.Own(variable) ?? (match.Groups["otherwise"] is { Success: true } otherwise ? otherwise.Value : Missed(match.Value));
    }

    private string Missed(string written)
    {
        _missing.Add(written);
        return "";
    }

    [GeneratedRegex(@"\$\{(?<name>[^{}\s]{1,200}?)(:-(?<otherwise>[^{}]{0,1000}))?\}|\{(?<name>(env|file):[^{}\s]{1,200})\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
