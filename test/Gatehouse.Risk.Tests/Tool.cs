using System.Collections.Immutable;

namespace Gatehouse.Risk.Tests;

/// <summary>Definitions for tests, in one line.</summary>
internal static class Tool
{
    public static RiskAssessment Assess(string name, string description = "", string server = "", params string[] arguments) =>
        RiskClassifier.Assess(Of(name, description, server, arguments));

    public static ToolDefinition Of(string name, string description = "", string server = "", params string[] arguments) => new()
    {
        Name = name,
        Description = description,
        Server = server,
        Arguments = [.. arguments.Select(Argument)],
    };

    // "action=get,delete" is an argument with choices.
    private static ToolArgument Argument(string text) => text.Split('=', 2) is [var name, var choices]
        ? new(name, "", [.. choices.Split(',')])
        : new(text, "", []);

    public static IEnumerable<string> SignalNames(this RiskAssessment assessment) => assessment.Signals.Select(signal => signal.Name);
}
