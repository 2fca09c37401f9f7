using System.Collections.Concurrent;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Control.Servers;

/// <summary>The facts of a server's tools as calls see them, without asking the server: standing, schema, category, risk.</summary>
internal sealed class PinnedTools(PlaneSettings settings)
{
    // What was put together for the definitions of before: unchanged tools keep their facts.
    private readonly ConcurrentDictionary<string, ServerTools> _known = new(StringComparer.Ordinal);

    /// <summary>The tools; null where nothing of the server was ever accepted.</summary>
    public ServerTools? Of(RegisteredServer server)
    {
        if (settings.Pins.Find(server.Id) is not { } accepted)
        {
            _known.TryRemove(server.Id, out _);
            return null;
        }

        var active = new ActiveServer
        {
            Facts = new ServerFacts(server.Id, server.Name),
            Entry = new UpstreamEntry.Unusable { ServerId = server.Id, Fingerprint = "", Reason = UnusableReason.Entry },
            AlertsOnly = server.OnDefinitionChange == DefinitionChange.Alert,
        };
        var before = _known.GetValueOrDefault(server.Id);
        return before?.IsOf(active, accepted) == true ? before : _known[server.Id] = ServerTools.Of(active, accepted, before);
    }
}
