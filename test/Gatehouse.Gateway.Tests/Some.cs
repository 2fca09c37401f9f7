using System.Collections.Frozen;
using System.Text;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Tests;

/// <summary>Plain instances for tests that care about something else.</summary>
internal static class Some
{
    public static ActiveServer Server(string id) => new()
    {
        Facts = new ServerFacts(id, id),
        Entry = new UpstreamEntry.Http { ServerId = id, Fingerprint = "fp-" + id, Url = new Uri("http://127.0.0.1:9/mcp") },
    };

    public static ActiveGrant Grant(string id, ActiveServer server, string policy = """{"version":"1","default":"allow"}""") => new()
    {
        Facts = new GrantFacts(id, id, FrozenDictionary<string, string>.Empty),
        Server = server,
        Expires = DateTimeOffset.MaxValue,
        Policy = PolicyDecisionPoint.Compile([Layer(policy)]),
    };

    public static PolicyLayer Layer(string policy)
    {
        var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(policy));
        return new PolicyLayer(
            LayerKind.Grant, "policy.json",
            reading.Document ?? throw new ArgumentException(string.Join('\n', reading.Findings), nameof(policy)));
    }
}
