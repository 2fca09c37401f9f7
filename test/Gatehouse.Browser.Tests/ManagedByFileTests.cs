namespace Gatehouse.Browser.Tests;

/// <summary>What the operator's file keeps is marked as such, and has nothing to change it by; what people keep beside it has.</summary>
public sealed class ManagedByFileTests(DeclaredInstallation installation, Chromium chromium) : IClassFixture<DeclaredInstallation>
{
    private const string Mark = "Managed by file";

    [Theory]
    [InlineData("servers", "Kept in git", "ours")]
    [InlineData("grants", "Agent in git", "Our agent")]
    [InlineData("policies", "kept.json", "Ours")]
    public async Task List_MarksWhatTheFileKeepsAndNothingElse(string list, string kept, string ours)
    {
        await using var window = await OpenAsync(list);

        await Assertions.Expect(Row(window, kept)).ToContainTextAsync(Mark);
        await Assertions.Expect(Row(window, ours)).Not.ToContainTextAsync(Mark);
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("servers/kept", "servers/ours", "Set")]
    [InlineData("servers/kept/settings", "servers/ours/settings", "Save")]
    [InlineData("servers/kept/settings", "servers/ours/settings", "Save the credential")]
    [InlineData("servers/kept/settings", "servers/ours/settings", "Save how")]
    [InlineData("servers/kept/settings", "servers/ours/settings", "Remove")]
    [InlineData("servers/kept/settings", "servers/ours/settings", "Save what is stored")]
    [InlineData("grants/kept-agent", "grants/our-agent", "Set")]
    [InlineData("grants/kept-agent", "grants/our-agent", "Save")]
    [InlineData("grants/kept-agent", "grants/our-agent", "New token")]
    [InlineData("grants/kept-agent", "grants/our-agent", "Revoke")]
    [InlineData("policies/kept.json", "policies/Ours", "Rename")]
    public async Task Page_OfWhatTheFileKeeps_HasTheMarkAndNoButtonForIt(string kept, string ours, string button)
    {
        await using var window = await OpenAsync(await PathAsync(kept));
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync(Mark);
        await Assertions.Expect(Button(window, button)).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);

        await window.GoAsync(installation.People, await PathAsync(ours));
        await Assertions.Expect(window.Page.Locator("main")).Not.ToContainTextAsync(Mark);
        await Assertions.Expect(Button(window, button)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_OfAPolicyThatTheFileKeeps_HasNoEditor_ButWhatItKeepsIsFrozenHere()
    {
        await using var window = await OpenAsync(await PathAsync("policies/kept.json"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);

        await window.GoAsync(installation.People, "grants/kept-agent");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Freeze" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task StoredArguments_OfAServerThatTheFileKeeps_AreForgottenHere()
    {
        await using var window = await OpenAsync("servers/kept/settings");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("Kept for 7 days.");
        await window.Page.GetByText("Forget what is stored").ClickAsync();
        await Button(window, "Yes, forget them").ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("The stored arguments are gone");
        using var audit = await installation.AskAsync(HttpMethod.Get, "audit?what=server.arguments_forgotten");
        Assert.Equal("kept", audit!.RootElement.GetProperty("items")[0].GetProperty("subject_id").GetString());
    }

    [Fact]
    public async Task Call_DecidedByAPolicyThatTheFileKeeps_SaysWhereItsRuleWouldBe()
    {
        await using var window = await OpenAsync("records/" + installation.Call);
        var card = window.Page.Locator(".card", new() { HasText = "Make a rule from this" });
        await Assertions.Expect(card).ToContainTextAsync("kept.json is kept in the operator's file");
        await Assertions.Expect(card.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);

        var refused = await window.Page.EvaluateAsync<int>(
            "path => fetch(path, { method: 'POST', body: new URLSearchParams({ rule: 'deny' }) }).then(answer => answer.status)", $"/records/{installation.Call}/rule");
        Assert.Equal(409, refused);
        Assert.Equal(409, await window.GoAsync(installation.People, await PathAsync("policies/kept.json") + "/edit"));
    }

    private static ILocator Row(Window window, string name) => window.Page.Locator("main tbody tr", new() { HasText = name }).First;

    private static ILocator Button(Window window, string name) =>
        window.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<Window> OpenAsync(string path)
    {
        var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: path);
        return window;
    }

    // Policies are addressed by ids that nobody knows beforehand.
    private async Task<string> PathAsync(string path)
    {
        if (!path.StartsWith("policies/", StringComparison.Ordinal))
        {
            return path;
        }

        using var policies = await installation.AskAsync(HttpMethod.Get, "policies");
        return "policies/" + policies!.RootElement.GetProperty("items").EnumerateArray()
            .Single(policy => policy.GetProperty("name").GetString() == path["policies/".Length..]).GetProperty("id").GetString();
    }
}
