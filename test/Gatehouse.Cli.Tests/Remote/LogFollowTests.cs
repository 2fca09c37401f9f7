using System.Text;
using System.Text.Json;
using Gatehouse.Cli.Commands;
using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary><c>gatehouse log --follow</c> against a server: what was there, then what comes, each once, until it is interrupted.</summary>
public sealed class LogFollowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_OfAServer_ShowsWhatComesOnceAndEndsWell()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await CallAsync(rig, world, "test_simple_text");
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var output = new SharedText();
        await using var error = new SharedText();
        var follow = Task.Run(() => CommandTable.RunAsync(["log", "--follow", "--json"], Around(rig, output, error), interrupt.Token), Cancel);
        await Eventually.IsAsync(() => Targets(output).Count == 1);

        await CallAsync(rig, world, "test_error_handling");
        await Eventually.IsAsync(() => Targets(output).Count == 2);
        await CallAsync(rig, world, "test_simple_text");
        await Eventually.IsAsync(() => Targets(output).Count == 3);
        await interrupt.CancelAsync();

        Assert.Equal((0, ""), (await follow, error.ToString()));
        Assert.Equal(["test_simple_text", "test_error_handling", "test_simple_text"], Targets(output));
    }

    [Fact]
    public async Task Follow_OfAServerThatStops_SaysSoAndFails()
    {
        var rig = await RemoteRig.StartPlaneAsync();
        await using var output = new SharedText();
        await using var error = new SharedText();
        Task<int> follow;
        await using (rig)
        {
            await CallAsync(rig, await rig.Plane.WorldAsync(), "test_simple_text");
            follow = Task.Run(() => CommandTable.RunAsync(["log", "--follow", "--json"], Around(rig, output, error), Cancel), Cancel);
            await Eventually.IsAsync(() => Targets(output).Count == 1);
        }

        Assert.Equal(1, await follow);
        Assert.NotEqual("", error.ToString());
    }

    private static Surroundings Around(RemoteRig rig, TextWriter output, TextWriter error) => new()
    {
        Output = output, Error = error, Input = TextReader.Null, HasKeyboard = false, ConfigFolder = rig.Folder,
        Variable = name => name switch { "GATEHOUSE_SERVER" => rig.Address, "GATEHOUSE_API_KEY" => rig.Key.Token, _ => null },
    };

    private static async Task CallAsync(RemoteRig rig, World world, string tool)
    {
        await rig.Plane.CallAsync(world.Server, world.Token, tool);
        Assert.Null(await rig.Server.Ledger.Ledger.Index.CatchUpAsync(Cancel));
    }

    // Whole lines alone: the last one may be half written.
    private static List<string?> Targets(SharedText output)
    {
        var text = output.ToString();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("target").GetString())];
    }

    // Written by the verb, read by the test.
    private sealed class SharedText : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly Lock _lock = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_lock)
            {
                _text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }
}
