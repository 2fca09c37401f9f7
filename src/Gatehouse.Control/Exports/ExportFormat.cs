using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Exports;

/// <summary><c>?format=</c> of an export: <c>jsonl</c>, which is the default, or <c>csv</c>.</summary>
internal static class ExportFormat
{
    public static readonly QueryNote Parameter = new("format", "how it is written; `jsonl` where it is left out", "jsonl", "csv");

    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (bool IsCsv, Fault? Fault) Read(IQueryCollection query) => query["format"] switch
    {
        { Count: 0 } or ["jsonl"] => (false, null),
        ["csv"] => (true, null),
        _ => (false, new Fault(ControlFaults.QueryInvalid, "`format` is not `jsonl` or `csv`")),
    };
}
