using System.Text.Json;
using Gatehouse.Policy.Operators.Sql;

namespace Gatehouse.Policy.Operators;

/// <summary><c>sql_not_in</c>: the string is SQL, and some kind of it is not listed; in <c>require</c> no kind is.</summary>
/// <remarks>So it is not simply the opposite of <c>sql_in</c> in the same place.</remarks>
internal sealed class SqlNotIn : Operator
{
    public override string Name => "sql_not_in";

    public override bool TakesDialect => true;

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = SqlKindList.Read(Name, operand, context);
        return list is null
            ? (null, fault)
            : (TextPredicate.Of(list.HasUnlisted, Judgement.Unknown(UnknownWhy.Missing)), null);
    }
}
