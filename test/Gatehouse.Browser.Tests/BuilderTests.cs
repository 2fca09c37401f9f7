using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>The visual builder over a real server with real tools.</summary>
public sealed class BuilderTests(Workshop workshop, Chromium chromium) : IClassFixture<Workshop>
{
    [Theory]
    [InlineData("allow", "{}")]
    [InlineData("limit", """{"limits":[{"counter":"calls","window":"minute","max":30}]}""")]
    [InlineData("approve", """{"require_approval":[{"conditions":[],"message":"Requires human approval.","expires":"30m"}]}""")]
    [InlineData("deny", """{"action":"deny"}""")]
    [InlineData("hide", null)]
    public async Task Choice_OfAState_IsInTheJson_AndTheJsonIsTheChoice(string state, string? rule)
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window);

        await builder.Choice("send_mail").SelectOptionAsync(state);

        var text = await builder.TextAsync();
        using var json = JsonDocument.Parse(text);
        Assert.Equal(rule, json.RootElement.GetProperty("tools").TryGetProperty("send_mail", out var own) ? JsonSerializer.Serialize(own) : null);
        Assert.Equal(state == "hide", text.Contains("\"hide\"", StringComparison.Ordinal));
        Assert.Contains("\"list_customers\":   {},\n", text, StringComparison.Ordinal);
        Assert.Contains("\"value\": 10000.0 }", text, StringComparison.Ordinal);

        await builder.TypeAsync(Workshop.Document);
        await Assertions.Expect(builder.Choice("send_mail")).ToHaveValueAsync("inherit");
        await builder.Source.FillAsync(text);
        await Assertions.Expect(builder.Choice("send_mail")).ToHaveValueAsync(state);
        await Assertions.Expect(builder.Choice("create_refund")).ToHaveValueAsync("custom");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Text_WithErrors_ShowsThemAtTheirLines_KeepsAll_AndIsNotPublished()
    {
        await using var window = await chromium.OpenAsync();
        var (id, builder) = await workshop.OpenAsync(window);
        var wrong = Workshop.Document.Replace("\"op\": \"gt\"", "\"op\": \"above\"", StringComparison.Ordinal);

        await builder.TypeAsync(wrong);
        await Assertions.Expect(window.Page.Locator(".build-findings li:has(.badge.bad)").First).ToContainTextAsync("Line 6");
        await Assertions.Expect(builder.Publish).ToBeDisabledAsync();
        await builder.Source.FillAsync(wrong + "}");
        await Assertions.Expect(builder.State).ToContainTextAsync("Line 10 cannot be read");
        await Assertions.Expect(builder.Choice("send_mail")).ToBeDisabledAsync();

        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("was brought back");
        Assert.Equal(wrong + "}", await builder.TextAsync());
        Assert.Equal(1, (await workshop.ReadAsync(id)).GetProperty("current").GetInt32());
    }

    [Fact]
    public async Task Publish_AfterSomebodyElse_ShowsBothAndLosesNothing()
    {
        await using var window = await chromium.OpenAsync();
        var (id, builder) = await workshop.OpenAsync(window);
        await builder.Choice("send_mail").SelectOptionAsync("deny");
        var theirs = Workshop.Document.Replace("\"list_customers\":   {},", "\"list_customers\": { \"action\": \"deny\" },", StringComparison.Ordinal);
        using var published = await workshop.Installation.AskAsync(HttpMethod.Post, $"policies/{id}/versions", new { document = theirs }, "\"1\"");

        await builder.Publish.ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Somebody else published meanwhile.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".diff .minus").First).ToContainTextAsync("list_customers");
        Assert.Contains("send_mail", await builder.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(theirs, (await workshop.ReadAsync(id)).GetProperty("document").GetString());

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Go on with mine, from theirs" }).ClickAsync();
        var mine = await builder.TextAsync();
        await builder.Publish.ClickAsync();
        await window.Page.WaitForURLAsync(url => url.Contains($"/policies/{id}", StringComparison.Ordinal) && !url.Contains("edit", StringComparison.Ordinal));
        var now = await workshop.ReadAsync(id);
        Assert.Equal((3, mine), (now.GetProperty("current").GetInt32(), now.GetProperty("document").GetString()));
    }

    [Fact]
    public async Task Yes_ToOneFinding_IsNoneToAnother()
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window);
        var yes = window.Page.GetByLabel("Yes, I mean what needs a yes");
        var until = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var one = Workshop.Document.Replace("\"default\"", $"\"mode\": \"observe\", \"observe_until\": \"{until}\", \"default\"", StringComparison.Ordinal);

        await builder.TypeAsync(one);
        await yes.CheckAsync(new() { Timeout = 10_000 });
        await Assertions.Expect(builder.State).ToContainTextAsync("Ready to publish");
        await builder.Source.FillAsync(one + " ");
        await Assertions.Expect(builder.State).ToContainTextAsync("Ready to publish");
        await builder.Source.FillAsync(one.Replace("\"drop_*\": { \"action\": \"deny\" }", "\"drop_*\": {}", StringComparison.Ordinal));

        await Assertions.Expect(builder.State).ToContainTextAsync("need a yes");
        await Assertions.Expect(yes).Not.ToBeCheckedAsync();
        await Assertions.Expect(builder.Publish).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Conditions_OfATool_OfferItsArgumentsAndWhatFitsThem()
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window);
        await builder.PickAsync("create_refund");
        var row = window.Page.Locator(".build-condition").First;

        Assert.Contains("args.to[*]", await row.GetByLabel("What is looked at").Locator("option").EvaluateAllAsync<string[]>("all => all.map(one => one.value)"));
        await row.GetByLabel("With what").FillAsync("2500");
        await row.GetByLabel("With what").PressAsync("Enter");
        await row.GetByLabel("What is looked at").SelectOptionAsync("args.currency");
        Assert.DoesNotContain("gt", await row.GetByLabel("How it is compared").Locator("option").EvaluateAllAsync<string[]>("all => all.map(one => one.value)"));
        await row.GetByLabel("How it is compared").SelectOptionAsync("not_in");
        await row.GetByLabel("eur").CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Ask a person when…" }).ClickAsync();
        await window.Page.GetByLabel("People", new() { Exact = false }).SelectOptionAsync("2");

        using var json = JsonDocument.Parse(await builder.TextAsync());
        var refund = json.RootElement.GetProperty("tools").GetProperty("create_refund");
        Assert.Equal(
            """[{"path":"args.currency","op":"not_in","value":["usd","eur"]}]""",
            JsonSerializer.Serialize(refund.GetProperty("deny_if")[0].GetProperty("conditions")));
        Assert.Equal(2, refund.GetProperty("require_approval")[0].GetProperty("approvers").GetInt32());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Trial_OfACall_ExplainsItsSteps_AndBecomesATestThatIsPublished()
    {
        await using var window = await chromium.OpenAsync();
        var (id, builder) = await workshop.OpenAsync(window);
        await builder.PickAsync("create_refund");
        await builder.PanelAsync("Try it");
        await window.Page.GetByLabel("Arguments as JSON").FillAsync("""{"amount": 20000}""");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try it" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".build-steps")).ToContainTextAsync("args.amount gt 10000");

        await window.Page.GetByLabel("Name of the test").FillAsync("too much");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save as a test" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#panel-try .build-entry .badge")).ToHaveTextAsync("Passes");
        await builder.Publish.ClickAsync();
        await window.Page.WaitForURLAsync(url => !url.Contains("edit", StringComparison.Ordinal));

        Assert.Contains("too much", (await workshop.ReadAsync(id)).GetProperty("tests").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_WithHostileNames_AreTextAndNothingElse()
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window);
        await builder.Choice(Workshop.Hostile).SelectOptionAsync("limit");
        await builder.PickAsync(Workshop.Hostile);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Deny when…" }).ClickAsync();
        foreach (var panel in new[] { "Try it", "Changes", "JSON", "Rules" })
        {
            await builder.PanelAsync(panel);
        }

        await Assertions.Expect(window.Page.Locator(".build-rules")).ToContainTextAsync("<script>alert(2)</script> U+202E");
        Assert.Equal(0, await window.Page.Locator("main img, main script, main [onerror], main [style], main b").CountAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Server_ThatWentAway_ShowsItsLastKnownToolsAsSuch()
    {
        await workshop.GoneAsync("gone");
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window, "gone");

        await Assertions.Expect(window.Page.GetByText("Does not answer: its last known tools")).ToBeVisibleAsync();
        await builder.Choice("last_known").SelectOptionAsync("allow");
        Assert.Contains("\"last_known\": {}", await builder.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_OverAsManyToolsAsAServerMayList_DrawsAFewAndSetsAll()
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window, "many");
        await window.Page.GetByLabel("Filter tools").FillAsync("tool_0*9");

        await Assertions.Expect(window.Page.Locator(".build-bulk [role=status]")).ToHaveTextAsync("100 of 1000");
        await Assertions.Expect(window.Page.Locator(".build-rows tbody tr")).ToHaveCountAsync(50);
        await window.Page.GetByLabel("Set all shown to").SelectOptionAsync("deny");
        using var json = JsonDocument.Parse(await builder.TextAsync());
        Assert.Equal(103, json.RootElement.GetProperty("tools").EnumerateObject().Count());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        Assert.Equal(Workshop.Document, await builder.TextAsync());
    }

    [Fact]
    public async Task Keyboard_Alone_FiltersChoosesAndTakesBack()
    {
        await using var window = await chromium.OpenAsync();
        var (_, builder) = await workshop.OpenAsync(window);
        await window.Page.Locator("body").PressAsync("/");
        await window.Page.Keyboard.TypeAsync("send");
        await Assertions.Expect(window.Page.Locator(".build-rows tbody tr")).ToHaveCountAsync(1);
        await builder.Choice("send_mail").FocusAsync();
        await window.Page.Keyboard.PressAsync("h");

        await Assertions.Expect(builder.Choice("send_mail")).ToHaveValueAsync("hide");
        await Assertions.Expect(builder.Choice("send_mail")).ToBeFocusedAsync();
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Rules" }).FocusAsync();
        await window.Page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(builder.Choice("send_mail")).ToHaveValueAsync("inherit");
        await window.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(window.Page.Locator("#panel-json")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Form_WithoutScript_ChecksAndPublishes()
    {
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        var id = await workshop.PolicyAsync();
        await workshop.Installation.SignInAsync(window, path: $"policies/{id}/edit");
        await window.Page.Locator("#document").FillAsync(Workshop.Document.Replace("list_customers", "list_refunds", StringComparison.Ordinal));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();

        Assert.Contains("list_refunds", (await workshop.ReadAsync(id)).GetProperty("document").GetString(), StringComparison.Ordinal);
    }
}
