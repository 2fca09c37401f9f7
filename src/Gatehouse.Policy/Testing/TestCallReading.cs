using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Testing;

/// <summary>Reads the call of a case. A fact is a text, or an object where it has several parts.</summary>
internal sealed class TestCallReading(ReadOnlyMemory<byte> text, FindingSink sink)
{
    private const int TextCap = 1_000;
    private const int ListCap = 1_000;

    private readonly ValueReading _values = new(sink);

    /// <summary>The call; null where it is not complete.</summary>
    public PolicyTestCall? Read(JsonValue value)
    {
        if (Fields.Of(value, TestShape.Call, sink) is not { IsComplete: true } fields)
        {
            return null;
        }

        var call = new PolicyTestCall
        {
            Tool = _values.Text(fields["tool"], TextCap) ?? "",
            Arguments = fields["args"] is { } args ? text[args.Start..args.End] : default,
            Category = Word(fields["category"], Vocabulary.Categories),
            Risk = Word(fields["risk"], Vocabulary.Risks),
            Client = fields["client"] is { } client ? Client(client) : null,
        };
        call = fields["server"] is { } server ? call with { Server = Server(server) ?? call.Server } : call;
        call = fields["grant"] is { } grant ? call with { Grant = Grant(grant) ?? call.Grant } : call;
        return fields["session"] is { } session ? Session(call, session) : call;
    }

    private ServerFacts? Server(JsonValue value)
    {
        if (value.Kind == JsonValueKind.String)
        {
            return new ServerFacts(value.Text, value.Text);
        }

        return Fields.Of(value, TestShape.Server, sink) is { IsComplete: true } fields
            ? new ServerFacts(Text(fields["id"]) ?? "server", Text(fields["name"]) ?? "")
            : null;
    }

    private GrantFacts? Grant(JsonValue value)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value.Kind == JsonValueKind.String)
        {
            return new GrantFacts(value.Text, value.Text, tags.ToFrozenDictionary(StringComparer.Ordinal));
        }

        if (Fields.Of(value, TestShape.Grant, sink) is not { IsComplete: true } fields)
        {
            return null;
        }

        foreach (var tag in fields["tags"]?.Members ?? [])
        {
            tags[tag.Name] = Text(tag.Value) ?? "";
        }

        return new GrantFacts(
            Text(fields["id"]) ?? "grant", Text(fields["label"]) ?? "", tags.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private ClientFacts? Client(JsonValue value)
    {
        if (value.Kind == JsonValueKind.String)
        {
            return new ClientFacts(value.Text, null);
        }

        return Fields.Of(value, TestShape.Client, sink) is { } fields
            ? new ClientFacts(Text(fields["name"]), Text(fields["version"]))
            : null;
    }

    private PolicyTestCall Session(PolicyTestCall call, JsonValue value)
    {
        if (value.Kind == JsonValueKind.String)
        {
            return call with { SessionId = value.Text };
        }

        if (Fields.Of(value, TestShape.Session, sink) is not { } fields)
        {
            return call;
        }

        return call with
        {
            SessionId = Text(fields["id"]) ?? call.SessionId,
            Session = new SessionFacts
            {
                Called = Names(fields["called"]),
                Categories = Names(fields["called_categories"]),
                CalledElsewhere = Names(fields["called_elsewhere"]),
                CategoriesElsewhere = Names(fields["categories_elsewhere"]),
                IsOlderThanProcess = fields["older_than_gateway"] is { } older && Flag(older),
            },
        };
    }

    private FrozenSet<string> Names(JsonValue? list) => list is null
        ? FrozenSet<string>.Empty
        : _values.Items(list, ListCap).Select(Text).OfType<string>().ToFrozenSet(StringComparer.Ordinal);

    private string? Text(JsonValue? value) => value is null ? null : _values.Plain(value);

    private string? Word(JsonValue? value, IReadOnlyList<string> words)
    {
        if (Text(value) is not { } word || words.Contains(word, StringComparer.Ordinal))
        {
            return value?.Text;
        }

        _values.Unknown(value!, words);
        return null;
    }

    private bool Flag(JsonValue value)
    {
        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            sink.Add(FindingCode.TypeWrong, value, $"this is {value.What} and must be true or false");
        }

        return value.Kind == JsonValueKind.True;
    }
}
