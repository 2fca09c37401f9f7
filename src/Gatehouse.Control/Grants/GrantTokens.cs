using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Control.Grants;

/// <summary>Makes tokens: each is told once, together with what clients need, and kept as its hash.</summary>
internal sealed class GrantTokens(PlaneSettings settings)
{
    private static readonly JsonWriterOptions _readable = new() { Indented = true };

    /// <summary>A new token of a grant, added to the tables.</summary>
    public static string Issue(Change change, Grant grant)
    {
        var token = GrantToken.Create();
        change.Db.GrantTokens.Add(new IssuedToken
        {
            Hash = TokenHash.Of(token)!.Value.ToHex(), GrantId = grant.Id, Shown = GrantToken.Shown(token), Created = change.Now,
        });
        return token;
    }

    /// <summary>The answer that shows it; there is nothing to show of one that only its agent has.</summary>
    public IssuedGrant Show(GrantView grant, string? token)
    {
        var (endpoint, clients) = Forms(grant.ServerId, token ?? "");
        return new IssuedGrant(grant, token, endpoint, token is null ? [] : clients);
    }

    /// <summary>What clients of a server need, with a token or with what stands for one.</summary>
    public (string Endpoint, ImmutableArray<ClientForm> Clients) Forms(string serverId, string token)
    {
        var forms = new ClientForms(serverId, token, settings.AgentsAddress);
        return (
            forms.Endpoint,
            [
                new ClientForm("claude_code", "Claude Code: a command", forms.ClaudeCode),
                .. forms.Files.Select(static file => new ClientForm(file.Key, file.Where, Write(file.Write))),
                .. forms.Texts.Select(static text => new ClientForm(text.Key, text.Where, text.Text)),

                // It has no place for a token: it signs in, and a person gives it a grant of this server.
                new ClientForm(
                    "chatgpt", "ChatGPT (Settings, Apps: developer mode, then Create app; https and reachable from the internet)",
                    $"MCP server URL: {forms.Endpoint}\nAuthentication: OAuth\n"),
            ]);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, _readable))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
