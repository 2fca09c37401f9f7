using System.Text.Json;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Microsoft.Extensions.DependencyInjection;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Tests.Connections;

/// <summary>What another token of a grant ends: every token of before, and no client that a person let use the grant.</summary>
public class RotationTests : IAsyncLifetime
{
    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("POST", "rotate")]
    [InlineData("PUT", "token")]
    public async Task Token_OfTheGrantIsAnother_EndsThoseOfBeforeAndNoConnection(string method, string path)
    {
        var world = await _rig.WorldAsync();
        var (connection, token) = await ConnectAsync(world);
        var between = (await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":600}"""))["token"]!;
        Assert.Equal("200 200 200", await StatusesAsync(world, world.Token, between, token));

        var body = path == "rotate" ? "{}" : $$"""{"sha256":"{{TokenHash.Of(GrantToken.Create())!.Value.ToHex()}}"}""";
        var set = await _rig.AdminAsync(method, $"grants/{world.Grant}/{path}", body, path == "rotate" ? [] : [("If-Match", "*")]);

        // Overlap or not: nothing that opened the grant as its own token does.
        Assert.Equal((200, ""), (set.Status, set.Status == 200 ? "" : set.Text));
        Assert.Equal("401 401 200", await StatusesAsync(world, world.Token, between, token));
        var listed = Assert.Single((await _rig.AdminAsync("GET", $"grants/{world.Grant}/connections")).Json.GetProperty("items").EnumerateArray());
        Assert.False(listed.TryGetProperty("ended", out var ended) && ended.ValueKind != JsonValueKind.Null);

        Assert.Equal(204, (await _rig.AdminAsync("DELETE", $"grants/{world.Grant}/connections/{connection}")).Status);
        Assert.Equal("401", await StatusesAsync(world, token));
    }

    private async Task<string> StatusesAsync(World world, params string[] tokens)
    {
        var statuses = new List<int>();
        foreach (var token in tokens)
        {
            statuses.Add((await _rig.CallAsync(world.Server, token)).Status);
        }

        return string.Join(' ', statuses);
    }

    // A client with a person's consent and an access token, as the flow leaves them.
    private async Task<(string Connection, string Token)> ConnectAsync(World world)
    {
        var token = GrantToken.Create();
        var id = await _rig.Control.WithAsync(async services =>
        {
            var (db, now) = (services.GetRequiredService<ControlDb>(), _rig.Control.Time.GetUtcNow());
            var client = new OAuthClient
            {
                Id = Ids.New("cli"), ClientId = Ids.New("ghc"), ClientType = ClientTypes.Public, ConsentType = ConsentTypes.Explicit,
                ApplicationType = ApplicationTypes.Web, DisplayName = "assistant", RedirectUris = "[\"https://a.example/\"]", Created = now, Read = now,
                ConcurrencyToken = "1",
            };
            var connection = new Connection
            {
                Id = Ids.New("con"), Application = client, Subject = _rig.Person, Status = Statuses.Valid, Type = AuthorizationTypes.Permanent,
                CreationDate = now.UtcDateTime, OrganisationId = _rig.Admin.OrganisationId, GrantId = world.Grant, ClientAddress = client.ClientId,
                ClientName = "assistant", RedirectUri = "https://a.example/", Created = now, ConcurrencyToken = "1",
            };
            db.OAuthClients.Add(client);
            db.Connections.Add(connection);
            db.OAuthTokens.Add(new OAuthToken
            {
                Id = Ids.New("tok"), Authorization = connection, Application = client, Type = TokenTypeIdentifiers.AccessToken, Status = Statuses.Valid,
                Subject = _rig.Person, CreationDate = now.UtcDateTime, ExpirationDate = now.AddHours(1).UtcDateTime, ConcurrencyToken = "1",
                ReferenceId = Convert.ToBase64String(Convert.FromHexString(TokenHash.Of(token)!.Value.ToHex())),
            });
            await db.SaveChangesAsync();
            return connection.Id;
        });
        return (id, token);
    }
}
