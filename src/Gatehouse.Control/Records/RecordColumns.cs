using Gatehouse.Api.Records;

namespace Gatehouse.Control.Records;

/// <summary>The columns of an export of records to a spreadsheet.</summary>
internal static class RecordColumns
{
    public static readonly IReadOnlyList<(string Name, Func<RecordView, object?> Value)> All =
    [
        ("time", static row => row.Time),
        ("call", static row => row.Call),
        ("server", static row => row.ServerId),
        ("grant", static row => row.GrantId),
        ("method", static row => row.Method),
        ("target", static row => row.Target),
        ("decision", static row => row.Decision),
        ("rule", static row => row.Rule),
        ("outcome", static row => row.Outcome),
        ("fault", static row => row.Fault),
        ("milliseconds", static row => row.Milliseconds),
        ("bytes", static row => row.Bytes),
        ("approval", static row => row.ApprovalId),
        ("arguments", static row => row.Arguments?.GetRawText()),
        ("digest", static row => row.Digest),
        ("definition", static row => row.Definition),
        ("policy", static row => row.Policy),
        ("session", static row => row.Session),
        ("client", static row => row.Client),
        ("trace", static row => row.Trace),
        ("writer", static row => row.Writer),
        ("sequence", static row => row.Sequence),
    ];
}
