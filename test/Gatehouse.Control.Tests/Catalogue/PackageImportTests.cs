using Gatehouse.Api.People;
using Gatehouse.Control.Catalogue;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>npm and NuGet, or mirrors of them, as the operator's settings name them.</summary>
public sealed class PackageImportTests : IAsyncLifetime
{
    private SourceStub _stub = null!;
    private ControlRig _rig = null!;
    private SeededKey _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _stub = await SourceStub.StartAsync();
        _stub.Files["/nuget/index.json"] = Index($"{_stub.Address}nuget/old/", $"{_stub.Address}nuget/new/");
        _rig = await ControlRig.StartAsync(control: all => all with { Catalogue = _stub.Sources });
        _admin = await _rig.SeedAsync(Role.Admin);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Fact]
    public async Task Packages_ByName_AreAskedForOneByOneAndMissingOnesCounted()
    {
        _stub.Files["/@acme%2ftools/latest"] =
            """{"name":"@acme/tools","version":"2.0.0","description":"Tools","license":"MIT","repository":{"url":"git+https://github.com/acme/tools.git"}}""";
        _stub.Files["/nuget/new/acme.mcp/index.json"] = $$"""{"items":[{"@id":"{{_stub.Address}}nuget/new/acme.mcp/page.json","count":2}]}""";
        _stub.Files["/nuget/new/acme.mcp/page.json"] =
            """
            {"items":[{"catalogEntry":{"id":"Acme.Mcp","version":"1.0.0","description":"Old"}},
            {"catalogEntry":{"id":"Acme.Mcp","version":"1.1.0","description":"New","licenseExpression":"Apache-2.0"}},
            {"catalogEntry":{"id":"Acme.Mcp","version":"9.0.0","listed":false}}]}
            """;

        var npm = await RunAsync("npm", "@acme/tools", "not-there");
        var nuget = await RunAsync("nuget", "Acme.Mcp", "Not.There");

        Assert.Equal(("done", "done"), (npm["state"], nuget["state"]));
        Assert.Equal(1, npm.Json.GetProperty("counts").GetProperty("skipped_not_there").GetInt64());
        Assert.Equal(1, nuget.Json.GetProperty("counts").GetProperty("skipped_not_there").GetInt64());
        var tools = await _rig.SendAsync("GET", "/api/v1/catalogue/servers/acme-tools");
        Assert.Equal(("https://github.com/acme/tools", "MIT"), (tools["repository"], tools.Json.GetProperty("sources")[0].GetProperty("licence").GetString()));
        var mcp = await _rig.SendAsync("GET", "/api/v1/catalogue/servers/acme-mcp");
        Assert.Equal(("1.1.0", "New"), (mcp["version"], mcp["description"]));

        // The index is asked once a run, and the older of two resources never.
        Assert.Single(_stub.Asked, asked => asked == "/nuget/index.json");
        Assert.DoesNotContain(_stub.Asked, asked => asked.StartsWith("/nuget/old/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NuGet_WhatIsPackedOnTheWay_IsUnpackedUpToTheCap()
    {
        _stub.IsPacked = path => path.StartsWith("/nuget/new/", StringComparison.Ordinal);
        _stub.Files["/nuget/new/acme.mcp/index.json"] = """{"items":[{"items":[{"catalogEntry":{"id":"Acme.Mcp","version":"1.1.0-preview.2"}}]}]}""";
        _stub.Files["/nuget/new/bomb/index.json"] = new string(' ', 17 * 1024 * 1024) + "{}";

        Assert.Equal("done", (await RunAsync("nuget", "Acme.Mcp"))["state"]);
        Assert.Equal("1.1.0-preview.2", (await _rig.SendAsync("GET", "/api/v1/catalogue/servers/acme-mcp"))["version"]);
        var bomb = await RunAsync("nuget", "bomb");
        Assert.Equal("failed", bomb["state"]);
        Assert.Contains("more than 16777216 bytes", bomb["problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_OfAMirrorWithoutTheShortAddress_IsReadFromThePackageItself()
    {
        _stub.Files["/whole"] = """{"name":"whole","dist-tags":{"latest":"2.0.0"},"versions":{"1.0.0":{"name":"whole","version":"1.0.0"},"2.0.0":{"name":"whole","version":"2.0.0","license":"ISC"}}}""";

        Assert.Equal("done", (await RunAsync("npm", "whole"))["state"]);
        Assert.Equal("2.0.0", (await _rig.SendAsync("GET", "/api/v1/catalogue/servers/whole"))["version"]);
    }

    [Fact]
    public async Task NuGet_ThatNamesAnotherHost_IsNotFollowed()
    {
        await using var elsewhere = await SourceStub.StartAsync();
        _stub.Files["/nuget/new/x/index.json"] = $$"""{"items":[{"@id":"{{elsewhere.Address}}page.json"}]}""";
        var page = await RunAsync("nuget", "x");
        _stub.Files["/nuget/index.json"] = Index(null, $"{elsewhere.Address}registrations/");
        var index = await RunAsync("nuget", "y");

        Assert.Equal(("failed", "failed"), (page["state"], index["state"]));
        Assert.Contains("not its own", index["problem"], StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked);
    }

    [Theory]
    [InlineData("nuget", "{}", "names no registrations")]
    [InlineData("nuget", "[", "is not JSON")]
    [InlineData("nuget", """{"resources":[{"@id":"\ud800","@type":"RegistrationsBaseUrl"}]}""", "a text that is none")]
    [InlineData("nuget", null, "no service index")]
    [InlineData("registry", """{"servers":[],"metadata":{"nextCursor":"\ud800"}}""", "a text that is none")]
    public async Task Source_WhoseAnswerIsNone_EndsTheImportWithAReason(string kind, string? answer, string reason)
    {
        _stub.Files.Clear();
        if (answer is not null)
        {
            _stub.Files["/nuget/index.json"] = _stub.Files["/odd/v0.1/servers?limit=100"] = answer;
        }

        await using var rig = await ControlRig.StartAsync(control: all => all with { Catalogue = _stub.Sources with { Registry = new Uri(_stub.Address, "odd") } });
        var run = await ImportRuns.RunAsync(rig, await rig.SeedAsync(Role.Admin), kind == "nuget" ? (object)new { kind, packages = new[] { "x" } } : new { kind });

        Assert.Equal("failed", run["state"]);
        Assert.Contains(reason, run["problem"], StringComparison.Ordinal);
    }

    private Task<Reply> RunAsync(string kind, params string[] packages) => ImportRuns.RunAsync(_rig, _admin, new { kind, packages });

    private static string Index(string? old, string fresh) =>
        $$"""
        {"version":"3.0.0","resources":[{{(old is null ? "" : $$"""{"@id":"{{old}}","@type":"RegistrationsBaseUrl/3.0.0-beta"},""")}}
        {"@id":"https://elsewhere.example/","@type":"SearchQueryService"},{"@id":"{{fresh}}","@type":"RegistrationsBaseUrl/3.6.0"}]}
        """;
}
