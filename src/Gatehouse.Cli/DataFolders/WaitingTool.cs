using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Cli.DataFolders;

/// <summary>A definition that waits, beside the accepted one.</summary>
/// <param name="Server">Whose it is.</param>
/// <param name="Now">What the server lists now.</param>
/// <param name="Before">What was accepted; null for a new tool.</param>
internal sealed record WaitingTool(string Server, ToolDefinition Now, ToolDefinition? Before)
{
    /// <summary><c>new</c> or <c>changed</c>.</summary>
    public string Word => Before is null ? "new" : "changed";

    /// <summary>What it could do by the waiting definition.</summary>
    public RecordedRisk Risk { get; } = Now.Risk ?? RecordedRisk.Of(Now, Server);

    /// <summary>What it can do by the accepted definition; null for a new tool.</summary>
    public RecordedRisk? RiskBefore { get; } = Before is null ? null : Before.Risk ?? RecordedRisk.Of(Before, Server);

    /// <summary>What in its texts a person should see; not only what is new in them.</summary>
    public ImmutableArray<TextFinding> Findings { get; } = DefinitionTexts.Scan(Now.Json);

    /// <summary>Every member that is different, as JSON text; null where a side does not have it.</summary>
    public IEnumerable<(string Member, string? Before, string? Now)> Changes()
    {
        var before = Members(Before);
        var now = Members(Now);
        foreach (var name in before.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, current) = (before.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (!string.Equals(old, current, StringComparison.Ordinal))
            {
                yield return (name, old, current);
            }
        }
    }

    /// <summary>The whole as one object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("server", Server);
        json.WriteString("tool", Now.Name);
        json.WriteString("state", Word);
        json.WriteString("accepted_hash", Before?.Hash);
        json.WriteString("waiting_hash", Now.Hash);
        json.WriteString("accepted_category", RiskBefore?.Category);
        json.WriteString("accepted_risk", RiskBefore?.Level);
        json.WriteString("waiting_category", Risk.Category);
        json.WriteString("waiting_risk", Risk.Level);
        TextFindingLines.Write(json, Findings);
        json.WriteStartArray("changes");
        foreach (var (member, before, now) in Changes())
        {
            json.WriteStartObject();
            json.WriteString("member", member);
            json.WriteString("accepted", before);
            json.WriteString("waiting", now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Dictionary<string, string> Members(ToolDefinition? definition)
    {
        if (definition is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(definition.Json);
        return document.RootElement.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.GetRawText(), StringComparer.Ordinal);
    }
}
