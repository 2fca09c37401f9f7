using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Gateway.Tools;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Rules;

/// <summary>The policies that the taxonomy recommends: for one tool, and for a whole server.</summary>
internal static class RecommendedPolicy
{
    /// <summary>What a server policy's description says.</summary>
    private const string About = "From the recommended rules of the risk taxonomy: look at each tool.";

    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether a policy can name a tool: <c>*</c> would make it a pattern, and a hidden character would deceive its reader.</summary>
    public static bool CanName(string tool) =>
        tool.Length is > 0 and <= 128 && !tool.Contains('*', StringComparison.Ordinal) && ToolName.IsPlain(tool);

    /// <summary>The policy for one tool; the rest of its server keeps working. One that cannot be named is shut out with all that is not.</summary>
    public static string Of(string tool, RiskCategory category, RiskLevel level)
    {
        if (!CanName(tool))
        {
            return Write(static json => json.WriteString("default", "deny"));
        }

        var recommended = Recommendation.Of(category, level);
        return recommended.IsHidden
            ? Write(json =>
            {
                json.WriteString("default", "allow");
                json.WriteStartArray("hide");
                json.WriteStringValue(tool);
                json.WriteEndArray();
            })
            : WithRule(tool, recommended.Rule);
    }

    /// <summary>The policy that gives one tool a rule, and leaves the rest as it is.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="rule">The rule, as JSON.</param>
    public static string WithRule(string tool, string rule) => Write(json =>
    {
        json.WriteString("default", "allow");
        json.WriteStartObject("tools");
        Rule(json, tool, rule);
        json.WriteEndObject();
    });

    /// <summary>The policy for the tools of a registered server: nothing passes that is not listed.</summary>
    public static string Of(IEnumerable<(string Name, Recommendation Advice)> tools) =>
        Listing(tools.Select(static tool => (tool.Name, tool.Advice, CarriesOutsideContent: false)));

    /// <summary>The policy for a whole server of the catalogue: nothing passes that is not listed.</summary>
    public static string Of(IEnumerable<CatalogueTool> tools) =>
        Listing(tools.Select(static tool => (tool.Name, Recommendation.Of(tool.Category, tool.Level), CarriesOutsideContent(tool))));

    private static string Listing(IEnumerable<(string Name, Recommendation Advice, bool CarriesOutsideContent)> tools)
    {
        var named = tools.Where(static tool => CanName(tool.Name)).OrderBy(static tool => tool.Name, StringComparer.Ordinal)
            .ToLookup(static tool => tool.Advice.IsHidden);
        return Write(json =>
        {
            json.WriteString("description", About);
            json.WriteString("default", "deny");
            Names(json, "hide", named[true].Select(static tool => tool.Name));
            Names(json, "outside", named[false].Where(static tool => tool.CarriesOutsideContent).Select(static tool => tool.Name));
            json.WriteStartObject("tools");
            foreach (var (name, advice, _) in named[false])
            {
                Rule(json, name, advice.Rule);
            }

            json.WriteEndObject();
        });
    }

    private static bool CarriesOutsideContent(CatalogueTool tool)
    {
        using var assessment = JsonDocument.Parse(tool.Assessment);
        return assessment.RootElement.TryGetProperty("outside", out var outside) && outside.ValueKind == JsonValueKind.True;
    }

    private static void Rule(Utf8JsonWriter json, string tool, string rule)
    {
        json.WritePropertyName(tool);
        using var parsed = JsonDocument.Parse(rule);
        parsed.RootElement.WriteTo(json);
    }

    private static void Names(Utf8JsonWriter json, string member, IEnumerable<string> tools)
    {
        var names = tools.ToArray();
        if (names.Length == 0)
        {
            return;
        }

        json.WriteStartArray(member);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _indented))
        {
            json.WriteStartObject();
            json.WriteString("version", "1");
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
