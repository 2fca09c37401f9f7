using System.Diagnostics;
using System.Text.Json;
using Gatehouse.Policy.Language.Reading;
using Gatehouse.Policy.Tests.Language;

namespace Gatehouse.Policy.Tests.Builder;

/// <summary>What the builder's JSON offers at the cursor: members of the language, tools of the server, their arguments.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("""{ "de|""", "default,description,mode,hide,outside", """{ "default": """)]
    [InlineData("""{ "de|" : "deny" }""", "default,description,mode,hide,outside", """{ "default" : "deny" }""")]
    [InlineData("""{ "default": "|" }""", "deny,allow", """{ "default": "deny" }""")]
    [InlineData("""{ "default": |""", "deny,allow", """{ "default": "deny""" + "\"")]
    [InlineData("""{ "tools": { "|""", "create_refund,list_payments,<img src=x>", """{ "tools": { "create_refund": """)]
    [InlineData("""{ "hide": ["list|"] }""", "list_payments", """{ "hide": ["list_payments"] }""")]
    [InlineData("""{ "tools": { "create_refund": { "deny_if": [ { "conditions": [ { "path": "args.|""", "args.amount,args.currency", """{ "tools": { "create_refund": { "deny_if": [ { "conditions": [ { "path": "args.amount""" + "\"")]
    [InlineData("""{ "tools": { "create_*": { "require": [ { "conditions": [ { "path": "args.c|" } ] } ] } } }""", "args.currency", """{ "tools": { "create_*": { "require": [ { "conditions": [ { "path": "args.currency" } ] } ] } } }""")]
    [InlineData("""{ "tools": { "list_payments": { "require": [ { "conditions": [ { "path": "args.|""", "", null)]
    [InlineData("""{ "tools": { "create_refund": { "deny_if": [ { "conditions": [ { "path": "args.currency", "op": "in", "value": [ "|" ] } ] } ] } } }""", "usd,eur", """{ "tools": { "create_refund": { "deny_if": [ { "conditions": [ { "path": "args.currency", "op": "in", "value": [ "usd" ] } ] } ] } } }""")]
    [InlineData("""{ "all_tools": { "limits": [ { "window": "|" } ] } }""", "minute,hour,day,week,month", """{ "all_tools": { "limits": [ { "window": "minute" } ] } }""")]
    [InlineData("""{ "tools": { "create_refund": { "limits": [ { "increment_from": "|" } ] } } }""", "args.amount", """{ "tools": { "create_refund": { "limits": [ { "increment_from": "args.amount" } ] } } }""")]
    [InlineData("""{ "tools": { "create_refund": { "arguments": [ "amount", "|" ] } } }""", "amount,currency", """{ "tools": { "create_refund": { "arguments": [ "amount", "amount" ] } } }""")]
    [InlineData("""{ "version": "1" |""", "", null)]
    [InlineData("""|{ }""", "", null)]
    [InlineData("""{ "nobody": { "kn|""", "", null)]
    [InlineData("""] } "x|""", "", null)]
    public async Task Cursor_InAText_IsOfferedWhatFits(string text, string offers, string? taken)
    {
        var (_, answers) = await RunAsync(text);

        Assert.Equal(offers, string.Join(',', answers[0].Offers));
        Assert.Equal(taken ?? text.Replace("|", "", StringComparison.Ordinal), answers[0].Taken);
    }

    [Fact]
    public async Task Members_OfEachObject_AreThoseOfTheLanguage()
    {
        var (members, _) = await RunAsync("{}");

        Assert.Equal(
            Shape.All.Select(shape => $"{shape.Name}: {string.Join(' ', shape.Members.Order(StringComparer.Ordinal))}"),
            Shape.All.Select(shape => $"{shape.Name}: {string.Join(' ', members.GetValueOrDefault(shape.Name, []).Order(StringComparer.Ordinal))}"));
    }

    private static async Task<(Dictionary<string, string[]> Members, Answer[] Answers)> RunAsync(params string[] texts)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo("node",
        [
            RepositoryFiles.At("test/Gatehouse.Policy.Tests/Builder/completion.mjs"),
            RepositoryFiles.At("src/Gatehouse.Server/Dashboard/Assets/js/builder"), JsonSerializer.Serialize(texts),
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var complaints = process.StandardError.ReadToEndAsync(cancel);
        var told = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.Equal("", await complaints);
        var report = JsonSerializer.Deserialize<Report>(told, JsonSerializerOptions.Web)!;
        return (report.Members, report.Answers);
    }

    private sealed record Answer(string[] Offers, string Taken);

    private sealed record Report(Dictionary<string, string[]> Members, Answer[] Answers);
}
