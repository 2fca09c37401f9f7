using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Operators.Patterns;
using Gatehouse.Policy.Operators.Sql;
using Gatehouse.Policy.Predicates.Schema;
using Gatehouse.Policy.Tests.Reference;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>SQL texts, patterns and schemas by themselves: of those that stand in a whole scene, few decide it.</summary>
public sealed class TextProperties
{
    private static readonly string EveryPath = string.Concat(Themes.Paths.Select(path => path.Path));

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

    // By itself and not in a scene, for there the engine looks at the clock too.
    [Fact]
    public void Schema_AnyArguments_FitAsTheReferenceSays()
    {
        var (fitted, refused) = (0, 0);
        Runs.Texts(0.2, dice =>
        {
            var text = SchemaText.Any(dice).ToString();
            var written = ArgumentText.Any(dice, EveryPath).ToString();
            var (schema, arguments) = (JsonElement.Parse(text), JsonElement.Parse(written.Length == 0 ? "{}" : written));
            var engine = SchemaCompiler.Compile(schema).Accepts(arguments, new SchemaRun(TimeSpan.FromHours(1)));
            var page = ReferenceSchema.Fits(arguments, schema, schema);
            Interlocked.Increment(ref page ? ref fitted : ref refused);
            return engine == page ? null : $"{text}\n{arguments}\nengine:    {engine}\nreference: {page}";
        });

        Assert.InRange(fitted, (fitted + refused) / 10, (fitted + refused) * 9 / 10);
    }
}
