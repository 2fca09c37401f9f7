using Gatehouse.Api.Records;
using Gatehouse.Api.Servers;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>A server in a list.</summary>
/// <param name="Server">The server.</param>
/// <param name="Risks">Its tools by level: critical, high, medium, low.</param>
/// <param name="Waiting">Definitions that wait for somebody to accept them.</param>
/// <param name="Calls">Calls of the last day; null where they cannot be read.</param>
public sealed record ServerLine(ServerView Server, int[] Risks, int Waiting, CallCounts? Calls)
{
    /// <summary>How it is: a tone and a word.</summary>
    public (string Tone, string Word) Health =>
        Server.Frozen is not null ? ("bad", "Frozen")
        : Server.Secrets.Any(secret => secret.State != SecretState.Used) ? ("bad", "Credential missing")
        : Calls is null or { Allowed: 0 } ? ("", "No calls today")
        : Calls.Fault * 2 >= Calls.Allowed ? ("bad", "Failing")
        : Calls.Fault > 0 ? ("warn", "Some calls fail")
        : ("good", "Healthy");
}
