using System.Security.Cryptography;
using Gatehouse.Control.Tests.Accounts;

namespace Gatehouse.Browser.Tests;

/// <summary>One's own account: passkeys by the browser's virtual authenticator, the authenticator app, accounts at servers; what the operator set.</summary>
public sealed class AccountPageTests(KeptInstallation installation, Chromium chromium) : IClassFixture<KeptInstallation>
{
    // Browsers bind passkeys to names, and an address has none.
    private Uri Named => new UriBuilder(installation.People) { Host = "localhost" }.Uri;

    [Fact]
    public async Task Passkey_AddedOnTheAccountsPage_SignsInUntilItIsRemoved()
    {
        await using var window = await chromium.OpenAsync();
        await window.GoAsync(Named, "account");
        await SignInAsync(window, installation.Ada);
        await AuthenticatorAsync(window);
        var card = window.Page.Locator("#passkeys");
        await card.GetByLabel("Name").FillAsync("Laptop <b>");
        await card.GetByLabel("Your password").FillAsync("not the password");
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(card.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await card.GetByLabel("Your password").FillAsync(Installation.Password);
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(card.GetByRole(AriaRole.Listitem)).ToContainTextAsync("Laptop <b>");

        await SignOutAsync(window);
        await window.GoAsync(Named, "records?span=day");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await window.Page.WaitForURLAsync("**/records?span=day");

        await window.GoAsync(Named, "account");
        await card.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("The passkey is gone");
        await SignOutAsync(window);
        await window.GoAsync(Named, "sign-in");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The passkey is not known here");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task AuthenticatorApp_OnceSetUp_IsAskedForAndARecoveryCodeStandsInForItOnce()
    {
        await using var window = await chromium.OpenAsync();
        await window.GoAsync(installation.People, "account");
        await SignInAsync(window, installation.Ben);
        await window.Page.Locator("form[action='/account/authenticator'] input[type=password]").FillAsync(Installation.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        var key = await window.Page.Locator(".listing code").InnerTextAsync();
        await window.Page.GetByLabel("Code").FillAsync("000000");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.Equal(key, await window.Page.Locator(".listing code").InnerTextAsync());
        await window.Page.GetByLabel("Code").FillAsync(CodeOf(key));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        var recovery = (await window.Page.Locator(".listing code").InnerTextAsync()).Split('\n')[0].Trim();

        await window.Context.ClearCookiesAsync();
        await window.GoAsync(installation.People, "grants?x=1");
        await SignInAsync(window, installation.Ben);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Your code" })).ToBeVisibleAsync();
        Assert.DoesNotContain(Installation.Password, await window.Page.ContentAsync(), StringComparison.Ordinal);
        await window.Page.GetByLabel("Code").FillAsync("123 456");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is wrong");
        await window.Page.GetByLabel("Code").FillAsync(recovery);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await window.Page.WaitForURLAsync("**/grants?x=1");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task OwnAccountAtAServer_IsConnectedFromItsPageAndLetGoOf()
    {
        await using var site = await AuthorizationSite.StartAsync();
        using var server = await installation.AskAsync(HttpMethod.Post, "servers", new { id = "guarded", name = "Guarded", url = site.Server });
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await installation.SignInAsync(window, path: "servers/guarded/settings");
        await page.GetByLabel("Each person connects an account of their own").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save how" }).ClickAsync();
        await Assertions.Expect(page.Locator("#accounts .badge")).ToHaveTextAsync("Not connected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect my account" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(new Uri(site.Url).Authority);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on to" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The account is connected")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#accounts .badge")).ToHaveTextAsync("Connected");
        Assert.Single(site.Consents);
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await Assertions.Expect(page.Locator("#accounts .badge")).ToHaveTextAsync("Not connected");

        // Who comes back without having consented is told, and nothing is connected.
        site.Back = query => "error=access_denied&" + query[query.IndexOf("state", StringComparison.Ordinal)..];
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect my account" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on to" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("consent was not given");
        await Assertions.Expect(page.Locator("#accounts .badge")).ToHaveTextAsync("Not connected");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Settings_SayHowPeopleSignInAndHowLongThingsAreKept()
    {
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: "settings");
        var facts = window.Page.Locator("#server");

        await Assertions.Expect(facts).ToContainTextAsync("https://id.northwind.example");
        await Assertions.Expect(facts).ToContainTextAsync("Addresses of northwind.example may come in; who was never here becomes viewer.");
        await Assertions.Expect(facts).ToContainTextAsync("90 days, then let go of");
        await Assertions.Expect(facts).ToContainTextAsync("400 days, then let go of");
        await window.GoAsync(installation.People, "account");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Link it" })).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(Window window, string email)
    {
        await window.Page.GetByLabel("E-mail address").FillAsync(email);
        await window.Page.GetByLabel("Password").FillAsync(Installation.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task SignOutAsync(Window window)
    {
        await window.Page.GetByLabel("Your account").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByText("You are signed out.").WaitForAsync();
    }

    // A device with a fingerprint reader that always knows its owner.
    private static async Task AuthenticatorAsync(Window window)
    {
        var tools = await window.Context.NewCDPSessionAsync(window.Page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true,
                ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    // RFC 6238, of the half minute of now.
    private static string CodeOf(string key)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.ToUpperInvariant().Where(letters.Contains).Select(letter => Convert.ToString(letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30));
#pragma warning disable CA5350 // Authenticator apps do it so.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>An installation whose operator named an issuer and how long things are kept, with two people more.</summary>
public sealed class KeptInstallation : Installation
{
    public string Ada { get; private set; } = "";

    public string Ben { get; private set; } = "";

    protected override string[] Settings =>
    [
        "--openid-issuer", "https://id.northwind.example", "--openid-client-id", "gatehouse",
        "--openid-domains", "northwind.example", "--openid-newcomers", "viewer", "--openid-trusts-email", "yes", "--calls-kept", "90d", "--audit-kept", "400d",
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Ada = await MemberAsync("viewer");
        Ben = await MemberAsync("approver");
    }
}
