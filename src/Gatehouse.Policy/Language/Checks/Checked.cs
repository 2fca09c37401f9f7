using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>What every check looks at.</summary>
/// <param name="Document">The document, without its parts that have an error.</param>
/// <param name="Places">Where its parts stand.</param>
/// <param name="Sink">Where findings go.</param>
internal sealed record Checked(PolicyDocument Document, Places Places, FindingSink Sink)
{
    /// <summary>The rules of <c>all_tools</c>, if there are any, and of each key.</summary>
    public IEnumerable<ToolRules> AllRules =>
        Document.AllTools is { } all ? Document.Tools.Prepend(all) : Document.Tools;

    /// <summary>Reports a part of the document.</summary>
    public void Report(FindingCode code, object part, string message, string? hint = null) =>
        Sink.Add(code, Places.Of(part), message, hint);

    /// <summary>Reports a key at its name; <c>all_tools</c> at its rules.</summary>
    public void ReportKey(FindingCode code, ToolRules rules, string message, string? hint = null)
    {
        if (rules.Key is { } key)
        {
            Sink.Add(code, Places.NameOf(key), message, hint);
        }
        else
        {
            Report(code, rules, message, hint);
        }
    }

    /// <summary>A member of the rules as it was written, or null.</summary>
    public JsonMember? Written(ToolRules rules, string member) => Places.Of(rules).Find(member);
}
