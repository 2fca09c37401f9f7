namespace Gatehouse.Browser.Tests;

/// <summary>People settle calls: on a laptop, on a phone, by the keyboard, without script; live.</summary>
public sealed class ApprovalPageTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    [Fact]
    public async Task BlockedCall_ApprovedInTheInbox_PassesOnce()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.AddInitScriptAsync("window.rung = 0; AudioContext = class extends AudioContext { constructor() { super(); window.rung++; } };");
        await workplace.Installation.SignInAsync(window, path: "approvals");
        await window.Page.GetByLabel("Sound").CheckAsync();
        Assert.Equal(1, await window.Page.EvaluateAsync<int>("rung"));
        var before = await window.Page.Locator("#inbox [data-id]").CountAsync();
        var blocked = await workplace.CallAsync("create_refund", new { amount = 2_111 });
        Assert.Contains("approval", blocked, StringComparison.OrdinalIgnoreCase);

        // It appears by itself, with the count in the title.
        await window.Page.WaitForFunctionAsync("before => document.querySelectorAll('#inbox [data-id]').length > before", before);
        Assert.Matches(@"^\(\d+\) Approvals", await window.Page.TitleAsync());
        Assert.True(await window.Page.EvaluateAsync<int>("rung") >= 2, "nothing was heard");
        await window.Page.Locator("#inbox [data-id] a").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("2111");
        await window.Page.GetByLabel("Comment").FillAsync("as agreed");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve this call, once" }).ClickAsync();
        await window.Page.GetByText("Approved: the agent can make this call once.").WaitForAsync();

        Assert.DoesNotContain("error", await workplace.CallAsync("create_refund", new { amount = 2_111 }), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("approval", await workplace.CallAsync("create_refund", new { amount = 2_111 }), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task HiddenCharacters_InArguments_AreSpeltOutBeforeAnybodySaysYes()
    {
        await using var window = await chromium.OpenAsync();
        await workplace.CallAsync("create_refund", new { amount = 2_222, reason = "to Ada\u202Eevil" });
        await workplace.Installation.SignInAsync(window, path: "approvals");
        await window.Page.Locator("#inbox [data-id] a").First.ClickAsync();

        await Assertions.Expect(window.Page.Locator(".listing .unseen")).ToHaveTextAsync("U+202E");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("1 character that cannot be seen");
    }

    [Fact]
    public async Task Phone_WithItsSmallWindow_SettlesARequest()
    {
        await workplace.CallAsync("create_refund", new { amount = 2_333 });
        await using var window = await chromium.OpenAsync(new()
        {
            ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true,
        });
        await workplace.Installation.SignInAsync(window, path: "approvals");
        await window.Page.Locator("#inbox [data-id] a").First.TapAsync();
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve this call, once" });
        await Assertions.Expect(button).ToBeInViewportAsync();
        var box = await button.BoundingBoxAsync();
        Assert.True(box!.Height >= 40, $"{box.Height} pixels are too small for a finger");
        await button.TapAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Approved");
    }

    [Fact]
    public async Task ScriptOff_APersonStillSignsInReadsListsAndSettles()
    {
        await workplace.CallAsync("create_refund", new { amount = 2_444 });
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await workplace.Installation.SignInAsync(window, path: "records");
        await Assertions.Expect(window.Page.Locator("#records tbody tr").First).ToBeVisibleAsync();
        await window.GoAsync(workplace.Installation.People, "approvals");
        await window.Page.Locator("#inbox [data-id] a").First.ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Refused");
        await Assertions.Expect(window.Page.Locator("h1 + .badge")).ToHaveTextAsync("Refused");
    }

    [Fact]
    public async Task Keyboard_Alone_LeadsToARequestAndItsAnswer()
    {
        await workplace.CallAsync("create_refund", new { amount = 2_555 });
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "approvals");
        await window.Page.Keyboard.PressAsync("j");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/approvals/*");
        await window.Page.Keyboard.PressAsync("r");
        Assert.Equal("Refuse", await window.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await window.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Refused");
    }

    [Fact]
    public async Task SettledMeanwhile_ByAnother_IsToldInsteadOfFailing()
    {
        await workplace.CallAsync("create_refund", new { amount = 2_666 });
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "approvals");
        await window.Page.Locator("#inbox [data-id] a").First.ClickAsync();
        var id = new Uri(window.Page.Url).Segments[^1];
        var cookie = await workplace.Installation.CookieAsync(Installation.Email, Installation.Password);
        var digest = await window.Page.Locator("input[name=digest]").GetAttributeAsync("value");
        using var refused = await workplace.Installation.SendAsync(
            HttpMethod.Post, $"approvals/{id}/refuse", new { digest }, ("Cookie", cookie),
            ("Origin", workplace.Installation.People.ToString().TrimEnd('/')));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve this call, once" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("h1 + .badge")).ToHaveTextAsync("Refused");
    }

    [Fact]
    public async Task Ticked_OneByOne_AreApprovedEachWithItsDigest()
    {
        await workplace.CallAsync("create_refund", new { amount = 2_777 });
        await workplace.CallAsync("create_refund", new { amount = 2_888 });
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "approvals");
        var boxes = window.Page.Locator("#inbox input[name=id]");
        var count = await boxes.CountAsync();
        await boxes.Nth(count - 1).CheckAsync();
        await boxes.Nth(count - 2).CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the ticked, one by one" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("input[name=call]")).ToHaveCountAsync(2);
        await window.Page.Locator("input[name=call]").First.CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve the ticked" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("main .list li")).ToHaveCountAsync(1);
        await Assertions.Expect(window.Page.Locator("main .list li")).ToContainTextAsync("approved");
    }
}
