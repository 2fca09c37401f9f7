using System.Text.Json;
using Gatehouse.Cli.Scanning;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Output;

/// <summary>A scan for programs.</summary>
internal static class ScanJson
{
    /// <summary>The whole as one object.</summary>
    public static void Write(Utf8JsonWriter json, ScanReport report)
    {
        json.WriteStartObject();
        json.WriteStartArray("configurations");
        foreach (var file in report.Files)
        {
            json.WriteStartObject();
            json.WriteString("client", file.Client.Name);
            json.WriteString("path", file.Path);
            json.WriteNumber("servers", file.Servers.Length);
            json.WriteString("fault", file.Fault?.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("servers");
        foreach (var server in report.Servers)
        {
            Write(json, server);
        }

        json.WriteEndArray();
        json.WriteStartObject("totals");
        foreach (var level in (RiskLevel[])[RiskLevel.Low, RiskLevel.Medium, RiskLevel.High, RiskLevel.Critical])
        {
            json.WriteNumber(level.Word(), report.Count(level));
        }

        json.WriteEndObject();
        json.WriteStartArray("mixes");
        foreach (var mix in report.Mixes)
        {
            json.WriteStartObject();
            json.WriteString("name", mix.Name);
            json.WriteString("sentence", mix.Sentence);
            json.WriteStartObject("parts");
            foreach (var (part, tools) in mix.Parts)
            {
                WriteTexts(json, part, tools);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ScannedServer server)
    {
        json.WriteStartObject();
        json.WriteString("id", server.Target.Id);
        json.WriteString("reported", server.Reported);
        json.WriteString("command", server.Target.Shown);
        json.WriteStartArray("places");
        foreach (var place in server.Target.Places)
        {
            json.WriteStartObject();
            json.WriteString("client", place.Client);
            json.WriteString("file", place.File);
            json.WriteNumber("line", place.Line);
            json.WriteString("name", place.Name);
            json.WriteBoolean("wrapped", place.IsWrapped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("fault", server.Fault?.Message);
        json.WriteBoolean("cut", server.IsCut);
        TextFindingLines.Write(json, server.Findings);
        WriteTexts(json, "gone", server.Gone);
        json.WriteStartArray("tools");
        foreach (var tool in server.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            json.WriteString("level", tool.Level.Word());
            AssessmentJson.Write(json, tool.Assessment);
            TextFindingLines.Write(json, tool.Findings);
            json.WriteString("change", ScanText.Word(tool.Change));
            json.WriteString("definition_sha256", tool.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string member, IEnumerable<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
