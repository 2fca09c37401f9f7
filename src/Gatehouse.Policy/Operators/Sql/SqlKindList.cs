using System.Text;
using System.Text.Json;

namespace Gatehouse.Policy.Operators.Sql;

/// <summary>The kinds of <c>sql_in</c> and <c>sql_not_in</c>, with the dialect and the place of the condition.</summary>
internal sealed class SqlKindList
{
    private static readonly (string Word, SqlKinds Kind)[] Words =
    [
        ("select", SqlKinds.Select), ("insert", SqlKinds.Insert), ("update", SqlKinds.Update), ("delete", SqlKinds.Delete),
        ("merge", SqlKinds.Merge), ("ddl", SqlKinds.Ddl), ("admin", SqlKinds.Admin), ("call", SqlKinds.Call),
    ];

    private readonly SqlKinds listed;
    private readonly SqlDialect dialect;
    private readonly Quantifier quantifier;

    private SqlKindList(SqlKinds listed, SqlDialect dialect, Quantifier quantifier)
    {
        this.listed = listed;
        this.dialect = dialect;
        this.quantifier = quantifier;
    }

    /// <summary>Reads a list of kinds.</summary>
    public static (SqlKindList? List, Fault? Fault) Read(string op, JsonElement operand, in BindContext context)
    {
        var (spoken, noDialect) = SqlDialects.Read(context.Dialect);
        if (spoken is null)
            return (null, noDialect);
        var (texts, fault) = OperandText.ReadAll(op, operand, orOne: false);
        if (texts is null)
            return (null, fault);
        var kinds = SqlKinds.None;
        foreach (var text in texts)
        {
            var word = Encoding.UTF8.GetString(text);
            var kind = Array.Find(Words, known => known.Word == word).Kind;
            if (kind == SqlKinds.None)
                return (null, UnknownKind(op, word));
            kinds |= kind;
        }

        return (new SqlKindList(kinds, spoken.Value, context.Quantifier), null);
    }

    /// <summary>Some kind of the text is listed, or in <c>require</c> every one.</summary>
    public Judgement HasListed(ReadOnlySpan<byte> utf8) => Judge(utf8, listed);

    /// <summary>Some kind of the text is not listed, or in <c>require</c> none is.</summary>
    public Judgement HasUnlisted(ReadOnlySpan<byte> utf8) => Judge(utf8, ~listed);

    private Judgement Judge(ReadOnlySpan<byte> utf8, SqlKinds wanted)
    {
        if (TextLength.IsAbove(utf8, TextLength.MaxJudged))
            return Judgement.Unknown(UnknownWhy.TooLong);
        if (SqlKindReader.Read(utf8, dialect) is not { } kinds)
            return Judgement.Unknown(UnknownWhy.NotPlain);
        return Judgement.Of(quantifier == Quantifier.Every ? (kinds & ~wanted) == SqlKinds.None : (kinds & wanted) != SqlKinds.None);
    }

    private static Fault UnknownKind(string op, string word) => new(
        FaultCode.OperandInvalid,
        $"`{word}` is not a kind for `{op}`",
        $"the kinds are {string.Join(", ", Words.Select(known => $"`{known.Word}`"))}");
}
