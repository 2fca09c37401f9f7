using Gatehouse.Api.Records;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>Counts of several tools or spans as one.</summary>
internal static class CallSums
{
    public static CallCounts Of(ToolUses uses, string serverId) =>
        Of(uses.Tools.Where(tool => tool.ServerId == serverId).Select(tool => tool.Counts));

    public static CallCounts Of(IEnumerable<CallCounts> counts) => counts.Aggregate(new CallCounts(), static (sum, one) => new CallCounts
    {
        Allowed = sum.Allowed + one.Allowed,
        Denied = sum.Denied + one.Denied,
        Pending = sum.Pending + one.Pending,
        Done = sum.Done + one.Done,
        Error = sum.Error + one.Error,
        Fault = sum.Fault + one.Fault,
        Cancelled = sum.Cancelled + one.Cancelled,
        Unknown = sum.Unknown + one.Unknown,
    });
}
