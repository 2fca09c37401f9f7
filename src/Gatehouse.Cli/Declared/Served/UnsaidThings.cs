using Gatehouse.Api.Grants;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>What of a server's things a <c>gatehouse.json</c> cannot say: one line a thing, nothing is left out unsaid.</summary>
internal static class UnsaidThings
{
    private const string OfFile = "left out: the operator's file has it";

    public static IEnumerable<string> Of(ServedExport file, PresentState state, DateTimeOffset now) =>
    [
        .. state.Servers.OrderBy(static server => server.Id, StringComparer.Ordinal)
            .Select(server => Line($"server {server.Id}", Parts(server, file.Servers.Contains(server)))).OfType<string>(),
        .. state.Policies.OrderBy(static policy => policy.Name, StringComparer.Ordinal)
            .Select(policy => Line($"policy {policy.Name}", Parts(policy, file))).OfType<string>(),
        .. state.Grants.OrderBy(static grant => grant.ServerId, StringComparer.Ordinal).ThenBy(static grant => grant.Id, StringComparer.Ordinal)
            .Select(grant => Line($"grant {grant.Label} on {grant.ServerId}", Parts(grant, file, state, now))).OfType<string>(),
    ];

    private static string? Line(string thing, IEnumerable<string?> parts)
    {
        var said = string.Join(", ", parts.OfType<string>());
        return said.Length == 0 ? null : $"{thing}: {said}";
    }

    private static string?[] Parts(ServerView server, bool isIn) => !isIn
        ? [server.ManagedBy is not null ? OfFile : $"left out: the operator's entry {server.StdioEntry} starts it, and a file needs its command"]
        :
        [
            server.Description.Length == 0 ? null : "its description",
            server.Tags.IsEmpty ? null : "its tags",
            server.Auth is null ? null : "how the gateway signs in to it",
            .. server.Secrets.Where(static secret => secret.State == SecretState.Detached)
                .Select(static secret => $"its header {secret.Header}, which was saved for another address"),
            server.Frozen is null ? null : "that it is frozen",
        ];

    private static string?[] Parts(PolicyDetail policy, ServedExport file) => !file.Uses(policy)
        ? [policy.ManagedBy is not null ? OfFile : "left out: nothing in the file uses it"]
        :
        [
            file.PathOf(policy) == policy.Name ? null : $"its name: it is called {file.PathOf(policy)} there",
            policy.Tests is null ? null : "its tests",
            policy.ObservedNumber is null ? null : "the version that is observed beside it",
            policy.Proposals.IsEmpty ? null : "the versions that wait for a second person",
        ];

    private static string?[] Parts(GrantView grant, ServedExport file, PresentState state, DateTimeOffset now) => !file.Grants.Contains(grant)
        ?
        [
            grant.ManagedBy is not null ? OfFile
            : grant.Expires <= now ? "left out: it has expired"
            : file.Servers.TrueForAll(server => server.Id != grant.ServerId) ? "left out: its server is not in the file"
            : "left out: no token opens it",
        ]
        :
        [
            grant.OwnerId.Length == 0 ? null : $"its owner {state.OwnerOf(grant.OwnerId)}",
            grant.Networks.IsEmpty ? null : "the networks that it may be used from",
            grant.HeartbeatSeconds is null ? null : "its heartbeat",
            grant.Tokens.Length < 2 ? null : "its older tokens, which still hold",
            grant.Frozen is null ? null : "that it is frozen",
        ];
}
