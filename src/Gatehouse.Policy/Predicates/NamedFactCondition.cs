using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Predicates;

/// <summary>A condition about a text of the server, the grant or the client.</summary>
internal sealed class NamedFactCondition(Condition source) : CompiledCondition(source)
{
    private readonly string _member = source.Path.Steps.IsEmpty ? "" : source.Path.Steps[0].Key ?? "";

    public override Judgement Judge(in CallReading reading) => Find(reading.Call, out var text) switch
    {
        FactState.Known => JudgeText(text),
        FactState.Ambiguous => Judgement.Unknown(UnknownWhy.AmbiguousName),
        FactState.WrongType => Judgement.Unknown(UnknownWhy.WrongType),
        _ => Judgement.Unknown(UnknownWhy.None),
    };

    public override string Actual(in CallReading reading) => Find(reading.Call, out var text) switch
    {
        FactState.Known => text is null ? "missing" : System.Text.Encoding.UTF8.GetString(JsonText.Quote(text)),
        FactState.Ambiguous => "ambiguous name",
        FactState.WrongType => "wrong type",
        _ => "unknown",
    };

    private FactState Find(in CallFacts call, out string? text)
    {
        var steps = Source.Path.Steps;
        var isTag = Source.Path.Root == PathRoot.Grant && _member == "tags";
        text = null;
        if (steps.Length > (isTag ? 2 : 1))
        {
            return FactState.WrongType;
        }

        if (isTag)
        {
            return steps.Length == 2 ? FindTag(call.Grant, steps[1].Key, out text) : FactState.Unknown;
        }

        text = (Source.Path.Root, _member) switch
        {
            (PathRoot.Server, "name") => call.Server.Name,
            (PathRoot.Server, "id") => call.Server.Id,
            (PathRoot.Grant, "label") => call.Grant.Label,
            (PathRoot.Grant, "id") => call.Grant.Id,
            (PathRoot.Client, "name") => call.Client?.Name,
            (PathRoot.Client, "version") => call.Client?.Version,
            _ => null,
        };
        return Source.Path.Root == PathRoot.Client && call.Client is null ? FactState.Unknown : FactState.Known;
    }

    private static FactState FindTag(GrantFacts grant, string? key, out string? text)
    {
        text = null;
        if (key is null)
        {
            return FactState.WrongType;
        }

        foreach (var tag in grant.Tags.Keys)
        {
            if (tag != key && NameFolding.IsVariant(tag, key))
            {
                return FactState.Ambiguous;
            }
        }

        text = grant.Tags.GetValueOrDefault(key);
        return FactState.Known;
    }

    private enum FactState : byte
    {
        Unknown = 0,
        WrongType,
        Ambiguous,
        Known,
    }
}
