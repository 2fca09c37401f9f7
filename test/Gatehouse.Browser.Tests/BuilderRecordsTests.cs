using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>The builder over what was recorded, over servers that go away, and its field that completes.</summary>
public sealed class BuilderRecordsTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    private const string Strict = """
        {
          "version": "1",
          "default": "deny",
          "tools": { "create_refund": {} }
        }

        """;

    [Fact]
    public async Task Replay_OfADraft_SaysWhichRecordedCallsWouldChange()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        await builder.TypeAsync(Strict);
        await builder.PanelAsync("Recorded");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
        var told = window.Page.Locator("#panel-replay");

        await Assertions.Expect(told).ToContainTextAsync("decisions would change");
        var lines = await told.Locator("li:has(> strong)").AllInnerTextsAsync();
        Assert.Contains(lines, line => line.Contains("list_payments", StringComparison.Ordinal) && line.Contains("would be denied", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("create_refund", StringComparison.Ordinal) && line.Contains("would pass", StringComparison.Ordinal));
        await told.GetByText("The calls themselves").ClickAsync();
        Assert.StartsWith("/records/", await told.Locator("details a").First.GetAttributeAsync("href"), StringComparison.Ordinal);

        // Of another text nothing is known yet.
        await builder.TypeAsync(Strict.Replace("create_refund", "list_payments", StringComparison.Ordinal));
        await builder.PanelAsync("Recorded");
        await Assertions.Expect(told).Not.ToContainTextAsync("decisions would change");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Suggest_FromWhatAnAgentCalled_IsShownFirstAndTakenOverAsOneStep()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        var before = await builder.TextAsync();
        await builder.PanelAsync("Recorded");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Suggest", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#panel-replay")).ToContainTextAsync("From 2 calls of 2 tools");
        Assert.Equal(before, await builder.TextAsync());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Take it over" }).ClickAsync();

        using var json = JsonDocument.Parse(await builder.TextAsync());
        Assert.Equal(["create_refund", "list_payments"], json.RootElement.GetProperty("tools").EnumerateObject().Select(one => one.Name));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        Assert.Equal(before, await builder.TextAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Field_WhileOneTypes_OffersToolsAndArgumentsByKeyboard()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        await builder.TypeAsync("{ \"version\": \"1\", \"default\": \"deny\", \"tools\": { ");
        await builder.Source.PressAsync("End");
        await window.Page.Keyboard.TypeAsync("\"create");
        var offers = window.Page.Locator("#build-offers [role=option]");
        await Assertions.Expect(offers).ToHaveTextAsync(["create_refund"]);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.TypeAsync("{ \"deny_if\": [ { \"conditions\": [ { \"path\": \"args.");
        await Assertions.Expect(offers.First).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(builder.Source).ToHaveAttributeAsync("aria-activedescendant", "build-offer-0");
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync(", \"op\": \"g");
        await window.Page.Keyboard.PressAsync("ArrowDown");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.TypeAsync(", \"value\": 5 } ] } ] } } }");

        using var json = JsonDocument.Parse(await builder.TextAsync());
        var condition = json.RootElement.GetProperty("tools").GetProperty("create_refund").GetProperty("deny_if")[0].GetProperty("conditions")[0];
        Assert.Equal(("args.amount", "gte"), (condition.GetProperty("path").GetString(), condition.GetProperty("op").GetString()));
        await builder.Source.PressAsync("Control+ ");
        await Assertions.Expect(window.Page.Locator("#build-offers")).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Server_ThatGoesAwayWhileTheBuilderIsOpen_IsMarkedAndItsToolsStay()
    {
        await using var tools = await ToolServer.StartAsync(("get_thing", "Gets a thing.", "\"properties\":{}"));
        using var server = await workplace.Installation.AskAsync(HttpMethod.Post, "servers", new { id = "leaving", name = "Leaving", url = tools.Url });
        using var tested = await workplace.Installation.AskAsync(HttpMethod.Post, "servers/leaving/test");
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window);
        await window.GoAsync(workplace.Installation.People, "policies/new?server=leaving");
        await Assertions.Expect(window.Page.Locator("#server-id")).ToHaveValueAsync("leaving");
        await Assertions.Expect(window.Page.GetByText("Answers now")).ToBeVisibleAsync();
        var names = await window.Page.Locator(".build-name").AllInnerTextsAsync();
        await tools.StopAsync();
        await window.Page.EvaluateAsync("dispatchEvent(new Event('focus'))");

        await Assertions.Expect(window.Page.GetByText("Does not answer: its last known tools")).ToBeVisibleAsync();
        Assert.Equal(names, await window.Page.Locator(".build-name").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Work_WhileTheConnectionIsLost_IsKeptAndComesBack()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        await window.Context.SetOfflineAsync(true);
        await builder.TypeAsync(Strict);
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("No answer from Gatehouse");
        await Assertions.Expect(window.Page.Locator(".build-bar")).ToContainTextAsync("Kept in this browser");
        await window.Context.SetOfflineAsync(false);
        await window.Page.ReloadAsync();

        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("was brought back");
        Assert.Equal(Strict, await builder.TextAsync());
    }

    [Fact]
    public async Task Work_WhileTheServerRestarts_GoesOnAndIsPublished()
    {
        await using var window = await chromium.OpenAsync();
        using var made = await workplace.Installation.AskAsync(HttpMethod.Post, "policies", new { name = "Over a restart", document = Strict });
        var id = made!.RootElement.GetProperty("id").GetString()!;
        await workplace.Installation.SignInAsync(window);
        await window.GoAsync(workplace.Installation.People, $"policies/{id}/edit?server=payments");
        var builder = new Builder(window);
        await builder.ReadyAsync();
        await builder.Choice("list_payments").SelectOptionAsync("deny");
        await workplace.Installation.StopAsync();
        await builder.Choice("create_refund").SelectOptionAsync("deny");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("No answer from Gatehouse");
        await Assertions.Expect(builder.Publish).ToBeDisabledAsync();
        var work = await builder.TextAsync();
        await workplace.Installation.StartAgainAsync();
        await Assertions.Expect(window.Page.Locator("main")).Not.ToContainTextAsync("No answer from Gatehouse", new() { Timeout = 30_000 });
        await builder.Publish.ClickAsync();
        await window.Page.WaitForURLAsync(url => !url.Contains("edit", StringComparison.Ordinal));

        using var read = await workplace.Installation.AskAsync(HttpMethod.Get, $"policies/{id}");
        Assert.Equal((2, work), (read!.RootElement.GetProperty("current").GetInt32(), read.RootElement.GetProperty("document").GetString()));
        Assert.Contains("deny", work, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfWhatIsOpen_LeadsToItAgain()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        await builder.PickAsync("create_refund");
        await builder.PanelAsync("Try it");
        await window.Page.GetByLabel("Filter tools").FillAsync("refund");
        await window.Page.WaitForURLAsync(url => url.EndsWith("?server=payments&tool=create_refund&panel=try&filter=refund", StringComparison.Ordinal));
        await window.Page.ReloadAsync();
        await builder.ReadyAsync();

        await Assertions.Expect(window.Page.Locator("#panel-try")).ToContainTextAsync("A call of create_refund");
        await Assertions.Expect(window.Page.GetByLabel("Filter tools")).ToHaveValueAsync("refund");
        await Assertions.Expect(window.Page.Locator(".build-rows tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Policy_ThatCannotBeRead_LeavesNothingThatIsStillBeingRead()
    {
        await using var window = await chromium.OpenAsync();
        using var made = await workplace.Installation.AskAsync(
            HttpMethod.Post, "policies", new { name = "Empty", document = """{"version":"1","default":"deny"}""" });
        var id = made!.RootElement.GetProperty("id").GetString();
        await window.Page.RouteAsync(
            $"**/api/v1/policies/{id}", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/json", Body = "{}" }));
        await workplace.Installation.EnterAsync(window);
        await window.GoAsync(workplace.Installation.People, $"policies/{id}/edit");

        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Gatehouse answered 503");
        await Assertions.Expect(window.Page.Locator(".build-rows")).ToContainTextAsync("No tools are known yet.");
    }

    [Fact]
    public async Task Session_RevokedElsewhere_LosesNoWorkAndPublishesAfterSignIn()
    {
        await using var window = await chromium.OpenAsync();
        var builder = await OpenAsync(window);
        await builder.TypeAsync(Strict);
        await Assertions.Expect(builder.Publish).ToBeEnabledAsync();
        await window.Context.ClearCookiesAsync();
        await builder.Publish.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You were signed out");

        Assert.Equal(Strict, await builder.TextAsync());
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in in another tab" })).ToBeVisibleAsync();
    }

    private async Task<Builder> OpenAsync(Window window)
    {
        await workplace.Installation.SignInAsync(window);
        await window.GoAsync(workplace.Installation.People, $"policies/{workplace.PolicyId}/edit?server=payments");
        var builder = new Builder(window);
        await builder.ReadyAsync();
        return builder;
    }
}
