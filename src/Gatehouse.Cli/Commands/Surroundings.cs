using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>What a verb takes from around it beside its words: variables, standard input, the user's folders. Tests bring their own.</summary>
internal sealed class Surroundings : InvocationConfiguration
{
    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Standard input.</summary>
    public TextReader Input { get; init; } = System.Console.In;

    /// <summary>Whether somebody sits at the keyboard: then secrets are asked for, without echo.</summary>
    public bool HasKeyboard { get; init; } = !System.Console.IsInputRedirected;

    /// <summary>The user's configuration folder for this program; null where the system knows none.</summary>
    public string? ConfigFolder { get; init; } =
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? Path.Combine(folder, "gatehouse")
            : null;

    /// <summary>Those of an invocation: the process's own unless a test brought others.</summary>
    public static Surroundings Of(ParseResult parsed) => parsed.InvocationConfiguration as Surroundings ?? new();
}
