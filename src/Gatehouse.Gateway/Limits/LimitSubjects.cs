using System.Globalization;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Limits;

/// <summary>Whose calls share a counter, for each scope.</summary>
/// <param name="GrantId">The grant.</param>
/// <param name="SessionKey">The session.</param>
/// <param name="ServerId">The server.</param>
internal readonly record struct LimitSubjects(string GrantId, string SessionKey, string ServerId)
{
    /// <summary>The subject of the counter that all sessions of the grant share.</summary>
    public string AllSessions => "all sessions:" + GrantId;

    /// <summary>The subject of a scope. The scope itself is part of a counter's identity, so ids may be equal.</summary>
    /// <remarks>SECURITY: session keys are the client's to choose and equal in many grants, so the grant stands in front.</remarks>
    public string Of(LimitScope scope) => scope switch
    {
        LimitScope.Session => string.Create(CultureInfo.InvariantCulture, $"session:{GrantId.Length}:{GrantId}:{SessionKey}"),
        LimitScope.Server => ServerId,
        LimitScope.Org => "",
        _ => GrantId,
    };
}
