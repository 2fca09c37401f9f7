using Gatehouse.Api;
using Gatehouse.Api.Approvals;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Approvals;

/// <summary>Requests for approval on a server.</summary>
internal static class RemoteApprovals
{
    private const int MostRows = 1_000;

    /// <summary>Those that wait, or all.</summary>
    public static Task<int> ListAsync(RemoteSession session, bool all) => session.ShowListAsync(
        all ? "approvals?state=all" : "approvals", ApiJson.Default.PageApprovalSummary, all ? "no call has ever waited" : "no call waits",
        ["id", "state", "grant", "server", "tool", "expires", "message"],
        one => [
            one.Id, Words<ApprovalWord>.Of(one.State), one.GrantLabel, one.ServerId, one.Tool, Fields.Time(one.Expires),
            string.Join(" ", one.Messages)],
        MostRows);

    /// <summary>One, with its arguments.</summary>
    public static async Task<int> ShowAsync(RemoteSession session, string id, bool full) =>
        session.Show(await ReadAsync(session, id, full), ApiJson.Default.ApprovalView, view => Print(session.Terminal, view));

    /// <summary>A person's answer. It is bound to the call that was read, and to the digest that the person named.</summary>
    /// <param name="session">The server.</param>
    /// <param name="id">The request.</param>
    /// <param name="verb"><c>approve</c> or <c>refuse</c>.</param>
    /// <param name="digest">Of what was looked at; null for what is there now.</param>
    /// <param name="comment">What others should know.</param>
    public static async Task<int> SettleAsync(RemoteSession session, string id, string verb, string? digest, string? comment)
    {
        // What is longer than is shown at once is settled by who had it shown: the digest comes with it.
        var (read, refused) = await ReadAsync(session, id, full: digest is not null);
        if (read is null)
        {
            return session.Fail(refused!);
        }

        if (verb == "approve" && read.Arguments is { IsCut: true })
        {
            return session.Fail(new Refused(Unopened(id)));
        }

        if (digest is not null && digest != read.Digest)
        {
            return session.Fail(new Refused(Differs(id)));
        }

        var settled = await session.SendAsync(
            HttpMethod.Post, $"{Path(id)}/{verb}", new Settlement(read.Digest, comment), ApiJson.Default.Settlement, ApiJson.Default.ApprovalView,
            read.Version);
        return session.Show(settled, ApiJson.Default.ApprovalView, view => session.Terminal.Line($"{Said(view)}"));
    }

    /// <summary>Nobody has looked at the whole of what would be approved.</summary>
    public static Fault Unopened(string id) => new(
        new("arguments-unopened"), $"the arguments of `{id}` are longer than what is shown at once",
        $"`gatehouse approvals show {id} --full` shows them and their digest; then say `--digest`");

    /// <summary>The request is not what the person looked at.</summary>
    public static Fault Differs(string id) => new(
        new("digest-differs"), $"request `{id}` is not the call that you looked at", $"`gatehouse approvals show {id} --full` has it");

    private static string Said(ApprovalView view) => view.State switch
    {
        ApprovalWord.Approved => $"approved {view.Id}; the same call can be made once until {Fields.Time(view.Expires)}",
        ApprovalWord.Open => $"your yes to {view.Id} is noted; {view.Approvers - view.Votes} more needed",
        var state => $"{Words<ApprovalWord>.Of(state)} {view.Id}",
    };

    private static Task<Asked<ApprovalView>> ReadAsync(RemoteSession session, string id, bool full) =>
        session.GetAsync(Path(id) + (full ? "?full=true" : ""), ApiJson.Default.ApprovalView);

    private static string Path(string id) => $"approvals/{Uri.EscapeDataString(id)}";

    private static void Print(Terminal terminal, ApprovalView view)
    {
        Fields.Print(
            terminal,
            ("request", $"{view.Id} ({Words<ApprovalWord>.Of(view.State)})"), ("tool", $"{view.Tool} on {view.ServerId}"),
            ("can", view.Category is null ? null : $"{view.Category}, {view.Risk}"), ("grant", $"{view.Grant.Label} ({view.Grant.Id})"),
            ("owner", view.Grant.Owner), ("client", view.Client is null ? null : $"{view.Client}, as it reports itself"),
            ("made", $"{Fields.Time(view.Created)}, expires {Fields.Time(view.Expires)}"),
            ("approvers", $"{Fields.Number(view.Votes)} of {Fields.Number(view.Approvers)}"),
            ("careful", view.RepeatOf is null ? null : $"the very same call has just run, by request {view.RepeatOf}"),
            ("rules", Fields.List(view.Rules)), ("message", view.Messages.IsEmpty ? null : string.Join(" ", view.Messages)),
            ("digest", view.Arguments is { IsCut: true } ? null : view.Digest), ("you", view.MayNotSettle is null ? null : $"may not settle it: {view.MayNotSettle}"));
        foreach (var happened in view.History)
        {
            terminal.Line($"  {Fields.Time(happened.At)}  {happened.What}{By(happened)}{(happened.Comment is null ? "" : ": " + happened.Comment)}");
        }

        if (view.Arguments is not { } arguments)
        {
            terminal.Line($"arguments: {view.ArgumentsFault ?? "not shown to you, or no longer kept"}");
            return;
        }

        terminal.Line($"arguments, {Fields.Number(arguments.Bytes)} bytes{(arguments.Hidden > 0 ? $", {arguments.Hidden} hidden characters spelt out" : "")}:");
        foreach (var line in arguments.Text.Split('\n'))
        {
            terminal.Line($"  {line}");
        }

        if (arguments.IsCut)
        {
            terminal.Line($"only the beginning: --full shows all {Fields.Number(arguments.Characters)} characters, and the digest");
        }
    }

    private static string By(ApprovalEvent happened) =>
        (happened.By is null ? "" : " by " + happened.By) + (happened.Via is null ? "" : $" (key {happened.Via})");
}
