using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Tests.Language;
using Gatehouse.Policy.Tests.Properties;
using Xunit;

namespace Gatehouse.Policy.Tests.Builder;

/// <summary>
/// The visual builder's mapping over random valid policies: choosing a state for one tool gives a valid document that does with
/// that tool what the builder says, and leaves every other tool and every other character of meaning alone.
/// </summary>
public sealed class MappingProperties
{
    private const int Documents = 2_000;

    private static readonly string[] States = ["inherit", "allow", "limit", "approve", "deny", "hide"];
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    [Fact]
    public async Task Choice_AnyPolicyAndTool_ChangesThatToolAlone()
    {
        var edits = Enumerable.Range(0, Documents).Select(seed => Edit.Make(new Dice(new PCG(3, (uint)seed)))).ToArray();
        var answers = await RunAsync(edits);

        Assert.Equal(edits.Length, answers.Length);
        Assert.Equal("", string.Join("\n\n", edits.Zip(answers).Select(pair => Complaint(pair.First, pair.Second)).OfType<string>().Take(3)));

        // A run in which nothing differs proves nothing.
        Assert.Equal(6, answers.Select(answer => answer.Before).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(edits.Zip(answers).Count(pair => pair.First.Document == pair.Second.Edited), 1, Documents / 4);
    }

    private static string? Complaint(Edit edit, Answer answer)
    {
        var told = $"{edit.Tool} → {edit.State} in {edit.Document}\ngave {answer.Edited}";
        if (answer.Problem is not null)
        {
            return $"{answer.Problem}\n{told}";
        }

        var (was, now) = (PolicyReader.Read(Encoding.UTF8.GetBytes(edit.Document)), PolicyReader.Read(Encoding.UTF8.GetBytes(answer.Edited)));
        if (was.Document is null || now.Document is null)
        {
            return "not valid: " + string.Join("; ", now.Findings.Select(finding => finding.Message)) + told;
        }

        if (!Others(edit.Document, edit.Tool).SequenceEqual(Others(answer.Edited, edit.Tool), StringComparer.Ordinal))
        {
            return "something else changed: " + told;
        }

        var (before, after) = (Point(was.Document), Point(now.Document));
        var changed = Pools.Tools.FirstOrDefault(other => other != edit.Tool && Effect(before, other) != Effect(after, other));
        var wrong = Wrong(edit.Document, answer.Before, Effect(before, edit.Tool)) ?? Wrong(answer.Edited, answer.After, Effect(after, edit.Tool));
        return changed is not null ? $"{changed} changed: {told}"
            : wrong is not null ? $"{wrong}: {told}"
            : edit.State != "inherit" && answer.State != edit.State ? $"shown as {answer.State}: {told}"
            : null;
    }

    // What is said of the tool is what the decision point says, where nothing of the document goes over all tools.
    private static string? Wrong(string document, string said, ToolEffect effect)
    {
        using var json = JsonDocument.Parse(document);
        var isPlain = !json.RootElement.TryGetProperty("all_tools", out _)
            && (!json.RootElement.TryGetProperty("mode", out var mode) || mode.GetString() == "enforce");
        if (said == "deny" && json.RootElement.TryGetProperty("list", out var list) && list.GetString() == "allowed")
        {
            said = "hide"; // What is denied whatever the call is absent from the list, too.
        }

        return !isPlain || said == "custom" || said == effect.ToString().ToLowerInvariant() ? null : $"said {said}, is {effect}";
    }

    // Every part of a document but what it says of one tool, as it is spelt.
    private static IEnumerable<string> Others(string document, string tool)
    {
        using var json = JsonDocument.Parse(document);
        var parts = new List<string>();
        foreach (var part in json.RootElement.EnumerateObject())
        {
            parts.AddRange(part.Name switch
            {
                "tools" => part.Value.EnumerateObject().Where(key => key.Name != tool).Select(key => $"{key.Name}: {key.Value.GetRawText()}"),
                "hide" => part.Value.EnumerateArray().Where(name => name.GetString() != tool).Select(name => "hide " + name.GetRawText()),
                _ => [$"{part.Name} = {part.Value.GetRawText()}"],
            });
        }

        return parts;
    }

    private static PolicyDecisionPoint Point(PolicyDocument document) =>
        PolicyDecisionPoint.Compile([new PolicyLayer(LayerKind.Grant, "doc", document)]);

    private static ToolEffect Effect(PolicyDecisionPoint point, string tool) =>
        point.Outlook(new ToolFacts { Name = tool, Standing = ToolStanding.Accepted }, Now).Effect;

    private static async Task<Answer[]> RunAsync(Edit[] edits)
    {
        var cancel = TestContext.Current.CancellationToken;
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, edits.Select(edit => JsonSerializer.Serialize(edit, JsonSerializerOptions.Web)), cancel);
            using var process = Process.Start(new ProcessStartInfo(
                "node", [RepositoryFiles.At("test/Gatehouse.Policy.Tests/Builder/mapping.mjs"), RepositoryFiles.At("src/Gatehouse.Server/Dashboard/Assets/js/builder"), path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var complaints = process.StandardError.ReadToEndAsync(cancel);
            var lines = (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync(cancel);
            Assert.Equal("", await complaints);
            return [.. lines.Select(line => JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed record Answer(string Edited, string Before, string After, string State, string? Problem);

    private sealed record Edit(string Document, string Tool, string State)
    {
        // Half of the documents on one line, half as people write them.
        public static Edit Make(Dice dice)
        {
            var text = PolicyText.Any(dice, Now, dice.Chance(30)).ToString()!;
            if (dice.Chance(50))
            {
                using var json = JsonDocument.Parse(text);
                using var lines = new MemoryStream();
                using (var writer = new Utf8JsonWriter(lines, Indented))
                {
                    json.RootElement.WriteTo(writer);
                }

                text = Encoding.UTF8.GetString(lines.ToArray()) + "\n";
            }

            return new Edit(text, dice.Of(Pools.Tools), dice.Of(States));
        }
    }
}
