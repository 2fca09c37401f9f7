using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.Tests.Faults;

/// <summary>docs/reference/api-faults.md, the table of statuses and the sources name the same faults.</summary>
public sealed partial class ApiFaultPageTests
{
    [Fact]
    public void Page_Rows_AreTheTableOfStatuses()
    {
        var listed = Row.Matches(RepositoryFiles.Text("docs/reference/api-faults.md"))
            .Select(match => (match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));

        Assert.Equal(
            StatusTable.Statuses.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal),
            listed.OrderBy(entry => entry.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public void Table_HasEveryFaultOfTheControlPlane()
    {
        var declared = typeof(StatusTable).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FaultCode))
            .Select(field => ((FaultCode)field.GetValue(null)!).Word);

        Assert.Empty(declared.Except(StatusTable.Statuses.Keys, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(?m)^\| `([a-z-]+)` \| ([0-9]{3}) \|")]
    private static partial Regex Row { get; }
}
