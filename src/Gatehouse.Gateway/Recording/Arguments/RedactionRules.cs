using System.Collections.Immutable;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Reading;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>Which values of arguments are never stored: by the member's name, by place, by what the value looks like.</summary>
/// <remarks><see cref="SecretNames"/> and <see cref="SecretForms"/> hold besides, always.</remarks>
public sealed class RedactionRules : IEquatable<RedactionRules>
{
    /// <summary>Most entries of one list.</summary>
    public const int MostEntries = 64;

    /// <summary>Longest entry.</summary>
    /// <value>Characters.</value>
    public const int LongestEntry = 256;

    /// <summary>No rules but those that always hold.</summary>
    public static readonly RedactionRules Always = new([], [], [], [], [], []);

    private readonly ImmutableArray<NamePattern> _names;
    private readonly ImmutableArray<ConditionPath> _paths;
    private readonly ImmutableArray<BoundPattern> _values;

    private RedactionRules(
        ImmutableArray<string> names, ImmutableArray<string> paths, ImmutableArray<string> values, ImmutableArray<NamePattern> boundNames,
        ImmutableArray<ConditionPath> boundPaths, ImmutableArray<BoundPattern> boundValues) =>
        (Names, Paths, Values, _names, _paths, _values) = (names, paths, values, boundNames, boundPaths, boundValues);

    /// <summary>Names or patterns of names, at any depth; letter case, width and signs between letters do not matter.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Paths as conditions have them, <c>args.customer.email</c>; what stands below goes with it.</summary>
    public ImmutableArray<string> Paths { get; }

    /// <summary>Patterns that are looked for in strings and in numbers as they are written; one that has a match goes whole.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Reads rules, or says which entry cannot be used.</summary>
    public static (RedactionRules? Rules, RedactionFlaw? Flaw) Read(
        IReadOnlyList<string> names, IReadOnlyList<string> paths, IReadOnlyList<string> values)
    {
        var boundNames = ImmutableArray.CreateBuilder<NamePattern>();
        var boundPaths = ImmutableArray.CreateBuilder<ConditionPath>();
        var boundValues = ImmutableArray.CreateBuilder<BoundPattern>();
        var flaw = Each("names", names, text => Name(text, boundNames))
            ?? Each("paths", paths, text => Path(text, boundPaths))
            ?? Each("values", values, text => Value(text, boundValues));
        return flaw is null
            ? (new RedactionRules(
                [.. names], [.. paths], [.. values], boundNames.ToImmutable(), boundPaths.ToImmutable(), boundValues.ToImmutable()), null)
            : (null, flaw);
    }

    /// <inheritdoc/>
    public bool Equals(RedactionRules? other) => other is not null
        && Names.AsSpan().SequenceEqual(other.Names.AsSpan()) && Paths.AsSpan().SequenceEqual(other.Paths.AsSpan())
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RedactionRules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Length, Paths.Length, Values.Length);

    /// <summary>Whether a member of this name is redacted with everything in it.</summary>
    internal bool CoverName(string name)
    {
        var plain = SecretNames.Plain(name, isPattern: false);
        return Matches(SecretNames.Patterns, plain) || Matches(_names, plain);
    }

    /// <summary>Whether this place is redacted with everything in it.</summary>
    internal bool CoverPlace(List<PathStep> place)
    {
        foreach (var path in _paths)
        {
            if (path.Steps.Length == place.Count && IsAt(path.Steps, place))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text is redacted. One that is too long to tell is.</summary>
    internal bool CoverText(ReadOnlySpan<byte> utf8) => SecretForms.StandIn(utf8) || Matches(_values, utf8);

    private static bool Matches(ImmutableArray<NamePattern> patterns, string plain)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(ImmutableArray<BoundPattern> patterns, ReadOnlySpan<byte> utf8)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(utf8).Truth != Truth.False)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAt(ImmutableArray<PathStep> path, List<PathStep> place)
    {
        for (var i = 0; i < path.Length; i++)
        {
            var (asked, there) = (path[i], place[i]);
            var isSame = there.Kind == PathStepKind.Member
                ? asked.Kind == PathStepKind.Member
                    && SecretNames.Plain(asked.Key!, isPattern: false) == SecretNames.Plain(there.Key!, isPattern: false)
                : asked.Kind == PathStepKind.Every || (asked.Kind == PathStepKind.Element && asked.Index == there.Index);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }

    private static RedactionFlaw? Each(string list, IReadOnlyList<string> entries, Func<string, string?> read)
    {
        if (entries.Count > MostEntries)
        {
            return new RedactionFlaw(list, MostEntries, $"has more than {MostEntries} entries");
        }

        for (var i = 0; i < entries.Count; i++)
        {
            if ((entries[i].Length is 0 or > LongestEntry ? $"has an entry that is not 1 to {LongestEntry} characters" : read(entries[i])) is { } problem)
            {
                return new RedactionFlaw(list, i, problem);
            }
        }

        return null;
    }

    private static string? Name(string text, ImmutableArray<NamePattern>.Builder bound)
    {
        var plain = SecretNames.Plain(text, isPattern: true);
        bound.Add(new NamePattern(plain));
        return plain.Length == 0 ? "has a name without a letter, a digit or `*`" : null;
    }

    private static string? Path(string text, ImmutableArray<ConditionPath>.Builder bound)
    {
        var (path, problem) = PathReading.OfArguments(text);
        if (path is not null)
        {
            bound.Add(path);
        }

        return problem is null ? null : $"has a path that {problem}";
    }

    private static string? Value(string text, ImmutableArray<BoundPattern>.Builder bound)
    {
        var (pattern, error) = BoundPattern.Compile(text);
        if (pattern is not null)
        {
            bound.Add(pattern);
        }

        return error is null ? null : $"has a pattern that cannot be used: {error}";
    }
}

/// <summary>An entry of redaction rules that cannot be used.</summary>
/// <param name="List"><c>names</c>, <c>paths</c> or <c>values</c>.</param>
/// <param name="Index">Which entry, from 0.</param>
/// <param name="Problem">A phrase that goes on behind the list's name.</param>
public sealed record RedactionFlaw(string List, int Index, string Problem);
