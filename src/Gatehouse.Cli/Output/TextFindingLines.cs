using System.Text.Json;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Cli.Output;

/// <summary>What is odd in a definition's texts, for people and for programs.</summary>
internal static class TextFindingLines
{
    /// <summary>One line a finding; the excerpt is escaped like all text from outside.</summary>
    public static void Print(Terminal terminal, string indent, IEnumerable<TextFinding> findings)
    {
        foreach (var one in findings)
        {
            var word = new Painted(one.Blocks ? "careful" : "note", one.Blocks ? Tone.Bad : Tone.Dim);
            terminal.Line($"{indent}{word} {one.Flaw.Word()} at {one.Place}: it {one.Flaw.Sentence()}: \"{one.Excerpt}\"");
        }
    }

    /// <summary>The member <c>findings</c>.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<TextFinding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var one in findings)
        {
            json.WriteStartObject();
            json.WriteString("flaw", one.Flaw.Word());
            json.WriteBoolean("blocks", one.Blocks);
            json.WriteString("place", one.Place);
            json.WriteString("excerpt", one.Excerpt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
