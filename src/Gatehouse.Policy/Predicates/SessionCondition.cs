using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Predicates;

/// <summary>A condition about what the session did: true here, unknown elsewhere, else false.</summary>
/// <param name="source">The condition.</param>
/// <param name="outside">Tools whose results taint a session, by the condition's own document; null is every tool.</param>
internal sealed class SessionCondition(Condition source, ImmutableArray<NamePattern>? outside) : CompiledCondition(source)
{
    private readonly string _member = source.Path.Steps is [var only] ? only.Key ?? "" : "";
    private readonly string? _wanted = source.Value.ValueKind == JsonValueKind.String ? source.Value.GetString() : null;

    public override Judgement Judge(in CallReading reading)
    {
        var session = reading.Call.Session;
        return session is null ? Judgement.Unknown(UnknownWhy.None) : _member switch
        {
            "called" => Contains(session.Called, session.CalledElsewhere, session.IsOlderThanProcess),
            "called_categories" => Contains(
                session.Categories,
                session.CategoriesElsewhere,
                session.IsOlderThanProcess || session.CategoryUnknown),
            "tainted" => Tainted(session),
            _ => Judgement.Unknown(UnknownWhy.None),
        };
    }

    public override string Actual(in CallReading reading)
    {
        var session = reading.Call.Session;
        return session is null ? "unknown" : _member switch
        {
            "called" => Show(session.Called, session.CalledElsewhere),
            "called_categories" => Show(session.Categories, session.CategoriesElsewhere),
            _ => Taint(session) switch { Truth.True => "true", Truth.False => "false", _ => "unknown" },
        };
    }

    private Judgement Contains(FrozenSet<string> here, FrozenSet<string> elsewhere, bool mayHoldMore) =>
        _wanted is null ? Judgement.Unknown(UnknownWhy.None)
        : here.Contains(_wanted) ? Judgement.True
        : mayHoldMore || elsewhere.Contains(_wanted) ? Judgement.Unknown(UnknownWhy.None)
        : Judgement.False;

    private Judgement Tainted(SessionFacts session) => Taint(session) switch
    {
        Truth.True => JudgeFlag(true),
        Truth.False => JudgeFlag(false),
        _ => Judgement.Unknown(UnknownWhy.None),
    };

    private Truth Taint(SessionFacts session) =>
        HasOutside(session.Called) ? Truth.True
        : session.IsOlderThanProcess || HasOutside(session.CalledElsewhere) ? Truth.Unknown
        : Truth.False;

    private bool HasOutside(FrozenSet<string> called)
    {
        if (outside is not { } patterns)
        {
            return called.Count > 0;
        }

        foreach (var name in called)
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Matches(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Show(FrozenSet<string> here, FrozenSet<string> elsewhere) =>
        $"[{string.Join(", ", here.Order(StringComparer.Ordinal))}], elsewhere [{string.Join(", ", elsewhere.Order(StringComparer.Ordinal))}]";
}
