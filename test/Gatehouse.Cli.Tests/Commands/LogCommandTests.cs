using System.Text.Json;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Ledger;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class LogCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_BesideAGateway_ShowsDecisionsWithTheirRules()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("create_refund", """{"amount":500}""");
        await gateway.CallAsync("create_refund", """{"amount":50000}""");

        var run = await CommandRun.Of("log", "--data", gateway.Data, "--tool", "create_refund");

        Assert.True(run.Code == 0, run.Error);
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("  allowed  payments  create_refund  grant local", lines[0], StringComparison.Ordinal);
        Assert.Contains("  denied  payments  create_refund  grant local  by /tools/create_refund/deny_if/args.amount-gt", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Json_IsOneObjectALineAndFiltered()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("list_payments", "{}");
        await gateway.CallAsync("nothing_else", "{}");

        var run = await CommandRun.Of("log", "--data", gateway.Data, "--outcome", "denied", "--since", "5m", "--json");

        using var call = JsonDocument.Parse(Assert.Single(run.Output.TrimEnd().Split('\n')));
        Assert.Equal("denied", call.RootElement.GetProperty("decision").GetString());
        Assert.Equal("nothing_else", call.RootElement.GetProperty("target").GetString());
    }

    [Theory]
    [InlineData("--outcome", "refused")]
    [InlineData("--limit", "0")]
    [InlineData("--since", "soon")]
    public async Task Log_WrongOption_Exits2(string option, string value)
    {
        var run = await CommandRun.Of("log", "--data", _folder.Path, option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_FolderThatIsNotThere_IsNotMade()
    {
        var path = Path.Combine(_folder.Path, "none");

        var run = await CommandRun.Of("log", "--data", path);

        Assert.Equal(1, run.Code);
        Assert.Contains("there is no data folder", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task Arguments_OfAFolder_AreShownWhereTheyWereStored()
    {
        var data = Path.Combine(_folder.Path, "data");
        var (ledger, fault) = await Ledgers.OpenAsync(data, Path.Combine(_folder.Path, "gatehouse.lock"), survivesPowerLoss: false);
        Assert.Null(fault);
        await using (ledger)
        {
            foreach (var (call, keeping) in new[] { ("c1", new ArgumentKeeping("", 3, RedactionRules.Always)), ("c2", null) })
            {
                var receipt = await ledger!.Ledger.Intents!.IntendAsync(
                    new CallIntent
                    {
                        CallId = call, Time = TimeProvider.System.GetUtcNow(), Method = "tools/call", ServerId = "bank", GrantId = "g", Target = "pay",
                        Outcome = RecordedOutcome.Allowed, Rule = "", Arguments = """{"to":"shop","pwd":"canary"}"""u8.ToArray(), Keeping = keeping,
                    },
                    TestContext.Current.CancellationToken);
                Assert.Null(receipt.Fault);
            }
        }

        var stored = await CommandRun.Of("log", "arguments", "c1", "--data", data);
        var json = await CommandRun.Of("log", "arguments", "c1", "--data", data, "--json");
        var none = await CommandRun.Of("log", "arguments", "c2", "--data", data);
        var unknown = await CommandRun.Of("log", "arguments", "c9", "--data", data);

        Assert.Contains("shop", stored.Output, StringComparison.Ordinal);
        Assert.Contains("redacted   args.pwd (string, 1-8 characters)", stored.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", stored.Output + json.Output, StringComparison.Ordinal);
        using var view = JsonDocument.Parse(json.Output);
        Assert.Equal("stored", view.RootElement.GetProperty("state").GetString());
        Assert.StartsWith("no values were stored", none.Output, StringComparison.Ordinal);
        Assert.Equal((1, true), (unknown.Code, unknown.Error.Contains("there is no such call", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_EditedRow_Exits4AndNamesIt()
    {
        string data;
        await using (var gateway = await PaymentsGateway.StartAsync(_folder))
        {
            data = gateway.Data;
            await gateway.CallAsync("list_payments", "{}");
        }

        var sound = await CommandRun.Of("log", "verify", "--data", data);
        var segment = Directory.GetFiles(Path.Combine(data, "journal"), "*.jsonl", SearchOption.AllDirectories)
            .First(file => File.ReadAllText(file).Contains("list_payments", StringComparison.Ordinal));
        File.WriteAllText(segment, File.ReadAllText(segment).Replace("list_payments", "list_paymentz", StringComparison.Ordinal));
        var edited = await CommandRun.Of("log", "verify", "--data", data);
        var asJson = await CommandRun.Of("log", "verify", "--data", data, "--json");

        Assert.Equal(0, sound.Code);
        Assert.StartsWith("sound: ", sound.Output, StringComparison.Ordinal);
        Assert.Equal(4, edited.Code);
        Assert.Contains("edited: ", edited.Output, StringComparison.Ordinal);
        Assert.False(asJson.Json().GetProperty("sound").GetBoolean());
    }
}
