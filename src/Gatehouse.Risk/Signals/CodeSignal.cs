using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>code</c>: free-form code, shell or SQL that may write. A shell or interpreter on the host is critical.</summary>
internal sealed class CodeSignal : Signal
{
    private static readonly GroupSet Code = Groups("in_code");
    private static readonly GroupSet Words = Groups("codeword");
    private static readonly GroupSet Host = Groups("in_host");
    private static readonly GroupSet Desktop = Groups("in_machine");
    private static readonly GroupSet Container = Groups("in_container");
    private static readonly GroupSet App = Groups("in_app");

    private const string OnHost = ", on the host";

    public override string Name => "code";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Execute)
        {
            return null;
        }

        foreach (var argument in reading.Tool.Arguments)
        {
            if (Folding.Fold(argument.Name) is "code" or "script" or "command" or "cmd" or "sql" or "shell" or "python" or "javascript" or "expression" or "program")
            {
                return $"argument: {argument.Name}{Where(reading)}";
            }
        }

        return reading.Deciding?.Text is "run" or "execute" or "exec" or "evaluate" or "eval" or "send" or "write"
            && InOpening(reading, Code | Host | Words) is { } said ? said + Where(reading) : null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) =>
        evidence.EndsWith(OnHost, StringComparison.Ordinal) ? RiskLevel.Critical : AtLeast(RiskLevel.High, level);

    // "desktop-commander", "server-cmd", "macos-automator": what runs there runs on the machine.
    private static bool IsNamedSo(Reading reading) => (reading.ServerNameGroups & (Host | Desktop)) != 0;

    private static string Where(Reading reading) => IsOnHost(reading) ? OnHost : "";

    // "ledger_raw_command", "run_operational_mode_command": the command of a product, not of the host.
    private static bool IsOfProduct(Reading reading) => reading.Name.Count > 2 && !IsNamedSo(reading)
        && !reading.Words.Exists(static word => word is { Sentence: 0, Term.Text: "shell" or "bash" or "terminal" or "powershell" or "system" or "ssh" or "python" or "javascript" })
        && !reading.Name.Exists(static word => word.Term?.Text is "shell" or "bash" or "terminal" or "powershell" or "system" or "ssh" or "python");

    /// <summary>Whether a shell or interpreter runs on the host itself.</summary>
    public static bool IsOnHost(Reading reading)
    {
        var near = reading.NameGroups | reading.OpeningGroups;
        var runs = reading.Name.Exists(token => token.Term?.Text is "run" or "execute" or "exec" or "command" or "shell" or "bash" or "terminal" or "powershell" or "ssh" or "repl");
        return runs && ((near & Host) != 0 || (near & Code) != 0 || IsNamedSo(reading)) && !IsOfProduct(reading)
            && ((near | reading.ServerNameGroups) & Container) == 0 && ((near | reading.ServerNameGroups) & App) == 0;
    }
}
