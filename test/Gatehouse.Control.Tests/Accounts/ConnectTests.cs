using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Control.Tests.Accounts;

/// <summary>A person connects an account; its tokens go where they belong, and nothing that lies on the way changes that.</summary>
public class ConnectTests : IAsyncLifetime
{
    private AccountRig _rig = null!;

    private AuthorizationSite Site => _rig.Site;

    public async ValueTask InitializeAsync() => _rig = await AccountRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Call_BeforeAnAccountIsConnected_IsRefusedAndNothingIsSent()
    {
        await _rig.SetAsync();
        Site.Seen.Clear();

        var (status, text) = await _rig.CallAsync();

        Assert.Equal(503, status);
        Assert.Contains("upstream-not-connected", text, StringComparison.Ordinal);
        Assert.Empty(Site.Seen);
    }

    [Fact]
    public async Task Connected_ACall_CarriesTheTokenAndTheAnswerDoesNot()
    {
        await _rig.SetAsync();
        await _rig.ConnectAsync();

        var (status, text) = await _rig.CallAsync();

        var token = Assert.Single(Site.AccessTokens);
        Assert.Equal(200, status);
        Assert.Contains("Bearer " + token, Site.Seen);
        Assert.Contains("called with", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.Equal("ok", (await _rig.Plane.AdminAsync("POST", "servers/guarded/test"))["stage"]);
        var consent = Assert.Single(Site.Consents);
        Assert.Equal((Site.Server, "read write"), (consent["resource"], consent["scope"]));
    }

    [Fact]
    public async Task Connected_TheTokens_AreNowhereThatPeopleOrThievesLook()
    {
        await _rig.SetAsync();
        await _rig.ConnectAsync();
        await _rig.CallAsync();
        var account = await _rig.AccountAsync();
        var audit = await _rig.Plane.AdminAsync("GET", "audit?limit=200");
        var server = await _rig.Plane.AdminAsync("GET", "servers/guarded");

        var form = Site.Forms.First();
        string[] secrets = [.. Site.AccessTokens, "refresh-", form["code_verifier"], form["client_secret"]];
        Assert.Equal("connected", account.GetProperty("state").GetString());
        var kept = _rig.Plane.Control.AtRest().ToList();
        Assert.Contains(kept, part => part.Text.Contains(account.GetProperty("issuer").GetString()!, StringComparison.Ordinal));
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, account.ToString() + audit.Text + server.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, string.Join('\n', _rig.Plane.Control.Logs.All), StringComparison.Ordinal);
            Assert.All(kept, part => Assert.DoesNotContain(secret, part.Text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    [InlineData("none")]
    public async Task Connect_RegistersAsTheServerTakesClients(string way)
    {
        Site.Describe = (which, document) =>
        {
            if (which == "server")
            {
                document["token_endpoint_auth_methods_supported"] = new JsonArray(way);
            }
        };
        await _rig.SetAsync();
        await _rig.ConnectAsync();

        var registered = Assert.Single(Site.Registrations);
        var form = Site.Forms.First();
        Assert.Equal((way, "web"), ((string?)registered["token_endpoint_auth_method"], (string?)registered["application_type"]));
        Assert.Equal((way == "client_secret_basic", way != "none"), (form.ContainsKey("basic"), form.ContainsKey("client_secret")));

        await _rig.ConnectAsync();
        Assert.Single(Site.Registrations); // The client of before is used again.
    }

    [Fact]
    public async Task Connect_WithAClientOfOnesOwn_SendsItsSecretToItsIssuerAlone()
    {
        Site.Know("mine", "my-secret");
        await _rig.SetAsync($$"""{"kind":"oauth","client_id":"mine","client_secret":"my-secret","issuer":"{{Site.Url}}/as"}""");
        await _rig.ConnectAsync();
        Assert.Empty(Site.Registrations);
        Assert.Equal("my-secret", Site.Forms.First()["client_secret"]);

        // The server names another authorization server now.
        await _rig.SetAsync("""{"kind":"oauth","client_id":"mine","client_secret":"my-secret","issuer":"https://login.example.com"}""");
        var begun = await _rig.BeginAsync();
        Assert.Equal((422, "account-registration-failed"), (begun.Status, begun.Code));
        Assert.Single(Site.Forms);
    }

    [Theory]
    [InlineData("resource", "resource", "https://other.example.com/mcp")]
    [InlineData("resource", "resource", "SITE/mcp/other")]
    [InlineData("resource", "authorization_servers", "http://10.1.2.3/as")]
    [InlineData("resource", "authorization_servers", "http://169.254.169.254/as")]
    [InlineData("server", "issuer", "SITE/as/")]
    [InlineData("server", "token_endpoint", "http://10.1.2.3/token")]
    [InlineData("server", "token_endpoint", "file:///etc/passwd")]
    [InlineData("server", "authorization_endpoint", "http://10.1.2.3/authorize")]
    [InlineData("server", "authorization_endpoint", "javascript:alert(1)")]
    [InlineData("server", "code_challenge_methods_supported", "plain")]
    public async Task Connect_WhereADescriptionIsNotSound_SendsNobodyAnywhere(string which, string member, string value)
    {
        var text = value.Replace("SITE", Site.Url, StringComparison.Ordinal);
        Site.Describe = (described, document) =>
        {
            if (described == which)
            {
                document[member] = document[member] is JsonArray ? new JsonArray(text) : text;
            }
        };
        await _rig.SetAsync();

        var begun = await _rig.BeginAsync();

        Assert.Equal((422, "account-discovery-failed"), (begun.Status, begun.Code));
        Assert.Null(begun.Cookie);
        Assert.Empty(Site.Forms);
    }

    [Fact]
    public async Task Begin_ByAnApiKeyOrWithoutASetting_IsRefused()
    {
        Assert.Equal("auth-not-set", (await _rig.BeginAsync()).Code);
        await _rig.SetAsync();
        Assert.Equal("person-needed", (await _rig.Plane.AdminAsync("POST", "servers/guarded/account")).Code);
        Assert.Equal("auth-not-set", (await _rig.BeginAsync("own-account")).Code);
    }

    [Theory]
    [InlineData("""{"kind":"oauth","client_secret":"s"}""", "client_secret")]
    [InlineData("""{"kind":"oauth","client_id":"c","client_secret":"s"}""", "issuer")]
    [InlineData("""{"kind":"client_credentials","client_id":"c"}""", "client_secret")]
    [InlineData("""{"kind":"oauth","scope":"a\u0007b"}""", "scope")]
    [InlineData("""{"kind":"client_credentials","client_id":"c","client_secret":"s","issuer":"https://a.example","per_person":true}""", "per_person")]
    public async Task Set_WithWhatCannotBe_NamesTheMember(string auth, string member)
    {
        var set = await _rig.Plane.AdminAsync("PUT", "servers/guarded/auth", auth);

        Assert.Equal((422, "value-invalid"), (set.Status, set.Code));
        Assert.Contains($"`{member}`", set["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_AfterTheAddressChanged_IsDetachedAndNotSent()
    {
        await _rig.SetAsync();
        await _rig.ConnectAsync();
        await _rig.Plane.AdminAsync("PATCH", "servers/guarded", $$"""{"url":"{{Site.Url}}/elsewhere"}""", ("If-Match", "*"));

        Assert.Equal(503, (await _rig.CallAsync()).Status);
        Assert.Equal("detached", (await _rig.AccountAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Disconnect_OnTheNextCall_IsWithoutAToken()
    {
        await _rig.SetAsync();
        await _rig.ConnectAsync();
        Assert.Equal(204, (await _rig.Plane.AdminAsync("DELETE", "servers/guarded/account")).Status);

        Assert.Equal(503, (await _rig.CallAsync()).Status);
        Assert.Equal(404, (await _rig.Plane.AdminAsync("DELETE", "servers/guarded/account")).Status);
    }

    [Fact]
    public async Task Server_WithItsOwnCredentials_NeedsNobodysConsent()
    {
        Site.Know("robot", "robot-secret");
        await _rig.SetAsync(
            $$"""{"kind":"client_credentials","client_id":"robot","client_secret":"robot-secret","issuer":"{{Site.Url}}/as","scope":"read"}""");
        var begun = await _rig.Plane.AdminAsync("POST", "servers/guarded/account");

        Assert.Equal(200, begun.Status);
        Assert.False(begun.Json.TryGetProperty("authorization_url", out _));
        Assert.Equal(200, (await _rig.CallAsync()).Status);
    }

    [Fact]
    public async Task PerPerson_EachGrant_UsesItsOwnersAccount()
    {
        await _rig.SetAsync("""{"kind":"oauth","per_person":true}""");
        var other = await _rig.Plane.AddMemberAsync("bob@example.com");
        var issued = await _rig.Plane.AdminAsync("POST", "grants", $$"""
            {"label":"bobs","server_id":"guarded","policy_id":"{{_rig.World.Policy}}","owner_id":"{{other}}","expires":"2027-01-01T00:00:00Z"}
            """);
        await _rig.ConnectAsync("own-account");
        var anns = Assert.Single(Site.AccessTokens);

        Assert.Equal(200, (await _rig.CallAsync()).Status);
        Assert.Equal(503, (await _rig.CallAsync(issued["token"])).Status);
        await _rig.ConnectAsync("own-account", await AccountRig.SessionAsync(_rig.Plane, other));
        var bobs = Assert.Single(Site.AccessTokens, token => token != anns);
        Site.Seen.Clear();
        Assert.Equal(200, (await _rig.CallAsync(issued["token"])).Status);
        Assert.Contains("Bearer " + bobs, Site.Seen);
        Assert.DoesNotContain("Bearer " + anns, Site.Seen);
        Assert.Equal(409, (await _rig.BeginAsync()).Status); // There is no shared one.
    }
}
