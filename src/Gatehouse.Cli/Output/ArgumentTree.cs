using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Cli.Output;

/// <summary>JSON of an agent as an indented tree: every text escaped, long ones cut and counted.</summary>
internal static class ArgumentTree
{
    private const int TextCap = 400;
    private const int CountFrom = 60;

    /// <summary>The value, its members each on a line.</summary>
    public static void Print(Terminal terminal, JsonElement value, bool full) => Print(terminal, value, "", 0, full);

    private static void Print(Terminal terminal, JsonElement value, string name, int depth, bool full)
    {
        var lead = new string(' ', depth * 2) + (name.Length == 0 ? "" : name + ": ");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                if (name.Length > 0)
                {
                    terminal.Line($"{(value.GetPropertyCount() == 0 ? lead + "{}" : lead.TrimEnd())}");
                }

                foreach (var member in value.EnumerateObject())
                {
                    Print(terminal, member.Value, Name(member.Name), name.Length == 0 ? depth : depth + 1, full);
                }

                break;
            case JsonValueKind.Array:
                terminal.Line($"{lead}[{value.GetArrayLength()} {(value.GetArrayLength() == 1 ? "element" : "elements")}]");
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Print(terminal, element, $"[{(index++).ToString(CultureInfo.InvariantCulture)}]", depth + 1, full);
                }

                break;
            case JsonValueKind.String:
                terminal.Line($"{lead}{Text(value.GetString()!, full)}");
                break;
            default:
                terminal.Line($"{lead}{value.GetRawText()}");
                break;
        }
    }

    // In quotes, and a quote in it marked, so that a text cannot look like several members.
    private static string Text(string text, bool full)
    {
        var quoted = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (!full && text.Length > TextCap)
        {
            return $"\"{Visible.Text(quoted[..TextCap])}…\" ({text.Length.ToString(CultureInfo.InvariantCulture)} characters, cut: see --full)";
        }

        var count = text.Length > CountFrom ? $" ({text.Length.ToString(CultureInfo.InvariantCulture)} characters)" : "";
        return $"\"{Visible.Text(quoted)}\"{count}";
    }

    // A name that is no plain word is in quotes as well.
    private static string Name(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.$")
            ? name : Text(name, full: true);
}
