using System.Collections.Immutable;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Scanning;

/// <summary>Asks before anything is started: every command and address is shown first, secrets covered.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="person">Who answers; null where nobody is there.</param>
internal sealed class Consent(Terminal terminal, TextReader? person)
{
    /// <summary>The person at this terminal, or null.</summary>
    public static TextReader? Person(Terminal terminal) =>
        terminal.IsTerminal && !System.Console.IsInputRedirected ? System.Console.In : null;

    /// <summary>Shows the servers and asks.</summary>
    /// <param name="targets">The servers.</param>
    /// <param name="isGiven">Whether the yes was given on the command line.</param>
    /// <returns>Those that are agreed to; null where nobody could be asked.</returns>
    public ImmutableArray<ScanTarget>? Ask(ImmutableArray<ScanTarget> targets, bool isGiven)
    {
        foreach (var target in targets)
        {
            var verb = target.Fault is not null ? "leave" : target.Places[0].Address is null ? "start" : "contact";
            terminal.Note($"  {verb,-8} {target.Id}: {target.Shown}");
            foreach (var place in target.Places)
            {
                var names = place.Environment.Keys.Concat(place.Headers.Keys.Select(name => name + ":")).ToArray();
                var with = names.Length == 0 ? "" : $", with {string.Join(", ", names)}";
                terminal.Note($"           {place.Client}, {place.File}:{place.Line}{with}");
            }
        }

        if (isGiven || targets.All(target => target.Fault is not null))
        {
            return targets;
        }

        if (person is null)
        {
            terminal.Note($"gatehouse: nobody is here to agree to this; look at the commands and say `--yes`");
            return null;
        }

        terminal.Note($"These run with your rights. Start and contact them? [y] all, [s] one by one, [N] none");
        return Answer() switch
        {
            'y' => targets,
            's' => [.. targets.Where(target => target.Fault is not null || IsWanted(target))],
            _ => [],
        };
    }

    /// <summary>One question with yes or no; no where nobody answers.</summary>
    public bool Agrees(string question)
    {
        terminal.Note($"{question} [y/N]");
        return Answer() == 'y';
    }

    private bool IsWanted(ScanTarget target)
    {
        terminal.Note($"{target.Id}: {target.Shown} [y/N]");
        return Answer() == 'y';
    }

    private char Answer() => person?.ReadLine()?.Trim() is { Length: > 0 } line ? char.ToLowerInvariant(line[0]) : 'n';
}
