using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Output;

/// <summary>Findings as lines that editors understand, and as JSON.</summary>
internal static class FindingLines
{
    /// <summary>The stable word of a severity.</summary>
    public static string Word(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Confirmation => "confirmation",
        FindingSeverity.Warning => "warning",
        FindingSeverity.Note => "note",
        _ => "error",
    };

    /// <summary><c>file:line:column: severity code: message (hint)</c>, on the output.</summary>
    public static void Print(Terminal terminal, string file, IEnumerable<Finding> findings)
    {
        foreach (var one in findings)
        {
            var hint = one.Hint is null ? "" : $" ({one.Hint})";
            terminal.Line($"{file}:{one.Line}:{one.Column}: {Severity(one)} {one.Code}: {one.Message}{hint}");
        }
    }

    /// <summary>The same lines beside the result, on standard error.</summary>
    public static void Note(Terminal terminal, string file, IEnumerable<Finding> findings)
    {
        foreach (var one in findings)
        {
            var hint = one.Hint is null ? "" : $" ({one.Hint})";
            terminal.Note($"{file}:{one.Line}:{one.Column}: {Severity(one)} {one.Code}: {one.Message}{hint}");
        }
    }

    /// <summary>The member <c>findings</c>.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var one in findings)
        {
            json.WriteStartObject();
            json.WriteString("severity", Word(one.Severity));
            json.WriteString("code", one.Code);
            json.WriteString("pointer", one.Pointer);
            json.WriteNumber("line", one.Line);
            json.WriteNumber("column", one.Column);
            json.WriteString("message", one.Message);
            json.WriteString("hint", one.Hint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Painted Severity(Finding finding) => new(Word(finding.Severity), finding.Severity switch
    {
        FindingSeverity.Error => Tone.Bad,
        FindingSeverity.Note => Tone.Dim,
        _ => Tone.Careful,
    });
}
