using System.Text.Json;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>Tests of text that do not hold what they seem to promise.</summary>
internal static class TextTestChecks
{
    public static void Run(Checked seen)
    {
        foreach (var rules in seen.AllRules)
        {
            foreach (var condition in rules.Require.SelectMany(entry => entry.Conditions))
            {
                Anchors(seen, condition);
            }

            foreach (var entry in rules.Require.Concat(rules.DenyIf).Concat(rules.RequireApproval))
            {
                Entry(seen, entry);
            }
        }
    }

    private static void Entry(Checked seen, RuleEntry entry)
    {
        foreach (var condition in entry.Conditions)
        {
            Place(seen, condition);
            Repetition(seen, condition);
        }

        var second = entry.Conditions.Where(HasEvery).Skip(1).FirstOrDefault();
        if (second is not null)
        {
            seen.Report(
                FindingCode.EveryTwice, second,
                "two conditions of one entry have [*] and may be met by different elements",
                "what must hold for one and the same element cannot be said this way");
        }
    }

    private static bool HasEvery(Condition condition) => condition.Path.Steps.Any(step =>
        step.Kind == PathStepKind.Every);

    private static string? Text(Condition condition, string op) =>
        condition.Op == op && condition.Value.ValueKind == JsonValueKind.String ? condition.Value.GetString() : null;

    private static void Anchors(Checked seen, Condition condition)
    {
        if (Text(condition, "regex") is { } pattern && !RegexText.IsAnchored(pattern))
        {
            seen.Report(
                FindingCode.RegexUnanchored, condition,
                $"{Quote.Text(pattern)} may match anywhere in the text, so more passes than is named",
                "write \"^(…)$\" to hold it against the whole text");
        }
    }

    private static void Repetition(Checked seen, Condition condition)
    {
        if (Text(condition, "regex") is { } pattern && RegexText.NestsCounts(pattern))
        {
            seen.Report(
                FindingCode.RegexRepetition, condition,
                $"{Quote.Text(pattern)} repeats a counted repetition, whose states multiply",
                "write the outer one as * or +, or count once");
        }
    }

    private static void Place(Checked seen, Condition condition)
    {
        if ((Text(condition, "regex") ?? Text(condition, "starts_with")) is { } text && RegexText.LooksLikePlace(text))
        {
            seen.Report(
                FindingCode.TextTestOnPath, condition,
                $"{Quote.Text(text)} looks like a path or URL, which can be spelt in many ways",
                "`path_within` judges file paths, `host_in` judges URLs");
        }
    }
}
