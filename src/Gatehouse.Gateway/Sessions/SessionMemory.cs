using System.Collections.Concurrent;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sessions;

/// <summary>What sessions did: the <c>session</c> facts of policies. In memory, bounded; what is forgotten is unknown.</summary>
/// <remarks>`policy-language` section 3: this session's calls of 24 hours, other sessions' of the grant of one hour.</remarks>
internal sealed class SessionMemory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, GrantMemory> _grants = new(StringComparer.Ordinal);

    /// <summary>The facts of one session, as of now.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="sessionKey">The session.</param>
    /// <param name="isOlderThanProcess">Whether it is an MCP session that began before this process.</param>
    public SessionFacts Recall(string grantId, string sessionKey, bool isOlderThanProcess) =>
        _grants.TryGetValue(grantId, out var grant)
            ? grant.Recall(sessionKey, isOlderThanProcess, time.GetUtcNow())
            : isOlderThanProcess ? UnknownPast : SessionFacts.New;

    /// <summary>Notes a call as soon as it is recorded, before its result.</summary>
    public void Note(string grantId, string sessionKey, string tool, string? category) =>
        _grants.GetOrAdd(grantId, static _ => new GrantMemory()).Note(sessionKey, tool, category, time.GetUtcNow());

    /// <summary>Forgets grants that no longer exist.</summary>
    public void Keep(IReadOnlyCollection<string> grantIds)
    {
        foreach (var gone in _grants.Keys.Except(grantIds, StringComparer.Ordinal))
        {
            _grants.TryRemove(gone, out _);
        }
    }

    private static readonly SessionFacts UnknownPast = new() { IsOlderThanProcess = true };
}
