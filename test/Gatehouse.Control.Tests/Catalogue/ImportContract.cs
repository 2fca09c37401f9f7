using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>What an import must do, whatever the database is.</summary>
public abstract class ImportContract : IAsyncLifetime
{
    private CatalogueRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await CatalogueRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Take_ServerAndToolOfAList_AreThereWithAssessmentAndSource()
    {
        var counts = await _rig.TakeAsync(
            Lines.Server("acme/bank-mcp", "Banking", "Acme Bank", ["npm:@acme/bank"]),
            Lines.Tool("acme/bank-mcp", "transferFunds", "Transfers money to an account.", [new { name = "amount", type = "number", required = true }]));

        Assert.Equal((2, 1, 1), (counts["entries"], counts["servers_new"], counts["tools_new"]));
        var found = await _rig.ToolAsync("acme-bank-mcp", "transferfunds");
        Assert.Equal((RiskCategory.Financial, RiskLevel.Critical), (found!.Tool.Category, found.Tool.Level));
        Assert.Equal(RiskClassifier.Version, found.Tool.Classifier);
        Assert.Equal("list:list", found.Tool.Source);
        Assert.Contains("\"required\":[\"amount\"]", found.Tool.Definition, StringComparison.Ordinal);
        Assert.Equal(["list:list"], found.Facts.Select(fact => fact.Source));
        Assert.Equal((1, 1), (found.Server.Tools, found.Server.Critical));
        var totals = await _rig.TotalsAsync();
        Assert.Equal((1, 1, 1), (totals.Servers, totals.Tools, totals.Levels["critical"]));
    }

    [Fact]
    public async Task Take_TheSameAgain_ChangesNothing()
    {
        string[] lines = [Lines.Server("a/x", "One"), Lines.Tool("a/x", "get_a", "Gets it."), Lines.Tool("a/x", "delete_b", "Deletes it.")];
        await _rig.TakeAsync(lines);
        var before = await _rig.ServerAsync("a-x");

        var counts = await _rig.TakeAsync(lines);

        Assert.Equal(2, counts["tools_same"]);
        Assert.Equal(["entries", "tools_same"], counts.Keys);
        var after = await _rig.ServerAsync("a-x");
        Assert.Equal(before!.Tools.Select(tool => (tool.Id, tool.Rank, tool.Digest)), after!.Tools.Select(tool => (tool.Id, tool.Rank, tool.Digest)));
        Assert.Equal(2, (await _rig.TotalsAsync()).Tools);
    }

    [Fact]
    public async Task Take_ChangedDefinition_IsClassifiedAnewAndFoundByItsNewWords()
    {
        await _rig.TakeAsync(Lines.Tool("a/x", "apply", "Reads the weather report."));

        var counts = await _rig.TakeAsync(Lines.Tool("a/x", "apply", "Permanently deletes the customer database."));

        Assert.Equal(1, counts["tools_changed"]);
        Assert.Equal(RiskLevel.Critical, (await _rig.ToolAsync("a-x", "apply"))!.Tool.Level);
        Assert.Empty(await _rig.NamesAsync(new ToolFilter { Text = "weather" }));
        Assert.Equal(["apply"], await _rig.NamesAsync(new ToolFilter { Text = "customer database" }));
        Assert.Equal(1, (await _rig.ServerAsync("a-x"))!.Server.Critical);
    }

    [Fact]
    public async Task Take_ServersOwnAnswer_WinsOverAListAndAListDoesNotTakeItBack()
    {
        await _rig.TakeAsync(Lines.Server("@acme/tools", packages: ["npm:@acme/tools"]), Lines.Tool("@acme/tools", "run", "From a list."));

        await _rig.TakeAsync(Lines.Dump("npm:@acme/tools", CatalogueRig.Now, "run", "stop"));
        await _rig.TakeAsync(Lines.Tool("@acme/tools", "run", "From a list, again."));

        var server = await _rig.ServerAsync("acme-tools");
        Assert.Equal(["introspection", "introspection"], server!.Tools.Select(tool => tool.Source));
        Assert.All(server.Tools, tool => Assert.Equal("", tool.Description));
        Assert.Equal(1, (await _rig.TotalsAsync()).Servers);
    }

    [Fact]
    public async Task Take_NewerWholeList_ForgetsWhatIsListedNoMore()
    {
        await _rig.TakeAsync(Lines.Dump("npm:x-mcp", CatalogueRig.Now, "keep", "gone"));

        var counts = await _rig.TakeAsync(Lines.Dump("npm:x-mcp", CatalogueRig.Now.AddDays(1), "keep", "fresh"));

        Assert.Equal((1, 1, 1), (counts["tools_gone"], counts["tools_new"], counts["tools_same"]));
        Assert.Equal(["fresh", "keep"], (await _rig.ServerAsync("x-mcp"))!.Tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Empty(await _rig.NamesAsync(new ToolFilter { Text = "gone" }));
    }

    [Fact]
    public async Task Take_RegistryEntryThatNamesAnotherOnesPackage_WritesNothingIntoIt()
    {
        await _rig.TakeAsync(Lines.Server("@stripe/mcp", "Stripe's own", "Stripe", ["npm:@stripe/mcp"]), Lines.Tool("@stripe/mcp", "create_refund", "Refunds."));

        await _rig.TakeAsync(Lines.Registry("io.github.mallory/mcp", "Better than Stripe", npm: ["@stripe/mcp"]));
        await _rig.TakeAsync(Lines.Dump("npm:@stripe/mcp", CatalogueRig.Now, "create_refund"));

        var own = await _rig.ServerAsync("stripe-mcp");
        Assert.Equal(("Stripe's own", 1), (own!.Server.Description, own.Server.Tools));
        var other = await _rig.ServerAsync("io-github-mallory-mcp");
        Assert.Equal(("Better than Stripe", 0), (other!.Server.Description, other.Server.Tools));
    }

    [Fact]
    public async Task Take_EntriesThatCannotBeRead_AreCountedAndTheOthersStand()
    {
        var counts = await _rig.TakeAsync(
            "{", "[]", "7", "{}", """{"tool":"x","server":"\ud800"}""", """{"tool":"x"}""", """{"tools":[]}""",
            Lines.Registry("a/b", schema: "2031-01-01"), Lines.Registry("a/c"));

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["entries"] = 9, ["servers_new"] = 1, ["skipped_no_name"] = 2, ["skipped_not_json"] = 1, ["skipped_not_text"] = 1,
                ["skipped_unknown_kind"] = 3, ["skipped_unknown_schema"] = 1,
            }.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            counts.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Take_RegistryEntryThatWasDeleted_IsGoneUnlessAnotherSourceHasIt()
    {
        await _rig.TakeAsync(Lines.Registry("a/only"), Lines.Registry("a/both"), Lines.Server("a/both"));

        var counts = await _rig.TakeAsync(Lines.Registry("a/only", status: "deleted"), Lines.Registry("a/both", status: "deleted"));

        Assert.Equal(1, counts["servers_gone"]);
        Assert.Null(await _rig.ServerAsync("a-only"));
        Assert.Equal(["list:list"], (await _rig.ServerAsync("a-both"))!.Facts.Select(fact => fact.Source));
    }

    [Fact]
    public async Task Take_TenThousandToolsAndALongText_AreCutAtTheCapsAndMarked()
    {
        var many = await _rig.TakeAsync(Lines.Dump("npm:many", CatalogueRig.Now, [.. Enumerable.Range(0, 10_000).Select(at => $"tool_{at}")]));
        var one = await _rig.TakeAsync(Lines.Tool("b/long", "talk", new string('x', 10 * 1024 * 1024)));
        await _rig.TakeAsync(Lines.Tool("b/names", new string('n', Caps.Name + 1)));

        Assert.Equal((Caps.Tools, 1), (many["tools_new"], many["cut"]));
        Assert.True((await _rig.ServerAsync("many"))!.Server.IsCut);
        Assert.Equal(1, one["cut"]);
        var talk = (await _rig.ToolAsync("b-long", "talk"))!.Tool;
        Assert.Equal((Caps.Description, true), (talk.Description.Length, talk.IsCut));
        var names = await _rig.ServerAsync("b-names");
        Assert.Equal((0, true), (names!.Server.Tools, names.Server.IsCut));
    }

    [Fact]
    public async Task Take_MoreToolsThanTheCapLineByLine_StopsAtTheCap()
    {
        await _rig.TakeAsync(Enumerable.Range(0, Caps.Tools - 1).Select(at => Lines.Tool("a/x", $"tool_{at}")));

        await _rig.TakeAsync(Lines.Tool("a/x", "last"), Lines.Tool("a/x", "over"));

        var server = (await _rig.ServerAsync("a-x"))!.Server;
        Assert.Equal((Caps.Tools, true), (server.Tools, server.IsCut));
        Assert.Null(await _rig.ToolAsync("a-x", "over"));
    }

    [Fact]
    public async Task Reclassify_ToolsOfAnOlderClassifier_AreAssessedAnew()
    {
        await _rig.TakeAsync(Lines.Tool("a/x", "delete_all_customers", "Deletes every customer."), Lines.Tool("a/x", "get_a", "Gets it."));
        await _rig.Store.WriteAsync(
            session =>
            {
                var old = session.One(CatalogueTool.Read, $"SELECT {CatalogueTool.Columns} FROM tool WHERE name = $1", "delete_all_customers")!;
                var server = session.One(CatalogueServer.Read, $"SELECT {CatalogueServer.Columns} FROM server WHERE id = $1", old.ServerId)!;
                ToolRows.Save(
                    session,
                    old with { Category = RiskCategory.Read, Level = RiskLevel.Low, Rank = Control.Catalogue.Rules.Assessing.Rank(RiskLevel.Low, old.Id), Classifier = 0 },
                    server, old.Rank);
                LevelCounts.Update(session, [server.Id]);
                return 0;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(1, await Reclassifying.RunAsync(_rig.Store, TestContext.Current.CancellationToken));

        Assert.Equal(RiskLevel.Critical, (await _rig.ToolAsync("a-x", "delete_all_customers"))!.Tool.Level);
        Assert.Equal((1, 1), ((await _rig.ServerAsync("a-x"))!.Server.Critical, (await _rig.ServerAsync("a-x"))!.Server.Low));
        Assert.Equal(["delete_all_customers"], await _rig.NamesAsync(new ToolFilter { Text = "customers", Category = RiskCategory.Destructive }));
        Assert.Equal(0, await Reclassifying.RunAsync(_rig.Store, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Take_NamesThatShareAnAddress_GetAddressesOfTheirOwn()
    {
        await _rig.TakeAsync(
            Lines.Server("a/b"), Lines.Server("a-b"), Lines.Server("ж"), Lines.Tool("a/b", "run it"), Lines.Tool("a/b", "run-it"), Lines.Tool("a/b", "走"));

        Assert.Equal("a/b", (await _rig.ServerAsync("a-b"))!.Server.Name);
        Assert.Equal("a-b", (await _rig.ServerAsync("a-b-2"))!.Server.Name);
        Assert.Equal("ж", (await _rig.ServerAsync("server"))!.Server.Name);
        Assert.Equal(
            ["run it", "run-it", "走"],
            (await _rig.ServerAsync("a-b"))!.Tools.OrderBy(tool => tool.Id).Select(tool => tool.Name));
        Assert.Equal(3, (await _rig.ServerAsync("a-b"))!.Tools.Select(tool => tool.Slug).ToImmutableHashSet(StringComparer.Ordinal).Count);
    }

    [Fact]
    public async Task Take_NamesThatAreCalledAsTheNextAddressWouldBe_StopNothing()
    {
        var counts = await _rig.TakeAsync(
            Lines.Server("a/b-3"), Lines.Server("a/b"), Lines.Server("a-b"), Lines.Tool("a/b", "t-3"), Lines.Tool("a/b", "t"), Lines.Tool("a/b", "T"));

        Assert.Equal((3, 3), (counts["servers_new"], counts["tools_new"]));
        Assert.Equal("a-b", (await _rig.ServerAsync("a-b-3-2"))!.Server.Name);
        Assert.Equal("T", (await _rig.ToolAsync("a-b", "t-3-2"))!.Tool.Name);
    }

    [Fact]
    public async Task Take_ReferencesAsLongAsTheyMayBe_AreKept()
    {
        var random = new Random(3);
        string Long() => string.Concat(Enumerable.Range(0, Caps.Reference).Select(_ => char.ConvertFromUtf32(random.Next(0x4E00, 0x9FFF))));
        string[] many = [.. Enumerable.Range(0, Caps.Names).Select(_ => Long())];
        var counts = await _rig.TakeAsync(
            System.Text.Json.JsonSerializer.Serialize(new { id = Long(), title = Long(), description = Long(), repo = Long(), packages = many, sources = many, names = many }),
            System.Text.Json.JsonSerializer.Serialize(new { server = Long(), tool = Long()[..Caps.Name], description = Long(), source = Long(), licence = Long() }));

        Assert.Equal((2, 1), (counts["servers_new"], counts["tools_new"]));
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteImportTests : ImportContract;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresImportTests : ImportContract;
