using Gatehouse.Api;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Policy;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Approvals;

/// <summary>Which requests are listed, as sent.</summary>
/// <param name="State">A state, or <c>all</c>; those that wait where it is left out.</param>
/// <param name="Server">Of one server.</param>
/// <param name="Grant">Of one grant.</param>
/// <param name="Tool">Of one tool.</param>
internal sealed record ApprovalFilter(StringValues State, StringValues Server, StringValues Grant, StringValues Tool)
{
    private const string All = "all";

    /// <summary>The list's word: a cursor of another filter does not open.</summary>
    public string List => $"approvals {State} {Server} {Grant} {Tool}";

    /// <summary>The rows that pass.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public (IQueryable<ParkedCall> Rows, Fault? Fault) Of(IQueryable<ParkedCall> rows)
    {
        if (State.Count > 1 || Server.Count > 1 || Grant.Count > 1 || Tool.Count > 1)
        {
            return (rows, new Fault(ControlFaults.QueryInvalid, "a filter stands once"));
        }

        var word = State.Count == 0 ? ApprovalWord.Open : Words<ApprovalWord>.Find(State[0]);
        if (word is null && State[0] != All)
        {
            return (rows, new Fault(
                ControlFaults.QueryInvalid, $"`state` is none of {All}, {string.Join(", ", Words<ApprovalWord>.All)}"));
        }

        if (word is { } one)
        {
            var state = Enum.GetValues<ApprovalState>().First(known => ApprovalViews.Word(known) == one);
            rows = rows.Where(row => row.State == state);
        }

        var (server, grant, tool) = ((string?)Server, (string?)Grant, (string?)Tool);
        rows = server is null ? rows : rows.Where(row => row.ServerId == server);
        rows = grant is null ? rows : rows.Where(row => row.GrantId == grant);
        return (tool is null ? rows : rows.Where(row => row.Tool == tool), null);
    }
}
