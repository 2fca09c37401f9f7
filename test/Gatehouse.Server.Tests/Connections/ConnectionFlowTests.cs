namespace Gatehouse.Server.Tests.Connections;

/// <summary>Clients that only speak OAuth, against the process: from a refusal to a call, and every way that must not lead there.</summary>
public class ConnectionFlowTests : IAsyncLifetime
{
    private AssistantTown _town = null!;

    public async ValueTask InitializeAsync() => _town = await AssistantTown.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Client_WithoutAToken_FindsTheWayToOneAndItsCallsAreTheGrants()
    {
        // 1. Refused, with the place to read; the same for a server that is not there.
        var refused = await _town.CallAsync(null);
        var place = $"{_town.Agents}/.well-known/oauth-protected-resource/mcp/pay";
        Assert.Equal((401, $"Bearer resource_metadata=\"{place}\""), (refused.Status, refused.Headers["WWW-Authenticate"]));
        var resource = await _town.GetAsync(place);
        Assert.Equal((_town.Resource, _town.Issuer), (resource["resource"], resource.Json.GetProperty("authorization_servers")[0].GetString()));
        Assert.Equal(200, (await _town.GetAsync($"{_town.Agents}/.well-known/oauth-protected-resource/mcp/absent")).Status);

        // 2. The authorization server describes itself, twice the same.
        var metadata = await _town.GetAsync(_town.Issuer + ".well-known/oauth-authorization-server");
        Assert.Equal(metadata.Text, (await _town.GetAsync(_town.Issuer + ".well-known/openid-configuration")).Text);
        Assert.Equal(_town.Issuer, metadata["issuer"]);
        Assert.Equal(_town.Issuer + "oauth/register", metadata["registration_endpoint"]);
        Assert.Equal("""["S256"]""", metadata["code_challenge_methods_supported"]);
        Assert.Equal("""["none"]""", metadata["token_endpoint_auth_methods_supported"]);
        Assert.Equal("""["authorization_code","refresh_token"]""", metadata["grant_types_supported"]);
        Assert.Equal("true", metadata["client_id_metadata_document_supported"]);
        Assert.Equal("true", metadata["authorization_response_iss_parameter_supported"]);

        // 3. The person sees where the answer goes; the answer says who gave it.
        var client = await _town.RegisterAsync(name: "Nice <b>Assistant\u202e");
        var asked = _town.Ask(client, out var verifier);
        var page = await _town.OpenAsync(asked);
        Assert.Contains("<strong id=\"goes\">assistant.example.com</strong>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Assistant", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", page.Text, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://assistant.example.com:443;", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var back = await _town.DecideAsync(asked, "allow", _town.Grant);
        Assert.StartsWith(AssistantTown.Redirect + "&", back.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(("some state", _town.Issuer), (back.Returned("state"), back.Returned("iss")));

        // 4. A token, which is worth what the grant is worth.
        var tokens = await _town.ExchangeAsync(client, back.Returned("code")!, verifier);
        Assert.Equal(("Bearer", "no-store"), (tokens["token_type"], tokens.Headers["Cache-Control"]));
        Assert.StartsWith("gha_", tokens["access_token"], StringComparison.Ordinal);
        Assert.Equal(200, (await _town.CallAsync(tokens["access_token"])).Status);
        Assert.Equal(404, (await _town.CallAsync(tokens["access_token"], "other")).Status);

        // What only the client may know stays out of the log.
        Assert.DoesNotContain(_town.Output, line => line.Contains("code_verifier", StringComparison.OrdinalIgnoreCase)
            || line.Contains(verifier, StringComparison.Ordinal) || line.Contains("some state", StringComparison.Ordinal));

        // 5. It is renewed; what it was renewed with is worth nothing once the moment for a repeat is over, see below.
        var renewed = await _town.RefreshAsync(client, tokens["refresh_token"]);
        Assert.NotEqual(tokens["refresh_token"], renewed["refresh_token"]);
        Assert.Equal(200, (await _town.CallAsync(renewed["access_token"])).Status);

        // 6. Listed with the grant, and ended there: on the next call.
        var listed = (await _town.ApiAsync("GET", $"grants/{_town.Grant}/connections")).Json.GetProperty("items")[0];
        Assert.Equal(AssistantTown.Redirect, listed.GetProperty("redirect_uri").GetString());
        Assert.Equal(204, (await _town.ApiAsync("DELETE", $"grants/{_town.Grant}/connections/{listed.GetProperty("id").GetString()}")).Status);
        var ended = await _town.CallAsync(renewed["access_token"]);
        Assert.Equal(401, ended.Status);
        Assert.Contains("error=\"invalid_token\"", ended.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, renewed["refresh_token"]))["error"]);
        var audit = (await _town.ApiAsync("GET", "audit?limit=200")).Text;
        Assert.Contains("connection.made", audit, StringComparison.Ordinal);
        Assert.Contains("connection.revoked", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatIsNotSound_GetsNoCode()
    {
        var client = await _town.RegisterAsync();

        // An address that was not registered is never gone to, whatever else is right.
        foreach (var redirect in (string[])["https://evil.example.com/", "https://assistant.example.com/callback", AssistantTown.Redirect + "&x=1"])
        {
            var asked = _town.Ask(client, out _);
            asked["redirect_uri"] = redirect;
            var refused = await _town.OpenAsync(asked);
            Assert.Equal(400, refused.Status);
            Assert.False(refused.Headers.ContainsKey("Location"), redirect);
        }

        // Nor anything else that is not as it has to be: it is shown to the person, and nothing goes to the client.
        foreach (var change in (Action<Dictionary<string, string>>[])
        [
            static asked => asked.Remove("code_challenge"),
            static asked => { asked.Remove("code_challenge"); asked.Remove("code_challenge_method"); },
            static asked => asked["code_challenge_method"] = "plain",
            static asked => asked.Remove("code_challenge_method"),
            static asked => asked.Remove("resource"),
            static asked => asked["resource"] = "https://other.example.com/mcp/pay",
            static asked => asked["resource"] += "/../x",
            static asked => asked["response_type"] = "token",
            static asked => asked["response_mode"] = "fragment",
            static asked => asked["prompt"] = "none",
        ])
        {
            var asked = _town.Ask(client, out _);
            change(asked);
            var refused = await _town.OpenAsync(asked);
            Assert.Equal(400, refused.Status);
            Assert.False(refused.Headers.ContainsKey("Location"));
        }

        // A client that nobody knows, and one whose document would be on this machine's own network.
        foreach (var unknown in (string[])["ghc_absent", "https://169.254.169.254/client.json", "https://localhost/client.json", "file:///etc/passwd"])
        {
            Assert.Equal(400, (await _town.OpenAsync(_town.Ask(unknown, out _))).Status);
        }
    }

    [Fact]
    public async Task Consent_IsThePersonsAlone()
    {
        var client = await _town.RegisterAsync();
        var asked = _town.Ask(client, out _);

        // Nobody is signed in: to the sign-in page, and back to the very request.
        var stranger = await _town.OpenAsync(asked, "x=y");
        Assert.Equal(303, stranger.Status);
        Assert.Contains(Uri.EscapeDataString("code_challenge="), stranger.Headers["Location"], StringComparison.Ordinal);

        // A page of another site cannot send the form.
        Assert.Equal(403, (await _town.DecideAsync(asked, "allow", _town.Grant, origin: "https://evil.example.com")).Status);

        // A no goes back as a no.
        Assert.Equal("access_denied", (await _town.DecideAsync(asked, "refuse", _town.Grant)).Returned("error"));

        // A viewer gives what they own, and nothing else.
        var (bob, cookie) = await _town.JoinAsync("bob@example.com", "viewer");
        var page = await _town.OpenAsync(asked, cookie);
        Assert.Contains("There is no grant that you may give", page.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await _town.DecideAsync(asked, "allow", _town.Grant, cookie)).Status);
        var own = await _town.GrantAsync("bob's", null, bob);
        Assert.NotNull((await _town.DecideAsync(asked, "allow", own, cookie)).Returned("code"));
        Assert.Equal(404, (await _town.DecideAsync(asked, "allow", "grt_absent", cookie)).Status);

        // What is frozen or gone is not given.
        await _town.ApiAsync("PUT", $"grants/{_town.Grant}/freeze", new { });
        Assert.Equal(409, (await _town.DecideAsync(asked, "allow", _town.Grant)).Status);
        await _town.ApiAsync("DELETE", $"grants/{own}");
        Assert.Equal(409, (await _town.DecideAsync(asked, "allow", own)).Status);
    }

    [Fact]
    public async Task Code_IsForOneExchangeByItsClient()
    {
        var client = await _town.RegisterAsync();
        var other = await _town.RegisterAsync();

        // Of another client, with another verifier, without one, for another resource, to another address: nothing.
        var asked = _town.Ask(client, out var verifier);
        Assert.Equal("invalid_grant", (await _town.ExchangeAsync(other, await _town.CodeAsync(asked), verifier))["error"]);
        Assert.Equal("invalid_grant", (await _town.ExchangeAsync(client, await _town.CodeAsync(asked), verifier + "x"))["error"]);
        Assert.Equal("invalid_target", (await _town.ExchangeAsync(client, await _town.CodeAsync(asked), verifier, $"{_town.Agents}/mcp/other"))["error"]);
        Assert.Equal("invalid_grant", (await _town.ExchangeAsync(client, await _town.CodeAsync(asked), verifier, redirect: "https://assistant.example.com/"))["error"]);
        Assert.Equal("invalid_request", (await _town.TokenAsync(
            ("grant_type", "authorization_code"), ("client_id", client), ("code", await _town.CodeAsync(asked)), ("redirect_uri", AssistantTown.Redirect)))["error"]);

        // A second time, it ends what came of the first: somebody else has it, too.
        var code = await _town.CodeAsync(asked);
        var tokens = await _town.ExchangeAsync(client, code, verifier);
        Assert.Equal(200, (await _town.CallAsync(tokens["access_token"])).Status);
        Assert.Equal("invalid_grant", (await _town.ExchangeAsync(client, code, verifier))["error"]);
        Assert.Equal(401, (await _town.CallAsync(tokens["access_token"])).Status);
        Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, tokens["refresh_token"]))["error"]);
        Assert.Contains("connection.stolen", (await _town.ApiAsync("GET", "audit?limit=200")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshToken_UsedAgainLater_EndsTheWholeConnection()
    {
        var (client, tokens) = await _town.ConnectAsync();
        var renewed = await _town.RefreshAsync(client, tokens["refresh_token"]);

        // A client that lost the answer asks again at once, and gets one.
        var again = await _town.RefreshAsync(client, tokens["refresh_token"]);
        Assert.Equal(200, again.Status);
        Assert.Equal(200, (await _town.CallAsync(renewed["access_token"])).Status);

        // A minute later somebody else has it, too.
        await _town.RunAsync("UPDATE oauth_tokens SET redemption_date = redemption_date - 600000000 WHERE redemption_date IS NOT NULL");
        Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, tokens["refresh_token"]))["error"]);

        foreach (var token in new[] { tokens, renewed, again })
        {
            Assert.Equal(401, (await _town.CallAsync(token["access_token"])).Status);
            Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, token["refresh_token"]))["error"]);
        }

        Assert.Contains("connection.stolen", (await _town.ApiAsync("GET", "audit?limit=200")).Text, StringComparison.Ordinal);
        var listed = (await _town.ApiAsync("GET", $"grants/{_town.Grant}/connections")).Json.GetProperty("items")[0];
        Assert.True(listed.GetProperty("revoked").GetBoolean());
    }

    [Fact]
    public async Task Client_DescribedByADocument_ConnectsAsAnyOther()
    {
        await using var site = await DocumentSite.StartAsync(AssistantTown.Redirect);
        var asked = _town.Ask(site.ClientId, out var verifier);

        var page = await _town.OpenAsync(asked);
        Assert.Equal(200, page.Status);
        Assert.Contains("Described Assistant", page.Text, StringComparison.Ordinal);
        var tokens = await _town.ExchangeAsync(site.ClientId, await _town.CodeAsync(asked), verifier);
        Assert.Equal(200, (await _town.CallAsync(tokens["access_token"])).Status);
        Assert.Equal(200, (await _town.RefreshAsync(site.ClientId, tokens["refresh_token"])).Status);
        Assert.Equal(1, site.Reads);

        // An address that its document does not have is never gone to.
        asked["redirect_uri"] = "https://evil.example.com/";
        Assert.Equal(400, (await _town.OpenAsync(asked)).Status);
    }

    [Fact]
    public async Task Member_WhoLeaves_TakesTheirConnectionsAlong()
    {
        var (bob, cookie) = await _town.JoinAsync("bob@example.com", "admin");
        var client = await _town.RegisterAsync();
        var asked = _town.Ask(client, out var verifier);
        var code = (await _town.DecideAsync(asked, "allow", _town.Grant, cookie)).Returned("code")!;
        var theirs = await _town.ExchangeAsync(client, code, verifier);
        var (_, mine) = await _town.ConnectAsync();
        Assert.Equal(200, (await _town.CallAsync(theirs["access_token"])).Status);

        Assert.Equal(204, (await _town.ApiAsync("POST", $"members/{bob}/removal", new { grants = "revoke" })).Status);

        Assert.Equal(401, (await _town.CallAsync(theirs["access_token"])).Status);
        Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, theirs["refresh_token"]))["error"]);
        Assert.Equal(200, (await _town.CallAsync(mine["access_token"])).Status);
    }

    [Fact]
    public async Task Grant_ThatIsFrozenOrRevoked_TakesItsConnectionsAlong()
    {
        var (client, tokens) = await _town.ConnectAsync();
        Assert.DoesNotContain("frozen", (await _town.CallAsync(tokens["access_token"])).Text, StringComparison.Ordinal);

        await _town.ApiAsync("PUT", $"grants/{_town.Grant}/freeze", new { });
        Assert.Contains("frozen", (await _town.CallAsync(tokens["access_token"])).Text, StringComparison.Ordinal);

        await _town.ApiAsync("DELETE", $"grants/{_town.Grant}");
        Assert.Equal(401, (await _town.CallAsync(tokens["access_token"])).Status);
        Assert.Equal("invalid_grant", (await _town.RefreshAsync(client, tokens["refresh_token"]))["error"]);
    }
}

/// <summary>The same on PostgreSQL.</summary>
[Trait("run", "long")]
public sealed class PostgresConnectionFlowTests : ConnectionFlowTests;
