using System.Text.Json;
using Gatehouse.Policy.Operators.Paths;

namespace Gatehouse.Policy.Operators;

/// <summary><c>path_within</c>: the string is a file path at or below one of the directories.</summary>
/// <remarks>Judged as text, no disk is touched; what is not plain is <see cref="Truth.Unknown"/>.</remarks>
internal sealed class PathWithin : Operator
{
    public override string Name => "path_within";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = DirectoryList.Read(Name, operand);
        return list is null ? (null, fault) : (TextPredicate.Of(list.Holds, Judgement.False), null);
    }
}
