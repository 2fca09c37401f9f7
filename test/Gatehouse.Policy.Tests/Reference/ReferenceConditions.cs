using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>Whether an entry holds: "AND, OR and the <c>not_…</c> operators are Kleene's".</summary>
internal sealed class ReferenceConditions(ReferenceFacts facts)
{
    /// <summary>The AND of all conditions; when it is unknown, the first condition for which the page has a word why.</summary>
    public (Truth Truth, string? Path, UnknownWhy Why) Entry(ReferenceEntry entry, bool inRequire)
    {
        var judged = entry.Conditions
            .Select(condition => (Path: condition.GetProperty("path").GetString()!, Is: Condition(condition, inRequire)))
            .ToList();
        if (judged.Exists(one => one.Is.Truth == Truth.False))
        {
            return (Truth.False, null, UnknownWhy.None);
        }

        var unknown = judged.FindAll(one => one.Is.Truth == Truth.Unknown);
        var named = unknown.Find(one => one.Is.Why != UnknownWhy.None);
        return (unknown.Count == 0 ? Truth.True : Truth.Unknown, named.Path, named.Is.Why);
    }

    private Judgement Condition(JsonElement condition, bool inRequire)
    {
        var path = condition.GetProperty("path").GetString()!;
        var test = new ReferenceOperator(condition, inRequire);
        var found = facts.Find(path);

        // "missing in `deny_if`/`require_approval`, but the schema has a `default` there: judged by that default; `exists` is not".
        // `eq null` "is `exists false`", so it is not either.
        return found is Found.Missing && !inRequire && !test.IsExists && facts.DefaultOf(path) is { } instead
            ? Joined(instead, test, inRequire)
            : Joined(found, test, inRequire);
    }

    /// <summary>"results are joined by OR in <c>deny_if</c>/<c>require_approval</c>, by AND in <c>require</c>; an empty array is false in both".</summary>
    private static Judgement Joined(Found found, ReferenceOperator test, bool inRequire) => found switch
    {
        Found.Every { Parts.Count: 0 } => Judgement.False,
        Found.Every every => Join([.. every.Parts.Select(part => Joined(part, test, inRequire))], inRequire),
        Found.Missing => test.OnMissing(),
        Found.Unclear unclear => Judgement.Unknown(unclear.Why),
        Found.Members members => test.OnMembers(members),
        Found.Value value => test.OnValue(value.Json),
        _ => throw new InvalidOperationException("Found is a closed family"),
    };

    public static Judgement Join(IReadOnlyList<Judgement> parts, bool inRequire)
    {
        var decisive = inRequire ? Truth.False : Truth.True;
        return parts.Any(part => part.Truth == decisive) ? parts.First(part => part.Truth == decisive)
            : parts.Any(part => part.Truth == Truth.Unknown) ? parts.First(part => part.Truth == Truth.Unknown)
            : parts[0];
    }
}
