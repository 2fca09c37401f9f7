using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

/// <summary>Reads policies of the tests.</summary>
internal static class Policies
{
    /// <summary>Reads a text.</summary>
    public static PolicyReading Read(string text, PolicyReaderOptions? options = null) =>
        PolicyReader.Read(Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads a document that has no errors.</summary>
    public static PolicyDocument Load(string text)
    {
        var reading = Read(text);
        Assert.DoesNotContain(reading.Findings, finding => finding.Severity == FindingSeverity.Error);
        return reading.Document!;
    }

    /// <summary>A document around the rules of one tool.</summary>
    public static string Tool(string rules) => """{"version":"1","default":"deny","tools":{"t":""" + rules + "}}";
}
