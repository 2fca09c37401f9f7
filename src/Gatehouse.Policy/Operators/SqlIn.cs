using System.Text.Json;
using Gatehouse.Policy.Operators.Sql;

namespace Gatehouse.Policy.Operators;

/// <summary><c>sql_in</c>: the string is SQL, and some kind of it is listed; in <c>require</c> every kind.</summary>
/// <remarks>Views and triggers are not seen; what cannot be cut with certainty is <see cref="Truth.Unknown"/>.</remarks>
internal sealed class SqlIn : Operator
{
    public override string Name => "sql_in";

    public override bool TakesDialect => true;

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = SqlKindList.Read(Name, operand, context);
        return list is null ? (null, fault) : (TextPredicate.Of(list.HasListed, Judgement.False), null);
    }
}
