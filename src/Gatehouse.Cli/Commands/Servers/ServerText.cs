using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary>A server for people.</summary>
internal static class ServerText
{
    /// <summary>The id of a server.</summary>
    public static Argument<string> Id() => new("id") { Description = "Id of the server" };

    /// <summary>Below <c>/api/v1/</c>.</summary>
    public static string Path(string id) => $"servers/{Uri.EscapeDataString(id)}";

    /// <summary>Everything of it.</summary>
    public static void Print(Terminal terminal, ServerView server) => Fields.Print(
        terminal,
        ("id", server.Id),
        ("name", server.Name),
        ("description", server.Description.Length == 0 ? null : server.Description),
        ("tags", Fields.List(server.Tags)),
        ("address", Address(server)),
        ("transport", Words<ServerTransport>.Of(server.Transport)),
        ("changed tools", Words<DefinitionChange>.Of(server.OnDefinitionChange)),
        ("asks clients for", Fields.List([.. server.MaySample ? ["sampling"] : Array.Empty<string>(), .. server.MayListRoots ? ["roots"] : Array.Empty<string>()])),
        ("baseline policy", server.BaselinePolicyId),
        ("secrets", Fields.List(server.Secrets.Select(secret => $"{secret.Header} ({Words<SecretState>.Of(secret.State)})"))),
        ("signed in to", server.Auth is { } auth ? $"{Words<AuthKind>.Of(auth.Kind)}{(auth.PerPerson ? ", an account per person" : "")}" : null),
        ("stores", Storing(server)),
        ("frozen", server.Frozen is { } frozen ? $"since {Fields.Time(frozen.At)} by {frozen.By}{(frozen.Why is null ? "" : ": " + frozen.Why)}" : null),
        ("since", Fields.Time(server.Created)),
        ("version", Fields.Number(server.Version)));

    /// <summary>What is stored of arguments; null for no value.</summary>
    public static string? Storing(ServerView server) => Storing(server.StoreArguments);

    /// <inheritdoc cref="Storing(ServerView)"/>
    public static string? Storing(ArgumentStoring? setting)
    {
        if (setting is null)
        {
            return null;
        }

        var redacted = new[] { setting.Redact?.Names, setting.Redact?.Paths, setting.Redact?.Values }.SelectMany(static list => list ?? []);
        return $"values of arguments for {Fields.Number(setting.KeepDays)} days{(redacted.Any() ? ", without " + string.Join(", ", redacted) : "")}";
    }

    /// <summary>Its URL, or the entry that starts it.</summary>
    public static string Address(ServerView server) => server.Url ?? $"entry {server.StdioEntry}";
}
