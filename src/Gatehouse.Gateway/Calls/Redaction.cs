using System.Runtime.CompilerServices;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Takes an upstream's own secrets out of what it answers, in every common encoding.</summary>
internal sealed class Redaction
{
    private readonly ConditionalWeakTable<UpstreamEntry, SecretRedactor> _redactors = [];
    private readonly ConditionalWeakTable<IReadOnlyList<string>, SecretRedactor> _changing = [];

    /// <summary>The same memory where no secret is in it; empty where nothing sound would be left.</summary>
    public ReadOnlyMemory<byte> Apply(UpstreamEntry entry, ReadOnlyMemory<byte> json)
    {
        if (!entry.Secrets.IsDefaultOrEmpty)
            json = _redactors.GetValue(entry, static entry => new SecretRedactor(entry.Secrets)).Json(json);
        return entry is UpstreamEntry.Http { Credential: { } source } && source.SecretsOf(entry.ServerId) is { Count: > 0 } secrets
            ? _changing.GetValue(secrets, static secrets => new SecretRedactor([.. secrets])).Json(json)
            : json;
    }
}
