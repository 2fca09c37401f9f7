using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy.Language;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class ConfigFileTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-config-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_WholeFile_PutsServersAndGrantsInForce()
    {
        Write("bank.json", """{"version":"1","default":"deny"}""");
        var load = Load($$$$"""
            {"listen":"127.0.0.1:0",
             "servers":{
               "bank":{"name":"Bank","url":"https://bank.example/mcp","headers":{"Authorization":"Bearer ${env:BANK}"},"timeout":"9s","allow":["sampling"],
                       "definitions":"alert","tools":{"pay":{"category":"financial","risk":"critical"}}},
               "files":{"command":["npx","-y","x"],"env":{"TOKEN":"${env:BANK}"},"idle":"5m"}},
             "grants":[{"id":"g1","server":"bank","policy":"bank.json","token_sha256":"{{{{Hash}}}}","label":"Agent","tags":{"team":"pay"},"expires":"2030-01-01T00:00:00Z"}]}
            """);

        Assert.Empty(load.Findings);
        var bank = load.Snapshot!.Servers["bank"];
        Assert.Equal("Bearer s3cret-value", Assert.IsType<UpstreamEntry.Http>(bank.Entry).Headers["authorization"]);
        Assert.Contains("s3cret-value", bank.Entry.Secrets);
        Assert.Equal(TimeSpan.FromSeconds(9), bank.Entry.AnswerTimeout);
        Assert.True(bank.AlertsOnly);
        Assert.True(bank.MaySample);
        Assert.False(bank.MayListRoots);
        Assert.Equal(new ToolStatement("financial", "critical"), bank.Statements["pay"]);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<UpstreamEntry.Stdio>(load.Snapshot.Servers["files"].Entry).IdleTimeout);
        var grant = Assert.Single(load.Snapshot.Grants);
        Assert.Equal("pay", grant.Facts.Tags["team"]);
        Assert.Equal(64, grant.PolicyHash.Length);
    }

    [Theory]
    [InlineData("""{"servers":{"Bank":{"url":"http://x.example/"}}}""", "server-id-invalid", 1, 13)]
    [InlineData("""{"servers":{"b":{}}}""", "server-way-invalid", 1, 17)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","command":["x"]}}}""", "server-way-invalid", 1, 17)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","env":{}}}}""", "server-way-invalid", 1, 44)]
    [InlineData("""{"servers":{"b":{"url":"ftp://x.example/"}}}""", "url-invalid", 1, 24)]
    [InlineData("""{"servers":{"b":{"url":"http://u:p@x.example/"}}}""", "url-invalid", 1, 24)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","headers":{"X-A":"a\r\nX-Admin: 1"}}}}""", "header-invalid", 1, 55)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","headers":{"Host":"evil"}}}}""", "header-invalid", 1, 55)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","headers":{"X-Api-Key":"literal"}}}}""", "secret-literal", 1, 55)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","headers":{"X-Api-Key":"${env:NOPE}"}}}}""", "secret-missing", 1, 67)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","headers":{"X-Api-Key":"${vault:x}"}}}}""", "reference-invalid", 1, 67)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{"keep_days":1,"redact":{"paths":["x"]}}}}}""", "redaction-invalid", 1, 96)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{"keep_days":1,"redact":{"values":["a","("]}}}}}""", "redaction-invalid", 1, 101)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{"keep_days":1,"redact":{"names":["--"]}}}}}""", "redaction-invalid", 1, 96)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{"keep_days":1,"redact":{"sorts":[]}}}}}""", "member-unknown", 1, 87)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{"keep_days":0}}}}""", "number-range", 1, 75)]
    [InlineData("""{"servers":{"b":{"url":"http://x.example/","store_arguments":{}}}}""", "member-missing", 1, 62)]
    [InlineData("""{"servers":{},"listen":"8080"}""", "address-invalid", 1, 24)]
    [InlineData("""{"servers":{},"listen":"0.0.0.0:80"}""", "tls-missing", 1, 24)]
    [InlineData("""{"servers":{},"management":"0.0.0.0:80"}""", "management-not-loopback", 1, 28)]
    [InlineData("""{"servers":{},"hosts":["Upper.example"]}""", "host-invalid", 1, 24)]
    [InlineData("""{"servers":{},"origins":["https://a.example/path"]}""", "host-invalid", 1, 26)]
    [InlineData("""{"servers":{},"grants":[{"id":"g","server":"nope","token_sha256":"x","expires":"tomorrow","policy":"p.json"}]}""", "server-unknown", 1, 44)]
    [InlineData("""{"servers":{},"sevrers":{}}""", "member-unknown", 1, 15)]
    [InlineData("""{"servers":{},"servers":{}}""", "member-repeated", 1, 15)]
    public void Load_Mistake_IsFoundAtItsPlace(string text, string code, int line, int column)
    {
        var load = Load(text);

        Assert.Null(load.Snapshot);
        Assert.Contains(load.Findings, found => found.Finding.Code == code && found.Finding.Line == line && found.Finding.Column == column);
    }

    [Fact]
    public void Load_StoreArguments_IsTheServersSetting()
    {
        const string Text = """
            {"servers":{"a":{"url":"http://x.example/","store_arguments":{"keep_days":14,"redact":{"names":["iban"],"paths":["args.to"],"values":["^x$"]}}},
                        "b":{"url":"http://x.example/"}}}
            """;

        var servers = Load(Text).Snapshot!.Servers;

        var rules = RedactionRules.Read(["iban"], ["args.to"], ["^x$"]).Rules!;
        Assert.Equal(new ArgumentKeeping("", 14, rules), servers["a"].Keeping);
        Assert.Null(servers["b"].Keeping);
    }

    [Fact]
    public void Load_SeveralMistakes_AreFoundAtOnce()
    {
        var load = Load("""{"servers":{},"grants":[{"id":"g","server":"nope","token_sha256":"x","expires":"tomorrow","policy":"p.json"}],"listen":"x"}""");

        Assert.Equal(["server-unknown", "token-hash-invalid", "time-invalid", "address-invalid"], load.Findings.Select(found => found.Finding.Code));
    }

    [Fact]
    public void Load_PolicyWithAMistake_NamesThePolicysFile()
    {
        Write("p.json", "{\n \"version\": \"1\", \"defualt\": \"deny\" }");
        var load = Load(OneGrant("p.json"));

        Assert.Null(load.Snapshot);
        Assert.Contains(load.Findings, found => found.File == "p.json" && found.Finding is { Code: "member-unknown", Line: 2 });
    }

    [Fact]
    public void Load_PolicyFileMissing_StartsNothing()
    {
        var load = Load(OneGrant("nope.json"));

        Assert.Null(load.Snapshot);
        Assert.Contains(load.Findings, found => found.File == "nope.json" && found.Finding.Code == "file-unreadable");
    }

    [Fact]
    public void Load_GrantWithoutPolicy_IsSaidAndDeniesAll()
    {
        var load = Load(OneGrant(null));

        Assert.Contains(load.Findings, found => found.Finding is { Code: "policy-missing", Severity: FindingSeverity.Confirmation });
        Assert.Empty(Assert.Single(load.Snapshot!.Grants).Policy.Layers);
    }

    [Fact]
    public void Load_NothingChanged_KeepsServersAndCompiledPolicies()
    {
        Write("p.json", """{"version":"1","default":"deny"}""");
        Write("gatehouse.json", OneGrant("p.json"));
        var file = File();
        var first = file.Load().Snapshot!;
        var second = file.Load().Snapshot!;

        Assert.Same(first.Servers["b"], second.Servers["b"]);
        Assert.Same(first.Grants[0].Policy, second.Grants[0].Policy);
    }

    [Fact]
    public void Load_OtherPolicyChanged_KeepsTheFirst()
    {
        Write("p.json", """{"version":"1","default":"deny"}""");
        Write("q.json", """{"version":"1","default":"deny"}""");
        Write("gatehouse.json", $$$$"""
            {"servers":{"b":{"url":"http://x.example/"}},"grants":[
             {"id":"g","server":"b","policy":"p.json","token_sha256":"{{{{Hash}}}}","expires":"2030-01-01T00:00:00Z"},
             {"id":"h","server":"b","policy":"q.json","token_sha256":"{{{{Hash.Replace('0', '1')}}}}","expires":"2030-01-01T00:00:00Z"}]}
            """);
        var file = File();
        var first = file.Load().Snapshot!;
        Write("q.json", """{"version":"1","default":"allow"}""");
        var second = file.Load().Snapshot!;

        Assert.Same(first.FindGrant("g")!.Policy, second.FindGrant("g")!.Policy);
        Assert.NotSame(first.FindGrant("h")!.Policy, second.FindGrant("h")!.Policy);
    }

    [Fact]
    public void Look_BrokenReload_KeepsWhatWasInForce()
    {
        Write("p.json", """{"version":"1","default":"deny"}""");
        Write("gatehouse.json", OneGrant("p.json"));
        var file = File();
        var source = new FileSnapshotSource(file.Load, file.Load(), _time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var before = source.Current;

        Write("p.json", "{");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(before, source.Current);

        Write("p.json", """{"version":"1","default":"allow"}""");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(before, source.Current);
    }

    private static string OneGrant(string? policy) => $$$$"""
        {"servers":{"b":{"url":"http://x.example/"}},
         "grants":[{"id":"g","server":"b",{{{{Member(policy)}}}}"token_sha256":"{{{{Hash}}}}","expires":"2030-01-01T00:00:00Z"}]}
        """;

    private static string Member(string? policy) => policy is null ? "" : $"\"policy\":\"{policy}\",";

    private ConfigLoad Load(string text)
    {
        Write("gatehouse.json", text);
        return File().Load();
    }

    private ConfigFile File() => new(
        Path.Combine(_folder, "gatehouse.json"), _time, name => name == "BANK" ? "s3cret-value" : null);

    private void Write(string name, string text) => System.IO.File.WriteAllText(Path.Combine(_folder, name), text);
}
