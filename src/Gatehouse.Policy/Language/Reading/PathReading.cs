using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Parses paths: a root, then at most 8 steps <c>.key</c>, <c>[n]</c> or <c>[*]</c> (section 3).</summary>
internal sealed class PathReading(FindingSink sink, ValueReading values)
{
    private const int StepCap = 8;
    private const int EveryCap = 2;

    /// <summary>The path, or null.</summary>
    public ConditionPath? Read(JsonValue? value)
    {
        if (values.Text(value, PatternReading.PatternCap) is not { } text || value is null)
        {
            return null;
        }

        var rootEnd = text.AsSpan().IndexOfAny('.', '[');
        var word = rootEnd < 0 ? text : text[..rootEnd];
        if (!Vocabulary.Root.TryFind(word, out var root))
        {
            ReportRoot(value, text, word);
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<PathStep>();
        if (Steps(text, rootEnd < 0 ? text.Length : rootEnd, steps) is { } fault)
        {
            sink.Add(FindingCode.PathInvalid, value, $"the path {Quote.Text(text)} {fault.Message}", fault.Hint);
            return null;
        }

        if (steps.Any(step => step.Key == "*"))
        {
            sink.Add(
                FindingCode.StarKey, value, $"`.*` in {Quote.Text(text)} is a member named `*`",
                    "every element is written [*]");
        }

        return new ConditionPath(text, root, steps.ToImmutable());
    }

    /// <summary>A path into the arguments that stands in no document, or what is wrong with it.</summary>
    public static (ConditionPath? Path, string? Problem) OfArguments(string text)
    {
        const string Root = "args";
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        if (text.Length > PatternReading.PatternCap || !text.StartsWith(Root, StringComparison.Ordinal)
            || text.AsSpan(Root.Length) is not ['.' or '[', ..])
        {
            return (null, "is not like `args.customer.email` or `args.items[*].note`");
        }

        return Steps(text, Root.Length, steps) is { } fault
            ? (null, fault.Message)
            : (new ConditionPath(text, PathRoot.Args, steps.ToImmutable()), null);
    }

    private void ReportRoot(JsonValue value, string text, string word)
    {
        var hint = Suggest.Nearest(word, Vocabulary.Root.All) is { } root
            ? $"did you mean {Quote.Text(root + text[word.Length..])}?"
            : $"an argument of the call is written {Quote.Text("args." + text)}";
        sink.Add(FindingCode.PathRootUnknown, value, $"{Quote.Text(word)} is not a root that a path can begin with",
            hint);
    }

    private static (string Message, string? Hint)? Steps(string text, int at, ImmutableArray<PathStep>.Builder steps)
    {
        while (at < text.Length)
        {
            var fault = text[at] == '.' ? Key(text, ref at, steps) : Bracket(text, ref at, steps);
            if (fault is not null)
            {
                return fault;
            }
        }

        return steps.Count > StepCap ? ($"has {steps.Count} steps and may have {StepCap}", null)
            : steps.Count(step => step.Kind == PathStepKind.Every) > EveryCap
                ? ($"has more than {EveryCap} steps `[*]`", null)
            : null;
    }

    private static (string Message, string? Hint)? Key(string text, ref int at, ImmutableArray<PathStep>.Builder steps)
    {
        var key = new StringBuilder();
        for (at++; at < text.Length && text[at] is not ('.' or '['); at++)
        {
            if (text[at] == ']')
            {
                return ("has `]` inside a key", "write it as \"\\\\]\"");
            }

            if (text[at] == '\\')
            {
                at++;
                if (at == text.Length || text[at] is not ('.' or '[' or ']' or '\\'))
                {
                    return ("has a backslash that escapes nothing",
                        "only \\. \\[ \\] and \\\\ are escapes, and JSON doubles the backslash");
                }
            }

            key.Append(text[at]);
        }

        steps.Add(new PathStep(PathStepKind.Member, key.ToString(), 0));
        return key.Length == 0 ? ("has an empty key", "write a name behind each point") : null;
    }

    private static (string Message, string? Hint)? Bracket(string text, ref int at,
        ImmutableArray<PathStep>.Builder steps)
    {
        if (text[at] != '[')
        {
            return ("goes on behind `]` without `.` or `[`", null);
        }

        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            return ("has `[` without `]`", "a bracket inside a key is written \"\\\\[\"");
        }

        var inner = text.AsSpan(at + 1, end - at - 1);
        at = end + 1;
        if (inner is "*")
        {
            steps.Add(new PathStep(PathStepKind.Every, null, 0));
            return null;
        }

        var isPlain = inner.Length > 0 && !inner.ContainsAnyExceptInRange('0', '9')
            && (inner.Length == 1 || inner[0] != '0');
        if (!isPlain || !int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return ("has an index that is no plain number", "write [0], [12] or [*]; a member is written .name");
        }

        steps.Add(new PathStep(PathStepKind.Element, null, index));
        return null;
    }
}
