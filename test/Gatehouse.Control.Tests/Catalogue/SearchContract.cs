using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>What the search must find, in which order, whatever the database is.</summary>
public abstract class SearchContract : IAsyncLifetime
{
    private CatalogueRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await CatalogueRig.StartAsync();
        await _rig.TakeAsync(
            Lines.Server("named/only", "A server that nobody asked for its tools"),
            Lines.Tool("shop/orders", "get_order", "Gets one order."),
            Lines.Tool("shop/orders", "cancelAllOrders", "Cancels every open order of the exchange."),
            Lines.Tool("shop/orders", "delete_customer", "Deletes a customer."),
            Lines.Tool("shop/mail", "send_email", "Sends an e-mail about an order to anybody."),
            Lines.Tool("shop/mail", "read_inbox", "Reads mail."));
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Find_Everything_IsRiskiestFirst()
    {
        var (hits, next) = await _rig.FindAsync(new ToolFilter());

        Assert.Null(next);
        Assert.Equal(5, hits.Length);
        Assert.Equal(hits.Select(hit => hit.Tool.Level).OrderByDescending(level => level), hits.Select(hit => hit.Tool.Level));
    }

    [Fact]
    public async Task Find_Words_ThoseInNamesComeFirstAndCamelCaseAndPluralsAreFound()
    {
        var names = await _rig.NamesAsync(new ToolFilter { Text = "order" });

        Assert.Equal("send_email", names[^1]);
        Assert.Contains("cancelAllOrders", names);
        Assert.Contains("delete_customer", names); // Its server is called orders.
        Assert.Equal(["cancelAllOrders"], await _rig.NamesAsync(new ToolFilter { Text = "CANCEL all_orders" }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Find_PageByPage_GivesEachHitOnceInTheSameOrder(int count)
    {
        var whole = await _rig.NamesAsync(new ToolFilter { Text = "order" });

        Assert.Equal(whole, await _rig.NamesAsync(new ToolFilter { Text = "order", Count = count }));
        Assert.Equal(await _rig.NamesAsync(new ToolFilter()), await _rig.NamesAsync(new ToolFilter { Count = count }));
    }

    [Fact]
    public async Task Find_Filters_NarrowAndJoin()
    {
        Assert.Equal(["delete_customer"], await _rig.NamesAsync(new ToolFilter { Category = RiskCategory.Destructive }));
        Assert.Equal(["send_email"], await _rig.NamesAsync(new ToolFilter { Signal = "external" }));
        Assert.Equal(["send_email"], await _rig.NamesAsync(new ToolFilter { Signal = "external", Text = "order" }));
        Assert.Empty(await _rig.NamesAsync(new ToolFilter { Signal = "external", Category = RiskCategory.Read }));
        var low = await _rig.NamesAsync(new ToolFilter { Level = RiskLevel.Low });
        Assert.Contains("get_order", low);
        Assert.DoesNotContain("send_email", low);
        Assert.Equal(["get_order"], await _rig.NamesAsync(new ToolFilter { Level = RiskLevel.Low, Text = "one order" }));
    }

    [Theory]
    [InlineData("' OR 1=1--")]
    [InlineData("\" NOT \"")]
    [InlineData("NOT AND OR NEAR(a b)")]
    [InlineData("names : x* ^y {")]
    [InlineData("(a+)+$ ../../etc/passwd")]
    [InlineData("'; DROP TABLE tool; --")]
    [InlineData("\0\u202e\ud800")]
    public async Task Find_TextThatIsMeantForAMachine_IsWordsLikeAnyOther(string text)
    {
        Assert.Empty(await _rig.NamesAsync(new ToolFilter { Text = text }));
        Assert.Equal(5, (await _rig.TotalsAsync()).Tools);
    }

    [Fact]
    public async Task Find_CommonWordsAccentsAndLongWords_AreFound()
    {
        var longest = new string('x', 5_000);
        await _rig.TakeAsync(
            Lines.Tool("café/menü", "the_and_of", "Prépare un café à la maison."), Lines.Tool("café/menü", "blob", $"Takes {longest} and more."),
            Lines.Tool("café/menü", "odd", "Half a pair \ud83d and a \0 in it."));

        Assert.Equal(["the_and_of"], await _rig.NamesAsync(new ToolFilter { Text = "the and of" }));
        Assert.Equal(["the_and_of"], await _rig.NamesAsync(new ToolFilter { Text = "PREPARE maison" }));
        Assert.Equal(["the_and_of"], await _rig.NamesAsync(new ToolFilter { Text = "Préparé" }));
        Assert.Equal(3, (await _rig.NamesAsync(new ToolFilter { Text = "cafe" })).Count);
        Assert.Equal(["odd"], await _rig.NamesAsync(new ToolFilter { Text = "half pair" }));
        Assert.Empty(await _rig.NamesAsync(new ToolFilter { Text = longest + "y z" }));
    }

    [Fact]
    public async Task FindServers_ByWords_ThoseWithToolsComeFirst()
    {
        var (all, _) = await _rig.Reading.ServersAsync(new ToolFilter(), TestContext.Current.CancellationToken);
        var (asked, _) = await _rig.Reading.ServersAsync(new ToolFilter { Text = "nobody asked" }, TestContext.Current.CancellationToken);

        Assert.Equal(["shop/orders", "shop/mail", "named/only"], all.Select(server => server.Name));
        Assert.Equal(["named/only"], asked.Select(server => server.Name));
    }

    [Fact]
    public async Task Server_WhoseNameLooksLikeAnother_SaysSo()
    {
        await _rig.TakeAsync(
            Lines.Server("sh0p/orders"), Lines.Server("postmark-mcp"), Lines.Server("activecampaign/postmark-mcp"), Lines.Server("githuib/mcp"),
            Lines.Server("wealthsimple-mcp-server"), Lines.Server("acme/weather"));

        Assert.Equal("shop/orders", (await _rig.ServerAsync("sh0p-orders"))!.LooksLike);
        Assert.Null((await _rig.ServerAsync("shop-orders"))!.LooksLike);
        Assert.Equal("postmark", (await _rig.ServerAsync("postmark-mcp"))!.LooksLike);
        Assert.Null((await _rig.ServerAsync("activecampaign-postmark-mcp"))!.LooksLike);
        Assert.Equal("github", (await _rig.ServerAsync("githuib-mcp"))!.LooksLike);
        Assert.Equal("wealthsimple", (await _rig.ServerAsync("wealthsimple-mcp-server"))!.LooksLike);
        Assert.Null((await _rig.ServerAsync("acme-weather"))!.LooksLike);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteSearchTests : SearchContract;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresSearchTests : SearchContract;

/// <summary>On PostgreSQL, where every word counts as a common one.</summary>
public sealed class PostgresCommonSearchTests : SearchContract;
