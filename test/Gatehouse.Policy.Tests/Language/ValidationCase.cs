using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

/// <summary>One case of <c>test/cases/validation</c>: a policy and everything that the validator says of it.</summary>
/// <remarks>
/// The policy is written as <c>policy</c> (an object, or its lines where places matter), as <c>rules</c> of the tool
/// <c>t</c>, or as one condition or an array of them under <c>deny_if</c> or <c>require</c>. A finding is written
/// <c>code pointer</c>, and with lines <c>code pointer line:column</c>.
/// </remarks>
internal sealed record ValidationCase(string Name, JsonElement Body)
{
    private const string Folder = "test/cases/validation";

    /// <summary>Every case, by file and name.</summary>
    public static Dictionary<string, ValidationCase> All()
    {
        var cases = new Dictionary<string, ValidationCase>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(RepositoryFiles.At(Folder), "*.json"))
        {
            foreach (var body in JsonElement.Parse(File.ReadAllText(file)).EnumerateArray())
            {
                var name = Path.GetFileNameWithoutExtension(file) + ": " + body.GetProperty("name").GetString();
                cases.Add(name, new ValidationCase(name, body));
            }
        }

        return cases;
    }

    /// <summary>The findings that are expected, in their order.</summary>
    public string[] Expected => [.. Body.GetProperty("findings").EnumerateArray().Select(finding =>
        finding.GetString()!)];

    /// <summary>The policy's text.</summary>
    public string Text =>
        Body.TryGetProperty("policy", out var policy)
            ? policy.ValueKind == JsonValueKind.Array
                ? string.Join('\n', policy.EnumerateArray().Select(line => line.GetString()))
                : policy.GetRawText()
            : Policies.Tool(Rules());

    /// <summary>Reads the policy and writes what was found as the case does.</summary>
    public string[] Find()
    {
        var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(Text), Options());
        var hasPlaces = Body.TryGetProperty("policy", out var policy) && policy.ValueKind == JsonValueKind.Array;
        return [.. reading.Findings.Select(finding => $"{finding.Code} {finding.Pointer}" + (hasPlaces
            ? $" {finding.Line}:{finding.Column}" : ""))];
    }

    private string Rules()
    {
        if (Body.TryGetProperty("rules", out var rules))
        {
            return rules.GetRawText();
        }

        var list = Body.TryGetProperty("require", out var conditions) ? "require" : "deny_if";
        var written = list == "require" ? conditions : Body.GetProperty("deny_if");
        var text = written.ValueKind == JsonValueKind.Array ? written.GetRawText() : $"[{written.GetRawText()}]";
        return "{\"" + list + "\":[{\"conditions\":" + text + "}]}";
    }

    private PolicyReaderOptions Options() => new()
    {
        Now = Body.TryGetProperty("now", out var now)
            ? DateTimeOffset.Parse(now.GetString()!, CultureInfo.InvariantCulture)
            : null,
        Tools = Body.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(Tool)] : null,
    };

    private static ToolFacts Tool(JsonElement tool) => new()
    {
        Name = tool.GetProperty("name").GetString()!,
        Standing = ToolStanding.Accepted,
        Risk = tool.TryGetProperty("risk", out var risk) ? risk.GetString() : "low",
        InputSchema = tool.TryGetProperty("inputSchema", out var schema) ? Encoding.UTF8.GetBytes(schema.GetRawText())
            : default,
    };
}
