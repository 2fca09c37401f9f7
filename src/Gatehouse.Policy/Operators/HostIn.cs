using System.Text.Json;
using Gatehouse.Policy.Operators.Urls;

namespace Gatehouse.Policy.Operators;

/// <summary><c>host_in</c>: the string is a URL whose host is listed, with its scheme and port.</summary>
/// <remarks>DNS, redirects and URLs inside the query are not seen; what is not plain is <see cref="Truth.Unknown"/>.</remarks>
internal sealed class HostIn : Operator
{
    public override string Name => "host_in";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = HostList.Read(Name, operand);
        return list is null ? (null, fault) : (TextPredicate.Of(list.Lists, Judgement.False), null);
    }
}
