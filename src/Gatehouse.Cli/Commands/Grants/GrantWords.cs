using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary>Grants as one writes them, and what is printed of them.</summary>
internal static class GrantWords
{
    /// <summary>A grant, by label or id.</summary>
    public static Argument<string> Grant() => new("grant") { Description = "Label or id of the grant" };

    /// <summary>Below <c>/api/v1/</c>.</summary>
    public static string Path(string id) => $"grants/{Uri.EscapeDataString(id)}";

    /// <summary>Finds a grant by id, or by a label that only one has.</summary>
    public static async Task<Asked<GrantView>> FindAsync(RemoteSession session, string written)
    {
        if (written.StartsWith("grt_", StringComparison.Ordinal))
        {
            return await session.GetAsync(Path(written), ApiJson.Default.GrantView);
        }

        var (grants, refused) = await session.ListAsync("grants", ApiJson.Default.PageGrantView);
        var found = grants.FindAll(grant => (grant.Label == written || grant.Id == written) && grant.Revoked is null);
        return refused is not null || found.Count == 1
            ? new(refused is null ? found[0] : null, refused)
            : new(null, new Refused(new Fault(
                new("grant-unknown"), found.Count == 0 ? $"there is no grant `{written}`" : $"{found.Count} grants are called `{written}`",
                "`gatehouse grants list` shows them with their ids")));
    }

    /// <summary>Whether it can be used.</summary>
    public static string State(GrantView grant, DateTimeOffset now) => grant switch
    {
        { Revoked: not null } => "revoked",
        { Frozen: not null } => "frozen",
        _ when grant.Expires <= now => "expired",
        _ => "in use",
    };

    /// <summary>When it was used last; empty where the server cannot tell.</summary>
    public static string LastUsed(GrantView grant) => grant.Use is { } use ? Fields.Time(use.LastUsed, "never") : "";

    /// <summary>Everything of it.</summary>
    public static void Print(Terminal terminal, GrantView grant, DateTimeOffset now) => Fields.Print(
        terminal,
        ("id", grant.Id), ("label", grant.Label), ("server", grant.ServerId), ("policy", grant.PolicyId ?? "none: everything is denied"),
        ("owner", grant.OwnerId), ("tags", Fields.List(grant.Tags)), ("state", State(grant, now)), ("expires", Fields.Time(grant.Expires)),
        ("networks", Fields.List(grant.Networks)),
        ("heartbeat", grant.HeartbeatSeconds is { } seconds ? $"each {Fields.Number(seconds)} s, next until {Fields.Time(grant.HeartbeatDue, "never")}" : null),
        ("tokens", Fields.List(grant.Tokens.Select(token => token.Shown + (token.ValidUntil is { } until ? $" until {Fields.Time(until)}" : "")))),
        ("frozen", grant.Frozen is { } frozen ? $"since {Fields.Time(frozen.At)} by {frozen.By}{(frozen.Why is null ? "" : ": " + frozen.Why)}" : null),
        ("last used", grant.Use is null ? null : LastUsed(grant)),
        ("last day", grant.Use is { } use ? $"{Fields.Number(use.Calls)} calls, {Fields.Number(use.Denied)} of them denied" : null),
        ("since", Fields.Time(grant.Created)), ("version", Fields.Number(grant.Version)));

    /// <summary>A grant's token, shown once, and what clients need.</summary>
    public static void PrintIssued(Terminal terminal, IssuedGrant issued)
    {
        terminal.Line($"{new Painted("Token", Tone.Strong)} of {issued.Grant.Label} ({issued.Grant.Id}), shown only now; keep it like a password");
        terminal.Line($"  {issued.Token}");
        terminal.Line();
        terminal.Line($"{new Painted("Address", Tone.Strong)}");
        terminal.Line($"  {issued.Endpoint}");
        foreach (var form in issued.Clients)
        {
            terminal.Line();
            terminal.Line($"{new Painted(form.Where, Tone.Strong)}");
            foreach (var line in form.Text.Split('\n'))
            {
                terminal.Line($"  {line}");
            }
        }
    }
}
