using System.Text;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>Secrets that are unique in the world, and every place where one could turn up.</summary>
public sealed class SecrecyTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Session_WithSecretsInEveryPart_LeavesNoneBehind()
    {
        var cancel = TestContext.Current.CancellationToken;
        const string Header = "canary-header-5f1c8e0d7b", Variable = "canary-variable-91ab34cc02", Argument = "canary-argument-c0ffee4477";
        _world.Environment["CANARY_HEADER"] = Header;
        _world.Environment["CANARY_VARIABLE"] = Variable;
        var servers = ", \"two\": { \"command\": [\"/bin/sh\", \"-c\", \"while read -r line; do :; done\"], \"env\": { \"SECRET\": \"${env:CANARY_VARIABLE}\" }, \"timeout\": \"1s\" }";
        var grants = World.Grant("g1", _world.Token) + "," + World.Grant("g2", _world.OtherToken, "two");
        var gateway = await _world.ServeAsync(
            _world.Config(server: ", \"headers\": { \"Authorization\": \"Bearer ${env:CANARY_HEADER}\" }", servers: servers, grants: grants));
        var health = await gateway.AddressAsync("health and metrics on ");
        var answers = new StringBuilder();
        async Task HearAsync(Task<HttpResponseMessage> call)
        {
            using var answer = await call;
            answers.Append(answer.Headers).Append(await answer.Content.ReadAsStringAsync(cancel)).AppendLine();
        }

        foreach (var tool in (string[])["read", "drop", "nothing"])
        {
            await HearAsync(_world.CallAsync(tool, arguments: $$"""{"password":"{{Argument}}"}"""));
        }

        await HearAsync(_world.CallAsync("read", Header));
        await HearAsync(_world.SendAsync(HttpMethod.Post, null, $"{{\"broken\": \"{Argument}\""));
        await HearAsync(_world.ModernCallAsync("read", _world.OtherToken, "two", $$"""{"password":"{{Argument}}"}"""));
        await RawHttp.SendAsync(_world.Address, $"POST /mcp/one?access_token={_world.Token} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("Bearer " + Header, _world.Upstream.Calls.First().Headers["Authorization"]);

        using var metrics = await _world.GetAsync(new Uri(health, "/metrics"));
        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["answers"] = answers.ToString(),
            ["metrics"] = await metrics.Content.ReadAsStringAsync(cancel),
            ["arguments"] = string.Concat(Directory.EnumerateDirectories("/proc").Select(Arguments)),
        };
        gateway.Terminate();
        await gateway.EndAsync();
        places["output"] = gateway.Said;
        foreach (string[] words in (string[][])[["log", "--json"], ["log", "verify"], ["approvals", "--all", "--json"], ["tools", "diff"]])
        {
            var verb = _world.Start([.. words, "--config", Path.Combine(_world.Folder, "gatehouse.json")]);
            await verb.EndAsync();
            places[string.Join(' ', words)] = verb.Said;
        }

        foreach (var file in Directory.EnumerateFiles(_world.Folder, "*", SearchOption.AllDirectories))
        {
            places[Path.GetRelativePath(_world.Folder, file)] = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, cancel));
        }

        Assert.Contains(places.Keys, place => place.StartsWith("data/journal/", StringComparison.Ordinal));
        Assert.Contains("[POLICY DENIED]", places["answers"], StringComparison.Ordinal);
        Assert.Contains("drop", places["log --json"], StringComparison.Ordinal);
        Assert.Contains("gatehouse_decisions_total", places["metrics"], StringComparison.Ordinal);
        foreach (var secret in (string[])[Header, Variable, Argument, _world.Token, _world.OtherToken])
        {
            Assert.All(places, place => Assert.False(place.Value.Contains(secret, StringComparison.Ordinal), $"{secret} is in {place.Key}"));
        }
    }

    private static string Arguments(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
