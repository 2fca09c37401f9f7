using System.Globalization;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Paging;

/// <summary>Which part of a list was asked for, as sent.</summary>
/// <param name="Limit"><c>?limit=</c>, 1 to 200; 50 where it is left out.</param>
/// <param name="Cursor"><c>?cursor=</c>, as the part before gave it.</param>
internal readonly record struct PageQuery(StringValues Limit, StringValues Cursor)
{
    private const int Most = 200;
    private const int Default = 50;

    /// <summary>The beginning of a list with the usual number of items.</summary>
    public static readonly PageQuery First;

    /// <summary>How many items.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public (int Count, Fault? Fault) Count() => Limit.Count == 0
        ? (Default, null)
        : Limit.Count == 1 && int.TryParse(Limit[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= Most
                ? (count, null)
                : (0, new Fault(ControlFaults.QueryInvalid, $"`limit` is not a whole number from 1 to {Most}"));
}
