using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Rules;

/// <summary>The classifier over what the catalogue keeps of a tool.</summary>
internal static class Assessing
{
    /// <summary>Assesses a tool of a server.</summary>
    public static RiskAssessment Of(ToolFacts tool, string serverName, string serverDescription)
    {
        using var definition = JsonDocument.Parse(tool.Definition, new JsonDocumentOptions { MaxDepth = 64 });
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, ToolListEntry.Plain))
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            json.WriteString("title", tool.Title);
            json.WriteString("description", tool.Description);
            foreach (var member in definition.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return RiskClassifier.Assess(DefinitionReading.Read(JsonElement.Parse(text.WrittenSpan, new JsonDocumentOptions { MaxDepth = 64 }), serverName, serverDescription)!);
    }

    /// <summary>The assessment as it is kept and shown.</summary>
    public static string Json(RiskAssessment assessment)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, ToolListEntry.Plain))
        {
            json.WriteStartObject();
            AssessmentJson.Write(json, assessment);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The words by which the search knows category and signals.</summary>
    public static string Tags(RiskCategory category, IEnumerable<string> signals) =>
        string.Join(' ', signals.Select(SignalTag).Append(CategoryTag(category)));

    public static string CategoryTag(RiskCategory category) => "cat" + category.Word();

    public static string SignalTag(string signal) => "sig" + signal;

    /// <summary>Place of a tool in every list: the riskiest first, then in order of arrival.</summary>
    public static long Rank(RiskLevel level, long id) => ((3L - (int)level) << 40) | id;

    /// <summary>The ranks of a level: above the first, up to the second.</summary>
    public static (long After, long Last) RanksOf(RiskLevel level) => (((3L - (int)level) << 40) - 1, ((4L - (int)level) << 40) - 1);
}
