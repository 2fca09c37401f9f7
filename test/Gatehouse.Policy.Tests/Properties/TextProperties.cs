using System.Text;
using CsCheck;
using Gatehouse.Policy.Operators.Patterns;
using Gatehouse.Policy.Operators.Sql;
using Gatehouse.Policy.Tests.Reference;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>SQL texts and patterns by themselves: of those that stand in a whole scene, few decide it.</summary>
public sealed class TextProperties
{
    [Fact]
    public void SqlKinds_AnyText_AreWhatTheReferenceSays() => Runs.Texts(1, dice =>
    {
        var sql = Themes.Sql(dice);
        var engine = SqlKindReader.Read(Encoding.UTF8.GetBytes(sql), SqlDialect.Generic);
        var page = ReferenceSql.Kinds(sql);
        var expected = page?.Aggregate(SqlKinds.None, (all, kind) => all | Enum.Parse<SqlKinds>(kind, ignoreCase: true));
        return engine == expected ? null : $"`{sql}`\nengine:    {engine}\nreference: {expected}";
    });

    [Fact]
    public void Regex_AnyPattern_MatchesWhatTheReferenceMatches() => Runs.Texts(0.1, dice =>
    {
        var pattern = PatternText.Any(dice);
        if (BoundPattern.Compile(pattern) is not { Pattern: { } bound })
        {
            return $"`{pattern}` is refused";
        }

        var reference = ReferencePattern.Parse(pattern);
        foreach (var text in dice.Many(8, 8, _ => dice.Of(Pools.Texts) + dice.Of(Pools.Texts)))
        {
            var (engine, expected) = (bound.Matches(Encoding.UTF8.GetBytes(text)), reference.MatchesSomewhere(text));
            if (engine != Judgement.Of(expected))
            {
                return $"`{pattern}` on `{text}`\nengine:    {engine}\nreference: {expected}";
            }
        }

        return null;
    });
}
