using System.Collections.Frozen;
using System.Text;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>Entries, requests and upstreams for the tests of this folder.</summary>
internal static class Samples
{
    public const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}""";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static UpstreamEntry.Http Http(Uri url) => new()
    {
        ServerId = "server",
        Fingerprint = "f",
        Url = url,
        AnswerTimeout = TimeSpan.FromSeconds(20),
        Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer up" }.ToFrozenDictionary(),
    };

    public static HttpUpstream Upstream(UpstreamEntry.Http entry, TimeProvider? time = null) => new(
        entry,
        EgressGuard.NewHandler(EgressRule.For(entry.Url, isOperatorAddress: true, []) with { ConnectTimeout = entry.ConnectTimeout }),
        new LoopMarker(),
        time ?? TimeProvider.System);

    public static UpstreamRequest Send(
        string body, string method = "tools/call", string? name = "echo", Era era = Era.Legacy, string? session = null) => new()
        {
            Verb = UpstreamVerb.Send,
            Era = era,
            GrantId = "grant",
            Body = Encoding.UTF8.GetBytes(body),
            SessionId = session,
            Message = new ClientMessage
            {
                Body = Encoding.UTF8.GetBytes(body),
                Kind = MessageKind.Request,
                Era = era,
                Method = method,
                Name = name,
            },
        };

    public static UpstreamRequest Verb(UpstreamVerb verb, string? session = null) =>
        new() { Verb = verb, Era = Era.Legacy, GrantId = "grant", SessionId = session };

    public static string Text(UpstreamAnswer? answer) => Encoding.UTF8.GetString(answer!.Json.Span);
}
