using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>Imports as an admin begins and feeds them, over the API of a real host.</summary>
public sealed class ImportApiTests : IAsyncLifetime
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private SourceStub _stub = null!;
    private ControlRig _rig = null!;
    private SeededKey _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _stub = await SourceStub.StartAsync();
        _rig = await ControlRig.StartAsync(control: all => all with { Catalogue = _stub.Sources });
        _admin = await _rig.SeedAsync(Role.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task File_SentInParts_IsTakenOnceAndGoesOnFromItsCursor()
    {
        var begun = await BeginAsync(new { kind = "file", name = "tools.jsonl", digest = Digest });
        var id = begun["id"]!;
        var first = await PartAsync(id, 0, false, Lines.Tool("a/x", "one"), Lines.Tool("a/x", "two"));
        Assert.Equal(("open", "2"), (first["state"], first["cursor"]));

        // The same part again, as after an answer that was lost; and one that leaves a gap.
        Assert.Equal("2", (await PartAsync(id, 0, false, Lines.Tool("a/x", "one"), Lines.Tool("a/x", "two")))["cursor"]);
        var gap = await PartAsync(id, 5, false, Lines.Tool("a/x", "six"));
        Assert.Equal((409, "import-elsewhere"), (gap.Status, gap.Code));

        // Begun again: the same import, where it was.
        var again = await BeginAsync(new { kind = "file", name = "tools.jsonl", digest = Digest });
        Assert.Equal((id, "2"), (again["id"], again["cursor"]));
        var last = await PartAsync(id, 1, true, Lines.Tool("a/x", "two"), Lines.Tool("a/x", "three"));
        Assert.Equal(("done", "3"), (last["state"], last["cursor"]));
        Assert.Equal(3, last.Json.GetProperty("counts").GetProperty("tools_new").GetInt64());
        var closed = await PartAsync(id, 3, true);
        Assert.Equal((409, "import-closed"), (closed.Status, closed.Code));

        var tools = await _rig.SendAsync("GET", "/api/v1/catalogue/servers/a-x/tools");
        Assert.Equal(3, tools.Json.GetProperty("items").GetArrayLength());
        var runs = await _rig.SendAsync("GET", "/api/v1/catalogue/imports?limit=1", token: _admin.Token);
        Assert.Equal(id, runs.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Registry_CutOffHalfWay_GoesOnFromItsCursorWithoutDuplicates()
    {
        _stub.Entries = [.. Enumerable.Range(0, 250).Select(at => Lines.Registry($"io.github.a/s{at}", $"Server {at}"))];
        _stub.FailsAt = 200;
        var run = await RunAsync(new { kind = "registry" });
        Assert.Equal(("failed", "c:200"), (run["state"], run["cursor"]));
        Assert.Contains("500", run["problem"], StringComparison.Ordinal);

        _stub.FailsAt = null;
        _stub.Asked.Clear();
        var again = await RunAsync(new { kind = "registry" });

        Assert.Equal((run["id"], "done"), (again["id"], again["state"]));
        Assert.Equal(["/v0.1/servers?limit=100&cursor=c%3A200"], _stub.Asked);
        Assert.Equal(250, again.Json.GetProperty("counts").GetProperty("servers_new").GetInt64());
        Assert.Equal(250, await ServersAsync());

        // The next time only what changed since is asked for; in full, everything.
        _stub.Asked.Clear();
        var next = await RunAsync(new { kind = "registry" });
        Assert.NotEqual(run["id"], next["id"]);
        Assert.Contains("updated_since=2026-11-23T12%3A00%3A00Z", _stub.Asked.First(), StringComparison.Ordinal);
        _stub.Asked.Clear();
        await RunAsync(new { kind = "registry", full = true });
        Assert.DoesNotContain("updated_since", _stub.Asked.First(), StringComparison.Ordinal);
        Assert.Equal(250, await ServersAsync());
    }

    [Fact]
    public async Task Registry_WithEveryKnownSchemaAndAnUnknownOne_SkipsAndCountsOnlyThat()
    {
        _stub.Entries =
        [
            .. RegistryEntry.Schemas.Order(StringComparer.Ordinal).Select(schema => Lines.Registry($"a/{schema}", schema: schema)),
            Lines.Registry("a/future", schema: "2099-01-01"), Lines.Registry("a/old", isLatest: false),
            """{"server":{"name":"a/snake","description":"x","version":"1","website_url":"https://x.example","packages":[{"registry_type":"npm","identifier":"snake"}]}}""",
        ];

        var run = await RunAsync(new { kind = "registry" });

        Assert.Equal("done", run["state"]);
        Assert.Equal(1, run.Json.GetProperty("counts").GetProperty("skipped_unknown_schema").GetInt64());
        Assert.Equal(RegistryEntry.Schemas.Count + 1, await ServersAsync());
        var snake = await _rig.SendAsync("GET", "/api/v1/catalogue/servers/a-snake");
        Assert.Equal(("https://x.example", "npm:snake"), (snake["website"], snake.Json.GetProperty("packages")[0].GetString()));
    }

    [Fact]
    public async Task Registry_ThatGivesTheSameCursorForever_IsLeft()
    {
        _stub.Entries = [.. Enumerable.Range(0, 150).Select(at => Lines.Registry($"a/s{at}"))];
        _stub.Files["/loop/v0.1/servers?limit=100"] = """{"servers":[],"metadata":{"nextCursor":"x"}}""";
        _stub.Files["/loop/v0.1/servers?limit=100&cursor=x"] = """{"servers":[],"metadata":{"nextCursor":"x"}}""";
        await using var rig = await ControlRig.StartAsync(control: all => all with { Catalogue = new CatalogueSettings { Registry = new Uri(_stub.Address, "loop") } });
        var admin = await rig.SeedAsync(Role.Admin);

        var run = await ImportRuns.RunAsync(rig, admin, new { kind = "registry" });

        Assert.Equal("failed", run["state"]);
        Assert.Contains("same cursor", run["problem"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"npm","packages":["../../etc"]}""")]
    [InlineData("""{"kind":"npm","packages":["a?b"]}""")]
    [InlineData("""{"kind":"npm","packages":[]}""")]
    [InlineData("""{"kind":"nuget","packages":["a/b"]}""")]
    [InlineData("""{"kind":"file","name":"x"}""")]
    [InlineData("""{"kind":"file","name":"x","digest":"zz"}""")]
    [InlineData("""{"kind":"registry","licence":"a\u202eb"}""")]
    public async Task Begin_WhatIsNoSource_IsRefused(string body)
    {
        var reply = await _rig.SendAsync("POST", "/api/v1/catalogue/imports", body, _admin.Token);

        Assert.Equal((422, "value-invalid"), (reply.Status, reply.Code));
        Assert.Empty(_stub.Asked);
    }

    [Fact]
    public async Task Import_OfAnotherOrganisation_IsAbsent_AndItsBeginningIsInTheAudit()
    {
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        var other = await _rig.SeedAsync(Role.Admin);
        var begun = await BeginAsync(new { kind = "file", name = "x", digest = Digest });

        Assert.Equal(404, (await _rig.SendAsync("GET", $"/api/v1/catalogue/imports/{begun["id"]}", token: other.Token)).Status);
        Assert.Equal(404, (await _rig.SendAsync(
            "POST", $"/api/v1/catalogue/imports/{begun["id"]}/entries", """{"from":0,"lines":[],"last":true}""", other.Token)).Status);
        var audit = await _rig.SendAsync("GET", "/api/v1/audit", token: _admin.Token);
        Assert.Contains("catalogue.import_started", audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalogue_IsFilledByTheFirstOrganisationOrTheOneThatTheOperatorNames()
    {
        _rig.Time.Advance(TimeSpan.FromHours(1));
        var later = await _rig.SeedAsync(Role.Admin);
        await using var named = await ControlRig.StartAsync(control: all => all with { Catalogue = _stub.Sources with { OrganisationId = "org_named" } });
        var first = await named.SeedAsync(Role.Admin);
        await named.SeedAsync(Role.Viewer);
        await named.WithAsync(async services =>
        {
            var db = services.GetRequiredService<Control.Storage.ControlDb>();
            db.Organisations.Add(new Control.Organisations.Organisation { Id = "org_named", Name = "Named", Created = named.Time.GetUtcNow().AddDays(1) });
            return await db.SaveChangesAsync();
        });
        var keeper = await named.SeedAsync(Role.Admin, "org_named");
        var body = Town.Json(new { kind = "file", name = "x", digest = Digest });
        foreach (var (rig, stranger, own) in new[] { (_rig, later, _admin), (named, first, keeper) })
        {
            foreach (var (method, path, sent) in new[] { ("POST", "/api/v1/catalogue/imports", body), ("GET", "/api/v1/catalogue/messages", null) })
            {
                var refused = await rig.SendAsync(method, path, sent, stranger.Token);
                Assert.Equal((403, "right-missing"), (refused.Status, refused.Code));
                Assert.InRange((await rig.SendAsync(method, path, sent, own.Token)).Status, 200, 201);
            }
        }
    }

    [Fact]
    public async Task Registry_SharedDump_IsTakenWhole()
    {
        var path = SharedData.Find("catalogue/registry-dump-2025-12-12.json.gz");
        Assert.SkipWhen(path is null, "the dump does not lie beside the checkout");
        using var dump = JsonDocument.Parse(string.Concat(SharedData.Lines(path!)));
        _stub.Entries = [.. dump.RootElement.GetProperty("servers").EnumerateArray().Select(entry => entry.GetRawText())];
        var latest = dump.RootElement.GetProperty("servers").EnumerateArray().Where(RegistryEntry.IsLatest)
            .Select(entry => entry.GetProperty("server").GetProperty("name").GetString()!.ToLowerInvariant()).ToImmutableHashSet(StringComparer.Ordinal).Count;

        var run = await RunAsync(new { kind = "registry" });

        Assert.Equal("done", run["state"]);
        Assert.Equal(latest, await ServersAsync());
        Assert.DoesNotContain("skipped", run.Text, StringComparison.Ordinal);
    }

    private Task<Reply> BeginAsync(object body) => _rig.SendAsync("POST", "/api/v1/catalogue/imports", Town.Json(body), _admin.Token);

    private Task<Reply> PartAsync(string id, long from, bool last, params string[] lines) =>
        _rig.SendAsync("POST", $"/api/v1/catalogue/imports/{id}/entries", Town.Json(new { from, lines, last }), _admin.Token);

    private Task<Reply> RunAsync(object body) => ImportRuns.RunAsync(_rig, _admin, body);

    // Without the one that a new index begins with.
    private async Task<long> ServersAsync() => -1 + await _rig.WithAsync(async services =>
        (await services.GetRequiredService<Control.Catalogue.Search.CatalogueReading>().TotalsAsync(CancellationToken.None)).Servers);
}
