using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Exports;

/// <summary><c>?format=</c> of an export: <c>jsonl</c>, which is the default, or <c>csv</c>.</summary>
internal static class ExportFormat
{
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (bool IsCsv, Fault? Fault) Read(IQueryCollection query) => query["format"] switch
    {
        { Count: 0 } or ["jsonl"] => (false, null),
        ["csv"] => (true, null),
        _ => (false, new Fault(ControlFaults.QueryInvalid, "`format` is not `jsonl` or `csv`")),
    };
}
